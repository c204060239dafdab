//! Calls that share a connection. Where more threads call at once than the service has workers, one more
//! connection carries nothing sooner: it costs each request a message of its own, on both sides. So short calls
//! go by lanes, one for each worker. Requests gather in a round; when as many have come as may be expected,
//! whoever came last carries all of them, in one record of TLS, while the next gather, and hands out the replies.
//!
//! A thread takes the lane of the processor that it is on. So the system has those threads together that wait for
//! each other, and none touches what those on another processor use. Where many more are on one than on another, one
//! now and then goes by the lane of the other as a guest: he sleeps there, and whoever wakes him may have him there.
//!
//! Where the worker is on that processor, too, who waits gives it up a few times before he sleeps (`sched_yield`):
//! those who have something to do there are those whom he waits for, and none of them has to wake him.

use super::connection::Connection;
use crate::call::Lost;
use crate::pace::Pace;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use zeroize::{Zeroize, Zeroizing};

/// How many requests go together.
const MANY: usize = 16;
/// The longest request that goes with others. All of a round fit into one record of TLS (RFC 8446, section
/// 5.1), so that all of them have left, or none.
pub const SHORT: usize = 1 << 10;
const _: () = assert!(MANY * SHORT <= 1 << 14);
/// Input that leaves room in such a request for all else that is in it.
const INPUT: usize = SHORT / 2;
/// What the service takes for a request: those that take longer than the first keep to themselves, so that
/// whoever has a quick key does not wait for them; those that take longer than the second go alone.
const TAKES: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(1)];
/// How often whoever waits gives up his processor before he sleeps.
const YIELDS: usize = 16;
/// Whoever gives up his processor and gets it back later than that, and than a few rounds take, has given it to something
/// else than those whom he waits for.
const OTHERS: (Duration, u32) = (Duration::from_millis(1), 4);
/// After how many calls a lane is compared with the others again, whose counts are at other processors.
const LOOK: usize = 8;
/// With how many more than another a lane has too many.
const UNEVEN: usize = 3;
/// Bytes that a round keeps room for.
const KEPT: usize = 64 << 10;

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

/// Whether a request may go with others.
pub fn is_short(request: &[u8]) -> bool {
    request.len() <= SHORT
}

/// The calls that go over one connection at a time.
#[derive(Default)]
#[repr(align(128))]
pub struct Lane {
    inner: Mutex<Inner>,
    /// What those sleep at whose round goes next or has gone: rounds take turns with them. One of the system's calls
    /// wakes all of a round.
    over: [Condvar; 2],
    /// How many calls have come, and how many have gone.
    calls: [AtomicUsize; 2],
}

/// A call that has come to a lane.
struct Within<'l>(&'l Lane);

