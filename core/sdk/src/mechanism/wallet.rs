//! The steps in the derivation of wallets: BIP 32 on secp256k1, and SLIP-0010 on secp256k1, P-256 and Ed25519. Each
//! gives a key and, behind it as a data object, its chain code ([`derive_all`](crate::Object::derive_all)).

use super::Mechanism;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::BtcDerive;

/// Bytes of a chain code.
const CHAIN_CODE: usize = 32;

/// Which of the two standards it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wallet {
    /// BIP 32
    Bip32,
    /// SLIP-0010
    Slip10,
}

impl Wallet {
    /// Indices from here on are hardened: such children come of private keys only. Of Ed25519 there are no others.
    pub const HARDENED: u64 = 1 << 31;

    fn step(self, [bip32, slip10]: [u64; 2], index: u64, chain_code: &[u8]) -> Mechanism {
        let params = BtcDerive {
            kind: if self == Self::Bip32 { bip32 } else { slip10 },
            index,
            chain_code: chain_code.to_vec(),
            version: CK_IBM_BTC_DERIVE_PARAMS_VERSION_1,
        };
        Mechanism::new(CKM_IBM_BTC_DERIVE, Params::BtcDerive(params))
    }

    /// The master key of a seed, which is a generic secret of 16 to 64 bytes.
    pub fn master(self) -> Mechanism {
        let kinds = [CK_IBM_BTC_BIP0032_MASTERK, CK_IBM_BTC_SLIP0010_MASTERK];
        self.step(kinds, 0, &[0; CHAIN_CODE])
    }

    /// The private child, with an index, of a private key with its chain code.
    pub fn private(self, index: u64, chain_code: &[u8]) -> Mechanism {
        self.step([CK_IBM_BTC_BIP0032_PRV2PRV, CK_IBM_BTC_SLIP0010_PRV2PRV], index, chain_code)
    }

    /// The public child of a private key.
    pub fn private_to_public(self, index: u64, chain_code: &[u8]) -> Mechanism {
        self.step([CK_IBM_BTC_BIP0032_PRV2PUB, CK_IBM_BTC_SLIP0010_PRV2PUB], index, chain_code)
    }

    /// The public child of a public key.
    pub fn public(self, index: u64, chain_code: &[u8]) -> Mechanism {
        self.step([CK_IBM_BTC_BIP0032_PUB2PUB, CK_IBM_BTC_SLIP0010_PUB2PUB], index, chain_code)
    }
}

impl Mechanism {
    /// The class of what a derivation with it makes, where that is no secret key.
    pub(crate) fn derives(&self) -> Option<u64> {
        let Params::BtcDerive(params) = &self.base.params else {
            return (self.base.kind == CKM_HKDF_DATA).then_some(CKO_DATA);
        };
        Some(match params.kind {
            CK_IBM_BTC_BIP0032_PRV2PUB
            | CK_IBM_BTC_SLIP0010_PRV2PUB
            | CK_IBM_BTC_BIP0032_PUB2PUB
            | CK_IBM_BTC_SLIP0010_PUB2PUB => CKO_PUBLIC_KEY,
            _ => CKO_PRIVATE_KEY,
        })
    }
}
