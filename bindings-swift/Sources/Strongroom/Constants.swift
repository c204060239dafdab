// Made from the core's tables by scripts/generate; not to be changed by hand.

/// Attributes.
public enum CKA: Sendable {
    public static let CKA_CLASS: UInt64 = 0x0
    public static let CKA_TOKEN: UInt64 = 0x1
    public static let CKA_PRIVATE: UInt64 = 0x2
    public static let CKA_LABEL: UInt64 = 0x3
    public static let CKA_UNIQUE_ID: UInt64 = 0x4
    public static let CKA_APPLICATION: UInt64 = 0x10
    public static let CKA_VALUE: UInt64 = 0x11
    public static let CKA_OBJECT_ID: UInt64 = 0x12
    public static let CKA_CERTIFICATE_TYPE: UInt64 = 0x80
    public static let CKA_ISSUER: UInt64 = 0x81
    public static let CKA_SERIAL_NUMBER: UInt64 = 0x82
    public static let CKA_AC_ISSUER: UInt64 = 0x83
    public static let CKA_OWNER: UInt64 = 0x84
    public static let CKA_ATTR_TYPES: UInt64 = 0x85
    public static let CKA_TRUSTED: UInt64 = 0x86
    public static let CKA_CERTIFICATE_CATEGORY: UInt64 = 0x87
    public static let CKA_JAVA_MIDP_SECURITY_DOMAIN: UInt64 = 0x88
    public static let CKA_URL: UInt64 = 0x89
    public static let CKA_HASH_OF_SUBJECT_PUBLIC_KEY: UInt64 = 0x8a
    public static let CKA_HASH_OF_ISSUER_PUBLIC_KEY: UInt64 = 0x8b
    public static let CKA_NAME_HASH_ALGORITHM: UInt64 = 0x8c
    public static let CKA_CHECK_VALUE: UInt64 = 0x90
    public static let CKA_KEY_TYPE: UInt64 = 0x100
    public static let CKA_SUBJECT: UInt64 = 0x101
    public static let CKA_ID: UInt64 = 0x102
    public static let CKA_SENSITIVE: UInt64 = 0x103
    public static let CKA_ENCRYPT: UInt64 = 0x104
    public static let CKA_DECRYPT: UInt64 = 0x105
    public static let CKA_WRAP: UInt64 = 0x106
    public static let CKA_UNWRAP: UInt64 = 0x107
    public static let CKA_SIGN: UInt64 = 0x108
    public static let CKA_SIGN_RECOVER: UInt64 = 0x109
    public static let CKA_VERIFY: UInt64 = 0x10a
    public static let CKA_VERIFY_RECOVER: UInt64 = 0x10b
    public static let CKA_DERIVE: UInt64 = 0x10c
    public static let CKA_START_DATE: UInt64 = 0x110
    public static let CKA_END_DATE: UInt64 = 0x111
    public static let CKA_MODULUS: UInt64 = 0x120
    public static let CKA_MODULUS_BITS: UInt64 = 0x121
    public static let CKA_PUBLIC_EXPONENT: UInt64 = 0x122
    public static let CKA_PRIVATE_EXPONENT: UInt64 = 0x123
    public static let CKA_PRIME_1: UInt64 = 0x124
    public static let CKA_PRIME_2: UInt64 = 0x125
    public static let CKA_EXPONENT_1: UInt64 = 0x126
    public static let CKA_EXPONENT_2: UInt64 = 0x127
    public static let CKA_COEFFICIENT: UInt64 = 0x128
    public static let CKA_PUBLIC_KEY_INFO: UInt64 = 0x129
    public static let CKA_PRIME: UInt64 = 0x130
    public static let CKA_SUBPRIME: UInt64 = 0x131
    public static let CKA_BASE: UInt64 = 0x132
    public static let CKA_PRIME_BITS: UInt64 = 0x133
    public static let CKA_SUBPRIME_BITS: UInt64 = 0x134
    public static let CKA_SUB_PRIME_BITS: UInt64 = 0x134
    public static let CKA_VALUE_BITS: UInt64 = 0x160
    public static let CKA_VALUE_LEN: UInt64 = 0x161
    public static let CKA_EXTRACTABLE: UInt64 = 0x162
    public static let CKA_LOCAL: UInt64 = 0x163
    public static let CKA_NEVER_EXTRACTABLE: UInt64 = 0x164
    public static let CKA_ALWAYS_SENSITIVE: UInt64 = 0x165
    public static let CKA_KEY_GEN_MECHANISM: UInt64 = 0x166
    public static let CKA_MODIFIABLE: UInt64 = 0x170
    public static let CKA_COPYABLE: UInt64 = 0x171
    public static let CKA_DESTROYABLE: UInt64 = 0x172
    public static let CKA_ECDSA_PARAMS: UInt64 = 0x180
    public static let CKA_EC_PARAMS: UInt64 = 0x180
    public static let CKA_EC_POINT: UInt64 = 0x181
    public static let CKA_SECONDARY_AUTH: UInt64 = 0x200
    public static let CKA_AUTH_PIN_FLAGS: UInt64 = 0x201
    public static let CKA_ALWAYS_AUTHENTICATE: UInt64 = 0x202
    public static let CKA_WRAP_WITH_TRUSTED: UInt64 = 0x210
    public static let CKA_WRAP_TEMPLATE: UInt64 = 0x40000211
    public static let CKA_UNWRAP_TEMPLATE: UInt64 = 0x40000212
    public static let CKA_DERIVE_TEMPLATE: UInt64 = 0x40000213
    public static let CKA_OTP_FORMAT: UInt64 = 0x220
    public static let CKA_OTP_LENGTH: UInt64 = 0x221
    public static let CKA_OTP_TIME_INTERVAL: UInt64 = 0x222
    public static let CKA_OTP_USER_FRIENDLY_MODE: UInt64 = 0x223
    public static let CKA_OTP_CHALLENGE_REQUIREMENT: UInt64 = 0x224
    public static let CKA_OTP_TIME_REQUIREMENT: UInt64 = 0x225
    public static let CKA_OTP_COUNTER_REQUIREMENT: UInt64 = 0x226
    public static let CKA_OTP_PIN_REQUIREMENT: UInt64 = 0x227
    public static let CKA_OTP_COUNTER: UInt64 = 0x22e
    public static let CKA_OTP_TIME: UInt64 = 0x22f
    public static let CKA_OTP_USER_IDENTIFIER: UInt64 = 0x22a
    public static let CKA_OTP_SERVICE_IDENTIFIER: UInt64 = 0x22b
    public static let CKA_OTP_SERVICE_LOGO: UInt64 = 0x22c
    public static let CKA_OTP_SERVICE_LOGO_TYPE: UInt64 = 0x22d
    public static let CKA_GOSTR3410_PARAMS: UInt64 = 0x250
    public static let CKA_GOSTR3411_PARAMS: UInt64 = 0x251
    public static let CKA_GOST28147_PARAMS: UInt64 = 0x252
    public static let CKA_HW_FEATURE_TYPE: UInt64 = 0x300
    public static let CKA_RESET_ON_INIT: UInt64 = 0x301
    public static let CKA_HAS_RESET: UInt64 = 0x302
    public static let CKA_PIXEL_X: UInt64 = 0x400
    public static let CKA_PIXEL_Y: UInt64 = 0x401
    public static let CKA_RESOLUTION: UInt64 = 0x402
    public static let CKA_CHAR_ROWS: UInt64 = 0x403
    public static let CKA_CHAR_COLUMNS: UInt64 = 0x404
    public static let CKA_COLOR: UInt64 = 0x405
    public static let CKA_BITS_PER_PIXEL: UInt64 = 0x406
    public static let CKA_CHAR_SETS: UInt64 = 0x480
    public static let CKA_ENCODING_METHODS: UInt64 = 0x481
    public static let CKA_MIME_TYPES: UInt64 = 0x482
    public static let CKA_MECHANISM_TYPE: UInt64 = 0x500
    public static let CKA_REQUIRED_CMS_ATTRIBUTES: UInt64 = 0x501
    public static let CKA_DEFAULT_CMS_ATTRIBUTES: UInt64 = 0x502
    public static let CKA_SUPPORTED_CMS_ATTRIBUTES: UInt64 = 0x503
    public static let CKA_ALLOWED_MECHANISMS: UInt64 = 0x40000600
    public static let CKA_PROFILE_ID: UInt64 = 0x601
    public static let CKA_X2RATCHET_BAG: UInt64 = 0x602
    public static let CKA_X2RATCHET_BAGSIZE: UInt64 = 0x603
    public static let CKA_X2RATCHET_BOBS1STMSG: UInt64 = 0x604
    public static let CKA_X2RATCHET_CKR: UInt64 = 0x605
    public static let CKA_X2RATCHET_CKS: UInt64 = 0x606
    public static let CKA_X2RATCHET_DHP: UInt64 = 0x607
    public static let CKA_X2RATCHET_DHR: UInt64 = 0x608
    public static let CKA_X2RATCHET_DHS: UInt64 = 0x609
    public static let CKA_X2RATCHET_HKR: UInt64 = 0x60a
    public static let CKA_X2RATCHET_HKS: UInt64 = 0x60b
    public static let CKA_X2RATCHET_ISALICE: UInt64 = 0x60c
    public static let CKA_X2RATCHET_NHKR: UInt64 = 0x60d
    public static let CKA_X2RATCHET_NHKS: UInt64 = 0x60e
    public static let CKA_X2RATCHET_NR: UInt64 = 0x60f
    public static let CKA_X2RATCHET_NS: UInt64 = 0x610
    public static let CKA_X2RATCHET_PNS: UInt64 = 0x611
    public static let CKA_X2RATCHET_RK: UInt64 = 0x612
    public static let CKA_HSS_LEVELS: UInt64 = 0x617
    public static let CKA_HSS_LMS_TYPE: UInt64 = 0x618
    public static let CKA_HSS_LMOTS_TYPE: UInt64 = 0x619
    public static let CKA_HSS_LMS_TYPES: UInt64 = 0x61a
    public static let CKA_HSS_LMOTS_TYPES: UInt64 = 0x61b
    public static let CKA_HSS_KEYS_REMAINING: UInt64 = 0x61c
    public static let CKA_PARAMETER_SET: UInt64 = 0x61d
    public static let CKA_OBJECT_VALIDATION_FLAGS: UInt64 = 0x61e
    public static let CKA_VALIDATION_TYPE: UInt64 = 0x61f
    public static let CKA_VALIDATION_VERSION: UInt64 = 0x620
    public static let CKA_VALIDATION_LEVEL: UInt64 = 0x621
    public static let CKA_VALIDATION_MODULE_ID: UInt64 = 0x622
    public static let CKA_VALIDATION_FLAG: UInt64 = 0x623
    public static let CKA_VALIDATION_AUTHORITY_TYPE: UInt64 = 0x624
    public static let CKA_VALIDATION_COUNTRY: UInt64 = 0x625
    public static let CKA_VALIDATION_CERTIFICATE_IDENTIFIER: UInt64 = 0x626
    public static let CKA_VALIDATION_CERTIFICATE_URI: UInt64 = 0x627
    public static let CKA_VALIDATION_VENDOR_URI: UInt64 = 0x628
    public static let CKA_VALIDATION_PROFILE: UInt64 = 0x629
    public static let CKA_ENCAPSULATE_TEMPLATE: UInt64 = 0x62a
    public static let CKA_DECAPSULATE_TEMPLATE: UInt64 = 0x62b
    public static let CKA_TRUST_SERVER_AUTH: UInt64 = 0x62c
    public static let CKA_TRUST_CLIENT_AUTH: UInt64 = 0x62d
    public static let CKA_TRUST_CODE_SIGNING: UInt64 = 0x62e
    public static let CKA_TRUST_EMAIL_PROTECTION: UInt64 = 0x62f
    public static let CKA_TRUST_IPSEC_IKE: UInt64 = 0x630
    public static let CKA_TRUST_TIME_STAMPING: UInt64 = 0x631
    public static let CKA_TRUST_OCSP_SIGNING: UInt64 = 0x632
    public static let CKA_ENCAPSULATE: UInt64 = 0x633
    public static let CKA_DECAPSULATE: UInt64 = 0x634
    public static let CKA_HASH_OF_CERTIFICATE: UInt64 = 0x635
    public static let CKA_PUBLIC_CRC64_VALUE: UInt64 = 0x636
    public static let CKA_SEED: UInt64 = 0x637
    public static let CKA_VENDOR_DEFINED: UInt64 = 0x80000000
}

