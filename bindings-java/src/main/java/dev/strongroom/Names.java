// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

import java.util.List;
import java.util.Map;
import java.util.Arrays;

/** The names that the core has for failures, mechanisms, hashes and kinds of keys. */
final class Names {
    private Names() {}

    /** Groups of failures; what is in none is in Function. */
    static final Map<String, List<String>> KINDS = Map.ofEntries(
        Map.entry("Pin", List.of("CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_EXPIRED", "CKR_PIN_LOCKED", "CKR_PIN_TOO_WEAK", "CKR_USER_ALREADY_LOGGED_IN", "CKR_USER_NOT_LOGGED_IN", "CKR_USER_PIN_NOT_INITIALIZED", "CKR_USER_TYPE_INVALID", "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", "CKR_USER_TOO_MANY_TYPES")),
        Map.entry("Session", List.of("CKR_SESSION_CLOSED", "CKR_SESSION_COUNT", "CKR_SESSION_HANDLE_INVALID", "CKR_SESSION_PARALLEL_NOT_SUPPORTED", "CKR_SESSION_READ_ONLY", "CKR_SESSION_EXISTS", "CKR_SESSION_READ_ONLY_EXISTS", "CKR_SESSION_READ_WRITE_SO_EXISTS", "STRONGROOM_CLOSED")),
        Map.entry("Object", List.of("CKR_OBJECT_HANDLE_INVALID", "CKR_ACTION_PROHIBITED")),
        Map.entry("Attribute", List.of("CKR_ATTRIBUTE_READ_ONLY", "CKR_ATTRIBUTE_SENSITIVE", "CKR_ATTRIBUTE_TYPE_INVALID", "CKR_ATTRIBUTE_VALUE_INVALID", "CKR_TEMPLATE_INCOMPLETE", "CKR_TEMPLATE_INCONSISTENT", "CKR_DOMAIN_PARAMS_INVALID", "CKR_CURVE_NOT_SUPPORTED", "CKR_PARAMETER_SET_NOT_SUPPORTED")),
        Map.entry("Mechanism", List.of("CKR_MECHANISM_INVALID", "CKR_MECHANISM_PARAM_INVALID")),
        Map.entry("Key", List.of("CKR_KEY_HANDLE_INVALID", "CKR_KEY_SIZE_RANGE", "CKR_KEY_TYPE_INCONSISTENT", "CKR_KEY_NOT_NEEDED", "CKR_KEY_CHANGED", "CKR_KEY_NEEDED", "CKR_KEY_INDIGESTIBLE", "CKR_KEY_FUNCTION_NOT_PERMITTED", "CKR_KEY_NOT_WRAPPABLE", "CKR_KEY_UNEXTRACTABLE", "CKR_UNWRAPPING_KEY_HANDLE_INVALID", "CKR_UNWRAPPING_KEY_SIZE_RANGE", "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", "CKR_WRAPPING_KEY_HANDLE_INVALID", "CKR_WRAPPING_KEY_SIZE_RANGE", "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", "CKR_PUBLIC_KEY_INVALID", "CKR_KEY_EXHAUSTED")),
        Map.entry("Data", List.of("CKR_DATA_INVALID", "CKR_DATA_LEN_RANGE", "CKR_ENCRYPTED_DATA_INVALID", "CKR_ENCRYPTED_DATA_LEN_RANGE", "CKR_AEAD_DECRYPT_FAILED", "CKR_WRAPPED_KEY_INVALID", "CKR_WRAPPED_KEY_LEN_RANGE", "CKR_BUFFER_TOO_SMALL")),
        Map.entry("Signature", List.of("CKR_SIGNATURE_INVALID", "CKR_SIGNATURE_LEN_RANGE")),
        Map.entry("Device", List.of("CKR_DEVICE_ERROR", "CKR_DEVICE_MEMORY", "CKR_DEVICE_REMOVED", "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED", "CKR_TOKEN_WRITE_PROTECTED", "CKR_TOKEN_RESOURCE_EXCEEDED", "CKR_TOKEN_NOT_INITIALIZED")),
        Map.entry("NotFound", List.of("STRONGROOM_NOT_FOUND")),
        Map.entry("Ambiguous", List.of("STRONGROOM_AMBIGUOUS")),
        Map.entry("Argument", List.of("CKR_ARGUMENTS_BAD")),
        Map.entry("Internal", List.of("CKR_GENERAL_ERROR", "CKR_FUNCTION_FAILED", "CKR_HOST_MEMORY")));

