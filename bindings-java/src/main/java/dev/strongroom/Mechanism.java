package dev.strongroom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a key is used: a mechanism with its parameters, which have their usual values unless they are said. It does not
 * change; each method gives another one. What is wrong with it is said when it is first used. Make it once where it is
 * used often.
 */
public final class Mechanism {
    private final String name;
    private final Map<String, Object> fields;
    /** What is derived in a second step from what was agreed on. */
    private final @Nullable Mechanism then;
    private volatile @Nullable Made made;

    /** The core's, once it was needed. */
    static final class Made extends Held {
        Made(long number) {
            super(number, true);
        }
    }

    private Mechanism(String name, Map<String, Object> fields, @Nullable Mechanism then) {
        this.name = name;
        this.fields = fields;
        this.then = then;
    }

    /**
     * Any that the core knows, by its name there or as {@code CKM_…}, with its parameters by their names there: {@code
     * String}, {@code byte[]}, {@code Boolean} or a number.
     *
     * @param name {@code aes-gcm}, {@code CKM_SHA256_RSA_PKCS}, {@code ES256}, {@code SHA256withECDSA}, …
     * @param fields its parameters
     * @return the mechanism
     */
    public static Mechanism of(String name, Map<String, ?> fields) {
        return new Mechanism(name, new LinkedHashMap<>(fields), null);
    }

    private static Mechanism of(String name, @Nullable Object... fields) {
        Map<String, Object> said = new LinkedHashMap<>();
        for (int at = 0; at < fields.length; at += 2) {
            Object value = fields[at + 1];
            if (value != null) {
                said.put((String) fields[at], value instanceof byte[] bytes ? bytes.clone() : value);
            }
        }
        return new Mechanism(name, said, null);
    }

