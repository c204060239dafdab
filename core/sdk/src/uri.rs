//! PKCS #11 URIs (RFC 7512): the name of a token, an object or a module that every tool of the field
//! understands. In comes text; out come its attributes, decoded, and answers to whether a slot, a token or
//! an object is meant. Every attribute stands once, in [`PATH`] or [`QUERY`]; those of other vendors are
//! kept as they are, and a path attribute that nobody here knows matches nothing, because what it narrows
//! is not known.

use std::fmt;
use strongroom_base::{
    Attribute, Error, Result, Secret, SlotInfo, Template, TokenInfo, Value, Version, ck,
};

/// A PKCS #11 URI. What it does not say is `None`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pkcs11Uri {
    /// `token`: the label of the token.
    pub token: Option<String>,
    /// `manufacturer` of the token.
    pub manufacturer: Option<String>,
    /// `serial` number of the token.
    pub serial: Option<String>,
    /// `model` of the token.
    pub model: Option<String>,
    /// `library-manufacturer`
    pub library_manufacturer: Option<String>,
    /// `library-description`
    pub library_description: Option<String>,
    /// `library-version`: major and minor.
    pub library_version: Option<Version>,
    /// `slot-manufacturer`
    pub slot_manufacturer: Option<String>,
    /// `slot-description`
    pub slot_description: Option<String>,
    /// `slot-id`
    pub slot_id: Option<u64>,
    /// `object`: the label of the object.
    pub object: Option<String>,
    /// `type` of the object.
    pub kind: Option<ObjectType>,
    /// `id`: the object's `CKA_ID`.
    pub id: Option<Vec<u8>>,
    /// `pin-source`: a file or a program that says the PIN.
    pub pin_source: Option<String>,
    /// `pin-value`: the PIN itself.
    pub pin_value: Option<Secret>,
    /// `module-name`: a module without path and affixes.
    pub module_name: Option<String>,
    /// `module-path`: the file of the module.
    pub module_path: Option<String>,
    /// Path attributes of vendors, in their order: name and decoded value.
    pub other_path: Vec<(String, Vec<u8>)>,
    /// Query attributes of vendors, in their order: name and decoded value.
    pub other_query: Vec<(String, Vec<u8>)>,
}

/// The `type` of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ObjectType {
    /// `public`: a public key.
    Public,
    /// `private`: a private key.
    Private,
    /// `cert`: a certificate.
    Certificate,
    /// `secret-key`: a secret key.
    SecretKey,
    /// `data`: a data object.
    Data,
}

/// The words for types of objects, and their `CKO_…`.
const TYPES: [(&str, ObjectType, u64); 5] = [
    ("public", ObjectType::Public, ck::CKO_PUBLIC_KEY),
    ("private", ObjectType::Private, ck::CKO_PRIVATE_KEY),
    ("cert", ObjectType::Certificate, ck::CKO_CERTIFICATE),
    ("secret-key", ObjectType::SecretKey, ck::CKO_SECRET_KEY),
    ("data", ObjectType::Data, ck::CKO_DATA),
];

impl ObjectType {
    /// Its object class, `CKO_…`.
    pub fn class(self) -> u64 {
        TYPES.iter().find(|(_, kind, _)| *kind == self).map_or(ck::CKO_DATA, |(.., class)| *class)
    }

    fn word(self) -> &'static str {
        TYPES.iter().find(|(_, kind, _)| *kind == self).map_or("data", |(word, ..)| word)
    }
}

/// Where an attribute's value is.
type Place = fn(&mut Pkcs11Uri) -> Field<'_>;

