//! A library of many plans, out of the shipped ones and varied; and what stands in it, found by
//! brute force.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use logbook::{Passage, SearchKind, Volume};
use plans::passage::{PassageOf, passages};
use plans::{Block, Plan, PlanStatus, parse};
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The shipped plans, by their place in the repository.
const SHIPPED: [&str; 4] = [
    "general/district.md",
    "special/fire.md",
    "special/flood.md",
    "special/hazardous-chemicals.md",
];

/// Parts of made-up names of units.
const NAMES: [&str; 16] = [
    "东", "西", "南", "北", "山", "河", "桥", "园", "新", "安", "和", "平", "清", "石", "柳", "港",
];

/// States in turn.
const STATES: [PlanStatus; 4] = [
    PlanStatus::InForce,
    PlanStatus::InRevision,
    PlanStatus::Draft,
    PlanStatus::Sample,
];

/// So many plans, each another: another unit in every text that names one, a sentence of another
/// plan with a unit and a number of its own in every clause.
///
/// # Panics
/// When the shipped plans cannot be read.
#[must_use]
pub fn varied(count: usize, seed: u64) -> Vec<Plan> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plans");
    let shipped = SHIPPED.map(|path| {
        let text = std::fs::read_to_string(folder.join(path)).expect("a shipped plan is read");
        parse(&text).0
    });
    let sentences: Vec<String> = shipped.iter().flat_map(sentences).collect();
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let vary = |number: usize| vary(&shipped[number % 4], number, &sentences, &mut chance);
    (0..count).map(vary).collect()
}

fn sentences(plan: &Plan) -> Vec<String> {
    let texts = plan.clauses.iter().flat_map(|clause| &clause.blocks);
    let texts = texts.filter_map(|block| match block {
        Block::Text(text) => Some(plans::text::paragraphs(text)),
        Block::Card(_) | Block::Level(_) => None,
    });
    let sentences = texts.flatten().flat_map(|paragraph| {
        let parts = paragraph.split_inclusive('。');
        parts.map(str::to_owned).collect::<Vec<_>>()
    });
    sentences.collect()
}

fn vary(plan: &Plan, number: usize, sentences: &[String], chance: &mut ChaCha8Rng) -> Plan {
    let mut name = || *NAMES.choose(chance).expect("there are some");
    let unit = format!("{}{}街道", name(), name());
    let mut plan = plan.clone();
    plan.front.id = format!("演练-{number}");
    plan.front.title = format!("{unit}{}", plan.front.title);
    plan.front.unit = format!("{unit}办事处");
    plan.front.status = STATES[number % STATES.len()];
    for block in plan
        .clauses
        .iter_mut()
        .flat_map(|clause| &mut clause.blocks)
    {
        match block {
            Block::Text(text) => {
                let sentence = sentences.choose(chance).expect("there are some");
                let at = chance.random_range(0..10_000);
                *text = format!(
                    "{}\n\n{unit}第{at}号：{sentence}",
                    text.replace("历城区", &unit)
                );
            }
            Block::Card(card) => {
                card.what = format!("{}，报{unit}", card.what);
                card.within_min += chance.random_range(0..10);
            }
            Block::Level(rule) => rule.decides = format!("{unit}{}", rule.decides),
        }
    }
    plan
}

/// The volume of a plan, as a desk makes it.
#[must_use]
pub fn volume(plan: &Plan) -> Volume {
    let parts = passages(plan).into_iter().map(|one| Passage {
        kind: match one.of {
            PassageOf::Plan => SearchKind::Plan,
            PassageOf::Clause => SearchKind::Clause,
            PassageOf::Card => SearchKind::Card,
        },
        part: one.part,
        place: one.card,
        heading: one.heading,
        body: one.body,
    });
    Volume {
        key: format!("plan:{}", plan.front.id),
        title: plan.front.title.clone(),
        unit: plan.front.unit.clone(),
        fields: plan.front.hazards.clone(),
        state: format!("{:?}", plan.front.status).to_lowercase(),
        passages: parts.collect(),
    }
}

/// Each word of so many Chinese characters that stands in the volumes, with the number of
/// passages that have it. Independent of the search: characters beside each other, plain spaces
/// aside, in a heading or in a text.
#[must_use]
pub fn words(volumes: &[Volume], chars: usize) -> BTreeMap<String, usize> {
    let mut counts: HashMap<Vec<char>, (usize, usize)> = HashMap::new();
    let passages = volumes.iter().flat_map(|volume| &volume.passages);
    for (number, passage) in passages.enumerate() {
        for text in [&passage.heading, &passage.body] {
            let text: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
            for word in text.windows(chars) {
                if !word.iter().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
                    continue;
                }
                match counts.get_mut(word) {
                    Some((count, last)) if *last != number => {
                        (*count, *last) = (*count + 1, number);
                    }
                    Some(_) => {}
                    None => drop(counts.insert(word.to_vec(), (1, number))),
                }
            }
        }
    }
    let counts = counts.into_iter();
    counts
        .map(|(word, (count, _))| (String::from_iter(word), count))
        .collect()
}
