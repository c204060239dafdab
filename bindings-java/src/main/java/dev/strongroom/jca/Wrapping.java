package dev.strongroom.jca;

import dev.strongroom.HsmKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Session;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.IllegalBlockSizeException;

/** Keys that are wrapped and unwrapped. */
final class Wrapping {
    private Wrapping() {}

    /** Wraps a key of the token within it; of one that is not there, its encoding is encrypted. */
    static byte[] wrap(HsmKey with, Mechanism mechanism, Key target, Session session)
            throws InvalidKeyException, IllegalBlockSizeException {
        if (target instanceof TokenKey token) {
            return with instanceof HsmPublicKey key
                    ? key.wrap(token.key(), mechanism)
                    : ((HsmSecretKey) with).wrap(token.key(), mechanism);
        }
        byte[] encoded = target.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without an encoding, which is not of a token, cannot be wrapped");
        }
        try {
            return with instanceof HsmPublicKey key
                    ? key.encrypt(mechanism, encoded)
                    : ((HsmSecretKey) with).encrypt(mechanism, encoded);
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
        return KeySpec.pair(switch (algorithm) {
            case "RSA" -> "rsa";
            case "EC" -> "ec";
            case "EdDSA", "Ed25519" -> "ed25519";
            case "Ed448" -> "ed448";
            case "XDH", "X25519" -> "x25519";
            case "X448" -> "x448";
            case "ML-DSA" -> "ml-dsa";
            case "ML-KEM" -> "ml-kem";
            default -> throw new NoSuchAlgorithmException("there are no private keys of " + algorithm);
        });
    }
}