/// A field, by the form of its value.
enum Field<'a> {
    Text(&'a mut Option<String>),
    Bytes(&'a mut Option<Vec<u8>>),
    Secret(&'a mut Option<Secret>),
    Number(&'a mut Option<u64>),
    Version(&'a mut Option<Version>),
    Type(&'a mut Option<ObjectType>),
}

/// The attributes of the path (RFC 7512, section 2.3), in the order in which they are written.
const PATH: [(&str, Place); 13] = [
    ("library-manufacturer", |uri| Field::Text(&mut uri.library_manufacturer)),
    ("library-description", |uri| Field::Text(&mut uri.library_description)),
    ("library-version", |uri| Field::Version(&mut uri.library_version)),
    ("slot-manufacturer", |uri| Field::Text(&mut uri.slot_manufacturer)),
    ("slot-description", |uri| Field::Text(&mut uri.slot_description)),
    ("slot-id", |uri| Field::Number(&mut uri.slot_id)),
    ("manufacturer", |uri| Field::Text(&mut uri.manufacturer)),
    ("model", |uri| Field::Text(&mut uri.model)),
    ("serial", |uri| Field::Text(&mut uri.serial)),
    ("token", |uri| Field::Text(&mut uri.token)),
    ("id", |uri| Field::Bytes(&mut uri.id)),
    ("object", |uri| Field::Text(&mut uri.object)),
    ("type", |uri| Field::Type(&mut uri.kind)),
];

/// The attributes of the query.
const QUERY: [(&str, Place); 4] = [
    ("module-name", |uri| Field::Text(&mut uri.module_name)),
    ("module-path", |uri| Field::Text(&mut uri.module_path)),
    ("pin-source", |uri| Field::Text(&mut uri.pin_source)),
    ("pin-value", |uri| Field::Secret(&mut uri.pin_value)),
];

/// What values may contain beside letters, digits and `%XX`, in the path and in the query. The slash stands
/// in the RFC's list for queries only; in paths it is understood too, and never written.
const IN_PATH: &[u8] = b"-._~:[]@!$'()*+,=&/";
const IN_QUERY: &[u8] = b"-._~:[]@!$'()*+,=;/?|";
/// What is written without `%XX` beside letters and digits.
const PLAIN: &[u8] = b"-._~";

impl Pkcs11Uri {
    /// Whether text is one of these URIs rather than something else.
    pub fn is_one(text: &str) -> bool {
        text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
    }

    /// Reads a URI. `CKR_ARGUMENTS_BAD` with a sentence that names the attribute; PINs are in no sentence.
    pub fn parse(text: &str) -> Result<Self> {
        if !Self::is_one(text) {
            return Err(bad("it does not begin with pkcs11:".into()));
        }
        let rest = text.get(SCHEME.len()..).unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self::default();
        for part in parts(path, ';') {
            let (name, value) = attribute(part, IN_PATH)?;
            if !uri.set(&PATH, name, &value)? {
                if uri.other_path.iter().any(|(other, _)| other == name) {
                    return Err(twice(name));
                }
                uri.other_path.push((name.to_owned(), value.expose().to_vec()));
            }
        }
        for part in parts(query, '&') {
            let (name, value) = attribute(part, IN_QUERY)?;
            if !uri.set(&QUERY, name, &value)? {
                uri.other_query.push((name.to_owned(), value.expose().to_vec()));
            }
        }
        if uri.pin_source.is_some() && uri.pin_value.is_some() {
            return Err(bad("it has both a pin-source and a pin-value".into()));
        }
        Ok(uri)
    }

    /// Sets the field of a name that the table has; false for other names.
    fn set(&mut self, table: &[(&str, Place)], name: &str, value: &Secret) -> Result<bool> {
        let Some((_, place)) = table.iter().find(|(known, _)| *known == name) else {
            return Ok(false);
        };
        let wrong = |why: &str| bad(format!("{name} {why}"));
        let bytes = value.expose();
        let text = || std::str::from_utf8(bytes).map_err(|_| wrong("is not UTF-8"));
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u64>().ok().filter(|_| digits)
        };
        let first = match place(self) {
            Field::Text(field) => field.replace(text()?.to_owned()).is_none(),
            Field::Bytes(field) => field.replace(bytes.to_vec()).is_none(),
            Field::Secret(field) => field.replace(value.clone()).is_none(),
            Field::Number(field) => {
                let number = number(text()?).ok_or_else(|| wrong("is not a number"))?;
                field.replace(number).is_none()
            }
            Field::Version(field) => {
                let text = text()?;
                let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
                let part = |part| number(part).and_then(|part| u8::try_from(part).ok());
                let version = part(major).zip(part(minor));
                let version = version.ok_or_else(|| wrong("is not a version as in 3.2"))?;
                field.replace(version).is_none()
            }
            Field::Type(field) => {
                let text = text()?;
                let kind = TYPES.iter().find(|(word, ..)| *word == text).map(|(_, kind, _)| *kind);
                let why = "is none of public, private, cert, secret-key and data";
                field.replace(kind.ok_or_else(|| wrong(why))?).is_none()
            }
        };
        if first { Ok(true) } else { Err(twice(name)) }
    }

    /// The first value of a vendor's query attribute, where it is text.
    pub fn other(&self, name: &str) -> Option<&str> {
        let found = self.other_query.iter().find(|(other, _)| other == name);
        found.and_then(|(_, value)| std::str::from_utf8(value).ok())
    }

    /// Whether the URI has path attributes that this version does not know. It then means nothing that
    /// this version could find.
    pub fn is_beyond_us(&self) -> bool {
        !self.other_path.is_empty()
    }

    /// Whether a module with these properties is meant.
    pub fn matches_library(&self, manufacturer: &str, description: &str, version: Version) -> bool {
        !self.is_beyond_us()
            && same(&self.library_manufacturer, manufacturer)
            && same(&self.library_description, description)
            && self.library_version.is_none_or(|wanted| wanted == version)
    }

    /// Whether a slot is meant.
    pub fn matches_slot(&self, id: u64, info: &SlotInfo) -> bool {
        !self.is_beyond_us()
            && self.slot_id.is_none_or(|wanted| wanted == id)
            && same(&self.slot_description, &info.description)
            && same(&self.slot_manufacturer, &info.manufacturer)
    }

    /// Whether a token is meant.
    pub fn matches_token(&self, info: &TokenInfo) -> bool {
        !self.is_beyond_us()
            && same(&self.token, &info.label)
            && same(&self.manufacturer, &info.manufacturer)
            && same(&self.serial, &info.serial)
            && same(&self.model, &info.model)
    }

    /// Whether the URI says anything of a token.
    pub fn names_token(&self) -> bool {
        let texts = [&self.token, &self.manufacturer, &self.serial, &self.model];
        texts.iter().any(|text| text.is_some())
    }

    /// Whether the URI says anything of an object.
    pub fn names_object(&self) -> bool {
        self.object.is_some() || self.id.is_some() || self.kind.is_some()
    }

    /// The attributes of the objects that are meant: what a search is made with.
    pub fn template(&self) -> Template {
        let mut template = Template::new();
        if let Some(kind) = self.kind {
            template.push(ck::CKA_CLASS, kind.class());
        }
        if let Some(id) = &self.id {
            template.push(ck::CKA_ID, id.clone());
        }
        if let Some(label) = &self.object {
            template.push(ck::CKA_LABEL, label.as_str());
        }
        template
    }

    /// Whether an object with these attributes is meant.
    pub fn matches_object(&self, attributes: &Template) -> bool {
        let has = |Attribute { kind, value }: &Attribute| match (attributes.get(*kind), value) {
            // An attribute that is absent and one that is empty are the same.
            (None, Value::Bytes(wanted)) => wanted.is_empty(),
            (found, wanted) => found == Some(wanted),
        };
        !self.is_beyond_us() && self.template().iter().all(has)
    }

    /// The whole URI, with the PIN where it has one.
    pub fn with_pin(&self) -> Secret {
        // `write` adds to what is wiped when it grows.
        let mut whole = Wiped(Secret::default());
        let _ = self.clone().write(&mut whole, true);
        whole.0
    }

    fn write(mut self, to: &mut dyn fmt::Write, pin: bool) -> fmt::Result {
        to.write_str(SCHEME)?;
        let others = std::mem::take(&mut self.other_path);
        let mut before = "";
        for (name, place) in PATH {
            put(to, &mut before, ";", name, place(&mut self).bytes())?;
        }
        for (name, value) in others {
            put(to, &mut before, ";", &name, Some(value.into()))?;
        }
        let others = std::mem::take(&mut self.other_query);
        before = "?";
        for (name, place) in QUERY {
            let field = place(&mut self);
            if pin || !matches!(field, Field::Secret(_)) {
                put(to, &mut before, "&", name, field.bytes())?;
            }
        }
        for (name, value) in others {
            put(to, &mut before, "&", &name, Some(value.into()))?;
        }
        Ok(())
    }
}

const SCHEME: &str = "pkcs11:";

impl Field<'_> {
    /// The value as it is written, before it is encoded.
    fn bytes(self) -> Option<Secret> {
        match self {
            Self::Text(field) => field.take().map(|text| text.into_bytes().into()),
            Self::Bytes(field) => field.take().map(Into::into),
            Self::Secret(field) => field.take(),
            Self::Number(field) => field.map(|number| number.to_string().into_bytes().into()),
            Self::Version(field) => {
                field.map(|(major, minor)| format!("{major}.{minor}").into_bytes().into())
            }
            Self::Type(field) => field.map(|kind| kind.word().as_bytes().into()),
        }
    }
}

/// Writes an attribute that has a value.
fn put<'a>(
    to: &mut dyn fmt::Write,
    before: &mut &'a str,
    between: &'a str,
    name: &str,
    value: Option<Secret>,
) -> fmt::Result {
    let Some(value) = value else { return Ok(()) };
    write!(to, "{before}{name}=")?;
    *before = between;
    for byte in value.expose() {
        // Identifiers are always written in hexadecimal: they are no text (section 2.3).
        if name != "id" && (byte.is_ascii_alphanumeric() || PLAIN.contains(byte)) {
            to.write_char(char::from(*byte))?;
        } else {
            write!(to, "%{byte:02X}")?;
        }
    }
    Ok(())
}

/// The URI without the PIN, for people and logs.
impl fmt::Display for Pkcs11Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clone().write(f, false)
    }
}

