package dev.strongroom;

/** {@code CKR_KEY_SIZE_RANGE} */
public class KeySizeException extends KeyUseException {
    private static final long serialVersionUID = 1;

    KeySizeException(Failure failure) {
        super(failure);
    }
}
