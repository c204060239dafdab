//! Objects in the keystore: kept, changed and destroyed in batches, loaded by number, found by terms.
//!
//! Threads that write at the same time share a transaction: the first one leads, takes what the others
//! have queued, and pays for one commit. Each batch is still all or nothing by itself.

use super::database::failed;
use super::manifest::{Bucket, Changes, bucket_of, damaged, number};
use super::seal::{self, ObjectKeys, TAG_LEN};
use super::{Keystore, PublicKeys, TokenKeys};
use parking_lot::{Condvar, Mutex};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;
use strongroom_base::{Error, Result, Secret, ck};

/// The number of the record format; it is bound to each seal.
const FORMAT: u8 = 1;

/// A value by which an object can be found.
#[derive(Clone, Copy)]
pub struct Term<'a> {
    /// `CKA_…`
    pub attribute: u64,
    /// The value.
    pub value: &'a [u8],
}

/// An object to be kept.
pub struct Put<'a> {
    /// Its number, or `None` for a new one.
    pub id: Option<u64>,
    /// The generation that the caller changes; of no meaning for a new one.
    pub expected: u64,
    /// Whether only the user may see it.
    pub private: bool,
    /// What is kept.
    pub body: &'a [u8],
    /// What it is found by.
    pub terms: Vec<Term<'a>>,
}

/// Changes that are made together or not at all.
#[derive(Default)]
pub struct Batch<'a> {
    /// Objects to be kept.
    pub puts: Vec<Put<'a>>,
    /// Numbers of objects to be destroyed.
    pub deletes: Vec<u64>,
}

/// An object, opened.
pub struct Loaded {
    /// Goes up with each change of the object.
    pub generation: u64,
    /// Whether only the user may see it.
    pub private: bool,
    /// What was kept.
    pub body: Secret,
}

/// Writers that wait for one another.
#[derive(Default)]
pub struct Queue {
    state: Mutex<QueueState>,
    done: Condvar,
    /// The epochs of tokens, each with the keystore's generation at which it was read.
    pub(super) epochs: Mutex<HashMap<u64, (u64, u64)>>,
}

#[derive(Default)]
struct QueueState {
    jobs: Vec<Arc<Job>>,
    leading: bool,
}

struct Job {
    slot: u64,
    epoch: u64,
    public: Arc<PublicKeys>,
    private: Option<TokenKeys>,
    puts: Vec<OwnedPut>,
    deletes: Vec<u64>,
    answer: Mutex<Option<Result<Vec<u64>>>>,
}

struct OwnedPut {
    id: Option<u64>,
    expected: u64,
    private: bool,
    body: Secret,
    tags: Vec<[u8; TAG_LEN]>,
}

/// The clear part of a record, as it is bound to the seal.
fn header(slot: u64, epoch: u64, id: u64, generation: u64, private: bool, tags: &[u8]) -> Vec<u8> {
    let mut header = Vec::with_capacity(34 + tags.len());
    header.extend_from_slice(&[FORMAT, u8::from(private)]);
    for number in [slot, epoch, id, generation] {
        header.extend_from_slice(&number.to_be_bytes());
    }
    header.extend_from_slice(tags);
    header
}

fn not_there() -> Error {
    Error::new(ck::CKR_OBJECT_HANDLE_INVALID, "the object was changed or destroyed meanwhile")
}

/// Numbers of objects, and those of them that come opened.
pub type Candidates = (Vec<u64>, Vec<(u64, Loaded)>);

impl Keystore {
    /// Makes the changes of a batch; they are durable when this returns. Gives the numbers of the objects
    /// put, in order. `CKR_OBJECT_HANDLE_INVALID` when one of the objects is not what the caller believes.
    pub fn commit(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        batch: Batch<'_>,
    ) -> Result<Vec<u64>> {
        let epoch = match keys {
            Some(keys) => keys.0.epoch,
            None => self.token(slot)?.epoch,
        };
        let public = self.public(slot, epoch);
        let puts = batch.puts.into_iter().map(|put| {
            let keys = if put.private {
                &keys
                    .ok_or_else(|| {
                        Error::new(ck::CKR_USER_NOT_LOGGED_IN, "private objects want a login")
                    })?
                    .0
                    .objects
            } else {
                &public.objects
            };
            Ok(OwnedPut {
                id: put.id,
                expected: put.expected,
                private: put.private,
                body: Secret::from(put.body),
                tags: put.terms.iter().map(|term| keys.tag(term.attribute, term.value)).collect(),
            })
        });
        let job = Arc::new(Job {
            slot,
            epoch,
            puts: puts.collect::<Result<_>>()?,
            deletes: batch.deletes,
            public,
            private: keys.cloned(),
            answer: Mutex::new(None),
        });
        self.submit(&job)
    }

