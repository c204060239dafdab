//! What fuzzing drives in this crate: the decoders that nobody outside of it sees, one function each. A
//! function takes any bytes and panics where what must hold of its decoder does not. Nothing else calls
//! them; decoders that others call too are driven where the targets are listed, in `tests/fuzz`.

use crate::active;
use crate::ffi::digest::{Sha, ShaStream};
use crate::keystore::manifest::{Bucket, Root};
use crate::keystore::token::TokenRecord;
use crate::record;
use strongroom_base::{Secret, Template, Value};

/// An object's record, once its seal is open.
pub fn record(data: &[u8]) {
    let Ok(template) = record::decode(data) else { return };
    let _ = record::terms(&template);
    let again = record::decode(record::encode(&template).expose());
    assert!(again.is_ok_and(|again| again == sorted(template)));
}

/// A template in the order in which a record is written, with the templates in it.
fn sorted(mut template: Template) -> Template {
    template.0.sort_by_key(|attribute| attribute.kind);
    for attribute in &mut template.0 {
        if let Value::Template(inner) = &mut attribute.value {
            *inner = sorted(std::mem::take(inner));
        }
    }
    template
}

/// A token's record, once its seal is open.
pub fn token(data: &[u8]) {
    let Ok(record) = minicbor::decode::<TokenRecord>(data) else { return };
    let bytes = record.encode();
    let again = minicbor::decode::<TokenRecord>(&bytes);
    assert!(again.is_ok_and(|again| again.encode() == bytes));
}

/// The root and a part of the manifest, once they are known to be authentic.
pub fn manifest(data: &[u8]) {
    assert!(Root::decode(data).is_none_or(|root| root.encode() == data));
    let Some(bucket) = Bucket::decode(data) else { return };
    let again = Bucket::decode(&bucket.encode());
    assert!(again.is_some_and(|again| again == bucket));
    for (id, _) in bucket.entries() {
        assert!(bucket.generation(*id).is_some());
    }
}

/// A saved operation state: sealed, opened, and the state of each hash in it.
pub fn state(data: &[u8]) {
    assert!(active::unseal(&Secret::from(vec![7; 32]), 0, data).is_err());
    if let Some(saved) = active::decode(data) {
        let again = active::decode(&active::encode(&saved));
        assert!(again.is_some_and(|again| again == saved));
    }
    for sha in [Sha::Sha1, Sha::Sha224, Sha::Sha256, Sha::Sha384, Sha::Sha512, Sha::Sha512_256] {
        let Some(mut stream) = ShaStream::restore(sha, data) else { continue };
        assert_eq!(stream.save(), data);
        stream.update(data);
        stream.finish();
    }
}

/// Bytes that each decoder takes, to begin with.
pub mod seeds {
    use super::*;
    use crate::active::SavedOperation;
    use crate::keystore::token::{Binding, Cost, Who};
    use strongroom_base::{OpKind, ck};

    /// A key, and an object with every kind of value.
    pub fn record() -> Vec<Vec<u8>> {
        let inner = Template::new().with(ck::CKA_SENSITIVE, true).with(ck::CKA_LABEL, "inner");
        let all = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
            .with(ck::CKA_TOKEN, true)
            .with(ck::CKA_VALUE, vec![7; 32])
            .with(ck::CKA_START_DATE, "20260101")
            .with(ck::CKA_ALLOWED_MECHANISMS, Value::Mechanisms(vec![ck::CKM_AES_GCM]))
            .with(ck::CKA_WRAP_TEMPLATE, inner);
        [Template::new(), all].iter().map(|t| record::encode(t).expose().to_vec()).collect()
    }

    /// A token with one PIN.
    pub fn token() -> Vec<Vec<u8>> {
        let pepper = Secret::from(vec![1; 32]);
        let binding = Binding { pepper: &pepper, token: (0, 1), who: Who::So };
        let cost = Cost { memory: 64, passes: 1, lanes: 1 };
        let so = crate::keystore::MasterKey::from_bytes(&[2; 32])
            .and_then(|key| binding.seal(b"12345678", &key, cost).ok());
        let (label, serial) = ([b' '; 32].into(), [b'0'; 16].into());
        let record =
            TokenRecord { version: 1, epoch: 1, label, serial, so, user: None, policy: None };
        vec![record.encode()]
    }

    /// A root, and a part with two objects.
    pub fn manifest() -> Vec<Vec<u8>> {
        let root = Root { changes: 3, ..Root::default() }.encode();
        vec![root, [3_u64, 64, 1, 65, 9].iter().flat_map(|n| n.to_be_bytes()).collect()]
    }

    /// A digest and a signature, and the state of each hash.
    pub fn state() -> Vec<Vec<u8>> {
        let saved = |kind, mechanism, key: &[u8]| SavedOperation {
            kind,
            mechanism,
            length: 32,
            key: key.to_vec(),
            state: Secret::from(ShaStream::new(Sha::Sha256).save()),
        };
        let both = [
            saved(OpKind::Digest, ck::CKM_SHA256, &[]),
            saved(OpKind::Sign, ck::CKM_SHA256_HMAC, b"key"),
        ];
        let hashes = [Sha::Sha1, Sha::Sha256, Sha::Sha512].map(|sha| ShaStream::new(sha).save());
        [active::encode(&both)].into_iter().chain(hashes).collect()
    }
}
