package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strongroom.Mechanism;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Digests, MACs, random bytes. */
class DigestTest extends Provided {
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
    void keysOfOtherKinds() throws Exception {
        Mac hmac = Mac.getInstance("HmacSHA256", provider);
        assertThrows(InvalidKeyException.class, () -> hmac.init(KeyGenerator.getInstance("AES", provider).generateKey()));
        assertThrows(InvalidKeyException.class, () -> hmac.init(KeyGenerator.getInstance("HmacSHA512", provider).generateKey()));
        hmac.init(KeyGenerator.getInstance("Generic", provider).generateKey());
        Mac cmac = Mac.getInstance("AESCMAC", provider);
        assertThrows(InvalidKeyException.class, () -> cmac.init(KeyGenerator.getInstance("HmacSHA256", provider).generateKey()));
    }
}
