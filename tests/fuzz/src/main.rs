//! The targets under libFuzzer. `STRONGROOM_FUZZ_TARGET` names one; `STRONGROOM_FUZZ_SEEDS` names the
//! directory that its seeds are put into before libFuzzer reads it.
#![no_main]

use std::sync::OnceLock;
use strongroom_fuzz::Target;

static TARGET: OnceLock<&Target> = OnceLock::new();

fn begin() {
    let name = std::env::var("STRONGROOM_FUZZ_TARGET").unwrap_or_default();
    let target = Target::named(&name).unwrap_or_else(|| {
        eprintln!("there is no target \"{name}\"");
        std::process::exit(2)
    });
    if let Some(directory) = std::env::var_os("STRONGROOM_FUZZ_SEEDS") {
        for (number, seed) in (target.seeds)().iter().enumerate() {
            let path = std::path::Path::new(&directory).join(format!("seed-{number}"));
            std::fs::write(path, seed).expect("write a seed");
        }
    }
    let _ = TARGET.set(target);
}

libfuzzer_sys::fuzz_target!(init: begin(), |data: &[u8]| {
    if let Some(target) = TARGET.get() {
        target.run(data);
    }
});