/// Types of certificates.
public enum CKC: Sendable {
    public static let CKC_X_509: UInt64 = 0x0
    public static let CKC_X_509_ATTR_CERT: UInt64 = 0x1
    public static let CKC_WTLS: UInt64 = 0x2
    public static let CKC_VENDOR_DEFINED: UInt64 = 0x80000000
}

/// Key derivation functions.
public enum CKD: Sendable {
    public static let CKD_NULL: UInt64 = 0x1
    public static let CKD_SHA1_KDF: UInt64 = 0x2
    public static let CKD_SHA1_KDF_ASN1: UInt64 = 0x3
    public static let CKD_SHA1_KDF_CONCATENATE: UInt64 = 0x4
    public static let CKD_SHA224_KDF: UInt64 = 0x5
    public static let CKD_SHA256_KDF: UInt64 = 0x6
    public static let CKD_SHA384_KDF: UInt64 = 0x7
    public static let CKD_SHA512_KDF: UInt64 = 0x8
    public static let CKD_CPDIVERSIFY_KDF: UInt64 = 0x9
    public static let CKD_SHA3_224_KDF: UInt64 = 0xa
    public static let CKD_SHA3_256_KDF: UInt64 = 0xb
    public static let CKD_SHA3_384_KDF: UInt64 = 0xc
    public static let CKD_SHA3_512_KDF: UInt64 = 0xd
    public static let CKD_SHA1_KDF_SP800: UInt64 = 0xe
    public static let CKD_SHA224_KDF_SP800: UInt64 = 0xf
    public static let CKD_SHA256_KDF_SP800: UInt64 = 0x10
    public static let CKD_SHA384_KDF_SP800: UInt64 = 0x11
    public static let CKD_SHA512_KDF_SP800: UInt64 = 0x12
    public static let CKD_SHA3_224_KDF_SP800: UInt64 = 0x13
    public static let CKD_SHA3_256_KDF_SP800: UInt64 = 0x14
    public static let CKD_SHA3_384_KDF_SP800: UInt64 = 0x15
    public static let CKD_SHA3_512_KDF_SP800: UInt64 = 0x16
    public static let CKD_BLAKE2B_160_KDF: UInt64 = 0x17
    public static let CKD_BLAKE2B_256_KDF: UInt64 = 0x18
    public static let CKD_BLAKE2B_384_KDF: UInt64 = 0x19
    public static let CKD_BLAKE2B_512_KDF: UInt64 = 0x1a
}

/// Flags.
public enum CKF: Sendable {
    public static let CKF_TOKEN_PRESENT: UInt64 = 0x1
    public static let CKF_REMOVABLE_DEVICE: UInt64 = 0x2
    public static let CKF_HW_SLOT: UInt64 = 0x4
    public static let CKF_RNG: UInt64 = 0x1
    public static let CKF_WRITE_PROTECTED: UInt64 = 0x2
    public static let CKF_LOGIN_REQUIRED: UInt64 = 0x4
    public static let CKF_USER_PIN_INITIALIZED: UInt64 = 0x8
    public static let CKF_RESTORE_KEY_NOT_NEEDED: UInt64 = 0x20
    public static let CKF_CLOCK_ON_TOKEN: UInt64 = 0x40
    public static let CKF_PROTECTED_AUTHENTICATION_PATH: UInt64 = 0x100
    public static let CKF_DUAL_CRYPTO_OPERATIONS: UInt64 = 0x200
    public static let CKF_TOKEN_INITIALIZED: UInt64 = 0x400
    public static let CKF_SECONDARY_AUTHENTICATION: UInt64 = 0x800
    public static let CKF_USER_PIN_COUNT_LOW: UInt64 = 0x10000
    public static let CKF_USER_PIN_FINAL_TRY: UInt64 = 0x20000
    public static let CKF_USER_PIN_LOCKED: UInt64 = 0x40000
    public static let CKF_USER_PIN_TO_BE_CHANGED: UInt64 = 0x80000
    public static let CKF_SO_PIN_COUNT_LOW: UInt64 = 0x100000
    public static let CKF_SO_PIN_FINAL_TRY: UInt64 = 0x200000
    public static let CKF_SO_PIN_LOCKED: UInt64 = 0x400000
    public static let CKF_SO_PIN_TO_BE_CHANGED: UInt64 = 0x800000
    public static let CKF_ERROR_STATE: UInt64 = 0x1000000
    public static let CKF_SEED_RANDOM_REQUIRED: UInt64 = 0x2000000
    public static let CKF_ASYNC_SESSION_SUPPORTED: UInt64 = 0x4000000
    public static let CKF_RW_SESSION: UInt64 = 0x2
    public static let CKF_SERIAL_SESSION: UInt64 = 0x4
    public static let CKF_ASYNC_SESSION: UInt64 = 0x8
    public static let CKF_ARRAY_ATTRIBUTE: UInt64 = 0x40000000
    public static let CKF_HW: UInt64 = 0x1
    public static let CKF_MESSAGE_ENCRYPT: UInt64 = 0x2
    public static let CKF_MESSAGE_DECRYPT: UInt64 = 0x4
    public static let CKF_MESSAGE_SIGN: UInt64 = 0x8
    public static let CKF_MESSAGE_VERIFY: UInt64 = 0x10
    public static let CKF_MULTI_MESSAGE: UInt64 = 0x20
    public static let CKF_FIND_OBJECTS: UInt64 = 0x40
    public static let CKF_ENCRYPT: UInt64 = 0x100
    public static let CKF_DECRYPT: UInt64 = 0x200
    public static let CKF_DIGEST: UInt64 = 0x400
    public static let CKF_SIGN: UInt64 = 0x800
    public static let CKF_SIGN_RECOVER: UInt64 = 0x1000
    public static let CKF_VERIFY: UInt64 = 0x2000
    public static let CKF_VERIFY_RECOVER: UInt64 = 0x4000
    public static let CKF_GENERATE: UInt64 = 0x8000
    public static let CKF_GENERATE_KEY_PAIR: UInt64 = 0x10000
    public static let CKF_WRAP: UInt64 = 0x20000
    public static let CKF_UNWRAP: UInt64 = 0x40000
    public static let CKF_DERIVE: UInt64 = 0x80000
    public static let CKF_EC_F_P: UInt64 = 0x100000
    public static let CKF_EC_F_2M: UInt64 = 0x200000
    public static let CKF_EC_ECPARAMETERS: UInt64 = 0x400000
    public static let CKF_EC_OID: UInt64 = 0x800000
    public static let CKF_EC_NAMEDCURVE: UInt64 = 0x800000
    public static let CKF_EC_UNCOMPRESS: UInt64 = 0x1000000
    public static let CKF_EC_COMPRESS: UInt64 = 0x2000000
    public static let CKF_EC_CURVENAME: UInt64 = 0x4000000
    public static let CKF_ENCAPSULATE: UInt64 = 0x10000000
    public static let CKF_DECAPSULATE: UInt64 = 0x20000000
    public static let CKF_EXTENSION: UInt64 = 0x80000000
    public static let CKF_END_OF_MESSAGE: UInt64 = 0x1
    public static let CKF_INTERFACE_FORK_SAFE: UInt64 = 0x1
    public static let CKF_LIBRARY_CANT_CREATE_OS_THREADS: UInt64 = 0x1
    public static let CKF_OS_LOCKING_OK: UInt64 = 0x2
    public static let CKF_DONT_BLOCK: UInt64 = 0x1
    public static let CKF_NEXT_OTP: UInt64 = 0x1
    public static let CKF_EXCLUDE_TIME: UInt64 = 0x2
    public static let CKF_EXCLUDE_COUNTER: UInt64 = 0x4
    public static let CKF_EXCLUDE_CHALLENGE: UInt64 = 0x8
    public static let CKF_EXCLUDE_PIN: UInt64 = 0x10
    public static let CKF_USER_FRIENDLY_OTP: UInt64 = 0x20
    public static let CKF_HKDF_SALT_NULL: UInt64 = 0x1
    public static let CKF_HKDF_SALT_DATA: UInt64 = 0x2
    public static let CKF_HKDF_SALT_KEY: UInt64 = 0x4
}

/// Mask generation functions.
public enum CKG: Sendable {
    public static let CKG_MGF1_SHA1: UInt64 = 0x1
    public static let CKG_MGF1_SHA256: UInt64 = 0x2
    public static let CKG_MGF1_SHA384: UInt64 = 0x3
    public static let CKG_MGF1_SHA512: UInt64 = 0x4
    public static let CKG_MGF1_SHA224: UInt64 = 0x5
    public static let CKG_MGF1_SHA3_224: UInt64 = 0x6
    public static let CKG_MGF1_SHA3_256: UInt64 = 0x7
    public static let CKG_MGF1_SHA3_384: UInt64 = 0x8
    public static let CKG_MGF1_SHA3_512: UInt64 = 0x9
    public static let CKG_NO_GENERATE: UInt64 = 0x0
    public static let CKG_GENERATE: UInt64 = 0x1
    public static let CKG_GENERATE_COUNTER: UInt64 = 0x2
    public static let CKG_GENERATE_RANDOM: UInt64 = 0x3
    public static let CKG_GENERATE_COUNTER_XOR: UInt64 = 0x4
}

/// What makes signatures of hashes random, and hardware features.
public enum CKH: Sendable {
    public static let CKH_MONOTONIC_COUNTER: UInt64 = 0x1
    public static let CKH_CLOCK: UInt64 = 0x2
    public static let CKH_USER_INTERFACE: UInt64 = 0x3
    public static let CKH_VENDOR_DEFINED: UInt64 = 0x80000000
    public static let CKH_HEDGE_PREFERRED: UInt64 = 0x0
    public static let CKH_HEDGE_REQUIRED: UInt64 = 0x1
    public static let CKH_DETERMINISTIC_REQUIRED: UInt64 = 0x2
}

/// Types of keys.
public enum CKK: Sendable {
    public static let CKK_RSA: UInt64 = 0x0
    public static let CKK_DSA: UInt64 = 0x1
    public static let CKK_DH: UInt64 = 0x2
    public static let CKK_EC: UInt64 = 0x3
    public static let CKK_ECDSA: UInt64 = 0x3
    public static let CKK_X9_42_DH: UInt64 = 0x4
    public static let CKK_KEA: UInt64 = 0x5
    public static let CKK_GENERIC_SECRET: UInt64 = 0x10
    public static let CKK_RC2: UInt64 = 0x11
    public static let CKK_RC4: UInt64 = 0x12
    public static let CKK_DES: UInt64 = 0x13
    public static let CKK_DES2: UInt64 = 0x14
    public static let CKK_DES3: UInt64 = 0x15
    public static let CKK_CAST: UInt64 = 0x16
    public static let CKK_CAST3: UInt64 = 0x17
    public static let CKK_CAST5: UInt64 = 0x18
    public static let CKK_CAST128: UInt64 = 0x18
    public static let CKK_RC5: UInt64 = 0x19
    public static let CKK_IDEA: UInt64 = 0x1a
    public static let CKK_SKIPJACK: UInt64 = 0x1b
    public static let CKK_BATON: UInt64 = 0x1c
    public static let CKK_JUNIPER: UInt64 = 0x1d
    public static let CKK_CDMF: UInt64 = 0x1e
    public static let CKK_AES: UInt64 = 0x1f
    public static let CKK_BLOWFISH: UInt64 = 0x20
    public static let CKK_TWOFISH: UInt64 = 0x21
    public static let CKK_SECURID: UInt64 = 0x22
    public static let CKK_HOTP: UInt64 = 0x23
    public static let CKK_ACTI: UInt64 = 0x24
    public static let CKK_CAMELLIA: UInt64 = 0x25
    public static let CKK_ARIA: UInt64 = 0x26
    public static let CKK_MD5_HMAC: UInt64 = 0x27
    public static let CKK_SHA_1_HMAC: UInt64 = 0x28
    public static let CKK_RIPEMD128_HMAC: UInt64 = 0x29
    public static let CKK_RIPEMD160_HMAC: UInt64 = 0x2a
    public static let CKK_SHA256_HMAC: UInt64 = 0x2b
    public static let CKK_SHA384_HMAC: UInt64 = 0x2c
    public static let CKK_SHA512_HMAC: UInt64 = 0x2d
    public static let CKK_SHA224_HMAC: UInt64 = 0x2e
    public static let CKK_SEED: UInt64 = 0x2f
    public static let CKK_GOSTR3410: UInt64 = 0x30
    public static let CKK_GOSTR3411: UInt64 = 0x31
    public static let CKK_GOST28147: UInt64 = 0x32
    public static let CKK_CHACHA20: UInt64 = 0x33
    public static let CKK_POLY1305: UInt64 = 0x34
    public static let CKK_AES_XTS: UInt64 = 0x35
    public static let CKK_SHA3_224_HMAC: UInt64 = 0x36
    public static let CKK_SHA3_256_HMAC: UInt64 = 0x37
    public static let CKK_SHA3_384_HMAC: UInt64 = 0x38
    public static let CKK_SHA3_512_HMAC: UInt64 = 0x39
    public static let CKK_BLAKE2B_160_HMAC: UInt64 = 0x3a
    public static let CKK_BLAKE2B_256_HMAC: UInt64 = 0x3b
    public static let CKK_BLAKE2B_384_HMAC: UInt64 = 0x3c
    public static let CKK_BLAKE2B_512_HMAC: UInt64 = 0x3d
    public static let CKK_SALSA20: UInt64 = 0x3e
    public static let CKK_X2RATCHET: UInt64 = 0x3f
    public static let CKK_EC_EDWARDS: UInt64 = 0x40
    public static let CKK_EC_MONTGOMERY: UInt64 = 0x41
    public static let CKK_HKDF: UInt64 = 0x42
    public static let CKK_SHA512_224_HMAC: UInt64 = 0x43
    public static let CKK_SHA512_256_HMAC: UInt64 = 0x44
    public static let CKK_SHA512_T_HMAC: UInt64 = 0x45
    public static let CKK_HSS: UInt64 = 0x46
    public static let CKK_XMSS: UInt64 = 0x47
    public static let CKK_XMSSMT: UInt64 = 0x48
    public static let CKK_ML_KEM: UInt64 = 0x49
    public static let CKK_ML_DSA: UInt64 = 0x4a
    public static let CKK_SLH_DSA: UInt64 = 0x4b
    public static let CKK_VENDOR_DEFINED: UInt64 = 0x80000000
}

