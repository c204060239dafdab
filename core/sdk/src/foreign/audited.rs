//! A module whose logins and management are recorded in the audit log of an instance: as those of embedded
//! tokens are, before the answer leaves. What it is that an object's handle names only the module knows, so
//! that every object destroyed or changed is recorded, also one that only a session has.

use std::path::Path;
use std::sync::Arc;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{
    Answer, Application, Done, Mechanism, MechanismInfo, Message, OpKind, Out, Pin, Provider,
    Result, SessionInfo, Sizing, SlotInfo, Task, Template, Tenant, TokenInfo, TokenPolicy, Written,
    ck, for_each_operation,
};
use strongroom_engine::Engine;
use strongroom_engine::audit::{Class, Event, Facts, Watched, class};

/// A provider, and the instance whose log tells what was done to it.
pub struct Audited {
    inner: Arc<dyn Provider>,
    engine: Engine,
}

impl Audited {
    /// Records in the log of the instance in a directory; failures as of opening an instance.
    pub fn new(inner: Arc<dyn Provider>, directory: &Path) -> Result<Self> {
        Ok(Self { inner, engine: Engine::open(directory)? })
    }
}

impl Provider for Audited {
    fn idle(&self) {
        self.inner.idle();
        self.engine.idle();
    }

    fn open_for(&self, tenant: Tenant) -> Result<Arc<dyn Application>> {
        let identity = tenant.identity.clone();
        let inner = self.inner.open_for(tenant)?;
        Ok(Arc::new(Recorded { inner, engine: self.engine.clone(), identity }))
    }
}

struct Recorded {
    inner: Arc<dyn Application>,
    engine: Engine,
    identity: String,
}

impl Recorded {
    /// Whether a call is recorded whatever is configured.
    fn always(name: &str, class: Class, facts: &Facts) -> bool {
        match class {
            Class::Login | Class::Management => true,
            Class::Object if matches!(name, "destroy_object" | "set_attributes") => true,
            // A copy stays where the template does not say that it does not.
            Class::Object if name == "copy_object" => facts.token != Some(false),
            Class::Object => facts.token == Some(true),
            Class::Never | Class::Use | Class::Beginning => false,
        }
    }

    fn before(&self, name: &str, class: Class, facts: &mut Facts) -> Result<()> {
        if Self::always(name, class, facts) && name != "logout" {
            self.engine.audit().prepare()?;
        }
        if let Some(session) = facts.session
            && facts.slot.is_none()
        {
            facts.slot = self.inner.session_info(session).ok().map(|info| info.slot);
        }
        Ok(())
    }

    fn after<T: Watched>(
        &self,
        name: &'static str,
        class: Class,
        facts: &Facts,
        answer: Result<T>,
    ) -> Result<T> {
        let audit = self.engine.audit();
        let result = answer.as_ref().map_or_else(|error| error.rv().0, |_| ck::CKR_OK);
        let always = Self::always(name, class, facts);
        if facts.asks
            || result == ck::CKR_BUFFER_TOO_SMALL
            || (!always && !audit.records_key_use())
            || (class == Class::Beginning && result == ck::CKR_OK)
        {
            return answer;
        }
        let made = answer.as_ref().ok().and_then(Watched::made);
        let event = Event {
            operation: name.to_owned(),
            slot: facts.slot,
            session: facts.session,
            mechanism: facts.mechanism,
            object: made.filter(|_| class == Class::Object).or(facts.object),
            user: facts.user,
            result,
            ..audit.by(&self.identity)
        };
        let recorded = if always { audit.record(event) } else { audit.gather(event) };
        if let Err(error) = recorded {
            if class == Class::Login
                && let Some(session) = facts.session
            {
                // Nobody is logged in whom the log does not know.
                let _ = self.inner.logout(session);
            }
            return Err(error);
        }
        answer
    }
}

macro_rules! recorded {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)] // one form for all entries
        impl Application for Recorded {
            $(
                #[allow(unused_mut)] // operations without arguments
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    const CLASS: Class = class(stringify!($name));
                    if CLASS == Class::Never {
                        return self.inner.$name($($argument),*);
                    }
                    let mut facts = Facts::default();
                    $(Watched::note(&$argument, stringify!($argument), &mut facts);)*
                    self.before(stringify!($name), CLASS, &mut facts)?;
                    let answer = self.inner.$name($($argument),*);
                    self.after(stringify!($name), CLASS, &facts, answer)
                }
            )*
        }
    };
}
for_each_operation!(recorded);
