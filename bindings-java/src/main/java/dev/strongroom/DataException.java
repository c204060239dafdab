package dev.strongroom;

/** What was to be encrypted, decrypted, signed or unwrapped. */
public class DataException extends HsmException {
    private static final long serialVersionUID = 1;

    DataException(Failure failure) {
        super(failure);
    }
}
