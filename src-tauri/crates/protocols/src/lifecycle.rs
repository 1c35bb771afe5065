//! Which alerts still hold: updates, cancellations, expiry.
//!
//! The state depends only on the set of messages, never on the order they arrived in. A Cancel
//! that comes before its Alert cancels it when it comes.
//!
//! Rules (CAP 1.2, 3.2.1 `msgType` and `references`):
//! - an Update or a Cancel supersedes the messages it names; Ack and Error change nothing;
//! - a reference holds for what it says: sender, identifier and instant must all agree where given;
//! - a reference to itself is nothing (it is usual in the 12379 file);
//! - a message supersedes only earlier ones: by time sent, then by kind, then by key. So no cycle
//!   of references can hide every message in it;
//! - an Exercise never changes an Actual message, nor any other state another;
//! - in the 12379 file a reference names the first message of a chain and with it all of the chain
//!   that is earlier;
//! - a message sent twice is one message.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::cap::Reference;
use crate::notice::{AlertNotice, MsgType, SourceFormat, Status};

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "by")]
pub enum Standing {
    /// It holds.
    Active,
    /// Its time is over.
    Expired,
    /// An Update took its place; the key of the latest.
    Superseded(String),
    /// It was cancelled; the key of the latest Cancel.
    Cancelled(String),
    /// It warns of nothing by itself: Cancel, Ack, Error.
    Remark,
}

/// Why a reference changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdleReason {
    /// No such message is known (yet).
    Unknown,
    /// It names a message of another status.
    OtherStatus,
    /// It names a message that is later than itself.
    NotEarlier,
}

/// A reference that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdleReference {
    /// The reference.
    pub reference: Reference,
    /// Why.
    pub reason: IdleReason,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Where it stands.
    pub standing: Standing,
    /// All messages that supersede it, earliest first.
    pub superseded_by: Vec<String>,
    /// All messages it supersedes.
    pub supersedes: Vec<String>,
    /// Its references that change nothing.
    pub idle: Vec<IdleReference>,
    /// One of the messages that supersede it is of another sender.
    pub by_other_sender: bool,
    /// It came several times with different contents: a person has to look.
    pub contradictory: bool,
}

/// What the life cycle needs of a message.
#[derive(Debug, Clone)]
struct Entry {
    key: String,
    identifier: String,
    sender: String,
    sent_ms: Option<i64>,
    status: Status,
    msg_type: MsgType,
    references: Vec<Reference>,
    chain: bool,
    expires_ms: Option<i64>,
    /// All forms the message came in; the first is the one this entry was made of.
    variants: BTreeSet<Variant>,
    superseded_by: BTreeSet<usize>,
    supersedes: BTreeSet<usize>,
}

/// One form a message came in. The order of these, not of their arrival, decides which one counts:
/// a whole message before a row of a public list, then by content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Variant {
    listed: bool,
    /// What two messages of different formats must agree on.
    gist: String,
    /// What two messages of one format must agree on.
    content: String,
}

/// The most forms of one message that are remembered.
pub const VARIANTS_MAX: usize = 16;

/// The messages known so far.
///
/// [`Ledger::admit`] costs the number of messages that share an identifier or a chain with the new
/// one, not the number of all.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    by_key: HashMap<String, usize>,
    by_identifier: HashMap<String, Vec<usize>>,
    /// Messages whose references name an identifier.
    naming: HashMap<String, Vec<usize>>,
}

impl Ledger {
    /// Takes a message in. Returns the keys whose state may have changed, its own first.
    pub fn admit(&mut self, notice: &AlertNotice) -> Vec<String> {
        let entry = entry_of(notice);
        if let Some(known) = self.by_key.get(&entry.key).copied() {
            return self.repeat(known, entry);
        }
        let index = self.entries.len();
        self.by_key.insert(entry.key.clone(), index);
        self.by_identifier
            .entry(entry.identifier.clone())
            .or_default()
            .push(index);
        for identifier in names(&entry) {
            self.naming
                .entry(identifier.to_owned())
                .or_default()
                .push(index);
        }
        self.entries.push(entry);
        let changed = self.connect(index);
        self.keys(index, &changed)
    }

    /// The state of every message at a time.
    #[must_use]
    pub fn states(&self, now_ms: i64) -> BTreeMap<String, State> {
        self.entries
            .iter()
            .map(|entry| (entry.key.clone(), self.state(entry, now_ms)))
            .collect()
    }