impl fmt::Debug for Pkcs11Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Pkcs11Uri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

/// Text that is wiped.
struct Wiped(Secret);

impl fmt::Write for Wiped {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(text.as_bytes());
        Ok(())
    }
}

/// What stands between separators; nothing at all is no attribute.
fn parts(text: &str, between: char) -> std::str::Split<'_, char> {
    let mut parts = text.split(between);
    if text.is_empty() {
        parts.next();
    }
    parts
}

/// The name and the decoded value of an attribute.
fn attribute<'a>(part: &'a str, allowed: &[u8]) -> Result<(&'a str, Secret)> {
    let named = part.split_once('=').filter(|(name, _)| !name.is_empty());
    let Some((name, value)) = named else {
        return Err(bad("an attribute has no name, or no = after it".into()));
    };
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        return Err(bad("a name has other characters than letters, digits, - and _".into()));
    }
    let mut decoded = Secret::from(Vec::with_capacity(value.len()));
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let byte =
                    digit().zip(digit()).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
                let byte = byte.ok_or_else(|| bad(format!("{name} has a wrong % in it")))?;
                decoded.extend(&[byte]);
            }
            byte if byte.is_ascii_alphanumeric() || allowed.contains(&byte) => {
                decoded.extend(&[byte]);
            }
            _ => return Err(bad(format!("{name} has a character that must be written as %XX"))),
        }
    }
    Ok((name, decoded))
}

