//! What a poll remembers between rounds: which documents of its list it has, and of which state.

use std::collections::{HashMap, HashSet};

use emergency::time::UtcMs;
use protocols::feed_list::FeedLink;

use super::asking::Version;
use super::{AGAIN_EVERY, AGAIN_PER_ROUND_MAX, LINKS_PER_ROUND_MAX, LINKS_REMEMBERED_MAX};
use crate::ration::Ration;

/// What is remembered between rounds.
#[derive(Default)]
pub(super) struct Memory {
    /// The state of the list of which all is taken.
    pub(super) version: Version,
    /// What the list named last; it stands while the list is said to be unchanged.
    pub(super) links: Vec<FeedLink>,
    /// What could not be read and is stored.
    pub(super) ration: Ration,
    fetched: HashMap<String, Fetched>,
    /// Documents that could not be taken, with how often; those that failed least go first, so that
    /// a bad one stops nothing behind it.
    failed: HashMap<String, u32>,
}

/// A document that was taken.
struct Fetched {
    /// When the list said that it was last changed, UTC milliseconds.
    changed_ms: Option<i64>,
    version: Version,
    /// SHA-256 of its bytes.
    hash: [u8; 32],
    /// When it was last asked for.
    asked_at: UtcMs,
}

/// A document that is to be fetched.
pub(super) struct Due {
    /// Where it is, as the list writes it.
    pub(super) url: String,
    /// The version that is here; none is told where the list says that it has changed.
    pub(super) version: Version,
    /// Whether it was taken before and is asked only whether it has changed.
    pub(super) again: bool,
    changed_ms: Option<i64>,
}

/// The documents of a round.
pub(super) struct AllDue {
    pub(super) documents: Vec<Due>,
    /// Whether these are all that are new.
    pub(super) is_all: bool,
}

impl Memory {
    /// What the list names and is not here, or not in that state, up to the bounds of a round.
    pub(super) fn due(&self, now: UtcMs) -> AllDue {
        let (mut new, mut again) = (Vec::new(), Vec::new());
        for (url, (changed_ms, tells)) in self.named() {
            let due = |version, again| Due {
                url: url.to_owned(),
                version,
                again,
                changed_ms,
            };
            match self.fetched.get(url) {
                Some(known) if known.changed_ms >= changed_ms => {
                    if !tells && known.is_old(now) {
                        again.push((known.asked_at, due(known.version.clone(), true)));
                    }
                }
                _ => new.push(due(Version::default(), false)),
            }
        }
        let is_all = new.len() <= LINKS_PER_ROUND_MAX;
        new.sort_by_key(|due| self.failed.get(&due.url).copied().unwrap_or_default());
        new.truncate(LINKS_PER_ROUND_MAX);
        again.sort_by_key(|(asked_at, _)| *asked_at);
        let again = again.into_iter().map(|(_, due)| due);
        new.extend(again.take(AGAIN_PER_ROUND_MAX));
        AllDue {
            documents: new,
            is_all,
        }
    }

    /// The addresses in the order of the list, each once, with the newest time of a change that the
    /// list gives, and whether it gives one.
    fn named(&self) -> Vec<(&str, (Option<i64>, bool))> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut named: Vec<(&str, (Option<i64>, bool))> = Vec::new();
        for link in &self.links {
            let told = (link.updated_ms, tells_changes(link));
            let place = *places.entry(&link.url).or_insert(named.len());
            match named.get_mut(place) {
                Some((_, before)) => *before = (before.0.max(told.0), before.1 && told.1),
                None => named.push((&link.url, told)),
            }
        }
        named
    }

    /// Whether a document was taken with these bytes.
    pub(super) fn has(&self, url: &str, hash: &[u8; 32]) -> bool {
        self.fetched
            .get(url)
            .is_some_and(|known| known.hash == *hash)
    }

    /// Notes that a document is asked for; one that was taken rests then.
    pub(super) fn asked(&mut self, url: &str, now: UtcMs) {
        if let Some(known) = self.fetched.get_mut(url) {
            known.asked_at = now;
        }
    }

    /// Notes that a document was taken.
    pub(super) fn fetched(&mut self, due: Due, hash: [u8; 32], version: Version, now: UtcMs) {
        self.failed.remove(&due.url);
        if self.fetched.len() >= LINKS_REMEMBERED_MAX {
            let named: HashSet<&str> = self.links.iter().map(|link| link.url.as_str()).collect();
            self.fetched.retain(|url, _| named.contains(url.as_str()));
        }
        let known = Fetched {
            changed_ms: due.changed_ms,
            version,
            hash,
            asked_at: now,
        };
        self.fetched.insert(due.url, known);
    }

    /// Notes that a document could not be taken.
    pub(super) fn failed(&mut self, url: String) {
        if self.failed.len() >= LINKS_REMEMBERED_MAX {
            self.failed.clear();
        }
        *self.failed.entry(url).or_default() += 1;
    }
}

impl Fetched {
    /// Whether it is time to ask again. A clock that was set back makes it time too.
    fn is_old(&self, now: UtcMs) -> bool {
        let every_ms = i64::try_from(AGAIN_EVERY.as_millis()).unwrap_or(i64::MAX);
        !(0..every_ms).contains(&now.since_ms(self.asked_at))
    }
}

/// Whether an entry of a list tells when its document was last changed: `updated` does (RFC 4287,
/// 4.2.15), the `pubDate` of RSS is when it was first published.
fn tells_changes(link: &FeedLink) -> bool {
    link.updated_ms.is_some() && link.fields.iter().any(|(name, _)| name == "updated")
}