/// Mechanisms.
public enum CKM: Sendable {
    public static let CKM_RSA_PKCS_KEY_PAIR_GEN: UInt64 = 0x0
    public static let CKM_RSA_PKCS: UInt64 = 0x1
    public static let CKM_RSA_9796: UInt64 = 0x2
    public static let CKM_RSA_X_509: UInt64 = 0x3
    public static let CKM_MD2_RSA_PKCS: UInt64 = 0x4
    public static let CKM_MD5_RSA_PKCS: UInt64 = 0x5
    public static let CKM_SHA1_RSA_PKCS: UInt64 = 0x6
    public static let CKM_RIPEMD128_RSA_PKCS: UInt64 = 0x7
    public static let CKM_RIPEMD160_RSA_PKCS: UInt64 = 0x8
    public static let CKM_RSA_PKCS_OAEP: UInt64 = 0x9
    public static let CKM_RSA_X9_31_KEY_PAIR_GEN: UInt64 = 0xa
    public static let CKM_RSA_X9_31: UInt64 = 0xb
    public static let CKM_SHA1_RSA_X9_31: UInt64 = 0xc
    public static let CKM_RSA_PKCS_PSS: UInt64 = 0xd
    public static let CKM_SHA1_RSA_PKCS_PSS: UInt64 = 0xe
    public static let CKM_DSA_KEY_PAIR_GEN: UInt64 = 0x10
    public static let CKM_DSA: UInt64 = 0x11
    public static let CKM_DSA_SHA1: UInt64 = 0x12
    public static let CKM_DSA_SHA224: UInt64 = 0x13
    public static let CKM_DSA_SHA256: UInt64 = 0x14
    public static let CKM_DSA_SHA384: UInt64 = 0x15
    public static let CKM_DSA_SHA512: UInt64 = 0x16
    public static let CKM_DSA_SHA3_224: UInt64 = 0x18
    public static let CKM_DSA_SHA3_256: UInt64 = 0x19
    public static let CKM_DSA_SHA3_384: UInt64 = 0x1a
    public static let CKM_DSA_SHA3_512: UInt64 = 0x1b
    public static let CKM_DH_PKCS_KEY_PAIR_GEN: UInt64 = 0x20
    public static let CKM_DH_PKCS_DERIVE: UInt64 = 0x21
    public static let CKM_X9_42_DH_KEY_PAIR_GEN: UInt64 = 0x30
    public static let CKM_X9_42_DH_DERIVE: UInt64 = 0x31
    public static let CKM_X9_42_DH_HYBRID_DERIVE: UInt64 = 0x32
    public static let CKM_X9_42_MQV_DERIVE: UInt64 = 0x33
    public static let CKM_SHA256_RSA_PKCS: UInt64 = 0x40
    public static let CKM_SHA384_RSA_PKCS: UInt64 = 0x41
    public static let CKM_SHA512_RSA_PKCS: UInt64 = 0x42
    public static let CKM_SHA256_RSA_PKCS_PSS: UInt64 = 0x43
    public static let CKM_SHA384_RSA_PKCS_PSS: UInt64 = 0x44
    public static let CKM_SHA512_RSA_PKCS_PSS: UInt64 = 0x45
    public static let CKM_SHA224_RSA_PKCS: UInt64 = 0x46
    public static let CKM_SHA224_RSA_PKCS_PSS: UInt64 = 0x47
    public static let CKM_SHA512_224: UInt64 = 0x48
    public static let CKM_SHA512_224_HMAC: UInt64 = 0x49
    public static let CKM_SHA512_224_HMAC_GENERAL: UInt64 = 0x4a
    public static let CKM_SHA512_224_KEY_DERIVATION: UInt64 = 0x4b
    public static let CKM_SHA512_256: UInt64 = 0x4c
    public static let CKM_SHA512_256_HMAC: UInt64 = 0x4d
    public static let CKM_SHA512_256_HMAC_GENERAL: UInt64 = 0x4e
    public static let CKM_SHA512_256_KEY_DERIVATION: UInt64 = 0x4f
    public static let CKM_SHA512_T: UInt64 = 0x50
    public static let CKM_SHA512_T_HMAC: UInt64 = 0x51
    public static let CKM_SHA512_T_HMAC_GENERAL: UInt64 = 0x52
    public static let CKM_SHA512_T_KEY_DERIVATION: UInt64 = 0x53
    public static let CKM_SHA3_256_RSA_PKCS: UInt64 = 0x60
    public static let CKM_SHA3_384_RSA_PKCS: UInt64 = 0x61
    public static let CKM_SHA3_512_RSA_PKCS: UInt64 = 0x62
    public static let CKM_SHA3_256_RSA_PKCS_PSS: UInt64 = 0x63
    public static let CKM_SHA3_384_RSA_PKCS_PSS: UInt64 = 0x64
    public static let CKM_SHA3_512_RSA_PKCS_PSS: UInt64 = 0x65
    public static let CKM_SHA3_224_RSA_PKCS: UInt64 = 0x66
    public static let CKM_SHA3_224_RSA_PKCS_PSS: UInt64 = 0x67
    public static let CKM_RC2_KEY_GEN: UInt64 = 0x100
    public static let CKM_RC2_ECB: UInt64 = 0x101
    public static let CKM_RC2_CBC: UInt64 = 0x102
    public static let CKM_RC2_MAC: UInt64 = 0x103
    public static let CKM_RC2_MAC_GENERAL: UInt64 = 0x104
    public static let CKM_RC2_CBC_PAD: UInt64 = 0x105
    public static let CKM_RC4_KEY_GEN: UInt64 = 0x110
    public static let CKM_RC4: UInt64 = 0x111
    public static let CKM_DES_KEY_GEN: UInt64 = 0x120
    public static let CKM_DES_ECB: UInt64 = 0x121
    public static let CKM_DES_CBC: UInt64 = 0x122
    public static let CKM_DES_MAC: UInt64 = 0x123
    public static let CKM_DES_MAC_GENERAL: UInt64 = 0x124
    public static let CKM_DES_CBC_PAD: UInt64 = 0x125
    public static let CKM_DES2_KEY_GEN: UInt64 = 0x130
    public static let CKM_DES3_KEY_GEN: UInt64 = 0x131
    public static let CKM_DES3_ECB: UInt64 = 0x132
    public static let CKM_DES3_CBC: UInt64 = 0x133
    public static let CKM_DES3_MAC: UInt64 = 0x134
    public static let CKM_DES3_MAC_GENERAL: UInt64 = 0x135
    public static let CKM_DES3_CBC_PAD: UInt64 = 0x136
    public static let CKM_DES3_CMAC_GENERAL: UInt64 = 0x137
    public static let CKM_DES3_CMAC: UInt64 = 0x138
    public static let CKM_CDMF_KEY_GEN: UInt64 = 0x140
    public static let CKM_CDMF_ECB: UInt64 = 0x141
    public static let CKM_CDMF_CBC: UInt64 = 0x142
    public static let CKM_CDMF_MAC: UInt64 = 0x143
    public static let CKM_CDMF_MAC_GENERAL: UInt64 = 0x144
    public static let CKM_CDMF_CBC_PAD: UInt64 = 0x145
    public static let CKM_DES_OFB64: UInt64 = 0x150
    public static let CKM_DES_OFB8: UInt64 = 0x151
    public static let CKM_DES_CFB64: UInt64 = 0x152
    public static let CKM_DES_CFB8: UInt64 = 0x153
    public static let CKM_MD2: UInt64 = 0x200
    public static let CKM_MD2_HMAC: UInt64 = 0x201
    public static let CKM_MD2_HMAC_GENERAL: UInt64 = 0x202
    public static let CKM_MD5: UInt64 = 0x210
    public static let CKM_MD5_HMAC: UInt64 = 0x211
    public static let CKM_MD5_HMAC_GENERAL: UInt64 = 0x212
    public static let CKM_SHA_1: UInt64 = 0x220
    public static let CKM_SHA_1_HMAC: UInt64 = 0x221
    public static let CKM_SHA_1_HMAC_GENERAL: UInt64 = 0x222
    public static let CKM_RIPEMD128: UInt64 = 0x230
    public static let CKM_RIPEMD128_HMAC: UInt64 = 0x231
    public static let CKM_RIPEMD128_HMAC_GENERAL: UInt64 = 0x232
    public static let CKM_RIPEMD160: UInt64 = 0x240
    public static let CKM_RIPEMD160_HMAC: UInt64 = 0x241
    public static let CKM_RIPEMD160_HMAC_GENERAL: UInt64 = 0x242
    public static let CKM_SHA256: UInt64 = 0x250
    public static let CKM_SHA256_HMAC: UInt64 = 0x251
    public static let CKM_SHA256_HMAC_GENERAL: UInt64 = 0x252
    public static let CKM_SHA224: UInt64 = 0x255
    public static let CKM_SHA224_HMAC: UInt64 = 0x256
    public static let CKM_SHA224_HMAC_GENERAL: UInt64 = 0x257
    public static let CKM_SHA384: UInt64 = 0x260
    public static let CKM_SHA384_HMAC: UInt64 = 0x261
    public static let CKM_SHA384_HMAC_GENERAL: UInt64 = 0x262
    public static let CKM_SHA512: UInt64 = 0x270
    public static let CKM_SHA512_HMAC: UInt64 = 0x271
    public static let CKM_SHA512_HMAC_GENERAL: UInt64 = 0x272
    public static let CKM_SECURID_KEY_GEN: UInt64 = 0x280
    public static let CKM_SECURID: UInt64 = 0x282
    public static let CKM_HOTP_KEY_GEN: UInt64 = 0x290
    public static let CKM_HOTP: UInt64 = 0x291
    public static let CKM_ACTI: UInt64 = 0x2a0
    public static let CKM_ACTI_KEY_GEN: UInt64 = 0x2a1
    public static let CKM_SHA3_256: UInt64 = 0x2b0
    public static let CKM_SHA3_256_HMAC: UInt64 = 0x2b1
    public static let CKM_SHA3_256_HMAC_GENERAL: UInt64 = 0x2b2
    public static let CKM_SHA3_256_KEY_GEN: UInt64 = 0x2b3
    public static let CKM_SHA3_224: UInt64 = 0x2b5
    public static let CKM_SHA3_224_HMAC: UInt64 = 0x2b6
    public static let CKM_SHA3_224_HMAC_GENERAL: UInt64 = 0x2b7
    public static let CKM_SHA3_224_KEY_GEN: UInt64 = 0x2b8
    public static let CKM_SHA3_384: UInt64 = 0x2c0
    public static let CKM_SHA3_384_HMAC: UInt64 = 0x2c1
    public static let CKM_SHA3_384_HMAC_GENERAL: UInt64 = 0x2c2
    public static let CKM_SHA3_384_KEY_GEN: UInt64 = 0x2c3
    public static let CKM_SHA3_512: UInt64 = 0x2d0
    public static let CKM_SHA3_512_HMAC: UInt64 = 0x2d1
    public static let CKM_SHA3_512_HMAC_GENERAL: UInt64 = 0x2d2
    public static let CKM_SHA3_512_KEY_GEN: UInt64 = 0x2d3
    public static let CKM_CAST_KEY_GEN: UInt64 = 0x300
    public static let CKM_CAST_ECB: UInt64 = 0x301
    public static let CKM_CAST_CBC: UInt64 = 0x302
    public static let CKM_CAST_MAC: UInt64 = 0x303
    public static let CKM_CAST_MAC_GENERAL: UInt64 = 0x304
    public static let CKM_CAST_CBC_PAD: UInt64 = 0x305
    public static let CKM_CAST3_KEY_GEN: UInt64 = 0x310
    public static let CKM_CAST3_ECB: UInt64 = 0x311
    public static let CKM_CAST3_CBC: UInt64 = 0x312
    public static let CKM_CAST3_MAC: UInt64 = 0x313
    public static let CKM_CAST3_MAC_GENERAL: UInt64 = 0x314
    public static let CKM_CAST3_CBC_PAD: UInt64 = 0x315
    public static let CKM_CAST5_KEY_GEN: UInt64 = 0x320
    public static let CKM_CAST128_KEY_GEN: UInt64 = 0x320
    public static let CKM_CAST5_ECB: UInt64 = 0x321
    public static let CKM_CAST128_ECB: UInt64 = 0x321
    public static let CKM_CAST5_CBC: UInt64 = 0x322
    public static let CKM_CAST128_CBC: UInt64 = 0x322
    public static let CKM_CAST5_MAC: UInt64 = 0x323
    public static let CKM_CAST128_MAC: UInt64 = 0x323
    public static let CKM_CAST5_MAC_GENERAL: UInt64 = 0x324
    public static let CKM_CAST128_MAC_GENERAL: UInt64 = 0x324
    public static let CKM_CAST5_CBC_PAD: UInt64 = 0x325
    public static let CKM_CAST128_CBC_PAD: UInt64 = 0x325
    public static let CKM_RC5_KEY_GEN: UInt64 = 0x330
    public static let CKM_RC5_ECB: UInt64 = 0x331
    public static let CKM_RC5_CBC: UInt64 = 0x332
    public static let CKM_RC5_MAC: UInt64 = 0x333
    public static let CKM_RC5_MAC_GENERAL: UInt64 = 0x334
    public static let CKM_RC5_CBC_PAD: UInt64 = 0x335
    public static let CKM_IDEA_KEY_GEN: UInt64 = 0x340
    public static let CKM_IDEA_ECB: UInt64 = 0x341
    public static let CKM_IDEA_CBC: UInt64 = 0x342
    public static let CKM_IDEA_MAC: UInt64 = 0x343
    public static let CKM_IDEA_MAC_GENERAL: UInt64 = 0x344
    public static let CKM_IDEA_CBC_PAD: UInt64 = 0x345
    public static let CKM_GENERIC_SECRET_KEY_GEN: UInt64 = 0x350
    public static let CKM_CONCATENATE_BASE_AND_KEY: UInt64 = 0x360
    public static let CKM_CONCATENATE_BASE_AND_DATA: UInt64 = 0x362
    public static let CKM_CONCATENATE_DATA_AND_BASE: UInt64 = 0x363
    public static let CKM_XOR_BASE_AND_DATA: UInt64 = 0x364
    public static let CKM_EXTRACT_KEY_FROM_KEY: UInt64 = 0x365
    public static let CKM_SSL3_PRE_MASTER_KEY_GEN: UInt64 = 0x370
    public static let CKM_SSL3_MASTER_KEY_DERIVE: UInt64 = 0x371
    public static let CKM_SSL3_KEY_AND_MAC_DERIVE: UInt64 = 0x372
    public static let CKM_SSL3_MASTER_KEY_DERIVE_DH: UInt64 = 0x373
    public static let CKM_TLS_PRE_MASTER_KEY_GEN: UInt64 = 0x374
    public static let CKM_TLS_MASTER_KEY_DERIVE: UInt64 = 0x375
    public static let CKM_TLS_KEY_AND_MAC_DERIVE: UInt64 = 0x376
    public static let CKM_TLS_MASTER_KEY_DERIVE_DH: UInt64 = 0x377
    public static let CKM_TLS_PRF: UInt64 = 0x378
    public static let CKM_SSL3_MD5_MAC: UInt64 = 0x380
    public static let CKM_SSL3_SHA1_MAC: UInt64 = 0x381
    public static let CKM_MD5_KEY_DERIVATION: UInt64 = 0x390
    public static let CKM_MD2_KEY_DERIVATION: UInt64 = 0x391
    public static let CKM_SHA1_KEY_DERIVATION: UInt64 = 0x392
    public static let CKM_SHA256_KEY_DERIVATION: UInt64 = 0x393
    public static let CKM_SHA384_KEY_DERIVATION: UInt64 = 0x394
    public static let CKM_SHA512_KEY_DERIVATION: UInt64 = 0x395
    public static let CKM_SHA224_KEY_DERIVATION: UInt64 = 0x396
    public static let CKM_SHA3_256_KEY_DERIVATION: UInt64 = 0x397
    public static let CKM_SHA3_224_KEY_DERIVATION: UInt64 = 0x398
    public static let CKM_SHA3_384_KEY_DERIVATION: UInt64 = 0x399
    public static let CKM_SHA3_512_KEY_DERIVATION: UInt64 = 0x39a
    public static let CKM_SHAKE_128_KEY_DERIVATION: UInt64 = 0x39b
    public static let CKM_SHAKE_256_KEY_DERIVATION: UInt64 = 0x39c
    public static let CKM_SHA3_256_KEY_DERIVE: UInt64 = 0x397
    public static let CKM_SHA3_224_KEY_DERIVE: UInt64 = 0x398
    public static let CKM_SHA3_384_KEY_DERIVE: UInt64 = 0x399
    public static let CKM_SHA3_512_KEY_DERIVE: UInt64 = 0x39a
    public static let CKM_SHAKE_128_KEY_DERIVE: UInt64 = 0x39b
    public static let CKM_SHAKE_256_KEY_DERIVE: UInt64 = 0x39c
    public static let CKM_PBE_MD2_DES_CBC: UInt64 = 0x3a0
    public static let CKM_PBE_MD5_DES_CBC: UInt64 = 0x3a1
    public static let CKM_PBE_MD5_CAST_CBC: UInt64 = 0x3a2
    public static let CKM_PBE_MD5_CAST3_CBC: UInt64 = 0x3a3
    public static let CKM_PBE_MD5_CAST5_CBC: UInt64 = 0x3a4
    public static let CKM_PBE_MD5_CAST128_CBC: UInt64 = 0x3a4
    public static let CKM_PBE_SHA1_CAST5_CBC: UInt64 = 0x3a5
    public static let CKM_PBE_SHA1_CAST128_CBC: UInt64 = 0x3a5
    public static let CKM_PBE_SHA1_RC4_128: UInt64 = 0x3a6
    public static let CKM_PBE_SHA1_RC4_40: UInt64 = 0x3a7
    public static let CKM_PBE_SHA1_DES3_EDE_CBC: UInt64 = 0x3a8
    public static let CKM_PBE_SHA1_DES2_EDE_CBC: UInt64 = 0x3a9
    public static let CKM_PBE_SHA1_RC2_128_CBC: UInt64 = 0x3aa
    public static let CKM_PBE_SHA1_RC2_40_CBC: UInt64 = 0x3ab
    public static let CKM_PKCS5_PBKD2: UInt64 = 0x3b0
    public static let CKM_PBA_SHA1_WITH_SHA1_HMAC: UInt64 = 0x3c0
    public static let CKM_WTLS_PRE_MASTER_KEY_GEN: UInt64 = 0x3d0
    public static let CKM_WTLS_MASTER_KEY_DERIVE: UInt64 = 0x3d1
    public static let CKM_WTLS_MASTER_KEY_DERIVE_DH_ECC: UInt64 = 0x3d2
    public static let CKM_WTLS_PRF: UInt64 = 0x3d3
    public static let CKM_WTLS_SERVER_KEY_AND_MAC_DERIVE: UInt64 = 0x3d4
    public static let CKM_WTLS_CLIENT_KEY_AND_MAC_DERIVE: UInt64 = 0x3d5
    public static let CKM_TLS10_MAC_SERVER: UInt64 = 0x3d6
    public static let CKM_TLS10_MAC_CLIENT: UInt64 = 0x3d7
    public static let CKM_TLS12_MAC: UInt64 = 0x3d8
    public static let CKM_TLS12_KDF: UInt64 = 0x3d9
    public static let CKM_TLS12_MASTER_KEY_DERIVE: UInt64 = 0x3e0
    public static let CKM_TLS12_KEY_AND_MAC_DERIVE: UInt64 = 0x3e1
    public static let CKM_TLS12_MASTER_KEY_DERIVE_DH: UInt64 = 0x3e2
    public static let CKM_TLS12_KEY_SAFE_DERIVE: UInt64 = 0x3e3
    public static let CKM_TLS_MAC: UInt64 = 0x3e4
    public static let CKM_TLS_KDF: UInt64 = 0x3e5
    public static let CKM_KEY_WRAP_LYNKS: UInt64 = 0x400
    public static let CKM_KEY_WRAP_SET_OAEP: UInt64 = 0x401
    public static let CKM_CMS_SIG: UInt64 = 0x500
    public static let CKM_KIP_DERIVE: UInt64 = 0x510
    public static let CKM_KIP_WRAP: UInt64 = 0x511
    public static let CKM_KIP_MAC: UInt64 = 0x512
    public static let CKM_CAMELLIA_KEY_GEN: UInt64 = 0x550
    public static let CKM_CAMELLIA_ECB: UInt64 = 0x551
    public static let CKM_CAMELLIA_CBC: UInt64 = 0x552
    public static let CKM_CAMELLIA_MAC: UInt64 = 0x553
    public static let CKM_CAMELLIA_MAC_GENERAL: UInt64 = 0x554
    public static let CKM_CAMELLIA_CBC_PAD: UInt64 = 0x555
    public static let CKM_CAMELLIA_ECB_ENCRYPT_DATA: UInt64 = 0x556
    public static let CKM_CAMELLIA_CBC_ENCRYPT_DATA: UInt64 = 0x557
    public static let CKM_CAMELLIA_CTR: UInt64 = 0x558
    public static let CKM_ARIA_KEY_GEN: UInt64 = 0x560
    public static let CKM_ARIA_ECB: UInt64 = 0x561
    public static let CKM_ARIA_CBC: UInt64 = 0x562
    public static let CKM_ARIA_MAC: UInt64 = 0x563
    public static let CKM_ARIA_MAC_GENERAL: UInt64 = 0x564
    public static let CKM_ARIA_CBC_PAD: UInt64 = 0x565
    public static let CKM_ARIA_ECB_ENCRYPT_DATA: UInt64 = 0x566
    public static let CKM_ARIA_CBC_ENCRYPT_DATA: UInt64 = 0x567
    public static let CKM_SEED_KEY_GEN: UInt64 = 0x650
    public static let CKM_SEED_ECB: UInt64 = 0x651
    public static let CKM_SEED_CBC: UInt64 = 0x652
    public static let CKM_SEED_MAC: UInt64 = 0x653
    public static let CKM_SEED_MAC_GENERAL: UInt64 = 0x654
    public static let CKM_SEED_CBC_PAD: UInt64 = 0x655
    public static let CKM_SEED_ECB_ENCRYPT_DATA: UInt64 = 0x656
    public static let CKM_SEED_CBC_ENCRYPT_DATA: UInt64 = 0x657
    public static let CKM_SKIPJACK_KEY_GEN: UInt64 = 0x1000
    public static let CKM_SKIPJACK_ECB64: UInt64 = 0x1001
    public static let CKM_SKIPJACK_CBC64: UInt64 = 0x1002
    public static let CKM_SKIPJACK_OFB64: UInt64 = 0x1003
    public static let CKM_SKIPJACK_CFB64: UInt64 = 0x1004
    public static let CKM_SKIPJACK_CFB32: UInt64 = 0x1005
    public static let CKM_SKIPJACK_CFB16: UInt64 = 0x1006
    public static let CKM_SKIPJACK_CFB8: UInt64 = 0x1007
    public static let CKM_SKIPJACK_WRAP: UInt64 = 0x1008
    public static let CKM_SKIPJACK_PRIVATE_WRAP: UInt64 = 0x1009
    public static let CKM_SKIPJACK_RELAYX: UInt64 = 0x100a
    public static let CKM_KEA_KEY_PAIR_GEN: UInt64 = 0x1010
    public static let CKM_KEA_KEY_DERIVE: UInt64 = 0x1011
    public static let CKM_KEA_DERIVE: UInt64 = 0x1012
    public static let CKM_FORTEZZA_TIMESTAMP: UInt64 = 0x1020
    public static let CKM_BATON_KEY_GEN: UInt64 = 0x1030
    public static let CKM_BATON_ECB128: UInt64 = 0x1031
    public static let CKM_BATON_ECB96: UInt64 = 0x1032
    public static let CKM_BATON_CBC128: UInt64 = 0x1033
    public static let CKM_BATON_COUNTER: UInt64 = 0x1034
    public static let CKM_BATON_SHUFFLE: UInt64 = 0x1035
    public static let CKM_BATON_WRAP: UInt64 = 0x1036
    public static let CKM_ECDSA_KEY_PAIR_GEN: UInt64 = 0x1040
    public static let CKM_EC_KEY_PAIR_GEN: UInt64 = 0x1040
    public static let CKM_ECDSA: UInt64 = 0x1041
    public static let CKM_ECDSA_SHA1: UInt64 = 0x1042
    public static let CKM_ECDSA_SHA224: UInt64 = 0x1043
    public static let CKM_ECDSA_SHA256: UInt64 = 0x1044
    public static let CKM_ECDSA_SHA384: UInt64 = 0x1045
    public static let CKM_ECDSA_SHA512: UInt64 = 0x1046
    public static let CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS: UInt64 = 0x140b
    public static let CKM_ECDH1_DERIVE: UInt64 = 0x1050
    public static let CKM_ECDH1_COFACTOR_DERIVE: UInt64 = 0x1051
    public static let CKM_ECMQV_DERIVE: UInt64 = 0x1052
    public static let CKM_ECDH_AES_KEY_WRAP: UInt64 = 0x1053
    public static let CKM_RSA_AES_KEY_WRAP: UInt64 = 0x1054
    public static let CKM_JUNIPER_KEY_GEN: UInt64 = 0x1060
    public static let CKM_JUNIPER_ECB128: UInt64 = 0x1061
    public static let CKM_JUNIPER_CBC128: UInt64 = 0x1062
    public static let CKM_JUNIPER_COUNTER: UInt64 = 0x1063
    public static let CKM_JUNIPER_SHUFFLE: UInt64 = 0x1064
    public static let CKM_JUNIPER_WRAP: UInt64 = 0x1065
    public static let CKM_FASTHASH: UInt64 = 0x1070
    public static let CKM_AES_XTS: UInt64 = 0x1071
    public static let CKM_AES_XTS_KEY_GEN: UInt64 = 0x1072
    public static let CKM_AES_KEY_GEN: UInt64 = 0x1080
    public static let CKM_AES_ECB: UInt64 = 0x1081
    public static let CKM_AES_CBC: UInt64 = 0x1082
    public static let CKM_AES_MAC: UInt64 = 0x1083
    public static let CKM_AES_MAC_GENERAL: UInt64 = 0x1084
    public static let CKM_AES_CBC_PAD: UInt64 = 0x1085
    public static let CKM_AES_CTR: UInt64 = 0x1086
    public static let CKM_AES_GCM: UInt64 = 0x1087
    public static let CKM_AES_CCM: UInt64 = 0x1088
    public static let CKM_AES_CTS: UInt64 = 0x1089
    public static let CKM_AES_CMAC: UInt64 = 0x108a
    public static let CKM_AES_CMAC_GENERAL: UInt64 = 0x108b
    public static let CKM_AES_XCBC_MAC: UInt64 = 0x108c
    public static let CKM_AES_XCBC_MAC_96: UInt64 = 0x108d
    public static let CKM_AES_GMAC: UInt64 = 0x108e
    public static let CKM_BLOWFISH_KEY_GEN: UInt64 = 0x1090
    public static let CKM_BLOWFISH_CBC: UInt64 = 0x1091
    public static let CKM_TWOFISH_KEY_GEN: UInt64 = 0x1092
    public static let CKM_TWOFISH_CBC: UInt64 = 0x1093
    public static let CKM_BLOWFISH_CBC_PAD: UInt64 = 0x1094
    public static let CKM_TWOFISH_CBC_PAD: UInt64 = 0x1095
    public static let CKM_DES_ECB_ENCRYPT_DATA: UInt64 = 0x1100
    public static let CKM_DES_CBC_ENCRYPT_DATA: UInt64 = 0x1101
    public static let CKM_DES3_ECB_ENCRYPT_DATA: UInt64 = 0x1102
    public static let CKM_DES3_CBC_ENCRYPT_DATA: UInt64 = 0x1103
    public static let CKM_AES_ECB_ENCRYPT_DATA: UInt64 = 0x1104
    public static let CKM_AES_CBC_ENCRYPT_DATA: UInt64 = 0x1105
    public static let CKM_GOSTR3410_KEY_PAIR_GEN: UInt64 = 0x1200
    public static let CKM_GOSTR3410: UInt64 = 0x1201
    public static let CKM_GOSTR3410_WITH_GOSTR3411: UInt64 = 0x1202
    public static let CKM_GOSTR3410_KEY_WRAP: UInt64 = 0x1203
    public static let CKM_GOSTR3410_DERIVE: UInt64 = 0x1204
    public static let CKM_GOSTR3411: UInt64 = 0x1210
    public static let CKM_GOSTR3411_HMAC: UInt64 = 0x1211
    public static let CKM_GOST28147_KEY_GEN: UInt64 = 0x1220
    public static let CKM_GOST28147_ECB: UInt64 = 0x1221
    public static let CKM_GOST28147: UInt64 = 0x1222
    public static let CKM_GOST28147_MAC: UInt64 = 0x1223
    public static let CKM_GOST28147_KEY_WRAP: UInt64 = 0x1224
    public static let CKM_CHACHA20_KEY_GEN: UInt64 = 0x1225
    public static let CKM_CHACHA20: UInt64 = 0x1226
    public static let CKM_POLY1305_KEY_GEN: UInt64 = 0x1227
    public static let CKM_POLY1305: UInt64 = 0x1228
    public static let CKM_DSA_PARAMETER_GEN: UInt64 = 0x2000
    public static let CKM_DH_PKCS_PARAMETER_GEN: UInt64 = 0x2001
    public static let CKM_X9_42_DH_PARAMETER_GEN: UInt64 = 0x2002
    public static let CKM_DSA_PROBABILISTIC_PARAMETER_GEN: UInt64 = 0x2003
    public static let CKM_DSA_PROBABLISTIC_PARAMETER_GEN: UInt64 = 0x2003
    public static let CKM_DSA_SHAWE_TAYLOR_PARAMETER_GEN: UInt64 = 0x2004
    public static let CKM_DSA_FIPS_G_GEN: UInt64 = 0x2005
    public static let CKM_AES_OFB: UInt64 = 0x2104
    public static let CKM_AES_CFB64: UInt64 = 0x2105
    public static let CKM_AES_CFB8: UInt64 = 0x2106
    public static let CKM_AES_CFB128: UInt64 = 0x2107
    public static let CKM_AES_CFB1: UInt64 = 0x2108
    public static let CKM_AES_KEY_WRAP: UInt64 = 0x2109
    public static let CKM_AES_KEY_WRAP_PAD: UInt64 = 0x210a
    public static let CKM_AES_KEY_WRAP_KWP: UInt64 = 0x210b
    public static let CKM_AES_KEY_WRAP_PKCS7: UInt64 = 0x210c
    public static let CKM_RSA_PKCS_TPM_1_1: UInt64 = 0x4001
    public static let CKM_RSA_PKCS_OAEP_TPM_1_1: UInt64 = 0x4002
    public static let CKM_SHA_1_KEY_GEN: UInt64 = 0x4003
    public static let CKM_SHA224_KEY_GEN: UInt64 = 0x4004
    public static let CKM_SHA256_KEY_GEN: UInt64 = 0x4005
    public static let CKM_SHA384_KEY_GEN: UInt64 = 0x4006
    public static let CKM_SHA512_KEY_GEN: UInt64 = 0x4007
    public static let CKM_SHA512_224_KEY_GEN: UInt64 = 0x4008
    public static let CKM_SHA512_256_KEY_GEN: UInt64 = 0x4009
    public static let CKM_SHA512_T_KEY_GEN: UInt64 = 0x400a
    public static let CKM_NULL: UInt64 = 0x400b
    public static let CKM_BLAKE2B_160: UInt64 = 0x400c
    public static let CKM_BLAKE2B_160_HMAC: UInt64 = 0x400d
    public static let CKM_BLAKE2B_160_HMAC_GENERAL: UInt64 = 0x400e
    public static let CKM_BLAKE2B_160_KEY_DERIVE: UInt64 = 0x400f
    public static let CKM_BLAKE2B_160_KEY_GEN: UInt64 = 0x4010
    public static let CKM_BLAKE2B_256: UInt64 = 0x4011
    public static let CKM_BLAKE2B_256_HMAC: UInt64 = 0x4012
    public static let CKM_BLAKE2B_256_HMAC_GENERAL: UInt64 = 0x4013
    public static let CKM_BLAKE2B_256_KEY_DERIVE: UInt64 = 0x4014
    public static let CKM_BLAKE2B_256_KEY_GEN: UInt64 = 0x4015
    public static let CKM_BLAKE2B_384: UInt64 = 0x4016
    public static let CKM_BLAKE2B_384_HMAC: UInt64 = 0x4017
    public static let CKM_BLAKE2B_384_HMAC_GENERAL: UInt64 = 0x4018
    public static let CKM_BLAKE2B_384_KEY_DERIVE: UInt64 = 0x4019
    public static let CKM_BLAKE2B_384_KEY_GEN: UInt64 = 0x401a
    public static let CKM_BLAKE2B_512: UInt64 = 0x401b
    public static let CKM_BLAKE2B_512_HMAC: UInt64 = 0x401c
    public static let CKM_BLAKE2B_512_HMAC_GENERAL: UInt64 = 0x401d
    public static let CKM_BLAKE2B_512_KEY_DERIVE: UInt64 = 0x401e
    public static let CKM_BLAKE2B_512_KEY_GEN: UInt64 = 0x401f
    public static let CKM_SALSA20: UInt64 = 0x4020
    public static let CKM_CHACHA20_POLY1305: UInt64 = 0x4021
    public static let CKM_SALSA20_POLY1305: UInt64 = 0x4022
    public static let CKM_X3DH_INITIALIZE: UInt64 = 0x4023
    public static let CKM_X3DH_RESPOND: UInt64 = 0x4024
    public static let CKM_X2RATCHET_INITIALIZE: UInt64 = 0x4025
    public static let CKM_X2RATCHET_RESPOND: UInt64 = 0x4026
    public static let CKM_X2RATCHET_ENCRYPT: UInt64 = 0x4027
    public static let CKM_X2RATCHET_DECRYPT: UInt64 = 0x4028
    public static let CKM_XEDDSA: UInt64 = 0x4029
    public static let CKM_HKDF_DERIVE: UInt64 = 0x402a
    public static let CKM_HKDF_DATA: UInt64 = 0x402b
    public static let CKM_HKDF_KEY_GEN: UInt64 = 0x402c
    public static let CKM_SALSA20_KEY_GEN: UInt64 = 0x402d
    public static let CKM_ECDSA_SHA3_224: UInt64 = 0x1047
    public static let CKM_ECDSA_SHA3_256: UInt64 = 0x1048
    public static let CKM_ECDSA_SHA3_384: UInt64 = 0x1049
    public static let CKM_ECDSA_SHA3_512: UInt64 = 0x104a
    public static let CKM_EC_EDWARDS_KEY_PAIR_GEN: UInt64 = 0x1055
    public static let CKM_EC_MONTGOMERY_KEY_PAIR_GEN: UInt64 = 0x1056
    public static let CKM_EDDSA: UInt64 = 0x1057
    public static let CKM_SP800_108_COUNTER_KDF: UInt64 = 0x3ac
    public static let CKM_SP800_108_FEEDBACK_KDF: UInt64 = 0x3ad
    public static let CKM_SP800_108_DOUBLE_PIPELINE_KDF: UInt64 = 0x3ae
    public static let CKM_IKE2_PRF_PLUS_DERIVE: UInt64 = 0x402e
    public static let CKM_IKE_PRF_DERIVE: UInt64 = 0x402f
    public static let CKM_IKE1_PRF_DERIVE: UInt64 = 0x4030
    public static let CKM_IKE1_EXTENDED_DERIVE: UInt64 = 0x4031
    public static let CKM_HSS_KEY_PAIR_GEN: UInt64 = 0x4032
    public static let CKM_HSS: UInt64 = 0x4033
    public static let CKM_XMSS_KEY_PAIR_GEN: UInt64 = 0x4034
    public static let CKM_XMSSMT_KEY_PAIR_GEN: UInt64 = 0x4035
    public static let CKM_XMSS: UInt64 = 0x4036
    public static let CKM_XMSSMT: UInt64 = 0x4037
    public static let CKM_ECDH_X_AES_KEY_WRAP: UInt64 = 0x4038
    public static let CKM_ECDH_COF_AES_KEY_WRAP: UInt64 = 0x4039
    public static let CKM_PUB_KEY_FROM_PRIV_KEY: UInt64 = 0x403a
    public static let CKM_ML_KEM_KEY_PAIR_GEN: UInt64 = 0xf
    public static let CKM_ML_KEM: UInt64 = 0x17
    public static let CKM_ML_DSA_KEY_PAIR_GEN: UInt64 = 0x1c
    public static let CKM_ML_DSA: UInt64 = 0x1d
    public static let CKM_HASH_ML_DSA: UInt64 = 0x1f
    public static let CKM_HASH_ML_DSA_SHA224: UInt64 = 0x23
    public static let CKM_HASH_ML_DSA_SHA256: UInt64 = 0x24
    public static let CKM_HASH_ML_DSA_SHA384: UInt64 = 0x25
    public static let CKM_HASH_ML_DSA_SHA512: UInt64 = 0x26
    public static let CKM_HASH_ML_DSA_SHA3_224: UInt64 = 0x27
    public static let CKM_HASH_ML_DSA_SHA3_256: UInt64 = 0x28
    public static let CKM_HASH_ML_DSA_SHA3_384: UInt64 = 0x29
    public static let CKM_HASH_ML_DSA_SHA3_512: UInt64 = 0x2a
    public static let CKM_HASH_ML_DSA_SHAKE128: UInt64 = 0x2b
    public static let CKM_HASH_ML_DSA_SHAKE256: UInt64 = 0x2c
    public static let CKM_SLH_DSA_KEY_PAIR_GEN: UInt64 = 0x2d
    public static let CKM_SLH_DSA: UInt64 = 0x2e
    public static let CKM_HASH_SLH_DSA: UInt64 = 0x34
    public static let CKM_HASH_SLH_DSA_SHA224: UInt64 = 0x36
    public static let CKM_HASH_SLH_DSA_SHA256: UInt64 = 0x37
    public static let CKM_HASH_SLH_DSA_SHA384: UInt64 = 0x38
    public static let CKM_HASH_SLH_DSA_SHA512: UInt64 = 0x39
    public static let CKM_HASH_SLH_DSA_SHA3_224: UInt64 = 0x3a
    public static let CKM_HASH_SLH_DSA_SHA3_256: UInt64 = 0x3b
    public static let CKM_HASH_SLH_DSA_SHA3_384: UInt64 = 0x3c
    public static let CKM_HASH_SLH_DSA_SHA3_512: UInt64 = 0x3d
    public static let CKM_HASH_SLH_DSA_SHAKE128: UInt64 = 0x3e
    public static let CKM_HASH_SLH_DSA_SHAKE256: UInt64 = 0x3f
    public static let CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE: UInt64 = 0x56
    public static let CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH: UInt64 = 0x57
    public static let CKM_VENDOR_DEFINED: UInt64 = 0x80000000
    public static let CKM_IBM_SHA3_224: UInt64 = 0x80010001
    public static let CKM_IBM_SHA3_256: UInt64 = 0x80010002
    public static let CKM_IBM_SHA3_384: UInt64 = 0x80010003
    public static let CKM_IBM_SHA3_512: UInt64 = 0x80010004
    public static let CKM_IBM_CMAC: UInt64 = 0x80010007
    public static let CKM_IBM_EC_X25519: UInt64 = 0x8001001b
    public static let CKM_IBM_ED25519_SHA512: UInt64 = 0x8001001c
    public static let CKM_IBM_EC_X448: UInt64 = 0x8001001e
    public static let CKM_IBM_ED448_SHA3: UInt64 = 0x8001001f
    public static let CKM_IBM_SHA3_224_HMAC: UInt64 = 0x80010025
    public static let CKM_IBM_SHA3_256_HMAC: UInt64 = 0x80010026
    public static let CKM_IBM_SHA3_384_HMAC: UInt64 = 0x80010027
    public static let CKM_IBM_SHA3_512_HMAC: UInt64 = 0x80010028
    public static let CKM_IBM_BTC_DERIVE: UInt64 = 0x80070001
    public static let CKM_STRONGROOM_SCHNORR_BIP340: UInt64 = 0xd3520001
}

