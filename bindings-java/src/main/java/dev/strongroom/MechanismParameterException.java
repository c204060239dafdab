package dev.strongroom;

/** {@code CKR_MECHANISM_PARAM_INVALID} */
public class MechanismParameterException extends MechanismException {
    private static final long serialVersionUID = 1;

    MechanismParameterException(Failure failure) {
        super(failure);
    }
}
