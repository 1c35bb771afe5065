//! What other systems hand over, into the log: who tips off is sealed before anything is stored,
//! the same order is the same record, and what the desk has just so is no new fact.

use emergency::decide::{Draft, acceptable};
use emergency::entity::{EntityKind, State};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::id::PersonId;
use emergency::person::PersonKind;
use emergency::submission::{SubmissionChannel, SubmissionReceived, submission_id};
use emergency::time::UtcMs;
use feeds::intake::{Intake as _, NotStored, Unreadable, raw_bytes_up_to};
use feeds::told::{Heard, Hearing};
use logbook::{DEFECT_BYTES_MAX, OBSERVED_MAX, Who};
use protocols::submission::{RAW_BYTES_MAX, Told};
use sha2::{Digest as _, Sha256};

use super::seal::FIELD_CHARS_MAX;
use crate::intake::DeskIntake;
use crate::session::Session;

/// Bytes that are sealed at most: the seal makes them longer by a third and some lines, and what is
/// cut afterwards can never be opened.
const SEALED_BYTES_MAX: usize = DEFECT_BYTES_MAX / 3 * 2;

impl Hearing for DeskIntake {
    fn hear(&self, feed: &str, told: Vec<Told>) -> Result<Heard, NotStored> {
        let session = self.session();
        let now = session.logbook.now();
        let reporters = Reporters::of(session)?;
        let mut heard = Heard::default();
        let mut drafts: Vec<Draft> = Vec::new();
        for one in told {
            let (id, mut received) = self.record(feed, one, now, &reporters)?;
            let before = session.logbook.submission(&id).map_err(not_stored)?;
            let before = before.filter(|before| before.recorded_at.is_some());
            if let Some(before) = before {
                if is_same(&before.received, &received) {
                    heard.unchanged += 1;
                    continue;
                }
                received.told_at = received.told_at.or(before.told_at);
            }
            if acceptable(&received).is_err() {
                heard.refused += 1;
                continue;
            }
            heard.stored += 1;
            drafts.push(Draft::plain(id, Fact::SubmissionReceived(received)));
        }
        let who = Who {
            actor: "接入".into(),
            role: "feed".to_owned(),
            occurred_at: None,
            by: TimeSource::Sensor,
        };
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(OBSERVED_MAX));
            let stored = session.logbook.observe(drafts, &who);
            stored.map_err(not_stored)?;
            drafts = rest;
        }
        Ok(heard)
    }

    fn keep_private(&self, mut unreadable: Unreadable) -> Result<(), NotStored> {
        let whole = unreadable.raw.len();
        unreadable.raw.truncate(SEALED_BYTES_MAX);
        let cut = unreadable.raw.len() < whole;
        let sealed = self.seal().seal_bytes(&unreadable.raw);
        unreadable.message = match &sealed {
            Some(_) if cut => format!("{} (the first {SEALED_BYTES_MAX} bytes)", unreadable.kind),
            Some(_) => unreadable.kind.clone(),
            // Without a key the bytes are not kept. Nor is their hash: a short document can be
            // guessed from it, name by name.
            None => format!("{} (not kept)", unreadable.kind),
        };
        unreadable.raw = sealed.map(String::into_bytes).unwrap_or_default();
        self.keep_unreadable(unreadable)
    }
}

impl DeskIntake {
    /// The name of a record and what stands in the log of it.
    fn record(
        &self,
        feed: &str,
        told: Told,
        now: UtcMs,
        reporters: &Reporters,
    ) -> Result<(String, SubmissionReceived), NotStored> {
        let mut received = told.received;
        feed.clone_into(&mut received.feed);
        let number = if received.number.is_empty() {
            // Without a number the same words are the same record.
            let words = [&received.matter, &received.course, &received.place.words];
            let mut sha = Sha256::new();
            words.iter().for_each(|word| sha.update(word.as_bytes()));
            sha.update(received.told_at.unwrap_or_default().0.to_be_bytes());
            hex::encode(sha.finalize())
        } else {
            received.number.clone()
        };
        let id = submission_id(received.channel, feed, &number);
        // A clock that is ahead there starts no clock here.
        received.told_at = received.told_at.filter(|at| *at <= now);
        received.happened_at = received.happened_at.filter(|at| *at <= now);
        if received.channel == SubmissionChannel::TipOff {
            let short = |text: String| text.chars().take(FIELD_CHARS_MAX).collect();
            let identity = contract::rows::Identity {
                name: short(told.named.name),
                phone: short(told.named.phone),
                unit: short(told.named.unit),
            };
            // Without a key no identity is kept (decision 0038); with one, none is lost.
            if !identity.is_nobody() && self.seal().is_set_up() {
                received.sealed = Some(self.seal().seal(&identity).map_err(not_stored)?);
            }
        } else {
            received.raw = Some(raw_bytes_up_to(&told.raw, RAW_BYTES_MAX));
            received.teller.person = reporters.by_phone(&received.teller.phone);
        }
        Ok((id.0, received))
    }
}

fn not_stored(error: impl std::fmt::Display) -> NotStored {
    NotStored {
        reason: error.to_string(),
    }
}

/// The same words: a seal is never twice the same text, and bytes may differ in their spaces.
fn is_same(before: &SubmissionReceived, now: &SubmissionReceived) -> bool {
    let words = |one: &SubmissionReceived| SubmissionReceived {
        sealed: None,
        raw: None,
        ..one.clone()
    };
    words(before) == words(now)
}

/// Reporters of the directory by their telephone numbers.
struct Reporters(Vec<(String, PersonId)>);

impl Reporters {
    fn of(session: &Session) -> Result<Self, NotStored> {
        let people = session.all(EntityKind::Person).map_err(not_stored)?;
        let numbers = people.into_iter().filter_map(|state| match state {
            State::Person(person)
                if person.known && person.registered.kind == PersonKind::Reporter =>
            {
                let digits = digits_of(&person.registered.phone);
                (!digits.is_empty()).then_some((digits, person.id))
            }
            _ => None,
        });
        Ok(Self(numbers.collect()))
    }

    fn by_phone(&self, phone: &str) -> Option<PersonId> {
        let digits = digits_of(phone);
        let found = self.0.iter().find(|(number, _)| *number == digits);
        found.map(|(_, person)| person.clone())
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
