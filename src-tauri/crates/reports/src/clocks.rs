//! Report clocks: which report is due when, to whom, on what ground.
//!
//! The rules are data, `assets/clocks.json`, each with its source; a district may put its own
//! table in place. Nothing here reads a clock: `now_ms` is passed in.

mod table;

use emergency::level::IncidentGrade;
use emergency::report::ReportKind;
use emergency::time::{DAY_MS, MINUTE_MS};
use serde::{Deserialize, Serialize};

pub use table::{
    Basis, ClockRule, ClockTable, ClockTableError, DueRule, Duty, RULES_MAX, Recipient, Trigger,
};

use crate::when;

/// Events of one kind that are followed; older ones are settled.
pub const EVENTS_MAX: usize = 100;

/// What the clocks are computed from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClockFacts {
    /// Grade in force; unknown counts as the lowest.
    pub grade: Option<IncidentGrade>,
    /// What kind of accident it is, as far as the rules ask: `production_accident`,
    /// `special_equipment`, `road_or_fire`, `social_impact`.
    pub traits: Vec<String>,
    /// When it happened.
    pub occurred_at_ms: Option<i64>,
    /// When the duty room learned of it.
    pub learned_at_ms: i64,
    /// When the head of the unit learned of it.
    pub unit_learned_at_ms: Option<i64>,
    /// When the unit reported it.
    pub unit_reported_at_ms: Option<i64>,
    /// Reports that were sent.
    pub sent: Vec<SentReport>,
    /// Times at which the number of dead or injured changed.
    pub casualty_changes_ms: Vec<i64>,
    /// Other happenings that start a clock.
    pub events: Vec<ClockEvent>,
}

/// A report that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SentReport {
    /// 初报, 续报 or 终报.
    pub kind: ReportKind,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// To whom: codes, names or aliases of the table's recipients.
    pub to: Vec<String>,
    /// True for a written report, false for a telephone call.
    pub written: bool,
    /// Ids of clocks that the sender says it answers.
    pub answers: Vec<String>,
}

/// A happening that starts a clock of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockEvent {
    /// Which trigger it is.
    pub trigger: Trigger,
    /// Its name, such as the id of the log event.
    pub id: String,
    /// When it happened.
    pub at_ms: i64,
    /// When it was answered, released, or made up.
    pub done_at_ms: Option<i64>,
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    /// Unique among the clocks of an incident: the rule, and the event for rules that can run
    /// more than once.
    pub key: String,
    /// Id of the rule, such as `R02`.
    pub rule: String,
    /// Whose duty it is.
    pub duty: Duty,
    /// Who has to act, in words.
    pub who: String,
    /// To whom, in words.
    pub to: String,
    /// How: 直报, 书面报告, 电话快报.
    pub mode: String,
    /// When it started; `None` when the start is not known.
    pub started_at_ms: Option<i64>,
    /// When it is due; `None` when the rule has no time.
    pub due_at_ms: Option<i64>,
    /// When it was met.
    pub done_at_ms: Option<i64>,
    /// How it stands.
    pub state: ClockState,
    /// Law, or a practice taken over.
    pub basis: Basis,
    /// The article.
    pub source: String,
    /// What the rule adds.
    pub note: String,
    /// What follows when it runs out.
    pub consequence: String,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Running, not yet due.
    Running,
    /// Due and not met.
    Overdue,
    /// Met in time.
    Met,
    /// Met after it was due: a reason is asked for.
    MetLate,
    /// To be done at once; the rule names no minutes.
    AtOnce,
    /// Allowed, not demanded.
    Allowed,
    /// The start is not known.
    Unstarted,
}

impl Clock {
    /// Milliseconds left, negative when it is overdue; `None` when it does not run.
    #[must_use]
    pub fn left_ms(&self, now_ms: i64) -> Option<i64> {
        match self.state {
            ClockState::Running | ClockState::Overdue => {
                self.due_at_ms.map(|due| due.saturating_sub(now_ms))
            }
            _ => None,
        }
    }

    /// True when a report sent at that time would be late for this clock.
    #[must_use]
    pub fn is_late_at(&self, sent_at_ms: i64) -> bool {
        self.done_at_ms.is_none() && self.due_at_ms.is_some_and(|due| sent_at_ms > due)
    }
}

/// The clocks of an incident, in the order of the table.
#[must_use]
pub fn clocks(table: &ClockTable, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    table
        .rules
        .iter()
        .filter(|rule| rule.applies(facts))
        .flat_map(|rule| run(table, rule, facts, now_ms))
        .collect()
}

