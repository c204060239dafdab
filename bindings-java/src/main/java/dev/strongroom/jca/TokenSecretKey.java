package dev.strongroom.jca;

import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A secret key that stays in its token. */
final class TokenSecretKey extends TokenKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private TokenSecretKey(HsmSecretKey key, String algorithm) {
        super(key, algorithm);
    }

    static TokenSecretKey of(HsmSecretKey key) throws InvalidKeyException {
        String kind = key.kind().orElseThrow(() -> new InvalidKeyException("it is of a kind that has no name here"));
        return new TokenSecretKey(key, KeyNames.ofSecret(kind));
    }

    @Override
    HsmSecretKey key() {
        return (HsmSecretKey) super.key();
    }

    /** The key of a token; of one that is not, a copy that goes with the session. */
    static HsmSecretKey inside(@Nullable Key key, Session session, String kind) throws InvalidKeyException {
        if (key instanceof TokenSecretKey token) {
            return token.key();
        }
        if (!(key instanceof SecretKey) || !"RAW".equals(key.getFormat())) {
            throw new InvalidKeyException("a secret key is wanted, not " + (key == null ? "none" : key.getClass()));
        }
        byte[] value = key.getEncoded();
        try {
            return session.importKey(value, KeySpec.secret(kind));
        } catch (dev.strongroom.HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        } finally {
            java.util.Arrays.fill(value, (byte) 0);
        }
    }

    /** Destroys the copy of a key that is not of a token. */
    static void forget(@Nullable Key said, @Nullable HsmSecretKey inside) {
        if (inside != null && !(said instanceof TokenSecretKey)) {
            try {
                inside.destroy();
            } catch (dev.strongroom.HsmException gone) {
                // It went with its session.
            }
        }
    }
}
