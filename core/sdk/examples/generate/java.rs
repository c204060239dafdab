//! Java: a class a family, the names as one class of unmodifiable maps, and a method for each mechanism and for each
//! of their fields.

use super::File;
use super::about::{self, about};
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
    let mechanisms = mechanisms().unwrap_or_default();
    files.push((format!("{FOLDER}/NamedMechanisms.java"), mechanisms));
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
    let all = tables::fields().into_iter();
    let all = all.map(|(k, v)| (k.to_owned(), format!("\"{v}\"")));
    let about = "The fields of mechanisms, each with its sort.";
    map(&mut out, "String", "FIELDS", about, all)?;
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

/// `aes-gcm` and `mgf_hash` are `aesGcm` and `mgfHash`. `public` is a word of the language.
fn camel(name: &str) -> String {
    if name == "public" {
        return "publicValue".into();
    }
    let mut upper = false;
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            '-' | '_' => upper = true,
            letter if upper => {
                out.push(letter.to_ascii_uppercase());
                upper = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// What is said of a secret.
const KEPT: &str = " The core has it from then on, and nothing of it stays in Java: wipe yours.";

/// How Java has values of a sort.
fn type_of(sort: &str) -> &'static str {
    match sort {
        "text" => "String",
        "truth" => "boolean",
        "number" => "long",
        "key" => "HsmKey",
        _ => "byte[]",
    }
}

/// A method for each mechanism, and one more with the first of its fields, which says most; a method for each field.
fn mechanisms() -> Result<String, std::fmt::Error> {
    let mut out = format!(
        "// {MADE}\npackage dev.strongroom;\n\n/** The mechanisms by their names, and their parameters by theirs. */\n\
         public abstract sealed class NamedMechanisms permits Mechanism {{\n    NamedMechanisms() {{}}\n\n    \
         abstract Mechanism with(String field, Object value);\n"
    );
    let fields = tables::fields();
    for (name, takes) in tables::mechanisms() {
        let (method, what) = (camel(name), about(about::MECHANISMS, name));
        let links: Vec<String> = takes.iter().map(|field| link(field, &fields)).collect();
        let links = if links.is_empty() { "nothing".to_owned() } else { links.join(", ") };
        let head = format!("{{@code {name}}}: {what}. It takes {links}.");
        method_of(
            &mut out,
            &head,
            None,
            "the mechanism",
            &format!("static Mechanism {method}()"),
            &format!("Mechanism.named(\"{name}\")"),
        )?;
        let Some((field, sort)) =
            takes.first().and_then(|first| fields.iter().find(|(f, _)| f == first))
        else {
            continue;
        };
        let (setter, of) = (camel(field), type_of(sort));
        let head = format!("{{@code {name}}}: {what}.");
        let param = (setter.as_str(), about(about::FIELDS, field));
        method_of(
            &mut out,
            &head,
            Some(param),
            "the mechanism",
            &format!("static Mechanism {method}({of} {setter})"),
            &format!("{method}().{setter}({setter})"),
        )?;
    }
    for (field, sort) in &fields {
        let (setter, what) = (camel(field), about(about::FIELDS, field));
        // A secret is given as an array that can be wiped, whatever it is an array of.
        let (types, keeps) = match sort.as_str() {
            "secret" => (&["byte[]", "char[]"][..], KEPT),
            sort => (&[type_of(sort)][..], ""),
        };
        for of in types {
            let letters = if *of == "char[]" { ", in UTF-8" } else { "" };
            method_of(
                &mut out,
                &format!("{what}{letters}.{keeps}"),
                Some((&setter, "its value")),
                "the mechanism with it",
                &format!("Mechanism {setter}({of} {setter})"),
                &format!("with(\"{field}\", {setter})"),
            )?;
        }
    }
    writeln!(out, "}}")?;
    Ok(out)
}

fn link(field: &str, fields: &[(&'static str, String)]) -> String {
    let sort = fields.iter().find(|(known, _)| *known == field).map_or("", |(_, sort)| sort);
    let of = type_of(sort);
    format!("{{@link #{}({of})}}", camel(field))
}

fn method_of(
    out: &mut String,
    head: &str,
    param: Option<(&str, &str)>,
    gives: &str,
    signature: &str,
    value: &str,
) -> std::fmt::Result {
    writeln!(out, "\n    /**")?;
    for line in wrapped(head) {
        writeln!(out, "     * {line}")?;
    }
    writeln!(out, "     *")?;
    if let Some((name, what)) = param {
        let (first, rest) = what.split_at(1);
        writeln!(out, "     * @param {name} {}{rest}", first.to_ascii_lowercase())?;
    }
    writeln!(out, "     * @return {gives}\n     */")?;
    writeln!(out, "    public {signature} {{\n        return {value};\n    }}")
}

/// Lines of at most so many letters, broken between words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().filter(|line| line.len() + word.len() < 112);
        match line {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
