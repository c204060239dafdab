package dev.strongroom;

/** A verification of data in parts whose signature was there before. */
public final class SignatureVerifier extends Intake {
    private static final byte[] THERE_ALREADY = {};

    SignatureVerifier(Session session, long number) {
        super(session, number);
    }

    /**
     * Ends it.
     *
     * @return whether the signature is good
     */
    public boolean finish() {
        return last(THERE_ALREADY);
    }
}
