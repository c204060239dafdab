package dev.strongroom;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A secret key. It stays in the token. */
public final class HsmSecretKey extends HsmKey {
    HsmSecretKey(Session session, long number) {
        super(session, number);
    }

    /**
     * Signs data, or makes its MAC.
     *
     * @param mechanism how
     * @param data the data
     * @return the signature
     */
    public byte[] sign(Mechanism mechanism, byte[] data) {
        return signing(mechanism, data);
    }

    /**
     * As {@link #sign}, without waiting.
     *
     * @param mechanism how
     * @param data the data, which must not change until then
     * @return the signature, in time
     */
    public CompletableFuture<byte[]> signAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> sign(mechanism, data));
    }

    /**
     * Signs several pieces of data in one exchange: all or none.
     *
     * @param mechanism how
     * @param data the data
     * @return the signatures, in the order of the data
     */
    public List<byte[]> signAll(Mechanism mechanism, List<byte[]> data) {
        return signingAll(mechanism, data);
    }

    /**
     * Signs data that comes in parts.
     *
     * @param mechanism how
     * @return the signature, begun
     */
    public Signer signer(Mechanism mechanism) {
        return signature(mechanism);
    }

    /**
     * Whether a signature, or a MAC, is good. Everything else that goes wrong is an exception.
     *
     * @param mechanism how it was made
     * @param data the data
     * @param signature the signature
     * @return whether it is good
     */
    public boolean verify(Mechanism mechanism, byte[] data, byte[] signature) {
        return verifying(mechanism, data, signature);
    }

    /**
     * As {@link #verify}, without waiting.
     *
     * @param mechanism how it was made
     * @param data the data, which must not change until then
     * @param signature the signature
     * @return whether it is good, in time
     */
    public CompletableFuture<Boolean> verifyAsync(Mechanism mechanism, byte[] data, byte[] signature) {
        return Calls.async(() -> verify(mechanism, data, signature));
    }

    /**
     * Verifies a signature of data that comes in parts.
     *
     * @param mechanism how it was made
     * @return the verification, begun
     */
    public Verifier verifier(Mechanism mechanism) {
        return verification(mechanism);
    }

    /**
     * Encrypts data. With AES-GCM and AES-CCM the tag follows the ciphertext.
     *
     * @param mechanism how
     * @param data the data
     * @return the ciphertext
     */
    public byte[] encrypt(Mechanism mechanism, byte[] data) {
        return encrypting(mechanism, data);
    }

    /**
     * As {@link #encrypt}, without waiting.
     *
     * @param mechanism how
     * @param data the data, which must not change until then
     * @return the ciphertext, in time
     */
    public CompletableFuture<byte[]> encryptAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> encrypt(mechanism, data));
    }

    /**
     * Encrypts data that comes in parts.
     *
     * @param mechanism how
     * @return the encryption, begun
     */
    public Encryptor encryptor(Mechanism mechanism) {
        return encryption(mechanism);
    }

    /**
     * A stream that encrypts what is written to it. It has to be closed; closing it closes the other.
     *
     * @param sink where the ciphertext goes
     * @param mechanism how
     * @return the stream
     */
    public OutputStream encryptTo(OutputStream sink, Mechanism mechanism) {
        return encryptor(mechanism).to(sink);
    }

    /**
     * Decrypts data.
     *
     * @param mechanism how it was encrypted
     * @param data the ciphertext
     * @return the data
     * @throws DecryptionFailedException when it was altered, or with another key or mechanism
     */
    public byte[] decrypt(Mechanism mechanism, byte[] data) {
        return decrypting(mechanism, data);
    }

    /**
     * As {@link #decrypt}, without waiting.
     *
     * @param mechanism how it was encrypted
     * @param data the ciphertext, which must not change until then
     * @return the data, in time
     */
    public CompletableFuture<byte[]> decryptAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> decrypt(mechanism, data));
    }

    /**
     * Decrypts data that comes in parts. With AES-GCM and AES-CCM nothing comes out before the tag was checked.
     *
     * @param mechanism how it was encrypted
     * @return the decryption, begun
     */
    public Decryptor decryptor(Mechanism mechanism) {
        return decryption(mechanism);
    }

    /**
     * A stream that decrypts what is read through it. It has to be closed; closing it closes the other.
     *
     * @param source where the ciphertext comes from
     * @param mechanism how it was encrypted
     * @return the stream
     */
    public InputStream decryptFrom(InputStream source, Mechanism mechanism) {
        return decryptor(mechanism).from(source);
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
        return decrypt(Mechanism.gcm(sealed.iv()).aad(aad).tagLength(sealed.tag().length), text);
    }

    /**
     * Another key of the token, encrypted under this one.
     *
     * @param key the other key
     * @param mechanism how
     * @return the key, wrapped
     * @throws KeyUnextractableException when it is not to leave the token
     */
    public byte[] wrap(HsmKey key, Mechanism mechanism) {
        return wrapping(mechanism, key);
    }

    /**
     * Makes the secret key that was wrapped.
     *
     * @param wrapped what was wrapped
     * @param mechanism how it was
     * @param spec its kind, and how it is called and used
     * @return the key
     * @throws WrappedKeyException when it is none
     */
    public HsmSecretKey unwrap(byte[] wrapped, Mechanism mechanism, KeySpec.Secret spec) {
        return (HsmSecretKey) unwrapping(mechanism, wrapped, spec);
    }

    /**
     * Makes the private key that was wrapped.
     *
     * @param wrapped what was wrapped
     * @param mechanism how it was
     * @param spec its kind, and how it is called and used
     * @return the key
     * @throws WrappedKeyException when it is none
     */
    public HsmPrivateKey unwrap(byte[] wrapped, Mechanism mechanism, KeySpec.Pair spec) {
        return (HsmPrivateKey) unwrapping(mechanism, wrapped, spec);
    }

    /**
     * Makes a secret key from this one.
     *
     * @param mechanism how
     * @param spec its kind, and how it is called and used
     * @return the key
     */
    public HsmSecretKey derive(Mechanism mechanism, KeySpec.Secret spec) {
        return deriving(mechanism, spec);
    }
}
