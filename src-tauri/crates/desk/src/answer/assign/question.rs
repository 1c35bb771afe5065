//! What was read for a question about several incidents at once.

use std::collections::HashMap;

use contract::rows::NeedsFrom;
use dispatch::assign::gather::{Gathered, Open};
use dispatch::assign::problem::Problem;
use emergency::id::IncidentId;
use emergency::incident::Incident;
use emergency::time::UtcMs;

use super::super::stock::Stock;
use crate::roads::RoadsNow;
use crate::searches::Asked;
use crate::zones::Posts;

/// What was read for one answer.
pub(crate) struct Side {
    pub(super) stock: Stock,
    pub(super) posts: Posts,
    pub(super) roads: RoadsNow,
    pub(super) incidents: Vec<(String, Incident)>,
    pub(super) scenes: Vec<Open>,
    /// The plans that the needs of some of them come from.
    pub(super) needs_from: HashMap<IncidentId, NeedsFrom>,
    pub(super) gathered: Gathered,
}

/// All open incidents as they are.
pub(crate) struct Today {
    pub(super) at: UtcMs,
    pub(super) seq: u64,
    pub(super) side: Side,
}

/// The same, and beside it with something made up.
pub(crate) struct Imagined {
    pub(super) at: UtcMs,
    pub(super) today: Side,
    pub(super) then: Side,
}

impl Asked for Today {
    fn problems(&self) -> Vec<&Problem> {
        vec![&self.side.gathered.problem]
    }

    fn keeps_first(&self) -> bool {
        true
    }
}

impl Asked for Imagined {
    fn problems(&self) -> Vec<&Problem> {
        vec![&self.today.gathered.problem, &self.then.gathered.problem]
    }

    fn keeps_first(&self) -> bool {
        false
    }
}