impl Drop for Within<'_> {
    fn drop(&mut self) {
        let [_, gone] = &self.0.calls;
        gone.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Inner {
    /// Whether somebody carries a round.
    carrying: bool,
    /// How many rounds are over.
    over: u64,
    /// The requests that go next.
    next: Round,
    /// Those that went, until everybody has his answer.
    went: Vec<Round>,
    /// A round that is over, for the memory that it has.
    spare: Option<Round>,
    /// How many requests are expected to go together: as many as went, or came meanwhile.
    expected: usize,
    /// Whether the worker is on the processor of those who carry rounds.
    near: bool,
    /// How long the last round took.
    took: Duration,
    /// How soon those have their processor back who give it up; where that takes long, nobody does so for a while.
    pace: Pace,
    /// How many sleep, at each of the two.
    asleep: [usize; 2],
}

/// What becomes of a request: whether there is a reply, and when the service last said that it is at work.
pub type Came<T = ()> = (Result<T, Lost>, Option<Instant>);

impl Lane {
    /// How many calls there are at the moment.
    fn within(&self) -> usize {
        let [came, gone] = &self.calls;
        let gone = gone.load(Ordering::Relaxed);
        came.load(Ordering::Relaxed).saturating_sub(gone)
    }

    /// Another of some lanes, by its number, where there are so many in this one that the next had better go by that.
    pub fn beside<'l>(&self, lanes: &'l [Self]) -> Option<(usize, &'l Self)> {
        let [came, _] = &self.calls;
        let with_next = self.within() + 1;
        if with_next < UNEVEN || !came.load(Ordering::Relaxed).is_multiple_of(LOOK) {
            return None;
        }
        let fewest = lanes.iter().enumerate().min_by_key(|(_, lane)| lane.within())?;
        (with_next >= fewest.1.within() + UNEVEN).then_some(fewest)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a request of an incarnation carried, by somebody or by this thread, and puts the body of its reply into
    /// a vector. `carry` carries a round: it sends all requests, and notes what came. A `guest` is on another processor.
    pub fn exchange(
        &self,
        guest: bool,
        incarnation: u64,
        id: u64,
        request: &[u8],
        body: &mut Vec<u8>,
        carry: &mut dyn FnMut(&mut Round),
    ) -> Came {
        let [came, _] = &self.calls;
        came.fetch_add(1, Ordering::Relaxed);
        let _within = Within(self);
        let mut inner = self.lock();
        // A guest would only give way to those of his own processor.
        let mut yields = if guest { YIELDS } else { 0 };
        let (number, place) = loop {
            match inner.next.join(incarnation, id, request) {
                Some(place) => break (inner.next.number, place),
                None if inner.next.incarnation != incarnation => {
                    return (Err(Lost::NotSent("the service was started anew".into())), None);
                }
                // Whoever made the round full carries it, or waits for the one before it to be over.
                None => {
                    let full = inner.next.number;
                    inner = self.wait(inner, full, &mut yields);
                }
            }
        };
        let mut since = None;
        loop {
            if let Some(came) = inner.came(number, place, body) {
                return came;
            }
            if inner.carrying || inner.next.number != number {
                inner = self.wait(inner, number, &mut yields);
                continue;
            }
            // Nobody has the connection. Whoever has been told of his answer just now comes again if he is let: as long
            // as somebody does each time.
            let came = inner.next.seats.len();
            if came >= inner.expected || !inner.pace.is_quick() || since == Some((inner.over, came))
            {
                return self.lead(inner, place, body, carry);
            }
            since = Some((inner.over, came));
            inner = self.give_way(inner);
        }
    }

    /// Gives up the processor once.
    fn give_way<'l>(&'l self, inner: MutexGuard<'l, Inner>) -> MutexGuard<'l, Inner> {
        let soon = OTHERS.0 + inner.took * OTHERS.1;
        drop(inner);
        let before = Instant::now();
        std::thread::yield_now();
        let soon = before.elapsed() < soon;
        let mut inner = self.lock();
        inner.pace.came(soon);
        inner
    }

    /// Waits until something may have happened to a round.
    fn wait<'l>(
        &'l self,
        mut inner: MutexGuard<'l, Inner>,
        round: u64,
        yields: &mut usize,
    ) -> MutexGuard<'l, Inner> {
        if *yields < YIELDS && inner.near && inner.pace.is_quick() {
            *yields += 1;
            return self.give_way(inner);
        }
        let odd = usize::from(!round.is_multiple_of(2));
        inner.asleep[odd] += 1;
        inner = self.over_of(round).wait(inner).unwrap_or_else(PoisonError::into_inner);
        inner.asleep[odd] -= 1;
        inner
    }

    /// What those sleep at who wait for a round.
    fn over_of(&self, round: u64) -> &Condvar {
        let [even, odd] = &self.over;
        if round.is_multiple_of(2) { even } else { odd }
    }

    /// Carries the round that goes next, in which the thread has a place.
    fn lead(
        &self,
        mut inner: MutexGuard<'_, Inner>,
        place: usize,
        body: &mut Vec<u8>,
        carry: &mut dyn FnMut(&mut Round),
    ) -> Came {
        let mut after = inner.spare.take().unwrap_or_default();
        after.number = inner.next.number + 1;
        let round = std::mem::replace(&mut inner.next, after);
        inner.carrying = true;
        drop(inner);
        let mut under_way = UnderWay { lane: self, round, begun: Instant::now() };
        carry(&mut under_way.round);
        under_way.round.answer(place, body)
    }
}

/// A round that is carried: whatever happens, nobody of it waits for ever.
struct UnderWay<'l> {
    lane: &'l Lane,
    round: Round,
    begun: Instant,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut round = std::mem::take(&mut self.round);
        round.fail(&Lost::NoReply("the connection ended".into()));
        let mut inner = self.lane.lock();
        inner.carrying = false;
        inner.over += 1;
        inner.took = self.begun.elapsed();
        if !inner.pace.is_quick() {
            // One more round for which nobody gave up his processor.
            inner.pace.came(true);
        }
        inner.near = round.near;
        inner.expected = (round.seats.len() + inner.next.seats.len()).min(MANY);
        // The one who carried it has his answer, or does not want it.
        round.waiting -= 1;
        let (these, next) = (inner.asleep_at(round.number), inner.asleep_at(round.number + 1));
        let (number, is_full) = (round.number, inner.next.seats.len() >= MANY);
        inner.put_away(round);
        drop(inner);
        if these {
            self.lane.over_of(number).notify_all();
        }
        if next {
            // One of them carries them all; but where there is no room, it could be one who waits for that.
            let over = self.lane.over_of(number + 1);
            if is_full { over.notify_all() } else { over.notify_one() }
        }
    }
}

