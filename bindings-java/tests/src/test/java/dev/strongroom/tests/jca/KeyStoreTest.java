package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.Cka;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Query;
import dev.strongroom.Session;
import dev.strongroom.jca.HsmProvider;
import dev.strongroom.tests.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
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

    /** Servers ask a key store from many threads. */
    @Test
    void manyThreads() throws Exception {
        Session session = provider.session();
        session.generate(KeySpec.ec("P-256").label("busy").id(new byte[] {9}).persist());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>(Collections.nCopies(4, () -> {
                boolean good = true;
                for (int round = 0; round < 100; round++) {
                    good &= Collections.list(store.aliases()).contains("busy") && store.getKey("busy", null) != null;
                }
                return good;
            }));
            work.addAll(Collections.nCopies(4, () -> {
                boolean good = true;
                for (int round = 0; round < 20_000; round++) {
                    good &= store.isKeyEntry("busy") && !store.isCertificateEntry("busy");
                }
                return good;
            }));
            for (Future<Boolean> each : threads.invokeAll(work)) {
                assertTrue(each.get());
            }
        } finally {
            threads.shutdownNow();
            store.deleteEntry("busy");
        }
    }

    private static Certificate selfSigned(PublicKey key) throws Exception {
        byte[] der = ((HsmPrivateKey) provider.session().keyWith(key.getEncoded()).orElseThrow())
                .selfSigned(Mechanism.ecdsa("SHA-256"), "entry");
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** What takes the place of an entry is there before the other one goes. */
    @Test
    void anEntryThatCannotBeReplacedStays() throws Exception {
        KeyPair pair = pair("EC", "secp256r1");
        Certificate[] chain = {selfSigned(pair.getPublic())};
        store.setKeyEntry("kept", pair.getPrivate(), null, chain);
        PrivateKey broken = new PrivateKey() {
            @Override
            public String getAlgorithm() {
                return "EC";
            }

            @Override
            public String getFormat() {
                return "PKCS#8";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[] {1, 2, 3};
            }
        };
        assertThrows(KeyStoreException.class, () -> store.setKeyEntry("kept", broken, null, chain));
        assertThrows(KeyStoreException.class, () -> store.setKeyEntry("kept", new SecretKeySpec(new byte[5], "AES"), null, null));
        assertThrows(KeyStoreException.class, () -> store.setKeyEntry("kept", new SecretKeySpec(new byte[5], "Rot13"), null, null));
        assertEquals(List.of(chain), List.of(store.getCertificateChain("kept")));
        signs(new KeyPair(pair.getPublic(), (PrivateKey) store.getKey("kept", null)), "SHA256withECDSA", EC, null, DATA);

        // Another key does take its place, and nothing of the first one stays.
        KeyPair next = pair("EC", "secp256r1");
        store.setKeyEntry("kept", next.getPrivate(), null, new Certificate[] {selfSigned(next.getPublic())});
        assertEquals(1, provider.session().findAll(HsmPrivateKey.class, new Query().label("kept")).size());
        assertEquals(1, provider.session().findAll(HsmPublicKey.class, new Query().label("kept")).size());
        assertEquals(1, provider.session().findAll(HsmCertificate.class, new Query().label("kept")).size());
        signs(new KeyPair(next.getPublic(), (PrivateKey) store.getKey("kept", null)), "SHA256withECDSA", EC, null, DATA);
        store.deleteEntry("kept");
    }

    /** A key is the same one, whichever session it was found in; and one of another token is none of this store's. */
    @Test
    void keysOfOtherSessionsAndTokens() throws Exception {
        KeyPair pair = pair("EC", "secp256r1");
        Certificate[] chain = {selfSigned(pair.getPublic())};
        store.setKeyEntry("found", pair.getPrivate(), null, chain);
        provider.session().generate(KeySpec.aes(128).label("found too").persist());
        HsmProvider again = configured(0, "");
        KeyStore other = KeyStore.getInstance("Strongroom", again);
        other.load(null, Place.PIN.toCharArray());
        store.setKeyEntry("found", other.getKey("found", null), null, chain);
        store.setKeyEntry("found too", other.getKey("found too", null), null, null);
        signs(new KeyPair(pair.getPublic(), (PrivateKey) store.getKey("found", null)), "SHA256withECDSA", EC, null, DATA);
        assertNotNull(store.getKey("found too", null));
        again.session().slot().hsm().close();

        HsmProvider elsewhere = configured(2, "");
        KeyStore third = KeyStore.getInstance("Strongroom", elsewhere);
        third.load(null, Place.PIN.toCharArray());
        assertThrows(KeyStoreException.class, () -> third.setKeyEntry("found", store.getKey("found", null), null, chain));
        assertThrows(KeyStoreException.class, () -> third.setKeyEntry("found", store.getKey("found too", null), null, null));
        assertEquals(0, third.size());
        elsewhere.session().slot().hsm().close();
        store.deleteEntry("found");
        store.deleteEntry("found too");
    }

    /** A PIN that is wrong is told so that it is asked for again; there are no others' exceptions. */
    @Test
    void pinsThatAreWrong() throws Exception {
        int[] asked = {0};
        CallbackHandler handler = callbacks -> ((PasswordCallback) callbacks[0])
                .setPassword((asked[0]++ == 0 ? "0000" : Place.PIN).toCharArray());
        HsmProvider own = configured(3, "");
        KeyStore loaded = KeyStore.Builder.newInstance("Strongroom", own, new KeyStore.CallbackHandlerProtection(handler))
                .getKeyStore();
        assertEquals(2, asked[0]);
        assertEquals(0, loaded.size());
        own.session().slot().hsm().close();

        HsmProvider refused = configured(3, "");
        refused.setCallbackHandler(callbacks -> ((PasswordCallback) callbacks[0]).setPassword("0000".toCharArray()));
        KeyStore never = KeyStore.getInstance("Strongroom", refused);
        IOException wrong = assertThrows(IOException.class, () -> never.load(null, null));
        assertTrue(wrong.getCause() instanceof UnrecoverableKeyException, wrong.toString());
        refused.setCallbackHandler(null);
        never.load(null, null);
        assertEquals(0, never.size());
        KeyStore several = KeyStore.getInstance("Strongroom", new HsmProvider().configure("url=" + place.url));
        assertThrows(IOException.class, () -> several.load(null, null));
        assertThrows(IOException.class, () -> never.load(new ByteArrayInputStream(new byte[1]), null));
    }

    /** Keys for what is old are entries, and a key manager takes the store with them. */
    @Test
    void oldKeys() throws Exception {
        Session session = provider.session();
        session.generate(KeySpec.pair("dsa:1024").label("old dsa").persist());
        session.generate(KeySpec.pair("dh:1024").label("old dh").persist());
        session.generate(KeySpec.pair("x942-dh:1024").label("old x942").persist());
        for (String alias : List.of("old dsa", "old dh", "old x942")) {
            assertNotNull(store.getKey(alias, null), alias);
        }
        for (String algorithm : List.of("SunX509", "PKIX")) {
            KeyManagerFactory.getInstance(algorithm).init(store, null);
        }
        for (String alias : List.of("old dsa", "old dh", "old x942")) {
            store.deleteEntry(alias);
        }
    }

    /** Who deletes what an enumeration gives gets the rest of it. */
    @Test
    void entriesThatAreDeletedOnTheWay() throws Exception {
        for (int number = 0; number < 5; number++) {
            provider.session().generate(KeySpec.aes(128).label("on the way " + number).persist());
        }
        int deleted = 0;
        for (var aliases = store.aliases(); aliases.hasMoreElements(); ) {
            String alias = aliases.nextElement();
            if (alias.startsWith("on the way")) {
                store.deleteEntry(alias);
                deleted++;
            }
        }
        assertEquals(5, deleted);
    }
}
