//! The manifest: which objects a token has, and in which generation. Objects are listed in buckets of
//! thirty-two neighbouring numbers, each bucket authenticated and numbered; a running value over all
//! buckets of a token stands in its sealed root. So an object that was put back to an older generation,
//! swapped, removed or added from outside does not agree with its bucket, and a bucket that was put back
//! does not agree with the root.
//!
//! A whole directory that is put back to an older state agrees with itself: that cannot be noticed
//! without an anchor outside of it.

use super::database::failed;
use super::seal;
use aws_lc_rs::{constant_time, hmac};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use strongroom_base::{Error, Result, ck};

/// Objects of one bucket. A full bucket must be short enough (1,002 bytes) for SQLite to keep it in one piece
/// where it searches: otherwise each step of a search reads other pages.
const BUCKET_BITS: u32 = 5;
const MAC_LEN: usize = 32;
/// A bucket's number and the token's version are in its MAC; this keeps their uses apart.
const RUNNING: u64 = u64::MAX;

/// The keys of one token's manifest.
#[derive(Clone)]
pub struct ManifestKeys {
    pub mac: hmac::Key,
    pub root: strongroom_base::Secret,
}

/// A token's root: what the running value over its buckets is, which version of the token's record is the
/// newest, and how many changes there were. The last is also counted outside of the database: SQLite drops
/// the damaged end of its log without a word, and only the count tells.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Root {
    pub token_version: u64,
    /// Changes of the token and its objects so far.
    pub changes: u64,
    /// Those of them that were acknowledged and are lost.
    pub lost: u64,
    pub running: [u8; MAC_LEN],
}

impl Root {
    /// A root of its bytes.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (numbers, running) = bytes.split_at_checked(24)?;
        let mut numbers =
            numbers.chunks_exact(8).map(|c| c.iter().fold(0, |n, b| n << 8 | u64::from(*b)));
        Some(Self {
            token_version: numbers.next()?,
            changes: numbers.next()?,
            lost: numbers.next()?,
            running: running.try_into().ok()?,
        })
    }

    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        let numbers = [self.token_version, self.changes, self.lost];
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
        bytes.extend_from_slice(&self.running);
        bytes
    }

    /// Counts a change, where `acknowledged` are known from outside. What is lost is noted for good.
    pub fn count(&mut self, acknowledged: u64) {
        self.lost = self.lost_by(acknowledged);
        self.changes = self.changes.max(acknowledged) + 1;
    }

    /// How many changes are lost, where `acknowledged` are known from outside.
    pub fn lost_by(&self, acknowledged: u64) -> u64 {
        self.lost + acknowledged.saturating_sub(self.changes)
    }
}

/// One bucket.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Bucket {
    version: u64,
    entries: Vec<(u64, u64)>,
}

/// The bucket of an object.
pub fn bucket_of(id: u64) -> u64 {
    id >> BUCKET_BITS
}

pub(super) fn number(n: u64) -> Result<i64> {
    i64::try_from(n).map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "a number is out of range"))
}

fn mac(keys: &ManifestKeys, slot: u64, bucket: u64, body: &[u8]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(&keys.mac);
    context.update(&slot.to_be_bytes());
    context.update(&bucket.to_be_bytes());
    context.update(body);
    context.sign()
}

impl Bucket {
    /// A bucket's bytes, if they are authentic.
    pub fn open(keys: &ManifestKeys, slot: u64, bucket: u64, bytes: &[u8]) -> Option<Self> {
        let (body, tag) = bytes.split_at_checked(bytes.len().checked_sub(MAC_LEN)?)?;
        constant_time::verify_slices_are_equal(mac(keys, slot, bucket, body).as_ref(), tag).ok()?;
        Self::decode(body)
    }

    /// A bucket of its bytes without their MAC.
    pub fn decode(body: &[u8]) -> Option<Self> {
        let mut numbers =
            body.chunks_exact(8).map(|c| c.iter().fold(0, |n, b| n << 8 | u64::from(*b)));
        let version = numbers.next()?;
        let mut entries = Vec::with_capacity(body.len() / 16);
        while let (Some(id), Some(generation)) = (numbers.next(), numbers.next()) {
            entries.push((id, generation));
        }
        Some(Self { version, entries })
    }

    fn close(&self, keys: &ManifestKeys, slot: u64, bucket: u64) -> Vec<u8> {
        let mut bytes = self.encode();
        let tag = mac(keys, slot, bucket, &bytes);
        bytes.extend_from_slice(tag.as_ref());
        bytes
    }

    /// Its bytes without their MAC.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 16 * self.entries.len() + MAC_LEN);
        bytes.extend_from_slice(&self.version.to_be_bytes());
        for (id, generation) in &self.entries {
            bytes.extend_from_slice(&id.to_be_bytes());
            bytes.extend_from_slice(&generation.to_be_bytes());
        }
        bytes
    }

    /// The generation of an object.
    pub fn generation(&self, id: u64) -> Option<u64> {
        self.entries.iter().find(|(entry, _)| *entry == id).map(|(_, generation)| *generation)
    }

    /// What is listed.
    pub fn entries(&self) -> &[(u64, u64)] {
        &self.entries
    }

    /// What the bucket adds to the running value.
    pub fn share(&self, keys: &ManifestKeys, slot: u64, bucket: u64) -> [u8; MAC_LEN] {
        let mut share = [0; MAC_LEN];
        if self.version > 0 {
            let mut body = RUNNING.to_be_bytes().to_vec();
            body.extend_from_slice(&self.version.to_be_bytes());
            share.copy_from_slice(mac(keys, slot, bucket, &body).as_ref());
        }
        share
    }
}

