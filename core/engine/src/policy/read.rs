//! What may be seen of an object.

use super::*;
use crate::attributes::SECRET;
use strongroom_base::Answer;

/// Whether the secrets of an object stay inside: it is sensitive, or it cannot be extracted.
fn keeps_secrets(object: &Template) -> bool {
    matches!(ulong(object, ck::CKA_CLASS), Some(ck::CKO_PRIVATE_KEY | ck::CKO_SECRET_KEY))
        && (flag(object, ck::CKA_SENSITIVE) || !flag(object, ck::CKA_EXTRACTABLE))
}

/// An answer for each attribute asked for.
pub fn read(object: &Template, asked: &[u64]) -> Vec<Answer> {
    let Some((class, subtype)) = attributes::kind(object) else {
        return vec![Answer::Invalid; asked.len()];
    };
    let hidden = keeps_secrets(object);
    asked
        .iter()
        .map(|attribute| match attributes::find(class, subtype, *attribute) {
            Some(rule) if rule.has(SECRET) && hidden => Answer::Sensitive,
            Some(_) => object.get(*attribute).cloned().map_or(Answer::Invalid, Answer::Value),
            None => Answer::Invalid,
        })
        .collect()
}

/// Whether the caller sees the object at all.
pub fn visible(caller: &Caller, object: &Template) -> bool {
    caller.user == User::User || !flag(object, ck::CKA_PRIVATE)
}

/// Whether an object has all attributes of a template. What cannot be read cannot be searched for.
pub fn matches(object: &Template, wanted: &Template) -> bool {
    let Some((class, subtype)) = attributes::kind(object) else { return false };
    let hidden = keeps_secrets(object);
    wanted.iter().all(|attribute| {
        let secret = hidden
            && attributes::find(class, subtype, attribute.kind)
                .is_some_and(|rule| rule.has(SECRET));
        !secret && object.get(attribute.kind) == Some(&attribute.value)
    })
}
