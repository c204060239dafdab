//! How many operations a second threads do with one key: the counterpart of `bindings-python/benches/run`.
//! `rate URL sign|encrypt THREADS SECONDS`, on the token `bench-0` with its keys `sign` and `seal`; prints
//! the operations of a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use strongroom::{Hash, Hsm, Mechanism, Object, Query, Result};

/// Bytes that are encrypted.
const LEN: usize = 16 << 10;

fn main() -> Result<()> {
    let said: Vec<String> = std::env::args().collect();
    let [_, url, what, threads, seconds] = said.as_slice() else {
        eprintln!("rate URL sign|encrypt THREADS SECONDS");
        std::process::exit(2);
    };
    let number = |text: &str| text.parse::<f64>().unwrap_or(1.0);
    let session = Hsm::open(url)?.token("bench-0")?.login("98765432")?;
    let class = if what == "sign" {
        strongroom::ck::CKO_PRIVATE_KEY
    } else {
        strongroom::ck::CKO_SECRET_KEY
    };
    let label = if what == "sign" { "sign" } else { "seal" };
    let key: Object = session.find_one(&Query::new().label(label).class(class))?;
    let (sign, gcm) = (Mechanism::ecdsa(Hash::Sha256), Mechanism::aes_gcm(&[7; 12]));
    let data = vec![1; LEN];
    let call = || {
        if what == "sign" {
            key.sign(&sign, b"data").map(drop)
        } else {
            key.encrypt(&gcm, &data).map(drop)
        }
    };
    for _ in 0..200 {
        call()?;
    }
    let (over, begun) = (AtomicBool::new(false), Instant::now());
    let done: u64 = std::thread::scope(|scope| {
        let work = || {
            let mut done = 0;
            while !over.load(Ordering::Relaxed) {
                call().expect("the operation");
                done += 1;
            }
            done
        };
        let all: Vec<_> = (0..number(threads) as usize).map(|_| scope.spawn(work)).collect();
        std::thread::sleep(Duration::from_secs_f64(number(seconds)));
        over.store(true, Ordering::Relaxed);
        all.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
    });
    println!("{:.1}", done as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}
