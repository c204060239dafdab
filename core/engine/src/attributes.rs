//! The attribute table: which attributes an object has, by its class and key type, and what the
//! specification's footnotes say of each (PKCS #11 v3.2, section 4.3, table "Common footnotes for object
//! attribute tables", and the tables of each object and key type). Policy decides from it, and tests walk
//! it. The form of a value stands in `base::attribute::KINDS`.

use strongroom_base::ck::*;
use strongroom_base::{Template, Value};

/// Footnote 1: must be given to `C_CreateObject`.
pub const MUST_CREATE: u32 = 1 << 1;
/// Footnote 2: must not be given to `C_CreateObject`.
pub const NOT_CREATE: u32 = 1 << 2;
/// Footnote 3: must be given when the object is generated.
pub const MUST_GENERATE: u32 = 1 << 3;
/// Footnote 4: must not be given when the object is generated.
pub const NOT_GENERATE: u32 = 1 << 4;
/// Footnote 6: must not be given when the object is unwrapped.
pub const NOT_UNWRAP: u32 = 1 << 6;
/// Footnote 7: cannot be revealed when the object is sensitive or cannot be extracted.
pub const SECRET: u32 = 1 << 7;
/// Footnote 8: may be changed later, and when the object is copied.
pub const CHANGEABLE: u32 = 1 << 8;
/// Footnote 10: only the security officer sets it to true.
pub const SO_ONLY: u32 = 1 << 10;
/// Footnote 11: once true, it stays.
pub const STAYS_TRUE: u32 = 1 << 11;
/// Footnote 12: once false, it stays.
pub const STAYS_FALSE: u32 = 1 << 12;
/// May be changed when the object is copied, and not otherwise (section 5.7.2).
pub const COPY: u32 = 1 << 16;
/// May be emptied later, and not changed otherwise (section 4.10, of key check values).
pub const EMPTIED: u32 = 1 << 18;
/// The token sets it, nobody else.
pub const COMPUTED: u32 = 1 << 17;

/// What an attribute is when nobody gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Default {
    /// Absent.
    None,
    /// No bytes.
    Empty,
    /// False.
    False,
    /// True.
    True,
    /// This number.
    Ulong(u64),
    /// True if keys of this type can do that at all.
    IfAble,
}

/// A row: an attribute of some kind of objects.
#[derive(Debug)]
pub struct Rule {
    /// `CKA_…`
    pub attribute: u64,
    /// The footnotes.
    pub notes: u32,
    /// What it is when nobody gives it.
    pub default: Default,
}

impl Rule {
    /// Whether a footnote applies.
    pub fn has(&self, note: u32) -> bool {
        self.notes & note != 0
    }
}

const fn rule(attribute: u64, notes: u32, default: Default) -> Rule {
    Rule { attribute, notes, default }
}

/// Every storage object.
static STORAGE: &[Rule] = &[
    rule(CKA_CLASS, MUST_CREATE, Default::None),
    rule(CKA_TOKEN, COPY, Default::False),
    rule(CKA_PRIVATE, COPY, Default::False),
    rule(CKA_MODIFIABLE, COPY, Default::True),
    rule(CKA_COPYABLE, CHANGEABLE | STAYS_FALSE, Default::True),
    rule(CKA_DESTROYABLE, COPY | STAYS_FALSE, Default::True),
    rule(CKA_LABEL, CHANGEABLE, Default::Empty),
    rule(CKA_UNIQUE_ID, COMPUTED, Default::None),
];

static DATA: &[Rule] = &[
    rule(CKA_APPLICATION, CHANGEABLE, Default::Empty),
    rule(CKA_OBJECT_ID, CHANGEABLE, Default::Empty),
    rule(CKA_VALUE, CHANGEABLE, Default::Empty),
];

