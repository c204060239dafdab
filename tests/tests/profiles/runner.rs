//! Reads a case and replays it. A word that no call here takes is a mistake in the case, and fails it.

use std::collections::HashMap;
use strongroom_base::ck;
use strongroom_tests::ffi::{Guarded, address, place, words_at};
use strongroom_tests::prelude::*;

/// A certificate, in DER.
const CERTIFICATE: &[u8] = include_bytes!("../../fuzz/seeds/certificate.der");
/// What NSS calls its list of roots, with the zero that it ends with.
const LABEL: &[u8] = b"Mozilla Builtin Roots\0";

/// Replays a case and prints how many calls it made.
pub fn replay(name: &str, case: &str) {
    let mut lines = case.lines().filter(|line| !line.starts_with('#'));
    let holds = lines.next().and_then(|line| line.strip_prefix("holds ")).expect("holds");
    let hsm = Hsm::start();
    let mut player = Player {
        m: hsm.m,
        known: made(hsm, holds),
        slot: 0,
        session: 0,
        objects: vec![],
        ours: hsm.slot,
    };
    hsm.m.call("C_Finalize", &[0]).ok();
    let mut calls = 0;
    for line in lines {
        player.step(line);
        calls += 1;
    }
    println!("{name}: {calls} calls");
}

/// Makes what a case presumes, and gives what it will compare with.
fn made(hsm: Hsm, holds: &str) -> HashMap<&'static str, Vec<u8>> {
    let token = template![CKA_TOKEN => true];
    let session = hsm.user();
    let old = session.find(&token).must();
    old.into_iter().for_each(|object| session.destroy(object).ok());
    let mut known = HashMap::new();
    match holds {
        "object" => drop(session.create(&template![CKA_CLASS => CKO_DATA].and(&token)).must()),
        "pair" => {
            let public = token.clone().with(CKA_LABEL, "testrsa-pub");
            let private = token.with(CKA_LABEL, "testrsa-pri");
            let (public, _) = session.rsa(2048, &public, &private).must();
            known.insert("modulus", session.get(public, CKA_MODULUS).must());
            known.insert("request", (0..=255).cycle().take(391).collect());
        }
        "certificates" => {
            let list = template![CKA_CLASS => CKO_DATA, CKA_LABEL => LABEL].and(&token);
            session.create(&list).must();
            for number in 1..5_u64 {
                let certificate = template![
                    CKA_CLASS => CKO_CERTIFICATE, CKA_CERTIFICATE_TYPE => CKC_X_509,
                    CKA_SUBJECT => &[0x30, 0], CKA_VALUE => CERTIFICATE, CKA_ID => number
                ];
                session.create(&certificate.and(&token)).must();
            }
            known.insert("label", LABEL.to_vec());
            known.insert("certificate", CERTIFICATE.to_vec());
        }
        other => panic!("nothing is known that holds {other}"),
    }
    known
}

struct Player {
    m: &'static Module,
    known: HashMap<&'static str, Vec<u8>>,
    /// The slot that the case is about, once it has been listed, and where it must be.
    slot: u64,
    ours: u64,
    session: u64,
    objects: Vec<u64>,
}

/// The number of a constant without its prefix.
fn constant(table: &'static [(&'static str, u64)], prefix: &str, name: &str) -> u64 {
    let name = format!("{prefix}{name}");
    ck::value_in(table, &name).unwrap_or_else(|| panic!("there is no {name}"))
}

/// Flags joined by `|`.
fn flags(names: &str) -> u64 {
    names.split('|').map(|name| constant(ck::CKF, "CKF_", name)).fold(0, |all, flag| all | flag)
}

/// The words of `expected` that look like `key=value`.
fn expectation<'a>(expected: &[&'a str], key: &str) -> Option<&'a str> {
    expected.iter().find_map(|word| word.split_once('=').filter(|(k, _)| *k == key)).map(|(_, v)| v)
}

impl Player {
    fn call(&self, name: &'static str, arguments: &[u64], rv: u64) {
        self.m.call(name, arguments).is(rv);
    }

    /// The value that a case's word stands for.
    fn value(&self, kind: u64, word: &str) -> Vec<u8> {
        match (word.strip_prefix('$'), kind) {
            (Some(name), _) => self.known[name].clone(),
            (None, CKA_TOKEN) => vec![u8::from(word == "true")],
            (None, CKA_CLASS) => constant(ck::CKO, "CKO_", word).to_ne_bytes().to_vec(),
            (None, CKA_LABEL) => word.as_bytes().to_vec(),
            _ => hex::decode(word).expect("hexadecimal"),
        }
    }

