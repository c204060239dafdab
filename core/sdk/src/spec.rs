//! What key is wanted: its kind, its names, and what it may do; and the templates that follow from it.

use crate::error;
use crate::error::At;
use crate::field::Field;
use crate::kind::{KeyKind, OVER_PRIMES, SECRETS};
use crate::usages::{USAGES, Usage};
use strongroom_base::{Attribute, Template, Value, ck};

/// The public exponent that everybody uses: 65537.
const F4: [u8; 3] = [1, 0, 1];
/// The attributes of a group.
const GROUP: [u64; 3] = [ck::CKA_PRIME, ck::CKA_SUBPRIME, ck::CKA_BASE];

/// A key that is wanted. What is not said is by default: a key that goes with its session, never leaves the
/// token and may do all that its type can, on any vendor's token.
#[derive(Clone, Debug)]
pub struct KeySpec {
    kind: KeyKind,
    label: String,
    id: Vec<u8>,
    token: bool,
    sensitive: bool,
    extractable: bool,
    always_authenticate: bool,
    usages: Option<Vec<Usage>>,
    further: Template,
}

impl KeySpec {
    /// A key of a kind.
    pub fn new(kind: KeyKind) -> Self {
        Self {
            kind,
            label: String::new(),
            id: Vec::new(),
            token: false,
            sensitive: true,
            extractable: false,
            always_authenticate: false,
            usages: None,
            further: Template::new(),
        }
    }

    /// A key of the kind that a text names: `ec:p256`, `rsa:3072`, `aes:256`. `CKR_ARGUMENTS_BAD`
    pub fn named(kind: &str) -> error::Result<Self> {
        Ok(Self::new(kind.parse()?))
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// `CKA_LABEL`
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// `CKA_ID`
    pub fn id(mut self, id: impl Into<Vec<u8>>) -> Self {
        self.id = id.into();
        self
    }

    /// Whether it stays in the token when the session ends.
    pub fn persist(mut self, persist: bool) -> Self {
        self.token = persist;
        self
    }

    /// A further attribute (`CKA_…`), of a key pair the private key's; said last, it counts.
    pub fn attribute(mut self, kind: u64, value: impl Into<Value>) -> Self {
        self.further.push(kind, value);
        self
    }

    /// Whether its value is never shown.
    pub fn sensitive(mut self, sensitive: bool) -> Self {
        self.sensitive = sensitive;
        self
    }

    /// Whether it may leave the token wrapped.
    pub fn extractable(mut self, extractable: bool) -> Self {
        self.extractable = extractable;
        self
    }

    /// Whether each use wants a login of its own.
    pub fn always_authenticate(mut self, always: bool) -> Self {
        self.always_authenticate = always;
        self
    }

    /// What it may do, and nothing else; of a key pair, each half what belongs to it.
    pub fn usages(mut self, usages: impl Into<Vec<Usage>>) -> Self {
        self.usages = Some(usages.into());
        self
    }

    /// The same with what a name says: `label`, `id`, `persist`, `sensitive`, `extractable`,
    /// `always_authenticate`, `usages` or `attributes`. `CKR_ARGUMENTS_BAD`
    pub fn with(mut self, name: &str, value: Field) -> error::Result<Self> {
        let bad = |why: String| error::Error::new(ck::CKR_ARGUMENTS_BAD, "", why);
        match name {
            "label" => self.label = value.text(name).map_err(bad)?,
            "id" => self.id = value.bytes(name).map_err(bad)?,
            "persist" => self.token = value.truth(name).map_err(bad)?,
            "sensitive" => self.sensitive = value.truth(name).map_err(bad)?,
            "extractable" => self.extractable = value.truth(name).map_err(bad)?,
            "always_authenticate" => self.always_authenticate = value.truth(name).map_err(bad)?,
            "usages" => {
                let words = value.words(name).map_err(bad)?;
                let usages: strongroom_base::Result<_> = words.iter().map(|w| w.parse()).collect();
                self.usages = Some(usages.at("")?);
            }
            "attributes" => self.further.0.extend(value.attributes(name).map_err(bad)?.0),
            other => return Err(bad(format!("a key has no \"{other}\""))),
        }
        Ok(self)
    }

    /// The mechanism that makes it.
    pub(crate) fn mechanism(&self) -> u64 {
        match self.kind {
            KeyKind::Rsa(_) => ck::CKM_RSA_PKCS_KEY_PAIR_GEN,
            KeyKind::Curve(curve) => match curve.key_type {
                ck::CKK_EC_EDWARDS => ck::CKM_EC_EDWARDS_KEY_PAIR_GEN,
                ck::CKK_EC_MONTGOMERY => ck::CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
                _ => ck::CKM_EC_KEY_PAIR_GEN,
            },
            KeyKind::PostQuantum(set) => match set.key_type {
                ck::CKK_ML_DSA => ck::CKM_ML_DSA_KEY_PAIR_GEN,
                ck::CKK_SLH_DSA => ck::CKM_SLH_DSA_KEY_PAIR_GEN,
                _ => ck::CKM_ML_KEM_KEY_PAIR_GEN,
            },
            KeyKind::OverPrime(key_type, _) => OVER_PRIMES
                .iter()
                .find(|(_, known, ..)| *known == key_type)
                .map_or(ck::CKM_DH_PKCS_KEY_PAIR_GEN, |(_, _, mechanism, ..)| *mechanism),
            KeyKind::Secret(key_type, _) => SECRETS
                .iter()
                .find(|(_, known, ..)| *known == key_type)
                .map_or(ck::CKM_GENERIC_SECRET_KEY_GEN, |(_, _, mechanism, _)| *mechanism),
        }
    }

    /// The mechanism that makes the group of a key over a prime.
    pub(crate) fn domain_mechanism(&self) -> Option<u64> {
        let of = |(_, key_type, ..): &&(_, u64, _, _, _)| *key_type == self.kind.key_type();
        OVER_PRIMES.iter().find(of).map(|(_, _, _, mechanism, _)| *mechanism)
    }

    /// The attributes of the group that a key over a prime wants, and the template of one to be made; `None` where
    /// it has one, or needs none. One that has it says so with `CKA_PRIME` and the others as attributes.
    pub(crate) fn domain(&self) -> Option<(&'static [u64], Template)> {
        let KeyKind::OverPrime(key_type, bits) = self.kind else { return None };
        let (.., attributes) = OVER_PRIMES.iter().find(|(_, known, ..)| *known == key_type)?;
        let template = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_DOMAIN_PARAMETERS)
            .with(ck::CKA_KEY_TYPE, key_type)
            .with(ck::CKA_TOKEN, false)
            .with(ck::CKA_PRIME_BITS, bits);
        self.further.get(ck::CKA_PRIME).is_none().then_some((attributes, template))
    }

