package dev.strongroom;

/** {@code STRONGROOM_CLOSED}, {@code CKR_SESSION_CLOSED}, {@code CKR_SESSION_HANDLE_INVALID} */
public class SessionClosedException extends SessionException {
    private static final long serialVersionUID = 1;

    SessionClosedException(Failure failure) {
        super(failure);
    }
}