/// Classes of objects.
public enum CKO: Sendable {
    public static let CKO_DATA: UInt64 = 0x0
    public static let CKO_CERTIFICATE: UInt64 = 0x1
    public static let CKO_PUBLIC_KEY: UInt64 = 0x2
    public static let CKO_PRIVATE_KEY: UInt64 = 0x3
    public static let CKO_SECRET_KEY: UInt64 = 0x4
    public static let CKO_HW_FEATURE: UInt64 = 0x5
    public static let CKO_DOMAIN_PARAMETERS: UInt64 = 0x6
    public static let CKO_MECHANISM: UInt64 = 0x7
    public static let CKO_OTP_KEY: UInt64 = 0x8
    public static let CKO_PROFILE: UInt64 = 0x9
    public static let CKO_VALIDATION: UInt64 = 0xa
    public static let CKO_TRUST: UInt64 = 0xb
    public static let CKO_VENDOR_DEFINED: UInt64 = 0x80000000
}

/// Parameter sets and profiles.
public enum CKP: Sendable {
    public static let CKP_INVALID_ID: UInt64 = 0x0
    public static let CKP_BASELINE_PROVIDER: UInt64 = 0x1
    public static let CKP_EXTENDED_PROVIDER: UInt64 = 0x2
    public static let CKP_AUTHENTICATION_TOKEN: UInt64 = 0x3
    public static let CKP_PUBLIC_CERTIFICATES_TOKEN: UInt64 = 0x4
    public static let CKP_COMPLETE_PROVIDER: UInt64 = 0x5
    public static let CKP_HKDF_TLS_TOKEN: UInt64 = 0x6
    public static let CKP_VENDOR_DEFINED: UInt64 = 0x80000000
    public static let CKP_PKCS5_PBKD2_HMAC_SHA1: UInt64 = 0x1
    public static let CKP_PKCS5_PBKD2_HMAC_GOSTR3411: UInt64 = 0x2
    public static let CKP_PKCS5_PBKD2_HMAC_SHA224: UInt64 = 0x3
    public static let CKP_PKCS5_PBKD2_HMAC_SHA256: UInt64 = 0x4
    public static let CKP_PKCS5_PBKD2_HMAC_SHA384: UInt64 = 0x5
    public static let CKP_PKCS5_PBKD2_HMAC_SHA512: UInt64 = 0x6
    public static let CKP_PKCS5_PBKD2_HMAC_SHA512_224: UInt64 = 0x7
    public static let CKP_PKCS5_PBKD2_HMAC_SHA512_256: UInt64 = 0x8
    public static let CKP_ML_DSA_44: UInt64 = 0x1
    public static let CKP_ML_DSA_65: UInt64 = 0x2
    public static let CKP_ML_DSA_87: UInt64 = 0x3
    public static let CKP_SLH_DSA_SHA2_128S: UInt64 = 0x1
    public static let CKP_SLH_DSA_SHAKE_128S: UInt64 = 0x2
    public static let CKP_SLH_DSA_SHA2_128F: UInt64 = 0x3
    public static let CKP_SLH_DSA_SHAKE_128F: UInt64 = 0x4
    public static let CKP_SLH_DSA_SHA2_192S: UInt64 = 0x5
    public static let CKP_SLH_DSA_SHAKE_192S: UInt64 = 0x6
    public static let CKP_SLH_DSA_SHA2_192F: UInt64 = 0x7
    public static let CKP_SLH_DSA_SHAKE_192F: UInt64 = 0x8
    public static let CKP_SLH_DSA_SHA2_256S: UInt64 = 0x9
    public static let CKP_SLH_DSA_SHAKE_256S: UInt64 = 0xa
    public static let CKP_SLH_DSA_SHA2_256F: UInt64 = 0xb
    public static let CKP_SLH_DSA_SHAKE_256F: UInt64 = 0xc
    public static let CKP_ML_KEM_512: UInt64 = 0x1
    public static let CKP_ML_KEM_768: UInt64 = 0x2
    public static let CKP_ML_KEM_1024: UInt64 = 0x3
}

