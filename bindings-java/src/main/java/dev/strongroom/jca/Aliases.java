package dev.strongroom.jca;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What else algorithms are called: other names, and object identifiers, which are found by their numbers alone and with
 * {@code OID.} before them. A table.
 */
final class Aliases {
    private static final String NIST_HASH = "2.16.840.1.101.3.4.2.";
    private static final String NIST_SIGNATURE = "2.16.840.1.101.3.4.3.";
    private static final String NIST_KEM = "2.16.840.1.101.3.4.4.";
    private static final String PKCS1 = "1.2.840.113549.1.1.";
    private static final String HMAC = "1.2.840.113549.2.";
    private static final String ECDSA = "1.2.840.10045.4.3.";

    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("Strongroom", List.of("PKCS11")),
            Map.entry("SHA-1", List.of("SHA", "SHA1")),
            Map.entry("DiffieHellman", List.of("DH")),
            Map.entry("DESede", List.of("TripleDES")),
            Map.entry("AES/KW/NoPadding", List.of("AESWrap")),
            Map.entry("AES/KWP/NoPadding", List.of("AESWrapPad")),
            Map.entry("RSA/ECB/PKCS1Padding", List.of("RSA")),
            Map.entry("SHA1withRSAandMGF1", List.of("SHA1withRSASSA-PSS")),
            Map.entry("SHA224withRSAandMGF1", List.of("SHA224withRSASSA-PSS")),
            Map.entry("SHA256withRSAandMGF1", List.of("SHA256withRSASSA-PSS")),
            Map.entry("SHA384withRSAandMGF1", List.of("SHA384withRSASSA-PSS")),
            Map.entry("SHA512withRSAandMGF1", List.of("SHA512withRSASSA-PSS")));

    private static final Map<String, String> IDENTIFIERS = identifiers();

    private Aliases() {}

    private static Map<String, String> identifiers() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "RSA", PKCS1 + 1,
                "RSASSA-PSS", PKCS1 + 10,
                "EC", "1.2.840.10045.2.1",
                "DSA", "1.2.840.10040.4.1",
                "DiffieHellman", "1.2.840.113549.1.3.1",
                "SHA-1", "1.3.14.3.2.26",
                "HmacSHA1", HMAC + 7,
                "SHA1withRSA", PKCS1 + 5,
                "SHA1withECDSA", "1.2.840.10045.4.1",
                "SHA1withDSA", "1.2.840.10040.4.3"));
        number(all, "1.3.101.", 110, "X25519", "X448", "Ed25519", "Ed448");
        number(all, NIST_HASH, 1, "SHA-256", "SHA-384", "SHA-512", "SHA-224", "SHA-512/224", "SHA-512/256", "SHA3-224",
                "SHA3-256", "SHA3-384", "SHA3-512");
        number(all, NIST_HASH, 13, "HmacSHA3-224", "HmacSHA3-256", "HmacSHA3-384", "HmacSHA3-512");
        number(all, HMAC, 8, "HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512", "HmacSHA512/224", "HmacSHA512/256");
        number(all, PKCS1, 11, "SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA224withRSA");
        number(all, ECDSA, 1, "SHA224withECDSA", "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");
        number(all, NIST_SIGNATURE, 1, "SHA224withDSA", "SHA256withDSA", "SHA384withDSA", "SHA512withDSA", "SHA3-224withDSA",
                "SHA3-256withDSA", "SHA3-384withDSA", "SHA3-512withDSA", "SHA3-224withECDSA", "SHA3-256withECDSA",
                "SHA3-384withECDSA", "SHA3-512withECDSA", "SHA3-224withRSA", "SHA3-256withRSA", "SHA3-384withRSA",
                "SHA3-512withRSA", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128S", "SLH-DSA-SHA2-128F",
                "SLH-DSA-SHA2-192S", "SLH-DSA-SHA2-192F", "SLH-DSA-SHA2-256S", "SLH-DSA-SHA2-256F", "SLH-DSA-SHAKE-128S",
                "SLH-DSA-SHAKE-128F", "SLH-DSA-SHAKE-192S", "SLH-DSA-SHAKE-192F", "SLH-DSA-SHAKE-256S", "SLH-DSA-SHAKE-256F");
        number(all, NIST_KEM, 1, "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024");
        return all;
    }

    /** Names whose identifiers are numbered one after the other. */
    private static void number(Map<String, String> all, String arc, int first, String... names) {
        for (int at = 0; at < names.length; at++) {
            all.put(names[at], arc + (first + at));
        }
    }

    /** What else an algorithm is called. */
    static List<String> of(String name) {
        List<String> all = new ArrayList<>(NAMES.getOrDefault(name, List.of()));
        String identifier = IDENTIFIERS.get(name);
        if (identifier != null) {
            all.add(identifier);
            all.add("OID." + identifier);
        }
        return all;
    }
}
