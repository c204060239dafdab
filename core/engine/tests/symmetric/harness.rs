//! Runs a row's functions the way sessions do: outputs get exactly the room that the row asks for, and
//! the bytes behind it are watched.

use std::sync::Arc;
use strongroom_base::{Params, Result, Secret, ck};
use strongroom_engine::keys::Key;
use strongroom_engine::keys::secret::SecretKey;
use strongroom_engine::mechanisms::{self, Cipher, Init, Row, Signer, Verifier};

/// How many bytes behind an output are watched.
const GUARD: usize = 64;
const FILL: u8 = 0xA5;

pub fn key(key_type: u64, value: &[u8]) -> Arc<Key> {
    Arc::new(Key::Secret(Arc::new(SecretKey::new(key_type, Secret::from(value)).unwrap())))
}

pub fn aes(value: &[u8]) -> Arc<Key> {
    key(ck::CKK_AES, value)
}

pub fn row(kind: u64) -> &'static Row {
    mechanisms::find(kind).unwrap()
}

pub fn hex(text: &str) -> Vec<u8> {
    hex::decode(text.split_whitespace().collect::<String>()).unwrap()
}

/// Calls with what an operation begins with; there is no other key.
pub fn with_init<T>(key: &Arc<Key>, params: &Params, call: impl FnOnce(&Init<'_>) -> T) -> T {
    call(&Init { key, params, others: &[] })
}

/// Gives `call` exactly `room` bytes and checks that nothing behind them was written.
pub fn guarded(room: usize, call: impl FnOnce(&mut [u8]) -> Result<usize>) -> Result<Vec<u8>> {
    let mut buffer = vec![FILL; room + GUARD];
    let answer = call(&mut buffer[..room]);
    assert!(buffer[room..].iter().all(|b| *b == FILL), "written behind the output of {room} bytes");
    let len = answer?;
    assert!(len <= room, "{len} bytes written of {room}");
    buffer.truncate(len);
    Ok(buffer)
}

pub fn begin_encrypt(kind: u64, key: &Arc<Key>, params: &Params) -> Result<Box<dyn Cipher>> {
    with_init(key, params, row(kind).encrypt.unwrap())
}

pub fn begin_decrypt(kind: u64, key: &Arc<Key>, params: &Params) -> Result<Box<dyn Cipher>> {
    with_init(key, params, row(kind).decrypt.unwrap())
}

pub fn begin_sign(kind: u64, key: &Arc<Key>, params: &Params) -> Result<Box<dyn Signer>> {
    with_init(key, params, row(kind).sign.unwrap())
}

pub fn begin_verify(kind: u64, key: &Arc<Key>, params: &Params) -> Result<Box<dyn Verifier>> {
    with_init(key, params, row(kind).verify.unwrap())
}

pub fn once(mut cipher: Box<dyn Cipher>, input: &[u8]) -> Result<Vec<u8>> {
    let room = cipher.once_len(input.len());
    guarded(room, |out| cipher.once(input, out))
}

/// Several parts; each output gets exactly the room that was announced for it.
pub fn parts<'a>(
    mut cipher: Box<dyn Cipher>,
    input: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    for part in input {
        let room = cipher.update_len(part.len());
        whole.extend(guarded(room, |out| cipher.update(part, out))?);
    }
    let room = cipher.finish_len();
    whole.extend(guarded(room, |out| cipher.finish(out))?);
    Ok(whole)
}

pub fn encrypt(kind: u64, key: &Arc<Key>, params: &Params, input: &[u8]) -> Result<Vec<u8>> {
    once(begin_encrypt(kind, key, params)?, input)
}

pub fn decrypt(kind: u64, key: &Arc<Key>, params: &Params, input: &[u8]) -> Result<Vec<u8>> {
    once(begin_decrypt(kind, key, params)?, input)
}

pub fn wrap(kind: u64, key: &Arc<Key>, params: &Params, plain: &[u8]) -> Result<Vec<u8>> {
    with_init(key, params, |init| row(kind).wrap.unwrap()(init, &Secret::from(plain)))
}

pub fn unwrap(kind: u64, key: &Arc<Key>, params: &Params, wrapped: &[u8]) -> Result<Vec<u8>> {
    with_init(key, params, |init| row(kind).unwrap.unwrap()(init, wrapped))
        .map(|plain| plain.expose().to_vec())
}

pub fn sign_with(mut signer: Box<dyn Signer>, input: &[u8]) -> Result<Vec<u8>> {
    let room = signer.len();
    guarded(room, |out| signer.once(input, out))
}

pub fn sign(kind: u64, key: &Arc<Key>, params: &Params, input: &[u8]) -> Result<Vec<u8>> {
    sign_with(begin_sign(kind, key, params)?, input)
}

pub fn verify(kind: u64, key: &Arc<Key>, params: &Params, input: &[u8], mac: &[u8]) -> Result<()> {
    begin_verify(kind, key, params)?.once(input, mac)
}

pub fn digest(kind: u64, input: &[u8]) -> Vec<u8> {
    sign_with(row(kind).digest.unwrap()(&Params::None).unwrap(), input).unwrap()
}

/// Checks the return value of a failure.
#[track_caller]
pub fn fails<T>(answer: Result<T>, rv: u64) {
    match answer {
        Ok(_) => panic!("it succeeded, but should fail with {}", strongroom_base::Rv(rv)),
        Err(error) => assert!(error.is(rv), "{error}, not {}", strongroom_base::Rv(rv)),
    }
}

/// Bytes that look random and are the same in every run.
pub fn pattern(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}
