package dev.strongroom;

/**
 * A series of messages under one key, which is looked up and checked once. It has one session of the token for itself
 * until it is closed. Any thread may use it, one at a time. A message that fails leaves it as it was.
 */
public final class Messages extends Held implements AutoCloseable {
    private static final int ENCRYPT = 0;
    private static final int DECRYPT = 1;
    private static final int SIGN = 2;
    private static final byte[] NOTHING = {};

    private final Session session;

    Messages(Session session, long number) {
        super(number, session.near);
        this.session = session;
    }

    private byte[] next(int what, byte[] data, byte[] aad) {
        return Calls.computing(this, () -> session.asking(() -> Native.message(what, number, data, aad)));
    }

    /**
     * Encrypts a message, with a vector that the token makes for it.
     *
     * @param data the message
     * @param aad additional authenticated data
     * @return vector, ciphertext and tag
     */
    public Sealed encrypt(byte[] data, byte[] aad) {
        return Sealed.of(next(ENCRYPT, data, aad));
    }

    /**
     * Decrypts a message.
     *
     * @param message vector, ciphertext and tag
     * @param aad what was given with it
     * @return the message
     * @throws DecryptionFailedException for what was altered, or other additional data
     */
    public byte[] decrypt(Sealed message, byte[] aad) {
        return next(DECRYPT, message.packed(), aad);
    }

    /**
     * Signs a message, or makes its MAC.
     *
     * @param data the message
     * @return the signature
     */
    public byte[] sign(byte[] data) {
        return next(SIGN, data, NOTHING);
    }

    /**
     * Whether the signature, or the MAC, of a message is good. Everything else that goes wrong is an exception.
     *
     * @param data the message
     * @param signature the signature
     * @return whether it is good
     */
    public boolean verify(byte[] data, byte[] signature) {
        return Calls.computing(this, () -> Native.messageVerify(number, data, signature));
    }

    /** Ends the series. To do so twice does nothing. */
    @Override
    public void close() {
        Calls.waiting(this, () -> Native.close(number));
    }
}
