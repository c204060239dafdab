package dev.strongroom;

/** A verification of data in parts. */
public final class Verifier extends Intake {
    Verifier(Session session, long number) {
        super(session, number);
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
