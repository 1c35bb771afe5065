//! Which heading means which field, and a record from its fields.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use emergency::level::Harm;
use emergency::place::{Place, Point};
use emergency::submission::{PICTURES_MAX, SubmissionChannel, SubmissionReceived, Teller};
use emergency::time::UtcMs;
use serde::Deserialize;

use super::{FIELD_CHARS_MAX, Named, Reading};
use crate::defect::{Defect, DefectKind, Defects};
use crate::time::{self, TimeForm};

const WORDS: &str = include_str!("../../../../../assets/submission-words.json");
/// Characters of a matter that is made of what was told.
const MADE_MATTER_CHARS: usize = 60;

#[derive(Deserialize)]
struct Words {
    fields: BTreeMap<String, Vec<String>>,
    channels: BTreeMap<SubmissionChannel, Vec<String>>,
    yes: Vec<String>,
    no: Vec<String>,
}

static SHIPPED: LazyLock<Words> =
    LazyLock::new(|| serde_json::from_str(WORDS).expect("the shipped words are well formed"));

/// True when there is such a field.
#[must_use]
pub fn is_field(field: &str) -> bool {
    SHIPPED.fields.contains_key(field)
}

/// The words by which a field is understood.
#[must_use]
pub fn words_of(field: &str) -> &'static [String] {
    SHIPPED.fields.get(field).map_or(&[], Vec::as_slice)
}

pub(super) fn words_of_channel(channel: SubmissionChannel) -> &'static [String] {
    SHIPPED.channels.get(&channel).map_or(&[], Vec::as_slice)
}

/// A record as far as its fields say.
pub(super) struct Read {
    pub(super) received: SubmissionReceived,
    pub(super) named: Named,
    pub(super) defects: Vec<Defect>,
}

/// Without spaces and case.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

fn field_of(heading: &str, reading: &Reading) -> Option<&'static str> {
    let known = |field: &str| SHIPPED.fields.get_key_value(field).map(|(f, _)| f.as_str());
    if let Some(field) = reading.columns.get(heading) {
        return known(field);
    }
    let heading = bare(heading);
    let mut all = SHIPPED.fields.iter();
    let found = all.find(|(_, words)| words.iter().any(|word| bare(word) == heading));
    found.map(|(field, _)| field.as_str())
}

/// The texts by field; the first of two headings that mean the same counts, unless it is empty.
fn by_field(pairs: &[(String, String)], reading: &Reading) -> BTreeMap<&'static str, String> {
    let mut texts = BTreeMap::new();
    for (heading, text) in pairs {
        let text = text.trim();
        if let (Some(field), false) = (field_of(heading, reading), text.is_empty()) {
            let text: String = text.chars().take(FIELD_CHARS_MAX).collect();
            texts.entry(field).or_insert(text);
        }
    }
    texts
}

pub(super) fn record(pairs: &[(String, String)], reading: &Reading) -> Read {
    let mut defects = Defects::default();
    let mut texts = by_field(pairs, reading);
    let channel = channel(pairs, &texts, reading, &mut defects);
    let mut text = |field: &str| texts.remove(field).unwrap_or_default();
    let course = text("course");
    let mut matter = text("matter");
    if matter.is_empty() {
        matter = course.chars().take(MADE_MATTER_CHARS).collect();
    }
    let [told_at, happened_at, due_at, reported_to_at] =
        ["told", "happened", "due", "reported_at"].map(|f| moment(f, &text(f), &mut defects));
    let (name, phone, unit) = (text("name"), text("phone"), text("unit"));
    let is_tip_off = channel == SubmissionChannel::TipOff;
    let (named, teller) = if is_tip_off {
        // A post narrows a name down to a person as well; it is not kept at all.
        (Named { name, phone, unit }, Teller::default())
    } else {
        let teller = Teller {
            unit,
            name,
            post: text("post"),
            phone,
            person: None,
        };
        (Named::default(), teller)
    };
    let received = SubmissionReceived {
        channel,
        number: text("number"),
        told_at,
        happened_at,
        place: Place {
            point: point(&text("lon"), &text("lat"), &mut defects),
            words: text("place"),
            street: text("street"),
        },
        matter,
        cause: text("cause"),
        course,
        measures: text("measures"),
        result: text("result"),
        impact: text("impact"),
        trend: text("trend"),
        ongoing: ongoing(&text("ongoing")),
        harm: harm(
            ["dead", "injured", "trapped", "missing"].map(text),
            &mut defects,
        ),
        reported_to: text_of(&mut texts, "reported_to"),
        reported_to_at,
        teller,
        pictures: text_of(&mut texts, "pictures")
            .lines()
            .take(PICTURES_MAX)
            .map(str::to_owned)
            .collect(),
        link: text_of(&mut texts, "link"),
        due_at,
        ..SubmissionReceived::default()
    };
    Read {
        received,
        named,
        defects: defects.into_vec(),
    }
}

