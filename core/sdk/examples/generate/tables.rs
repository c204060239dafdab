//! What is written, in whatever language.

use strongroom::{KeyKind, ck, error, mechanism};

/// The sentence that stands at the head of every file.
pub const MADE: &str =
    "Made from the core's tables by scripts/generate; not to be changed by hand.";

/// A family of constants: what it is called, what it is, and its members.
pub type Family = (&'static str, &'static str, &'static [(&'static str, u64)]);

/// The families that programs need.
pub static FAMILIES: &[Family] = &[
    ("CKA", "Attributes.", ck::CKA),
    ("CKC", "Types of certificates.", ck::CKC),
    ("CKD", "Key derivation functions.", ck::CKD),
    ("CKF", "Flags.", ck::CKF),
    ("CKG", "Mask generation functions.", ck::CKG),
    ("CKH", "What makes signatures of hashes random, and hardware features.", ck::CKH),
    ("CKK", "Types of keys.", ck::CKK),
    ("CKM", "Mechanisms.", ck::CKM),
    ("CKO", "Classes of objects.", ck::CKO),
    ("CKP", "Parameter sets and profiles.", ck::CKP),
    ("CKR", "Return values.", ck::CKR),
    ("CKS", "States of sessions.", ck::CKS),
    ("CKU", "Users.", ck::CKU),
    ("CKZ", "Sources of encoding parameters.", ck::CKZ),
    ("STRONGROOM", "Return values that are the SDK's own.", error::OWN),
];

/// Groups of failures, each with the names of its return values. What is in none is in `Function`.
pub fn kinds() -> Vec<(String, Vec<&'static str>)> {
    let names = |members: &[u64]| members.iter().map(|rv| error::name_of(*rv)).collect();
    error::KINDS.iter().map(|(kind, members)| (format!("{kind:?}"), names(members))).collect()
}

/// Mechanisms by the SDK's names, with the fields that each takes.
pub fn mechanisms() -> Vec<(&'static str, Vec<&'static str>)> {
    mechanism::names().map(|(name, fields, _)| (*name, fields.to_vec())).collect()
}

/// The fields of mechanisms, each with its sort.
pub fn fields() -> Vec<(&'static str, String)> {
    let sort = |sort: &mechanism::Sort| format!("{sort:?}").to_ascii_lowercase();
    mechanism::FIELDS.iter().map(|(name, of)| (*name, sort(of))).collect()
}

/// Names of other ecosystems: the mechanism, the hash and the encoding that each means.
pub fn algorithms() -> Vec<(&'static str, [Option<&'static str>; 3])> {
    let row = |a: &mechanism::Algorithm| (a.name, [Some(a.mechanism), a.hash, a.encoding]);
    mechanism::ALGORITHMS.iter().map(row).collect()
}

/// Hashes, with the bytes of a digest.
pub fn hashes() -> Vec<(&'static str, usize)> {
    let digests = mechanism::Hash::all().filter(|hash| hash.mechanism() != 0);
    digests.map(|hash| (hash.name(), hash.output_len())).collect()
}

/// Kinds of keys, with their usual sizes.
pub fn key_kinds() -> Vec<String> {
    KeyKind::usual().map(|kind| kind.to_string()).collect()
}

/// Words in quotation marks, with commas between them; the languages agree on how that is written.
pub fn quoted<T: AsRef<str>>(words: &[T]) -> String {
    words.iter().map(|word| format!("\"{}\"", word.as_ref())).collect::<Vec<_>>().join(", ")
}
