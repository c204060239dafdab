//! Values that arrive by name from another language or a file: what a binding hands over without knowing what it
//! is for. What takes them ([`MechanismSpec::with`](crate::MechanismSpec::with),
//! [`KeySpec::with`](crate::KeySpec::with) and their like) says which names there are, and of what sort each is.

use strongroom_base::Template;

/// A value, as it was said.
#[derive(Clone, Debug)]
pub enum Field {
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A number.
    Number(u64),
    /// True or false.
    Truth(bool),
    /// Several words.
    Words(Vec<String>),
    /// Attributes.
    Attributes(Template),
}

/// Makes what takes a value of one sort, or says that it is another.
macro_rules! of_sort {
    ($name:ident: $sort:ident, $type:ty, $what:literal) => {
        pub(crate) fn $name(self, field: &str) -> Result<$type, String> {
            match self {
                Self::$sort(value) => Ok(value),
                other => Err(format!("\"{field}\" is {}, not {}", $what, other.sort())),
            }
        }
    };
}

impl Field {
    of_sort!(text: Text, String, "text");
    of_sort!(bytes: Bytes, Vec<u8>, "bytes");
    of_sort!(number: Number, u64, "a number");
    of_sort!(truth: Truth, bool, "true or false");
    of_sort!(words: Words, Vec<String>, "a list of words");
    of_sort!(attributes: Attributes, Template, "attributes");

    fn sort(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Number(_) => "a number",
            Self::Truth(_) => "true or false",
            Self::Words(_) => "a list of words",
            Self::Attributes(_) => "attributes",
        }
    }
}
