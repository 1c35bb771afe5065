//! The watch (值班): who is on duty, the running log, the handover.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::ActorName;
use crate::time::UtcMs;

/// Name of the one duty entity of a desk's log.
pub const DUTY: &str = "duty";

/// Officers beside the one who takes over, at most.
pub const OFFICERS_MAX: usize = 20;

/// Panels that one line of the duty log names; a check of more makes several lines.
pub const PANEL_CHECK_MAX: usize = 2_000;

/// A duty check (查岗) of fire panels, in the line of the duty log that says who asked or who
/// answered: a desk that is started anew knows by it which checks still wait.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PanelCheck {
    /// The feed of the panels.
    pub feed: String,
    /// The panels by the numbers of their transmission devices, at most [`PANEL_CHECK_MAX`].
    pub panels: Vec<String>,
    /// When an officer asked.
    pub asked_at: UtcMs,
    /// Until when it has to be answered.
    pub due_at: UtcMs,
    /// Whether the line says that they have answered.
    pub answered: bool,
}

/// `duty.started`: the watch has these people from now on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DutyStarted {
    /// The duty leader (带班领导).
    pub leader: ActorName,
    /// The duty officers (值班员).
    pub officers: Vec<ActorName>,
}

/// `duty.handed_over`: both names, what is open, and the head of the log at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandedOver {
    /// 交班人.
    pub from: ActorName,
    /// 接班人.
    pub to: ActorName,
    /// Further officers of the next watch; none in what an earlier version wrote.
    pub with: Vec<ActorName>,
    /// The next duty leader.
    pub leader: ActorName,
    /// 未办事项.
    pub open_matters: Vec<String>,
    /// 注意事项.
    pub remarks: String,
    /// Hash of the newest fact, printed on the sheet.
    pub head_hash: String,
    /// True when the test tone was heard.
    pub tone_heard: bool,
}

impl HandedOver {
    /// All officers of the next watch, each once: who takes over, then those beside them.
    #[must_use]
    pub fn watch(&self) -> Vec<ActorName> {
        let mut officers = vec![self.to.clone()];
        for other in self.with.iter().take(OFFICERS_MAX) {
            if !other.0.trim().is_empty() && !officers.contains(other) {
                officers.push(other.clone());
            }
        }
        officers
    }
}

/// One handover, kept in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Handover {
    /// When.
    pub at: UtcMs,
    /// What was said.
    pub handed: HandedOver,
}

/// The state of the watch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Duty {
    /// The duty leader.
    pub leader: ActorName,
    /// The duty officers.
    pub officers: Vec<ActorName>,
    /// Since when.
    pub since: Option<UtcMs>,
    /// The last handover.
    pub last: Option<Handover>,
}

impl Duty {
    /// Applies one fact that touches the watch, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::DutyStarted(body) => {
                self.leader = body.leader.clone();
                self.officers.clone_from(&body.officers);
                self.since = Some(event.occurred_at);
            }
            Fact::DutyHandedOver(body) => {
                self.leader = body.leader.clone();
                self.officers = body.watch();
                self.since = Some(event.occurred_at);
                self.last = Some(Handover {
                    at: event.occurred_at,
                    handed: body.clone(),
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_officers_of_the_next_watch_are_on_it_each_once() {
        let handed = HandedOver {
            to: "演练 赵强".into(),
            with: vec!["演练 钱进".into(), " ".into(), "演练 赵强".into()],
            ..HandedOver::default()
        };
        let both: [ActorName; 2] = ["演练 赵强".into(), "演练 钱进".into()];
        assert_eq!(handed.watch(), both, "who takes over first");
        let earlier = r#"{"from":"演练 王敏","to":"演练 赵强","leader":"演练 李强"}"#;
        let earlier: HandedOver = serde_json::from_str(earlier).expect("is read");
        assert_eq!(earlier.watch().len(), 1, "what an earlier version wrote");
    }
}
