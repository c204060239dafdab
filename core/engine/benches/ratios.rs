//! What a session costs over the library alone: an instance with token keys, called as the PKCS #11 library
//! calls it (an init, then the data), beside one call into AWS-LC with a key that is ready. Both sides take
//! turns in short rounds, with one thread and with two, and the median of the rounds' ratios is printed; 1 is
//! ideal. An argument names a part: `cargo bench --bench ratios -- ML-DSA`.
//!
//! The argument `many` (and a number, 100,000 without one) instead fills a token with ML-DSA key pairs and
//! prints how long opening it takes, to the first key found, beside an empty token.

mod ffi;

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::kem::{self, DecapsulationKey};
use aws_lc_rs::signature::{ML_DSA_65_SIGNING, PqdsaKeyPair};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::mechanism::ChaCha20Poly1305;
use strongroom_base::{Application, Mechanism, OpKind, Out, Params, Provider, Template, ck};
use strongroom_engine::Engine;
use strongroom_engine::keystore::{Cost, Keystore, NewToken};

/// Rounds, and how long one side runs in each.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(60);
const PIN: &[u8] = b"12345678";
const KIB16: usize = 16 << 10;

/// What one thread repeats; what it answers was not part of it.
type Work = Box<dyn FnMut() -> Duration + Send>;

/// An instance with one token, and an application with the user logged in.
struct Instance {
    application: Arc<dyn Application>,
    session: u64,
    _engine: Engine,
}

fn create(dir: &Path) {
    let token = NewToken {
        slot: 0,
        label: [b' '; 32],
        pins: Some((PIN, PIN)),
        to_be_changed: false,
        policy: Default::default(),
    };
    Keystore::create(dir, &[token], Cost { memory: 64, passes: 1, lanes: 1 }, |_| ())
        .expect("an instance");
}

impl Instance {
    fn open(dir: &Path) -> Self {
        let engine = Engine::open(dir).expect("the instance opens");
        let application = engine.open().expect("an application");
        let session = session(&*application);
        application.login(session, ck::CKU_USER, Some(PIN), None).expect("the user logs in");
        Self { application, session, _engine: engine }
    }

    fn key(&self, mechanism: u64, template: &Template) -> u64 {
        let template = template.clone().with(ck::CKA_TOKEN, true);
        self.application
            .generate_key(self.session, &Mechanism::plain(mechanism), &template)
            .expect("a key")
    }

    fn pair(&self, mechanism: u64, set: u64, label: &[u8]) -> (u64, u64) {
        let template = Template::new().with(ck::CKA_TOKEN, true).with(ck::CKA_LABEL, label);
        let public = template.clone().with(ck::CKA_PARAMETER_SET, set);
        self.application
            .generate_key_pair(self.session, &Mechanism::plain(mechanism), &public, &template)
            .expect("a pair")
    }

    /// An operation of one part in a session of its own, with so much room for what comes out.
    fn operation(&self, kind: OpKind, mechanism: Mechanism, key: u64, len: usize) -> Work {
        let (application, input) = (Arc::clone(&self.application), vec![3; len]);
        let (session, mut out) = (session(&*application), vec![0; len.max(4096) + 16]);
        Box::new(move || {
            application.op_init(session, kind, Some(&mechanism), key).expect("it begins");
            let out = Out::Buffer(black_box(&mut out));
            application.op_once(session, kind, black_box(&input), out).expect("it is done");
            Duration::ZERO
        })
    }
}

fn session(application: &dyn Application) -> u64 {
    application.open_session(0, ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION).expect("a session")
}

/// How often a round's work was done by all threads together: in a second of the clock, and in one of a processor,
/// which what else the machine does changes less.
type Rates = [f64; 2];

fn round(works: &mut [Work]) -> Rates {
    std::thread::scope(|scope| {
        let threads: Vec<_> = works
            .iter_mut()
            .map(|work| {
                scope.spawn(move || {
                    let (begun, mut beside, mut count) = (Instant::now(), Duration::ZERO, 0_u32);
                    let used = processor_time();
                    while begun.elapsed() < ROUND {
                        for _ in 0..8 {
                            beside += work();
                        }
                        count += 8;
                    }
                    let times = [begun.elapsed(), processor_time() - used];
                    times.map(|time| f64::from(count) / time.saturating_sub(beside).as_secs_f64())
                })
            })
            .collect();
        let rates: Vec<_> =
            threads.into_iter().map(|t| t.join().expect("the thread ends")).collect();
        std::array::from_fn(|of| rates.iter().map(|rate: &Rates| rate[of]).sum())
    })
}

