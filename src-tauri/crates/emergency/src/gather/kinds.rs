//! What an alert is about, by a table that a district edits, and which kinds come of which.

use serde::{Deserialize, Serialize};

use crate::alert::Notice;
use crate::priority::Priority;

/// Letters of a title that are looked at; more is no title.
const TITLE_CHARS_MAX: usize = 300;
/// Kinds that a table may have.
pub const KINDS_MAX: usize = 200;

/// A kind by its place in the table; [`OTHER`] is none of them.
pub type KindNo = u16;

/// What fits no kind of the table.
pub const OTHER: KindNo = 0;
/// Its code.
pub const OTHER_CODE: &str = "other";

/// One kind of alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kind {
    /// Its code; the screen has a word for those that ship.
    pub code: String,
    /// Codes of events that mean it, whole.
    pub codes: Vec<String>,
    /// Words of an event or a title that mean it, wherever they stand.
    pub words: Vec<String>,
    /// How urgent it is by itself.
    pub priority: Priority,
    /// Whether it stays until it is reset.
    pub latches: bool,
    /// The rule by which it is suppressed by design, in words; empty for none.
    pub suppressed: String,
    /// Whether a hazard site near it makes it worse.
    pub hazard: bool,
    /// Whether night makes it worse.
    pub night: bool,
    /// Whether many people near it make it worse; so it is unless the table says otherwise.
    pub people: bool,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            code: String::new(),
            codes: Vec::new(),
            words: Vec::new(),
            priority: Priority::default(),
            latches: false,
            suppressed: String::new(),
            hazard: false,
            night: false,
            people: true,
        }
    }
}

/// What comes of what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cause {
    /// The code of the cause.
    pub cause: String,
    /// The codes of what comes of it.
    pub effects: Vec<String>,
    /// Whether the cause holds in its whole area: a storm and the floods in it.
    pub in_area: bool,
}

/// The table as a district writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KindTable {
    /// The kinds; of several that fit the first one counts.
    pub kinds: Vec<Kind>,
    /// What comes of what.
    pub causes: Vec<Cause>,
}

/// How an alert of one kind may come under a heading of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// Whether the area of the heading counts besides its place.
    pub in_area: bool,
}

/// The table, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds {
    kinds: Vec<Kind>,
    /// By the kind of the heading, then by the kind of the alert.
    ties: Vec<Vec<Option<Tie>>>,
}

impl Kinds {
    /// The table with [`OTHER`] before its kinds; of more than [`KINDS_MAX`] kinds the first
    /// ones. A cause that names no kind ties nothing.
    #[must_use]
    pub fn new(table: KindTable) -> Self {
        let other = Kind {
            code: OTHER_CODE.to_owned(),
            ..Kind::default()
        };
        let mut kinds = vec![other];
        kinds.extend(table.kinds.into_iter().take(KINDS_MAX));
        let number = |code: &str| kinds.iter().position(|kind| kind.code == code);
        let mut ties = vec![vec![None; kinds.len()]; kinds.len()];
        for (kind, row) in ties.iter_mut().enumerate() {
            // Two alerts of one kind in the area of a warning of that kind are one matter.
            row[kind] = Some(Tie { in_area: true });
        }
        for cause in &table.causes {
            let Some(of) = number(&cause.cause) else {
                continue;
            };
            for effect in cause.effects.iter().filter_map(|effect| number(effect)) {
                let in_area = cause.in_area;
                ties[of][effect] = Some(Tie { in_area });
                // What comes of a cause is often heard before the cause; it has no area.
                ties[effect][of].get_or_insert(Tie { in_area: false });
            }
        }
        Self { kinds, ties }
    }

    /// The kind of a message.
    #[must_use]
    pub fn of(&self, notice: &Notice) -> KindNo {
        let code = notice.event_code.trim();
        let title: String = notice
            .texts
            .first()
            .map(|text| text.headline.chars().take(TITLE_CHARS_MAX).collect())
            .unwrap_or_default();
        let event: String = notice.event.chars().take(TITLE_CHARS_MAX).collect();
        let by_code = |kind: &Kind| !code.is_empty() && kind.codes.iter().any(|one| one == code);
        let says = |kind: &Kind, text: &str| {
            let mut words = kind.words.iter().filter(|word| !word.is_empty());
            words.any(|word| text.contains(word.as_str()))
        };
        let found = self
            .find(by_code)
            .or_else(|| self.find(|kind| says(kind, &event)))
            .or_else(|| self.find(|kind| says(kind, &title)));
        found.unwrap_or(OTHER)
    }

    fn find(&self, fits: impl Fn(&Kind) -> bool) -> Option<KindNo> {
        let at = self.kinds.iter().skip(1).position(fits)?;
        KindNo::try_from(at + 1).ok()
    }

    /// The kind of a number; that of [`OTHER`] for a number that none has.
    #[must_use]
    pub fn kind(&self, number: KindNo) -> &Kind {
        self.kinds
            .get(usize::from(number))
            .unwrap_or(&self.kinds[0])
    }

    /// Whether an alert of a kind may come under a heading of another, and how.
    #[must_use]
    pub fn tie(&self, heading: KindNo, alert: KindNo) -> Option<Tie> {
        let row = self.ties.get(usize::from(heading))?;
        row.get(usize::from(alert)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::NoticeText;

    fn kind(code: &str, codes: &[&str], words: &[&str]) -> Kind {
        Kind {
            code: code.to_owned(),
            codes: codes.iter().map(ToString::to_string).collect(),
            words: words.iter().map(ToString::to_string).collect(),
            ..Kind::default()
        }
    }

    fn kinds() -> Kinds {
        Kinds::new(KindTable {
            kinds: vec![
                kind("storm", &["11B03"], &["暴雨"]),
                kind("flood", &[], &["积水", ""]),
                kind("fire", &["fire"], &["火警"]),
            ],
            causes: vec![
                Cause {
                    cause: "storm".to_owned(),
                    effects: vec!["flood".to_owned(), "nothing".to_owned()],
                    in_area: true,
                },
                Cause {
                    cause: "nothing".to_owned(),
                    ..Cause::default()
                },
            ],
        })
    }

    fn notice(code: &str, event: &str, headline: &str) -> Notice {
        Notice {
            event_code: code.to_owned(),
            event: event.to_owned(),
            texts: vec![NoticeText {
                headline: headline.to_owned(),
                ..NoticeText::default()
            }],
            ..Notice::default()
        }
    }

    #[test]
    fn the_code_goes_before_the_event_and_the_event_before_the_title() {
        let cases = [
            (notice("fire", "积水", ""), "fire", "by code"),
            (notice("", "道路积水", "暴雨预警"), "flood", "by event"),
            (notice("", "", "暴雨橙色预警"), "storm", "by title"),
            (notice("x", "噪声", "投诉"), OTHER_CODE, "by nothing"),
        ];
        for (notice, code, why) in cases {
            let kinds = kinds();
            assert_eq!(kinds.kind(kinds.of(&notice)).code, code, "{why}");
        }
    }

    #[test]
    fn a_cause_ties_both_ways_but_only_the_cause_has_an_area() {
        let kinds = kinds();
        let tie = |heading, alert| kinds.tie(heading, alert).map(|tie| tie.in_area);
        assert_eq!(tie(1, 2), Some(true), "floods under a storm, in its area");
        assert_eq!(tie(2, 1), Some(false), "a storm under a flood, by place");
        assert_eq!(tie(3, 2), None, "a fire floods nothing");
        assert_eq!(tie(9, 9), None, "no such kind");
        assert_eq!(kinds.kind(9).code, OTHER_CODE, "nor such a number");
    }
}
