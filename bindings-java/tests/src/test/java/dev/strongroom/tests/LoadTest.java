package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.Hsm;
import dev.strongroom.HsmKeyPair;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Session;
import dev.strongroom.jca.HsmProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;

/** Many threads, and many calls. {@code -Dstrongroom.seconds=60} makes it longer. */
class LoadTest {
    private static final byte[] DATA = "some data".getBytes(StandardCharsets.UTF_8);
    private static final long SECONDS = Long.getLong("strongroom.seconds", 3);
    private static final int THREADS = 32;

    private static void together(Callable<Long> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Long>> all = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            all.add(pool.submit(work));
        }
        long calls = 0;
        for (Future<Long> each : all) {
            calls += each.get();
        }
        pool.shutdown();
        assertTrue(calls >= THREADS);
    }

    @Test
    void threadsEmbedded() throws Exception {
        try (Place place = Place.embedded(1); Hsm hsm = place.open()) {
            threads(hsm);
        }
    }

    @Test
    void threadsAtAService() throws Exception {
        try (Place place = Place.served(1); Hsm hsm = place.open()) {
            threads(hsm);
        }
    }

    private static void threads(Hsm hsm) throws Exception {
        Session session = Place.login(hsm);
        HsmKeyPair pair = session.generate(KeySpec.ec("P-256"));
        HsmSecretKey secret = session.generate(KeySpec.aes(256));
        Mechanism mechanism = Mechanism.ecdsa("SHA-256");
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        together(() -> {
            long calls = 0;
            do {
                byte[] signature = pair.privateKey().sign(mechanism, DATA);
                assertTrue(pair.publicKey().verify(mechanism, DATA, signature));
                assertTrue(Arrays.equals(DATA, secret.unseal(secret.seal(DATA, DATA), DATA)));
                session.generate(KeySpec.aes(128)).destroy();
                calls++;
            } while (System.nanoTime() < end);
            return calls;
        });
    }

    /** Virtual threads that wait for a service do not hold the threads that carry them: another one goes on. */
    @Test
    void virtualThreads() throws Exception {
        ExecutorService pool;
        try {
            pool = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException older) {
            return;
        }
        try (Place place = Place.served(1); Hsm hsm = place.open()) {
            HsmKeyPair pair = Place.login(hsm).generate(KeySpec.ec("P-256"));
            place.signal("STOP");
            List<Future<byte[]>> all = new ArrayList<>();
            for (int number = 0; number < 8 * Runtime.getRuntime().availableProcessors(); number++) {
                all.add(pool.submit(() -> pair.privateKey().sign(Mechanism.ecdsa("SHA-256"), DATA)));
            }
            try {
                assertEquals(42, pool.submit(() -> 42).get(10, TimeUnit.SECONDS));
                assertTrue(all.stream().noneMatch(Future::isDone));
            } finally {
                place.signal("CONT");
            }
            for (Future<byte[]> each : all) {
                assertTrue(pair.publicKey().verify(Mechanism.ecdsa("SHA-256"), DATA, each.get()));
            }
        } finally {
            pool.shutdown();
        }
    }

    private static long resident() throws Exception {
        for (int round = 0; round < 3; round++) {
            System.gc();
            Thread.sleep(100);
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /** A hundred thousand operations, and what makes things that the core keeps, after half as many. */
    @Test
    void memoryStaysAsItIs() throws Exception {
        try (Place place = Place.embedded(1)) {
            HsmProvider provider =
                    (HsmProvider) new HsmProvider().configure("url=" + place.url + ";token=strongroom-0");
            KeyStore store = KeyStore.getInstance("Strongroom", provider);
            store.load(null, Place.PIN.toCharArray());
            KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
            KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
            SecretKey key = generator.generateKey();
            byte[] iv = new byte[12];
            Session session = provider.session();
            HsmSecretKey direct = session.generate(KeySpec.aes(128).label("found"));
            long before = 0;
            for (int number = 0; number < 75_000; number++) {
                if (number == 25_000) {
                    before = resident();
                }
                Signature signing = Signature.getInstance("SHA256withECDSA", provider);
                signing.initSign(pair.getPrivate());
                signing.update(DATA);
                assertTrue(signing.sign().length > 60);
                iv[0] = (byte) number;
                iv[1] = (byte) (number >> 8);
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
                assertEquals(DATA.length + 16, cipher.doFinal(DATA).length);
                if (number % 10 == 0) {
                    session.findAll(HsmSecretKey.class, new dev.strongroom.Query().label("found")).get(0).label();
                    direct.encryptor(Mechanism.aesCbc(new byte[16])).close();
                    session.generate(KeySpec.aes(128)).destroy();
                }
            }
            long grown = resident() - before;
            assertTrue(grown < 24 << 20, "grown by " + (grown >> 20) + " MiB");
            session.slot().hsm().close();
        }
    }
}
