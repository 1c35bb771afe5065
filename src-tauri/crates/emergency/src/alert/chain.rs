//! Which messages update or cancel an alert: claims, and those of them that count.

use serde::{Deserialize, Serialize};

use super::{MessageType, Notice, NoticeStatus};
use crate::id::AlertId;
use crate::time::UtcMs;

/// Another message's hold on this alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Successor {
    /// The message that names this one.
    pub alert: AlertId,
    /// True for a cancel, false for an update.
    pub cancels: bool,
    /// When that message was sent.
    pub sent: UtcMs,
}

/// A message that names this alert, whether or not its word counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claimant {
    /// What it does if it counts.
    pub successor: Successor,
    /// What it is meant as.
    pub status: NoticeStatus,
    /// When the message that it names was sent, as it says; empty where it does not say.
    #[serde(default)]
    pub named_sent: Vec<UtcMs>,
}

impl Claimant {
    /// Whether it takes the place of the message shown for the alert `me`, in whatever order the
    /// two came in.
    ///
    /// CAP 1.2, 3.2.1 `status`: an exercise or a test says nothing about a real warning. A message
    /// replaces only earlier ones, by time sent, then by kind, then by name, so that no ring of
    /// references hides every message in it.
    pub(super) fn counts(&self, me: &AlertId, notice: &Notice) -> bool {
        let acts = if self.successor.cancels {
            MessageType::Cancel
        } else {
            MessageType::Update
        };
        let before = (notice.sent, rank(notice.msg_type), me);
        let after = (self.successor.sent, rank(acts), &self.successor.alert);
        self.status == notice.status && before < after
    }

    /// Whether it names this very message: a reference is sender, identifier and time sent (CAP
    /// 1.2, 3.2.1 `references`). A part that is not written is not compared.
    pub(super) fn names(&self, notice: &Notice) -> bool {
        self.named_sent.is_empty() || self.named_sent.contains(&notice.sent)
    }
}

/// Of two messages sent at the same time, the one that undoes more comes later.
pub(super) fn rank(msg_type: MessageType) -> u8 {
    match msg_type {
        MessageType::Alert | MessageType::Ack | MessageType::Error => 0,
        MessageType::Update => 1,
        MessageType::Cancel => 2,
    }
}

pub(super) fn in_order(claimants: Vec<&Claimant>) -> Vec<Successor> {
    let named = claimants.into_iter();
    let mut found: Vec<_> = named.map(|claimant| claimant.successor.clone()).collect();
    found.sort_by(|a, b| (a.sent, &a.alert).cmp(&(b.sent, &b.alert)));
    found
}
