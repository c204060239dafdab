//! New objects: what a template asks for, made whole.

use super::*;
use crate::attributes::{
    COMPUTED, Default, MUST_CREATE, MUST_GENERATE, NOT_CREATE, NOT_GENERATE, NOT_UNWRAP, Rule,
    SO_ONLY,
};

/// All attributes of the object-to-be, with defaults; what a mechanism contributes, and what the token
/// computes, is still missing.
pub fn create(caller: &Caller, origin: &Origin<'_>, template: &Template) -> Result<Template> {
    let mut object = said_once(template);
    merge(origin, &mut object)?;
    let kind = kind(origin, &mut object)?;
    if matches!(origin, Origin::Derive { .. }) && kind.0 == ck::CKO_DATA {
        length_of_data(&mut object)?;
    }
    for (attribute, rule) in known(kind, &object)? {
        let refused = match origin {
            Origin::Create => rule.has(NOT_CREATE) && !repeats_length(&object, attribute),
            Origin::Generate { .. } => rule.has(NOT_GENERATE),
            Origin::Unwrap { .. } => rule.has(NOT_UNWRAP),
            Origin::Derive { .. } | Origin::Encapsulate { .. } | Origin::Decapsulate { .. } => {
                rule.has(NOT_GENERATE)
            }
        };
        // A step of a wallet is told the curve.
        let refused = refused && !(is_wallet(origin) && attribute.kind == ck::CKA_EC_PARAMS);
        let only_so = rule.has(SO_ONLY) && attribute.value == Value::Bool(true);
        if refused || rule.has(COMPUTED) || (only_so && caller.user != User::So) {
            return Err(read_only(attribute.kind));
        }
    }
    let must = match origin {
        Origin::Create => MUST_CREATE,
        Origin::Generate { .. } => MUST_GENERATE,
        _ => 0,
    };
    let missing = |rule: &&Rule| rule.has(must) && object.get(rule.attribute).is_none();
    if let Some(rule) = attributes::rules(kind.0, kind.1).find(missing) {
        let why = format!("{} is missing", name(rule.attribute));
        return Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why));
    }
    if kind.0 == ck::CKO_CERTIFICATE {
        certificate(&object)?;
    }
    inherit(caller, origin, &mut object)?;
    fill(kind, caller, origin, &mut object);
    together(caller.profile, &object)?;
    if caller.profile == Profile::Strict {
        roles::from_elsewhere(origin, &object)?;
    }
    if let Origin::Encapsulate { public } = origin
        && let Some(Value::Template(wanted)) = public.get(ck::CKA_ENCAPSULATE_TEMPLATE)
        && !wanted.iter().all(|a| object.get(a.kind) == Some(&a.value))
    {
        return Err(Error::new(
            ck::CKR_KEY_HANDLE_INVALID,
            "the public key makes only keys that match its CKA_ENCAPSULATE_TEMPLATE",
        ));
    }
    session_allows(caller, &object)?;
    Ok(object)
}

/// Whether it is a step in the derivation of wallets, which makes keys of pairs.
fn is_wallet(origin: &Origin<'_>) -> bool {
    matches!(origin, Origin::Derive { mechanism: ck::CKM_IBM_BTC_DERIVE, .. })
}

/// A template without attributes that repeat an earlier one.
fn said_once(template: &Template) -> Template {
    // Room for the defaults, too.
    let mut once = Template(Vec::with_capacity(template.len() + 32));
    for attribute in template.iter() {
        if !once.0.contains(attribute) {
            once.0.push(attribute.clone());
        }
    }
    once
}

/// Importers often repeat the length of a value; that is accepted where it is right.
fn repeats_length(object: &Template, attribute: &Attribute) -> bool {
    attribute.kind == ck::CKA_VALUE_LEN
        && object.get(ck::CKA_VALUE).and_then(Value::as_bytes).map(|v| v.len() as u64)
            == attribute.value.as_ulong()
}

