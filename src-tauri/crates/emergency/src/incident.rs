//! Incidents (突发事件), their response and their tasks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::alert::Mark;
use crate::duty::PanelCheck;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, AlertId, IncidentId, OrderId, PlanId, ReportId, TaskId};
use crate::level::{GradeBasis, Harm, IncidentGrade, ResponseLevel, grade_by_harm};
use crate::place::Place;
use crate::report::ReportKind;
use crate::time::UtcMs;

/// Changes of the casualties whose times are kept, the newest.
pub const CASUALTY_CHANGES_MAX: usize = 100;

/// `incident.opened`: something has happened that needs a hand.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentOpened {
    /// Short title.
    pub title: String,
    /// Kind: a code of the district's own list, such as `hazmat_leak`, `fire`, `flood`.
    pub kind: String,
    /// Substance, when one is known.
    pub substance: String,
    /// Where.
    pub place: Place,
    /// When it happened, as claimed.
    pub happened_at: Option<UtcMs>,
    /// When the duty room learned of it; the report clocks start here.
    pub learned_at: UtcMs,
    /// How it was learned of.
    pub source: String,
    /// The unit concerned.
    pub unit: String,
    /// Who told of it: name, post and telephone number, for calling back.
    pub caller: String,
    /// The alerts that led to it.
    pub alerts: Vec<AlertId>,
}

/// `incident.harm_reported`: people and property, as known now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HarmReported {
    /// The whole count, not the difference.
    pub harm: Harm,
    /// Who said so.
    pub source: String,
}

/// `incident.graded`: a person sets the grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentGraded {
    /// The grade.
    pub grade: IncidentGrade,
    /// Why it differs from what the measures give; never empty then.
    pub reason: String,
}

/// `incident.placed`: where it is, corrected.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentPlaced {
    /// The place.
    pub place: Place,
}

/// `incident.noted`: a line of the log (记一笔).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Noted {
    /// The words.
    pub text: String,
    /// The duty check of fire panels that this line of the duty log tells of; of no other line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub panel_check: Option<PanelCheck>,
}

/// `incident.merged`: the same happening as another incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentMerged {
    /// The incident that goes on.
    pub into: IncidentId,
}

/// `incident.split`: part of it goes on as an incident of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentSplit {
    /// The new incident, opened by a fact of its own.
    pub off: IncidentId,
    /// The alerts that go with it.
    pub alerts: Vec<AlertId>,
}

/// `response.started` and `response.changed`: the four legal contents.
///
/// 突发事件应对法 (2024) art. 72: matter, level, expected period, measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResponseStarted {
    /// 响应级别.
    pub level: ResponseLevel,
    /// 响应事项.
    pub matter: String,
    /// 预计期限, hours.
    pub period_h: u32,
    /// 应急处置措施.
    pub measures: String,
    /// Who decided it; "谁启动谁终止" names who may end it.
    pub decided_by: ActorName,
    /// Why somebody else lowers it than who started the level in force; empty otherwise.
    #[serde(default)]
    pub overruled: String,
    /// The second person who said yes to level Ⅰ or Ⅱ; empty where none is asked for.
    #[serde(default)]
    pub confirmed_by: ActorName,
    /// The plan it follows.
    pub plan: Option<PlanId>,
}

/// `response.ended`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResponseEnded {
    /// Who decided it.
    pub decided_by: ActorName,
    /// On what ground.
    pub ground: String,
    /// Why somebody else ends it than who started the level in force; empty otherwise.
    pub overruled: String,
}

/// What a task asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Need {
    /// Capability of a team, or empty.
    pub capability: String,
    /// Supply code, or empty.
    pub supply: String,
    /// How many teams or units.
    pub quantity: u32,
}

