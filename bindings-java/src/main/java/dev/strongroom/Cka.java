// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Attributes. */
public final class Cka {
    private Cka() {}

    /** {@code CKA_CLASS} */
    public static final long CKA_CLASS = 0x0L;
    /** {@code CKA_TOKEN} */
    public static final long CKA_TOKEN = 0x1L;
    /** {@code CKA_PRIVATE} */
    public static final long CKA_PRIVATE = 0x2L;
    /** {@code CKA_LABEL} */
    public static final long CKA_LABEL = 0x3L;
    /** {@code CKA_UNIQUE_ID} */
    public static final long CKA_UNIQUE_ID = 0x4L;
    /** {@code CKA_APPLICATION} */
    public static final long CKA_APPLICATION = 0x10L;
    /** {@code CKA_VALUE} */
    public static final long CKA_VALUE = 0x11L;
    /** {@code CKA_OBJECT_ID} */
    public static final long CKA_OBJECT_ID = 0x12L;
    /** {@code CKA_CERTIFICATE_TYPE} */
    public static final long CKA_CERTIFICATE_TYPE = 0x80L;
    /** {@code CKA_ISSUER} */
    public static final long CKA_ISSUER = 0x81L;
    /** {@code CKA_SERIAL_NUMBER} */
    public static final long CKA_SERIAL_NUMBER = 0x82L;
    /** {@code CKA_AC_ISSUER} */
    public static final long CKA_AC_ISSUER = 0x83L;
    /** {@code CKA_OWNER} */
    public static final long CKA_OWNER = 0x84L;
    /** {@code CKA_ATTR_TYPES} */
    public static final long CKA_ATTR_TYPES = 0x85L;
    /** {@code CKA_TRUSTED} */
    public static final long CKA_TRUSTED = 0x86L;
    /** {@code CKA_CERTIFICATE_CATEGORY} */
    public static final long CKA_CERTIFICATE_CATEGORY = 0x87L;
    /** {@code CKA_JAVA_MIDP_SECURITY_DOMAIN} */
    public static final long CKA_JAVA_MIDP_SECURITY_DOMAIN = 0x88L;
    /** {@code CKA_URL} */
    public static final long CKA_URL = 0x89L;
    /** {@code CKA_HASH_OF_SUBJECT_PUBLIC_KEY} */
    public static final long CKA_HASH_OF_SUBJECT_PUBLIC_KEY = 0x8aL;
    /** {@code CKA_HASH_OF_ISSUER_PUBLIC_KEY} */
    public static final long CKA_HASH_OF_ISSUER_PUBLIC_KEY = 0x8bL;
    /** {@code CKA_NAME_HASH_ALGORITHM} */
    public static final long CKA_NAME_HASH_ALGORITHM = 0x8cL;
    /** {@code CKA_CHECK_VALUE} */
    public static final long CKA_CHECK_VALUE = 0x90L;
    /** {@code CKA_KEY_TYPE} */
    public static final long CKA_KEY_TYPE = 0x100L;
    /** {@code CKA_SUBJECT} */
    public static final long CKA_SUBJECT = 0x101L;
    /** {@code CKA_ID} */
    public static final long CKA_ID = 0x102L;
    /** {@code CKA_SENSITIVE} */
    public static final long CKA_SENSITIVE = 0x103L;
    /** {@code CKA_ENCRYPT} */
    public static final long CKA_ENCRYPT = 0x104L;
    /** {@code CKA_DECRYPT} */
    public static final long CKA_DECRYPT = 0x105L;
    /** {@code CKA_WRAP} */
    public static final long CKA_WRAP = 0x106L;
    /** {@code CKA_UNWRAP} */
    public static final long CKA_UNWRAP = 0x107L;
    /** {@code CKA_SIGN} */
    public static final long CKA_SIGN = 0x108L;
    /** {@code CKA_SIGN_RECOVER} */
    public static final long CKA_SIGN_RECOVER = 0x109L;
    /** {@code CKA_VERIFY} */
    public static final long CKA_VERIFY = 0x10aL;
    /** {@code CKA_VERIFY_RECOVER} */
    public static final long CKA_VERIFY_RECOVER = 0x10bL;
    /** {@code CKA_DERIVE} */
    public static final long CKA_DERIVE = 0x10cL;
    /** {@code CKA_START_DATE} */
    public static final long CKA_START_DATE = 0x110L;
    /** {@code CKA_END_DATE} */
    public static final long CKA_END_DATE = 0x111L;
    /** {@code CKA_MODULUS} */
    public static final long CKA_MODULUS = 0x120L;
    /** {@code CKA_MODULUS_BITS} */
    public static final long CKA_MODULUS_BITS = 0x121L;
    /** {@code CKA_PUBLIC_EXPONENT} */
    public static final long CKA_PUBLIC_EXPONENT = 0x122L;
    /** {@code CKA_PRIVATE_EXPONENT} */
    public static final long CKA_PRIVATE_EXPONENT = 0x123L;
    /** {@code CKA_PRIME_1} */
    public static final long CKA_PRIME_1 = 0x124L;
    /** {@code CKA_PRIME_2} */
    public static final long CKA_PRIME_2 = 0x125L;
    /** {@code CKA_EXPONENT_1} */
    public static final long CKA_EXPONENT_1 = 0x126L;
    /** {@code CKA_EXPONENT_2} */
    public static final long CKA_EXPONENT_2 = 0x127L;
    /** {@code CKA_COEFFICIENT} */
    public static final long CKA_COEFFICIENT = 0x128L;
    /** {@code CKA_PUBLIC_KEY_INFO} */
    public static final long CKA_PUBLIC_KEY_INFO = 0x129L;
    /** {@code CKA_PRIME} */
    public static final long CKA_PRIME = 0x130L;
    /** {@code CKA_SUBPRIME} */
    public static final long CKA_SUBPRIME = 0x131L;
    /** {@code CKA_BASE} */
    public static final long CKA_BASE = 0x132L;
    /** {@code CKA_PRIME_BITS} */
    public static final long CKA_PRIME_BITS = 0x133L;
    /** {@code CKA_SUBPRIME_BITS} */
    public static final long CKA_SUBPRIME_BITS = 0x134L;
    /** {@code CKA_SUB_PRIME_BITS} */
    public static final long CKA_SUB_PRIME_BITS = 0x134L;
    /** {@code CKA_VALUE_BITS} */
    public static final long CKA_VALUE_BITS = 0x160L;
    /** {@code CKA_VALUE_LEN} */
    public static final long CKA_VALUE_LEN = 0x161L;
    /** {@code CKA_EXTRACTABLE} */
    public static final long CKA_EXTRACTABLE = 0x162L;
    /** {@code CKA_LOCAL} */
    public static final long CKA_LOCAL = 0x163L;
    /** {@code CKA_NEVER_EXTRACTABLE} */
    public static final long CKA_NEVER_EXTRACTABLE = 0x164L;
    /** {@code CKA_ALWAYS_SENSITIVE} */
    public static final long CKA_ALWAYS_SENSITIVE = 0x165L;
    /** {@code CKA_KEY_GEN_MECHANISM} */
    public static final long CKA_KEY_GEN_MECHANISM = 0x166L;
    /** {@code CKA_MODIFIABLE} */
    public static final long CKA_MODIFIABLE = 0x170L;
    /** {@code CKA_COPYABLE} */
    public static final long CKA_COPYABLE = 0x171L;
    /** {@code CKA_DESTROYABLE} */
    public static final long CKA_DESTROYABLE = 0x172L;
    /** {@code CKA_ECDSA_PARAMS} */
    public static final long CKA_ECDSA_PARAMS = 0x180L;
    /** {@code CKA_EC_PARAMS} */
    public static final long CKA_EC_PARAMS = 0x180L;
    /** {@code CKA_EC_POINT} */
    public static final long CKA_EC_POINT = 0x181L;
    /** {@code CKA_SECONDARY_AUTH} */
    public static final long CKA_SECONDARY_AUTH = 0x200L;
    /** {@code CKA_AUTH_PIN_FLAGS} */
    public static final long CKA_AUTH_PIN_FLAGS = 0x201L;
    /** {@code CKA_ALWAYS_AUTHENTICATE} */
    public static final long CKA_ALWAYS_AUTHENTICATE = 0x202L;
    /** {@code CKA_WRAP_WITH_TRUSTED} */
    public static final long CKA_WRAP_WITH_TRUSTED = 0x210L;
    /** {@code CKA_WRAP_TEMPLATE} */
    public static final long CKA_WRAP_TEMPLATE = 0x40000211L;
    /** {@code CKA_UNWRAP_TEMPLATE} */
    public static final long CKA_UNWRAP_TEMPLATE = 0x40000212L;
    /** {@code CKA_DERIVE_TEMPLATE} */
    public static final long CKA_DERIVE_TEMPLATE = 0x40000213L;
    /** {@code CKA_OTP_FORMAT} */
    public static final long CKA_OTP_FORMAT = 0x220L;
    /** {@code CKA_OTP_LENGTH} */
    public static final long CKA_OTP_LENGTH = 0x221L;
    /** {@code CKA_OTP_TIME_INTERVAL} */
    public static final long CKA_OTP_TIME_INTERVAL = 0x222L;
    /** {@code CKA_OTP_USER_FRIENDLY_MODE} */
    public static final long CKA_OTP_USER_FRIENDLY_MODE = 0x223L;
    /** {@code CKA_OTP_CHALLENGE_REQUIREMENT} */
    public static final long CKA_OTP_CHALLENGE_REQUIREMENT = 0x224L;
    /** {@code CKA_OTP_TIME_REQUIREMENT} */
    public static final long CKA_OTP_TIME_REQUIREMENT = 0x225L;
    /** {@code CKA_OTP_COUNTER_REQUIREMENT} */
    public static final long CKA_OTP_COUNTER_REQUIREMENT = 0x226L;
    /** {@code CKA_OTP_PIN_REQUIREMENT} */
    public static final long CKA_OTP_PIN_REQUIREMENT = 0x227L;
    /** {@code CKA_OTP_COUNTER} */
    public static final long CKA_OTP_COUNTER = 0x22eL;
    /** {@code CKA_OTP_TIME} */
    public static final long CKA_OTP_TIME = 0x22fL;
    /** {@code CKA_OTP_USER_IDENTIFIER} */
    public static final long CKA_OTP_USER_IDENTIFIER = 0x22aL;
    /** {@code CKA_OTP_SERVICE_IDENTIFIER} */
    public static final long CKA_OTP_SERVICE_IDENTIFIER = 0x22bL;
    /** {@code CKA_OTP_SERVICE_LOGO} */
    public static final long CKA_OTP_SERVICE_LOGO = 0x22cL;
    /** {@code CKA_OTP_SERVICE_LOGO_TYPE} */
    public static final long CKA_OTP_SERVICE_LOGO_TYPE = 0x22dL;
    /** {@code CKA_GOSTR3410_PARAMS} */
    public static final long CKA_GOSTR3410_PARAMS = 0x250L;
    /** {@code CKA_GOSTR3411_PARAMS} */
    public static final long CKA_GOSTR3411_PARAMS = 0x251L;
    /** {@code CKA_GOST28147_PARAMS} */
    public static final long CKA_GOST28147_PARAMS = 0x252L;
    /** {@code CKA_HW_FEATURE_TYPE} */
    public static final long CKA_HW_FEATURE_TYPE = 0x300L;
    /** {@code CKA_RESET_ON_INIT} */
    public static final long CKA_RESET_ON_INIT = 0x301L;
    /** {@code CKA_HAS_RESET} */
    public static final long CKA_HAS_RESET = 0x302L;
    /** {@code CKA_PIXEL_X} */
    public static final long CKA_PIXEL_X = 0x400L;
    /** {@code CKA_PIXEL_Y} */
    public static final long CKA_PIXEL_Y = 0x401L;
    /** {@code CKA_RESOLUTION} */
    public static final long CKA_RESOLUTION = 0x402L;
    /** {@code CKA_CHAR_ROWS} */
    public static final long CKA_CHAR_ROWS = 0x403L;
    /** {@code CKA_CHAR_COLUMNS} */
    public static final long CKA_CHAR_COLUMNS = 0x404L;
    /** {@code CKA_COLOR} */
    public static final long CKA_COLOR = 0x405L;
    /** {@code CKA_BITS_PER_PIXEL} */
    public static final long CKA_BITS_PER_PIXEL = 0x406L;
    /** {@code CKA_CHAR_SETS} */
    public static final long CKA_CHAR_SETS = 0x480L;
    /** {@code CKA_ENCODING_METHODS} */
    public static final long CKA_ENCODING_METHODS = 0x481L;
    /** {@code CKA_MIME_TYPES} */
    public static final long CKA_MIME_TYPES = 0x482L;
    /** {@code CKA_MECHANISM_TYPE} */
    public static final long CKA_MECHANISM_TYPE = 0x500L;
    /** {@code CKA_REQUIRED_CMS_ATTRIBUTES} */
    public static final long CKA_REQUIRED_CMS_ATTRIBUTES = 0x501L;
    /** {@code CKA_DEFAULT_CMS_ATTRIBUTES} */
    public static final long CKA_DEFAULT_CMS_ATTRIBUTES = 0x502L;
    /** {@code CKA_SUPPORTED_CMS_ATTRIBUTES} */
    public static final long CKA_SUPPORTED_CMS_ATTRIBUTES = 0x503L;
    /** {@code CKA_ALLOWED_MECHANISMS} */
    public static final long CKA_ALLOWED_MECHANISMS = 0x40000600L;
    /** {@code CKA_PROFILE_ID} */
    public static final long CKA_PROFILE_ID = 0x601L;
    /** {@code CKA_X2RATCHET_BAG} */
    public static final long CKA_X2RATCHET_BAG = 0x602L;
    /** {@code CKA_X2RATCHET_BAGSIZE} */
    public static final long CKA_X2RATCHET_BAGSIZE = 0x603L;
    /** {@code CKA_X2RATCHET_BOBS1STMSG} */
    public static final long CKA_X2RATCHET_BOBS1STMSG = 0x604L;
    /** {@code CKA_X2RATCHET_CKR} */
    public static final long CKA_X2RATCHET_CKR = 0x605L;
    /** {@code CKA_X2RATCHET_CKS} */
    public static final long CKA_X2RATCHET_CKS = 0x606L;
    /** {@code CKA_X2RATCHET_DHP} */
    public static final long CKA_X2RATCHET_DHP = 0x607L;
    /** {@code CKA_X2RATCHET_DHR} */
    public static final long CKA_X2RATCHET_DHR = 0x608L;
    /** {@code CKA_X2RATCHET_DHS} */
    public static final long CKA_X2RATCHET_DHS = 0x609L;
    /** {@code CKA_X2RATCHET_HKR} */
    public static final long CKA_X2RATCHET_HKR = 0x60aL;
    /** {@code CKA_X2RATCHET_HKS} */
    public static final long CKA_X2RATCHET_HKS = 0x60bL;
    /** {@code CKA_X2RATCHET_ISALICE} */
    public static final long CKA_X2RATCHET_ISALICE = 0x60cL;
    /** {@code CKA_X2RATCHET_NHKR} */
    public static final long CKA_X2RATCHET_NHKR = 0x60dL;
    /** {@code CKA_X2RATCHET_NHKS} */
    public static final long CKA_X2RATCHET_NHKS = 0x60eL;
    /** {@code CKA_X2RATCHET_NR} */
    public static final long CKA_X2RATCHET_NR = 0x60fL;
    /** {@code CKA_X2RATCHET_NS} */
    public static final long CKA_X2RATCHET_NS = 0x610L;
    /** {@code CKA_X2RATCHET_PNS} */
    public static final long CKA_X2RATCHET_PNS = 0x611L;
    /** {@code CKA_X2RATCHET_RK} */
    public static final long CKA_X2RATCHET_RK = 0x612L;
    /** {@code CKA_HSS_LEVELS} */
    public static final long CKA_HSS_LEVELS = 0x617L;
    /** {@code CKA_HSS_LMS_TYPE} */
    public static final long CKA_HSS_LMS_TYPE = 0x618L;
    /** {@code CKA_HSS_LMOTS_TYPE} */
    public static final long CKA_HSS_LMOTS_TYPE = 0x619L;
    /** {@code CKA_HSS_LMS_TYPES} */
    public static final long CKA_HSS_LMS_TYPES = 0x61aL;
    /** {@code CKA_HSS_LMOTS_TYPES} */
    public static final long CKA_HSS_LMOTS_TYPES = 0x61bL;
    /** {@code CKA_HSS_KEYS_REMAINING} */
    public static final long CKA_HSS_KEYS_REMAINING = 0x61cL;
    /** {@code CKA_PARAMETER_SET} */
    public static final long CKA_PARAMETER_SET = 0x61dL;
    /** {@code CKA_OBJECT_VALIDATION_FLAGS} */
    public static final long CKA_OBJECT_VALIDATION_FLAGS = 0x61eL;
    /** {@code CKA_VALIDATION_TYPE} */
    public static final long CKA_VALIDATION_TYPE = 0x61fL;
    /** {@code CKA_VALIDATION_VERSION} */
    public static final long CKA_VALIDATION_VERSION = 0x620L;
    /** {@code CKA_VALIDATION_LEVEL} */
    public static final long CKA_VALIDATION_LEVEL = 0x621L;
    /** {@code CKA_VALIDATION_MODULE_ID} */
    public static final long CKA_VALIDATION_MODULE_ID = 0x622L;
    /** {@code CKA_VALIDATION_FLAG} */
    public static final long CKA_VALIDATION_FLAG = 0x623L;
    /** {@code CKA_VALIDATION_AUTHORITY_TYPE} */
    public static final long CKA_VALIDATION_AUTHORITY_TYPE = 0x624L;
    /** {@code CKA_VALIDATION_COUNTRY} */
    public static final long CKA_VALIDATION_COUNTRY = 0x625L;
    /** {@code CKA_VALIDATION_CERTIFICATE_IDENTIFIER} */
    public static final long CKA_VALIDATION_CERTIFICATE_IDENTIFIER = 0x626L;
    /** {@code CKA_VALIDATION_CERTIFICATE_URI} */
    public static final long CKA_VALIDATION_CERTIFICATE_URI = 0x627L;
    /** {@code CKA_VALIDATION_VENDOR_URI} */
    public static final long CKA_VALIDATION_VENDOR_URI = 0x628L;
    /** {@code CKA_VALIDATION_PROFILE} */
    public static final long CKA_VALIDATION_PROFILE = 0x629L;
    /** {@code CKA_ENCAPSULATE_TEMPLATE} */
    public static final long CKA_ENCAPSULATE_TEMPLATE = 0x62aL;
    /** {@code CKA_DECAPSULATE_TEMPLATE} */
    public static final long CKA_DECAPSULATE_TEMPLATE = 0x62bL;
    /** {@code CKA_TRUST_SERVER_AUTH} */
    public static final long CKA_TRUST_SERVER_AUTH = 0x62cL;
    /** {@code CKA_TRUST_CLIENT_AUTH} */
    public static final long CKA_TRUST_CLIENT_AUTH = 0x62dL;
    /** {@code CKA_TRUST_CODE_SIGNING} */
    public static final long CKA_TRUST_CODE_SIGNING = 0x62eL;
    /** {@code CKA_TRUST_EMAIL_PROTECTION} */
    public static final long CKA_TRUST_EMAIL_PROTECTION = 0x62fL;
    /** {@code CKA_TRUST_IPSEC_IKE} */
    public static final long CKA_TRUST_IPSEC_IKE = 0x630L;
    /** {@code CKA_TRUST_TIME_STAMPING} */
    public static final long CKA_TRUST_TIME_STAMPING = 0x631L;
    /** {@code CKA_TRUST_OCSP_SIGNING} */
    public static final long CKA_TRUST_OCSP_SIGNING = 0x632L;
    /** {@code CKA_ENCAPSULATE} */
    public static final long CKA_ENCAPSULATE = 0x633L;
    /** {@code CKA_DECAPSULATE} */
    public static final long CKA_DECAPSULATE = 0x634L;
    /** {@code CKA_HASH_OF_CERTIFICATE} */
    public static final long CKA_HASH_OF_CERTIFICATE = 0x635L;
    /** {@code CKA_PUBLIC_CRC64_VALUE} */
    public static final long CKA_PUBLIC_CRC64_VALUE = 0x636L;
    /** {@code CKA_SEED} */
    public static final long CKA_SEED = 0x637L;
    /** {@code CKA_VENDOR_DEFINED} */
    public static final long CKA_VENDOR_DEFINED = 0x80000000L;
}
