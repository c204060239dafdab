//! What a key is for, in the strict profile: one role, had from the making or never. Keys with two roles are
//! how secrets leave tokens by calls that are each allowed (Clulow 2003; Bortolozzo, Centenaro, Focardi and
//! Steel 2010): what one role encrypts, the other decrypts.

use super::*;

/// What a key is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// It encrypts and decrypts data.
    Data,
    /// It signs and verifies.
    Authentication,
    /// It wraps and unwraps keys.
    Wrapping,
    /// Keys are derived from it.
    Derivation,
    /// It agrees on keys.
    Encapsulation,
}

/// The roles with the usage attributes that make them.
static ROLES: &[(Role, &[u64])] = &[
    (Role::Data, &[ck::CKA_ENCRYPT, ck::CKA_DECRYPT]),
    (
        Role::Authentication,
        &[ck::CKA_SIGN, ck::CKA_SIGN_RECOVER, ck::CKA_VERIFY, ck::CKA_VERIFY_RECOVER],
    ),
    (Role::Wrapping, &[ck::CKA_WRAP, ck::CKA_UNWRAP]),
    (Role::Derivation, &[ck::CKA_DERIVE]),
    (Role::Encapsulation, &[ck::CKA_ENCAPSULATE, ck::CKA_DECAPSULATE]),
];

/// The role that a usage attribute is of.
pub(super) fn of_attribute(attribute: u64) -> Option<Role> {
    ROLES.iter().find(|(_, usages)| usages.contains(&attribute)).map(|(role, _)| *role)
}

fn of_object(object: &Template) -> impl Iterator<Item = Role> {
    let has = |usages: &&[u64]| usages.iter().any(|usage| flag(object, *usage));
    ROLES.iter().filter(move |(_, usages)| has(usages)).map(|(role, _)| *role)
}

fn has(object: &Template, role: Role) -> bool {
    of_object(object).any(|has| has == role)
}

/// The role of a key of which nobody says what it is for.
pub(super) fn obvious(key_type: u64) -> Role {
    match key_type {
        ck::CKK_AES | ck::CKK_DES2 | ck::CKK_DES3 | ck::CKK_CHACHA20 => Role::Data,
        ck::CKK_EC_MONTGOMERY | ck::CKK_DH | ck::CKK_X9_42_DH | ck::CKK_HKDF => Role::Derivation,
        ck::CKK_ML_KEM => Role::Encapsulation,
        _ => Role::Authentication,
    }
}

/// A key as it may be in the strict profile. `CKR_TEMPLATE_INCONSISTENT`
pub(super) fn together(object: &Template) -> Result<()> {
    if of_object(object).nth(1).is_some() {
        return Err(inconsistent("a key of a strict token is for one thing only"));
    }
    let class = ulong(object, ck::CKA_CLASS);
    if !matches!(class, Some(ck::CKO_SECRET_KEY | ck::CKO_PRIVATE_KEY)) {
        return Ok(());
    }
    let leaves = flag(object, ck::CKA_EXTRACTABLE);
    if has(object, Role::Wrapping) && (leaves || !flag(object, ck::CKA_SENSITIVE)) {
        return Err(inconsistent(
            "a key that wraps others in a strict token is sensitive and never leaves",
        ));
    }
    // Another copy of it could have another role.
    if class == Some(ck::CKO_SECRET_KEY) && has(object, Role::Derivation) && leaves {
        return Err(inconsistent(
            "a secret key that others are derived from in a strict token never leaves",
        ));
    }
    Ok(())
}