    /// The length that a case's word stands for.
    fn length(&self, word: &str) -> usize {
        match word.strip_prefix('$') {
            Some(name) => self.known[name].len(),
            None => word.parse().expect("a length"),
        }
    }

    fn step(&mut self, line: &str) {
        let (call, answer) = line.split_once(" -> ").expect("an arrow");
        let mut arguments = call.split(' ');
        let name = arguments.next().expect("a call");
        let arguments: Vec<&str> = arguments.collect();
        let mut expected = answer.split(' ');
        let rv = constant(ck::CKR, "CKR_", expected.next().expect("a return value"));
        let expected: Vec<&str> = expected.collect();
        let (slot, session) = (self.slot, self.session);
        match name {
            "C_Initialize" => self.call("C_Initialize", &[0], rv),
            "C_Finalize" => self.call("C_Finalize", &[0], rv),
            "C_GetInfo" => {
                let mut info = CK_INFO::default();
                self.call("C_GetInfo", &[place(&mut info)], rv);
                let version =
                    format!("{}.{}", info.cryptokiVersion.major, info.cryptokiVersion.minor);
                assert_eq!(expectation(&expected, "version"), Some(version.as_str()));
                assert_eq!(expectation(&expected, "flags"), Some(info.flags.to_string().as_str()));
            }
            "C_GetSlotList" => {
                let slots = self.list(line, "C_GetSlotList", &[1], &arguments, rv);
                if let Some(slots) = slots {
                    assert!(slots.contains(&self.ours));
                    self.slot = self.ours;
                }
            }
            "C_GetSlotInfo" => {
                let mut info = CK_SLOT_INFO::default();
                self.call("C_GetSlotInfo", &[slot, place(&mut info)], rv);
                let wanted = expectation(&expected, "flags").map(flags);
                assert_eq!(wanted.map(|wanted| info.flags & wanted), wanted);
            }
            "C_GetTokenInfo" => {
                let mut info = CK_TOKEN_INFO::default();
                self.call("C_GetTokenInfo", &[slot, place(&mut info)], rv);
                let wanted = expectation(&expected, "flags").map(flags);
                assert_eq!(wanted.map(|wanted| info.flags & wanted), wanted);
                let pins = format!("{}..{}", info.ulMinPinLen, info.ulMaxPinLen);
                assert_eq!(expectation(&expected, "pins"), Some(pins.as_str()));
            }
            "C_GetMechanismList" => {
                let list = self.list(line, "C_GetMechanismList", &[slot], &arguments, rv);
                for name in expectation(&expected, "has").unwrap_or_default().split('|') {
                    let Some(list) = &list else { continue };
                    assert!(list.contains(&constant(ck::CKM, "CKM_", name)), "{name}");
                }
            }
            "C_GetMechanismInfo" => {
                let kind = constant(ck::CKM, "CKM_", arguments[0]);
                let mut info = CK_MECHANISM_INFO::default();
                self.call("C_GetMechanismInfo", &[slot, kind, place(&mut info)], rv);
                let wanted = expectation(&expected, "flags").map(flags);
                assert_eq!(wanted.map(|wanted| info.flags & wanted), wanted);
                let sizes = format!("{}..{}", info.ulMinKeySize, info.ulMaxKeySize);
                assert!(expectation(&expected, "sizes").is_none_or(|wanted| wanted == sizes));
            }
            "C_OpenSession" => {
                let mut handle = 0;
                let words = [slot, flags(arguments[0]), 0, 0, place(&mut handle)];
                self.call("C_OpenSession", &words, rv);
                self.session = handle;
            }
            "C_Login" => {
                let user = constant(ck::CKU, "CKU_", arguments[0]);
                let pin = USER_PIN.as_bytes();
                self.call("C_Login", &[session, user, address(pin), pin.len() as u64], rv);
            }
            "C_FindObjectsInit" => {
                let mut template = Template::new();
                for word in arguments {
                    let (name, value) = word.split_once('=').expect("an attribute");
                    let kind = constant(ck::CKA, "CKA_", name);
                    template = template.with(kind, self.value(kind, value));
                }
                let array = template.array();
                let words = [session, address(&array), template.count()];
                self.call("C_FindObjectsInit", &words, rv);
            }
            "C_FindObjects" => {
                let most = self.length(arguments[0]);
                let (mut handles, mut count) = (vec![0_u64; most], 0_u64);
                let at = handles.as_mut_ptr().expose_provenance() as u64;
                let words = [session, at, most as u64, place(&mut count)];
                self.call("C_FindObjects", &words, rv);
                handles.truncate(count as usize);
                assert_eq!(expectation(&expected, "found"), Some(count.to_string().as_str()));
                self.objects = handles;
            }
            "C_GetAttributeValue" => self.attributes(&arguments, &expected, rv),
            "C_SignInit" => {
                let mechanism = Mech::new(constant(ck::CKM, "CKM_", arguments[0])).structure();
                let key = self.objects[self.length(arguments[1])];
                self.call("C_SignInit", &[session, address(&mechanism), key], rv);
            }
            "C_Sign" => {
                let data = self.value(0, arguments[0]);
                let room = self.length(arguments[1]);
                let mut buffer = Guarded::new(room);
                let mut len = room as u64;
                let words =
                    [session, address(&data), data.len() as u64, buffer.address(), place(&mut len)];
                self.call("C_Sign", &words, rv);
                buffer.intact();
                assert_eq!(expectation(&expected, "signature"), Some("$verified"));
                self.verified(&data, buffer.bytes(len as usize));
            }
            "C_FindObjectsFinal" => self.call("C_FindObjectsFinal", &[session], rv),
            "C_Logout" => self.call("C_Logout", &[session], rv),
            "C_CloseSession" => self.call("C_CloseSession", &[session], rv),
            "C_CloseAllSessions" => self.call("C_CloseAllSessions", &[slot], rv),
            other => panic!("the runner has no {other}"),
        }
    }