    /** The fields that each mechanism takes. */
    static final Map<String, List<String>> MECHANISMS = Map.ofEntries(
        Map.entry("ecdsa", List.of("hash", "encoding")),
        Map.entry("rsa-pkcs1", List.of("hash")),
        Map.entry("rsa-pss", List.of("hash", "mgf_hash", "salt_len")),
        Map.entry("rsa-pss-digest", List.of("hash", "mgf_hash", "salt_len")),
        Map.entry("rsa-raw", List.of()),
        Map.entry("rsa-oaep", List.of("hash", "mgf_hash", "label")),
        Map.entry("eddsa", List.of("context", "prehash")),
        Map.entry("ml-dsa", List.of("hash", "context", "deterministic")),
        Map.entry("slh-dsa", List.of("hash", "context", "deterministic")),
        Map.entry("hmac", List.of("hash", "mac_len")),
        Map.entry("aes-cmac", List.of("mac_len")),
        Map.entry("aes-gcm", List.of("iv", "aad", "tag_len")),
        Map.entry("aes-ccm", List.of("iv", "aad", "tag_len", "data_len")),
        Map.entry("aes-gmac", List.of("iv", "tag_len")),
        Map.entry("chacha20-poly1305", List.of("iv", "aad")),
        Map.entry("chacha20", List.of("iv")),
        Map.entry("poly1305", List.of()),
        Map.entry("aes-xts", List.of("iv")),
        Map.entry("aes-cts", List.of("iv")),
        Map.entry("aes-cbc", List.of("iv")),
        Map.entry("aes-cbc-pad", List.of("iv")),
        Map.entry("aes-ctr", List.of("iv", "counter_bits")),
        Map.entry("aes-ecb", List.of()),
        Map.entry("des3-cbc", List.of("iv")),
        Map.entry("des3-cbc-pad", List.of("iv")),
        Map.entry("aes-kw", List.of()),
        Map.entry("aes-kwp", List.of()),
        Map.entry("rsa-aes-wrap", List.of("hash", "mgf_hash", "label", "aes_bits")),
        Map.entry("ecdh-aes-wrap", List.of("hash", "aes_bits")),
        Map.entry("xdh-aes-wrap", List.of("hash", "aes_bits")),
        Map.entry("hash-derivation", List.of("hash")),
        Map.entry("ecdh", List.of("public", "hash", "shared")),
        Map.entry("hkdf", List.of("hash", "salt", "info")),
        Map.entry("hkdf-extract", List.of("hash", "salt")),
        Map.entry("hkdf-expand", List.of("hash", "info")),
        Map.entry("ml-kem", List.of()),
        Map.entry("digest", List.of("hash")));

