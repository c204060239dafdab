//! Whether what comes next is worth waiting for awake. To wake a processor that has gone to sleep takes longer
//! than most requests do, so that whoever is answered at once, again and again, does better not to sleep. Where
//! it does not come in time, because the way is long, the operation is, or others need the processor, waiting
//! awake only costs: each time it was in vain, it takes twice as many that come in time before it is tried again.

/// How many in a row must have come in time: at least, and however often it was in vain.
const NEEDED: (u32, u32) = (3, 1024);
/// How many in a row it takes for one time that it was in vain to be forgotten.
const FORGIVEN: u32 = 64;

/// How soon things have come so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    soon: u32,
    needed: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { soon: 0, needed: NEEDED.0 }
    }
}

impl Pace {
    /// Whether to wait awake for the next.
    pub fn is_quick(&self) -> bool {
        self.soon >= self.needed
    }

    /// It came, in time or not.
    pub fn came(&mut self, in_time: bool) {
        if in_time {
            self.soon = self.soon.saturating_add(1);
            if self.soon.is_multiple_of(FORGIVEN) {
                self.needed = (self.needed / 2).max(NEEDED.0);
            }
            return;
        }
        if self.is_quick() {
            self.needed = (self.needed * 2).min(NEEDED.1);
        }
        self.soon = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many must come in time before it is waited for awake.
    fn until_quick(pace: &mut Pace) -> u32 {
        let mut came = 0;
        while !pace.is_quick() {
            pace.came(true);
            came += 1;
        }
        came
    }

    #[test]
    fn what_was_in_vain_is_tried_more_and_more_seldom() {
        let mut pace = Pace::default();
        for expected in [3, 6, 12, 24, 48] {
            assert_eq!(until_quick(&mut pace), expected);
            pace.came(false);
            assert!(!pace.is_quick());
        }
        // It is not tried, so it is not in vain.
        pace.came(true);
        pace.came(false);
        assert_eq!(until_quick(&mut pace), 64, "one time is forgotten on the way");
        (0..640).for_each(|_| pace.came(true));
        pace.came(false);
        assert_eq!(until_quick(&mut pace), 6, "and all of it in the end");
    }

    #[test]
    fn it_is_tried_again_however_often_it_was_in_vain() {
        let mut pace = Pace::default();
        for _ in 0..100 {
            assert!(until_quick(&mut pace) <= NEEDED.1);
            pace.came(false);
        }
    }
}
