//! What a template finds: exactly the visible objects that have all its attributes.

use strongroom_tests::keys::{P256, open, secret};
use strongroom_tests::prelude::*;

/// Objects that differ in every attribute that is searched for; half of them on the token.
fn populate(s: Session) -> Vec<u64> {
    let mut made = Vec::new();
    for token in [false, true] {
        let at = template![CKA_TOKEN => token];
        let x = |n: u8| template![CKA_LABEL => &[b'l', n], CKA_ID => &[n, 0, n]].and(&at);
        for n in 0..3 {
            let data = template![
                CKA_CLASS => CKO_DATA, CKA_LABEL => &[b'l', n], CKA_APPLICATION => &[b'a', n],
                CKA_OBJECT_ID => &[6, 1, n], CKA_VALUE => &[n; 40],
            ];
            made.push(s.create(&data.and(&at)).must());
            let key = secret(CKK_GENERIC_SECRET, &[n + 1; 20]).with(CKA_DERIVE, n == 1);
            made.push(s.create(&key.and(&x(n)).and(&open())).must());
        }
        made.push(s.aes(16, &x(3)).must());
        made.push(s.aes(32, &x(4).with(CKA_START_DATE, "20260101")).must());
        let (public, private) = s.pair(P256, &x(5), &x(6)).must();
        let (rsa_public, rsa_private) =
            s.rsa(2048, &x(7), &x(7).with(CKA_SUBJECT, b"\x30\x00")).must();
        made.extend([public, private, rsa_public, rsa_private]);
        let certificate = template![
            CKA_CLASS => CKO_CERTIFICATE, CKA_CERTIFICATE_TYPE => CKC_X_509, CKA_SUBJECT => b"\x30\x00",
            CKA_ISSUER => b"\x30\x02\x05\x00", CKA_SERIAL_NUMBER => b"\x02\x01\x07",
            CKA_VALUE => b"\x30\x03\x02\x01\x05",
        ];
        made.push(s.create(&certificate.and(&x(8))).must());
    }
    made
}

/// Every attribute that was ever seen on an object of the population.
const KINDS: &[u64] = &[
    CKA_CLASS,
    CKA_TOKEN,
    CKA_PRIVATE,
    CKA_MODIFIABLE,
    CKA_COPYABLE,
    CKA_DESTROYABLE,
    CKA_LABEL,
    CKA_UNIQUE_ID,
    CKA_APPLICATION,
    CKA_OBJECT_ID,
    CKA_VALUE,
    CKA_CERTIFICATE_TYPE,
    CKA_TRUSTED,
    CKA_CERTIFICATE_CATEGORY,
    CKA_SUBJECT,
    CKA_ID,
    CKA_ISSUER,
    CKA_SERIAL_NUMBER,
    CKA_URL,
    CKA_KEY_TYPE,
    CKA_START_DATE,
    CKA_END_DATE,
    CKA_DERIVE,
    CKA_LOCAL,
    CKA_KEY_GEN_MECHANISM,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_SIGN,
    CKA_VERIFY,
    CKA_SIGN_RECOVER,
    CKA_VERIFY_RECOVER,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_ALWAYS_SENSITIVE,
    CKA_NEVER_EXTRACTABLE,
    CKA_WRAP_WITH_TRUSTED,
    CKA_ALWAYS_AUTHENTICATE,
    CKA_CHECK_VALUE,
    CKA_MODULUS,
    CKA_MODULUS_BITS,
    CKA_PUBLIC_EXPONENT,
    CKA_EC_PARAMS,
    CKA_EC_POINT,
    CKA_VALUE_LEN,
    CKA_PUBLIC_KEY_INFO,
    CKA_NAME_HASH_ALGORITHM,
];

/// What a search must find, from reading every object.
fn having(s: Session, objects: &[u64], wanted: &Template) -> Vec<u64> {
    let has =
        |object: u64| wanted.0.iter().all(|(k, v)| s.get(object, *k).is_ok_and(|got| got == *v));
    sorted(objects.iter().copied().filter(|o| has(*o)).collect())
}

