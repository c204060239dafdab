// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Types of keys. */
public final class Ckk {
    private Ckk() {}

    /** {@code CKK_RSA} */
    public static final long CKK_RSA = 0x0L;
    /** {@code CKK_DSA} */
    public static final long CKK_DSA = 0x1L;
    /** {@code CKK_DH} */
    public static final long CKK_DH = 0x2L;
    /** {@code CKK_EC} */
    public static final long CKK_EC = 0x3L;
    /** {@code CKK_ECDSA} */
    public static final long CKK_ECDSA = 0x3L;
    /** {@code CKK_X9_42_DH} */
    public static final long CKK_X9_42_DH = 0x4L;
    /** {@code CKK_KEA} */
    public static final long CKK_KEA = 0x5L;
    /** {@code CKK_GENERIC_SECRET} */
    public static final long CKK_GENERIC_SECRET = 0x10L;
    /** {@code CKK_RC2} */
    public static final long CKK_RC2 = 0x11L;
    /** {@code CKK_RC4} */
    public static final long CKK_RC4 = 0x12L;
    /** {@code CKK_DES} */
    public static final long CKK_DES = 0x13L;
    /** {@code CKK_DES2} */
    public static final long CKK_DES2 = 0x14L;
    /** {@code CKK_DES3} */
    public static final long CKK_DES3 = 0x15L;
    /** {@code CKK_CAST} */
    public static final long CKK_CAST = 0x16L;
    /** {@code CKK_CAST3} */
    public static final long CKK_CAST3 = 0x17L;
    /** {@code CKK_CAST5} */
    public static final long CKK_CAST5 = 0x18L;
    /** {@code CKK_CAST128} */
    public static final long CKK_CAST128 = 0x18L;
    /** {@code CKK_RC5} */
    public static final long CKK_RC5 = 0x19L;
    /** {@code CKK_IDEA} */
    public static final long CKK_IDEA = 0x1aL;
    /** {@code CKK_SKIPJACK} */
    public static final long CKK_SKIPJACK = 0x1bL;
    /** {@code CKK_BATON} */
    public static final long CKK_BATON = 0x1cL;
    /** {@code CKK_JUNIPER} */
    public static final long CKK_JUNIPER = 0x1dL;
    /** {@code CKK_CDMF} */
    public static final long CKK_CDMF = 0x1eL;
    /** {@code CKK_AES} */
    public static final long CKK_AES = 0x1fL;
    /** {@code CKK_BLOWFISH} */
    public static final long CKK_BLOWFISH = 0x20L;
    /** {@code CKK_TWOFISH} */
    public static final long CKK_TWOFISH = 0x21L;
    /** {@code CKK_SECURID} */
    public static final long CKK_SECURID = 0x22L;
    /** {@code CKK_HOTP} */
    public static final long CKK_HOTP = 0x23L;
    /** {@code CKK_ACTI} */
    public static final long CKK_ACTI = 0x24L;
    /** {@code CKK_CAMELLIA} */
    public static final long CKK_CAMELLIA = 0x25L;
    /** {@code CKK_ARIA} */
    public static final long CKK_ARIA = 0x26L;
    /** {@code CKK_MD5_HMAC} */
    public static final long CKK_MD5_HMAC = 0x27L;
    /** {@code CKK_SHA_1_HMAC} */
    public static final long CKK_SHA_1_HMAC = 0x28L;
    /** {@code CKK_RIPEMD128_HMAC} */
    public static final long CKK_RIPEMD128_HMAC = 0x29L;
    /** {@code CKK_RIPEMD160_HMAC} */
    public static final long CKK_RIPEMD160_HMAC = 0x2aL;
    /** {@code CKK_SHA256_HMAC} */
    public static final long CKK_SHA256_HMAC = 0x2bL;
    /** {@code CKK_SHA384_HMAC} */
    public static final long CKK_SHA384_HMAC = 0x2cL;
    /** {@code CKK_SHA512_HMAC} */
    public static final long CKK_SHA512_HMAC = 0x2dL;
    /** {@code CKK_SHA224_HMAC} */
    public static final long CKK_SHA224_HMAC = 0x2eL;
    /** {@code CKK_SEED} */
    public static final long CKK_SEED = 0x2fL;
    /** {@code CKK_GOSTR3410} */
    public static final long CKK_GOSTR3410 = 0x30L;
    /** {@code CKK_GOSTR3411} */
    public static final long CKK_GOSTR3411 = 0x31L;
    /** {@code CKK_GOST28147} */
    public static final long CKK_GOST28147 = 0x32L;
    /** {@code CKK_CHACHA20} */
    public static final long CKK_CHACHA20 = 0x33L;
    /** {@code CKK_POLY1305} */
    public static final long CKK_POLY1305 = 0x34L;
    /** {@code CKK_AES_XTS} */
    public static final long CKK_AES_XTS = 0x35L;
    /** {@code CKK_SHA3_224_HMAC} */
    public static final long CKK_SHA3_224_HMAC = 0x36L;
    /** {@code CKK_SHA3_256_HMAC} */
    public static final long CKK_SHA3_256_HMAC = 0x37L;
    /** {@code CKK_SHA3_384_HMAC} */
    public static final long CKK_SHA3_384_HMAC = 0x38L;
    /** {@code CKK_SHA3_512_HMAC} */
    public static final long CKK_SHA3_512_HMAC = 0x39L;
    /** {@code CKK_BLAKE2B_160_HMAC} */
    public static final long CKK_BLAKE2B_160_HMAC = 0x3aL;
    /** {@code CKK_BLAKE2B_256_HMAC} */
    public static final long CKK_BLAKE2B_256_HMAC = 0x3bL;
    /** {@code CKK_BLAKE2B_384_HMAC} */
    public static final long CKK_BLAKE2B_384_HMAC = 0x3cL;
    /** {@code CKK_BLAKE2B_512_HMAC} */
    public static final long CKK_BLAKE2B_512_HMAC = 0x3dL;
    /** {@code CKK_SALSA20} */
    public static final long CKK_SALSA20 = 0x3eL;
    /** {@code CKK_X2RATCHET} */
    public static final long CKK_X2RATCHET = 0x3fL;
    /** {@code CKK_EC_EDWARDS} */
    public static final long CKK_EC_EDWARDS = 0x40L;
    /** {@code CKK_EC_MONTGOMERY} */
    public static final long CKK_EC_MONTGOMERY = 0x41L;
    /** {@code CKK_HKDF} */
    public static final long CKK_HKDF = 0x42L;
    /** {@code CKK_SHA512_224_HMAC} */
    public static final long CKK_SHA512_224_HMAC = 0x43L;
    /** {@code CKK_SHA512_256_HMAC} */
    public static final long CKK_SHA512_256_HMAC = 0x44L;
    /** {@code CKK_SHA512_T_HMAC} */
    public static final long CKK_SHA512_T_HMAC = 0x45L;
    /** {@code CKK_HSS} */
    public static final long CKK_HSS = 0x46L;
    /** {@code CKK_XMSS} */
    public static final long CKK_XMSS = 0x47L;
    /** {@code CKK_XMSSMT} */
    public static final long CKK_XMSSMT = 0x48L;
    /** {@code CKK_ML_KEM} */
    public static final long CKK_ML_KEM = 0x49L;
    /** {@code CKK_ML_DSA} */
    public static final long CKK_ML_DSA = 0x4aL;
    /** {@code CKK_SLH_DSA} */
    public static final long CKK_SLH_DSA = 0x4bL;
    /** {@code CKK_VENDOR_DEFINED} */
    public static final long CKK_VENDOR_DEFINED = 0x80000000L;
}
