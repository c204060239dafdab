//! The files: suites of cases.

use super::{Failure, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A suite.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// What it asks.
    pub about: String,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// A case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name in its suite.
    pub id: String,
    /// For readers.
    #[serde(default, rename = "about")]
    _about: String,
    /// Who says what comes out.
    #[serde(default, rename = "source")]
    _source: String,
    /// Mechanisms that the token must have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The number of its slot.
    #[serde(default)]
    pub slot: u64,
    /// Who is logged in when it begins.
    #[serde(default)]
    pub login: Login,
    /// What is done.
    pub steps: Vec<Map<String, Value>>,
}

/// Who is logged in when a case begins.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Login {
    /// The user.
    #[default]
    User,
    /// The security officer.
    So,
    /// Nobody.
    Nobody,
    /// There is no session at all.
    None,
}

/// A step, taken apart.
pub struct Step {
    /// What is done.
    pub op: super::op::Op,
    /// What the result is called.
    pub name: Option<String>,
    /// What the results are called, where there are several.
    pub names: Vec<String>,
    /// What must come.
    pub expect: Option<Value>,
}

impl Step {
    /// Reads one. What is not known makes it fail.
    pub fn of(fields: &Map<String, Value>) -> Result<Self> {
        let mut fields = fields.clone();
        let expect = fields.remove("expect").filter(|value| !value.is_null());
        let mut names = Vec::new();
        let name = match fields.remove("as") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(Value::Array(several)) => {
                names.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
                None
            }
            Some(other) => return super::wrong(format!("{other} is no name")),
        };
        let op = serde_json::from_value(Value::Object(fields))
            .map_err(|error| Failure::Case(error.to_string()))?;
        Ok(Self { op, name, names, expect })
    }

    /// Whether it says something of what must come.
    pub fn can_fail(&self) -> bool {
        use super::op::Op;
        self.expect.is_some()
            || matches!(
                self.op,
                Op::Verify { .. }
                    | Op::VerifySignature { .. }
                    | Op::Check { .. }
                    | Op::TokenFlags { .. }
            )
    }
}
