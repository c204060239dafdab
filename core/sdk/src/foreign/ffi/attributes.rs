//! `C_GetAttributeValue`. It has one return value for all attributes, and a length of all bits for each that
//! it does not give; so where it does not give all, each is asked for alone, and its own return value says
//! why. Values are read in the two steps of the specification, templates in the three that they need.

use super::{Functions, length, missing, number, ulong};
use cryptoki_sys::{CK_ATTRIBUTE, CK_ULONG};
use std::ptr::null_mut;
use strongroom_base::attribute::{Kind, kind_of};
use strongroom_base::limits::{MAX_ATTRIBUTE_LEN, MAX_ATTRIBUTES};
use strongroom_base::{Answer, Attribute, Error, Result, Secret, Template, Value, ck};

/// How often a value that grew in between is asked for again.
const TRIES: usize = 4;

fn asked(kind: u64) -> CK_ATTRIBUTE {
    CK_ATTRIBUTE { type_: ulong(kind), pValue: null_mut(), ulValueLen: 0 }
}

impl Functions {
    /// What becomes of each attribute asked for.
    pub fn get_attributes(&self, session: u64, object: u64, kinds: &[u64]) -> Result<Vec<Answer>> {
        let plain = !kinds.iter().any(|kind| kind_of(*kind) == Kind::Template);
        if plain
            && kinds.len() > 1
            && let Ok(values) = self.all(session, object, kinds)
        {
            return Ok(values.into_iter().map(Answer::Value).collect());
        }
        let one = |kind: &u64| {
            let value = if kind_of(*kind) == Kind::Template {
                self.template_value(session, object, *kind)
            } else {
                self.all(session, object, &[*kind]).and_then(|values| {
                    values.into_iter().next().ok_or_else(|| missing("C_GetAttributeValue"))
                })
            };
            match value {
                Ok(value) => Ok(Answer::Value(value)),
                Err(error) if error.is(ck::CKR_ATTRIBUTE_SENSITIVE) => Ok(Answer::Sensitive),
                Err(error) if error.is(ck::CKR_ATTRIBUTE_TYPE_INVALID) => Ok(Answer::Invalid),
                Err(error) => Err(error),
            }
        };
        if kinds.is_empty() {
            // Nothing is asked for; the module says whether there is such an object.
            return self.all(session, object, &[]).map(|_| Vec::new());
        }
        kinds.iter().map(one).collect()
    }

    /// The values of attributes of which the object gives every one.
    fn all(&self, session: u64, object: u64, kinds: &[u64]) -> Result<Vec<Value>> {
        let mut attributes: Vec<_> = kinds.iter().map(|kind| asked(*kind)).collect();
        self.ask(session, object, &mut attributes)?;
        for _ in 0..TRIES {
            let mut room = Vec::with_capacity(attributes.len());
            for attribute in &mut attributes {
                room.push(Room::new(attribute)?);
            }
            match self.ask(session, object, &mut attributes) {
                Err(error) if error.is(ck::CKR_BUFFER_TOO_SMALL) => {
                    attributes = kinds.iter().map(|kind| asked(*kind)).collect();
                    self.ask(session, object, &mut attributes)?;
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    let values = kinds.iter().zip(&attributes).zip(room);
                    return values
                        .map(|((kind, attribute), room)| Ok(value(*kind, &room.filled(attribute)?)))
                        .collect();
                }
            }
        }
        Err(Error::new(ck::CKR_DEVICE_ERROR, "the module cannot say how long an attribute is"))
    }

    /// The value of an attribute that is a template; templates in it are not read.
    fn template_value(&self, session: u64, object: u64, kind: u64) -> Result<Value> {
        let mut attribute = [asked(kind)];
        self.ask(session, object, &mut attribute)?;
        let [outer] = attribute;
        let each = size_of::<CK_ATTRIBUTE>();
        let count = len(&outer)? / each;
        if count > MAX_ATTRIBUTES {
            return Err(Error::new(ck::CKR_DEVICE_ERROR, "the module's template is too long"));
        }
        let mut inner = vec![asked(0); count];
        if count == 0 {
            return Ok(Value::Template(Template::new()));
        }
        let mut outer = [CK_ATTRIBUTE {
            pValue: inner.as_mut_ptr().cast(),
            ulValueLen: length(count * each),
            ..outer
        }];
        // First the types and lengths, then the values.
        self.ask(session, object, &mut outer)?;
        let mut room = Vec::with_capacity(count);
        for attribute in &mut inner {
            room.push(Room::new(attribute)?);
        }
        outer[0].pValue = inner.as_mut_ptr().cast();
        outer[0].ulValueLen = length(count * each);
        self.ask(session, object, &mut outer)?;
        let attributes = inner.iter().zip(room).map(|(attribute, room)| {
            let kind = number(attribute.type_);
            let value = match kind_of(kind) {
                Kind::Template => Value::Template(Template::new()),
                _ => value(kind, &room.filled(attribute)?),
            };
            Ok(Attribute { kind, value })
        });
        attributes.collect::<Result<Vec<_>>>().map(|all| Value::Template(Template(all)))
    }

