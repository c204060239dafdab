//! Mechanisms for series of messages, and for keys that are wrapped like one: their vectors are made by the token,
//! or, where the specification's structure has no generator of vectors, drawn from the token's random numbers.

use super::Mechanism;
use crate::error::{Error, Result};
use strongroom_base::ck::*;
use strongroom_base::mechanism::AeadMessage;

/// Bytes of vectors that are drawn, behind what is fixed (SP 800-38D, section 8.2.2).
const DRAWN: usize = 12;
/// Bytes of vectors that are counted.
const COUNTED: usize = 12;
/// Bytes of the longest part that is fixed where the rest counts: 2^32 messages are left.
const MOST_FIXED: usize = 8;

impl Mechanism {
    /// AES-GCM for messages ([`messages`](crate::Object::messages)): the token draws a vector of 12 bytes for each,
    /// and the tag has 16 bytes. [`vectors`](Self::vectors) and [`tag_len`](Self::tag_len) say otherwise.
    pub fn aes_gcm_messages() -> Self {
        Self { series: Some(drawn(None)), ..Self::plain(CKM_AES_GCM) }
    }

    /// AES-CCM for messages, the same way.
    pub fn aes_ccm_messages() -> Self {
        Self { series: Some(drawn(Some(0))), ..Self::plain(CKM_AES_CCM) }
    }

    /// ChaCha20-Poly1305 for messages: a nonce of 12 bytes is drawn for each, and the tag has 16 bytes. A token with
    /// the strict profile wraps no keys so, since to the token the nonce is the caller's.
    pub fn chacha20_poly1305_messages() -> Self {
        let form = AeadMessage { generator: CKG_NO_GENERATE, tag_bits: 0, ..drawn(None) };
        Self { series: Some(form), ..Self::plain(CKM_CHACHA20_POLY1305) }
    }

    /// Vectors that begin with these bytes: what is behind them is drawn, 12 bytes of it, or, with `counted`, counted
    /// from 0 on, in 12 bytes together. No other series under the key may count behind the same bytes, of which
    /// there are one to eight; a token with the strict profile does not count.
    pub fn vectors(mut self, fixed: &[u8], counted: bool) -> Self {
        let len = if counted { COUNTED } else { fixed.len().saturating_add(DRAWN) };
        match &mut self.series {
            Some(message) if message.generator == CKG_NO_GENERATE => {
                return self.wrong("a nonce of ChaCha20-Poly1305 is drawn as a whole");
            }
            Some(_) if counted && !(1..=MOST_FIXED).contains(&fixed.len()) => {
                return self
                    .wrong("vectors are counted behind 1 to 8 bytes that no other series has");
            }
            Some(message) => {
                message.iv = fixed.to_vec();
                message.iv.resize(len, 0);
                message.fixed_bits =
                    u64::try_from(fixed.len()).unwrap_or(u64::MAX).saturating_mul(8);
                message.generator =
                    if counted { CKG_GENERATE_COUNTER } else { CKG_GENERATE_RANDOM };
            }
            None => return self.wrong("only a mechanism for messages has vectors that are made"),
        }
        self
    }

    /// The mechanism, and the form of its messages. `CKR_MECHANISM_PARAM_INVALID` for one that is not for messages
    pub(crate) fn of_messages(
        &self,
        function: &'static str,
    ) -> Result<(&strongroom_base::Mechanism, &AeadMessage)> {
        let base = self.base()?;
        let form = self.series.as_ref().ok_or_else(|| {
            let why = "messages want a mechanism for messages, such as aes-gcm-messages";
            Error::new(CKR_MECHANISM_PARAM_INVALID, function, why)
        })?;
        Ok((base, form))
    }
}

fn drawn(data_len: Option<u64>) -> AeadMessage {
    AeadMessage {
        iv: vec![0; DRAWN],
        fixed_bits: 0,
        generator: CKG_GENERATE_RANDOM,
        tag: Vec::new(),
        tag_bits: 128,
        data_len,
    }
}
