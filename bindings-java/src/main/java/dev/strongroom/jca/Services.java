package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/** What a provider offers. What follows from the core's tables is made of them. */
final class Services {
    private static final Kinds RSA = Kinds.ofFamilies("RSA", "rsa");
    /** Hashes of RSASSA-PSS and OAEP that Java has names with. */
    private static final List<String> HASHES = List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

    private final HsmProvider provider;
    private final Consumer<Provider.Service> put;

    private Services(HsmProvider provider, Consumer<Provider.Service> put) {
        this.provider = provider;
        this.put = put;
    }

    static void register(HsmProvider provider, Consumer<Provider.Service> put) {
        Services services = new Services(provider, put);
        services.stores();
        services.signatures();
        services.pss();
        services.ciphers();
        services.rsa();
        services.pairs();
        services.secrets();
        services.digests();
        services.parameters();
        if (Kem.there()) {
            Kinds all = Kinds.ofFamilies("ML-KEM", "ml-kem");
            services.add("KEM", "ML-KEM", all, () -> Kem.spi(provider, all));
            for (String set : List.of("512", "768", "1024")) {
                Kinds one = Kinds.of("ML-KEM", "ml-kem:" + set);
                services.add("KEM", "ML-KEM-" + set, one, () -> Kem.spi(provider, one));
            }
        }
    }

    /** Makes what does the work. */
    private interface Make {
        Object make() throws NoSuchAlgorithmException;
    }

    private void add(String type, String name, Predicate<@Nullable Object> takes, Make make) {
        put.accept(new Offered(provider, type, name, takes, make));
    }

    /** What takes no key. */
    private void add(String type, String name, Make make) {
        add(type, name, any -> true, make);
    }

    private static final class Offered extends Provider.Service {
        /** What is said of a service: whose keys it takes, and that many threads may use it together. */
        private static final String KEYS = "SupportedKeyClasses";
        private static final String PAIR = "dev.strongroom.jca.TokenPrivateKey|java.security.PublicKey";
        private static final Map<String, Map<String, String>> ATTRIBUTES = Map.of(
                "Signature", Map.of(KEYS, PAIR),
                "KEM", Map.of(KEYS, PAIR),
                "KeyAgreement", Map.of(KEYS, "dev.strongroom.jca.TokenPrivateKey"),
                "Mac", Map.of(KEYS, "dev.strongroom.jca.TokenSecretKey"),
                "SecureRandom", Map.of("ThreadSafe", "true"));

        private final Predicate<@Nullable Object> takes;
        private final Make make;

        Offered(HsmProvider provider, String type, String name, Predicate<@Nullable Object> takes, Make make) {
            super(provider, type, name, "dev.strongroom.jca." + type, Aliases.of(name), ATTRIBUTES.getOrDefault(type, Map.of()));
            this.takes = takes;
            this.make = make;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return make.make();
        }

