package dev.strongroom;

/** An attribute, or a template. */
public class AttributeException extends HsmException {
    private static final long serialVersionUID = 1;

    AttributeException(Failure failure) {
        super(failure);
    }
}
