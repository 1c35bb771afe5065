//! What is wrong with outside data: a defect is data, never an error that stops the reading.

use serde::{Deserialize, Serialize};

/// The most defects one message or document keeps; the last one says that more were dropped.
pub const DEFECTS_MAX: usize = 200;
/// The most characters of offending text a defect quotes.
pub const QUOTE_CHARS_MAX: usize = 80;

/// The most bytes of a damaged frame that a defect keeps.
pub const DEFECT_BYTES_MAX: usize = 4 * 1024;

/// What kind of defect it is; programs decide by this, people read `message`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefectKind {
    /// The document is larger than the bound; it was not read.
    TooLarge,
    /// Elements are nested deeper than the bound; it was not read.
    TooDeep,
    /// More items than the bound; the rest was left out.
    TooMany,
    /// A text is longer than the bound; it was cut.
    TextTruncated,
    /// The bytes are no well-formed XML or JSON, or no length of MQTT, from this place on.
    Malformed,
    /// A document type declaration, and with it any entity declaration, is refused.
    DtdRefused,
    /// A reference to an entity that XML does not define; kept as its literal text.
    EntityUnknown,
    /// The declared encoding is not known; another was tried.
    EncodingUnknown,
    /// The bytes are not in the encoding they claim.
    EncodingMismatch,
    /// Some bytes are no text in any likely encoding; they became U+FFFD.
    EncodingDamaged,
    /// A character that XML 1.0 does not allow; it became U+FFFD.
    CharacterIllegal,
    /// The document is readable but is not of this format.
    FormatWrong,
    /// No decoder has this name.
    FormatUnknown,
    /// The root element stands in no namespace; a version was assumed.
    NamespaceMissing,
    /// The root element stands in a namespace nobody defined; a version was assumed.
    NamespaceUnknown,
    /// A required element is absent or empty.
    ElementMissing,
    /// An element that may stand once stands several times; the first is used.
    ElementRepeated,
    /// Elements stand in another order than the schema asks for.
    ElementOrder,
    /// An element that this version of the standard does not know; kept.
    ElementUnknown,
    /// A value outside the list the standard allows.
    ValueIllegal,
    /// A date and time that is readable but not in the form the standard asks for.
    TimeForm,
    /// A date and time that cannot be read.
    TimeUnreadable,
    /// A message type that must name earlier messages names none.
    ReferencesMissing,
    /// A reference that is no `sender,identifier,sent` triple.
    ReferenceForm,
    /// The last point of a polygon is not its first.
    PolygonOpen,
    /// A polygon of fewer than four points.
    PolygonShort,
    /// A point that cannot be read; the rest of its shape is kept.
    PointUnreadable,
    /// A point outside latitude ±90 or longitude ±180.
    PointOutOfRange,
    /// A point that stands longitude first where the standard says latitude first.
    PointOrder,
    /// A circle that cannot be read.
    CircleUnreadable,
    /// Two statements of the warning level contradict each other.
    LevelContradiction,
    /// Two statements of the event contradict each other.
    EventContradiction,
    /// A link that is not http or https; it is not followed.
    LinkRefused,
    /// More than one message stands where one is allowed; all are kept.
    SeveralRoots,
    /// Bytes between frames that belong to none.
    Noise,
    /// A frame or a field ends before it is whole.
    Truncated,
    /// The checksum or CRC of a frame is not that of its bytes; the frame is refused.
    ChecksumMismatch,
    /// A device that used one checksum algorithm uses another one.
    ChecksumMixed,
    /// A frame says another length than it has; it is refused.
    LengthMismatch,
    /// A frame does not end with its end mark; it is refused.
    TailMissing,
    /// An escape sequence that the standard does not define; kept as it came.
    EscapeIllegal,
    /// Bytes after the last field that the standard knows; kept.
    TrailingBytes,
    /// The body is encrypted; it is kept as it came.
    Encrypted,
    /// A type of message that the standard does not define; its body is kept as it came.
    TypeUnknown,
    /// Parts of a message that was sent in several are missing.
    PartsMissing,
    /// A departure from the standard that is common in the field; the frame is used.
    Tolerated,
    /// A frame without its start mark; only its inner part was read.
    HeadMissing,
}

