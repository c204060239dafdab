//! The files of the audit log: segments that are only ever appended to, by whichever process of the
//! instance has something to say, one at a time. What must be durable is so before it is acknowledged;
//! what may be lost with a crash is gathered first. A record that a crash left half written is cut off by
//! the next writer. Beside the segments, the anchor says how far the log has come, so that its end cannot
//! be cut off unnoticed.

use super::record::{Event, PREFIX, Record, hash};
use crate::keystore::{open_sealed, seal_bytes};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use rustix::fs::{CWD, FallocateFlags, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};
use strongroom_base::{Error, Result, Secret, ck};

/// Bytes after which another segment is begun.
pub const SEGMENT: u64 = 64 << 20;
/// How long another process may write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes that are reserved beyond the end of a segment, and how many of them may be used up before more
/// are.
const RESERVE: (u64, u64) = (256 << 10, 128 << 10);
/// Bytes that an anchor takes; there is room for two, so that one is always whole.
const ANCHOR: usize = 256;

/// Where the log has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct End {
    /// The segment.
    #[n(0)]
    pub segment: u64,
    /// Bytes of it.
    #[n(1)]
    pub offset: u64,
    /// The last record.
    #[n(2)]
    pub sequence: u64,
    /// Its hash.
    #[n(3)]
    pub hash: ByteArray<32>,
}

impl Default for End {
    /// Of a log without records.
    fn default() -> Self {
        Self { segment: 1, offset: 0, sequence: 0, hash: [0; 32].into() }
    }
}

/// The log of an instance.
pub struct Log {
    dir: PathBuf,
    signer: Ed25519KeyPair,
    anchor_key: Secret,
    state: Mutex<State>,
    /// Whether there is room for what comes.
    room: AtomicBool,
}

struct State {
    lock: Option<File>,
    segment: Option<(u64, File)>,
    end: Option<End>,
    /// Up to where the segment has room on the disk.
    reserved: u64,
    /// Whether there are records and no anchor: the end that was found may be one that somebody made.
    astray: bool,
}

/// What a record says that follows where the anchor was missing.
pub const ASTRAY: &str = "audit anchor missing";

impl Log {
    /// The log in the directory of an instance; `keys` gives a key of the instance for a purpose. Nothing
    /// is read or made before something is recorded.
    pub fn new(instance: &Path, keys: impl Fn(&str) -> Secret) -> Result<Self> {
        let signer = Ed25519KeyPair::from_seed_unchecked(keys("audit signature").expose())
            .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the audit log's key cannot be made"))?;
        Ok(Self {
            dir: instance.join("audit"),
            signer,
            anchor_key: keys("audit anchor"),
            state: Mutex::new(State {
                lock: None,
                segment: None,
                end: None,
                reserved: 0,
                astray: false,
            }),
            room: AtomicBool::new(false),
        })
    }

