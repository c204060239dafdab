package dev.strongroom;

/** An encryption or a decryption in parts: there is output for input. */
public abstract sealed class Transformation extends Operation permits Encryptor, Decryptor {
    Transformation(Session session, long number) {
        super(session, number);
    }

    /**
     * Gives the next part.
     *
     * @param part some of the data
     * @return what output there is
     */
    public byte[] update(byte[] part) {
        return next(part);
    }

    /**
     * Ends it.
     *
     * @return the rest of the output
     */
    public byte[] finish() {
        return last();
    }
}
