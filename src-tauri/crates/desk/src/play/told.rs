//! Made departments and teams that confirm what they are told, and supplies that arrive.

use emergency::circular::{Channel, Circular, CircularConfirmed};
use emergency::decide::{CircularAct, Command, IssueAct};
use emergency::entity::{EntityKind, State};
use emergency::issue::{Issue, Quality};
use emergency::order::Progress;
use emergency::time::{MINUTE_MS, UtcMs};
use logbook::Listed;

use super::Players;

/// Notices and issues that are looked at.
const OPEN_MAX: usize = 500;
/// A made person confirms after this long of the exercise's time: assumed.
const CONFIRM_MS: i64 = MINUTE_MS;
/// Of this many recipients the last never answers at the first call, so that the desk has
/// somebody to escalate.
const SILENT_EVERY: usize = 4;

impl Players {
    /// What made people confirm by now.
    pub(super) fn confirm(&self, now: UtcMs, speed: i64) {
        let list = |kind| {
            let rows = self.session.logbook.list(kind, Listed::Open, OPEN_MAX);
            rows.unwrap_or_default().into_iter().map(|row| row.state)
        };
        for state in list(EntityKind::Circular) {
            if let State::Circular(circular) = state {
                self.confirm_one(&circular, now, speed);
            }
        }
        for state in list(EntityKind::Issue) {
            if let State::Issue(issue) = state {
                self.receive(&issue);
            }
        }
    }

    fn confirm_one(&self, circular: &Circular, now: UtcMs, speed: i64) {
        let posts = circular.posts.iter().zip(&circular.sent.recipients);
        for (index, (post, to)) in posts.enumerate() {
            let silent = post.rung == 0 && index % SILENT_EVERY == SILENT_EVERY - 1;
            let passed_ms = now.since_ms(post.rung_at).saturating_mul(speed);
            let Some(rung) = to.ladder.get(post.rung as usize) else {
                continue;
            };
            if post.confirmed.is_some() || silent || passed_ms < CONFIRM_MS {
                continue;
            }
            let confirmed = CircularConfirmed {
                recipient: u32::try_from(index).unwrap_or(u32::MAX),
                by: rung.name.clone(),
                how: Channel::Phone,
                note: String::new(),
            };
            let act = CircularAct::Confirm {
                circular: circular.id.clone(),
                confirmed,
            };
            self.act(Command::Circular(act), &rung.name);
        }
    }

    /// The team that brings supplies hands them over where its order ends.
    fn receive(&self, issue: &Issue) {
        let Some(team) = &issue.drawn.bearer.team else {
            return;
        };
        let left = issue.granted.saturating_sub(issue.received);
        let found = self.session.logbook.team(team.as_str()).ok().flatten();
        let Some(team) = found.filter(|_| left > 0) else {
            return;
        };
        let there = team
            .active()
            .any(|job| job.incident == issue.drawn.incident && job.progress == Progress::OnScene);
        if there {
            let act = IssueAct::Receive {
                issue: issue.id.clone(),
                receiver: team.registered.name.clone(),
                quantity: left,
                quality: Quality::Good,
                note: String::new(),
            };
            self.act(Command::Issue(act), &team.registered.name);
        }
    }
}
