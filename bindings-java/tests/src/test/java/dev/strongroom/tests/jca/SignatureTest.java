package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmParameters;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.DSAKey;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.DSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures that others verify. */
class SignatureTest extends Provided {
    @Test
    void signaturesOfCurves() throws Exception {
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            KeyPair pair = pair("EC", curve);
            assertNull(pair.getPrivate().getEncoded());
            assertEquals("EC", pair.getPrivate().getAlgorithm());
            for (String hash : List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256", "SHA3-512")) {
                signs(pair, hash + "withECDSA", EC, null, DATA);
                signs(pair, hash + "withECDSAinP1363Format", EC, null, DATA);
            }
            signs(pair, "SHA256withECDSA", EC, null, MUCH);
        }
        KeyPair digest = pair("EC", "secp256r1");
        signs(digest, "NONEwithECDSA", EC, null, MessageDigest.getInstance("SHA-256").digest(DATA));
        for (String curve : List.of("secp256k1", "brainpoolP256r1", "NIST P-224", "1.2.840.10045.3.1.7")) {
            signs(pair("EC", curve), "SHA256withECDSA", BC, null, DATA);
        }
    }

    @Test
    void signaturesOfEdwards() throws Exception {
        for (String curve : List.of("Ed25519", "Ed448")) {
            KeyPair pair = pair("EdDSA", curve);
            assertEquals("EdDSA", pair.getPublic().getAlgorithm());
            signs(pair, curve, EC, null, DATA);
            signs(pair, "EdDSA", EC, null, MUCH);
        }
    }

    @Test
    void signaturesOfRsa() throws Exception {
        KeyPair pair = pair("RSA", "2048");
        for (String hash : List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256")) {
            signs(pair, hash + "withRSA", RSA, null, DATA);
        }
        signs(pair, "SHA256withRSA", RSA, null, MUCH);
        PSSParameterSpec pss = new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA256, 20, 1);
        signs(pair, "RSASSA-PSS", RSA, pss, DATA);
        Signature named = Signature.getInstance("SHA256withRSAandMGF1", provider);
        named.initSign(pair.getPrivate());
        named.update(DATA);
        byte[] signature = named.sign();
        AlgorithmParameters said = named.getParameters();
        Signature outside = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        outside.setParameter(said.getParameterSpec(PSSParameterSpec.class));
        outside.initVerify(pair.getPublic());
        outside.update(DATA);
        assertTrue(outside.verify(signature));
        Signature early = Signature.getInstance("RSASSA-PSS", provider);
        early.setParameter(pss);
        early.initSign(pair.getPrivate());
        early.update(DATA);
        assertEquals(256, early.sign().length);
    }

    @Test
    void postQuantum() throws Exception {
        Provider sun = Security.getProvider("SUN");
        Provider theirs = sun.getService("Signature", "ML-DSA") != null ? sun : BC;
        for (String set : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
            KeyPair pair = pair("ML-DSA", set);
            signs(pair, "ML-DSA", theirs, null, DATA);
            signs(pair, set, theirs, null, MUCH);
        }
        for (String set : List.of("SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-192f")) {
            KeyPair pair = pair("SLH-DSA", set);
            assertNull(pair.getPrivate().getEncoded());
            signs(pair, "SLH-DSA", BC, null, DATA);
            signs(pair(set, null), set, BC, null, DATA);
            Signature other = Signature.getInstance("SLH-DSA-SHA2-256s", provider);
            assertThrows(InvalidKeyException.class, () -> other.initSign(pair.getPrivate()));
        }
        if (provider.getService("KEM", "ML-KEM") != null) {
            boolean there = Security.getProvider("SunJCE").getService("KEM", "ML-KEM") != null;
            KemByName.agree(provider, there ? Security.getProvider("SunJCE") : provider, pair("ML-KEM", "ML-KEM-768"));
        }
    }

    /** All that Java's own provider has; an order of 160 bits goes with each hash. */
    @Test
    void signaturesOfDsa() throws Exception {
        Provider sun = Security.getProvider("SUN");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA", provider);
        generator.initialize(1024);
        KeyPair small = generator.generateKeyPair();
        assertNull(small.getPrivate().getEncoded());
        assertEquals("DSA", small.getPrivate().getAlgorithm());
        assertEquals(((DSAPublicKey) small.getPublic()).getParams().getQ(), ((DSAKey) small.getPrivate()).getParams().getQ());
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(DATA);
        int count = 0;
        for (Provider.Service service : sun.getServices()) {
            String name = service.getAlgorithm();
            if (service.getType().equals("Signature") && name.contains("withDSA")) {
                signs(small, name, sun, null, name.startsWith("NONE") ? digest : DATA);
                count++;
            }
        }
        assertEquals(20, count);
        signs(small, "SHA256withDSA", sun, null, MUCH);

        KeyPairGenerator outside = KeyPairGenerator.getInstance("DSA", sun);
        outside.initialize(2048);
        KeyPair theirs = outside.generateKeyPair();
        DSAParams domain = ((DSAPublicKey) theirs.getPublic()).getParams();
        generator.initialize(new DSAParameterSpec(domain.getP(), domain.getQ(), domain.getG()));
        signs(generator.generateKeyPair(), "SHA256withDSA", sun, null, DATA);
        PrivateKey inside = (PrivateKey) KeyFactory.getInstance("DSA", provider).translateKey(theirs.getPrivate());
        signs(new KeyPair(theirs.getPublic(), inside), "SHA512withDSA", sun, null, DATA);
        Security.addProvider(provider);
        try {
            Signature found = Signature.getInstance("SHA256withDSA");
            found.initSign(inside);
            assertSame(provider, found.getProvider());
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** What is wrong with a key is said at once. */
    @Test
    void keysOfOtherKinds() throws Exception {
        KeyPair ec = pair("EC", "secp256r1");
        KeyPair ed = pair("EdDSA", "Ed25519");
        for (String name : List.of("SHA256withRSA", "RSASSA-PSS", "SHA256withDSA", "ML-DSA-65", "Ed25519")) {
            Signature signature = Signature.getInstance(name, provider);
            assertThrows(InvalidKeyException.class, () -> signature.initSign(ec.getPrivate()), name);
            assertThrows(InvalidKeyException.class, () -> signature.initVerify(ec.getPublic()), name);
            assertThrows(InvalidKeyException.class, () -> signature.initVerify((PublicKey) null), name);
        }
        Signature other = Signature.getInstance("Ed448", provider);
        assertThrows(InvalidKeyException.class, () -> other.initSign(ed.getPrivate()));
        Signature broken = Signature.getInstance("SHA256withECDSA", provider);
        broken.initVerify(ec.getPublic());
        broken.update(DATA);
        assertFalse(broken.verify(new byte[5]));
    }
}
