//! The hashes, by the names that people have for them. A table: one hash a line.

use strongroom_base::ck::*;
use strongroom_base::{Error, Result};

/// A hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hash {
    /// Broken for signatures; there for what is old.
    Sha1,
    /// SHA-224
    Sha224,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
    /// SHA-512/224
    Sha512_224,
    /// SHA-512/256
    Sha512_256,
    /// SHA3-224
    Sha3_224,
    /// SHA3-256
    Sha3_256,
    /// SHA3-384
    Sha3_384,
    /// SHA3-512
    Sha3_512,
    /// SHAKE128 (FIPS 202), 32 bytes of it: for signatures that hash first, and as a derivation. No token digests with it.
    Shake128,
    /// SHAKE256, 64 bytes of it.
    Shake256,
    /// BLAKE2b with 160 bits (RFC 7693)
    Blake2b160,
    /// BLAKE2b with 256 bits
    Blake2b256,
    /// BLAKE2b with 384 bits
    Blake2b384,
    /// BLAKE2b with 512 bits
    Blake2b512,
}

/// What PKCS #11 calls a hash in each place; 0 where it has nothing.
pub(super) struct Row {
    hash: Hash,
    name: &'static str,
    /// Bytes.
    len: usize,
    pub digest: u64,
    pub mgf: u64,
    pub hmac: u64,
    pub hmac_general: u64,
    pub rsa: u64,
    pub pss: u64,
    pub dsa: u64,
    pub ecdsa: u64,
    pub ml_dsa: u64,
    pub slh_dsa: u64,
    pub kdf: u64,
    pub kdf_sp800: u64,
    pub pbkdf2: u64,
    pub derivation: u64,
}

/// What has nothing.
const NONE: Row = Row {
    hash: Hash::Sha1,
    name: "",
    len: 0,
    digest: 0,
    mgf: 0,
    hmac: 0,
    hmac_general: 0,
    rsa: 0,
    pss: 0,
    dsa: 0,
    ecdsa: 0,
    ml_dsa: 0,
    slh_dsa: 0,
    kdf: 0,
    kdf_sp800: 0,
    pbkdf2: 0,
    derivation: 0,
};

