//! Mechanisms in names and values: what the bindings and the test vectors are written in. One table says
//! which names there are and which fields each takes; a field that a mechanism does not take is an error
//! that says which it does.

use super::{Hash, Mechanism};
use crate::error::{At, Result};
use crate::field::Field;
use strongroom_base::{Error, ck};

/// A mechanism in names and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MechanismSpec {
    /// One of [`MECHANISMS`], the name of an algorithm in one of [`ALGORITHMS`](super::ALGORITHMS), or
    /// `CKM_…` for a mechanism without parameters or with nothing but an `iv`.
    pub name: String,
    /// The hash of the data; left out where the data is a digest already.
    pub hash: Option<String>,
    /// The hash of the mask, where it is another.
    pub mgf_hash: Option<String>,
    /// `der` or `raw`: how an ECDSA signature is written.
    pub encoding: Option<String>,
    /// An initialisation vector, a nonce or a counter block.
    pub iv: Option<Vec<u8>>,
    /// Additional authenticated data.
    pub aad: Option<Vec<u8>>,
    /// Bytes of the tag.
    pub tag_len: Option<u64>,
    /// Bytes of the data, where it comes in parts.
    pub data_len: Option<u64>,
    /// Bytes of a MAC.
    pub mac_len: Option<u64>,
    /// Bits of a block that count.
    pub counter_bits: Option<u64>,
    /// Bytes of the salt of PSS.
    pub salt_len: Option<u64>,
    /// The label of OAEP.
    pub label: Option<Vec<u8>>,
    /// The context of EdDSA, ML-DSA and SLH-DSA.
    pub context: Option<Vec<u8>>,
    /// Whether EdDSA hashes first.
    pub prehash: Option<bool>,
    /// Whether ML-DSA or SLH-DSA is to be deterministic.
    pub deterministic: Option<bool>,
    /// The public point of the other party.
    pub public: Option<Vec<u8>>,
    /// What both parties know.
    pub shared: Option<Vec<u8>>,
    /// The salt of HKDF.
    pub salt: Option<Vec<u8>>,
    /// The context of HKDF.
    pub info: Option<Vec<u8>>,
    /// Bits of a temporary AES key.
    pub aes_bits: Option<u64>,
}

/// The fields beside the name, in the order of the structure.
pub static FIELDS: &[&str] = &[
    "hash",
    "mgf_hash",
    "encoding",
    "iv",
    "aad",
    "tag_len",
    "data_len",
    "mac_len",
    "counter_bits",
    "salt_len",
    "label",
    "context",
    "prehash",
    "deterministic",
    "public",
    "shared",
    "salt",
    "info",
    "aes_bits",
];

/// What makes a mechanism of its fields.
type Make = fn(&MechanismSpec) -> Result<Mechanism>;

