package dev.strongroom;

/** {@code CKR_OBJECT_HANDLE_INVALID} */
public class ObjectGoneException extends ObjectException {
    private static final long serialVersionUID = 1;

    ObjectGoneException(Failure failure) {
        super(failure);
    }
}
