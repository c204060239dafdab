//! ECDSA over data, in tokens that sign digests only, as many vendors' do: the digest is made here. The token is
//! asked first; what it has it does itself.

use crate::error::{Error, Result};
use crate::mechanism::{Hash, Mechanism};
use crate::object::Object;
use crate::session::Session;
use strongroom_base::{Params, ck};
use strongroom_engine::mechanisms;

impl Object {
    /// Makes a call with a mechanism and data; where it is ECDSA over data, and the token has only the one over
    /// digests, again with those.
    pub(crate) fn over_data<T>(
        &self,
        mechanism: &Mechanism,
        data: &[&[u8]],
        call: impl Fn(&Mechanism, &[&[u8]]) -> Result<T>,
    ) -> Result<T> {
        let error = match call(mechanism, data) {
            Err(error) if error.is(ck::CKR_MECHANISM_INVALID) => error,
            answer => return answer,
        };
        let kind = mechanism.base()?.kind;
        match Hash::of_ecdsa(kind) {
            Some(hash) if self.session().lacks(kind)? => {
                let digests: Vec<Vec<u8>> =
                    data.iter().map(|data| digest(hash, data)).collect::<Result<_>>()?;
                let digests: Vec<&[u8]> = digests.iter().map(Vec::as_slice).collect();
                call(&mechanism.over_digest(), &digests)
            }
            _ => Err(error),
        }
    }
}

impl Session {
    /// Whether its token does not have a mechanism.
    fn lacks(&self, mechanism: u64) -> Result<bool> {
        let slot = self.slot();
        let info = self.run("C_GetMechanismInfo", |a, _| a.mechanism_info(slot, mechanism));
        match info {
            Ok(_) => Ok(false),
            Err(error) if error.is(ck::CKR_MECHANISM_INVALID) => Ok(true),
            Err(error) => Err(error),
        }
    }
}

fn digest(hash: Hash, data: &[u8]) -> Result<Vec<u8>> {
    let none = || Error::new(ck::CKR_MECHANISM_INVALID, "C_Digest", "there is no such hash here");
    let begin = mechanisms::find(hash.mechanism())?.digest.ok_or_else(none)?;
    let mut digest = vec![0; hash.output_len()];
    begin(&Params::None)?.once(data, &mut digest)?;
    Ok(digest)
}
