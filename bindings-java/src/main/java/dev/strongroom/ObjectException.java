package dev.strongroom;

/** An object. */
public class ObjectException extends HsmException {
    private static final long serialVersionUID = 1;

    ObjectException(Failure failure) {
        super(failure);
    }
}