    /// The state of one message at a time.
    #[must_use]
    pub fn state_of(&self, key: &str, now_ms: i64) -> Option<State> {
        let index = *self.by_key.get(key)?;
        self.entries
            .get(index)
            .map(|entry| self.state(entry, now_ms))
    }

    /// How many different messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The same message again: only a form that comes before the one that counts changes anything.
    fn repeat(&mut self, known: usize, mut again: Entry) -> Vec<String> {
        let mut variants = std::mem::take(&mut self.entries[known].variants);
        let first = variants.first().cloned();
        variants.append(&mut again.variants);
        while variants.len() > VARIANTS_MAX {
            variants.pop_last();
        }
        let replaced = variants.first() != first.as_ref();
        let mut changed = BTreeSet::new();
        if replaced {
            changed = self.disconnect(known);
            for identifier in names(&self.entries[known]) {
                if let Some(list) = self.naming.get_mut(identifier) {
                    list.retain(|index| *index != known);
                }
            }
            for identifier in names(&again) {
                self.naming
                    .entry(identifier.to_owned())
                    .or_default()
                    .push(known);
            }
            self.entries[known] = again;
            changed.extend(self.connect(known));
        }
        self.entries[known].variants = variants;
        self.keys(known, &changed)
    }

    fn keys(&self, first: usize, others: &BTreeSet<usize>) -> Vec<String> {
        let others = others.iter().copied().filter(|index| *index != first);
        std::iter::once(first)
            .chain(others)
            .map(|index| self.entries[index].key.clone())
            .collect()
    }

    /// Draws all edges between a message and those it names or that name it.
    fn connect(&mut self, index: usize) -> BTreeSet<usize> {
        let mut neighbours: BTreeSet<usize> = BTreeSet::new();
        let entry = &self.entries[index];
        for identifier in names(entry) {
            neighbours.extend(self.by_identifier.get(identifier).into_iter().flatten());
            if entry.chain {
                neighbours.extend(self.naming.get(identifier).into_iter().flatten());
            }
        }
        // Those that name it: their reference is no longer unknown, whatever else it does.
        let mut changed: BTreeSet<usize> = self
            .naming
            .get(&entry.identifier)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        neighbours.extend(&changed);
        for other in neighbours {
            for (new, old) in [(index, other), (other, index)] {
                if self.supersedes(&self.entries[new], &self.entries[old]) {
                    self.entries[new].supersedes.insert(old);
                    self.entries[old].superseded_by.insert(new);
                    changed.insert(other);
                }
            }
        }
        changed
    }

    fn disconnect(&mut self, index: usize) -> BTreeSet<usize> {
        let supersedes = std::mem::take(&mut self.entries[index].supersedes);
        let superseded_by = std::mem::take(&mut self.entries[index].superseded_by);
        for old in &supersedes {
            self.entries[*old].superseded_by.remove(&index);
        }
        for new in &superseded_by {
            self.entries[*new].supersedes.remove(&index);
        }
        supersedes.into_iter().chain(superseded_by).collect()
    }

    /// Whether `new` takes the place of `old`.
    fn supersedes(&self, new: &Entry, old: &Entry) -> bool {
        acts(new)
            && new.status == old.status
            && precedes(old, new)
            && new.references.iter().any(|reference| {
                matches(reference, old)
                    || (new.chain
                        && old.chain
                        && old.references.iter().any(|theirs| {
                            theirs.identifier == reference.identifier
                                && theirs.identifier != old.identifier
                        }))
            })
    }

    fn state(&self, entry: &Entry, now_ms: i64) -> State {
        let mut superseded_by: Vec<&Entry> = entry
            .superseded_by
            .iter()
            .map(|index| &self.entries[*index])
            .collect();
        superseded_by.sort_by_key(|new| order(new));
        let key_of = |index: &usize| self.entries[*index].key.clone();
        let mut supersedes: Vec<String> = entry.supersedes.iter().map(key_of).collect();
        supersedes.sort();
        let standing = match superseded_by.last() {
            _ if matches!(
                entry.msg_type,
                MsgType::Cancel | MsgType::Ack | MsgType::Error
            ) =>
            {
                Standing::Remark
            }
            Some(last) if last.msg_type == MsgType::Cancel => Standing::Cancelled(last.key.clone()),
            Some(last) => Standing::Superseded(last.key.clone()),
            None if entry.expires_ms.is_some_and(|end| end <= now_ms) => Standing::Expired,
            None => Standing::Active,
        };
        State {
            standing,
            superseded_by: superseded_by.iter().map(|new| new.key.clone()).collect(),
            supersedes,
            idle: self.idle(entry),
            by_other_sender: superseded_by.iter().any(|new| new.sender != entry.sender),
            contradictory: contradictory(&entry.variants),
        }
    }

