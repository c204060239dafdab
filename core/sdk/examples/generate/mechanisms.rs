//! `core/engine/MECHANISMS.md`: the mechanism table, for people.

use super::File;
use super::tables::MADE;
use std::fmt::Write;
use strongroom::ck::{self, *};
use strongroom_engine::mechanisms::{LEFT_OUT, Library, Row, Standing, all};

/// What the flags of a mechanism are called.
#[rustfmt::skip]
static FUNCTIONS: &[(u64, &str)] = &[
    (CKF_ENCRYPT, "encrypt"), (CKF_DECRYPT, "decrypt"), (CKF_MESSAGE_ENCRYPT, "encrypt messages"),
    (CKF_MESSAGE_DECRYPT, "decrypt messages"), (CKF_DIGEST, "digest"), (CKF_SIGN, "sign"),
    (CKF_VERIFY, "verify"), (CKF_SIGN_RECOVER, "sign with recovery"),
    (CKF_VERIFY_RECOVER, "verify with recovery"), (CKF_GENERATE, "generate"),
    (CKF_GENERATE_KEY_PAIR, "generate a pair"), (CKF_WRAP, "wrap"), (CKF_UNWRAP, "unwrap"),
    (CKF_DERIVE, "derive"), (CKF_ENCAPSULATE, "encapsulate"), (CKF_DECAPSULATE, "decapsulate"),
];

pub fn files() -> Vec<File> {
    vec![("core/engine/MECHANISMS.md".into(), text().unwrap_or_default())]
}

fn text() -> Result<String, std::fmt::Error> {
    let count = all().count();
    let mut out = format!(
        "# Mechanisms\n\n{MADE}\n\nThe {count} mechanisms of a token. Sizes of keys are as `C_GetMechanismInfo` has them, in \
         bits or\nbytes as the mechanism's chapter says. What is *legacy* is for what exists, what is *weak* protects nothing; the strict profile \
         refuses most of both.\n\n\
         | mechanism | does | keys | sizes | parameters | in parts | standing | library |\n|---|---|---|---|---|---|---|---|\n"
    );
    for row in all() {
        writeln!(out, "{}", line(row))?;
    }
    writeln!(out, "\n## What is not here\n\n| what | why |\n|---|---|")?;
    for (what, why) in LEFT_OUT {
        writeln!(out, "| {what} | {why} |")?;
    }
    Ok(out)
}

fn line(row: &Row) -> String {
    let name = |family, value| ck::name_in(family, value).unwrap_or("?");
    let flags = row.flags();
    let does: Vec<&str> =
        FUNCTIONS.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name).collect();
    let keys: Vec<String> =
        row.key_types.iter().map(|key| format!("`{}`", name(ck::CKK, *key))).collect();
    let info = row.info();
    let sizes = match (info.min_key_size, info.max_key_size) {
        (0, 0) => String::new(),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    };
    let standing = match row.standing {
        Standing::Default => "",
        Standing::Legacy => "legacy",
        Standing::Weak => "weak",
    };
    let library = match row.library {
        Library::AwsLc => "AWS-LC",
        Library::OpenSsl => "OpenSSL",
        Library::RustCrypto => "RustCrypto",
        Library::Libsecp256k1 => "libsecp256k1",
    };
    format!(
        "| `{}` | {} | {} | {sizes} | {} | {} | {standing} | {library} |",
        name(ck::CKM, row.kind),
        does.join(", "),
        keys.join(", "),
        parameters(row),
        if row.multi_part { "yes" } else { "" },
    )
}

/// The structure of a mechanism's parameters.
fn parameters(row: &Row) -> String {
    use strongroom_base::mechanism::Shape;
    let structure = match row.shape() {
        Shape::None => return String::new(),
        Shape::Iv(bytes) => return format!("{bytes} bytes"),
        Shape::OptionalIv(bytes) => return format!("none, or {bytes} bytes"),
        Shape::CbcData(8) => "CK_DES_CBC_ENCRYPT_DATA_PARAMS",
        Shape::CbcData(_) => "CK_AES_CBC_ENCRYPT_DATA_PARAMS",
        Shape::MacLength => "CK_MAC_GENERAL_PARAMS",
        Shape::FirstBit => "CK_EXTRACT_PARAMS",
        Shape::Key => "CK_OBJECT_HANDLE",
        Shape::StringData => "CK_KEY_DERIVATION_STRING_DATA",
        Shape::Ctr => "CK_AES_CTR_PARAMS",
        Shape::Gcm => "CK_GCM_PARAMS",
        Shape::Ccm => "CK_CCM_PARAMS",
        Shape::Oaep => "CK_RSA_PKCS_OAEP_PARAMS",
        Shape::Pss => "CK_RSA_PKCS_PSS_PARAMS",
        Shape::RsaAesWrap => "CK_RSA_AES_KEY_WRAP_PARAMS",
        Shape::Ecdh1 => "CK_ECDH1_DERIVE_PARAMS",
        Shape::Eddsa => return "none, or `CK_EDDSA_PARAMS`".into(),
        Shape::SignContext => return "none, or `CK_SIGN_ADDITIONAL_CONTEXT`".into(),
        Shape::HashSignContext => "CK_HASH_SIGN_ADDITIONAL_CONTEXT",
        Shape::Hkdf => "CK_HKDF_PARAMS",
        Shape::Kbkdf => "CK_SP800_108_KDF_PARAMS",
        Shape::KbkdfFeedback => "CK_SP800_108_FEEDBACK_KDF_PARAMS",
        Shape::ChaCha20 => "CK_CHACHA20_PARAMS",
        Shape::ChaCha20Poly1305 => "CK_SALSA20_CHACHA20_POLY1305_PARAMS",
        Shape::Pbkdf2 => "CK_PKCS5_PBKD2_PARAMS2",
        Shape::TlsMaster => "CK_TLS12_MASTER_KEY_DERIVE_PARAMS",
        Shape::TlsExtendedMaster => "CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS",
        Shape::TlsKeyMaterial => "CK_TLS12_KEY_MAT_PARAMS",
        Shape::TlsKdf => "CK_TLS_KDF_PARAMS",
        Shape::TlsMac => "CK_TLS_MAC_PARAMS",
        Shape::EcdhAesWrap => "CK_ECDH_AES_KEY_WRAP_PARAMS",
        Shape::X942Dh1 => "CK_X9_42_DH1_DERIVE_PARAMS",
        Shape::BtcDerive => "CK_IBM_BTC_DERIVE_PARAMS",
        Shape::Public => return "the other's public value".into(),
    };
    format!("`{structure}`")
}
