//! Values with a shape, packed into one array as Java's `DataOutputStream` and `DataInputStream` have them: numbers
//! with the high byte first, lengths as an `int` before what they measure. `Packed.java` is the other side. A value
//! is a tag and what belongs to it.

use crate::error::Result;
use crate::table;
use bytes::{Buf, BufMut, TryGetError};
use strongroom::{Answer, Error, Field, Secret, Template, Value, ck};

const FALSE: u8 = 0;
const TRUE: u8 = 1;
const NUMBER: u8 = 2;
const BYTES: u8 = 3;
const NUMBERS: u8 = 4;
const TEMPLATE: u8 = 5;
const SENSITIVE: u8 = 6;
const INVALID: u8 = 7;
const WORDS: u8 = 8;
const TEXT: u8 = 9;
/// A secret that was brought here before, by its number.
const KEPT: u8 = 10;

/// How deep templates may lie in one another.
const DEPTH: usize = 8;

/// Takes what was packed apart.
pub struct Reader<'a>(&'a [u8]);

fn short(_: TryGetError) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "", "what was packed is too short")
}

fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "", why)
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// So many arrays.
    pub fn all(&mut self, count: usize) -> Result<Vec<&'a [u8]>> {
        (0..count).map(|_| self.bytes()).collect()
    }

    fn bytes(&mut self) -> Result<&'a [u8]> {
        let len = self.count()?;
        let (taken, rest) =
            self.0.split_at_checked(len).ok_or_else(|| wrong("what was packed is too short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn count(&mut self) -> Result<usize> {
        let count = self.0.try_get_u32().map_err(short)?;
        Ok(usize::try_from(count).map_err(|_| wrong("what was packed is too long"))?)
    }

    pub fn text(&mut self) -> Result<String> {
        let text = std::str::from_utf8(self.bytes()?).map_err(|_| wrong("a text is not UTF-8"))?;
        Ok(text.to_owned())
    }

    /// A specification: its name, and with it what further names say.
    pub fn spec<T>(
        &mut self,
        named: impl FnOnce(String) -> strongroom::Result<T>,
        with: impl Fn(T, &str, Field) -> strongroom::Result<T>,
    ) -> Result<T> {
        let mut spec = named(self.text()?)?;
        for _ in 0..self.count()? {
            let name = self.text()?;
            spec = with(spec, &name, self.field()?)?;
        }
        Ok(spec)
    }

    fn field(&mut self) -> Result<Field> {
        let tag = self.0.first().copied();
        if matches!(tag, Some(WORDS | TEXT | KEPT)) {
            self.0.advance(1);
        }
        match tag {
            Some(TEXT) => return self.text().map(Field::Text),
            Some(WORDS) => {
                let words: Result<_> = (0..self.count()?).map(|_| self.text()).collect();
                return words.map(Field::Words);
            }
            Some(KEPT) => {
                let number = self.0.try_get_u64().map_err(short)?;
                let secret = table::get::<Secret>(number.cast_signed())?;
                return Ok(Field::Bytes(secret.expose().to_vec()));
            }
            _ => {}
        }
        Ok(match self.value(0)? {
            Value::Bool(truth) => Field::Truth(truth),
            Value::Ulong(number) => Field::Number(number),
            Value::Bytes(bytes) => Field::Bytes(bytes.expose().to_vec()),
            Value::Template(template) => Field::Attributes(template),
            Value::Mechanisms(_) => return Err(wrong("no field is a list of mechanisms").into()),
        })
    }

    /// A template, so many of which it lies in.
    pub fn template(&mut self, depth: usize) -> Result<Template> {
        let mut template = Template::new();
        for _ in 0..self.count()? {
            let kind = self.0.try_get_u64().map_err(short)?;
            template.push(kind, self.value(depth)?);
        }
        Ok(template)
    }

    fn value(&mut self, depth: usize) -> Result<Value> {
        Ok(match self.0.try_get_u8().map_err(short)? {
            FALSE => false.into(),
            TRUE => true.into(),
            NUMBER => self.0.try_get_u64().map_err(short)?.into(),
            BYTES => Secret::from(self.bytes()?).into(),
            NUMBERS => {
                let count = self.count()?;
                let each = |_| Ok(self.0.try_get_u64().map_err(short)?);
                Value::Mechanisms((0..count).map(each).collect::<Result<_>>()?)
            }
            TEMPLATE if depth < DEPTH => self.template(depth + 1)?.into(),
            _ => return Err(wrong("a value is of no kind that there is").into()),
        })
    }
}

/// Packs values.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    pub fn done(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    pub fn count(&mut self, count: usize) -> &mut Self {
        // No array of Java's is longer.
        self.0.put_u32(u32::try_from(count).unwrap_or(u32::MAX));
        self
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.count(bytes.len()).0.put_slice(bytes);
        self
    }

    pub fn all<T: AsRef<[u8]>>(&mut self, parts: &[T]) -> &mut Self {
        for part in parts {
            self.bytes(part.as_ref());
        }
        self
    }

    pub fn numbers(&mut self, numbers: &[u64]) -> &mut Self {
        for number in numbers {
            self.0.put_u64(*number);
        }
        self
    }

    pub fn template(&mut self, template: &Template) -> &mut Self {
        self.count(template.iter().count());
        for attribute in template.iter() {
            self.numbers(&[attribute.kind]).value(&attribute.value);
        }
        self
    }

    pub fn answer(&mut self, answer: &Answer) -> &mut Self {
        match answer {
            Answer::Value(value) => return self.value(value),
            Answer::Sensitive => self.0.put_u8(SENSITIVE),
            Answer::Invalid => self.0.put_u8(INVALID),
        }
        self
    }

    fn tag(&mut self, tag: u8) -> &mut Self {
        self.0.put_u8(tag);
        self
    }

    fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Bool(truth) => self.tag(if *truth { TRUE } else { FALSE }),
            Value::Ulong(number) => self.tag(NUMBER).numbers(&[*number]),
            Value::Bytes(bytes) => self.tag(BYTES).bytes(bytes.expose()),
            Value::Mechanisms(list) => self.tag(NUMBERS).count(list.len()).numbers(list),
            Value::Template(template) => self.tag(TEMPLATE).template(template),
        }
    }
}
