package dev.strongroom;

/** A function, or the state that it needs. */
public class FunctionException extends HsmException {
    private static final long serialVersionUID = 1;

    FunctionException(Failure failure) {
        super(failure);
    }
}