    /// The template of a key that arrives, wrapped, from elsewhere: its length comes with it.
    pub(crate) fn arriving(&self) -> Template {
        let key_type = self.kind.key_type();
        let template = match self.kind {
            KeyKind::Secret(..) => self.secret_import(),
            _ => self.private(),
        };
        template.with(ck::CKA_KEY_TYPE, key_type)
    }

    /// `CKR_ARGUMENTS_BAD` where it is of the other sort.
    pub(crate) fn wants_secret(&self, secret: bool, function: &'static str) -> error::Result<()> {
        if matches!(self.kind, KeyKind::Secret(..)) == secret {
            return Ok(());
        }
        let wanted = if secret { "a secret key" } else { "a private key" };
        let why = format!("{} is not {wanted}", self.kind);
        Err(error::Error::new(ck::CKR_ARGUMENTS_BAD, function, why))
    }

    /// The templates of a key pair, public and private; `None` for a secret key.
    pub(crate) fn pair(&self) -> Option<(Template, Template)> {
        let mut public = self.public();
        match self.kind {
            KeyKind::Rsa(bits) => {
                public.push(ck::CKA_MODULUS_BITS, bits);
                public.push(ck::CKA_PUBLIC_EXPONENT, F4.as_slice());
            }
            KeyKind::Curve(curve) => public.push(ck::CKA_EC_PARAMS, curve.params),
            KeyKind::PostQuantum(set) => public.push(ck::CKA_PARAMETER_SET, set.number),
            KeyKind::OverPrime(..) => {
                // The group is the public key's, where it is given.
                let of_group = |a: &&Attribute| GROUP.contains(&a.kind);
                public.0.extend(self.further.iter().filter(of_group).cloned());
                let mut private = self.private();
                private.0.retain(|attribute| !GROUP.contains(&attribute.kind));
                return Some((public, private));
            }
            KeyKind::Secret(..) => return None,
        }
        Some((public, self.private()))
    }

    /// The template of the public or of the private key that a derivation makes.
    pub(crate) fn half(&self, class: u64) -> Option<Template> {
        let KeyKind::Curve(curve) = self.kind else { return None };
        let half = if class == ck::CKO_PUBLIC_KEY { self.public() } else { self.private() };
        Some(half.with(ck::CKA_KEY_TYPE, curve.key_type).with(ck::CKA_EC_PARAMS, curve.params))
    }

    /// The template of a secret key to be made.
    pub(crate) fn secret(&self) -> Template {
        let mut template = self.secret_import().with(ck::CKA_KEY_TYPE, self.kind.key_type());
        if let KeyKind::Secret(_, Some(len)) = self.kind {
            template.push(ck::CKA_VALUE_LEN, len);
        }
        template
    }

