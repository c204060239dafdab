//! Random bytes, from AWS-LC's generator.

use strongroom_base::{Error, Result, ck, inside};

/// Fills a buffer.
pub fn fill(out: &mut [u8]) -> Result<()> {
    let _inside = inside::enter();
    aws_lc_rs::rand::fill(out)
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the random generator failed"))
}
