package dev.strongroom;

/** A signature, or a MAC, of data in parts. */
public final class Signer extends Operation {
    Signer(Session session, long number) {
        super(session, number);
    }

    /**
     * Gives the next part.
     *
     * @param part some of the data
     */
    public void update(byte[] part) {
        next(part);
    }

    /**
     * Ends it.
     *
     * @return the signature
     */
    public byte[] finish() {
        return last();
    }
}
