package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.Cka;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Session;
import dev.strongroom.tests.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The token as a key store. */
class KeyStoreTest extends Provided {
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
}
