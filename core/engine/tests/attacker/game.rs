//! The attacker's moves. Each is a call of a real token with arguments by chance; where it succeeds, what came
//! out is learned.

use crate::terms::{Id, Knowledge, Term, Way};
use std::fmt::Write;
use std::sync::Arc;
use strongroom_base::mechanism::{Ctr, Gcm, Hkdf, HkdfSalt};
use strongroom_base::{
    Answer, Application, Error, Mechanism, OpKind, Out, Params, Profile, Provider, Result,
    Template, TokenPolicy, Value, ck,
};
use strongroom_engine::Engine;
use strongroom_engine::keystore::{Cost, Keystore, NewToken};

const PIN: &[u8] = b"the attacker is the user";

/// Bytes of every value: a block, so that each way to encrypt takes it.
const LEN: usize = 16;

/// What he may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    Generate,
    /// The same, of keys for one thing only.
    GenerateForOne,
    Create,
    Copy,
    Set,
    Wrap,
    Unwrap,
    Encrypt,
    Decrypt,
    Sign,
    DeriveByEncryption,
    DeriveByHash,
    DeriveByte,
    Read,
}

impl Move {
    pub const ALL: &'static [Self] = &[
        Self::Generate,
        Self::GenerateForOne,
        Self::Create,
        Self::Copy,
        Self::Set,
        Self::Wrap,
        Self::Unwrap,
        Self::Encrypt,
        Self::Decrypt,
        Self::Sign,
        Self::DeriveByEncryption,
        Self::DeriveByHash,
        Self::DeriveByte,
        Self::Read,
    ];
}

/// A token to play with.
pub struct Token {
    application: Arc<dyn Application>,
    _engine: Engine,
    _dir: tempfile::TempDir,
}

impl Token {
    pub fn new(profile: Profile) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let token = NewToken {
            slot: 0,
            label: [b' '; 32],
            pins: Some((PIN, PIN)),
            to_be_changed: false,
            policy: TokenPolicy { profile, ..TokenPolicy::default() },
        };
        Keystore::create(dir.path(), &[token], Cost { memory: 64, passes: 1, lanes: 1 }, |_| ())
            .unwrap();
        let engine = Engine::open(dir.path()).unwrap();
        let application = engine.open().unwrap();
        // It stays open, so that the login does.
        let session = application.open_session(0, ck::CKF_SERIAL_SESSION).unwrap();
        application.login(session, ck::CKU_USER, Some(PIN), None).unwrap();
        Self { application, _engine: engine, _dir: dir }
    }
}

/// A key that he has the handle of.
#[derive(Clone, Copy)]
struct Key {
    handle: u64,
    value: Id,
}

/// One game.
pub struct Game<'a> {
    token: &'a Token,
    session: u64,
    moves: &'a [Move],
    ways: &'a [Way],
    chance: u64,
    knowledge: Knowledge,
    keys: Vec<Key>,
    /// Values he has as bytes.
    bytes: Vec<(Id, Vec<u8>)>,
    fresh: usize,
    told: String,
}

const USAGES: &[u64] =
    &[ck::CKA_ENCRYPT, ck::CKA_DECRYPT, ck::CKA_SIGN, ck::CKA_WRAP, ck::CKA_UNWRAP, ck::CKA_DERIVE];

impl<'a> Game<'a> {
    pub fn new(token: &'a Token, moves: &'a [Move], ways: &'a [Way], seed: u64) -> Self {
        let flags = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;
        let session = token.application.open_session(0, flags).unwrap();
        let mut game = Self {
            token,
            session,
            moves,
            ways,
            chance: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            knowledge: Knowledge::default(),
            keys: Vec::new(),
            bytes: Vec::new(),
            fresh: 0,
            told: String::new(),
        };
        for first in [1_u8, 2] {
            game.own(vec![first; LEN]);
        }
        game
    }

    /// The calls that succeeded.
    pub fn told(&self) -> String {
        self.told.clone()
    }

    pub fn end(self) {
        self.token.application.close_session(self.session).unwrap();
    }