    /** Names of other ecosystems: mechanism, hash, encoding. */
    static final Map<String, List<String>> ALGORITHMS = Map.ofEntries(
        Map.entry("HS256", Arrays.asList("hmac", "sha256", null)),
        Map.entry("HS384", Arrays.asList("hmac", "sha384", null)),
        Map.entry("HS512", Arrays.asList("hmac", "sha512", null)),
        Map.entry("RS256", Arrays.asList("rsa-pkcs1", "sha256", null)),
        Map.entry("RS384", Arrays.asList("rsa-pkcs1", "sha384", null)),
        Map.entry("RS512", Arrays.asList("rsa-pkcs1", "sha512", null)),
        Map.entry("PS256", Arrays.asList("rsa-pss", "sha256", null)),
        Map.entry("PS384", Arrays.asList("rsa-pss", "sha384", null)),
        Map.entry("PS512", Arrays.asList("rsa-pss", "sha512", null)),
        Map.entry("ES256", Arrays.asList("ecdsa", "sha256", "raw")),
        Map.entry("ES384", Arrays.asList("ecdsa", "sha384", "raw")),
        Map.entry("ES512", Arrays.asList("ecdsa", "sha512", "raw")),
        Map.entry("ES256K", Arrays.asList("ecdsa", "sha256", "raw")),
        Map.entry("EdDSA", Arrays.asList("eddsa", null, null)),
        Map.entry("ML-DSA-44", Arrays.asList("ml-dsa", null, null)),
        Map.entry("ML-DSA-65", Arrays.asList("ml-dsa", null, null)),
        Map.entry("ML-DSA-87", Arrays.asList("ml-dsa", null, null)),
        Map.entry("SHA1withRSA", Arrays.asList("rsa-pkcs1", "sha1", null)),
        Map.entry("SHA224withRSA", Arrays.asList("rsa-pkcs1", "sha224", null)),
        Map.entry("SHA256withRSA", Arrays.asList("rsa-pkcs1", "sha256", null)),
        Map.entry("SHA384withRSA", Arrays.asList("rsa-pkcs1", "sha384", null)),
        Map.entry("SHA512withRSA", Arrays.asList("rsa-pkcs1", "sha512", null)),
        Map.entry("SHA3-224withRSA", Arrays.asList("rsa-pkcs1", "sha3-224", null)),
        Map.entry("SHA3-256withRSA", Arrays.asList("rsa-pkcs1", "sha3-256", null)),
        Map.entry("SHA3-384withRSA", Arrays.asList("rsa-pkcs1", "sha3-384", null)),
        Map.entry("SHA3-512withRSA", Arrays.asList("rsa-pkcs1", "sha3-512", null)),
        Map.entry("NONEwithRSA", Arrays.asList("rsa-pkcs1", null, null)),
        Map.entry("SHA1withECDSA", Arrays.asList("ecdsa", "sha1", "der")),
        Map.entry("SHA224withECDSA", Arrays.asList("ecdsa", "sha224", "der")),
        Map.entry("SHA256withECDSA", Arrays.asList("ecdsa", "sha256", "der")),
        Map.entry("SHA384withECDSA", Arrays.asList("ecdsa", "sha384", "der")),
        Map.entry("SHA512withECDSA", Arrays.asList("ecdsa", "sha512", "der")),
        Map.entry("SHA3-224withECDSA", Arrays.asList("ecdsa", "sha3-224", "der")),
        Map.entry("SHA3-256withECDSA", Arrays.asList("ecdsa", "sha3-256", "der")),
        Map.entry("SHA3-384withECDSA", Arrays.asList("ecdsa", "sha3-384", "der")),
        Map.entry("SHA3-512withECDSA", Arrays.asList("ecdsa", "sha3-512", "der")),
        Map.entry("NONEwithECDSA", Arrays.asList("ecdsa", null, "der")),
        Map.entry("SHA1withECDSAinP1363Format", Arrays.asList("ecdsa", "sha1", "raw")),
        Map.entry("SHA224withECDSAinP1363Format", Arrays.asList("ecdsa", "sha224", "raw")),
        Map.entry("SHA256withECDSAinP1363Format", Arrays.asList("ecdsa", "sha256", "raw")),
        Map.entry("SHA384withECDSAinP1363Format", Arrays.asList("ecdsa", "sha384", "raw")),
        Map.entry("SHA512withECDSAinP1363Format", Arrays.asList("ecdsa", "sha512", "raw")),
        Map.entry("SHA3-224withECDSAinP1363Format", Arrays.asList("ecdsa", "sha3-224", "raw")),
        Map.entry("SHA3-256withECDSAinP1363Format", Arrays.asList("ecdsa", "sha3-256", "raw")),
        Map.entry("SHA3-384withECDSAinP1363Format", Arrays.asList("ecdsa", "sha3-384", "raw")),
        Map.entry("SHA3-512withECDSAinP1363Format", Arrays.asList("ecdsa", "sha3-512", "raw")),
        Map.entry("NONEwithECDSAinP1363Format", Arrays.asList("ecdsa", null, "raw")),
        Map.entry("Ed25519", Arrays.asList("eddsa", null, null)),
        Map.entry("Ed448", Arrays.asList("eddsa", null, null)),
        Map.entry("ML-DSA", Arrays.asList("ml-dsa", null, null)),
        Map.entry("HmacSHA1", Arrays.asList("hmac", "sha1", null)),
        Map.entry("HmacSHA224", Arrays.asList("hmac", "sha224", null)),
        Map.entry("HmacSHA256", Arrays.asList("hmac", "sha256", null)),
        Map.entry("HmacSHA384", Arrays.asList("hmac", "sha384", null)),
        Map.entry("HmacSHA512", Arrays.asList("hmac", "sha512", null)),
        Map.entry("HmacSHA3-224", Arrays.asList("hmac", "sha3-224", null)),
        Map.entry("HmacSHA3-256", Arrays.asList("hmac", "sha3-256", null)),
        Map.entry("HmacSHA3-384", Arrays.asList("hmac", "sha3-384", null)),
        Map.entry("HmacSHA3-512", Arrays.asList("hmac", "sha3-512", null)));

