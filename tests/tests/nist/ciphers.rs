//! Ciphers: AES in its modes (AESAVS, GCMVS, CCM-VS, XTSVS), Triple DES (TMOVS), ChaCha20.

use crate::counts::Counts;
use crate::file::{Answer, answers};
use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

const SIZES: [u64; 3] = [128, 192, 256];
const REFUSED: &[u64] = &[CKR_ENCRYPTED_DATA_INVALID];

/// Encrypts one side of an answer and decrypts the other.
fn both(
    s: Session,
    counts: &mut Counts,
    place: &str,
    (kind, key): (u64, &[u8]),
    with: &Mech,
    (plain, sealed): (&[u8], &[u8]),
) {
    let made = s.holding(&secret(kind, key).and(&open()), |key| s.encrypt(with, key, plain));
    counts.gives(with.number, place, made, sealed);
    let opened = s.holding(&secret(kind, key).and(&open()), |key| s.decrypt(with, key, sealed));
    counts.gives(with.number, place, opened, plain);
}

/// The files of a mode. Those of `CKM_AES_CFB1` are of single bits, and ours takes bytes.
pub fn blocks() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (folder, mode, row) in [
        ("ECB", "ECB", CKM_AES_ECB),
        ("CBC", "CBC", CKM_AES_CBC),
        ("OFB", "OFB", CKM_AES_OFB),
        ("CFB", "CFB8", CKM_AES_CFB8),
        ("CFB", "CFB128", CKM_AES_CFB128),
    ] {
        for what in ["GFSbox", "KeySbox", "MMT", "VarKey", "VarTxt"] {
            for size in SIZES {
                let file = format!("ciphers/AES/{folder}/{mode}{what}{size}.rsp");
                for answer in answers(&file, "ciphertext") {
                    let iv = answer.get("iv").map(|_| answer.bytes("iv")).unwrap_or_default();
                    let with = Mech::bytes(row, &iv);
                    let (plain, sealed) = (answer.bytes("plaintext"), answer.bytes("ciphertext"));
                    let key = answer.bytes("key");
                    let data = (&plain[..], &sealed[..]);
                    both(s, &mut counts, &answer.place, (CKK_AES, &key), &with, data);
                }
            }
        }
    }
    counts.finish(15_000);
}

pub fn counters() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for size in SIZES {
        for answer in answers(&format!("ciphers/AES/CTR/aes-{size}-ctr.txt"), "ciphertext") {
            let block = answer.bytes("iv").try_into().expect("a block");
            let (plain, sealed) = (answer.bytes("plaintext"), answer.bytes("ciphertext"));
            let key = answer.bytes("key");
            let data = (&plain[..], &sealed[..]);
            for bits in [32, 128] {
                let with = Mech::ctr(bits, &block);
                both(s, &mut counts, &answer.place, (CKK_AES, &key), &with, data);
            }
        }
    }
    counts.finish(30);
}

/// XTS, of data units of whole bytes.
pub fn data_units() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for folder in ["tweak-128hexstr", "tweak-dataunitseqno"] {
        for size in [128, 256] {
            let file = format!("ciphers/AES/XTS/{folder}/XTSGenAES{size}.rsp");
            for answer in answers(&file, "ct") {
                if !answer.number("dataunitlen").is_multiple_of(8) {
                    continue;
                }
                let tweak = match answer.get("i") {
                    Some(_) => answer.bytes("i"),
                    None => (answer.number("dataunitseqnumber") as u128).to_le_bytes().to_vec(),
                };
                let with = Mech::bytes(CKM_AES_XTS, &tweak);
                let (key, plain, sealed) =
                    (answer.bytes("key"), answer.bytes("pt"), answer.bytes("ct"));
                let data = (&plain[..], &sealed[..]);
                both(s, &mut counts, &answer.place, (CKK_AES_XTS, &key), &with, data);
            }
        }
    }
    counts.finish(3000);
}

/// The files say three keys, or one for all three.
fn triple_key(answer: &Answer) -> Vec<u8> {
    match answer.get("keys") {
        Some(_) => answer.bytes("keys").repeat(3),
        None => [answer.bytes("key1"), answer.bytes("key2"), answer.bytes("key3")].concat(),
    }
}

