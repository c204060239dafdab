package dev.strongroom;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** A private key. It stays in the token. */
public final class HsmPrivateKey extends HsmKey implements SigningKey {
    HsmPrivateKey(Session session, long number) {
        super(session, number);
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