static CERTIFICATE: &[Rule] = &[
    rule(CKA_CERTIFICATE_TYPE, MUST_CREATE, Default::None),
    rule(CKA_TRUSTED, CHANGEABLE | SO_ONLY, Default::False),
    rule(CKA_CERTIFICATE_CATEGORY, 0, Default::Ulong(CK_CERTIFICATE_CATEGORY_UNSPECIFIED)),
    rule(CKA_CHECK_VALUE, 0, Default::None),
    rule(CKA_START_DATE, 0, Default::Empty),
    rule(CKA_END_DATE, 0, Default::Empty),
    rule(CKA_PUBLIC_KEY_INFO, 0, Default::Empty),
];

/// `CK_CERTIFICATE_CATEGORY_UNSPECIFIED`
const CK_CERTIFICATE_CATEGORY_UNSPECIFIED: u64 = 0;

static X509: &[Rule] = &[
    rule(CKA_SUBJECT, MUST_CREATE, Default::None),
    rule(CKA_ID, CHANGEABLE, Default::Empty),
    rule(CKA_ISSUER, CHANGEABLE, Default::Empty),
    rule(CKA_SERIAL_NUMBER, CHANGEABLE, Default::Empty),
    rule(CKA_VALUE, 0, Default::Empty),
    rule(CKA_URL, 0, Default::Empty),
    rule(CKA_HASH_OF_SUBJECT_PUBLIC_KEY, 0, Default::Empty),
    rule(CKA_HASH_OF_ISSUER_PUBLIC_KEY, 0, Default::Empty),
    rule(CKA_JAVA_MIDP_SECURITY_DOMAIN, 0, Default::Ulong(0)),
    rule(CKA_NAME_HASH_ALGORITHM, 0, Default::Ulong(CKM_SHA_1)),
];

static KEY: &[Rule] = &[
    rule(CKA_KEY_TYPE, MUST_CREATE, Default::None),
    rule(CKA_ID, CHANGEABLE, Default::Empty),
    rule(CKA_START_DATE, CHANGEABLE, Default::Empty),
    rule(CKA_END_DATE, CHANGEABLE, Default::Empty),
    rule(CKA_DERIVE, CHANGEABLE, Default::IfAble),
    rule(CKA_LOCAL, COMPUTED, Default::None),
    rule(CKA_KEY_GEN_MECHANISM, COMPUTED, Default::None),
    rule(CKA_ALLOWED_MECHANISMS, 0, Default::None),
];

static PUBLIC_KEY: &[Rule] = &[
    rule(CKA_SUBJECT, CHANGEABLE, Default::Empty),
    rule(CKA_ENCRYPT, CHANGEABLE, Default::IfAble),
    rule(CKA_VERIFY, CHANGEABLE, Default::IfAble),
    rule(CKA_VERIFY_RECOVER, CHANGEABLE, Default::IfAble),
    rule(CKA_WRAP, CHANGEABLE, Default::IfAble),
    rule(CKA_ENCAPSULATE, CHANGEABLE, Default::IfAble),
    rule(CKA_ENCAPSULATE_TEMPLATE, 0, Default::None),
    rule(CKA_TRUSTED, CHANGEABLE | SO_ONLY, Default::False),
    rule(CKA_WRAP_TEMPLATE, 0, Default::None),
    rule(CKA_PUBLIC_KEY_INFO, 0, Default::Empty),
];

