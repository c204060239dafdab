//! What a derivation makes beside the one key: further keys, with templates of their own, and what it shows
//! as data.

use super::*;
use crate::keys;
use crate::policy::Origin;
use strongroom_base::mechanism::TlsKeyMaterial;
use strongroom_base::{Params, Secret, Value};

/// The templates of the keys of a derivation, in their order. `CKR_TEMPLATE_INCONSISTENT`,
/// `CKR_MECHANISM_PARAM_INVALID`
pub(super) fn templates(params: &Params, template: &Template) -> Result<Vec<Template>> {
    match params {
        Params::Kbkdf(kbkdf) => {
            Ok(std::iter::once(template).chain(&kbkdf.additional).cloned().collect())
        }
        Params::TlsKeyMaterial(material) => of_tls(material, template),
        _ => Ok(vec![template.clone()]),
    }
}

/// The client's and the server's key for MACs, where they have bits, and then for data. The template is for
/// the latter; the former are kept in the same place.
fn of_tls(material: &TlsKeyMaterial, template: &Template) -> Result<Vec<Template>> {
    let bytes = |bits: u64| {
        let why = "keys have whole bytes";
        let len = bits.is_multiple_of(8).then_some(bits / 8);
        len.ok_or_else(|| Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why))
    };
    let (mac_len, key_len) = (bytes(material.mac_bits)?, bytes(material.key_bits)?);
    let ulong = |attribute| template.get(attribute).and_then(Value::as_ulong);
    let fixed = ulong(ck::CKA_KEY_TYPE).and_then(keys::fixed_len).map(|len| len as u64);
    let said = ulong(ck::CKA_VALUE_LEN);
    if said.or(fixed).is_some_and(|len| len != key_len) {
        return Err(Error::new(
            ck::CKR_TEMPLATE_INCONSISTENT,
            "the parameters say another length than the template",
        ));
    }
    let mut key = template.clone();
    if said.or(fixed).is_none() {
        key.push(ck::CKA_VALUE_LEN, key_len);
    }
    let place = [
        ck::CKA_TOKEN,
        ck::CKA_PRIVATE,
        ck::CKA_SENSITIVE,
        ck::CKA_EXTRACTABLE,
        ck::CKA_MODIFIABLE,
    ];
    let mut mac = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
        .with(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET)
        .with(ck::CKA_VALUE_LEN, mac_len)
        .with(ck::CKA_SIGN, true)
        .with(ck::CKA_VERIFY, true);
    mac.0.extend(template.iter().filter(|given| place.contains(&given.kind)).cloned());
    let macs = if mac_len > 0 { vec![mac.clone(), mac] } else { Vec::new() };
    Ok(macs.into_iter().chain([key.clone(), key]).collect())
}

impl App {
    /// Data objects of the session for what a derivation shows.
    pub(super) fn shown(&self, session: &Session, values: Vec<Secret>) -> Result<Vec<Template>> {
        let caller = self.caller(session);
        let shown = |value: Secret| {
            let template = Template::new()
                .with(ck::CKA_CLASS, ck::CKO_DATA)
                .with(ck::CKA_PRIVATE, caller.user == User::User)
                .with(ck::CKA_VALUE, value);
            let object = policy::create(&caller, &Origin::Create, &template)?;
            self.whole(&Origin::Create, object, Template::new())
        };
        values.into_iter().map(shown).collect()
    }
}