    /// One call. Every attribute has NULL or room for as many bytes as it says.
    fn ask(&self, session: u64, object: u64, attributes: &mut [CK_ATTRIBUTE]) -> Result<()> {
        let get = self.list.C_GetAttributeValue.ok_or_else(|| missing("C_GetAttributeValue"))?;
        let count = length(attributes.len());
        // SAFETY: the attributes are borrowed for the call, and so is the room that they lead to: callers in
        // this file, of which there are no others, hold it until they have read it.
        let rv = unsafe { get(ulong(session), ulong(object), attributes.as_mut_ptr(), count) };
        super::check("C_GetAttributeValue", rv)
    }
}

/// Room for one value. It is aligned for numbers, because modules write them through pointers to such.
struct Room {
    words: Secret,
    numbers: Option<Vec<CK_ULONG>>,
    len: usize,
}

impl Room {
    /// Room for as much as the attribute says, put into the attribute.
    fn new(attribute: &mut CK_ATTRIBUTE) -> Result<Self> {
        let len = len(attribute)?;
        let word = size_of::<CK_ULONG>();
        // What is a number or a list of such is no secret.
        let numeric = matches!(kind_of(number(attribute.type_)), Kind::Ulong | Kind::Mechanisms);
        let mut room = Self {
            words: if numeric { Secret::default() } else { Secret::zeroed(len) },
            numbers: numeric.then(|| vec![0; len.div_ceil(word)]),
            len,
        };
        attribute.pValue = match &mut room.numbers {
            Some(numbers) => numbers.as_mut_ptr().cast(),
            None => room.words.expose_mut().as_mut_ptr().cast(),
        };
        Ok(room)
    }

    /// What was written there.
    fn filled(&self, attribute: &CK_ATTRIBUTE) -> Result<Secret> {
        let bytes: Secret = match &self.numbers {
            Some(numbers) => {
                let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_ne_bytes()).collect();
                bytes.into()
            }
            None => self.words.clone(),
        };
        let written = len(attribute)?;
        if written > self.len {
            return Err(super::nonsense("C_GetAttributeValue"));
        }
        let mut bytes = bytes;
        bytes.truncate(written);
        Ok(bytes)
    }
}

/// The length that the module says. `CKR_ATTRIBUTE_TYPE_INVALID` where it gave none and said nothing.
fn len(attribute: &CK_ATTRIBUTE) -> Result<usize> {
    if attribute.ulValueLen == CK_ULONG::MAX {
        let why = "the module gives no value";
        return Err(Error::new(ck::CKR_ATTRIBUTE_TYPE_INVALID, why));
    }
    usize::try_from(attribute.ulValueLen)
        .ok()
        .filter(|len| *len <= MAX_ATTRIBUTE_LEN)
        .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "the module's value is too long"))
}

/// A value, in the form of its attribute's kind.
fn value(kind: u64, bytes: &Secret) -> Value {
    let word = |bytes: &[u8]| Some(number(CK_ULONG::from_ne_bytes(bytes.try_into().ok()?)));
    let plain = || Value::Bytes(bytes.clone());
    match (kind_of(kind), bytes.expose()) {
        (Kind::Bool, [0]) => Value::Bool(false),
        (Kind::Bool, [1]) => Value::Bool(true),
        (Kind::Ulong, bytes) => word(bytes).map_or_else(plain, Value::Ulong),
        (Kind::Mechanisms, bytes) if bytes.len() % size_of::<CK_ULONG>() == 0 => {
            Value::Mechanisms(bytes.chunks_exact(size_of::<CK_ULONG>()).filter_map(word).collect())
        }
        _ => plain(),
    }
}