/// Adds a share to a running value, or takes it away: the same thing.
pub fn toggle(running: &mut [u8; MAC_LEN], share: &[u8; MAC_LEN]) {
    running.iter_mut().zip(share).for_each(|(r, s)| *r ^= s);
}

/// Reads a token's root.
pub fn read_root(connection: &Connection, keys: &ManifestKeys, slot: u64) -> Result<Root> {
    let sealed: Option<Vec<u8>> = connection
        .prepare_cached("SELECT sealed FROM roots WHERE slot = ?1")
        .and_then(|mut s| s.query_row([number(slot).unwrap_or(-1)], |row| row.get(0)).optional())
        .map_err(failed)?;
    let sealed = sealed.ok_or_else(|| damaged(slot, "the root of its manifest is missing"))?;
    let clear = seal::open(keys.root.expose(), &slot.to_be_bytes(), &sealed)
        .ok_or_else(|| damaged(slot, "the root of its manifest is damaged"))?;
    Root::decode(clear.expose())
        .ok_or_else(|| damaged(slot, "the root of its manifest is of another version"))
}

/// Writes a token's root.
pub fn write_root(
    connection: &Connection,
    keys: &ManifestKeys,
    slot: u64,
    root: &Root,
) -> Result<()> {
    let sealed = seal::seal(keys.root.expose(), &slot.to_be_bytes(), &root.encode())?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO roots (slot, sealed) VALUES (?1, ?2)")
        .and_then(|mut s| s.execute(params![number(slot).unwrap_or(-1), sealed]))
        .map_err(failed)?;
    Ok(())
}

/// Something of a token is not as it was written.
pub fn damaged(slot: u64, what: &str) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("slot {slot}: {what}"))
}

/// The changes of one transaction to one token's manifest.
pub struct Changes<'a> {
    connection: &'a Connection,
    keys: &'a ManifestKeys,
    slot: u64,
    touched: BTreeMap<u64, (Bucket, Bucket)>,
}

impl<'a> Changes<'a> {
    /// No changes yet.
    pub fn new(connection: &'a Connection, keys: &'a ManifestKeys, slot: u64) -> Self {
        Self { connection, keys, slot, touched: BTreeMap::new() }
    }

    fn bucket(&mut self, id: u64) -> Result<&mut Bucket> {
        let bucket = bucket_of(id);
        if !self.touched.contains_key(&bucket) {
            let bytes: Option<Vec<u8>> = self
                .connection
                .prepare_cached("SELECT body FROM buckets WHERE slot = ?1 AND bucket = ?2")
                .and_then(|mut s| {
                    s.query_row(
                        params![number(self.slot).unwrap_or(-1), number(bucket).unwrap_or(-1)],
                        |row| row.get(0),
                    )
                    .optional()
                })
                .map_err(failed)?;
            let before = match bytes {
                Some(bytes) => Bucket::open(self.keys, self.slot, bucket, &bytes)
                    .ok_or_else(|| damaged(self.slot, "a part of its manifest is damaged"))?,
                None => Bucket::default(),
            };
            self.touched.insert(bucket, (before.clone(), before));
        }
        match self.touched.get_mut(&bucket) {
            Some((_, now)) => Ok(now),
            None => Err(damaged(self.slot, "a part of its manifest is missing")),
        }
    }

    /// The generation that an object has.
    pub fn generation(&mut self, id: u64) -> Result<Option<u64>> {
        Ok(self.bucket(id)?.generation(id))
    }

    /// An object has a new generation, or, with `None`, is gone.
    pub fn set(&mut self, id: u64, generation: Option<u64>) -> Result<()> {
        let bucket = self.bucket(id)?;
        bucket.entries.retain(|(entry, _)| *entry != id);
        if let Some(generation) = generation {
            bucket.entries.push((id, generation));
        }
        Ok(())
    }

    /// Writes the buckets and the root, where `acknowledged` changes are known from outside; gives how many
    /// there are now.
    pub fn write(self, acknowledged: u64) -> Result<u64> {
        let mut root = read_root(self.connection, self.keys, self.slot)?;
        root.count(acknowledged);
        for (bucket, (before, mut now)) in self.touched {
            now.version = before.version + 1;
            toggle(&mut root.running, &before.share(self.keys, self.slot, bucket));
            toggle(&mut root.running, &now.share(self.keys, self.slot, bucket));
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO buckets (slot, bucket, body) VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut s| {
                    s.execute(params![
                        number(self.slot).unwrap_or(-1),
                        number(bucket).unwrap_or(-1),
                        now.close(self.keys, self.slot, bucket)
                    ])
                })
                .map_err(failed)?;
        }
        write_root(self.connection, self.keys, self.slot, &root)?;
        Ok(root.changes)
    }
}
