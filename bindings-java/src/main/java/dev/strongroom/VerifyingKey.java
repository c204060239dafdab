package dev.strongroom;

import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** What is done with a key by the others: a public key, or a secret key. */
public sealed interface VerifyingKey permits HsmPublicKey, HsmSecretKey {
    private HsmKey key() {
        return (HsmKey) this;
    }

    /**
     * Whether a signature, or a MAC, is good. Everything else that goes wrong is an exception.
     *
     * @param mechanism how it was made
     * @param data the data
     * @param signature the signature
     * @return whether it is good
     */
    default boolean verify(Mechanism mechanism, byte[] data, byte[] signature) {
        return key().verifying(mechanism, data, signature);
    }

    /**
     * As {@link #verify}, without waiting.
     *
     * @param mechanism how it was made
     * @param data the data, which must not change until then
     * @param signature the signature
     * @return whether it is good, in time
     */
    default CompletableFuture<Boolean> verifyAsync(Mechanism mechanism, byte[] data, byte[] signature) {
        return Calls.async(() -> verify(mechanism, data, signature));
    }

    /**
     * Verifies a signature of data that comes in parts.
     *
     * @param mechanism how it was made
     * @return the verification, begun
     */
    default Verifier verifier(Mechanism mechanism) {
        return key().verification(mechanism);
    }

    /**
     * Verifies a signature of data that comes in parts, where the signature is there before the data.
     *
     * @param mechanism how it was made
     * @param signature the signature
     * @return the verification, begun
     */
    default SignatureVerifier verifier(Mechanism mechanism, byte[] signature) {
        return key().verification(mechanism, signature);
    }

    /**
     * Begins a series of messages that are verified.
     *
     * @param mechanism how they were signed
     * @return the series
     */
    default Messages messagesToVerify(Mechanism mechanism) {
        return key().series("verify", mechanism);
    }

    /**
     * Encrypts data. With AES-GCM, AES-CCM and ChaCha20-Poly1305 the tag follows the ciphertext.
     *
     * @param mechanism how
     * @param data the data
     * @return the ciphertext
     */
    default byte[] encrypt(Mechanism mechanism, byte[] data) {
        return key().encrypting(mechanism, data);
    }

    /**
     * As {@link #encrypt}, without waiting.
     *
     * @param mechanism how
     * @param data the data, which must not change until then
     * @return the ciphertext, in time
     */
    default CompletableFuture<byte[]> encryptAsync(Mechanism mechanism, byte[] data) {
        return Calls.async(() -> encrypt(mechanism, data));
    }

    /**
     * Encrypts data that comes in parts.
     *
     * @param mechanism how
     * @return the encryption, begun
     */
    default Encryptor encryptor(Mechanism mechanism) {
        return key().encryption(mechanism);
    }

    /**
     * Begins a series of messages that are encrypted, with vectors that the token makes, so that none comes twice.
     *
     * @param mechanism one for messages: {@link Mechanism#aesGcmMessages}, {@link Mechanism#aesCcmMessages}
     * @return the series
     */
    default Messages messagesToEncrypt(Mechanism mechanism) {
        return key().series("encrypt", mechanism);
    }

    /**
     * A stream that encrypts what is written to it. It has to be closed; closing it closes the other.
     *
     * @param sink where the ciphertext goes
     * @param mechanism how
     * @return the stream
     */
    default OutputStream encryptTo(OutputStream sink, Mechanism mechanism) {
        return encryptor(mechanism).to(sink);
    }

    /**
     * Another key of the token, encrypted under this one.
     *
     * @param key the other key
     * @param mechanism how
     * @return the key, wrapped
     * @throws KeyUnextractableException when it is not to leave the token
     */
    default byte[] wrap(HsmKey key, Mechanism mechanism) {
        return key().wrapping(mechanism, key, null);
    }

    /**
     * Another key of the token, encrypted under this one like a message: the token makes the vector, and the tag covers
     * additional data as well.
     *
     * @param key the other key
     * @param mechanism one for messages: {@link Mechanism#aesGcmMessages}, {@link Mechanism#aesCcmMessages}
     * @param aad additional authenticated data
     * @return the key, wrapped
     * @throws KeyUnextractableException when it is not to leave the token
     */
    default Sealed wrapAuthenticated(HsmKey key, Mechanism mechanism, byte[] aad) {
        return Sealed.of(key().wrapping(mechanism, key, aad));
    }
}
