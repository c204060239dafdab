//! Objects that are there: copied, changed, destroyed.

use super::create::together;
use super::*;
use crate::attributes::{CHANGEABLE, COPY, EMPTIED, SO_ONLY, STAYS_FALSE, STAYS_TRUE};

fn prohibited(what: &'static str) -> Error {
    Error::new(ck::CKR_ACTION_PROHIBITED, what)
}

/// Applies a template to an object's attributes: by a change, or in the course of a copy.
fn apply(
    caller: &Caller,
    object: &Template,
    template: &Template,
    changeable: u32,
) -> Result<Template> {
    let kind = attributes::kind(object)
        .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "the object has no class"))?;
    let mut changed = object.clone();
    for (attribute, rule) in known(kind, template)? {
        let before = object.get(attribute.kind);
        let same = before == Some(&attribute.value);
        let goes_up = attribute.value == Value::Bool(true);
        let emptied = rule.has(EMPTIED) && attribute.value.as_bytes().is_some_and(<[u8]>::is_empty);
        let refused = !(rule.has(changeable) || emptied)
            || (rule.has(STAYS_TRUE) && before == Some(&Value::Bool(true)) && !goes_up)
            || (rule.has(STAYS_FALSE) && before == Some(&Value::Bool(false)) && goes_up)
            || (rule.has(SO_ONLY) && goes_up && caller.user != User::So);
        if refused && !(same && changeable & COPY != 0) {
            return Err(read_only(attribute.kind));
        }
        if goes_up && !same && caller.profile == Profile::Strict {
            strictly(object, attribute.kind)?;
        }
        set_value(&mut changed, attribute.kind, attribute.value.clone());
    }
    together(caller.profile, &changed)?;
    Ok(changed)
}

/// Whether an attribute may become true in the strict profile. `CKR_TEMPLATE_INCONSISTENT`
fn strictly(object: &Template, attribute: u64) -> Result<()> {
    if !roles::may_gain(object, attribute) {
        return Err(inconsistent("what a key of a strict token is for is said when it is made"));
    }
    let key = object.get(ck::CKA_KEY_TYPE).is_some();
    if attribute == ck::CKA_TRUSTED && key && !roles::is_drawn(object) {
        return Err(inconsistent("only keys that a strict token generated itself are trusted"));
    }
    Ok(())
}

/// The attributes of a copy. `CKR_ACTION_PROHIBITED` for an object that is not to be copied
pub fn copy(
    caller: &Caller,
    object: &Template,
    template: &Template,
    unique_id: &str,
) -> Result<Template> {
    if !flag(object, ck::CKA_COPYABLE) {
        return Err(prohibited("the object must not be copied"));
    }
    let mut copy = apply(caller, object, template, CHANGEABLE | COPY)?;
    if caller.profile == Profile::Strict
        && flag(object, ck::CKA_PRIVATE)
        && !flag(&copy, ck::CKA_PRIVATE)
    {
        return Err(inconsistent("a private object has private copies only"));
    }
    session_allows(caller, &copy)?;
    set_value(&mut copy, ck::CKA_UNIQUE_ID, Value::from(unique_id));
    Ok(copy)
}

/// The attributes after a change: all or none. `CKR_ACTION_PROHIBITED` for an object that is not to be
/// changed, and for a trusted certificate (section 4.6), which is the security officer's alone
pub fn set(caller: &Caller, object: &Template, template: &Template) -> Result<Template> {
    if !flag(object, ck::CKA_MODIFIABLE) {
        return Err(prohibited("the object must not be changed"));
    }
    let certificate = ulong(object, ck::CKA_CLASS) == Some(ck::CKO_CERTIFICATE);
    if certificate && flag(object, ck::CKA_TRUSTED) && caller.user != User::So {
        return Err(prohibited("a trusted certificate must not be changed"));
    }
    session_allows(caller, object)?;
    apply(caller, object, template, CHANGEABLE)
}

/// `CKR_ACTION_PROHIBITED` for an object that is not to be destroyed
pub fn destroy(caller: &Caller, object: &Template) -> Result<()> {
    session_allows(caller, object)?;
    if !flag(object, ck::CKA_DESTROYABLE) {
        return Err(prohibited("the object must not be destroyed"));
    }
    Ok(())
}
