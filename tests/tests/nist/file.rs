//! The files: paragraphs of `NAME = value`. What stands before an answer holds for all answers after it, until it
//! is said anew; so does what stands in brackets.

use std::collections::BTreeMap;
use std::path::PathBuf;
use strongroom_tests::runner::skip;

fn place() -> PathBuf {
    match std::env::var_os("STRONGROOM_NIST_VECTORS") {
        Some(place) => place.into(),
        None => skip("tests/tests/nist/fetch brings the files"),
    }
}

/// The text of a file.
pub fn text(name: &str) -> String {
    let path = place().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Hexadecimal digits as bytes; an odd number of them has a zero before it.
pub fn bytes_of(digits: &str) -> Vec<u8> {
    let padded = if digits.len() % 2 == 1 { format!("0{digits}") } else { digits.to_owned() };
    hex::decode(&padded).unwrap_or_else(|e| panic!("{digits:?}: {e}"))
}

/// A number without the zeros before it.
pub fn number_of(digits: &str) -> Vec<u8> {
    let bytes = bytes_of(digits);
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes[zeros..].to_vec()
}

/// A number with zeros before it to this length; longer where it is longer.
pub fn padded(number: &[u8], len: usize) -> Vec<u8> {
    [vec![0; len.saturating_sub(number.len())], number.to_vec()].concat()
}

/// An answer with all that holds for it.
#[derive(Clone)]
pub struct Answer {
    /// Where it is, for people.
    pub place: String,
    values: BTreeMap<String, String>,
}

impl Answer {
    /// A value as text, if there is one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A value as text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_else(|| panic!("{}: no {name}", self.place))
    }

    /// A value of hexadecimal digits, or of text in quotation marks.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        let text = self.text(name);
        match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(text) => text.as_bytes().to_vec(),
            None => bytes_of(text),
        }
    }

    /// The first bytes of a value: where there should be none, the files have one.
    pub fn first(&self, name: &str, len: usize) -> Vec<u8> {
        let mut bytes = self.bytes(name);
        bytes.truncate(len);
        bytes
    }

    /// A number in hexadecimal digits, without zeros before it.
    pub fn big(&self, name: &str) -> Vec<u8> {
        number_of(self.text(name))
    }

    /// A number in decimal digits.
    pub fn number(&self, name: &str) -> usize {
        self.text(name).parse().unwrap_or_else(|e| panic!("{}: {name}: {e}", self.place))
    }

    /// Whether the result is said to be right.
    pub fn passes(&self) -> bool {
        matches!(self.text("result").as_bytes().first(), Some(b'P' | b'p'))
    }
}

/// The answers of a file: the paragraphs that have a value of this name. Names are in small letters here, and a
/// heading that is no `NAME = value` is a value of the name `heading`.
pub fn answers(name: &str, of: &str) -> Vec<Answer> {
    let text = text(name);
    let (mut held, mut paragraph) = (BTreeMap::new(), BTreeMap::new());
    let mut answers = Vec::new();
    let mut end = |held: &mut BTreeMap<_, _>, paragraph: &mut BTreeMap<String, String>, line| {
        let mut said = std::mem::take(paragraph);
        if said.contains_key(of) {
            // Some files say a public exponent with the first of its signatures.
            held.extend(said.get_key_value("e").map(|(name, e)| (name.clone(), e.clone())));
            let mut values: BTreeMap<String, String> = held.clone();
            values.append(&mut said);
            answers.push(Answer { place: format!("{name}:{line}"), values });
        } else {
            held.append(&mut said);
        }
    };
    for (at, line) in text.lines().enumerate() {
        if let Some(heading) = line.trim().strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            end(&mut held, &mut paragraph, at);
            for part in heading.split(", ") {
                match part.split_once('=') {
                    Some((name, value)) => {
                        held.insert(name.trim().to_lowercase(), value.trim().to_owned())
                    }
                    // How keys were made, under the heading of their curve.
                    None if heading.starts_with("B.4") => None,
                    None => held.insert("heading".to_owned(), heading.to_owned()),
                };
            }
        } else if line.trim().is_empty() {
            end(&mut held, &mut paragraph, at);
        } else if !line.starts_with(['#', '\t']) {
            let (name, value) = line.split_once('=').unwrap_or((line, ""));
            let name = name.trim().to_lowercase();
            if paragraph.contains_key(&name) {
                end(&mut held, &mut paragraph, at);
            }
            paragraph.insert(name, value.trim().to_owned());
        }
    }
    end(&mut held, &mut paragraph, text.lines().count());
    assert!(!answers.is_empty(), "{name} has no {of}");
    answers
}
