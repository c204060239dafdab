//! Calls that share a connection. Where more threads call at once than the service has workers, one more
//! connection carries nothing sooner: it costs each request a message of its own, on both sides. So short calls
//! go by lanes, one for each worker. Who has the connection of a lane sends the requests of those who came
//! meanwhile, their round, in one record of TLS, and hands out the replies; when the call is over, one of
//! those who have come since has the connection.
//!
//! A session stays in its lane, so that the system has those threads together that wake each other, and changes
//! it where another has had fewer calls for a while.

use super::connection::Connection;
use crate::call::Lost;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How many requests go together with the one of who sends them.
const MANY: usize = 15;
/// The longest request that goes with others. All of a round fit into one record of TLS (RFC 8446, section
/// 5.1), so that all of them have left, or none.
const SHORT: usize = 1 << 10;
const _: () = assert!((MANY + 1) * SHORT <= 1 << 14);
/// Input that leaves room in such a request for all else that is in it.
const INPUT: usize = SHORT / 2;
/// What the service takes for a request: those that take longer than the first keep to themselves, so that
/// whoever has a quick key does not wait for them; those that take longer than the second go alone.
const TAKES: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(1)];
/// How many times in a row another lane must have had fewer calls, by how many, for a session to change to it.
const CHANGE: (u8, usize) = (8, 2);

/// How a call goes that may share a connection: by how long the service takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Less than 200 µs.
    Quick,
    /// Less than 1 ms.
    Middling,
}

/// How many classes there are.
pub const CLASSES: usize = 2;

impl Class {
    /// That of a call with so much input, of which the service took so long the last time; `None` for one
    /// that is to have a connection for itself.
    pub fn of(input: usize, took: Option<Duration>) -> Option<Self> {
        match took? {
            _ if input > INPUT => None,
            took if took < TAKES[0] => Some(Self::Quick),
            took if took < TAKES[1] => Some(Self::Middling),
            _ => None,
        }
    }
}

/// Where a session's calls go.
#[derive(Clone, Copy, Default, Debug)]
pub struct Habit {
    /// Its worker's number.
    worker: usize,
    /// How many times in a row another had fewer calls.
    fewer: u8,
}

impl Habit {
    /// A new session's.
    pub fn new(session: u64) -> Self {
        Self { worker: usize::try_from(session).unwrap_or(0), fewer: 0 }
    }

    /// Which of some lanes to take.
    pub fn choose(&mut self, lanes: &[Lane]) -> usize {
        self.worker %= lanes.len().max(1);
        let mine = lanes.get(self.worker).map_or(0, |lane| lane.calls);
        let least = lanes.iter().enumerate().min_by_key(|(_, lane)| lane.calls);
        self.fewer = match least {
            Some((other, lane)) if lane.calls + CHANGE.1 <= mine => {
                if self.fewer == CHANGE.0 {
                    (self.worker, self.fewer) = (other, 0);
                    return other;
                }
                self.fewer + 1
            }
            _ => 0,
        };
        self.worker
    }
}

/// The calls that go over one connection.
#[derive(Default)]
pub struct Lane {
    /// Whether somebody has the connection.
    led: bool,
    /// How many calls there are now.
    calls: usize,
    /// Whether the last who had the connection had company.
    company: bool,
    rounds: VecDeque<Arc<Round>>,
}

impl Lane {
    /// A call comes; whether it is to bring the connection.
    pub fn enter(&mut self) -> bool {
        self.calls += 1;
        !std::mem::replace(&mut self.led, true)
    }

    /// Whether somebody has the connection.
    pub fn is_led(&self) -> bool {
        self.led
    }

    /// A call is over.
    pub fn leave(&mut self) {
        self.calls -= 1;
    }

    /// Whether to let others come along: the last time some did.
    pub fn expects_company(&self) -> bool {
        self.company && self.rounds.is_empty()
    }

