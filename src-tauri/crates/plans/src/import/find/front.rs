//! The front matter, guessed from the title and the first and last lines.

use crate::import::finding::{Certainty, Finding, Found, Why};
use crate::number::split_heading;
use crate::plan::{PlanFront, PlanKind};

use super::Spot;
use super::units::is_unit;

/// Lines at the start and at the end that are looked into.
const LINES: usize = 40;
/// Characters of a line that is a date and little else.
const DATE_LINE_CHARS_MAX: usize = 30;

/// Words of a title, in the order in which they are asked, and the kind they mean.
const KINDS: [(&[&str], PlanKind); 13] = [
    (&["现场处置"], PlanKind::FirmSite),
    (&["公司", "综合应急预案"], PlanKind::FirmGeneral),
    (&["厂", "综合应急预案"], PlanKind::FirmGeneral),
    (&["公司", "专项"], PlanKind::FirmSpecial),
    (&["公司"], PlanKind::FirmGeneral),
    (&["总体应急预案"], PlanKind::General),
    (&["联合"], PlanKind::Joint),
    (&["活动"], PlanKind::Event),
    (&["手册"], PlanKind::Supporting),
    (&["行动方案"], PlanKind::Supporting),
    (&["社区"], PlanKind::Community),
    (&["街道"], PlanKind::Community),
    (&["部门"], PlanKind::Department),
];

/// Words of a title and the incident kind they mean (`plans/README.md`).
const HAZARDS: [(&str, &[&str]); 10] = [
    (
        "危险化学品",
        &["hazmat_leak", "hazmat_fire", "hazmat_explosion"],
    ),
    ("火灾", &["fire"]),
    ("消防", &["fire"]),
    ("燃气", &["gas_leak"]),
    ("防汛", &["flood", "rainstorm", "waterlogging"]),
    ("洪涝", &["flood", "waterlogging"]),
    ("暴雨", &["rainstorm"]),
    ("特种设备", &["special_equipment"]),
    ("停电", &["power_cut"]),
    ("管道", &["pipeline"]),
];

/// Fills what the front matter lacks.
pub(in crate::import) fn front(
    front: &mut PlanFront,
    title: &str,
    spots: &[Spot<'_>],
) -> Vec<Finding> {
    let mut found = by_title(front, title);
    let ends = spots.len().saturating_sub(LINES);
    let edges = spots.iter().take(LINES).chain(spots[ends..].iter().rev());
    let lines: Vec<&Spot<'_>> = edges.filter(|spot| spot.table.is_none()).collect();
    for spot in &lines {
        by_line(front, spot, &mut found);
    }
    if front.unit.is_empty()
        && let Some(spot) = lines
            .iter()
            .find(|spot| !spot.is_heading && is_unit(&spot.line))
    {
        front.unit.clone_from(&spot.line);
        let unit = says(
            "unit",
            &spot.line,
            Certainty::Unsure,
            Why::Short,
            spot.paragraph,
        );
        found.push(unit);
    }
    found
}

fn says(key: &str, value: &str, certainty: Certainty, why: Why, paragraph: u32) -> Finding {
    Finding {
        found: Found::Front {
            key: key.to_owned(),
            value: value.to_owned(),
        },
        certainty,
        why: vec![why],
        paragraph,
        clause: 0,
    }
}

/// The kind and the incidents, by the words of the title.
fn by_title(front: &mut PlanFront, title: &str) -> Vec<Finding> {
    let (kind, by_word) = kind_of(title);
    front.kind = kind;
    let certainty = if by_word {
        Certainty::Likely
    } else {
        Certainty::Unsure
    };
    let mut found = vec![says(
        "kind",
        &format!("{kind:?}"),
        certainty,
        Why::FromTitle,
        0,
    )];
    let hazards = HAZARDS.iter().filter(|(word, _)| title.contains(word));
    let mut kinds: Vec<String> = hazards
        .flat_map(|(_, kinds)| kinds.iter().map(ToString::to_string))
        .collect();
    kinds.dedup();
    if !kinds.is_empty() {
        let value = kinds.join(" ");
        found.push(says(
            "hazards",
            &value,
            Certainty::Likely,
            Why::FromTitle,
            0,
        ));
        front.hazards = kinds;
    }
    found
}

/// Unit, version and day of issue, when a line says them.
fn by_line(front: &mut PlanFront, spot: &Spot<'_>, found: &mut Vec<Finding>) {
    const UNIT: [&str; 4] = ["编制单位", "发布单位", "印发单位", "编制部门"];
    const VERSION: [&str; 3] = ["版本号", "预案版本", "版本"];
    let line = spot.line.trim();
    let mut take = |key: &str, place: &mut String, labels: &[&str]| {
        if place.is_empty()
            && let Some(value) = labelled(line, labels)
        {
            value.clone_into(place);
            found.push(says(key, value, Certainty::Sure, Why::Word, spot.paragraph));
        }
    };
    take("unit", &mut front.unit, &UNIT);
    take("version", &mut front.version, &VERSION);
    if front.issued.is_empty()
        && line.chars().count() <= DATE_LINE_CHARS_MAX
        && let Some(day) = date(line)
    {
        found.push(says(
            "issued",
            &day,
            Certainty::Likely,
            Why::Short,
            spot.paragraph,
        ));
        front.issued = day;
    }
}

fn kind_of(title: &str) -> (PlanKind, bool) {
    let has = |words: &[&str]| words.iter().all(|word| title.contains(word));
    let kind = KINDS.iter().find(|(words, _)| has(words));
    match kind {
        Some((_, kind)) => (*kind, true),
        None => (PlanKind::Special, title.contains("专项")),
    }
}

/// The value after one of these labels and a colon.
fn labelled<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, value) = line.split_once(['：', ':'])?;
    let bare: String = split_heading(label)
        .1
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let value = value.trim();
    (labels.contains(&bare.as_str()) && !value.is_empty()).then_some(value)
}

/// 2024年3月5日 as 2024-03-05.
fn date(line: &str) -> Option<String> {
    let (before, after) = line.split_once('年')?;
    let digits = |text: &str| text.trim().parse::<u32>().ok();
    let start = before.char_indices().rev().nth(3)?.0;
    let year = digits(&before[start..]).filter(|year| (1990..2100).contains(year))?;
    let (month, after) = after.split_once('月')?;
    let (day, _) = after.split_once('日')?;
    let month = digits(month).filter(|month| (1..=12).contains(month))?;
    let day = digits(day).filter(|day| (1..=31).contains(day))?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