#[rustfmt::skip]
static HASHES: &[Row] = &[
    Row { hash: Hash::Sha1, name: "sha1", len: 20, digest: CKM_SHA_1, mgf: CKG_MGF1_SHA1, hmac: CKM_SHA_1_HMAC, hmac_general: CKM_SHA_1_HMAC_GENERAL, rsa: CKM_SHA1_RSA_PKCS, pss: CKM_SHA1_RSA_PKCS_PSS, dsa: CKM_DSA_SHA1, ecdsa: CKM_ECDSA_SHA1, kdf: CKD_SHA1_KDF, kdf_sp800: CKD_SHA1_KDF_SP800, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA1, derivation: CKM_SHA1_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha224, name: "sha224", len: 28, digest: CKM_SHA224, mgf: CKG_MGF1_SHA224, hmac: CKM_SHA224_HMAC, hmac_general: CKM_SHA224_HMAC_GENERAL, rsa: CKM_SHA224_RSA_PKCS, pss: CKM_SHA224_RSA_PKCS_PSS, dsa: CKM_DSA_SHA224, ecdsa: CKM_ECDSA_SHA224, ml_dsa: CKM_HASH_ML_DSA_SHA224, slh_dsa: CKM_HASH_SLH_DSA_SHA224, kdf: CKD_SHA224_KDF, kdf_sp800: CKD_SHA224_KDF_SP800, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA224, derivation: CKM_SHA224_KEY_DERIVATION },
    Row { hash: Hash::Sha256, name: "sha256", len: 32, digest: CKM_SHA256, mgf: CKG_MGF1_SHA256, hmac: CKM_SHA256_HMAC, hmac_general: CKM_SHA256_HMAC_GENERAL, rsa: CKM_SHA256_RSA_PKCS, pss: CKM_SHA256_RSA_PKCS_PSS, dsa: CKM_DSA_SHA256, ecdsa: CKM_ECDSA_SHA256, ml_dsa: CKM_HASH_ML_DSA_SHA256, slh_dsa: CKM_HASH_SLH_DSA_SHA256, kdf: CKD_SHA256_KDF, kdf_sp800: CKD_SHA256_KDF_SP800, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA256, derivation: CKM_SHA256_KEY_DERIVATION },
    Row { hash: Hash::Sha384, name: "sha384", len: 48, digest: CKM_SHA384, mgf: CKG_MGF1_SHA384, hmac: CKM_SHA384_HMAC, hmac_general: CKM_SHA384_HMAC_GENERAL, rsa: CKM_SHA384_RSA_PKCS, pss: CKM_SHA384_RSA_PKCS_PSS, dsa: CKM_DSA_SHA384, ecdsa: CKM_ECDSA_SHA384, ml_dsa: CKM_HASH_ML_DSA_SHA384, slh_dsa: CKM_HASH_SLH_DSA_SHA384, kdf: CKD_SHA384_KDF, kdf_sp800: CKD_SHA384_KDF_SP800, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA384, derivation: CKM_SHA384_KEY_DERIVATION },
    Row { hash: Hash::Sha512, name: "sha512", len: 64, digest: CKM_SHA512, mgf: CKG_MGF1_SHA512, hmac: CKM_SHA512_HMAC, hmac_general: CKM_SHA512_HMAC_GENERAL, rsa: CKM_SHA512_RSA_PKCS, pss: CKM_SHA512_RSA_PKCS_PSS, dsa: CKM_DSA_SHA512, ecdsa: CKM_ECDSA_SHA512, ml_dsa: CKM_HASH_ML_DSA_SHA512, slh_dsa: CKM_HASH_SLH_DSA_SHA512, kdf: CKD_SHA512_KDF, kdf_sp800: CKD_SHA512_KDF_SP800, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA512, derivation: CKM_SHA512_KEY_DERIVATION },
    Row { hash: Hash::Sha512_224, name: "sha512-224", len: 28, digest: CKM_SHA512_224, hmac: CKM_SHA512_224_HMAC, hmac_general: CKM_SHA512_224_HMAC_GENERAL, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA512_224, derivation: CKM_SHA512_224_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha512_256, name: "sha512-256", len: 32, digest: CKM_SHA512_256, hmac: CKM_SHA512_256_HMAC, hmac_general: CKM_SHA512_256_HMAC_GENERAL, pbkdf2: CKP_PKCS5_PBKD2_HMAC_SHA512_256, derivation: CKM_SHA512_256_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha3_224, name: "sha3-224", len: 28, digest: CKM_SHA3_224, mgf: CKG_MGF1_SHA3_224, hmac: CKM_SHA3_224_HMAC, hmac_general: CKM_SHA3_224_HMAC_GENERAL, rsa: CKM_SHA3_224_RSA_PKCS, pss: CKM_SHA3_224_RSA_PKCS_PSS, dsa: CKM_DSA_SHA3_224, ecdsa: CKM_ECDSA_SHA3_224, ml_dsa: CKM_HASH_ML_DSA_SHA3_224, slh_dsa: CKM_HASH_SLH_DSA_SHA3_224, kdf: CKD_SHA3_224_KDF, kdf_sp800: CKD_SHA3_224_KDF_SP800, derivation: CKM_SHA3_224_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha3_256, name: "sha3-256", len: 32, digest: CKM_SHA3_256, mgf: CKG_MGF1_SHA3_256, hmac: CKM_SHA3_256_HMAC, hmac_general: CKM_SHA3_256_HMAC_GENERAL, rsa: CKM_SHA3_256_RSA_PKCS, pss: CKM_SHA3_256_RSA_PKCS_PSS, dsa: CKM_DSA_SHA3_256, ecdsa: CKM_ECDSA_SHA3_256, ml_dsa: CKM_HASH_ML_DSA_SHA3_256, slh_dsa: CKM_HASH_SLH_DSA_SHA3_256, kdf: CKD_SHA3_256_KDF, kdf_sp800: CKD_SHA3_256_KDF_SP800, derivation: CKM_SHA3_256_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha3_384, name: "sha3-384", len: 48, digest: CKM_SHA3_384, mgf: CKG_MGF1_SHA3_384, hmac: CKM_SHA3_384_HMAC, hmac_general: CKM_SHA3_384_HMAC_GENERAL, rsa: CKM_SHA3_384_RSA_PKCS, pss: CKM_SHA3_384_RSA_PKCS_PSS, dsa: CKM_DSA_SHA3_384, ecdsa: CKM_ECDSA_SHA3_384, ml_dsa: CKM_HASH_ML_DSA_SHA3_384, slh_dsa: CKM_HASH_SLH_DSA_SHA3_384, kdf: CKD_SHA3_384_KDF, kdf_sp800: CKD_SHA3_384_KDF_SP800, derivation: CKM_SHA3_384_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Sha3_512, name: "sha3-512", len: 64, digest: CKM_SHA3_512, mgf: CKG_MGF1_SHA3_512, hmac: CKM_SHA3_512_HMAC, hmac_general: CKM_SHA3_512_HMAC_GENERAL, rsa: CKM_SHA3_512_RSA_PKCS, pss: CKM_SHA3_512_RSA_PKCS_PSS, dsa: CKM_DSA_SHA3_512, ecdsa: CKM_ECDSA_SHA3_512, ml_dsa: CKM_HASH_ML_DSA_SHA3_512, slh_dsa: CKM_HASH_SLH_DSA_SHA3_512, kdf: CKD_SHA3_512_KDF, kdf_sp800: CKD_SHA3_512_KDF_SP800, derivation: CKM_SHA3_512_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Shake128, name: "shake128", len: 32, ml_dsa: CKM_HASH_ML_DSA_SHAKE128, slh_dsa: CKM_HASH_SLH_DSA_SHAKE128, derivation: CKM_SHAKE_128_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Shake256, name: "shake256", len: 64, ml_dsa: CKM_HASH_ML_DSA_SHAKE256, slh_dsa: CKM_HASH_SLH_DSA_SHAKE256, derivation: CKM_SHAKE_256_KEY_DERIVATION, ..NONE },
    Row { hash: Hash::Blake2b160, name: "blake2b-160", len: 20, digest: CKM_BLAKE2B_160, hmac: CKM_BLAKE2B_160_HMAC, hmac_general: CKM_BLAKE2B_160_HMAC_GENERAL, derivation: CKM_BLAKE2B_160_KEY_DERIVE, ..NONE },
    Row { hash: Hash::Blake2b256, name: "blake2b-256", len: 32, digest: CKM_BLAKE2B_256, hmac: CKM_BLAKE2B_256_HMAC, hmac_general: CKM_BLAKE2B_256_HMAC_GENERAL, derivation: CKM_BLAKE2B_256_KEY_DERIVE, ..NONE },
    Row { hash: Hash::Blake2b384, name: "blake2b-384", len: 48, digest: CKM_BLAKE2B_384, hmac: CKM_BLAKE2B_384_HMAC, hmac_general: CKM_BLAKE2B_384_HMAC_GENERAL, derivation: CKM_BLAKE2B_384_KEY_DERIVE, ..NONE },
    Row { hash: Hash::Blake2b512, name: "blake2b-512", len: 64, digest: CKM_BLAKE2B_512, hmac: CKM_BLAKE2B_512_HMAC, hmac_general: CKM_BLAKE2B_512_HMAC_GENERAL, derivation: CKM_BLAKE2B_512_KEY_DERIVE, ..NONE },
];

