package dev.strongroom;

/** {@code CKR_KEY_FUNCTION_NOT_PERMITTED} */
public class KeyNotPermittedException extends KeyUseException {
    private static final long serialVersionUID = 1;

    KeyNotPermittedException(Failure failure) {
        super(failure);
    }
}
