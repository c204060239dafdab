package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strongroom.jca.HsmProvider;
import dev.strongroom.tests.Place;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Ciphers: what they encrypt and wrap others decrypt, and the other way round. */
class CipherTest extends Provided {
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

    /** What is wrong with a key, and with data, is told apart from what is wrong with the token. */
    @Test
    void whatGoesWrong() throws Exception {
        SecretKey aes = KeyGenerator.getInstance("AES", provider).generateKey();
        SecretKey chacha = KeyGenerator.getInstance("ChaCha20", provider).generateKey();
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
        assertThrows(InvalidKeyException.class, () -> gcm.init(Cipher.ENCRYPT_MODE, chacha));
        Cipher poly = Cipher.getInstance("ChaCha20-Poly1305", provider);
        assertThrows(InvalidKeyException.class, () -> poly.init(Cipher.ENCRYPT_MODE, aes));

        KeyPair rsa = pair("RSA", "2048");
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
        assertThrows(InvalidKeyException.class, () -> oaep.init(Cipher.DECRYPT_MODE, pair("EC", "secp256r1").getPrivate()));
        oaep.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
        assertThrows(BadPaddingException.class, () -> oaep.doFinal(Arrays.copyOf(DATA, 256)));
        assertThrows(IllegalBlockSizeException.class, () -> oaep.doFinal(DATA));
        oaep.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
        assertThrows(IllegalBlockSizeException.class, () -> oaep.doFinal(Arrays.copyOf(MUCH, 256)));
        Cipher cbc = Cipher.getInstance("AES/CBC/NoPadding", provider);
        cbc.init(Cipher.ENCRYPT_MODE, aes);
        assertThrows(IllegalBlockSizeException.class, () -> cbc.doFinal(new byte[5]));

        HsmProvider other = configured(2, "");
        KeyStore.getInstance("Strongroom", other).load(null, Place.PIN.toCharArray());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", other);
        generator.initialize(2048);
        KeyPair gone = generator.generateKeyPair();
        Cipher ended = Cipher.getInstance("RSA/ECB/PKCS1Padding", other);
        ended.init(Cipher.DECRYPT_MODE, gone.getPrivate());
        other.logout();
        assertThrows(ProviderException.class, () -> ended.doFinal(new byte[256]));
        other.session().slot().hsm().close();
    }
}
