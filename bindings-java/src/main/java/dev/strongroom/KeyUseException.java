package dev.strongroom;

/** A key, or what it may do. */
public class KeyUseException extends HsmException {
    private static final long serialVersionUID = 1;

    KeyUseException(Failure failure) {
        super(failure);
    }
}