/// The names, the fields that each takes, and what makes it.
#[rustfmt::skip]
pub static MECHANISMS: &[(&str, &[&str], Make)] = &[
    ("ecdsa", &["hash", "encoding"], |s| s.encoded(match s.hash()? { Some(hash) => Mechanism::ecdsa(hash), None => Mechanism::ecdsa_digest() })),
    ("rsa-pkcs1", &["hash"], |s| Ok(s.hash()?.map_or_else(Mechanism::rsa_pkcs1_plain, Mechanism::rsa_pkcs1))),
    ("rsa-pss", &["hash", "mgf_hash", "salt_len"], |s| s.masked(Mechanism::rsa_pss(s.wanted_hash()?)).map(|m| set(m, s.salt_len, Mechanism::salt_len))),
    ("rsa-pss-digest", &["hash", "mgf_hash", "salt_len"], |s| s.masked(Mechanism::rsa_pss_digest(s.wanted_hash()?)).map(|m| set(m, s.salt_len, Mechanism::salt_len))),
    ("rsa-raw", &[], |_| Ok(Mechanism::rsa_raw())),
    ("rsa-oaep", &["hash", "mgf_hash", "label"], |s| s.masked(Mechanism::rsa_oaep(s.hash_or(Hash::Sha256)?)).map(|m| set_bytes(m, &s.label, Mechanism::label))),
    ("eddsa", &["context", "prehash"], |s| Ok(match (&s.context, s.prehash) { (None, None | Some(false)) => Mechanism::eddsa(), (context, prehash) => Mechanism::eddsa_with(context.as_deref().unwrap_or_default(), prehash.unwrap_or(false)) })),
    ("ml-dsa", &["hash", "context", "deterministic"], |s| { let m = s.hash()?.map_or_else(Mechanism::ml_dsa, Mechanism::hash_ml_dsa); let m = set_bytes(m, &s.context, Mechanism::context); Ok(if s.deterministic == Some(true) { m.deterministic() } else { m }) }),
    ("slh-dsa", &["hash", "context", "deterministic"], |s| { let m = s.hash()?.map_or_else(Mechanism::slh_dsa, Mechanism::hash_slh_dsa); let m = set_bytes(m, &s.context, Mechanism::context); Ok(if s.deterministic == Some(true) { m.deterministic() } else { m }) }),
    ("hmac", &["hash", "mac_len"], |s| Ok(set(Mechanism::hmac(s.wanted_hash()?), s.mac_len, Mechanism::mac_len))),
    ("aes-cmac", &["mac_len"], |s| Ok(set(Mechanism::aes_cmac(), s.mac_len, Mechanism::mac_len))),
    ("aes-gcm", &["iv", "aad", "tag_len"], |s| Ok(s.tagged(Mechanism::aes_gcm(s.iv()?)))),
    ("aes-ccm", &["iv", "aad", "tag_len", "data_len"], |s| Ok(set(s.tagged(Mechanism::aes_ccm(s.iv()?)), s.data_len, Mechanism::data_len))),
    ("aes-gmac", &["iv", "tag_len"], |s| Ok(set(Mechanism::aes_gmac(s.iv()?), s.tag_len, Mechanism::tag_len))),
    ("chacha20-poly1305", &["iv", "aad"], |s| Ok(set_bytes(Mechanism::chacha20_poly1305(s.iv()?), &s.aad, Mechanism::aad))),
    ("chacha20", &["iv"], |s| Ok(Mechanism::chacha20(s.iv()?))),
    ("poly1305", &[], |_| Ok(Mechanism::poly1305())),
    ("aes-xts", &["iv"], |s| Ok(Mechanism::aes_xts(s.iv()?))),
    ("aes-cts", &["iv"], |s| Ok(Mechanism::aes_cts(s.iv()?))),
    ("aes-cbc", &["iv"], |s| Ok(Mechanism::aes_cbc(s.iv()?))),
    ("aes-cbc-pad", &["iv"], |s| Ok(Mechanism::aes_cbc_pad(s.iv()?))),
    ("aes-ctr", &["iv", "counter_bits"], |s| Ok(set(Mechanism::aes_ctr(s.iv()?), s.counter_bits, Mechanism::counter_bits))),
    ("aes-ecb", &[], |_| Ok(Mechanism::aes_ecb())),
    ("des3-cbc", &["iv"], |s| Ok(Mechanism::des3_cbc(s.iv()?))),
    ("des3-cbc-pad", &["iv"], |s| Ok(Mechanism::des3_cbc_pad(s.iv()?))),
    ("aes-kw", &[], |_| Ok(Mechanism::aes_kw())),
    ("aes-kwp", &[], |_| Ok(Mechanism::aes_kwp())),
    ("rsa-aes-wrap", &["hash", "mgf_hash", "label", "aes_bits"], |s| s.masked(Mechanism::rsa_aes_wrap(s.aes_bits.unwrap_or(256), s.hash_or(Hash::Sha256)?)).map(|m| set_bytes(m, &s.label, Mechanism::label))),
    ("ecdh-aes-wrap", &["hash", "aes_bits"], |s| Ok(Mechanism::ecdh_aes_wrap(s.aes_bits.unwrap_or(256), s.hash_or(Hash::Sha256)?))),
    ("xdh-aes-wrap", &["hash", "aes_bits"], |s| Ok(Mechanism::xdh_aes_wrap(s.aes_bits.unwrap_or(256), s.hash_or(Hash::Sha256)?))),
    ("hash-derivation", &["hash"], |s| Ok(Mechanism::hash_derivation(s.wanted_hash()?))),
    ("ecdh", &["public", "hash", "shared"], |s| { let m = Mechanism::ecdh(s.bytes(&s.public, "public")?); Ok(match s.hash()? { Some(hash) => m.kdf(hash, s.shared.as_deref().unwrap_or_default()), None => m }) }),
    ("hkdf", &["hash", "salt", "info"], |s| Ok(set_bytes(Mechanism::hkdf(s.wanted_hash()?, s.info.as_deref().unwrap_or_default()), &s.salt, Mechanism::salt))),
    ("hkdf-extract", &["hash", "salt"], |s| Ok(set_bytes(Mechanism::hkdf(s.wanted_hash()?, &[]), &s.salt, Mechanism::salt).steps(true, false))),
    ("hkdf-expand", &["hash", "info"], |s| Ok(Mechanism::hkdf(s.wanted_hash()?, s.info.as_deref().unwrap_or_default()).steps(false, true))),
    ("ml-kem", &[], |_| Ok(Mechanism::ml_kem())),
    ("digest", &["hash"], |s| Ok(Mechanism::digest(s.wanted_hash()?))),
];

