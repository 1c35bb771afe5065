//! Who follows the log hears of each commit, in order, or hears that it missed some.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use emergency::entity::EntityRef;

/// Changes that wait for one subscriber; with one more it is told that it lags.
pub const CHANGES_MAX: usize = 1_024;

/// Subscribers at one time.
pub const SUBSCRIBERS_MAX: usize = 64;

/// What one commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Number of the change; grows by one with each, through restarts too.
    pub number: u64,
    /// The entities it touched.
    pub touched: Vec<EntityRef>,
    /// True when defects, drafts, the outbox or the desk's standing changed.
    pub desk: bool,
}

/// What a subscriber hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The next change.
    Change(Arc<Change>),
    /// Changes were left out; read anew, then go on.
    Lagged,
    /// Nothing came in time.
    Quiet,
    /// The logbook was closed; nothing will come.
    Closed,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<Change>>,
    lagged: bool,
    closed: bool,
}

#[derive(Default)]
struct Mailbox {
    queue: Mutex<Queue>,
    news: Condvar,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One follower of the log.
pub struct Subscription {
    mailbox: Arc<Mailbox>,
}

impl Subscription {
    /// The next news, waiting for it at most so long.
    #[must_use]
    pub fn next(&self, patience: Duration) -> News {
        let queue = self.mailbox.lock();
        let (mut queue, _) = self
            .mailbox
            .news
            .wait_timeout_while(queue, patience, |queue| {
                queue.waiting.is_empty() && !queue.lagged && !queue.closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        if queue.lagged {
            queue.lagged = false;
            return News::Lagged;
        }
        match queue.waiting.pop_front() {
            Some(change) => News::Change(change),
            None if queue.closed => News::Closed,
            None => News::Quiet,
        }
    }
}

/// All followers.
#[derive(Default)]
pub(crate) struct Changes {
    mailboxes: Mutex<Vec<Weak<Mailbox>>>,
}

impl Changes {
    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Mailbox>>> {
        self.mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A new follower; none when there are [`SUBSCRIBERS_MAX`] already.
    pub(crate) fn subscribe(&self) -> Option<Subscription> {
        let mut all = self.lock();
        all.retain(|mailbox| mailbox.strong_count() > 0);
        if all.len() >= SUBSCRIBERS_MAX {
            return None;
        }
        let mailbox = Arc::new(Mailbox::default());
        all.push(Arc::downgrade(&mailbox));
        Some(Subscription { mailbox })
    }

    /// Tells all followers; never waits for one.
    pub(crate) fn publish(&self, change: &Arc<Change>) {
        for mailbox in self.lock().iter().filter_map(Weak::upgrade) {
            let mut queue = mailbox.lock();
            if queue.waiting.len() >= CHANGES_MAX {
                queue.waiting.clear();
                queue.lagged = true;
            } else {
                queue.waiting.push_back(Arc::clone(change));
            }
            mailbox.news.notify_all();
        }
    }

    /// Tells all followers that nothing more will come.
    pub(crate) fn close(&self) {
        for mailbox in self
            .lock()
            .drain(..)
            .filter_map(|mailbox| mailbox.upgrade())
        {
            mailbox.lock().closed = true;
            mailbox.news.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: u64) -> Arc<Change> {
        Arc::new(Change {
            number,
            touched: Vec::new(),
            desk: false,
        })
    }

    #[test]
    fn a_slow_subscriber_hears_that_it_lags_and_the_others_miss_nothing() {
        let changes = Changes::default();
        let slow = changes.subscribe().expect("there is room");
        let quick = changes.subscribe().expect("there is room");
        for number in 1..=CHANGES_MAX as u64 + 2 {
            changes.publish(&change(number));
            assert_eq!(
                quick.next(Duration::ZERO),
                News::Change(change(number)),
                "each comes, in order"
            );
        }
        assert_eq!(slow.next(Duration::ZERO), News::Lagged, "told so once");
        let last = CHANGES_MAX as u64 + 2;
        assert_eq!(
            slow.next(Duration::ZERO),
            News::Change(change(last)),
            "then goes on"
        );
        assert_eq!(slow.next(Duration::ZERO), News::Quiet, "nothing waits");
        changes.close();
        assert_eq!(slow.next(Duration::from_secs(60)), News::Closed, "at once");
    }

    #[test]
    fn who_has_gone_makes_room() {
        let changes = Changes::default();
        let all: Vec<_> = (0..SUBSCRIBERS_MAX).map(|_| changes.subscribe()).collect();
        assert!(changes.subscribe().is_none(), "the bound holds");
        drop(all);
        assert!(changes.subscribe().is_some(), "there is room again");
    }
}
