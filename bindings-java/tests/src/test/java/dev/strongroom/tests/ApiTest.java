package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.AmbiguousException;
import dev.strongroom.ArgumentException;
import dev.strongroom.Attributes;
import dev.strongroom.AttributeSensitiveException;
import dev.strongroom.Cka;
import dev.strongroom.Ckr;
import dev.strongroom.DecryptionFailedException;
import dev.strongroom.FunctionCanceledException;
import dev.strongroom.Hsm;
import dev.strongroom.HsmException;
import dev.strongroom.HsmKeyPair;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.MechanismParameterException;
import dev.strongroom.Messages;
import dev.strongroom.NotFoundException;
import dev.strongroom.Pin;
import dev.strongroom.PinException;
import dev.strongroom.PinIncorrectException;
import dev.strongroom.Query;
import dev.strongroom.Sealed;
import dev.strongroom.Session;
import dev.strongroom.SessionClosedException;
import dev.strongroom.SignatureVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the vectors do not say: what is Java's own. */
class ApiTest {
    private static final byte[] DATA = "some data".getBytes(StandardCharsets.UTF_8);
    private static Place place;
    private static Hsm hsm;
    private static Session session;

    @BeforeAll
    static void open() throws Exception {
        place = Place.embedded(4);
        hsm = Hsm.open(place.directory());
        session = Place.login(hsm);
    }

    @AfterAll
    static void close() throws Exception {
        hsm.close();
        place.close();
    }

