//! How far an order is, and by which steps it went there.

use serde::{Deserialize, Serialize};

use super::Claim;
use crate::id::ActorName;
use crate::time::UtcMs;

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Progress {
    /// Written, not sent.
    #[default]
    Drafted,
    /// Sent.
    Sent,
    /// The team has it (签收).
    Acknowledged,
    /// On the road (途中).
    EnRoute,
    /// There (到场).
    OnScene,
    /// Free again (完成).
    Released,
    /// Called back (撤回).
    Recalled,
    /// Could not be carried out.
    Failed,
    /// Ran out before anybody had it.
    Expired,
    /// Another order of the same team took its place (改派).
    Redirected,
    /// Another team took it over (移交).
    HandedOver,
    /// A slip, taken back before the team had it (撤销).
    Undone,
}

impl Progress {
    /// True while the order holds the team.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(
            self,
            Self::Sent | Self::Acknowledged | Self::EnRoute | Self::OnScene
        )
    }

    /// True when nothing more happens.
    #[must_use]
    pub fn is_end(self) -> bool {
        self != Self::Drafted && !self.is_active()
    }

    /// Whether a step from here to there exists. What ends an order by a fact of its own
    /// (redirected, handed over, undone) is no step.
    #[must_use]
    pub fn may_move(self, to: Self) -> bool {
        match to {
            Self::Drafted | Self::Redirected | Self::HandedOver | Self::Undone => false,
            Self::Sent => self == Self::Drafted,
            Self::Acknowledged | Self::EnRoute | Self::OnScene => self.is_active() && self < to,
            Self::Released | Self::Recalled | Self::Failed => self.is_active(),
            Self::Expired => self == Self::Sent,
        }
    }

    /// The progress after a step; a step that does not exist (late, reordered) changes nothing.
    /// A team that goes although the claim ran out is under way all the same: that is seen, and
    /// no verdict makes it unseen.
    #[must_use]
    pub fn stepped(self, claim: &Claim, to: Self) -> Self {
        let goes = matches!(to, Self::Acknowledged | Self::EnRoute | Self::OnScene);
        let all_the_same = *claim == Claim::Expired && self == Self::Expired && goes;
        if self.may_move(to) || all_the_same {
            to
        } else {
            self
        }
    }

    /// The progress under a claim that came to nothing: an order that ran out or was withdrawn
    /// does not stay open.
    #[must_use]
    pub fn under(self, claim: &Claim) -> Self {
        match claim {
            Claim::Expired if self == Self::Sent => Self::Expired,
            Claim::Withdrawn if self.is_active() => Self::Recalled,
            _ => self,
        }
    }
}

/// One step of an order with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Step {
    /// The step.
    pub to: Progress,
    /// When it happened.
    pub at: UtcMs,
    /// Who said so.
    pub by: ActorName,
    /// Words.
    pub note: String,
}
