package dev.strongroom.benches;

import dev.strongroom.HsmPrivateKey;
import dev.strongroom.Mechanism;
import dev.strongroom.Query;
import dev.strongroom.jca.HsmProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one call costs: the typed API, the provider, and SunPKCS11 on SoftHSM 2. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Calls {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LONG = new byte[16 << 10];

    /** The key of Strongroom, as both interfaces have it. */
    @State(Scope.Benchmark)
    public static class Ours {
        HsmPrivateKey direct;
        final Mechanism mechanism = Mechanism.ecdsa("SHA-256");
        Keys keys;

        /** Opens the token. */
        @Setup
        public void open() throws Exception {
            String said = "url=" + System.getProperty("bench.url") + ";token=bench-0";
            HsmProvider provider = (HsmProvider) new HsmProvider().configure(said);
            keys = new Keys(provider, "Strongroom", "98765432");
            direct = provider.session().findOne(HsmPrivateKey.class, new Query().label("sign"));
        }
    }

    /** SoftHSM's keys. */
    @State(Scope.Benchmark)
    public static class Theirs {
        Keys keys;

        /** Opens the token. */
        @Setup
        public void open() throws Exception {
            Provider provider = Security.getProvider("SunPKCS11").configure(System.getProperty("bench.softhsm"));
            keys = new Keys(provider, "PKCS11", "1234");
        }
    }

    /** Session keys of a provider. */
    static final class Keys {
        final Provider provider;
        final PrivateKey signing;
        final SecretKey sealing;

        Keys(Provider provider, String store, String pin) throws Exception {
            this.provider = provider;
            KeyStore.getInstance(store, provider).load(null, pin.toCharArray());
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", provider);
            pairs.initialize(new ECGenParameterSpec("secp256r1"));
            signing = pairs.generateKeyPair().getPrivate();
            KeyGenerator keys = KeyGenerator.getInstance("AES", provider);
            keys.init(256);
            sealing = keys.generateKey();
        }
    }

    /** One thread's objects of Java's interfaces. */
    @State(Scope.Thread)
    public static class Mine {
        Signature signature;
        Cipher cipher;
        final ByteBuffer iv = ByteBuffer.allocate(12);
        private long count = System.nanoTime();

        byte[] sign(Keys keys) throws GeneralSecurityException {
            if (signature == null) {
                signature = Signature.getInstance("SHA256withECDSA", keys.provider);
                signature.initSign(keys.signing);
            }
            signature.update(DATA);
            return signature.sign();
        }

        byte[] seal(Keys keys) throws GeneralSecurityException {
            if (cipher == null) {
                cipher = Cipher.getInstance("AES/GCM/NoPadding", keys.provider);
            }
            iv.putLong(0, count++);
            cipher.init(Cipher.ENCRYPT_MODE, keys.sealing, new GCMParameterSpec(128, iv.array()));
            return cipher.doFinal(LONG);
        }
    }

    /** The typed API. */
    @Benchmark
    public byte[] apiSign(Ours ours) {
        return ours.direct.sign(ours.mechanism, DATA);
    }

    /** The provider. */
    @Benchmark
    public byte[] jcaSign(Ours ours, Mine mine) throws GeneralSecurityException {
        return mine.sign(ours.keys);
    }

    /** The provider. */
    @Benchmark
    public byte[] jcaGcm(Ours ours, Mine mine) throws GeneralSecurityException {
        return mine.seal(ours.keys);
    }

    /** SunPKCS11 on SoftHSM 2. */
    @Benchmark
    public byte[] softhsmSign(Theirs theirs, Mine mine) throws GeneralSecurityException {
        return mine.sign(theirs.keys);
    }

    /** SunPKCS11 on SoftHSM 2. */
    @Benchmark
    public byte[] softhsmGcm(Theirs theirs, Mine mine) throws GeneralSecurityException {
        return mine.seal(theirs.keys);
    }
}
