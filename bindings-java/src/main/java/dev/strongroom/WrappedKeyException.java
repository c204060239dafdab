package dev.strongroom;

/** {@code CKR_WRAPPED_KEY_INVALID}, {@code CKR_WRAPPED_KEY_LEN_RANGE} */
public class WrappedKeyException extends DataException {
    private static final long serialVersionUID = 1;

    WrappedKeyException(Failure failure) {
        super(failure);
    }
}