fn sorted(mut handles: Vec<u64>) -> Vec<u64> {
    handles.sort_unstable();
    handles
}

/// Each value of each attribute of each object is searched for, alone.
pub fn every_attribute_finds_its_objects() {
    let s = Hsm::start().user();
    let objects = populate(s);
    let mut report = Report::new();
    for kind in KINDS {
        let mut values: Vec<Vec<u8>> =
            objects.iter().filter_map(|o| s.get(*o, *kind).ok()).collect();
        values.sort();
        values.dedup();
        report.holds(format!("0x{kind:x} is an attribute of some object"), !values.is_empty());
        for value in values {
            let wanted = template![*kind => value];
            let found = sorted(s.find(&wanted).must());
            let what =
                format!("0x{kind:x} = {:02x?}", &wanted.0[0].1.get(..16).unwrap_or(&wanted.0[0].1));
            report.holds(what, found == having(s, &objects, &wanted));
        }
    }
    report.finish("values searched for");
}

/// Two attributes of one object, and three, find that object and no stranger.
pub fn several_attributes_narrow_a_search() {
    let s = Hsm::start().user();
    let objects = populate(s);
    let mut report = Report::new();
    for (at, object) in objects.iter().enumerate() {
        let present: Vec<(u64, Vec<u8>)> =
            KINDS.iter().filter_map(|k| Some((*k, s.get(*object, *k).ok()?))).collect();
        for step in [1, 5, 11] {
            let take = |n: usize| present[(at * 3 + n * step) % present.len()].clone();
            let wanted = Template(vec![take(0), take(1), take(2)]);
            let found = sorted(s.find(&wanted).must());
            let names: Vec<String> = wanted.0.iter().map(|(k, _)| format!("0x{k:x}")).collect();
            report
                .holds(format!("{names:?} of object {at}"), found == having(s, &objects, &wanted));
            report.holds(format!("{names:?} of object {at} is there"), found.contains(object));
        }
        report.holds(format!("all of object {at}"), s.find(&Template(present)).must() == [*object]);
    }
    report
        .holds("no template finds all", sorted(s.find(&Template::new()).must()) == sorted(objects));
    report.finish("searches with several attributes");
}

/// Types that nobody knows, values of no form, contradictions: nothing is found, and nothing is wrong.
pub fn templates_that_find_nothing() {
    let s = Hsm::start().user();
    populate(s);
    let mut twice = template![CKA_TOKEN => true];
    twice.0.push((CKA_TOKEN, vec![0]));
    let nothing: [(&str, Template); 12] = [
        ("a vendor's attribute", template![CKA_VENDOR_DEFINED | 7 => "x"]),
        ("an unknown attribute", template![0x7000_0001 => true]),
        ("an unknown attribute without value", template![0x7000_0001 => ""]),
        ("a class that does not exist", template![CKA_CLASS => 0x7777_u64]),
        ("a class of four bytes", template![CKA_CLASS => &[0; 4]]),
        ("a truth value of 2", template![CKA_TOKEN => &[2]]),
        ("a truth value of eight bytes", template![CKA_TOKEN => 1_u64]),
        ("a label cut short", template![CKA_LABEL => "l"]),
        ("a label too long", template![CKA_LABEL => "l\x01\0"]),
        (
            "another attribute of the class",
            template![CKA_CLASS => CKO_DATA, CKA_KEY_TYPE => CKK_AES],
        ),
        (
            "an attribute of another class",
            template![CKA_CLASS => CKO_CERTIFICATE, CKA_SIGN => true],
        ),
        ("true and false at once", twice),
    ];
    let mut report = Report::new();
    for (what, wanted) in nothing {
        match s.find(&wanted) {
            Ok(found) => report.holds(format!("{what}: {found:?}"), found.is_empty()),
            Err(rv) => report.answers(what, rv.code, &[CKR_OK]),
        }
    }
    report.finish("searches that find nothing");
}

