//! Bytes that must not outlive their use: wiped when dropped, compared in constant time, never printed;
//! and, where they stay, kept out of swap space and core images.

use crate::ffi::Place;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// Secret bytes: a key, a PIN, a sealed body once opened. The memory is overwritten on drop.
pub struct Secret(Memory);

enum Memory {
    /// No bytes, and nothing to wipe: most attributes of most objects.
    Nothing,
    Heap(Zeroizing<Vec<u8>>),
    Locked(Place),
}

impl Secret {
    /// `len` zero bytes, to be filled in place.
    pub fn zeroed(len: usize) -> Self {
        Self::from(vec![0; len])
    }

    /// A copy of bytes that stay for long, in memory that is not swapped out and not in a core image, as
    /// far as the system allows. What is longer than any key is in ordinary memory; so are copies.
    pub fn locked(bytes: &[u8]) -> Self {
        Place::new(bytes).map_or_else(|| Self::from(bytes), |place| Self(Memory::Locked(place)))
    }

    /// The bytes. Named so that a reader of the calling code sees where secrets leave their wrapper.
    pub fn expose(&self) -> &[u8] {
        match &self.0 {
            Memory::Nothing => &[],
            Memory::Heap(bytes) => bytes,
            Memory::Locked(place) => place.bytes(),
        }
    }

    /// The bytes, to be written in place.
    pub fn expose_mut(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Memory::Nothing => &mut [],
            Memory::Heap(bytes) => bytes,
            Memory::Locked(place) => place.bytes_mut(),
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.expose().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }

    /// Adds bytes at the end. Where more memory is needed, the old one is wiped.
    pub fn extend(&mut self, bytes: &[u8]) {
        let len = self.len() + bytes.len();
        match &mut self.0 {
            Memory::Heap(heap) if len <= heap.capacity() => heap.extend_from_slice(bytes),
            _ => {
                let mut larger = Zeroizing::new(Vec::with_capacity(len.max(2 * self.len())));
                larger.extend_from_slice(self.expose());
                larger.extend_from_slice(bytes);
                self.0 = Memory::Heap(larger);
            }
        }
    }

    /// Keeps the first `len` bytes and wipes the others.
    pub fn truncate(&mut self, len: usize) {
        match &mut self.0 {
            Memory::Nothing => {}
            Memory::Heap(heap) => {
                if let Some(rest) = heap.get_mut(len..) {
                    rest.zeroize();
                }
                heap.truncate(len);
            }
            Memory::Locked(place) => place.truncate(len),
        }
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        Self::from(self.expose())
    }
}

impl Default for Secret {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        if bytes.capacity() == 0 {
            return Self(Memory::Nothing);
        }
        Self(Memory::Heap(Zeroizing::new(bytes)))
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose().ct_eq(other.expose()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.len())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::Secret;

    /// The flags of the mapping in which these bytes are.
    fn flags(secret: &Secret) -> Vec<String> {
        let at = secret.expose().as_ptr().addr();
        let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut here = false;
        for line in smaps.lines() {
            let word = line.split(' ').next().unwrap_or_default();
            if let Some((start, end)) = word.split_once('-') {
                let address = |text| usize::from_str_radix(text, 16).unwrap();
                here = (address(start)..address(end)).contains(&at);
            } else if let (true, Some(flags)) = (here, line.strip_prefix("VmFlags: ")) {
                return flags.split_whitespace().map(str::to_owned).collect();
            }
        }
        panic!("no mapping at {at:x}");
    }

    #[test]
    fn what_stays_is_locked_and_not_dumped() {
        let lockable = rustix::process::getrlimit(rustix::process::Resource::Memlock).current;
        for len in [1, 16, 32, 33, 256, 4896, 8192] {
            let bytes = vec![0x5a; len];
            let secret = Secret::locked(&bytes);
            assert_eq!(secret.expose(), bytes);
            let flags = flags(&secret);
            assert!(flags.contains(&"dd".to_owned()), "{len}: {flags:?}");
            if lockable.is_none_or(|limit| limit >= 1 << 20) {
                assert!(flags.contains(&"lo".to_owned()), "{len}: {flags:?}");
            }
        }
        let copy = Secret::locked(&[1; 32]).clone();
        assert!(!flags(&copy).contains(&"dd".to_owned()));
        assert!(Secret::locked(&[]).is_empty());
        assert_eq!(Secret::locked(&[7; 8193]).len(), 8193);
    }

    #[test]
    fn places_are_wiped_and_used_again() {
        let all = |byte: u8| (0..3000).map(|_| Secret::locked(&[byte; 32])).collect::<Vec<_>>();
        let first = all(1);
        let place = first.last().unwrap().expose().as_ptr().addr();
        drop(first);
        let second = all(2);
        assert!(second.iter().all(|secret| secret.expose() == [2; 32]));
        assert!(second.iter().any(|secret| secret.expose().as_ptr().addr() == place));
    }

    #[test]
    fn a_locked_secret_grows_and_shrinks() {
        let mut secret = Secret::locked(b"one");
        secret.extend(b" two");
        assert_eq!(secret.expose(), b"one two");
        let mut secret = Secret::locked(b"one two");
        secret.truncate(3);
        assert_eq!(secret.expose(), b"one");
        secret.expose_mut().fill(b'x');
        assert_eq!(secret, Secret::from(&b"xxx"[..]));
    }

    #[test]
    fn many_threads_have_places_of_their_own() {
        std::thread::scope(|scope| {
            for byte in 0..8_u8 {
                scope.spawn(move || {
                    for _ in 0..500 {
                        let secrets: Vec<_> = (0..9).map(|_| Secret::locked(&[byte; 20])).collect();
                        assert!(secrets.iter().all(|secret| secret.expose() == [byte; 20]));
                    }
                });
            }
        });
    }
}
