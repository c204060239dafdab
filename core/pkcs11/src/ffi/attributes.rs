//! `CK_ATTRIBUTE`: templates in, and the answers of `C_GetAttributeValue` out. Which form a value has
//! stands in `strongroom_base::attribute`; a value that does not have its form goes on as bytes, and
//! whoever knows the attribute refuses it.

use super::pointer::{Argument, Ptr, number, ulong};
use cryptoki_sys::{CK_ATTRIBUTE, CK_ULONG};
use std::mem::size_of;
use strongroom_base::attribute::{Kind, kind_of};
use strongroom_base::{Answer, Attribute, Error, Result, Secret, Template, Value, ck, limits};

/// Bytes of all values of a template together.
const MAX_TOTAL: usize = 8 * limits::MAX_ATTRIBUTE_LEN;

/// The template of `count` attributes there, with the templates in it.
pub fn template(at: Ptr<'_, CK_ATTRIBUTE>, count: u64) -> Result<Template> {
    Reader { attributes: limits::MAX_ATTRIBUTES, bytes: MAX_TOTAL }.template(at, count, 0)
}

/// What may still be read. One budget for a template and all within it: templates that contain each
/// other would grow without bound if each were counted alone.
struct Reader {
    attributes: usize,
    bytes: usize,
}

impl Reader {
    fn template(
        &mut self,
        at: Ptr<'_, CK_ATTRIBUTE>,
        count: u64,
        depth: usize,
    ) -> Result<Template> {
        let count = usize::try_from(count).ok().filter(|count| *count <= self.attributes);
        let count = count.ok_or_else(|| {
            Error::new(ck::CKR_ARGUMENTS_BAD, "the template has too many attributes")
        })?;
        self.attributes -= count;
        at.elements(count)?
            .map(|attribute| {
                let attribute = attribute.read()?;
                let kind = number(attribute.type_);
                Ok(Attribute { kind, value: self.value(kind, attribute, depth)? })
            })
            .collect::<Result<Vec<_>>>()
            .map(Template)
    }

    fn value(&mut self, kind: u64, attribute: CK_ATTRIBUTE, depth: usize) -> Result<Value> {
        let len = number(attribute.ulValueLen);
        let fits = usize::try_from(len)
            .ok()
            .filter(|len| *len <= limits::MAX_ATTRIBUTE_LEN && *len <= self.bytes);
        self.bytes -= fits.ok_or_else(|| bad("an attribute's value is too long"))?;
        // SAFETY: by the specification of CK_ATTRIBUTE the pointer is NULL or leads to `ulValueLen`
        // bytes.
        let at = unsafe { attribute.pValue.received() };
        let bytes = at
            .as_bytes()
            .bytes(len, ck::CKR_ATTRIBUTE_VALUE_INVALID)
            .map_err(|_| bad("an attribute's value is NULL and has a length"))?;
        Ok(match kind_of(kind) {
            Kind::Bool => match bytes {
                [0] => Value::Bool(false),
                [1] => Value::Bool(true),
                _ => Value::bytes(bytes),
            },
            Kind::Ulong => one_ulong(bytes).map_or_else(|| Value::bytes(bytes), Value::Ulong),
            Kind::Bytes | Kind::Date => Value::Bytes(Secret::from(bytes)),
            Kind::Mechanisms if bytes.len() % size_of::<CK_ULONG>() == 0 => {
                let types = bytes.chunks_exact(size_of::<CK_ULONG>());
                if types.len() > limits::MAX_MECHANISMS {
                    return Err(bad("a list of mechanisms is too long"));
                }
                Value::Mechanisms(types.filter_map(one_ulong).collect())
            }
            Kind::Template if bytes.len() % size_of::<CK_ATTRIBUTE>() == 0 => {
                if depth >= limits::MAX_TEMPLATE_DEPTH {
                    return Err(bad("templates are nested too deeply"));
                }
                let count = bytes.len() / size_of::<CK_ATTRIBUTE>();
                // SAFETY: the value of such an attribute is an array of CK_ATTRIBUTE of this length.
                let inner = unsafe { at.cast::<CK_ATTRIBUTE>() };
                let count = u64::try_from(count).unwrap_or(u64::MAX);
                Value::Template(self.template(inner, count, depth + 1)?)
            }
            Kind::Mechanisms | Kind::Template => Value::bytes(bytes),
        })
    }
}

fn one_ulong(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(|bytes| number(CK_ULONG::from_ne_bytes(bytes)))
}

/// The attribute types that `C_GetAttributeValue` is asked for.
pub fn requested(at: Ptr<'_, CK_ATTRIBUTE>, count: u64) -> Result<Vec<u64>> {
    let count = usize::try_from(count).ok().filter(|count| *count <= limits::MAX_ATTRIBUTES);
    let count = count
        .ok_or_else(|| Error::new(ck::CKR_ARGUMENTS_BAD, "the template has too many attributes"))?;
    at.elements(count)?.map(|attribute| Ok(number(attribute.read()?.type_))).collect()
}