/// The clocks of one rule: one, or one for each event.
fn run(table: &ClockTable, rule: &ClockRule, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    let one = |start: Option<i64>, done: Option<i64>| {
        vec![clock(rule, rule.id.clone(), start, done, now_ms)]
    };
    match rule.trigger {
        Trigger::Learned => one(
            Some(facts.learned_at_ms),
            reached(table, rule, facts, facts.learned_at_ms),
        ),
        Trigger::UnitLearned => {
            let start = facts.unit_learned_at_ms;
            let answered = start.and_then(|start| answered(rule, facts, start));
            // R01 is met when the unit's own report comes in; the others only when it says so.
            let reported = if rule.id == "R01" {
                facts.unit_reported_at_ms
            } else {
                None
            };
            one(start, answered.or(reported))
        }
        Trigger::ReportSent => follow_up(rule, facts, now_ms),
        Trigger::CasualtyChanged => changes(rule, facts, now_ms),
        trigger => facts
            .events
            .iter()
            .filter(|event| event.trigger == trigger)
            .take(EVENTS_MAX)
            .map(|event| {
                let key = format!("{}:{}", rule.id, event.id);
                clock(rule, key, Some(event.at_ms), event.done_at_ms, now_ms)
            })
            .collect(),
    }
}

fn clock(
    rule: &ClockRule,
    key: String,
    start: Option<i64>,
    done: Option<i64>,
    now_ms: i64,
) -> Clock {
    let due = start.and_then(|start| due_at(rule, start));
    let state = match (start, due, done) {
        _ if rule.due == DueRule::Allowed => ClockState::Allowed,
        (None, ..) => ClockState::Unstarted,
        (_, Some(due), Some(done)) if done > due => ClockState::MetLate,
        (_, _, Some(_)) => ClockState::Met,
        (_, Some(due), None) if now_ms > due => ClockState::Overdue,
        (_, Some(_), None) => ClockState::Running,
        (_, None, None) => ClockState::AtOnce,
    };
    Clock {
        key,
        rule: rule.id.clone(),
        duty: rule.duty,
        who: rule.who.clone(),
        to: rule.to.clone(),
        mode: rule.mode.clone(),
        started_at_ms: start,
        due_at_ms: due,
        done_at_ms: done,
        state,
        basis: rule.basis,
        source: rule.source.clone(),
        note: rule.note.clone(),
        consequence: rule.consequence.clone(),
    }
}

fn due_at(rule: &ClockRule, start_ms: i64) -> Option<i64> {
    match rule.due {
        DueRule::Minutes => {
            let minutes = i64::from(rule.limit_min?);
            Some(start_ms.saturating_add(minutes * MINUTE_MS))
        }
        DueRule::EndOfDay => Some(when::end_of_day_ms(start_ms)),
        DueRule::TwoMonths => when::months_later_ms(start_ms, 2),
        DueRule::AtOnce | DueRule::Allowed => None,
    }
}

/// When every recipient of the rule was reached, or the sender said that it is answered.
fn reached(table: &ClockTable, rule: &ClockRule, facts: &ClockFacts, from_ms: i64) -> Option<i64> {
    let mut last = None;
    for code in &rule.to_codes {
        let first = facts
            .sent
            .iter()
            .filter(|sent| sent.sent_at_ms >= from_ms && (sent.written || !rule.written))
            .filter(|sent| sent.to.iter().any(|to| table.is_recipient(code, to)))
            .map(|sent| sent.sent_at_ms)
            .min();
        match first {
            Some(at) => last = last.max(Some(at)),
            None => return answered(rule, facts, from_ms),
        }
    }
    [last, answered(rule, facts, from_ms)]
        .into_iter()
        .flatten()
        .min()
}

/// When a report was sent that names this rule as the one it answers.
fn answered(rule: &ClockRule, facts: &ClockFacts, from_ms: i64) -> Option<i64> {
    facts
        .sent
        .iter()
        .filter(|sent| sent.sent_at_ms >= from_ms && sent.answers.contains(&rule.id))
        .map(|sent| sent.sent_at_ms)
        .min()
}

/// The next follow-up is due a period after the last report; a final report ends it.
fn follow_up(rule: &ClockRule, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    let ended = facts.sent.iter().any(|sent| sent.kind == ReportKind::Final);
    match facts.sent.iter().map(|sent| sent.sent_at_ms).max() {
        Some(last) if !ended => vec![clock(rule, rule.id.clone(), Some(last), None, now_ms)],
        _ => Vec::new(),
    }
}

/// One clock for each change of the casualties inside the window of the rule.
fn changes(rule: &ClockRule, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    let from = facts.occurred_at_ms.unwrap_or(facts.learned_at_ms);
    let window_ms = rule
        .window_days
        .map_or(i64::MAX, |days| i64::from(days) * DAY_MS);
    let newest = facts.casualty_changes_ms.len().saturating_sub(EVENTS_MAX);
    facts.casualty_changes_ms[newest..]
        .iter()
        .filter(|at| at.saturating_sub(from) <= window_ms)
        .map(|at| {
            // Any report after the change carries it.
            let done = facts
                .sent
                .iter()
                .map(|s| s.sent_at_ms)
                .filter(|sent| sent >= at)
                .min();
            clock(rule, format!("{}:{at}", rule.id), Some(*at), done, now_ms)
        })
        .collect()
}

#[cfg(test)]
mod tests;
