//! Bytes to text: byte order marks, the encoding an XML declaration names, and what senders
//! really send when the two disagree.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::defect::{Defect, DefectKind, Defects, quote};

/// How many bytes at the start may hold the XML declaration.
const DECLARATION_BYTES_MAX: usize = 256;

/// The text of a document and what was wrong with its bytes.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) defects: Vec<Defect>,
}

/// Decodes a document. Order of belief: byte order mark, zero bytes that show UTF-16, the
/// encoding of the XML declaration (XML 1.0, appendix F), then UTF-8; bytes that are not what they
/// claim are tried as GB 18030 before damage is accepted.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut defects = Defects::default();
    let (encoding, body, declared) = choose(bytes, &mut defects);
    let (mut text, damaged) = encoding.decode_without_bom_handling(body);
    if damaged {
        text = repair(body, encoding, declared, text, &mut defects);
    }
    if text.chars().any(is_illegal) {
        defects.add(
            DefectKind::CharacterIllegal,
            "",
            "control characters became U+FFFD",
        );
        text = text
            .chars()
            .map(|c| if is_illegal(c) { '\u{FFFD}' } else { c })
            .collect();
    }
    Decoded {
        text,
        defects: defects.into_vec(),
    }
}

/// Characters outside the `Char` production of XML 1.0.
pub(crate) fn is_illegal(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn choose<'a>(bytes: &'a [u8], defects: &mut Defects) -> (&'static Encoding, &'a [u8], bool) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, bytes.get(length..).unwrap_or_default(), true);
    }
    match bytes {
        [0, first, ..] if *first != 0 => return (UTF_16BE, bytes, false),
        [first, 0, ..] if *first != 0 => return (UTF_16LE, bytes, false),
        _ => {}
    }
    let Some(label) = declared_label(bytes) else {
        return (UTF_8, bytes, false);
    };
    match Encoding::for_label_no_replacement(label) {
        // The declaration was read byte by byte, so it cannot be UTF-16.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            defects.add(
                DefectKind::EncodingMismatch,
                "",
                "declared as UTF-16 but written in single bytes; read as UTF-8",
            );
            (UTF_8, bytes, false)
        }
        Some(encoding) => (encoding, bytes, true),
        None => {
            let label = quote(&String::from_utf8_lossy(label));
            defects.add(
                DefectKind::EncodingUnknown,
                "",
                format!("unknown encoding {label}; read as UTF-8"),
            );
            (UTF_8, bytes, false)
        }
    }
}

/// The value of `encoding` in an XML declaration at the very start.
fn declared_label(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..bytes.len().min(DECLARATION_BYTES_MAX))?;
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = head.get(start..)?;
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = head.get(..end)?;
    let name = b"encoding";
    let at = declaration
        .windows(name.len())
        .position(|window| window == name)?;
    let rest = declaration.get(at + name.len()..)?;
    let open = rest.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let mark = *rest.get(open)?;
    let value = rest.get(open + 1..)?;
    let close = value.iter().position(|byte| *byte == mark)?;
    value.get(..close)
}

fn repair<'a>(
    body: &'a [u8],
    encoding: &'static Encoding,
    declared: bool,
    lossy: Cow<'a, str>,
    defects: &mut Defects,
) -> Cow<'a, str> {
    let claim = if declared { "declared" } else { "assumed" };
    let name = encoding.name();
    for other in [UTF_8, GB18030] {
        if other == encoding || encoding == UTF_16LE || encoding == UTF_16BE {
            continue;
        }
        if let Some(text) = other.decode_without_bom_handling_and_without_replacement(body) {
            let message = format!("{claim} {name}, but the bytes are {}", other.name());
            defects.add(DefectKind::EncodingMismatch, "", message);
            return text;
        }
    }
    let message = format!("bytes that are no {name} became U+FFFD");
    defects.add(DefectKind::EncodingDamaged, "", message);
    lossy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(decoded: &Decoded<'_>) -> Vec<DefectKind> {
        decoded.defects.iter().map(|defect| defect.kind).collect()
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        for big in [false, true] {
            for mark in [false, true] {
                let text = if mark {
                    "\u{FEFF}<a>预警</a>"
                } else {
                    "<a>预警</a>"
                };
                let bytes: Vec<u8> = text
                    .encode_utf16()
                    .flat_map(|unit| {
                        if big {
                            unit.to_be_bytes()
                        } else {
                            unit.to_le_bytes()
                        }
                    })
                    .collect();
                let decoded = decode(&bytes);
                assert_eq!(decoded.text, "<a>预警</a>", "big endian {big}, mark {mark}");
                assert!(decoded.defects.is_empty(), "UTF-16 is legal XML");
            }
        }
    }

    #[test]
    fn the_declared_encoding_is_followed() {
        for label in ["GBK", "gb2312", "GB18030"] {
            let text = format!("<?xml version = '1.0' encoding = '{label}' ?><a>预警</a>");
            let (bytes, _, _) = GB18030.encode(&text);
            let decoded = decode(&bytes);
            assert!(
                decoded.text.contains("预警"),
                "{label} is read by its declaration"
            );
            assert!(
                decoded.defects.is_empty(),
                "a truthful declaration is no defect"
            );
        }
    }

    #[test]
    fn gbk_bytes_that_claim_utf8_are_still_read_and_flagged() {
        let (bytes, _, _) = GB18030.encode("<?xml version='1.0' encoding='UTF-8'?><a>暴雨预警</a>");
        let decoded = decode(&bytes);
        assert!(
            decoded.text.contains("暴雨预警"),
            "the text is what the sender wrote"
        );
        assert_eq!(
            kinds(&decoded),
            [DefectKind::EncodingMismatch],
            "the false claim is flagged"
        );
    }

    #[test]
    fn a_declared_utf16_in_single_bytes_is_read_as_utf8() {
        let decoded = decode("<?xml version='1.0' encoding='utf-16'?><a>预警</a>".as_bytes());
        assert!(
            decoded.text.contains("预警"),
            "the bytes are believed, not the label"
        );
        assert_eq!(
            kinds(&decoded),
            [DefectKind::EncodingMismatch],
            "the label is flagged"
        );
    }

    #[test]
    fn control_characters_are_replaced_and_flagged() {
        let decoded = decode(b"<a>x\x07y</a>");
        assert_eq!(
            decoded.text, "<a>x\u{FFFD}y</a>",
            "a bell is not legal in XML"
        );
        assert_eq!(
            kinds(&decoded),
            [DefectKind::CharacterIllegal],
            "the change is not silent"
        );
    }
}
