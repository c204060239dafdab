package dev.strongroom.jca;

import dev.strongroom.HsmSecretKey;
import java.security.InvalidKeyException;
import javax.crypto.SecretKey;

/** A secret key that stays in its token. */
final class TokenSecretKey extends TokenKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private TokenSecretKey(HsmSecretKey key, String kind) {
        super(key, KeyNames.ofSecret(kind), kind);
    }

    static TokenSecretKey of(HsmSecretKey key) throws InvalidKeyException {
        String kind = key.kind().orElseThrow(() -> new InvalidKeyException("it is of a kind that has no name here"));
        return new TokenSecretKey(key, kind);
    }

    @Override
    HsmSecretKey key() {
        return (HsmSecretKey) super.key();
    }
}
