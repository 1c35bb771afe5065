//! Reading fields off a slice of bytes, never past its end.

/// A place in a slice; every taking either succeeds whole or takes nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    pub(crate) fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Big endian, as JT/T 808 sends.
    pub(crate) fn u16_be(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    /// Big endian, as JT/T 808 sends.
    pub(crate) fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// Little endian, as GB/T 26875.3 sends.
    pub(crate) fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }
}

/// GB 18030 text of a field that is filled up with zero bytes, and whether all of it was text.
pub(crate) fn gb18030(bytes: &[u8]) -> (String, bool) {
    let (text, damaged) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    // The decoder takes a lone 80 for the euro sign, as web pages have it; the standard does not.
    let web_only = text.contains('€') && *encoding_rs::GB18030.encode(&text).0 != *bytes;
    let trimmed = text.trim_matches(|c| c == '\0' || c == ' ');
    (trimmed.to_owned(), !damaged && !web_only)
}

/// Text as GB 18030, cut before the character that does not fit into `most` bytes.
pub(crate) fn gb18030_cut(text: &str, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0_u8; 4];
    for character in text.chars() {
        let one = character.encode_utf8(&mut buffer);
        let (encoded, _, _) = encoding_rs::GB18030.encode(one);
        if bytes.len() + encoded.len() > most {
            break;
        }
        bytes.extend_from_slice(&encoded);
    }
    bytes
}

/// Two decimal digits of one byte of binary coded decimal.
pub(crate) fn bcd(byte: u8) -> Option<u32> {
    let (tens, ones) = (byte >> 4, byte & 0x0F);
    (tens < 10 && ones < 10).then_some(u32::from(tens) * 10 + u32::from(ones))
}

/// One byte of binary coded decimal of a number under 100.
pub(crate) fn to_bcd(number: u32) -> u8 {
    u8::try_from(number % 100 / 10 * 16 + number % 10).unwrap_or_default()
}