    /// A request goes with the next round; gives the round and the place in it, unless nobody comes to carry it.
    pub fn join(
        &mut self,
        incarnation: u64,
        id: u64,
        request: &[u8],
    ) -> Option<(Arc<Round>, usize)> {
        if !self.led {
            return None;
        }
        let round = match self.rounds.back() {
            Some(round) if round.incarnation == incarnation && round.inner().seats.len() < MANY => {
                Arc::clone(round)
            }
            _ => {
                let (inner, told) = (Mutex::default(), Condvar::new());
                let round = Arc::new(Round { incarnation, inner, told });
                self.rounds.push_back(Arc::clone(&round));
                round
            }
        };
        let seats = &mut round.inner().seats;
        seats.push(Seat { id, request: Zeroizing::new(request.to_vec()), came: None });
        let place = seats.len() - 1;
        Some((Arc::clone(&round), place))
    }

    /// The round that goes next, if there is one.
    pub fn round(&mut self) -> Option<Arc<Round>> {
        let round = self.rounds.pop_front();
        self.company = round.is_some();
        round
    }

    /// The connection goes to one of those who wait, of a round that has to be told; or back.
    pub fn pass_on(
        &mut self,
        mut connection: Box<Connection>,
    ) -> Result<Arc<Round>, Box<Connection>> {
        let Some(round) = self.rounds.front() else {
            self.led = false;
            return Err(connection);
        };
        connection.may_stay_awake = false;
        round.inner().connection = Some(connection);
        Ok(Arc::clone(round))
    }

    /// The connection is gone: nobody comes to those who wait.
    pub fn end(&mut self) {
        self.led = false;
        for round in self.rounds.drain(..) {
            round.fail(&Lost::NotSent("the connection ended before it was used".into()), None);
            round.tell();
        }
    }
}

/// Requests that go together.
pub struct Round {
    /// The life of the application that they are for.
    incarnation: u64,
    inner: Mutex<Inner>,
    /// One of the system's calls wakes all who wait.
    told: Condvar,
}

#[derive(Default)]
struct Inner {
    seats: Vec<Seat>,
    /// For whoever of them wakes first.
    connection: Option<Box<Connection>>,
}

/// A request, and what came of it.
struct Seat {
    id: u64,
    request: Zeroizing<Vec<u8>>,
    came: Option<Came>,
}

/// The body of a reply, or why there is none; when the service last said that it is at work.
pub type Came = (Result<Vec<u8>, Lost>, Option<Instant>);

/// What ends waiting.
pub enum Turn {
    /// Somebody carried the request.
    Over(Came),
    /// The caller has the connection, to carry the round.
    Mine(Box<Connection>),
}

impl Round {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what comes of the request at a place.
    pub fn wait(&self, place: usize) -> Turn {
        let mut inner = self.inner();
        loop {
            if let Some(came) = inner.seats.get_mut(place).and_then(|seat| seat.came.take()) {
                return Turn::Over(came);
            }
            if let Some(connection) = inner.connection.take() {
                return Turn::Mine(connection);
            }
            inner = self.told.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// What came of the request at a place, once the round has been carried.
    pub fn came(&self, place: usize) -> Came {
        let came = self.inner().seats.get_mut(place).and_then(|seat| seat.came.take());
        came.unwrap_or_else(|| (Err(Lost::NoReply("the connection ended".into())), None))
    }

    /// There is a connection for one of those who wait.
    pub fn tell_one(&self) {
        self.told.notify_one();
    }

    /// Whoever waits looks at what has come.
    pub fn tell(&self) {
        self.told.notify_all();
    }

    /// Sends the requests, behind another one where there is one whose caller is not of the round, and receives
    /// the replies, the body of the first into `first`. Whether the connection can be used further.
    pub fn carry(
        &self,
        connection: &mut Connection,
        own: Option<(u64, &[u8])>,
        first: &mut Vec<u8>,
    ) -> Result<bool, Lost> {
        let _unanswered = Unanswered(self);
        let done = self.exchange(connection, own, first);
        if let Err(lost) = &done {
            self.fail(lost, connection.at_work());
        }
        done
    }

    fn exchange(
        &self,
        connection: &mut Connection,
        own: Option<(u64, &[u8])>,
        first: &mut Vec<u8>,
    ) -> Result<bool, Lost> {
        if connection.incarnation != self.incarnation {
            return Err(Lost::NotSent("the service was started anew".into()));
        }
        let mut together = Zeroizing::new(connection.spare());
        let ids: Vec<u64> = {
            let inner = self.inner();
            let requests = inner.seats.iter().map(|seat| seat.request.as_slice());
            own.iter()
                .map(|(_, request)| *request)
                .chain(requests)
                .for_each(|request| together.extend_from_slice(request));
            inner.seats.iter().map(|seat| seat.id).collect()
        };
        connection.send_all(&together)?;
        connection.keep(std::mem::take(&mut together));
        if let Some((id, _)) = own {
            connection.reply(id)?;
            std::mem::swap(connection.body(), first);
        }
        for (place, id) in ids.into_iter().enumerate() {
            // Those before it have their answers, whatever becomes of this one and those behind it.
            if let Err(lost) = connection.reply(id) {
                self.fail(&lost, connection.at_work());
                return Ok(false);
            }
            let body = std::mem::take(connection.body());
            if let Some(seat) = self.inner().seats.get_mut(place) {
                seat.came = Some((Ok(body), connection.at_work()));
            }
        }
        Ok(true)
    }

    /// What those hear who have not been answered.
    fn fail(&self, lost: &Lost, at_work: Option<Instant>) {
        for seat in &mut self.inner().seats {
            seat.came.get_or_insert_with(|| (Err(lost.clone()), at_work));
        }
    }
}

/// A round that is carried: whatever happens, nobody of it waits for ever.
struct Unanswered<'r>(&'r Round);

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        self.0.fail(&Lost::NoReply("the connection ended".into()), None);
    }
}

