//! What a poll remembers between rounds: which documents of its list it has, and of which state.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use emergency::time::UtcMs;
use protocols::feed_list::FeedLink;

use super::asking::Version;
use super::{
    ADDRESS_BYTES_MAX, AGAIN_EVERY, AGAIN_PER_ROUND_MAX, LATE_ROUNDS_MAX, LINKS_PER_ROUND_MAX,
    LINKS_REMEMBERED_MAX, NO_WARNING_AGAIN_FIRST, NO_WARNING_AGAIN_MAX, RoundError,
};
use crate::ration::Ration;

/// What is remembered between rounds.
#[derive(Default)]
pub(super) struct Memory {
    /// The state of the list of which all is taken.
    pub(super) version: Version,
    /// What could not be read and is stored.
    pub(super) ration: Ration,
    /// What the list named last; it stands while the list is said to be unchanged.
    links: Vec<FeedLink>,
    /// Whether it named addresses that are too long to be followed.
    names_too_long: bool,
    known: HashMap<String, Known>,
    /// Documents that could not be taken, with how often; those that failed least go first, so that
    /// a bad one stops nothing behind it.
    failed: HashMap<String, u32>,
}

/// A document that was fetched.
struct Known {
    /// When the list said that it was last changed, UTC milliseconds.
    changed_ms: Option<i64>,
    version: Version,
    /// SHA-256 of the bytes that were taken last.
    taken: Option<[u8; 32]>,
    /// SHA-256 of what came last and was no warning.
    refused: Option<[u8; 32]>,
    /// When it was last asked for.
    asked_at: UtcMs,
    state: State,
}

/// What came of a document that was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was taken. The server may have given the bytes of before, so it is asked once more.
    New,
    /// It was taken, and was the same when it was asked once more.
    Settled,
    /// The list says that it has changed since, and the bytes are still the old ones: in so many
    /// rounds after the first.
    Late(u32),
    /// It is no warning, or too long, so many times in a row.
    NoWarning(Refusal, u32),
}

/// Why a document was not taken that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is something else than a warning.
    SomethingElse,
    /// It is too long.
    TooLarge,
}

impl From<Refusal> for RoundError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SomethingElse => Self::DocumentUnreadable,
            Refusal::TooLarge => Self::TooLarge,
        }
    }
}

/// What came under an address, as far as it is remembered.
#[derive(Default)]
pub(super) struct Came {
    /// SHA-256 of its bytes; none where they were too many to be read.
    pub(super) hash: Option<[u8; 32]>,
    pub(super) version: Version,
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

/// Why a document that was fetched is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// The list says that it has changed, and what came had not.
    Late,
    /// It may have changed.
    Perhaps,
    /// It was no warning.
    NoWarning,
}

