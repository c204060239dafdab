package dev.strongroom;

/** {@code CKR_TOKEN_WRITE_PROTECTED} */
public class TokenWriteProtectedException extends DeviceException {
    private static final long serialVersionUID = 1;

    TokenWriteProtectedException(Failure failure) {
        super(failure);
    }
}
