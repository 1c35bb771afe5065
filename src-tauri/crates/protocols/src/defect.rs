//! What is wrong with outside data: a defect is data, never an error that stops the reading.

use serde::{Deserialize, Serialize};

/// The most defects one message or document keeps; the last one says that more were dropped.
pub const DEFECTS_MAX: usize = 200;
/// The most characters of offending text a defect quotes.
pub const QUOTE_CHARS_MAX: usize = 80;

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
    /// The bytes are no well-formed XML (or JSON) from this place on.
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
            }
        } else if self.list.len() == DEFECTS_MAX {
            Defect {
                kind: DefectKind::TooMany,
                path: String::new(),
                message: format!("more than {DEFECTS_MAX} defects; the rest is not listed"),
            }
        } else {
            return;
        };
        self.list.push(defect);
    }

    /// Takes over the defects of another list.
    pub(crate) fn append(&mut self, others: Vec<Defect>) {
        for other in others {
            self.add(other.kind, other.path, other.message);
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
    fn a_quote_never_cuts_a_character_in_half() {
        let long = "预".repeat(QUOTE_CHARS_MAX * 2);
        assert!(
            quote(&long).ends_with('…'),
            "a long text is cut, and the cut is visible"
        );
    }
}
