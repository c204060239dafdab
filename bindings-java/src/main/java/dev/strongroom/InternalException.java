package dev.strongroom;

/** A defect, or no memory. */
public class InternalException extends HsmException {
    private static final long serialVersionUID = 1;

    InternalException(Failure failure) {
        super(failure);
    }
}
