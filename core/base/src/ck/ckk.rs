//! Key types (`CKK_…`), names and numbers of PKCS #11 v3.2.
//! Source: OASIS PKCS #11 v3.2, `pkcs11t.h`. A table: one line a fact.

super::constants! {
    /// Every key type of v3.2, in the order of the specification's header.
    CKK:
    CKK_RSA = 0;
    CKK_DSA = 1;
    CKK_DH = 2;
    CKK_EC = 3;
    CKK_ECDSA = 3;
    CKK_X9_42_DH = 4;
    CKK_KEA = 5;
    CKK_GENERIC_SECRET = 0x10;
    CKK_RC2 = 0x11;
    CKK_RC4 = 0x12;
    CKK_DES = 0x13;
    CKK_DES2 = 0x14;
    CKK_DES3 = 0x15;
    CKK_CAST = 0x16;
    CKK_CAST3 = 0x17;
    CKK_CAST5 = 0x18;
    CKK_CAST128 = 0x18;
    CKK_RC5 = 0x19;
    CKK_IDEA = 0x1A;
    CKK_SKIPJACK = 0x1B;
    CKK_BATON = 0x1C;
    CKK_JUNIPER = 0x1D;
    CKK_CDMF = 0x1E;
    CKK_AES = 0x1F;
    CKK_BLOWFISH = 0x20;
    CKK_TWOFISH = 0x21;
    CKK_SECURID = 0x22;
    CKK_HOTP = 0x23;
    CKK_ACTI = 0x24;
    CKK_CAMELLIA = 0x25;
    CKK_ARIA = 0x26;
    CKK_MD5_HMAC = 0x27;
    CKK_SHA_1_HMAC = 0x28;
    CKK_RIPEMD128_HMAC = 0x29;
    CKK_RIPEMD160_HMAC = 0x2A;
    CKK_SHA256_HMAC = 0x2B;
    CKK_SHA384_HMAC = 0x2C;
    CKK_SHA512_HMAC = 0x2D;
    CKK_SHA224_HMAC = 0x2E;
    CKK_SEED = 0x2F;
    CKK_GOSTR3410 = 0x30;
    CKK_GOSTR3411 = 0x31;
    CKK_GOST28147 = 0x32;
    CKK_CHACHA20 = 0x33;
    CKK_POLY1305 = 0x34;
    CKK_AES_XTS = 0x35;
    CKK_SHA3_224_HMAC = 0x36;
    CKK_SHA3_256_HMAC = 0x37;
    CKK_SHA3_384_HMAC = 0x38;
    CKK_SHA3_512_HMAC = 0x39;
    CKK_BLAKE2B_160_HMAC = 0x3A;
    CKK_BLAKE2B_256_HMAC = 0x3B;
    CKK_BLAKE2B_384_HMAC = 0x3C;
    CKK_BLAKE2B_512_HMAC = 0x3D;
    CKK_SALSA20 = 0x3E;
    CKK_X2RATCHET = 0x3F;
    CKK_EC_EDWARDS = 0x40;
    CKK_EC_MONTGOMERY = 0x41;
    CKK_HKDF = 0x42;
    CKK_SHA512_224_HMAC = 0x43;
    CKK_SHA512_256_HMAC = 0x44;
    CKK_SHA512_T_HMAC = 0x45;
    CKK_HSS = 0x46;
    CKK_XMSS = 0x47;
    CKK_XMSSMT = 0x48;
    CKK_ML_KEM = 0x49;
    CKK_ML_DSA = 0x4A;
    CKK_SLH_DSA = 0x4B;
    CKK_VENDOR_DEFINED = 0x80000000;
}
