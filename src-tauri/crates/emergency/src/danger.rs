//! A hidden danger (事故隐患) from its finding to its striking off: supervision that was put up
//! (挂牌督办), the plan of rectification with its five elements, progress, terms, acceptance,
//! striking off (整改销号) and what it came to (整改效果评价). What stands in the way of the
//! striking off is in `guard`.
//!
//! Sources: the district's plan, 任(三)2 (重大事故隐患治理逐级挂牌督办、及时整改销号和整改效果评价);
//! 山东省安全生产条例 (2021) art. 32 (of a major one the unit reports, draws up a plan and carries it
//! out) and art. 44 (a major one that was removed is looked at by the authority before work goes
//! on). The names of the five elements (五落实) stand in no source at hand: 待区里确认.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::day::Day;
use crate::event::Event;
use crate::id::ActorName;
use crate::site::DangerFound;
use crate::time::UtcMs;

/// Acts of one danger that its state keeps; of more, the oldest notes of progress go first.
pub const DANGER_ACTS_MAX: usize = 60;

/// The plan of rectification (整改方案) by its five elements. What nobody said is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rectification {
    /// 责任: who answers for it.
    pub responsible: String,
    /// 措施: what is done.
    pub measures: String,
    /// 资金: the money, and where it comes from.
    pub funds: String,
    /// 时限: until when.
    pub until: Option<Day>,
    /// 预案: what is done when something happens meanwhile.
    pub contingency: String,
}

impl Rectification {
    /// The elements that are still empty, by the names of their fields.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let told = |text: &str| !text.trim().is_empty();
        let elements = [
            ("responsible", told(&self.responsible)),
            ("measures", told(&self.measures)),
            ("funds", told(&self.funds)),
            ("plan_until", self.until.is_some()),
            ("contingency", told(&self.contingency)),
        ];
        let missing = elements.into_iter().filter(|(_, told)| !told);
        missing.map(|(field, _)| field).collect()
    }
}

/// Supervision that was put up (挂牌督办).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Supervision {
    /// Number of the notice (督办文号).
    pub number: String,
    /// Who supervises.
    pub body: String,
    /// Of which level that is, in the words of the district's settings.
    pub level: String,
    /// The day until which; none when the notice sets none.
    pub until: Option<Day>,
}

/// What is done about a danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "step",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DangerStep {
    /// 挂牌督办; a later one replaces it, as when a higher level takes it over (逐级).
    Supervise {
        /// By whom, until when.
        supervision: Supervision,
    },
    /// 整改方案; a later one replaces it.
    Plan {
        /// Its five elements.
        plan: Rectification,
    },
    /// 整改进展.
    Note {
        /// What was done.
        words: String,
    },
    /// 延期.
    Extend {
        /// The new day.
        until: Day,
        /// Why.
        reason: String,
        /// Who agreed to it.
        approved_by: String,
    },
    /// 申请验收.
    Submit {
        /// Who asks.
        asked_by: String,
        /// What was done.
        words: String,
    },
    /// 验收, by another person than who asked.
    Check {
        /// Whether it is put right.
        accepted: bool,
        /// Who looked.
        checked_by: String,
        /// What was found.
        words: String,
    },
    /// 整改销号. It comes as `site.danger_closed`.
    Close {
        /// How it was put right, and who looked.
        note: String,
    },
    /// 整改效果评价, after it was struck off; one that did not hold is open again.
    Evaluate {
        /// Whether it holds.
        effective: bool,
        /// What was seen.
        words: String,
    },
    /// 提出撤回: an entry that keeps it from being struck off is said to be wrong. It goes when
    /// another person takes it back as well.
    Retract {
        /// The event of the act; none for the danger as a whole.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        act: Option<Uuid>,
        /// Why.
        reason: String,
    },
}

impl Default for DangerStep {
    fn default() -> Self {
        Self::Note {
            words: String::new(),
        }
    }
}

/// `site.danger_stepped`: something was done about a danger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerStepped {
    /// The event of the finding.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub danger: Uuid,
    /// What.
    pub step: DangerStep,
}

/// `site.danger_withdrawn`: a danger, or one act of it, was entered by mistake. It counts no more;
/// the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerWithdrawn {
    /// The event of the finding.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub danger: Uuid,
    /// The event of the act; none for the danger as a whole.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub act: Option<Uuid>,
    /// Why.
    pub reason: String,
}

/// One thing that was done, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerDone {
    /// Its event.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What.
    pub step: DangerStep,
}

/// How far a danger is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DangerStage {
    /// 待整改: found, and no plan.
    #[default]
    Found,
    /// 整改中: there is a plan.
    Planned,
    /// 待验收: acceptance was asked for.
    Submitted,
    /// 未通过: it was not accepted, or did not hold.
    Refused,
    /// 待销号: accepted.
    Accepted,
    /// 已销号.
    Closed,
}

impl DangerStage {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 6] = [
        Self::Found,
        Self::Planned,
        Self::Submitted,
        Self::Refused,
        Self::Accepted,
        Self::Closed,
    ];
}

