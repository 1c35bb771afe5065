//! The indicators N1 to N11 of the district's plan: what the log counts, what was entered, and what
//! nobody knows.

use contract::error::CallError;
use contract::rows::{IndicatorCode, IndicatorRow, IndicatorSheet, IndicatorState};
use emergency::day::Day;
use emergency::incident::Incident;
use emergency::level::IncidentGrade;
use risk::indicator::{Method, Standing, reckon};

use crate::answer::submissions;
use crate::desk::Desk;
use crate::session::Session;
use crate::settings::IndicatorSettings;

/// Each indicator with how it is reckoned, in the order of the plan.
const ALL: [(IndicatorCode, Method); 11] = [
    (IndicatorCode::N1, Method::Count),
    (IndicatorCode::N2, Method::CountToBase),
    (IndicatorCode::N3, Method::Rate { per: 1.0 }),
    (IndicatorCode::N4, Method::RateToBase { per: 100_000.0 }),
    (IndicatorCode::N5, Method::Rate { per: 10_000.0 }),
    (IndicatorCode::N6, Method::Share),
    (IndicatorCode::N7, Method::Share),
    (IndicatorCode::N8, Method::Share),
    (IndicatorCode::N9, Method::Share),
    (IndicatorCode::N10, Method::Share),
    (IndicatorCode::N11, Method::Share),
];

/// What the log counts of this year.
#[derive(Default)]
struct Counted {
    /// Accidents of 较大 and above.
    grave: u32,
    /// Dead in accidents.
    dead: u32,
    /// Dead in those of industry, mining and trade.
    dead_industry: u32,
    /// Dead in those of road traffic.
    dead_road: u32,
    /// Tip-offs told.
    tip_offs: u32,
    /// Those of them that are closed.
    closed: u32,
}

pub(crate) fn sheet(desk: &Desk, session: &Session) -> Result<IndicatorSheet, CallError> {
    let settings = &desk.settings().indicators;
    let now = session.logbook.now();
    let year = Day::of(now).year();
    let incidents = session.incidents()?;
    let of_year = incidents.iter().map(|(_, incident)| incident);
    let of_year = of_year.filter(|one| happened_in(one, year) && one.merged_into.is_none());
    let mut counted = Counted::default();
    of_year.for_each(|incident| counted.add(incident, settings));
    let tip_offs = submissions::closure_rate(session)?;
    counted.tip_offs = tip_offs.told;
    counted.closed = tip_offs.closed;
    let rows = ALL
        .into_iter()
        .map(|(code, method)| row(code, method, settings, &counted));
    Ok(IndicatorSheet {
        year,
        at: now,
        accident_kinds: settings.accident_kinds.clone(),
        rows: rows.collect(),
    })
}

fn happened_in(incident: &Incident, year: i32) -> bool {
    let at = incident.opened.happened_at;
    Day::of(at.unwrap_or(incident.opened.learned_at)).year() == year
}

impl Counted {
    fn add(&mut self, incident: &Incident, settings: &IndicatorSettings) {
        let kind = &incident.opened.kind;
        if !settings.accident_kinds.contains(kind) {
            return;
        }
        let dead = incident.harm.dead;
        let is_grave = incident
            .grade
            .is_some_and(|grade| grade <= IncidentGrade::Major);
        self.grave += u32::from(is_grave);
        self.dead = self.dead.saturating_add(dead);
        if settings.industry_kinds.contains(kind) {
            self.dead_industry = self.dead_industry.saturating_add(dead);
        }
        if settings.road_kinds.contains(kind) {
            self.dead_road = self.dead_road.saturating_add(dead);
        }
    }

    /// Numerator and denominator that the log has for an indicator. A count of what no kind stands
    /// for is no nought: there is none.
    fn figures(
        &self,
        code: IndicatorCode,
        settings: &IndicatorSettings,
    ) -> (Option<f64>, Option<f64>) {
        let of_kinds = |count: u32, kinds: &[String]| (!kinds.is_empty()).then_some(count);
        let (part, of) = match code {
            IndicatorCode::N1 => (of_kinds(self.grave, &settings.accident_kinds), None),
            IndicatorCode::N2 | IndicatorCode::N3 => {
                (of_kinds(self.dead, &settings.accident_kinds), None)
            }
            IndicatorCode::N4 => (of_kinds(self.dead_industry, &settings.industry_kinds), None),
            IndicatorCode::N5 => (of_kinds(self.dead_road, &settings.road_kinds), None),
            IndicatorCode::N11 => (Some(self.closed), Some(self.tip_offs)),
            _ => (None, None),
        };
        (part.map(f64::from), of.map(f64::from))
    }
}

fn row(
    code: IndicatorCode,
    method: Method,
    settings: &IndicatorSettings,
    counted: &Counted,
) -> IndicatorRow {
    let (part, of) = counted.figures(code, settings);
    let figures = settings.figures(code, part, of);
    let outcome = reckon(method, &figures);
    let entered = settings.figures.get(&code);
    let counted = part.is_some() && entered.is_none_or(|one| one.part.is_none());
    IndicatorRow {
        code,
        part: figures.part,
        counted,
        of: figures.of,
        base: figures.base,
        value: outcome.value,
        // The log counts the year that runs: a part of it is not compared with a whole one.
        change_percent: outcome.change_percent.filter(|_| !counted),
        state: match outcome.standing {
            Standing::Known => IndicatorState::Known,
            Standing::NoBase => IndicatorState::NoBase,
            Standing::NoData => IndicatorState::NoData,
        },
        source: entered.map_or_else(String::new, |one| one.source.clone()),
    }
}
