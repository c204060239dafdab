package dev.strongroom;

/** {@code CKR_KEY_UNEXTRACTABLE} */
public class KeyUnextractableException extends KeyUseException {
    private static final long serialVersionUID = 1;

    KeyUnextractableException(Failure failure) {
        super(failure);
    }
}
