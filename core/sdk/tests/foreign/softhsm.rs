//! A SoftHSM2 with one token, and what tests do with applications.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use strongroom_base::{
    Answer, Application, Error, Mechanism, Provider, Result, Rv, Template, Tenant, Value, ck,
};
use strongroom_tests::runner;

pub const USER_PIN: &[u8] = b"user-1234";
pub const SO_PIN: &[u8] = b"officer-5678";
const RW: u64 = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;

const PLACES: &[&str] =
    &["/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];

/// The file of the module.
pub fn path() -> PathBuf {
    let found = PLACES.iter().map(PathBuf::from).find(|path| path.exists());
    found.unwrap_or_else(|| runner::skip("SoftHSM2 is not installed"))
}

/// A module with one token that has PINs.
pub struct Soft {
    pub provider: Arc<dyn Provider>,
    pub slot: u64,
}

/// Runs a test in a process that has a SoftHSM2 of its own.
pub fn with_softhsm(test: impl FnOnce(Soft)) {
    in_process(|| test(Soft::new()));
}

/// Runs a test in a process whose environment leads to an empty SoftHSM2.
pub fn in_process(test: impl FnOnce()) {
    if runner::part().is_some() {
        return test();
    }
    let configuration = configure(&strongroom_tests::instance::directory().join("softhsm"));
    let status = runner::another("test").env("SOFTHSM2_CONF", configuration).status();
    let status = status.expect("the process of the test");
    if status.code() == Some(77) {
        runner::skip("SoftHSM2 is not installed");
    }
    assert!(status.success(), "{status}");
}

/// The configuration of a SoftHSM2 whose tokens are in a directory.
pub fn configure(directory: &Path) -> PathBuf {
    std::fs::create_dir(directory).expect("a directory");
    let configuration = directory.join("softhsm2.conf");
    let text = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
        directory.display()
    );
    std::fs::write(&configuration, text).expect("a file");
    configuration
}

/// The URI of the module, with more of it.
pub fn uri(path_attributes: &str) -> String {
    format!("pkcs11:{path_attributes}?module-path={}", path().display())
}

impl Soft {
    fn new() -> Self {
        let provider = strongroom::open(&uri("")).expect("SoftHSM2");
        let slot = make_token(&*provider, "test");
        Self { provider, slot }
    }

    pub fn app(&self) -> App {
        self.tenant(Tenant::default())
    }

    pub fn tenant(&self, tenant: Tenant) -> App {
        App::new(self.provider.open_for(tenant).expect("an application"), self.slot)
    }
}

/// Initialises a token through the seam; gives its slot.
pub fn make_token(provider: &dyn Provider, label: &str) -> u64 {
    let app = provider.open().unwrap();
    let free = |slot: &u64| app.token_info(*slot).unwrap().flags & ck::CKF_TOKEN_INITIALIZED == 0;
    let slot = app.slots(true).unwrap().into_iter().find(free).expect("a free slot");
    let padded: [u8; 32] = format!("{label:32}").into_bytes().try_into().unwrap();
    app.init_token(slot, Some(SO_PIN), &padded).unwrap();
    // SoftHSM2 gives a token that was initialised another slot.
    let named = |slot: &u64| app.token_info(*slot).unwrap().label == label;
    let slot = app.slots(true).unwrap().into_iter().find(named).expect("the token");
    let session = app.open_session(slot, RW).unwrap();
    app.login(session, ck::CKU_SO, Some(SO_PIN), None).unwrap();
    app.init_pin(session, Some(USER_PIN)).unwrap();
    app.close().unwrap();
    slot
}

/// An application with one read/write session.
pub struct App {
    pub app: Arc<dyn Application>,
    pub session: u64,
}

impl App {
    pub fn new(app: Arc<dyn Application>, slot: u64) -> Self {
        let session = app.open_session(slot, RW).expect("a session");
        Self { app, session }
    }

    pub fn login(&self, pin: &[u8]) -> Result<()> {
        self.app.login(self.session, ck::CKU_USER, Some(pin), None)
    }

    /// The same, where the user is logged in.
    pub fn user(self) -> Self {
        self.login(USER_PIN).expect("the user's PIN");
        self
    }

    pub fn state(&self) -> u64 {
        self.app.session_info(self.session).unwrap().state
    }

    /// An AES key.
    pub fn aes(&self, template: Template) -> Result<u64> {
        let template = template
            .with(ck::CKA_VALUE_LEN, 32_u64)
            .with(ck::CKA_ENCRYPT, true)
            .with(ck::CKA_DECRYPT, true)
            .with(ck::CKA_WRAP, true)
            .with(ck::CKA_UNWRAP, true);
        let mechanism = Mechanism::plain(ck::CKM_AES_KEY_GEN);
        self.app.generate_key(self.session, &mechanism, &template)
    }

    /// A key pair on P-256 that signs: the public and the private key.
    pub fn pair(&self, private: Template) -> Result<(u64, u64)> {
        let p256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
        let public = Template::new()
            .with(ck::CKA_EC_PARAMS, &p256[..])
            .with(ck::CKA_PRIVATE, false)
            .with(ck::CKA_VERIFY, true);
        let private = private.with(ck::CKA_SIGN, true).with(ck::CKA_DERIVE, true);
        let mechanism = Mechanism::plain(ck::CKM_EC_KEY_PAIR_GEN);
        self.app.generate_key_pair(self.session, &mechanism, &public, &private)
    }

    pub fn find(&self, template: &Template) -> Vec<u64> {
        let mut found = self.app.find(self.session, template, u64::MAX).unwrap();
        // Both ways of searching find the same.
        self.app.find_init(self.session, template).unwrap();
        let mut stepwise = Vec::new();
        loop {
            let step = self.app.find_next(self.session, 2).unwrap();
            if step.is_empty() {
                break;
            }
            stepwise.extend(step);
        }
        self.app.find_final(self.session).unwrap();
        found.sort_unstable();
        stepwise.sort_unstable();
        assert_eq!(found, stepwise);
        found
    }

    pub fn get(&self, object: u64, kind: u64) -> Result<Answer> {
        let mut answers = self.app.get_attributes(self.session, object, &[kind])?;
        assert_eq!(answers.len(), 1);
        Ok(answers.remove(0))
    }
}

/// What a call answered.
pub fn rv<T>(answer: Result<T>) -> Rv {
    Rv(answer.map_or_else(|error: Error| error.rv().0, |_| ck::CKR_OK))
}

/// The return value with a number.
pub fn ckr(rv: u64) -> Rv {
    Rv(rv)
}

/// A template of a label.
pub fn labelled(label: &str) -> Template {
    Template::new().with(ck::CKA_LABEL, label)
}

/// Bytes as an answer.
pub fn bytes(bytes: &[u8]) -> Answer {
    Answer::Value(Value::bytes(bytes))
}
