//! Measures what a client of a running service gets without the C interface: signatures of one call,
//! signatures in batches, how long it takes to begin, and what clients cost that do nothing.
//!
//!     speed HOST:PORT BUNDLE PIN once | batch | throughput | begin | idle COUNT PROCESS
//!
//! `idle` needs the number of the service's process. Prints one line.
#![allow(clippy::print_stdout)] // what it is for

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use strongroom_base::{
    Application, Mechanism, OpKind, Out, Params, Provider, Result, Template, Value, ck,
};
use strongroom_wire::{Client, Service};

/// How long each measurement takes.
const TIME: Duration = Duration::from_secs(4);
/// Signatures of one batch.
const BATCH: usize = 64;

fn ecdsa() -> Mechanism {
    Mechanism { kind: ck::CKM_ECDSA, params: Params::None }
}

/// An application with its user logged in and a P-256 key.
struct Signer {
    application: Arc<dyn Application>,
    session: u64,
    key: u64,
}

impl Signer {
    fn new(client: &Client, pin: &str) -> Result<Self> {
        let application = client.open()?;
        let slot = application.slots(true)?.first().copied().unwrap_or(0);
        let session =
            application.open_session(slot, ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION)?;
        application.login(session, ck::CKU_USER, Some(pin.as_bytes()), None)?;
        let p256 = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
        let public: Template = Template::new().with(ck::CKA_EC_PARAMS, Value::bytes(p256));
        let make = Mechanism { kind: ck::CKM_EC_KEY_PAIR_GEN, params: Params::None };
        let (_, key) =
            application.generate_key_pair(session, &make, &public, &Template::default())?;
        Ok(Self { application, session, key })
    }

    fn once(&self) -> Result<usize> {
        let mut signature = [0; 64];
        let out = Out::Buffer(&mut signature);
        self.application.perform(self.session, OpKind::Sign, &ecdsa(), self.key, &[7; 32], out)
    }

    /// Signs one after the other; the microseconds that half of them took at most, and 99 of 100.
    fn latency(&self, time: Duration) -> Result<(f64, f64)> {
        for _ in 0..200 {
            self.once()?;
        }
        let (begun, mut took) = (Instant::now(), Vec::new());
        while begun.elapsed() < time {
            let one = Instant::now();
            self.once()?;
            took.push(one.elapsed());
        }
        Ok((share(&mut took, 50), share(&mut took, 99)))
    }
}

fn share(took: &mut [Duration], percent: usize) -> f64 {
    took.sort_unstable();
    took.get(took.len() * percent / 100).map_or(0.0, |one| one.as_secs_f64() * 1e6)
}

/// How many a second, of what a number of threads do.
fn rate(threads: usize, each: impl Fn() -> Result<u64> + Sync) -> Result<f64> {
    let (stop, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let work = || -> Result<()> {
            while !stop.load(Ordering::Relaxed) {
                done.fetch_add(each()?, Ordering::Relaxed);
            }
            Ok(())
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        std::thread::sleep(TIME);
        stop.store(true, Ordering::Relaxed);
        running.into_iter().try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })?;
    Ok(done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
}

/// Bytes of memory that a process has.
fn memory(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: f64 = line
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0);
    kib * 1024.0
}

fn run(words: &[String]) -> Result<String> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let (host, port) = word(0).rsplit_once(':').unwrap_or((word(0), ""));
    let service = || Service::new(host, port.parse().ok(), word(1));
    let client = Client::new(service());
    match word(3) {
        "once" => {
            let (half, most) = Signer::new(&client, word(2))?.latency(TIME)?;
            Ok(format!("P-256, one call, one thread: p50 {half:.1} µs, p99 {most:.1} µs"))
        }
        "batch" => {
            let inputs = [[7_u8; 32].as_slice(); BATCH];
            let signers: Vec<Signer> =
                (0..4).map(|_| Signer::new(&client, word(2))).collect::<Result<_>>()?;
            let mut text = format!("P-256 in batches of {BATCH}:");
            for threads in [1, 2, 4] {
                let next = AtomicU64::new(0);
                let rate = rate(threads, || {
                    let mine = next.fetch_add(1, Ordering::Relaxed) as usize % threads;
                    let Some(Signer { application, session, key }) = signers.get(mine) else {
                        return Ok(0);
                    };
                    Ok(application.sign_batch(*session, &ecdsa(), *key, &inputs)?.len() as u64)
                })?;
                text.push_str(&format!(" {threads} threads {rate:.0}/s"));
            }
            Ok(text)
        }
        "throughput" => {
            let signers: Vec<Signer> =
                (0..8).map(|_| Signer::new(&client, word(2))).collect::<Result<_>>()?;
            let next = AtomicU64::new(0);
            let rate = rate(8, || {
                let mine = next.fetch_add(1, Ordering::Relaxed) as usize % signers.len();
                let Some(signer) = signers.get(mine) else { return Ok(0) };
                for _ in 0..64 {
                    signer.once()?;
                }
                Ok(64)
            })?;
            Ok(format!("{rate:.0}"))
        }
        "begin" => {
            let mut took = Vec::new();
            for _ in 0..400 {
                let begun = Instant::now();
                let application = Client::new(service()).open()?;
                application.slots(true)?;
                took.push(begun.elapsed());
                application.close()?;
            }
            let (half, most) = (share(&mut took, 50), share(&mut took, 99));
            Ok(format!("connect, attach, first reply: p50 {half:.0} µs, p99 {most:.0} µs"))
        }
        "idle" => {
            let count: usize = word(4).parse().unwrap_or(5000);
            let signer = Signer::new(&client, word(2))?;
            let (alone, _) = signer.latency(TIME)?;
            let before = memory(word(5));
            let mut idle = Vec::new();
            for _ in 0..count {
                let application = Client::new(service()).open()?;
                application.slots(true)?;
                idle.push(application);
            }
            let each = (memory(word(5)) - before) / 1024.0 / count as f64;
            let (beside, _) = signer.latency(TIME)?;
            Ok(format!(
                "{} idle clients: {each:.1} KiB each; P-256 p50 {alone:.1} µs without them, \
                 {beside:.1} µs with them",
                idle.len()
            ))
        }
        _ => Ok("speed HOST:PORT BUNDLE PIN once|batch|throughput|begin|idle COUNT PROCESS".into()),
    }
}

fn main() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(line) => {
            println!("{line}");
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
