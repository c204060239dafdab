// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Flags. */
public final class Ckf {
    private Ckf() {}

    /** {@code CKF_TOKEN_PRESENT} */
    public static final long CKF_TOKEN_PRESENT = 0x1L;
    /** {@code CKF_REMOVABLE_DEVICE} */
    public static final long CKF_REMOVABLE_DEVICE = 0x2L;
    /** {@code CKF_HW_SLOT} */
    public static final long CKF_HW_SLOT = 0x4L;
    /** {@code CKF_RNG} */
    public static final long CKF_RNG = 0x1L;
    /** {@code CKF_WRITE_PROTECTED} */
    public static final long CKF_WRITE_PROTECTED = 0x2L;
    /** {@code CKF_LOGIN_REQUIRED} */
    public static final long CKF_LOGIN_REQUIRED = 0x4L;
    /** {@code CKF_USER_PIN_INITIALIZED} */
    public static final long CKF_USER_PIN_INITIALIZED = 0x8L;
    /** {@code CKF_RESTORE_KEY_NOT_NEEDED} */
    public static final long CKF_RESTORE_KEY_NOT_NEEDED = 0x20L;
    /** {@code CKF_CLOCK_ON_TOKEN} */
    public static final long CKF_CLOCK_ON_TOKEN = 0x40L;
    /** {@code CKF_PROTECTED_AUTHENTICATION_PATH} */
    public static final long CKF_PROTECTED_AUTHENTICATION_PATH = 0x100L;
    /** {@code CKF_DUAL_CRYPTO_OPERATIONS} */
    public static final long CKF_DUAL_CRYPTO_OPERATIONS = 0x200L;
    /** {@code CKF_TOKEN_INITIALIZED} */
    public static final long CKF_TOKEN_INITIALIZED = 0x400L;
    /** {@code CKF_SECONDARY_AUTHENTICATION} */
    public static final long CKF_SECONDARY_AUTHENTICATION = 0x800L;
    /** {@code CKF_USER_PIN_COUNT_LOW} */
    public static final long CKF_USER_PIN_COUNT_LOW = 0x10000L;
    /** {@code CKF_USER_PIN_FINAL_TRY} */
    public static final long CKF_USER_PIN_FINAL_TRY = 0x20000L;
    /** {@code CKF_USER_PIN_LOCKED} */
    public static final long CKF_USER_PIN_LOCKED = 0x40000L;
    /** {@code CKF_USER_PIN_TO_BE_CHANGED} */
    public static final long CKF_USER_PIN_TO_BE_CHANGED = 0x80000L;
    /** {@code CKF_SO_PIN_COUNT_LOW} */
    public static final long CKF_SO_PIN_COUNT_LOW = 0x100000L;
    /** {@code CKF_SO_PIN_FINAL_TRY} */
    public static final long CKF_SO_PIN_FINAL_TRY = 0x200000L;
    /** {@code CKF_SO_PIN_LOCKED} */
    public static final long CKF_SO_PIN_LOCKED = 0x400000L;
    /** {@code CKF_SO_PIN_TO_BE_CHANGED} */
    public static final long CKF_SO_PIN_TO_BE_CHANGED = 0x800000L;
    /** {@code CKF_ERROR_STATE} */
    public static final long CKF_ERROR_STATE = 0x1000000L;
    /** {@code CKF_SEED_RANDOM_REQUIRED} */
    public static final long CKF_SEED_RANDOM_REQUIRED = 0x2000000L;
    /** {@code CKF_ASYNC_SESSION_SUPPORTED} */
    public static final long CKF_ASYNC_SESSION_SUPPORTED = 0x4000000L;
    /** {@code CKF_RW_SESSION} */
    public static final long CKF_RW_SESSION = 0x2L;
    /** {@code CKF_SERIAL_SESSION} */
    public static final long CKF_SERIAL_SESSION = 0x4L;
    /** {@code CKF_ASYNC_SESSION} */
    public static final long CKF_ASYNC_SESSION = 0x8L;
    /** {@code CKF_ARRAY_ATTRIBUTE} */
    public static final long CKF_ARRAY_ATTRIBUTE = 0x40000000L;
    /** {@code CKF_HW} */
    public static final long CKF_HW = 0x1L;
    /** {@code CKF_MESSAGE_ENCRYPT} */
    public static final long CKF_MESSAGE_ENCRYPT = 0x2L;
    /** {@code CKF_MESSAGE_DECRYPT} */
    public static final long CKF_MESSAGE_DECRYPT = 0x4L;
    /** {@code CKF_MESSAGE_SIGN} */
    public static final long CKF_MESSAGE_SIGN = 0x8L;
    /** {@code CKF_MESSAGE_VERIFY} */
    public static final long CKF_MESSAGE_VERIFY = 0x10L;
    /** {@code CKF_MULTI_MESSAGE} */
    public static final long CKF_MULTI_MESSAGE = 0x20L;
    /** {@code CKF_FIND_OBJECTS} */
    public static final long CKF_FIND_OBJECTS = 0x40L;
    /** {@code CKF_ENCRYPT} */
    public static final long CKF_ENCRYPT = 0x100L;
    /** {@code CKF_DECRYPT} */
    public static final long CKF_DECRYPT = 0x200L;
    /** {@code CKF_DIGEST} */
    public static final long CKF_DIGEST = 0x400L;
    /** {@code CKF_SIGN} */
    public static final long CKF_SIGN = 0x800L;
    /** {@code CKF_SIGN_RECOVER} */
    public static final long CKF_SIGN_RECOVER = 0x1000L;
    /** {@code CKF_VERIFY} */
    public static final long CKF_VERIFY = 0x2000L;
    /** {@code CKF_VERIFY_RECOVER} */
    public static final long CKF_VERIFY_RECOVER = 0x4000L;
    /** {@code CKF_GENERATE} */
    public static final long CKF_GENERATE = 0x8000L;
    /** {@code CKF_GENERATE_KEY_PAIR} */
    public static final long CKF_GENERATE_KEY_PAIR = 0x10000L;
    /** {@code CKF_WRAP} */
    public static final long CKF_WRAP = 0x20000L;
    /** {@code CKF_UNWRAP} */
    public static final long CKF_UNWRAP = 0x40000L;
    /** {@code CKF_DERIVE} */
    public static final long CKF_DERIVE = 0x80000L;
    /** {@code CKF_EC_F_P} */
    public static final long CKF_EC_F_P = 0x100000L;
    /** {@code CKF_EC_F_2M} */
    public static final long CKF_EC_F_2M = 0x200000L;
    /** {@code CKF_EC_ECPARAMETERS} */
    public static final long CKF_EC_ECPARAMETERS = 0x400000L;
    /** {@code CKF_EC_OID} */
    public static final long CKF_EC_OID = 0x800000L;
    /** {@code CKF_EC_NAMEDCURVE} */
    public static final long CKF_EC_NAMEDCURVE = 0x800000L;
    /** {@code CKF_EC_UNCOMPRESS} */
    public static final long CKF_EC_UNCOMPRESS = 0x1000000L;
    /** {@code CKF_EC_COMPRESS} */
    public static final long CKF_EC_COMPRESS = 0x2000000L;
    /** {@code CKF_EC_CURVENAME} */
    public static final long CKF_EC_CURVENAME = 0x4000000L;
    /** {@code CKF_ENCAPSULATE} */
    public static final long CKF_ENCAPSULATE = 0x10000000L;
    /** {@code CKF_DECAPSULATE} */
    public static final long CKF_DECAPSULATE = 0x20000000L;
    /** {@code CKF_EXTENSION} */
    public static final long CKF_EXTENSION = 0x80000000L;
    /** {@code CKF_END_OF_MESSAGE} */
    public static final long CKF_END_OF_MESSAGE = 0x1L;
    /** {@code CKF_INTERFACE_FORK_SAFE} */
    public static final long CKF_INTERFACE_FORK_SAFE = 0x1L;
    /** {@code CKF_LIBRARY_CANT_CREATE_OS_THREADS} */
    public static final long CKF_LIBRARY_CANT_CREATE_OS_THREADS = 0x1L;
    /** {@code CKF_OS_LOCKING_OK} */
    public static final long CKF_OS_LOCKING_OK = 0x2L;
    /** {@code CKF_DONT_BLOCK} */
    public static final long CKF_DONT_BLOCK = 0x1L;
    /** {@code CKF_NEXT_OTP} */
    public static final long CKF_NEXT_OTP = 0x1L;
    /** {@code CKF_EXCLUDE_TIME} */
    public static final long CKF_EXCLUDE_TIME = 0x2L;
    /** {@code CKF_EXCLUDE_COUNTER} */
    public static final long CKF_EXCLUDE_COUNTER = 0x4L;
    /** {@code CKF_EXCLUDE_CHALLENGE} */
    public static final long CKF_EXCLUDE_CHALLENGE = 0x8L;
    /** {@code CKF_EXCLUDE_PIN} */
    public static final long CKF_EXCLUDE_PIN = 0x10L;
    /** {@code CKF_USER_FRIENDLY_OTP} */
    public static final long CKF_USER_FRIENDLY_OTP = 0x20L;
    /** {@code CKF_HKDF_SALT_NULL} */
    public static final long CKF_HKDF_SALT_NULL = 0x1L;
    /** {@code CKF_HKDF_SALT_DATA} */
    public static final long CKF_HKDF_SALT_DATA = 0x2L;
    /** {@code CKF_HKDF_SALT_KEY} */
    public static final long CKF_HKDF_SALT_KEY = 0x4L;
}
