//! What the steps of a case have named.

use super::{Result, stream::Stream, wrong};
use std::collections::BTreeMap;
use std::sync::Arc;
use strongroom::{Hsm, Messages, Object, Session};

/// Something that has a name.
pub enum Thing {
    /// An instance that was opened.
    Hsm(Hsm),
    /// A session.
    Session(Session),
    /// A key, or another object.
    Object(Object),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A stream that is under way.
    Stream(Box<Stream>),
    /// A series of messages.
    Messages(Arc<Messages>),
}

/// Things by their names.
#[derive(Default)]
pub struct Names(BTreeMap<String, Thing>);

/// Makes what finds things of a sort.
macro_rules! find {
    ($(#[$meta:meta])* $name:ident: $sort:ident as $type:ty, $what:literal) => {
        $(#[$meta])*
        pub fn $name(&self, name: &str) -> Result<$type> {
            match self.0.get(name) {
                Some(Thing::$sort(found)) => Ok(found.clone()),
                _ => wrong(format!(concat!("no ", $what, " is called \"{}\""), name)),
            }
        }
    };
}

impl Names {
    /// Names something.
    pub fn set(&mut self, name: impl Into<String>, thing: Thing) {
        self.0.insert(name.into(), thing);
    }

    find! {
        /// An instance.
        hsm: Hsm as Hsm, "instance"
    }
    find! {
        /// A session.
        session: Session as Session, "session"
    }
    find! {
        /// A series of messages.
        messages: Messages as Arc<Messages>, "series of messages"
    }
    find! {
        /// An object.
        object: Object as Object, "object"
    }

    /// Bytes.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        match self.0.get(name) {
            Some(Thing::Bytes(bytes)) => Ok(bytes.clone()),
            _ => wrong(format!("no bytes are called \"{name}\"")),
        }
    }

    /// A stream, to go on with.
    pub fn stream(&mut self, name: &str) -> Result<&mut Stream> {
        match self.0.get_mut(name) {
            Some(Thing::Stream(stream)) => Ok(stream),
            _ => wrong(format!("no stream is called \"{name}\"")),
        }
    }

    /// A stream, to end it.
    pub fn take_stream(&mut self, name: &str) -> Result<Stream> {
        match self.0.remove(name) {
            Some(Thing::Stream(stream)) => Ok(*stream),
            _ => wrong(format!("no stream is called \"{name}\"")),
        }
    }
}