static PRIVATE_KEY: &[Rule] = &[
    rule(CKA_SUBJECT, CHANGEABLE, Default::Empty),
    rule(CKA_SENSITIVE, CHANGEABLE | STAYS_TRUE, Default::True),
    rule(CKA_DECRYPT, CHANGEABLE, Default::IfAble),
    rule(CKA_SIGN, CHANGEABLE, Default::IfAble),
    rule(CKA_SIGN_RECOVER, CHANGEABLE, Default::IfAble),
    rule(CKA_UNWRAP, CHANGEABLE, Default::IfAble),
    rule(CKA_DECAPSULATE, CHANGEABLE, Default::IfAble),
    rule(CKA_DECAPSULATE_TEMPLATE, 0, Default::None),
    rule(CKA_EXTRACTABLE, CHANGEABLE | STAYS_FALSE, Default::False),
    rule(CKA_ALWAYS_SENSITIVE, COMPUTED, Default::None),
    rule(CKA_NEVER_EXTRACTABLE, COMPUTED, Default::None),
    rule(CKA_WRAP_WITH_TRUSTED, CHANGEABLE | STAYS_TRUE, Default::False),
    rule(CKA_UNWRAP_TEMPLATE, 0, Default::None),
    rule(CKA_DERIVE_TEMPLATE, 0, Default::None),
    rule(CKA_ALWAYS_AUTHENTICATE, 0, Default::False),
    rule(CKA_PUBLIC_KEY_INFO, 0, Default::Empty),
];

static SECRET_KEY: &[Rule] = &[
    rule(CKA_SENSITIVE, CHANGEABLE | STAYS_TRUE, Default::True),
    rule(CKA_ENCRYPT, CHANGEABLE, Default::IfAble),
    rule(CKA_DECRYPT, CHANGEABLE, Default::IfAble),
    rule(CKA_SIGN, CHANGEABLE, Default::IfAble),
    rule(CKA_VERIFY, CHANGEABLE, Default::IfAble),
    rule(CKA_WRAP, CHANGEABLE, Default::IfAble),
    rule(CKA_UNWRAP, CHANGEABLE, Default::IfAble),
    rule(CKA_EXTRACTABLE, CHANGEABLE | STAYS_FALSE, Default::False),
    rule(CKA_ALWAYS_SENSITIVE, COMPUTED, Default::None),
    rule(CKA_NEVER_EXTRACTABLE, COMPUTED, Default::None),
    rule(CKA_CHECK_VALUE, EMPTIED, Default::None),
    rule(CKA_WRAP_WITH_TRUSTED, CHANGEABLE | STAYS_TRUE, Default::False),
    rule(CKA_TRUSTED, CHANGEABLE | SO_ONLY, Default::False),
    rule(CKA_WRAP_TEMPLATE, 0, Default::None),
    rule(CKA_UNWRAP_TEMPLATE, 0, Default::None),
    rule(CKA_DERIVE_TEMPLATE, 0, Default::None),
];

static RSA_PUBLIC: &[Rule] = &[
    rule(CKA_MODULUS, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_MODULUS_BITS, NOT_CREATE | MUST_GENERATE, Default::None),
    rule(CKA_PUBLIC_EXPONENT, MUST_CREATE, Default::None),
];

/// What only the token or the importer of a private key knows.
const PART: u32 = NOT_GENERATE | NOT_UNWRAP | SECRET;

static RSA_PRIVATE: &[Rule] = &[
    rule(CKA_MODULUS, MUST_CREATE | NOT_GENERATE | NOT_UNWRAP, Default::None),
    rule(CKA_PUBLIC_EXPONENT, NOT_GENERATE | NOT_UNWRAP, Default::None),
    rule(CKA_PRIVATE_EXPONENT, MUST_CREATE | PART, Default::None),
    rule(CKA_PRIME_1, PART, Default::None),
    rule(CKA_PRIME_2, PART, Default::None),
    rule(CKA_EXPONENT_1, PART, Default::None),
    rule(CKA_EXPONENT_2, PART, Default::None),
    rule(CKA_COEFFICIENT, PART, Default::None),
];

static EC_PUBLIC: &[Rule] = &[
    rule(CKA_EC_PARAMS, MUST_CREATE | MUST_GENERATE, Default::None),
    rule(CKA_EC_POINT, MUST_CREATE | NOT_GENERATE, Default::None),
];