/// Return values.
public enum CKR: Sendable {
    public static let CKR_OK: UInt64 = 0x0
    public static let CKR_CANCEL: UInt64 = 0x1
    public static let CKR_HOST_MEMORY: UInt64 = 0x2
    public static let CKR_SLOT_ID_INVALID: UInt64 = 0x3
    public static let CKR_GENERAL_ERROR: UInt64 = 0x5
    public static let CKR_FUNCTION_FAILED: UInt64 = 0x6
    public static let CKR_ARGUMENTS_BAD: UInt64 = 0x7
    public static let CKR_NO_EVENT: UInt64 = 0x8
    public static let CKR_NEED_TO_CREATE_THREADS: UInt64 = 0x9
    public static let CKR_CANT_LOCK: UInt64 = 0xa
    public static let CKR_ATTRIBUTE_READ_ONLY: UInt64 = 0x10
    public static let CKR_ATTRIBUTE_SENSITIVE: UInt64 = 0x11
    public static let CKR_ATTRIBUTE_TYPE_INVALID: UInt64 = 0x12
    public static let CKR_ATTRIBUTE_VALUE_INVALID: UInt64 = 0x13
    public static let CKR_ACTION_PROHIBITED: UInt64 = 0x1b
    public static let CKR_DATA_INVALID: UInt64 = 0x20
    public static let CKR_DATA_LEN_RANGE: UInt64 = 0x21
    public static let CKR_DEVICE_ERROR: UInt64 = 0x30
    public static let CKR_DEVICE_MEMORY: UInt64 = 0x31
    public static let CKR_DEVICE_REMOVED: UInt64 = 0x32
    public static let CKR_ENCRYPTED_DATA_INVALID: UInt64 = 0x40
    public static let CKR_ENCRYPTED_DATA_LEN_RANGE: UInt64 = 0x41
    public static let CKR_AEAD_DECRYPT_FAILED: UInt64 = 0x42
    public static let CKR_FUNCTION_CANCELED: UInt64 = 0x50
    public static let CKR_FUNCTION_NOT_PARALLEL: UInt64 = 0x51
    public static let CKR_FUNCTION_NOT_SUPPORTED: UInt64 = 0x54
    public static let CKR_KEY_HANDLE_INVALID: UInt64 = 0x60
    public static let CKR_KEY_SIZE_RANGE: UInt64 = 0x62
    public static let CKR_KEY_TYPE_INCONSISTENT: UInt64 = 0x63
    public static let CKR_KEY_NOT_NEEDED: UInt64 = 0x64
    public static let CKR_KEY_CHANGED: UInt64 = 0x65
    public static let CKR_KEY_NEEDED: UInt64 = 0x66
    public static let CKR_KEY_INDIGESTIBLE: UInt64 = 0x67
    public static let CKR_KEY_FUNCTION_NOT_PERMITTED: UInt64 = 0x68
    public static let CKR_KEY_NOT_WRAPPABLE: UInt64 = 0x69
    public static let CKR_KEY_UNEXTRACTABLE: UInt64 = 0x6a
    public static let CKR_MECHANISM_INVALID: UInt64 = 0x70
    public static let CKR_MECHANISM_PARAM_INVALID: UInt64 = 0x71
    public static let CKR_OBJECT_HANDLE_INVALID: UInt64 = 0x82
    public static let CKR_OPERATION_ACTIVE: UInt64 = 0x90
    public static let CKR_OPERATION_NOT_INITIALIZED: UInt64 = 0x91
    public static let CKR_PIN_INCORRECT: UInt64 = 0xa0
    public static let CKR_PIN_INVALID: UInt64 = 0xa1
    public static let CKR_PIN_LEN_RANGE: UInt64 = 0xa2
    public static let CKR_PIN_EXPIRED: UInt64 = 0xa3
    public static let CKR_PIN_LOCKED: UInt64 = 0xa4
    public static let CKR_SESSION_CLOSED: UInt64 = 0xb0
    public static let CKR_SESSION_COUNT: UInt64 = 0xb1
    public static let CKR_SESSION_HANDLE_INVALID: UInt64 = 0xb3
    public static let CKR_SESSION_PARALLEL_NOT_SUPPORTED: UInt64 = 0xb4
    public static let CKR_SESSION_READ_ONLY: UInt64 = 0xb5
    public static let CKR_SESSION_EXISTS: UInt64 = 0xb6
    public static let CKR_SESSION_READ_ONLY_EXISTS: UInt64 = 0xb7
    public static let CKR_SESSION_READ_WRITE_SO_EXISTS: UInt64 = 0xb8
    public static let CKR_SIGNATURE_INVALID: UInt64 = 0xc0
    public static let CKR_SIGNATURE_LEN_RANGE: UInt64 = 0xc1
    public static let CKR_TEMPLATE_INCOMPLETE: UInt64 = 0xd0
    public static let CKR_TEMPLATE_INCONSISTENT: UInt64 = 0xd1
    public static let CKR_TOKEN_NOT_PRESENT: UInt64 = 0xe0
    public static let CKR_TOKEN_NOT_RECOGNIZED: UInt64 = 0xe1
    public static let CKR_TOKEN_WRITE_PROTECTED: UInt64 = 0xe2
    public static let CKR_UNWRAPPING_KEY_HANDLE_INVALID: UInt64 = 0xf0
    public static let CKR_UNWRAPPING_KEY_SIZE_RANGE: UInt64 = 0xf1
    public static let CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT: UInt64 = 0xf2
    public static let CKR_USER_ALREADY_LOGGED_IN: UInt64 = 0x100
    public static let CKR_USER_NOT_LOGGED_IN: UInt64 = 0x101
    public static let CKR_USER_PIN_NOT_INITIALIZED: UInt64 = 0x102
    public static let CKR_USER_TYPE_INVALID: UInt64 = 0x103
    public static let CKR_USER_ANOTHER_ALREADY_LOGGED_IN: UInt64 = 0x104
    public static let CKR_USER_TOO_MANY_TYPES: UInt64 = 0x105
    public static let CKR_WRAPPED_KEY_INVALID: UInt64 = 0x110
    public static let CKR_WRAPPED_KEY_LEN_RANGE: UInt64 = 0x112
    public static let CKR_WRAPPING_KEY_HANDLE_INVALID: UInt64 = 0x113
    public static let CKR_WRAPPING_KEY_SIZE_RANGE: UInt64 = 0x114
    public static let CKR_WRAPPING_KEY_TYPE_INCONSISTENT: UInt64 = 0x115
    public static let CKR_RANDOM_SEED_NOT_SUPPORTED: UInt64 = 0x120
    public static let CKR_RANDOM_NO_RNG: UInt64 = 0x121
    public static let CKR_DOMAIN_PARAMS_INVALID: UInt64 = 0x130
    public static let CKR_CURVE_NOT_SUPPORTED: UInt64 = 0x140
    public static let CKR_BUFFER_TOO_SMALL: UInt64 = 0x150
    public static let CKR_SAVED_STATE_INVALID: UInt64 = 0x160
    public static let CKR_INFORMATION_SENSITIVE: UInt64 = 0x170
    public static let CKR_STATE_UNSAVEABLE: UInt64 = 0x180
    public static let CKR_CRYPTOKI_NOT_INITIALIZED: UInt64 = 0x190
    public static let CKR_CRYPTOKI_ALREADY_INITIALIZED: UInt64 = 0x191
    public static let CKR_MUTEX_BAD: UInt64 = 0x1a0
    public static let CKR_MUTEX_NOT_LOCKED: UInt64 = 0x1a1
    public static let CKR_NEW_PIN_MODE: UInt64 = 0x1b0
    public static let CKR_NEXT_OTP: UInt64 = 0x1b1
    public static let CKR_EXCEEDED_MAX_ITERATIONS: UInt64 = 0x1b5
    public static let CKR_FIPS_SELF_TEST_FAILED: UInt64 = 0x1b6
    public static let CKR_LIBRARY_LOAD_FAILED: UInt64 = 0x1b7
    public static let CKR_PIN_TOO_WEAK: UInt64 = 0x1b8
    public static let CKR_PUBLIC_KEY_INVALID: UInt64 = 0x1b9
    public static let CKR_FUNCTION_REJECTED: UInt64 = 0x200
    public static let CKR_TOKEN_RESOURCE_EXCEEDED: UInt64 = 0x201
    public static let CKR_OPERATION_CANCEL_FAILED: UInt64 = 0x202
    public static let CKR_KEY_EXHAUSTED: UInt64 = 0x203
    public static let CKR_PENDING: UInt64 = 0x204
    public static let CKR_SESSION_ASYNC_NOT_SUPPORTED: UInt64 = 0x205
    public static let CKR_SEED_RANDOM_REQUIRED: UInt64 = 0x206
    public static let CKR_OPERATION_NOT_VALIDATED: UInt64 = 0x207
    public static let CKR_TOKEN_NOT_INITIALIZED: UInt64 = 0x208
    public static let CKR_PARAMETER_SET_NOT_SUPPORTED: UInt64 = 0x209
    public static let CKR_VENDOR_DEFINED: UInt64 = 0x80000000
}

