//! The encoding of protocol buffers, as far as OpenStreetMap uses it, read in place: nothing is
//! copied or allocated by the will of the sender.

/// The bytes do not follow the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("a number runs past the end or is longer than 64 bits")]
    Number,
    #[error("a field is longer than its message, or a list longer than is allowed")]
    Length,
    #[error("a field has the unknown wire type {0}")]
    Kind(u8),
}

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// A fixed number of 4 or 8 bytes; nothing that is needed here is one.
    Fixed,
}

impl<'a> Value<'a> {
    /// The bytes; none of another kind.
    pub(super) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    pub(super) fn number(self) -> u64 {
        match self {
            Self::Number(number) => number,
            _ => 0,
        }
    }
}

/// Takes a number of seven bits a byte from the front.
fn number(bytes: &mut &[u8]) -> Result<u64, Fault> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(10) {
        if index == 9 && *byte > 1 {
            return Err(Fault::Number);
        }
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            *bytes = &bytes[index + 1..];
            return Ok(value);
        }
    }
    Err(Fault::Number)
}

/// A number whose sign is in its lowest bit.
pub(super) fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// The fields of a message in their order; after a fault there are no more.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    fn take(&mut self, count: u64) -> Result<&'a [u8], Fault> {
        let count = usize::try_from(count).map_err(|_| Fault::Length)?;
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Fault::Length)?;
        self.rest = rest;
        Ok(taken)
    }

    fn field(&mut self) -> Result<(u64, Value<'a>), Fault> {
        let key = number(&mut self.rest)?;
        let value = match key & 7 {
            0 => Value::Number(number(&mut self.rest)?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = number(&mut self.rest)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            other => return Err(Fault::Kind(u8::try_from(other).unwrap_or(u8::MAX))),
        };
        Ok((key >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// Numbers one after the other; after a fault there are no more.
#[derive(Clone)]
pub(super) struct Numbers<'a> {
    rest: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub(super) fn of(packed: &'a [u8]) -> Self {
        Self { rest: packed }
    }
}

impl Iterator for Numbers<'_> {
    type Item = Result<u64, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let next = number(&mut self.rest);
        if next.is_err() {
            self.rest = &[];
        }
        Some(next)
    }
}

/// Numbers that are each given by the difference from the one before.
pub(super) struct Deltas<'a> {
    numbers: Numbers<'a>,
    at: i64,
}

impl<'a> Deltas<'a> {
    pub(super) fn of(packed: &'a [u8]) -> Self {
        Self {
            numbers: Numbers::of(packed),
            at: 0,
        }
    }
}

impl Iterator for Deltas<'_> {
    type Item = Result<i64, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.numbers.next()?;
        Some(next.map(|number| {
            self.at = self.at.wrapping_add(signed(number));
            self.at
        }))
    }
}
