package dev.strongroom;

/** A mechanism, or its parameters. */
public class MechanismException extends HsmException {
    private static final long serialVersionUID = 1;

    MechanismException(Failure failure) {
        super(failure);
    }
}