fn set(
    mechanism: Mechanism,
    value: Option<u64>,
    with: fn(Mechanism, u64) -> Mechanism,
) -> Mechanism {
    match value {
        Some(value) => with(mechanism, value),
        None => mechanism,
    }
}

fn set_bytes(
    mechanism: Mechanism,
    value: &Option<Vec<u8>>,
    with: fn(Mechanism, &[u8]) -> Mechanism,
) -> Mechanism {
    match value {
        Some(value) => with(mechanism, value),
        None => mechanism,
    }
}

fn bad<T>(why: String) -> Result<T> {
    Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)).at("")
}

impl MechanismSpec {
    /// A mechanism with a name and no parameters.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same with a field by its name. `CKR_MECHANISM_PARAM_INVALID` for a name that is none of [`FIELDS`]
    /// and for a value of another sort
    pub fn with(mut self, name: &str, value: Field) -> Result<Self> {
        macro_rules! fields {
            ($($sort:ident: $($field:ident)*;)*) => {
                match name {
                    $($(stringify!($field) => self.$field = Some(value.$sort(name).or_else(bad)?),)*)*
                    other => {
                        let there = FIELDS.join(", ");
                        return bad(format!("no mechanism has a field \"{other}\"; there are {there}"));
                    }
                }
            };
        }
        fields! {
            text: hash mgf_hash encoding;
            bytes: iv aad label context public shared salt info;
            number: tag_len data_len mac_len counter_bits salt_len aes_bits;
            truth: prehash deterministic;
        }
        Ok(self)
    }

