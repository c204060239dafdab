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
        return key().wrapping(mechanism, key);
    }
}