    fn idle(&self, entry: &Entry) -> Vec<IdleReference> {
        if !acts(entry) {
            return Vec::new();
        }
        let reason = |reference: &Reference| {
            if matches(reference, entry) {
                return None;
            }
            let named = self
                .by_identifier
                .get(&reference.identifier)
                .into_iter()
                .flatten();
            let named: Vec<&Entry> = named
                .map(|index| &self.entries[*index])
                .filter(|old| matches(reference, old))
                .collect();
            if named.is_empty() {
                Some(IdleReason::Unknown)
            } else if named.iter().all(|old| old.status != entry.status) {
                Some(IdleReason::OtherStatus)
            } else if named.iter().any(|old| self.supersedes(entry, old)) {
                None
            } else {
                Some(IdleReason::NotEarlier)
            }
        };
        entry
            .references
            .iter()
            .filter_map(|reference| {
                reason(reference).map(|reason| IdleReference {
                    reference: reference.clone(),
                    reason,
                })
            })
            .collect()
    }
}

/// The state of every message of a set at a time, by key.
#[must_use]
pub fn resolve<'a>(
    notices: impl IntoIterator<Item = &'a AlertNotice>,
    now_ms: i64,
) -> BTreeMap<String, State> {
    let mut ledger = Ledger::default();
    for notice in notices {
        ledger.admit(notice);
    }
    ledger.states(now_ms)
}

fn entry_of(notice: &AlertNotice) -> Entry {
    Entry {
        key: notice.key.clone(),
        identifier: notice.identifier.clone(),
        sender: notice.sender.clone(),
        sent_ms: notice.sent_ms,
        status: notice.status,
        msg_type: notice.msg_type,
        references: notice.references.clone(),
        chain: notice.references_name_chain,
        expires_ms: notice.expires_ms,
        variants: BTreeSet::from([variant(notice)]),
        superseded_by: BTreeSet::new(),
        supersedes: BTreeSet::new(),
    }
}

fn variant(notice: &AlertNotice) -> Variant {
    let gist = format!(
        "{:?} {:?} {:?}",
        notice.status, notice.msg_type, notice.level
    );
    let headlines: Vec<&str> = notice
        .texts
        .iter()
        .map(|text| text.headline.as_str())
        .collect();
    let content = format!(
        "{:?} {:?} {:?} {:?} {headlines:?}",
        notice.sent_ms, notice.references, notice.expires_ms, notice.event,
    );
    Variant {
        listed: notice.source_format == SourceFormat::PublicList,
        gist,
        content,
    }
}

fn contradictory(variants: &BTreeSet<Variant>) -> bool {
    let several = |listed: bool| variants.iter().filter(|form| form.listed == listed).count() > 1;
    let mut gists = variants.iter().map(|form| &form.gist);
    let first = gists.next();
    several(false) || several(true) || gists.any(|gist| Some(gist) != first)
}

/// The identifiers a message names, each once.
fn names(entry: &Entry) -> BTreeSet<&str> {
    entry
        .references
        .iter()
        .map(|reference| reference.identifier.as_str())
        .collect()
}

fn acts(entry: &Entry) -> bool {
    matches!(entry.msg_type, MsgType::Update | MsgType::Cancel)
}

/// The order in which messages may supersede each other: no two are equal, so no cycle is left. A
/// message without an instant counts as the earliest, one that acts as the latest.
fn order(entry: &Entry) -> (i64, u8, &str) {
    let rank = match entry.msg_type {
        MsgType::Cancel => 2,
        MsgType::Update => 1,
        _ => 0,
    };
    let unknown = if rank > 0 { i64::MAX } else { i64::MIN };
    (entry.sent_ms.unwrap_or(unknown), rank, &entry.key)
}

fn precedes(old: &Entry, new: &Entry) -> bool {
    order(old) < order(new)
}

/// Whether a reference names a message: all that it says must agree.
fn matches(reference: &Reference, entry: &Entry) -> bool {
    let sender_agrees = reference
        .sender
        .as_ref()
        .is_none_or(|sender| *sender == entry.sender);
    let sent_agrees = match (&reference.sent, reference.sent_ms) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(_), sent_ms) => sent_ms == entry.sent_ms,
    };
    reference.identifier == entry.identifier && sender_agrees && sent_agrees
}

#[cfg(test)]
mod tests;