    /** Bytes of a digest of each hash. */
    static final Map<String, Integer> HASHES = Map.ofEntries(
        Map.entry("sha1", 20),
        Map.entry("sha224", 28),
        Map.entry("sha256", 32),
        Map.entry("sha384", 48),
        Map.entry("sha512", 64),
        Map.entry("sha512-224", 28),
        Map.entry("sha512-256", 32),
        Map.entry("sha3-224", 28),
        Map.entry("sha3-256", 32),
        Map.entry("sha3-384", 48),
        Map.entry("sha3-512", 64));

    /** Kinds of keys, with their usual sizes. */
    static final List<String> KEY_KINDS = List.of("rsa:3072", "ec:p256", "ec:p384", "ec:p521", "ec:p224", "ec:secp256k1", "ec:p192", "ec:brainpoolp160r1", "ec:brainpoolp160t1", "ec:brainpoolp192r1", "ec:brainpoolp192t1", "ec:brainpoolp224r1", "ec:brainpoolp224t1", "ec:brainpoolp256r1", "ec:brainpoolp256t1", "ec:brainpoolp320r1", "ec:brainpoolp320t1", "ec:brainpoolp384r1", "ec:brainpoolp384t1", "ec:brainpoolp512r1", "ec:brainpoolp512t1", "ed25519", "ed448", "x25519", "x448", "ml-dsa:44", "ml-dsa:65", "ml-dsa:87", "ml-kem:512", "ml-kem:768", "ml-kem:1024", "slh-dsa:sha2-128s", "slh-dsa:sha2-128f", "slh-dsa:sha2-192s", "slh-dsa:sha2-192f", "slh-dsa:sha2-256s", "slh-dsa:sha2-256f", "slh-dsa:shake-128s", "slh-dsa:shake-128f", "slh-dsa:shake-192s", "slh-dsa:shake-192f", "slh-dsa:shake-256s", "slh-dsa:shake-256f", "aes:256", "aes-xts:64", "chacha20", "poly1305", "generic:32", "3des", "hkdf:32", "hmac-sha1:20", "hmac-sha224:28", "hmac-sha256:32", "hmac-sha384:48", "hmac-sha512:64", "hmac-sha512-224:28", "hmac-sha512-256:32", "hmac-sha3-224:28", "hmac-sha3-256:32", "hmac-sha3-384:48", "hmac-sha3-512:64", "hmac-blake2b-160:20", "hmac-blake2b-256:32", "hmac-blake2b-384:48", "hmac-blake2b-512:64");
}