static EC_PRIVATE: &[Rule] = &[
    rule(CKA_EC_PARAMS, MUST_CREATE | NOT_GENERATE | NOT_UNWRAP, Default::None),
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
    // Not in the specification's table; widely given, and kept where it is.
    rule(CKA_EC_POINT, NOT_GENERATE | NOT_UNWRAP, Default::None),
];

/// What a public key of a group over a prime shares with others.
const SHARED: u32 = MUST_CREATE | MUST_GENERATE;
/// The same of its private key, which gets it from the public template or from what was wrapped.
const REPEATED: u32 = MUST_CREATE | NOT_GENERATE | NOT_UNWRAP;

static DSA_PUBLIC: &[Rule] = &[
    rule(CKA_PRIME, SHARED, Default::None),
    rule(CKA_SUBPRIME, SHARED, Default::None),
    rule(CKA_BASE, SHARED, Default::None),
    rule(CKA_VALUE, MUST_CREATE | NOT_GENERATE, Default::None),
];

static DSA_PRIVATE: &[Rule] = &[
    rule(CKA_PRIME, REPEATED, Default::None),
    rule(CKA_SUBPRIME, REPEATED, Default::None),
    rule(CKA_BASE, REPEATED, Default::None),
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
];

static DH_PUBLIC: &[Rule] = &[
    rule(CKA_PRIME, SHARED, Default::None),
    rule(CKA_BASE, SHARED, Default::None),
    rule(CKA_VALUE, MUST_CREATE | NOT_GENERATE, Default::None),
];

static DH_PRIVATE: &[Rule] = &[
    rule(CKA_PRIME, REPEATED, Default::None),
    rule(CKA_BASE, REPEATED, Default::None),
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
    rule(CKA_VALUE_BITS, NOT_CREATE | NOT_UNWRAP, Default::None),
];

static PQ_PUBLIC: &[Rule] = &[
    rule(CKA_PARAMETER_SET, MUST_CREATE | MUST_GENERATE, Default::None),
    rule(CKA_VALUE, MUST_CREATE | NOT_GENERATE, Default::None),
];

static PQ_PRIVATE: &[Rule] = &[
    rule(CKA_PARAMETER_SET, MUST_CREATE | NOT_GENERATE | NOT_UNWRAP, Default::None),
    // One of the two must be there.
    rule(CKA_SEED, PART, Default::None),
    rule(CKA_VALUE, PART, Default::None),
];

static SLH_DSA_PRIVATE: &[Rule] = &[
    rule(CKA_PARAMETER_SET, MUST_CREATE | NOT_GENERATE | NOT_UNWRAP, Default::None),
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
];

static SECRET_OF_ANY_LENGTH: &[Rule] = &[
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
    rule(CKA_VALUE_LEN, NOT_CREATE | MUST_GENERATE, Default::None),
];

/// Keys of one length only whose table has the length nevertheless; programs leave it out.
static SECRET_OF_KNOWN_LENGTH: &[Rule] = &[
    rule(CKA_VALUE, MUST_CREATE | PART, Default::None),
    rule(CKA_VALUE_LEN, NOT_CREATE, Default::None),
];

static SECRET_OF_FIXED_LENGTH: &[Rule] = &[rule(CKA_VALUE, MUST_CREATE | PART, Default::None)];

static DSA_DOMAIN: &[Rule] = &[
    rule(CKA_PRIME, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_SUBPRIME, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_BASE, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_PRIME_BITS, NOT_CREATE | MUST_GENERATE, Default::None),
    rule(CKA_SUBPRIME_BITS, NOT_CREATE, Default::None),
];

static DH_DOMAIN: &[Rule] = &[
    rule(CKA_PRIME, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_BASE, MUST_CREATE | NOT_GENERATE, Default::None),
    rule(CKA_PRIME_BITS, NOT_CREATE | MUST_GENERATE, Default::None),
];

static DOMAIN: &[Rule] =
    &[rule(CKA_KEY_TYPE, MUST_CREATE, Default::None), rule(CKA_LOCAL, COMPUTED, Default::None)];