    fn submit(&self, job: &Arc<Job>) -> Result<Vec<u64>> {
        let mut state = self.queue.state.lock();
        state.jobs.push(Arc::clone(job));
        loop {
            if let Some(answer) = job.answer.lock().take() {
                return answer;
            }
            if state.leading {
                self.queue.done.wait(&mut state);
                continue;
            }
            state.leading = true;
            let jobs = std::mem::take(&mut state.jobs);
            drop(state);
            self.lead(&jobs);
            state = self.queue.state.lock();
            state.leading = false;
            self.queue.done.notify_all();
        }
    }

    /// Does the jobs in one transaction.
    fn lead(&self, jobs: &[Arc<Job>]) {
        let mut answers: Vec<Result<(Vec<u64>, u64)>> = Vec::with_capacity(jobs.len());
        let committed = self.database.write(|connection| match jobs {
            [job] => {
                answers.push(Ok(self.apply(connection, job)?));
                Ok(())
            }
            jobs => {
                for job in jobs {
                    connection.execute_batch("SAVEPOINT job").map_err(failed)?;
                    let answer = self.apply(connection, job);
                    let end =
                        if answer.is_ok() { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
                    connection.execute_batch(end).map_err(failed)?;
                    answers.push(answer);
                }
                Ok(())
            }
        });
        let mut answers = answers.into_iter();
        for job in jobs {
            let answer = match &committed {
                Ok(()) => answers.next().unwrap_or_else(|| Err(not_there())),
                Err(error) => Err(error.clone()),
            };
            // Told to other processes before it is acknowledged to anybody.
            *job.answer.lock() = Some(self.acknowledge(job.slot, answer));
        }
    }

    /// Gives the numbers of the objects put, and how many changes of the token there are then.
    fn apply(&self, connection: &Connection, job: &Job) -> Result<(Vec<u64>, u64)> {
        let slot = number(job.slot)?;
        if self.record(connection, job.slot)?.epoch != job.epoch {
            return Err(Error::new(
                ck::CKR_SESSION_HANDLE_INVALID,
                "the token was initialised anew meanwhile",
            ));
        }
        let mut changes = Changes::new(connection, &job.public.manifest, job.slot);
        for id in &job.deletes {
            if changes.generation(*id)?.is_none() {
                return Err(not_there());
            }
            forget_terms(connection, slot, *id)?;
            let row = number(*id)?;
            connection
                .prepare_cached("DELETE FROM objects WHERE id = ?1 AND slot = ?2")
                .and_then(|mut s| s.execute(params![row, slot]))
                .map_err(failed)?;
            changes.set(*id, None)?;
        }
        let mut ids = Vec::with_capacity(job.puts.len());
        for put in &job.puts {
            let (id, generation) = match put.id {
                Some(id) => {
                    if changes.generation(id)? != Some(put.expected) {
                        return Err(not_there());
                    }
                    forget_terms(connection, slot, id)?;
                    (id, put.expected + 1)
                }
                None => (next_id(connection)?, 1),
            };
            let keys = match (&job.private, put.private) {
                (_, false) => &job.public.objects,
                (Some(keys), true) => &keys.0.objects,
                (None, true) => return Err(not_there()),
            };
            write_object(connection, job, put, keys, id, generation)?;
            changes.set(id, Some(generation))?;
            ids.push(id);
        }
        Ok((ids, changes.write(self.generation.reached(job.slot))?))
    }

    /// An object, opened; `None` when there is none in this slot with that number, or it is private and no
    /// keys are given. `CKR_DEVICE_ERROR`, naming the object, when it is not as it was written.
    pub fn load(&self, slot: u64, keys: Option<&TokenKeys>, id: u64) -> Result<Option<Loaded>> {
        let epoch = match keys {
            Some(keys) => keys.0.epoch,
            None => self.epoch(slot)?,
        };
        self.database.read(|connection| self.load_from(connection, slot, epoch, keys, id))
    }

    /// The same with a connection, of a token of a known epoch.
    pub(super) fn load_from(
        &self,
        connection: &Connection,
        slot: u64,
        epoch: u64,
        keys: Option<&TokenKeys>,
        id: u64,
    ) -> Result<Option<Loaded>> {
        let (Ok(row_slot), Ok(row_id)) = (number(slot), number(id)) else { return Ok(None) };
        let bucket = number(bucket_of(id))?;
        type Row = (i64, bool, Vec<u8>, Vec<u8>);
        // One statement, so that both are of the same moment.
        let (body, row): (Option<Vec<u8>>, Option<Row>) = connection
            .prepare_cached(
                "SELECT b.body, o.generation, o.private, o.tags, o.sealed FROM (SELECT 1)
                 LEFT JOIN buckets b ON b.slot = ?1 AND b.bucket = ?3
                 LEFT JOIN objects o ON o.id = ?2 AND o.slot = ?1",
            )
            .and_then(|mut s| {
                s.query_row(params![row_slot, row_id, bucket], |row| {
                    let generation: Option<i64> = row.get(1)?;
                    let object = match generation {
                        Some(generation) => {
                            Some((generation, row.get(2)?, row.get(3)?, row.get(4)?))
                        }
                        None => None,
                    };
                    Ok((row.get(0)?, object))
                })
            })
            .map_err(failed)?;
        let manifest = &self.public(slot, epoch).manifest;
        let bad = |what: &str| damaged(slot, &format!("object {id}: {what}"));
        let open_bucket = |body: &[u8]| {
            Bucket::open(manifest, slot, bucket_of(id), body)
                .ok_or_else(|| bad("its part of the manifest is damaged"))
        };
        let Some((generation, private, tags, sealed)) = row else {
            return match body {
                Some(body) if open_bucket(&body)?.generation(id).is_some() => {
                    Err(bad("it was removed from outside"))
                }
                _ => Ok(None),
            };
        };
        let generation = u64::try_from(generation).map_err(|_| bad("its generation is damaged"))?;
        let listed = match body {
            Some(body) => open_bucket(&body)?.generation(id),
            None => None,
        };
        match listed {
            None => return Err(bad("it is not in the manifest")),
            Some(newest) if newest != generation => {
                return Err(bad("it was put back to an older state"));
            }
            Some(_) => {}
        }
        let public;
        let object_keys = match (private, keys) {
            (true, None) => return Ok(None),
            (true, Some(keys)) => &keys.0.objects,
            (false, _) => {
                public = self.public(slot, epoch);
                &public.objects
            }
        };
        let header = header(slot, epoch, id, generation, private, &tags);
        seal::open(object_keys.object(id, generation).as_ref(), &header, &sealed)
            .map(|body| Some(Loaded { generation, private, body }))
            .ok_or_else(|| bad("its record is damaged"))
    }

    fn epoch(&self, slot: u64) -> Result<u64> {
        let generation = self.generation();
        let mut cached = self.queue.epochs.lock();
        if let Some((seen, epoch)) = cached.get(&slot)
            && *seen == generation
        {
            return Ok(*epoch);
        }
        let epoch = self.token(slot)?.epoch;
        cached.insert(slot, (generation, epoch));
        Ok(epoch)
    }

    /// The generation that an object has now; `None` when it is gone.
    pub fn object_generation(&self, slot: u64, id: u64) -> Result<Option<u64>> {
        let (Ok(slot), Ok(id)) = (number(slot), number(id)) else { return Ok(None) };
        self.database.read(|connection| {
            let generation: Option<i64> = connection
                .prepare_cached("SELECT generation FROM objects WHERE id = ?1 AND slot = ?2")
                .and_then(|mut s| s.query_row(params![id, slot], |row| row.get(0)).optional())
                .map_err(failed)?;
            Ok(generation.and_then(|g| u64::try_from(g).ok()))
        })
    }

    /// What stands for a search by these values: other for each token, and for those who have keys. Nobody
    /// without the keys can tell what was looked for, or have two searches look the same.
    pub fn question(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        terms: &[Term<'_>],
    ) -> Result<u128> {
        let terms = terms.iter().map(|term| (term.attribute, term.value));
        match keys {
            Some(keys) => Ok(keys.0.objects.question(terms)),
            None => Ok(self.public(slot, self.epoch(slot)?).objects.question(terms)),
        }
    }

    /// The numbers of the objects that may have all these values, in ascending order; all objects when no
    /// terms are given. Private ones are among them only when keys are given. Of few, those that are not
    /// `known` come opened; one that cannot be opened says why when it is loaded by itself.
    pub fn find(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        terms: &[Term<'_>],
        known: impl Fn(u64) -> bool,
    ) -> Result<Candidates> {
        let epoch = match keys {
            Some(keys) => keys.0.epoch,
            None => self.epoch(slot)?,
        };
        self.database.snapshot(|connection| {
            let ids = self.candidates(connection, slot, epoch, keys, terms)?;
            let wanted = ids.iter().filter(|id| ids.len() <= FEW && !known(**id));
            let opened = wanted.filter_map(|id| {
                let loaded = self.load_from(connection, slot, epoch, keys, *id).ok().flatten();
                loaded.map(|loaded| (*id, loaded))
            });
            let opened = opened.collect();
            Ok((ids, opened))
        })
    }

    fn candidates(
        &self,
        connection: &Connection,
        slot: u64,
        epoch: u64,
        keys: Option<&TokenKeys>,
        terms: &[Term<'_>],
    ) -> Result<Vec<u64>> {
        let row_slot = number(slot)?;
        let public = self.public(slot, epoch);
        let mut best: Option<Vec<i64>> = None;
        // A class has many objects, an identifier few: the last term is tried first, and the first
        // that leaves little ends the search. Candidates are compared in whole later.
        let by_rarity = |term: &&Term<'_>| term.attribute == ck::CKA_CLASS;
        let mut terms: Vec<&Term<'_>> = terms.iter().collect();
        terms.sort_by_key(by_rarity);
        for term in terms {
            if best.as_ref().is_some_and(|found| found.len() <= FEW) {
                break;
            }
            let tag = public.objects.tag(term.attribute, term.value);
            let private = keys.map(|keys| keys.0.objects.tag(term.attribute, term.value));
            let private = private.unwrap_or(tag);
            // One statement for both.
            let mut statement = connection
                .prepare_cached("SELECT object FROM terms WHERE slot = ?1 AND tag IN (?2, ?3)")
                .map_err(failed)?;
            let tags = params![row_slot, tag.as_slice(), private.as_slice()];
            let found = statement
                .query_map(tags, |row| row.get::<_, i64>(0))
                .and_then(Iterator::collect::<rusqlite::Result<Vec<i64>>>)
                .map_err(failed)?;
            if best.as_ref().is_none_or(|best| found.len() < best.len()) {
                best = Some(found);
            }
        }
        let mut ids = match best {
            Some(ids) => ids,
            None => {
                let mut statement = connection
                    .prepare_cached(
                        "SELECT id FROM objects WHERE slot = ?1 AND private <= ?2 ORDER BY id",
                    )
                    .map_err(failed)?;
                let rows = statement
                    .query_map(params![row_slot, keys.is_some()], |row| row.get::<_, i64>(0))
                    .map_err(failed)?;
                rows.collect::<rusqlite::Result<Vec<i64>>>().map_err(failed)?
            }
        };
        ids.sort_unstable();
        Ok(ids.into_iter().filter_map(|id| u64::try_from(id).ok()).collect())
    }
}

/// So few candidates are compared rather than narrowed down.
const FEW: usize = 16;

fn next_id(connection: &Connection) -> Result<u64> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'objects'")
        .and_then(|mut s| s.query_row([], |row| row.get(0)).optional())
        .map_err(failed)?;
    u64::try_from(last.unwrap_or(0) + 1)
        .map_err(|_| Error::new(ck::CKR_DEVICE_MEMORY, "object numbers are used up"))
}

fn forget_terms(connection: &Connection, slot: i64, id: u64) -> Result<()> {
    let id = number(id)?;
    let tags: Option<Vec<u8>> = connection
        .prepare_cached("SELECT tags FROM objects WHERE id = ?1 AND slot = ?2")
        .and_then(|mut s| s.query_row(params![id, slot], |row| row.get(0)).optional())
        .map_err(failed)?;
    for tag in tags.unwrap_or_default().chunks_exact(TAG_LEN) {
        connection
            .prepare_cached("DELETE FROM terms WHERE slot = ?1 AND tag = ?2 AND object = ?3")
            .and_then(|mut s| s.execute(params![slot, tag, id]))
            .map_err(failed)?;
    }
    Ok(())
}

fn write_object(
    connection: &Connection,
    job: &Job,
    put: &OwnedPut,
    keys: &ObjectKeys,
    id: u64,
    generation: u64,
) -> Result<()> {
    let tags = put.tags.concat();
    let header = header(job.slot, job.epoch, id, generation, put.private, &tags);
    let key = keys.object(id, generation);
    let sealed = seal::seal(key.as_ref(), &header, put.body.expose())?;
    let (slot, row) = (number(job.slot)?, number(id)?);
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO objects (id, slot, generation, private, tags, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .and_then(|mut s| {
            s.execute(params![
                row,
                slot,
                number(generation).unwrap_or(-1),
                put.private,
                tags,
                sealed
            ])
        })
        .map_err(failed)?;
    for tag in &put.tags {
        connection
            .prepare_cached("INSERT OR IGNORE INTO terms (slot, tag, object) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![slot, tag.as_slice(), row]))
            .map_err(failed)?;
    }
    Ok(())
}
