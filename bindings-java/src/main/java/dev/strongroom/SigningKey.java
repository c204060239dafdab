package dev.strongroom;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is done with a key by who holds it: a private key, or a secret key. */
public sealed interface SigningKey permits HsmPrivateKey, HsmSecretKey {
    private HsmKey key() {
        return (HsmKey) this;
    }

    /**
     * Signs data, or makes its MAC.
     *
     * @param mechanism how
     * @param data the data
     * @return the signature
     */
    default byte[] sign(Mechanism mechanism, byte[] data) {
        return key().signing(mechanism, data);
    }

    /**
     * As {@link #sign}, without waiting.
     *
     * @param mechanism how
     * @param data the data, which must not change until then
     * @return the signature, in time
     */
    default CompletableFuture<byte[]> signAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> sign(mechanism, data));
    }

    /**
     * Signs several pieces of data in one exchange: all or none.
     *
     * @param mechanism how
     * @param data the data
     * @return the signatures, in the order of the data
     */
    default List<byte[]> signAll(Mechanism mechanism, List<byte[]> data) {
        return key().signingAll(mechanism, data);
    }

    /**
     * Signs data that comes in parts.
     *
     * @param mechanism how
     * @return the signature, begun
     */
    default Signer signer(Mechanism mechanism) {
        return key().signature(mechanism);
    }

    /**
     * Begins a series of messages that are signed.
     *
     * @param mechanism how
     * @return the series
     */
    default Messages messagesToSign(Mechanism mechanism) {
        return key().series("sign", mechanism);
    }

    /**
     * Decrypts data.
     *
     * @param mechanism how it was encrypted
     * @param data the ciphertext
     * @return the data
     * @throws DecryptionFailedException when it was altered, or with another key or mechanism
     */
    default byte[] decrypt(Mechanism mechanism, byte[] data) {
        return key().decrypting(mechanism, data);
    }

    /**
     * As {@link #decrypt}, without waiting.
     *
     * @param mechanism how it was encrypted
     * @param data the ciphertext, which must not change until then
     * @return the data, in time
     */
    default CompletableFuture<byte[]> decryptAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> decrypt(mechanism, data));
    }

    /**
     * Decrypts data that comes in parts. With AES-GCM, AES-CCM and ChaCha20-Poly1305 nothing comes out before the tag was
     * checked.
     *
     * @param mechanism how it was encrypted
     * @return the decryption, begun
     */
    default Decryptor decryptor(Mechanism mechanism) {
        return key().decryption(mechanism);
    }

    /**
     * Begins a series of messages that are decrypted.
     *
     * @param mechanism one for messages: {@link Mechanism#aesGcmMessages}, {@link Mechanism#aesCcmMessages}
     * @return the series
     */
    default Messages messagesToDecrypt(Mechanism mechanism) {
        return key().series("decrypt", mechanism);
    }

    /**
     * A stream that decrypts what is read through it. It has to be closed; closing it closes the other.
     *
     * @param source where the ciphertext comes from
     * @param mechanism how it was encrypted
     * @return the stream
     */
    default InputStream decryptFrom(InputStream source, Mechanism mechanism) {
        return decryptor(mechanism).from(source);
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
    default HsmSecretKey unwrap(byte[] wrapped, Mechanism mechanism, KeySpec.Secret spec) {
        return (HsmSecretKey) key().unwrapping(mechanism, wrapped, null, spec);
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
    default HsmPrivateKey unwrap(byte[] wrapped, Mechanism mechanism, KeySpec.Pair spec) {
        return (HsmPrivateKey) key().unwrapping(mechanism, wrapped, null, spec);
    }

    /**
     * Makes the secret key that was wrapped like a message ({@link VerifyingKey#wrapAuthenticated}).
     *
     * @param wrapped what was wrapped
     * @param mechanism how it was
     * @param aad what was given with it
     * @param spec its kind, and how it is called and used
     * @return the key
     * @throws WrappedKeyException for what was altered, or other additional data
     */
    default HsmSecretKey unwrapAuthenticated(Sealed wrapped, Mechanism mechanism, byte[] aad, KeySpec.Secret spec) {
        return (HsmSecretKey) key().unwrapping(mechanism, wrapped.packed(), aad, spec);
    }

    /**
     * Makes the private key that was wrapped like a message ({@link VerifyingKey#wrapAuthenticated}).
     *
     * @param wrapped what was wrapped
     * @param mechanism how it was
     * @param aad what was given with it
     * @param spec its kind, and how it is called and used
     * @return the key
     * @throws WrappedKeyException for what was altered, or other additional data
     */
    default HsmPrivateKey unwrapAuthenticated(Sealed wrapped, Mechanism mechanism, byte[] aad, KeySpec.Pair spec) {
        return (HsmPrivateKey) key().unwrapping(mechanism, wrapped.packed(), aad, spec);
    }

    /**
     * Makes a secret key from this one.
     *
     * @param mechanism how
     * @param spec its kind, and how it is called and used
     * @return the key
     */
    default HsmSecretKey derive(Mechanism mechanism, KeySpec.Secret spec) {
        return key().deriving(mechanism, spec);
    }
}
