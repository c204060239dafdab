// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** The mechanisms by their names, and their parameters by theirs. */
public abstract sealed class NamedMechanisms permits Mechanism {
    NamedMechanisms() {}

    abstract Mechanism with(String field, Object value);

    /**
     * {@code ecdsa}: ECDSA over data that is hashed first; without a hash, over a digest that was made elsewhere. It
     * takes {@link #hash(String)}, {@link #encoding(String)}.
     *
     * @return the mechanism
     */
    public static Mechanism ecdsa() {
        return Mechanism.named("ecdsa");
    }

    /**
     * {@code ecdsa}: ECDSA over data that is hashed first; without a hash, over a digest that was made elsewhere.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism ecdsa(String hash) {
        return ecdsa().hash(hash);
    }

    /**
     * {@code rsa-pkcs1}: RSA signatures of PKCS #1 v1.5 over data that is hashed first; without a hash, its padding
     * alone, which encrypts too. It takes {@link #hash(String)}.
     *
     * @return the mechanism
     */
    public static Mechanism rsaPkcs1() {
        return Mechanism.named("rsa-pkcs1");
    }

    /**
     * {@code rsa-pkcs1}: RSA signatures of PKCS #1 v1.5 over data that is hashed first; without a hash, its padding
     * alone, which encrypts too.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism rsaPkcs1(String hash) {
        return rsaPkcs1().hash(hash);
    }

    /**
     * {@code rsa-pss}: RSASSA-PSS, with the same hash in the mask and a salt as long as its digests. It takes {@link
     * #hash(String)}, {@link #mgfHash(String)}, {@link #saltLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism rsaPss() {
        return Mechanism.named("rsa-pss");
    }

    /**
     * {@code rsa-pss}: RSASSA-PSS, with the same hash in the mask and a salt as long as its digests.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism rsaPss(String hash) {
        return rsaPss().hash(hash);
    }

    /**
     * {@code rsa-pss-digest}: RSASSA-PSS over a digest that was made elsewhere. It takes {@link #hash(String)}, {@link
     * #mgfHash(String)}, {@link #saltLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism rsaPssDigest() {
        return Mechanism.named("rsa-pss-digest");
    }

    /**
     * {@code rsa-pss-digest}: RSASSA-PSS over a digest that was made elsewhere.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism rsaPssDigest(String hash) {
        return rsaPssDigest().hash(hash);
    }

    /**
     * {@code rsa-raw}: RSA without padding. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism rsaRaw() {
        return Mechanism.named("rsa-raw");
    }

    /**
     * {@code rsa-oaep}: RSA-OAEP, with the same hash in the mask. It takes {@link #hash(String)}, {@link
     * #mgfHash(String)}, {@link #label(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism rsaOaep() {
        return Mechanism.named("rsa-oaep");
    }

    /**
     * {@code rsa-oaep}: RSA-OAEP, with the same hash in the mask.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism rsaOaep(String hash) {
        return rsaOaep().hash(hash);
    }

    /**
     * {@code eddsa}: EdDSA of the key's curve. It takes {@link #context(byte[])}, {@link #prehash(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism eddsa() {
        return Mechanism.named("eddsa");
    }

    /**
     * {@code eddsa}: EdDSA of the key's curve.
     *
     * @param context the context of a signature, at most 255 bytes, or of a derivation
     * @return the mechanism
     */
    public static Mechanism eddsa(byte[] context) {
        return eddsa().context(context);
    }

    /**
     * {@code ml-dsa}: ML-DSA (FIPS 204); with a hash, HashML-DSA. It takes {@link #hash(String)}, {@link
     * #context(byte[])}, {@link #deterministic(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism mlDsa() {
        return Mechanism.named("ml-dsa");
    }

    /**
     * {@code ml-dsa}: ML-DSA (FIPS 204); with a hash, HashML-DSA.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism mlDsa(String hash) {
        return mlDsa().hash(hash);
    }

    /**
     * {@code slh-dsa}: SLH-DSA (FIPS 205); with a hash, HashSLH-DSA. It takes {@link #hash(String)}, {@link
     * #context(byte[])}, {@link #deterministic(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism slhDsa() {
        return Mechanism.named("slh-dsa");
    }

    /**
     * {@code slh-dsa}: SLH-DSA (FIPS 205); with a hash, HashSLH-DSA.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism slhDsa(String hash) {
        return slhDsa().hash(hash);
    }

    /**
     * {@code hmac}: HMAC. It takes {@link #hash(String)}, {@link #macLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism hmac() {
        return Mechanism.named("hmac");
    }

    /**
     * {@code hmac}: HMAC.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hmac(String hash) {
        return hmac().hash(hash);
    }

    /**
     * {@code aes-cmac}: AES-CMAC. It takes {@link #macLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCmac() {
        return Mechanism.named("aes-cmac");
    }

    /**
     * {@code aes-cmac}: AES-CMAC.
     *
     * @param macLen bytes of a MAC: the first ones; of keys for MACs, their bytes
     * @return the mechanism
     */
    public static Mechanism aesCmac(long macLen) {
        return aesCmac().macLen(macLen);
    }

