package dev.strongroom;

/** {@code CKR_TOKEN_NOT_PRESENT}, {@code CKR_SLOT_ID_INVALID} */
public class TokenNotPresentException extends DeviceException {
    private static final long serialVersionUID = 1;

    TokenNotPresentException(Failure failure) {
        super(failure);
    }
}
