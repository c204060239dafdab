package dev.strongroom;

/** {@code CKR_KEY_TYPE_INCONSISTENT} */
public class KeyTypeException extends KeyUseException {
    private static final long serialVersionUID = 1;

    KeyTypeException(Failure failure) {
        super(failure);
    }
}
