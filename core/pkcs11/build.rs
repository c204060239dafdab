//! How the shared library is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if os == "linux" || os == "freebsd" {
        // The function tables must name this library's functions, even in a process where another
        // PKCS #11 module has exported the same names.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-Bsymbolic");
        // The crypto libraries leave destructors with threads that outlive a dlclose: the code stays
        // where it is until the process ends.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