    private Mechanism with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value instanceof byte[] bytes ? bytes.clone() : value);
        return new Mechanism(name, more, then);
    }

    /** A hash as the core calls it. */
    static String hashName(String hash) {
        String lower = hash.toLowerCase(Locale.ROOT);
        String plain = lower.startsWith("sha-") ? "sha" + lower.substring(4) : lower;
        return plain.replace('/', '-');
    }

    /**
     * The names that other ecosystems have for algorithms, which {@link #of} takes as well: those of JSON Web Signatures
     * and of the Java Cryptography Architecture. Each has the core's name for the mechanism, the hash, and the encoding
     * of the signature; null where it has none.
     *
     * @return the names, and what they mean
     */
    public static Map<String, List<@Nullable String>> algorithms() {
        return Names.ALGORITHMS;
    }

    /**
     * The core's names of hashes.
     *
     * @return the names, and the bytes of a digest
     */
    public static Map<String, Integer> hashes() {
        return Names.HASHES;
    }

    /**
     * ECDSA over data that is hashed first. Signatures are DER unless {@link #raw()} is said.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism ecdsa(String hash) {
        return of("ecdsa", "hash", hash);
    }

    /**
     * ECDSA over a digest that was made elsewhere.
     *
     * @return the mechanism
     */
    public static Mechanism ecdsaDigest() {
        return of("ecdsa");
    }

    /**
     * An ECDSA signature as both numbers one after the other (IEEE P1363).
     *
     * @return the mechanism
     */
    public Mechanism raw() {
        return with("encoding", "raw");
    }

    /**
     * An ECDSA signature as X.509 and TLS have it.
     *
     * @return the mechanism
     */
    public Mechanism der() {
        return with("encoding", "der");
    }

    /**
     * Signatures of PKCS #1 v1.5.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism rsaPkcs1(String hash) {
        return of("rsa-pkcs1", "hash", hash);
    }

    /**
     * The padding of PKCS #1 v1.5 alone: signatures of what is given, and encryption.
     *
     * @return the mechanism
     */
    public static Mechanism rsaPkcs1() {
        return of("rsa-pkcs1");
    }

    /**
     * RSASSA-PSS, with the same hash in the mask and a salt as long as its digests.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism rsaPss(String hash) {
        return of("rsa-pss", "hash", hash);
    }

    /**
     * RSASSA-PSS over a digest that was made elsewhere.
     *
     * @param hash the hash of the digest
     * @return the mechanism
     */
    public static Mechanism rsaPssDigest(String hash) {
        return of("rsa-pss-digest", "hash", hash);
    }

    /**
     * RSA without padding.
     *
     * @return the mechanism
     */
    public static Mechanism rsaRaw() {
        return of("rsa-raw");
    }

    /**
     * RSA-OAEP, with the same hash in the mask.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism rsaOaep(String hash) {
        return of("rsa-oaep", "hash", hash);
    }

    /**
     * The hash of the mask, where it is another.
     *
     * @param hash {@code SHA-1}, say
     * @return the mechanism
     */
    public Mechanism mgfHash(String hash) {
        return with("mgf_hash", hash);
    }

    /**
     * The salt of PSS.
     *
     * @param bytes its length
     * @return the mechanism
     */
    public Mechanism saltLength(int bytes) {
        return with("salt_len", bytes);
    }

    /**
     * The label of OAEP.
     *
     * @param label what both sides know
     * @return the mechanism
     */
    public Mechanism label(byte[] label) {
        return with("label", label);
    }

    /**
     * EdDSA of the key's curve.
     *
     * @return the mechanism
     */
    public static Mechanism eddsa() {
        return of("eddsa");
    }

    /**
     * ML-DSA (FIPS 204).
     *
     * @return the mechanism
     */
    public static Mechanism mlDsa() {
        return of("ml-dsa");
    }

    /**
     * HashML-DSA (FIPS 204).
     *
     * @param hash {@code SHA-512}, say
     * @return the mechanism
     */
    public static Mechanism hashMlDsa(String hash) {
        return of("ml-dsa", "hash", hash);
    }

    /**
     * The context of EdDSA and ML-DSA.
     *
     * @param context at most 255 bytes
     * @return the mechanism
     */
    public Mechanism context(byte[] context) {
        return with("context", context);
    }

    /**
     * HMAC.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism hmac(String hash) {
        return of("hmac", "hash", hash);
    }

    /**
     * AES-CMAC.
     *
     * @return the mechanism
     */
    public static Mechanism aesCmac() {
        return of("aes-cmac");
    }

    /**
     * The first bytes of a MAC instead of all.
     *
     * @param bytes how many
     * @return the mechanism
     */
    public Mechanism macLength(int bytes) {
        return with("mac_len", bytes);
    }

    /**
     * AES-GCM; the tag follows the ciphertext. {@link HsmSecretKey#seal} draws the vector itself.
     *
     * @param iv a vector that was never used with this key
     * @return the mechanism
     */
    public static Mechanism gcm(byte[] iv) {
        return of("aes-gcm", "iv", iv);
    }

    /**
     * AES-CCM; the tag follows the ciphertext.
     *
     * @param nonce 7 to 13 bytes that were never used with this key
     * @return the mechanism
     */
    public static Mechanism ccm(byte[] nonce) {
        return of("aes-ccm", "iv", nonce);
    }

    /**
     * Additional authenticated data.
     *
     * @param aad what the tag is to cover as well
     * @return the mechanism
     */
    public Mechanism aad(byte[] aad) {
        return with("aad", aad);
    }

    /**
     * The length of the tag.
     *
     * @param bytes 16 where it is not said
     * @return the mechanism
     */
    public Mechanism tagLength(int bytes) {
        return with("tag_len", bytes);
    }

    /**
     * The length of the data of AES-CCM, where it comes in parts.
     *
     * @param bytes of all parts
     * @return the mechanism
     */
    public Mechanism dataLength(long bytes) {
        return with("data_len", bytes);
    }

    /**
     * AES-CBC over whole blocks.
     *
     * @param iv 16 bytes
     * @return the mechanism
     */
    public static Mechanism cbc(byte[] iv) {
        return of("aes-cbc", "iv", iv);
    }

    /**
     * AES-CBC with the padding of PKCS #7.
     *
     * @param iv 16 bytes
     * @return the mechanism
     */
    public static Mechanism cbcPad(byte[] iv) {
        return of("aes-cbc-pad", "iv", iv);
    }

    /**
     * AES-CTR.
     *
     * @param block the first block
     * @return the mechanism
     */
    public static Mechanism ctr(byte[] block) {
        return of("aes-ctr", "iv", block);
    }

    /**
     * How many bits of a block count.
     *
     * @param bits 128 where it is not said
     * @return the mechanism
     */
    public Mechanism counterBits(int bits) {
        return with("counter_bits", bits);
    }

    /**
     * AES over single blocks, for what is old.
     *
     * @return the mechanism
     */
    public static Mechanism ecb() {
        return of("aes-ecb");
    }

    /**
     * Triple DES in CBC, for what is old.
     *
     * @param iv 8 bytes
     * @return the mechanism
     */
    public static Mechanism des3Cbc(byte[] iv) {
        return of("des3-cbc", "iv", iv);
    }

    /**
     * Triple DES in CBC with the padding of PKCS #7, for what is old.
     *
     * @param iv 8 bytes
     * @return the mechanism
     */
    public static Mechanism des3CbcPad(byte[] iv) {
        return of("des3-cbc-pad", "iv", iv);
    }

    /**
     * AES key wrap (RFC 3394): keys of whole 8 bytes.
     *
     * @return the mechanism
     */
    public static Mechanism kw() {
        return of("aes-kw");
    }

    /**
     * AES key wrap with padding (RFC 5649): keys of any length.
     *
     * @return the mechanism
     */
    public static Mechanism kwp() {
        return of("aes-kwp");
    }

    /**
     * A temporary AES key under RSA-OAEP, and the key under that.
     *
     * @param hash of OAEP
     * @return the mechanism
     */
    public static Mechanism rsaAesWrap(String hash) {
        return of("rsa-aes-wrap", "hash", hash);
    }

    /**
     * ECDH, X25519 and X448 with the other party's public key.
     *
     * @param peer a key of this or another token
     * @return the mechanism
     */
    public static Mechanism ecdh(HsmPublicKey peer) {
        return ecdh(peer.bytes(Cka.CKA_EC_POINT));
    }

    /**
     * ECDH, X25519 and X448 with the other party's public point.
     *
     * @param point the point, or, of X25519 and X448, the bytes
     * @return the mechanism
     */
    public static Mechanism ecdh(byte[] point) {
        return of("ecdh", "public", point);
    }

    /**
     * The key derivation of X9.63 behind ECDH.
     *
     * @param hash {@code SHA-256}, say
     * @param shared what both parties know
     * @return the mechanism
     */
    public Mechanism kdf(String hash, byte[] shared) {
        return with("hash", hash).with("shared", shared);
    }

    /**
     * HKDF behind ECDH: the key is derived from what was agreed on, which stays in the token and is gone then.
     *
     * @param hash {@code SHA-256}, say
     * @param info its context
     * @return the mechanism
     */
    public Mechanism thenHkdf(String hash, byte[] info) {
        return new Mechanism(name, fields, hkdf(hash, null, info));
    }

    /**
     * HKDF (RFC 5869).
     *
     * @param hash {@code SHA-256}, say
     * @param salt its salt, or null
     * @param info its context
     * @return the mechanism
     */
    public static Mechanism hkdf(String hash, byte @Nullable [] salt, byte[] info) {
        return of("hkdf", "hash", hash, "salt", salt, "info", info);
    }

    /**
     * ML-KEM (FIPS 203).
     *
     * @return the mechanism
     */
    public static Mechanism mlKem() {
        return of("ml-kem");
    }

    /**
     * A digest.
     *
     * @param hash {@code SHA-256}, say
     * @return the mechanism
     */
    public static Mechanism digest(String hash) {
        return of("digest", "hash", hash);
    }

    @Nullable Mechanism then() {
        return then;
    }

    /** What the core made of it. */
    Made made() {
        Made found = made;
        if (found == null) {
            // Of two threads that come here together one's is forgotten.
            found = new Made(Native.mechanism(packed()));
            made = found;
        }
        return found;
    }

    private byte[] packed() {
        return new Packed.Writer().text(name).fields(fields).done();
    }

    /** Its name and its parameters, without bytes. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("Mechanism[" + name);
        fields.forEach((field, value) -> {
            out.append(", ").append(field);
            if (!(value instanceof byte[])) {
                out.append('=').append(value);
            }
        });
        return out.append(']').toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mechanism that && Arrays.equals(packed(), that.packed())
                && java.util.Objects.equals(then, that.then);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed());
    }
}
