//! Answers on their way to an event loop, which takes all that there are at once. A ticket says whose an answer is. To
//! tell the loop costs as much as a short call does, so that where calls wait for threads it is told of several answers
//! together: of so many, or when it last took some so long ago. A loop that was told looks once more by itself a moment
//! later, since all threads may be busy for long just when something was put here that it was not told of.

use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SEVERAL: usize = 40;
const LATE: Duration = Duration::from_micros(400);

/// The answers of one event loop, each with the ticket of its call.
pub struct Answers<T> {
    /// How many calls have not begun.
    waiting: AtomicUsize,
    /// Whether there are calls that nobody waits for any more.
    dropped: AtomicBool,
    calls: Mutex<Calls<T>>,
}

struct Calls<T> {
    /// Those that nobody waits for any more.
    cancelled: HashSet<u32>,
    done: Vec<(u32, T)>,
    /// Whether the loop was told since it last took something, and when that was.
    told: bool,
    taken: Instant,
}

impl<T> Default for Answers<T> {
    fn default() -> Self {
        let (waiting, dropped, cancelled, done) = Default::default();
        let calls = Mutex::new(Calls { cancelled, done, told: false, taken: Instant::now() });
        Self { waiting, dropped, calls }
    }
}

impl<T> Answers<T> {
    /// A call is made, which waits for a thread; or, where it is not made after all, [`begins`](Self::begins).
    pub fn waits(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// A call that waited begins; whether somebody waits for it.
    pub fn begins(&self, ticket: u32) -> bool {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        !self.dropped.load(Ordering::Acquire) || !self.calls.lock().cancelled.remove(&ticket)
    }

    /// Nobody waits for it any more.
    pub fn cancel(&self, ticket: u32) {
        let mut calls = self.calls.lock();
        calls.cancelled.insert(ticket);
        self.dropped.store(true, Ordering::Release);
    }

    /// Puts an answer here; whether the loop is to be told now.
    #[must_use]
    pub fn put(&self, ticket: u32, answer: T) -> bool {
        let mut calls = self.calls.lock();
        calls.done.push((ticket, answer));
        // Whichever call begins last sees that none waits when it is put here.
        let enough = self.waiting.load(Ordering::Relaxed) == 0 || calls.done.len() >= SEVERAL;
        let tell = !calls.told && (enough || calls.taken.elapsed() > LATE);
        calls.told |= tell;
        tell
    }

    /// All that there are.
    pub fn take(&self) -> Vec<(u32, T)> {
        let mut calls = self.calls.lock();
        (calls.told, calls.taken) = (false, Instant::now());
        let done = std::mem::take(&mut calls.done);
        if self.dropped.load(Ordering::Relaxed) {
            calls.cancelled.retain(|ticket| done.iter().all(|(one, _)| one != ticket));
            self.dropped.store(!calls.cancelled.is_empty(), Ordering::Release);
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_is_told_of_at_once_and_of_many_several() {
        let answers = Answers::default();
        answers.waits();
        assert!(answers.begins(7));
        assert!(answers.put(7, 0), "nothing else waits");
        assert!(!answers.put(8, 1), "it was told");
        assert_eq!(answers.take(), [(7, 0), (8, 1)]);
        (0..100).for_each(|_| answers.waits());
        let told = (0..SEVERAL).filter(|number| answers.put(1, *number)).count();
        assert_eq!(told, 1, "once");
        assert_eq!(answers.take().len(), SEVERAL);
        std::thread::sleep(LATE * 2);
        assert!(answers.put(1, 0), "the loop has waited");
        assert_eq!(answers.take(), [(1, 0)]);
    }

    #[test]
    fn who_has_a_ticket_later_is_waited_for() {
        let answers = Answers::default();
        (1..5).for_each(|_| answers.waits());
        answers.cancel(1);
        answers.cancel(2);
        assert!(answers.begins(3) && !answers.begins(1) && answers.begins(1));
        // The second was under way before: its ticket is free again with its answer.
        let _ = answers.put(2, ());
        answers.take();
        assert!(answers.begins(2));
    }
}
