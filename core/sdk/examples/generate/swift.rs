//! Swift: an enumeration without cases a family, as a space for names; the fields of mechanisms, and a function for
//! each mechanism that `Mechanism.swift` has none for.

use super::File;
use super::about::{self, about};
use super::tables::{self, FAMILIES, MADE, quoted};
use std::fmt::Write;

const FOLDER: &str = "bindings-swift/Sources/Strongroom";

/// Mechanisms that have functions written by hand, with what is usual left out.
static WRITTEN: &[&str] = &[
    "ecdsa",
    "rsa-pss",
    "rsa-pkcs1",
    "eddsa",
    "ml-dsa",
    "hmac",
    "aes-cmac",
    "aes-gcm",
    "aes-ccm",
    "aes-cbc",
    "aes-cbc-pad",
    "aes-ctr",
    "rsa-oaep",
    "aes-kw",
    "aes-kwp",
    "rsa-aes-wrap",
    "ecdh",
    "hkdf",
    "ml-kem",
    "digest",
];

/// Words that are written in capitals behind the first one.
static CAPITALS: &[&str] = &[
    "aes", "cbc", "ccm", "cfb1", "cfb128", "cfb8", "cmac", "ctr", "cts", "dh", "dsa", "ecb", "gcm",
    "gmac", "kdf", "kem", "kw", "kwp", "mac", "oaep", "ofb", "pkcs7", "pss", "tpm", "x931", "xcbc",
    "xts",
];

pub fn files() -> Vec<File> {
    vec![
        (format!("{FOLDER}/Constants.swift"), text().unwrap_or_default()),
        (format!("{FOLDER}/NamedMechanisms.swift"), mechanisms().unwrap_or_default()),
    ]
}

/// `aes-xts` is `aesXTS`, `tag_len` is `tagLength`: what is an abbreviation behind the first word is in capitals.
fn camel(name: &str) -> String {
    if name == "public" {
        return "publicKey".into();
    }
    let mut words = name.split(['-', '_']);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |out, word| match word {
        "len" => out + "Length",
        word if CAPITALS.contains(&word) => out + &word.to_ascii_uppercase(),
        word => out + &word[..1].to_ascii_uppercase() + &word[1..],
    })
}

/// How Swift has values of a sort; hashes are texts that have a type.
fn type_of(field: &str, sort: &str) -> &'static str {
    match sort {
        "text" if field.ends_with("hash") => "Hash",
        "text" => "String",
        "truth" => "Bool",
        "number" => "Int",
        "key" => "any TokenObject",
        _ => "Data",
    }
}

fn mechanisms() -> Result<String, std::fmt::Error> {
    // In Swift a signature has both forms.
    let of_swift = |(field, _): &(&str, _)| *field != "encoding";
    let fields: Vec<_> = tables::fields().into_iter().filter(of_swift).collect();
    let mut out = format!(
        "// {MADE}\n\nimport Foundation\ninternal import StrongroomCore\n\nextension Mechanism {{\n    \
         /// The parameters of mechanisms. Each mechanism takes some of them, and refuses the others.\n    \
         public struct Fields: Sendable, Hashable {{\n"
    );
    let stored = |field: &str, sort: &str| match type_of(field, sort) {
        "Hash" => "String",
        "any TokenObject" => "UInt64",
        other => other,
    };
    for (field, sort) in &fields {
        writeln!(out, "        /// {}.", about(about::FIELDS, field))?;
        writeln!(out, "        public var {}: {}?", camel(field), stored(field, sort))?;
    }
    writeln!(out, "\n        /// None of them.\n        public init() {{}}\n")?;
    writeln!(out, "        func native(_ name: String) -> MechanismSpec {{")?;
    writeln!(
        out,
        "            let number = {{ (value: Int?) in value.map {{ UInt64(clamping: $0) }} }}"
    )?;
    let pairs = fields.iter().map(|(field, sort)| {
        let (name, plain) = (camel(field), camel_plain(field));
        if sort == "number" {
            format!("{plain}: number({name})")
        } else {
            format!("{plain}: {name}")
        }
    });
    let pairs: Vec<String> = pairs.collect();
    writeln!(
        out,
        "            return MechanismSpec(\n                name: name, {})",
        pairs.join(",\n                ")
    )?;
    writeln!(out, "        }}\n    }}")?;
    for (name, takes) in tables::mechanisms() {
        if WRITTEN.contains(&name) {
            continue;
        }
        writeln!(out, "\n    /// {}.", about(about::MECHANISMS, name))?;
        let takes: Vec<_> = fields.iter().filter(|(field, _)| takes.contains(field)).collect();
        if takes.is_empty() {
            writeln!(out, "    public static let {} = Mechanism(\"{name}\")", camel(name))?;
            continue;
        }
        let said =
            takes.iter().map(|(f, s)| format!("{}: {}? = nil", camel(f), optional(type_of(f, s))));
        let said: Vec<String> = said.collect();
        writeln!(
            out,
            "    public static func {}(\n        {}\n    ) -> Self {{",
            camel(name),
            said.join(", ")
        )?;
        writeln!(out, "        var fields = Fields()")?;
        for (field, sort) in takes {
            let value = match type_of(field, sort) {
                "Hash" => "?.rawValue",
                "any TokenObject" => "?.handle",
                _ => "",
            };
            let field = camel(field);
            writeln!(out, "        fields.{field} = {field}{value}")?;
        }
        writeln!(out, "        return Mechanism(\"{name}\", fields)\n    }}")?;
    }
    writeln!(out, "}}")?;
    Ok(out)
}

