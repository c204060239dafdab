package dev.strongroom;

/** A signature that is not good. */
public class BadSignatureException extends HsmException {
    private static final long serialVersionUID = 1;

    BadSignatureException(Failure failure) {
        super(failure);
    }
}