/// How far a certificate is to be trusted, which this token keeps and does not act on (PKCS #11 v3.2, trust
/// objects).
static TRUST: &[Rule] = &[
    rule(CKA_ISSUER, MUST_CREATE, Default::None),
    rule(CKA_SERIAL_NUMBER, MUST_CREATE, Default::None),
    // Must be there where something is trusted: policy sees to that.
    rule(CKA_HASH_OF_CERTIFICATE, 0, Default::Empty),
    rule(CKA_NAME_HASH_ALGORITHM, 0, Default::Ulong(CKM_SHA_1)),
    rule(CKA_TRUST_SERVER_AUTH, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_CLIENT_AUTH, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_CODE_SIGNING, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_EMAIL_PROTECTION, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_IPSEC_IKE, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_TIME_STAMPING, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
    rule(CKA_TRUST_OCSP_SIGNING, CHANGEABLE, Default::Ulong(CKT_TRUST_UNKNOWN)),
];

/// The attributes of a trust object that say how far.
pub fn trusts() -> impl Iterator<Item = u64> {
    let says = |rule: &&Rule| rule.default == Default::Ulong(CKT_TRUST_UNKNOWN);
    TRUST.iter().filter(says).map(|rule| rule.attribute)
}

/// The objects that the token makes of its tables.
static PROFILE: &[Rule] = &[rule(CKA_PROFILE_ID, COMPUTED, Default::None)];
static MECHANISM: &[Rule] = &[rule(CKA_MECHANISM_TYPE, COMPUTED, Default::None)];

/// The key types of secret keys, with their own attributes.
pub static SECRET_KEY_TYPES: &[(u64, &[Rule])] = &[
    (CKK_GENERIC_SECRET, SECRET_OF_ANY_LENGTH),
    (CKK_AES, SECRET_OF_ANY_LENGTH),
    (CKK_AES_XTS, SECRET_OF_ANY_LENGTH),
    (CKK_DES2, SECRET_OF_FIXED_LENGTH),
    (CKK_DES3, SECRET_OF_FIXED_LENGTH),
    (CKK_CHACHA20, SECRET_OF_KNOWN_LENGTH),
    (CKK_POLY1305, SECRET_OF_KNOWN_LENGTH),
    (CKK_HKDF, SECRET_OF_ANY_LENGTH),
    (CKK_SHA_1_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA224_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA256_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA384_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA512_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA512_224_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA512_256_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA3_224_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA3_256_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA3_384_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_SHA3_512_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_BLAKE2B_160_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_BLAKE2B_256_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_BLAKE2B_384_HMAC, SECRET_OF_ANY_LENGTH),
    (CKK_BLAKE2B_512_HMAC, SECRET_OF_ANY_LENGTH),
];

/// The key types of key pairs.
pub static PAIR_KEY_TYPES: &[u64] = &[
    CKK_RSA,
    CKK_DSA,
    CKK_DH,
    CKK_X9_42_DH,
    CKK_EC,
    CKK_EC_EDWARDS,
    CKK_EC_MONTGOMERY,
    CKK_ML_DSA,
    CKK_ML_KEM,
    CKK_SLH_DSA,
];

/// A kind of objects: the tables whose rules it has. `None` where there is no such kind here.
pub fn tables(class: u64, subtype: Option<u64>) -> Option<[&'static [Rule]; 4]> {
    let none: &[Rule] = &[];
    Some(match (class, subtype) {
        (CKO_DATA, _) => [STORAGE, DATA, none, none],
        (CKO_CERTIFICATE, Some(CKC_X_509)) => [STORAGE, CERTIFICATE, X509, none],
        (CKO_PUBLIC_KEY, Some(key_type)) => [
            STORAGE,
            KEY,
            PUBLIC_KEY,
            match key_type {
                CKK_RSA => RSA_PUBLIC,
                CKK_EC | CKK_EC_EDWARDS | CKK_EC_MONTGOMERY => EC_PUBLIC,
                CKK_DSA | CKK_X9_42_DH => DSA_PUBLIC,
                CKK_DH => DH_PUBLIC,
                CKK_ML_DSA | CKK_ML_KEM | CKK_SLH_DSA => PQ_PUBLIC,
                _ => return None,
            },
        ],
        (CKO_PRIVATE_KEY, Some(key_type)) => [
            STORAGE,
            KEY,
            PRIVATE_KEY,
            match key_type {
                CKK_RSA => RSA_PRIVATE,
                CKK_EC | CKK_EC_EDWARDS | CKK_EC_MONTGOMERY => EC_PRIVATE,
                CKK_DSA | CKK_X9_42_DH => DSA_PRIVATE,
                CKK_DH => DH_PRIVATE,
                CKK_ML_DSA | CKK_ML_KEM => PQ_PRIVATE,
                CKK_SLH_DSA => SLH_DSA_PRIVATE,
                _ => return None,
            },
        ],
        (CKO_SECRET_KEY, Some(key_type)) => {
            let (_, value) = SECRET_KEY_TYPES.iter().find(|(known, _)| *known == key_type)?;
            [STORAGE, KEY, SECRET_KEY, value]
        }
        (CKO_DOMAIN_PARAMETERS, Some(key_type)) => [
            STORAGE,
            DOMAIN,
            match key_type {
                CKK_DSA => DSA_DOMAIN,
                CKK_DH => DH_DOMAIN,
                CKK_X9_42_DH => DSA_DOMAIN,
                _ => return None,
            },
            none,
        ],
        (CKO_TRUST, _) => [STORAGE, TRUST, none, none],
        (CKO_PROFILE, _) => [STORAGE, PROFILE, none, none],
        (CKO_MECHANISM, _) => [STORAGE, MECHANISM, none, none],
        _ => return None,
    })
}

/// The kind of an object: its class, and its key or certificate type.
pub fn kind(object: &Template) -> Option<(u64, Option<u64>)> {
    let ulong = |attribute| object.get(attribute).and_then(Value::as_ulong);
    let class = ulong(CKA_CLASS)?;
    Some((class, ulong(CKA_KEY_TYPE).or_else(|| ulong(CKA_CERTIFICATE_TYPE))))
}

/// The rules of an object's kind.
pub fn rules(class: u64, subtype: Option<u64>) -> impl Iterator<Item = &'static Rule> {
    tables(class, subtype).into_iter().flatten().flatten()
}

