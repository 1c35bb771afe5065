//! What a person typed, as phrases. Anything typed is plain text: there are no operators.

use super::fold::{Folded, IN_HEADING, IN_TITLE};

/// Characters of what was typed that count.
pub const WORDS_CHARS_MAX: usize = 256;

/// Words, parted by spaces, that count.
pub const TERMS_MAX: usize = 8;

/// Forms of one word, itself among them.
pub(crate) const FORMS_MAX: usize = 12;

/// Pieces into which a long word is cut when nothing has it as a whole.
const PIECE_CHARS: usize = 2;

/// What is looked for: every word, each in one of its forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    terms: Vec<Term>,
    words: Vec<String>,
    cut: bool,
}

/// One word: as typed first, then what means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    forms: Vec<Folded>,
}

/// A text that can be hit.
pub(crate) struct Target<'a> {
    pub(crate) title: &'a Folded,
    pub(crate) heading: &'a Folded,
    pub(crate) body: &'a Folded,
}

/// How a text was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Manner {
    /// Every word stands there as typed.
    pub(crate) typed: bool,
    /// A word stands in the heading.
    pub(crate) headed: bool,
}

impl SearchQuery {
    /// Reads what was typed. `alike` answers what means the same as a word.
    #[must_use]
    pub fn read(typed: &str, alike: impl Fn(&str) -> Vec<String>) -> Self {
        let mut query = Self {
            cut: typed.chars().nth(WORDS_CHARS_MAX).is_some(),
            ..Self::default()
        };
        let typed: String = typed.chars().take(WORDS_CHARS_MAX).collect();
        for word in typed.split_whitespace() {
            let folded = Folded::of(word).trimmed();
            if folded.is_empty() {
                continue;
            }
            if query.terms.len() == TERMS_MAX {
                query.cut = true;
                break;
            }
            let mut forms = vec![folded];
            for other in alike(word) {
                let other = Folded::of(&other).trimmed();
                if !other.is_empty() && !forms.contains(&other) && forms.len() < FORMS_MAX {
                    forms.push(other);
                }
            }
            query.terms.push(Term { forms });
            query.words.push(word.to_owned());
        }
        query
    }

    /// The same in pieces of two characters, for a long word that nothing has as a whole; none
    /// when there is no such word.
    #[must_use]
    pub fn in_pieces(&self, alike: impl Fn(&str) -> Vec<String>) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut any = false;
        for word in &self.words {
            let chars: Vec<char> = word.chars().collect();
            let cuts = chars.len() >= 2 * PIECE_CHARS && chars.iter().all(|c| *c >= '\u{2E80}');
            any |= cuts;
            if cuts {
                pieces.extend(chars.chunks(PIECE_CHARS).map(String::from_iter));
            } else {
                pieces.push(word.clone());
            }
        }
        pieces.truncate(TERMS_MAX);
        any.then(|| Self::read(&pieces.join(" "), alike))
    }

    /// True when nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// True when more was typed than counts.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The words that count, as typed.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// True when a word has other forms than itself.
    pub(crate) fn has_forms(&self) -> bool {
        self.terms.iter().any(|term| term.forms.len() > 1)
    }

    /// All forms of all words.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &Folded> {
        self.terms.iter().flat_map(|term| &term.forms)
    }

    /// The expression for the log's index.
    pub(crate) fn for_lines(&self) -> String {
        let all = self.terms.iter().map(|term| term.any(None, false));
        all.collect::<Vec<_>>().join(" AND ")
    }

    /// The expression for the library's index: each word in the text or in the title of what it
    /// is part of, at least one in the text. `typed` leaves out what only means the same.
    pub(crate) fn for_library(&self, typed: bool) -> String {
        if let [only] = &self.terms[..] {
            return only.any(None, typed);
        }
        let own: Vec<String> = self.terms.iter().map(|t| t.any(None, typed)).collect();
        let each = self
            .terms
            .iter()
            .zip(&own)
            .map(|(term, own)| format!("({own} OR {})", term.any(Some(IN_TITLE), typed)));
        let each = each.collect::<Vec<_>>().join(" AND ");
        format!("{each} AND ({})", own.join(" OR "))
    }

    /// The expression for texts whose heading has one of the words.
    pub(crate) fn for_headings(&self) -> String {
        let all = self.terms.iter().map(|t| t.any(Some(IN_HEADING), false));
        let all = all.collect::<Vec<_>>().join(" OR ");
        format!("({}) AND ({all})", self.for_library(false))
    }

    /// False when a text that is not folded cannot be hit: a character of a word is not in it.
    pub(crate) fn may_hit(&self, text: &str) -> bool {
        let terms = self.terms.iter();
        let mut terms = terms.map(|term| term.forms.iter().any(|form| form.may_be_in(text)));
        terms.all(|may| may)
    }

    /// The same as the library's expression, on a text at hand.
    pub(crate) fn hits(&self, target: &Target<'_>) -> Option<Manner> {
        if self.is_empty() {
            return None;
        }
        let (mut typed, mut headed, mut own) = (true, false, false);
        for term in &self.terms {
            let (mut any, mut as_typed) = (false, false);
            for (number, form) in term.forms.iter().enumerate() {
                let in_heading = target.heading.has(form);
                let here = in_heading || target.body.has(form);
                let there = here || self.terms.len() > 1 && target.title.has(form);
                headed |= in_heading;
                own |= here;
                any |= there;
                as_typed |= there && number == 0;
            }
            if !any {
                return None;
            }
            typed &= as_typed;
        }
        own.then_some(Manner { typed, headed })
    }
}