        /** Keys that are not of a token are for others, unless somebody asks for this provider. */
        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return takes.test(key);
        }
    }

    private void stores() {
        // keytool asks for no password of an entry only where it is called so.
        add("KeyStore", "Strongroom", () -> new HsmKeyStore(provider));
    }

    private void signatures() {
        Map<String, Kinds> families = Map.of(
                "ecdsa", Kinds.ofFamilies("EC", "ec"), "rsa-pkcs1", RSA, "dsa", Kinds.ofFamilies("DSA", "dsa"));
        Mechanism.algorithms().forEach((name, means) -> {
            Kinds kinds = families.get(means.get(0));
            // The names of JSON Web Signatures are in the table too.
            if (kinds != null && !name.matches("[ER]S\\d+K?")) {
                signature(name, kinds, name, means.get(1) != null);
            }
        });
        // What a key of one kind signs is called as the key is.
        signature("EdDSA", Kinds.of("EdDSA", "ed\\d+"), "eddsa", false);
        signature("ML-DSA", Kinds.ofFamilies("ML-DSA", "ml-dsa"), "ml-dsa", false);
        signature("SLH-DSA", Kinds.ofFamilies("SLH-DSA", "slh-dsa"), "slh-dsa", false);
        for (String kind : KeySpec.kinds()) {
            String name = KeyNames.ofKind(kind);
            String algorithm = KeyNames.ofPair(kind);
            if (name != null && algorithm != null && kind.matches("(ed|ml-dsa|slh-dsa).*")) {
                signature(name, Kinds.of(algorithm, kind), kind.startsWith("ed") ? "eddsa" : KeyNames.family(kind), false);
            }
        }
    }

    private void signature(String name, Kinds kinds, String mechanism, boolean parts) {
        Mechanism made = Mechanism.of(mechanism, Map.of());
        add("Signature", name, kinds, () -> new HsmSignature(provider, kinds, made, parts, null, false));
    }

    private void pss() {
        add("Signature", "RSASSA-PSS", RSA, () -> new HsmSignature(provider, RSA, null, true, null, true));
        for (String hash : HASHES) {
            int length = Mechanism.hashes().get(hash.replace("-", "").toLowerCase(java.util.Locale.ROOT));
            PSSParameterSpec usual =
                    new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), length, PSSParameterSpec.TRAILER_FIELD_BC);
            add("Signature", hash.replace("-", "") + "withRSAandMGF1", RSA, () -> {
                try {
                    return new HsmSignature(provider, RSA, HsmSignature.pss(usual), true, usual, true);
                } catch (InvalidAlgorithmParameterException impossible) {
                    throw new ProviderException(impossible);
                }
            });
        }
    }

    private void ciphers() {
        for (CipherMode mode : CipherMode.values()) {
            add("Cipher", mode.transformation(), mode.kinds(), () -> new HsmCipher(provider, mode));
        }
    }

    private void rsa() {
        add("Cipher", "RSA/ECB/PKCS1Padding", RSA, () -> new HsmRsaCipher(provider, null));
        add("Cipher", "RSA/ECB/OAEPPadding", RSA, () -> new HsmRsaCipher(provider, OAEPParameterSpec.DEFAULT));
        for (String hash : HASHES) {
            // The mask has SHA-1 unless parameters say otherwise, as Java's own has it.
            OAEPParameterSpec usual =
                    new OAEPParameterSpec(hash, "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
            add("Cipher", "RSA/ECB/OAEPWith" + hash + "AndMGF1Padding", RSA, () -> new HsmRsaCipher(provider, usual));
        }
    }

    private void pairs() {
        Map<String, String> kinds = new TreeMap<>(Map.of("EdDSA", "ed25519", "XDH", "x25519"));
        for (String kind : KeySpec.kinds()) {
            String algorithm = KeyNames.ofPair(kind);
            if (algorithm != null) {
                // Without a size it is the usual one.
                kinds.putIfAbsent(algorithm, KeyNames.family(kind));
                String own = KeyNames.ofKind(kind);
                if (own != null) {
                    kinds.put(own, kind);
                }
            }
        }
        kinds.forEach((algorithm, kind) -> {
            // Java has a longer name for what makes such keys and agrees with them.
            String name = algorithm.equals("DH") ? "DiffieHellman" : algorithm;
            add("KeyPairGenerator", name, () -> new KeyPairs.Generator(provider, algorithm, kind));
            String of = KeyNames.ofPair(kind);
            add("KeyFactory", name, () -> new KeyPairs.Factory(provider, algorithm, of));
        });
        Map.of(
                "ECDH", Kinds.ofFamilies("EC", "ec"),
                "XDH", Kinds.of("XDH", "x\\d+"),
                "X25519", Kinds.of("XDH", "x25519"),
                "X448", Kinds.of("XDH", "x448"),
                "DiffieHellman", Kinds.ofFamilies("DH", "dh|x942-dh"))
                .forEach((name, keys) -> add("KeyAgreement", name, keys, () -> new HsmKeyAgreement(keys)));
    }

    private void secrets() {
        for (String name : SecretKeys.algorithms()) {
            add("KeyGenerator", name, () -> new SecretKeys.Generator(provider, name));
            add("SecretKeyFactory", name, () -> new SecretKeys.Factory(provider, name));
        }
        Mechanism.hashes().forEach((hash, length) -> {
            Mechanism mechanism = Mechanism.hmac(hash);
            String name = KeyNames.ofSecret("hmac-" + hash);
            Kinds kinds = Kinds.ofFamilies(name, "generic|hmac-" + hash);
            add("Mac", name, kinds, () -> new HsmMac(provider, mechanism, kinds, "generic", length));
        });
        Mechanism cmac = Mechanism.aesCmac();
        Kinds aes = Kinds.ofFamilies("AES", "aes");
        add("Mac", "AESCMAC", aes, () -> new HsmMac(provider, cmac, aes, "aes", 16));
    }

    private void digests() {
        Mechanism.hashes().forEach((hash, length) -> {
            Mechanism mechanism = Mechanism.digest(hash);
            add("MessageDigest", KeyNames.hash(hash), () -> new Digests.Digest(provider, mechanism, length));
        });
        add("SecureRandom", "Strongroom", () -> new Digests.Random(provider));
    }

    private void parameters() {
        for (String name : List.of(
                "AES", "ChaCha20-Poly1305", "DESede", "GCM", "OAEP", "RSASSA-PSS", "EC", "DSA", "DiffieHellman")) {
            add("AlgorithmParameters", name, () -> new Delegated(name));
        }
    }
}
