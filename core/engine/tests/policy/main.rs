//! Policy against the specification: random templates, random sessions and random sequences of changes,
//! each decided by the engine and by a slow model of the specification's text. The engine may give any of
//! the return values that the model finds, and where the model finds none it must say yes, with the
//! attributes that the model has.

mod model;
mod table;
mod templates;

use model::{Reasons, flag, hidden, number};
use proptest::prelude::*;
use strongroom_base::ck::*;
use strongroom_base::{Answer, Result, Template, Value};
use strongroom_engine::policy::{self, Caller, Origin, Profile, Rights, Use, User};
use table::{KINDS, Unset, rows};
use templates::{Plan, build, changes, extra, plan};

fn caller() -> impl Strategy<Value = Caller> {
    let user = prop_oneof![4 => Just(User::User), 1 => Just(User::Nobody), 2 => Just(User::So)];
    (user, prop::bool::weighted(0.8), prop::bool::weighted(0.1)).prop_map(
        |(user, rw, write_protected)| Caller {
            user,
            rw,
            profile: Profile::Standard,
            write_protected,
        },
    )
}

/// What the engine decided is what the model allows; gives what it made.
fn agree<T>(
    what: &str,
    decided: Result<T>,
    reasons: &Reasons,
) -> std::result::Result<Option<T>, TestCaseError> {
    match decided {
        Ok(made) => {
            prop_assert!(reasons.is_empty(), "{} was allowed; against it: {:x?}", what, reasons);
            Ok(Some(made))
        }
        Err(error) => {
            let rv = error.rv().0;
            prop_assert!(
                reasons.contains(&rv),
                "{}: {}, but only {:x?} apply",
                what,
                error,
                reasons
            );
            Ok(None)
        }
    }
}

fn sorted(object: &Template) -> Template {
    let mut object = object.clone();
    object.0.sort_by_key(|a| a.kind);
    object
}

/// A new object has what was given, the defaults, and nothing that objects of its kind do not have.
fn whole(
    made: &Template,
    given: &Template,
    kind: (u64, Option<u64>),
) -> std::result::Result<(), TestCaseError> {
    for attribute in given.iter() {
        prop_assert_eq!(made.get(attribute.kind), Some(&attribute.value));
    }
    let rows = rows(kind).unwrap();
    for attribute in made.iter() {
        prop_assert!(rows.iter().any(|row| row.0 == attribute.kind), "{:x}", attribute.kind);
    }
    for (attribute, _, unset) in rows {
        let default = match unset {
            Unset::Open => continue,
            Unset::Empty => Value::bytes([]),
            Unset::False => Value::Bool(false),
            Unset::True => Value::Bool(true),
        };
        if given.get(attribute).is_none() {
            prop_assert_eq!(made.get(attribute), Some(&default), "{:x}", attribute);
        }
    }
    Ok(())
}

