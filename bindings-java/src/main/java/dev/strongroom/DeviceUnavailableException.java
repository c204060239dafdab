package dev.strongroom;

/** {@code CKR_DEVICE_ERROR}, {@code CKR_DEVICE_REMOVED} */
public class DeviceUnavailableException extends DeviceException {
    private static final long serialVersionUID = 1;

    DeviceUnavailableException(Failure failure) {
        super(failure);
    }
}