/// One hidden danger as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Danger {
    /// The event of the finding.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// What was found.
    pub found: DangerFound,
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// When it was put right; none while it is not.
    pub closed_at: Option<UtcMs>,
    /// How.
    pub closed_note: String,
    /// What was done about it, oldest first.
    pub acts: Vec<DangerDone>,
}

impl Danger {
    /// True until it is struck off.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> DangerStage {
        use DangerStage as S;
        let (mut stage, mut planned) = (S::Found, S::Found);
        for done in &self.acts {
            stage = match (&done.step, stage) {
                (DangerStep::Plan { .. }, _) => {
                    planned = S::Planned;
                    if stage == S::Found { planned } else { stage }
                }
                // Who puts it up has not looked, and asked nobody: acceptance is asked for anew.
                (DangerStep::Supervise { .. }, S::Submitted | S::Accepted) => planned,
                (DangerStep::Submit { .. }, _) => S::Submitted,
                (DangerStep::Check { accepted: true, .. }, S::Submitted) => S::Accepted,
                // Two desks may have answered apart: what one found wrong is wrong.
                (
                    DangerStep::Check {
                        accepted: false, ..
                    },
                    S::Submitted | S::Accepted,
                )
                | (
                    DangerStep::Evaluate {
                        effective: false, ..
                    },
                    _,
                ) => S::Refused,
                (DangerStep::Close { .. }, _) => S::Closed,
                _ => stage,
            };
        }
        if self.is_open() { stage } else { S::Closed }
    }

    /// The supervision that stands.
    #[must_use]
    pub fn supervision(&self) -> Option<&Supervision> {
        self.acts.iter().rev().find_map(|done| match &done.step {
            DangerStep::Supervise { supervision } => Some(supervision),
            _ => None,
        })
    }

    /// The plan that stands.
    #[must_use]
    pub fn plan(&self) -> Option<&Rectification> {
        self.acts.iter().rev().find_map(|done| match &done.step {
            DangerStep::Plan { plan } => Some(plan),
            _ => None,
        })
    }

    /// The day until which it has to be put right: the term; the first plan's own only where nobody
    /// set one.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        let by_plan = self.acts.iter().find_map(|done| match &done.step {
            DangerStep::Plan { plan } => plan.until,
            _ => None,
        });
        self.term().or(by_plan)
    }

    /// The day that was set: that of the finding, of the supervision or of the last extension.
    #[must_use]
    pub fn term(&self) -> Option<Day> {
        let set = |term, done: &DangerDone| match &done.step {
            DangerStep::Supervise { supervision } => supervision.until.or(term),
            DangerStep::Extend { until, .. } => Some(*until),
            _ => term,
        };
        self.acts.iter().fold(self.found.due, set)
    }

    /// True while somebody still has to put it right: not struck off and not accepted.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.is_open() && self.stage() != DangerStage::Accepted
    }

    /// True when its day is over and it is not put right.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_owed() && self.due().is_some_and(|due| due < today)
    }

    pub(crate) fn step(&mut self, event: &Event, step: DangerStep) {
        self.carry_over();
        if self.acts.iter().any(|done| done.event == event.id) {
            return;
        }
        if self.acts.len() >= DANGER_ACTS_MAX {
            let is_note = |done: &DangerDone| matches!(done.step, DangerStep::Note { .. });
            // What makes acceptance necessary, or was accepted, never goes.
            if let Some(note) = self.acts.iter().position(is_note) {
                self.acts.remove(note);
            }
        }
        self.acts.push(DangerDone {
            event: event.id,
            at: event.occurred_at,
            by: event.actor.clone(),
            step,
        });
        self.close_anew();
    }

    pub(crate) fn take_back(&mut self, act: Uuid) {
        self.carry_over();
        // That somebody asked for it is in the log.
        self.acts.retain(|done| {
            let asks =
                matches!(done.step, DangerStep::Retract { act: named, .. } if named == Some(act));
            done.event != act && !asks
        });
        self.close_anew();
    }

    /// A state of an earlier version knows that it was closed, and no act.
    fn carry_over(&mut self) {
        let Some(at) = self.closed_at.filter(|_| self.acts.is_empty()) else {
            return;
        };
        let note = self.closed_note.clone();
        self.acts.push(DangerDone {
            at,
            step: DangerStep::Close { note },
            ..DangerDone::default()
        });
    }

    /// Whether it is struck off, by its acts: two desks may have struck it off apart, the first
    /// counts.
    fn close_anew(&mut self) {
        (self.closed_at, self.closed_note) = (None, String::new());
        for done in &self.acts {
            match &done.step {
                DangerStep::Close { note } if self.closed_at.is_none() => {
                    self.closed_at = Some(done.at);
                    self.closed_note.clone_from(note);
                }
                DangerStep::Evaluate { effective, .. } if !effective => {
                    (self.closed_at, self.closed_note) = (None, String::new());
                }
                _ => {}
            }
        }
    }
}

mod guard;

pub use guard::in_both;
