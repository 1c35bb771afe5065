//! The limits that a row of the register of points gives, against those in force.

use emergency::id::PointId;
use emergency::import::{ImportRow, Imported};
use emergency::point::{DevicePoint, PointLimits};

use super::cells::Reader;
use super::{Code, OnList, Weight};
use crate::value::half_width;

/// Columns of limits, deadband and delays.
const COLUMNS: [&str; 10] = [
    "low_low",
    "low",
    "high",
    "high_high",
    "deadband",
    "on_delay_s",
    "off_delay_s",
    "rise_per_min",
    "fall_per_min",
    "rate_over_s",
];
/// Those of them that have to stand one above the other.
const LEVELS: [&str; 4] = ["low_low", "low", "high", "high_high"];

/// What a row says of limits.
#[derive(Default)]
pub(super) struct Said {
    /// The limits from now on; none where it says nothing.
    pub(super) limits: Option<PointLimits>,
    /// Those in force before it.
    pub(super) was: Option<PointLimits>,
}

/// The limits of a row. What it has no column for stays as it is in force, be it by the register
/// or by the feed. A row in which nothing stands of limits takes none away: an empty cell is made
/// too easily to silence an alarm by it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    id: &PointId,
    before: Option<&DevicePoint>,
    list: &OnList,
) -> Said {
    if !COLUMNS.iter().any(|field| reader.has(field)) {
        return Said::default();
    }
    let own = before.and_then(|point| point.limits);
    if !COLUMNS.iter().any(|field| reader.holds(field)) {
        if let Some(own) = own {
            reader.note("high", Weight::Note, Code::LimitsStay, &words(&own));
        }
        return Said::default();
    }
    let heard = list.heard.get(id.as_str());
    let was = own.or(heard.and_then(|heard| heard.limits));
    let limits = filled(reader, was.unwrap_or_default());
    if let Some(field) = limits.fault() {
        let code = if LEVELS.contains(&field) {
            Code::LimitOrder
        } else {
            Code::OutOfRange
        };
        reader.note(field, Weight::Error, code, &words(&limits));
    }
    unit(reader, heard.map_or("", |heard| heard.unit.as_str()));
    if let Some(was) = was.filter(|was| *was != limits) {
        let change = format!("{} → {}", words(&was), words(&limits));
        reader.note("high", Weight::Note, Code::LimitsChange, &change);
    }
    Said {
        limits: Some(limits),
        was,
    }
}

fn filled(reader: &mut Reader<'_>, mut limits: PointLimits) -> PointLimits {
    for (field, into) in [
        ("low_low", &mut limits.low_low),
        ("low", &mut limits.low),
        ("high", &mut limits.high),
        ("high_high", &mut limits.high_high),
        ("deadband", &mut limits.deadband),
        ("rise_per_min", &mut limits.rise_per_min),
        ("fall_per_min", &mut limits.fall_per_min),
    ] {
        reader.set(field, into, Reader::number);
    }
    for (field, into) in [
        ("on_delay_s", &mut limits.on_delay_s),
        ("off_delay_s", &mut limits.off_delay_s),
        ("rate_over_s", &mut limits.rate_over_s),
    ] {
        reader.set_count(field, into);
    }
    limits
}

/// A limit has no unit of its own: it is one of the value that is measured. Where the table says in
/// which unit it is meant, that has to be the device's, for nothing is converted.
fn unit(reader: &mut Reader<'_>, heard: &str) {
    let said = reader.text("unit");
    if said.is_empty() {
        return;
    }
    if heard.is_empty() {
        reader.note("unit", Weight::Warning, Code::UnitUnheard, &said);
    } else if bare(&said) != bare(heard) {
        let both = format!("{said} ≠ {heard}");
        reader.note("unit", Weight::Error, Code::UnitDiffers, &both);
    }
}

/// A unit as it is compared: the ways to write one unit are one. Capitals stay, for `mPa` is not
/// `MPa`, save in the litre, which has both.
fn bare(unit: &str) -> String {
    let mut bare = String::new();
    for sign in half_width(unit).chars().filter(|sign| *sign != ' ') {
        match sign {
            '³' => bare.push('3'),
            '²' => bare.push('2'),
            'L' => bare.push('l'),
            'µ' | 'μ' => bare.push('u'),
            '℃' => bare.push_str("°C"),
            _ => bare.push(sign),
        }
    }
    bare
}

/// `LL 1 / L 2 / H 8`, as far as there are some.
fn words(limits: &PointLimits) -> String {
    let levels = [
        ("LL", limits.low_low),
        ("L", limits.low),
        ("H", limits.high),
        ("HH", limits.high_high),
        ("↑", limits.rise_per_min),
        ("↓", limits.fall_per_min),
    ];
    let said = levels.into_iter();
    let said: Vec<String> = said
        .filter_map(|(sign, limit)| Some(format!("{sign} {}", limit?)))
        .collect();
    if said.is_empty() {
        return "—".to_owned();
    }
    said.join(" / ")
}

/// Whether a row would set the own limits of its point to others.
pub(super) fn are_set(row: &ImportRow, list: &OnList) -> bool {
    let Imported::Point(point) = &row.imported else {
        return false;
    };
    let there = list.points.get(&row.id).filter(|there| there.known);
    let own = there.and_then(|there| there.limits);
    point.limits.is_some() && point.limits != own
}
