// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Mechanisms. */
public final class Ckm {
    private Ckm() {}

    /** {@code CKM_RSA_PKCS_KEY_PAIR_GEN} */
    public static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0L;
    /** {@code CKM_RSA_PKCS} */
    public static final long CKM_RSA_PKCS = 0x1L;
    /** {@code CKM_RSA_9796} */
    public static final long CKM_RSA_9796 = 0x2L;
    /** {@code CKM_RSA_X_509} */
    public static final long CKM_RSA_X_509 = 0x3L;
    /** {@code CKM_MD2_RSA_PKCS} */
    public static final long CKM_MD2_RSA_PKCS = 0x4L;
    /** {@code CKM_MD5_RSA_PKCS} */
    public static final long CKM_MD5_RSA_PKCS = 0x5L;
    /** {@code CKM_SHA1_RSA_PKCS} */
    public static final long CKM_SHA1_RSA_PKCS = 0x6L;
    /** {@code CKM_RIPEMD128_RSA_PKCS} */
    public static final long CKM_RIPEMD128_RSA_PKCS = 0x7L;
    /** {@code CKM_RIPEMD160_RSA_PKCS} */
    public static final long CKM_RIPEMD160_RSA_PKCS = 0x8L;
    /** {@code CKM_RSA_PKCS_OAEP} */
    public static final long CKM_RSA_PKCS_OAEP = 0x9L;
    /** {@code CKM_RSA_X9_31_KEY_PAIR_GEN} */
    public static final long CKM_RSA_X9_31_KEY_PAIR_GEN = 0xaL;
    /** {@code CKM_RSA_X9_31} */
    public static final long CKM_RSA_X9_31 = 0xbL;
    /** {@code CKM_SHA1_RSA_X9_31} */
    public static final long CKM_SHA1_RSA_X9_31 = 0xcL;
    /** {@code CKM_RSA_PKCS_PSS} */
    public static final long CKM_RSA_PKCS_PSS = 0xdL;
    /** {@code CKM_SHA1_RSA_PKCS_PSS} */
    public static final long CKM_SHA1_RSA_PKCS_PSS = 0xeL;
    /** {@code CKM_DSA_KEY_PAIR_GEN} */
    public static final long CKM_DSA_KEY_PAIR_GEN = 0x10L;
    /** {@code CKM_DSA} */
    public static final long CKM_DSA = 0x11L;
    /** {@code CKM_DSA_SHA1} */
    public static final long CKM_DSA_SHA1 = 0x12L;
    /** {@code CKM_DSA_SHA224} */
    public static final long CKM_DSA_SHA224 = 0x13L;
    /** {@code CKM_DSA_SHA256} */
    public static final long CKM_DSA_SHA256 = 0x14L;
    /** {@code CKM_DSA_SHA384} */
    public static final long CKM_DSA_SHA384 = 0x15L;
    /** {@code CKM_DSA_SHA512} */
    public static final long CKM_DSA_SHA512 = 0x16L;
    /** {@code CKM_DSA_SHA3_224} */
    public static final long CKM_DSA_SHA3_224 = 0x18L;
    /** {@code CKM_DSA_SHA3_256} */
    public static final long CKM_DSA_SHA3_256 = 0x19L;
    /** {@code CKM_DSA_SHA3_384} */
    public static final long CKM_DSA_SHA3_384 = 0x1aL;
    /** {@code CKM_DSA_SHA3_512} */
    public static final long CKM_DSA_SHA3_512 = 0x1bL;
    /** {@code CKM_DH_PKCS_KEY_PAIR_GEN} */
    public static final long CKM_DH_PKCS_KEY_PAIR_GEN = 0x20L;
    /** {@code CKM_DH_PKCS_DERIVE} */
    public static final long CKM_DH_PKCS_DERIVE = 0x21L;
    /** {@code CKM_X9_42_DH_KEY_PAIR_GEN} */
    public static final long CKM_X9_42_DH_KEY_PAIR_GEN = 0x30L;
    /** {@code CKM_X9_42_DH_DERIVE} */
    public static final long CKM_X9_42_DH_DERIVE = 0x31L;
    /** {@code CKM_X9_42_DH_HYBRID_DERIVE} */
    public static final long CKM_X9_42_DH_HYBRID_DERIVE = 0x32L;
    /** {@code CKM_X9_42_MQV_DERIVE} */
    public static final long CKM_X9_42_MQV_DERIVE = 0x33L;
    /** {@code CKM_SHA256_RSA_PKCS} */
    public static final long CKM_SHA256_RSA_PKCS = 0x40L;
    /** {@code CKM_SHA384_RSA_PKCS} */
    public static final long CKM_SHA384_RSA_PKCS = 0x41L;
    /** {@code CKM_SHA512_RSA_PKCS} */
    public static final long CKM_SHA512_RSA_PKCS = 0x42L;
    /** {@code CKM_SHA256_RSA_PKCS_PSS} */
    public static final long CKM_SHA256_RSA_PKCS_PSS = 0x43L;
    /** {@code CKM_SHA384_RSA_PKCS_PSS} */
    public static final long CKM_SHA384_RSA_PKCS_PSS = 0x44L;
    /** {@code CKM_SHA512_RSA_PKCS_PSS} */
    public static final long CKM_SHA512_RSA_PKCS_PSS = 0x45L;
    /** {@code CKM_SHA224_RSA_PKCS} */
    public static final long CKM_SHA224_RSA_PKCS = 0x46L;
    /** {@code CKM_SHA224_RSA_PKCS_PSS} */
    public static final long CKM_SHA224_RSA_PKCS_PSS = 0x47L;
    /** {@code CKM_SHA512_224} */
    public static final long CKM_SHA512_224 = 0x48L;
    /** {@code CKM_SHA512_224_HMAC} */
    public static final long CKM_SHA512_224_HMAC = 0x49L;
    /** {@code CKM_SHA512_224_HMAC_GENERAL} */
    public static final long CKM_SHA512_224_HMAC_GENERAL = 0x4aL;
    /** {@code CKM_SHA512_224_KEY_DERIVATION} */
    public static final long CKM_SHA512_224_KEY_DERIVATION = 0x4bL;
    /** {@code CKM_SHA512_256} */
    public static final long CKM_SHA512_256 = 0x4cL;
    /** {@code CKM_SHA512_256_HMAC} */
    public static final long CKM_SHA512_256_HMAC = 0x4dL;
    /** {@code CKM_SHA512_256_HMAC_GENERAL} */
    public static final long CKM_SHA512_256_HMAC_GENERAL = 0x4eL;
    /** {@code CKM_SHA512_256_KEY_DERIVATION} */
    public static final long CKM_SHA512_256_KEY_DERIVATION = 0x4fL;
    /** {@code CKM_SHA512_T} */
    public static final long CKM_SHA512_T = 0x50L;
    /** {@code CKM_SHA512_T_HMAC} */
    public static final long CKM_SHA512_T_HMAC = 0x51L;
    /** {@code CKM_SHA512_T_HMAC_GENERAL} */
    public static final long CKM_SHA512_T_HMAC_GENERAL = 0x52L;
    /** {@code CKM_SHA512_T_KEY_DERIVATION} */
    public static final long CKM_SHA512_T_KEY_DERIVATION = 0x53L;
    /** {@code CKM_SHA3_256_RSA_PKCS} */
    public static final long CKM_SHA3_256_RSA_PKCS = 0x60L;
    /** {@code CKM_SHA3_384_RSA_PKCS} */
    public static final long CKM_SHA3_384_RSA_PKCS = 0x61L;
    /** {@code CKM_SHA3_512_RSA_PKCS} */
    public static final long CKM_SHA3_512_RSA_PKCS = 0x62L;
    /** {@code CKM_SHA3_256_RSA_PKCS_PSS} */
    public static final long CKM_SHA3_256_RSA_PKCS_PSS = 0x63L;
    /** {@code CKM_SHA3_384_RSA_PKCS_PSS} */
    public static final long CKM_SHA3_384_RSA_PKCS_PSS = 0x64L;
    /** {@code CKM_SHA3_512_RSA_PKCS_PSS} */
    public static final long CKM_SHA3_512_RSA_PKCS_PSS = 0x65L;
    /** {@code CKM_SHA3_224_RSA_PKCS} */
    public static final long CKM_SHA3_224_RSA_PKCS = 0x66L;
    /** {@code CKM_SHA3_224_RSA_PKCS_PSS} */
    public static final long CKM_SHA3_224_RSA_PKCS_PSS = 0x67L;
    /** {@code CKM_RC2_KEY_GEN} */
    public static final long CKM_RC2_KEY_GEN = 0x100L;
    /** {@code CKM_RC2_ECB} */
    public static final long CKM_RC2_ECB = 0x101L;
    /** {@code CKM_RC2_CBC} */
    public static final long CKM_RC2_CBC = 0x102L;
    /** {@code CKM_RC2_MAC} */
    public static final long CKM_RC2_MAC = 0x103L;
    /** {@code CKM_RC2_MAC_GENERAL} */
    public static final long CKM_RC2_MAC_GENERAL = 0x104L;
    /** {@code CKM_RC2_CBC_PAD} */
    public static final long CKM_RC2_CBC_PAD = 0x105L;
    /** {@code CKM_RC4_KEY_GEN} */
    public static final long CKM_RC4_KEY_GEN = 0x110L;
    /** {@code CKM_RC4} */
    public static final long CKM_RC4 = 0x111L;
    /** {@code CKM_DES_KEY_GEN} */
    public static final long CKM_DES_KEY_GEN = 0x120L;
    /** {@code CKM_DES_ECB} */
    public static final long CKM_DES_ECB = 0x121L;
    /** {@code CKM_DES_CBC} */
    public static final long CKM_DES_CBC = 0x122L;
    /** {@code CKM_DES_MAC} */
    public static final long CKM_DES_MAC = 0x123L;
    /** {@code CKM_DES_MAC_GENERAL} */
    public static final long CKM_DES_MAC_GENERAL = 0x124L;
    /** {@code CKM_DES_CBC_PAD} */
    public static final long CKM_DES_CBC_PAD = 0x125L;
    /** {@code CKM_DES2_KEY_GEN} */
    public static final long CKM_DES2_KEY_GEN = 0x130L;
    /** {@code CKM_DES3_KEY_GEN} */
    public static final long CKM_DES3_KEY_GEN = 0x131L;
    /** {@code CKM_DES3_ECB} */
    public static final long CKM_DES3_ECB = 0x132L;
    /** {@code CKM_DES3_CBC} */
    public static final long CKM_DES3_CBC = 0x133L;
    /** {@code CKM_DES3_MAC} */
    public static final long CKM_DES3_MAC = 0x134L;
    /** {@code CKM_DES3_MAC_GENERAL} */
    public static final long CKM_DES3_MAC_GENERAL = 0x135L;
    /** {@code CKM_DES3_CBC_PAD} */
    public static final long CKM_DES3_CBC_PAD = 0x136L;
    /** {@code CKM_DES3_CMAC_GENERAL} */
    public static final long CKM_DES3_CMAC_GENERAL = 0x137L;
    /** {@code CKM_DES3_CMAC} */
    public static final long CKM_DES3_CMAC = 0x138L;
    /** {@code CKM_CDMF_KEY_GEN} */
    public static final long CKM_CDMF_KEY_GEN = 0x140L;
    /** {@code CKM_CDMF_ECB} */
    public static final long CKM_CDMF_ECB = 0x141L;
    /** {@code CKM_CDMF_CBC} */
    public static final long CKM_CDMF_CBC = 0x142L;
    /** {@code CKM_CDMF_MAC} */
    public static final long CKM_CDMF_MAC = 0x143L;
    /** {@code CKM_CDMF_MAC_GENERAL} */
    public static final long CKM_CDMF_MAC_GENERAL = 0x144L;
    /** {@code CKM_CDMF_CBC_PAD} */
    public static final long CKM_CDMF_CBC_PAD = 0x145L;
    /** {@code CKM_DES_OFB64} */
    public static final long CKM_DES_OFB64 = 0x150L;
    /** {@code CKM_DES_OFB8} */
    public static final long CKM_DES_OFB8 = 0x151L;
    /** {@code CKM_DES_CFB64} */
    public static final long CKM_DES_CFB64 = 0x152L;
    /** {@code CKM_DES_CFB8} */
    public static final long CKM_DES_CFB8 = 0x153L;
    /** {@code CKM_MD2} */
    public static final long CKM_MD2 = 0x200L;
    /** {@code CKM_MD2_HMAC} */
    public static final long CKM_MD2_HMAC = 0x201L;
    /** {@code CKM_MD2_HMAC_GENERAL} */
    public static final long CKM_MD2_HMAC_GENERAL = 0x202L;
    /** {@code CKM_MD5} */
    public static final long CKM_MD5 = 0x210L;
    /** {@code CKM_MD5_HMAC} */
    public static final long CKM_MD5_HMAC = 0x211L;
    /** {@code CKM_MD5_HMAC_GENERAL} */
    public static final long CKM_MD5_HMAC_GENERAL = 0x212L;
    /** {@code CKM_SHA_1} */
    public static final long CKM_SHA_1 = 0x220L;
    /** {@code CKM_SHA_1_HMAC} */
    public static final long CKM_SHA_1_HMAC = 0x221L;
    /** {@code CKM_SHA_1_HMAC_GENERAL} */
    public static final long CKM_SHA_1_HMAC_GENERAL = 0x222L;
    /** {@code CKM_RIPEMD128} */
    public static final long CKM_RIPEMD128 = 0x230L;
    /** {@code CKM_RIPEMD128_HMAC} */
    public static final long CKM_RIPEMD128_HMAC = 0x231L;
    /** {@code CKM_RIPEMD128_HMAC_GENERAL} */
    public static final long CKM_RIPEMD128_HMAC_GENERAL = 0x232L;
    /** {@code CKM_RIPEMD160} */
    public static final long CKM_RIPEMD160 = 0x240L;
    /** {@code CKM_RIPEMD160_HMAC} */
    public static final long CKM_RIPEMD160_HMAC = 0x241L;
    /** {@code CKM_RIPEMD160_HMAC_GENERAL} */
    public static final long CKM_RIPEMD160_HMAC_GENERAL = 0x242L;
    /** {@code CKM_SHA256} */
    public static final long CKM_SHA256 = 0x250L;
    /** {@code CKM_SHA256_HMAC} */
    public static final long CKM_SHA256_HMAC = 0x251L;
    /** {@code CKM_SHA256_HMAC_GENERAL} */
    public static final long CKM_SHA256_HMAC_GENERAL = 0x252L;
    /** {@code CKM_SHA224} */
    public static final long CKM_SHA224 = 0x255L;
    /** {@code CKM_SHA224_HMAC} */
    public static final long CKM_SHA224_HMAC = 0x256L;
    /** {@code CKM_SHA224_HMAC_GENERAL} */
    public static final long CKM_SHA224_HMAC_GENERAL = 0x257L;
    /** {@code CKM_SHA384} */
    public static final long CKM_SHA384 = 0x260L;
    /** {@code CKM_SHA384_HMAC} */
    public static final long CKM_SHA384_HMAC = 0x261L;
    /** {@code CKM_SHA384_HMAC_GENERAL} */
    public static final long CKM_SHA384_HMAC_GENERAL = 0x262L;
    /** {@code CKM_SHA512} */
    public static final long CKM_SHA512 = 0x270L;
    /** {@code CKM_SHA512_HMAC} */
    public static final long CKM_SHA512_HMAC = 0x271L;
    /** {@code CKM_SHA512_HMAC_GENERAL} */
    public static final long CKM_SHA512_HMAC_GENERAL = 0x272L;
    /** {@code CKM_SECURID_KEY_GEN} */
    public static final long CKM_SECURID_KEY_GEN = 0x280L;
    /** {@code CKM_SECURID} */
    public static final long CKM_SECURID = 0x282L;
    /** {@code CKM_HOTP_KEY_GEN} */
    public static final long CKM_HOTP_KEY_GEN = 0x290L;
    /** {@code CKM_HOTP} */
    public static final long CKM_HOTP = 0x291L;
    /** {@code CKM_ACTI} */
    public static final long CKM_ACTI = 0x2a0L;
    /** {@code CKM_ACTI_KEY_GEN} */
    public static final long CKM_ACTI_KEY_GEN = 0x2a1L;
    /** {@code CKM_SHA3_256} */
    public static final long CKM_SHA3_256 = 0x2b0L;
    /** {@code CKM_SHA3_256_HMAC} */
    public static final long CKM_SHA3_256_HMAC = 0x2b1L;
    /** {@code CKM_SHA3_256_HMAC_GENERAL} */
    public static final long CKM_SHA3_256_HMAC_GENERAL = 0x2b2L;
    /** {@code CKM_SHA3_256_KEY_GEN} */
    public static final long CKM_SHA3_256_KEY_GEN = 0x2b3L;
    /** {@code CKM_SHA3_224} */
    public static final long CKM_SHA3_224 = 0x2b5L;
    /** {@code CKM_SHA3_224_HMAC} */
    public static final long CKM_SHA3_224_HMAC = 0x2b6L;
    /** {@code CKM_SHA3_224_HMAC_GENERAL} */
    public static final long CKM_SHA3_224_HMAC_GENERAL = 0x2b7L;
    /** {@code CKM_SHA3_224_KEY_GEN} */
    public static final long CKM_SHA3_224_KEY_GEN = 0x2b8L;
    /** {@code CKM_SHA3_384} */
    public static final long CKM_SHA3_384 = 0x2c0L;
    /** {@code CKM_SHA3_384_HMAC} */
    public static final long CKM_SHA3_384_HMAC = 0x2c1L;
    /** {@code CKM_SHA3_384_HMAC_GENERAL} */
    public static final long CKM_SHA3_384_HMAC_GENERAL = 0x2c2L;
    /** {@code CKM_SHA3_384_KEY_GEN} */
    public static final long CKM_SHA3_384_KEY_GEN = 0x2c3L;
    /** {@code CKM_SHA3_512} */
    public static final long CKM_SHA3_512 = 0x2d0L;
    /** {@code CKM_SHA3_512_HMAC} */
    public static final long CKM_SHA3_512_HMAC = 0x2d1L;
    /** {@code CKM_SHA3_512_HMAC_GENERAL} */
    public static final long CKM_SHA3_512_HMAC_GENERAL = 0x2d2L;
    /** {@code CKM_SHA3_512_KEY_GEN} */
    public static final long CKM_SHA3_512_KEY_GEN = 0x2d3L;
    /** {@code CKM_CAST_KEY_GEN} */
    public static final long CKM_CAST_KEY_GEN = 0x300L;
    /** {@code CKM_CAST_ECB} */
    public static final long CKM_CAST_ECB = 0x301L;
    /** {@code CKM_CAST_CBC} */
    public static final long CKM_CAST_CBC = 0x302L;
    /** {@code CKM_CAST_MAC} */
    public static final long CKM_CAST_MAC = 0x303L;
    /** {@code CKM_CAST_MAC_GENERAL} */
    public static final long CKM_CAST_MAC_GENERAL = 0x304L;
    /** {@code CKM_CAST_CBC_PAD} */
    public static final long CKM_CAST_CBC_PAD = 0x305L;
    /** {@code CKM_CAST3_KEY_GEN} */
    public static final long CKM_CAST3_KEY_GEN = 0x310L;
    /** {@code CKM_CAST3_ECB} */
    public static final long CKM_CAST3_ECB = 0x311L;
    /** {@code CKM_CAST3_CBC} */
    public static final long CKM_CAST3_CBC = 0x312L;
    /** {@code CKM_CAST3_MAC} */
    public static final long CKM_CAST3_MAC = 0x313L;
    /** {@code CKM_CAST3_MAC_GENERAL} */
    public static final long CKM_CAST3_MAC_GENERAL = 0x314L;
    /** {@code CKM_CAST3_CBC_PAD} */
    public static final long CKM_CAST3_CBC_PAD = 0x315L;
    /** {@code CKM_CAST5_KEY_GEN} */
    public static final long CKM_CAST5_KEY_GEN = 0x320L;
    /** {@code CKM_CAST128_KEY_GEN} */
    public static final long CKM_CAST128_KEY_GEN = 0x320L;
    /** {@code CKM_CAST5_ECB} */
    public static final long CKM_CAST5_ECB = 0x321L;
    /** {@code CKM_CAST128_ECB} */
    public static final long CKM_CAST128_ECB = 0x321L;
    /** {@code CKM_CAST5_CBC} */
    public static final long CKM_CAST5_CBC = 0x322L;
    /** {@code CKM_CAST128_CBC} */
    public static final long CKM_CAST128_CBC = 0x322L;
    /** {@code CKM_CAST5_MAC} */
    public static final long CKM_CAST5_MAC = 0x323L;
    /** {@code CKM_CAST128_MAC} */
    public static final long CKM_CAST128_MAC = 0x323L;
    /** {@code CKM_CAST5_MAC_GENERAL} */
    public static final long CKM_CAST5_MAC_GENERAL = 0x324L;
    /** {@code CKM_CAST128_MAC_GENERAL} */
    public static final long CKM_CAST128_MAC_GENERAL = 0x324L;
    /** {@code CKM_CAST5_CBC_PAD} */
    public static final long CKM_CAST5_CBC_PAD = 0x325L;
    /** {@code CKM_CAST128_CBC_PAD} */
    public static final long CKM_CAST128_CBC_PAD = 0x325L;
    /** {@code CKM_RC5_KEY_GEN} */
    public static final long CKM_RC5_KEY_GEN = 0x330L;
    /** {@code CKM_RC5_ECB} */
    public static final long CKM_RC5_ECB = 0x331L;
    /** {@code CKM_RC5_CBC} */
    public static final long CKM_RC5_CBC = 0x332L;
    /** {@code CKM_RC5_MAC} */
    public static final long CKM_RC5_MAC = 0x333L;
    /** {@code CKM_RC5_MAC_GENERAL} */
    public static final long CKM_RC5_MAC_GENERAL = 0x334L;
    /** {@code CKM_RC5_CBC_PAD} */
    public static final long CKM_RC5_CBC_PAD = 0x335L;
    /** {@code CKM_IDEA_KEY_GEN} */
    public static final long CKM_IDEA_KEY_GEN = 0x340L;
    /** {@code CKM_IDEA_ECB} */
    public static final long CKM_IDEA_ECB = 0x341L;
    /** {@code CKM_IDEA_CBC} */
    public static final long CKM_IDEA_CBC = 0x342L;
    /** {@code CKM_IDEA_MAC} */
    public static final long CKM_IDEA_MAC = 0x343L;
    /** {@code CKM_IDEA_MAC_GENERAL} */
    public static final long CKM_IDEA_MAC_GENERAL = 0x344L;
    /** {@code CKM_IDEA_CBC_PAD} */
    public static final long CKM_IDEA_CBC_PAD = 0x345L;
    /** {@code CKM_GENERIC_SECRET_KEY_GEN} */
    public static final long CKM_GENERIC_SECRET_KEY_GEN = 0x350L;
    /** {@code CKM_CONCATENATE_BASE_AND_KEY} */
    public static final long CKM_CONCATENATE_BASE_AND_KEY = 0x360L;
    /** {@code CKM_CONCATENATE_BASE_AND_DATA} */
    public static final long CKM_CONCATENATE_BASE_AND_DATA = 0x362L;
    /** {@code CKM_CONCATENATE_DATA_AND_BASE} */
    public static final long CKM_CONCATENATE_DATA_AND_BASE = 0x363L;
    /** {@code CKM_XOR_BASE_AND_DATA} */
    public static final long CKM_XOR_BASE_AND_DATA = 0x364L;
    /** {@code CKM_EXTRACT_KEY_FROM_KEY} */
    public static final long CKM_EXTRACT_KEY_FROM_KEY = 0x365L;
    /** {@code CKM_SSL3_PRE_MASTER_KEY_GEN} */
    public static final long CKM_SSL3_PRE_MASTER_KEY_GEN = 0x370L;
    /** {@code CKM_SSL3_MASTER_KEY_DERIVE} */
    public static final long CKM_SSL3_MASTER_KEY_DERIVE = 0x371L;
    /** {@code CKM_SSL3_KEY_AND_MAC_DERIVE} */
    public static final long CKM_SSL3_KEY_AND_MAC_DERIVE = 0x372L;
    /** {@code CKM_SSL3_MASTER_KEY_DERIVE_DH} */
    public static final long CKM_SSL3_MASTER_KEY_DERIVE_DH = 0x373L;
    /** {@code CKM_TLS_PRE_MASTER_KEY_GEN} */
    public static final long CKM_TLS_PRE_MASTER_KEY_GEN = 0x374L;
    /** {@code CKM_TLS_MASTER_KEY_DERIVE} */
    public static final long CKM_TLS_MASTER_KEY_DERIVE = 0x375L;
    /** {@code CKM_TLS_KEY_AND_MAC_DERIVE} */
    public static final long CKM_TLS_KEY_AND_MAC_DERIVE = 0x376L;
    /** {@code CKM_TLS_MASTER_KEY_DERIVE_DH} */
    public static final long CKM_TLS_MASTER_KEY_DERIVE_DH = 0x377L;
    /** {@code CKM_TLS_PRF} */
    public static final long CKM_TLS_PRF = 0x378L;
    /** {@code CKM_SSL3_MD5_MAC} */
    public static final long CKM_SSL3_MD5_MAC = 0x380L;
    /** {@code CKM_SSL3_SHA1_MAC} */
    public static final long CKM_SSL3_SHA1_MAC = 0x381L;
    /** {@code CKM_MD5_KEY_DERIVATION} */
    public static final long CKM_MD5_KEY_DERIVATION = 0x390L;
    /** {@code CKM_MD2_KEY_DERIVATION} */
    public static final long CKM_MD2_KEY_DERIVATION = 0x391L;
    /** {@code CKM_SHA1_KEY_DERIVATION} */
    public static final long CKM_SHA1_KEY_DERIVATION = 0x392L;
    /** {@code CKM_SHA256_KEY_DERIVATION} */
    public static final long CKM_SHA256_KEY_DERIVATION = 0x393L;
    /** {@code CKM_SHA384_KEY_DERIVATION} */
    public static final long CKM_SHA384_KEY_DERIVATION = 0x394L;
    /** {@code CKM_SHA512_KEY_DERIVATION} */
    public static final long CKM_SHA512_KEY_DERIVATION = 0x395L;
    /** {@code CKM_SHA224_KEY_DERIVATION} */
    public static final long CKM_SHA224_KEY_DERIVATION = 0x396L;
    /** {@code CKM_SHA3_256_KEY_DERIVATION} */
    public static final long CKM_SHA3_256_KEY_DERIVATION = 0x397L;
    /** {@code CKM_SHA3_224_KEY_DERIVATION} */
    public static final long CKM_SHA3_224_KEY_DERIVATION = 0x398L;
    /** {@code CKM_SHA3_384_KEY_DERIVATION} */
    public static final long CKM_SHA3_384_KEY_DERIVATION = 0x399L;
    /** {@code CKM_SHA3_512_KEY_DERIVATION} */
    public static final long CKM_SHA3_512_KEY_DERIVATION = 0x39aL;
    /** {@code CKM_SHAKE_128_KEY_DERIVATION} */
    public static final long CKM_SHAKE_128_KEY_DERIVATION = 0x39bL;
    /** {@code CKM_SHAKE_256_KEY_DERIVATION} */
    public static final long CKM_SHAKE_256_KEY_DERIVATION = 0x39cL;
    /** {@code CKM_SHA3_256_KEY_DERIVE} */
    public static final long CKM_SHA3_256_KEY_DERIVE = 0x397L;
    /** {@code CKM_SHA3_224_KEY_DERIVE} */
    public static final long CKM_SHA3_224_KEY_DERIVE = 0x398L;
    /** {@code CKM_SHA3_384_KEY_DERIVE} */
    public static final long CKM_SHA3_384_KEY_DERIVE = 0x399L;
    /** {@code CKM_SHA3_512_KEY_DERIVE} */
    public static final long CKM_SHA3_512_KEY_DERIVE = 0x39aL;
    /** {@code CKM_SHAKE_128_KEY_DERIVE} */
    public static final long CKM_SHAKE_128_KEY_DERIVE = 0x39bL;
    /** {@code CKM_SHAKE_256_KEY_DERIVE} */
    public static final long CKM_SHAKE_256_KEY_DERIVE = 0x39cL;
    /** {@code CKM_PBE_MD2_DES_CBC} */
    public static final long CKM_PBE_MD2_DES_CBC = 0x3a0L;
    /** {@code CKM_PBE_MD5_DES_CBC} */
    public static final long CKM_PBE_MD5_DES_CBC = 0x3a1L;
    /** {@code CKM_PBE_MD5_CAST_CBC} */
    public static final long CKM_PBE_MD5_CAST_CBC = 0x3a2L;
    /** {@code CKM_PBE_MD5_CAST3_CBC} */
    public static final long CKM_PBE_MD5_CAST3_CBC = 0x3a3L;
    /** {@code CKM_PBE_MD5_CAST5_CBC} */
    public static final long CKM_PBE_MD5_CAST5_CBC = 0x3a4L;
    /** {@code CKM_PBE_MD5_CAST128_CBC} */
    public static final long CKM_PBE_MD5_CAST128_CBC = 0x3a4L;
    /** {@code CKM_PBE_SHA1_CAST5_CBC} */
    public static final long CKM_PBE_SHA1_CAST5_CBC = 0x3a5L;
    /** {@code CKM_PBE_SHA1_CAST128_CBC} */
    public static final long CKM_PBE_SHA1_CAST128_CBC = 0x3a5L;
    /** {@code CKM_PBE_SHA1_RC4_128} */
    public static final long CKM_PBE_SHA1_RC4_128 = 0x3a6L;
    /** {@code CKM_PBE_SHA1_RC4_40} */
    public static final long CKM_PBE_SHA1_RC4_40 = 0x3a7L;
    /** {@code CKM_PBE_SHA1_DES3_EDE_CBC} */
    public static final long CKM_PBE_SHA1_DES3_EDE_CBC = 0x3a8L;
    /** {@code CKM_PBE_SHA1_DES2_EDE_CBC} */
    public static final long CKM_PBE_SHA1_DES2_EDE_CBC = 0x3a9L;
    /** {@code CKM_PBE_SHA1_RC2_128_CBC} */
    public static final long CKM_PBE_SHA1_RC2_128_CBC = 0x3aaL;
    /** {@code CKM_PBE_SHA1_RC2_40_CBC} */
    public static final long CKM_PBE_SHA1_RC2_40_CBC = 0x3abL;
    /** {@code CKM_PKCS5_PBKD2} */
    public static final long CKM_PKCS5_PBKD2 = 0x3b0L;
    /** {@code CKM_PBA_SHA1_WITH_SHA1_HMAC} */
    public static final long CKM_PBA_SHA1_WITH_SHA1_HMAC = 0x3c0L;
    /** {@code CKM_WTLS_PRE_MASTER_KEY_GEN} */
    public static final long CKM_WTLS_PRE_MASTER_KEY_GEN = 0x3d0L;
    /** {@code CKM_WTLS_MASTER_KEY_DERIVE} */
    public static final long CKM_WTLS_MASTER_KEY_DERIVE = 0x3d1L;
    /** {@code CKM_WTLS_MASTER_KEY_DERIVE_DH_ECC} */
    public static final long CKM_WTLS_MASTER_KEY_DERIVE_DH_ECC = 0x3d2L;
    /** {@code CKM_WTLS_PRF} */
    public static final long CKM_WTLS_PRF = 0x3d3L;
    /** {@code CKM_WTLS_SERVER_KEY_AND_MAC_DERIVE} */
    public static final long CKM_WTLS_SERVER_KEY_AND_MAC_DERIVE = 0x3d4L;
    /** {@code CKM_WTLS_CLIENT_KEY_AND_MAC_DERIVE} */
    public static final long CKM_WTLS_CLIENT_KEY_AND_MAC_DERIVE = 0x3d5L;
    /** {@code CKM_TLS10_MAC_SERVER} */
    public static final long CKM_TLS10_MAC_SERVER = 0x3d6L;
    /** {@code CKM_TLS10_MAC_CLIENT} */
    public static final long CKM_TLS10_MAC_CLIENT = 0x3d7L;
    /** {@code CKM_TLS12_MAC} */
    public static final long CKM_TLS12_MAC = 0x3d8L;
    /** {@code CKM_TLS12_KDF} */
    public static final long CKM_TLS12_KDF = 0x3d9L;
    /** {@code CKM_TLS12_MASTER_KEY_DERIVE} */
    public static final long CKM_TLS12_MASTER_KEY_DERIVE = 0x3e0L;
    /** {@code CKM_TLS12_KEY_AND_MAC_DERIVE} */
    public static final long CKM_TLS12_KEY_AND_MAC_DERIVE = 0x3e1L;
    /** {@code CKM_TLS12_MASTER_KEY_DERIVE_DH} */
    public static final long CKM_TLS12_MASTER_KEY_DERIVE_DH = 0x3e2L;
    /** {@code CKM_TLS12_KEY_SAFE_DERIVE} */
    public static final long CKM_TLS12_KEY_SAFE_DERIVE = 0x3e3L;
    /** {@code CKM_TLS_MAC} */
    public static final long CKM_TLS_MAC = 0x3e4L;
    /** {@code CKM_TLS_KDF} */
    public static final long CKM_TLS_KDF = 0x3e5L;
    /** {@code CKM_KEY_WRAP_LYNKS} */
    public static final long CKM_KEY_WRAP_LYNKS = 0x400L;
    /** {@code CKM_KEY_WRAP_SET_OAEP} */
    public static final long CKM_KEY_WRAP_SET_OAEP = 0x401L;
    /** {@code CKM_CMS_SIG} */
    public static final long CKM_CMS_SIG = 0x500L;
    /** {@code CKM_KIP_DERIVE} */
    public static final long CKM_KIP_DERIVE = 0x510L;
    /** {@code CKM_KIP_WRAP} */
    public static final long CKM_KIP_WRAP = 0x511L;
    /** {@code CKM_KIP_MAC} */
    public static final long CKM_KIP_MAC = 0x512L;
    /** {@code CKM_CAMELLIA_KEY_GEN} */
    public static final long CKM_CAMELLIA_KEY_GEN = 0x550L;
    /** {@code CKM_CAMELLIA_ECB} */
    public static final long CKM_CAMELLIA_ECB = 0x551L;
    /** {@code CKM_CAMELLIA_CBC} */
    public static final long CKM_CAMELLIA_CBC = 0x552L;
    /** {@code CKM_CAMELLIA_MAC} */
    public static final long CKM_CAMELLIA_MAC = 0x553L;
    /** {@code CKM_CAMELLIA_MAC_GENERAL} */
    public static final long CKM_CAMELLIA_MAC_GENERAL = 0x554L;
    /** {@code CKM_CAMELLIA_CBC_PAD} */
    public static final long CKM_CAMELLIA_CBC_PAD = 0x555L;
    /** {@code CKM_CAMELLIA_ECB_ENCRYPT_DATA} */
    public static final long CKM_CAMELLIA_ECB_ENCRYPT_DATA = 0x556L;
    /** {@code CKM_CAMELLIA_CBC_ENCRYPT_DATA} */
    public static final long CKM_CAMELLIA_CBC_ENCRYPT_DATA = 0x557L;
    /** {@code CKM_CAMELLIA_CTR} */
    public static final long CKM_CAMELLIA_CTR = 0x558L;
    /** {@code CKM_ARIA_KEY_GEN} */
    public static final long CKM_ARIA_KEY_GEN = 0x560L;
    /** {@code CKM_ARIA_ECB} */
    public static final long CKM_ARIA_ECB = 0x561L;
    /** {@code CKM_ARIA_CBC} */
    public static final long CKM_ARIA_CBC = 0x562L;
    /** {@code CKM_ARIA_MAC} */
    public static final long CKM_ARIA_MAC = 0x563L;
    /** {@code CKM_ARIA_MAC_GENERAL} */
    public static final long CKM_ARIA_MAC_GENERAL = 0x564L;
    /** {@code CKM_ARIA_CBC_PAD} */
    public static final long CKM_ARIA_CBC_PAD = 0x565L;
    /** {@code CKM_ARIA_ECB_ENCRYPT_DATA} */
    public static final long CKM_ARIA_ECB_ENCRYPT_DATA = 0x566L;
    /** {@code CKM_ARIA_CBC_ENCRYPT_DATA} */
    public static final long CKM_ARIA_CBC_ENCRYPT_DATA = 0x567L;
    /** {@code CKM_SEED_KEY_GEN} */
    public static final long CKM_SEED_KEY_GEN = 0x650L;
    /** {@code CKM_SEED_ECB} */
    public static final long CKM_SEED_ECB = 0x651L;
    /** {@code CKM_SEED_CBC} */
    public static final long CKM_SEED_CBC = 0x652L;
    /** {@code CKM_SEED_MAC} */
    public static final long CKM_SEED_MAC = 0x653L;
    /** {@code CKM_SEED_MAC_GENERAL} */
    public static final long CKM_SEED_MAC_GENERAL = 0x654L;
    /** {@code CKM_SEED_CBC_PAD} */
    public static final long CKM_SEED_CBC_PAD = 0x655L;
    /** {@code CKM_SEED_ECB_ENCRYPT_DATA} */
    public static final long CKM_SEED_ECB_ENCRYPT_DATA = 0x656L;
    /** {@code CKM_SEED_CBC_ENCRYPT_DATA} */
    public static final long CKM_SEED_CBC_ENCRYPT_DATA = 0x657L;
    /** {@code CKM_SKIPJACK_KEY_GEN} */
    public static final long CKM_SKIPJACK_KEY_GEN = 0x1000L;
    /** {@code CKM_SKIPJACK_ECB64} */
    public static final long CKM_SKIPJACK_ECB64 = 0x1001L;
    /** {@code CKM_SKIPJACK_CBC64} */
    public static final long CKM_SKIPJACK_CBC64 = 0x1002L;
    /** {@code CKM_SKIPJACK_OFB64} */
    public static final long CKM_SKIPJACK_OFB64 = 0x1003L;
    /** {@code CKM_SKIPJACK_CFB64} */
    public static final long CKM_SKIPJACK_CFB64 = 0x1004L;
    /** {@code CKM_SKIPJACK_CFB32} */
    public static final long CKM_SKIPJACK_CFB32 = 0x1005L;
    /** {@code CKM_SKIPJACK_CFB16} */
    public static final long CKM_SKIPJACK_CFB16 = 0x1006L;
    /** {@code CKM_SKIPJACK_CFB8} */
    public static final long CKM_SKIPJACK_CFB8 = 0x1007L;
    /** {@code CKM_SKIPJACK_WRAP} */
    public static final long CKM_SKIPJACK_WRAP = 0x1008L;
    /** {@code CKM_SKIPJACK_PRIVATE_WRAP} */
    public static final long CKM_SKIPJACK_PRIVATE_WRAP = 0x1009L;
    /** {@code CKM_SKIPJACK_RELAYX} */
    public static final long CKM_SKIPJACK_RELAYX = 0x100aL;
    /** {@code CKM_KEA_KEY_PAIR_GEN} */
    public static final long CKM_KEA_KEY_PAIR_GEN = 0x1010L;
    /** {@code CKM_KEA_KEY_DERIVE} */
    public static final long CKM_KEA_KEY_DERIVE = 0x1011L;
    /** {@code CKM_KEA_DERIVE} */
    public static final long CKM_KEA_DERIVE = 0x1012L;
    /** {@code CKM_FORTEZZA_TIMESTAMP} */
    public static final long CKM_FORTEZZA_TIMESTAMP = 0x1020L;
    /** {@code CKM_BATON_KEY_GEN} */
    public static final long CKM_BATON_KEY_GEN = 0x1030L;
    /** {@code CKM_BATON_ECB128} */
    public static final long CKM_BATON_ECB128 = 0x1031L;
    /** {@code CKM_BATON_ECB96} */
    public static final long CKM_BATON_ECB96 = 0x1032L;
    /** {@code CKM_BATON_CBC128} */
    public static final long CKM_BATON_CBC128 = 0x1033L;
    /** {@code CKM_BATON_COUNTER} */
    public static final long CKM_BATON_COUNTER = 0x1034L;
    /** {@code CKM_BATON_SHUFFLE} */
    public static final long CKM_BATON_SHUFFLE = 0x1035L;
    /** {@code CKM_BATON_WRAP} */
    public static final long CKM_BATON_WRAP = 0x1036L;
    /** {@code CKM_ECDSA_KEY_PAIR_GEN} */
    public static final long CKM_ECDSA_KEY_PAIR_GEN = 0x1040L;
    /** {@code CKM_EC_KEY_PAIR_GEN} */
    public static final long CKM_EC_KEY_PAIR_GEN = 0x1040L;
    /** {@code CKM_ECDSA} */
    public static final long CKM_ECDSA = 0x1041L;
    /** {@code CKM_ECDSA_SHA1} */
    public static final long CKM_ECDSA_SHA1 = 0x1042L;
    /** {@code CKM_ECDSA_SHA224} */
    public static final long CKM_ECDSA_SHA224 = 0x1043L;
    /** {@code CKM_ECDSA_SHA256} */
    public static final long CKM_ECDSA_SHA256 = 0x1044L;
    /** {@code CKM_ECDSA_SHA384} */
    public static final long CKM_ECDSA_SHA384 = 0x1045L;
    /** {@code CKM_ECDSA_SHA512} */
    public static final long CKM_ECDSA_SHA512 = 0x1046L;
    /** {@code CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS} */
    public static final long CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS = 0x140bL;
    /** {@code CKM_ECDH1_DERIVE} */
    public static final long CKM_ECDH1_DERIVE = 0x1050L;
    /** {@code CKM_ECDH1_COFACTOR_DERIVE} */
    public static final long CKM_ECDH1_COFACTOR_DERIVE = 0x1051L;
    /** {@code CKM_ECMQV_DERIVE} */
    public static final long CKM_ECMQV_DERIVE = 0x1052L;
    /** {@code CKM_ECDH_AES_KEY_WRAP} */
    public static final long CKM_ECDH_AES_KEY_WRAP = 0x1053L;
    /** {@code CKM_RSA_AES_KEY_WRAP} */
    public static final long CKM_RSA_AES_KEY_WRAP = 0x1054L;
    /** {@code CKM_JUNIPER_KEY_GEN} */
    public static final long CKM_JUNIPER_KEY_GEN = 0x1060L;
    /** {@code CKM_JUNIPER_ECB128} */
    public static final long CKM_JUNIPER_ECB128 = 0x1061L;
    /** {@code CKM_JUNIPER_CBC128} */
    public static final long CKM_JUNIPER_CBC128 = 0x1062L;
    /** {@code CKM_JUNIPER_COUNTER} */
    public static final long CKM_JUNIPER_COUNTER = 0x1063L;
    /** {@code CKM_JUNIPER_SHUFFLE} */
    public static final long CKM_JUNIPER_SHUFFLE = 0x1064L;
    /** {@code CKM_JUNIPER_WRAP} */
    public static final long CKM_JUNIPER_WRAP = 0x1065L;
    /** {@code CKM_FASTHASH} */
    public static final long CKM_FASTHASH = 0x1070L;
    /** {@code CKM_AES_XTS} */
    public static final long CKM_AES_XTS = 0x1071L;
    /** {@code CKM_AES_XTS_KEY_GEN} */
    public static final long CKM_AES_XTS_KEY_GEN = 0x1072L;
    /** {@code CKM_AES_KEY_GEN} */
    public static final long CKM_AES_KEY_GEN = 0x1080L;
    /** {@code CKM_AES_ECB} */
    public static final long CKM_AES_ECB = 0x1081L;
    /** {@code CKM_AES_CBC} */
    public static final long CKM_AES_CBC = 0x1082L;
    /** {@code CKM_AES_MAC} */
    public static final long CKM_AES_MAC = 0x1083L;
    /** {@code CKM_AES_MAC_GENERAL} */
    public static final long CKM_AES_MAC_GENERAL = 0x1084L;
    /** {@code CKM_AES_CBC_PAD} */
    public static final long CKM_AES_CBC_PAD = 0x1085L;
    /** {@code CKM_AES_CTR} */
    public static final long CKM_AES_CTR = 0x1086L;
    /** {@code CKM_AES_GCM} */
    public static final long CKM_AES_GCM = 0x1087L;
    /** {@code CKM_AES_CCM} */
    public static final long CKM_AES_CCM = 0x1088L;
    /** {@code CKM_AES_CTS} */
    public static final long CKM_AES_CTS = 0x1089L;
    /** {@code CKM_AES_CMAC} */
    public static final long CKM_AES_CMAC = 0x108aL;
    /** {@code CKM_AES_CMAC_GENERAL} */
    public static final long CKM_AES_CMAC_GENERAL = 0x108bL;
    /** {@code CKM_AES_XCBC_MAC} */
    public static final long CKM_AES_XCBC_MAC = 0x108cL;
    /** {@code CKM_AES_XCBC_MAC_96} */
    public static final long CKM_AES_XCBC_MAC_96 = 0x108dL;
    /** {@code CKM_AES_GMAC} */
    public static final long CKM_AES_GMAC = 0x108eL;
    /** {@code CKM_BLOWFISH_KEY_GEN} */
    public static final long CKM_BLOWFISH_KEY_GEN = 0x1090L;
    /** {@code CKM_BLOWFISH_CBC} */
    public static final long CKM_BLOWFISH_CBC = 0x1091L;
    /** {@code CKM_TWOFISH_KEY_GEN} */
    public static final long CKM_TWOFISH_KEY_GEN = 0x1092L;
    /** {@code CKM_TWOFISH_CBC} */
    public static final long CKM_TWOFISH_CBC = 0x1093L;
    /** {@code CKM_BLOWFISH_CBC_PAD} */
    public static final long CKM_BLOWFISH_CBC_PAD = 0x1094L;
    /** {@code CKM_TWOFISH_CBC_PAD} */
    public static final long CKM_TWOFISH_CBC_PAD = 0x1095L;
    /** {@code CKM_DES_ECB_ENCRYPT_DATA} */
    public static final long CKM_DES_ECB_ENCRYPT_DATA = 0x1100L;
    /** {@code CKM_DES_CBC_ENCRYPT_DATA} */
    public static final long CKM_DES_CBC_ENCRYPT_DATA = 0x1101L;
    /** {@code CKM_DES3_ECB_ENCRYPT_DATA} */
    public static final long CKM_DES3_ECB_ENCRYPT_DATA = 0x1102L;
    /** {@code CKM_DES3_CBC_ENCRYPT_DATA} */
    public static final long CKM_DES3_CBC_ENCRYPT_DATA = 0x1103L;
    /** {@code CKM_AES_ECB_ENCRYPT_DATA} */
    public static final long CKM_AES_ECB_ENCRYPT_DATA = 0x1104L;
    /** {@code CKM_AES_CBC_ENCRYPT_DATA} */
    public static final long CKM_AES_CBC_ENCRYPT_DATA = 0x1105L;
    /** {@code CKM_GOSTR3410_KEY_PAIR_GEN} */
    public static final long CKM_GOSTR3410_KEY_PAIR_GEN = 0x1200L;
    /** {@code CKM_GOSTR3410} */
    public static final long CKM_GOSTR3410 = 0x1201L;
    /** {@code CKM_GOSTR3410_WITH_GOSTR3411} */
    public static final long CKM_GOSTR3410_WITH_GOSTR3411 = 0x1202L;
    /** {@code CKM_GOSTR3410_KEY_WRAP} */
    public static final long CKM_GOSTR3410_KEY_WRAP = 0x1203L;
    /** {@code CKM_GOSTR3410_DERIVE} */
    public static final long CKM_GOSTR3410_DERIVE = 0x1204L;
    /** {@code CKM_GOSTR3411} */
    public static final long CKM_GOSTR3411 = 0x1210L;
    /** {@code CKM_GOSTR3411_HMAC} */
    public static final long CKM_GOSTR3411_HMAC = 0x1211L;
    /** {@code CKM_GOST28147_KEY_GEN} */
    public static final long CKM_GOST28147_KEY_GEN = 0x1220L;
    /** {@code CKM_GOST28147_ECB} */
    public static final long CKM_GOST28147_ECB = 0x1221L;
    /** {@code CKM_GOST28147} */
    public static final long CKM_GOST28147 = 0x1222L;
    /** {@code CKM_GOST28147_MAC} */
    public static final long CKM_GOST28147_MAC = 0x1223L;
    /** {@code CKM_GOST28147_KEY_WRAP} */
    public static final long CKM_GOST28147_KEY_WRAP = 0x1224L;
    /** {@code CKM_CHACHA20_KEY_GEN} */
    public static final long CKM_CHACHA20_KEY_GEN = 0x1225L;
    /** {@code CKM_CHACHA20} */
    public static final long CKM_CHACHA20 = 0x1226L;
    /** {@code CKM_POLY1305_KEY_GEN} */
    public static final long CKM_POLY1305_KEY_GEN = 0x1227L;
    /** {@code CKM_POLY1305} */
    public static final long CKM_POLY1305 = 0x1228L;
    /** {@code CKM_DSA_PARAMETER_GEN} */
    public static final long CKM_DSA_PARAMETER_GEN = 0x2000L;
    /** {@code CKM_DH_PKCS_PARAMETER_GEN} */
    public static final long CKM_DH_PKCS_PARAMETER_GEN = 0x2001L;
    /** {@code CKM_X9_42_DH_PARAMETER_GEN} */
    public static final long CKM_X9_42_DH_PARAMETER_GEN = 0x2002L;
    /** {@code CKM_DSA_PROBABILISTIC_PARAMETER_GEN} */
    public static final long CKM_DSA_PROBABILISTIC_PARAMETER_GEN = 0x2003L;
    /** {@code CKM_DSA_PROBABLISTIC_PARAMETER_GEN} */
    public static final long CKM_DSA_PROBABLISTIC_PARAMETER_GEN = 0x2003L;
    /** {@code CKM_DSA_SHAWE_TAYLOR_PARAMETER_GEN} */
    public static final long CKM_DSA_SHAWE_TAYLOR_PARAMETER_GEN = 0x2004L;
    /** {@code CKM_DSA_FIPS_G_GEN} */
    public static final long CKM_DSA_FIPS_G_GEN = 0x2005L;
    /** {@code CKM_AES_OFB} */
    public static final long CKM_AES_OFB = 0x2104L;
    /** {@code CKM_AES_CFB64} */
    public static final long CKM_AES_CFB64 = 0x2105L;
    /** {@code CKM_AES_CFB8} */
    public static final long CKM_AES_CFB8 = 0x2106L;
    /** {@code CKM_AES_CFB128} */
    public static final long CKM_AES_CFB128 = 0x2107L;
    /** {@code CKM_AES_CFB1} */
    public static final long CKM_AES_CFB1 = 0x2108L;
    /** {@code CKM_AES_KEY_WRAP} */
    public static final long CKM_AES_KEY_WRAP = 0x2109L;
    /** {@code CKM_AES_KEY_WRAP_PAD} */
    public static final long CKM_AES_KEY_WRAP_PAD = 0x210aL;
    /** {@code CKM_AES_KEY_WRAP_KWP} */
    public static final long CKM_AES_KEY_WRAP_KWP = 0x210bL;
    /** {@code CKM_AES_KEY_WRAP_PKCS7} */
    public static final long CKM_AES_KEY_WRAP_PKCS7 = 0x210cL;
    /** {@code CKM_RSA_PKCS_TPM_1_1} */
    public static final long CKM_RSA_PKCS_TPM_1_1 = 0x4001L;
    /** {@code CKM_RSA_PKCS_OAEP_TPM_1_1} */
    public static final long CKM_RSA_PKCS_OAEP_TPM_1_1 = 0x4002L;
    /** {@code CKM_SHA_1_KEY_GEN} */
    public static final long CKM_SHA_1_KEY_GEN = 0x4003L;
    /** {@code CKM_SHA224_KEY_GEN} */
    public static final long CKM_SHA224_KEY_GEN = 0x4004L;
    /** {@code CKM_SHA256_KEY_GEN} */
    public static final long CKM_SHA256_KEY_GEN = 0x4005L;
    /** {@code CKM_SHA384_KEY_GEN} */
    public static final long CKM_SHA384_KEY_GEN = 0x4006L;
    /** {@code CKM_SHA512_KEY_GEN} */
    public static final long CKM_SHA512_KEY_GEN = 0x4007L;
    /** {@code CKM_SHA512_224_KEY_GEN} */
    public static final long CKM_SHA512_224_KEY_GEN = 0x4008L;
    /** {@code CKM_SHA512_256_KEY_GEN} */
    public static final long CKM_SHA512_256_KEY_GEN = 0x4009L;
    /** {@code CKM_SHA512_T_KEY_GEN} */
    public static final long CKM_SHA512_T_KEY_GEN = 0x400aL;
    /** {@code CKM_NULL} */
    public static final long CKM_NULL = 0x400bL;
    /** {@code CKM_BLAKE2B_160} */
    public static final long CKM_BLAKE2B_160 = 0x400cL;
    /** {@code CKM_BLAKE2B_160_HMAC} */
    public static final long CKM_BLAKE2B_160_HMAC = 0x400dL;
    /** {@code CKM_BLAKE2B_160_HMAC_GENERAL} */
    public static final long CKM_BLAKE2B_160_HMAC_GENERAL = 0x400eL;
    /** {@code CKM_BLAKE2B_160_KEY_DERIVE} */
    public static final long CKM_BLAKE2B_160_KEY_DERIVE = 0x400fL;
    /** {@code CKM_BLAKE2B_160_KEY_GEN} */
    public static final long CKM_BLAKE2B_160_KEY_GEN = 0x4010L;
    /** {@code CKM_BLAKE2B_256} */
    public static final long CKM_BLAKE2B_256 = 0x4011L;
    /** {@code CKM_BLAKE2B_256_HMAC} */
    public static final long CKM_BLAKE2B_256_HMAC = 0x4012L;
    /** {@code CKM_BLAKE2B_256_HMAC_GENERAL} */
    public static final long CKM_BLAKE2B_256_HMAC_GENERAL = 0x4013L;
    /** {@code CKM_BLAKE2B_256_KEY_DERIVE} */
    public static final long CKM_BLAKE2B_256_KEY_DERIVE = 0x4014L;
    /** {@code CKM_BLAKE2B_256_KEY_GEN} */
    public static final long CKM_BLAKE2B_256_KEY_GEN = 0x4015L;
    /** {@code CKM_BLAKE2B_384} */
    public static final long CKM_BLAKE2B_384 = 0x4016L;
    /** {@code CKM_BLAKE2B_384_HMAC} */
    public static final long CKM_BLAKE2B_384_HMAC = 0x4017L;
    /** {@code CKM_BLAKE2B_384_HMAC_GENERAL} */
    public static final long CKM_BLAKE2B_384_HMAC_GENERAL = 0x4018L;
    /** {@code CKM_BLAKE2B_384_KEY_DERIVE} */
    public static final long CKM_BLAKE2B_384_KEY_DERIVE = 0x4019L;
    /** {@code CKM_BLAKE2B_384_KEY_GEN} */
    public static final long CKM_BLAKE2B_384_KEY_GEN = 0x401aL;
    /** {@code CKM_BLAKE2B_512} */
    public static final long CKM_BLAKE2B_512 = 0x401bL;
    /** {@code CKM_BLAKE2B_512_HMAC} */
    public static final long CKM_BLAKE2B_512_HMAC = 0x401cL;
    /** {@code CKM_BLAKE2B_512_HMAC_GENERAL} */
    public static final long CKM_BLAKE2B_512_HMAC_GENERAL = 0x401dL;
    /** {@code CKM_BLAKE2B_512_KEY_DERIVE} */
    public static final long CKM_BLAKE2B_512_KEY_DERIVE = 0x401eL;
    /** {@code CKM_BLAKE2B_512_KEY_GEN} */
    public static final long CKM_BLAKE2B_512_KEY_GEN = 0x401fL;
    /** {@code CKM_SALSA20} */
    public static final long CKM_SALSA20 = 0x4020L;
    /** {@code CKM_CHACHA20_POLY1305} */
    public static final long CKM_CHACHA20_POLY1305 = 0x4021L;
    /** {@code CKM_SALSA20_POLY1305} */
    public static final long CKM_SALSA20_POLY1305 = 0x4022L;
    /** {@code CKM_X3DH_INITIALIZE} */
    public static final long CKM_X3DH_INITIALIZE = 0x4023L;
    /** {@code CKM_X3DH_RESPOND} */
    public static final long CKM_X3DH_RESPOND = 0x4024L;
    /** {@code CKM_X2RATCHET_INITIALIZE} */
    public static final long CKM_X2RATCHET_INITIALIZE = 0x4025L;
    /** {@code CKM_X2RATCHET_RESPOND} */
    public static final long CKM_X2RATCHET_RESPOND = 0x4026L;
    /** {@code CKM_X2RATCHET_ENCRYPT} */
    public static final long CKM_X2RATCHET_ENCRYPT = 0x4027L;
    /** {@code CKM_X2RATCHET_DECRYPT} */
    public static final long CKM_X2RATCHET_DECRYPT = 0x4028L;
    /** {@code CKM_XEDDSA} */
    public static final long CKM_XEDDSA = 0x4029L;
    /** {@code CKM_HKDF_DERIVE} */
    public static final long CKM_HKDF_DERIVE = 0x402aL;
    /** {@code CKM_HKDF_DATA} */
    public static final long CKM_HKDF_DATA = 0x402bL;
    /** {@code CKM_HKDF_KEY_GEN} */
    public static final long CKM_HKDF_KEY_GEN = 0x402cL;
    /** {@code CKM_SALSA20_KEY_GEN} */
    public static final long CKM_SALSA20_KEY_GEN = 0x402dL;
    /** {@code CKM_ECDSA_SHA3_224} */
    public static final long CKM_ECDSA_SHA3_224 = 0x1047L;
    /** {@code CKM_ECDSA_SHA3_256} */
    public static final long CKM_ECDSA_SHA3_256 = 0x1048L;
    /** {@code CKM_ECDSA_SHA3_384} */
    public static final long CKM_ECDSA_SHA3_384 = 0x1049L;
    /** {@code CKM_ECDSA_SHA3_512} */
    public static final long CKM_ECDSA_SHA3_512 = 0x104aL;
    /** {@code CKM_EC_EDWARDS_KEY_PAIR_GEN} */
    public static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055L;
    /** {@code CKM_EC_MONTGOMERY_KEY_PAIR_GEN} */
    public static final long CKM_EC_MONTGOMERY_KEY_PAIR_GEN = 0x1056L;
    /** {@code CKM_EDDSA} */
    public static final long CKM_EDDSA = 0x1057L;
    /** {@code CKM_SP800_108_COUNTER_KDF} */
    public static final long CKM_SP800_108_COUNTER_KDF = 0x3acL;
    /** {@code CKM_SP800_108_FEEDBACK_KDF} */
    public static final long CKM_SP800_108_FEEDBACK_KDF = 0x3adL;
    /** {@code CKM_SP800_108_DOUBLE_PIPELINE_KDF} */
    public static final long CKM_SP800_108_DOUBLE_PIPELINE_KDF = 0x3aeL;
    /** {@code CKM_IKE2_PRF_PLUS_DERIVE} */
    public static final long CKM_IKE2_PRF_PLUS_DERIVE = 0x402eL;
    /** {@code CKM_IKE_PRF_DERIVE} */
    public static final long CKM_IKE_PRF_DERIVE = 0x402fL;
    /** {@code CKM_IKE1_PRF_DERIVE} */
    public static final long CKM_IKE1_PRF_DERIVE = 0x4030L;
    /** {@code CKM_IKE1_EXTENDED_DERIVE} */
    public static final long CKM_IKE1_EXTENDED_DERIVE = 0x4031L;
    /** {@code CKM_HSS_KEY_PAIR_GEN} */
    public static final long CKM_HSS_KEY_PAIR_GEN = 0x4032L;
    /** {@code CKM_HSS} */
    public static final long CKM_HSS = 0x4033L;
    /** {@code CKM_XMSS_KEY_PAIR_GEN} */
    public static final long CKM_XMSS_KEY_PAIR_GEN = 0x4034L;
    /** {@code CKM_XMSSMT_KEY_PAIR_GEN} */
    public static final long CKM_XMSSMT_KEY_PAIR_GEN = 0x4035L;
    /** {@code CKM_XMSS} */
    public static final long CKM_XMSS = 0x4036L;
    /** {@code CKM_XMSSMT} */
    public static final long CKM_XMSSMT = 0x4037L;
    /** {@code CKM_ECDH_X_AES_KEY_WRAP} */
    public static final long CKM_ECDH_X_AES_KEY_WRAP = 0x4038L;
    /** {@code CKM_ECDH_COF_AES_KEY_WRAP} */
    public static final long CKM_ECDH_COF_AES_KEY_WRAP = 0x4039L;
    /** {@code CKM_PUB_KEY_FROM_PRIV_KEY} */
    public static final long CKM_PUB_KEY_FROM_PRIV_KEY = 0x403aL;
    /** {@code CKM_ML_KEM_KEY_PAIR_GEN} */
    public static final long CKM_ML_KEM_KEY_PAIR_GEN = 0xfL;
    /** {@code CKM_ML_KEM} */
    public static final long CKM_ML_KEM = 0x17L;
    /** {@code CKM_ML_DSA_KEY_PAIR_GEN} */
    public static final long CKM_ML_DSA_KEY_PAIR_GEN = 0x1cL;
    /** {@code CKM_ML_DSA} */
    public static final long CKM_ML_DSA = 0x1dL;
    /** {@code CKM_HASH_ML_DSA} */
    public static final long CKM_HASH_ML_DSA = 0x1fL;
    /** {@code CKM_HASH_ML_DSA_SHA224} */
    public static final long CKM_HASH_ML_DSA_SHA224 = 0x23L;
    /** {@code CKM_HASH_ML_DSA_SHA256} */
    public static final long CKM_HASH_ML_DSA_SHA256 = 0x24L;
    /** {@code CKM_HASH_ML_DSA_SHA384} */
    public static final long CKM_HASH_ML_DSA_SHA384 = 0x25L;
    /** {@code CKM_HASH_ML_DSA_SHA512} */
    public static final long CKM_HASH_ML_DSA_SHA512 = 0x26L;
    /** {@code CKM_HASH_ML_DSA_SHA3_224} */
    public static final long CKM_HASH_ML_DSA_SHA3_224 = 0x27L;
    /** {@code CKM_HASH_ML_DSA_SHA3_256} */
    public static final long CKM_HASH_ML_DSA_SHA3_256 = 0x28L;
    /** {@code CKM_HASH_ML_DSA_SHA3_384} */
    public static final long CKM_HASH_ML_DSA_SHA3_384 = 0x29L;
    /** {@code CKM_HASH_ML_DSA_SHA3_512} */
    public static final long CKM_HASH_ML_DSA_SHA3_512 = 0x2aL;
    /** {@code CKM_HASH_ML_DSA_SHAKE128} */
    public static final long CKM_HASH_ML_DSA_SHAKE128 = 0x2bL;
    /** {@code CKM_HASH_ML_DSA_SHAKE256} */
    public static final long CKM_HASH_ML_DSA_SHAKE256 = 0x2cL;
    /** {@code CKM_SLH_DSA_KEY_PAIR_GEN} */
    public static final long CKM_SLH_DSA_KEY_PAIR_GEN = 0x2dL;
    /** {@code CKM_SLH_DSA} */
    public static final long CKM_SLH_DSA = 0x2eL;
    /** {@code CKM_HASH_SLH_DSA} */
    public static final long CKM_HASH_SLH_DSA = 0x34L;
    /** {@code CKM_HASH_SLH_DSA_SHA224} */
    public static final long CKM_HASH_SLH_DSA_SHA224 = 0x36L;
    /** {@code CKM_HASH_SLH_DSA_SHA256} */
    public static final long CKM_HASH_SLH_DSA_SHA256 = 0x37L;
    /** {@code CKM_HASH_SLH_DSA_SHA384} */
    public static final long CKM_HASH_SLH_DSA_SHA384 = 0x38L;
    /** {@code CKM_HASH_SLH_DSA_SHA512} */
    public static final long CKM_HASH_SLH_DSA_SHA512 = 0x39L;
    /** {@code CKM_HASH_SLH_DSA_SHA3_224} */
    public static final long CKM_HASH_SLH_DSA_SHA3_224 = 0x3aL;
    /** {@code CKM_HASH_SLH_DSA_SHA3_256} */
    public static final long CKM_HASH_SLH_DSA_SHA3_256 = 0x3bL;
    /** {@code CKM_HASH_SLH_DSA_SHA3_384} */
    public static final long CKM_HASH_SLH_DSA_SHA3_384 = 0x3cL;
    /** {@code CKM_HASH_SLH_DSA_SHA3_512} */
    public static final long CKM_HASH_SLH_DSA_SHA3_512 = 0x3dL;
    /** {@code CKM_HASH_SLH_DSA_SHAKE128} */
    public static final long CKM_HASH_SLH_DSA_SHAKE128 = 0x3eL;
    /** {@code CKM_HASH_SLH_DSA_SHAKE256} */
    public static final long CKM_HASH_SLH_DSA_SHAKE256 = 0x3fL;
    /** {@code CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE} */
    public static final long CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE = 0x56L;
    /** {@code CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH} */
    public static final long CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH = 0x57L;
    /** {@code CKM_VENDOR_DEFINED} */
    public static final long CKM_VENDOR_DEFINED = 0x80000000L;
    /** {@code CKM_IBM_SHA3_224} */
    public static final long CKM_IBM_SHA3_224 = 0x80010001L;
    /** {@code CKM_IBM_SHA3_256} */
    public static final long CKM_IBM_SHA3_256 = 0x80010002L;
    /** {@code CKM_IBM_SHA3_384} */
    public static final long CKM_IBM_SHA3_384 = 0x80010003L;
    /** {@code CKM_IBM_SHA3_512} */
    public static final long CKM_IBM_SHA3_512 = 0x80010004L;
    /** {@code CKM_IBM_CMAC} */
    public static final long CKM_IBM_CMAC = 0x80010007L;
    /** {@code CKM_IBM_EC_X25519} */
    public static final long CKM_IBM_EC_X25519 = 0x8001001bL;
    /** {@code CKM_IBM_ED25519_SHA512} */
    public static final long CKM_IBM_ED25519_SHA512 = 0x8001001cL;
    /** {@code CKM_IBM_EC_X448} */
    public static final long CKM_IBM_EC_X448 = 0x8001001eL;
    /** {@code CKM_IBM_ED448_SHA3} */
    public static final long CKM_IBM_ED448_SHA3 = 0x8001001fL;
    /** {@code CKM_IBM_SHA3_224_HMAC} */
    public static final long CKM_IBM_SHA3_224_HMAC = 0x80010025L;
    /** {@code CKM_IBM_SHA3_256_HMAC} */
    public static final long CKM_IBM_SHA3_256_HMAC = 0x80010026L;
    /** {@code CKM_IBM_SHA3_384_HMAC} */
    public static final long CKM_IBM_SHA3_384_HMAC = 0x80010027L;
    /** {@code CKM_IBM_SHA3_512_HMAC} */
    public static final long CKM_IBM_SHA3_512_HMAC = 0x80010028L;
    /** {@code CKM_IBM_BTC_DERIVE} */
    public static final long CKM_IBM_BTC_DERIVE = 0x80070001L;
    /** {@code CKM_STRONGROOM_SCHNORR_BIP340} */
    public static final long CKM_STRONGROOM_SCHNORR_BIP340 = 0xd3520001L;
}