/// What this thread has used so far.
fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.try_into().expect("it has begun")
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Measures one operation and prints a line for one thread and for two.
fn compare(name: &str, only: Option<&str>, ours: &dyn Fn() -> Work, raw: &dyn Fn() -> Work) {
    if only.is_some_and(|only| !name.contains(only)) {
        return;
    }
    for threads in [1, 2] {
        let make = |side: &dyn Fn() -> Work| (0..threads).map(|_| side()).collect::<Vec<_>>();
        let (mut ours, mut raw) = (make(ours), make(raw));
        round(&mut ours);
        round(&mut raw);
        let rounds: [_; ROUNDS] = std::array::from_fn(|_| [round(&mut ours), round(&mut raw)]);
        let of = |what: &dyn Fn(&[Rates; 2]) -> f64| median(&mut rounds.each_ref().map(what));
        let [ours, raw] = [0, 1].map(|side| of(&|pair| pair[side][0]));
        let [ratio, processor] = [0, 1].map(|time| of(&|[ours, raw]| ours[time] / raw[time]));
        println!(
            "{name}, {threads} thread(s): {ours:.0}/s, alone {raw:.0}/s, ratio {ratio:.3} \
             (of processor time {processor:.3})"
        );
    }
}

fn operations(only: Option<&str>) {
    let dir = tempfile::tempdir().expect("a directory");
    create(dir.path());
    let instance = Instance::open(dir.path());

    let (_, private) = instance.pair(ck::CKM_ML_DSA_KEY_PAIR_GEN, ck::CKP_ML_DSA_65, b"ML-DSA");
    compare(
        "ML-DSA-65 sign",
        only,
        &|| instance.operation(OpKind::Sign, Mechanism::plain(ck::CKM_ML_DSA), private, 32),
        &|| {
            let key = PqdsaKeyPair::generate(&ML_DSA_65_SIGNING).expect("a pair");
            let mut out = vec![0; ML_DSA_65_SIGNING.signature_len()];
            Box::new(move || {
                key.sign(black_box(&[3; 32]), &mut out).expect("it signs");
                Duration::ZERO
            })
        },
    );

    let (public, private) =
        instance.pair(ck::CKM_ML_KEM_KEY_PAIR_GEN, ck::CKP_ML_KEM_768, b"ML-KEM");
    let kem = Mechanism::plain(ck::CKM_ML_KEM);
    let template = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
        .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET);
    let mut ciphertext = vec![0; 1088];
    instance
        .application
        .encapsulate_key(instance.session, &kem, public, &template, Out::Buffer(&mut ciphertext))
        .expect("it encapsulates");
    compare(
        "ML-KEM-768 decapsulate into a session key",
        only,
        &|| {
            let (kem, template) = (kem.clone(), template.clone());
            let (application, ciphertext) = (Arc::clone(&instance.application), ciphertext.clone());
            let session = session(&*application);
            Box::new(move || {
                let key = application
                    .decapsulate_key(session, &kem, private, &template, black_box(&ciphertext))
                    .expect("it decapsulates");
                let done = Instant::now();
                application.destroy_object(session, key).expect("the key goes");
                done.elapsed()
            })
        },
        &|| {
            let key = DecapsulationKey::generate(&kem::ML_KEM_768).expect("a key");
            let made = key.encapsulation_key().and_then(|key| key.encapsulate());
            let ciphertext = made.expect("a secret").0.as_ref().to_vec();
            Box::new(move || {
                let ciphertext = black_box(ciphertext.as_slice()).into();
                black_box(key.decapsulate(ciphertext).expect("it decapsulates"));
                Duration::ZERO
            })
        },
    );

    let key = instance.key(ck::CKM_CHACHA20_KEY_GEN, &Template::new());
    let (nonce, aad) = (vec![1; 12], Vec::new());
    let params = Params::ChaCha20Poly1305(ChaCha20Poly1305 { nonce, aad });
    let mechanism = Mechanism::new(ck::CKM_CHACHA20_POLY1305, params);
    compare(
        "ChaCha20-Poly1305, 16 KiB",
        only,
        &|| instance.operation(OpKind::Encrypt, mechanism.clone(), key, KIB16),
        &|| {
            let key = UnboundKey::new(&CHACHA20_POLY1305, &[7; 32]).expect("32 bytes");
            let (key, input) = (LessSafeKey::new(key), vec![3; KIB16]);
            let mut out = vec![0; KIB16];
            Box::new(move || {
                // The library's safe interface encrypts in place: what is to be encrypted gets there first.
                out.copy_from_slice(black_box(&input));
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut out);
                let _ = black_box(tag.expect("it seals"));
                Duration::ZERO
            })
        },
    );

    let key =
        instance.key(ck::CKM_AES_XTS_KEY_GEN, &Template::new().with(ck::CKA_VALUE_LEN, 64_u64));
    let mechanism = Mechanism::new(ck::CKM_AES_XTS, Params::Bytes(vec![1; 16]));
    compare(
        "AES-256-XTS, 16 KiB",
        only,
        &|| instance.operation(OpKind::Encrypt, mechanism.clone(), key, KIB16),
        &|| {
            let mut key = ffi::Xts::new(&std::array::from_fn(|n| n as u8));
            let (input, mut out) = (vec![3; KIB16], vec![0; KIB16]);
            Box::new(move || {
                key.encrypt(&[1; 16], black_box(&input), &mut out);
                Duration::ZERO
            })
        },
    );
}

