//! Every mechanism that the token lists, against what it does not take.

use crate::table::{self, Keys, Kind};
use strongroom_base::ck;
use strongroom_base::mechanism::{Shape, shape_of};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::operation;
use strongroom_tests::prelude::*;

/// A use of a mechanism: the flag that permits it, the attribute of the key, and which of a pair it takes.
struct Use {
    name: &'static str,
    flag: u64,
    attribute: u64,
    private: bool,
}

const fn of(name: &'static str, flag: u64, attribute: u64, private: bool) -> Use {
    Use { name, flag, attribute, private }
}

const USES: [Use; 14] = [
    of("encrypt", CKF_ENCRYPT, CKA_ENCRYPT, false),
    of("decrypt", CKF_DECRYPT, CKA_DECRYPT, true),
    of("digest", CKF_DIGEST, 0, false),
    of("sign", CKF_SIGN, CKA_SIGN, true),
    of("sign recover", CKF_SIGN_RECOVER, CKA_SIGN_RECOVER, true),
    of("verify", CKF_VERIFY, CKA_VERIFY, false),
    of("verify recover", CKF_VERIFY_RECOVER, CKA_VERIFY_RECOVER, false),
    of("wrap", CKF_WRAP, CKA_WRAP, false),
    of("unwrap", CKF_UNWRAP, CKA_UNWRAP, true),
    of("derive", CKF_DERIVE, CKA_DERIVE, true),
    of("encapsulate", CKF_ENCAPSULATE, CKA_ENCAPSULATE, false),
    of("decapsulate", CKF_DECAPSULATE, CKA_DECAPSULATE, true),
    of("sign messages", CKF_MESSAGE_SIGN, CKA_SIGN, true),
    of("verify messages", CKF_MESSAGE_VERIFY, CKA_VERIFY, false),
];

/// Begins a use and ends it again; gives the return value of the beginning. Uses of one call are called with
/// data that is wrong only where what is asked for is right.
fn begin(s: Session, use_: &Use, mechanism: &Mech, key: u64, target: u64) -> u64 {
    // An encapsulation has the other party's point in its ciphertext.
    let without = Mech::ecdh(mechanism.number, CKD_NULL, b"", b"");
    let encapsulates = matches!(use_.flag, CKF_ENCAPSULATE | CKF_DECAPSULATE);
    let is_whole =
        mechanism.null_with.is_none() && mechanism.parameter.len() == without.parameter.len();
    let is_ecdh = shape_of(mechanism.number) == Shape::Ecdh1;
    let mechanism = if encapsulates && is_ecdh && is_whole { &without } else { mechanism };
    let structure = mechanism.structure();
    let master = matches!(shape_of(mechanism.number), Shape::TlsMaster | Shape::TlsExtendedMaster);
    let len = if master { 48_u64 } else { 16 };
    let asked = match mechanism.number {
        CKM_HKDF_DATA => template![CKA_CLASS => CKO_DATA, CKA_VALUE_LEN => len],
        _ => template![
            CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => len
        ],
    };
    let (template, count) = (asked.array(), asked.count());
    let (at, mut handle, mut len) = (address(&structure), 0_u64, 1_u64 << 14);
    let mut room = Guarded::new(1 << 14);
    let kind = match use_.flag {
        CKF_ENCRYPT => operation::Kind::Encrypt,
        CKF_DECRYPT => operation::Kind::Decrypt,
        CKF_DIGEST => operation::Kind::Digest,
        CKF_SIGN => operation::Kind::Sign,
        CKF_SIGN_RECOVER => operation::Kind::SignRecover,
        CKF_VERIFY => operation::Kind::Verify,
        CKF_VERIFY_RECOVER => operation::Kind::VerifyRecover,
        CKF_WRAP => {
            let words = [s.h, at, key, target, room.address(), place(&mut len)];
            return s.call("C_WrapKey", &words).code;
        }
        CKF_UNWRAP => {
            let noise = [0x5a; 512];
            let words =
                [s.h, at, key, address(&noise), 512, address(&template), 2, place(&mut handle)];
            return s.call("C_UnwrapKey", &words).code;
        }
        CKF_DERIVE => {
            let words = [s.h, at, key, address(&template), count, place(&mut handle)];
            return s.call("C_DeriveKey", &words).code;
        }
        CKF_MESSAGE_SIGN | CKF_MESSAGE_VERIFY => {
            let sign = use_.flag == CKF_MESSAGE_SIGN;
            let init = if sign { "C_MessageSignInit" } else { "C_MessageVerifyInit" };
            let code = s.call(init, &[s.h, at, key]).code;
            s.call(init, &[s.h, 0, 0]).ok();
            return code;
        }
        CKF_ENCAPSULATE => {
            let out = (room.address(), place(&mut len), place(&mut handle));
            let words = [s.h, at, key, address(&template), count, out.0, out.1, out.2];
            return s.call("C_EncapsulateKey", &words).code;
        }
        _ => {
            let words = [
                s.h,
                at,
                key,
                address(&template),
                count,
                address(&[1; 10]),
                10,
                place(&mut handle),
            ];
            return s.call("C_DecapsulateKey", &words).code;
        }
    };
    let code = s.init(kind, mechanism, key).code;
    s.call("C_SessionCancel", &[s.h, use_.flag]).ok();
    code
}

