//! Names of things: typed strings, so that a team is never taken for an order.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// One alert, the same on every desk: see [`crate::alert::alert_id`].
    AlertId,
    /// One incident (突发事件).
    IncidentId,
    /// One rescue team (队伍).
    TeamId,
    /// One lot of a supply in one depot (物资批次).
    LotId,
    /// One dispatch order (调度指令).
    OrderId,
    /// One report to the authority above (信息报告).
    ReportId,
    /// One place with a standing profile: depot, shelter, hospital, hazard site.
    SiteId,
    /// One closure of roads (道路管制).
    ClosureId,
    /// One electronic fence (电子围栏).
    FenceId,
    /// One person who is called by name: expert, reporter, volunteer.
    PersonId,
    /// One import of a table (导入).
    ImportId,
    /// One task of an incident, made from a task card or by hand.
    TaskId,
    /// One issue of supplies (调拨): the event that drew.
    IssueId,
    /// One requisition (征用).
    RequisitionId,
    /// One request for mutual aid (请求支援).
    AidId,
    /// One notice to departments and teams (通知).
    CircularId,
    /// One time limit that a person started or answered (限时事项).
    CountdownId,
    /// One record of what people told the duty room (来件).
    SubmissionId,
    /// A source of alerts, or one point of it: see [`crate::source`].
    SourceId,
    /// One firm (企业).
    FirmId,
    /// One unit of a major hazard at a site (危险源单元).
    UnitId,
    /// One device or point of the register (点位): see [`crate::point`].
    PointId,
    /// One drill (演练).
    DrillId,
    /// One plan of the library (预案).
    PlanId,
    /// One version of a plan's text.
    PlanVersionId,
    /// One suggestion to revise a plan.
    SuggestionId,
    /// One document (原件), by the SHA-256 of its bytes.
    DocumentId,
    /// The device key of a desk or of the platform; the origin of its events.
    OriginId,
    /// A person as the log names them.
    ActorName,
}
