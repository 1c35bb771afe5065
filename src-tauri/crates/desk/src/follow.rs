//! Who follows the desk hears what became stale, at most ten times a second.
//!
//! A follower that is slow is not queued for: what it has not taken yet is merged into one batch,
//! so that its memory is bounded and it is never behind by more than one read.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use contract::change::{Alarm, Changes, ENTITIES_MAX, Topic};
use emergency::entity::EntityRef;

/// Shortest time between two batches.
pub const BATCH_EVERY: Duration = Duration::from_millis(100);
/// The same after a batch that names more than can be told one by one: in a storm the processor
/// is needed for what comes in, and a list that is read anew serves a third of a second.
pub const STORM_BATCH_EVERY: Duration = Duration::from_millis(300);
/// One wait of a follower that has all the time in the world.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// Followers at one time.
pub const FOLLOWERS_MAX: usize = 64;

/// What waits for one follower.
#[derive(Default)]
struct Pending {
    topics: BTreeSet<Topic>,
    entities: BTreeSet<String>,
    any_entity: bool,
    alarm: Option<Alarm>,
    to: u64,
    told: u64,
    closed: bool,
}

impl Pending {
    fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.alarm.is_none()
    }
}

#[derive(Default)]
struct Mailbox {
    pending: Mutex<Pending>,
    news: Condvar,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One follower: a window, a wall screen, the sounder.
pub struct Follower {
    mailbox: Arc<Mailbox>,
}

impl Follower {
    /// The next batch; none when the desk was closed.
    #[must_use]
    pub fn next(&self) -> Option<Changes> {
        loop {
            if let Some(changes) = self.next_within(PATIENCE)? {
                return Some(changes);
            }
        }
    }

    /// A batch that waits already.
    pub(crate) fn try_next(&self) -> Option<Changes> {
        self.next_within(Duration::ZERO).flatten()
    }

    /// The next batch in that time; the outer none when the desk was closed.
    pub(crate) fn next_within(&self, patience: Duration) -> Option<Option<Changes>> {
        let guard = self.mailbox.lock();
        let (mut pending, _) = self
            .mailbox
            .news
            .wait_timeout_while(guard, patience, |p| p.is_empty() && !p.closed)
            .unwrap_or_else(PoisonError::into_inner);
        if pending.closed {
            return None;
        }
        if pending.is_empty() {
            return Some(None);
        }
        let any = pending.any_entity || pending.entities.len() > ENTITIES_MAX;
        let entities = std::mem::take(&mut pending.entities);
        let changes = Changes {
            from: pending.told,
            to: pending.to,
            topics: std::mem::take(&mut pending.topics).into_iter().collect(),
            entities: if any {
                Vec::new()
            } else {
                entities.into_iter().collect()
            },
            alarm: pending.alarm.take(),
        };
        pending.any_entity = false;
        pending.told = pending.to;
        Some(Some(changes))
    }
}

/// All followers of a desk.
#[derive(Default)]
pub(crate) struct Followers {
    mailboxes: Mutex<Vec<Weak<Mailbox>>>,
}

/// What one batch says.
#[derive(Default)]
pub(crate) struct Batch {
    /// What became stale.
    pub(crate) topics: BTreeSet<Topic>,
    /// Which entities; with `any_entity` more than can be named.
    pub(crate) entities: BTreeSet<String>,
    /// See `entities`.
    pub(crate) any_entity: bool,
    /// What must be heard.
    pub(crate) alarm: Option<Alarm>,
    /// The change number after it.
    pub(crate) to: u64,
}

impl Batch {
    /// Adds one entity with the topics that show it.
    pub(crate) fn touch(&mut self, entity: &EntityRef) {
        self.topics.extend(topics_of(&entity.kind));
        if self.entities.len() > ENTITIES_MAX {
            self.any_entity = true;
        } else {
            self.entities
                .insert(format!("{}:{}", entity.kind, entity.id));
        }
    }

    /// How long the next batch waits after this one.
    pub(crate) fn rest(&self) -> Duration {
        if self.any_entity {
            STORM_BATCH_EVERY
        } else {
            BATCH_EVERY
        }
    }

    /// Everything is stale.
    pub(crate) fn touch_all(&mut self) {
        self.topics.extend(ALL_TOPICS);
        self.any_entity = true;
    }
}

const ALL_TOPICS: [Topic; 25] = [
    Topic::Alerts,
    Topic::Incidents,
    Topic::Teams,
    Topic::Lots,
    Topic::Orders,
    Topic::Reports,
    Topic::Issues,
    Topic::Aid,
    Topic::Circulars,
    Topic::Sites,
    Topic::People,
    Topic::Imports,
    Topic::Duty,
    Topic::Drill,
    Topic::Closures,
    Topic::Roads,
    Topic::Status,
    Topic::Positions,
    Topic::Defects,
    Topic::Searches,
    Topic::Plans,
    Topic::Submissions,
    Topic::Fences,
    Topic::Points,
    Topic::Firms,
];

/// The topics that show a noun. The status bar counts most of them.
fn topics_of(kind: &str) -> &'static [Topic] {
    match kind {
        "alert" | "source" => &[Topic::Alerts, Topic::Status],
        "incident" | "countdown" => &[Topic::Incidents, Topic::Status],
        "team" => &[Topic::Teams, Topic::Status],
        "lot" => &[Topic::Lots, Topic::Status],
        "order" => &[Topic::Orders, Topic::Incidents, Topic::Status],
        "issue" | "requisition" => &[Topic::Issues, Topic::Status],
        "aid" => &[Topic::Aid, Topic::Status],
        "circular" => &[Topic::Circulars, Topic::Status],
        "report" => &[Topic::Reports, Topic::Incidents, Topic::Status],
        "duty" => &[Topic::Duty, Topic::Status],
        "submission" => &[Topic::Submissions, Topic::Status],
        "site" => &[Topic::Sites],
        "point" => &[Topic::Points, Topic::Alerts, Topic::Status],
        "closure" | "wind" => &[Topic::Closures],
        "person" => &[Topic::People],
        "firm" => &[Topic::Firms],
        "fence" => &[Topic::Fences],
        "rota" => &[Topic::People, Topic::Status],
        "import" => &[Topic::Imports],
        "plan" | "document" | "holidays" => &[Topic::Plans],
        "drill" => &[Topic::Drill, Topic::Status],
        _ => &[Topic::Status],
    }
}

