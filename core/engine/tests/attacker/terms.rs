//! What the attacker knows: terms for values, and what follows from knowing some of them. Encryption is
//! perfect here; all that he can do with a ciphertext, he does with its key, or because the way of encrypting
//! lets him.

use std::collections::{BTreeMap, BTreeSet};

/// Ways to encrypt data and to wrap keys. Where there is a vector, it is always the same one: it is the
/// caller's to choose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    Ecb,
    Cbc,
    Ctr,
    Gcm,
    Kw,
    Kwp,
}

impl Way {
    pub const ALL: &'static [Self] =
        &[Self::Ecb, Self::Cbc, Self::Ctr, Self::Gcm, Self::Kw, Self::Kwp];

    /// Whether a key stream is added to the plain text.
    fn is_stream(self) -> bool {
        matches!(self, Self::Ctr | Self::Gcm)
    }
}

/// A term, by its number.
pub type Id = usize;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Term {
    /// A value that the token drew.
    Fresh(usize),
    /// A value that the attacker made up.
    Own(Vec<u8>),
    /// `Enc(way, key, plain)`
    Enc(Way, Id, Id),
    /// What comes out when something that was not encrypted so is decrypted.
    Dec(Way, Id, Id),
    /// A MAC of data: by CMAC, or by HMAC.
    Mac(bool, Id, Id),
    /// A key made by the expanding step of HKDF with this information.
    Expanded(Id, Id),
    /// One byte of a value.
    Byte(Id, usize),
}

/// All terms, and which of them he knows.
#[derive(Default)]
pub struct Knowledge {
    terms: Vec<Term>,
    numbers: BTreeMap<Term, Id>,
    known: BTreeMap<Id, &'static str>,
    /// Values he must not learn.
    protected: BTreeSet<Id>,
}

impl Knowledge {
    /// The number of a term, in its normal form.
    pub fn id(&mut self, term: Term) -> Id {
        match term {
            Term::Enc(way, key, plain) => {
                if let Some(Term::Dec(w, k, inner)) = self.terms.get(plain)
                    && (*w, *k) == (way, key)
                {
                    return *inner;
                }
            }
            Term::Dec(way, key, sealed) => {
                if let Some(Term::Enc(w, k, inner)) = self.terms.get(sealed)
                    && (*w, *k) == (way, key)
                {
                    return *inner;
                }
            }
            _ => {}
        }
        if let Some(id) = self.numbers.get(&term) {
            return *id;
        }
        let id = self.terms.len();
        self.terms.push(term.clone());
        self.numbers.insert(term, id);
        id
    }

    /// Nobody may learn it.
    pub fn protect(&mut self, id: Id) {
        self.protected.insert(id);
    }

    pub fn is_protected(&self, id: Id) -> bool {
        self.protected.contains(&id)
    }

    pub fn knows(&self, id: Id) -> bool {
        self.known.contains_key(&id)
    }

    /// He learns a term, and all that follows; says how a protected value came out, if one did.
    pub fn learn(&mut self, id: Id, how: &'static str) -> Option<&'static str> {
        self.known.entry(id).or_insert(how);
        while self.follow() {}
        self.protected.iter().find_map(|id| self.known.get(id)).copied()
    }

    /// One round of what follows; whether there was anything new.
    fn follow(&mut self) -> bool {
        let mut new: Vec<(Id, &'static str)> = Vec::new();
        let mut streams: BTreeSet<(Way, Id)> = BTreeSet::new();
        for id in self.known.keys() {
            if let Some(Term::Enc(way, key, plain)) = self.terms.get(*id)
                && way.is_stream()
                && self.knows(*plain)
            {
                streams.insert((*way, *key));
            }
        }
        for id in self.known.keys() {
            match &self.terms[*id] {
                Term::Enc(_, key, plain) if self.knows(*key) => {
                    new.push((*plain, "under a known key"));
                }
                Term::Enc(way, key, plain) if streams.contains(&(*way, *key)) => {
                    new.push((*plain, "under a known key stream"));
                }
                // What was made with a key of one byte says which one it is.
                Term::Enc(_, key, _) | Term::Mac(_, key, _)
                    if matches!(self.terms[*key], Term::Byte(..)) =>
                {
                    new.push((*key, "tried"));
                }
                _ => {}
            }
        }
        // What he computes outside, of the values that there are.
        for (id, term) in self.terms.iter().enumerate() {
            let computed = match term {
                Term::Enc(_, key, plain) => self.knows(*key) && self.knows(*plain),
                Term::Dec(_, key, sealed) => self.knows(*key) && self.knows(*sealed),
                Term::Mac(_, key, data) => self.knows(*key) && self.knows(*data),
                Term::Byte(whole, _) => self.knows(*whole),
                // The first block is the HMAC of the information and a counter.
                Term::Expanded(key, info) => {
                    let mac = self.numbers.get(&Term::Mac(false, *key, *info));
                    self.knows(*key) || mac.is_some_and(|mac| self.knows(*mac))
                }
                Term::Fresh(_) | Term::Own(_) => false,
            };
            if computed {
                new.push((id, "computed outside"));
            }
        }
        let before = self.known.len();
        for (id, how) in new {
            self.known.entry(id).or_insert(how);
        }
        self.known.len() > before
    }
}
