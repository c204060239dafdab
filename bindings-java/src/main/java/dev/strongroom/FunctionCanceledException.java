package dev.strongroom;

/** {@code CKR_FUNCTION_CANCELED} */
public class FunctionCanceledException extends FunctionException {
    private static final long serialVersionUID = 1;

    FunctionCanceledException(Failure failure) {
        super(failure);
    }
}