/// What a key that was not generated here may not be in the strict profile, because somebody may know its
/// value. `CKR_TEMPLATE_INCONSISTENT`
pub(super) fn from_elsewhere(origin: &Origin<'_>, object: &Template) -> Result<()> {
    let drawn =
        matches!(origin, Origin::Generate { mechanism, .. } if *mechanism != ck::CKM_PKCS5_PBKD2);
    if drawn || object.get(ck::CKA_KEY_TYPE).is_none() {
        return Ok(());
    }
    if has(object, Role::Wrapping) || flag(object, ck::CKA_TRUSTED) {
        return Err(inconsistent(
            "only keys that a strict token generated itself wrap others or are trusted",
        ));
    }
    let secret = ulong(object, ck::CKA_CLASS) == Some(ck::CKO_SECRET_KEY);
    if !secret || !has(object, Role::Derivation) {
        return Ok(());
    }
    // What can be made twice can be made for two things: to sign, and to derive from what signing shows.
    let alone = match origin {
        Origin::Unwrap { .. } => false,
        Origin::Derive { bases, .. } => {
            bases.iter().any(|base| only_derives(base, ck::CKA_DERIVE_TEMPLATE))
        }
        Origin::Decapsulate { private } => only_derives(private, ck::CKA_DECAPSULATE_TEMPLATE),
        Origin::Create | Origin::Generate { .. } | Origin::Encapsulate { .. } => true,
    };
    if alone {
        return Ok(());
    }
    Err(inconsistent(
        "a strict token derives from a key that can be made twice only where the template of the key \
         it comes from says that all its keys are for that",
    ))
}

/// Whether a key's own template says that what comes from it is there to derive from.
fn only_derives(key: &Template, prescription: u64) -> bool {
    matches!(key.get(prescription), Some(Value::Template(wanted)) if flag(wanted, ck::CKA_DERIVE))
}

/// The templates of a pair in the strict profile: where only one says what its half is for, the other half is for
/// the same.
pub fn halves(
    caller: &Caller,
    key_type: u64,
    public: &Template,
    private: &Template,
) -> (Template, Template) {
    let (mut public, mut private) = (public.clone(), private.clone());
    if caller.profile == Profile::Strict {
        let named = (of_object(&public).next(), of_object(&private).next());
        match named {
            (Some(role), None) => takes(role, ck::CKO_PRIVATE_KEY, key_type, &mut private),
            (None, Some(role)) => takes(role, ck::CKO_PUBLIC_KEY, key_type, &mut public),
            _ => {}
        }
    }
    (public, private)
}

/// Gives a template the usages of a role that such keys are able to, and no others.
fn takes(role: Role, class: u64, key_type: u64, template: &mut Template) {
    for (other, usages) in ROLES {
        for usage in usages.iter().filter(|usage| attributes::able(class, key_type, **usage)) {
            if template.get(*usage).is_none() {
                template.push(*usage, *other == role);
            }
        }
    }
}

/// Whether the token drew a key's value itself: what comes from a password, somebody may know.
pub(super) fn is_drawn(key: &Template) -> bool {
    flag(key, ck::CKA_LOCAL) && ulong(key, ck::CKA_KEY_GEN_MECHANISM) != Some(ck::CKM_PKCS5_PBKD2)
}

/// Whether the halves of a pair are for the same, in the strict profile. `CKR_TEMPLATE_INCONSISTENT`
pub fn pair(caller: &Caller, public: &Template, private: &Template) -> Result<()> {
    if caller.profile == Profile::Standard {
        return Ok(());
    }
    let roles = (of_object(public).next(), of_object(private).next());
    if let (Some(public_role), Some(private_role)) = roles
        && public_role != private_role
    {
        return Err(inconsistent("the halves of a pair in a strict token are for the same thing"));
    }
    let leaves = flag(private, ck::CKA_EXTRACTABLE) || !flag(private, ck::CKA_SENSITIVE);
    if has(public, Role::Wrapping) && leaves {
        return Err(inconsistent(
            "what wraps keys in a strict token has a private key that is sensitive and never leaves",
        ));
    }
    Ok(())
}

/// Whether a usage may be switched on in the strict profile: only beside another of the same role.
pub(super) fn may_gain(object: &Template, attribute: u64) -> bool {
    of_attribute(attribute).is_none_or(|role| has(object, role))
}
