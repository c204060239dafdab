//! Proving the audit log: every record follows the one before it, every checkpoint is signed, and nothing
//! is missing at its end. And reading it.

use super::log::{End, Log, open};
use super::record::{Hash, Record, hash};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use rustix::fs::OFlags;
use std::io::Read;
use strongroom_base::{Result, ck};

/// What a verification found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proof {
    /// How many records there are.
    pub records: u64,
    /// How many of them are checkpoints.
    pub checkpoints: u64,
    /// Records after the last checkpoint: they follow one another, but nobody has signed them.
    pub unsigned: u64,
    /// What is not as it was written, in the order of the log.
    pub findings: Vec<String>,
}

impl Log {
    /// Reads all records in their order, as far as they can be read: each with its bytes, or what stands in
    /// its place.
    pub fn read(&self, mut each: impl FnMut(Result<(Record, &[u8]), String>)) -> Result<()> {
        for number in 1.. {
            let path = self.path(number);
            if !path.exists() {
                // One that is missing between others is found by the numbers of the records.
                if self.segments() < number {
                    return Ok(());
                }
                continue;
            }
            let mut bytes = Vec::new();
            let mut file = open(&path, OFlags::RDONLY)?;
            file.read_to_end(&mut bytes).map_err(|error| {
                strongroom_base::Error::new(
                    ck::CKR_DEVICE_ERROR,
                    format!("reading {}: {error}", path.display()),
                )
            })?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let Some((record, body, taken)) = Record::read(rest) else {
                    let offset = bytes.len() - rest.len();
                    each(Err(format!(
                        "segment {number}: what stands at byte {offset} is no record"
                    )));
                    break;
                };
                each(Ok((record, body)));
                rest = rest.get(taken..).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// The number of the last segment.
    fn segments(&self) -> u64 {
        let Ok(entries) = std::fs::read_dir(self.dir()) else { return 0 };
        let number = |name: &str| name.strip_suffix(".log")?.parse::<u64>().ok();
        entries
            .flatten()
            .filter_map(|entry| number(&entry.file_name().to_string_lossy()))
            .max()
            .unwrap_or(0)
    }

    /// Verifies all of it.
    pub fn verify(&self) -> Result<Proof> {
        let anchor = self.read_anchor();
        let key = UnparsedPublicKey::new(&ED25519, self.public_key());
        let mut proof = Proof::default();
        let (mut sequence, mut previous): (u64, Hash) = (0, *End::default().hash);
        let mut at_anchor = anchor.is_none_or(|anchor| anchor.sequence == 0);
        self.read(|read| {
            let (record, body) = match read {
                Ok(record) => record,
                Err(finding) => return proof.findings.push(finding),
            };
            proof.records += 1;
            let number = record.sequence;
            if number != sequence + 1 {
                let finding = format!("record {} is followed by record {number}", sequence);
                proof.findings.push(finding);
            } else if *record.previous != previous {
                let finding = format!("record {number} does not follow the record before it");
                proof.findings.push(finding);
            }
            match (&record.event, &record.signature) {
                (Some(_), None) => proof.unsigned += 1,
                (None, Some(signature)) => {
                    let signed = Record::signed(number, &record.previous);
                    if key.verify(&signed, signature.as_slice()).is_err() {
                        proof
                            .findings
                            .push(format!("checkpoint {number} is not signed by this instance"));
                    }
                    (proof.checkpoints, proof.unsigned) = (proof.checkpoints + 1, 0);
                }
                _ => proof
                    .findings
                    .push(format!("record {number} is neither an event nor a checkpoint")),
            }
            (sequence, previous) = (number, hash(body));
            if let Some(anchor) = &anchor
                && anchor.sequence == number
            {
                at_anchor = *anchor.hash == previous;
            }
        })?;
        match anchor {
            None if proof.records > 0 => {
                proof
                    .findings
                    .push("the anchor is missing or damaged: the end may be missing".into());
            }
            Some(anchor) if !at_anchor => proof.findings.push(format!(
                "the log had come to record {}, which is not there any more",
                anchor.sequence
            )),
            _ => {}
        }
        Ok(proof)
    }
}
