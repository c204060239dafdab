package dev.strongroom;

/** {@code CKR_ENCRYPTED_DATA_INVALID}, {@code CKR_ENCRYPTED_DATA_LEN_RANGE}, {@code CKR_AEAD_DECRYPT_FAILED} */
public class DecryptionFailedException extends DataException {
    private static final long serialVersionUID = 1;

    DecryptionFailedException(Failure failure) {
        super(failure);
    }
}
