package dev.strongroom;

/** {@code CKR_PIN_INCORRECT} */
public class PinIncorrectException extends PinException {
    private static final long serialVersionUID = 1;

    PinIncorrectException(Failure failure) {
        super(failure);
    }
}