/// One thing that is wrong, where, and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// What kind it is.
    pub kind: DefectKind,
    /// Which element, such as `alert/info[0]/area[1]/polygon[0]`; empty for the whole document.
    pub path: String,
    /// What is wrong, in English, with the offending text quoted and bounded.
    pub message: String,
    /// The bytes of a frame that gave no message, at most [`DEFECT_BYTES_MAX`], hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub raw: String,
    /// True when more came than these bytes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

impl Defect {
    /// A defect of bytes that gave no message, with those bytes.
    #[must_use]
    pub fn of_bytes(kind: DefectKind, message: impl Into<String>, bytes: &[u8]) -> Self {
        let kept = bytes.get(..DEFECT_BYTES_MAX).unwrap_or(bytes);
        Self {
            kind,
            path: String::new(),
            message: message.into(),
            raw: hex::encode(kept),
            cut: kept.len() < bytes.len(),
        }
    }
}

/// What a parser hands back: all that could be read, and all that is wrong outside of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The readable messages, each with its own defects inside.
    pub messages: Vec<T>,
    /// Defects of the document as a whole, or of parts that gave no message.
    pub defects: Vec<Defect>,
}

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Self {
            messages: Vec::new(),
            defects: Vec::new(),
        }
    }
}

/// A bounded list of defects.
#[derive(Debug, Default)]
pub(crate) struct Defects {
    list: Vec<Defect>,
}

impl Defects {
    /// Notes a defect; past [`DEFECTS_MAX`] only one more says that there are more.
    pub(crate) fn add(
        &mut self,
        kind: DefectKind,
        path: impl Into<String>,
        message: impl Into<String>,
    ) {
        let defect = if self.list.len() < DEFECTS_MAX {
            Defect {
                kind,
                path: path.into(),
                message: message.into(),
                raw: String::new(),
                cut: false,
            }
        } else if self.list.len() == DEFECTS_MAX {
            Defect {
                kind: DefectKind::TooMany,
                path: String::new(),
                message: format!("more than {DEFECTS_MAX} defects; the rest is not listed"),
                raw: String::new(),
                cut: false,
            }
        } else {
            return;
        };
        self.list.push(defect);
    }

    /// Takes over the defects of another list.
    pub(crate) fn append(&mut self, others: Vec<Defect>) {
        for other in others {
            let room = self.list.len() < DEFECTS_MAX;
            self.add(other.kind, other.path, other.message);
            if let (true, Some(added)) = (room, self.list.last_mut()) {
                (added.raw, added.cut) = (other.raw, other.cut);
            }
        }
    }

    /// The defects, for the message.
    pub(crate) fn into_vec(self) -> Vec<Defect> {
        self.list
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}

/// Offending text, short enough to show.
pub(crate) fn quote(text: &str) -> String {
    match text.char_indices().nth(QUOTE_CHARS_MAX) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_defects_is_bounded_and_says_so() {
        let mut defects = Defects::default();
        for _ in 0..10_000 {
            defects.add(DefectKind::ValueIllegal, "alert", "again");
        }
        assert_eq!(
            defects.len(),
            DEFECTS_MAX + 1,
            "the list is bounded with one closing entry"
        );
        let last = defects.into_vec().pop().map(|defect| defect.kind);
        assert_eq!(
            last,
            Some(DefectKind::TooMany),
            "the closing entry says that more were dropped"
        );
    }

    #[test]
    fn a_frame_of_which_only_the_beginning_is_kept_is_marked() {
        let of = |bytes: &[u8]| Defect::of_bytes(DefectKind::Malformed, "too long", bytes);
        let whole = of(&[7; DEFECT_BYTES_MAX]);
        let cut = of(&[7; DEFECT_BYTES_MAX + 1]);
        assert_eq!(whole.raw, cut.raw, "as many bytes of both");
        assert!(!whole.cut && cut.cut, "and one is all there is");
        let mut defects = Defects::default();
        defects.append(vec![whole, cut]);
        let marks: Vec<bool> = defects.into_vec().iter().map(|one| one.cut).collect();
        assert_eq!(marks, [false, true], "it stays marked in a list");
    }

    #[test]
    fn a_quote_never_cuts_a_character_in_half() {
        let long = "预".repeat(QUOTE_CHARS_MAX * 2);
        assert!(
            quote(&long).ends_with('…'),
            "a long text is cut, and the cut is visible"
        );
    }
}