    /**
     * {@code aes-gcm}: AES-GCM; the tag follows the ciphertext. It takes {@link #iv(byte[])}, {@link #aad(byte[])},
     * {@link #tagLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesGcm() {
        return Mechanism.named("aes-gcm");
    }

    /**
     * {@code aes-gcm}: AES-GCM; the tag follows the ciphertext.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesGcm(byte[] iv) {
        return aesGcm().iv(iv);
    }

    /**
     * {@code aes-ccm}: AES-CCM; the tag follows the ciphertext. It takes {@link #iv(byte[])}, {@link #aad(byte[])},
     * {@link #tagLen(long)}, {@link #dataLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCcm() {
        return Mechanism.named("aes-ccm");
    }

    /**
     * {@code aes-ccm}: AES-CCM; the tag follows the ciphertext.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCcm(byte[] iv) {
        return aesCcm().iv(iv);
    }

    /**
     * {@code aes-gmac}: AES-GMAC. It takes {@link #iv(byte[])}, {@link #tagLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesGmac() {
        return Mechanism.named("aes-gmac");
    }

    /**
     * {@code aes-gmac}: AES-GMAC.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesGmac(byte[] iv) {
        return aesGmac().iv(iv);
    }

    /**
     * {@code chacha20-poly1305}: ChaCha20-Poly1305; the tag of 16 bytes follows the ciphertext. It takes {@link
     * #iv(byte[])}, {@link #aad(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism chacha20Poly1305() {
        return Mechanism.named("chacha20-poly1305");
    }

    /**
     * {@code chacha20-poly1305}: ChaCha20-Poly1305; the tag of 16 bytes follows the ciphertext.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism chacha20Poly1305(byte[] iv) {
        return chacha20Poly1305().iv(iv);
    }

    /**
     * {@code chacha20}: ChaCha20 alone. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism chacha20() {
        return Mechanism.named("chacha20");
    }

    /**
     * {@code chacha20}: ChaCha20 alone.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism chacha20(byte[] iv) {
        return chacha20().iv(iv);
    }

    /**
     * {@code poly1305}: Poly1305, whose key is used once. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism poly1305() {
        return Mechanism.named("poly1305");
    }

    /**
     * {@code aes-xts}: AES-XTS of one data unit; the vector is its number. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesXts() {
        return Mechanism.named("aes-xts");
    }

    /**
     * {@code aes-xts}: AES-XTS of one data unit; the vector is its number.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesXts(byte[] iv) {
        return aesXts().iv(iv);
    }

    /**
     * {@code aes-cts}: AES-CBC with ciphertext stealing (CBC-CS1): as much comes out as goes in. It takes {@link
     * #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCts() {
        return Mechanism.named("aes-cts");
    }

    /**
     * {@code aes-cts}: AES-CBC with ciphertext stealing (CBC-CS1): as much comes out as goes in.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCts(byte[] iv) {
        return aesCts().iv(iv);
    }

    /**
     * {@code aes-cbc}: AES-CBC over whole blocks. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCbc() {
        return Mechanism.named("aes-cbc");
    }

    /**
     * {@code aes-cbc}: AES-CBC over whole blocks.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCbc(byte[] iv) {
        return aesCbc().iv(iv);
    }

    /**
     * {@code aes-cbc-pad}: AES-CBC with the padding of PKCS #7. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCbcPad() {
        return Mechanism.named("aes-cbc-pad");
    }

    /**
     * {@code aes-cbc-pad}: AES-CBC with the padding of PKCS #7.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCbcPad(byte[] iv) {
        return aesCbcPad().iv(iv);
    }

    /**
     * {@code aes-ctr}: AES-CTR; the vector is the first block. It takes {@link #iv(byte[])}, {@link
     * #counterBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCtr() {
        return Mechanism.named("aes-ctr");
    }

    /**
     * {@code aes-ctr}: AES-CTR; the vector is the first block.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCtr(byte[] iv) {
        return aesCtr().iv(iv);
    }

    /**
     * {@code aes-ecb}: AES over single blocks, for what is old. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism aesEcb() {
        return Mechanism.named("aes-ecb");
    }

    /**
     * {@code des3-cbc}: Triple DES in CBC, for what is old. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism des3Cbc() {
        return Mechanism.named("des3-cbc");
    }

    /**
     * {@code des3-cbc}: Triple DES in CBC, for what is old.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism des3Cbc(byte[] iv) {
        return des3Cbc().iv(iv);
    }

    /**
     * {@code des3-cbc-pad}: Triple DES in CBC with the padding of PKCS #7, for what is old. It takes {@link
     * #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism des3CbcPad() {
        return Mechanism.named("des3-cbc-pad");
    }

    /**
     * {@code des3-cbc-pad}: Triple DES in CBC with the padding of PKCS #7, for what is old.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism des3CbcPad(byte[] iv) {
        return des3CbcPad().iv(iv);
    }

    /**
     * {@code aes-kw}: AES key wrap (RFC 3394): keys of whole 8 bytes. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism aesKw() {
        return Mechanism.named("aes-kw");
    }

    /**
     * {@code aes-kwp}: AES key wrap with padding (RFC 5649): keys of any length. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism aesKwp() {
        return Mechanism.named("aes-kwp");
    }

    /**
     * {@code rsa-aes-wrap}: A temporary AES key under RSA-OAEP, and the key under that. It takes {@link
     * #hash(String)}, {@link #mgfHash(String)}, {@link #label(byte[])}, {@link #aesBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism rsaAesWrap() {
        return Mechanism.named("rsa-aes-wrap");
    }

    /**
     * {@code rsa-aes-wrap}: A temporary AES key under RSA-OAEP, and the key under that.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism rsaAesWrap(String hash) {
        return rsaAesWrap().hash(hash);
    }

    /**
     * {@code ecdh-aes-wrap}: A temporary AES key that is agreed on with a key on a curve, and the key under that. It
     * takes {@link #hash(String)}, {@link #aesBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism ecdhAesWrap() {
        return Mechanism.named("ecdh-aes-wrap");
    }

    /**
     * {@code ecdh-aes-wrap}: A temporary AES key that is agreed on with a key on a curve, and the key under that.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism ecdhAesWrap(String hash) {
        return ecdhAesWrap().hash(hash);
    }

    /**
     * {@code xdh-aes-wrap}: A temporary AES key that is agreed on with X25519 or X448, and the key under that. It
     * takes {@link #hash(String)}, {@link #aesBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism xdhAesWrap() {
        return Mechanism.named("xdh-aes-wrap");
    }

    /**
     * {@code xdh-aes-wrap}: A temporary AES key that is agreed on with X25519 or X448, and the key under that.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism xdhAesWrap(String hash) {
        return xdhAesWrap().hash(hash);
    }

    /**
     * {@code hash-derivation}: A key that is the digest of a key. It takes {@link #hash(String)}.
     *
     * @return the mechanism
     */
    public static Mechanism hashDerivation() {
        return Mechanism.named("hash-derivation");
    }

