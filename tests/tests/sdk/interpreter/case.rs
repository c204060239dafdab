//! Goes through a case, step by step, and says how it went.

use super::expect::check;
use super::file::{Case, Login, Step};
use super::names::{Names, Thing};
use super::{Failure, value};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt;
use strongroom::{Hsm, Slot};

/// How a case went.
pub enum Ending {
    /// As it must.
    Ok,
    /// A step, counted from one, its name, and what was wrong.
    Failed(usize, String, String),
    /// It needs what there is not.
    Skipped(String),
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => f.write_str("ok"),
            Self::Failed(step, op, why) => write!(f, "failed step {step} ({op}): {why}"),
            Self::Skipped(what) => write!(f, "skipped needs {what}"),
        }
    }
}

/// What a case is executed on.
pub struct Place<'a> {
    /// Names the instance.
    pub url: &'a str,
    /// The user's PIN of its tokens.
    pub user_pin: &'a str,
    /// The security officer's.
    pub so_pin: &'a str,
    /// Where the slots of cases are, when a module numbers its own otherwise.
    pub slots: &'a BTreeMap<u64, u64>,
}

impl Place<'_> {
    /// The instance's number of a slot.
    fn number(&self, slot: u64) -> u64 {
        self.slots.get(&slot).copied().unwrap_or(slot)
    }

    /// The cases' number of a slot of the instance.
    pub fn slot(&self, number: u64) -> u64 {
        let found = self.slots.iter().find(|(_, has)| **has == number);
        found.map_or(number, |(slot, _)| *slot)
    }
}

/// A case under way.
pub struct Run<'a> {
    /// Where it is.
    pub place: &'a Place<'a>,
    /// Its slot.
    pub slot: u64,
    /// What its steps have named.
    pub names: Names,
}

impl Run<'_> {
    /// The slot that a step is about, in the instance that it names.
    pub fn slot(&self, slot: Option<u64>, hsm: &str) -> super::Result<Slot> {
        Ok(self.names.hsm(hsm)?.slot(self.place.number(slot.unwrap_or(self.slot)))?)
    }
}

/// Executes a case.
pub fn run(place: &Place<'_>, case: &Case) -> Ending {
    let failed = |why: String| Ending::Failed(0, "begin".into(), why);
    let hsm = match Hsm::open(place.url) {
        Ok(hsm) => hsm,
        Err(error) => return failed(format!("{error:?}")),
    };
    let ending = match lacks(place, &hsm, case) {
        Ok(Some(what)) => Ending::Skipped(what),
        Ok(None) => {
            let mut run = Run { place, slot: case.slot, names: Names::default() };
            begin(&mut run, &hsm, case.login)
                .map_or_else(|error| failed(format!("{error:?}")), |()| steps(&mut run, case))
        }
        Err(Failure::Sdk(error)) => failed(format!("{error:?}")),
        Err(Failure::Case(why)) => failed(why),
    };
    hsm.close();
    ending
}

/// What the token lacks of what a case needs.
fn lacks(place: &Place<'_>, hsm: &Hsm, case: &Case) -> super::Result<Option<String>> {
    let Some(slot) = hsm.slots()?.into_iter().find(|slot| slot.id() == place.number(case.slot))
    else {
        return Ok(Some(format!("slot {}", case.slot)));
    };
    if case.needs.is_empty() {
        return Ok(None);
    }
    let has = slot.mechanisms()?;
    for name in &case.needs {
        let wanted = value::constant(name)?;
        if !has.iter().any(|(number, _)| *number == wanted) {
            return Ok(Some(name.clone()));
        }
    }
    Ok(None)
}

fn begin(run: &mut Run<'_>, hsm: &Hsm, login: Login) -> strongroom::Result<()> {
    run.names.set("hsm", Thing::Hsm(hsm.clone()));
    let slot = hsm.slot(run.place.number(run.slot))?;
    let session = match login {
        Login::User => slot.login(run.place.user_pin)?,
        Login::So => slot.login_so(run.place.so_pin)?,
        Login::Nobody => slot.session()?,
        Login::None => return Ok(()),
    };
    run.names.set("session", Thing::Session(session));
    Ok(())
}

fn steps(run: &mut Run<'_>, case: &Case) -> Ending {
    for (number, fields) in case.steps.iter().enumerate() {
        let op = fields.get("op").and_then(Json::as_str).unwrap_or("?").to_owned();
        let went = Step::of(fields).map_or_else(
            |failure| match failure {
                Failure::Case(why) => Err(why),
                Failure::Sdk(error) => Err(format!("{error:?}")),
            },
            |step| {
                let answer = run.perform(&step);
                check(step.expect.as_ref(), &answer, &run.names)
            },
        );
        if let Err(why) = went {
            return Ending::Failed(number + 1, op, why);
        }
    }
    Ending::Ok
}
