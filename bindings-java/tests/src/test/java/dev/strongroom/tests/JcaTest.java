package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.Cka;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Session;
import dev.strongroom.jca.HsmProvider;
import dev.strongroom.jca.TokenKeySpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The provider, whose results are checked by Java's own. */
class JcaTest {
    private static final byte[] DATA = "some data, and a little more".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MUCH = new byte[200_000];
    private static final Provider EC = Security.getProvider("SunEC");
    private static final Provider RSA = Security.getProvider("SunRsaSign");
    /** For what this Java does not have. */
    private static final Provider BC = new BouncyCastleProvider();
    private static Place place;
    private static HsmProvider provider;
    private static KeyStore store;

    @BeforeAll
    static void open() throws Exception {
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

    private static HsmProvider configured(int token, String more) {
        return (HsmProvider) new HsmProvider().configure("url=" + place.url + ";token=strongroom-" + token + more);
    }

    private static KeyPair pair(String algorithm, String parameter) throws GeneralSecurityException {
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

    /** Signs with ours, and verifies with theirs and with ours. */
    private static void signs(KeyPair pair, String name, Provider theirs, PSSParameterSpec pss, byte[] data)
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
        inside.update(data, 0, data.length - 1);
        assertFalse(inside.verify(signature), name);
    }

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

    @Test
    void keysOfOthersAreForOthers() throws Exception {
        Security.insertProviderAt(provider, 1);
        try {
            KeyPairGenerator outside = KeyPairGenerator.getInstance("EC", "SunEC");
            outside.initialize(256);
            KeyPair software = outside.generateKeyPair();
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(software.getPrivate());
            signing.update(DATA);
            byte[] signature = signing.sign();
            assertEquals("SunEC", signing.getProvider().getName());
            signing.initVerify(software.getPublic());
            signing.update(DATA);
            assertTrue(signing.verify(signature));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            assertEquals("SunJCE", cipher.getProvider().getName());
            Signature ours = Signature.getInstance("SHA256withECDSA", provider);
            assertThrows(InvalidKeyException.class, () -> ours.initSign(software.getPrivate()));
            Signature found = Signature.getInstance("SHA256withECDSA");
            found.initSign(pair("EC", "secp256r1").getPrivate());
            assertSame(provider, found.getProvider());
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    @Test
    void ciphers() throws Exception {
        byte[] value = new byte[32];
        new SecureRandom().nextBytes(value);
        for (String name : List.of("AES/CBC/PKCS5Padding", "AES/CBC/NoPadding", "AES/CTR/NoPadding", "AES/GCM/NoPadding",
                "AES/ECB/NoPadding", "ChaCha20-Poly1305", "DESede/CBC/PKCS5Padding")) {
            String algorithm = name.replaceFirst("[-/].*", "");
            SecretKey outside = new SecretKeySpec(algorithm.equals("DESede") ? Arrays.copyOf(value, 24) : value, algorithm);
            SecretKey inside = SecretKeyFactory.getInstance(algorithm, provider).translateKey(outside);
            assertNull(inside.getEncoded());
            assertEquals(algorithm, inside.getAlgorithm());
            byte[] data = name.contains("/NoPadding") ? Arrays.copyOf(MUCH, 4096) : Arrays.copyOf(MUCH, 5001);
            boolean aead = name.matches(".*(GCM|Poly1305).*");
            for (int size : new int[] {0, 1, 16, 1000, data.length}) {
                Cipher ours = Cipher.getInstance(name, provider);
                ours.init(Cipher.ENCRYPT_MODE, size == 1 ? outside : inside);
                if (aead) {
                    ours.updateAAD(DATA);
                }
                byte[] sealed = inParts(ours, data, size);
                Cipher theirs = Cipher.getInstance(name, "SunJCE");
                theirs.init(Cipher.DECRYPT_MODE, outside, ours.getParameters());
                if (aead) {
                    theirs.updateAAD(DATA);
                }
                assertArrayEquals(data, theirs.doFinal(sealed), name + size);
                ours.init(Cipher.DECRYPT_MODE, inside, ours.getParameters());
                if (aead) {
                    ours.updateAAD(DATA);
                }
                assertArrayEquals(data, inParts(ours, sealed, size), name + size);
                if (aead) {
                    sealed[3] ^= 1;
                    ours.init(Cipher.DECRYPT_MODE, inside, ours.getParameters());
                    ours.updateAAD(DATA);
                    assertThrows(AEADBadTagException.class, () -> inParts(ours, sealed, size), name + size);
                }
            }
        }
    }

    @Test
    void vectorsAreUsedOnce() throws Exception {
        SecretKey aes = new SecretKeySpec(new byte[16], "AES");
        SecretKey inside = SecretKeyFactory.getInstance("AES", provider).translateKey(aes);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
        GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        gcm.init(Cipher.ENCRYPT_MODE, inside, parameters);
        byte[] sealed = gcm.doFinal(DATA);
        assertThrows(IllegalStateException.class, () -> gcm.doFinal(DATA));
        assertThrows(GeneralSecurityException.class, () -> gcm.init(Cipher.ENCRYPT_MODE, inside, parameters));
        sealed[3] ^= 1;
        gcm.init(Cipher.DECRYPT_MODE, inside, parameters);
        assertThrows(AEADBadTagException.class, () -> gcm.doFinal(sealed));
        byte[] out = new byte[DATA.length + 16];
        gcm.init(Cipher.ENCRYPT_MODE, inside, new GCMParameterSpec(128, new byte[13]));
        assertEquals(out.length, gcm.doFinal(DATA, 0, DATA.length, out, 0));
        gcm.init(Cipher.WRAP_MODE, inside);
        assertEquals(32, gcm.wrap(aes).length);
        assertThrows(IllegalStateException.class, () -> gcm.wrap(aes));
    }

    /** What does not fit is said before anything is lost. */
    @Test
    void buffersThatAreTooSmall() throws Exception {
        SecretKey inside = KeyGenerator.getInstance("AES", provider).generateKey();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, inside);
        byte[] out = new byte[48];
        assertThrows(ShortBufferException.class, () -> cipher.update(MUCH, 0, 40, out, 20));
        int length = cipher.update(MUCH, 0, 40, out, 0);
        assertEquals(32, length);
        assertThrows(ShortBufferException.class, () -> cipher.doFinal(out, 33));
        length += cipher.doFinal(out, length);
        assertEquals(48, length);
        Cipher back = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        back.init(Cipher.DECRYPT_MODE, inside, cipher.getParameters());
        assertThrows(ShortBufferException.class, () -> back.doFinal(out, 0, 48, new byte[39], 0));
        assertArrayEquals(Arrays.copyOf(MUCH, 40), back.doFinal(out));
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        cipher.init(Cipher.ENCRYPT_MODE, inside);
        assertEquals(32, cipher.doFinal(ByteBuffer.wrap(MUCH, 0, 20), buffer));
    }

    private static byte[] inParts(Cipher cipher, byte[] data, int size) throws GeneralSecurityException {
        if (size == 0) {
            return cipher.doFinal(data);
        }
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        int step = Math.max(size, data.length / 10);
        int at = 0;
        for (; at + step < data.length; at += step) {
            byte[] part = cipher.update(data, at, step);
            if (part != null) {
                out.writeBytes(part);
            }
        }
        out.writeBytes(cipher.doFinal(data, at, data.length - at));
        return out.toByteArray();
    }

    @Test
    void wrapping() throws Exception {
        byte[] value = new byte[32];
        new SecureRandom().nextBytes(value);
        SecretKey outside = new SecretKeySpec(value, "AES");
        SecretKey inside = SecretKeyFactory.getInstance("AES", provider).translateKey(outside);
        SecretKey content = new SecretKeySpec(Arrays.copyOf(MUCH, 16), "AES");
        for (String name : List.of("AES/KW/NoPadding", "AES/KWP/NoPadding", "AESWrap")) {
            Cipher ours = Cipher.getInstance(name, provider);
            ours.init(Cipher.WRAP_MODE, inside);
            byte[] wrapped = ours.wrap(content);
            Cipher theirs = Cipher.getInstance(name, "SunJCE");
            theirs.init(Cipher.UNWRAP_MODE, outside);
            assertArrayEquals(content.getEncoded(), theirs.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
            theirs.init(Cipher.WRAP_MODE, outside);
            byte[] back = theirs.wrap(content);
            ours.init(Cipher.UNWRAP_MODE, inside);
            SecretKey unwrapped = (SecretKey) ours.unwrap(back, "AES", Cipher.SECRET_KEY);
            sameKey(content, unwrapped);
            ours.init(Cipher.WRAP_MODE, inside);
            assertArrayEquals(back, ours.wrap(unwrapped));
            ours.init(Cipher.ENCRYPT_MODE, inside);
            ours.update(content.getEncoded(), 0, 5);
            assertArrayEquals(back, ours.doFinal(content.getEncoded(), 5, 11));
        }
        KeyPair rsa = pair("RSA", "2048");
        for (String name : List.of("RSA/ECB/PKCS1Padding", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "RSA/ECB/OAEPPadding")) {
            Cipher theirs = Cipher.getInstance(name, "SunJCE");
            theirs.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
            Cipher ours = Cipher.getInstance(name, provider);
            ours.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
            assertArrayEquals(DATA, ours.doFinal(theirs.doFinal(DATA)), name);
            ours.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
            byte[] sealed = ours.doFinal(DATA);
            ours.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
            assertArrayEquals(DATA, ours.doFinal(sealed), name);
            theirs.init(Cipher.WRAP_MODE, rsa.getPublic());
            byte[] wrapped = theirs.wrap(content);
            ours.init(Cipher.UNWRAP_MODE, rsa.getPrivate());
            sameKey(content, (SecretKey) ours.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
        }
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
        OAEPParameterSpec spec = new OAEPParameterSpec(
                "SHA-512", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(DATA));
        oaep.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), spec);
        Cipher theirs = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        theirs.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), oaep.getParameters());
        assertArrayEquals(DATA, oaep.doFinal(theirs.doFinal(DATA)));
    }