/// A type with room for nothing.
fn optional(of: &str) -> String {
    if of.contains(' ') { format!("({of})") } else { of.to_owned() }
}

/// What UniFFI makes of a field's name.
fn camel_plain(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..])
}

fn text() -> Result<String, std::fmt::Error> {
    let mut out = format!("// {MADE}\n");
    for (family, about, members) in FAMILIES {
        writeln!(out, "\n/// {about}\npublic enum {family}: Sendable {{")?;
        for (name, value) in *members {
            writeln!(out, "    public static let {name}: UInt64 = {value:#x}")?;
        }
        writeln!(out, "}}")?;
    }
    let word = |word: Option<&str>| word.map_or("nil".into(), |word| format!("\"{word}\""));
    let list = |words: &[&str]| format!("[{}]", quoted(words));
    let all = tables::kinds().into_iter().map(|(k, v)| (k, list(&v)));
    let about = "Groups of failures; what is in none is in Function.";
    map(&mut out, "kinds", "[String]", about, all)?;
    let all = tables::mechanisms().into_iter().map(|(k, v)| (k.to_owned(), list(&v)));
    map(&mut out, "mechanisms", "[String]", "The fields that each mechanism takes.", all)?;
    let all = tables::fields().into_iter();
    let all = all.map(|(k, v)| (k.to_owned(), format!("\"{v}\"")));
    map(&mut out, "fields", "String", "The fields of mechanisms, each with its sort.", all)?;
    let all = tables::algorithms().into_iter();
    let all = all.map(|(k, v)| (k.to_owned(), format!("[{}]", v.map(word).join(", "))));
    let about = "Names of other ecosystems: mechanism, hash, encoding.";
    map(&mut out, "algorithms", "[String?]", about, all)?;
    let all = tables::hashes().into_iter().map(|(k, v)| (k.to_owned(), v.to_string()));
    map(&mut out, "hashes", "Int", "Bytes of a digest of each hash.", all)?;
    let kinds = quoted(&tables::key_kinds());
    writeln!(
        out,
        "\n/// Kinds of keys, with their usual sizes.\nlet keyKinds: [String] = [{kinds}]"
    )?;
    Ok(out)
}

fn map(
    out: &mut String,
    name: &str,
    of: &str,
    about: &str,
    entries: impl Iterator<Item = (String, String)>,
) -> std::fmt::Result {
    writeln!(out, "\n/// {about}\nlet {name}: [String: {of}] = [")?;
    for (key, value) in entries {
        writeln!(out, "    \"{key}\": {value},")?;
    }
    writeln!(out, "]")
}
