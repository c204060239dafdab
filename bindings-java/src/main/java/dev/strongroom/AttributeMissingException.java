package dev.strongroom;

/** {@code CKR_ATTRIBUTE_TYPE_INVALID} */
public class AttributeMissingException extends AttributeException {
    private static final long serialVersionUID = 1;

    AttributeMissingException(Failure failure) {
        super(failure);
    }
}
