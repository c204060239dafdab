//! Java: a class a family, and the names as one class of unmodifiable maps.

use super::File;
use super::tables::{self, FAMILIES, Family, MADE, quoted};
use std::fmt::Write;

const FOLDER: &str = "bindings-java/src/main/java/dev/strongroom";

pub fn files() -> Vec<File> {
    let mut files: Vec<File> = FAMILIES
        .iter()
        .filter(|(family, ..)| *family != "STRONGROOM")
        .map(|family| (format!("{FOLDER}/{}.java", class(family.0)), constants(family)))
        .map(|(path, text)| (path, text.unwrap_or_default()))
        .collect();
    files.push((format!("{FOLDER}/Names.java"), names().unwrap_or_default()));
    files
}

/// `CKR` is the class `Ckr`.
fn class(family: &str) -> String {
    let (first, rest) = family.split_at(1);
    format!("{first}{}", rest.to_ascii_lowercase())
}

fn constants((family, about, members): &Family) -> Result<String, std::fmt::Error> {
    let class = class(family);
    let mut out = format!(
        "// {MADE}\npackage dev.strongroom;\n\n/** {about} */\npublic final class {class} {{\n    private {class}() {{}}\n\n"
    );
    let own = tables::FAMILIES.iter().find(|(name, ..)| *family == "CKR" && *name == "STRONGROOM");
    for (name, value) in members.iter().chain(own.map_or(&[][..], |(_, _, own)| *own)) {
        writeln!(out, "    /** {{@code {name}}} */")?;
        writeln!(out, "    public static final long {name} = {value:#x}L;")?;
    }
    writeln!(out, "}}")?;
    Ok(out)
}

fn names() -> Result<String, std::fmt::Error> {
    let mut out = format!(
        "// {MADE}\npackage dev.strongroom;\n\nimport java.util.List;\nimport java.util.Map;\nimport java.util.Arrays;\n\n\
         /** The names that the core has for failures, mechanisms, hashes and kinds of keys. */\n\
         final class Names {{\n    private Names() {{}}\n"
    );
    let word = |word: Option<&str>| word.map_or("null".into(), |word| format!("\"{word}\""));
    let kinds = tables::kinds().into_iter().map(|(k, v)| (k, format!("List.of({})", quoted(&v))));
    map(
        &mut out,
        "List<String>",
        "KINDS",
        "Groups of failures; what is in none is in Function.",
        kinds,
    )?;
    let all = tables::mechanisms();
    let all = all.into_iter().map(|(k, v)| (k.to_owned(), format!("List.of({})", quoted(&v))));
    map(&mut out, "List<String>", "MECHANISMS", "The fields that each mechanism takes.", all)?;
    let all = tables::algorithms().into_iter();
    let all =
        all.map(|(k, v)| (k.to_owned(), format!("Arrays.asList({})", v.map(word).join(", "))));
    let about = "Names of other ecosystems: mechanism, hash, encoding.";
    map(&mut out, "List<String>", "ALGORITHMS", about, all)?;
    let all = tables::hashes().into_iter().map(|(k, v)| (k.to_owned(), v.to_string()));
    map(&mut out, "Integer", "HASHES", "Bytes of a digest of each hash.", all)?;
    writeln!(out, "\n    /** Kinds of keys, with their usual sizes. */")?;
    let kinds = quoted(&tables::key_kinds());
    writeln!(out, "    static final List<String> KEY_KINDS = List.of({kinds});\n}}")?;
    Ok(out)
}

fn map(
    out: &mut String,
    of: &str,
    name: &str,
    about: &str,
    entries: impl Iterator<Item = (String, String)>,
) -> std::fmt::Result {
    writeln!(out, "\n    /** {about} */")?;
    let entries: Vec<String> =
        entries.map(|(k, v)| format!("        Map.entry(\"{k}\", {v})")).collect();
    writeln!(out, "    static final Map<String, {of}> {name} = Map.ofEntries(")?;
    writeln!(out, "{});", entries.join(",\n"))
}
