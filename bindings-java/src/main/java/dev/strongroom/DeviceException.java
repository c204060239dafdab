package dev.strongroom;

/** The token, the slot, or the way to them. */
public class DeviceException extends HsmException {
    private static final long serialVersionUID = 1;

    DeviceException(Failure failure) {
        super(failure);
    }
}