/// What a use that begins may answer: the calls that do all at once go on to the data.
fn begun(use_: &Use, mechanism: u64) -> &'static [u64] {
    match use_.flag {
        // Keys that stay inside are not shown as data.
        CKF_DERIVE if mechanism == CKM_HKDF_DATA => &[CKR_TEMPLATE_INCONSISTENT],
        // Wallets have keys of pairs.
        CKF_DERIVE if mechanism == ck::CKM_IBM_BTC_DERIVE => &[CKR_TEMPLATE_INCONSISTENT],
        CKF_UNWRAP => &[CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE, CKR_OK],
        // A point of a curve has several forms.
        CKF_DECAPSULATE if shape_of(mechanism) == Shape::Ecdh1 => &[CKR_WRAPPED_KEY_INVALID],
        CKF_DECAPSULATE => &[CKR_WRAPPED_KEY_LEN_RANGE],
        CKF_WRAP => &[CKR_OK, CKR_KEY_SIZE_RANGE],
        _ => &[CKR_OK],
    }
}

/// What it answers to a key of another kind.
fn wrong_kind(use_: &Use) -> &'static [u64] {
    match use_.flag {
        CKF_WRAP => &[CKR_WRAPPING_KEY_TYPE_INCONSISTENT, CKR_KEY_FUNCTION_NOT_PERMITTED],
        CKF_UNWRAP | CKF_DECAPSULATE => {
            &[CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT, CKR_KEY_FUNCTION_NOT_PERMITTED]
        }
        _ => &[CKR_KEY_TYPE_INCONSISTENT, CKR_KEY_FUNCTION_NOT_PERMITTED],
    }
}

struct Ground {
    hsm: Hsm,
    s: Session,
    keys: Keys,
    /// A small key to be wrapped.
    target: u64,
}

impl Ground {
    fn new(extra: &Template) -> Self {
        let hsm = Hsm::start();
        let s = hsm.user();
        let keys = Keys::new(s, extra);
        let target = s.generic(16, &template![CKA_EXTRACTABLE => true]).must();
        Self { hsm, s, keys, target }
    }

    /// Each mechanism with its flags.
    fn mechanisms(&self) -> Vec<(u64, u64)> {
        let flags = |m| self.hsm.mechanism(m).must().2;
        self.hsm.mechanisms().into_iter().map(|m| (m, flags(m))).collect()
    }

    fn key(&self, kind: Kind, use_: &Use) -> u64 {
        let (public, private) = self.keys.of(kind);
        if use_.private { private } else { public }
    }
}

/// What `C_GetMechanismInfo` flags can be begun with each kind of key that the mechanism takes, and what it
/// does not flag cannot.
pub fn what_is_flagged_begins_and_nothing_else_does() {
    let ground = Ground::new(&Template::new());
    let mut report = Report::new();
    for (number, flags) in ground.mechanisms() {
        let name = table::name(number);
        let mut kinds: Vec<Option<Kind>> = table::kinds(number).into_iter().map(Some).collect();
        if kinds.is_empty() {
            kinds.push(None);
        }
        for kind in kinds {
            let mechanism = ground.keys.mechanism(number, kind);
            for use_ in &USES {
                // A mechanism without keys is given one that is there.
                let key = kind.map_or(ground.target, |kind| ground.key(kind, use_));
                let code = begin(ground.s, use_, &mechanism, key, ground.target);
                let what = format!("{name} {} {kind:?}", use_.name);
                if flags & use_.flag == 0 {
                    report.answers(what, code, &[CKR_MECHANISM_INVALID]);
                } else {
                    report.answers(what, code, begun(use_, number));
                }
            }
        }
    }
    report.finish("mechanisms and uses");
}

