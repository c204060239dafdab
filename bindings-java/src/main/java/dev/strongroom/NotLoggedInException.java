package dev.strongroom;

/** {@code CKR_USER_NOT_LOGGED_IN} */
public class NotLoggedInException extends PinException {
    private static final long serialVersionUID = 1;

    NotLoggedInException(Failure failure) {
        super(failure);
    }
}
