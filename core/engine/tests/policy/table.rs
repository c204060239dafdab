//! The specification's attribute tables (PKCS #11 v3.2, sections 4.2 to 4.12 and 6), row by row with their
//! footnotes, as they are printed. Written down a second time, and not from the engine's table, so that
//! the two can be compared.

use strongroom_base::ck::*;

/// What the specification says of an attribute when nobody gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unset {
    /// Nothing: it is absent, or the token's to decide (footnote 9).
    Open,
    /// "default empty"
    Empty,
    /// "default CK_FALSE"
    False,
    /// "default CK_TRUE"
    True,
}
use Unset::*;

/// An attribute, its footnotes, and its default.
pub type Row = (u64, &'static [u8], Unset);

/// Sections 4.2 and 4.4. The footnote 0 is that section's text: changed by a copy only.
const STORAGE: &[Row] = &[
    (CKA_CLASS, &[1], Open),
    (CKA_UNIQUE_ID, &[2, 4, 6], Open),
    (CKA_TOKEN, &[0], False),
    (CKA_PRIVATE, &[0], Open),
    (CKA_MODIFIABLE, &[0], True),
    (CKA_LABEL, &[8], Empty),
    (CKA_COPYABLE, &[8, 12], True),
    // Section 4.1.3 lets a copy change it; that it then only becomes stricter is the token's choice.
    (CKA_DESTROYABLE, &[0, 12], True),
];

/// Section 4.5. That the values of data objects may be changed is the token's choice.
const DATA: &[Row] =
    &[(CKA_APPLICATION, &[8], Empty), (CKA_OBJECT_ID, &[8], Empty), (CKA_VALUE, &[8], Empty)];

/// Section 4.6. The security officer may trust a certificate later, or no certificate ever were trusted.
const CERTIFICATE: &[Row] = &[
    (CKA_CERTIFICATE_TYPE, &[1], Open),
    (CKA_TRUSTED, &[8, 10], Open),
    (CKA_CERTIFICATE_CATEGORY, &[], Open),
    (CKA_CHECK_VALUE, &[], Open),
    (CKA_START_DATE, &[], Empty),
    (CKA_END_DATE, &[], Empty),
    (CKA_PUBLIC_KEY_INFO, &[], Empty),
    (CKA_SUBJECT, &[1], Open),
    (CKA_ID, &[8], Empty),
    (CKA_ISSUER, &[8], Empty),
    (CKA_SERIAL_NUMBER, &[8], Empty),
    (CKA_VALUE, &[], Open),
    (CKA_URL, &[], Empty),
    (CKA_HASH_OF_SUBJECT_PUBLIC_KEY, &[], Empty),
    (CKA_HASH_OF_ISSUER_PUBLIC_KEY, &[], Empty),
    (CKA_JAVA_MIDP_SECURITY_DOMAIN, &[], Open),
    (CKA_NAME_HASH_ALGORITHM, &[], Open),
];

/// Section 4.7.
const KEY: &[Row] = &[
    (CKA_KEY_TYPE, &[1, 5], Open),
    (CKA_ID, &[8], Empty),
    (CKA_START_DATE, &[8], Empty),
    (CKA_END_DATE, &[8], Empty),
    (CKA_DERIVE, &[8], Open),
    (CKA_LOCAL, &[2, 4, 6], Open),
    (CKA_KEY_GEN_MECHANISM, &[2, 4, 6], Open),
    (CKA_ALLOWED_MECHANISMS, &[], Open),
];

/// Section 4.8. `CKA_TRUSTED` as for certificates.
const PUBLIC: &[Row] = &[
    (CKA_SUBJECT, &[8], Empty),
    (CKA_ENCRYPT, &[8, 9], Open),
    (CKA_VERIFY, &[8, 9], Open),
    (CKA_VERIFY_RECOVER, &[8, 9], Open),
    (CKA_WRAP, &[8, 9], Open),
    (CKA_ENCAPSULATE, &[8, 9], Open),
    (CKA_TRUSTED, &[8, 10], Open),
    (CKA_WRAP_TEMPLATE, &[], Open),
    (CKA_PUBLIC_KEY_INFO, &[], Open),
];

/// Section 4.9. `CKA_WRAP_WITH_TRUSTED` may become true later (footnote 11 would mean nothing else). That
/// `CKA_PUBLIC_KEY_INFO` is not changed is the token's choice.
const PRIVATE: &[Row] = &[
    (CKA_SUBJECT, &[8], Empty),
    (CKA_SENSITIVE, &[8, 9, 11], Open),
    (CKA_DECRYPT, &[8, 9], Open),
    (CKA_SIGN, &[8, 9], Open),
    (CKA_SIGN_RECOVER, &[8, 9], Open),
    (CKA_UNWRAP, &[8, 9], Open),
    (CKA_DECAPSULATE, &[8, 9], Open),
    (CKA_EXTRACTABLE, &[8, 9, 12], Open),
    (CKA_ALWAYS_SENSITIVE, &[2, 4, 6], Open),
    (CKA_NEVER_EXTRACTABLE, &[2, 4, 6], Open),
    (CKA_WRAP_WITH_TRUSTED, &[8, 11], False),
    (CKA_UNWRAP_TEMPLATE, &[], Open),
    (CKA_DERIVE_TEMPLATE, &[], Open),
    (CKA_ALWAYS_AUTHENTICATE, &[], False),
    (CKA_PUBLIC_KEY_INFO, &[], Open),
];

/// Section 4.10. The footnote 13 is that section's text: may be emptied, not changed.
const SECRET: &[Row] = &[
    (CKA_SENSITIVE, &[8, 9, 11], Open),
    (CKA_ENCRYPT, &[8, 9], Open),
    (CKA_DECRYPT, &[8, 9], Open),
    (CKA_SIGN, &[8, 9], Open),
    (CKA_VERIFY, &[8, 9], Open),
    (CKA_WRAP, &[8, 9], Open),
    (CKA_UNWRAP, &[8, 9], Open),
    (CKA_EXTRACTABLE, &[8, 9, 12], Open),
    (CKA_ALWAYS_SENSITIVE, &[2, 4, 6], Open),
    (CKA_NEVER_EXTRACTABLE, &[2, 4, 6], Open),
    (CKA_CHECK_VALUE, &[13], Open),
    (CKA_WRAP_WITH_TRUSTED, &[8, 11], False),
    (CKA_TRUSTED, &[8, 10], Open),
    (CKA_WRAP_TEMPLATE, &[], Open),
    (CKA_UNWRAP_TEMPLATE, &[], Open),
    (CKA_DERIVE_TEMPLATE, &[], Open),
];

/// Section 6.1.
const RSA_PUBLIC: &[Row] = &[
    (CKA_MODULUS, &[1, 4], Open),
    (CKA_MODULUS_BITS, &[2, 3], Open),
    (CKA_PUBLIC_EXPONENT, &[1], Open),
];

/// Section 6.1. Without footnote 1 at the public exponent: it follows from the other numbers, and
/// programs of before v2.40 do not give it.
const RSA_PRIVATE: &[Row] = &[
    (CKA_MODULUS, &[1, 4, 6], Open),
    (CKA_PUBLIC_EXPONENT, &[4, 6], Open),
    (CKA_PRIVATE_EXPONENT, &[1, 4, 6, 7], Open),
    (CKA_PRIME_1, &[4, 6, 7], Open),
    (CKA_PRIME_2, &[4, 6, 7], Open),
    (CKA_EXPONENT_1, &[4, 6, 7], Open),
    (CKA_EXPONENT_2, &[4, 6, 7], Open),
    (CKA_COEFFICIENT, &[4, 6, 7], Open),
];

/// Section 6.3.
const EC_PUBLIC: &[Row] = &[(CKA_EC_PARAMS, &[1, 3], Open), (CKA_EC_POINT, &[1, 4], Open)];

/// Section 6.3, and the point, which programs give and ask for, as the token's choice.
const EC_PRIVATE: &[Row] = &[
    (CKA_EC_PARAMS, &[1, 4, 6], Open),
    (CKA_VALUE, &[1, 4, 6, 7], Open),
    (CKA_EC_POINT, &[4, 6], Open),
];

/// Sections 6.2 and 6.4.
const PRIMES_PUBLIC: &[Row] = &[
    (CKA_PRIME, &[1, 3], Open),
    (CKA_SUBPRIME, &[1, 3], Open),
    (CKA_BASE, &[1, 3], Open),
    (CKA_VALUE, &[1, 4], Open),
];

/// The same.
const PRIMES_PRIVATE: &[Row] = &[
    (CKA_PRIME, &[1, 4, 6], Open),
    (CKA_SUBPRIME, &[1, 4, 6], Open),
    (CKA_BASE, &[1, 4, 6], Open),
    (CKA_VALUE, &[1, 4, 6, 7], Open),
];

/// Section 6.4.
const DH_PUBLIC: &[Row] =
    &[(CKA_PRIME, &[1, 3], Open), (CKA_BASE, &[1, 3], Open), (CKA_VALUE, &[1, 4], Open)];

/// The same.
const DH_PRIVATE: &[Row] = &[
    (CKA_PRIME, &[1, 4, 6], Open),
    (CKA_BASE, &[1, 4, 6], Open),
    (CKA_VALUE, &[1, 4, 6, 7], Open),
    (CKA_VALUE_BITS, &[2, 6], Open),
];

/// Sections 6.4 and 6.13.
const ANY_LENGTH: &[Row] = &[(CKA_VALUE, &[1, 4, 6, 7], Open), (CKA_VALUE_LEN, &[2, 3], Open)];

/// Section 6.17.
const ONE_LENGTH: &[Row] = &[(CKA_VALUE, &[1, 4, 6, 7], Open)];

/// The kinds of objects that are compared: class and key type.
pub const KINDS: [(u64, Option<u64>); 9] = [
    (CKO_DATA, None),
    (CKO_CERTIFICATE, Some(CKC_X_509)),
    (CKO_PUBLIC_KEY, Some(CKK_RSA)),
    (CKO_PRIVATE_KEY, Some(CKK_RSA)),
    (CKO_PUBLIC_KEY, Some(CKK_EC)),
    (CKO_PRIVATE_KEY, Some(CKK_EC)),
    (CKO_SECRET_KEY, Some(CKK_AES)),
    (CKO_SECRET_KEY, Some(CKK_GENERIC_SECRET)),
    (CKO_SECRET_KEY, Some(CKK_DES3)),
];

/// The rows of a kind.
pub fn rows((class, subtype): (u64, Option<u64>)) -> Option<Vec<Row>> {
    let tables: &[&[Row]] = match (class, subtype) {
        (CKO_DATA, _) => &[STORAGE, DATA],
        (CKO_CERTIFICATE, Some(CKC_X_509)) => &[STORAGE, CERTIFICATE],
        (CKO_PUBLIC_KEY, Some(CKK_RSA)) => &[STORAGE, KEY, PUBLIC, RSA_PUBLIC],
        (CKO_PRIVATE_KEY, Some(CKK_RSA)) => &[STORAGE, KEY, PRIVATE, RSA_PRIVATE],
        (CKO_PUBLIC_KEY, Some(CKK_DSA | CKK_X9_42_DH)) => &[STORAGE, KEY, PUBLIC, PRIMES_PUBLIC],
        (CKO_PRIVATE_KEY, Some(CKK_DSA | CKK_X9_42_DH)) => &[STORAGE, KEY, PRIVATE, PRIMES_PRIVATE],
        (CKO_PUBLIC_KEY, Some(CKK_DH)) => &[STORAGE, KEY, PUBLIC, DH_PUBLIC],
        (CKO_PRIVATE_KEY, Some(CKK_DH)) => &[STORAGE, KEY, PRIVATE, DH_PRIVATE],
        (CKO_PUBLIC_KEY, Some(CKK_EC)) => &[STORAGE, KEY, PUBLIC, EC_PUBLIC],
        (CKO_PRIVATE_KEY, Some(CKK_EC)) => &[STORAGE, KEY, PRIVATE, EC_PRIVATE],
        (CKO_SECRET_KEY, Some(CKK_AES | CKK_GENERIC_SECRET)) => &[STORAGE, KEY, SECRET, ANY_LENGTH],
        (CKO_SECRET_KEY, Some(CKK_DES3)) => &[STORAGE, KEY, SECRET, ONE_LENGTH],
        _ => return None,
    };
    Some(tables.concat())
}