    /// The mechanism. `CKR_MECHANISM_INVALID` for a name that there is not, `CKR_MECHANISM_PARAM_INVALID`
    /// for fields that are missing, wrong, or not the mechanism's.
    pub fn mechanism(&self) -> Result<Mechanism> {
        if let Some((name, takes, make)) = MECHANISMS.iter().find(|(name, ..)| *name == self.name) {
            self.only(name, takes)?;
            let made = make(self)?;
            made.base()?;
            return Ok(made);
        }
        if let Some(algorithm) = super::ALGORITHMS.iter().find(|a| a.name == self.name) {
            return algorithm.spec(self)?.mechanism();
        }
        let number = self.name.starts_with("CKM_").then(|| ck::value_in(ck::CKM, &self.name));
        match number.flatten() {
            Some(number) => {
                self.only(&self.name, &["iv"])?;
                let params = match &self.iv {
                    Some(iv) => strongroom_base::Params::Bytes(iv.clone()),
                    None => strongroom_base::Params::None,
                };
                Ok(Mechanism::of(strongroom_base::Mechanism::new(number, params)))
            }
            None => {
                let names: Vec<&str> = MECHANISMS.iter().map(|(name, ..)| *name).collect();
                let why = format!(
                    "there is no mechanism \"{}\"; there are {}",
                    self.name,
                    names.join(", ")
                );
                Err(Error::new(ck::CKR_MECHANISM_INVALID, why)).at("")
            }
        }
    }

