//! What runs of each plan, and the holidays by which it runs.

use std::collections::BTreeSet;

use contract::error::CallError;
use contract::rows::{HolidayTables, TermKind, TermRow, TermState};
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::holiday::{Holidays, WorkCalendar};
use emergency::plan::PlanRecord;
use plans::term::{Term, TermAbout, TermRule, TermStanding, shipped_terms};

use super::kind_of;
use crate::session::Session;
use crate::shelf;

/// What terms are counted by.
pub(super) struct Ground {
    rules: Vec<TermRule>,
    calendar: WorkCalendar,
    tables: Vec<Holidays>,
    pub(super) today: Day,
}

impl Ground {
    pub(super) fn of(session: &Session) -> Result<Self, CallError> {
        let states = session.all(EntityKind::Holidays)?.into_iter();
        let tables = states.filter_map(|state| match state {
            State::Holidays(holidays) if holidays.set_at.is_some() => Some(holidays),
            _ => None,
        });
        let tables: Vec<Holidays> = tables.collect();
        Ok(Self {
            rules: shipped_terms(),
            calendar: WorkCalendar::of(tables.iter().map(|table| &table.set)),
            tables,
            today: Day::of(session.logbook.now()),
        })
    }

    /// The terms of one plan, the overdue ones first, then the soonest.
    pub(super) fn terms(&self, record: &PlanRecord) -> Vec<TermRow> {
        let Some((_, version)) = record.in_force() else {
            return Vec::new();
        };
        let summary = &version.summary;
        let kind = kind_of(&summary.kind);
        let terms = plans::term::terms(&self.rules, kind, record, &self.calendar, self.today);
        let rows = terms.into_iter().map(|term| TermRow {
            plan: record.id.clone(),
            title: summary.title.clone(),
            unit: summary.unit.clone(),
            ..row(&term)
        });
        let mut rows: Vec<TermRow> = rows.collect();
        sort(&mut rows);
        rows
    }
}

fn sort(rows: &mut [TermRow]) {
    rows.sort_by(|a, b| (a.state, a.due, &a.plan, a.kind).cmp(&(b.state, b.due, &b.plan, b.kind)));
}

fn row(term: &Term<'_>) -> TermRow {
    TermRow {
        rule: term.rule.id.clone(),
        kind: match term.rule.about {
            TermAbout::File => TermKind::File,
            TermAbout::Publish => TermKind::Publish,
            TermAbout::FilingCheck => TermKind::FilingCheck,
            TermAbout::Assess => TermKind::Assess,
            TermAbout::Drill => TermKind::Drill,
        },
        plan: String::new().into(),
        title: String::new(),
        unit: String::new(),
        from: term.from,
        due: term.due,
        done: term.done,
        state: match term.standing {
            TermStanding::Overdue => TermState::Overdue,
            TermStanding::Running => TermState::Running,
            TermStanding::DoneLate => TermState::DoneLate,
            TermStanding::Done => TermState::Done,
            TermStanding::DeemedFiled => TermState::DeemedFiled,
        },
        left_days: term.left_days,
        working_days: term.rule.working_days > 0,
        to_confirm: !term.by_table || term.rule.to_confirm,
        source: term.rule.source.clone(),
        note: term.rule.note.clone(),
    }
}

/// The terms of all plans.
pub(crate) fn terms(session: &Session) -> Result<Vec<TermRow>, CallError> {
    let ground = Ground::of(session)?;
    let records = shelf::records(session)?;
    let mut rows: Vec<TermRow> = records.iter().flat_map(|one| ground.terms(one)).collect();
    sort(&mut rows);
    Ok(rows)
}

/// The holiday tables, and the years that running terms touch without one.
pub(crate) fn holidays(session: &Session) -> Result<HolidayTables, CallError> {
    let ground = Ground::of(session)?;
    let there: BTreeSet<i32> = ground.tables.iter().map(|table| table.set.year).collect();
    let mut touched = BTreeSet::from([ground.today.year()]);
    for record in shelf::records(session)? {
        let terms = ground.terms(&record).into_iter();
        let running = terms.filter(|term| term.working_days && term.state == TermState::Running);
        for term in running {
            touched.extend(term.from.year()..=term.due.year());
        }
    }
    let mut years = ground.tables;
    years.sort_by_key(|table| std::cmp::Reverse(table.set.year));
    Ok(HolidayTables {
        years,
        missing: touched.difference(&there).copied().collect(),
    })
}