    /// The template of a public key, without its value.
    pub(crate) fn public(&self) -> Template {
        let template = self.about(ck::CKO_PUBLIC_KEY);
        self.with_usages(
            template,
            &[Usage::Encrypt, Usage::Verify, Usage::Wrap, Usage::Encapsulate],
            true,
        )
    }

    /// The template of a private key, without its value.
    pub(crate) fn private(&self) -> Template {
        let mut template = self.kept(ck::CKO_PRIVATE_KEY);
        if self.always_authenticate {
            template.push(ck::CKA_ALWAYS_AUTHENTICATE, true);
        }
        let halves =
            [Usage::Decrypt, Usage::Sign, Usage::Unwrap, Usage::Derive, Usage::Decapsulate];
        self.with_usages(template, &halves, true)
    }

    /// The template of a secret key, without its value.
    pub(crate) fn secret_import(&self) -> Template {
        let of_pairs = [Usage::Encapsulate, Usage::Decapsulate];
        let all: Vec<Usage> =
            USAGES.iter().map(|(_, usage)| *usage).filter(|u| !of_pairs.contains(u)).collect();
        self.with_usages(self.kept(ck::CKO_SECRET_KEY), &all, false)
    }

    fn about(&self, class: u64) -> Template {
        let mut template =
            Template::new().with(ck::CKA_CLASS, class).with(ck::CKA_TOKEN, self.token);
        if !self.label.is_empty() {
            template.push(ck::CKA_LABEL, self.label.as_str());
        }
        if !self.id.is_empty() {
            template.push(ck::CKA_ID, self.id.as_slice());
        }
        template
    }

    fn kept(&self, class: u64) -> Template {
        let mut template = self
            .about(class)
            .with(ck::CKA_PRIVATE, true)
            .with(ck::CKA_SENSITIVE, self.sensitive)
            .with(ck::CKA_EXTRACTABLE, self.extractable);
        for attribute in self.further.iter() {
            template.0.retain(|earlier| earlier.kind != attribute.kind);
            template.0.push(attribute.clone());
        }
        template
    }

    fn with_usages(&self, mut template: Template, of_class: &[Usage], half: bool) -> Template {
        let Some(wanted) = &self.usages else { return template };
        for usage in of_class {
            let may = wanted.contains(usage) || (half && wanted.contains(&usage.other()));
            // Tokens of before v3.2 do not have these, so they are not forbidden where nobody has them.
            if !may && matches!(usage, Usage::Encapsulate | Usage::Decapsulate) {
                continue;
            }
            template.push(usage.attribute(), may);
        }
        template
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_by_name_is_what_is_said() {
        let said = KeySpec::named("aes:256").unwrap();
        let by_name = [
            ("label", Field::Text("name".into())),
            ("id", Field::Bytes(vec![1])),
            ("persist", Field::Truth(true)),
            ("sensitive", Field::Truth(false)),
            ("extractable", Field::Truth(true)),
            ("always_authenticate", Field::Truth(true)),
            ("usages", Field::Words(vec!["sign".into()])),
            ("attributes", Field::Attributes(Template::new().with(ck::CKA_MODIFIABLE, false))),
        ];
        let by_name = by_name
            .into_iter()
            .try_fold(said.clone(), |said, (name, value)| said.with(name, value));
        let by_method = said
            .clone()
            .label("name")
            .id([1])
            .persist(true)
            .sensitive(false)
            .extractable(true)
            .always_authenticate(true)
            .usages([Usage::Sign])
            .attribute(ck::CKA_MODIFIABLE, false);
        assert_eq!(by_name.unwrap().secret(), by_method.secret());
        for (name, value) in [
            ("colour", Field::Truth(true)),
            ("persist", Field::Number(1)),
            ("usages", Field::Words(vec!["fly".into()])),
        ] {
            assert!(
                said.clone().with(name, value).unwrap_err().is(ck::CKR_ARGUMENTS_BAD),
                "{name}"
            );
        }
    }

    #[test]
    fn each_half_of_a_pair_does_its_part() {
        let spec = KeySpec::new("rsa:2048".parse().unwrap()).usages([Usage::Sign]);
        let (public, private) = spec.pair().unwrap();
        assert_eq!(public.get(ck::CKA_VERIFY), Some(&true.into()));
        assert_eq!(public.get(ck::CKA_ENCRYPT), Some(&false.into()));
        assert_eq!(private.get(ck::CKA_SIGN), Some(&true.into()));
        assert_eq!(private.get(ck::CKA_DECRYPT), Some(&false.into()));
    }
}