    /// The public key that checkpoints are verified with.
    pub fn public_key(&self) -> Vec<u8> {
        self.signer.public_key().as_ref().to_vec()
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes sure that there is room for what is about to be recorded. `CKR_DEVICE_MEMORY` when there is
    /// none: what cannot be recorded is not even begun.
    pub fn prepare(&self) -> Result<()> {
        if self.room.load(Ordering::Acquire) {
            return Ok(());
        }
        self.locked(|state| {
            let anchor = open(&self.dir.join("anchor"), OFlags::RDWR | OFlags::CREATE)?;
            if anchor.metadata().map_err(failed)?.len() == 0 {
                anchor.write_all_at(&[0; 2 * ANCHOR], 0).map_err(failed)?;
            }
            let end = self.find_end(state)?;
            self.segment(state, end.segment)?;
            self.reserve(state, &end)
        })
    }

    /// Reserves room beyond the end, where the file system can.
    fn reserve(&self, state: &mut State, end: &End) -> Result<()> {
        let (whole, rest) = RESERVE;
        if end.offset + rest > state.reserved
            && let Some((_, file)) = &state.segment
        {
            match rustix::fs::fallocate(file, FallocateFlags::KEEP_SIZE, end.offset, whole) {
                Err(full @ (Errno::NOSPC | Errno::DQUOT)) => {
                    self.room.store(false, Ordering::Release);
                    return Err(failed(full.into()));
                }
                // Others do not know how: there, a full disk is noticed when the record is written.
                _ => state.reserved = end.offset + whole,
            }
        }
        self.room.store(true, Ordering::Release);
        Ok(())
    }

    /// Appends events and a checkpoint; they are durable when this returns, if they are to be.
    pub fn append(&self, events: Vec<(SystemTime, Event)>, durable: bool) -> Result<()> {
        self.locked(|state| self.append_locked(state, events, durable))
    }

    /// Runs a call while no other process writes.
    fn locked(&self, call: impl FnOnce(&mut State) -> Result<()>) -> Result<()> {
        let mut state = self.state.lock();
        if state.lock.is_none() {
            state.lock = Some(self.make()?);
        }
        let lock = state.lock.as_ref().and_then(|file| file.try_clone().ok()).ok_or_else(broken)?;
        take_turn(&lock)?;
        let done = call(&mut state);
        // The lock belongs to the open file, which a child process may share: it is given back in so many
        // words.
        let _ = rustix::fs::flock(&lock, FlockOperation::Unlock);
        if done.is_err() {
            // What the file has now is found out anew.
            (state.segment, state.end, state.reserved) = (None, None, 0);
        }
        done
    }

    fn append_locked(
        &self,
        state: &mut State,
        events: Vec<(SystemTime, Event)>,
        durable: bool,
    ) -> Result<()> {
        let mut end = self.find_end(state)?;
        if end.offset >= SEGMENT {
            (end.segment, end.offset) = (end.segment + 1, 0);
            (state.segment, state.reserved) = (None, 0);
        }
        let astray = state.astray;
        let file = self.segment(state, end.segment)?;
        let mut bytes = Vec::with_capacity(256 * (events.len() + 2));
        if astray {
            let event = Event { operation: ASTRAY.into(), ..Event::default() };
            self.add(&mut bytes, &mut end, SystemTime::now(), Some(event));
        }
        for (time, event) in events {
            self.add(&mut bytes, &mut end, time, Some(event));
        }
        self.add(&mut bytes, &mut end, SystemTime::now(), None);
        file.write_all_at(&bytes, end.offset - bytes.len() as u64).map_err(failed)?;
        if durable {
            file.sync_data().map_err(failed)?;
        }
        self.write_anchor(&end)?;
        state.astray = false;
        state.end = Some(end);
        // This was recorded; where there is no room for more, the next is not begun.
        let _ = self.reserve(state, &end);
        Ok(())
    }

    /// Adds a record to those that will be written; without an event, a checkpoint.
    fn add(&self, bytes: &mut Vec<u8>, end: &mut End, time: SystemTime, event: Option<Event>) {
        let sequence = end.sequence + 1;
        let signature = event.is_none().then(|| {
            let signature = self.signer.sign(&Record::signed(sequence, &end.hash));
            let mut fixed = [0; 64];
            fixed.copy_from_slice(signature.as_ref());
            ByteArray::from(fixed)
        });
        let time = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_micros();
        let time = u64::try_from(time).unwrap_or(u64::MAX);
        let body = Record { sequence, time, previous: end.hash, event, signature }.encode();
        let len = u32::try_from(body.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&len.to_le_bytes());
        bytes.extend_from_slice(&body);
        end.offset += (PREFIX + body.len()) as u64;
        (end.sequence, end.hash) = (sequence, hash(&body).into());
    }

    /// Where the log has come to, also through other processes. What is not a whole record is cut off.
    fn find_end(&self, state: &mut State) -> Result<End> {
        let known = state.end.or_else(|| self.read_anchor());
        let mut end = known.unwrap_or_default();
        loop {
            let file = self.segment(state, end.segment)?;
            let len = file.metadata().map_err(failed)?.len();
            if len > end.offset {
                let mut bytes = Vec::new();
                read_from(file, end.offset, &mut bytes).map_err(failed)?;
                let mut rest = bytes.as_slice();
                while let Some((record, body, taken)) = Record::read(rest) {
                    if record.sequence != end.sequence + 1 || record.previous != end.hash {
                        return Err(damaged("records do not follow one another"));
                    }
                    end.offset += taken as u64;
                    (end.sequence, end.hash) = (record.sequence, hash(body).into());
                    rest = rest.get(taken..).unwrap_or_default();
                }
                if !rest.is_empty() {
                    tracing::warn!("the audit log ended within a record, which is cut off");
                    file.set_len(end.offset).map_err(failed)?;
                }
            } else if len < end.offset {
                return Err(damaged("its end is missing"));
            }
            if end.offset < SEGMENT || !self.path(end.segment + 1).exists() {
                state.astray = known.is_none() && end.sequence > 0;
                return Ok(end);
            }
            (end.segment, end.offset) = (end.segment + 1, 0);
            (state.segment, state.reserved) = (None, 0);
        }
    }

    fn segment<'s>(&self, state: &'s mut State, number: u64) -> Result<&'s File> {
        if state.segment.as_ref().is_none_or(|(open, _)| *open != number) {
            let flags = OFlags::RDWR | OFlags::CREATE;
            state.segment = Some((number, open(&self.path(number), flags)?));
        }
        state.segment.as_ref().map(|(_, file)| file).ok_or_else(broken)
    }

    /// Makes the directory, if it is not there, and opens the file that writers lock.
    fn make(&self) -> Result<File> {
        match rustix::fs::mkdir(&self.dir, Mode::RWXU) {
            Ok(()) => {
                // So that the directory is there after a crash, too.
                let parent = self.dir.parent().unwrap_or(&self.dir);
                File::open(parent).and_then(|dir| dir.sync_all()).map_err(failed)?;
            }
            Err(Errno::EXIST) => {}
            Err(error) => return Err(failed(error.into())),
        }
        open(&self.dir.join("lock"), OFlags::RDWR | OFlags::CREATE)
    }

    /// Where a segment is.
    pub fn path(&self, segment: u64) -> PathBuf {
        self.dir.join(format!("{segment:08}.log"))
    }

    /// The anchor, whichever of the two is newer.
    pub fn read_anchor(&self) -> Option<End> {
        let file = open(&self.dir.join("anchor"), OFlags::RDONLY).ok()?;
        let read = |place: u8| {
            let mut bytes = vec![0; ANCHOR];
            file.read_exact_at(&mut bytes, u64::from(place) * ANCHOR as u64).ok()?;
            let (len, rest) = bytes.split_first()?;
            let sealed = rest.get(..usize::from(*len))?;
            let clear = open_sealed(self.anchor_key.expose(), &[place], sealed)?;
            minicbor::decode::<End>(clear.expose()).ok()
        };
        [read(0), read(1)].into_iter().flatten().max_by_key(|end| end.sequence)
    }

    fn write_anchor(&self, end: &End) -> Result<()> {
        let place = u8::from(end.sequence % 2 == 1);
        let clear = minicbor::to_vec(end).unwrap_or_default();
        let sealed = seal_bytes(self.anchor_key.expose(), &[place], &clear)?;
        let mut bytes = vec![u8::try_from(sealed.len()).map_err(|_| broken())?];
        bytes.extend_from_slice(&sealed);
        bytes.resize(ANCHOR, 0);
        let file = open(&self.dir.join("anchor"), OFlags::RDWR | OFlags::CREATE)?;
        file.write_all_at(&bytes, u64::from(place) * ANCHOR as u64).map_err(failed)
    }
}

