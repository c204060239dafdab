package dev.strongroom.tests;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that Bouncy Castle makes with keys of a provider. */
final class Certificates {
    private static long serial = 1;

    private Certificates() {}

    static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "Ed25519";
            default -> key.getAlgorithm();
        };
    }

    static X509Certificate root(KeyPair pair, Provider provider) throws Exception {
        String name = "CN=Root " + pair.getPublic().getAlgorithm();
        return made(name, name, pair.getPublic(), pair.getPrivate(), provider, true);
    }

    static X509Certificate leaf(PublicKey key, PrivateKey issuer, Provider provider) throws Exception {
        return made("CN=localhost", "CN=Root " + issuer.getAlgorithm(), key, issuer, provider, false);
    }

    private static X509Certificate made(
            String subject, String issuer, PublicKey key, PrivateKey signing, Provider provider, boolean authority)
            throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Name(subject),
                key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            GeneralName[] names = {new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")};
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        ContentSigner signer =
                new JcaContentSignerBuilder(algorithm(signing)).setProvider(provider).build(signing);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
