//! The mechanisms that take their data in parts, one of each kind, with keys for them.

use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

/// A cipher: a mechanism for so many bytes of data, and its key.
pub struct Cipher {
    /// What to call it.
    pub name: &'static str,
    /// The mechanism; the argument is the length of the data.
    pub mechanism: fn(usize) -> Mech,
    /// Encrypts and decrypts.
    pub key: u64,
    /// Data must be a multiple of this.
    pub unit: usize,
    /// What comes on top of the data in one piece.
    pub tag: usize,
}

/// A signature, MAC or digest.
pub struct Signer {
    /// What to call it.
    pub name: &'static str,
    /// The mechanism.
    pub mechanism: Mech,
    /// Signs; 0 for a digest.
    pub key: u64,
    /// Verifies; 0 for a digest.
    pub public: u64,
    /// Bytes that it takes in at once.
    pub block: usize,
    /// Bytes of its output.
    pub length: usize,
    /// Whether the same data gives the same output.
    pub repeats: bool,
}

/// The ciphers that take parts.
#[track_caller]
pub fn ciphers(s: Session) -> Vec<Cipher> {
    let aes = s.aes(32, &Template::new()).must();
    let des3 = s.generate(&Mech::new(CKM_DES3_KEY_GEN), &Template::new()).must();
    let cipher = |name, mechanism, key, unit, tag| Cipher { name, mechanism, key, unit, tag };
    vec![
        cipher("AES-ECB", |_| Mech::new(CKM_AES_ECB), aes, 16, 0),
        cipher("AES-CBC", |_| Mech::bytes(CKM_AES_CBC, &[1; 16]), aes, 16, 0),
        cipher("AES-CBC-PAD", |_| Mech::bytes(CKM_AES_CBC_PAD, &[2; 16]), aes, 1, 0),
        cipher("AES-CTR", |_| Mech::ctr(64, &[0x7f; 16]), aes, 1, 0),
        cipher("AES-GCM", |_| Mech::gcm(&[3; 12], b"more", 128), aes, 1, 16),
        cipher("AES-GCM, short tag", |_| Mech::gcm(&[3; 20], b"", 96), aes, 1, 12),
        cipher("AES-CCM", |n| Mech::ccm(n, &[4; 12], b"more", 16), aes, 1, 16),
        cipher("DES3-ECB", |_| Mech::new(CKM_DES3_ECB), des3, 8, 0),
        cipher("DES3-CBC", |_| Mech::bytes(CKM_DES3_CBC, &[5; 8]), des3, 8, 0),
        cipher("DES3-CBC-PAD", |_| Mech::bytes(CKM_DES3_CBC_PAD, &[6; 8]), des3, 1, 0),
    ]
}

/// The digests.
pub fn digests() -> Vec<Signer> {
    let rows = [
        ("SHA-1", CKM_SHA_1, 64, 20),
        ("SHA-224", CKM_SHA224, 64, 28),
        ("SHA-256", CKM_SHA256, 64, 32),
        ("SHA-384", CKM_SHA384, 128, 48),
        ("SHA-512", CKM_SHA512, 128, 64),
        ("SHA-512/224", CKM_SHA512_224, 128, 28),
        ("SHA-512/256", CKM_SHA512_256, 128, 32),
        ("SHA3-224", CKM_SHA3_224, 144, 28),
        ("SHA3-256", CKM_SHA3_256, 136, 32),
        ("SHA3-384", CKM_SHA3_384, 104, 48),
        ("SHA3-512", CKM_SHA3_512, 72, 64),
    ];
    let row = |(name, number, block, length)| Signer {
        name,
        mechanism: Mech::new(number),
        key: 0,
        public: 0,
        block,
        length,
        repeats: true,
    };
    rows.map(row).into()
}

