package dev.strongroom.jca;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Java calls keys of a kind, and what the core calls what Java names. Tables. */
final class KeyNames {
    /** The families of pairs that the core has, with Java's names of their algorithms. */
    private static final Map<String, String> PAIRS = Map.of(
            "rsa", "RSA",
            "ec", "EC",
            "ed25519", "EdDSA",
            "ed448", "EdDSA",
            "x25519", "XDH",
            "x448", "XDH",
            "ml-dsa", "ML-DSA",
            "ml-kem", "ML-KEM");

    /** Curves as the core has them, with Java's names. */
    static final Map<String, String> CURVES = Map.of(
            "p224", "secp224r1",
            "p256", "secp256r1",
            "p384", "secp384r1",
            "p521", "secp521r1",
            "secp256k1", "secp256k1");

    private KeyNames() {}

    static String family(String kind) {
        int colon = kind.indexOf(':');
        return colon < 0 ? kind : kind.substring(0, colon);
    }

    static String parameter(String kind) {
        return kind.substring(kind.indexOf(':') + 1);
    }

    /** Java's name of the algorithm of a pair's keys. */
    static @Nullable String ofPair(String kind) {
        return PAIRS.get(family(kind));
    }

    /** Java's name of the algorithm of a secret key. */
    static String ofSecret(String kind) {
        String family = family(kind);
        if (family.startsWith("hmac-")) {
            return "Hmac" + hash(family.substring(5)).replaceFirst("^SHA-", "SHA");
        }
        return switch (family) {
            case "aes" -> "AES";
            case "3des" -> "DESede";
            case "chacha20" -> "ChaCha20";
            default -> "Generic";
        };
    }

    /** A hash of the core by Java's name for it: {@code SHA-256}, {@code SHA-512/256}, {@code SHA3-256}. */
    static String hash(String core) {
        String upper = core.toUpperCase(java.util.Locale.ROOT);
        return upper.startsWith("SHA3-") ? upper : upper.replaceFirst("^SHA", "SHA-").replaceFirst("(SHA-512)-", "$1/");
    }
}