impl Inner {
    /// Whether somebody sleeps who waits for a round.
    fn asleep_at(&self, round: u64) -> bool {
        let [even, odd] = self.asleep;
        (if round.is_multiple_of(2) { even } else { odd }) > 0
    }

    /// What came of the request at a place of a round, if that is over.
    fn came(&mut self, number: u64, place: usize, body: &mut Vec<u8>) -> Option<Came> {
        let at = self.went.iter().position(|round| round.number == number)?;
        let round = self.went.get_mut(at)?;
        let came = round.answer(place, body);
        round.waiting -= 1;
        if round.waiting == 0 {
            let round = self.went.swap_remove(at);
            self.put_away(round);
        }
        Some(came)
    }

    /// Keeps a round that is over until everybody has his answer, and then its memory.
    fn put_away(&mut self, mut round: Round) {
        if round.waiting > 0 {
            self.went.push(round);
        } else if self.spare.is_none() {
            round.clear();
            self.spare = Some(round);
        }
    }
}

/// Requests that go together, and what came of them.
#[derive(Default)]
pub struct Round {
    number: u64,
    /// The life of the application that they are for.
    pub incarnation: u64,
    /// The requests, one behind the other.
    requests: Zeroizing<Vec<u8>>,
    /// The bodies of the replies, one behind the other.
    replies: Zeroizing<Vec<u8>>,
    seats: Vec<Seat>,
    /// How many have not asked for their answers.
    waiting: usize,
    /// Whether the worker was on the same processor.
    near: bool,
}

/// A request's place in a round.
struct Seat {
    id: u64,
    /// Where its reply is.
    came: Option<Came<Range<usize>>>,
}

impl Round {
    /// Takes a request in; gives its place.
    fn join(&mut self, incarnation: u64, id: u64, request: &[u8]) -> Option<usize> {
        if self.seats.is_empty() {
            self.incarnation = incarnation;
        }
        if self.incarnation != incarnation || self.seats.len() >= MANY {
            return None;
        }
        self.requests.extend_from_slice(request);
        self.seats.push(Seat { id, came: None });
        self.waiting += 1;
        Some(self.seats.len() - 1)
    }

    /// How many requests go together.
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// Sends the requests, and receives the replies. Where that fails, the connection cannot be used further;
    /// those whose replies came have them.
    pub fn carry(&mut self, connection: &mut Connection) -> Result<(), Lost> {
        let done = connection.send_all(&self.requests).and_then(|()| {
            self.seats.iter_mut().try_for_each(|seat| {
                connection.reply(seat.id)?;
                let start = self.replies.len();
                self.replies.extend_from_slice(connection.body());
                seat.came = Some((Ok(start..self.replies.len()), connection.at_work()));
                Ok(())
            })
        });
        match &done {
            Ok(()) => self.near = connection.is_near(),
            Err(lost) => self.end(lost, connection.at_work()),
        }
        done
    }

    /// What those hear who have no reply.
    pub fn fail(&mut self, lost: &Lost) {
        self.end(lost, None);
    }

    fn end(&mut self, lost: &Lost, at_work: Option<Instant>) {
        for seat in &mut self.seats {
            seat.came.get_or_insert_with(|| (Err(lost.clone()), at_work));
        }
    }

    /// What came of the request at a place.
    fn answer(&mut self, place: usize, body: &mut Vec<u8>) -> Came {
        let Some((came, at_work)) = self.seats.get_mut(place).and_then(|seat| seat.came.take())
        else {
            return (Err(Lost::NoReply("the connection ended".into())), None);
        };
        let came = came.map(|reply| {
            body.clear();
            body.extend_from_slice(self.replies.get(reply).unwrap_or_default());
        });
        (came, at_work)
    }

