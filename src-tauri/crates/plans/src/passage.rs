//! A plan as the texts that are found one by one: itself, its clauses, its task cards.

use crate::level::roman;
use crate::plan::{Block, Card, Clause, LevelRule, Plan, PlanFront};
use crate::text::paragraphs;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageOf {
    /// The plan as a whole.
    Plan,
    /// A clause.
    Clause,
    /// A task card.
    Card,
}

/// A text that is found by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub of: PassageOf,
    /// Its place among those of its kind.
    pub part: u32,
    /// Name of the card; empty elsewhere.
    pub card: String,
    /// The clause it stands in, of a clause itself; none of the plan.
    pub clause: Option<u32>,
    /// Heading.
    pub heading: String,
    /// Text, a line a paragraph.
    pub body: String,
}

/// The passages of a plan, in the order of its text.
#[must_use]
pub fn passages(plan: &Plan) -> Vec<Passage> {
    let mut all = vec![Passage {
        of: PassageOf::Plan,
        part: 0,
        card: String::new(),
        clause: None,
        heading: plan.front.title.clone(),
        body: front_words(&plan.front),
    }];
    let mut cards = 0;
    for (number, clause) in (0..).zip(&plan.clauses) {
        all.push(Passage {
            of: PassageOf::Clause,
            part: number,
            card: String::new(),
            clause: Some(number),
            heading: clause.heading.clone(),
            body: clause_words(clause),
        });
        let of_clause = clause.blocks.iter().filter_map(|block| match block {
            Block::Card(card) => Some(card),
            Block::Text(_) | Block::Level(_) => None,
        });
        for card in of_clause {
            all.push(Passage {
                of: PassageOf::Card,
                part: cards,
                card: card.id.clone(),
                clause: Some(number),
                heading: card.what.clone(),
                body: card_words(card),
            });
            cards += 1;
        }
    }
    all
}

fn front_words(front: &PlanFront) -> String {
    let mut words = vec![
        &front.unit,
        &front.lead,
        &front.version,
        &front.issued,
        &front.notice,
    ];
    words.extend(&front.area);
    words.extend(&front.keywords);
    for substance in &front.substances {
        words.push(&substance.name);
        words.extend(&substance.aliases);
        words.extend([&substance.un, &substance.cas]);
    }
    lines(words)
}

fn clause_words(clause: &Clause) -> String {
    let mut words = Vec::new();
    for block in &clause.blocks {
        match block {
            Block::Text(text) => words.extend(paragraphs(text)),
            Block::Level(rule) => words.push(level_words(rule)),
            // A card is found by itself.
            Block::Card(_) => {}
        }
    }
    lines(&words)
}

fn level_words(rule: &LevelRule) -> String {
    let level = rule.level.map(|level| format!("{}级响应", roman(level)));
    let mut words: Vec<&String> = level.iter().collect();
    words.extend(&rule.start);
    words.extend([&rule.decides, &rule.matter]);
    words.extend(&rule.measures);
    words.extend(&rule.sources);
    lines(words)
}

fn card_words(card: &Card) -> String {
    let mut words = vec![&card.who, &card.confirm];
    words.extend(card.needs.iter().map(|need| &need.label));
    words.extend(&card.substances);
    words.extend(&card.law);
    words.extend(&card.sources);
    lines(words)
}

/// The texts that there are, a line each.
fn lines<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    #[test]
    fn every_text_of_a_plan_is_in_one_passage() {
        let (plan, _) = parse(
            "+++\nid='a'\ntitle='甲预案'\nunit='乙局'\nkeywords=['刺鼻']\n+++\n前言\n\n# 1 总则\n\n正文\n\n\
             ```card\nid='c'\nwhat='划定警戒区'\nwho='警戒组'\nconfirm='拍照'\n```\n\n\
             ```level\nlevel='Ⅲ'\nstart=['死亡3人']\nmatter='救援'\n```\n",
        );
        let all = passages(&plan);
        let found: Vec<(PassageOf, u32, Option<u32>, &str, &str)> = all
            .iter()
            .map(|one| (one.of, one.part, one.clause, &*one.heading, &*one.body))
            .collect();
        assert_eq!(
            found,
            [
                (PassageOf::Plan, 0, None, "甲预案", "乙局\n刺鼻"),
                (PassageOf::Clause, 0, Some(0), "", "前言"),
                (
                    PassageOf::Clause,
                    1,
                    Some(1),
                    "1 总则",
                    "正文\nⅢ级响应\n死亡3人\n救援"
                ),
                (PassageOf::Card, 0, Some(1), "划定警戒区", "警戒组\n拍照"),
            ],
            "the plan, its clauses and its cards, each with its own text"
        );
        assert_eq!(all[3].card, "c", "a card is opened by its name");
    }
}
