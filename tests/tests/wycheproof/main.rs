//! The Wycheproof vectors through the C interface: every family that a mechanism here can do, with counts.
//! A vector that must be refused is refused with one of the return values that the function has for it, and
//! one that is valid gives what it says. Where something else is right, [`tally::Tally::but`] says why.

mod asymmetric;
mod post_quantum;
mod rsa;
mod symmetric;
mod tally;

strongroom_tests::suite![
    symmetric::aead,
    symmetric::cbc,
    symmetric::xts,
    symmetric::gmac,
    symmetric::macs,
    symmetric::key_wrap,
    symmetric::hkdf,
    symmetric::pbkdf2,
    asymmetric::ecdsa,
    asymmetric::eddsa,
    asymmetric::dsa,
    asymmetric::ecdh,
    asymmetric::ecdh_with_whole_keys,
    asymmetric::xdh,
    rsa::pkcs1_signatures,
    rsa::pss_signatures,
    rsa::oaep,
    rsa::oaep_with_many_keys,
    rsa::oaep_with_other_keys,
    rsa::oaep_with_further_keys,
    rsa::oaep_with_the_last_keys,
    rsa::pkcs1_decryption,
    post_quantum::ml_dsa,
    post_quantum::ml_kem,
];