/// States of sessions.
public enum CKS: Sendable {
    public static let CKS_RO_PUBLIC_SESSION: UInt64 = 0x0
    public static let CKS_RO_USER_FUNCTIONS: UInt64 = 0x1
    public static let CKS_RW_PUBLIC_SESSION: UInt64 = 0x2
    public static let CKS_RW_USER_FUNCTIONS: UInt64 = 0x3
    public static let CKS_RW_SO_FUNCTIONS: UInt64 = 0x4
    public static let CKS_LAST_VALIDATION_OK: UInt64 = 0x1
}

/// Users.
public enum CKU: Sendable {
    public static let CKU_SO: UInt64 = 0x0
    public static let CKU_USER: UInt64 = 0x1
    public static let CKU_CONTEXT_SPECIFIC: UInt64 = 0x2
}

/// Sources of encoding parameters.
public enum CKZ: Sendable {
    public static let CKZ_DATA_SPECIFIED: UInt64 = 0x1
    public static let CKZ_SALT_SPECIFIED: UInt64 = 0x1
}

/// Return values that are the SDK's own.
public enum STRONGROOM: Sendable {
    public static let STRONGROOM_NOT_FOUND: UInt64 = 0xd3520001
    public static let STRONGROOM_AMBIGUOUS: UInt64 = 0xd3520002
    public static let STRONGROOM_CLOSED: UInt64 = 0xd3520003
}

