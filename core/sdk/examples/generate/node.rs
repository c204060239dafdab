//! Node.js: an object a family, as an ECMAScript module, a CommonJS module and types.

use super::File;
use super::tables::{self, FAMILIES, MADE, quoted};
use std::fmt::Write;

pub fn files() -> Vec<File> {
    let of = |form| text(form).unwrap_or_default();
    vec![
        ("bindings-node/constants.mjs".into(), of(Form::Module)),
        ("bindings-node/constants.cjs".into(), of(Form::Common)),
        ("bindings-node/constants.d.ts".into(), of(Form::Types)),
    ]
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Module,
    Common,
    Types,
}

fn text(form: Form) -> Result<String, std::fmt::Error> {
    let mut out = format!("// {MADE}\n");
    if form == Form::Common {
        out.push_str("'use strict';\n");
    }
    for (family, about, members) in FAMILIES {
        let members: Vec<_> =
            members.iter().map(|(name, value)| (*name, format!("{value:#x}"))).collect();
        object(&mut out, form, family, about, &members)?;
    }
    let list = |words: String| match form {
        Form::Types => format!("readonly [{words}]"),
        _ => format!("Object.freeze([{words}])"),
    };
    let kinds = tables::kinds();
    let kinds: Vec<_> =
        kinds.iter().map(|(kind, names)| (kind.as_str(), list(quoted(names)))).collect();
    object(&mut out, form, "KINDS", "Groups of failures; what is in none is in Function.", &kinds)?;
    let mechanisms = tables::mechanisms();
    let mechanisms: Vec<_> =
        mechanisms.iter().map(|(name, fields)| (*name, list(quoted(fields)))).collect();
    object(&mut out, form, "MECHANISMS", "The fields that each mechanism takes.", &mechanisms)?;
    let fields: Vec<_> =
        tables::fields().into_iter().map(|(name, sort)| (name, format!("'{sort}'"))).collect();
    let about = "The fields of mechanisms, by the core's names, each with its sort.";
    object(&mut out, form, "FIELDS", about, &fields)?;
    let word = |word: Option<&str>| word.map_or("null".into(), |word| format!("\"{word}\""));
    let algorithms: Vec<_> = tables::algorithms()
        .into_iter()
        .map(|(name, means)| (name, list(means.map(word).join(", "))))
        .collect();
    let about = "Names of other ecosystems: mechanism, hash, encoding.";
    object(&mut out, form, "ALGORITHMS", about, &algorithms)?;
    let hashes: Vec<_> =
        tables::hashes().into_iter().map(|(name, len)| (name, len.to_string())).collect();
    object(&mut out, form, "HASHES", "Bytes of a digest of each hash.", &hashes)?;
    let kinds = list(quoted(&tables::key_kinds()));
    match form {
        Form::Module => {
            writeln!(out, "\n/** Kinds of keys. */\nexport const KEY_KINDS = {kinds};")?
        }
        Form::Common => writeln!(out, "\n/** Kinds of keys. */\nexports.KEY_KINDS = {kinds};")?,
        Form::Types => {
            writeln!(out, "\n/** Kinds of keys. */\nexport declare const KEY_KINDS: {kinds};")?;
        }
    }
    Ok(out)
}

fn object(
    out: &mut String,
    form: Form,
    name: &str,
    about: &str,
    members: &[(&str, String)],
) -> std::fmt::Result {
    writeln!(out, "\n/** {about} */")?;
    match form {
        Form::Module => writeln!(out, "export const {name} = Object.freeze({{")?,
        Form::Common => writeln!(out, "exports.{name} = Object.freeze({{")?,
        Form::Types => writeln!(out, "export declare const {name}: {{")?,
    }
    for (member, value) in members {
        match form {
            Form::Types => writeln!(out, "  readonly '{member}': {value};")?,
            _ => writeln!(out, "  '{member}': {value},")?,
        }
    }
    writeln!(out, "{}", if form == Form::Types { "};" } else { "});" })
}
