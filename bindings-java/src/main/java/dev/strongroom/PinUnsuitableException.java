package dev.strongroom;

/** {@code CKR_PIN_INVALID}, {@code CKR_PIN_LEN_RANGE}, {@code CKR_PIN_TOO_WEAK} */
public class PinUnsuitableException extends PinException {
    private static final long serialVersionUID = 1;

    PinUnsuitableException(Failure failure) {
        super(failure);
    }
}
