package dev.strongroom;

/** {@code CKR_OPERATION_ACTIVE} */
public class OperationActiveException extends FunctionException {
    private static final long serialVersionUID = 1;

    OperationActiveException(Failure failure) {
        super(failure);
    }
}
