package dev.strongroom;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A failure. It says the return value of PKCS #11 and its name, the function that gave it, the group that it belongs to,
 * and a sentence for people. Each group has a subclass, and the usual return values have one of their own below it.
 */
public class HsmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The classes of the return values that have one, and of the groups. */
    private static final Map<String, Function<Failure, HsmException>> LEAVES = leaves();
    private static final Map<String, Function<Failure, HsmException>> KINDS = kinds();

    /** What went wrong. */
    record Failure(long rv, String name, String kind, String function, String why, boolean retryable)
            implements java.io.Serializable {}

    /** What went wrong. */
    private final Failure failure;

    HsmException(Failure failure) {
        super(failure.name.isEmpty() ? failure.why : failure.why + " (" + failure.name + ")");
        this.failure = failure;
    }

    /** The exception for a failure of the core, which calls this. */
    static HsmException of(byte[] packed) {
        var in = new Packed.Reader(packed);
        long rv = in.number();
        boolean retryable = in.number() != 0;
        return of(rv, in.text(), in.text(), in.text(), in.text(), retryable);
    }

    private static HsmException of(long rv, String name, String kind, String function, String why, boolean retryable) {
        Failure failure = new Failure(rv, name, kind, function, why, retryable);
        Function<Failure, HsmException> leaf = LEAVES.get(name);
        return (leaf != null ? leaf : KINDS.getOrDefault(kind, HsmException::new)).apply(failure);
    }

    /** A failure that is noticed here. */
    static HsmException of(long rv, String name, String function, String why) {
        String kind = Names.KINDS.entrySet().stream().filter(e -> e.getValue().contains(name)).map(Map.Entry::getKey)
                .findFirst().orElse("Function");
        return of(rv, name, kind, function, why, false);
    }

    static HsmException bad(String why) {
        return of(Ckr.CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD", "", why);
    }

    /**
     * The return value.
     *
     * @return one of {@link Ckr}
     */
    public long rv() {
        return failure.rv;
    }

    /**
     * The name of the return value.
     *
     * @return {@code CKR_…}, or one that is Strongroom's own: {@code STRONGROOM_…}
     */
    public String ckrName() {
        return failure.name;
    }

    /**
     * The group that it belongs to.
     *
     * @return {@code Pin}, {@code Session}, {@code Key} and so on
     */
    public String kind() {
        return failure.kind;
    }

    /**
     * The function of PKCS #11 that gave it.
     *
     * @return {@code C_…}; empty where none was called
     */
    public String function() {
        return failure.function;
    }

    /**
     * Whether the same call may succeed later.
     *
     * @return whether it is worth trying
     */
    public boolean retryable() {
        return failure.retryable;
    }

    private static Map<String, Function<Failure, HsmException>> kinds() {
        return Map.ofEntries(
                Map.entry("Pin", PinException::new),
                Map.entry("Session", SessionException::new),
                Map.entry("Object", ObjectException::new),
                Map.entry("Attribute", AttributeException::new),
                Map.entry("Mechanism", MechanismException::new),
                Map.entry("Key", KeyUseException::new),
                Map.entry("Data", DataException::new),
                Map.entry("Signature", BadSignatureException::new),
                Map.entry("Device", DeviceException::new),
                Map.entry("Function", FunctionException::new),
                Map.entry("NotFound", NotFoundException::new),
                Map.entry("Ambiguous", AmbiguousException::new),
                Map.entry("Argument", ArgumentException::new),
                Map.entry("Internal", InternalException::new)
        );
    }

    private static Map<String, Function<Failure, HsmException>> leaves() {
        Map<String, Function<Failure, HsmException>> map = new HashMap<>();
        put(map, PinIncorrectException::new, List.of("CKR_PIN_INCORRECT"));
        put(map, PinLockedException::new, List.of("CKR_PIN_LOCKED"));
        put(map, PinExpiredException::new, List.of("CKR_PIN_EXPIRED"));
        put(map, PinUnsuitableException::new, List.of("CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_TOO_WEAK"));
        put(map, PinNotInitializedException::new, List.of("CKR_USER_PIN_NOT_INITIALIZED"));
        put(map, NotLoggedInException::new, List.of("CKR_USER_NOT_LOGGED_IN"));
        put(map, SessionClosedException::new, List.of("STRONGROOM_CLOSED", "CKR_SESSION_CLOSED", "CKR_SESSION_HANDLE_INVALID"));
        put(map, TooManySessionsException::new, List.of("CKR_SESSION_COUNT"));
        put(map, ObjectGoneException::new, List.of("CKR_OBJECT_HANDLE_INVALID"));
        put(map, ActionProhibitedException::new, List.of("CKR_ACTION_PROHIBITED"));
        put(map, AttributeReadOnlyException::new, List.of("CKR_ATTRIBUTE_READ_ONLY"));
        put(map, AttributeSensitiveException::new, List.of("CKR_ATTRIBUTE_SENSITIVE"));
        put(map, AttributeMissingException::new, List.of("CKR_ATTRIBUTE_TYPE_INVALID"));
        put(map, MechanismInvalidException::new, List.of("CKR_MECHANISM_INVALID"));
        put(map, MechanismParameterException::new, List.of("CKR_MECHANISM_PARAM_INVALID"));
        put(map, KeyNotPermittedException::new, List.of("CKR_KEY_FUNCTION_NOT_PERMITTED"));
        put(map, KeyUnextractableException::new, List.of("CKR_KEY_UNEXTRACTABLE"));
        put(map, KeyTypeException::new, List.of("CKR_KEY_TYPE_INCONSISTENT"));
        put(map, KeySizeException::new, List.of("CKR_KEY_SIZE_RANGE"));
        put(map, DecryptionFailedException::new, List.of("CKR_ENCRYPTED_DATA_INVALID", "CKR_ENCRYPTED_DATA_LEN_RANGE", "CKR_AEAD_DECRYPT_FAILED"));
        put(map, WrappedKeyException::new, List.of("CKR_WRAPPED_KEY_INVALID", "CKR_WRAPPED_KEY_LEN_RANGE"));
        put(map, DeviceUnavailableException::new, List.of("CKR_DEVICE_ERROR", "CKR_DEVICE_REMOVED"));
        put(map, TokenNotPresentException::new, List.of("CKR_TOKEN_NOT_PRESENT", "CKR_SLOT_ID_INVALID"));
        put(map, TokenWriteProtectedException::new, List.of("CKR_TOKEN_WRITE_PROTECTED"));
        put(map, FunctionNotSupportedException::new, List.of("CKR_FUNCTION_NOT_SUPPORTED"));
        put(map, FunctionRejectedException::new, List.of("CKR_FUNCTION_REJECTED"));
        put(map, FunctionCanceledException::new, List.of("CKR_FUNCTION_CANCELED"));
        put(map, InstanceInUseException::new, List.of("CKR_CANT_LOCK"));
        put(map, OperationActiveException::new, List.of("CKR_OPERATION_ACTIVE"));
        return Map.copyOf(map);
    }

    private static void put(
            Map<String, Function<Failure, HsmException>> map,
            Function<Failure, HsmException> make,
            List<String> names) {
        for (String name : names) {
            map.put(name, make);
        }
    }
}
