package dev.strongroom;

/** {@code CKR_MECHANISM_INVALID} */
public class MechanismInvalidException extends MechanismException {
    private static final long serialVersionUID = 1;

    MechanismInvalidException(Failure failure) {
        super(failure);
    }
}
