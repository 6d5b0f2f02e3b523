//! RFC 8785 for the values that a ledger may hold: no fraction, no exponent, nothing beyond 2^53. Every event and
//! every noun passes here, so it is written by hand; the tests hold it against a library that does all of the RFC.

use super::NotCanonical;
use serde_json::{Map, Number, Value};

const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// The one way to write this value, and so the bytes that are hashed.
pub fn canonical(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(512);
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(true) => out.extend(b"true"),
        Value::Bool(false) => out.extend(b"false"),
        Value::Number(number) => integer(number, out)?,
        Value::String(text) => string(text, out)?,
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => object(fields, out)?,
    }
    Ok(())
}

fn object(fields: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
    // By UTF-16 code units, as the RFC asks: bytes give the same order only where every key is ASCII.
    if sorted.iter().all(|(key, _)| key.is_ascii()) {
        sorted.sort_unstable_by(|(one, _), (two, _)| one.cmp(two));
    } else {
        sorted.sort_unstable_by(|(one, _), (two, _)| one.encode_utf16().cmp(two.encode_utf16()));
    }
    out.push(b'{');
    for (place, (key, field)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        string(key, out)?;
        out.push(b':');
        write(field, out)?;
    }
    out.push(b'}');
    Ok(())
}

fn integer(number: &Number, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
    match size {
        Some(size) if size <= LARGEST_INTEGER => {
            out.extend(number.to_string().into_bytes());
            Ok(())
        }
        Some(_) => Err(NotCanonical::TooBig(number.to_string())),
        None => Err(NotCanonical::Float(number.to_string())),
    }
}

/// JSON as serde writes it escapes exactly what the RFC escapes, and in the same way.
fn string(text: &str, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    serde_json::to_writer(out, text).map_err(|error| NotCanonical::Unwritable(error.to_string()))
}