/// Says how much data to derive, and is not an attribute that data objects have.
fn length_of_data(object: &mut Template) -> Result<()> {
    let len = object.get(ck::CKA_VALUE_LEN);
    if len.is_some_and(|len| len.as_ulong().is_none()) {
        return Err(Error::new(
            ck::CKR_ATTRIBUTE_VALUE_INVALID,
            "CKA_VALUE_LEN does not have its form",
        ));
    }
    object.0.retain(|attribute| attribute.kind != ck::CKA_VALUE_LEN);
    Ok(())
}

/// A certificate is there, or else the object says where it is and what it is known by (section 4.6.3).
fn certificate(object: &Template) -> Result<()> {
    let empty =
        |attribute| object.get(attribute).and_then(Value::as_bytes).is_none_or(<[u8]>::is_empty);
    let missing = |why| Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why));
    if empty(ck::CKA_URL) {
        if empty(ck::CKA_VALUE) {
            return missing("there is neither the certificate nor its URL");
        }
    } else if empty(ck::CKA_HASH_OF_SUBJECT_PUBLIC_KEY) || empty(ck::CKA_HASH_OF_ISSUER_PUBLIC_KEY)
    {
        return missing(
            "a certificate at a URL needs the hashes of its subject's and issuer's keys",
        );
    }
    Ok(())
}

/// Joins the templates that the unwrapping key or the keys derived from prescribe.
fn merge(origin: &Origin<'_>, object: &mut Template) -> Result<()> {
    let (prescribing, prescription) = match origin {
        Origin::Unwrap { unwrapping } => {
            (std::slice::from_ref(unwrapping), ck::CKA_UNWRAP_TEMPLATE)
        }
        Origin::Derive { bases, .. } => (*bases, ck::CKA_DERIVE_TEMPLATE),
        Origin::Decapsulate { private } => {
            (std::slice::from_ref(private), ck::CKA_DECAPSULATE_TEMPLATE)
        }
        Origin::Create | Origin::Generate { .. } | Origin::Encapsulate { .. } => return Ok(()),
    };
    let prescribed = prescribing.iter().filter_map(|key| match key.get(prescription) {
        Some(Value::Template(prescribed)) => Some(prescribed),
        _ => None,
    });
    for attribute in prescribed.flat_map(Template::iter) {
        match object.get(attribute.kind) {
            Some(value) if *value != attribute.value => {
                return Err(inconsistent(format!(
                    "the key prescribes another value of {}",
                    name(attribute.kind)
                )));
            }
            Some(_) => {}
            None => object.0.push(attribute.clone()),
        }
    }
    Ok(())
}

