package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.jca.HsmProvider;
import dev.strongroom.tests.Place;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A provider of a token, and its key store, for tests that check its results with Java's own providers. */
abstract class Provided {
    static final byte[] DATA = "some data, and a little more".getBytes(StandardCharsets.UTF_8);
    static final byte[] MUCH = new byte[200_000];
    static final Provider EC = Security.getProvider("SunEC");
    static final Provider RSA = Security.getProvider("SunRsaSign");
    /** For what this Java does not have. */
    static final Provider BC = new BouncyCastleProvider();
    static Place place;
    static HsmProvider provider;
    static KeyStore store;

    @BeforeAll
    static void open() throws Exception {
        // Java keeps the source of random numbers that it finds first; some of these tests have the provider stand first.
        KeyPairGenerator.getInstance("EC", EC).generateKeyPair();
        place = Place.embedded(4);
        provider = configured(0, "");
        store = KeyStore.getInstance("Strongroom", provider);
        store.load(null, Place.PIN.toCharArray());
        new java.util.Random(1).nextBytes(MUCH);
    }

    @AfterAll
    static void close() throws Exception {
        provider.session().slot().hsm().close();
        place.close();
    }

    static HsmProvider configured(int token, String more) {
        return (HsmProvider) new HsmProvider().configure("url=" + place.url + ";token=strongroom-" + token + more);
    }

    static KeyPair pair(String algorithm, String parameter) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(parameter));
        } else if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        } else if (parameter != null) {
            generator.initialize(new NamedParameterSpec(parameter));
        }
        return generator.generateKeyPair();
    }

    /** What one encrypts the other decrypts. */
    static void sameKey(SecretKey outside, SecretKey inside) throws GeneralSecurityException {
        Cipher theirs = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
        theirs.init(Cipher.ENCRYPT_MODE, outside, new IvParameterSpec(new byte[16]));
        Cipher ours = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        ours.init(Cipher.DECRYPT_MODE, inside, new IvParameterSpec(new byte[16]));
        assertArrayEquals(DATA, ours.doFinal(theirs.doFinal(DATA)));
    }

    /** Signs with ours, and verifies with theirs and with ours. */
    static void signs(KeyPair pair, String name, Provider theirs, PSSParameterSpec pss, byte[] data)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(name, provider);
        signing.initSign(pair.getPrivate());
        if (pss != null) {
            signing.setParameter(pss);
        }
        signing.update(data);
        byte[] signature = signing.sign();
        signing.update(data);
        byte[] second = signing.sign();
        PublicKey publicKey = pair.getPublic();
        if (theirs == BC) {
            publicKey = KeyFactory.getInstance(publicKey.getAlgorithm(), BC)
                    .generatePublic(new X509EncodedKeySpec(publicKey.getEncoded()));
        }
        Signature outside = Signature.getInstance(name, theirs);
        outside.initVerify(publicKey);
        if (pss != null) {
            outside.setParameter(pss);
        }
        for (byte[] each : List.of(signature, second)) {
            outside.update(data);
            assertTrue(outside.verify(each), name);
        }
        Signature inside = Signature.getInstance(name, provider);
        inside.initVerify(pair.getPublic());
        if (pss != null) {
            inside.setParameter(pss);
        }
        inside.update(data);
        assertTrue(inside.verify(signature), name);
        byte[] altered = data.clone();
        altered[0] ^= 1;
        inside.update(altered);
        assertFalse(inside.verify(signature), name);
    }
}