/// `task.given`: a task card (任务卡) became a task of the incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TaskGiven {
    /// Its name.
    pub task: TaskId,
    /// The plan it comes from, none when made by hand.
    pub plan: Option<PlanId>,
    /// The card of that plan.
    pub card: String,
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// Within how many minutes from now, 0 for no limit.
    pub within_min: u32,
    /// What it needs.
    pub needs: Vec<Need>,
    /// How it is confirmed.
    pub confirmed_by: String,
    /// Article of law or plan clause.
    pub basis: String,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TaskState {
    /// Given, not yet received.
    #[default]
    Given,
    /// Received.
    Received,
    /// Under way.
    UnderWay,
    /// Done.
    Done,
    /// Cannot be done; the note says why.
    Cannot,
}

/// `task.moved`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TaskMoved {
    /// Which.
    pub task: TaskId,
    /// To which state.
    pub state: TaskState,
    /// Words; needed for [`TaskState::Cannot`].
    pub note: String,
}

/// `incident.closed` and `incident.reopened`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentClosed {
    /// Why.
    pub reason: String,
}

/// One task of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Task {
    /// What was given.
    pub given: TaskGiven,
    /// When.
    pub given_at: UtcMs,
    /// When it is due; none without a limit.
    pub due_at: Option<UtcMs>,
    /// How far it is.
    pub state: TaskState,
    /// Since when.
    pub state_at: UtcMs,
    /// Words with the last move.
    pub note: String,
}

/// A report of this incident in short; the clocks read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportMark {
    /// Which.
    pub report: ReportId,
    /// 初报, 续报 or 终报.
    pub kind: ReportKind,
    /// When it was sent.
    pub sent_at: UtcMs,
}

/// The state of one incident.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// What was said when it was opened, with the place as corrected.
    pub opened: IncidentOpened,
    /// When the fact was recorded.
    pub opened_at: UtcMs,
    /// Who opened it.
    pub opened_by: ActorName,
    /// People and property.
    pub harm: Harm,
    /// When that was last changed.
    pub harm_at: Option<UtcMs>,
    /// When the number of dead, injured or missing changed, oldest first: each is reported the
    /// same day (国务院令第493号 (2007) art. 13; 原安全监管总局令第21号 (2009) arts. 10 and 11, which
    /// counts the missing in).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub casualty_changes: Vec<UtcMs>,
    /// The grade in force: set by a person, else by the measures.
    pub grade: Option<IncidentGrade>,
    /// The grade that the measures give.
    pub grade_by_harm: Option<(IncidentGrade, GradeBasis)>,
    /// True while a person's grade stands.
    pub grade_by_person: bool,
    /// The response in force.
    pub response: Option<Response>,
    /// Its tasks by name, in the order of their names.
    pub tasks: BTreeMap<String, Task>,
    /// Its orders.
    pub orders: Vec<OrderId>,
    /// Its reports that were sent.
    pub reports: Vec<ReportMark>,
    /// Goes on as this one.
    pub merged_into: Option<IncidentId>,
    /// Closed, and why.
    pub closed: Option<Mark>,
    /// Number of notes.
    pub notes: u32,
}

