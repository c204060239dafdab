package dev.strongroom;

/** {@code CKR_PIN_LOCKED} */
public class PinLockedException extends PinException {
    private static final long serialVersionUID = 1;

    PinLockedException(Failure failure) {
        super(failure);
    }
}
