package dev.strongroom;

/** {@code CKR_ATTRIBUTE_READ_ONLY} */
public class AttributeReadOnlyException extends AttributeException {
    private static final long serialVersionUID = 1;

    AttributeReadOnlyException(Failure failure) {
        super(failure);
    }
}
