//! The parameters of SP 800-108 derivations: structures that lead to arrays of structures, and, alone
//! among all parameters, to places where handles go.

use super::attributes;
use super::mechanism::{Parameter, bad, bytes, flag};
use super::pointer::{Argument, Plain, Ptr, number};
use cryptoki_sys::*;
use strongroom_base::mechanism::{Counter, DkmLength, Field, Kbkdf, Shape, shape_of};
use strongroom_base::{Result, Template, ck, limits};

/// `CK_SP800_108_KDF_PARAMS`
pub fn read(p: CK_SP800_108_KDF_PARAMS) -> Result<Kbkdf> {
    Ok(Kbkdf {
        prf: number(p.prfType),
        fields: fields(p.pDataParams, p.ulNumberOfDataParams)?,
        iv: Vec::new(),
        additional: templates(p.pAdditionalDerivedKeys, p.ulAdditionalDerivedKeys)?,
    })
}

/// `CK_SP800_108_FEEDBACK_KDF_PARAMS`
pub fn read_feedback(p: CK_SP800_108_FEEDBACK_KDF_PARAMS) -> Result<Kbkdf> {
    Ok(Kbkdf {
        prf: number(p.prfType),
        fields: fields(p.pDataParams, p.ulNumberOfDataParams)?,
        iv: bytes(p.pIV, p.ulIVLen)?,
        additional: templates(p.pAdditionalDerivedKeys, p.ulAdditionalDerivedKeys)?,
    })
}

/// The places for the handles of additional keys, in order; none for a mechanism without such.
pub fn derived_keys(at: Ptr<'_, CK_MECHANISM>) -> Result<Vec<Ptr<'_, CK_OBJECT_HANDLE>>> {
    let mechanism = at.read()?;
    let parameter = Parameter { at: mechanism.pParameter, len: number(mechanism.ulParameterLen) };
    let (keys, count) = match shape_of(number(mechanism.mechanism)) {
        Shape::Kbkdf => {
            let p = parameter.structure::<CK_SP800_108_KDF_PARAMS>()?;
            (p.pAdditionalDerivedKeys, p.ulAdditionalDerivedKeys)
        }
        Shape::KbkdfFeedback => {
            let p = parameter.structure::<CK_SP800_108_FEEDBACK_KDF_PARAMS>()?;
            (p.pAdditionalDerivedKeys, p.ulAdditionalDerivedKeys)
        }
        _ => return Ok(Vec::new()),
    };
    array(keys, count)?
        .into_iter()
        // SAFETY: a member of CK_DERIVED_KEY that leads to room for a handle.
        .map(|key| unsafe { key.phKey.received() }.required().map_err(|_| bad()))
        .collect()
}

fn fields(at: *mut CK_PRF_DATA_PARAM, count: CK_ULONG) -> Result<Vec<Field>> {
    array(at, count)?.into_iter().map(field).collect()
}

fn field(p: CK_PRF_DATA_PARAM) -> Result<Field> {
    let value = Parameter { at: p.pValue, len: number(p.ulValueLen) };
    Ok(match number(p.type_) {
        ck::CK_SP800_108_ITERATION_VARIABLE if value.at.is_null() && value.len == 0 => {
            Field::Iteration(None)
        }
        ck::CK_SP800_108_ITERATION_VARIABLE => Field::Iteration(Some(counter(value)?)),
        ck::CK_SP800_108_COUNTER => Field::Counter(counter(value)?),
        ck::CK_SP800_108_DKM_LENGTH => {
            let p = value.structure::<CK_SP800_108_DKM_LENGTH_FORMAT>()?;
            Field::DkmLength(DkmLength {
                of_segments: match number(p.dkmLengthMethod) {
                    ck::CK_SP800_108_DKM_LENGTH_SUM_OF_KEYS => false,
                    ck::CK_SP800_108_DKM_LENGTH_SUM_OF_SEGMENTS => true,
                    _ => return Err(bad()),
                },
                little_endian: flag(p.bLittleEndian)?,
                bits: number(p.ulWidthInBits),
            })
        }
        ck::CK_SP800_108_BYTE_ARRAY => Field::Bytes(bytes(p.pValue.cast(), p.ulValueLen)?),
        ck::CK_SP800_108_KEY_HANDLE => Field::Key(number(value.structure::<CK_OBJECT_HANDLE>()?)),
        _ => return Err(bad()),
    })
}

fn counter(value: Parameter) -> Result<Counter> {
    let p = value.structure::<CK_SP800_108_COUNTER_FORMAT>()?;
    Ok(Counter { little_endian: flag(p.bLittleEndian)?, bits: number(p.ulWidthInBits) })
}

fn templates(at: *mut CK_DERIVED_KEY, count: CK_ULONG) -> Result<Vec<Template>> {
    array(at, count)?
        .into_iter()
        .map(|key| {
            // SAFETY: a member of CK_DERIVED_KEY that leads to the template of a key.
            let template = unsafe { key.pTemplate.received() };
            attributes::template(template, number(key.ulAttributeCount))
        })
        .collect()
}

/// The elements of an array that a parameter points to.
fn array<T: Plain>(at: *mut T, count: CK_ULONG) -> Result<Vec<T>> {
    let count = usize::try_from(count).ok().filter(|count| *count <= limits::MAX_KDF_PARTS);
    // SAFETY: a member of the parameter structure that leads to as many elements as its count says.
    let at = unsafe { at.received() };
    at.elements(count.ok_or_else(bad)?)
        .map_err(|_| bad())?
        .map(|element| element.read().map_err(|_| bad()))
        .collect()
}
