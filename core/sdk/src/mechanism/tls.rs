//! Mechanisms of TLS 1.2 (RFC 5246, RFC 5705, RFC 7627): from a premaster secret to a master secret, from there to
//! keys, further bytes, and the MAC of the last messages. TLS 1.3 is made of [`Mechanism::hkdf`].

use super::{Hash, Mechanism};
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{TlsKdf, TlsKeyMaterial, TlsMac, TlsMaster, TlsRandom, TlsSeed};

/// How long what comes out of [`Mechanism::tls12_keys`] is, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct KeyLengths {
    /// Each key for MACs; 0 for none.
    pub mac: u64,
    /// Each key for data.
    pub key: u64,
    /// Each vector; 0 for none.
    pub iv: u64,
}

fn random(client: &[u8], server: &[u8]) -> TlsRandom {
    TlsRandom { client: client.to_vec(), server: server.to_vec() }
}

impl Mechanism {
    fn tls_master(kind: u64, hash: Hash, seed: TlsSeed) -> Self {
        let params = TlsMaster { hash: hash.mechanism(), seed, version: false };
        Self::hashed(hash.mechanism(), hash, "TLS", Params::TlsMaster(params)).of_kind(kind)
    }

    /// A master secret from a premaster secret of RSA, which begins with a version, and what both parties have sent.
    pub fn tls12_master(hash: Hash, client: &[u8], server: &[u8]) -> Self {
        let seed = TlsSeed::Random(random(client, server));
        Self::tls_master(CKM_TLS12_MASTER_KEY_DERIVE, hash, seed)
    }

    /// The same from a premaster secret that was agreed on.
    pub fn tls12_master_dh(hash: Hash, client: &[u8], server: &[u8]) -> Self {
        Self::tls12_master(hash, client, server).of_kind(CKM_TLS12_MASTER_KEY_DERIVE_DH)
    }

    /// A master secret from a premaster secret of RSA, and the hash of the session so far (RFC 7627).
    pub fn tls12_extended_master(hash: Hash, session: &[u8]) -> Self {
        let seed = TlsSeed::Session(session.to_vec());
        Self::tls_master(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE, hash, seed)
    }

    /// The same from a premaster secret that was agreed on.
    pub fn tls12_extended_master_dh(hash: Hash, session: &[u8]) -> Self {
        Self::tls12_extended_master(hash, session).of_kind(CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH)
    }

    /// The version that a premaster secret begins with is wanted too: two bytes in a data object, behind the key
    /// ([`derive_all`](crate::Object::derive_all)).
    pub fn version(mut self) -> Self {
        match &mut self.base.params {
            Params::TlsMaster(master) => master.version = true,
            _ => return self.wrong("only the premaster secret of TLS has a version"),
        }
        self
    }

    /// The keys of a connection from its master secret ([`derive_all`](crate::Object::derive_all)): those for MACs,
    /// those for data and, as data objects, the vectors; each time the client's first.
    pub fn tls12_keys(hash: Hash, client: &[u8], server: &[u8], lengths: KeyLengths) -> Self {
        let params = TlsKeyMaterial {
            hash: hash.mechanism(),
            random: random(client, server),
            mac_bits: lengths.mac.saturating_mul(8),
            key_bits: lengths.key.saturating_mul(8),
            iv_bits: lengths.iv.saturating_mul(8),
        };
        Self::hashed(hash.mechanism(), hash, "TLS", Params::TlsKeyMaterial(params))
            .of_kind(CKM_TLS12_KEY_AND_MAC_DERIVE)
    }

    /// The same without vectors, which would show bytes that may be a key's.
    pub fn tls12_keys_safe(hash: Hash, client: &[u8], server: &[u8], lengths: KeyLengths) -> Self {
        let lengths = KeyLengths { iv: 0, ..lengths };
        Self::tls12_keys(hash, client, server, lengths).of_kind(CKM_TLS12_KEY_SAFE_DERIVE)
    }

    /// Further bytes from a master secret (RFC 5705), for what the label says. No context is another thing than an
    /// empty one.
    pub fn tls12_kdf(
        hash: Hash,
        label: &[u8],
        client: &[u8],
        server: &[u8],
        context: Option<&[u8]>,
    ) -> Self {
        let params = TlsKdf {
            hash: hash.mechanism(),
            label: label.to_vec(),
            random: random(client, server),
            context: context.map(<[u8]>::to_vec),
        };
        Self::hashed(hash.mechanism(), hash, "TLS", Params::TlsKdf(params)).of_kind(CKM_TLS12_KDF)
    }

    /// The MAC of the server's last message, or of the client's, over the hash of all messages: 12 bytes unless
    /// [`mac_len`](Self::mac_len) says otherwise.
    pub fn tls12_mac(hash: Hash, of_server: bool) -> Self {
        let finisher = if of_server { 1 } else { 2 };
        let params = TlsMac { hash: hash.mechanism(), len: 12, finisher };
        Self::hashed(hash.mechanism(), hash, "TLS", Params::TlsMac(params)).of_kind(CKM_TLS12_MAC)
    }
}
