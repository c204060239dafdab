package dev.strongroom;

/** {@code CKR_ATTRIBUTE_SENSITIVE} */
public class AttributeSensitiveException extends AttributeException {
    private static final long serialVersionUID = 1;

    AttributeSensitiveException(Failure failure) {
        super(failure);
    }
}
