package dev.strongroom;

/** A PIN, or who is logged in. */
public class PinException extends HsmException {
    private static final long serialVersionUID = 1;

    PinException(Failure failure) {
        super(failure);
    }
}
