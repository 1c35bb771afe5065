//! Report clocks: which report is due when, to whom, on what ground.
//!
//! The rules are data, `assets/clocks.json`, each with its source; a district may put its own
//! table in place. Nothing here reads a clock: `now_ms` is passed in.

mod table;

use std::collections::BTreeMap;

use emergency::level::IncidentGrade;
use emergency::report::ReportKind;
use emergency::time::{DAY_MS, MINUTE_MS};
use serde::{Deserialize, Serialize};

pub use table::{
    Basis, ClockRule, ClockTable, ClockTableError, DueRule, Duty, Elsewhere, Kept, RULES_MAX,
    Recipient, Trigger,
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
    /// When its social impact was found to be grave, where that makes a rule apply.
    pub social_impact_at_ms: Option<i64>,
    /// Reports that were sent.
    pub sent: Vec<SentReport>,
    /// Times at which the number of dead or injured changed.
    pub casualty_changes_ms: Vec<i64>,
    /// Other happenings that start a clock.
    pub events: Vec<ClockEvent>,
    /// When somebody said that a clock was answered, by the key of the clock.
    pub met: BTreeMap<String, i64>,
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
    /// Days by which its time was prolonged, for rules that count in days.
    pub extra_days: u32,
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
    /// The event that started it; empty for the incident itself.
    pub event: String,
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

/// The clocks that events start without an incident: a question of a duty room above, a tip-off.
#[must_use]
pub fn event_clocks(table: &ClockTable, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    let mut all = clocks(table, facts, now_ms);
    all.retain(|clock| !clock.event.is_empty());
    all
}

/// The clocks of one rule: one, or one for each event.
fn run(table: &ClockTable, rule: &ClockRule, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    match rule.trigger {
        Trigger::Learned => {
            let start = rule.learned_at_ms(facts);
            let reached = reached(table, rule, facts, start);
            let done = [reached, facts.met.get(&rule.id).copied()];
            let done = done.into_iter().flatten().min();
            vec![clock(
                rule,
                "",
                Run {
                    start: Some(start),
                    done,
                    extra_days: 0,
                },
                now_ms,
            )]
        }
        Trigger::ReportSent => follow_up(rule, facts, now_ms),
        Trigger::CasualtyChanged => changes(rule, facts, now_ms),
        // When the head of the unit learned of it is asked for in every accident.
        Trigger::UnitLearned if !facts.has_event(rule.trigger) => {
            vec![clock(rule, "", Run::default(), now_ms)]
        }
        trigger => facts
            .events
            .iter()
            .filter(|event| event.trigger == trigger)
            .take(EVENTS_MAX)
            .map(|event| {
                let run = Run {
                    start: Some(event.at_ms),
                    done: facts.met.get(&key(rule, &event.id)).copied(),
                    extra_days: event.extra_days,
                };
                clock(rule, &event.id, run, now_ms)
            })
            .collect(),
    }
}

impl ClockFacts {
    fn has_event(&self, trigger: Trigger) -> bool {
        self.events.iter().any(|event| event.trigger == trigger)
    }
}

impl ClockRule {
    /// From when a rule counts that begins when the duty room learned of the incident. One that
    /// holds only for the grave social impact begins when that was found.
    fn learned_at_ms(&self, facts: &ClockFacts) -> i64 {
        let grade = facts.grade.unwrap_or(IncidentGrade::Ordinary);
        match facts.social_impact_at_ms {
            Some(at) if !self.grades.contains(&grade) => at.max(facts.learned_at_ms),
            _ => facts.learned_at_ms,
        }
    }
}

/// One run of a clock.
#[derive(Default)]
struct Run {
    start: Option<i64>,
    done: Option<i64>,
    extra_days: u32,
}

fn key(rule: &ClockRule, event: &str) -> String {
    if event.is_empty() {
        return rule.id.clone();
    }
    format!("{}:{event}", rule.id)
}

fn clock(rule: &ClockRule, event: &str, run: Run, now_ms: i64) -> Clock {
    let Run {
        start,
        done,
        extra_days,
    } = run;
    let due = start.and_then(|start| due_at(rule, start, extra_days));
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
        key: key(rule, event),
        rule: rule.id.clone(),
        event: event.to_owned(),
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

fn due_at(rule: &ClockRule, start_ms: i64, extra_days: u32) -> Option<i64> {
    match rule.due {
        DueRule::Minutes => {
            let minutes = i64::from(rule.limit_min?);
            Some(start_ms.saturating_add(minutes * MINUTE_MS))
        }
        DueRule::EndOfDay => Some(when::end_of_day_ms(start_ms)),
        // The day of the start is not counted (民法典 art. 201).
        DueRule::Days => {
            let days = i64::from(rule.limit_days?) + i64::from(extra_days);
            Some(when::end_of_day_ms(start_ms.saturating_add(days * DAY_MS)))
        }
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
        Some(last) if !ended => {
            let start = Some(last);
            let run = Run {
                start,
                ..Run::default()
            };
            vec![clock(rule, "", run, now_ms)]
        }
        _ => Vec::new(),
    }
}

/// One clock for each day, or hours, in which the casualties changed inside the window of the rule:
/// of changes that are due at the same time the last one counts, since its report carries all.
fn changes(rule: &ClockRule, facts: &ClockFacts, now_ms: i64) -> Vec<Clock> {
    let from = facts.occurred_at_ms.unwrap_or(facts.learned_at_ms);
    let window_ms = rule
        .window_days
        .map_or(i64::MAX, |days| i64::from(days) * DAY_MS);
    let newest = facts.casualty_changes_ms.len().saturating_sub(EVENTS_MAX);
    let mut last = BTreeMap::new();
    for at in &facts.casualty_changes_ms[newest..] {
        if at.saturating_sub(from) <= window_ms {
            last.insert(due_at(rule, *at, 0), *at);
        }
    }
    let one = |at: i64| {
        let event = at.to_string();
        // Any own report after the change carries it.
        let sent = facts.sent.iter().map(|sent| sent.sent_at_ms);
        let sent = sent.filter(|sent| rule.duty.is_own() && *sent >= at);
        let said = facts.met.get(&key(rule, &event)).copied();
        let run = Run {
            start: Some(at),
            done: sent.chain(said).min(),
            extra_days: 0,
        };
        clock(rule, &event, run, now_ms)
    };
    last.into_values().map(one).collect()
}

#[cfg(test)]
mod tests;
