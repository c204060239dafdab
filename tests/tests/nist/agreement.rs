//! Agreement on keys (KASVS, of the primitive alone; RFCs 5114, 7027 and 7748).

use crate::counts::Counts;
use crate::file::{Answer, answers, padded};
use strongroom_tests::keys::*;
use strongroom_tests::prelude::*;

/// The secret that a private key and the other party's public value agree on.
fn agreed(s: Session, private: &Template, with: &Mech) -> Result<Vec<u8>, Rv> {
    s.holding(private, |key| {
        let secret = s.derive(with, key, &derived(0).without(CKA_VALUE_LEN))?;
        let value = s.get(secret, CKA_VALUE)?;
        s.destroy(secret).with(value)
    })
}

/// An answer of a validation: what the result finds wrong with the other party's value is refused; where it finds
/// something wrong with the party's own keys or with the secret, another secret comes out than the file has.
fn validated(s: Session, counts: &mut Counts, answer: &Answer, private: &Template, with: &Mech) {
    let made = agreed(s, private, with);
    let result = answer.text("result");
    if answer.passes() {
        counts.gives(with.number, &answer.place, made, &answer.bytes("z"));
    } else if result.contains("CAVS's") {
        counts.refuses(with.number, &answer.place, made, &[CKR_MECHANISM_PARAM_INVALID]);
    } else if result.contains("Z changed") || result.contains("private key") {
        // Some of the changed keys are none.
        let other = made
            .map_or_else(|rv| rv.code == CKR_ATTRIBUTE_VALUE_INVALID, |z| z != answer.bytes("z"));
        counts.gives(with.number, &answer.place, Ok(vec![u8::from(other)]), &[1]);
    }
    // The rest is about the party's own public key, which no call is given.
}

pub fn on_curves() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for side in ["init", "resp"] {
        let file =
            format!("asymmetric/ECDH/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_{side}.fax");
        for answer in answers(&file, "result") {
            let curve = match answer.text("heading").split(' ').next() {
                Some("EA") => P192,
                Some("EB") => P224,
                Some("EC") => P256,
                Some("ED") => P384,
                Some("EE") => P521,
                other => panic!("{}: {other:?}", answer.place),
            };
            let number = |name: &str| padded(&answer.big(name), curve.length);
            let private = ec_private(CKK_EC, curve.oid, &number("dsiut"));
            let point = [vec![4], number("qscavsx"), number("qscavsy")].concat();
            let with = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &point);
            validated(s, &mut counts, &answer, &private, &with);
        }
    }
    for answer in answers("asymmetric/ECDH/brainpool.txt", "x_z") {
        let curve = match answer.text("curve") {
            "brainpoolP256r1" => BRAINPOOL_P256R1,
            "brainpoolP384r1" => BRAINPOOL_P384R1,
            "brainpoolP512r1" => BRAINPOOL_P512R1,
            other => panic!("{other}"),
        };
        for (mine, [x, y]) in [("da", ["x_qb", "y_qb"]), ("db", ["x_qa", "y_qa"])] {
            let point = [vec![4], answer.bytes(x), answer.bytes(y)].concat();
            let with = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &point);
            let private = ec_private(CKK_EC, curve.oid, &answer.bytes(mine));
            let made = agreed(s, &private, &with);
            counts.gives(with.number, &answer.place, made, &answer.bytes("x_z"));
        }
    }
    counts.finish(200);
}

pub fn montgomery() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (file, curve) in [("X25519", X25519), ("X448", X448)] {
        for answer in answers(&format!("asymmetric/{file}/rfc7748.txt"), "output_u") {
            let private = ec_private(CKK_EC_MONTGOMERY, curve.oid, &answer.bytes("input_scalar"));
            let with = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &answer.bytes("input_u"));
            let made = agreed(s, &private, &with);
            counts.gives(with.number, &answer.place, made, &answer.bytes("output_u"));
        }
    }
    counts.finish(5);
}

pub fn over_primes() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in [
        "KASValidityTest_FFCStatic_NOKC_ZZOnly_init.fax",
        "KASValidityTest_FFCStatic_NOKC_ZZOnly_resp.fax",
        "RFC5114.txt",
    ] {
        for answer in answers(&format!("asymmetric/DH/{file}"), "result") {
            let private = template![
                CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_X9_42_DH,
                CKA_PRIME => answer.big("p"), CKA_SUBPRIME => answer.big("q"), CKA_BASE => answer.big("g"),
                CKA_VALUE => answer.big("xstatiut")
            ];
            let public = answer.bytes("ystatcavs");
            let with = Mech::new(CKM_X9_42_DH_DERIVE)
                .word(CKD_NULL)
                .word(0)
                .word(0)
                .word(public.len() as u64)
                .pointer(&public);
            validated(s, &mut counts, &answer, &private, &with);
        }
    }
    counts.finish(100);
}