    /// A list by the usual convention: its length first (`count`), then it (`list`).
    fn list(
        &self,
        line: &str,
        name: &'static str,
        first: &[u64],
        arguments: &[&str],
        rv: u64,
    ) -> Option<Vec<u64>> {
        let mut count = 0_u64;
        self.call(name, &[first, &[0, place(&mut count)]].concat(), rv);
        match arguments {
            ["count"] => None,
            ["list"] => {
                let mut list = vec![0_u64; count as usize];
                let at = list.as_mut_ptr().expose_provenance() as u64;
                self.call(name, &[first, &[at, place(&mut count)]].concat(), rv);
                Some(words_at(at, count as usize))
            }
            _ => panic!("{line}"),
        }
    }

    /// Attributes of one of the objects found: `NAME` asks for a length, `NAME:ROOM` for the value.
    fn attributes(&self, arguments: &[&str], expected: &[&str], rv: u64) {
        let object = self.objects[self.length(arguments[0])];
        let wanted: Vec<(u64, Option<usize>)> = arguments[1..]
            .iter()
            .map(|word| match word.split_once(':') {
                Some((name, room)) => (constant(ck::CKA, "CKA_", name), Some(self.length(room))),
                None => (constant(ck::CKA, "CKA_", word), None),
            })
            .collect();
        let session = Session { m: self.m, h: self.session };
        let (answer, lengths, buffers) = session.get_into(object, &wanted);
        answer.is(rv);
        assert_eq!(expected.len(), wanted.len(), "something is expected of each attribute");
        for (((kind, _), expected), (len, buffer)) in
            wanted.iter().zip(expected).zip(lengths.iter().zip(&buffers))
        {
            if let Some((name, value)) = expected.split_once('=') {
                assert_eq!(*kind, constant(ck::CKA, "CKA_", name));
                let value = self.value(*kind | 1 << 63, value);
                assert_eq!(buffer.bytes(*len as usize), value);
            } else {
                let (name, len_wanted) = expected.split_once(':').expect("a value or a length");
                assert_eq!(*kind, constant(ck::CKA, "CKA_", name));
                assert_eq!(*len as usize, self.length(len_wanted));
            }
        }
    }

    /// The signature is one of the case's key pair.
    fn verified(&self, data: &[u8], signature: &[u8]) {
        let session = Session { m: self.m, h: self.session };
        let public = template![CKA_CLASS => CKO_PUBLIC_KEY, CKA_LABEL => "testrsa-pub"];
        let public = session.find(&public).must();
        session.verify(&Mech::new(CKM_SHA256_RSA_PKCS), public[0], data, signature).ok();
    }
}
