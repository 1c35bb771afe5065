//! Texts from outside the log that are searched beside it: a plan, the articles of a law.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::fold::{BOUND, Folded, IN_HEADING, IN_TITLE, VERSION};
use super::query::{Manner, SearchQuery, Target};
use super::{SearchKind, place};

/// Parts of one kind in a volume; more are left out.
pub const PASSAGES_MAX: usize = place::PARTS_MAX as usize;

/// A text with parts: a plan with its clauses and cards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    /// Name among all volumes, such as `plan:hazardous-chemicals`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Unit that it belongs to; empty without one.
    pub unit: String,
    /// Fields, by the codes of incident kinds.
    pub fields: Vec<String>,
    /// State, such as `in_force`; empty without one.
    pub state: String,
    /// The parts.
    pub passages: Vec<Passage>,
}

/// A part that is found by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: SearchKind,
    /// Its place among the parts of its kind, unique there; below [`PASSAGES_MAX`].
    pub part: u32,
    /// Its name for whoever opens it, such as a card's.
    pub place: String,
    /// Heading.
    pub heading: String,
    /// Text, a line a paragraph.
    pub body: String,
}

impl Volume {
    /// Hash over all of it and over the notion of words: another one is another volume.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut sha = Sha256::new();
        sha.update(VERSION.to_be_bytes());
        let mut text = |text: &str| {
            sha.update((text.len() as u64).to_be_bytes());
            sha.update(text.as_bytes());
        };
        text(&self.title);
        text(&self.unit);
        text(&self.state);
        self.fields.iter().for_each(|field| text(field));
        for passage in &self.passages {
            text(&format!("{} {}", passage.kind.number(), passage.part));
            text(&passage.place);
            text(&passage.heading);
            text(&passage.body);
        }
        sha.finalize().into()
    }
}

impl Passage {
    /// Its words as they go into the index.
    pub(crate) fn index_words(&self, title: &Folded) -> String {
        let (heading, body) = (Folded::of(&self.heading), Folded::of(&self.body));
        let mut words = String::with_capacity(self.body.len() * 2 + self.heading.len() * 4);
        heading.index_words(None, &mut words);
        words.push_str(BOUND);
        body.index_words(None, &mut words);
        words.push_str(BOUND);
        heading.index_words(Some(IN_HEADING), &mut words);
        words.push_str(BOUND);
        if self.is_part() {
            title.index_words(Some(IN_TITLE), &mut words);
        }
        words
    }

    /// True when it is part of something whose title says more of it. A plan says its title
    /// itself.
    pub(crate) fn is_part(&self) -> bool {
        matches!(
            self.kind,
            SearchKind::Clause | SearchKind::Card | SearchKind::Law
        )
    }

    /// Whether it is hit, and how.
    pub(crate) fn hit_by(&self, title: &Folded, query: &SearchQuery) -> Option<Manner> {
        let none = Folded::default();
        let title = if self.is_part() { title } else { &none };
        query.hits(&Target {
            title,
            heading: &Folded::of(&self.heading),
            body: &Folded::of(&self.body),
        })
    }
}

/// A volume with its hash.
pub(crate) type Hashed = (Arc<Volume>, [u8; 32]);

/// The volumes as they are to be, as far as the index does not have them.
#[derive(Default)]
pub(crate) struct Shelf {
    inner: Mutex<Shelved>,
}

/// What the index still lacks.
#[derive(Default, Clone)]
pub(crate) struct Shelved {
    /// Volumes that are not in the index, or otherwise, by key.
    pub(crate) fresh: BTreeMap<String, Hashed>,
    /// Volumes of the index that are no more.
    pub(crate) gone: Vec<String>,
}

impl Shelved {
    /// True when the index has all and nothing else.
    pub(crate) fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.gone.is_empty()
    }

    /// True when what the index has under a key counts no more.
    pub(crate) fn replaces(&self, key: &str) -> bool {
        self.fresh.contains_key(key) || self.gone.iter().any(|gone| gone == key)
    }
}

impl Shelf {
    fn lock(&self) -> std::sync::MutexGuard<'_, Shelved> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the index lacks at this moment.
    pub(crate) fn now(&self) -> Shelved {
        self.lock().clone()
    }

    pub(crate) fn set(&self, shelved: Shelved) {
        *self.lock() = shelved;
    }

    /// Notes that the index has these volumes, and no longer those.
    pub(crate) fn stored(&self, fresh: &[Hashed], gone: &[String]) {
        let mut shelved = self.lock();
        for (volume, hash) in fresh {
            // Another text may have come under the same key meanwhile.
            if shelved
                .fresh
                .get(&volume.key)
                .is_some_and(|(_, now)| now == hash)
            {
                shelved.fresh.remove(&volume.key);
            }
        }
        shelved.gone.retain(|key| !gone.contains(key));
    }
}