    /** What one encrypts the other decrypts. */
    private static void sameKey(SecretKey outside, SecretKey inside) throws GeneralSecurityException {
        Cipher theirs = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
        theirs.init(Cipher.ENCRYPT_MODE, outside, new IvParameterSpec(new byte[16]));
        Cipher ours = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        ours.init(Cipher.DECRYPT_MODE, inside, new IvParameterSpec(new byte[16]));
        assertArrayEquals(DATA, ours.doFinal(theirs.doFinal(DATA)));
    }

    @Test
    void agreement() throws Exception {
        for (List<String> row : List.of(
                List.of("EC", "secp256r1", "ECDH"), List.of("EC", "secp521r1", "ECDH"),
                List.of("XDH", "X25519", "XDH"), List.of("XDH", "X448", "X448"))) {
            KeyPair mine = pair(row.get(0), row.get(1));
            KeyPairGenerator generator = KeyPairGenerator.getInstance(row.get(0), "SunEC");
            generator.initialize(row.get(0).equals("EC") ? new ECGenParameterSpec(row.get(1)) : new NamedParameterSpec(row.get(1)));
            KeyPair yours = generator.generateKeyPair();
            KeyAgreement ours = KeyAgreement.getInstance(row.get(2), provider);
            ours.init(mine.getPrivate());
            ours.doPhase(yours.getPublic(), true);
            KeyAgreement theirs = KeyAgreement.getInstance(row.get(2), "SunEC");
            theirs.init(yours.getPrivate());
            theirs.doPhase(mine.getPublic(), true);
            assertArrayEquals(theirs.generateSecret(), ours.generateSecret(), row.toString());
            ours.doPhase(yours.getPublic(), true);
            assertNull(ours.generateSecret("AES").getEncoded());
        }
    }

