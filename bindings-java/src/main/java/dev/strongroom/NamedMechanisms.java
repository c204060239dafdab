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
     * {@code rsa-x931}: RSA signatures of ANSI X9.31 over data that is hashed first, for what is old. It takes
     * nothing.
     *
     * @return the mechanism
     */
    public static Mechanism rsaX931() {
        return Mechanism.named("rsa-x931");
    }

    /**
     * {@code rsa-x931-digest}: RSA signatures of ANSI X9.31 over a digest that was made elsewhere, for what is old. It
     * takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism rsaX931Digest() {
        return Mechanism.named("rsa-x931-digest");
    }

    /**
     * {@code dsa}: DSA over data that is hashed first; without a hash, over a digest that was made elsewhere. It takes
     * {@link #hash(String)}, {@link #encoding(String)}.
     *
     * @return the mechanism
     */
    public static Mechanism dsa() {
        return Mechanism.named("dsa");
    }

    /**
     * {@code dsa}: DSA over data that is hashed first; without a hash, over a digest that was made elsewhere.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism dsa(String hash) {
        return dsa().hash(hash);
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
     * {@code schnorr}: Schnorr signatures on secp256k1 (BIP 340). It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism schnorr() {
        return Mechanism.named("schnorr");
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
     * {@code ml-dsa-digest}: HashML-DSA over a digest that was made elsewhere. It takes {@link #hash(String)}, {@link
     * #context(byte[])}, {@link #deterministic(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism mlDsaDigest() {
        return Mechanism.named("ml-dsa-digest");
    }

    /**
     * {@code ml-dsa-digest}: HashML-DSA over a digest that was made elsewhere.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism mlDsaDigest(String hash) {
        return mlDsaDigest().hash(hash);
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
     * {@code slh-dsa-digest}: HashSLH-DSA over a digest that was made elsewhere. It takes {@link #hash(String)},
     * {@link #context(byte[])}, {@link #deterministic(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism slhDsaDigest() {
        return Mechanism.named("slh-dsa-digest");
    }

    /**
     * {@code slh-dsa-digest}: HashSLH-DSA over a digest that was made elsewhere.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism slhDsaDigest(String hash) {
        return slhDsaDigest().hash(hash);
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
     * {@code aes-xcbc-mac}: AES-XCBC-MAC. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism aesXcbcMac() {
        return Mechanism.named("aes-xcbc-mac");
    }

    /**
     * {@code aes-xcbc-mac-96}: AES-XCBC-MAC, its first 96 bits. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism aesXcbcMac96() {
        return Mechanism.named("aes-xcbc-mac-96");
    }

    /**
     * {@code des3-cmac}: CMAC with triple DES, for what is old. It takes {@link #macLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism des3Cmac() {
        return Mechanism.named("des3-cmac");
    }

    /**
     * {@code des3-cmac}: CMAC with triple DES, for what is old.
     *
     * @param macLen bytes of a MAC: the first ones; of keys for MACs, their bytes
     * @return the mechanism
     */
    public static Mechanism des3Cmac(long macLen) {
        return des3Cmac().macLen(macLen);
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
     * {@code tls12-mac}: The MAC of the messages that end a handshake of TLS 1.2. It takes {@link #hash(String)},
     * {@link #ofServer(boolean)}, {@link #macLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12Mac() {
        return Mechanism.named("tls12-mac");
    }

    /**
     * {@code tls12-mac}: The MAC of the messages that end a handshake of TLS 1.2.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12Mac(String hash) {
        return tls12Mac().hash(hash);
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
     * {@code aes-gcm-messages}: AES-GCM for messages, whose vectors the token makes. It takes {@link #iv(byte[])},
     * {@link #counted(boolean)}, {@link #tagLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesGcmMessages() {
        return Mechanism.named("aes-gcm-messages");
    }

    /**
     * {@code aes-gcm-messages}: AES-GCM for messages, whose vectors the token makes.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesGcmMessages(byte[] iv) {
        return aesGcmMessages().iv(iv);
    }

    /**
     * {@code aes-ccm-messages}: AES-CCM for messages, whose vectors the token makes. It takes {@link #iv(byte[])},
     * {@link #counted(boolean)}, {@link #tagLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCcmMessages() {
        return Mechanism.named("aes-ccm-messages");
    }

    /**
     * {@code aes-ccm-messages}: AES-CCM for messages, whose vectors the token makes.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCcmMessages(byte[] iv) {
        return aesCcmMessages().iv(iv);
    }

    /**
     * {@code chacha20-poly1305-messages}: ChaCha20-Poly1305 for messages, whose nonces are drawn from the token's
     * random numbers. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism chacha20Poly1305Messages() {
        return Mechanism.named("chacha20-poly1305-messages");
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
     * {@code aes-ofb}: AES-OFB. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesOfb() {
        return Mechanism.named("aes-ofb");
    }

    /**
     * {@code aes-ofb}: AES-OFB.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesOfb(byte[] iv) {
        return aesOfb().iv(iv);
    }

    /**
     * {@code aes-cfb1}: AES-CFB by single bits. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCfb1() {
        return Mechanism.named("aes-cfb1");
    }

    /**
     * {@code aes-cfb1}: AES-CFB by single bits.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCfb1(byte[] iv) {
        return aesCfb1().iv(iv);
    }

    /**
     * {@code aes-cfb8}: AES-CFB by bytes. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCfb8() {
        return Mechanism.named("aes-cfb8");
    }

    /**
     * {@code aes-cfb8}: AES-CFB by bytes.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCfb8(byte[] iv) {
        return aesCfb8().iv(iv);
    }

    /**
     * {@code aes-cfb128}: AES-CFB by blocks. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCfb128() {
        return Mechanism.named("aes-cfb128");
    }

    /**
     * {@code aes-cfb128}: AES-CFB by blocks.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCfb128(byte[] iv) {
        return aesCfb128().iv(iv);
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
     * {@code des3-ecb}: Triple DES over single blocks, for what is old. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism des3Ecb() {
        return Mechanism.named("des3-ecb");
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
     * {@code rsa-oaep-tpm}: RSA-OAEP as a TPM 1.1 has it. It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism rsaOaepTpm() {
        return Mechanism.named("rsa-oaep-tpm");
    }

    /**
     * {@code aes-kw}: AES key wrap (RFC 3394): keys of whole 8 bytes. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesKw() {
        return Mechanism.named("aes-kw");
    }

    /**
     * {@code aes-kw}: AES key wrap (RFC 3394): keys of whole 8 bytes.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesKw(byte[] iv) {
        return aesKw().iv(iv);
    }

    /**
     * {@code aes-kwp}: AES key wrap with padding (RFC 5649): keys of any length. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesKwp() {
        return Mechanism.named("aes-kwp");
    }

    /**
     * {@code aes-kwp}: AES key wrap with padding (RFC 5649): keys of any length.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesKwp(byte[] iv) {
        return aesKwp().iv(iv);
    }

    /**
     * {@code aes-kw-pkcs7}: AES key wrap (RFC 3394) with the padding of PKCS #7. It takes {@link #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesKwPkcs7() {
        return Mechanism.named("aes-kw-pkcs7");
    }

    /**
     * {@code aes-kw-pkcs7}: AES key wrap (RFC 3394) with the padding of PKCS #7.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesKwPkcs7(byte[] iv) {
        return aesKwPkcs7().iv(iv);
    }

    /**
     * {@code aes-kw-pad}: AES key wrap with padding, as older versions of the specification have it. It takes {@link
     * #iv(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesKwPad() {
        return Mechanism.named("aes-kw-pad");
    }

    /**
     * {@code aes-kw-pad}: AES key wrap with padding, as older versions of the specification have it.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesKwPad(byte[] iv) {
        return aesKwPad().iv(iv);
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
     * takes {@link #hash(String)}, {@link #kdf(String)}, {@link #shared(byte[])}, {@link #aesBits(long)}.
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
     * {@code ecdh-cofactor-aes-wrap}: The same with the curve's cofactor. It takes {@link #hash(String)}, {@link
     * #kdf(String)}, {@link #shared(byte[])}, {@link #aesBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism ecdhCofactorAesWrap() {
        return Mechanism.named("ecdh-cofactor-aes-wrap");
    }

    /**
     * {@code ecdh-cofactor-aes-wrap}: The same with the curve's cofactor.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism ecdhCofactorAesWrap(String hash) {
        return ecdhCofactorAesWrap().hash(hash);
    }

    /**
     * {@code xdh-aes-wrap}: A temporary AES key that is agreed on with X25519 or X448, and the key under that. It
     * takes {@link #hash(String)}, {@link #kdf(String)}, {@link #shared(byte[])}, {@link #aesBits(long)}.
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
     * {@code ecdh}: ECDH, X25519 and X448; without a hash, what is agreed on is the key. It takes {@link
     * #publicValue(byte[])}, {@link #hash(String)}, {@link #kdf(String)}, {@link #shared(byte[])}.
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
     * {@code ecdh-cofactor}: ECDH with the curve's cofactor. It takes {@link #publicValue(byte[])}, {@link
     * #hash(String)}, {@link #kdf(String)}, {@link #shared(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism ecdhCofactor() {
        return Mechanism.named("ecdh-cofactor");
    }

    /**
     * {@code ecdh-cofactor}: ECDH with the curve's cofactor.
     *
     * @param publicValue the public point, or the public value, of the other party
     * @return the mechanism
     */
    public static Mechanism ecdhCofactor(byte[] publicValue) {
        return ecdhCofactor().publicValue(publicValue);
    }

    /**
     * {@code dh}: Diffie-Hellman (PKCS #3). It takes {@link #publicValue(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism dh() {
        return Mechanism.named("dh");
    }

    /**
     * {@code dh}: Diffie-Hellman (PKCS #3).
     *
     * @param publicValue the public point, or the public value, of the other party
     * @return the mechanism
     */
    public static Mechanism dh(byte[] publicValue) {
        return dh().publicValue(publicValue);
    }

    /**
     * {@code x942-dh}: Diffie-Hellman (ANSI X9.42). It takes {@link #publicValue(byte[])}, {@link #info(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism x942Dh() {
        return Mechanism.named("x942-dh");
    }

    /**
     * {@code x942-dh}: Diffie-Hellman (ANSI X9.42).
     *
     * @param publicValue the public point, or the public value, of the other party
     * @return the mechanism
     */
    public static Mechanism x942Dh(byte[] publicValue) {
        return x942Dh().publicValue(publicValue);
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
     * {@code hkdf}: HKDF (RFC 5869). It takes {@link #hash(String)}, {@link #salt(byte[])}, {@link #saltKey(HsmKey)},
     * {@link #info(byte[])}.
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
     * {@code hkdf-extract}: The first step of HKDF alone. It takes {@link #hash(String)}, {@link #salt(byte[])},
     * {@link #saltKey(HsmKey)}.
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
     * {@code hkdf-data}: HKDF that gives bytes instead of a key. It takes {@link #hash(String)}, {@link
     * #salt(byte[])}, {@link #saltKey(HsmKey)}, {@link #info(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism hkdfData() {
        return Mechanism.named("hkdf-data");
    }

    /**
     * {@code hkdf-data}: HKDF that gives bytes instead of a key.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism hkdfData(String hash) {
        return hkdfData().hash(hash);
    }

    /**
     * {@code pbkdf2}: A key from a password (PBKDF2, RFC 8018). It takes {@link #hash(String)}, {@link
     * #password(byte[])}, {@link #salt(byte[])}, {@link #iterations(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism pbkdf2() {
        return Mechanism.named("pbkdf2");
    }

    /**
     * {@code pbkdf2}: A key from a password (PBKDF2, RFC 8018).
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism pbkdf2(String hash) {
        return pbkdf2().hash(hash);
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
     * {@code kbkdf-counter}: SP 800-108 in counter mode. It takes {@link #hash(String)}, {@link #label(byte[])},
     * {@link #context(byte[])}, {@link #data(byte[])}, {@link #counterBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism kbkdfCounter() {
        return Mechanism.named("kbkdf-counter");
    }

    /**
     * {@code kbkdf-counter}: SP 800-108 in counter mode.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism kbkdfCounter(String hash) {
        return kbkdfCounter().hash(hash);
    }

    /**
     * {@code kbkdf-feedback}: SP 800-108 in feedback mode. It takes {@link #hash(String)}, {@link #iv(byte[])}, {@link
     * #label(byte[])}, {@link #context(byte[])}, {@link #data(byte[])}, {@link #counterBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism kbkdfFeedback() {
        return Mechanism.named("kbkdf-feedback");
    }

    /**
     * {@code kbkdf-feedback}: SP 800-108 in feedback mode.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism kbkdfFeedback(String hash) {
        return kbkdfFeedback().hash(hash);
    }

    /**
     * {@code kbkdf-double-pipeline}: SP 800-108 in double-pipeline mode. It takes {@link #hash(String)}, {@link
     * #label(byte[])}, {@link #context(byte[])}, {@link #data(byte[])}, {@link #counterBits(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism kbkdfDoublePipeline() {
        return Mechanism.named("kbkdf-double-pipeline");
    }

    /**
     * {@code kbkdf-double-pipeline}: SP 800-108 in double-pipeline mode.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism kbkdfDoublePipeline(String hash) {
        return kbkdfDoublePipeline().hash(hash);
    }

    /**
     * {@code concatenate-key}: A key with another behind it. It takes {@link #key(HsmKey)}.
     *
     * @return the mechanism
     */
    public static Mechanism concatenateKey() {
        return Mechanism.named("concatenate-key");
    }

    /**
     * {@code concatenate-key}: A key with another behind it.
     *
     * @param key the key that is put behind another
     * @return the mechanism
     */
    public static Mechanism concatenateKey(HsmKey key) {
        return concatenateKey().key(key);
    }

    /**
     * {@code append-data}: A key with data behind it. It takes {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism appendData() {
        return Mechanism.named("append-data");
    }

    /**
     * {@code append-data}: A key with data behind it.
     *
     * @param data data that a key is made with; the hash of a session of TLS
     * @return the mechanism
     */
    public static Mechanism appendData(byte[] data) {
        return appendData().data(data);
    }

    /**
     * {@code prepend-data}: A key with data before it. It takes {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism prependData() {
        return Mechanism.named("prepend-data");
    }

    /**
     * {@code prepend-data}: A key with data before it.
     *
     * @param data data that a key is made with; the hash of a session of TLS
     * @return the mechanism
     */
    public static Mechanism prependData(byte[] data) {
        return prependData().data(data);
    }

    /**
     * {@code xor-data}: A key and data, bit by bit. It takes {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism xorData() {
        return Mechanism.named("xor-data");
    }

    /**
     * {@code xor-data}: A key and data, bit by bit.
     *
     * @param data data that a key is made with; the hash of a session of TLS
     * @return the mechanism
     */
    public static Mechanism xorData(byte[] data) {
        return xorData().data(data);
    }

    /**
     * {@code extract-bits}: A part of a key. It takes {@link #firstBit(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism extractBits() {
        return Mechanism.named("extract-bits");
    }

    /**
     * {@code extract-bits}: A part of a key.
     *
     * @param firstBit the bit of a key that what is taken from it begins with
     * @return the mechanism
     */
    public static Mechanism extractBits(long firstBit) {
        return extractBits().firstBit(firstBit);
    }

    /**
     * {@code aes-ecb-encrypt-data}: A key that is data encrypted with AES in ECB. It takes {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesEcbEncryptData() {
        return Mechanism.named("aes-ecb-encrypt-data");
    }

    /**
     * {@code aes-ecb-encrypt-data}: A key that is data encrypted with AES in ECB.
     *
     * @param data data that a key is made with; the hash of a session of TLS
     * @return the mechanism
     */
    public static Mechanism aesEcbEncryptData(byte[] data) {
        return aesEcbEncryptData().data(data);
    }

    /**
     * {@code aes-cbc-encrypt-data}: A key that is data encrypted with AES in CBC. It takes {@link #iv(byte[])}, {@link
     * #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism aesCbcEncryptData() {
        return Mechanism.named("aes-cbc-encrypt-data");
    }

    /**
     * {@code aes-cbc-encrypt-data}: A key that is data encrypted with AES in CBC.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism aesCbcEncryptData(byte[] iv) {
        return aesCbcEncryptData().iv(iv);
    }

    /**
     * {@code des3-ecb-encrypt-data}: A key that is data encrypted with triple DES in ECB. It takes {@link
     * #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism des3EcbEncryptData() {
        return Mechanism.named("des3-ecb-encrypt-data");
    }

    /**
     * {@code des3-ecb-encrypt-data}: A key that is data encrypted with triple DES in ECB.
     *
     * @param data data that a key is made with; the hash of a session of TLS
     * @return the mechanism
     */
    public static Mechanism des3EcbEncryptData(byte[] data) {
        return des3EcbEncryptData().data(data);
    }

    /**
     * {@code des3-cbc-encrypt-data}: A key that is data encrypted with triple DES in CBC. It takes {@link
     * #iv(byte[])}, {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism des3CbcEncryptData() {
        return Mechanism.named("des3-cbc-encrypt-data");
    }

    /**
     * {@code des3-cbc-encrypt-data}: A key that is data encrypted with triple DES in CBC.
     *
     * @param iv a vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates
     * @return the mechanism
     */
    public static Mechanism des3CbcEncryptData(byte[] iv) {
        return des3CbcEncryptData().iv(iv);
    }

    /**
     * {@code tls12-master}: The master secret of TLS 1.2 from a premaster secret of RSA. It takes {@link
     * #hash(String)}, {@link #clientRandom(byte[])}, {@link #serverRandom(byte[])}, {@link #version(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12Master() {
        return Mechanism.named("tls12-master");
    }

    /**
     * {@code tls12-master}: The master secret of TLS 1.2 from a premaster secret of RSA.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12Master(String hash) {
        return tls12Master().hash(hash);
    }

    /**
     * {@code tls12-master-dh}: The master secret of TLS 1.2 from one that was agreed on. It takes {@link
     * #hash(String)}, {@link #clientRandom(byte[])}, {@link #serverRandom(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12MasterDh() {
        return Mechanism.named("tls12-master-dh");
    }

    /**
     * {@code tls12-master-dh}: The master secret of TLS 1.2 from one that was agreed on.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12MasterDh(String hash) {
        return tls12MasterDh().hash(hash);
    }

    /**
     * {@code tls12-extended-master}: The extended master secret (RFC 7627) from a premaster secret of RSA. It takes
     * {@link #hash(String)}, {@link #data(byte[])}, {@link #version(boolean)}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12ExtendedMaster() {
        return Mechanism.named("tls12-extended-master");
    }

    /**
     * {@code tls12-extended-master}: The extended master secret (RFC 7627) from a premaster secret of RSA.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12ExtendedMaster(String hash) {
        return tls12ExtendedMaster().hash(hash);
    }

    /**
     * {@code tls12-extended-master-dh}: The extended master secret (RFC 7627) from one that was agreed on. It takes
     * {@link #hash(String)}, {@link #data(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12ExtendedMasterDh() {
        return Mechanism.named("tls12-extended-master-dh");
    }

    /**
     * {@code tls12-extended-master-dh}: The extended master secret (RFC 7627) from one that was agreed on.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12ExtendedMasterDh(String hash) {
        return tls12ExtendedMasterDh().hash(hash);
    }

    /**
     * {@code tls12-keys}: The keys and vectors of TLS 1.2. It takes {@link #hash(String)}, {@link
     * #clientRandom(byte[])}, {@link #serverRandom(byte[])}, {@link #macLen(long)}, {@link #keyLen(long)}, {@link
     * #ivLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12Keys() {
        return Mechanism.named("tls12-keys");
    }

    /**
     * {@code tls12-keys}: The keys and vectors of TLS 1.2.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12Keys(String hash) {
        return tls12Keys().hash(hash);
    }

    /**
     * {@code tls12-keys-safe}: The keys of TLS 1.2, without vectors. It takes {@link #hash(String)}, {@link
     * #clientRandom(byte[])}, {@link #serverRandom(byte[])}, {@link #macLen(long)}, {@link #keyLen(long)}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12KeysSafe() {
        return Mechanism.named("tls12-keys-safe");
    }

    /**
     * {@code tls12-keys-safe}: The keys of TLS 1.2, without vectors.
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12KeysSafe(String hash) {
        return tls12KeysSafe().hash(hash);
    }

    /**
     * {@code tls12-kdf}: Keys that a master secret of TLS 1.2 exports (RFC 5705). It takes {@link #hash(String)},
     * {@link #label(byte[])}, {@link #clientRandom(byte[])}, {@link #serverRandom(byte[])}, {@link #context(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism tls12Kdf() {
        return Mechanism.named("tls12-kdf");
    }

    /**
     * {@code tls12-kdf}: Keys that a master secret of TLS 1.2 exports (RFC 5705).
     *
     * @param hash the hash of the data, or of a derivation: SHA-256, say
     * @return the mechanism
     */
    public static Mechanism tls12Kdf(String hash) {
        return tls12Kdf().hash(hash);
    }

    /**
     * {@code bip32-master}: The master key of a wallet (BIP 32). It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism bip32Master() {
        return Mechanism.named("bip32-master");
    }

    /**
     * {@code bip32-private}: The private child of a private key of a wallet (BIP 32). It takes {@link #index(long)},
     * {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism bip32Private() {
        return Mechanism.named("bip32-private");
    }

    /**
     * {@code bip32-private}: The private child of a private key of a wallet (BIP 32).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism bip32Private(long index) {
        return bip32Private().index(index);
    }

    /**
     * {@code bip32-private-to-public}: The public child of a private key of a wallet (BIP 32). It takes {@link
     * #index(long)}, {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism bip32PrivateToPublic() {
        return Mechanism.named("bip32-private-to-public");
    }

    /**
     * {@code bip32-private-to-public}: The public child of a private key of a wallet (BIP 32).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism bip32PrivateToPublic(long index) {
        return bip32PrivateToPublic().index(index);
    }

    /**
     * {@code bip32-public}: The public child of a public key of a wallet (BIP 32). It takes {@link #index(long)},
     * {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism bip32Public() {
        return Mechanism.named("bip32-public");
    }

    /**
     * {@code bip32-public}: The public child of a public key of a wallet (BIP 32).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism bip32Public(long index) {
        return bip32Public().index(index);
    }

    /**
     * {@code slip10-master}: The master key of a wallet (SLIP-0010). It takes nothing.
     *
     * @return the mechanism
     */
    public static Mechanism slip10Master() {
        return Mechanism.named("slip10-master");
    }

    /**
     * {@code slip10-private}: The private child of a private key of a wallet (SLIP-0010). It takes {@link
     * #index(long)}, {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism slip10Private() {
        return Mechanism.named("slip10-private");
    }

    /**
     * {@code slip10-private}: The private child of a private key of a wallet (SLIP-0010).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism slip10Private(long index) {
        return slip10Private().index(index);
    }

    /**
     * {@code slip10-private-to-public}: The public child of a private key of a wallet (SLIP-0010). It takes {@link
     * #index(long)}, {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism slip10PrivateToPublic() {
        return Mechanism.named("slip10-private-to-public");
    }

    /**
     * {@code slip10-private-to-public}: The public child of a private key of a wallet (SLIP-0010).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism slip10PrivateToPublic(long index) {
        return slip10PrivateToPublic().index(index);
    }

    /**
     * {@code slip10-public}: The public child of a public key of a wallet (SLIP-0010). It takes {@link #index(long)},
     * {@link #chainCode(byte[])}.
     *
     * @return the mechanism
     */
    public static Mechanism slip10Public() {
        return Mechanism.named("slip10-public");
    }

    /**
     * {@code slip10-public}: The public child of a public key of a wallet (SLIP-0010).
     *
     * @param index the number of a child in a wallet; from 2147483648 on they are hardened
     * @return the mechanism
     */
    public static Mechanism slip10Public(long index) {
        return slip10Public().index(index);
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

    /**
     * The derivation function of an agreement: x963, the usual one, or sp800-56c.
     *
     * @param kdf its value
     * @return the mechanism with it
     */
    public Mechanism kdf(String kdf) {
        return with("kdf", kdf);
    }

    /**
     * Data that a key is made with; the hash of a session of TLS.
     *
     * @param data its value
     * @return the mechanism with it
     */
    public Mechanism data(byte[] data) {
        return with("data", data);
    }

    /**
     * The key that is put behind another.
     *
     * @param key its value
     * @return the mechanism with it
     */
    public Mechanism key(HsmKey key) {
        return with("key", key);
    }

    /**
     * The key that is the salt of HKDF.
     *
     * @param saltKey its value
     * @return the mechanism with it
     */
    public Mechanism saltKey(HsmKey saltKey) {
        return with("salt_key", saltKey);
    }

    /**
     * Whether the vectors of messages are counted instead of drawn.
     *
     * @param counted its value
     * @return the mechanism with it
     */
    public Mechanism counted(boolean counted) {
        return with("counted", counted);
    }

    /**
     * A password. The core has it from then on, and nothing of it stays in Java: wipe yours.
     *
     * @param password its value
     * @return the mechanism with it
     */
    public Mechanism password(byte[] password) {
        return with("password", password);
    }

    /**
     * A password, in UTF-8. The core has it from then on, and nothing of it stays in Java: wipe yours.
     *
     * @param password its value
     * @return the mechanism with it
     */
    public Mechanism password(char[] password) {
        return with("password", password);
    }

    /**
     * How often PBKDF2 goes round.
     *
     * @param iterations its value
     * @return the mechanism with it
     */
    public Mechanism iterations(long iterations) {
        return with("iterations", iterations);
    }

    /**
     * The bit of a key that what is taken from it begins with.
     *
     * @param firstBit its value
     * @return the mechanism with it
     */
    public Mechanism firstBit(long firstBit) {
        return with("first_bit", firstBit);
    }

    /**
     * What the client has sent (TLS).
     *
     * @param clientRandom its value
     * @return the mechanism with it
     */
    public Mechanism clientRandom(byte[] clientRandom) {
        return with("client_random", clientRandom);
    }

    /**
     * What the server has sent (TLS).
     *
     * @param serverRandom its value
     * @return the mechanism with it
     */
    public Mechanism serverRandom(byte[] serverRandom) {
        return with("server_random", serverRandom);
    }

    /**
     * Whether the version in a premaster secret is wanted too (TLS).
     *
     * @param version its value
     * @return the mechanism with it
     */
    public Mechanism version(boolean version) {
        return with("version", version);
    }

    /**
     * Bytes of each key for data (TLS).
     *
     * @param keyLen its value
     * @return the mechanism with it
     */
    public Mechanism keyLen(long keyLen) {
        return with("key_len", keyLen);
    }

    /**
     * Bytes of each vector (TLS).
     *
     * @param ivLen its value
     * @return the mechanism with it
     */
    public Mechanism ivLen(long ivLen) {
        return with("iv_len", ivLen);
    }

    /**
     * Whether the message is the server's (TLS).
     *
     * @param ofServer its value
     * @return the mechanism with it
     */
    public Mechanism ofServer(boolean ofServer) {
        return with("of_server", ofServer);
    }

    /**
     * The number of a child in a wallet; from 2147483648 on they are hardened.
     *
     * @param index its value
     * @return the mechanism with it
     */
    public Mechanism index(long index) {
        return with("index", index);
    }

    /**
     * The chain code of a key in a wallet: 32 bytes.
     *
     * @param chainCode its value
     * @return the mechanism with it
     */
    public Mechanism chainCode(byte[] chainCode) {
        return with("chain_code", chainCode);
    }
}
