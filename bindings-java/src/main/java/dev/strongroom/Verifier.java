package dev.strongroom;

/** A verification of data in parts. */
public final class Verifier extends Operation {
    Verifier(Session session, long number) {
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
     * @param signature the signature
     * @return whether it is good
     */
    public boolean finish(byte[] signature) {
        return last(signature);
    }
}