pub fn triple_des() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (folder, prefix, row) in [("ECB", "TECB", CKM_DES3_ECB), ("CBC", "TCBC", CKM_DES3_CBC)] {
        for what in ["MMT1", "MMT2", "MMT3", "invperm", "permop", "subtab", "varkey", "vartext"] {
            let file = format!("ciphers/3DES/{folder}/{prefix}{what}.rsp");
            for answer in answers(&file, "ciphertext") {
                let iv = answer.get("iv").filter(|_| row == CKM_DES3_CBC);
                let iv = iv.map(|_| answer.bytes("iv")).unwrap_or_default();
                let (plain, sealed) = (answer.bytes("plaintext"), answer.bytes("ciphertext"));
                let (with, key) = (Mech::bytes(row, &iv), triple_key(&answer));
                let data = (&plain[..], &sealed[..]);
                both(s, &mut counts, &answer.place, (CKK_DES3, &key), &with, data);
            }
        }
    }
    counts.finish(1500);
}

/// An answer of a mode with a tag: what is right is made and opened, what is not is refused.
fn with_tag(
    s: Session,
    counts: &mut Counts,
    answer: &Answer,
    key: &[u8],
    with: &Mech,
    (plain, sealed): (Option<&[u8]>, &[u8]),
) {
    if let Some(plain) = plain {
        return both(s, counts, &answer.place, (CKK_AES, key), with, (plain, sealed));
    }
    let opened = s.holding(&secret(CKK_AES, key).and(&open()), |key| s.decrypt(with, key, sealed));
    counts.refuses(with.number, &answer.place, opened, REFUSED);
}

pub fn gcm() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for size in SIZES {
        for file in ["gcmDecrypt", "gcmEncryptExtIV"] {
            for answer in answers(&format!("ciphers/AES/GCM/{file}{size}.rsp"), "tag") {
                let (iv, aad) = (answer.bytes("iv"), answer.bytes("aad"));
                let with = Mech::gcm(&iv, &aad, answer.number("taglen") as u64);
                let plain = answer.get("fail").is_none().then(|| answer.bytes("pt"));
                let sealed = [answer.bytes("ct"), answer.bytes("tag")].concat();
                let data = (plain.as_deref(), &sealed[..]);
                with_tag(s, &mut counts, &answer, &answer.bytes("key"), &with, data);
            }
        }
    }
    counts.finish(80_000);
}

pub fn ccm() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for size in SIZES {
        for file in ["DVPT", "VADT", "VNT", "VPT", "VTT"] {
            for answer in answers(&format!("ciphers/AES/CCM/{file}{size}.rsp"), "ct") {
                let (len, tag) = (answer.number("plen"), answer.number("tlen"));
                let aad = answer.first("adata", answer.number("alen"));
                let with = Mech::ccm(len, &answer.bytes("nonce"), &aad, tag as u64);
                let right = answer.get("result").is_none() || answer.passes();
                let plain = right.then(|| answer.first("payload", len));
                let sealed = answer.bytes("ct");
                let data = (plain.as_deref(), &sealed[..]);
                with_tag(s, &mut counts, &answer, &answer.bytes("key"), &with, data);
            }
        }
    }
    counts.finish(4000);
}

/// ChaCha20, and with Poly1305.
pub fn chacha20() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for answer in answers("ciphers/ChaCha20/rfc7539.txt", "ciphertext") {
        let counter = (answer.number("initial_block_counter") as u32).to_le_bytes();
        let with = Mech::chacha20(&counter, &answer.bytes("nonce"));
        let (plain, sealed) = (answer.bytes("plaintext"), answer.bytes("ciphertext"));
        let (key, data) = (answer.bytes("key"), (&plain[..], &sealed[..]));
        both(s, &mut counts, &answer.place, (CKK_CHACHA20, &key), &with, data);
    }
    for (file, [nonce, aad, plain, sealed]) in [
        ("openssl", ["iv", "aad", "plaintext", "ciphertext"]),
        ("boringssl", ["nonce", "ad", "in", "ct"]),
    ] {
        for answer in answers(&format!("ciphers/ChaCha20Poly1305/{file}.txt"), "tag") {
            let with = Mech::chacha20_poly1305(&answer.bytes(nonce), &answer.bytes(aad));
            let sealed = [answer.bytes(sealed), answer.bytes("tag")].concat();
            let (key, plain) = (answer.bytes("key"), answer.bytes(plain));
            if answer.get("result").is_some() {
                let template = secret(CKK_CHACHA20, &key);
                let opened = s.holding(&template, |key| s.decrypt(&with, key, &sealed));
                counts.refuses(with.number, &answer.place, opened, REFUSED);
            } else {
                let data = (&plain[..], &sealed[..]);
                both(s, &mut counts, &answer.place, (CKK_CHACHA20, &key), &with, data);
            }
        }
    }
    counts.finish(120);
}