impl Term {
    /// Any of its forms.
    fn any(&self, before: Option<char>, typed: bool) -> String {
        let count = if typed { 1 } else { self.forms.len() };
        let forms = self.forms[..count].iter().map(|form| form.phrase(before));
        let forms: Vec<String> = forms.collect();
        if let [only] = &forms[..] {
            return only.clone();
        }
        format!("({})", forms.join(" OR "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(typed: &str) -> SearchQuery {
        SearchQuery::read(typed, |_| Vec::new())
    }

    #[test]
    fn words_are_parted_by_spaces_and_marks_around_them_fall_away() {
        let query = plain("  “氯气”\t泄漏。 !!! \u{0} ");
        assert_eq!(query.words(), ["“氯气”", "泄漏。"], "two words count");
        assert_eq!(
            query.for_lines(),
            "\"氯 气\" AND \"泄 漏\"",
            "each is a phrase of characters"
        );
        assert!(plain(" *\"-(){}^: ").is_empty(), "marks alone ask nothing");
    }

    #[test]
    fn what_is_too_long_is_cut_and_said() {
        let long = plain(&"氯".repeat(10_240));
        assert!(long.is_cut(), "it says so");
        assert!(
            long.for_lines().len() < WORDS_CHARS_MAX * 5,
            "the expression is bounded"
        );
        let many = plain(&"氯 ".repeat(TERMS_MAX + 1));
        assert_eq!(many.words().len(), TERMS_MAX, "so many words count");
        assert!(many.is_cut(), "and it says so");
    }

    #[test]
    fn a_word_with_others_of_its_meaning_is_any_of_them() {
        let query = SearchQuery::read("撤离", |_| vec!["疏散".into(), "撤离".into()]);
        assert_eq!(
            query.for_lines(),
            "(\"撤 离\" OR \"疏 散\")",
            "each form once"
        );
    }

    #[test]
    fn a_long_word_is_looked_for_in_pieces() {
        let pieces = plain("氯气泄漏处")
            .in_pieces(|_| Vec::new())
            .expect("can be cut");
        assert_eq!(
            pieces.words(),
            ["氯气", "泄漏", "处"],
            "two characters each"
        );
        assert_eq!(
            plain("泄漏 UN1017").in_pieces(|_| Vec::new()),
            None,
            "nothing to cut"
        );
    }

    #[test]
    fn a_word_may_stand_in_the_title_but_not_all_of_them() {
        let (title, heading, body) = ("危险化学品预案", "4.2 警戒", "划定警戒区，组织疏散。");
        let fold = Folded::of;
        let (title, heading, body) = (fold(title), fold(heading), fold(body));
        let target = Target {
            title: &title,
            heading: &heading,
            body: &body,
        };
        let hit = |typed: &str| plain(typed).hits(&target);
        assert!(
            hit("化学品 疏散").is_some(),
            "one in the title, one in the text"
        );
        assert!(hit("化学品 预案").is_none(), "nothing of it in the text");
        assert!(
            hit("化学品").is_none(),
            "the title alone is found as the plan"
        );
        assert!(hit("警戒").expect("hit").headed, "in the heading");
        assert!(!hit("疏散").expect("hit").headed, "in the body only");
        assert!(hit("区组织").is_none(), "no phrase reaches over a comma");
    }
}