/// Step 1: the class and type, from the template, the mechanism or by default.
fn kind(origin: &Origin<'_>, object: &mut Template) -> Result<(u64, Option<u64>)> {
    if let Origin::Generate { class, key_type, .. } = origin {
        for (attribute, value) in [(ck::CKA_CLASS, *class), (ck::CKA_KEY_TYPE, *key_type)] {
            match object.get(attribute) {
                None => object.push(attribute, value),
                Some(given) if *given == Value::Ulong(value) => {}
                Some(_) => {
                    return Err(inconsistent(format!(
                        "the mechanism makes objects with another {}",
                        name(attribute)
                    )));
                }
            }
        }
    }
    if let Origin::Derive { mechanism, .. } = origin
        && object.get(ck::CKA_CLASS).is_none()
    {
        let class = if *mechanism == ck::CKM_HKDF_DATA { ck::CKO_DATA } else { ck::CKO_SECRET_KEY };
        object.push(ck::CKA_CLASS, class);
    }
    let agreed = matches!(origin, Origin::Encapsulate { .. } | Origin::Decapsulate { .. });
    if agreed && object.get(ck::CKA_CLASS).is_none() {
        object.push(ck::CKA_CLASS, ck::CKO_SECRET_KEY);
    }
    if (agreed || matches!(origin, Origin::Derive { .. }))
        && ulong(object, ck::CKA_CLASS) == Some(ck::CKO_SECRET_KEY)
        && object.get(ck::CKA_KEY_TYPE).is_none()
    {
        object.push(ck::CKA_KEY_TYPE, ck::CKK_GENERIC_SECRET);
    }
    let missing = |attribute| {
        Error::new(ck::CKR_TEMPLATE_INCOMPLETE, format!("{} is missing", name(attribute)))
    };
    let class = match object.get(ck::CKA_CLASS) {
        None => return Err(missing(ck::CKA_CLASS)),
        Some(value) => value.as_ulong(),
    };
    let wanted = match class {
        Some(ck::CKO_CERTIFICATE) => Some(ck::CKA_CERTIFICATE_TYPE),
        Some(
            ck::CKO_PUBLIC_KEY
            | ck::CKO_PRIVATE_KEY
            | ck::CKO_SECRET_KEY
            | ck::CKO_DOMAIN_PARAMETERS,
        ) => Some(ck::CKA_KEY_TYPE),
        _ => None,
    };
    let subtype = match wanted {
        None => None,
        Some(attribute) => match object.get(attribute) {
            None => return Err(missing(attribute)),
            Some(value) => value.as_ulong(),
        },
    };
    let allowed = match origin {
        Origin::Create => !matches!(class, Some(ck::CKO_PROFILE | ck::CKO_MECHANISM)),
        Origin::Generate { .. } => true,
        Origin::Unwrap { .. } => matches!(class, Some(ck::CKO_SECRET_KEY | ck::CKO_PRIVATE_KEY)),
        Origin::Derive { mechanism: ck::CKM_HKDF_DATA, .. } => class == Some(ck::CKO_DATA),
        Origin::Derive { .. } if is_wallet(origin) => {
            matches!(class, Some(ck::CKO_PUBLIC_KEY | ck::CKO_PRIVATE_KEY))
        }
        Origin::Derive { .. } => class == Some(ck::CKO_SECRET_KEY),
        Origin::Encapsulate { .. } | Origin::Decapsulate { .. } => {
            class == Some(ck::CKO_SECRET_KEY)
        }
    };
    match class {
        Some(class) if attributes::tables(class, subtype).is_some() => {
            if allowed {
                Ok((class, subtype))
            } else {
                Err(inconsistent("objects of this class are not made this way"))
            }
        }
        _ => Err(Error::new(
            ck::CKR_ATTRIBUTE_VALUE_INVALID,
            "there are no objects of this class and type here",
        )),
    }
}