/// Whether a request may go with others.
pub fn is_short(request: &[u8]) -> bool {
    request.len() <= SHORT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(calls: [usize; 3]) -> Vec<Lane> {
        calls.map(|calls| Lane { calls, ..Lane::default() }).into()
    }

    #[test]
    fn what_is_long_goes_alone() {
        let of = |input, micros| Class::of(input, Some(Duration::from_micros(micros)));
        assert_eq!(Class::of(32, None), None, "nothing is known of it");
        assert_eq!(of(32, 0), Some(Class::Quick));
        assert_eq!(of(INPUT + 1, 0), None);
        assert_eq!(of(INPUT, 200), Some(Class::Middling));
        assert_eq!(of(32, 1000), None);
    }

    #[test]
    fn a_lane_is_changed_for_one_with_fewer_calls_after_a_while() {
        let mut habit = Habit::new(4);
        assert_eq!(habit.choose(&lanes([9, 0, 9])), 1, "4 of 3 is the second");
        for _ in 0..CHANGE.0 {
            assert_eq!(habit.choose(&lanes([0, 2, 3])), 1);
        }
        assert_eq!(habit.choose(&lanes([1, 2, 3])), 1, "it has just been about as good");
        for _ in 0..CHANGE.0 {
            assert_eq!(habit.choose(&lanes([3, 2, 0])), 1);
        }
        assert_eq!(habit.choose(&lanes([3, 2, 0])), 2);
        assert_eq!(habit.choose(&lanes([0, 0, 2])), 2, "and stays");
    }

    #[test]
    fn who_comes_first_brings_the_connection() {
        let mut lane = Lane::default();
        assert!(lane.join(1, 2, b"nobody carries it").is_none());
        assert!(lane.enter());
        assert!(!lane.enter());
        let (first, place) = lane.join(1, 2, b"one").unwrap();
        assert_eq!(place, 0);
        assert_eq!(lane.join(1, 3, b"two").unwrap().1, 1);
        assert!(!Arc::ptr_eq(&lane.join(2, 4, b"of another life").unwrap().0, &first));
        assert!(Arc::ptr_eq(&lane.round().unwrap(), &first));
    }

    #[test]
    fn a_round_is_not_longer_than_a_record() {
        let mut lane = Lane::default();
        lane.enter();
        let request = [0; SHORT];
        for n in 0..MANY {
            assert_eq!(lane.join(1, 2, &request).unwrap().1, n);
        }
        assert_eq!(lane.join(1, 2, &request).unwrap().1, 0, "the next");
    }

    #[test]
    fn nobody_waits_when_the_connection_is_gone() {
        let mut lane = Lane::default();
        lane.enter();
        let (round, place) = lane.join(1, 2, b"one").unwrap();
        lane.end();
        let Turn::Over((came, _)) = round.wait(place) else { panic!("no connection is there") };
        assert!(matches!(came, Err(Lost::NotSent(_))));
        assert!(lane.enter(), "the next brings one");
    }
}
