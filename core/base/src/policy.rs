//! What a token's security officer decides about its use, as data: the profile, and what goes beyond it.

use minicbor::{Decode, Encode};
use std::fmt;
use std::str::FromStr;

/// How much a token allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(index_only)]
pub enum Profile {
    /// What the specification allows.
    #[default]
    #[n(0)]
    Standard,
    /// Without what is known to be dangerous.
    #[n(1)]
    Strict,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Strict];

    /// Its name in commands and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Strict => "strict",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| format!("\"{name}\" is no profile: there are standard and strict"))
    }
}

/// A token's policy.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TokenPolicy {
    /// Changes only while the token has no objects: they were made under its rules.
    #[n(0)]
    pub profile: Profile,
    /// `CKM_…`: only these, where there are some.
    #[n(1)]
    pub mechanisms: Vec<u64>,
    /// `CKM_…` that the strict profile refuses, and this token does nevertheless.
    #[n(2)]
    pub permitted: Vec<u64>,
    /// The smallest keys that may be made or brought in: the key type (`CKK_…`) and bits.
    #[n(3)]
    pub min_sizes: Vec<(u64, u64)>,
}

impl TokenPolicy {
    /// Whether it is the standard profile and nothing else: nothing needs to be looked at.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
