package dev.strongroom;

/** No object, or no token, is what was asked for. */
public class NotFoundException extends HsmException {
    private static final long serialVersionUID = 1;

    NotFoundException(Failure failure) {
        super(failure);
    }
}