/// Fills a token with key pairs, from two threads.
fn fill(dir: &Path, pairs: usize) {
    let instance = Instance::open(dir);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let instance = &instance;
            scope.spawn(move || {
                for number in (thread..pairs).step_by(2) {
                    let label = format!("key {number}");
                    let mechanism = ck::CKM_ML_DSA_KEY_PAIR_GEN;
                    instance.pair(mechanism, ck::CKP_ML_DSA_65, label.as_bytes());
                }
            });
        }
    });
    println!("{pairs} pairs of ML-DSA-65 made in {:.1} s", begun.elapsed().as_secs_f64());
}

/// How long it takes to open an instance, to log in, and to find the private key with a label.
fn opened(dir: &Path, label: &[u8]) -> [f64; 3] {
    let begun = Instant::now();
    let micros = |since: Instant| since.elapsed().as_secs_f64() * 1e6;
    let engine = Engine::open(dir).expect("the instance opens");
    let application = engine.open().expect("an application");
    let session = session(&*application);
    let open = micros(begun);
    application.login(session, ck::CKU_USER, Some(PIN), None).expect("the user logs in");
    let login = micros(begun);
    let wanted =
        Template::new().with(ck::CKA_CLASS, ck::CKO_PRIVATE_KEY).with(ck::CKA_LABEL, label);
    let found = application.find(session, &wanted, 2).expect("it searches");
    assert_eq!(found.len(), 1);
    let found = micros(begun);
    [open, login - open, found - login]
}

fn many(pairs: usize) {
    let (empty, full) =
        (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
    for (dir, pairs) in [(&empty, 1), (&full, pairs)] {
        create(dir.path());
        fill(dir.path(), pairs);
    }
    let mut times = [[const { Vec::new() }; 3], [const { Vec::new() }; 3]];
    for turn in 0..41_usize {
        let label = format!("key {}", turn * 7919 % pairs);
        for (times, (dir, label)) in
            times.iter_mut().zip([(&empty, "key 0"), (&full, label.as_str())])
        {
            let opened = opened(dir.path(), label.as_bytes());
            times.iter_mut().zip(opened).for_each(|(times, time)| times.push(time));
        }
    }
    for (what, mut times) in ["with one pair", "full"].into_iter().zip(times) {
        let [open, login, find] = times.each_mut().map(|times| median(times));
        println!("{what}: open {open:.0} µs, log in {login:.0} µs, first find {find:.0} µs");
    }
}

fn main() {
    // Cargo says `--bench` to what it runs.
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let first = words.next();
    match first.as_deref() {
        Some("many") => many(words.next().and_then(|n| n.parse().ok()).unwrap_or(100_000)),
        only => operations(only),
    }
}
