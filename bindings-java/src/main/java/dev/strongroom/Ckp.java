// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Parameter sets and profiles. */
public final class Ckp {
    private Ckp() {}

    /** {@code CKP_INVALID_ID} */
    public static final long CKP_INVALID_ID = 0x0L;
    /** {@code CKP_BASELINE_PROVIDER} */
    public static final long CKP_BASELINE_PROVIDER = 0x1L;
    /** {@code CKP_EXTENDED_PROVIDER} */
    public static final long CKP_EXTENDED_PROVIDER = 0x2L;
    /** {@code CKP_AUTHENTICATION_TOKEN} */
    public static final long CKP_AUTHENTICATION_TOKEN = 0x3L;
    /** {@code CKP_PUBLIC_CERTIFICATES_TOKEN} */
    public static final long CKP_PUBLIC_CERTIFICATES_TOKEN = 0x4L;
    /** {@code CKP_COMPLETE_PROVIDER} */
    public static final long CKP_COMPLETE_PROVIDER = 0x5L;
    /** {@code CKP_HKDF_TLS_TOKEN} */
    public static final long CKP_HKDF_TLS_TOKEN = 0x6L;
    /** {@code CKP_VENDOR_DEFINED} */
    public static final long CKP_VENDOR_DEFINED = 0x80000000L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA1} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA1 = 0x1L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_GOSTR3411} */
    public static final long CKP_PKCS5_PBKD2_HMAC_GOSTR3411 = 0x2L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA224} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA224 = 0x3L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA256} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA256 = 0x4L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA384} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA384 = 0x5L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA512} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA512 = 0x6L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA512_224} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA512_224 = 0x7L;
    /** {@code CKP_PKCS5_PBKD2_HMAC_SHA512_256} */
    public static final long CKP_PKCS5_PBKD2_HMAC_SHA512_256 = 0x8L;
    /** {@code CKP_ML_DSA_44} */
    public static final long CKP_ML_DSA_44 = 0x1L;
    /** {@code CKP_ML_DSA_65} */
    public static final long CKP_ML_DSA_65 = 0x2L;
    /** {@code CKP_ML_DSA_87} */
    public static final long CKP_ML_DSA_87 = 0x3L;
    /** {@code CKP_SLH_DSA_SHA2_128S} */
    public static final long CKP_SLH_DSA_SHA2_128S = 0x1L;
    /** {@code CKP_SLH_DSA_SHAKE_128S} */
    public static final long CKP_SLH_DSA_SHAKE_128S = 0x2L;
    /** {@code CKP_SLH_DSA_SHA2_128F} */
    public static final long CKP_SLH_DSA_SHA2_128F = 0x3L;
    /** {@code CKP_SLH_DSA_SHAKE_128F} */
    public static final long CKP_SLH_DSA_SHAKE_128F = 0x4L;
    /** {@code CKP_SLH_DSA_SHA2_192S} */
    public static final long CKP_SLH_DSA_SHA2_192S = 0x5L;
    /** {@code CKP_SLH_DSA_SHAKE_192S} */
    public static final long CKP_SLH_DSA_SHAKE_192S = 0x6L;
    /** {@code CKP_SLH_DSA_SHA2_192F} */
    public static final long CKP_SLH_DSA_SHA2_192F = 0x7L;
    /** {@code CKP_SLH_DSA_SHAKE_192F} */
    public static final long CKP_SLH_DSA_SHAKE_192F = 0x8L;
    /** {@code CKP_SLH_DSA_SHA2_256S} */
    public static final long CKP_SLH_DSA_SHA2_256S = 0x9L;
    /** {@code CKP_SLH_DSA_SHAKE_256S} */
    public static final long CKP_SLH_DSA_SHAKE_256S = 0xaL;
    /** {@code CKP_SLH_DSA_SHA2_256F} */
    public static final long CKP_SLH_DSA_SHA2_256F = 0xbL;
    /** {@code CKP_SLH_DSA_SHAKE_256F} */
    public static final long CKP_SLH_DSA_SHAKE_256F = 0xcL;
    /** {@code CKP_ML_KEM_512} */
    public static final long CKP_ML_KEM_512 = 0x1L;
    /** {@code CKP_ML_KEM_768} */
    public static final long CKP_ML_KEM_768 = 0x2L;
    /** {@code CKP_ML_KEM_1024} */
    public static final long CKP_ML_KEM_1024 = 0x3L;
}
