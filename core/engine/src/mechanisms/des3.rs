//! Triple DES (SP 800-67), for what was encrypted long ago: ECB, CBC, CBC with padding, through OpenSSL.

use super::block::{BlockCipher, Blocks};
use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Init, Library, Row, Standing};
use crate::ffi::cipher::Direction;
use crate::keys::secret::three_des_keys;
use openssl::cipher_ctx::CipherCtx;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// Bytes of a block.
const BLOCK: usize = 8;

struct Des3(CipherCtx);

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "triple DES failed in the cryptographic library")
}

/// Bytes that go to the library at once.
const SLICE: usize = 1 << 14;

impl Blocks for Des3 {
    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()> {
        // The library's wrapper wants room for a block more than is written.
        let mut room = Secret::zeroed(input.len().min(SLICE) + BLOCK);
        for (from, to) in input.chunks(SLICE).zip(out.chunks_mut(SLICE)) {
            let len = self.0.cipher_update(from, Some(room.expose_mut())).map_err(failed)?;
            if len != from.len() {
                return Err(failed(()));
            }
            super::put(room.expose().get(..len).unwrap_or_default(), to)?;
        }
        Ok(())
    }
}

fn begin(
    init: &Init<'_>,
    chained: bool,
    direction: Direction,
    padding: bool,
) -> Result<Box<dyn Cipher>> {
    use openssl::cipher::Cipher as C;
    let cipher = if chained { C::des_ede3_cbc() } else { C::des_ede3() };
    let key = three_des_keys(init.secret()?.value());
    let iv = match init.params {
        Params::Bytes(iv) => Some(iv.as_slice()),
        _ => None,
    };
    let mut context = CipherCtx::new().map_err(failed)?;
    match direction {
        Direction::Encrypt => context.encrypt_init(Some(cipher), Some(key.expose()), iv),
        Direction::Decrypt => context.decrypt_init(Some(cipher), Some(key.expose()), iv),
    }
    .map_err(failed)?;
    context.set_padding(false);
    Ok(Box::new(BlockCipher::new(Des3(context), BLOCK, direction, padding)))
}

macro_rules! rows {
    ($($kind:ident $module:ident chained $chained:literal padding $padding:literal fill $fill:literal;)*) => {
        $(mod $module {
            use super::*;
            pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                begin(init, $chained, Direction::Encrypt, $padding)
            }
            pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                begin(init, $chained, Direction::Decrypt, $padding)
            }
            pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
                wrap_by(encrypt, init, plain, $fill)
            }
            pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
                unwrap_by(decrypt, init, wrapped)
            }
        })*
        /// The rows.
        pub static ROWS: &[Row] = &[$(Row {
            kind: $kind,
            key_types: &[CKK_DES2, CKK_DES3],
            sizes: (16, 24),
            encrypt: Some($module::encrypt),
            decrypt: Some($module::decrypt),
            wrap: Some($module::wrap),
            unwrap: Some($module::unwrap),
            library: Library::OpenSsl,
            standing: Standing::Legacy,
            ..Row::EMPTY
        }),*];
    };
}

rows! {
    CKM_DES3_ECB ecb chained false padding false fill 8;
    CKM_DES3_CBC cbc chained true padding false fill 8;
    CKM_DES3_CBC_PAD pad chained true padding true fill 1;
}
