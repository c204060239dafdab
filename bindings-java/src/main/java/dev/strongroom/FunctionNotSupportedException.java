package dev.strongroom;

/** {@code CKR_FUNCTION_NOT_SUPPORTED} */
public class FunctionNotSupportedException extends FunctionException {
    private static final long serialVersionUID = 1;

    FunctionNotSupportedException(Failure failure) {
        super(failure);
    }
}
