//! Words that name things: tables of a word and what it means, and what is said to somebody whose word is in
//! none. The words of every language are these.

use strongroom_base::{Error, Result, ck};

/// What a word means, in either case. `CKR_ARGUMENTS_BAD` with a sentence that names `what` was wanted and the
/// words that there are
pub(crate) fn meaning<T: Copy>(table: &[(&str, T)], word: &str, what: &str) -> Result<T> {
    let found = table.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
        let why = format!("\"{word}\" is no {what}; there are {}", words.join(", "));
        Error::new(ck::CKR_ARGUMENTS_BAD, why)
    })
}

/// The first word of what is meant.
pub(crate) fn word<T: PartialEq>(table: &[(&'static str, T)], meaning: &T) -> &'static str {
    table.iter().find(|(_, known)| known == meaning).map(|(word, _)| *word).unwrap_or_default()
}

/// Makes a type read and written by the words of a table.
macro_rules! by_words {
    ($type:ty, $table:ident, $what:literal) => {
        impl std::str::FromStr for $type {
            type Err = strongroom_base::Error;

            /// The word in either case. `CKR_ARGUMENTS_BAD`
            fn from_str(text: &str) -> strongroom_base::Result<Self> {
                $crate::words::meaning($table, text, $what)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::words::word($table, self))
            }
        }
    };
}
pub(crate) use by_words;

#[cfg(test)]
mod tests {
    use crate::encoding::PUBLIC_FORMS;
    use crate::mechanism::ENCODINGS;
    use crate::{OPERATIONS, RELATIONS, USAGES};
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    fn both_ways<T>(table: &[(&'static str, T)])
    where
        T: FromStr<Err = strongroom_base::Error> + Display + Debug + PartialEq,
    {
        for (word, meaning) in table {
            assert_eq!(&word.to_ascii_uppercase().parse::<T>().unwrap(), meaning);
            assert_eq!(meaning.to_string(), *word);
        }
        let error = "nothing of the kind".parse::<T>().unwrap_err();
        assert!(table.iter().all(|(word, _)| error.why().contains(word)), "{error}");
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        both_ways(PUBLIC_FORMS);
        both_ways(ENCODINGS);
        both_ways(USAGES);
        both_ways(OPERATIONS);
        both_ways(RELATIONS);
    }
}
