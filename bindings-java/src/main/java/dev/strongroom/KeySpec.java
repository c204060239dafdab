package dev.strongroom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What key is wanted: its kind, what it is called, and what it may do. What is not said is as the token has it: a key
 * that goes with its session, never leaves the token, and may do all that its type can. It does not change; each method
 * gives another one.
 *
 * @param <S> the same, with what was said
 */
public abstract sealed class KeySpec<S extends KeySpec<S>> {
    private final String kind;
    private final Map<String, Object> fields;

    private KeySpec(String kind, Map<String, Object> fields) {
        this.kind = kind;
        this.fields = fields;
    }

    /** Of a key pair. */
    public static final class Pair extends KeySpec<Pair> {
        private Pair(String kind, Map<String, Object> fields) {
            super(kind, fields);
        }

        @Override
        Pair again(Map<String, Object> fields) {
            return new Pair(kind(), fields);
        }
    }

    /** Of a secret key. */
    public static final class Secret extends KeySpec<Secret> {
        private Secret(String kind, Map<String, Object> fields) {
            super(kind, fields);
        }

        @Override
        Secret again(Map<String, Object> fields) {
            return new Secret(kind(), fields);
        }
    }

    abstract S again(Map<String, Object> fields);

    private S with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return again(more);
    }

    /**
     * An RSA key pair.
     *
     * @param bits of the modulus
     * @return what is wanted
     */
    public static Pair rsa(int bits) {
        return pair("rsa:" + bits);
    }

    /**
     * A key pair of a curve.
     *
     * @param curve {@code P-256}, {@code P-521}, {@code secp256k1}, {@code brainpoolP256r1}, …
     * @return what is wanted
     */
    public static Pair ec(String curve) {
        return pair("ec:" + curve);
    }

    /**
     * Ed25519.
     *
     * @return what is wanted
     */
    public static Pair ed25519() {
        return pair("ed25519");
    }

    /**
     * Ed448.
     *
     * @return what is wanted
     */
    public static Pair ed448() {
        return pair("ed448");
    }

    /**
     * X25519.
     *
     * @return what is wanted
     */
    public static Pair x25519() {
        return pair("x25519");
    }

    /**
     * X448.
     *
     * @return what is wanted
     */
    public static Pair x448() {
        return pair("x448");
    }

    /**
     * ML-DSA (FIPS 204).
     *
     * @param set 44, 65 or 87
     * @return what is wanted
     */
    public static Pair mlDsa(int set) {
        return pair("ml-dsa:" + set);
    }

    /**
     * ML-KEM (FIPS 203).
     *
     * @param set 512, 768 or 1024
     * @return what is wanted
     */
    public static Pair mlKem(int set) {
        return pair("ml-kem:" + set);
    }

    /**
     * SLH-DSA (FIPS 205).
     *
     * @param set {@code SHA2-128s}, {@code SHAKE-256f}, …
     * @return what is wanted
     */
    public static Pair slhDsa(String set) {
        return pair("slh-dsa:" + set);
    }

    /**
     * The kinds of keys that there are, in the core's words; of those with sizes, the usual one.
     *
     * @return {@code rsa:3072}, {@code ec:p256}, …
     */
    public static List<String> kinds() {
        return Names.KEY_KINDS;
    }

    /**
     * A key pair of a kind that is said in the core's words.
     *
     * @param kind {@code rsa:3072}, {@code ec:p256}, {@code ml-dsa:65}, …
     * @return what is wanted
     */
    public static Pair pair(String kind) {
        return new Pair(kind, Map.of());
    }

    /**
     * A key that is read from a file, which says what kind it is.
     *
     * @return what is wanted
     */
    public static Pair ofFile() {
        return pair("rsa");
    }

    /**
     * AES.
     *
     * @param bits 128, 192 or 256
     * @return what is wanted
     */
    public static Secret aes(int bits) {
        return secret("aes:" + bits);
    }

    /**
     * AES, as long as what arrives; 256 bits where it is made.
     *
     * @return what is wanted
     */
    public static Secret aes() {
        return secret("aes");
    }

    /**
     * ChaCha20, alone or with Poly1305.
     *
     * @return what is wanted
     */
    public static Secret chacha20() {
        return secret("chacha20");
    }

    /**
     * Triple DES, for what is old.
     *
     * @return what is wanted
     */
    public static Secret des3() {
        return secret("3des");
    }

    /**
     * A secret of no particular type.
     *
     * @param bytes its length
     * @return what is wanted
     */
    public static Secret generic(int bytes) {
        return secret("generic:" + bytes);
    }

    /**
     * A key of HMAC, as long as the hash's digests.
     *
     * @param hash {@code SHA-256}, say
     * @return what is wanted
     */
    public static Secret hmac(String hash) {
        return secret("hmac-" + Mechanism.hashName(hash));
    }

    /**
     * A key that others are derived from with HKDF.
     *
     * @param bytes its length
     * @return what is wanted
     */
    public static Secret hkdf(int bytes) {
        return secret("hkdf:" + bytes);
    }

    /**
     * A secret key of a kind that is said in the core's words.
     *
     * @param kind {@code aes:256}, {@code hmac-sha256:32}, {@code 3des}, …
     * @return what is wanted
     */
    public static Secret secret(String kind) {
        return new Secret(kind, Map.of());
    }

    /**
     * A key of whatever kind is said in the core's words.
     *
     * @param kind {@code ec:p256}, {@code aes:256}, …
     * @return what is wanted
     */
    public static KeySpec<?> named(String kind) {
        String family = kind.toLowerCase(Locale.ROOT).replaceFirst(":.*", "");
        for (String known : Names.KEY_KINDS) {
            if (known.replaceFirst(":.*", "").equals(family) && !family.matches(PAIRS)) {
                return secret(kind);
            }
        }
        return pair(kind);
    }

    /** The families of key pairs. */
    private static final String PAIRS = "rsa|ec|ed\\d+|x\\d+|ml-.*|slh-.*|dsa|dh|x942-dh";

    /**
     * What it is called: {@code CKA_LABEL}.
     *
     * @param label the name
     * @return what is wanted
     */
    public S label(String label) {
        return with("label", label);
    }

    /**
     * What ties a key pair and its certificates together: {@code CKA_ID}.
     *
     * @param id the identifier
     * @return what is wanted
     */
    public S id(byte[] id) {
        return with("id", id.clone());
    }

    /**
     * That it stays in the token when its session ends.
     *
     * @return what is wanted
     */
    public S persist() {
        return persist(true);
    }

    /**
     * Whether it stays in the token when its session ends.
     *
     * @param persist whether it does
     * @return what is wanted
     */
    public S persist(boolean persist) {
        return with("persist", persist);
    }

    /**
     * Whether its value is never shown.
     *
     * @param sensitive whether it is so
     * @return what is wanted
     */
    public S sensitive(boolean sensitive) {
        return with("sensitive", sensitive);
    }

    /**
     * Whether it may leave the token, wrapped.
     *
     * @param extractable whether it may
     * @return what is wanted
     */
    public S extractable(boolean extractable) {
        return with("extractable", extractable);
    }

    /**
     * Whether each use wants a PIN of its own ({@link Session#onContextPin}).
     *
     * @param always whether it does
     * @return what is wanted
     */
    public S alwaysAuthenticate(boolean always) {
        return with("always_authenticate", always);
    }

    /**
     * What it may do, and nothing else; of a key pair, each half what belongs to it.
     *
     * @param usages {@code encrypt}, {@code decrypt}, {@code sign}, {@code verify}, {@code wrap}, {@code unwrap}, {@code
     *     derive}, {@code encapsulate}, {@code decapsulate}
     * @return what is wanted
     */
    public S usages(String... usages) {
        return with("usages", List.of(usages));
    }

    /**
     * Further attributes, of a key pair the private key's; they count, whatever else is said.
     *
     * @param attributes a template
     * @return what is wanted
     */
    public S attributes(Attributes attributes) {
        return with("attributes", attributes);
    }

    /**
     * Its kind, as it was said.
     *
     * @return {@code rsa:3072}, {@code ec:P-256}, {@code aes:256}, …
     */
    public String kind() {
        return kind;
    }

    byte[] packed() {
        return new Packed.Writer().text(kind).fields(fields).done();
    }

    /** Its kind, and no more. */
    @Override
    public String toString() {
        return "KeySpec[" + kind + "]";
    }
}