fn text_of(texts: &mut BTreeMap<&'static str, String>, field: &str) -> String {
    texts.remove(field).unwrap_or_default()
}

/// Whether one of the headings says what a record is about.
pub(super) fn has_matter(headings: &[String], reading: &Reading) -> bool {
    let mut fields = headings.iter().map(|heading| field_of(heading, reading));
    fields.any(|field| matches!(field, Some("matter" | "course")))
}

/// Whether a text speaks of tipping off, however it is spaced.
pub(super) fn speaks_of_tip_off(text: &str) -> bool {
    let text = bare(text);
    let mut words = words_of_channel(SubmissionChannel::TipOff).iter();
    words.any(|word| text.contains(&bare(word)))
}

/// The key or heading under which a record says its way in.
pub(super) fn is_channel(heading: &str, reading: &Reading) -> bool {
    field_of(heading, reading) == Some("channel")
}

/// Which way a record came. What may be a tip-off is one: a name that was written down in clear
/// cannot be taken back, and a seal that was not needed harms nobody.
fn channel(
    pairs: &[(String, String)],
    texts: &BTreeMap<&'static str, String>,
    reading: &Reading,
    defects: &mut Defects,
) -> SubmissionChannel {
    // A feed of tip-offs stays one: a record does not take the seal off by a word.
    let by_heading =
        |(heading, text): &(String, String)| !text.trim().is_empty() && speaks_of_tip_off(heading);
    let sealed = reading.channel == SubmissionChannel::TipOff || pairs.iter().any(by_heading);
    let Some(word) = texts.get("channel") else {
        return if sealed {
            SubmissionChannel::TipOff
        } else {
            reading.channel
        };
    };
    let bare_word = bare(word);
    let mut all = SHIPPED.channels.iter();
    let found = all.find(|(_, words)| words.iter().any(|one| bare(one) == bare_word));
    if found.is_none() {
        // Not quoted: in a table whose columns are off by one it is a name.
        defects.add(DefectKind::ValueIllegal, "channel", "no known way in");
    }
    match found {
        _ if sealed || speaks_of_tip_off(word) => SubmissionChannel::TipOff,
        Some((channel, _)) => *channel,
        None => reading.channel,
    }
}

/// A time is quoted in no defect: a cell may hold anything.
fn moment(field: &str, text: &str, defects: &mut Defects) -> Option<UtcMs> {
    if text.is_empty() {
        return None;
    }
    let read = time::read(&text.replace('/', "-"), TimeForm::ChineseList).utc_ms;
    if read.is_none() {
        defects.add(DefectKind::TimeUnreadable, field, "no date and time");
    }
    read.map(UtcMs)
}

fn point(lon: &str, lat: &str, defects: &mut Defects) -> Option<Point> {
    if lon.is_empty() && lat.is_empty() {
        return None;
    }
    let point = match (lon.parse(), lat.parse()) {
        (Ok(lon), Ok(lat)) => Point { lon, lat },
        _ => {
            defects.add(
                DefectKind::PointUnreadable,
                "lon",
                "no longitude and latitude",
            );
            return None;
        }
    };
    // A number that is none is nowhere either.
    if !point.is_on_earth() {
        defects.add(DefectKind::PointOutOfRange, "lon", "not on the earth");
        return None;
    }
    Some(point)
}

fn ongoing(text: &str) -> Option<bool> {
    let text = bare(text);
    let says = |words: &[String]| words.iter().any(|word| bare(word) == text);
    if says(&SHIPPED.yes) {
        Some(true)
    } else if says(&SHIPPED.no) {
        Some(false)
    } else {
        None
    }
}

fn harm(counts: [String; 4], defects: &mut Defects) -> Option<Harm> {
    if counts.iter().all(String::is_empty) {
        return None;
    }
    let [dead, lightly_injured, trapped, missing] = counts.map(|text| {
        if text.is_empty() {
            return 0;
        }
        text.parse().unwrap_or_else(|_| {
            defects.add(DefectKind::ValueIllegal, "harm", "no whole count");
            0
        })
    });
    Some(Harm {
        dead,
        lightly_injured,
        trapped,
        missing,
        ..Harm::default()
    })
}