    /// A number below another (xorshift64*).
    fn below(&mut self, end: usize) -> usize {
        self.chance ^= self.chance >> 12;
        self.chance ^= self.chance << 25;
        self.chance ^= self.chance >> 27;
        let high = self.chance.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % end.max(1)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let at = self.below(of.len());
        of.get(at).copied()
    }

    fn key(&mut self) -> Option<Key> {
        let at = self.below(self.keys.len());
        self.keys.get(at).copied()
    }

    fn datum(&mut self) -> (Id, Vec<u8>) {
        let at = self.below(self.bytes.len());
        self.bytes[at].clone()
    }

    fn own(&mut self, bytes: Vec<u8>) {
        let id = self.knowledge.id(Term::Own(bytes.clone()));
        self.knowledge.learn(id, "made up");
        self.bytes.push((id, bytes));
    }

    fn has(&mut self, id: Id, bytes: Vec<u8>, how: &'static str) -> Option<&'static str> {
        if !self.bytes.iter().any(|(other, _)| *other == id) {
            self.bytes.push((id, bytes));
        }
        self.knowledge.learn(id, how)
    }

    /// A template with usages and secrecy by chance; and whether it makes a sensitive key.
    fn template(&mut self, for_one: bool) -> Template {
        let mut template = Template::new();
        let roles: &[&[u64]] = &[
            &[ck::CKA_ENCRYPT, ck::CKA_DECRYPT],
            &[ck::CKA_SIGN],
            &[ck::CKA_WRAP, ck::CKA_UNWRAP],
            &[ck::CKA_DERIVE],
        ];
        let role = self.pick(roles).unwrap_or_default();
        let alone = for_one || self.one_in(2);
        for usage in USAGES {
            let wanted = if alone { role.contains(usage) } else { self.one_in(2) };
            template.push(*usage, wanted);
        }
        if self.one_in(4) {
            template.push(ck::CKA_SENSITIVE, !self.one_in(2));
        }
        if self.one_in(2) {
            template.push(ck::CKA_EXTRACTABLE, self.one_in(2) || for_one);
        }
        template
    }

    fn said(&self, handle: u64, attribute: u64) -> Option<Value> {
        let answers =
            self.token.application.get_attributes(self.session, handle, &[attribute]).ok()?;
        match answers.into_iter().next() {
            Some(Answer::Value(value)) => Some(value),
            _ => None,
        }
    }

    /// One call. Says how a secret came out, if one did.
    pub fn step(&mut self) -> Option<&'static str> {
        let what = self.pick(self.moves)?;
        let application = Arc::clone(&self.token.application);
        let session = self.session;
        match what {
            Move::Generate | Move::GenerateForOne => {
                let template = self.template(what == Move::GenerateForOne);
                let (mechanism, length) = self.kind();
                let made = application.generate_key(
                    session,
                    &Mechanism::plain(mechanism),
                    &template.clone().with(ck::CKA_VALUE_LEN, length),
                );
                let handle = made.ok()?;
                self.fresh += 1;
                let value = self.knowledge.id(Term::Fresh(self.fresh));
                if self.said(handle, ck::CKA_SENSITIVE) == Some(Value::Bool(true)) {
                    self.knowledge.protect(value);
                }
                self.made(what, Key { handle, value }, &template);
                None
            }
            Move::Create => {
                let (value, bytes) = self.datum();
                let template = self.template(false);
                let key_type = self.pick(&[ck::CKK_AES, ck::CKK_GENERIC_SECRET])?;
                let whole = template
                    .clone()
                    .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
                    .with(ck::CKA_KEY_TYPE, key_type)
                    .with(ck::CKA_VALUE, bytes);
                let handle = application.create_object(session, &whole).ok()?;
                self.made(what, Key { handle, value }, &template);
                None
            }
            Move::Copy => {
                let key = self.key()?;
                let template = self.change();
                let handle = application.copy_object(session, key.handle, &template).ok()?;
                self.made(what, Key { handle, ..key }, &template);
                None
            }
            Move::Set => {
                let key = self.key()?;
                let template = self.change();
                application.set_attributes(session, key.handle, &template).ok()?;
                self.made(what, key, &template);
                None
            }
            Move::Wrap => {
                let (over, key, way) = (self.key()?, self.key()?, self.pick(self.ways)?);
                let out = taken(|out| {
                    application.wrap_key(session, &mechanism(way), over.handle, key.handle, out)
                })?;
                let blob = self.knowledge.id(Term::Enc(way, over.value, key.value));
                self.tell(format_args!("wrap {way:?} {} under {}", key.handle, over.handle));
                self.has(blob, out, "wrapped")
            }
            Move::Unwrap => {
                let (under, way, (blob, bytes)) =
                    (self.key()?, self.pick(self.ways)?, self.datum());
                let template = self.template(false);
                let key_type = self.pick(&[ck::CKK_AES, ck::CKK_GENERIC_SECRET])?;
                let whole = template
                    .clone()
                    .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
                    .with(ck::CKA_KEY_TYPE, key_type);
                let mechanism = mechanism(way);
                let unwrapped =
                    application.unwrap_key(session, &mechanism, under.handle, &bytes, &whole);
                let slowed = |error: &Error| error.is(ck::CKR_TOKEN_RESOURCE_EXCEEDED);
                assert!(!unwrapped.as_ref().is_err_and(slowed), "a game is not to be slowed down");
                let handle = unwrapped.ok()?;
                let value = self.knowledge.id(Term::Dec(way, under.value, blob));
                self.tell(format_args!("unwrap {way:?} under {}", under.handle));
                self.made(what, Key { handle, value }, &template);
                None
            }
            Move::Encrypt | Move::Decrypt => {
                let (key, way, (datum, bytes)) = (self.key()?, self.pick(self.ways)?, self.datum());
                let (kind, term, how) = match what {
                    Move::Encrypt => {
                        (OpKind::Encrypt, Term::Enc(way, key.value, datum), "computed outside")
                    }
                    _ => (OpKind::Decrypt, Term::Dec(way, key.value, datum), "decrypted"),
                };
                let out = taken(|out| {
                    application.perform(session, kind, &mechanism(way), key.handle, &bytes, out)
                })?;
                let result = self.knowledge.id(term);
                self.tell(format_args!("{what:?} {way:?} {datum} with {}", key.handle));
                self.has(result, out, how)
            }
            Move::Sign => {
                let (key, (datum, mut bytes)) = (self.key()?, self.datum());
                let cmac = self.said(key.handle, ck::CKA_KEY_TYPE) == Some(ck::CKK_AES.into());
                let mac = if cmac {
                    Mechanism::plain(ck::CKM_AES_CMAC)
                } else {
                    // As the expanding step of HKDF does it.
                    bytes.push(1);
                    Mechanism::plain(ck::CKM_SHA256_HMAC)
                };
                let out = taken(|out| {
                    application.perform(session, OpKind::Sign, &mac, key.handle, &bytes, out)
                })?;
                let result = self.knowledge.id(Term::Mac(cmac, key.value, datum));
                self.tell(format_args!("sign {datum} with {}", key.handle));
                let mut out = out;
                out.truncate(LEN);
                self.has(result, out, "computed outside")
            }
            Move::DeriveByEncryption => {
                let (datum, bytes) = self.datum();
                let params = Params::Bytes(bytes);
                let mechanism = Mechanism::new(ck::CKM_AES_ECB_ENCRYPT_DATA, params);
                self.derive(&mechanism, LEN, |base| Term::Enc(Way::Ecb, base, datum))
            }
            Move::DeriveByHash => {
                let (datum, info) = self.datum();
                let mechanism = Mechanism::new(ck::CKM_HKDF_DERIVE, Params::Hkdf(expand(info)));
                self.derive(&mechanism, LEN, |base| Term::Expanded(base, datum))
            }
            Move::DeriveByte => {
                let byte = self.below(LEN);
                let params = Params::Ulong(byte as u64 * 8);
                let mechanism = Mechanism::new(ck::CKM_EXTRACT_KEY_FROM_KEY, params);
                self.derive(&mechanism, 1, |base| Term::Byte(base, byte))
            }
            Move::Read => {
                let key = self.key()?;
                let Some(Value::Bytes(bytes)) = self.said(key.handle, ck::CKA_VALUE) else {
                    return None;
                };
                self.tell(format_args!("read {}", key.handle));
                self.has(key.value, bytes.expose().to_vec(), "read")
            }
        }
    }

