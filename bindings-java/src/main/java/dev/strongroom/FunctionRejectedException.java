package dev.strongroom;

/** {@code CKR_FUNCTION_REJECTED} */
public class FunctionRejectedException extends FunctionException {
    private static final long serialVersionUID = 1;

    FunctionRejectedException(Failure failure) {
        super(failure);
    }
}