impl Memory {
    /// Keeps what a list names. Addresses that are too long are left out: twenty thousand are
    /// remembered.
    pub(super) fn name(&mut self, mut links: Vec<FeedLink>) {
        let all = links.len();
        links.retain(|link| link.url.len() <= ADDRESS_BYTES_MAX);
        self.names_too_long = links.len() < all;
        self.links = links;
    }

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
            let known = self.known.get(url);
            let Some(known) = known.filter(|known| known.changed_ms >= changed_ms) else {
                new.push(due(Version::default(), false));
                continue;
            };
            match known.why_again(tells, now) {
                Some(Why::NoWarning) => new.push(due(known.version.clone(), false)),
                Some(Why::Late) => {
                    again.push((Why::Late, known.asked_at, due(Version::default(), false)));
                }
                Some(why) => again.push((why, known.asked_at, due(known.version.clone(), true))),
                None => {}
            }
        }
        let is_all = new.len() <= LINKS_PER_ROUND_MAX;
        new.sort_by_key(|due| self.failed.get(&due.url).copied().unwrap_or_default());
        new.truncate(LINKS_PER_ROUND_MAX);
        again.sort_by_key(|(why, asked_at, _)| (*why, *asked_at));
        let again = again.into_iter().map(|(.., due)| due);
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

    /// What is wrong with what the list names, also with what rests until it is asked again.
    pub(super) fn wrong(&self) -> Option<RoundError> {
        if self.names_too_long {
            return Some(RoundError::TooLarge);
        }
        let known = self.links.iter().map(|link| self.known.get(&link.url));
        let refusal = known.flatten().find_map(|known| match known.state {
            State::NoWarning(refusal, _) => Some(refusal),
            _ => None,
        });
        refusal.map(RoundError::from)
    }

    /// What came of a document when these bytes came before: none where they are others.
    pub(super) fn of_same(&self, url: &str, hash: [u8; 32]) -> Option<Result<(), Refusal>> {
        let known = self.known.get(url)?;
        match known.state {
            _ if known.taken == Some(hash) => Some(Ok(())),
            State::NoWarning(refusal, _) if known.refused == Some(hash) => Some(Err(refusal)),
            _ => None,
        }
    }

    /// Notes that a document is asked for; one that was fetched rests then.
    pub(super) fn asked(&mut self, url: &str, now: UtcMs) {
        if let Some(known) = self.known.get_mut(url) {
            known.asked_at = now;
        }
    }

    /// Notes that a document was said to be unchanged.
    pub(super) fn unchanged(&mut self, url: &str) {
        if let Some(known) = self.known.get_mut(url) {
            known.state = known.state.when_same(false);
        }
    }

    /// Notes that a document was taken, now or with these bytes before.
    pub(super) fn taken(&mut self, due: Due, came: Came, now: UtcMs) {
        self.failed.remove(&due.url);
        let before = self.known.get(&due.url);
        let same = before.filter(|known| known.taken == came.hash);
        let state = same.map_or(State::New, |known| match known.state {
            // A page stood there for a while, and behind it are still the bytes of before.
            State::NoWarning(..) => State::Late(0),
            state => state.when_same(due.changed_ms > known.changed_ms),
        });
        let known = Known {
            changed_ms: due.changed_ms,
            version: came.version,
            taken: came.hash,
            refused: None,
            asked_at: now,
            state,
        };
        self.remember(due.url, known);
    }

    /// Notes that what came is no warning, or too long. It is asked for ever more seldom: a page to
    /// log in may stand there for a minute only.
    pub(super) fn refused(&mut self, due: Due, came: Came, refusal: Refusal, now: UtcMs) {
        let before = self.known.get(&due.url);
        let times = match before.map(|known| known.state) {
            Some(State::NoWarning(_, times)) => times,
            _ => 0,
        };
        let known = Known {
            changed_ms: due.changed_ms,
            version: came.version,
            taken: before.and_then(|known| known.taken),
            refused: came.hash,
            asked_at: now,
            state: State::NoWarning(refusal, times.saturating_add(1)),
        };
        self.remember(due.url, known);
    }

    fn remember(&mut self, url: String, known: Known) {
        if self.known.len() >= LINKS_REMEMBERED_MAX {
            let named: HashSet<&str> = self.links.iter().map(|link| link.url.as_str()).collect();
            self.known.retain(|url, _| named.contains(url.as_str()));
        }
        self.known.insert(url, known);
    }

    /// Notes that a document could not be taken.
    pub(super) fn failed(&mut self, url: String) {
        if self.failed.len() >= LINKS_REMEMBERED_MAX {
            self.failed.clear();
        }
        *self.failed.entry(url).or_default() += 1;
    }
}

impl State {
    /// What it becomes when the bytes are the same, and the list has said meanwhile that they
    /// changed, or has not.
    fn when_same(self, said_changed: bool) -> Self {
        match self {
            Self::NoWarning(refusal, times) => Self::NoWarning(refusal, times.saturating_add(1)),
            _ if said_changed => Self::Late(0),
            Self::Late(rounds) => Self::Late(rounds.saturating_add(1)),
            Self::New | Self::Settled => Self::Settled,
        }
    }
}

impl Known {
    /// Why it is asked for again though the list says nothing new of it; `tells` is whether the
    /// list would.
    fn why_again(&self, tells: bool, now: UtcMs) -> Option<Why> {
        let (every, why) = match self.state {
            State::Late(rounds) if rounds < LATE_ROUNDS_MAX => return Some(Why::Late),
            State::NoWarning(_, times) => (no_warning_pause(times), Why::NoWarning),
            State::Settled if tells => return None,
            State::New | State::Settled | State::Late(_) => (AGAIN_EVERY, Why::Perhaps),
        };
        self.is_older(every, now).then_some(why)
    }

    /// Whether it was asked so long ago. A clock that was set back makes it time too.
    fn is_older(&self, every: Duration, now: UtcMs) -> bool {
        let every_ms = i64::try_from(every.as_millis()).unwrap_or(i64::MAX);
        !(0..every_ms).contains(&now.since_ms(self.asked_at))
    }
}

/// How long a document rests that was no warning so many times.
fn no_warning_pause(times: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(times.saturating_sub(1));
    NO_WARNING_AGAIN_FIRST
        .saturating_mul(doubled)
        .min(NO_WARNING_AGAIN_MAX)
}

/// Whether an entry of a list tells when its document was last changed: `updated` does (RFC 4287,
/// 4.2.15), the `pubDate` of RSS is when it was first published.
fn tells_changes(link: &FeedLink) -> bool {
    link.updated_ms.is_some() && link.fields.iter().any(|(name, _)| name == "updated")
}
