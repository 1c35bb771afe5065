//! Reports to the authority above (信息报告): 初报, 续报, 终报.

use serde::{Deserialize, Serialize};

use crate::alert::Mark;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{IncidentId, ReportId};
use crate::time::UtcMs;

/// Which report of an incident it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ReportKind {
    /// 初报.
    #[default]
    First,
    /// 续报.
    FollowUp,
    /// 终报.
    Final,
}

/// `report.drafted`: the text as the officer left it; a later one replaces it until it is sent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportDrafted {
    /// The incident.
    pub incident: IncidentId,
    /// Which report.
    pub kind: ReportKind,
    /// 1 for the first report, 续报一 is 1 of its kind, and so on.
    pub number: u32,
    /// The document model of the `reports` crate.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub document: serde_json::Value,
    /// The facts it was drafted from, so that the next one can say what changed.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub facts: serde_json::Value,
}

/// `report.sent`: signed by name and handed to the link and the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportSent {
    /// The incident.
    pub incident: IncidentId,
    /// Which report.
    pub kind: ReportKind,
    /// Who signed (签发人).
    pub signer: String,
    /// To whom, in words.
    pub recipients: Vec<String>,
    /// The clock it answers, such as `R02`.
    pub clock: String,
    /// Why it is late; never empty when it is.
    pub late_reason: String,
}

/// `report.receipted`: the authority above has it (签收).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportReceipted {
    /// The incident.
    pub incident: IncidentId,
    /// Who took it, as the platform says.
    pub by: String,
}

/// The state of one report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Report {
    /// Its name.
    pub id: ReportId,
    /// The text in force.
    pub drafted: ReportDrafted,
    /// When the text was last changed.
    pub drafted_at: UtcMs,
    /// What was sent, once it was.
    pub sent: Option<ReportSent>,
    /// When.
    pub sent_at: Option<UtcMs>,
    /// True once the platform's log holds it: it has left the house.
    pub delivered: bool,
    /// Receipt of the authority above.
    pub receipt: Option<Mark>,
}

impl Report {
    /// Applies one fact that touches this report, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, sequenced: bool) {
        match fact {
            Fact::ReportDrafted(body) if self.sent.is_none() => {
                self.drafted = body.clone();
                self.drafted_at = event.occurred_at;
            }
            Fact::ReportSent(body) => {
                self.sent = Some(body.clone());
                self.sent_at = Some(event.occurred_at);
                self.delivered = sequenced;
            }
            Fact::ReportReceipted(body) => {
                self.receipt.get_or_insert_with(|| Mark {
                    by: body.by.as_str().into(),
                    at: event.occurred_at,
                    note: String::new(),
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
