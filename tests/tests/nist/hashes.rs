//! Digests (SHAVS, SHA3VS) and MACs.

use crate::counts::Counts;
use crate::file::{Answer, answers};
use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

const DIGESTS: [(&str, u64); 11] = [
    ("SHA1/SHA1", CKM_SHA_1),
    ("SHA2/SHA224", CKM_SHA224),
    ("SHA2/SHA256", CKM_SHA256),
    ("SHA2/SHA384", CKM_SHA384),
    ("SHA2/SHA512", CKM_SHA512),
    ("SHA2/SHA512_224", CKM_SHA512_224),
    ("SHA2/SHA512_256", CKM_SHA512_256),
    ("SHA3/SHA3_224", CKM_SHA3_224),
    ("SHA3/SHA3_256", CKM_SHA3_256),
    ("SHA3/SHA3_384", CKM_SHA3_384),
    ("SHA3/SHA3_512", CKM_SHA3_512),
];

pub fn digests() {
    let s = Hsm::start().rw();
    let mut counts = Counts::new();
    let files = DIGESTS.iter().flat_map(|(name, row)| {
        ["ShortMsg", "LongMsg"].map(|what| (format!("hashes/{name}{what}.rsp"), *row))
    });
    let blake2b = ("hashes/blake2/blake2b.txt".to_owned(), CKM_BLAKE2B_512);
    for (file, row) in files.chain([blake2b]) {
        for answer in answers(&file, "md") {
            let data = answer.first("msg", answer.number("len") / 8);
            let made = s.digest(&Mech::new(row), &data);
            counts.gives(row, &answer.place, made, &answer.bytes("md"));
        }
    }
    counts.finish(2200);
}

/// Each answer is the digest of digests, a thousand times, and begins the next.
pub fn chains_of_digests() {
    let s = Hsm::start().rw();
    let mut counts = Counts::new();
    for (name, row) in DIGESTS {
        let with = Mech::new(row);
        let answers = answers(&format!("hashes/{name}Monte.rsp"), "md");
        let mut seed = answers[0].bytes("seed");
        for answer in &answers {
            let mut last = [seed.clone(), seed.clone(), seed.clone()];
            for _ in 0..1000 {
                let [first, second, third] = last;
                last = match name.starts_with("SHA3") {
                    true => [first, second, s.digest(&with, &third).must()],
                    false => {
                        let next = s.digest(&with, &[&first[..], &second, &third].concat());
                        [second, third, next.must()]
                    }
                };
            }
            let [_, _, made] = last;
            counts.gives(row, &answer.place, Ok(made.clone()), &answer.bytes("md"));
            seed = made;
        }
    }
    counts.finish(1100);
}

pub fn macs() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    let mut mac = |row, kind, key: &[u8], answer: &Answer, [data, expected]: [&str; 2]| {
        let (data, expected, with) = (answer.bytes(data), answer.bytes(expected), Mech::new(row));
        let template = secret(kind, key).and(&open());
        let made = s.holding(&template, |key| {
            s.verify(&with, key, &data, &expected).with(())?;
            s.sign(&with, key, &data)
        });
        counts.gives(row, &answer.place, made, &expected);
    };
    for (file, row) in [
        ("rfc-2202-sha1", CKM_SHA_1_HMAC),
        ("rfc-4231-sha224", CKM_SHA224_HMAC),
        ("rfc-4231-sha256", CKM_SHA256_HMAC),
        ("rfc-4231-sha384", CKM_SHA384_HMAC),
        ("rfc-4231-sha512", CKM_SHA512_HMAC),
    ] {
        for answer in answers(&format!("HMAC/{file}.txt"), "md") {
            mac(row, CKK_GENERIC_SECRET, &answer.bytes("key"), &answer, ["msg", "md"]);
        }
    }
    for size in [128, 192, 256] {
        for answer in answers(&format!("CMAC/nist-800-38b-aes{size}.txt"), "output") {
            mac(CKM_AES_CMAC, CKK_AES, &answer.bytes("key"), &answer, ["message", "output"]);
        }
    }
    for answer in answers("CMAC/nist-800-38b-3des.txt", "output") {
        let keys = [answer.bytes("key1"), answer.bytes("key2"), answer.bytes("key3")].concat();
        mac(CKM_DES3_CMAC, CKK_DES3, &keys, &answer, ["message", "output"]);
    }
    for answer in answers("poly1305/rfc7539.txt", "tag") {
        mac(CKM_POLY1305, CKK_POLY1305, &answer.bytes("key"), &answer, ["msg", "tag"]);
    }
    counts.finish(55);
}
