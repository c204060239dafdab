package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;

/** Java's key encapsulation, which this is compiled without. */
final class KemByName {
    private KemByName() {}

    static void agree(Provider ours, Provider theirs, KeyPair pair) throws Exception {
        Class<?> kem = Class.forName("javax.crypto.KEM");
        Object inside = kem.getMethod("getInstance", String.class, Provider.class).invoke(null, "ML-KEM", ours);
        Object outside = kem.getMethod("getInstance", String.class, Provider.class).invoke(null, "ML-KEM", theirs);
        for (Object sender : new Object[] {inside, outside}) {
            Object encapsulator = kem.getMethod("newEncapsulator", PublicKey.class).invoke(sender, pair.getPublic());
            Object made = encapsulator.getClass().getMethod("encapsulate", int.class, int.class, String.class)
                    .invoke(encapsulator, 0, 32, "TlsPremasterSecret");
            SecretKey sent = (SecretKey) made.getClass().getMethod("key").invoke(made);
            byte[] ciphertext = (byte[]) made.getClass().getMethod("encapsulation").invoke(made);
            Object decapsulator = kem.getMethod("newDecapsulator", PrivateKey.class).invoke(inside, pair.getPrivate());
            var decapsulate = decapsulator.getClass()
                    .getMethod("decapsulate", byte[].class, int.class, int.class, String.class);
            Key received = (Key) decapsulate.invoke(decapsulator, ciphertext, 0, 32, "TlsPremasterSecret");
            assertArrayEquals(sent.getEncoded(), received.getEncoded());
            Key part = (Key) decapsulate.invoke(decapsulator, ciphertext, 0, 16, "AES");
            assertArrayEquals(Arrays.copyOf(sent.getEncoded(), 16), part.getEncoded());
            Key stays = (Key) decapsulate.invoke(decapsulator, ciphertext, 0, 32, "AES");
            assertNull(stays.getEncoded());
        }
    }
}