/// The MACs and the signatures that hash.
#[track_caller]
pub fn signers(s: Session) -> Vec<Signer> {
    let secret = s.generic(32, &Template::new()).must();
    let aes = s.aes(16, &Template::new()).must();
    let des3 = s.generate(&Mech::new(CKM_DES3_KEY_GEN), &Template::new()).must();
    let (rsa_public, rsa) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let (ec_public, ec) = s.pair(P256, &Template::new(), &Template::new()).must();
    let set = template![CKA_PARAMETER_SET => 1_u64];
    let (lattice_public, lattice) =
        s.generate_pair(&Mech::new(CKM_ML_DSA_KEY_PAIR_GEN), &set, &Template::new()).must();
    let pss = Mech::pss(CKM_SHA256_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, 32);
    let rows = [
        ("HMAC-SHA-1", Mech::new(CKM_SHA_1_HMAC), (secret, secret), 64, 20, true),
        ("HMAC-SHA-256", Mech::new(CKM_SHA256_HMAC), (secret, secret), 64, 32, true),
        ("HMAC-SHA-512", Mech::new(CKM_SHA512_HMAC), (secret, secret), 128, 64, true),
        ("HMAC-SHA-512/256", Mech::new(CKM_SHA512_256_HMAC), (secret, secret), 128, 32, true),
        ("HMAC-SHA3-256", Mech::new(CKM_SHA3_256_HMAC), (secret, secret), 136, 32, true),
        (
            "HMAC-SHA-256, short",
            Mech::new(CKM_SHA256_HMAC_GENERAL).word(10),
            (secret, secret),
            64,
            10,
            true,
        ),
        ("AES-CMAC", Mech::new(CKM_AES_CMAC), (aes, aes), 16, 16, true),
        ("AES-CMAC, short", Mech::new(CKM_AES_CMAC_GENERAL).word(5), (aes, aes), 16, 5, true),
        ("DES3-CMAC", Mech::new(CKM_DES3_CMAC), (des3, des3), 8, 8, true),
        ("SHA-256 RSA", Mech::new(CKM_SHA256_RSA_PKCS), (rsa, rsa_public), 64, 256, true),
        ("SHA-512 RSA", Mech::new(CKM_SHA512_RSA_PKCS), (rsa, rsa_public), 128, 256, true),
        ("SHA-256 RSA-PSS", pss, (rsa, rsa_public), 64, 256, false),
        ("SHA-256 ECDSA", Mech::new(CKM_ECDSA_SHA256), (ec, ec_public), 64, 64, false),
        ("SHA-384 ECDSA", Mech::new(CKM_ECDSA_SHA384), (ec, ec_public), 128, 64, false),
        ("ML-DSA", Mech::new(CKM_ML_DSA), (lattice, lattice_public), 136, 2420, false),
        (
            "SHA3-256 ML-DSA, the same each time",
            Mech::new(CKM_HASH_ML_DSA_SHA3_256).word(2).word(0).word(0),
            (lattice, lattice_public),
            136,
            2420,
            true,
        ),
    ];
    let hsm = Hsm { m: s.m, slot: s.info().must().slot };
    let row = |(name, mechanism, (key, public), block, length, repeats)| Signer {
        name,
        mechanism,
        key,
        public,
        block,
        length,
        repeats,
    };
    rows.into_iter().map(row).filter(|row| hsm.does(row.mechanism.number, CKF_SIGN)).collect()
}

/// `length` bytes, no two neighbours alike.
pub fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 7 + n / 256) as u8).collect()
}

/// An update in the two-call convention: the length is asked for, then exactly so much room is given.
/// Nothing is written past it, and the second call reports no more.
#[track_caller]
pub fn update(s: Session, kind: Kind, part: &[u8]) -> Vec<u8> {
    if !matches!(kind, Kind::Encrypt | Kind::Decrypt) {
        s.input(kind.update(), part).ok();
        return Vec::new();
    }
    let function = Io(kind.update());
    let room = s.io_length(function, part).must();
    let (rv, length, buffer) = s.io_into(function, part, room as usize);
    rv.ok();
    buffer.bytes(length as usize).to_vec()
}

/// `C_…Final` in the two-call convention.
pub fn finish(s: Session, kind: Kind) -> Result<Vec<u8>, Rv> {
    let room = s.output_length(kind.last())?;
    let (rv, length, buffer) = s.final_into(kind.last(), room as usize);
    rv.with(())?;
    Ok(buffer.bytes(length as usize).to_vec())
}

/// Init, an update per part, final, all in the two-call convention.
#[track_caller]
pub fn in_parts(s: Session, kind: Kind, mechanism: &Mech, key: u64, parts: &[&[u8]]) -> Vec<u8> {
    s.init(kind, mechanism, key).ok();
    let mut out: Vec<u8> = parts.iter().flat_map(|part| update(s, kind, part)).collect();
    out.extend(finish(s, kind).must());
    out
}
