package dev.strongroom;

/** Several objects, or tokens, are what one was asked for. */
public class AmbiguousException extends HsmException {
    private static final long serialVersionUID = 1;

    AmbiguousException(Failure failure) {
        super(failure);
    }
}