    @Test
    void macsAndDigestsAndRandom() throws Exception {
        SecretKey outside = new SecretKeySpec(Arrays.copyOf(MUCH, 40), "HmacSHA256");
        SecretKey inside = SecretKeyFactory.getInstance("HmacSHA256", provider).generateSecret(new SecretKeySpec(outside.getEncoded(), "HmacSHA256"));
        for (byte[] data : List.of(DATA, MUCH)) {
            Mac theirs = Mac.getInstance("HmacSHA256", "SunJCE");
            theirs.init(outside);
            byte[] wanted = theirs.doFinal(data);
            for (SecretKey key : List.of(inside, outside)) {
                Mac ours = Mac.getInstance("HmacSHA256", provider);
                ours.init(key);
                assertArrayEquals(wanted, ours.doFinal(data));
                ours.update(data, 0, 5);
                assertArrayEquals(wanted, ours.doFinal(Arrays.copyOfRange(data, 5, data.length)));
            }
            for (Map.Entry<String, Integer> hash : Mechanism.hashes().entrySet()) {
                String upper = hash.getKey().toUpperCase(java.util.Locale.ROOT);
                String name = upper.startsWith("SHA3-") ? upper : upper.replace("SHA", "SHA-").replace("512-", "512/");
                Provider sun = Security.getProvider("SUN");
                assertArrayEquals(
                        MessageDigest.getInstance(name, sun.getService("MessageDigest", name) == null ? BC : sun).digest(data),
                        MessageDigest.getInstance(name, provider).digest(data), name);
            }
        }
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA512", provider);
        Mac mac = Mac.getInstance("HmacSHA512", provider);
        mac.init(generator.generateKey());
        assertEquals(64, mac.doFinal(DATA).length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256", provider);
        digest.update(DATA);
        MessageDigest copy = (MessageDigest) digest.clone();
        assertArrayEquals(digest.digest(), copy.digest());
        SecureRandom random = SecureRandom.getInstance("Strongroom", provider);
        assertFalse(Arrays.equals(random.generateSeed(32), random.generateSeed(32)));
        Mac cmac = Mac.getInstance("AESCMAC", provider);
        cmac.init(new SecretKeySpec(new byte[16], "AES"));
        assertEquals(16, cmac.doFinal(DATA).length);
    }

    @Test
    void keysComeIn() throws Exception {
        for (List<String> row : List.of(List.of("RSA", "SHA256withRSA"), List.of("EC", "SHA256withECDSA"), List.of("Ed25519", "Ed25519"))) {
            KeyPair outside = KeyPairGenerator.getInstance(row.get(0)).generateKeyPair();
            KeyFactory factory = KeyFactory.getInstance(row.get(0), provider);
            PrivateKey inside = factory.generatePrivate(new PKCS8EncodedKeySpec(outside.getPrivate().getEncoded()));
            assertNull(inside.getEncoded());
            signs(new KeyPair(outside.getPublic(), inside), row.get(1), row.get(0).equals("RSA") ? RSA : EC, null, DATA);
            assertEquals(outside.getPublic(), factory.generatePublic(new X509EncodedKeySpec(outside.getPublic().getEncoded())));
            assertNull(((PrivateKey) factory.translateKey(outside.getPrivate())).getEncoded());
            assertThrows(GeneralSecurityException.class, () -> factory.getKeySpec(inside, PKCS8EncodedKeySpec.class));
        }
    }

    @Test
    void entriesOfAKeyStore() throws Exception {
        Session session = provider.session();
        session.generate(KeySpec.ec("P-256").label("bare").id(new byte[] {7}).persist());
        session.generate(KeySpec.aes(256).label("secret").persist());
        session.generate(KeySpec.aes(256).id(new byte[] {1, (byte) 0xab}).persist());
        String nameless = new String(
                (byte[]) session.generate(KeySpec.aes(256).persist()).get(Cka.CKA_UNIQUE_ID), StandardCharsets.UTF_8);
        session.generate(KeySpec.aes(256).label("goes with the session"));
        List<String> aliases = Collections.list(store.aliases());
        assertTrue(aliases.containsAll(List.of("bare", "secret", "01ab", nameless)), aliases.toString());
        assertFalse(aliases.contains("goes with the session"));
        assertTrue(store.isKeyEntry("bare") && store.isKeyEntry("secret"));
        assertNull(store.getCertificateChain("bare"));
        PrivateKey bare = (PrivateKey) store.getKey("bare", null);
        assertNotNull(bare);
        KeyStore synthetic = KeyStore.getInstance("Strongroom", configured(0, ";synthetic-certificates=true"));
        synthetic.load(null, Place.PIN.toCharArray());
        Certificate[] chain = synthetic.getCertificateChain("bare");
        chain[0].verify(chain[0].getPublicKey());
        assertTrue(synthetic.entryInstanceOf("bare", KeyStore.PrivateKeyEntry.class));

        KeyPair pair = pair("EC", "secp256r1");
        byte[] der = ((dev.strongroom.HsmPrivateKey) session.keyWith(pair.getPublic().getEncoded()).orElseThrow())
                .selfSigned(Mechanism.ecdsa("SHA-256"), "stored");
        Certificate certificate = java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(der));
        store.setKeyEntry("stored", pair.getPrivate(), null, new Certificate[] {certificate});
        KeyStore again = KeyStore.getInstance("Strongroom", provider);
        again.load(null, Place.PIN.toCharArray());
        KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) again.getEntry("stored", null);
        signs(new KeyPair(entry.getCertificate().getPublicKey(), entry.getPrivateKey()), "SHA256withECDSA", EC, null, DATA);
        assertEquals("stored", again.getCertificateAlias(certificate));
        assertFalse(Collections.list(again.aliases()).contains("stored/" + "stored"));
        again.setCertificateEntry("trusted", certificate);
        assertTrue(again.isCertificateEntry("trusted"));
        again.setKeyEntry("outside", new SecretKeySpec(new byte[32], "AES"), null, null);
        sameKey(new SecretKeySpec(new byte[32], "AES"), (SecretKey) again.getKey("outside", null));
        for (String alias : List.of("stored", "trusted", "outside", "bare", "secret", "01ab", nameless)) {
            again.deleteEntry(alias);
            assertFalse(again.containsAlias(alias));
        }
        assertFalse(Collections.list(store.aliases()).contains("stored"));
        IOException wrong = assertThrows(IOException.class, () -> store.load(null, "0000".toCharArray()));
        assertTrue(wrong.getCause() instanceof java.security.UnrecoverableKeyException);
    }

    @Test
    void labelsThatAreTheSame() throws Exception {
        Session session = provider.session();
        for (byte id = 1; id <= 2; id++) {
            session.generate(KeySpec.ec("P-256").label("twin").id(new byte[] {id}).persist());
        }
        session.generate(KeySpec.aes(128).label("twin").id(new byte[] {2}).persist());
        List<String> aliases = Collections.list(store.aliases());
        assertTrue(aliases.containsAll(List.of("twin/01", "twin/02", "twin/02/2")), aliases.toString());
        for (String alias : List.of("twin/01", "twin/02", "twin/02/2")) {
            assertNotNull(store.getKey(alias, null), alias);
            store.deleteEntry(alias);
        }
    }

    /** Two instances, one of them at a service, and their providers side by side. */
    @Test
    void loginByCallback() throws Exception {
        HsmProvider first = configured(1, ";name=First");
        Place other = Place.served(1);
        HsmProvider second = (HsmProvider) new HsmProvider().configure(
                "url=" + other.url + ";token=strongroom-0;name=Second");
        assertEquals("Strongroom-First", first.getName());
        Security.addProvider(first);
        Security.addProvider(second);
        try {
            first.login(null, callbacks -> {
                for (Callback callback : callbacks) {
                    ((PasswordCallback) callback).setPassword(Place.PIN.toCharArray());
                }
            });
            KeyPair pair = KeyPairGenerator.getInstance("EC", "Strongroom-First").generateKeyPair();
            assertThrows(java.security.ProviderException.class,
                    () -> KeyPairGenerator.getInstance("EC", "Strongroom-Second").generateKeyPair());
            assertThrows(FailedLoginException.class, () -> second.login(null, callbacks ->
                    ((PasswordCallback) callbacks[0]).setPassword("1111".toCharArray())));
            assertThrows(LoginException.class, () -> second.login(null, null));
            second.setCallbackHandler(callbacks ->
                    ((PasswordCallback) callbacks[0]).setPassword(Place.PIN.toCharArray()));
            KeyPair served = KeyPairGenerator.getInstance("EC", "Strongroom-Second").generateKeyPair();
            for (KeyPair each : List.of(pair, served)) {
                Signature signing = Signature.getInstance("SHA256withECDSA");
                signing.initSign(each.getPrivate());
                signing.update(DATA);
                assertTrue(signing.sign().length > 60);
            }
            first.logout();
            Signature gone = Signature.getInstance("SHA256withECDSA", first);
            gone.initSign(pair.getPrivate());
            gone.update(DATA);
            assertThrows(java.security.SignatureException.class, gone::sign);
        } finally {
            Security.removeProvider("Strongroom-First");
            Security.removeProvider("Strongroom-Second");
            second.session().slot().hsm().close();
            other.close();
        }
    }

    @Test
    void whatIsSaidOfAKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(new TokenKeySpec(KeySpec.rsa(2048).label("said").persist()));
        generator.generateKeyPair();
        assertTrue(store.isKeyEntry("said"));
        store.deleteEntry("said");
        assertThrows(java.security.InvalidParameterException.class, () -> new HsmProvider().configure("url=x;colour=red"));
    }

    @Test
    void everyServiceIsThere() throws Exception {
        for (Provider.Service service : provider.getServices()) {
            assertNotNull(service.newInstance(null), service.toString());
        }
    }
}
