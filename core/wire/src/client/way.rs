//! A call's way to the service: a connection that it has, or a place in a lane whose connection somebody else
//! has. A call that ends gives the connection on or back; one that fails drops it.

use super::connection::Connection;
use super::lane::{Round, Turn, is_short};
use super::link::{Link, Number};
use crate::call::{Carrier, Lost};
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// A way.
pub struct Way<'l> {
    link: &'l Link,
    place: Place,
    /// The lane that it goes by.
    lane: Option<Number>,
    /// The life of the application that it leads to.
    pub incarnation: u64,
    /// Bytes of the longest frame.
    pub frame: usize,
    /// When the service last said, in the last exchange, that it is at work.
    at_work: Option<Instant>,
    /// How long the service took for the last request, as far as it says so.
    pub took: Duration,
    /// The body of the last reply.
    body: Zeroizing<Vec<u8>>,
    /// Those who were carried along, and have not been told.
    carried: Option<Arc<Round>>,
}

enum Place {
    /// With a connection.
    Own(Box<Connection>),
    /// With somebody else's.
    Along,
    /// With none any more.
    Lost,
}

impl<'l> Way<'l> {
    /// A way with a connection.
    pub fn own(link: &'l Link, connection: Box<Connection>, lane: Option<Number>) -> Self {
        let (incarnation, frame) = (connection.incarnation, connection.frame);
        Self::new(link, Place::Own(connection), lane, incarnation, frame)
    }

    /// A way along a lane.
    pub fn along(link: &'l Link, lane: Number, incarnation: u64, frame: usize) -> Self {
        Self::new(link, Place::Along, Some(lane), incarnation, frame)
    }

    fn new(
        link: &'l Link,
        place: Place,
        lane: Option<Number>,
        incarnation: u64,
        frame: usize,
    ) -> Self {
        Self {
            link,
            place,
            lane,
            incarnation,
            frame,
            at_work: None,
            took: Duration::ZERO,
            body: Zeroizing::default(),
            carried: None,
        }
    }

    /// When the service last said, in the exchange that was the last, that it is at work.
    pub fn at_work(&self) -> Option<Instant> {
        self.at_work
    }

    /// The connection, where the call has one.
    pub fn connection(&mut self) -> Option<&mut Connection> {
        match &mut self.place {
            Place::Own(connection) => Some(connection),
            Place::Along | Place::Lost => None,
        }
    }

    /// The call has ended in order.
    pub fn give_back(mut self) {
        if let Place::Own(mut connection) = std::mem::replace(&mut self.place, Place::Lost) {
            std::mem::swap(connection.body(), &mut self.body);
            self.link.give_back(connection, self.lane.take());
        }
    }

    /// Who was carried along is told when the connection is free: he may want it for his next call.
    fn tell(&mut self) {
        if let Some(round) = self.carried.take() {
            round.tell();
        }
    }

    /// Sends a request over the connection that the call has, with those who wait in the lane.
    fn carry(&mut self, id: u64, request: &[u8]) -> Result<(), Lost> {
        self.tell();
        let Place::Own(connection) = &mut self.place else {
            return Err(Lost::NotSent("the connection is gone".into()));
        };
        let lane = self.lane.filter(|_| is_short(request));
        let Some(round) = lane.and_then(|lane| self.link.next_round(lane)) else {
            let answered = connection.send(request).and_then(|()| connection.reply(id));
            self.at_work = connection.at_work();
            std::mem::swap(connection.body(), &mut self.body);
            return answered;
        };
        self.carried = Some(Arc::clone(&round));
        let whole = round.carry(connection, Some((id, request)), &mut self.body);
        self.at_work = connection.at_work();
        if whole.as_ref().is_ok_and(|whole| !whole) {
            self.lose();
        }
        whole.map(drop)
    }

    /// Has somebody carry a request, or carries the round with it when that is its turn.
    fn go_along(&mut self, id: u64, request: &[u8]) -> Result<(), Lost> {
        if !is_short(request) {
            return Err(Lost::NotSent("it is too long to go with others".into()));
        }
        let joined = self.lane.and_then(|lane| self.link.join(lane, self.incarnation, id, request));
        let (round, place) =
            joined.ok_or_else(|| Lost::NotSent("the connection was not there any more".into()))?;
        let came = match round.wait(place) {
            Turn::Over(came) => came,
            Turn::Mine(connection) => {
                self.place = Place::Own(connection);
                self.carried = Some(Arc::clone(&round));
                self.lead(&round);
                round.came(place)
            }
        };
        self.at_work = came.1;
        self.body = Zeroizing::new(came.0?);
        Ok(())
    }

    /// Carries the round that the call itself waited with.
    fn lead(&mut self, round: &Round) {
        if let Some(lane) = self.lane {
            // It is the next, since nobody else has the connection.
            self.link.next_round(lane);
        }
        let whole = match &mut self.place {
            Place::Own(connection) => round.carry(connection, None, &mut Vec::new()),
            Place::Along | Place::Lost => return,
        };
        if !whole.unwrap_or(false) {
            self.lose();
        }
    }

    /// The connection cannot be used further.
    fn lose(&mut self) {
        if let Place::Own(connection) = std::mem::replace(&mut self.place, Place::Lost) {
            drop(connection);
            self.link.lost(self.lane);
        }
    }
}

impl Carrier for Way<'_> {
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost> {
        match self.place {
            Place::Along => self.go_along(id, request)?,
            Place::Own(_) | Place::Lost => self.carry(id, request)?,
        }
        Ok(&self.body)
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        let id = self.link.next_id();
        (id, self.connection().map(Connection::spare).unwrap_or_default())
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

impl Drop for Way<'_> {
    fn drop(&mut self) {
        self.lose();
        if let Some(lane) = self.lane {
            self.link.leave(lane);
        }
        self.tell();
    }
}
