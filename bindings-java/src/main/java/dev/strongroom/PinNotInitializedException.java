package dev.strongroom;

/** {@code CKR_USER_PIN_NOT_INITIALIZED} */
public class PinNotInitializedException extends PinException {
    private static final long serialVersionUID = 1;

    PinNotInitializedException(Failure failure) {
        super(failure);
    }
}
