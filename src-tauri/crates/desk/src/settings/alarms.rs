//! How alerts are gathered, which goes first, and how far one goes that nobody answers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use emergency::alert::EscalationStep;
use emergency::figures::Guideline;
use emergency::gather::GatherRules;
use emergency::priority::{Priority, PriorityRules};
use serde::{Deserialize, Serialize};

/// Verified alerts from which on a source has a share of real ones.
const VERIFIED_MIN: u32 = 5;
/// Minutes after which a feed that says nothing is silent.
const SILENT_MIN: u32 = 30;

/// How alerts are treated as alarms. All numbers are assumed: 待区里确认.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlarmSettings {
    /// File of the kinds of alerts; the shipped one when none is named.
    pub kinds: Option<PathBuf>,
    /// What stands under one heading.
    pub gather: GatherRules,
    /// Which goes first.
    pub priority: PriorityRules,
    /// Verified alerts from which on the share of real ones of a source is said.
    pub verified_min: u32,
    /// Minutes after which a feed that says nothing, though its kind must, is called silent; longer
    /// where the period of its protocol is. 0 never.
    pub silent_min: u32,
    /// The same for single feeds by their names, whatever their kind; 0 never. A feed of lifts that
    /// has no heartbeat is never silent unless it stands here.
    pub silent_feeds: BTreeMap<String, u32>,
    /// The limits beside the figures.
    pub guideline: Guideline,
    /// How far an alert goes that nobody acknowledges.
    pub escalation: EscalationSettings,
}

impl Default for AlarmSettings {
    fn default() -> Self {
        Self {
            kinds: None,
            gather: GatherRules::default(),
            priority: PriorityRules::default(),
            verified_min: VERIFIED_MIN,
            silent_min: SILENT_MIN,
            silent_feeds: BTreeMap::new(),
            guideline: Guideline::default(),
            escalation: EscalationSettings::default(),
        }
    }
}

/// Seconds after which an alert of one priority that nobody has acknowledged goes further; 0
/// leaves the step out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EscalationSeconds {
    /// Louder.
    pub louder_s: u32,
    /// A notification on the desktop.
    pub notification_s: u32,
    /// At the other desks.
    pub second_desk_s: u32,
    /// The duty leader.
    pub duty_leader_s: u32,
}

/// The steps, the furthest first.
const STEPS: [EscalationStep; 4] = [
    EscalationStep::DutyLeader,
    EscalationStep::SecondDesk,
    EscalationStep::Notification,
    EscalationStep::Louder,
];

impl Default for EscalationSeconds {
    fn default() -> Self {
        Self::none()
    }
}

impl EscalationSeconds {
    const fn none() -> Self {
        Self::of(0, 0, 0, 0)
    }

    const fn of(louder_s: u32, notification_s: u32, second_desk_s: u32, leader_s: u32) -> Self {
        Self {
            louder_s,
            notification_s,
            second_desk_s,
            duty_leader_s: leader_s,
        }
    }

    /// The furthest step that is due after so many seconds, beyond the one that was taken last.
    #[must_use]
    pub fn due(&self, waited_s: u32, taken: Option<EscalationStep>) -> Option<EscalationStep> {
        let due = |step: &EscalationStep| self.is_due(*step, waited_s, taken);
        STEPS.into_iter().find(due)
    }

    /// Whether a step is due after so many seconds, beyond the one that was taken last.
    #[must_use]
    pub fn is_due(
        &self,
        step: EscalationStep,
        waited_s: u32,
        taken: Option<EscalationStep>,
    ) -> bool {
        let after_s = match step {
            EscalationStep::DutyLeader => self.duty_leader_s,
            EscalationStep::SecondDesk => self.second_desk_s,
            EscalationStep::Notification => self.notification_s,
            EscalationStep::Louder => self.louder_s,
        };
        after_s > 0 && waited_s >= after_s && taken.is_none_or(|taken| taken < step)
    }
}

/// The same by priority; what is low never goes further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EscalationSettings {
    /// 紧急.
    pub urgent: EscalationSeconds,
    /// 高.
    pub high: EscalationSeconds,
    /// 中.
    pub medium: EscalationSeconds,
    /// 低.
    pub low: EscalationSeconds,
}

impl Default for EscalationSettings {
    fn default() -> Self {
        Self {
            urgent: EscalationSeconds::of(30, 60, 120, 300),
            high: EscalationSeconds::of(60, 120, 300, 900),
            medium: EscalationSeconds::of(300, 600, 0, 0),
            low: EscalationSeconds::none(),
        }
    }
}

impl EscalationSettings {
    /// Those of a priority.
    #[must_use]
    pub fn of(&self, priority: Priority) -> &EscalationSeconds {
        match priority {
            Priority::Urgent => &self.urgent,
            Priority::High => &self.high,
            Priority::Medium => &self.medium,
            Priority::Low => &self.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_taken_once_and_one_that_was_slept_through_is_left_out() {
        let urgent = EscalationSettings::default().urgent;
        let steps = [
            (29, None, None),
            (30, None, Some(EscalationStep::Louder)),
            (59, Some(EscalationStep::Louder), None),
            (
                60,
                Some(EscalationStep::Louder),
                Some(EscalationStep::Notification),
            ),
            (900, None, Some(EscalationStep::DutyLeader)),
            (900, Some(EscalationStep::DutyLeader), None),
        ];
        for (waited_s, taken, due) in steps {
            assert_eq!(
                urgent.due(waited_s, taken),
                due,
                "{waited_s} s after {taken:?}"
            );
        }
        let low = EscalationSettings::default().low;
        assert_eq!(
            low.due(u32::MAX, None),
            None,
            "what is low waits in the list"
        );
    }
}
