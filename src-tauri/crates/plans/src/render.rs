//! Plan -> text.

use serde::Serialize;

use crate::parse::{CARD_WORD, FENCE, LEVEL_WORD};
use crate::plan::{Block, Plan};

/// Writes a plan in the format of `plans/README.md`; [`crate::parse()`] reads it back the same.
#[must_use]
pub fn render(plan: &Plan) -> String {
    let front = toml_text(&plan.front);
    let fence = "+".repeat(longest_run(&front, '+').map_or(FENCE.len(), |run| run + 1));
    let mut text = format!("{fence}\n{front}{fence}\n");
    for clause in &plan.clauses {
        if clause.depth > 0 {
            let marks = "#".repeat(usize::from(clause.depth.min(6)));
            text.push_str(format!("\n{marks} {}", clause.heading).trim_end());
            if clause.heading.ends_with('#') {
                // Markdown takes a run of # at the end for a closing mark, so give it one.
                text.push_str(" #");
            }
            text.push('\n');
        }
        for block in &clause.blocks {
            text.push('\n');
            match block {
                Block::Text(words) => {
                    text.push_str(words);
                    text.push('\n');
                }
                Block::Card(card) => fenced(&mut text, CARD_WORD, &toml_text(card)),
                Block::Level(rule) => fenced(&mut text, LEVEL_WORD, &toml_text(rule)),
            }
        }
    }
    text
}

/// A fenced block whose fence is longer than any run of backticks inside.
fn fenced(text: &mut String, word: &str, content: &str) {
    let fence = "`".repeat(longest_run(content, '`').map_or(3, |run| run + 1));
    text.push_str(&format!("{fence}{word}\n{content}{fence}\n"));
}

/// The longest run of a sign, where it is long enough to be taken for a fence.
fn longest_run(text: &str, sign: char) -> Option<usize> {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    (longest >= FENCE.len()).then_some(longest)
}

fn toml_text(value: &impl Serialize) -> String {
    // TOML lacks only null and non-text keys, and the types of `plan` hold neither.
    toml::to_string(value).expect("every value of a plan has a TOML form")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::plan::{Card, Clause, LevelRule, Need, PlanFront, PlanKind, PlanStatus, Substance};
    use emergency::level::ResponseLevel;
    use proptest::prelude::*;

    /// Words that mean nothing to Markdown or to the format.
    fn words() -> impl Strategy<Value = String> {
        "[一-十甲乙丙丁a-z0-9（）、，。%]{1,12}"
    }

    /// A value inside TOML may hold anything.
    fn any_value() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,20}", "[`\"'\\\\\n#+=甲]{0,20}"]
    }

    fn level() -> impl Strategy<Value = ResponseLevel> {
        prop::sample::select(crate::level::LEVELS.to_vec())
    }

    fn card() -> impl Strategy<Value = Card> {
        let need = (any_value(), any_value(), any::<u32>(), any_value()).prop_map(
            |(capability, supply, quantity, label)| Need {
                capability,
                supply,
                quantity,
                label,
            },
        );
        (
            (any_value(), any_value(), any_value(), any_value()),
            any::<u32>(),
            prop::collection::vec(level(), 0..3),
            prop::collection::vec(need, 0..3),
            prop::collection::vec(any_value(), 0..3),
        )
            .prop_map(
                |((id, what, who, confirm), within_min, levels, needs, law)| Card {
                    id,
                    what,
                    who,
                    within_min,
                    levels,
                    confirm,
                    law,
                    needs,
                    ..Card::default()
                },
            )
    }

    fn rule() -> impl Strategy<Value = LevelRule> {
        (
            prop::option::of(level()),
            prop::collection::vec(any_value(), 0..3),
            any::<u32>(),
            any::<bool>(),
        )
            .prop_map(|(level, start, period_h, to_confirm)| LevelRule {
                level,
                measures: start.clone(),
                start,
                period_h,
                to_confirm,
                ..LevelRule::default()
            })
    }

    fn blocks() -> impl Strategy<Value = Vec<Block>> {
        // Two texts in a row would read back as one, so each text is followed by a block.
        let structured = prop_oneof![card().prop_map(Block::Card), rule().prop_map(Block::Level)];
        prop::collection::vec((prop::option::of(words()), structured), 0..3).prop_map(|pairs| {
            pairs
                .into_iter()
                .flat_map(|(words, block)| [words.map(Block::Text), Some(block)])
                .flatten()
                .collect()
        })
    }

    fn plan() -> impl Strategy<Value = Plan> {
        let front = (
            any_value(),
            any_value(),
            prop::collection::vec(any_value(), 0..3),
        )
            .prop_map(|(id, title, area)| PlanFront {
                id,
                title,
                substances: area
                    .iter()
                    .map(|name| Substance {
                        name: name.clone(),
                        ..Substance::default()
                    })
                    .collect(),
                area,
                kind: PlanKind::Joint,
                status: PlanStatus::InForce,
                extra: [("later".to_owned(), toml::Value::Boolean(true))]
                    .into_iter()
                    .collect(),
                ..PlanFront::default()
            });
        let clause = (1u8..=6, words(), blocks()).prop_map(|(depth, heading, blocks)| Clause {
            depth,
            heading,
            blocks,
        });
        (front, prop::collection::vec(clause, 0..5))
            .prop_map(|(front, clauses)| Plan { front, clauses })
    }

    proptest! {
        #[test]
        fn a_rendered_plan_reads_back_the_same(plan in plan()) {
            let text = render(&plan);
            prop_assert_eq!(&parse(&text).0, &plan, "of the text {}", text);
        }
    }
}