    /// Forgets all that was in it.
    fn clear(&mut self) {
        for bytes in [&mut self.requests, &mut self.replies] {
            bytes.as_mut_slice().zeroize();
            bytes.clear();
            bytes.shrink_to(KEPT);
        }
        self.seats.clear();
        (self.waiting, self.near) = (0, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// Answers each request with itself, as a service would.
    fn echo(round: &mut Round) {
        let length = round.requests.len() / round.seats.len();
        round.replies.extend_from_slice(&round.requests);
        for (place, seat) in round.seats.iter_mut().enumerate() {
            seat.came = Some((Ok(place * length..(place + 1) * length), None));
        }
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
    fn each_hears_what_came_of_his_own() {
        // Those who wait sleep, or give up their processors; there is room for all of them, or not.
        for (near, many) in [(false, 2), (true, 2), (false, 5), (true, 5)] {
            let (lane, rounds) = (Lane::default(), AtomicUsize::new(0));
            let (threads, calls) = (many * MANY as u64 + 3, 200);
            std::thread::scope(|scope| {
                for thread in 0..threads {
                    let (lane, rounds) = (&lane, &rounds);
                    scope.spawn(move || {
                        let mut body = Vec::new();
                        for call in 0..calls {
                            let id = thread << 32 | call;
                            let mut carry = |round: &mut Round| {
                                assert!(round.len() <= MANY);
                                round.near = near;
                                rounds.fetch_add(1, Ordering::Relaxed);
                                echo(round);
                            };
                            let came = lane.exchange(
                                false,
                                1,
                                id,
                                &id.to_be_bytes(),
                                &mut body,
                                &mut carry,
                            );
                            assert!(came.0.is_ok());
                            assert_eq!(body, id.to_be_bytes());
                        }
                    });
                }
            });
            assert!(rounds.into_inner() <= usize::try_from(threads * calls).unwrap());
            let inner = lane.lock();
            assert!(!inner.carrying && inner.went.is_empty() && inner.next.seats.is_empty());
            assert_eq!(inner.asleep, [0, 0]);
        }
    }

    #[test]
    fn those_who_come_meanwhile_go_together() {
        let lane = Lane::default();
        let mut sizes = Vec::new();
        std::thread::scope(|scope| {
            let mut carry = |round: &mut Round| {
                for id in 2..5_u64 {
                    let lane = &lane;
                    scope.spawn(move || {
                        let mut carry = |round: &mut Round| {
                            assert_eq!(round.len(), 3);
                            echo(round);
                        };
                        let came = lane.exchange(false, 1, id, b"r", &mut Vec::new(), &mut carry);
                        assert!(came.0.is_ok());
                    });
                }
                while lane.lock().next.seats.len() < 3 {
                    std::thread::yield_now();
                }
                sizes.push(round.len());
                echo(round);
            };
            assert!(lane.exchange(false, 1, 1, b"r", &mut Vec::new(), &mut carry).0.is_ok());
        });
        assert_eq!(sizes, [1]);
        assert_eq!(lane.lock().expected, 3, "as many are expected again");
    }

    #[test]
    fn one_of_many_goes_by_another_lane() {
        let lanes = [Lane::default(), Lane::default(), Lane::default()];
        let beside = |within: [usize; 3]| {
            for (lane, within) in lanes.iter().zip(within) {
                let [came, gone] = &lane.calls;
                came.store(LOOK * 2, Ordering::Relaxed);
                gone.store(LOOK * 2 - within, Ordering::Relaxed);
            }
            lanes[0].beside(&lanes).map(|(number, _)| number)
        };
        assert_eq!(beside([7, 7, 1]), Some(2));
        assert_eq!(beside([2, 0, 0]), Some(1));
        assert_eq!(beside([4, 2, 2]), Some(1));
        assert_eq!(beside([3, 2, 2]), None, "they are even when one has gone");
        assert_eq!(beside([1, 0, 0]), None);
        assert_eq!(beside([0, 7, 7]), None);
        let within = Within(&lanes[0]);
        lanes[0].calls[0].store(LOOK * 2 + 7, Ordering::Relaxed);
        assert_eq!(lanes[0].beside(&lanes).map(|(number, _)| number), None, "not each time");
        drop(within);
        assert_eq!(lanes[0].within(), 6);
    }

    #[test]
    fn nobody_waits_for_somebody_who_failed() {
        let lane = Lane::default();
        let (mut failed, body) = (0, &mut Vec::new());
        let mut refuse = |round: &mut Round| {
            failed += round.len();
            round.fail(&Lost::NotSent("it is not there".into()));
        };
        assert!(matches!(
            lane.exchange(false, 1, 2, b"r", body, &mut refuse).0,
            Err(Lost::NotSent(_))
        ));
        assert_eq!(failed, 1);
        let mut panic = |_: &mut Round| panic!("a defect");
        std::thread::scope(|scope| {
            let waits = lane.lock().next.join(1, 3, b"r").unwrap();
            let number = lane.lock().next.number;
            let other = scope.spawn({
                let lane = &lane;
                move || loop {
                    if let Some(came) = lane.lock().came(number, waits, &mut Vec::new()) {
                        return came.0;
                    }
                    std::thread::yield_now();
                }
            });
            let defect = catch_unwind(AssertUnwindSafe(|| {
                lane.exchange(false, 1, 4, b"r", &mut Vec::new(), &mut panic)
            }));
            assert!(defect.is_err());
            assert!(matches!(other.join().unwrap(), Err(Lost::NoReply(_))));
        });
        assert!(lane.exchange(false, 1, 5, b"r", body, &mut echo).0.is_ok(), "the next goes");
    }

    #[test]
    fn lives_are_kept_apart() {
        let lane = Lane::default();
        let _ = lane.lock().next.join(1, 2, b"r");
        let came = lane.exchange(false, 2, 3, b"r", &mut Vec::new(), &mut echo);
        assert!(matches!(came.0, Err(Lost::NotSent(_))));
    }
}
