//! Who is connected; two machines with one key are noticed here.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use emergency::id::OriginId;
use protocols::platform::RefusedCode;
use tokio::sync::oneshot;

/// Desks connected at once.
pub const SESSIONS_MAX: usize = 1_024;
/// Earlier runs of one desk that are remembered, to notice when one of them is still alive.
const RUNS_MAX: usize = 16;

/// Who is connected.
#[derive(Debug, Default)]
pub struct Sessions {
    inner: Mutex<HashMap<OriginId, Desk>>,
    duplicates: AtomicU64,
}

#[derive(Debug, Default)]
struct Desk {
    live: Option<Live>,
    earlier: VecDeque<String>,
    barred: HashSet<String>,
}

#[derive(Debug)]
struct Live {
    instance: String,
    session: String,
    end: oneshot::Sender<RefusedCode>,
}

impl Sessions {
    /// A desk comes in; an older session of it ends. When a run that another one had displaced
    /// comes back, both are alive at once: the displacing one is the copy and is barred.
    ///
    /// # Errors
    /// When the run is barred or there is no room.
    pub(crate) fn enter(
        &self,
        origin: &OriginId,
        instance: &str,
        session: &str,
    ) -> Result<oneshot::Receiver<RefusedCode>, RefusedCode> {
        let mut inner = self.lock();
        let count = inner.values().filter(|desk| desk.live.is_some()).count();
        let desk = inner.entry(origin.clone()).or_default();
        if desk.barred.contains(instance) {
            return Err(RefusedCode::DuplicateIdentity);
        }
        if count >= SESSIONS_MAX && desk.live.is_none() {
            return Err(RefusedCode::Full);
        }
        if desk.earlier.iter().any(|earlier| earlier == instance) {
            self.bar_copy(desk, instance);
        } else if desk
            .live
            .as_ref()
            .is_none_or(|live| live.instance != instance)
        {
            desk.remember();
        }
        if let Some(live) = desk.live.take() {
            // Its task may be gone already.
            let _ = live.end.send(RefusedCode::Replaced);
        }
        let (end, ended) = oneshot::channel();
        let (instance, session) = (instance.to_owned(), session.to_owned());
        desk.live = Some(Live {
            instance,
            session,
            end,
        });
        Ok(ended)
    }

    fn bar_copy(&self, desk: &mut Desk, instance: &str) {
        desk.earlier.retain(|earlier| earlier != instance);
        let copy = desk.live.take();
        if let Some(copy) = copy {
            self.duplicates.fetch_add(1, Ordering::Relaxed);
            if desk.barred.len() < RUNS_MAX {
                desk.barred.insert(copy.instance);
            }
            let _ = copy.end.send(RefusedCode::DuplicateIdentity);
        }
    }

    /// A session is over.
    pub(crate) fn leave(&self, origin: &OriginId, session: &str) {
        let mut inner = self.lock();
        let Some(desk) = inner.get_mut(origin) else {
            return;
        };
        if desk
            .live
            .as_ref()
            .is_some_and(|live| live.session == session)
        {
            desk.remember();
            desk.live = None;
        }
    }

    /// Whether a bearer token is that of a session in progress.
    pub(crate) fn knows(&self, session: &str) -> bool {
        let inner = self.lock();
        inner.values().any(|desk| {
            desk.live
                .as_ref()
                .is_some_and(|live| live.session == session)
        })
    }

    /// Whether a desk is connected now.
    pub(crate) fn has(&self, origin: &OriginId) -> bool {
        let inner = self.lock();
        inner.get(origin).is_some_and(|desk| desk.live.is_some())
    }

    /// Desks connected now.
    pub fn count(&self) -> usize {
        self.lock()
            .values()
            .filter(|desk| desk.live.is_some())
            .count()
    }

    /// How often two running desks with one key were noticed.
    pub fn duplicates(&self) -> u64 {
        self.duplicates.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OriginId, Desk>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Keeps the name of the run that is being displaced by another.
    fn remember(&mut self) {
        if let Some(live) = &self.live
            && !self.earlier.contains(&live.instance)
        {
            if self.earlier.len() >= RUNS_MAX {
                self.earlier.pop_front();
            }
            self.earlier.push_back(live.instance.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> OriginId {
        OriginId("a".to_owned())
    }

    #[test]
    fn a_reconnect_and_a_restart_replace_the_old_session() {
        let sessions = Sessions::default();
        let mut first = sessions.enter(&desk(), "run 1", "s1").expect("room");
        let mut again = sessions.enter(&desk(), "run 1", "s2").expect("room");
        assert_eq!(
            first.try_recv(),
            Ok(RefusedCode::Replaced),
            "the half-open one ends"
        );
        let restarted = sessions.enter(&desk(), "run 2", "s3");
        assert!(restarted.is_ok(), "a restart is no copy");
        assert_eq!(
            again.try_recv(),
            Ok(RefusedCode::Replaced),
            "the dead one ends"
        );
        sessions.leave(&desk(), "s1");
        assert_eq!(
            sessions.count(),
            1,
            "a late farewell ends nobody else's session"
        );
        assert_eq!(sessions.duplicates(), 0, "nothing suspicious");
    }

    #[test]
    fn a_copy_with_the_same_key_is_barred_when_the_first_comes_back() {
        let sessions = Sessions::default();
        let _first = sessions.enter(&desk(), "real", "s1").expect("room");
        let mut copy = sessions
            .enter(&desk(), "copy", "s2")
            .expect("not yet known to be one");
        let _back = sessions
            .enter(&desk(), "real", "s3")
            .expect("the first is back");
        assert_eq!(
            copy.try_recv(),
            Ok(RefusedCode::DuplicateIdentity),
            "and so it is known"
        );
        let refused = sessions.enter(&desk(), "copy", "s4").err();
        assert_eq!(
            refused,
            Some(RefusedCode::DuplicateIdentity),
            "it stays out"
        );
        assert_eq!(sessions.duplicates(), 1, "the alarm counts it");
    }
}