impl Hash {
    pub(super) fn row(self) -> &'static Row {
        // Every hash has its line, which a test makes sure of.
        HASHES.iter().find(|row| row.hash == self).unwrap_or(&HASHES[2])
    }

    /// The mechanism of a MAC with a length to be chosen, for that of a whole one or for itself.
    pub(super) fn general(mac: u64) -> Option<u64> {
        let cmacs = [(CKM_AES_CMAC, CKM_AES_CMAC_GENERAL), (CKM_DES3_CMAC, CKM_DES3_CMAC_GENERAL)];
        let hmacs = HASHES.iter().map(|row| (row.hmac, row.hmac_general));
        let found = hmacs.chain(cmacs).find(|(whole, general)| [*whole, *general].contains(&mac));
        found.map(|(_, general)| general).filter(|general| *general != 0)
    }

    /// The hash that an ECDSA mechanism begins with.
    pub(crate) fn of_ecdsa(mechanism: u64) -> Option<Self> {
        HASHES.iter().find(|row| row.ecdsa != 0 && row.ecdsa == mechanism).map(|row| row.hash)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        HASHES.iter().map(|row| row.hash)
    }

    /// Its name: `sha256`, `sha512-256`, `sha3-256`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// How many bytes its digests have.
    pub fn output_len(self) -> usize {
        self.row().len
    }

    /// The mechanism that makes digests, `CKM_…`; 0 where there is none.
    pub fn mechanism(self) -> u64 {
        self.row().digest
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Hash {
    type Err = Error;

    /// The name in either case, with `-`, `_`, `/` or nothing between its parts: `SHA-256`, `SHA512/256`.
    /// `CKR_ARGUMENTS_BAD`
    fn from_str(text: &str) -> Result<Self> {
        let plain = |name: &str| -> String {
            name.chars().filter(|c| !"-_/".contains(*c)).collect::<String>().to_ascii_lowercase()
        };
        let wanted = plain(text);
        HASHES.iter().find(|row| plain(row.name) == wanted).map(|row| row.hash).ok_or_else(|| {
            let names: Vec<&str> = HASHES.iter().map(|row| row.name).collect();
            let why = format!("there is no hash \"{text}\"; there are {}", names.join(", "));
            Error::new(CKR_ARGUMENTS_BAD, why)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_has_its_line() {
        use Hash::*;
        for hash in [
            Sha1, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256, Sha3_224, Sha3_256,
            Sha3_384, Sha3_512, Shake128, Shake256, Blake2b160, Blake2b256, Blake2b384, Blake2b512,
        ] {
            assert_eq!(hash.row().hash, hash);
            assert_eq!(hash.name().parse::<Hash>().unwrap(), hash);
        }
        assert_eq!("SHA-512/256".parse::<Hash>().unwrap(), Sha512_256);
        assert!("md5".parse::<Hash>().is_err());
    }
}