/// An empty value finds objects whose attribute is empty, not those with any value.
pub fn empty_values() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let at = template![CKA_CLASS => CKO_DATA, CKA_TOKEN => token];
        let empty = s.create(&at).must();
        let full = s.create(&at.clone().with(CKA_LABEL, "label").with(CKA_VALUE, "v")).must();
        for kind in [CKA_LABEL, CKA_VALUE] {
            assert_eq!(s.find(&at.clone().with(kind, "")).must(), [empty]);
        }
        assert_eq!(s.find(&at.clone().with(CKA_APPLICATION, "")).must(), [empty, full]);
        let mut null = at.array();
        null.extend([CKA_LABEL, 0, 0].iter().flat_map(|w: &u64| w.to_ne_bytes()));
        s.call("C_FindObjectsInit", &[s.h, null.as_ptr() as usize as u64, 3]).ok();
        assert_eq!(s.find_next(5).must(), [empty], "NULL of length 0 is an empty value");
        s.call("C_FindObjectsFinal", &[s.h]).ok();
    }
}

/// Big integers are compared byte for byte with what `C_GetAttributeValue` gives.
pub fn big_integers() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let at = template![CKA_TOKEN => token];
        let (public, private) = s.rsa(2048, &at, &at).must();
        let modulus = s.get(public, CKA_MODULUS).must();
        assert_eq!(modulus.len(), 256);
        assert_eq!(
            sorted(s.find(&at.clone().with(CKA_MODULUS, &modulus)).must()),
            sorted(vec![public, private])
        );
        let class = template![CKA_CLASS => CKO_PUBLIC_KEY, CKA_MODULUS => &modulus];
        assert_eq!(s.find(&class).must(), [public]);
        let mut other = modulus;
        other[255] ^= 2;
        assert_eq!(s.find(&template![CKA_MODULUS => other]).must(), []);
        assert_eq!(s.find(&at.with(CKA_MODULUS_BITS, 2048_u64)).must(), [public]);
    }
}

/// A search does not answer what reading refuses; what may be read may be searched for.
pub fn secrets_are_not_searched() {
    let s = Hsm::start().user();
    let value = [0x5a; 16];
    let wanted = template![CKA_VALUE => &value];
    for token in [false, true] {
        let key = secret(CKK_AES, &value).with(CKA_TOKEN, token);
        let readable = s.create(&key.clone().and(&open())).must();
        s.create(&key.clone().with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, false)).must();
        s.create(&key.clone().with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, true)).must();
        // A created secret that nobody called sensitive is open.
        let silent = s.create(&key).must();
        assert_eq!(sorted(s.find(&wanted).must()), sorted(vec![readable, silent]));
        s.set(readable, &template![CKA_SENSITIVE => true]).ok();
        s.set(silent, &template![CKA_EXTRACTABLE => false]).ok();
        assert_eq!(s.find(&wanted).must(), []);
    }
}

/// Objects that describe the token appear to those who ask for their class, and to nobody else.
pub fn mechanisms_and_profiles_by_class() {
    let hsm = Hsm::start();
    let s = hsm.ro();
    assert_eq!(s.find(&Template::new()).must(), [], "a fresh token shows no objects");
    let objects = s.find(&template![CKA_CLASS => CKO_MECHANISM]).must();
    let mut types: Vec<u64> = objects.iter().map(|o| s.number(*o, CKA_MECHANISM_TYPE)).collect();
    let mut list = hsm.mechanisms();
    types.sort_unstable();
    list.sort_unstable();
    assert_eq!(types, list, "one object for each mechanism");
    let one = template![CKA_CLASS => CKO_MECHANISM, CKA_MECHANISM_TYPE => list[0]];
    assert_eq!(s.find(&one).must().len(), 1);
    let profiles = s.find(&template![CKA_CLASS => CKO_PROFILE]).must();
    let ids: Vec<u64> = profiles.iter().map(|o| s.number(*o, CKA_PROFILE_ID)).collect();
    assert!(ids.contains(&CKP_BASELINE_PROVIDER), "profiles {ids:?}");
    s.destroy(profiles[0]).is_one_of(&[CKR_SESSION_READ_ONLY, CKR_ACTION_PROHIBITED]);
}