/// No mechanism takes a key of a kind that is not its own, nor the other half of a pair.
pub fn keys_of_other_kinds() {
    let ground = Ground::new(&Template::new());
    let mut report = Report::new();
    for (number, flags) in ground.mechanisms() {
        let kinds = table::kinds(number);
        if kinds.is_empty() {
            continue;
        }
        let mechanism = ground.keys.mechanism(number, kinds.first().copied());
        for use_ in USES.iter().filter(|use_| flags & use_.flag != 0) {
            for (kind, public, private) in &ground.keys.all {
                let what = format!("{} {} {kind:?}", table::name(number), use_.name);
                if !table::takes(number, *kind) {
                    for key in [*public, *private] {
                        let code = begin(ground.s, use_, &mechanism, key, ground.target);
                        report.answers(&what, code, wrong_kind(use_));
                    }
                } else if public != private {
                    let other = if use_.private { *public } else { *private };
                    let code = begin(ground.s, use_, &mechanism, other, ground.target);
                    report.answers(format!("{what}, other half"), code, wrong_kind(use_));
                }
            }
        }
    }
    report.finish("keys of other kinds");
}

/// Parameters that are missing, or one byte too short or too long, or NULL with a length.
pub fn parameters_of_other_shapes() {
    let ground = Ground::new(&Template::new());
    let mut report = Report::new();
    for (number, flags) in ground.mechanisms() {
        let kind = table::kinds(number).first().copied();
        let right = || ground.keys.mechanism(number, kind);
        let parameter = right().parameter;
        let may_be_missing = matches!(
            shape_of(number),
            Shape::None | Shape::OptionalIv(_) | Shape::Eddsa | Shape::SignContext
        );
        let long = [&parameter[..], &[0]].concat();
        let mut wrong =
            vec![("long", right().with_parameter(&long)), ("NULL with a length", right().null(8))];
        if shape_of(number) == Shape::Public {
            // A public value has no length of its own.
            wrong.push(("missing", right().with_parameter(&[])));
        } else if !may_be_missing {
            wrong.push(("missing", right().with_parameter(&[])));
            wrong.push(("short", right().with_parameter(&parameter[..parameter.len() - 1])));
        }
        for use_ in USES.iter().filter(|use_| flags & use_.flag != 0) {
            let key = kind.map_or(0, |kind| ground.key(kind, use_));
            for (what, mechanism) in &wrong {
                let code = begin(ground.s, use_, mechanism, key, ground.target);
                let what = format!("{} {}: {what}", table::name(number), use_.name);
                report.answers(what, code, &[CKR_MECHANISM_PARAM_INVALID]);
            }
        }
    }
    report.finish("parameters of other shapes");
}

/// A key whose usage attribute is false, and one that allows other mechanisms only.
pub fn keys_that_are_not_for_it() {
    let allowed = template![CKA_ALLOWED_MECHANISMS => &CKM_VENDOR_DEFINED.to_ne_bytes()];
    let ground = Ground::new(&allowed);
    let plain = Keys::new(ground.s, &Template::new());
    for (_, public, private) in &plain.all {
        for use_ in USES.iter().filter(|use_| use_.attribute != 0) {
            for key in [*public, *private] {
                // Only what such keys have can be set.
                let set = ground.s.set(key, &template![use_.attribute => false]);
                set.is_one_of(&[CKR_OK, CKR_ATTRIBUTE_TYPE_INVALID]);
            }
        }
    }
    let mut report = Report::new();
    for (number, flags) in ground.mechanisms() {
        for kind in table::kinds(number) {
            let mechanism = plain.mechanism(number, Some(kind));
            for use_ in USES.iter().filter(|use_| flags & use_.flag != 0) {
                let what = format!("{} {} {kind:?}", table::name(number), use_.name);
                let (public, private) = plain.of(kind);
                let key = if use_.private { private } else { public };
                let code = begin(ground.s, use_, &mechanism, key, ground.target);
                report.answers(
                    format!("{what}: not for it"),
                    code,
                    &[CKR_KEY_FUNCTION_NOT_PERMITTED],
                );
                let key = ground.key(kind, use_);
                let mechanism = ground.keys.mechanism(number, Some(kind));
                let code = begin(ground.s, use_, &mechanism, key, ground.target);
                report.answers(format!("{what}: others only"), code, &[CKR_MECHANISM_INVALID]);
            }
        }
    }
    report.finish("keys that are not for it");
}