impl Followers {
    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Mailbox>>> {
        self.mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A new follower that knows the desk as of `told`.
    pub(crate) fn follow(&self, told: u64) -> Follower {
        let mailbox = Arc::new(Mailbox::default());
        {
            let mut pending = mailbox.lock();
            pending.told = told;
            pending.to = told;
        }
        let mut all = self.lock();
        all.retain(|mailbox| mailbox.strong_count() > 0);
        if all.len() >= FOLLOWERS_MAX {
            // The oldest makes room: a window that was loaded anew often leaves one behind.
            let oldest = all.remove(0);
            close(&oldest);
        }
        all.push(Arc::downgrade(&mailbox));
        Follower { mailbox }
    }

    /// Tells all followers; never waits for one.
    pub(crate) fn publish(&self, batch: &Batch) {
        for mailbox in self.lock().iter().filter_map(Weak::upgrade) {
            let mut pending = mailbox.lock();
            pending.topics.extend(&batch.topics);
            if batch.any_entity || pending.entities.len() + batch.entities.len() > ENTITIES_MAX {
                pending.any_entity = true;
                pending.entities.clear();
            } else if !pending.any_entity {
                pending.entities.extend(batch.entities.iter().cloned());
            }
            if let Some(alarm) = &batch.alarm {
                pending.alarm = Some(worse(pending.alarm.take(), alarm));
            }
            pending.to = batch.to;
            mailbox.news.notify_all();
        }
    }

    /// Tells all followers that the desk is closed.
    pub(crate) fn close(&self) {
        self.lock().drain(..).for_each(|mailbox| close(&mailbox));
    }
}

fn close(mailbox: &Weak<Mailbox>) {
    if let Some(mailbox) = mailbox.upgrade() {
        mailbox.lock().closed = true;
        mailbox.news.notify_all();
    }
}

/// Two alarms as one: the worse level speaks, the numbers add up, the furthest step counts, and it
/// is new when one of them is.
pub(crate) fn worse(before: Option<Alarm>, new: &Alarm) -> Alarm {
    match before {
        Some(before) => {
            let count = before.count.saturating_add(new.count);
            let other_step = before.step.max(new.step);
            let heard = before.heard && new.heard;
            let worst = if new.level < before.level {
                new.clone()
            } else {
                before
            };
            let step = worst.step.max(other_step);
            Alarm {
                count,
                step,
                heard,
                ..worst
            }
        }
        None => new.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emergency::entity::EntityKind;

    fn batch(id: &str, to: u64) -> Batch {
        let mut batch = Batch {
            to,
            ..Batch::default()
        };
        batch.touch(&EntityRef::new(EntityKind::Team, id));
        batch
    }

    #[test]
    fn a_slow_follower_gets_one_batch_that_says_it_all() {
        let followers = Followers::default();
        let slow = followers.follow(4);
        followers.publish(&batch("T1", 5));
        followers.publish(&batch("T2", 6));
        let changes = slow.next().expect("the desk is open");
        assert_eq!(
            (changes.from, changes.to),
            (4, 6),
            "no gap between what it knew and now"
        );
        assert_eq!(
            changes.entities,
            ["team:T1", "team:T2"],
            "both teams are named"
        );
        assert_eq!(
            changes.topics,
            [Topic::Teams, Topic::Status],
            "each topic once"
        );
    }

    #[test]
    fn more_entities_than_can_be_named_means_any() {
        let followers = Followers::default();
        let follower = followers.follow(0);
        for number in 0..=ENTITIES_MAX as u64 {
            followers.publish(&batch(&format!("T{number}"), number + 1));
        }
        let changes = follower.next().expect("the desk is open");
        assert!(
            changes.entities.is_empty(),
            "an empty list means any entity"
        );
        assert_eq!(
            changes.to,
            ENTITIES_MAX as u64 + 1,
            "and nothing is left out"
        );
    }

    #[test]
    fn after_a_batch_of_a_storm_the_next_one_waits_longer() {
        let mut few = batch("T1", 1);
        assert_eq!(few.rest(), BATCH_EVERY, "a few changes are told one by one");
        few.touch_all();
        assert_eq!(few.rest(), STORM_BATCH_EVERY, "all is stale");
        let mut many = Batch::default();
        for number in 0..=ENTITIES_MAX + 1 {
            many.touch(&EntityRef::new(EntityKind::Alert, format!("A{number}")));
        }
        assert_eq!(many.rest(), STORM_BATCH_EVERY, "more than can be named");
    }

    #[test]
    fn a_closed_desk_ends_its_followers() {
        let followers = Followers::default();
        let follower = followers.follow(0);
        followers.close();
        assert!(follower.next().is_none(), "nothing more will come");
    }
}
