package dev.strongroom;

/** A signature, or a MAC, of data in parts. */
public final class Signer extends Intake {
    Signer(Session session, long number) {
        super(session, number);
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
