//! Row 33: objects that are not to be copied, changed or destroyed; and a copy that leaves the private room.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let fixed = s.aes(16, &template![CKA_MODIFIABLE => false]).must();
    s.set(fixed, &template![CKA_LABEL => "new"]).is(CKR_ACTION_PROHIBITED);
    let single = s.aes(16, &template![CKA_COPYABLE => false]).must();
    s.copy(single, &Template::new()).fails(CKR_ACTION_PROHIBITED);
    let lasting = s.aes(16, &template![CKA_DESTROYABLE => false]).must();
    s.destroy(lasting).is(CKR_ACTION_PROHIBITED);
    let key = s.aes(16, &Template::new()).must();
    s.copy(key, &template![CKA_PRIVATE => false]).fails(CKR_TEMPLATE_INCONSISTENT);
}