    @Test
    void aSignatureIsGoodForJavasOwnProvider() throws Exception {
        HsmKeyPair pair = session.generate(KeySpec.ec("P-256"));
        byte[] signature = pair.privateKey().sign(Mechanism.ecdsa("SHA-256"), DATA);
        PublicKey outside = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(pair.publicKey().publicKey("der")));
        Signature verifying = Signature.getInstance("SHA256withECDSA", "SunEC");
        verifying.initVerify(outside);
        verifying.update(DATA);
        assertTrue(verifying.verify(signature));
    }

    @Test
    void exceptionsSayWhatPkcs11Says() {
        PinIncorrectException error = assertThrows(
                PinIncorrectException.class, () -> hsm.token("strongroom-1").openSession(Pin.of("1234")));
        assertTrue(error instanceof PinException && error instanceof HsmException);
        assertEquals(Ckr.CKR_PIN_INCORRECT, error.rv());
        assertEquals("CKR_PIN_INCORRECT", error.ckrName());
        assertEquals("C_Login", error.function());
        assertEquals("Pin", error.kind());
        assertFalse(error.retryable());
        assertFalse(error.getMessage().contains("1234"));
    }

    @Test
    void whatIsClosedSaysSo() {
        Session other = Place.login(hsm);
        HsmSecretKey key = other.generate(KeySpec.aes(256));
        other.close();
        other.close();
        assertTrue(other.closed());
        assertThrows(SessionClosedException.class, () -> key.seal(DATA, DATA));
        assertThrows(SessionClosedException.class, () -> other.random(1));
        Hsm again = Hsm.open(place.url);
        Session gone = Place.login(again);
        again.close();
        assertThrows(SessionClosedException.class, () -> gone.random(1));
        assertThrows(SessionClosedException.class, again::slots);
    }

    @Test
    void oneObjectIsWantedAndNoneOrSeveralAreFound() {
        assertThrows(NotFoundException.class, () -> session.findOne(HsmObject.class, new Query().label("nothing")));
        session.generate(KeySpec.aes(128).label("twin"));
        session.generate(KeySpec.aes(128).label("twin"));
        AmbiguousException error = assertThrows(
                AmbiguousException.class, () -> session.findOne(HsmSecretKey.class, new Query().label("twin")));
        assertTrue(error.getMessage().contains("twin"));
        try (Stream<HsmSecretKey> found = session.find(HsmSecretKey.class, new Query().label("twin"))) {
            assertEquals(2, found.peek(key -> assertEquals("twin", key.label())).count());
        }
    }

    @Test
    void objectsThatAreTheSameAreEqual() {
        HsmKeyPair pair = session.generate(KeySpec.ed25519().label("same").id(new byte[] {1, 2}));
        HsmPrivateKey found = session.findOne(HsmPrivateKey.class, new Query().label("same"));
        assertEquals(pair.privateKey(), found);
        assertEquals(pair.privateKey().hashCode(), found.hashCode());
        assertNotEquals(pair.privateKey(), pair.publicKey());
        assertEquals("HsmPrivateKey[label=same, id=0102]", found.toString());
        assertEquals("ed25519", found.kind().orElseThrow());
        found.set(new Attributes().with(Cka.CKA_LABEL, "other"));
        assertEquals("other", pair.privateKey().label());
        assertThrows(AttributeSensitiveException.class, () -> found.get(Cka.CKA_VALUE));
        assertEquals(0, found.attributes(Cka.CKA_VALUE).kinds().size());
    }

    @Test
    void uris() {
        session.generate(KeySpec.aes(128).label("by uri").persist());
        URI uri = URI.create("pkcs11:token=strongroom-0;object=by%20uri;type=secret-key");
        HsmObject found = hsm.object(uri, Pin.of(Place.PIN));
        assertEquals("aes:128", found.kind().orElseThrow());
        found.destroy();
        assertEquals(1, hsm.token(URI.create("pkcs11:token=strongroom-1")).id());
    }

    @Test
    void streams() throws Exception {
        HsmSecretKey key = session.generate(KeySpec.aes(256));
        byte[] text = new byte[100_001];
        for (int at = 0; at < text.length; at++) {
            text[at] = (byte) (at * 31);
        }
        for (Mechanism mechanism : List.of(Mechanism.aesCbcPad(new byte[16]), Mechanism.aesGcm(new byte[12]), Mechanism.aesCtr(new byte[16]))) {
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            try (OutputStream out = key.encryptTo(sink, mechanism)) {
                new ByteArrayInputStream(text).transferTo(out);
                out.write(7);
            }
            try (InputStream in = key.decryptFrom(new ByteArrayInputStream(sink.toByteArray()), mechanism)) {
                assertArrayEquals(text, in.readNBytes(text.length));
                assertEquals(7, in.read());
                assertEquals(-1, in.read());
            }
        }
        byte[] whole = key.encrypt(Mechanism.aesGcm(new byte[12]), text);
        whole[50_000] ^= 1;
        try (InputStream in = key.decryptFrom(new ByteArrayInputStream(whole), Mechanism.aesGcm(new byte[12]))) {
            assertThrows(DecryptionFailedException.class, in::read);
        }
    }

    @Test
    void futures() throws Exception {
        HsmKeyPair pair = session.generateAsync(KeySpec.ec("P-256")).get();
        List<CompletableFuture<byte[]>> signatures = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            signatures.add(pair.privateKey().signAsync(Mechanism.ecdsa("SHA-256"), DATA));
        }
        for (CompletableFuture<byte[]> signature : signatures) {
            assertTrue(pair.publicKey().verifyAsync(Mechanism.ecdsa("SHA-256"), DATA, signature.get()).get());
        }
        var failure = assertThrows(
                java.util.concurrent.ExecutionException.class,
                () -> Hsm.async(() -> session.findOne(HsmObject.class, new Query().label("nothing"))).get());
        assertTrue(failure.getCause() instanceof NotFoundException);
    }

    @Test
    void aPinForEachUse() {
        Session own = Place.login(hsm);
        HsmPrivateKey key = own.generate(KeySpec.ec("P-256").alwaysAuthenticate(true)).privateKey();
        assertThrows(PinException.class, () -> key.sign(Mechanism.ecdsa("SHA-256"), DATA));
        char[] given = Place.PIN.toCharArray();
        own.onContextPin(Pin.of(() -> given.clone()));
        assertTrue(key.sign(Mechanism.ecdsa("SHA-256"), DATA).length > 60);
        IllegalStateException refused = new IllegalStateException("not now");
        own.onContextPin(Pin.of(() -> {
            throw refused;
        }));
        FunctionCanceledException error =
                assertThrows(FunctionCanceledException.class, () -> key.sign(Mechanism.ecdsa("SHA-256"), DATA));
        assertSame(refused, error.getCause());
        own.close();
    }

    @Test
    void agreementWithADerivationBehindIt() {
        HsmKeyPair mine = session.generate(KeySpec.x25519());
        HsmKeyPair theirs = session.generate(KeySpec.x25519());
        byte[] info = {1};
        HsmSecretKey here = mine.privateKey()
                .derive(Mechanism.ecdh(theirs.publicKey()).thenHkdf("SHA-256", info), KeySpec.aes(256));
        HsmSecretKey there = theirs.privateKey()
                .derive(Mechanism.ecdh(mine.publicKey()).thenHkdf("SHA-256", info), KeySpec.aes(256));
        assertArrayEquals(DATA, there.unseal(here.seal(DATA, info), info));
    }

    @Test
    void signaturesInOneExchange() {
        HsmKeyPair pair = session.generate(KeySpec.ec("P-256"));
        List<byte[]> data = List.of(DATA, new byte[0], new byte[1000]);
        List<byte[]> signatures = pair.privateKey().signAll(Mechanism.ecdsa("SHA-256").raw(), data);
        for (int at = 0; at < data.size(); at++) {
            assertTrue(pair.publicKey().verify(Mechanism.ecdsa("SHA-256").raw(), data.get(at), signatures.get(at)));
        }
        byte[] der = pair.privateKey().selfSigned(Mechanism.ecdsa("SHA-256"), "Me, \"myself\" & ä+=1");
        var certificate = session.importCertificate(der, null, null, false);
        assertEquals("Me, \"myself\" & ä+=1", certificate.label());
    }

    /** Messages have vectors of the token's, each another one; so do keys that are wrapped like one. */
    @Test
    void messages() {
        HsmSecretKey key = session.generate(KeySpec.aes(256));
        byte[] aad = {1};
        Set<String> vectors = new HashSet<>();
        try (Messages out = key.messagesToEncrypt(Mechanism.aesGcmMessages());
                Messages in = key.messagesToDecrypt(Mechanism.aesGcmMessages())) {
            for (int number = 0; number < 100; number++) {
                Sealed message = out.encrypt(DATA, aad);
                assertTrue(vectors.add(HexFormat.of().formatHex(message.iv())));
                assertArrayEquals(DATA, in.decrypt(message, aad));
                assertArrayEquals(DATA, key.unseal(message, aad));
            }
            assertThrows(DecryptionFailedException.class, () -> in.decrypt(out.encrypt(DATA, aad), DATA));
            assertThrows(HsmException.class, () -> in.encrypt(DATA, aad));
            out.close();
            assertThrows(SessionClosedException.class, () -> out.encrypt(DATA, aad));
        }
        HsmSecretKey target = session.generate(KeySpec.aes(128).extractable(true));
        Sealed wrapped = key.wrapAuthenticated(target, Mechanism.aesGcmMessages(), aad);
        HsmSecretKey back = key.unwrapAuthenticated(wrapped, Mechanism.aesGcmMessages(), aad, KeySpec.aes());
        assertArrayEquals(DATA, back.unseal(target.seal(DATA, aad), aad));
        HsmKeyPair pair = session.generate(KeySpec.ec("P-256"));
        byte[] signature = pair.privateKey().sign(Mechanism.ecdsa("SHA-256"), DATA);
        for (boolean good : new boolean[] {true, false}) {
            try (SignatureVerifier verifier = pair.publicKey().verifier(Mechanism.ecdsa("SHA-256"), signature)) {
                verifier.update(good ? DATA : aad);
                assertEquals(good, verifier.finish());
            }
        }
    }

    /** A key that a mechanism takes is given as a key. */
    @Test
    void keysAsParameters() {
        HsmSecretKey first = session.generate(KeySpec.generic(16));
        HsmSecretKey second = session.generate(KeySpec.generic(16));
        HsmSecretKey both = first.derive(Mechanism.concatenateKey(second), KeySpec.generic(32));
        assertEquals("generic:32", both.kind().orElseThrow());
        HsmSecretKey made = session.generate(
                Mechanism.pbkdf2("SHA-256").password("password".getBytes(StandardCharsets.UTF_8))
                        .salt("salt".getBytes(StandardCharsets.UTF_8)).iterations(4096),
                KeySpec.generic(32).sensitive(false).extractable(true));
        // The case of RFC 6070 with 4096 rounds, with SHA-256 instead of SHA-1.
        assertEquals("c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a",
                HexFormat.of().formatHex((byte[]) made.get(Cka.CKA_VALUE)));
    }

    /** A password is the core's as soon as it was said: the array may be wiped, and Java has nothing of it. */
    @Test
    void passwords() throws Exception {
        byte[] bytes = "correct horse".getBytes(StandardCharsets.UTF_8);
        char[] letters = "correct horse".toCharArray();
        Mechanism first = Mechanism.pbkdf2("SHA-256").password(bytes);
        Mechanism second = Mechanism.pbkdf2("SHA-256").password(letters);
        Mechanism third = Mechanism.of("pbkdf2", Map.of("hash", "SHA-256", "password", letters));
        assertEquals(first.salt(DATA), first.salt(DATA));
        assertNotEquals(first, second);
        java.util.Arrays.fill(bytes, (byte) 0);
        java.util.Arrays.fill(letters, '\0');
        Set<String> values = new HashSet<>();
        for (Mechanism each : List.of(first, second, third)) {
            assertFalse(each.toString().contains("correct"), each.toString());
            Field fields = Mechanism.class.getDeclaredField("fields");
            fields.setAccessible(true);
            for (Object value : ((Map<?, ?>) fields.get(each)).values()) {
                assertFalse(value instanceof byte[] || value instanceof char[], String.valueOf(value));
            }
            for (int round = 0; round < 2; round++) {
                // Others can be made of it, also when it was used.
                HsmSecretKey key = session.generate(each.salt(DATA).iterations(1000),
                        KeySpec.generic(32).sensitive(false).extractable(true));
                values.add(HexFormat.of().formatHex((byte[]) key.get(Cka.CKA_VALUE)));
            }
        }
        SecretKeyFactory outside = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        byte[] wanted = outside.generateSecret(new PBEKeySpec("correct horse".toCharArray(), DATA, 1000, 256)).getEncoded();
        assertEquals(Set.of(HexFormat.of().formatHex(wanted)), values);
        assertThrows(MechanismParameterException.class, () -> Mechanism.of("pbkdf2", Map.of("password", "a text")));
    }

    /** Who asks for PINs is held by the core, and holds no session that nobody has any more. */
    @Test
    void sessionsThatNobodyHas() throws Exception {
        WeakReference<Session> forgotten = asking();
        for (int tries = 0; forgotten.get() != null; tries++) {
            assertTrue(tries < 200, "the session is still held");
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static WeakReference<Session> asking() {
        Session own = Place.login(hsm);
        own.onContextPin(Pin.of(Place.PIN));
        return new WeakReference<>(own);
    }

    @Test
    void whatMustNotBeNull() {
        HsmSecretKey key = session.generate(KeySpec.aes(128));
        assertThrows(NullPointerException.class, () -> key.encrypt(Mechanism.aesGcm(new byte[12]), null));
        assertThrows(NullPointerException.class, () -> Mechanism.aesGcm(null));
    }

    /** The copy of a PIN is wiped when it is closed, and when nobody has it. */
    @Test
    void pins() throws Exception {
        byte[] mine = Place.PIN.getBytes(StandardCharsets.UTF_8);
        Pin pin = Pin.of(mine);
        java.util.Arrays.fill(mine, (byte) 0);
        hsm.token("strongroom-0").openSession(pin).close();
        pin.close();
        assertThrows(ArgumentException.class, () -> hsm.token("strongroom-0").openSession(pin));
        hsm.token("strongroom-0").openSession(Pin.of(Place.PIN)).close();
        byte[] kept = forgotten();
        for (int tries = 0; !java.util.Arrays.equals(kept, new byte[kept.length]); tries++) {
            assertTrue(tries < 200, "it is still there");
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** The array in a PIN that nobody has. */
    private static byte[] forgotten() throws ReflectiveOperationException {
        Field source = Pin.class.getDeclaredField("source");
        source.setAccessible(true);
        Object supplier = source.get(Pin.of(Place.PIN));
        Field own = supplier.getClass().getDeclaredFields()[0];
        own.setAccessible(true);
        return (byte[]) own.get(supplier);
    }
}