/// Gives the answers of `C_GetAttributeValue` (PKCS #11 v3.2, section 5.7.5): every attribute is
/// answered, and the return value names the gravest of what stood in the way.
pub fn answer(at: Ptr<'_, CK_ATTRIBUTE>, answers: &[Answer]) -> Result<()> {
    let mut gravest = Trouble::None;
    for (attribute, answer) in at.elements(answers.len())?.zip(answers) {
        gravest = gravest.max(put(attribute, answer)?);
    }
    match gravest {
        Trouble::None => Ok(()),
        Trouble::TooSmall => {
            Err(Error::new(ck::CKR_BUFFER_TOO_SMALL, "an attribute does not fit into its buffer"))
        }
        Trouble::Invalid => Err(Error::new(
            ck::CKR_ATTRIBUTE_TYPE_INVALID,
            "the object does not have one of the attributes asked for",
        )),
        Trouble::Sensitive => Err(Error::new(
            ck::CKR_ATTRIBUTE_SENSITIVE,
            "one of the attributes asked for may not be revealed",
        )),
    }
}

/// What stood in the way of an answer, the gravest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    None,
    TooSmall,
    Invalid,
    Sensitive,
}

fn put(at: Ptr<'_, CK_ATTRIBUTE>, answer: &Answer) -> Result<Trouble> {
    let value = match answer {
        Answer::Value(value) => value,
        Answer::Sensitive => return unavailable(at, Trouble::Sensitive),
        Answer::Invalid => return unavailable(at, Trouble::Invalid),
    };
    match value {
        Value::Bool(b) => put_bytes(at, &[u8::from(*b)]),
        Value::Ulong(n) => put_bytes(at, &ulong(*n).to_ne_bytes()),
        Value::Bytes(bytes) => put_bytes(at, bytes.expose()),
        Value::Mechanisms(types) => {
            let bytes: Vec<u8> = types.iter().flat_map(|t| ulong(*t).to_ne_bytes()).collect();
            put_bytes(at, &bytes)
        }
        Value::Template(template) => put_template(at, template),
    }
}

fn put_bytes(at: Ptr<'_, CK_ATTRIBUTE>, bytes: &[u8]) -> Result<Trouble> {
    let Some(buffer) = buffer(at, bytes.len())? else {
        return unavailable(at, Trouble::TooSmall);
    };
    if !buffer.is_null() {
        // SAFETY: not NULL, and the only slice of the caller's memory while it lives. `buffer` saw
        // that there is room.
        let room = unsafe { buffer.room(u64::try_from(bytes.len()).unwrap_or(0)) };
        match room.get_mut(..bytes.len()) {
            Some(room) => room.copy_from_slice(bytes),
            None => return unavailable(at, Trouble::TooSmall),
        }
    }
    Ok(Trouble::None)
}

/// The value is an array of attributes, each with a buffer of its own.
fn put_template(at: Ptr<'_, CK_ATTRIBUTE>, template: &Template) -> Result<Trouble> {
    let Some(buffer) = buffer(at, template.len() * size_of::<CK_ATTRIBUTE>())? else {
        return unavailable(at, Trouble::TooSmall);
    };
    let mut gravest = Trouble::None;
    if !buffer.is_null() {
        // SAFETY: the buffer for such a value is an array of CK_ATTRIBUTE; `buffer` saw that there is
        // room for all.
        let inner = unsafe { buffer.cast::<CK_ATTRIBUTE>() };
        for (to, attribute) in inner.elements(template.len())?.zip(template.iter()) {
            to.write(CK_ATTRIBUTE { type_: ulong(attribute.kind), ..to.read()? })?;
            gravest = gravest.max(put(to, &Answer::Value(attribute.value.clone()))?);
        }
    }
    Ok(gravest)
}

/// The buffer of an attribute (or NULL, where only the length is asked for) once its length is set
/// to `needed`; none when it has less room than that.
fn buffer<'a>(at: Ptr<'a, CK_ATTRIBUTE>, needed: usize) -> Result<Option<Ptr<'a, u8>>> {
    let attribute = at.read()?;
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    if !attribute.pValue.is_null() && number(attribute.ulValueLen) < needed {
        return Ok(None);
    }
    at.write(CK_ATTRIBUTE { ulValueLen: ulong(needed), ..attribute })?;
    // SAFETY: by the specification the pointer is NULL or leads to `ulValueLen` bytes.
    Ok(Some(unsafe { attribute.pValue.cast::<u8>().received() }))
}

fn unavailable(at: Ptr<'_, CK_ATTRIBUTE>, trouble: Trouble) -> Result<Trouble> {
    at.write(CK_ATTRIBUTE { ulValueLen: ulong(ck::CK_UNAVAILABLE_INFORMATION), ..at.read()? })?;
    Ok(trouble)
}

#[cold]
fn bad(why: &'static str) -> Error {
    Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, why)
}
