//! What a call through this crate costs over the same call at the seam, on an embedded instance.
//! `cargo bench -p strongroom`

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use strongroom::{Hash, Hsm, KeySpec, Mechanism, Session, ck, instance};
use strongroom_base::{OpKind, Out};

fn session(dir: &std::path::Path) -> Session {
    let new = instance::NewInstance { slots: 1, ..Default::default() };
    instance::create(dir, &new, |_| {}).expect("an instance");
    let hsm = Hsm::open(&strongroom::of_directory(dir)).expect("opened");
    hsm.slot(0).and_then(|slot| slot.login("98765432")).expect("logged in")
}

fn calls(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a directory");
    let (ours, theirs) = (dir.path().join("sdk"), dir.path().join("seam"));
    let session = session(&ours);
    let spec = |kind| KeySpec::named(kind).expect("a kind of key");
    let pair = session.generate_pair(&spec("ec:p256")).expect("a pair");
    let aes = session.generate_secret(&spec("aes:256")).expect("a key");

    instance::create(&theirs, &instance::NewInstance { slots: 1, ..Default::default() }, |_| {})
        .expect("an instance");
    let seam = strongroom::open(&strongroom::of_directory(&theirs))
        .and_then(|provider| provider.open())
        .expect("opened");
    let flags = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;
    let handle = seam.open_session(0, flags).expect("a session");
    seam.login(handle, ck::CKU_USER, Some(b"98765432"), None).expect("logged in");
    let public = strongroom::Template::new()
        .with(ck::CKA_EC_PARAMS, pair.public.bytes(ck::CKA_EC_PARAMS).expect("a curve"));
    let generate = strongroom_base::Mechanism::plain(ck::CKM_EC_KEY_PAIR_GEN);
    let (_, key) = seam
        .generate_key_pair(handle, &generate, &public, &strongroom::Template::new())
        .expect("a pair");
    let generate = strongroom_base::Mechanism::plain(ck::CKM_AES_KEY_GEN);
    let template = strongroom::Template::new().with(ck::CKA_VALUE_LEN, 32);
    let secret = seam.generate_key(handle, &generate, &template).expect("a key");

    let mut group = criterion.benchmark_group("sign P-256");
    let raw = Mechanism::ecdsa(Hash::Sha256).raw();
    let base = raw.base().expect("a mechanism").clone();
    group.bench_function("seam", |b| {
        let mut out = [0; 64];
        b.iter(|| {
            let out = Out::Buffer(&mut out);
            seam.perform(handle, OpKind::Sign, &base, key, black_box(b"data"), out).expect("signed")
        });
    });
    group.bench_function("sdk, raw", |b| {
        b.iter(|| pair.private.sign(&raw, black_box(b"data")).expect("signed"));
    });
    let der = Mechanism::ecdsa(Hash::Sha256);
    group.bench_function("sdk, DER", |b| {
        b.iter(|| pair.private.sign(&der, black_box(b"data")).expect("signed"));
    });
    group.finish();

    for len in [256, 16 << 10] {
        let mut group = criterion.benchmark_group(format!("encrypt AES-256-GCM, {len} bytes"));
        let (gcm, data) = (Mechanism::aes_gcm(&[7; 12]), vec![1; len]);
        let base = gcm.base().expect("a mechanism").clone();
        group.bench_function("seam", |b| {
            let mut out = vec![0; len + 16];
            b.iter(|| {
                let out = Out::Buffer(&mut out);
                seam.perform(handle, OpKind::Encrypt, &base, secret, black_box(&data), out)
                    .expect("encrypted")
            });
        });
        group.bench_function("sdk", |b| {
            b.iter(|| aes.encrypt(&gcm, black_box(&data)).expect("encrypted"));
        });
        group.bench_function("sdk, into a buffer", |b| {
            let mut out = vec![0; len + 16];
            b.iter(|| aes.encrypt_into(&gcm, black_box(&data), &mut out).expect("encrypted"));
        });
        group.finish();
    }
}

criterion_group!(benches, calls);
criterion_main!(benches);
