//! The one narrow door to the desk, and reading bytes into facts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use emergency::alert::{AlertReceived, RawBytes};
use emergency::decide::Draft;
use emergency::event::BODY_BYTES_MAX;
use emergency::fact::Fact;
use emergency::time::UtcMs;
use protocols::feed_list::{AlertDocument, DocumentKind, FeedLink};
use protocols::{AlertNotice, Defect};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::notice::notice_of;
use crate::reach::Reach;

/// Bytes of one document that are read at all.
pub const DOCUMENT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of the original kept inside a fact; of a longer one the first part is kept there.
pub const RAW_BYTES_MAX: usize = 128 * 1024;
/// Bytes of the original that all messages of one list keep together: no more than the list itself
/// may have. Those behind keep its hash alone, or a list of ten thousand would be kept as often.
pub const LIST_RAW_BYTES_MAX: usize = DOCUMENT_BYTES_MAX;
/// Messages of a list that are not found in its bytes behind the one before; after so many none is
/// looked for any more.
const MISSED_MAX: usize = 64;
/// How often the points of an area are halved before the area is left out.
const HALVINGS_MAX: usize = 12;
/// A ring has at least so many points, the last of which is the first (RFC 7946, 3.1.6).
const RING_POINTS_MIN: usize = 4;

/// What could not be read, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Name of the feed.
    pub feed: String,
    /// When it came.
    pub at: UtcMs,
    /// A short code.
    pub kind: String,
    /// In words.
    pub message: String,
    /// The bytes, at most [`DOCUMENT_BYTES_MAX`].
    pub raw: Vec<u8>,
    /// True when more came than these bytes.
    pub cut: bool,
}

/// Why the desk did not take something; the feed keeps it and tries again.
#[derive(Debug, thiserror::Error)]
#[error("the desk could not store it: {reason}")]
pub struct NotStored {
    /// What the store said.
    pub reason: String,
}

/// What a feed may do: hand over what it observed. It cannot act for a person.
pub trait Intake: Send + Sync + 'static {
    /// Stores facts; when it returns they are on disk.
    ///
    /// # Errors
    /// [`NotStored`] when nothing was stored.
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored>;
    /// Stores what could not be read.
    ///
    /// # Errors
    /// [`NotStored`] when nothing was stored.
    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored>;
    /// Stores what could not be read with who sent it: the address, and the device where it is
    /// known. Who keeps no senders stores it without.
    ///
    /// # Errors
    /// [`NotStored`] when nothing was stored.
    fn keep_unreadable_of(&self, sender: &str, unreadable: Unreadable) -> Result<(), NotStored> {
        let _ = sender;
        self.keep_unreadable(unreadable)
    }
    /// The desk's clock.
    fn now(&self) -> UtcMs;
}

/// What a document came to.
#[derive(Debug, Default)]
pub struct Reading {
    /// Facts to store.
    pub drafts: Vec<Draft>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Further documents that a list names.
    pub links: Vec<FeedLink>,
    /// Whether it is a list of messages, also one without any today.
    pub is_list: bool,
}

impl Reading {
    /// Whether it is a document of warnings at all, and not a page about something else.
    #[must_use]
    pub fn is_of_warnings(&self) -> bool {
        self.is_list || !self.drafts.is_empty()
    }
}

/// Reads one document of a feed: CAP, a 12379 file, or an Atom or RSS list of them.
#[must_use]
pub fn read(feed: &str, bytes: &[u8], reach: &Reach, now: UtcMs) -> Reading {
    let mut reading = Reading::default();
    let unreadable = |kind: &str, message: &str| Unreadable {
        feed: feed.to_owned(),
        at: now,
        kind: kind.to_owned(),
        message: message.to_owned(),
        raw: bytes[..bytes.len().min(DOCUMENT_BYTES_MAX)].to_vec(),
        cut: bytes.len() > DOCUMENT_BYTES_MAX,
    };
    if bytes.len() > DOCUMENT_BYTES_MAX {
        let words = format!("{} bytes, more than {DOCUMENT_BYTES_MAX}", bytes.len());
        reading.unreadable.push(unreadable("too_large", &words));
        return reading;
    }
    let document = protocols::feed_list::parse(bytes);
    reading.is_list = is_list(&document, bytes);
    let mut original = Original::of(bytes, document.notices.len() == 1);
    for notice in &document.notices {
        let raw = original.of_message(&notice.identifier);
        match draft(feed, notice, raw, reach, now) {
            Some(draft) => reading.drafts.push(draft),
            None => {
                let words = format!("message {} is too large for the log", notice.identifier);
                reading.unreadable.push(unreadable("too_large", &words));
            }
        }
    }
    reading.links = document.links;
    if reading.unreadable.is_empty() && !reading.is_of_warnings() {
        let worst = document.defects.first();
        let kind = worst.map_or_else(|| "empty".to_owned(), code);
        let message = worst.map_or("no message in it", |defect| defect.message.as_str());
        reading.unreadable.push(unreadable(&kind, message));
    }
    reading
}

