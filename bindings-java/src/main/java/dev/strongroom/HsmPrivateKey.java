package dev.strongroom;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A private key. It stays in the token. */
public final class HsmPrivateKey extends HsmKey {
    HsmPrivateKey(Session session, long number) {
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
     * Signs data so that it can be recovered from the signature (RSA).
     *
     * @param mechanism how
     * @param data the data
     * @return the signature
     */
    public byte[] signRecover(Mechanism mechanism, byte[] data) {
        return signingRecoverably(mechanism, data);
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
     * Its public key.
     *
     * @return the key, if the token has it
     */
    public Optional<HsmPublicKey> publicKey() {
        return related("public").map(HsmPublicKey.class::cast);
    }

    /**
     * Its certificate.
     *
     * @return the certificate, if the token has it
     */
    public Optional<HsmCertificate> certificate() {
        return related("certificate").map(HsmCertificate.class::cast);
    }

    /**
     * Its certificate and those of its issuers, as far as the token has them.
     *
     * @return the key's own first
     */
    public List<HsmCertificate> chain() {
        long[] numbers = Calls.waiting(this, () -> Native.chain(number));
        return LongStream.of(numbers).mapToObj(each -> new HsmCertificate(session(), each)).toList();
    }

    /**
     * A certificate that the key signs for itself: it says what the public key is, and nothing else. It is not put into
     * the token.
     *
     * @param mechanism how it is signed
     * @param commonName the subject's common name
     * @return the certificate, DER
     * @throws MechanismInvalidException for a mechanism that X.509 has no algorithm for
     */
    public byte[] selfSigned(Mechanism mechanism, String commonName) {
        Mechanism.Made made = mechanism.made();
        return Calls.computing(this, made, () ->
                session().asking(() -> Native.selfSigned(number, made.number, commonName)));
    }

    /**
     * Makes the secret key that somebody encapsulated for this key, with ML-KEM.
     *
     * @param ciphertext what came with it
     * @param spec its kind, and how it is called and used
     * @return the key
     */
    public HsmSecretKey decapsulate(byte[] ciphertext, KeySpec.Secret spec) {
        return decapsulate(Mechanism.mlKem(), ciphertext, spec);
    }

    /**
     * Makes the secret key that somebody encapsulated for this key.
     *
     * @param mechanism how it was
     * @param ciphertext what came with it
     * @param spec its kind, and how it is called and used
     * @return the key
     */
    public HsmSecretKey decapsulate(Mechanism mechanism, byte[] ciphertext, KeySpec.Secret spec) {
        return decapsulating(mechanism, ciphertext, spec);
    }
}
