package dev.strongroom;

import java.util.Arrays;

/** A secret key. It stays in the token. */
public final class HsmSecretKey extends HsmKey implements SigningKey, VerifyingKey {
    HsmSecretKey(Session session, long number) {
        super(session, number);
    }

    /**
     * Encrypts with AES-GCM and a vector that is drawn for it.
     *
     * @param data the data
     * @param aad additional authenticated data
     * @return vector, ciphertext and tag
     */
    public Sealed seal(byte[] data, byte[] aad) {
        return Sealed.ofBytes(Calls.computing(this, () -> Native.seal(number, data, aad)));
    }

    /**
     * Decrypts what was sealed.
     *
     * @param sealed vector, ciphertext and tag
     * @param aad what was given with the data
     * @return the data
     * @throws DecryptionFailedException for what was altered, or other additional data
     */
    public byte[] unseal(Sealed sealed, byte[] aad) {
        byte[] text = Arrays.copyOf(sealed.ciphertext(), sealed.ciphertext().length + sealed.tag().length);
        System.arraycopy(sealed.tag(), 0, text, sealed.ciphertext().length, sealed.tag().length);
        return decrypt(Mechanism.aesGcm(sealed.iv()).aad(aad).tagLen(sealed.tag().length), text);
    }
}
