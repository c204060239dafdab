package dev.strongroom;

/** A session, or that there is none any more. */
public class SessionException extends HsmException {
    private static final long serialVersionUID = 1;

    SessionException(Failure failure) {
        super(failure);
    }
}
