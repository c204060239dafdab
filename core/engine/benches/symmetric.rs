//! The symmetric rows against the library alone: what begins an operation and does it in one part, as a
//! session calls it, beside one call into AWS-LC with a key that is ready. Two threads share one key.
#![allow(missing_docs)] // what criterion's macros make

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_256, EncryptingKey, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::{digest, hmac, rand};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::mechanism::{Ctr, Gcm};
use strongroom_base::{Error, Params, Secret, ck};
use strongroom_engine::keys::Key;
use strongroom_engine::keys::secret::SecretKey;
use strongroom_engine::mechanisms::{self, Init};
use strongroom_engine::random;

fn key(key_type: u64, len: usize) -> Arc<Key> {
    let value = Secret::from(vec![7; len]);
    Arc::new(Key::Secret(Arc::new(SecretKey::new(key_type, value).expect("the length is right"))))
}

/// One encryption as a session does it.
fn encrypt(kind: u64, key: &Arc<Key>, params: &Params, input: &[u8], out: &mut [u8]) -> usize {
    let begin = mechanisms::find(kind).and_then(|row| row.encrypt.ok_or_else(unreachable));
    let init = Init { key, params, others: &[] };
    begin.and_then(|begin| begin(&init)?.once(input, out)).expect("the row encrypts")
}

/// One MAC as a session makes it.
fn sign(kind: u64, key: &Arc<Key>, input: &[u8], out: &mut [u8]) -> usize {
    let begin = mechanisms::find(kind).and_then(|row| row.sign.ok_or_else(unreachable));
    let init = Init { key, params: &Params::None, others: &[] };
    begin.and_then(|begin| begin(&init)?.once(input, out)).expect("the row signs")
}

fn unreachable() -> Error {
    Error::new(ck::CKR_MECHANISM_INVALID, "the row does not do this")
}

fn gcm(c: &mut Criterion) {
    let mut group = c.benchmark_group("AES-256-GCM");
    let ours = key(ck::CKK_AES, 32);
    let params = Params::Gcm(Gcm { iv: vec![1; 12], aad: Vec::new(), tag_bits: 128 });
    let raw = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).expect("32 bytes"));
    for len in [256, 16 << 10, 1 << 20] {
        let input = vec![3; len];
        let mut out = vec![0; len + 16];
        group.throughput(Throughput::Bytes(len as u64));
        group.bench_function(BenchmarkId::new("ours", len), |b| {
            b.iter(|| encrypt(ck::CKM_AES_GCM, &ours, &params, black_box(&input), &mut out));
        });
        group.bench_function(BenchmarkId::new("ours, 2 threads", len), |b| {
            b.iter_custom(|rounds| {
                two_threads(rounds, &|| {
                    let (input, mut out) = (vec![3; len], vec![0; len + 16]);
                    let (ours, params) = (Arc::clone(&ours), params.clone());
                    move || {
                        black_box(encrypt(ck::CKM_AES_GCM, &ours, &params, &input, &mut out));
                    }
                })
            });
        });
        group.bench_function(BenchmarkId::new("raw", len), |b| {
            b.iter(|| {
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                let (data, rest) = out.split_at_mut(len);
                let tag = raw
                    .seal_in_place_separate_tag(nonce, Aad::empty(), black_box(data))
                    .expect("it seals");
                rest.copy_from_slice(tag.as_ref());
            });
        });
    }
}

/// How long two threads take for so many rounds each.
fn two_threads<F: FnMut() + Send>(rounds: u64, make: &dyn Fn() -> F) -> Duration {
    let works = [make(), make()];
    let start = Instant::now();
    std::thread::scope(|scope| {
        for mut work in works {
            scope.spawn(move || (0..rounds).for_each(|_| work()));
        }
    });
    start.elapsed()
}

fn modes(c: &mut Criterion) {
    let mut group = c.benchmark_group("AES-256 modes, 16 KiB");
    let ours = key(ck::CKK_AES, 32);
    let input = vec![3; 16 << 10];
    let mut out = vec![0; (16 << 10) + 16];
    let iv = Params::Bytes(vec![1; 16]);
    let ctr = Params::Ctr(Ctr { counter_bits: 64, block: [1; 16] });
    for (name, kind, params) in [
        ("CBC ours", ck::CKM_AES_CBC, &iv),
        ("CTR ours", ck::CKM_AES_CTR, &ctr),
        ("ECB ours", ck::CKM_AES_ECB, &Params::None),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| encrypt(kind, &ours, params, black_box(&input), &mut out));
        });
    }
    let cipher_key = || UnboundCipherKey::new(&AES_256, &[7; 32]).expect("32 bytes");
    let raw = PaddedBlockEncryptingKey::cbc_pkcs7(cipher_key()).expect("a key");
    let mut data = input.clone();
    group.bench_function("CBC raw", |b| {
        b.iter(|| {
            data.truncate(16 << 10);
            let iv = EncryptionContext::Iv128([1; 16].into());
            raw.less_safe_encrypt(black_box(&mut data), iv).expect("it encrypts")
        });
    });
    let raw = EncryptingKey::ctr(cipher_key()).expect("a key");
    group.bench_function("CTR raw", |b| {
        b.iter(|| {
            let iv = EncryptionContext::Iv128([1; 16].into());
            raw.less_safe_encrypt(black_box(&mut out), iv).expect("it encrypts")
        });
    });
}

fn hashes(c: &mut Criterion) {
    let mut out = [0; 64];
    let mut group = c.benchmark_group("HMAC-SHA256, 1 KiB");
    let input = [3; 1024];
    let ours = key(ck::CKK_GENERIC_SECRET, 32);
    group.bench_function("ours", |b| {
        b.iter(|| sign(ck::CKM_SHA256_HMAC, &ours, black_box(&input), &mut out));
    });
    let raw = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
    group.bench_function("raw", |b| b.iter(|| hmac::sign(&raw, black_box(&input))));
    group.finish();

    let mut group = c.benchmark_group("SHA-256, 16 KiB");
    let input = vec![3; 16 << 10];
    group.bench_function("ours", |b| {
        b.iter(|| {
            let begin =
                mechanisms::find(ck::CKM_SHA256).and_then(|row| row.digest.ok_or_else(unreachable));
            begin
                .and_then(|begin| begin(&Params::None)?.once(black_box(&input), &mut out))
                .expect("the row digests")
        });
    });
    group.bench_function("raw", |b| b.iter(|| digest::digest(&digest::SHA256, black_box(&input))));
    group.finish();

    let mut group = c.benchmark_group("random, 32 bytes");
    let mut bytes = [0; 32];
    group.bench_function("ours", |b| b.iter(|| random::fill(black_box(&mut bytes))));
    group.bench_function("raw", |b| b.iter(|| rand::fill(black_box(&mut bytes))));
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(20);
    targets = gcm, modes, hashes
}
criterion_main!(benches);
