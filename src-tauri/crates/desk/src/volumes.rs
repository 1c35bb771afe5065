//! What is searched beside the log, as volumes: plans, articles and duties of the law, departments.

use dispatch::standard::Line;
use emergency::circular::Recipient;
use logbook::{Passage, SearchKind, Volume};
use plans::passage::{PassageOf, passages};
use plans::{LibraryPlan, PlanLibrary};
use reports::clocks::ClockTable;
use serde::Serialize;

/// Before the id of a plan in the key of its volume.
pub(crate) const PLAN: &str = "plan:";
/// Key of the volume of duties under the law.
const LAW: &str = "law:clocks";
/// Key of the volume of articles of laws.
const ARTICLES: &str = "law:articles";
/// Key of the volume of standards.
const EQUIPMENT: &str = "law:equipment";
/// Key of the volume of departments.
const CONTACTS: &str = "contacts";

/// All volumes of a desk.
pub(crate) fn all(
    plans: &PlanLibrary,
    clocks: &ClockTable,
    departments: &[Recipient],
) -> Vec<Volume> {
    let mut volumes: Vec<Volume> = plans.iter().map(plan).collect();
    volumes.push(law(clocks));
    volumes.push(articles());
    volumes.push(equipment());
    volumes.push(contacts(departments));
    volumes
}

/// The code of a state or kind, as it is written in a plan's front matter.
fn code(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn plan(held: &LibraryPlan) -> Volume {
    let front = &held.plan.front;
    let passages = passages(&held.plan).into_iter().map(passage);
    Volume {
        key: format!("{PLAN}{}", front.id),
        title: front.title.clone(),
        unit: front.unit.clone(),
        // The kinds of incidents it is for, and those of the twelve key fields that it serves.
        fields: front.hazards.iter().chain(&front.fields).cloned().collect(),
        state: code(&front.status),
        passages: passages.collect(),
    }
}

/// A card is named by its clause and by its own name, so that both can be opened.
fn passage(one: plans::passage::Passage) -> Passage {
    let (kind, place) = match (one.of, one.clause) {
        (PassageOf::Card, Some(clause)) => (SearchKind::Card, format!("{clause}:{}", one.card)),
        (PassageOf::Card, None) => (SearchKind::Card, one.card),
        (PassageOf::Clause, _) => (SearchKind::Clause, String::new()),
        (PassageOf::Plan, _) => (SearchKind::Plan, String::new()),
    };
    Passage {
        kind,
        part: one.part,
        place,
        heading: one.heading,
        body: one.body,
    }
}

/// The clause and the name of a card's place.
pub(crate) fn card_place(place: &str) -> (Option<u32>, &str) {
    let (clause, card) = place.split_once(':').unwrap_or(("", place));
    (clause.parse().ok(), card)
}

fn law(clocks: &ClockTable) -> Volume {
    let passages = (0..).zip(&clocks.rules).map(|(part, rule)| {
        let minutes = rule.limit_min.map(|minutes| format!("{minutes} 分钟内"));
        let within = minutes.or_else(|| rule.limit_days.map(|days| format!("{days} 日内")));
        let words = [
            &rule.who,
            &rule.to,
            &rule.mode,
            &rule.note,
            &rule.consequence,
        ];
        let words = words.into_iter().chain(&within).map(String::as_str);
        Passage {
            kind: SearchKind::Law,
            part,
            place: rule.id.clone(),
            heading: rule.source.clone(),
            body: lines(words),
        }
    });
    Volume {
        key: LAW.to_owned(),
        passages: passages.collect(),
        ..Volume::default()
    }
}

/// The articles of laws, word for word: 第七十三条 is found by its number.
fn articles() -> Volume {
    let all = plans::law::all().iter();
    let all = all.flat_map(|law| law.articles.iter().map(move |article| (law, article)));
    let passages = (0..).zip(all).map(|(part, (law, article))| {
        let text = article.text.iter().chain([&law.issued]);
        Passage {
            kind: SearchKind::Law,
            part,
            place: String::new(),
            heading: format!("{}{}", law.name, article.words()),
            body: lines(text.map(String::as_str)),
        }
    });
    Volume {
        key: ARTICLES.to_owned(),
        passages: passages.collect(),
        ..Volume::default()
    }
}

/// What standards ask a team or a site to have.
fn equipment() -> Volume {
    let passages = (0..)
        .zip(dispatch::standard::all())
        .map(|(part, standard)| {
            let words = standard.lines.iter().map(|line| {
                let Line {
                    name,
                    quantity,
                    unit,
                    when,
                    ..
                } = line;
                format!("{name} {quantity}{unit} {when}")
                    .trim_end()
                    .to_owned()
            });
            let words: Vec<String> = words.collect();
            Passage {
                kind: SearchKind::Law,
                part,
                place: standard.code.clone(),
                heading: standard.name.clone(),
                body: lines(words.iter().map(String::as_str)),
            }
        });
    Volume {
        key: EQUIPMENT.to_owned(),
        passages: passages.collect(),
        ..Volume::default()
    }
}

fn contacts(departments: &[Recipient]) -> Volume {
    let passages = (0..).zip(departments).map(|(part, one)| {
        let rungs = one.ladder.iter().flat_map(|rung| {
            [
                rung.role.as_str(),
                rung.name.as_str(),
                rung.phone.as_str(),
                rung.mail.as_str(),
            ]
        });
        Passage {
            kind: SearchKind::Contact,
            part,
            place: one.name.clone(),
            heading: one.name.clone(),
            body: lines(rungs),
        }
    });
    Volume {
        key: CONTACTS.to_owned(),
        passages: passages.collect(),
        ..Volume::default()
    }
}

/// The texts that there are, a line each.
fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_searched_by_its_number_and_its_words() {
        let volume = articles();
        let found = volume
            .passages
            .iter()
            .find(|passage| passage.heading == "突发事件应对法（2024）第七十三条");
        let found = found.expect("article 73 ships");
        assert_eq!(found.kind, SearchKind::Law, "it is found under the law");
        assert!(
            found
                .body
                .contains("（十一）采取防止发生次生、衍生事件的必要措施。"),
            "word for word"
        );
    }

    #[test]
    fn a_plan_is_found_by_its_key_field_too() {
        let text = "+++\nid='a'\nhazards=['fire']\nfields=['消防', '电力']\n+++\n";
        let (plan, _) = plans::parse(text);
        let held = LibraryPlan {
            path: String::new(),
            plan,
            defects: Vec::new(),
        };
        assert_eq!(
            super::plan(&held).fields,
            ["fire", "消防", "电力"],
            "both kinds"
        );
    }
}
