package dev.strongroom;

/** A digest of data in parts. */
public final class Digester extends Intake {
    Digester(Session session, long number) {
        super(session, number);
    }

    /**
     * Gives a key's value to the digest.
     *
     * @param key a secret key
     */
    public void update(HsmSecretKey key) {
        Calls.computing(this, key, () -> {
            Native.updateKey(number, key.number);
            return true;
        });
    }

    /**
     * Ends it.
     *
     * @return the digest
     */
    public byte[] finish() {
        return last();
    }
}
