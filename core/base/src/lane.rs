//! Which of several equal things a thread takes, so that threads seldom want the same one. It is told by
//! where the thread's stack is, and needs no storage of the thread: programs call in from their exit
//! handlers, when that is gone.

/// A number below `lanes`, most often another one in another thread, and the same in the same.
pub fn lane(lanes: usize) -> usize {
    let here = 0_u8;
    // Stacks are larger than that, and what one call takes of its stack is less.
    let stack = (&raw const here).addr() >> 18;
    // The high bits of the product depend on all bits of the number.
    (stack.wrapping_mul(0x9e37_79b1) >> 16) % lanes.max(1)
}

#[cfg(test)]
mod tests {
    use super::lane;
    use std::collections::HashSet;

    #[test]
    fn threads_differ() {
        assert_eq!((lane(1), lane(0)), (0, 0));
        assert_eq!(lane(16), lane(16));
        // All at once, so that none gets the stack of one that has ended.
        let all = std::sync::Barrier::new(32);
        let lanes = std::thread::scope(|scope| {
            let own = || {
                all.wait();
                lane(16)
            };
            let threads: Vec<_> = (0..32).map(|_| scope.spawn(own)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<HashSet<_>>()
        });
        assert!(lanes.len() > 4 && lanes.iter().all(|lane| *lane < 16), "{lanes:?}");
    }
}