fn is_list(document: &AlertDocument, bytes: &[u8]) -> bool {
    match document.kind {
        DocumentKind::Atom | DocumentKind::Rss | DocumentKind::PublicList => true,
        DocumentKind::Messages => false,
        DocumentKind::Unknown => is_empty_list(bytes),
    }
}

/// Whether it is a public list in JSON or JavaScript on a day without a warning: it has a list, and
/// all of its lists are empty. A refusal, such as `{"code":401}`, has none, or says by its code
/// that it is one.
fn is_empty_list(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    if text.trim_start().starts_with('<') {
        return false;
    }
    let from = text.find(['{', '[']).unwrap_or(text.len());
    let to = text.rfind(['}', ']']).map_or(from, |at| at + 1);
    let read = serde_json::from_str::<Value>(text.get(from..to).unwrap_or_default());
    read.is_ok_and(|value| lists(&value) == Some(true) && !is_refusal(&value))
}

/// Numbers by which doors of programs that answer all with 200 say that it went well; 待区里确认.
const WENT_WELL: [i64; 3] = [0, 1, 200];
/// The same in words.
const WENT_WELL_WORDS: [&str; 2] = ["ok", "success"];

/// Whether an answer says by itself that it is none: by a code that is none of those that went
/// well, or by `success`.
fn is_refusal(value: &Value) -> bool {
    let went_wrong = |code: &Value| {
        let number = code.as_i64().or_else(|| code.as_str()?.parse().ok());
        let words = code.as_str().map(str::to_ascii_lowercase);
        match (number, words) {
            (Some(number), _) => !WENT_WELL.contains(&number),
            (None, Some(words)) => !WENT_WELL_WORDS.contains(&words.as_str()),
            (None, None) => code == &Value::Bool(false),
        }
    };
    let named = ["code", "status", "success"].map(|name| value.get(name));
    named.into_iter().flatten().any(went_wrong)
}

/// Whether all lists in a value are empty; none where there is no list in it.
fn lists(value: &Value) -> Option<bool> {
    match value {
        Value::Array(items) => Some(items.is_empty()),
        Value::Object(fields) => fields.values().filter_map(lists).reduce(|a, b| a && b),
        _ => None,
    }
}

/// The bytes of a document, and what of them is each message's.
struct Original<'a> {
    bytes: &'a [u8],
    /// The same as text; none where there is but one message, or no text.
    text: Option<&'a str>,
    /// All of it as a fact keeps it, once that is worked out.
    whole: Option<RawBytes>,
    /// Where the message before ends.
    from: usize,
    /// How many were not found behind it.
    missed: usize,
    room: usize,
}

impl<'a> Original<'a> {
    fn of(bytes: &'a [u8], alone: bool) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self {
            bytes,
            text: text.filter(|_| !alone),
            whole: None,
            from: 0,
            missed: 0,
            room: LIST_RAW_BYTES_MAX,
        }
    }

    /// What the fact of a message keeps: its own bytes, or those of the list where it has none.
    fn of_message(&mut self, identifier: &str) -> RawBytes {
        let mut raw = match self.segment(identifier) {
            Some(own) => raw_bytes(own),
            None => {
                self.missed += 1;
                let bytes = self.bytes;
                self.whole.get_or_insert_with(|| raw_bytes(bytes)).clone()
            }
        };
        if let Some(room) = self.room.checked_sub(raw.data.len()) {
            self.room = room;
        } else {
            raw.data.clear();
            raw.cut = true;
        }
        raw
    }

    /// From the `<alert` before its identifier to the end of that element. Messages are read in
    /// their order, so it is behind the one before; looking through all for each of ten thousand
    /// would take minutes.
    fn segment(&mut self, identifier: &str) -> Option<&'a [u8]> {
        let text = self.text.filter(|_| self.missed < MISSED_MAX)?;
        // In its own `identifier`, not in the references of a message that stands before it.
        let mark = format!("identifier>{identifier}<");
        let behind = |from: usize| text.get(from..)?.find(&mark).map(|at| from + at);
        let at = if let Some(at) = behind(self.from) {
            at
        } else {
            self.missed += 1;
            let at = behind(0)?;
            self.from = 0;
            at
        };
        let before = text.get(self.from..at)?;
        let marks = [("<alert", "</alert>"), ("<cap:alert", "</cap:alert>")];
        let begins = marks
            .iter()
            .filter_map(|(begin, end)| Some((before.rfind(*begin)?, *end)));
        let (begin, end) = begins.max()?;
        let to = at + text[at..].find(end)? + end.len();
        let own = self.bytes.get(self.from + begin..to);
        self.from = to;
        own
    }
}