fn same(wanted: &Option<String>, is: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == is)
}

fn twice(name: &str) -> Error {
    bad(format!("it has {name} twice"))
}

#[cold]
fn bad(why: String) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, format!("this is no PKCS #11 URI (RFC 7512): {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Pkcs11Uri {
        Pkcs11Uri::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The examples of RFC 7512, section 3.
    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(parse("pkcs11:"), Pkcs11Uri::default());
        let uri = parse("pkcs11:object=my-pubkey;type=public");
        assert_eq!(uri.object.as_deref(), Some("my-pubkey"));
        assert_eq!(uri.kind, Some(ObjectType::Public));
        let uri = parse("pkcs11:object=my-key;type=private?pin-source=file:/etc/token");
        assert_eq!(uri.kind, Some(ObjectType::Private));
        assert_eq!(uri.pin_source.as_deref(), Some("file:/etc/token"));
        let uri = parse(
            "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;\
             model=1.0;object=my-certificate;type=cert;id=%69%95%3E%5C%F4%BD%EC%91;serial=\
             ?pin-source=file:/etc/token_pin",
        );
        assert_eq!(uri.token.as_deref(), Some("The Software PKCS#11 Softtoken"));
        assert_eq!(uri.manufacturer.as_deref(), Some("Snake Oil, Inc."));
        assert_eq!(uri.model.as_deref(), Some("1.0"));
        assert_eq!(uri.kind, Some(ObjectType::Certificate));
        assert_eq!(uri.id.as_deref(), Some(&b"\x69\x95\x3E\x5C\xF4\xBD\xEC\x91"[..]));
        assert_eq!(uri.serial.as_deref(), Some(""));
        let uri = parse("pkcs11:object=my-sign-key;type=private?module-name=mypkcs11");
        assert_eq!(uri.module_name.as_deref(), Some("mypkcs11"));
        let uri = parse("pkcs11:object=my-sign-key;type=private?module-path=/mnt/libmypkcs11.so.1");
        assert_eq!(uri.module_path.as_deref(), Some("/mnt/libmypkcs11.so.1"));
        let uri = parse(
            "pkcs11:token=Software%20PKCS%2311%20softtoken;manufacturer=Snake%20Oil,%20Inc.?pin-value=the-pin",
        );
        assert_eq!(uri.pin_value, Some(Secret::from(&b"the-pin"[..])));
        let uri = parse("pkcs11:slot-description=Sun%20Metaslot");
        assert_eq!(uri.slot_description.as_deref(), Some("Sun Metaslot"));
        let uri = parse(
            "pkcs11:library-manufacturer=Snake%20Oil,%20Inc.;\
             library-description=Soft%20Token%20Library;library-version=1.23",
        );
        assert_eq!(uri.library_version, Some((1, 23)));
        assert!(uri.matches_library("Snake Oil, Inc.", "Soft Token Library", (1, 23)));
        assert!(!uri.matches_library("Snake Oil, Inc.", "Soft Token Library", (1, 24)));
        let uri = parse(
            "pkcs11:token=My%20token%25%20created%20by%20Joe;library-version=3;id=%01%02%03%Ba%dd%Ca%fe%04%05%06",
        );
        assert_eq!(uri.token.as_deref(), Some("My token% created by Joe"));
        assert_eq!(uri.library_version, Some((3, 0)));
        assert_eq!(uri.id.as_deref(), Some(&b"\x01\x02\x03\xBA\xDD\xCA\xFE\x04\x05\x06"[..]));
        let uri = parse(
            "pkcs11:token=A%20name%20with%20a%20substring%20%25%3B;object=my-certificate;type=cert",
        );
        assert_eq!(uri.token.as_deref(), Some("A name with a substring %;"));
        let uri = parse(
            "pkcs11:token=Name%20with%20a%20small%20A%20with%20acute:%20%C3%A1;object=my-certificate;type=cert",
        );
        assert_eq!(uri.token.as_deref(), Some("Name with a small A with acute: \u{e1}"));
        let uri = parse(
            "pkcs11:token=my-token;object=my-certificate;type=cert;vendor-aaa=value-a?pin-source=file:/etc/token_pin&vendor-bbb=value-b",
        );
        assert_eq!(uri.other_path, [("vendor-aaa".to_owned(), b"value-a".to_vec())]);
        assert_eq!(uri.other("vendor-bbb"), Some("value-b"));
        assert!(uri.is_beyond_us());
        assert!(!uri.matches_object(&uri.template()));
        let uri = parse("pkcs11:object=my-sign-key;type=private?pin-source=|/usr/lib/pinomatic");
        assert_eq!(uri.pin_source.as_deref(), Some("|/usr/lib/pinomatic"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, says) in [
            ("file:/x", "does not begin"),
            ("pkcs11", "does not begin"),
            ("pkcs11:token", "no name"),
            ("pkcs11:=x", "no name"),
            ("pkcs11:token=a;", "no name"),
            ("pkcs11:token=a;;object=b", "no name"),
            ("pkcs11:to ken=a", "a name has"),
            ("pkcs11:token=%4", "token has a wrong %"),
            ("pkcs11:token=%zz", "token has a wrong %"),
            ("pkcs11:token=%+1", "token has a wrong %"),
            ("pkcs11:token=a b", "token has a character"),
            ("pkcs11:token=a#b", "token has a character"),
            ("pkcs11:token=\u{e1}", "token has a character"),
            ("pkcs11:token=%ff", "token is not UTF-8"),
            ("pkcs11:token=a;token=b", "token twice"),
            ("pkcs11:x-a=a;x-a=b", "x-a twice"),
            ("pkcs11:type=key", "type is none of"),
            ("pkcs11:slot-id=one", "slot-id is not a number"),
            ("pkcs11:slot-id=+1", "slot-id is not a number"),
            ("pkcs11:slot-id=99999999999999999999", "slot-id is not a number"),
            ("pkcs11:library-version=1.256", "library-version is not"),
            ("pkcs11:library-version=1.", "library-version is not"),
            ("pkcs11:?pin-source=a&pin-value=b", "both a pin-source"),
            ("pkcs11:?pin-value=a&pin-value=b", "pin-value twice"),
            ("pkcs11:?module-path", "no name"),
        ] {
            let error = Pkcs11Uri::parse(text).expect_err(text);
            assert!(error.is(ck::CKR_ARGUMENTS_BAD));
            assert!(error.why().contains(says), "{text}: {error}");
        }
        let error = Pkcs11Uri::parse("pkcs11:?pin-value=1234 5").unwrap_err();
        assert!(!error.why().contains("1234"), "{error}");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "pkcs11:",
            "pkcs11:slot-id=7;token=a%3Bb%2Fc%20%C3%A1;id=%00%FF;object=;type=secret-key",
            "pkcs11:library-version=3.2;x-a=%00?module-path=%2Fusr%2Flib%2Fa.so&x-b=1&x-b=2",
        ] {
            assert_eq!(parse(text).to_string(), text);
        }
        let uri = parse("PKCS11:?pin-value=1%26234");
        assert_eq!(uri.to_string(), "pkcs11:");
        assert_eq!(format!("{uri:?}"), "pkcs11:");
        assert_eq!(uri.with_pin().expose(), b"pkcs11:?pin-value=1%26234");
    }

    #[test]
    fn tokens_and_objects() {
        let mut info = TokenInfo {
            label: "one".into(),
            manufacturer: "Maker".into(),
            model: "Model".into(),
            serial: "0123".into(),
            flags: 0,
            max_sessions: 0,
            sessions: 0,
            max_rw_sessions: 0,
            rw_sessions: 0,
            max_pin_len: 0,
            min_pin_len: 0,
            hardware: (0, 0),
            firmware: (0, 0),
        };
        let uri = parse("pkcs11:token=one;serial=0123;manufacturer=Maker;model=Model");
        assert!(uri.matches_token(&info) && uri.names_token() && !uri.names_object());
        info.serial = "0124".into();
        assert!(!uri.matches_token(&info));
        assert!(parse("pkcs11:object=x").matches_token(&info));
        let slot = SlotInfo {
            description: "slot".into(),
            manufacturer: "Maker".into(),
            flags: 0,
            hardware: (0, 0),
            firmware: (0, 0),
        };
        assert!(parse("pkcs11:slot-id=3;slot-description=slot").matches_slot(3, &slot));
        assert!(!parse("pkcs11:slot-id=3").matches_slot(4, &slot));
        assert!(!parse("pkcs11:slot-manufacturer=x").matches_slot(4, &slot));
        let object = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_PRIVATE_KEY)
            .with(ck::CKA_LABEL, "key")
            .with(ck::CKA_ID, vec![1, 2]);
        assert!(parse("pkcs11:object=key;id=%01%02;type=private").matches_object(&object));
        assert!(!parse("pkcs11:object=key;id=%01;type=private").matches_object(&object));
        assert!(!parse("pkcs11:type=public").matches_object(&object));
        assert!(parse("pkcs11:id=").matches_object(&Template::new()));
    }
}
