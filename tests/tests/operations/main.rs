//! Operations (PKCS #11 v3.2, sections 5.2 and 5.8 to 5.17): lengths, parts, order, state, two
//! operations at once, and keys that want a login each time.

mod cases;
mod parts;

strongroom_tests::suite![
    parts::ciphers,
    parts::digests,
    parts::signatures,
    parts::long_data,
    parts::half_blocks,
    parts::forged_data,
    parts::counters_end,
];
