//! What the district's rules say of a message at intake, as facts of their own beside it.

use std::collections::{BTreeMap, HashMap};

use emergency::alert::{
    Alert, AlertMark, AlertReceived, AlertSetAside, AlertShelved, MessageType, Notice,
};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::gather::is_device;
use emergency::id::{AlertId, SourceId};
use emergency::level::WarningLevel;
use emergency::source::{SourceTakenOut, point_of};
use emergency::time::UtcMs;
use logbook::LEVEL_NONE;

use super::rules::Rules;
use super::{Board, Standing};
use crate::away;
use crate::session::Session;

/// Shelves that are known by their point; what is beyond is heard although its point is shelved.
const SHELVES_MAX: usize = 10_000;

/// A shelf that somebody put a device's alert on: its point says the same again.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    until: UtcMs,
    reason: String,
    /// The level of what lies there, as [`level`] has it.
    level: u8,
}

/// The shelves by the point and by the alert that somebody put there.
pub(super) type Shelves = HashMap<SourceId, BTreeMap<AlertId, Shelf>>;

/// 1 to 4 by the warning level, [`LEVEL_NONE`] for none.
fn level(notice: &Notice) -> u8 {
    notice.level.map_or(LEVEL_NONE, WarningLevel::rank)
}

impl Board {
    /// What feeds have brought, with what the district's rules say of it as facts of their own:
    /// set aside by design or with its source, on the shelf of its point, to stay until it is
    /// reset.
    pub(crate) fn stamped(&self, session: &Session, drafts: Vec<Draft>) -> Vec<Draft> {
        let mut standing = self.lock();
        let mut stamped = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let rules = match &draft.fact {
                Fact::AlertReceived(body) => standing.stamps(&self.rules, session, &draft, body),
                _ => Vec::new(),
            };
            let alert = draft.entity.id.clone();
            stamped.push(draft);
            let rules = rules.into_iter();
            stamped.extend(rules.map(|fact| Draft::plain(alert.clone(), fact)));
        }
        stamped
    }

    /// A source was taken out or put back: what comes next is judged by that.
    pub(crate) fn sources_changed(&self) {
        self.lock().out = None;
    }
}

impl Standing {
    /// What the rules say of a message that a feed has brought.
    fn stamps(
        &mut self,
        rules: &Rules,
        session: &Session,
        draft: &Draft,
        body: &AlertReceived,
    ) -> Vec<Fact> {
        let notice = &body.notice;
        if !matches!(notice.msg_type, MessageType::Alert | MessageType::Update) {
            return Vec::new();
        }
        let kind = rules.kinds.kind(rules.kinds.of(notice));
        let mut facts = Vec::new();
        // A rule of the district goes first: a source that is put back must not bring out what the
        // rule keeps away.
        if !kind.suppressed.is_empty() {
            facts.push(Fact::AlertSetAside(AlertSetAside {
                reason: kind.suppressed.clone(),
                ..AlertSetAside::default()
            }));
        } else if let Some(out) = self.out(session, notice) {
            facts.push(away::with_source(&out));
        } else {
            facts.extend(self.on_shelf(session, notice).map(Fact::AlertShelved));
        }
        // Each that repeats by itself: a reset takes what has ended, and leaves what still stands.
        if kind.latches && is_device(notice) && kind.suppressed.is_empty() {
            facts.push(Fact::AlertLatched(AlertMark::default()));
        }
        if facts.is_empty() {
            return facts;
        }
        // A copy says nothing new, and the rule was written beside the first. A revision is as new
        // as that, and comes off the shelf.
        let known = session.logbook.alert(&draft.entity.id).ok().flatten();
        match known.and_then(|alert| alert.notice) {
            None => {}
            Some(before) if before.sent < notice.sent => {
                facts.retain(|fact| !matches!(fact, Fact::AlertShelved(_)));
            }
            Some(_) => facts.clear(),
        }
        facts
    }

    /// Why the source, the point or the station of a message is out of service.
    fn out(&mut self, session: &Session, notice: &Notice) -> Option<SourceTakenOut> {
        if self.out.is_none() {
            let outs = away::outs(session);
            let outs = outs.inspect_err(|error| tracing::warn!(?error, "no sources"));
            self.out = Some(outs.ok()?);
        }
        let now = session.logbook.now();
        away::out_of(self.out.as_ref()?, notice, now).cloned()
    }

    /// The shelf of the point of a device's message, to the same end and for the same reason. What
    /// is graver than all that lies there goes on no shelf.
    fn on_shelf(&mut self, session: &Session, notice: &Notice) -> Option<AlertShelved> {
        if !is_device(notice) {
            return None;
        }
        if self.shelves.is_none() {
            let shelved = session.logbook.shelved_alerts(SHELVES_MAX);
            let shelved = shelved.inspect_err(|error| tracing::warn!(%error, "no shelves"));
            self.shelves = Some(Shelves::new());
            self.now = session.logbook.now();
            for alert in shelved.ok()? {
                self.note_shelf(&alert);
            }
        }
        let now = session.logbook.now();
        let of_point = self.shelves.as_ref()?.get(&point_of(notice))?;
        let fits = of_point
            .iter()
            .filter(|(_, shelf)| shelf.until > now && level(notice) >= shelf.level);
        let (alert, shelf) = fits.max_by_key(|(_, shelf)| shelf.until)?;
        Some(AlertShelved {
            until: shelf.until,
            reason: shelf.reason.clone(),
            under: Some(alert.clone()),
        })
    }

    /// Takes note of whether somebody has put a device's alert on a shelf.
    pub(super) fn note_shelf(&mut self, alert: &Alert) {
        let Some(notice) = alert.notice.as_ref().filter(|notice| is_device(notice)) else {
            return;
        };
        let (Some(shelves), now) = (&mut self.shelves, self.now) else {
            return;
        };
        let point = point_of(notice);
        let own = alert
            .shelved
            .as_ref()
            .filter(|(until, _)| alert.shelf_of.is_none() && *until > now);
        let Some((until, mark)) = own else {
            if let Some(of_point) = shelves.get_mut(&point) {
                of_point.remove(&alert.id);
                if of_point.is_empty() {
                    shelves.remove(&point);
                }
            }
            return;
        };
        if shelves.len() < SHELVES_MAX || shelves.contains_key(&point) {
            let shelf = Shelf {
                until: *until,
                reason: mark.note.clone(),
                level: level(notice),
            };
            shelves
                .entry(point)
                .or_default()
                .insert(alert.id.clone(), shelf);
        }
    }
}
