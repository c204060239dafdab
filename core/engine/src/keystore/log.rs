//! SQLite's write-ahead log, looked at from outside (SQLite, "WAL-mode File Format"). SQLite takes the
//! first frame with a wrong checksum for the end of its log: right after a crash, when the rest was never
//! acknowledged, but a flipped bit would drop acknowledged changes without a word. What gives that away is
//! a later frame of the same log that ends a transaction.

use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Whether changes that were finished lie behind a damaged place of the log. Done before the log is
/// written to again. A damaged last frame looks like one that was never finished.
pub fn is_damaged(path: &Path) -> std::io::Result<bool> {
    match std::fs::read(path) {
        Ok(log) => Ok(hides_changes(&log).unwrap_or(false)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The same of the log's bytes; `None` where there is no whole frame.
pub fn hides_changes(log: &[u8]) -> Option<bool> {
    let header = log.get(..HEADER)?;
    let big_endian = word(header, 0, true)? & 1 == 1;
    let page = usize::try_from(word(header, 2, true)?).ok()?;
    let salts = header.get(16..24)?;
    let frames = log.get(HEADER..)?.chunks_exact(FRAME_HEADER.checked_add(page)?);
    if frames.len() == 0 {
        return None;
    }
    let mut sum = checksum((0, 0), header.get(..24)?, big_endian)?;
    if stored(header, 6)? != sum {
        // Nothing of the log is read then.
        return Some(frames.into_iter().any(|frame| ends_transaction(frame) == Some(true)));
    }
    let mut broken = false;
    for frame in frames {
        if frame.get(8..16)? != salts {
            // Left over from before the log was last begun anew, unless it is what is damaged.
            broken = true;
            continue;
        }
        if broken && ends_transaction(frame)? {
            return Some(true);
        }
        let (start, content) = frame.split_at_checked(FRAME_HEADER)?;
        sum = checksum(checksum(sum, start.get(..8)?, big_endian)?, content, big_endian)?;
        broken |= stored(start, 4)? != sum;
    }
    Some(false)
}

/// Whether a frame is the last one of a transaction: then it says how large the database is.
fn ends_transaction(frame: &[u8]) -> Option<bool> {
    Some(word(frame, 1, true)? != 0)
}

/// The two words of a checksum, from a word on.
fn stored(bytes: &[u8], from: usize) -> Option<(u32, u32)> {
    Some((word(bytes, from, true)?, word(bytes, from + 1, true)?))
}

fn word(bytes: &[u8], number: usize, big_endian: bool) -> Option<u32> {
    let bytes: [u8; 4] = bytes.get(4 * number..4 * number + 4)?.try_into().ok()?;
    Some(if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
}

/// SQLite's running checksum, over pairs of words.
fn checksum(mut sum: (u32, u32), bytes: &[u8], big_endian: bool) -> Option<(u32, u32)> {
    for pair in bytes.chunks_exact(8) {
        sum.0 = sum.0.wrapping_add(word(pair, 0, big_endian)?).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word(pair, 1, big_endian)?).wrapping_add(sum.0);
    }
    Some(sum)
}

/// A log of pages of 512 bytes, as SQLite writes it: one transaction of as many frames for each number.
pub fn example(transactions: &[u8]) -> Option<Vec<u8>> {
    let words = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let mut log = words(&[0x377f_0683, 3_007_000, 512, 0, 7, 8]);
    let mut sum = checksum((0, 0), &log, true)?;
    log.extend(words(&[sum.0, sum.1]));
    for frame in
        transactions.iter().flat_map(|frames| (1..=*frames).map(move |n| (n, n == *frames)))
    {
        let (start, content) = (words(&[frame.0.into(), u32::from(frame.1)]), [frame.0; 512]);
        sum = checksum(checksum(sum, &start, true)?, &content, true)?;
        log.extend([start, words(&[7, 8, sum.0, sum.1]), content.to_vec()].concat());
    }
    Some(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log with several transactions in it, as SQLite writes it.
    fn log() -> Vec<u8> {
        log_after("SELECT 1")
    }

    fn log_after(statement: &str) -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let database = rusqlite::Connection::open(&path).unwrap();
        database.pragma_update(None, "journal_mode", "WAL").unwrap();
        database.execute("CREATE TABLE t (x BLOB)", []).unwrap();
        for number in 0..4 {
            database.execute("INSERT INTO t VALUES (zeroblob(9000 + ?1))", [number]).unwrap();
        }
        database.execute_batch(statement).unwrap();
        std::fs::read(dir.path().join("x.db-wal")).unwrap()
    }

    #[test]
    fn the_example_is_a_log() {
        let mut log = example(&[1, 2, 1]).unwrap();
        assert_eq!(hides_changes(&log), Some(false));
        log[HEADER + FRAME_HEADER] ^= 1;
        assert_eq!(hides_changes(&log), Some(true));
    }

    #[test]
    fn a_flipped_bit_before_the_last_frame_is_seen() {
        let log = log();
        assert_eq!(hides_changes(&log), Some(false));
        let last = log.len() - 4096 - FRAME_HEADER;
        for at in (0..last).step_by(61) {
            // With another page size, nobody knows where frames are.
            if (8..12).contains(&at) {
                continue;
            }
            let mut damaged = log.clone();
            damaged[at] ^= 0x10;
            assert_eq!(hides_changes(&damaged), Some(true), "byte {at}");
        }
    }

    #[test]
    fn what_a_crash_leaves_is_no_damage() {
        let log = log();
        for len in (0..log.len()).step_by(509) {
            assert_ne!(hides_changes(&log[..len]), Some(true), "{len} bytes");
        }
        let anew = log_after("PRAGMA wal_checkpoint(RESTART); INSERT INTO t VALUES (1)");
        assert_eq!(anew.len(), log.len());
        assert_eq!(hides_changes(&anew), Some(false));
        // A last frame that was never finished.
        let mut torn = log.clone();
        let last = log.len() - 4096 - FRAME_HEADER;
        torn[last + FRAME_HEADER..].fill(0);
        assert_eq!(hides_changes(&torn), Some(false));
    }
}
