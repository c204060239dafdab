//! Python: one module of `Final` numbers, which type checkers know as literals.

use super::File;
use super::tables::{self, FAMILIES, MADE, quoted};
use std::fmt::Write;

pub fn files() -> Vec<File> {
    vec![("bindings-python/python/strongroom/constants.py".into(), text().unwrap_or_default())]
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
