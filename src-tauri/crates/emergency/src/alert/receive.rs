//! How messages change an alert: a newer one of its own name, and others that name it.

use super::chain::in_order;
use super::{
    Alert, AlertId, AlertReceived, Claimant, Event, MessageType, SUCCESSORS_MAX, Successor, UtcMs,
};

impl Alert {
    pub(super) fn receive(&mut self, event: &Event, body: &AlertReceived) {
        self.copies += 1;
        self.exercise = event.exercise;
        if self.received_by.is_none() {
            self.first_recorded = event.recorded_at;
            self.feed.clone_from(&body.feed);
        }
        // The same identifier with a later time is a revision; the newest is shown, all are kept.
        let newer = self
            .notice
            .as_ref()
            .is_none_or(|known| known.sent < body.notice.sent);
        if newer {
            let was_over = self.is_cancelled();
            // That it is over is nothing new to look for.
            if self.notice.is_some() && body.notice.msg_type != MessageType::Cancel {
                self.revise(event.recorded_at);
            }
            self.began |= matches!(
                body.notice.msg_type,
                MessageType::Alert | MessageType::Update
            );
            self.notice = Some(body.notice.clone());
            self.received_by = Some(event.id);
            self.distance_m = body.distance_m;
            self.settle();
            self.note_end(was_over, event.recorded_at);
        }
    }

    /// A revision says something new: whoever had seen the old one, or judged it, has not seen
    /// this. What was found real stays real.
    fn revise(&mut self, at: UtcMs) {
        self.acknowledged = None;
        self.clear_shelf();
        self.dismissed = None;
        self.reset = None;
        self.escalated = None;
        self.waits_again = Some(at);
        // It stays under the other alert, and has to be seen before it goes out of sight there.
        self.revised_under = self.merged_into.is_some();
        if self.is_judged() {
            self.verified = None;
        }
    }

    pub(super) fn succeed(&mut self, event: &Event, body: &AlertReceived) {
        let cancels = match body.notice.msg_type {
            MessageType::Update => false,
            MessageType::Cancel => true,
            MessageType::Alert | MessageType::Ack | MessageType::Error => return,
        };
        let claimant = Claimant {
            successor: Successor {
                alert: AlertId(event.entity.id.clone()),
                cancels,
                sent: body.notice.sent,
            },
            status: body.notice.status,
            named_sent: {
                let times = body.notice.reference_times.iter();
                let mine = times.filter(|(id, _)| *id == self.id);
                mine.map(|(_, sent)| *sent).collect()
            },
        };
        if self.claimants.len() < SUCCESSORS_MAX && !self.claimants.contains(&claimant) {
            let was_over = self.is_cancelled();
            self.claimants.push(claimant);
            self.settle();
            self.note_end(was_over, event.recorded_at);
        }
    }

    /// Which of the messages that name it count, now that one more is known.
    fn settle(&mut self) {
        let counts = |claimant: &&Claimant| {
            self.notice
                .as_ref()
                .is_none_or(|notice| claimant.counts(&self.id, notice))
        };
        let names = |claimant: &&Claimant| {
            self.notice
                .as_ref()
                .is_none_or(|notice| claimant.names(notice))
        };
        let (exact, near): (Vec<_>, Vec<_>) = self.claimants.iter().filter(counts).partition(names);
        self.successors = in_order(exact);
        self.near = in_order(near);
    }
}