    /// Which fields are given.
    fn given(&self) -> impl Iterator<Item = &'static str> {
        let given = [
            self.hash.is_some(),
            self.mgf_hash.is_some(),
            self.encoding.is_some(),
            self.iv.is_some(),
            self.aad.is_some(),
            self.tag_len.is_some(),
            self.data_len.is_some(),
            self.mac_len.is_some(),
            self.counter_bits.is_some(),
            self.salt_len.is_some(),
            self.label.is_some(),
            self.context.is_some(),
            self.prehash.is_some(),
            self.deterministic.is_some(),
            self.public.is_some(),
            self.shared.is_some(),
            self.salt.is_some(),
            self.info.is_some(),
            self.aes_bits.is_some(),
        ];
        FIELDS.iter().zip(given).filter(|(_, given)| *given).map(|(name, _)| *name)
    }

    fn only(&self, name: &str, takes: &[&str]) -> Result<()> {
        match self.given().find(|field| !takes.contains(field)) {
            None => Ok(()),
            Some(field) if takes.is_empty() => {
                bad(format!("{name} takes no parameters, and no {field}"))
            }
            Some(field) => bad(format!("{name} takes no {field}; it takes {}", takes.join(", "))),
        }
    }

    fn hash(&self) -> Result<Option<Hash>> {
        self.hash.as_deref().map(str::parse).transpose().at("")
    }

    fn hash_or(&self, usual: Hash) -> Result<Hash> {
        Ok(self.hash()?.unwrap_or(usual))
    }

    fn wanted_hash(&self) -> Result<Hash> {
        match self.hash()? {
            Some(hash) => Ok(hash),
            None => bad(format!("{} needs a hash", self.name)),
        }
    }

    fn bytes<'a>(&self, value: &'a Option<Vec<u8>>, field: &str) -> Result<&'a [u8]> {
        match value {
            Some(bytes) => Ok(bytes),
            None => bad(format!("{} needs {field}", self.name)),
        }
    }

    fn iv(&self) -> Result<&[u8]> {
        self.bytes(&self.iv, "an iv")
    }

    fn encoded(&self, mechanism: Mechanism) -> Result<Mechanism> {
        match &self.encoding {
            Some(encoding) => Ok(mechanism.encoded(encoding.parse().at("")?)),
            None => Ok(mechanism),
        }
    }

    fn masked(&self, mechanism: Mechanism) -> Result<Mechanism> {
        match &self.mgf_hash {
            Some(hash) => Ok(mechanism.mgf_hash(hash.parse().at("")?)),
            None => Ok(mechanism),
        }
    }

    fn tagged(&self, mechanism: Mechanism) -> Mechanism {
        set(set_bytes(mechanism, &self.aad, Mechanism::aad), self.tag_len, Mechanism::tag_len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> MechanismSpec {
        MechanismSpec {
            name: String::new(),
            hash: Some("sha256".into()),
            mgf_hash: Some("sha1".into()),
            encoding: Some("raw".into()),
            iv: Some(vec![0; 16]),
            aad: Some(vec![1]),
            tag_len: Some(12),
            data_len: Some(5),
            mac_len: Some(8),
            counter_bits: Some(32),
            salt_len: Some(20),
            label: Some(vec![2]),
            context: Some(vec![3]),
            prehash: Some(true),
            deterministic: Some(true),
            public: Some(vec![4]),
            shared: Some(vec![5]),
            salt: Some(vec![6]),
            info: Some(vec![7]),
            aes_bits: Some(256),
        }
    }

    #[test]
    fn each_takes_its_fields_and_no_others() {
        assert_eq!(full().given().count(), FIELDS.len());
        for (name, takes, _) in MECHANISMS {
            let spec = MechanismSpec { name: (*name).into(), ..full() };
            let error = spec.mechanism().unwrap_err();
            assert!(error.is(ck::CKR_MECHANISM_PARAM_INVALID), "{name}: {error}");
            let mut only = MechanismSpec::named(*name);
            for field in *takes {
                assert!(FIELDS.contains(field), "{name}: {field}");
                take(&mut only, field);
            }
            let made = only.mechanism().unwrap_or_else(|error| panic!("{name}: {error}"));
            made.base().unwrap();
        }
    }

    fn take(spec: &mut MechanismSpec, field: &str) {
        let full = full();
        match field {
            "hash" => spec.hash = full.hash,
            "mgf_hash" => spec.mgf_hash = full.mgf_hash,
            "encoding" => spec.encoding = full.encoding,
            "iv" => spec.iv = full.iv,
            "aad" => spec.aad = full.aad,
            "tag_len" => spec.tag_len = full.tag_len,
            "data_len" => spec.data_len = full.data_len,
            "mac_len" => spec.mac_len = full.mac_len,
            "counter_bits" => spec.counter_bits = full.counter_bits,
            "salt_len" => spec.salt_len = full.salt_len,
            "label" => spec.label = full.label,
            "context" => spec.context = full.context,
            "prehash" => spec.prehash = full.prehash,
            "deterministic" => spec.deterministic = full.deterministic,
            "public" => spec.public = full.public,
            "shared" => spec.shared = full.shared,
            "salt" => spec.salt = full.salt,
            "info" => spec.info = full.info,
            "aes_bits" => spec.aes_bits = full.aes_bits,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn fields_by_name() {
        let full = full();
        let mut made = MechanismSpec::default();
        for field in FIELDS {
            let values = [
                Field::Text("sha256".into()),
                Field::Bytes(vec![1]),
                Field::Number(1),
                Field::Truth(true),
                Field::Words(vec![]),
            ];
            let taken: Vec<MechanismSpec> =
                values.into_iter().filter_map(|v| made.clone().with(field, v).ok()).collect();
            assert_eq!(taken.len(), 1, "{field} is of one sort");
            made = taken.into_iter().next().unwrap();
        }
        assert!(full.given().eq(made.given()));
        let error = made.clone().with("rounds", Field::Number(1)).unwrap_err();
        assert!(error.is(ck::CKR_MECHANISM_PARAM_INVALID) && error.why().contains("tag_len"));
        let error = made.with("iv", Field::Text("text".into())).unwrap_err();
        assert_eq!(error.why(), "\"iv\" is bytes, not text");
    }

    #[test]
    fn what_is_missing_is_said() {
        let error = MechanismSpec::named("aes-gcm").mechanism().unwrap_err();
        assert!(error.why().contains("needs an iv"), "{error}");
        let error = MechanismSpec::named("rot13").mechanism().unwrap_err();
        assert!(error.is(ck::CKR_MECHANISM_INVALID) && error.why().contains("aes-gcm"), "{error}");
        let plain = MechanismSpec::named("CKM_SHA256").mechanism().unwrap();
        assert_eq!(plain.base().unwrap().kind, ck::CKM_SHA256);
    }
}
