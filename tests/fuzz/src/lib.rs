//! Any bytes into every decoder of the product: what a caller, a file or a disk can make it read. In comes
//! a target's name and bytes; what comes out is nothing, or a panic where something that must hold does
//! not: no decoder panics, none allocates more than its input is worth, and what is accepted is written
//! and read again as the same. `cargo test` runs each target for a moment ([`brief`]); `scripts/fuzz` runs
//! them under libFuzzer, which finds its way by coverage. A new decoder is a row in [`TARGETS`].

mod brief;
mod bytes;
mod der;
mod ffi;
mod mechanism;
mod template;
mod uri;

pub use brief::brief;
use strongroom_engine::fuzz as engine;
use strongroom_wire::fuzz as wire;

/// A decoder and what it is given first.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    decode: fn(&[u8]),
    /// Bytes that it takes.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

macro_rules! targets {
    ($($name:ident $decode:path, $seeds:path;)*) => {
        &[$(Target { name: stringify!($name), decode: $decode, seeds: $seeds },)*]
    };
}

/// Every target.
pub static TARGETS: &[Target] = targets! {
    template template::template, template::seeds;
    mechanism mechanism::mechanism, mechanism::seeds;
    record engine::record, engine::seeds::record;
    token engine::token, engine::seeds::token;
    manifest engine::manifest, engine::seeds::manifest;
    state engine::state, engine::seeds::state;
    pkcs8 der::pkcs8, der::pkcs8_seeds;
    spki der::spki, der::spki_seeds;
    ec der::ec, der::ec_seeds;
    certificate der::certificate, der::certificate_seeds;
    file der::file, der::file_seeds;
    request wire::request, requests;
    reply wire::reply, replies;
    uri uri::uri, uri::seeds;
};

fn requests() -> Vec<Vec<u8>> {
    wire::seeds(true)
}

fn replies() -> Vec<Vec<u8>> {
    wire::seeds(false)
}

/// What a decoder may allocate at one time: some for itself, and some for each byte of its input.
const ALLOWED: (usize, usize) = (256 << 10, 64);

impl Target {
    /// The target of this name.
    pub fn named(name: &str) -> Option<&'static Target> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// Decodes these bytes. Panics where something does not hold.
    pub fn run(&self, data: &[u8]) {
        let ((), peak) = ffi::heap::peak(|| (self.decode)(data));
        let allowed = ALLOWED.0 + ALLOWED.1 * data.len();
        assert!(peak <= allowed, "{peak} bytes allocated for {} bytes of input", data.len());
    }
}