impl Incident {
    /// True while it needs a hand.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none() && self.merged_into.is_none()
    }

    /// Applies one fact that touches this incident, in log order.
    pub fn apply(&mut self, me: &str, event: &Event, fact: &Fact) {
        match fact {
            Fact::IncidentOpened(body) => {
                self.opened = body.clone();
                self.opened_at = event.recorded_at;
                self.opened_by = event.actor.clone();
                self.regrade();
            }
            // A report that arrives late never overwrites a newer one.
            Fact::HarmReported(body) if self.harm_at.is_none_or(|at| at <= event.occurred_at) => {
                self.harmed(body.harm, event.occurred_at);
            }
            Fact::IncidentGraded(body) => {
                self.grade = Some(body.grade);
                self.grade_by_person = true;
            }
            Fact::IncidentPlaced(body) => self.opened.place = body.place.clone(),
            Fact::IncidentMerged(body) if event.entity.id == me => {
                self.merged_into = Some(body.into.clone());
            }
            Fact::IncidentMerged(_) => {}
            Fact::IncidentSplit(body) if event.entity.id == me => {
                self.opened
                    .alerts
                    .retain(|alert| !body.alerts.contains(alert));
            }
            Fact::AlertRaised(_) => {
                let alert = AlertId(event.entity.id.clone());
                if !self.opened.alerts.contains(&alert) {
                    self.opened.alerts.push(alert);
                }
            }
            Fact::AlertLowered(_) => {
                self.opened
                    .alerts
                    .retain(|alert| alert.0 != event.entity.id);
            }
            Fact::IncidentNoted(_) => self.notes += 1,
            Fact::ResponseStarted(body) => self.respond(event, body),
            Fact::ResponseEnded(_) => self.response = None,
            Fact::TaskGiven(body) => self.give(event, body),
            Fact::TaskMoved(body) => self.move_task(event, body),
            Fact::OrderSent(_) | Fact::OrderDrafted(_) => {
                let order = OrderId(event.entity.id.clone());
                if !self.orders.contains(&order) {
                    self.orders.push(order);
                }
            }
            Fact::ReportSent(body) => self.reports.push(ReportMark {
                report: ReportId(event.entity.id.clone()),
                kind: body.kind,
                sent_at: event.occurred_at,
            }),
            Fact::IncidentClosed(body) => {
                self.closed = Some(Mark {
                    by: event.actor.clone(),
                    at: event.occurred_at,
                    note: body.reason.clone(),
                });
            }
            Fact::IncidentReopened(_) => self.closed = None,
            _ => {}
        }
    }

    fn harmed(&mut self, harm: Harm, at: UtcMs) {
        if casualties(&self.harm) != casualties(&harm) {
            if self.casualty_changes.len() >= CASUALTY_CHANGES_MAX {
                self.casualty_changes.remove(0);
            }
            self.casualty_changes.push(at);
        }
        self.harm = harm;
        self.harm_at = Some(at);
        self.regrade();
    }

    /// The measures give a new grade; a person's grade stands unless the measures are worse.
    fn regrade(&mut self) {
        let (grade, basis) = grade_by_harm(&self.harm);
        self.grade_by_harm = Some((grade, basis));
        let worse_than_person = self.grade.is_none_or(|set| grade < set);
        if !self.grade_by_person || worse_than_person {
            self.grade = Some(grade);
            self.grade_by_person = false;
        }
    }

    fn respond(&mut self, event: &Event, body: &ResponseStarted) {
        self.response = Some(match self.response.take() {
            Some(running) => running.after(body),
            None => Response {
                contents: body.clone(),
                since: event.occurred_at,
                started_by: body.decided_by.clone(),
                below: Vec::new(),
            },
        });
    }

    fn give(&mut self, event: &Event, body: &TaskGiven) {
        let limit_ms = i64::from(body.within_min) * crate::time::MINUTE_MS;
        self.tasks
            .entry(body.task.0.clone())
            .or_insert_with(|| Task {
                given: body.clone(),
                given_at: event.occurred_at,
                due_at: (body.within_min > 0).then(|| event.occurred_at.plus_ms(limit_ms)),
                state: TaskState::Given,
                state_at: event.occurred_at,
                note: String::new(),
            });
    }

    fn move_task(&mut self, event: &Event, body: &TaskMoved) {
        if let Some(task) = self.tasks.get_mut(body.task.as_str())
            && task.state_at <= event.occurred_at
        {
            task.state = body.state;
            task.state_at = event.occurred_at;
            task.note.clone_from(&body.note);
        }
    }
}

/// The counts of which each change is reported.
fn casualties(harm: &Harm) -> [u32; 4] {
    let Harm {
        dead,
        seriously_injured,
        lightly_injured,
        missing,
        ..
    } = *harm;
    [dead, seriously_injured, lightly_injured, missing]
}

mod need;
mod response;
#[cfg(test)]
mod tests;

pub use response::{LevelStarted, Response};