/// Secrecy that a derived key takes over from secret keys: what is computed from a secret that
/// must not leave must not leave either. A secret that is agreed on with a private key is another thing:
/// the specification leaves its attributes to the caller (section 6.3.17), and programs that say nothing of
/// them read it.
fn inherit(caller: &Caller, origin: &Origin<'_>, object: &mut Template) -> Result<()> {
    if let Origin::Unwrap { .. } = origin {
        return stays_sensitive(caller, object);
    }
    let Origin::Derive { bases, .. } = origin else { return Ok(()) };
    if ulong(object, ck::CKA_CLASS) == Some(ck::CKO_PUBLIC_KEY) {
        return Ok(());
    }
    let is_secret = |base: &Template| ulong(base, ck::CKA_CLASS) == Some(ck::CKO_SECRET_KEY);
    // Whoever knows a child of a wallet and its parent's point knows the parent.
    let hands_on =
        |base: &Template| caller.profile == Profile::Strict || is_secret(base) || is_wallet(origin);
    let data = ulong(object, ck::CKA_CLASS) == Some(ck::CKO_DATA);
    for (attribute, kept) in [(ck::CKA_SENSITIVE, true), (ck::CKA_EXTRACTABLE, false)] {
        let keeps = |base: &&Template| hands_on(base) && flag(base, attribute) == kept;
        let handed_on = bases.iter().any(keeps);
        if data {
            // Everybody reads data.
            if handed_on {
                return Err(inconsistent(
                    "what is derived from this key must not be shown as data",
                ));
            }
            continue;
        }
        match object.get(attribute).and_then(Value::as_bool) {
            None => object.push(attribute, handed_on == kept),
            Some(asked) if asked != kept && handed_on => {
                return Err(inconsistent(format!(
                    "a key derived from this one cannot have another {}",
                    name(attribute)
                )));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// A key that came out of a wrapping goes on being secret in the strict profile: else unwrapping one's own
/// blob would show any key that can be wrapped.
fn stays_sensitive(caller: &Caller, object: &mut Template) -> Result<()> {
    if caller.profile == Profile::Standard {
        return Ok(());
    }
    match object.get(ck::CKA_SENSITIVE).and_then(Value::as_bool) {
        None => object.push(ck::CKA_SENSITIVE, true),
        Some(true) => {}
        Some(false) => {
            return Err(inconsistent("what a strict token unwraps stays sensitive"));
        }
    }
    Ok(())
}

/// The defaults. A usage that nobody names is allowed where the key type is able; but where the template
/// of a key to be derived names some, it means these. In the strict profile that is so for every key, and
/// where nobody names any, the key has the role that its type is made for.
fn fill(
    (class, subtype): (u64, Option<u64>),
    caller: &Caller,
    origin: &Origin<'_>,
    object: &mut Template,
) {
    // The value of a secret key that is created has been outside, and its importer may want it back; keys
    // that the token generates, and private keys, stay inside unless somebody says otherwise.
    if matches!(origin, Origin::Create)
        && class == ck::CKO_SECRET_KEY
        && caller.profile == Profile::Standard
    {
        for (attribute, value) in [(ck::CKA_SENSITIVE, false), (ck::CKA_EXTRACTABLE, true)] {
            if object.get(attribute).is_none() {
                object.push(attribute, value);
            }
        }
    }
    let strict = caller.profile == Profile::Strict;
    let named = (strict || matches!(origin, Origin::Derive { .. }))
        && super::rights::USES.iter().any(|(_, usage)| flag(object, *usage));
    if object.get(ck::CKA_PRIVATE).is_none() {
        object.push(ck::CKA_PRIVATE, matches!(class, ck::CKO_PRIVATE_KEY | ck::CKO_SECRET_KEY));
    }
    if matches!(origin, Origin::Encapsulate { .. } | Origin::Decapsulate { .. })
        && caller.profile == Profile::Standard
        && object.get(ck::CKA_EXTRACTABLE).is_none()
    {
        object.push(ck::CKA_EXTRACTABLE, true);
    }
    // The rules of a kind are of an attribute each: what is filled in here need not be looked through.
    let given: Vec<u64> = object.iter().map(|attribute| attribute.kind).collect();
    // `for_each` goes through tables of tables much faster than `for`.
    attributes::rules(class, subtype).for_each(|rule| {
        if given.contains(&rule.attribute) {
            return;
        }
        let value = match rule.default {
            Default::None => return,
            Default::Empty => Value::bytes(Vec::new()),
            Default::False => Value::Bool(false),
            Default::True => Value::Bool(true),
            Default::Ulong(n) => Value::Ulong(n),
            Default::IfAble => {
                let able = subtype.is_some_and(|t| attributes::able(class, t, rule.attribute));
                let obvious = !strict || {
                    let role = roles::of_attribute(rule.attribute);
                    subtype.is_some_and(|t| role == Some(roles::obvious(t)))
                };
                Value::Bool(able && !named && obvious)
            }
        };
        object.push(rule.attribute, value);
    });
}

/// Step 4: attributes that contradict one another.
pub(super) fn together(profile: Profile, object: &Template) -> Result<()> {
    if profile == Profile::Strict {
        roles::together(object)?;
    }
    if flag(object, ck::CKA_ALWAYS_AUTHENTICATE) && !flag(object, ck::CKA_PRIVATE) {
        return Err(inconsistent("CKA_ALWAYS_AUTHENTICATE is for private objects"));
    }
    if ulong(object, ck::CKA_CLASS) == Some(ck::CKO_TRUST) {
        trust(object)?;
    }
    let date =
        |attribute| object.get(attribute).and_then(Value::as_bytes).filter(|date| !date.is_empty());
    if let (Some(start), Some(end)) = (date(ck::CKA_START_DATE), date(ck::CKA_END_DATE))
        && start > end
    {
        return Err(inconsistent("CKA_END_DATE lies before CKA_START_DATE"));
    }
    Ok(())
}

/// A trust object says so in words that there are, and of which certificate, where it trusts.
fn trust(object: &Template) -> Result<()> {
    let mut trusted = false;
    for attribute in attributes::trusts() {
        match ulong(object, attribute) {
            None | Some(ck::CKT_TRUST_UNKNOWN | ck::CKT_NOT_TRUSTED) => {}
            Some(ck::CKT_TRUSTED | ck::CKT_TRUST_ANCHOR | ck::CKT_TRUST_MUST_VERIFY_TRUST) => {
                trusted = true
            }
            Some(_) => {
                let why = format!("{} is no CKT_… value", name(attribute));
                return Err(Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, why));
            }
        }
    }
    let hash = object.get(ck::CKA_HASH_OF_CERTIFICATE).and_then(Value::as_bytes);
    if trusted && hash.is_none_or(<[u8]>::is_empty) {
        let why = "CKA_HASH_OF_CERTIFICATE says which certificate is trusted";
        return Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why));
    }
    Ok(())
}

/// A check value in a template is the right one; or it is empty, and then the object shall have none
/// (section 4.10).
fn check_value(object: &Template, computed: &Value) -> Result<()> {
    let given = object.get(ck::CKA_CHECK_VALUE);
    let none = given.and_then(Value::as_bytes).is_none_or(<[u8]>::is_empty);
    if none || given == Some(computed) {
        return Ok(());
    }
    Err(Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, "CKA_CHECK_VALUE is of another value"))
}

