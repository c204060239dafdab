// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Key derivation functions. */
public final class Ckd {
    private Ckd() {}

    /** {@code CKD_NULL} */
    public static final long CKD_NULL = 0x1L;
    /** {@code CKD_SHA1_KDF} */
    public static final long CKD_SHA1_KDF = 0x2L;
    /** {@code CKD_SHA1_KDF_ASN1} */
    public static final long CKD_SHA1_KDF_ASN1 = 0x3L;
    /** {@code CKD_SHA1_KDF_CONCATENATE} */
    public static final long CKD_SHA1_KDF_CONCATENATE = 0x4L;
    /** {@code CKD_SHA224_KDF} */
    public static final long CKD_SHA224_KDF = 0x5L;
    /** {@code CKD_SHA256_KDF} */
    public static final long CKD_SHA256_KDF = 0x6L;
    /** {@code CKD_SHA384_KDF} */
    public static final long CKD_SHA384_KDF = 0x7L;
    /** {@code CKD_SHA512_KDF} */
    public static final long CKD_SHA512_KDF = 0x8L;
    /** {@code CKD_CPDIVERSIFY_KDF} */
    public static final long CKD_CPDIVERSIFY_KDF = 0x9L;
    /** {@code CKD_SHA3_224_KDF} */
    public static final long CKD_SHA3_224_KDF = 0xaL;
    /** {@code CKD_SHA3_256_KDF} */
    public static final long CKD_SHA3_256_KDF = 0xbL;
    /** {@code CKD_SHA3_384_KDF} */
    public static final long CKD_SHA3_384_KDF = 0xcL;
    /** {@code CKD_SHA3_512_KDF} */
    public static final long CKD_SHA3_512_KDF = 0xdL;
    /** {@code CKD_SHA1_KDF_SP800} */
    public static final long CKD_SHA1_KDF_SP800 = 0xeL;
    /** {@code CKD_SHA224_KDF_SP800} */
    public static final long CKD_SHA224_KDF_SP800 = 0xfL;
    /** {@code CKD_SHA256_KDF_SP800} */
    public static final long CKD_SHA256_KDF_SP800 = 0x10L;
    /** {@code CKD_SHA384_KDF_SP800} */
    public static final long CKD_SHA384_KDF_SP800 = 0x11L;
    /** {@code CKD_SHA512_KDF_SP800} */
    public static final long CKD_SHA512_KDF_SP800 = 0x12L;
    /** {@code CKD_SHA3_224_KDF_SP800} */
    public static final long CKD_SHA3_224_KDF_SP800 = 0x13L;
    /** {@code CKD_SHA3_256_KDF_SP800} */
    public static final long CKD_SHA3_256_KDF_SP800 = 0x14L;
    /** {@code CKD_SHA3_384_KDF_SP800} */
    public static final long CKD_SHA3_384_KDF_SP800 = 0x15L;
    /** {@code CKD_SHA3_512_KDF_SP800} */
    public static final long CKD_SHA3_512_KDF_SP800 = 0x16L;
    /** {@code CKD_BLAKE2B_160_KDF} */
    public static final long CKD_BLAKE2B_160_KDF = 0x17L;
    /** {@code CKD_BLAKE2B_256_KDF} */
    public static final long CKD_BLAKE2B_256_KDF = 0x18L;
    /** {@code CKD_BLAKE2B_384_KDF} */
    public static final long CKD_BLAKE2B_384_KDF = 0x19L;
    /** {@code CKD_BLAKE2B_512_KDF} */
    public static final long CKD_BLAKE2B_512_KDF = 0x1aL;
}
