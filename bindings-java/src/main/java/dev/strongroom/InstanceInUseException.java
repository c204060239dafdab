package dev.strongroom;

/** {@code CKR_CANT_LOCK} */
public class InstanceInUseException extends FunctionException {
    private static final long serialVersionUID = 1;

    InstanceInUseException(Failure failure) {
        super(failure);
    }
}
