//! Python: one module of `Final` numbers, which type checkers know as literals.

use super::File;
use super::tables::{self, FAMILIES, MADE, quoted};
use std::fmt::Write;

pub fn files() -> Vec<File> {
    let of = |name: &str| format!("bindings-python/python/strongroom/{name}.py");
    vec![(of("constants"), text().unwrap_or_default()), (of("named"), named().unwrap_or_default())]
}

/// A function for each mechanism.
fn named() -> Result<String, std::fmt::Error> {
    let identifier = |name: &str| name.replace('-', "_");
    let names = tables::mechanisms();
    let all: Vec<String> = names.iter().map(|(name, _)| identifier(name)).collect();
    let sorts = tables::fields();
    let typed = |field: &str| {
        let sort = sorts.iter().find(|(name, _)| *name == field).map_or("", |(_, sort)| sort);
        match sort {
            "text" => "str",
            "bytes" | "secret" => "Buffer",
            "truth" => "bool",
            "key" => "Object",
            _ => "int",
        }
    };
    let mut out = format!(
        "\"\"\"A function for each mechanism that the core has a name for, with the core's names for what it takes. The\n\
         classes of `strongroom.mechanisms` say more of those that are usual.\n\n{MADE}\"\"\"\n\n\
         from __future__ import annotations\n\nfrom typing import TYPE_CHECKING, Optional\n\n\
         from ._types import Buffer\nfrom .mechanisms import Mechanism\n\n\
         if TYPE_CHECKING:\n    from ._objects import Object\n\n__all__ = [\n"
    );
    for name in &all {
        writeln!(out, "    \"{name}\",")?;
    }
    writeln!(out, "]")?;
    for (name, fields) in &names {
        writeln!(out, "\n\ndef {}(", identifier(name))?;
        if !fields.is_empty() {
            writeln!(out, "    *,")?;
        }
        for field in fields {
            writeln!(out, "    {field}: Optional[{}] = None,", typed(field))?;
        }
        let given: String = fields.iter().map(|field| format!(", {field}={field}")).collect();
        writeln!(out, ") -> Mechanism:\n    \"\"\"`{name}`\"\"\"")?;
        writeln!(out, "    return Mechanism(\"{name}\"{given})")?;
    }
    Ok(out)
}

fn text() -> Result<String, std::fmt::Error> {
    let mut out = format!(
        "\"\"\"The constants of PKCS #11 v3.2, the return values that are the core's own, and the names that the\n\
         core has for mechanisms, hashes and kinds of keys.\n\n{MADE}\"\"\"\n\n\
         from typing import Dict, Final, Optional, Tuple\n"
    );
    for (_, about, members) in FAMILIES {
        writeln!(out, "\n# {about}")?;
        for (name, value) in *members {
            writeln!(out, "{name}: Final = {value:#x}")?;
        }
    }
    writeln!(
        out,
        "\n#: Groups of failures, and the return values of each; what is in none is in `Function`."
    )?;
    writeln!(out, "KINDS: Final[Dict[str, Tuple[str, ...]]] = {{")?;
    for (kind, names) in tables::kinds() {
        writeln!(out, "    \"{kind}\": ({},),", quoted(&names))?;
    }
    writeln!(out, "}}\n\n#: Mechanisms by the core's names, and the fields that each takes.")?;
    writeln!(out, "MECHANISMS: Final[Dict[str, Tuple[str, ...]]] = {{")?;
    for (name, fields) in tables::mechanisms() {
        let comma = if fields.is_empty() { "" } else { "," };
        writeln!(out, "    \"{name}\": ({}{comma}),", quoted(&fields))?;
    }
    writeln!(
        out,
        "}}\n\n#: The fields of mechanisms, each with its sort.\nFIELDS: Final[Dict[str, str]] = {{"
    )?;
    for (name, sort) in tables::fields() {
        writeln!(out, "    \"{name}\": \"{sort}\",")?;
    }
    writeln!(
        out,
        "}}\n\n#: Names of other ecosystems: the mechanism, the hash and the encoding that each means."
    )?;
    writeln!(out, "ALGORITHMS: Final[Dict[str, Tuple[str, Optional[str], Optional[str]]]] = {{")?;
    for (name, means) in tables::algorithms() {
        let means = means.map(|word| word.map_or("None".into(), |word| format!("\"{word}\"")));
        writeln!(out, "    \"{name}\": ({}),", means.join(", "))?;
    }
    writeln!(
        out,
        "}}\n\n#: Hashes, and the bytes of a digest of each.\nHASHES: Final[Dict[str, int]] = {{"
    )?;
    for (name, len) in tables::hashes() {
        writeln!(out, "    \"{name}\": {len},")?;
    }
    writeln!(
        out,
        "}}\n\n#: Kinds of keys, with their usual sizes.\nKEY_KINDS: Final[Tuple[str, ...]] = ("
    )?;
    for kind in tables::key_kinds() {
        writeln!(out, "    \"{kind}\",")?;
    }
    writeln!(out, ")")?;
    Ok(out)
}
