package dev.strongroom;

/** {@code CKR_PIN_EXPIRED} */
public class PinExpiredException extends PinException {
    private static final long serialVersionUID = 1;

    PinExpiredException(Failure failure) {
        super(failure);
    }
}