    /// A mechanism that generates keys, and their length.
    fn kind(&mut self) -> (u64, u64) {
        let mechanism =
            if self.one_in(2) { ck::CKM_AES_KEY_GEN } else { ck::CKM_GENERIC_SECRET_KEY_GEN };
        (mechanism, LEN as u64)
    }

    /// A change of one attribute or two.
    fn change(&mut self) -> Template {
        let mut template = Template::new();
        for _ in 0..=self.below(2) {
            let all = [USAGES, &[ck::CKA_SENSITIVE, ck::CKA_EXTRACTABLE, ck::CKA_PRIVATE]].concat();
            let Some(attribute) = self.pick(&all) else { continue };
            let value = self.one_in(2);
            template.0.retain(|other| other.kind != attribute);
            template.push(attribute, value);
        }
        template
    }

    fn derive(
        &mut self,
        mechanism: &Mechanism,
        len: usize,
        term: impl FnOnce(Id) -> Term,
    ) -> Option<&'static str> {
        let base = self.key()?;
        let template = self.template(false);
        let whole = template
            .clone()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET)
            .with(ck::CKA_VALUE_LEN, len as u64);
        let derived =
            self.token.application.derive_key(self.session, mechanism, base.handle, &whole).ok()?;
        let handle = *derived.first()?;
        let value = self.knowledge.id(term(base.value));
        let sensitive = self.said(handle, ck::CKA_SENSITIVE) == Some(Value::Bool(true));
        let how = self.knowledge.knows(value);
        if self.knowledge.is_protected(base.value) && sensitive {
            self.knowledge.protect(value);
        }
        self.tell(format_args!("derive from {}", base.handle));
        self.made(Move::DeriveByHash, Key { handle, value }, &template);
        // What he had computed before is a key now.
        (how && self.knowledge.is_protected(value)).then_some("computed outside")
    }

    fn made(&mut self, what: Move, key: Key, template: &Template) {
        self.keys.push(key);
        let flags: Vec<_> = template
            .iter()
            .map(|a| (ck::name_in(ck::CKA, a.kind).unwrap_or("?"), a.value.as_bool()))
            .collect();
        let (handle, value) = (key.handle, key.value);
        self.tell(format_args!("{what:?} gives {handle} (value {value}) {flags:?}"));
    }

    fn tell(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.told, "  {what}");
    }
}

