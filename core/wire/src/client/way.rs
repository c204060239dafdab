//! A call's way to the service: a connection that it has for itself, or a lane, whose connection it shares. A
//! call that ends gives its connection back; one that fails drops it.

use super::connection::Connection;
use super::lane::{Lane, Round, SHORT, is_short};
use super::link::Link;
use crate::call::{Carrier, Lost};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// To which lane a call goes.
pub struct ByLane<'l> {
    pub lane: &'l Lane,
    pub number: usize,
    /// Whether it is that of another processor.
    pub guest: bool,
}

/// A way.
pub struct Way<'l> {
    link: &'l Link,
    place: Place<'l>,
    /// The life of the application that it leads to.
    pub incarnation: u64,
    /// Bytes of the longest frame.
    pub frame: usize,
    /// When the service last said, in the last exchange, that it is at work.
    at_work: Option<Instant>,
    /// How long the service took for the last request, as far as it says so.
    pub took: Duration,
    /// The body of the last reply that came by a lane.
    body: Zeroizing<Vec<u8>>,
}

enum Place<'l> {
    /// A connection.
    Own(Own<'l>),
    /// A lane, and until when a connection for it is waited for.
    Lane(ByLane<'l>, Instant),
}

impl<'l> Way<'l> {
    /// A way with a connection.
    pub fn own(link: &'l Link, connection: Box<Connection>) -> Self {
        let (incarnation, frame) = (connection.incarnation, connection.frame);
        Self::new(link, Place::Own(Own::new(link, connection)), incarnation, frame)
    }

    /// A way along a lane.
    pub fn along(
        link: &'l Link,
        by: ByLane<'l>,
        until: Instant,
        incarnation: u64,
        frame: usize,
    ) -> Self {
        Self::new(link, Place::Lane(by, until), incarnation, frame)
    }

    fn new(link: &'l Link, place: Place<'l>, incarnation: u64, frame: usize) -> Self {
        let (at_work, took, body) = (None, Duration::ZERO, Zeroizing::default());
        Self { link, place, incarnation, frame, at_work, took, body }
    }

    /// When the service last said, in the exchange that was the last, that it is at work.
    pub fn at_work(&self) -> Option<Instant> {
        self.at_work
    }

    /// The connection, where the call has one.
    pub fn connection(&mut self) -> Option<&mut Connection> {
        match &mut self.place {
            Place::Own(own) => own.connection.as_deref_mut(),
            Place::Lane(..) => None,
        }
    }

    /// The call has ended in order.
    pub fn give_back(self) {
        if let Place::Own(own) = self.place {
            own.give_back();
        }
    }
}

impl Carrier for Way<'_> {
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost> {
        let link = self.link;
        match &mut self.place {
            Place::Own(own) => {
                let connection = own.connection()?;
                let answered = connection.send(request).and_then(|()| connection.reply(id));
                self.at_work = connection.at_work();
                answered.map(|()| connection.body().as_slice())
            }
            Place::Lane(..) if !is_short(request) => {
                Err(Lost::NotSent("it is too long to go with others".into()))
            }
            Place::Lane(ByLane { lane, number, guest }, until) => {
                let mut carry = |round: &mut Round| carry(link, *number, *until, round);
                let (of, body) = (self.incarnation, &mut self.body);
                let came = lane.exchange(*guest, of, id, request, body, &mut carry);
                self.at_work = came.1;
                came.0.map(|()| self.body.as_slice())
            }
        }
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        let vector = match self.connection() {
            Some(connection) => connection.spare(),
            None => Vec::with_capacity(SHORT),
        };
        (self.link.next_id(), vector)
    }

    fn done(&mut self, request: Vec<u8>) {
        if let Some(connection) = self.connection() {
            connection.keep(request);
        }
    }

    fn took(&mut self, time: Duration) {
        self.took = time;
    }
}

/// Carries a round of a lane.
fn carry(link: &Link, lane: usize, until: Instant, round: &mut Round) {
    let mut own = match link.connection_for(lane, until) {
        Ok(connection) => Own::new(link, connection),
        // Each of them tries for himself, and says so where the service cannot be reached.
        Err(error) => return round.fail(&Lost::NotSent(error.why().to_owned())),
    };
    let Ok(connection) = own.connection() else { return };
    if connection.incarnation != round.incarnation {
        round.fail(&Lost::NotSent("the service was started anew".into()));
        return own.give_back();
    }
    connection.may_stay_awake &= round.len() == 1;
    if round.carry(connection).is_ok() {
        own.give_back();
    }
}

/// A connection that is gone when it is dropped.
struct Own<'l> {
    link: &'l Link,
    connection: Option<Box<Connection>>,
}

impl<'l> Own<'l> {
    fn new(link: &'l Link, connection: Box<Connection>) -> Self {
        Self { link, connection: Some(connection) }
    }

    fn connection(&mut self) -> Result<&mut Connection, Lost> {
        let gone = || Lost::NotSent("the connection is gone".into());
        self.connection.as_deref_mut().ok_or_else(gone)
    }

    fn give_back(mut self) {
        if let Some(connection) = self.connection.take() {
            self.link.give_back(connection);
        }
    }
}

impl Drop for Own<'_> {
    fn drop(&mut self) {
        if self.connection.take().is_some() {
            self.link.lost();
        }
    }
}
