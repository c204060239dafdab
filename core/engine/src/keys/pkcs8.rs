//! PKCS #8.
use strongroom_base::{Result, Secret, Template};
pub fn encode(_key_type: u64, _attributes: &Template) -> Result<Secret> {
    unimplemented!()
}
pub fn decode(_bytes: &[u8]) -> Result<(u64, Template)> {
    unimplemented!()
}
