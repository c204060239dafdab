// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Return values. */
public final class Ckr {
    private Ckr() {}

    /** {@code CKR_OK} */
    public static final long CKR_OK = 0x0L;
    /** {@code CKR_CANCEL} */
    public static final long CKR_CANCEL = 0x1L;
    /** {@code CKR_HOST_MEMORY} */
    public static final long CKR_HOST_MEMORY = 0x2L;
    /** {@code CKR_SLOT_ID_INVALID} */
    public static final long CKR_SLOT_ID_INVALID = 0x3L;
    /** {@code CKR_GENERAL_ERROR} */
    public static final long CKR_GENERAL_ERROR = 0x5L;
    /** {@code CKR_FUNCTION_FAILED} */
    public static final long CKR_FUNCTION_FAILED = 0x6L;
    /** {@code CKR_ARGUMENTS_BAD} */
    public static final long CKR_ARGUMENTS_BAD = 0x7L;
    /** {@code CKR_NO_EVENT} */
    public static final long CKR_NO_EVENT = 0x8L;
    /** {@code CKR_NEED_TO_CREATE_THREADS} */
    public static final long CKR_NEED_TO_CREATE_THREADS = 0x9L;
    /** {@code CKR_CANT_LOCK} */
    public static final long CKR_CANT_LOCK = 0xaL;
    /** {@code CKR_ATTRIBUTE_READ_ONLY} */
    public static final long CKR_ATTRIBUTE_READ_ONLY = 0x10L;
    /** {@code CKR_ATTRIBUTE_SENSITIVE} */
    public static final long CKR_ATTRIBUTE_SENSITIVE = 0x11L;
    /** {@code CKR_ATTRIBUTE_TYPE_INVALID} */
    public static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x12L;
    /** {@code CKR_ATTRIBUTE_VALUE_INVALID} */
    public static final long CKR_ATTRIBUTE_VALUE_INVALID = 0x13L;
    /** {@code CKR_ACTION_PROHIBITED} */
    public static final long CKR_ACTION_PROHIBITED = 0x1bL;
    /** {@code CKR_DATA_INVALID} */
    public static final long CKR_DATA_INVALID = 0x20L;
    /** {@code CKR_DATA_LEN_RANGE} */
    public static final long CKR_DATA_LEN_RANGE = 0x21L;
    /** {@code CKR_DEVICE_ERROR} */
    public static final long CKR_DEVICE_ERROR = 0x30L;
    /** {@code CKR_DEVICE_MEMORY} */
    public static final long CKR_DEVICE_MEMORY = 0x31L;
    /** {@code CKR_DEVICE_REMOVED} */
    public static final long CKR_DEVICE_REMOVED = 0x32L;
    /** {@code CKR_ENCRYPTED_DATA_INVALID} */
    public static final long CKR_ENCRYPTED_DATA_INVALID = 0x40L;
    /** {@code CKR_ENCRYPTED_DATA_LEN_RANGE} */
    public static final long CKR_ENCRYPTED_DATA_LEN_RANGE = 0x41L;
    /** {@code CKR_AEAD_DECRYPT_FAILED} */
    public static final long CKR_AEAD_DECRYPT_FAILED = 0x42L;
    /** {@code CKR_FUNCTION_CANCELED} */
    public static final long CKR_FUNCTION_CANCELED = 0x50L;
    /** {@code CKR_FUNCTION_NOT_PARALLEL} */
    public static final long CKR_FUNCTION_NOT_PARALLEL = 0x51L;
    /** {@code CKR_FUNCTION_NOT_SUPPORTED} */
    public static final long CKR_FUNCTION_NOT_SUPPORTED = 0x54L;
    /** {@code CKR_KEY_HANDLE_INVALID} */
    public static final long CKR_KEY_HANDLE_INVALID = 0x60L;
    /** {@code CKR_KEY_SIZE_RANGE} */
    public static final long CKR_KEY_SIZE_RANGE = 0x62L;
    /** {@code CKR_KEY_TYPE_INCONSISTENT} */
    public static final long CKR_KEY_TYPE_INCONSISTENT = 0x63L;
    /** {@code CKR_KEY_NOT_NEEDED} */
    public static final long CKR_KEY_NOT_NEEDED = 0x64L;
    /** {@code CKR_KEY_CHANGED} */
    public static final long CKR_KEY_CHANGED = 0x65L;
    /** {@code CKR_KEY_NEEDED} */
    public static final long CKR_KEY_NEEDED = 0x66L;
    /** {@code CKR_KEY_INDIGESTIBLE} */
    public static final long CKR_KEY_INDIGESTIBLE = 0x67L;
    /** {@code CKR_KEY_FUNCTION_NOT_PERMITTED} */
    public static final long CKR_KEY_FUNCTION_NOT_PERMITTED = 0x68L;
    /** {@code CKR_KEY_NOT_WRAPPABLE} */
    public static final long CKR_KEY_NOT_WRAPPABLE = 0x69L;
    /** {@code CKR_KEY_UNEXTRACTABLE} */
    public static final long CKR_KEY_UNEXTRACTABLE = 0x6aL;
    /** {@code CKR_MECHANISM_INVALID} */
    public static final long CKR_MECHANISM_INVALID = 0x70L;
    /** {@code CKR_MECHANISM_PARAM_INVALID} */
    public static final long CKR_MECHANISM_PARAM_INVALID = 0x71L;
    /** {@code CKR_OBJECT_HANDLE_INVALID} */
    public static final long CKR_OBJECT_HANDLE_INVALID = 0x82L;
    /** {@code CKR_OPERATION_ACTIVE} */
    public static final long CKR_OPERATION_ACTIVE = 0x90L;
    /** {@code CKR_OPERATION_NOT_INITIALIZED} */
    public static final long CKR_OPERATION_NOT_INITIALIZED = 0x91L;
    /** {@code CKR_PIN_INCORRECT} */
    public static final long CKR_PIN_INCORRECT = 0xa0L;
    /** {@code CKR_PIN_INVALID} */
    public static final long CKR_PIN_INVALID = 0xa1L;
    /** {@code CKR_PIN_LEN_RANGE} */
    public static final long CKR_PIN_LEN_RANGE = 0xa2L;
    /** {@code CKR_PIN_EXPIRED} */
    public static final long CKR_PIN_EXPIRED = 0xa3L;
    /** {@code CKR_PIN_LOCKED} */
    public static final long CKR_PIN_LOCKED = 0xa4L;
    /** {@code CKR_SESSION_CLOSED} */
    public static final long CKR_SESSION_CLOSED = 0xb0L;
    /** {@code CKR_SESSION_COUNT} */
    public static final long CKR_SESSION_COUNT = 0xb1L;
    /** {@code CKR_SESSION_HANDLE_INVALID} */
    public static final long CKR_SESSION_HANDLE_INVALID = 0xb3L;
    /** {@code CKR_SESSION_PARALLEL_NOT_SUPPORTED} */
    public static final long CKR_SESSION_PARALLEL_NOT_SUPPORTED = 0xb4L;
    /** {@code CKR_SESSION_READ_ONLY} */
    public static final long CKR_SESSION_READ_ONLY = 0xb5L;
    /** {@code CKR_SESSION_EXISTS} */
    public static final long CKR_SESSION_EXISTS = 0xb6L;
    /** {@code CKR_SESSION_READ_ONLY_EXISTS} */
    public static final long CKR_SESSION_READ_ONLY_EXISTS = 0xb7L;
    /** {@code CKR_SESSION_READ_WRITE_SO_EXISTS} */
    public static final long CKR_SESSION_READ_WRITE_SO_EXISTS = 0xb8L;
    /** {@code CKR_SIGNATURE_INVALID} */
    public static final long CKR_SIGNATURE_INVALID = 0xc0L;
    /** {@code CKR_SIGNATURE_LEN_RANGE} */
    public static final long CKR_SIGNATURE_LEN_RANGE = 0xc1L;
    /** {@code CKR_TEMPLATE_INCOMPLETE} */
    public static final long CKR_TEMPLATE_INCOMPLETE = 0xd0L;
    /** {@code CKR_TEMPLATE_INCONSISTENT} */
    public static final long CKR_TEMPLATE_INCONSISTENT = 0xd1L;
    /** {@code CKR_TOKEN_NOT_PRESENT} */
    public static final long CKR_TOKEN_NOT_PRESENT = 0xe0L;
    /** {@code CKR_TOKEN_NOT_RECOGNIZED} */
    public static final long CKR_TOKEN_NOT_RECOGNIZED = 0xe1L;
    /** {@code CKR_TOKEN_WRITE_PROTECTED} */
    public static final long CKR_TOKEN_WRITE_PROTECTED = 0xe2L;
    /** {@code CKR_UNWRAPPING_KEY_HANDLE_INVALID} */
    public static final long CKR_UNWRAPPING_KEY_HANDLE_INVALID = 0xf0L;
    /** {@code CKR_UNWRAPPING_KEY_SIZE_RANGE} */
    public static final long CKR_UNWRAPPING_KEY_SIZE_RANGE = 0xf1L;
    /** {@code CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT} */
    public static final long CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT = 0xf2L;
    /** {@code CKR_USER_ALREADY_LOGGED_IN} */
    public static final long CKR_USER_ALREADY_LOGGED_IN = 0x100L;
    /** {@code CKR_USER_NOT_LOGGED_IN} */
    public static final long CKR_USER_NOT_LOGGED_IN = 0x101L;
    /** {@code CKR_USER_PIN_NOT_INITIALIZED} */
    public static final long CKR_USER_PIN_NOT_INITIALIZED = 0x102L;
    /** {@code CKR_USER_TYPE_INVALID} */
    public static final long CKR_USER_TYPE_INVALID = 0x103L;
    /** {@code CKR_USER_ANOTHER_ALREADY_LOGGED_IN} */
    public static final long CKR_USER_ANOTHER_ALREADY_LOGGED_IN = 0x104L;
    /** {@code CKR_USER_TOO_MANY_TYPES} */
    public static final long CKR_USER_TOO_MANY_TYPES = 0x105L;
    /** {@code CKR_WRAPPED_KEY_INVALID} */
    public static final long CKR_WRAPPED_KEY_INVALID = 0x110L;
    /** {@code CKR_WRAPPED_KEY_LEN_RANGE} */
    public static final long CKR_WRAPPED_KEY_LEN_RANGE = 0x112L;
    /** {@code CKR_WRAPPING_KEY_HANDLE_INVALID} */
    public static final long CKR_WRAPPING_KEY_HANDLE_INVALID = 0x113L;
    /** {@code CKR_WRAPPING_KEY_SIZE_RANGE} */
    public static final long CKR_WRAPPING_KEY_SIZE_RANGE = 0x114L;
    /** {@code CKR_WRAPPING_KEY_TYPE_INCONSISTENT} */
    public static final long CKR_WRAPPING_KEY_TYPE_INCONSISTENT = 0x115L;
    /** {@code CKR_RANDOM_SEED_NOT_SUPPORTED} */
    public static final long CKR_RANDOM_SEED_NOT_SUPPORTED = 0x120L;
    /** {@code CKR_RANDOM_NO_RNG} */
    public static final long CKR_RANDOM_NO_RNG = 0x121L;
    /** {@code CKR_DOMAIN_PARAMS_INVALID} */
    public static final long CKR_DOMAIN_PARAMS_INVALID = 0x130L;
    /** {@code CKR_CURVE_NOT_SUPPORTED} */
    public static final long CKR_CURVE_NOT_SUPPORTED = 0x140L;
    /** {@code CKR_BUFFER_TOO_SMALL} */
    public static final long CKR_BUFFER_TOO_SMALL = 0x150L;
    /** {@code CKR_SAVED_STATE_INVALID} */
    public static final long CKR_SAVED_STATE_INVALID = 0x160L;
    /** {@code CKR_INFORMATION_SENSITIVE} */
    public static final long CKR_INFORMATION_SENSITIVE = 0x170L;
    /** {@code CKR_STATE_UNSAVEABLE} */
    public static final long CKR_STATE_UNSAVEABLE = 0x180L;
    /** {@code CKR_CRYPTOKI_NOT_INITIALIZED} */
    public static final long CKR_CRYPTOKI_NOT_INITIALIZED = 0x190L;
    /** {@code CKR_CRYPTOKI_ALREADY_INITIALIZED} */
    public static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191L;
    /** {@code CKR_MUTEX_BAD} */
    public static final long CKR_MUTEX_BAD = 0x1a0L;
    /** {@code CKR_MUTEX_NOT_LOCKED} */
    public static final long CKR_MUTEX_NOT_LOCKED = 0x1a1L;
    /** {@code CKR_NEW_PIN_MODE} */
    public static final long CKR_NEW_PIN_MODE = 0x1b0L;
    /** {@code CKR_NEXT_OTP} */
    public static final long CKR_NEXT_OTP = 0x1b1L;
    /** {@code CKR_EXCEEDED_MAX_ITERATIONS} */
    public static final long CKR_EXCEEDED_MAX_ITERATIONS = 0x1b5L;
    /** {@code CKR_FIPS_SELF_TEST_FAILED} */
    public static final long CKR_FIPS_SELF_TEST_FAILED = 0x1b6L;
    /** {@code CKR_LIBRARY_LOAD_FAILED} */
    public static final long CKR_LIBRARY_LOAD_FAILED = 0x1b7L;
    /** {@code CKR_PIN_TOO_WEAK} */
    public static final long CKR_PIN_TOO_WEAK = 0x1b8L;
    /** {@code CKR_PUBLIC_KEY_INVALID} */
    public static final long CKR_PUBLIC_KEY_INVALID = 0x1b9L;
    /** {@code CKR_FUNCTION_REJECTED} */
    public static final long CKR_FUNCTION_REJECTED = 0x200L;
    /** {@code CKR_TOKEN_RESOURCE_EXCEEDED} */
    public static final long CKR_TOKEN_RESOURCE_EXCEEDED = 0x201L;
    /** {@code CKR_OPERATION_CANCEL_FAILED} */
    public static final long CKR_OPERATION_CANCEL_FAILED = 0x202L;
    /** {@code CKR_KEY_EXHAUSTED} */
    public static final long CKR_KEY_EXHAUSTED = 0x203L;
    /** {@code CKR_PENDING} */
    public static final long CKR_PENDING = 0x204L;
    /** {@code CKR_SESSION_ASYNC_NOT_SUPPORTED} */
    public static final long CKR_SESSION_ASYNC_NOT_SUPPORTED = 0x205L;
    /** {@code CKR_SEED_RANDOM_REQUIRED} */
    public static final long CKR_SEED_RANDOM_REQUIRED = 0x206L;
    /** {@code CKR_OPERATION_NOT_VALIDATED} */
    public static final long CKR_OPERATION_NOT_VALIDATED = 0x207L;
    /** {@code CKR_TOKEN_NOT_INITIALIZED} */
    public static final long CKR_TOKEN_NOT_INITIALIZED = 0x208L;
    /** {@code CKR_PARAMETER_SET_NOT_SUPPORTED} */
    public static final long CKR_PARAMETER_SET_NOT_SUPPORTED = 0x209L;
    /** {@code CKR_VENDOR_DEFINED} */
    public static final long CKR_VENDOR_DEFINED = 0x80000000L;
    /** {@code STRONGROOM_NOT_FOUND} */
    public static final long STRONGROOM_NOT_FOUND = 0xd3520001L;
    /** {@code STRONGROOM_AMBIGUOUS} */
    public static final long STRONGROOM_AMBIGUOUS = 0xd3520002L;
    /** {@code STRONGROOM_CLOSED} */
    public static final long STRONGROOM_CLOSED = 0xd3520003L;
}
