//! Lists on paper: whatever list is in view, as it is in view.

use emergency::day::Day;
use emergency::id::IncidentId;
use serde::{Deserialize, Serialize};

use super::{DangerQuery, ExpiringQuery, ResourceQuery, TeamTimesRequest};

/// Which list to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "list",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ListRequest {
    /// The resource board as it is filtered: teams, supplies, places, people.
    Resources {
        /// What is on it; of the window nothing counts but its filter.
        query: ResourceQuery,
    },
    /// Hazard sites with what is stored there and their grade.
    Risks,
    /// Hidden dangers as they are filtered.
    Dangers {
        /// What is on the list.
        query: DangerQuery,
    },
    /// What runs out, depot by depot.
    Expiring {
        /// Within how many days, and of which depot.
        query: ExpiringQuery,
    },
    /// What each team did and does.
    Times {
        /// Over which hours.
        request: TeamTimesRequest,
    },
    /// What an incident needs against what covers it.
    Covers {
        /// Which incident.
        incident: IncidentId,
    },
    /// Its orders.
    Orders {
        /// Which incident.
        incident: IncidentId,
    },
    /// Its notices with who has confirmed.
    Notices {
        /// Which incident.
        incident: IncidentId,
    },
    /// What was drawn for it, and where that is.
    Issues {
        /// Which incident.
        incident: IncidentId,
    },
    /// Paper that is owed for what was said by word of mouth, of all incidents.
    Papers,
    /// The rota.
    Rota {
        /// The first day; none for today.
        from: Option<Day>,
        /// How many days.
        days: u32,
    },
}
