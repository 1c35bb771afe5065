//! What stands where in the body of a message: a table of fields is read and written by the same
//! few lines, so that a message is one row of [`super::messages`].

use serde_json::{Map, Value};

use super::params;
use super::position::{self, Position, time_bytes, time_text};
use crate::bytes::{Bytes, gb18030, gb18030_cut};
use crate::defect::{DefectKind, Defects};

/// The most entries one list of a body keeps.
pub(super) const ENTRIES_MAX: usize = 10_000;

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// How long a list is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Count {
    /// One byte in front; its value is kept under this name.
    U8(&'static str),
    /// Two bytes in front.
    U16(&'static str),
    /// Four bytes in front.
    U32(&'static str),
    /// An earlier field, so that something may stand between.
    Field(&'static str),
    /// Always as many.
    Fixed(u16),
    /// To the end of the body.
    Rest,
}

/// What a field holds. Numbers are big endian (JT/T 808-2019, 4.1).
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    U8,
    U16,
    U32,
    /// Eight bytes, hexadecimal: JSON numbers are not exact there.
    U64,
    /// The id of a message, `0x0200`.
    MessageId,
    /// Digits, two a byte.
    Bcd(usize),
    /// `YYMMDDhhmmss`, UTC+8.
    Time,
    /// `YYMMDDhhmmss` of UTC (JT/T 808-2019 table 8 only).
    TimeUtc,
    Hex(usize),
    HexRest,
    /// GBK, filled up with zeros.
    Text(usize),
    TextRest,
    /// The length in one byte in front.
    Text8,
    /// The length in two bytes in front.
    Text16,
    /// A list of objects, or of bare numbers where the one field has no name.
    List(Count, &'static [Field]),
    /// These fields stand here if `field & mask == value`.
    When {
        field: &'static str,
        mask: u64,
        value: u64,
        then: &'static [Field],
    },
    /// These fields stand here if there are any more bytes.
    IfMore(&'static [Field]),
    /// These fields, in an object of their own.
    Inner(&'static [Field]),
    /// The basic information of a location, under a name of its own.
    Basic,
    /// A location with its additional items to the end, its fields beside the others.
    Position,
    /// A location with its length in two bytes in front.
    Position16,
    /// One parameter of the terminal: id, length, value.
    Param,
    /// No bytes: names beside the fields before it that say what those mean.
    Meaning(fn(&mut Map<String, Value>)),
}

/// A field ended before it was whole.
pub(super) struct Short;

type Fields = Map<String, Value>;

/// Reads fields one after the other into `out`.
pub(super) fn read(
    layout: &[Field],
    bytes: &mut Bytes<'_>,
    out: &mut Fields,
    defects: &mut Defects,
) -> Result<(), Short> {
    for field in layout {
        read_field(field, bytes, out, defects)?;
    }
    Ok(())
}

/// Whether a body has these fields and nothing else.
pub(super) fn fits(layout: &[Field], body: &[u8]) -> bool {
    whole(layout, body).is_some_and(|(_, rest)| rest.is_empty())
}

/// These fields of some bytes, and what stands after them; nothing where they are not whole.
pub(super) fn whole<'a>(layout: &[Field], bytes: &'a [u8]) -> Option<(Fields, &'a [u8])> {
    let (mut bytes, mut out) = (Bytes::new(bytes), Fields::new());
    // What is no text in them stands in the bytes, which are kept beside.
    let read = read(layout, &mut bytes, &mut out, &mut Defects::default());
    read.is_ok().then(|| (out, bytes.rest()))
}

fn read_field(
    field: &Field,
    bytes: &mut Bytes<'_>,
    out: &mut Fields,
    defects: &mut Defects,
) -> Result<(), Short> {
    let value = match field.kind {
        Kind::When {
            field,
            mask,
            value,
            then,
        } => {
            let holds = number(out, field) & mask == value;
            return if holds {
                read(then, bytes, out, defects)
            } else {
                Ok(())
            };
        }
        Kind::IfMore(_) if bytes.remaining().is_empty() => return Ok(()),
        Kind::IfMore(then) => return read(then, bytes, out, defects),
        Kind::Position => {
            let position = Position::read(bytes, defects).ok_or(Short)?;
            position.put(out, defects);
            return Ok(());
        }
        Kind::Position16 => {
            let length = bytes.u16_be().ok_or(Short)?;
            let mut inner = Bytes::new(bytes.take(usize::from(length)).ok_or(Short)?);
            let position = Position::read(&mut inner, defects).ok_or(Short)?;
            position.put(out, defects);
            return Ok(());
        }
        Kind::Param => {
            params::read(bytes, out).ok_or(Short)?;
            return Ok(());
        }
        Kind::Meaning(of) => {
            of(out);
            return Ok(());
        }
        Kind::List(count, of) => {
            let list = read_list(field.name, count, of, bytes, out, defects);
            return list;
        }
        Kind::Inner(of) => {
            let mut inner = Fields::new();
            let whole = read(of, bytes, &mut inner, defects);
            out.insert(field.name.to_owned(), Value::Object(inner));
            return whole;
        }
        Kind::Basic => {
            let position = Position::read_basic(bytes).ok_or(Short)?;
            position::nested(&position, defects)
        }
        plain => read_plain(field.name, plain, bytes, defects).ok_or(Short)?,
    };
    out.insert(field.name.to_owned(), value);
    Ok(())
}

fn read_plain(
    name: &str,
    kind: Kind,
    bytes: &mut Bytes<'_>,
    defects: &mut Defects,
) -> Option<Value> {
    let mut text = |raw: &[u8]| {
        let (text, whole) = gb18030(raw);
        if !whole {
            let message = "bytes that are no GBK became U+FFFD";
            defects.add(DefectKind::EncodingDamaged, format!("body/{name}"), message);
        }
        Value::from(text)
    };
    Some(match kind {
        Kind::U8 => bytes.u8()?.into(),
        Kind::U16 => bytes.u16_be()?.into(),
        Kind::U32 => bytes.u32_be()?.into(),
        Kind::U64 => hex::encode(bytes.take(8)?).into(),
        Kind::MessageId => format!("0x{:04X}", bytes.u16_be()?).into(),
        Kind::Bcd(count) | Kind::Hex(count) => hex::encode(bytes.take(count)?).into(),
        Kind::HexRest => hex::encode(bytes.rest()).into(),
        Kind::Time | Kind::TimeUtc => {
            let raw: [u8; 6] = bytes.array()?;
            let zone = if matches!(kind, Kind::TimeUtc) {
                "+00:00"
            } else {
                "+08:00"
            };
            // An area that holds every day has zeros for its date, so that this is no defect.
            match time_text(raw) {
                Some(text) => text.replace("+08:00", zone).into(),
                None => hex::encode(raw).into(),
            }
        }
        Kind::Text(count) => text(bytes.take(count)?),
        Kind::TextRest => text(bytes.rest()),
        Kind::Text8 => {
            let length = bytes.u8()?;
            text(bytes.take(usize::from(length))?)
        }
        Kind::Text16 => {
            let length = bytes.u16_be()?;
            text(bytes.take(usize::from(length))?)
        }
        _ => return None,
    })
}

fn read_list(
    name: &str,
    count: Count,
    of: &[Field],
    bytes: &mut Bytes<'_>,
    out: &mut Fields,
    defects: &mut Defects,
) -> Result<(), Short> {
    let (label, wanted) = match count {
        Count::U8(label) => (Some(label), u64::from(bytes.u8().ok_or(Short)?)),
        Count::U16(label) => (Some(label), u64::from(bytes.u16_be().ok_or(Short)?)),
        Count::U32(label) => (Some(label), u64::from(bytes.u32_be().ok_or(Short)?)),
        Count::Field(label) => (None, number(out, label)),
        Count::Fixed(count) => (None, u64::from(count)),
        Count::Rest => (None, u64::MAX),
    };
    if let Some(label) = label {
        out.insert(label.to_owned(), wanted.into());
    }
    let mut entries = Vec::new();
    let mut result = Ok(());
    while (entries.len() as u64) < wanted && result.is_ok() {
        if bytes.remaining().is_empty() && matches!(count, Count::Rest) {
            break;
        }
        if entries.len() >= ENTRIES_MAX {
            let message = format!("more than {ENTRIES_MAX} entries");
            defects.add(DefectKind::TooMany, format!("body/{name}"), message);
            break;
        }
        let mut entry = Fields::new();
        let before = *bytes;
        result = read(of, bytes, &mut entry, defects);
        if result.is_err() {
            *bytes = before;
            break;
        }
        entries.push(bare(entry));
    }
    out.insert(name.to_owned(), entries.into());
    result
}

/// An entry of one nameless field is that field's value.
fn bare(mut entry: Fields) -> Value {
    match entry.remove("") {
        Some(only) => only,
        None => Value::Object(entry),
    }
}

fn number(fields: &Fields, name: &str) -> u64 {
    fields.get(name).and_then(Value::as_u64).unwrap_or_default()
}

/// Writes fields one after the other; what is not there is zero or empty, what does not fit is cut.
pub(super) fn write(layout: &[Field], fields: &Fields, out: &mut Vec<u8>) {
    for field in layout {
        match field.kind {
            Kind::When {
                field,
                mask,
                value,
                then,
            } => {
                if number(fields, field) & mask == value {
                    write(then, fields, out);
                }
            }
            Kind::IfMore(then) => {
                if then.iter().any(|field| fields.contains_key(field.name)) {
                    let before = out.len();
                    write(then, fields, out);
                    // An empty text without its zero would not be there.
                    if out.len() == before {
                        out.push(0);
                    }
                }
            }
            Kind::Position => out.extend(Position::from_fields(fields).encode()),
            Kind::Position16 => {
                let bytes = Position::from_fields(fields).encode();
                put_length(out, 2, bytes.len());
                out.extend(bytes);
            }
            Kind::Param => params::write(fields, out),
            Kind::List(count, of) => write_list(field.name, count, of, fields, out),
            Kind::Inner(of) => {
                let inner = fields.get(field.name).and_then(Value::as_object);
                write(of, inner.unwrap_or(&Fields::new()), out);
            }
            Kind::Basic => {
                let inner = fields.get(field.name).and_then(Value::as_object);
                let mut position = inner.map(Position::from_fields).unwrap_or_default();
                position.extras.clear();
                out.extend(position.encode());
            }
            plain => write_plain(plain, fields.get(field.name), out),
        }
    }
}

fn write_plain(kind: Kind, value: Option<&Value>, out: &mut Vec<u8>) {
    let number = value.and_then(Value::as_u64).unwrap_or_default();
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let fixed = |mut bytes: Vec<u8>, count: usize| {
        bytes.resize(count, 0);
        bytes
    };
    let raw = || hex::decode(text).unwrap_or_default();
    match kind {
        Kind::U8 => put_length(out, 1, clamp(number)),
        Kind::U16 => put_length(out, 2, clamp(number)),
        Kind::U32 => put_length(out, 4, clamp(number)),
        Kind::U64 => out.extend(fixed(raw(), 8)),
        Kind::MessageId => {
            let id = u16::from_str_radix(text.trim_start_matches("0x"), 16);
            out.extend(id.unwrap_or_default().to_be_bytes());
        }
        Kind::Bcd(count) | Kind::Hex(count) => out.extend(fixed(raw(), count)),
        Kind::HexRest => out.extend(raw()),
        Kind::Time | Kind::TimeUtc => match hex::decode(text) {
            Ok(raw) => out.extend(fixed(raw, 6)),
            Err(_) => out.extend(time_bytes(text)),
        },
        Kind::Text(count) => out.extend(fixed(gb18030_cut(text, count), count)),
        Kind::TextRest => out.extend(gb18030_cut(text, usize::MAX)),
        Kind::Text8 => {
            let bytes = gb18030_cut(text, usize::from(u8::MAX));
            put_length(out, 1, bytes.len());
            out.extend(bytes);
        }
        Kind::Text16 => {
            let bytes = gb18030_cut(text, usize::from(u16::MAX));
            put_length(out, 2, bytes.len());
            out.extend(bytes);
        }
        _ => {}
    }
}

fn write_list(name: &str, count: Count, of: &[Field], fields: &Fields, out: &mut Vec<u8>) {
    let entries = fields.get(name).and_then(Value::as_array);
    let entries = entries.map(Vec::as_slice).unwrap_or_default();
    match count {
        Count::U8(_) => put_length(out, 1, entries.len()),
        Count::U16(_) => put_length(out, 2, entries.len()),
        Count::U32(_) => put_length(out, 4, entries.len()),
        Count::Field(_) | Count::Fixed(_) | Count::Rest => {}
    }
    for entry in entries {
        match entry {
            Value::Object(inner) => write(of, inner, out),
            only => {
                let inner = Fields::from_iter([(String::new(), only.clone())]);
                write(of, &inner, out);
            }
        }
    }
}

fn clamp(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The last `width` bytes of a number; the largest number of that width where it does not fit.
fn put_length(out: &mut Vec<u8>, width: usize, number: usize) {
    let bytes = (number as u64).to_be_bytes();
    let (high, low) = bytes.split_at(bytes.len() - width);
    if high.iter().any(|byte| *byte != 0) {
        out.resize(out.len() + width, u8::MAX);
    } else {
        out.extend_from_slice(low);
    }
}
