package dev.strongroom;

/** An argument, or a configuration. */
public class ArgumentException extends HsmException {
    private static final long serialVersionUID = 1;

    ArgumentException(Failure failure) {
        super(failure);
    }
}