/// The origins of an object of this kind: created, generated, unwrapped, derived as a key or as data.
fn origin<'a>(choice: usize, kind: (u64, Option<u64>), others: &'a [&'a Template]) -> Origin<'a> {
    match (choice, kind.1) {
        (1, Some(key_type)) if kind.0 != CKO_CERTIFICATE => {
            Origin::Generate { mechanism: CKM_AES_KEY_GEN, class: kind.0, key_type }
        }
        (2, _) => Origin::Unwrap { unwrapping: others[0] },
        (3, _) => Origin::Derive { bases: others, mechanism: CKM_HKDF_DERIVE },
        (4, _) => Origin::Derive { bases: others, mechanism: CKM_HKDF_DATA },
        _ => Origin::Create,
    }
}

/// Makes and completes an object; none where it is refused.
fn made(caller: &Caller, origin: &Origin<'_>, template: &Template) -> Option<Template> {
    let object = policy::create(caller, origin, template).ok()?;
    policy::complete(origin, object, Template::new(), "an id").ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn new_objects(caller in caller(), plan in plan(), others in [plan(), plan()], choice in 0_usize..5) {
        let others = others.map(|other| build(&Plan { kind: 6, ..other }, 0));
        let others = &[&others[0], &others[1]];
        let origin = origin(choice, KINDS[plan.kind], others);
        let template = build(&plan, choice);
        let (reasons, given, kind) = model::create(&caller, &origin, &template);
        let decided = policy::create(&caller, &origin, &template);
        let Some(object) = agree("creation", decided, &reasons)? else { return Ok(()) };
        let (class, subtype) = kind.unwrap();
        whole(&object, &given, (class, subtype))?;
        if choice == 3 && class == CKO_SECRET_KEY && given.get(CKA_SENSITIVE).is_none() {
            prop_assert_eq!(flag(&object, CKA_SENSITIVE), others.iter().any(|o| number(o, CKA_CLASS) == Some(CKO_SECRET_KEY) && flag(o, CKA_SENSITIVE)));
        }
        let object = policy::complete(&origin, object, Template::new(), "an id").unwrap();
        let generated = matches!(origin, Origin::Generate { .. });
        if matches!(class, CKO_PUBLIC_KEY | CKO_PRIVATE_KEY | CKO_SECRET_KEY) {
            prop_assert_eq!(flag(&object, CKA_LOCAL), generated);
            let by = if generated { CKM_AES_KEY_GEN } else { CK_UNAVAILABLE_INFORMATION };
            prop_assert_eq!(number(&object, CKA_KEY_GEN_MECHANISM), Some(by));
        }
        if matches!(class, CKO_PRIVATE_KEY | CKO_SECRET_KEY) {
            let ever = |of_base| match origin {
                Origin::Generate { .. } => true,
                Origin::Derive { bases, .. } => bases.iter().all(|base| flag(base, of_base)),
                _ => false,
            };
            let sensitive = ever(CKA_ALWAYS_SENSITIVE) && flag(&object, CKA_SENSITIVE);
            let kept = ever(CKA_NEVER_EXTRACTABLE) && !flag(&object, CKA_EXTRACTABLE);
            prop_assert_eq!(flag(&object, CKA_ALWAYS_SENSITIVE), sensitive);
            prop_assert_eq!(flag(&object, CKA_NEVER_EXTRACTABLE), kept);
        }
    }

    #[test]
    fn changes_and_copies(
        plan in plan(),
        steps in prop::collection::vec((caller(), any::<bool>(), changes()), 1..12),
    ) {
        let owner = Caller { user: User::User, rw: true, profile: Profile::Standard, write_protected: false };
        let kind = KINDS[plan.kind];
        // Keys are generated, other objects created.
        let choice = usize::from(kind.1.is_some() && kind.0 != CKO_CERTIFICATE);
        let template = build(&plan, choice);
        let Some(mut object) = made(&owner, &origin(choice, kind, &[]), &template) else {
            return Ok(());
        };
        for (caller, copy, extra) in steps {
            let template = templates::extras(&extra);
            let (reasons, after) = model::change(&caller, &object, &template, copy);
            let decided = if copy {
                policy::copy(&caller, &object, &template, "a copy's id")
            } else {
                policy::set(&caller, &object, &template)
            };
            let Some(mut changed) = agree(if copy { "copy" } else { "change" }, decided, &reasons)? else {
                continue;
            };
            let id = changed.get(CKA_UNIQUE_ID).cloned();
            let wanted = if copy { Some(Value::from("a copy's id")) } else { object.get(CKA_UNIQUE_ID).cloned() };
            prop_assert_eq!(&id, &wanted);
            let mut after = after;
            after.0.retain(|a| a.kind != CKA_UNIQUE_ID);
            changed.0.retain(|a| a.kind != CKA_UNIQUE_ID);
            prop_assert_eq!(sorted(&changed), sorted(&after));
            // Whatever is done, what stayed inside stays inside.
            for (attribute, kept) in [(CKA_SENSITIVE, true), (CKA_EXTRACTABLE, false), (CKA_WRAP_WITH_TRUSTED, true)] {
                if object.get(attribute) == Some(&Value::Bool(kept)) {
                    prop_assert_eq!(changed.get(attribute), Some(&Value::Bool(kept)));
                }
            }
            changed.0.extend(id.map(|value| strongroom_base::Attribute { kind: CKA_UNIQUE_ID, value }));
            object = changed;
        }
    }

    #[test]
    fn reading_and_finding(plan in plan(), asked in extra()) {
        let owner = Caller { user: User::User, rw: true, profile: Profile::Standard, write_protected: false };
        let Some(object) = made(&owner, &Origin::Create, &build(&plan, 0)) else { return Ok(()) };
        let everything: Vec<u64> = templates::POOL.to_vec();
        for (attribute, answer) in everything.iter().zip(policy::read(&object, &everything)) {
            let wanted = match object.get(*attribute) {
                _ if hidden(&object, *attribute) => Answer::Sensitive,
                Some(value) => Answer::Value(value.clone()),
                None => Answer::Invalid,
            };
            prop_assert_eq!(answer, wanted, "{:x}", attribute);
        }
        let mut wanted = templates::extras(&asked);
        // Half of what is looked for is there.
        for attribute in wanted.0.iter_mut().step_by(2) {
            if let Some(value) = object.get(attribute.kind) {
                attribute.value = value.clone();
            }
        }
        let found = wanted.iter().all(|a| object.0.contains(a) && !hidden(&object, a.kind));
        prop_assert_eq!(policy::matches(&object, &wanted), found);
        for user in [User::Nobody, User::User, User::So] {
            let seen = policy::visible(&Caller { user, ..owner }, &object);
            prop_assert_eq!(seen, user == User::User || !flag(&object, CKA_PRIVATE));
        }
    }

    #[test]
    fn use_and_wrapping(over in plan(), under in plan(), mechanism in 0_u64..4, use_ in 0_usize..9) {
        let owner = Caller { user: User::User, rw: true, profile: Profile::Standard, write_protected: false };
        let officer = Caller { user: User::So, ..owner };
        let over = Plan { kind: if over.kind % 2 == 0 { 6 } else { 8 }, ..over };
        let key = |plan: &Plan, caller: &Caller| made(caller, &Origin::Create, &build(plan, 0));
        let wrapping = key(&over, &owner).or_else(|| key(&over, &officer));
        let (Some(wrapping), Some(key)) = (wrapping, key(&under, &owner)) else { return Ok(()) };
        let decided = policy::wrap(&owner, &wrapping, &key);
        agree("wrapping", decided, &model::wrap(&wrapping, &key))?;

        let (use_, permits) = [
            (Use::Encrypt, CKA_ENCRYPT), (Use::Decrypt, CKA_DECRYPT), (Use::Sign, CKA_SIGN),
            (Use::SignRecover, CKA_SIGN_RECOVER), (Use::Verify, CKA_VERIFY),
            (Use::VerifyRecover, CKA_VERIFY_RECOVER), (Use::Wrap, CKA_WRAP),
            (Use::Unwrap, CKA_UNWRAP), (Use::Derive, CKA_DERIVE),
        ][use_];
        let mut reasons = Reasons::new();
        if number(&key, CKA_KEY_TYPE) != Some(CKK_AES) {
            reasons.insert(CKR_KEY_TYPE_INCONSISTENT);
        }
        if !flag(&key, permits) {
            reasons.insert(CKR_KEY_FUNCTION_NOT_PERMITTED);
        }
        if let Some(Value::Mechanisms(list)) = key.get(CKA_ALLOWED_MECHANISMS)
            && !list.is_empty() && !list.contains(&mechanism)
        {
            reasons.insert(CKR_MECHANISM_INVALID);
        }
        agree("use", Rights::of(&key).check(use_, mechanism, &[CKK_AES]), &reasons)?;
    }
}
