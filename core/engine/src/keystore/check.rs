//! Looking a whole keystore over: everything that is not as it was written is named, object by object.

use super::database::failed;
use super::manifest::{self, Bucket, toggle};
use super::seal::TAG_LEN;
use super::{Keystore, TokenKeys};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use strongroom_base::Result;

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The slot, where it concerns one.
    pub slot: Option<u64>,
    /// The object's number, where it concerns one.
    pub object: Option<u64>,
    /// What it is.
    pub what: String,
}

impl Finding {
    fn of(slot: Option<u64>, object: Option<u64>, what: impl Into<String>) -> Self {
        Self { slot, object, what: what.into() }
    }

    /// The handle of the object that it concerns.
    pub fn handle(&self) -> Option<u64> {
        self.object.map(|number| crate::object::Place::Token(number).handle())
    }
}

impl Keystore {
    /// Checks everything. Records of private objects can be opened only for slots whose keys are given;
    /// of the others, the manifest and the index are checked.
    pub fn check(&self, keys: &BTreeMap<u64, TokenKeys>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let integrity = self.database.read(|connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check(20)").map_err(failed)?;
            let rows: rusqlite::Result<Vec<String>> =
                statement.query_map([], |row| row.get(0)).map_err(failed)?.collect();
            rows.map_err(failed)
        });
        if self.has_part_of_a_page() {
            findings.push(Finding::of(None, None, "keystore.db was cut in the middle of a page"));
        }
        match integrity {
            Ok(rows) => findings.extend(
                rows.into_iter().filter(|row| row != "ok").map(|row| Finding::of(None, None, row)),
            ),
            Err(error) => findings.push(Finding::of(None, None, error.why())),
        }
        match self.slots() {
            Ok(slots) => {
                for slot in slots {
                    if let Err(error) = self.check_slot(slot, keys.get(&slot), &mut findings) {
                        findings.push(Finding::of(Some(slot), None, error.why()));
                    }
                }
            }
            Err(error) => findings.push(Finding::of(None, None, error.why())),
        }
        findings
    }

    /// SQLite passes over a last page that is not whole.
    fn has_part_of_a_page(&self) -> bool {
        let size = self.database.read(|connection| {
            connection
                .pragma_query_value(None, "page_size", |row| row.get::<_, u32>(0))
                .map_err(failed)
        });
        let len = std::fs::metadata(self.files.database()).map(|file| file.len());
        match (size, len) {
            (Ok(size), Ok(len)) => len % u64::from(size.max(1)) != 0,
            _ => false,
        }
    }

    fn check_slot(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        findings: &mut Vec<Finding>,
    ) -> Result<()> {
        // Before the database is read: what is acknowledged meanwhile is in it.
        let acknowledged = self.generation.reached(slot);
        self.database.snapshot(|connection| {
            self.check_snapshot(connection, slot, keys, acknowledged, findings)
        })
    }

    fn check_snapshot(
        &self,
        connection: &Connection,
        slot: u64,
        keys: Option<&TokenKeys>,
        acknowledged: u64,
        findings: &mut Vec<Finding>,
    ) -> Result<()> {
        let row_slot = manifest::number(slot)?;
        let record = self.record(connection, slot)?;
        let root = self.newest(connection, slot, &record)?;
        let manifest_keys = &self.public(slot, record.epoch).manifest;
        let buckets: Vec<(i64, Vec<u8>)> = rows(
            connection,
            "SELECT bucket, body FROM buckets WHERE slot = ?1",
            row_slot,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let objects: Vec<(i64, Vec<u8>)> =
            rows(connection, "SELECT id, tags FROM objects WHERE slot = ?1", row_slot, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let terms: Vec<(Vec<u8>, i64)> =
            rows(connection, "SELECT tag, object FROM terms WHERE slot = ?1", row_slot, |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;

        let lost = root.lost_by(acknowledged);
        if lost > 0 {
            findings.push(Finding::of(
                Some(slot),
                None,
                format!(
                    "{lost} of its newest changes are lost: the log was damaged, or keystore.db put \
                     back to an older state"
                ),
            ));
        }

        let mut running = [0; 32];
        let mut listed = BTreeMap::new();
        for (bucket, body) in &buckets {
            let bucket = u64::try_from(*bucket).unwrap_or(u64::MAX);
            match Bucket::open(manifest_keys, slot, bucket, body) {
                Some(opened) => {
                    toggle(&mut running, &opened.share(manifest_keys, slot, bucket));
                    listed.extend(opened.entries().iter().copied());
                }
                None => findings.push(Finding::of(
                    Some(slot),
                    None,
                    format!("the manifest of objects {} and following is damaged", bucket * 64),
                )),
            }
        }
        if running != root.running {
            findings.push(Finding::of(
                Some(slot),
                None,
                "a part of the manifest was removed or put back to an older state",
            ));
        }

        let mut seen = BTreeSet::new();
        let terms: BTreeSet<(Vec<u8>, i64)> = terms.into_iter().collect();
        let mut expected_terms = 0;
        for (row, tags) in &objects {
            let id = u64::try_from(*row).unwrap_or(u64::MAX);
            seen.insert(id);
            if let Err(error) = self.load_from(connection, slot, record.epoch, keys, id) {
                findings.push(Finding::of(Some(slot), Some(id), error.why()));
            }
            for tag in tags.chunks_exact(TAG_LEN) {
                expected_terms += 1;
                if !terms.contains(&(tag.to_vec(), *row)) {
                    findings.push(Finding::of(
                        Some(slot),
                        Some(id),
                        "the index does not lead to it",
                    ));
                }
            }
        }
        for id in listed.keys().filter(|id| !seen.contains(id)) {
            findings.push(Finding::of(Some(slot), Some(*id), "it was removed from outside"));
        }
        if terms.len() != expected_terms {
            findings.push(Finding::of(
                Some(slot),
                None,
                "the index has entries that lead nowhere, or lacks some",
            ));
        }
        Ok(())
    }
}

fn rows<T>(
    connection: &Connection,
    query: &str,
    slot: i64,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare(query).map_err(failed)?;
    let rows: rusqlite::Result<Vec<T>> =
        statement.query_map([slot], read).map_err(failed)?.collect();
    rows.map_err(failed)
}
