package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.VerifyingKey;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Keys that are wrapped and unwrapped. */
final class Wrapping {
    private Wrapping() {}

    /** Wraps a key of the token within it; of one that is not there, its encoding is encrypted. */
    static byte[] wrap(VerifyingKey with, Mechanism mechanism, Key target) throws InvalidKeyException {
        if (target instanceof TokenKey token) {
            return with.wrap(token.key(), mechanism);
        }
        byte[] encoded = target.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without an encoding, which is not of a token, cannot be wrapped");
        }
        try {
            return with.encrypt(mechanism, encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** The kind of secret key that Java names. */
    static KeySpec.Secret secret(String algorithm) throws NoSuchAlgorithmException {
        return KeySpec.secret(SecretKeys.kind(algorithm));
    }

    /** The kind of key pair that Java names; how long its keys are comes with them. */
    static KeySpec.Pair pair(String algorithm) throws NoSuchAlgorithmException {
        String known = KeyNames.algorithm(algorithm);
        String kind = KeyNames.kind(algorithm);
        if (kind == null && known != null) {
            kind = known.equals("EdDSA") ? "ed25519" : known.equals("XDH") ? "x25519" : known.toLowerCase(Locale.ROOT);
        }
        if (kind == null) {
            throw new NoSuchAlgorithmException("there are no private keys of " + algorithm);
        }
        return KeySpec.pair(kind);
    }
}