/// All bytes of a file from an offset on.
fn read_from(file: &File, mut offset: u64, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    let mut step = vec![0; 1 << 16];
    loop {
        let read = file.read_at(&mut step, offset)?;
        if read == 0 {
            return Ok(());
        }
        bytes.write_all(step.get(..read).unwrap_or_default())?;
        offset += read as u64;
    }
}

/// Opens a file of the log; a link is not followed.
pub fn open(path: &Path, flags: OFlags) -> Result<File> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    rustix::fs::openat(CWD, path, flags, Mode::RUSR | Mode::WUSR)
        .map(File::from)
        .map_err(|error| failed(error.into()))
}

fn take_turn(file: &File) -> Result<()> {
    let begun = Instant::now();
    loop {
        match rustix::fs::flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(Errno::WOULDBLOCK) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_micros(100));
            }
            Err(error) => return Err(failed(error.into())),
        }
    }
}

fn failed(error: std::io::Error) -> Error {
    let rv = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ck::CKR_DEVICE_MEMORY,
        _ => ck::CKR_DEVICE_ERROR,
    };
    Error::new(rv, format!("the audit log cannot be written: {error}"))
}

fn damaged(why: &str) -> Error {
    Error::new(
        ck::CKR_DEVICE_ERROR,
        format!("the audit log is damaged: {why}; `strongroom audit verify` shows where"),
    )
}

fn broken() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the audit log cannot be used")
}
