//! The four-colour picture of risks (风险一张图), and the indicators of the district's plan.

mod indicators;

use contract::error::CallError;
use contract::rows::{
    RISK_ROWS_MAX, RiskCount, RiskGround, RiskGroundKind, RiskPicture, RiskReckoned, RiskRow,
    RiskScales,
};
use emergency::day::Day;
use emergency::decide::Refusal;
use emergency::risk::{
    LEC_CONSEQUENCES, LEC_EXPOSURES, LEC_LIKELIHOODS, MATRIX_STEPS, RiskJudged, RiskLevel,
};
use emergency::site::{Site, SiteKind};
use plans::KEY_FIELDS;
use risk::major::Unit;
use risk::picture::{Ground, Rules};

use super::plain;
use crate::desk::Desk;
use crate::number::small;
use crate::session::Session;

pub(super) use indicators::sheet as indicators;

/// Tenths do not multiply exactly in a computer: D is shown with three places.
const PLACES: f64 = 1_000.0;
/// The field of what stores dangerous chemicals, where nobody said another.
const CHEMICALS: &str = KEY_FIELDS[0];

/// Every place that may carry a risk, with counts.
pub(super) fn picture(desk: &Desk, session: &Session) -> Result<RiskPicture, CallError> {
    let rules = &desk.settings().risk;
    let today = Day::of(session.logbook.now());
    let sites = plain::sites(session)?.into_iter();
    let mut rows: Vec<RiskRow> = sites
        .filter(may_carry_risk)
        .map(|site| row(site, rules, today))
        .collect();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let streets = desk.district().streets.iter();
    let streets = streets.filter(|street| street.in_district);
    let streets = streets.map(|street| street.name.as_str());
    let by_street = counts(&rows, streets, |row| &row.street);
    let by_field = counts(&rows, KEY_FIELDS.into_iter(), |row| &row.field);
    let left_out = rows.len().saturating_sub(RISK_ROWS_MAX);
    rows.truncate(RISK_ROWS_MAX);
    Ok(RiskPicture {
        rows,
        left_out: small(left_out as u64),
        by_street,
        by_field,
        scales: scales(),
    })
}

/// The gravest first, those without a level last.
pub(super) fn order(row: &RiskRow) -> (bool, Option<RiskLevel>, &str, &str) {
    let (title, site) = (row.title.as_str(), row.site.as_str());
    (row.level.is_none(), row.level, title, site)
}

fn may_carry_risk(site: &Site) -> bool {
    site.registered.kind == SiteKind::Hazard
        || site.judged().is_some()
        || site.dangers.iter().any(|one| one.closed_at.is_none())
        || !Unit::all_of(site).is_empty()
}

pub(super) fn row(site: Site, rules: &Rules, today: Day) -> RiskRow {
    let shown = rules.of(&site);
    let grounds = shown.grounds.iter().map(|(ground, level)| {
        let (kind, number) = ground_row(ground);
        RiskGround {
            kind,
            number,
            level: *level,
        }
    });
    let open = site.dangers.iter().filter(|one| one.is_open());
    let (dangers, overdue) = open.fold((0, 0), |(all, late), one| {
        (all + 1, late + u32::from(one.is_overdue(today)))
    });
    RiskRow {
        field: field(&site),
        level: shown.level,
        grounds: grounds.collect(),
        assessment: site.judged().map(|(_, standing)| standing.clone()),
        dangers,
        overdue,
        site: site.id,
        title: site.registered.name,
        line: site.registered.place.words,
        street: site.registered.place.street,
        point: site.registered.place.point,
    }
}

fn ground_row(ground: &Ground) -> (RiskGroundKind, Option<f64>) {
    match *ground {
        Ground::MajorHazard { grade } => (RiskGroundKind::MajorHazard, grade.map(f64::from)),
        Ground::Lec { d, .. } => (RiskGroundKind::Lec, Some((d * PLACES).round() / PLACES)),
        Ground::Matrix { r } => (RiskGroundKind::Matrix, Some(f64::from(r))),
        Ground::MajorDanger { count } => (
            RiskGroundKind::MajorDanger,
            Some(f64::from(small(count as u64))),
        ),
    }
}

/// The field that was said, else that of dangerous chemicals where some are stored.
pub(super) fn field(site: &Site) -> String {
    let judged = site.judged();
    let said = judged.map(|(_, standing)| standing.assessed.field.clone());
    match said.filter(|field| !field.is_empty()) {
        Some(field) => field,
        None if Unit::all_of(site).is_empty() => String::new(),
        None => CHEMICALS.to_owned(),
    }
}

/// Counts under names in their order; those under no name of these come last, under the empty one.
fn counts<'a>(
    rows: &[RiskRow],
    names: impl Iterator<Item = &'a str>,
    of: impl Fn(&RiskRow) -> &String,
) -> Vec<RiskCount> {
    let count = |name: &str| RiskCount {
        name: name.to_owned(),
        ..RiskCount::default()
    };
    let mut counts: Vec<RiskCount> = names.map(count).collect();
    counts.push(count(""));
    let last = counts.len() - 1;
    for row in rows {
        let place = counts.iter().position(|count| count.name == *of(row));
        let count = &mut counts[place.unwrap_or(last)];
        count.all += 1;
        *match row.level {
            Some(RiskLevel::Serious) => &mut count.serious,
            Some(RiskLevel::Major) => &mut count.major,
            Some(RiskLevel::Ordinary) => &mut count.ordinary,
            Some(RiskLevel::Low) => &mut count.low,
            None => &mut count.none,
        } += 1;
    }
    counts
}

fn scales() -> RiskScales {
    RiskScales {
        likelihoods: LEC_LIKELIHOODS.into(),
        exposures: LEC_EXPOSURES.into(),
        consequences: LEC_CONSEQUENCES.into(),
        matrix_steps: MATRIX_STEPS,
    }
}

/// What a judgement would come to, as the picture will show it.
pub(super) fn reckon(desk: &Desk, judged: RiskJudged) -> Result<RiskReckoned, CallError> {
    let off_scale = || {
        let field = judged.off_scale().unwrap_or("judged").to_owned();
        Refusal::OutOfRange { field }
    };
    let (ground, level) = desk.settings().risk.reckon(judged).ok_or_else(off_scale)?;
    let (_, number) = ground_row(&ground);
    Ok(RiskReckoned {
        number: number.unwrap_or_default(),
        level,
    })
}
