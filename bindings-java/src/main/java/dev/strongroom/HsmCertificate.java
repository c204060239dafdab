package dev.strongroom;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** An X.509 certificate. */
public final class HsmCertificate extends HsmObject {
    HsmCertificate(Session session, long number) {
        super(session, number);
    }

    /**
     * All of it.
     *
     * @return DER
     */
    public byte[] der() {
        return bytes(Cka.CKA_VALUE);
    }

    /**
     * It, as Java has certificates.
     *
     * @return the certificate
     * @throws CertificateException for what Java cannot read
     */
    public X509Certificate toX509() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der()));
    }

    /**
     * The private key that belongs to it.
     *
     * @return the key, if the token has it and somebody is logged in
     */
    public Optional<HsmPrivateKey> privateKey() {
        return related("private").map(HsmPrivateKey.class::cast);
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
}
