//! Objects (PKCS #11 v3.2, section 5.7).

use super::*;

impl App {
    pub(super) fn create_object(&self, session: u64, template: &Template) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.make_one(session, template, || {
                self.lease.functions.create_object(session.handle, template)
            })
        })
    }

    /// Makes one object of a template.
    pub(super) fn make_one(
        &self,
        session: &Session,
        template: &Template,
        make: impl FnOnce() -> Result<u64>,
    ) -> Result<u64> {
        let made = self.make(session, &[template], || make().map(|object| vec![object]))?;
        made.first().copied().ok_or_else(|| {
            Error::new(ck::CKR_DEVICE_ERROR, "the module did not say which object it made")
        })
    }

    pub(super) fn copy_object(
        &self,
        session: u64,
        object: u64,
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.visible(session, object, ck::CKR_OBJECT_HANDLE_INVALID)?;
            self.make_one(session, template, || {
                self.lease.functions.copy_object(session.handle, object, template)
            })
        })
    }

    pub(super) fn destroy_object(&self, session: u64, object: u64) -> Result<()> {
        self.with_session(session, |session, _| {
            self.visible(session, object, ck::CKR_OBJECT_HANDLE_INVALID)?;
            self.lease.functions.destroy_object(session.handle, object)?;
            session.mine.slot.objects.forget(object);
            Ok(())
        })
    }

    pub(super) fn object_size(&self, session: u64, object: u64) -> Result<u64> {
        self.with_session(session, |session, _| {
            self.visible(session, object, ck::CKR_OBJECT_HANDLE_INVALID)?;
            self.lease.functions.object_size(session.handle, object)
        })
    }

    pub(super) fn get_attributes(
        &self,
        session: u64,
        object: u64,
        attributes: &[u64],
    ) -> Result<Vec<Answer>> {
        self.with_session(session, |session, _| {
            self.visible(session, object, ck::CKR_OBJECT_HANDLE_INVALID)?;
            self.lease.functions.get_attributes(session.handle, object, attributes)
        })
    }

    pub(super) fn set_attributes(
        &self,
        session: u64,
        object: u64,
        template: &Template,
    ) -> Result<()> {
        self.with_session(session, |session, _| {
            self.visible(session, object, ck::CKR_OBJECT_HANDLE_INVALID)?;
            Self::may_ask(session, &[template])?;
            // No module should change these two; whose the object is follows from them.
            for fixed in [ck::CKA_TOKEN, ck::CKA_PRIVATE] {
                if template.get(fixed).is_some() {
                    let why = "whether an object is private or stays is decided when it is made";
                    return Err(Error::new(ck::CKR_ATTRIBUTE_READ_ONLY, why));
                }
            }
            self.lease.functions.set_attributes(session.handle, object, template)
        })
    }
}
