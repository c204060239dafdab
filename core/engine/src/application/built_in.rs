//! Objects that are made from tables: a mechanism object for each row, and a profile object for each
//! profile that the library keeps (PKCS #11 v3.2, sections 4.12 and 4.13). They are the same in every
//! token, can be read by everybody, and appear in a search only when their class is asked for: that is
//! the specification's rule for mechanism objects, and many clients stumble over classes they did not
//! ask for.

use super::objects::class_of;
use super::*;
use crate::mechanisms;

/// The profiles kept (PKCS #11 Profiles v3.2, section 3).
static PROFILES: &[u64] = &[
    ck::CKP_BASELINE_PROVIDER,
    ck::CKP_EXTENDED_PROVIDER,
    ck::CKP_AUTHENTICATION_TOKEN,
    ck::CKP_PUBLIC_CERTIFICATES_TOKEN,
];

/// Numbers of mechanism objects begin here, after those of the profiles.
const FIRST_MECHANISM: u64 = 0x100;

/// The object with a number.
pub fn object(slot: u64, number: u64) -> Option<Arc<Object>> {
    let (class, kind, value) = if number < FIRST_MECHANISM {
        let profile = PROFILES.get(usize::try_from(number).ok()?)?;
        (ck::CKO_PROFILE, ck::CKA_PROFILE_ID, *profile)
    } else {
        let row = usize::try_from(number - FIRST_MECHANISM).ok()?;
        (ck::CKO_MECHANISM, ck::CKA_MECHANISM_TYPE, mechanisms::all().nth(row)?.kind)
    };
    let attributes = Template::new()
        .with(ck::CKA_CLASS, class)
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_PRIVATE, false)
        .with(ck::CKA_MODIFIABLE, false)
        .with(ck::CKA_COPYABLE, false)
        .with(ck::CKA_DESTROYABLE, false)
        .with(ck::CKA_LABEL, "")
        .with(ck::CKA_UNIQUE_ID, format!("{class:x}-{value:x}").as_str())
        .with(kind, value);
    Some(Arc::new(Object::new(Place::BuiltIn(number), slot, 0, attributes)))
}

/// The handles of the objects that a template asks for by their class.
pub fn candidates(template: &Template) -> Vec<u64> {
    let numbers = match class_of(template) {
        Some(ck::CKO_PROFILE) => 0..PROFILES.len() as u64,
        Some(ck::CKO_MECHANISM) => {
            FIRST_MECHANISM..FIRST_MECHANISM + mechanisms::all().count() as u64
        }
        _ => return Vec::new(),
    };
    numbers.map(|number| Place::BuiltIn(number).handle()).collect()
}
