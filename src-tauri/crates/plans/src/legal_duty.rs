//! What the law lays on the district in a warning, in a response, and when dangerous chemicals
//! are let out: 突发事件应对法 (2024) art. 66, 67 and 73, 危险化学品安全法 (2025) art. 95.
//!
//! The duties are data, `assets/law/duties.json`. A plan carries a duty by a task card that names
//! its article; what no card carries is told by the check of the plan, and offered as a task when
//! a response is started. It is for the commander to give it: articles 67 and 73 speak of "one or
//! more" of their measures.

use std::sync::LazyLock;

use emergency::level::ResponseLevel;
use serde::Deserialize;

use crate::level::LEVELS;
use crate::matching::{IncidentFacts, cards_for_incident};
use crate::number::{chinese_figure, to_chinese};
use crate::plan::Plan;

/// The duties that ship with the program.
const SHIPPED: &str = include_str!("../../../../assets/law/duties.json");

static DUTIES: LazyLock<DutyFile> =
    LazyLock::new(|| serde_json::from_str(SHIPPED).expect("the shipped duties can be read"));

/// Characters between the name of a law and an article of it, at most.
const BETWEEN_CHARS_MAX: usize = 60;

/// Words after the name of a law that show that another text is named since.
const OTHER_TEXTS: [&str; 3] = ["条例", "规定", "办法"];

/// When a duty binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyWhen {
    /// A warning of any level is out (art. 66; art. 67 adds to it).
    Warning,
    /// A warning of level Ⅰ or Ⅱ is out (art. 67).
    GraveWarning,
    /// The incident has happened (art. 73).
    Response,
    /// It is an accident with dangerous chemicals (危险化学品安全法 art. 95).
    Hazmat,
}

/// One item of an article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegalDuty {
    /// Its name, which the card of its task bears.
    pub id: String,
    /// The law with its year, as the cards of plans name it.
    pub law: String,
    /// Number of the article.
    pub article: u32,
    /// Number of the item.
    pub item: u32,
    /// What is to be done, in the words of the project.
    pub what: String,
    /// On whom the law lays it; the unit is for the headquarters to name.
    pub who: String,
    /// When it binds.
    pub when: DutyWhen,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DutyFile {
    /// Kinds of incidents that are accidents with dangerous chemicals.
    hazmat_kinds: Vec<String>,
    duties: Vec<LegalDuty>,
}

/// A duty that no card carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncarried {
    /// Which.
    pub duty: &'static LegalDuty,
    /// The levels at which no card of the plan carries it, highest first.
    pub levels: Vec<ResponseLevel>,
}

/// Every duty, in the order of the articles.
#[must_use]
pub fn all() -> &'static [LegalDuty] {
    &DUTIES.duties
}

impl LegalDuty {
    /// The article and the item, such as 突发事件应对法（2024）第七十三条第（一）项.
    #[must_use]
    pub fn citation(&self) -> String {
        let item = to_chinese(self.item);
        format!("{}{}第（{item}）项", self.law, article_words(self.article))
    }

    /// True when the words name this item, or its article as a whole.
    #[must_use]
    pub fn is_named_in(&self, words: &str) -> bool {
        // 突发事件应对法（2024） is written without its year as well.
        let law = self.law.split('（').next().unwrap_or(&self.law);
        words
            .match_indices('第')
            .any(|(at, _)| self.is_named_at(law, &words[..at], &words[at..]))
    }

    fn is_named_at(&self, law: &str, before: &str, from: &str) -> bool {
        let Some((number, rest)) = article(from) else {
            return false;
        };
        let Some(start) = before.rfind(law) else {
            return false;
        };
        let between = &before[start + law.len()..];
        let is_of_it = between.chars().count() <= BETWEEN_CHARS_MAX
            && !OTHER_TEXTS.iter().any(|word| between.contains(word));
        if number != self.article || !is_of_it {
            return false;
        }
        let items = items(rest);
        items.is_empty() || items.contains(&self.item)
    }

    /// True when it may bind in a response: chemicals only where there are any.
    fn is_for(&self, is_hazmat: bool) -> bool {
        self.when != DutyWhen::Hazmat || is_hazmat
    }
}

/// 第七十三条.
#[must_use]
pub fn article_words(article: u32) -> String {
    format!("第{}条", to_chinese(article))
}

/// The number of 第X条 at the start of the text, and what follows.
fn article(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = chinese_figure(text.strip_prefix('第')?)?;
    Some((number, rest.strip_prefix('条')?))
}

/// The items at the start of the text: 第（一）项, 第（一）、（二）项, 第（一）项、第（二）项.
fn items(mut rest: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let paragraph = rest.strip_prefix('第').and_then(chinese_figure);
    if let Some(after) = paragraph.and_then(|(_, after)| after.strip_prefix('款')) {
        rest = after;
    }
    loop {
        rest = rest.trim_start_matches(['、', '和', '第', '项']);
        let Some((number, after)) = rest.strip_prefix('（').and_then(chinese_figure) else {
            return found;
        };
        let Some(after) = after.strip_prefix('）') else {
            return found;
        };
        found.push(number);
        rest = after;
    }
}

