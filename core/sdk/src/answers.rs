//! Answers on their way to an event loop, which takes all that there are at once. To tell it costs as much as a short
//! call does, so that where calls wait for threads it is told of several answers together: of so many, or when it
//! last took some so long ago. A loop that was told looks once more by itself a moment later, since all threads may be
//! busy for long just when something was put here that it was not told of.

use parking_lot::Mutex;
use std::time::{Duration, Instant};

const SEVERAL: usize = 40;
const LATE: Duration = Duration::from_micros(400);

/// The answers of one event loop.
pub struct Answers<T>(Mutex<Calls<T>>);

struct Calls<T> {
    /// How many calls have not begun.
    waiting: usize,
    done: Vec<T>,
    /// Whether the loop was told since it last took something, and when that was.
    told: bool,
    taken: Instant,
}

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Self(Mutex::new(Calls { waiting: 0, done: Vec::new(), told: false, taken: Instant::now() }))
    }
}

impl<T> Answers<T> {
    /// A call is made, which waits for a thread; or, where it is not made after all, [`begins`](Self::begins).
    pub fn waits(&self) {
        self.0.lock().waiting += 1;
    }

    /// A call that waited begins.
    pub fn begins(&self) {
        let mut calls = self.0.lock();
        calls.waiting = calls.waiting.saturating_sub(1);
    }

    /// Puts an answer here; whether the loop is to be told now.
    #[must_use]
    pub fn put(&self, answer: T) -> bool {
        let mut calls = self.0.lock();
        calls.done.push(answer);
        let enough = calls.waiting == 0 || calls.done.len() >= SEVERAL;
        let tell = !calls.told && (enough || calls.taken.elapsed() > LATE);
        calls.told |= tell;
        tell
    }

    /// All that there are.
    pub fn take(&self) -> Vec<T> {
        let mut calls = self.0.lock();
        (calls.told, calls.taken) = (false, Instant::now());
        std::mem::take(&mut calls.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_is_told_of_at_once_and_of_many_several() {
        let answers = Answers::default();
        answers.waits();
        answers.begins();
        assert!(answers.put(0), "nothing else waits");
        assert!(!answers.put(1), "it was told");
        assert_eq!(answers.take(), [0, 1]);
        (0..100).for_each(|_| answers.waits());
        let told = (0..SEVERAL).filter(|number| answers.put(*number)).count();
        assert_eq!(told, 1, "once");
        assert_eq!(answers.take().len(), SEVERAL);
        std::thread::sleep(LATE * 2);
        assert!(answers.put(0), "the loop has waited");
        assert_eq!(answers.take(), [0]);
    }
}
