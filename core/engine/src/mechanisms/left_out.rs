//! What a token could have and does not, and why: for people who look for it.

/// Mechanisms, as people would look for them, with the reason.
#[rustfmt::skip]
pub static LEFT_OUT: &[(&str, &str)] = &[
    ("`CKM_AES_CFB64`", "neither library has the mode"),
    ("`CKM_AES_MAC`, `CKM_DES3_MAC` and their general forms", "CBC-MAC is forged where messages have several lengths; CMAC is here"),
    ("`CKM_SALSA20`, `CKM_SALSA20_POLY1305`; nonces of 192 bits with ChaCha20", "no library of ours has them in several parts"),
    ("KMAC", "v3.2 has no numbers for it yet"),
    ("`CKM_SHA512_T` and what is made of it", "no library has the hash for every length; SHA-512/224 and SHA-512/256 are here"),
    ("MD2, MD5, RIPEMD, and what is made of them", "broken, or in no use"),
    ("Single DES, RC2, RC4, RC5, CAST, IDEA, Blowfish, Twofish, SKIPJACK, BATON, JUNIPER", "broken, or in no use"),
    ("ARIA, Camellia, SEED, GOST", "nobody who comes from the service that this one follows has keys for them"),
    ("`CKM_PBE_…`, `CKM_PBA_…`", "PKCS #12 with SHA-1 and DES; PBKDF2 is here"),
    ("SSL 3.0, TLS 1.0 and 1.1, WTLS", "RFC 8996"),
    ("`CKM_DSA_PROBABILISTIC_PARAMETER_GEN`, `CKM_DSA_SHAWE_TAYLOR_PARAMETER_GEN`, `CKM_DSA_FIPS_G_GEN`", "the library does not give the seed back; `CKM_DSA_PARAMETER_GEN` is here"),
    ("`CKM_X9_42_DH_HYBRID_DERIVE`, `CKM_X9_42_MQV_DERIVE`, `CKM_ECMQV_DERIVE`", "no library has them"),
    ("`CKM_HSS`", "no library that is kept and released has it (looked at in November 2026): OpenSSL 3.6 and 4.0 verify LMS, of one level, where they were built with `enable-lms`, for which openssl-src has no switch; AWS-LC has none; lms-signature has one level, only SHA-256 of 32 bytes, and its last release beside 0.0.1 is a candidate; hbs-lms has all levels, its last release is of May 2023 (an alpha of September 2024)"),
    ("`CKM_XMSS`, `CKM_XMSSMT`", "neither OpenSSL nor AWS-LC has them; the crate xmss has had two pre-releases (March and April 2026) and is tested against one parameter set of liboqs"),
    ("`CKM_RSA_PKCS_TPM_1_1`", "its structure is of TPM 1.1 alone; OAEP of TPM 1.1 is here"),
    ("`CKM_RSA_9796`", "the standard was withdrawn"),
    ("Curves over binary fields", "OpenSSL has them for what is old; nobody asked"),
    ("`CKM_IBM_DILITHIUM`, `CKM_IBM_KYBER`", "rounds 2 and 3 of the competition, which are not ML-DSA and ML-KEM; no library of ours has them"),
    ("`CKM_IBM_ECDSA_OTHER`, `CKM_IBM_EC_AGGREGATE`", "the Schnorr signatures of BSI TR-03111, and BLS; no library of ours has them. Those of BIP 340 are `CKM_STRONGROOM_SCHNORR_BIP340`"),
    ("`CKM_IBM_ATTRIBUTEBOUND_WRAP`", "a format of its own, which nobody else can read"),
    ("`CKM_IBM_ETH_DERIVE`", "EIP-2333, for BLS keys"),
];
