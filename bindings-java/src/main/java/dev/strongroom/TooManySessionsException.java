package dev.strongroom;

/** {@code CKR_SESSION_COUNT} */
public class TooManySessionsException extends SessionException {
    private static final long serialVersionUID = 1;

    TooManySessionsException(Failure failure) {
        super(failure);
    }
}
