package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Java calls keys of a kind, and what the core calls what Java names. Tables. */
final class KeyNames {
    /** The families of pairs that the core has, with Java's names of their algorithms. */
    private static final Map<String, String> PAIRS = Map.ofEntries(
            Map.entry("rsa", "RSA"),
            Map.entry("ec", "EC"),
            Map.entry("ed25519", "EdDSA"),
            Map.entry("ed448", "EdDSA"),
            Map.entry("x25519", "XDH"),
            Map.entry("x448", "XDH"),
            Map.entry("ml-dsa", "ML-DSA"),
            Map.entry("ml-kem", "ML-KEM"),
            Map.entry("slh-dsa", "SLH-DSA"),
            Map.entry("dsa", "DSA"),
            Map.entry("dh", "DH"),
            Map.entry("x942-dh", "DH"));

    /** What else those algorithms are called. */
    private static final Map<String, String> OTHERS = Map.of(
            "ECDSA", "EC",
            "RSASSA-PSS", "RSA",
            "DIFFIEHELLMAN", "DH");

    /** Curves as the core has them, with Java's names. */
    static final Map<String, String> CURVES = Map.of(
            "p192", "secp192r1",
            "p224", "secp224r1",
            "p256", "secp256r1",
            "p384", "secp384r1",
            "p521", "secp521r1");

    /** What else those curves are called. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("prime192v1", "p192"),
            Map.entry("prime256v1", "p256"),
            Map.entry("1.2.840.10045.3.1.1", "p192"),
            Map.entry("1.3.132.0.33", "p224"),
            Map.entry("1.2.840.10045.3.1.7", "p256"),
            Map.entry("1.3.132.0.34", "p384"),
            Map.entry("1.3.132.0.35", "p521"),
            Map.entry("1.3.132.0.10", "secp256k1"));

    private KeyNames() {}

    static String family(String kind) {
        int colon = kind.indexOf(':');
        return (colon < 0 ? kind : kind.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    static String parameter(String kind) {
        return kind.substring(kind.indexOf(':') + 1);
    }

    /** Java's name of the algorithm of a pair's keys. */
    static @Nullable String ofPair(String kind) {
        return PAIRS.get(family(kind));
    }

    /** The algorithm of pairs that Java calls so too: {@code EC} for {@code ECDSA}, {@code EdDSA} for {@code Ed25519}. */
    static @Nullable String algorithm(String name) {
        for (String known : PAIRS.values()) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        String other = OTHERS.get(name.toUpperCase(Locale.ROOT));
        String kind = other != null ? null : kind(name);
        return kind == null ? other : ofPair(kind);
    }

    /** Whether pairs of a kind are those that Java calls so: {@code EdDSA}, or {@code Ed25519} alone. */
    static boolean called(String name, String kind) {
        String own = kind(name);
        String algorithm = ofPair(kind);
        return own == null ? algorithm != null && algorithm.equals(algorithm(name)) : own.equalsIgnoreCase(kind);
    }

    /** What Java calls the keys of this kind alone: {@code X25519}, {@code ML-DSA-65}; null where a size says that. */
    static @Nullable String ofKind(String kind) {
        if (kind.matches("(ed|x)\\d+")) {
            return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        }
        return kind.matches("(ml|slh)-.*:.*") ? kind.replace(':', '-').toUpperCase(Locale.ROOT) : null;
    }

    /** The kind of pairs that Java calls so: the other way round. */
    static @Nullable String kind(String name) {
        return KeySpec.kinds().stream().filter(kind -> name.equalsIgnoreCase(ofKind(kind))).findFirst().orElse(null);
    }

    /** The core's curve for a name of Java's or an object identifier; null where it has none. */
    static @Nullable String curve(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^(nist|x9\\.62) ", "").replace("-", "");
        String known = ALIASES.getOrDefault(plain, plain);
        for (Map.Entry<String, String> curve : CURVES.entrySet()) {
            known = curve.getValue().equals(known) ? curve.getKey() : known;
        }
        return KeySpec.kinds().contains("ec:" + known) ? known : null;
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
        String upper = core.toUpperCase(Locale.ROOT);
        return upper.startsWith("SHA3-") ? upper : upper.replaceFirst("^SHA", "SHA-").replaceFirst("(SHA-512)-", "$1/");
    }
}
