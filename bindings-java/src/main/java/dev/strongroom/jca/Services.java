package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/** What a provider offers. What follows from the core's tables is made of them. */
final class Services {
    private static final Pattern RSA = Pattern.compile("rsa:.*");

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
            for (String name : List.of("ML-KEM", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")) {
                services.add("KEM", name, Services::ours, () -> Kem.spi(provider));
            }
        }
    }

    /** Makes what does the work. */
    private interface Make {
        Object make() throws NoSuchAlgorithmException;
    }

    private static boolean ours(@Nullable Object key) {
        return key == null || key instanceof TokenKey || key instanceof PublicKey;
    }

    private void add(String type, String name, Predicate<@Nullable Object> takes, Make make, String... aliases) {
        put.accept(new Offered(provider, type, name, List.of(aliases), takes, make));
    }

    private static final class Offered extends Provider.Service {
        private final Predicate<@Nullable Object> takes;
        private final Make make;

        Offered(
                HsmProvider provider,
                String type,
                String name,
                List<String> aliases,
                Predicate<@Nullable Object> takes,
                Make make) {
            super(provider, type, name, "dev.strongroom.jca." + type, aliases, Map.of());
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
        add("KeyStore", "Strongroom", any -> true, () -> new HsmKeyStore(provider), "PKCS11");
    }

    /** A private key of a token of these kinds, or any public key. */
    private static Predicate<@Nullable Object> signs(Pattern family) {
        return key -> key instanceof TokenPrivateKey token
                ? family.matcher(token.kind()).matches()
                : key == null || key instanceof PublicKey;
    }

    private void signatures() {
        Mechanism.algorithms().forEach((name, means) -> {
            String mechanism = String.valueOf(means.get(0));
            // The names of JSON Web Signatures are in the table too.
            if (mechanism.matches("ecdsa|rsa-pkcs1") && !name.matches("[ER]S\\d+K?")) {
                signature(name, mechanism.equals("ecdsa") ? "ec:.*" : "rsa:.*", name, means.get(1) != null);
            }
        });
        // What a key of one kind signs is called as the key is.
        signature("EdDSA", "ed\\d+", "eddsa", false);
        signature("ML-DSA", "ml-dsa:.*", "ml-dsa", false);
        signature("SLH-DSA", "slh-dsa:.*", "slh-dsa", false);
        for (String kind : KeySpec.kinds()) {
            String name = KeyNames.ofKind(kind);
            if (name != null && kind.matches("(ed|ml-dsa|slh-dsa).*")) {
                signature(name, kind, kind.startsWith("ed") ? "eddsa" : KeyNames.family(kind), false);
            }
        }
    }

    private void signature(String name, String kinds, String mechanism, boolean parts) {
        Pattern family = Pattern.compile(kinds);
        Mechanism made = Mechanism.of(mechanism, Map.of());
        add("Signature", name, signs(family), () -> new HsmSignature(provider, family, made, parts, null, false));
    }

    private void pss() {
        add("Signature", "RSASSA-PSS", signs(RSA),
                () -> new HsmSignature(provider, RSA, null, true, null, true), "1.2.840.113549.1.1.10");
        for (String hash : List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512")) {
            int length = Mechanism.hashes().get(hash.replace("-", "").toLowerCase(java.util.Locale.ROOT));
            PSSParameterSpec usual =
                    new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), length, PSSParameterSpec.TRAILER_FIELD_BC);
            add("Signature", hash.replace("-", "") + "withRSAandMGF1", signs(RSA), () -> {
                try {
                    return new HsmSignature(provider, RSA, HsmSignature.pss(usual), true, usual, true);
                } catch (InvalidAlgorithmParameterException impossible) {
                    throw new ProviderException(impossible);
                }
            }, hash.replace("-", "") + "withRSASSA-PSS");
        }
    }

    private void ciphers() {
        for (CipherMode mode : CipherMode.values()) {
            add("Cipher", mode.transformation(), key -> key == null || key instanceof TokenSecretKey,
                    () -> new HsmCipher(provider, mode),
                    mode == CipherMode.KW ? new String[] {"AESWrap"} : new String[0]);
        }
    }

    private void rsa() {
        Predicate<@Nullable Object> takes = key -> key == null || key instanceof RSAKey
                && (key instanceof TokenPrivateKey || key instanceof PublicKey);
        add("Cipher", "RSA/ECB/PKCS1Padding", takes, () -> new HsmRsaCipher(provider, null), "RSA");
        add("Cipher", "RSA/ECB/OAEPPadding", takes, () -> new HsmRsaCipher(provider, OAEPParameterSpec.DEFAULT));
        for (String hash : List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512")) {
            // The mask has SHA-1 unless parameters say otherwise, as Java's own has it.
            OAEPParameterSpec usual =
                    new OAEPParameterSpec(hash, "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
            add("Cipher", "RSA/ECB/OAEPWith" + hash + "AndMGF1Padding", takes, () -> new HsmRsaCipher(provider, usual));
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
        kinds.forEach((name, kind) -> {
            add("KeyPairGenerator", name, any -> true, () -> new KeyPairs.Generator(provider, name, kind));
            String family = KeyNames.ofPair(kind);
            add("KeyFactory", name, any -> true, () -> new KeyPairs.Factory(provider, family));
        });
        Map.of("ECDH", "ec:.*", "XDH", "x\\d+", "X25519", "x25519", "X448", "x448").forEach((name, family) -> add(
                "KeyAgreement",
                name,
                key -> key == null || key instanceof TokenPrivateKey token && token.kind().matches(family),
                () -> new HsmKeyAgreement(family)));
    }

    private void secrets() {
        for (String name : SecretKeys.algorithms()) {
            add("KeyGenerator", name, any -> true, () -> new SecretKeys.Generator(provider, name));
            add("SecretKeyFactory", name, any -> true, () -> new SecretKeys.Factory(provider, name));
        }
        Predicate<@Nullable Object> takes = key -> key == null || key instanceof TokenSecretKey;
        Mechanism.hashes().forEach((hash, length) -> {
            Mechanism mechanism = Mechanism.hmac(hash);
            add("Mac", KeyNames.ofSecret("hmac-" + hash), takes,
                    () -> new HsmMac(provider, mechanism, "generic", length));
        });
        Mechanism cmac = Mechanism.aesCmac();
        add("Mac", "AESCMAC", takes, () -> new HsmMac(provider, cmac, "aes", 16));
    }

    private void digests() {
        Mechanism.hashes().forEach((hash, length) -> {
            Mechanism mechanism = Mechanism.digest(hash);
            add("MessageDigest", KeyNames.hash(hash), any -> true,
                    () -> new Digests.Digest(provider, mechanism, length),
                    hash.equals("sha1") ? new String[] {"SHA"} : new String[0]);
        });
        add("SecureRandom", "Strongroom", any -> true, () -> new Digests.Random(provider));
    }

    private void parameters() {
        for (String name : List.of("AES", "ChaCha20-Poly1305", "DESede", "GCM", "OAEP", "RSASSA-PSS", "EC")) {
            add("AlgorithmParameters", name, any -> true, () -> new Delegated(name));
        }
    }
}
