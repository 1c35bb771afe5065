//! Reading the data types of MQTT (5.0, 1.5) off the body of a packet.

use crate::defect::{DefectKind, quote};

/// Why a packet is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) kind: DefectKind,
    /// The field, by the standard's name.
    pub(super) field: String,
    pub(super) why: String,
}

/// A value, or why there is none.
pub(super) type Read<T> = Result<T, Refused>;

/// A packet is refused for a field.
pub(super) fn refuse<T>(kind: DefectKind, field: &str, why: impl Into<String>) -> Read<T> {
    Err(Refused {
        kind,
        field: field.to_owned(),
        why: why.into(),
    })
}

/// A value is not one that the standard allows.
pub(super) fn illegal<T>(field: &str, why: impl Into<String>) -> Read<T> {
    refuse(DefectKind::ValueIllegal, field, why)
}

/// A place in the body of a packet; what cannot be read leaves it where it was.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the first secret begins.
    secret_at: Option<usize>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            secret_at: None,
        }
    }

    /// Bytes that may be shown of a packet that is refused: up to the field that was wrong, or up
    /// to the first secret.
    pub(super) fn shown(&self) -> usize {
        self.secret_at.map_or(self.at, |secret| secret.min(self.at))
    }

    /// What is read next is a secret.
    pub(super) fn secret(&mut self) {
        self.secret_at.get_or_insert(self.at);
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left() == 0
    }

    /// All that is left.
    pub(super) fn rest(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at = self.bytes.len();
        rest
    }

    fn take(&mut self, count: usize, field: &str) -> Read<&'a [u8]> {
        let Some(taken) = self.bytes.get(self.at..self.at + count) else {
            let why = format!("{count} bytes are asked for, {} are left", self.left());
            return refuse(DefectKind::Truncated, field, why);
        };
        self.at += count;
        Ok(taken)
    }

    /// A part of the body with an end of its own.
    pub(super) fn part(&mut self, count: usize, field: &str) -> Read<Fields<'a>> {
        let end = self.at + count;
        if end > self.bytes.len() {
            let why = format!("{count} bytes are told, {} are left", self.left());
            return refuse(DefectKind::LengthMismatch, field, why);
        }
        Ok(Fields {
            bytes: self.bytes.get(..end).unwrap_or_default(),
            at: self.at,
            secret_at: self.secret_at,
        })
    }

    /// Goes on where a part has come to.
    pub(super) fn after(&mut self, part: &Fields<'a>) {
        self.at = part.at;
        self.secret_at = part.secret_at;
    }

    pub(super) fn u8(&mut self, field: &str) -> Read<u8> {
        let taken = self.take(1, field)?;
        Ok(taken.first().copied().unwrap_or_default())
    }

    pub(super) fn u16(&mut self, field: &str) -> Read<u16> {
        let taken = self.take(2, field)?;
        let fold = taken
            .iter()
            .fold(0, |sum, byte| sum << 8 | u16::from(*byte));
        Ok(fold)
    }

    pub(super) fn u32(&mut self, field: &str) -> Read<u32> {
        let taken = self.take(4, field)?;
        let fold = taken
            .iter()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        Ok(fold)
    }

    /// A variable byte integer of four bytes at most, in as few as it needs (MQTT-1.5.5-1).
    pub(super) fn variable(&mut self, field: &str) -> Read<u32> {
        let mut value = 0_u32;
        for index in 0..4 {
            let Some(byte) = self.bytes.get(self.at + index) else {
                return refuse(DefectKind::Truncated, field, "the number does not end");
            };
            value |= u32::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                if index > 0 && *byte == 0 {
                    return refuse(DefectKind::Malformed, field, "in more bytes than needed");
                }
                self.at += index + 1;
                return Ok(value);
            }
        }
        refuse(
            DefectKind::Malformed,
            field,
            "a number of more than four bytes",
        )
    }

    /// Bytes after their length of two bytes.
    pub(super) fn binary(&mut self, field: &str) -> Read<&'a [u8]> {
        let begin = self.at;
        let length = self.u16(field)?;
        let taken = self.take(usize::from(length), field);
        if taken.is_err() {
            self.at = begin;
        }
        taken
    }

    /// UTF-8 text without U+0000 after its length of two bytes (MQTT-1.5.4-1, -2).
    pub(super) fn text(&mut self, field: &str) -> Read<String> {
        let begin = self.at;
        let bytes = self.binary(field)?;
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                self.at = begin;
                let why = format!("no UTF-8: {error}");
                return refuse(DefectKind::EncodingDamaged, field, why);
            }
        };
        if text.contains('\0') {
            self.at = begin;
            let why = format!("U+0000 in {}", quote(text));
            return refuse(DefectKind::CharacterIllegal, field, why);
        }
        Ok(text.to_owned())
    }

    /// A packet identifier, which is never 0 (MQTT-2.2.1-3; 3.1.1, MQTT-2.3.1-1).
    pub(super) fn packet_identifier(&mut self) -> Read<u16> {
        let field = "packetIdentifier";
        match self.u16(field)? {
            0 => illegal(field, "0 is no packet identifier"),
            number => Ok(number),
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&self, field: &str) -> Read<()> {
        match self.left() {
            0 => Ok(()),
            more => refuse(
                DefectKind::TrailingBytes,
                field,
                format!("{more} bytes after the last field"),
            ),
        }
    }
}
