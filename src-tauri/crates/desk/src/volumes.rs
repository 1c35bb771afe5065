//! What is searched beside the log, as volumes: plans, duties under the law, departments.

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
        fields: front.hazards.clone(),
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
