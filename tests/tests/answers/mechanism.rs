//! A mechanism with the parameters that an answer names, in the structure that the mechanism has.

use crate::file::{Answer, File};
use strongroom_base::ck;
use strongroom_base::mechanism::{Shape, shape_of};
use strongroom_tests::prelude::*;

/// The mechanism of an answer. A key among its parameters is created in the session.
pub fn of(s: Session, file: &File, answer: &Answer) -> Mech {
    let name = &answer.mechanism;
    let number = ck::value_in(ck::CKM, name).unwrap_or_else(|| panic!("no mechanism {name}"));
    let plain = Mech::new(number);
    let (bytes, numbered) = (|name| answer.bytes(name), |name| answer.number(name));
    let (iv, data, bits) = (bytes("iv"), bytes("data"), numbered("bits"));
    match shape_of(number) {
        Shape::None | Shape::OptionalIv(_) | Shape::Eddsa => plain,
        Shape::Iv(_) => Mech::bytes(number, &iv),
        Shape::MacLength => plain.word(bits / 8),
        Shape::FirstBit => plain.word(bits),
        Shape::Key => {
            let other = file.key(answer.word("other").expect("the other key"));
            plain.word(s.create(&other).must())
        }
        Shape::StringData => plain.pointer(&data).word(data.len() as u64),
        Shape::CbcData(_) => Mech::bytes(number, &iv).pointer(&data).word(data.len() as u64),
        Shape::Ctr => Mech::ctr(bits, &iv.try_into().expect("a block")),
        Shape::Gcm => Mech::gcm(&iv, &bytes("aad"), bits).numbered(number),
        Shape::Ccm => Mech::ccm(answer.input.len(), &iv, &bytes("aad"), bits / 8),
        Shape::Oaep => oaep(answer),
        Shape::Pss => Mech::pss(number, numbered("hash"), numbered("mgf"), numbered("salt_length")),
        Shape::RsaAesWrap => Mech::rsa_aes(bits, oaep(answer)),
        Shape::Ecdh1 => Mech::ecdh(number, CKD_NULL, b"", &bytes("point")),
        Shape::SignContext => context(plain, answer),
        Shape::HashSignContext => context(plain, answer).word(numbered("hash")),
        Shape::Hkdf => {
            Mech::hkdf(numbered("hash"), &bytes("salt"), &bytes("info")).numbered(number)
        }
        Shape::ChaCha20 => Mech::chacha20(&bytes("counter"), &bytes("nonce")),
        Shape::ChaCha20Poly1305 => Mech::chacha20_poly1305(&bytes("nonce"), &bytes("aad")),
        Shape::Pbkdf2 => {
            Mech::pbkdf2(numbered("prf"), numbered("iterations"), &bytes("salt"), &answer.input)
        }
        Shape::TlsMaster => Mech::tls_random(number, &bytes("client"), &bytes("server"))
            .word(0)
            .word(numbered("hash")),
        Shape::TlsExtendedMaster => {
            plain.word(numbered("hash")).pointer(&data).word(data.len() as u64).word(0)
        }
        Shape::TlsKeyMaterial => {
            let bits = [numbered("mac_bits"), bits, numbered("iv_bits")];
            Mech::tls_keys_with(number, bits, &bytes("client"), &bytes("server"))
        }
        Shape::TlsKdf => {
            let (client, server) = (bytes("client"), bytes("server"));
            Mech::tls_kdf(number, &bytes("label"), &client, &server, &bytes("context"))
        }
        Shape::TlsMac => plain.word(numbered("hash")).word(bits / 8).word(numbered("finisher")),
        Shape::EcdhAesWrap => plain.word(bits).word(numbered("kdf")).word(0).word(0),
        Shape::X942Dh1 => {
            let public = bytes("public");
            plain.word(numbered("kdf")).word(0).word(0).word(public.len() as u64).pointer(&public)
        }
        Shape::BtcDerive => plain
            .word(numbered("btc"))
            .word(numbered("index"))
            .pointer(&bytes("chain_code"))
            .word(32)
            .word(ck::CK_IBM_BTC_DERIVE_PARAMS_VERSION_1),
        Shape::Public => Mech::bytes(number, &bytes("public")),
        Shape::Kbkdf | Shape::KbkdfFeedback => kbkdf(plain, bits, &data, &iv),
    }
}

fn oaep(answer: &Answer) -> Mech {
    Mech::oaep(answer.number("hash"), answer.number("mgf"), &answer.bytes("label"))
}

fn context(plain: Mech, answer: &Answer) -> Mech {
    let context = answer.bytes("context");
    plain.word(answer.number("hedge")).pointer(&context).word(context.len() as u64)
}

/// With HMAC-SHA256, and in each round what the mode iterates, a counter of this width, and the data.
fn kbkdf(plain: Mech, bits: u64, data: &[u8], iv: &[u8]) -> Mech {
    let number = plain.number;
    let counter: Vec<u8> = [0, bits].iter().flat_map(|word| word.to_ne_bytes()).collect();
    let field = |fields: Mech, kind: u64, value: &[u8]| {
        fields.word(kind).pointer(value).word(value.len() as u64)
    };
    let (fields, count) = if number == CKM_SP800_108_COUNTER_KDF {
        (field(Mech::new(0), ck::CK_SP800_108_ITERATION_VARIABLE, &counter), 2)
    } else {
        let iterated = field(Mech::new(0), ck::CK_SP800_108_ITERATION_VARIABLE, &[]);
        (field(iterated, ck::CK_SP800_108_COUNTER, &counter), 3)
    };
    let fields = field(fields, ck::CK_SP800_108_BYTE_ARRAY, data);
    let mut params = plain.word(CKM_SHA256_HMAC).word(count).nested(fields);
    if number == CKM_SP800_108_FEEDBACK_KDF {
        params = params.word(iv.len() as u64).pointer(iv);
    }
    params.word(0).word(0)
}
