package dev.strongroom;

import java.util.Optional;

/** A public key. */
public final class HsmPublicKey extends HsmKey implements VerifyingKey {
    HsmPublicKey(Session session, long number) {
        super(session, number);
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