/// True for a plan for accidents with dangerous chemicals.
#[must_use]
pub fn is_hazmat_plan(plan: &Plan) -> bool {
    plan.front.hazards.iter().any(|kind| is_hazmat(kind))
}

fn is_hazmat(kind: &str) -> bool {
    DUTIES.hazmat_kinds.iter().any(|one| one == kind)
}

/// The duties that no card of the plan carries, with the levels; without a plan all of them.
/// Only cards that fit the incident count.
#[must_use]
pub fn uncarried(plan: Option<&Plan>, facts: &IncidentFacts) -> Vec<Uncarried> {
    let hazmat = is_hazmat(&facts.kind) || plan.is_some_and(is_hazmat_plan);
    let cards: Vec<_> = LEVELS
        .iter()
        .map(|level| {
            let cards = plan.map(|plan| cards_for_incident(plan, *level, facts));
            (*level, cards.unwrap_or_default())
        })
        .collect();
    let duties = all().iter().filter(|duty| duty.is_for(hazmat));
    let open = duties.map(|duty| {
        let levels = cards.iter().filter(|(_, cards)| {
            let mut law = cards.iter().flat_map(|card| &card.law);
            !law.any(|words| duty.is_named_in(words))
        });
        let levels = levels.map(|(level, _)| *level).collect();
        Uncarried { duty, levels }
    });
    open.filter(|one| !one.levels.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::shipped::SHIPPED as PLANS;

    fn duty(id: &str) -> &'static LegalDuty {
        let found = all().iter().find(|duty| duty.id == id);
        found.unwrap_or_else(|| panic!("{id} is in the table"))
    }

    #[test]
    fn every_item_of_the_four_articles_is_there_once() {
        let count = |article| all().iter().filter(|duty| duty.article == article).count();
        assert_eq!(
            [66, 67, 73, 95].map(count),
            [5, 8, 11, 4],
            "as many as the articles have items"
        );
        for (place, duty) in all().iter().enumerate() {
            let twice = all()[..place].iter().any(|other| other.id == duty.id);
            assert!(!twice, "{} has a name of its own", duty.id);
            assert!(
                duty.is_named_in(&duty.citation()),
                "{} names itself",
                duty.id
            );
        }
    }

    #[test]
    fn a_citation_names_its_item_and_no_other() {
        let first = duty("law-73-1");
        for (words, is) in [
            ("突发事件应对法（2024）第七十三条第（一）项", true),
            ("《突发事件应对法》第七十三条", true),
            ("突发事件应对法第七十三条第一款第（二）项", false),
            ("突发事件应对法第七十三条第（二）、（一）项", true),
            ("突发事件应对法第六十六条、第七十三条", true),
            ("突发事件应对法（2024）第七十三条第（十一）项", false),
            ("突发事件应对法（2024）第七十二条", false),
            ("特种设备安全监察条例第七十三条", false),
            ("突发事件应对法第六十六条、防汛条例第七十三条", false),
            ("第七十三条", false),
        ] {
            assert_eq!(first.is_named_in(words), is, "{words}");
        }
    }

    #[test]
    fn a_plan_from_word_without_cards_carries_none_of_them() {
        let (plan, _) = parse("+++\nid='a'\nkind='special'\nhazards=['fire']\n+++\n\n# 一、总则\n");
        let facts = IncidentFacts::default();
        let open = uncarried(Some(&plan), &facts);
        assert_eq!(open.len(), 24, "66, 67 and 73 with all their items");
        assert!(
            open.iter().all(|one| one.levels.len() == 4),
            "at every level"
        );
        let chlorine = IncidentFacts {
            kind: "hazmat_leak".into(),
            ..facts
        };
        let open = uncarried(None, &chlorine);
        assert_eq!(open.len(), 28, "with chemicals article 95 is added");
    }

    #[test]
    fn a_card_carries_its_duty_at_its_own_levels() {
        let text = "+++\nid='a'\nhazards=['fire']\n+++\n\n```card\nid='x'\nlevels=['Ⅰ', 'Ⅱ']\n\
                    law=['突发事件应对法（2024）第七十三条第（一）项']\n```\n";
        let (plan, _) = parse(text);
        let open = uncarried(Some(&plan), &IncidentFacts::default());
        let rescue = open.iter().find(|one| one.duty.id == "law-73-1");
        let levels = rescue.map(|one| one.levels.clone());
        use ResponseLevel::{Four, Three};
        assert_eq!(levels, Some(vec![Three, Four]), "the card is for Ⅰ and Ⅱ");
    }

    #[test]
    fn the_shipped_plan_for_chemicals_carries_article_95() {
        let text = PLANS
            .iter()
            .find(|(path, _)| path.contains("hazardous-chemicals"));
        let (plan, _) = parse(text.expect("it ships").1);
        let facts = IncidentFacts {
            kind: "hazmat_leak".into(),
            substances: vec!["氯".into()],
            ..IncidentFacts::default()
        };
        let open = uncarried(Some(&plan), &facts);
        let of_95 = open.iter().filter(|one| one.duty.article == 95);
        assert_eq!(of_95.count(), 0, "its cards name all four items");
    }
}