/// Groups of failures; what is in none is in Function.
let kinds: [String: [String]] = [
    "Pin": ["CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_EXPIRED", "CKR_PIN_LOCKED", "CKR_PIN_TOO_WEAK", "CKR_USER_ALREADY_LOGGED_IN", "CKR_USER_NOT_LOGGED_IN", "CKR_USER_PIN_NOT_INITIALIZED", "CKR_USER_TYPE_INVALID", "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", "CKR_USER_TOO_MANY_TYPES"],
    "Session": ["CKR_SESSION_CLOSED", "CKR_SESSION_COUNT", "CKR_SESSION_HANDLE_INVALID", "CKR_SESSION_PARALLEL_NOT_SUPPORTED", "CKR_SESSION_READ_ONLY", "CKR_SESSION_EXISTS", "CKR_SESSION_READ_ONLY_EXISTS", "CKR_SESSION_READ_WRITE_SO_EXISTS", "STRONGROOM_CLOSED"],
    "Object": ["CKR_OBJECT_HANDLE_INVALID", "CKR_ACTION_PROHIBITED"],
    "Attribute": ["CKR_ATTRIBUTE_READ_ONLY", "CKR_ATTRIBUTE_SENSITIVE", "CKR_ATTRIBUTE_TYPE_INVALID", "CKR_ATTRIBUTE_VALUE_INVALID", "CKR_TEMPLATE_INCOMPLETE", "CKR_TEMPLATE_INCONSISTENT", "CKR_DOMAIN_PARAMS_INVALID", "CKR_CURVE_NOT_SUPPORTED", "CKR_PARAMETER_SET_NOT_SUPPORTED"],
    "Mechanism": ["CKR_MECHANISM_INVALID", "CKR_MECHANISM_PARAM_INVALID"],
    "Key": ["CKR_KEY_HANDLE_INVALID", "CKR_KEY_SIZE_RANGE", "CKR_KEY_TYPE_INCONSISTENT", "CKR_KEY_NOT_NEEDED", "CKR_KEY_CHANGED", "CKR_KEY_NEEDED", "CKR_KEY_INDIGESTIBLE", "CKR_KEY_FUNCTION_NOT_PERMITTED", "CKR_KEY_NOT_WRAPPABLE", "CKR_KEY_UNEXTRACTABLE", "CKR_UNWRAPPING_KEY_HANDLE_INVALID", "CKR_UNWRAPPING_KEY_SIZE_RANGE", "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", "CKR_WRAPPING_KEY_HANDLE_INVALID", "CKR_WRAPPING_KEY_SIZE_RANGE", "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", "CKR_PUBLIC_KEY_INVALID", "CKR_KEY_EXHAUSTED"],
    "Data": ["CKR_DATA_INVALID", "CKR_DATA_LEN_RANGE", "CKR_ENCRYPTED_DATA_INVALID", "CKR_ENCRYPTED_DATA_LEN_RANGE", "CKR_AEAD_DECRYPT_FAILED", "CKR_WRAPPED_KEY_INVALID", "CKR_WRAPPED_KEY_LEN_RANGE", "CKR_BUFFER_TOO_SMALL"],
    "Signature": ["CKR_SIGNATURE_INVALID", "CKR_SIGNATURE_LEN_RANGE"],
    "Device": ["CKR_DEVICE_ERROR", "CKR_DEVICE_MEMORY", "CKR_DEVICE_REMOVED", "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED", "CKR_TOKEN_WRITE_PROTECTED", "CKR_TOKEN_RESOURCE_EXCEEDED", "CKR_TOKEN_NOT_INITIALIZED"],
    "NotFound": ["STRONGROOM_NOT_FOUND"],
    "Ambiguous": ["STRONGROOM_AMBIGUOUS"],
    "Argument": ["CKR_ARGUMENTS_BAD"],
    "Internal": ["CKR_GENERAL_ERROR", "CKR_FUNCTION_FAILED", "CKR_HOST_MEMORY"],
]