/// The output of a call that wants a buffer.
fn taken(call: impl FnOnce(Out<'_>) -> Result<usize>) -> Option<Vec<u8>> {
    let mut out = vec![0; 256];
    let written = call(Out::Buffer(&mut out)).ok()?;
    out.truncate(written);
    Some(out)
}

fn mechanism(way: Way) -> Mechanism {
    let (kind, params) = match way {
        Way::Ecb => (ck::CKM_AES_ECB, Params::None),
        Way::Cbc => (ck::CKM_AES_CBC, Params::Bytes(vec![9; 16])),
        Way::Ctr => (ck::CKM_AES_CTR, Params::Ctr(Ctr { counter_bits: 32, block: [9; 16] })),
        Way::Gcm => {
            let gcm = Gcm { iv: vec![9; 12], aad: Vec::new(), tag_bits: 128 };
            (ck::CKM_AES_GCM, Params::Gcm(gcm))
        }
        Way::Kw => (ck::CKM_AES_KEY_WRAP, Params::None),
        Way::Kwp => (ck::CKM_AES_KEY_WRAP_KWP, Params::None),
    };
    Mechanism::new(kind, params)
}

fn expand(info: Vec<u8>) -> Hkdf {
    let (extract, salt) = (false, HkdfSalt::Null);
    Hkdf { extract, expand: true, hash: ck::CKM_SHA256, salt, info }
}