    /**
     * {@code hash-derivation}: A key that is the digest of a key.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hashDerivation(String hash) {
        return hashDerivation().hash(hash);
    }

    /**
     * {@code ecdh}: ECDH, X25519 and X448; without a hash, what is agreed on is the key. It takes {@link
     * #publicValue(byte[])}, {@link #hash(String)}, {@link #shared(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism ecdh() {
        return Mechanism.named("ecdh");
    }

    /**
     * {@code ecdh}: ECDH, X25519 and X448; without a hash, what is agreed on is the key.
     *
     * @param publicValue the public point, or the public value, of the other party
     * @return the mechanism
     */
    public static Mechanism ecdh(byte[] publicValue) {
        return ecdh().publicValue(publicValue);
    }

    /**
     * {@code hkdf}: HKDF (RFC 5869). It takes {@link #hash(String)}, {@link #salt(byte[])}, {@link #info(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism hkdf() {
        return Mechanism.named("hkdf");
    }

    /**
     * {@code hkdf}: HKDF (RFC 5869).
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hkdf(String hash) {
        return hkdf().hash(hash);
    }

    /**
     * {@code hkdf-extract}: The first step of HKDF alone. It takes {@link #hash(String)}, {@link #salt(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism hkdfExtract() {
        return Mechanism.named("hkdf-extract");
    }

    /**
     * {@code hkdf-extract}: The first step of HKDF alone.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hkdfExtract(String hash) {
        return hkdfExtract().hash(hash);
    }

    /**
     * {@code hkdf-expand}: The second step of HKDF alone. It takes {@link #hash(String)}, {@link #info(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism hkdfExpand() {
        return Mechanism.named("hkdf-expand");
    }

    /**
     * {@code hkdf-expand}: The second step of HKDF alone.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hkdfExpand(String hash) {
        return hkdfExpand().hash(hash);
    }

    /**
     * {@code ml-kem}: ML-KEM (FIPS 203). It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism mlKem() {
        return Mechanism.named("ml-kem");
    }

    /**
     * {@code digest}: A digest. It takes {@link #hash(String)}.
     *
     * @return the mechanism
     */
    public static Mechanism digest() {
        return Mechanism.named("digest");
    }

