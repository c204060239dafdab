//! NIST's answers through the C interface: the files of its validation programs (CAVP), of RFCs in the same form,
//! and the known answers of the post-quantum rows, each with counts by mechanism. The files are those of the package
//! `cryptography-vectors`, which are too many to keep: `tests/tests/nist/fetch` brings them, and
//! `STRONGROOM_NIST_VECTORS` says where they are. Without them the tests are skipped, and say so.
//!
//! What is answered does not depend on where the token is, so that one place is enough.

mod acvp;
mod agreement;
mod ciphers;
mod counts;
mod derivations;
mod dsa;
mod file;
mod hashes;
mod post_quantum;
mod rsa;
mod wrapping;

strongroom_tests::suite![
    Embedded;
    ciphers::blocks,
    ciphers::counters,
    ciphers::data_units,
    ciphers::triple_des,
    ciphers::gcm,
    ciphers::ccm,
    ciphers::chacha20,
    hashes::digests,
    hashes::chains_of_digests,
    hashes::macs,
    wrapping::key_wrap,
    derivations::kbkdf,
    derivations::hkdf,
    derivations::pbkdf2,
    rsa::pkcs1,
    rsa::pss,
    rsa::x9_31,
    rsa::oaep,
    dsa::dsa,
    dsa::ecdsa,
    dsa::points,
    dsa::edwards,
    agreement::on_curves,
    agreement::montgomery,
    agreement::over_primes,
    post_quantum::ml_kem,
    post_quantum::ml_dsa,
    acvp::keys,
    acvp::ml_kem,
    acvp::signatures,
];
