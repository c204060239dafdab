package dev.strongroom;

/** A signature, a verification or a digest in parts: the result comes at the end. */
public abstract sealed class Intake extends Operation permits Signer, Verifier, SignatureVerifier, Digester {
    Intake(Session session, long number) {
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
}
