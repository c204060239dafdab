//! Swift: an enumeration without cases a family, as a space for names.

use super::File;
use super::tables::{self, FAMILIES, MADE, quoted};
use std::fmt::Write;

pub fn files() -> Vec<File> {
    let path = "bindings-swift/Sources/Strongroom/Constants.swift";
    vec![(path.into(), text().unwrap_or_default())]
}

fn text() -> Result<String, std::fmt::Error> {
    let mut out = format!("// {MADE}\n");
    for (family, about, members) in FAMILIES {
        writeln!(out, "\n/// {about}\npublic enum {family} {{")?;
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