    /**
     * {@code digest}: A digest.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism digest(String hash) {
        return digest().hash(hash);
    }

    /**
     * The hash of the data, or of a derivation: SHA-256, say.
     *
     * @param hash its value
     * @return the mechanism with it
     */
    public Mechanism hash(String hash) {
        return with("hash", hash);
    }

    /**
     * The hash of the mask, where it is another.
     *
     * @param mgfHash its value
     * @return the mechanism with it
     */
    public Mechanism mgfHash(String mgfHash) {
        return with("mgf_hash", mgfHash);
    }

    /**
     * How a signature of two numbers is written: der, or raw for both one after the other.
     *
     * @param encoding its value
     * @return the mechanism with it
     */
    public Mechanism encoding(String encoding) {
        return with("encoding", encoding);
    }

    /**
     * A vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or
     * authenticates.
     *
     * @param iv its value
     * @return the mechanism with it
     */
    public Mechanism iv(byte[] iv) {
        return with("iv", iv);
    }

    /**
     * Additional authenticated data: what the tag is to cover as well.
     *
     * @param aad its value
     * @return the mechanism with it
     */
    public Mechanism aad(byte[] aad) {
        return with("aad", aad);
    }

    /**
     * Bytes of the tag; 16 where it is not said.
     *
     * @param tagLen its value
     * @return the mechanism with it
     */
    public Mechanism tagLen(long tagLen) {
        return with("tag_len", tagLen);
    }

    /**
     * Bytes of all of the data, where it comes in parts.
     *
     * @param dataLen its value
     * @return the mechanism with it
     */
    public Mechanism dataLen(long dataLen) {
        return with("data_len", dataLen);
    }

    /**
     * Bytes of a MAC: the first ones; of keys for MACs, their bytes.
     *
     * @param macLen its value
     * @return the mechanism with it
     */
    public Mechanism macLen(long macLen) {
        return with("mac_len", macLen);
    }

    /**
     * How many bits of a block count.
     *
     * @param counterBits its value
     * @return the mechanism with it
     */
    public Mechanism counterBits(long counterBits) {
        return with("counter_bits", counterBits);
    }

    /**
     * Bytes of the salt of PSS.
     *
     * @param saltLen its value
     * @return the mechanism with it
     */
    public Mechanism saltLen(long saltLen) {
        return with("salt_len", saltLen);
    }

    /**
     * The label of OAEP; what is derived is for.
     *
     * @param label its value
     * @return the mechanism with it
     */
    public Mechanism label(byte[] label) {
        return with("label", label);
    }

    /**
     * The context of a signature, at most 255 bytes, or of a derivation.
     *
     * @param context its value
     * @return the mechanism with it
     */
    public Mechanism context(byte[] context) {
        return with("context", context);
    }

    /**
     * Whether EdDSA hashes first: Ed25519ph, Ed448ph.
     *
     * @param prehash its value
     * @return the mechanism with it
     */
    public Mechanism prehash(boolean prehash) {
        return with("prehash", prehash);
    }

    /**
     * Whether signatures of the same data are the same.
     *
     * @param deterministic its value
     * @return the mechanism with it
     */
    public Mechanism deterministic(boolean deterministic) {
        return with("deterministic", deterministic);
    }

    /**
     * The public point, or the public value, of the other party.
     *
     * @param publicValue its value
     * @return the mechanism with it
     */
    public Mechanism publicValue(byte[] publicValue) {
        return with("public", publicValue);
    }

    /**
     * What both parties know.
     *
     * @param shared its value
     * @return the mechanism with it
     */
    public Mechanism shared(byte[] shared) {
        return with("shared", shared);
    }

    /**
     * The salt of a derivation.
     *
     * @param salt its value
     * @return the mechanism with it
     */
    public Mechanism salt(byte[] salt) {
        return with("salt", salt);
    }

    /**
     * The context of a derivation.
     *
     * @param info its value
     * @return the mechanism with it
     */
    public Mechanism info(byte[] info) {
        return with("info", info);
    }

    /**
     * Bits of a temporary AES key; 256 where it is not said.
     *
     * @param aesBits its value
     * @return the mechanism with it
     */
    public Mechanism aesBits(long aesBits) {
        return with("aes_bits", aesBits);
    }
}