/// The fields that each mechanism takes.
let mechanisms: [String: [String]] = [
    "ecdsa": ["hash", "encoding"],
    "rsa-pkcs1": ["hash"],
    "rsa-pss": ["hash", "mgf_hash", "salt_len"],
    "rsa-pss-digest": ["hash", "mgf_hash", "salt_len"],
    "rsa-raw": [],
    "rsa-x931": [],
    "rsa-x931-digest": [],
    "dsa": ["hash", "encoding"],
    "eddsa": ["context", "prehash"],
    "schnorr": [],
    "ml-dsa": ["hash", "context", "deterministic"],
    "ml-dsa-digest": ["hash", "context", "deterministic"],
    "slh-dsa": ["hash", "context", "deterministic"],
    "slh-dsa-digest": ["hash", "context", "deterministic"],
    "hmac": ["hash", "mac_len"],
    "aes-cmac": ["mac_len"],
    "aes-gmac": ["iv", "tag_len"],
    "aes-xcbc-mac": [],
    "aes-xcbc-mac-96": [],
    "des3-cmac": ["mac_len"],
    "poly1305": [],
    "tls12-mac": ["hash", "of_server", "mac_len"],
    "digest": ["hash"],
    "aes-gcm": ["iv", "aad", "tag_len"],
    "aes-ccm": ["iv", "aad", "tag_len", "data_len"],
    "aes-gcm-messages": ["iv", "counted", "tag_len"],
    "aes-ccm-messages": ["iv", "counted", "tag_len"],
    "chacha20-poly1305-messages": [],
    "chacha20-poly1305": ["iv", "aad"],
    "chacha20": ["iv"],
    "aes-xts": ["iv"],
    "aes-cts": ["iv"],
    "aes-cbc": ["iv"],
    "aes-cbc-pad": ["iv"],
    "aes-ctr": ["iv", "counter_bits"],
    "aes-ofb": ["iv"],
    "aes-cfb1": ["iv"],
    "aes-cfb8": ["iv"],
    "aes-cfb128": ["iv"],
    "aes-ecb": [],
    "des3-cbc": ["iv"],
    "des3-cbc-pad": ["iv"],
    "des3-ecb": [],
    "rsa-oaep": ["hash", "mgf_hash", "label"],
    "rsa-oaep-tpm": [],
    "aes-kw": ["iv"],
    "aes-kwp": ["iv"],
    "aes-kw-pkcs7": ["iv"],
    "aes-kw-pad": ["iv"],
    "rsa-aes-wrap": ["hash", "mgf_hash", "label", "aes_bits"],
    "ecdh-aes-wrap": ["hash", "kdf", "shared", "aes_bits"],
    "ecdh-cofactor-aes-wrap": ["hash", "kdf", "shared", "aes_bits"],
    "xdh-aes-wrap": ["hash", "kdf", "shared", "aes_bits"],
    "ecdh": ["public", "hash", "kdf", "shared"],
    "ecdh-cofactor": ["public", "hash", "kdf", "shared"],
    "dh": ["public"],
    "x942-dh": ["public", "info"],
    "ml-kem": [],
    "hkdf": ["hash", "salt", "salt_key", "info"],
    "hkdf-extract": ["hash", "salt", "salt_key"],
    "hkdf-expand": ["hash", "info"],
    "hkdf-data": ["hash", "salt", "salt_key", "info"],
    "pbkdf2": ["hash", "password", "salt", "iterations"],
    "hash-derivation": ["hash"],
    "kbkdf-counter": ["hash", "label", "context", "data", "counter_bits"],
    "kbkdf-feedback": ["hash", "iv", "label", "context", "data", "counter_bits"],
    "kbkdf-double-pipeline": ["hash", "label", "context", "data", "counter_bits"],
    "concatenate-key": ["key"],
    "append-data": ["data"],
    "prepend-data": ["data"],
    "xor-data": ["data"],
    "extract-bits": ["first_bit"],
    "aes-ecb-encrypt-data": ["data"],
    "aes-cbc-encrypt-data": ["iv", "data"],
    "des3-ecb-encrypt-data": ["data"],
    "des3-cbc-encrypt-data": ["iv", "data"],
    "tls12-master": ["hash", "client_random", "server_random", "version"],
    "tls12-master-dh": ["hash", "client_random", "server_random"],
    "tls12-extended-master": ["hash", "data", "version"],
    "tls12-extended-master-dh": ["hash", "data"],
    "tls12-keys": ["hash", "client_random", "server_random", "mac_len", "key_len", "iv_len"],
    "tls12-keys-safe": ["hash", "client_random", "server_random", "mac_len", "key_len"],
    "tls12-kdf": ["hash", "label", "client_random", "server_random", "context"],
    "bip32-master": [],
    "bip32-private": ["index", "chain_code"],
    "bip32-private-to-public": ["index", "chain_code"],
    "bip32-public": ["index", "chain_code"],
    "slip10-master": [],
    "slip10-private": ["index", "chain_code"],
    "slip10-private-to-public": ["index", "chain_code"],
    "slip10-public": ["index", "chain_code"],
]

/// The fields of mechanisms, each with its sort.
let fields: [String: String] = [
    "hash": "text",
    "mgf_hash": "text",
    "encoding": "text",
    "iv": "bytes",
    "aad": "bytes",
    "tag_len": "number",
    "data_len": "number",
    "mac_len": "number",
    "counter_bits": "number",
    "salt_len": "number",
    "label": "bytes",
    "context": "bytes",
    "prehash": "truth",
    "deterministic": "truth",
    "public": "bytes",
    "shared": "bytes",
    "salt": "bytes",
    "info": "bytes",
    "aes_bits": "number",
    "kdf": "text",
    "data": "bytes",
    "key": "key",
    "salt_key": "key",
    "counted": "truth",
    "password": "secret",
    "iterations": "number",
    "first_bit": "number",
    "client_random": "bytes",
    "server_random": "bytes",
    "version": "truth",
    "key_len": "number",
    "iv_len": "number",
    "of_server": "truth",
    "index": "number",
    "chain_code": "bytes",
]

/// Names of other ecosystems: mechanism, hash, encoding.
let algorithms: [String: [String?]] = [
    "HS256": ["hmac", "sha256", nil],
    "HS384": ["hmac", "sha384", nil],
    "HS512": ["hmac", "sha512", nil],
    "RS256": ["rsa-pkcs1", "sha256", nil],
    "RS384": ["rsa-pkcs1", "sha384", nil],
    "RS512": ["rsa-pkcs1", "sha512", nil],
    "PS256": ["rsa-pss", "sha256", nil],
    "PS384": ["rsa-pss", "sha384", nil],
    "PS512": ["rsa-pss", "sha512", nil],
    "ES256": ["ecdsa", "sha256", "raw"],
    "ES384": ["ecdsa", "sha384", "raw"],
    "ES512": ["ecdsa", "sha512", "raw"],
    "ES256K": ["ecdsa", "sha256", "raw"],
    "EdDSA": ["eddsa", nil, nil],
    "ML-DSA-44": ["ml-dsa", nil, nil],
    "ML-DSA-65": ["ml-dsa", nil, nil],
    "ML-DSA-87": ["ml-dsa", nil, nil],
    "SHA1withRSA": ["rsa-pkcs1", "sha1", nil],
    "SHA224withRSA": ["rsa-pkcs1", "sha224", nil],
    "SHA256withRSA": ["rsa-pkcs1", "sha256", nil],
    "SHA384withRSA": ["rsa-pkcs1", "sha384", nil],
    "SHA512withRSA": ["rsa-pkcs1", "sha512", nil],
    "SHA3-224withRSA": ["rsa-pkcs1", "sha3-224", nil],
    "SHA3-256withRSA": ["rsa-pkcs1", "sha3-256", nil],
    "SHA3-384withRSA": ["rsa-pkcs1", "sha3-384", nil],
    "SHA3-512withRSA": ["rsa-pkcs1", "sha3-512", nil],
    "NONEwithRSA": ["rsa-pkcs1", nil, nil],
    "SHA1withECDSA": ["ecdsa", "sha1", "der"],
    "SHA224withECDSA": ["ecdsa", "sha224", "der"],
    "SHA256withECDSA": ["ecdsa", "sha256", "der"],
    "SHA384withECDSA": ["ecdsa", "sha384", "der"],
    "SHA512withECDSA": ["ecdsa", "sha512", "der"],
    "SHA3-224withECDSA": ["ecdsa", "sha3-224", "der"],
    "SHA3-256withECDSA": ["ecdsa", "sha3-256", "der"],
    "SHA3-384withECDSA": ["ecdsa", "sha3-384", "der"],
    "SHA3-512withECDSA": ["ecdsa", "sha3-512", "der"],
    "NONEwithECDSA": ["ecdsa", nil, "der"],
    "SHA1withECDSAinP1363Format": ["ecdsa", "sha1", "raw"],
    "SHA224withECDSAinP1363Format": ["ecdsa", "sha224", "raw"],
    "SHA256withECDSAinP1363Format": ["ecdsa", "sha256", "raw"],
    "SHA384withECDSAinP1363Format": ["ecdsa", "sha384", "raw"],
    "SHA512withECDSAinP1363Format": ["ecdsa", "sha512", "raw"],
    "SHA3-224withECDSAinP1363Format": ["ecdsa", "sha3-224", "raw"],
    "SHA3-256withECDSAinP1363Format": ["ecdsa", "sha3-256", "raw"],
    "SHA3-384withECDSAinP1363Format": ["ecdsa", "sha3-384", "raw"],
    "SHA3-512withECDSAinP1363Format": ["ecdsa", "sha3-512", "raw"],
    "NONEwithECDSAinP1363Format": ["ecdsa", nil, "raw"],
    "SHA1withDSA": ["dsa", "sha1", "der"],
    "SHA224withDSA": ["dsa", "sha224", "der"],
    "SHA256withDSA": ["dsa", "sha256", "der"],
    "SHA384withDSA": ["dsa", "sha384", "der"],
    "SHA512withDSA": ["dsa", "sha512", "der"],
    "SHA3-224withDSA": ["dsa", "sha3-224", "der"],
    "SHA3-256withDSA": ["dsa", "sha3-256", "der"],
    "SHA3-384withDSA": ["dsa", "sha3-384", "der"],
    "SHA3-512withDSA": ["dsa", "sha3-512", "der"],
    "NONEwithDSA": ["dsa", nil, "der"],
    "SHA1withDSAinP1363Format": ["dsa", "sha1", "raw"],
    "SHA224withDSAinP1363Format": ["dsa", "sha224", "raw"],
    "SHA256withDSAinP1363Format": ["dsa", "sha256", "raw"],
    "SHA384withDSAinP1363Format": ["dsa", "sha384", "raw"],
    "SHA512withDSAinP1363Format": ["dsa", "sha512", "raw"],
    "SHA3-224withDSAinP1363Format": ["dsa", "sha3-224", "raw"],
    "SHA3-256withDSAinP1363Format": ["dsa", "sha3-256", "raw"],
    "SHA3-384withDSAinP1363Format": ["dsa", "sha3-384", "raw"],
    "SHA3-512withDSAinP1363Format": ["dsa", "sha3-512", "raw"],
    "NONEwithDSAinP1363Format": ["dsa", nil, "raw"],
    "Ed25519": ["eddsa", nil, nil],
    "Ed448": ["eddsa", nil, nil],
    "ML-DSA": ["ml-dsa", nil, nil],
    "HmacSHA1": ["hmac", "sha1", nil],
    "HmacSHA224": ["hmac", "sha224", nil],
    "HmacSHA256": ["hmac", "sha256", nil],
    "HmacSHA384": ["hmac", "sha384", nil],
    "HmacSHA512": ["hmac", "sha512", nil],
    "HmacSHA3-224": ["hmac", "sha3-224", nil],
    "HmacSHA3-256": ["hmac", "sha3-256", nil],
    "HmacSHA3-384": ["hmac", "sha3-384", nil],
    "HmacSHA3-512": ["hmac", "sha3-512", nil],
]

/// Bytes of a digest of each hash.
let hashes: [String: Int] = [
    "sha1": 20,
    "sha224": 28,
    "sha256": 32,
    "sha384": 48,
    "sha512": 64,
    "sha512-224": 28,
    "sha512-256": 32,
    "sha3-224": 28,
    "sha3-256": 32,
    "sha3-384": 48,
    "sha3-512": 64,
    "blake2b-160": 20,
    "blake2b-256": 32,
    "blake2b-384": 48,
    "blake2b-512": 64,
]

/// Kinds of keys, with their usual sizes.
let keyKinds: [String] = ["rsa:3072", "ec:p256", "ec:p384", "ec:p521", "ec:p224", "ec:secp256k1", "ec:p192", "ec:brainpoolp160r1", "ec:brainpoolp160t1", "ec:brainpoolp192r1", "ec:brainpoolp192t1", "ec:brainpoolp224r1", "ec:brainpoolp224t1", "ec:brainpoolp256r1", "ec:brainpoolp256t1", "ec:brainpoolp320r1", "ec:brainpoolp320t1", "ec:brainpoolp384r1", "ec:brainpoolp384t1", "ec:brainpoolp512r1", "ec:brainpoolp512t1", "ed25519", "ed448", "x25519", "x448", "ml-dsa:44", "ml-dsa:65", "ml-dsa:87", "ml-kem:512", "ml-kem:768", "ml-kem:1024", "slh-dsa:sha2-128s", "slh-dsa:sha2-128f", "slh-dsa:sha2-192s", "slh-dsa:sha2-192f", "slh-dsa:sha2-256s", "slh-dsa:sha2-256f", "slh-dsa:shake-128s", "slh-dsa:shake-128f", "slh-dsa:shake-192s", "slh-dsa:shake-192f", "slh-dsa:shake-256s", "slh-dsa:shake-256f", "aes:256", "aes-xts:64", "chacha20", "poly1305", "generic:32", "des2", "3des", "hkdf:32", "hmac-sha1:20", "hmac-sha224:28", "hmac-sha256:32", "hmac-sha384:48", "hmac-sha512:64", "hmac-sha512-224:28", "hmac-sha512-256:32", "hmac-sha3-224:28", "hmac-sha3-256:32", "hmac-sha3-384:48", "hmac-sha3-512:64", "hmac-blake2b-160:20", "hmac-blake2b-256:32", "hmac-blake2b-384:48", "hmac-blake2b-512:64", "dsa:2048", "dh:2048", "x942-dh:2048"]