/// Joins what a mechanism or the check of an imported value contributed, and what the token computes.
pub fn complete(
    origin: &Origin<'_>,
    mut object: Template,
    contributed: Template,
    unique_id: &str,
) -> Result<Template> {
    let class = ulong(&object, ck::CKA_CLASS);
    let is_key = object.get(ck::CKA_KEY_TYPE).is_some() && class != Some(ck::CKO_DOMAIN_PARAMETERS);
    let keeps_secrets = matches!(class, Some(ck::CKO_PRIVATE_KEY | ck::CKO_SECRET_KEY));
    for attribute in contributed.0 {
        if attribute.kind == ck::CKA_CHECK_VALUE {
            check_value(&object, &attribute.value)?;
            if object.get(attribute.kind).is_some() {
                continue;
            }
        }
        set_value(&mut object, attribute.kind, attribute.value);
    }
    if class == Some(ck::CKO_SECRET_KEY)
        && let Some(len) = object.get(ck::CKA_VALUE).and_then(Value::as_bytes).map(<[u8]>::len)
        && ulong(&object, ck::CKA_KEY_TYPE)
            .and_then(|t| attributes::find(ck::CKO_SECRET_KEY, Some(t), ck::CKA_VALUE_LEN))
            .is_some()
    {
        set_value(&mut object, ck::CKA_VALUE_LEN, Value::Ulong(len as u64));
    }
    if is_key || class == Some(ck::CKO_DOMAIN_PARAMETERS) {
        let local = matches!(origin, Origin::Generate { .. });
        set_value(&mut object, ck::CKA_LOCAL, Value::Bool(local));
    }
    if is_key {
        let mechanism = match origin {
            Origin::Generate { mechanism, .. } => *mechanism,
            _ => ck::CK_UNAVAILABLE_INFORMATION,
        };
        set_value(&mut object, ck::CKA_KEY_GEN_MECHANISM, Value::Ulong(mechanism));
    }
    if keeps_secrets {
        let before = |attribute| match origin {
            Origin::Generate { .. } => true,
            Origin::Derive { bases, .. } => bases.iter().all(|base| flag(base, attribute)),
            _ => false,
        };
        let sensitive = before(ck::CKA_ALWAYS_SENSITIVE) && flag(&object, ck::CKA_SENSITIVE);
        let kept = before(ck::CKA_NEVER_EXTRACTABLE) && !flag(&object, ck::CKA_EXTRACTABLE);
        set_value(&mut object, ck::CKA_ALWAYS_SENSITIVE, Value::Bool(sensitive));
        set_value(&mut object, ck::CKA_NEVER_EXTRACTABLE, Value::Bool(kept));
    }
    set_value(&mut object, ck::CKA_UNIQUE_ID, Value::from(unique_id));
    Ok(object)
}
