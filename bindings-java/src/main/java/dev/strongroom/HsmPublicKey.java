package dev.strongroom;

import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A public key. */
public final class HsmPublicKey extends HsmKey {
    HsmPublicKey(Session session, long number) {
        super(session, number);
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
     * Verifies a signature that has the data in it (RSA).
     *
     * @param mechanism how it was made
     * @param signature the signature
     * @return the data
     * @throws BadSignatureException when it is not good
     */
    public byte[] verifyRecover(Mechanism mechanism, byte[] signature) {
        return recovering(mechanism, signature);
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
     * The public key, as people exchange it.
     *
     * @param form {@code der} or {@code pem} of a SubjectPublicKeyInfo, {@code ssh}, {@code jwk}
     * @return it
     */
    public byte[] publicKey(String form) {
        return publicKeyAs(form);
    }

    /**
     * Its private key.
     *
     * @return the key, if the token has it and somebody is logged in
     */
    public Optional<HsmPrivateKey> privateKey() {
        return related("private").map(HsmPrivateKey.class::cast);
    }

    /**
     * Makes a secret key for the owner of this key, with ML-KEM.
     *
     * @param spec its kind, and how it is called and used
     * @return the ciphertext for the owner, and the key
     */
    public Encapsulated encapsulate(KeySpec.Secret spec) {
        return encapsulate(Mechanism.mlKem(), spec);
    }

    /**
     * Makes a secret key for the owner of this key.
     *
     * @param mechanism how
     * @param spec its kind, and how it is called and used
     * @return the ciphertext for the owner, and the key
     */
    public Encapsulated encapsulate(Mechanism mechanism, KeySpec.Secret spec) {
        return encapsulating(mechanism, spec);
    }
}