/// The kind's own snake-case name.
pub(crate) fn code(defect: &Defect) -> String {
    let name = serde_json::to_value(defect.kind).ok();
    name.as_ref()
        .and_then(|name| name.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// The fact of a message; none where the log would not take it whatever is left out.
fn draft(
    feed: &str,
    read: &AlertNotice,
    raw: RawBytes,
    reach: &Reach,
    now: UtcMs,
) -> Option<Draft> {
    let (id, notice) = notice_of(read, now);
    let distance_m = reach.distance_m(&notice);
    let mut received = AlertReceived {
        notice,
        raw,
        feed: feed.to_owned(),
        distance_m,
    };
    // How far it is was worked out with all of its area.
    fits_when_thinned(&mut received).then(|| Draft::plain(id.0, Fact::AlertReceived(received)))
}

/// Leaves out points of the area, and at last the area, until the log takes the fact; says so among
/// its defects. Answers whether it fits.
fn fits_when_thinned(received: &mut AlertReceived) -> bool {
    let points =
        |received: &AlertReceived| -> usize { received.notice.polygons.iter().map(Vec::len).sum() };
    let all = points(received);
    let mut halved = 0;
    while !fits(received) && halved < HALVINGS_MAX && points(received) > 0 {
        halved += 1;
        for ring in &mut received.notice.polygons {
            thin(ring);
        }
    }
    if !fits(received) && all > 0 {
        received.notice.polygons.clear();
    }
    let kept = points(received);
    if kept < all {
        let words = format!("the area has {all} points, of which {kept} are kept");
        received.notice.defects.push(words);
    }
    fits(received)
}

/// Every second point of a ring, and its last; one that was cut when it was read is closed.
fn thin(ring: &mut Vec<emergency::place::Point>) {
    if ring.len() < 2 * RING_POINTS_MIN {
        return;
    }
    let last = ring.len() - 1;
    let mut numbers = 0..;
    ring.retain(|_| {
        let at: usize = numbers.next().unwrap_or_default();
        at.is_multiple_of(2) || at == last
    });
    let first = ring.first().copied();
    if first.as_ref() != ring.last() {
        ring.extend(first);
    }
}

/// Whether the log takes it: what is written there is JSON.
fn fits(received: &AlertReceived) -> bool {
    let bytes = serde_json::to_vec(received).map_or(usize::MAX, |json| json.len());
    bytes <= BODY_BYTES_MAX
}

/// The original bytes as a fact keeps them.
#[must_use]
pub fn raw_bytes(bytes: &[u8]) -> RawBytes {
    raw_bytes_up_to(bytes, RAW_BYTES_MAX)
}

/// The first `most` of the original bytes, and the hash of all.
///
/// Text with control characters is kept as base64: JSON writes each of them in six bytes (RFC 8259,
/// 7), and a fact would grow beyond what the log takes.
#[must_use]
pub fn raw_bytes_up_to(bytes: &[u8], most: usize) -> RawBytes {
    let sha256 = hex::encode(Sha256::digest(bytes));
    let kept = &bytes[..bytes.len().min(most)];
    let cut = kept.len() < bytes.len();
    let plain = |text: &&str| {
        let mut control = text.chars().filter(char::is_ascii_control);
        control.all(|char| matches!(char, '\t' | '\n' | '\r'))
    };
    match std::str::from_utf8(kept).ok().filter(plain) {
        Some(text) => RawBytes {
            encoding: "utf8".into(),
            data: text.to_owned(),
            sha256,
            cut,
        },
        None => RawBytes {
            encoding: "base64".into(),
            data: STANDARD.encode(kept),
            sha256,
            cut,
        },
    }
}

#[cfg(test)]
mod tests;