/// The rule of one attribute of an object's kind.
pub fn find(class: u64, subtype: Option<u64>, attribute: u64) -> Option<&'static Rule> {
    rules(class, subtype).find(|rule| rule.attribute == attribute)
}

/// Whether an attribute of private and secret keys is a part of the secret.
pub fn is_secret(attribute: u64) -> bool {
    matches!(
        attribute,
        CKA_VALUE
            | CKA_SEED
            | CKA_PRIVATE_EXPONENT
            | CKA_PRIME_1
            | CKA_PRIME_2
            | CKA_EXPONENT_1
            | CKA_EXPONENT_2
            | CKA_COEFFICIENT
    )
}

/// Whether keys of a type and class can do what a usage attribute names, with some mechanism, and may where
/// nobody says. RSA keys and those on curves can also encapsulate: that is for whoever asks for it, since it
/// makes keys that may be extracted.
pub fn able(class: u64, key_type: u64, usage: u64) -> bool {
    match (class, key_type) {
        (CKO_PUBLIC_KEY, CKK_RSA) => {
            matches!(usage, CKA_ENCRYPT | CKA_VERIFY | CKA_VERIFY_RECOVER | CKA_WRAP)
        }
        (CKO_PRIVATE_KEY, CKK_RSA) => {
            matches!(usage, CKA_DECRYPT | CKA_SIGN | CKA_SIGN_RECOVER | CKA_UNWRAP)
        }
        (CKO_PUBLIC_KEY, CKK_EC) => matches!(usage, CKA_VERIFY | CKA_WRAP),
        (CKO_PRIVATE_KEY, CKK_EC) => matches!(usage, CKA_SIGN | CKA_DERIVE | CKA_UNWRAP),
        (CKO_PUBLIC_KEY, CKK_EC_EDWARDS) => usage == CKA_VERIFY,
        (CKO_PUBLIC_KEY, CKK_EC_MONTGOMERY) => usage == CKA_WRAP,
        (CKO_PRIVATE_KEY, CKK_EC_EDWARDS) => usage == CKA_SIGN,
        (CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY) => matches!(usage, CKA_DERIVE | CKA_UNWRAP),
        (CKO_PUBLIC_KEY, CKK_DSA) => usage == CKA_VERIFY,
        (CKO_PRIVATE_KEY, CKK_DSA) => usage == CKA_SIGN,
        (CKO_PRIVATE_KEY, CKK_DH | CKK_X9_42_DH) => usage == CKA_DERIVE,
        (CKO_PUBLIC_KEY, CKK_ML_DSA | CKK_SLH_DSA) => usage == CKA_VERIFY,
        (CKO_PRIVATE_KEY, CKK_ML_DSA | CKK_SLH_DSA) => usage == CKA_SIGN,
        (CKO_PUBLIC_KEY, CKK_ML_KEM) => usage == CKA_ENCAPSULATE,
        (CKO_PRIVATE_KEY, CKK_ML_KEM) => usage == CKA_DECAPSULATE,
        (CKO_SECRET_KEY, CKK_AES | CKK_DES2 | CKK_DES3) => matches!(
            usage,
            CKA_ENCRYPT | CKA_DECRYPT | CKA_SIGN | CKA_VERIFY | CKA_WRAP | CKA_UNWRAP | CKA_DERIVE
        ),
        (CKO_SECRET_KEY, CKK_AES_XTS | CKK_CHACHA20) => {
            matches!(usage, CKA_ENCRYPT | CKA_DECRYPT | CKA_WRAP | CKA_UNWRAP | CKA_DERIVE)
        }
        (CKO_SECRET_KEY, CKK_HKDF) => usage == CKA_DERIVE,
        (CKO_SECRET_KEY, _) => matches!(usage, CKA_SIGN | CKA_VERIFY | CKA_DERIVE),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_what_the_tables_say() {
        let secret_keys = SECRET_KEY_TYPES.iter().map(|(key_type, _)| (CKO_SECRET_KEY, *key_type));
        let private_keys = PAIR_KEY_TYPES.iter().map(|key_type| (CKO_PRIVATE_KEY, *key_type));
        for (class, key_type) in secret_keys.chain(private_keys) {
            for rule in rules(class, Some(key_type)) {
                assert_eq!(rule.has(SECRET), is_secret(rule.attribute), "{:#x}", rule.attribute);
            }
        }
    }

    #[test]
    fn an_attribute_has_one_rule() {
        let secret_keys = SECRET_KEY_TYPES.iter().map(|(key_type, _)| (CKO_SECRET_KEY, *key_type));
        let pairs = PAIR_KEY_TYPES.iter();
        let pairs = pairs.flat_map(|t| [(CKO_PUBLIC_KEY, *t), (CKO_PRIVATE_KEY, *t)]);
        let others = [(CKO_DATA, 0), (CKO_CERTIFICATE, CKC_X_509)];
        for (class, subtype) in secret_keys.chain(pairs).chain(others) {
            let mut of_kind: Vec<u64> =
                rules(class, Some(subtype)).map(|rule| rule.attribute).collect();
            let all = of_kind.len();
            assert!(all > 0);
            of_kind.sort_unstable();
            of_kind.dedup();
            assert_eq!(of_kind.len(), all, "{class} {subtype}");
        }
    }
}
