//! An HTTP source that is asked again and again: one CAP document, or an Atom or RSS list.
//!
//! A round goes well when what came is a list, a message, or said to be unchanged. Whatever else is
//! answered, a page to log in above all, brings no warning: the feed is down then and says so.

mod asking;
mod memory;

use std::sync::Arc;
use std::time::Duration;

use protocols::feed_list::FeedLink;
use reqwest::Url;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use self::asking::{Answer, Asker, Times, is_own};
use self::memory::{Came, Due, Memory, Refusal};
use crate::health::SharedHealth;
use crate::intake::{self, DOCUMENT_BYTES_MAX, Intake};
use crate::ration::Ration;
use crate::reach::Reach;

/// Time for one whole request.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);
/// Time to connect.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Documents of one list fetched in one round; the rest come in the next.
pub const LINKS_PER_ROUND_MAX: usize = 50;
/// Of the documents fetched before, those that are asked in one round whether they have changed.
pub const AGAIN_PER_ROUND_MAX: usize = 10;
/// How often a document is asked whether it has changed, where its list does not say so:
/// 待区里确认.
pub const AGAIN_EVERY: Duration = Duration::from_secs(5 * 60);
/// Rounds in which a document is asked for again whose list says that it has changed while its
/// bytes are the old ones: a store on the way may hold them for a while. After these it is asked
/// every [`AGAIN_EVERY`], for as long as the list names it; 待区里确认.
pub const LATE_ROUNDS_MAX: u32 = 60;
/// How long a document of a list rests that is no warning, unless the list says that it has
/// changed: at first, and twice as long each time up to the most; 待区里确认.
pub const NO_WARNING_AGAIN_FIRST: Duration = Duration::from_secs(60);
/// See [`NO_WARNING_AGAIN_FIRST`].
pub const NO_WARNING_AGAIN_MAX: Duration = Duration::from_secs(30 * 60);
/// Bytes of an address in a list; longer ones are not followed, and the feed says so.
pub const ADDRESS_BYTES_MAX: usize = 4_096;
/// Bytes of what a source calls a version of a document; a longer one is not remembered, and the
/// document is asked for as if there was none.
pub const VERSION_BYTES_MAX: usize = 512;
/// Addresses remembered as fetched; when full those are forgotten that the list does not name any
/// more, and a document that comes twice is known by its identifier.
pub const LINKS_REMEMBERED_MAX: usize = 20_000;
/// Documents in a row to which nothing is answered; the rest of the list waits for the next round.
pub const SILENT_IN_A_ROW_MAX: usize = 3;
/// Redirects followed in one request.
pub const REDIRECTS_MAX: usize = 3;
/// Shortest pause between two rounds.
pub const PAUSE_MIN: Duration = Duration::from_secs(1);

/// An HTTP source.
pub struct Poll {
    /// Name of the feed.
    pub name: String,
    /// The address.
    pub url: Url,
    /// Pause between two rounds.
    pub pause: Duration,
    /// How far alerts are from the district.
    pub reach: Arc<Reach>,
    /// What the status bar shows.
    pub health: SharedHealth,
}

/// Why a round came to nothing.
#[derive(Debug, thiserror::Error)]
enum RoundError {
    #[error("no answer")]
    Request {
        #[source]
        source: reqwest::Error,
    },
    #[error("answer {status}")]
    Status { status: u16 },
    #[error("answer longer than {DOCUMENT_BYTES_MAX} bytes, or a message too large for the log")]
    TooLarge,
    #[error("a list may only name documents of its own host and port")]
    ForeignHost,
    #[error("the source answers with something that is no warning and no list")]
    NoWarning,
    #[error("a document of the list is no warning")]
    DocumentUnreadable,
    #[error("{reason}")]
    NotStored { reason: String },
}

impl RoundError {
    fn code(&self) -> String {
        match self {
            Self::Request { source } if source.is_timeout() => "timeout".to_owned(),
            Self::Request { source } if source.is_connect() => "no_connection".to_owned(),
            Self::Request { .. } => "request".to_owned(),
            Self::Status { status } => format!("http_{status}"),
            Self::TooLarge => "too_large".to_owned(),
            Self::ForeignHost => "foreign_host".to_owned(),
            Self::NoWarning => "no_warning".to_owned(),
            Self::DocumentUnreadable => "document_unreadable".to_owned(),
            Self::NotStored { .. } => "store".to_owned(),
        }
    }
}

impl Poll {
    /// A source as a feed. User and password in the address are used, never shown.
    #[must_use]
    pub fn new(name: &str, url: Url, pause: Duration, reach: Arc<Reach>) -> Self {
        let shown = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
        let health = SharedHealth::new(name, "poll", &shown);
        let pause = pause.max(PAUSE_MIN);
        health.looks_every(u32::try_from(pause.as_secs()).unwrap_or(u32::MAX));
        Self {
            name: name.to_owned(),
            url,
            pause,
            reach,
            health,
        }
    }

    /// Asks until it is stopped.
    pub async fn run(self, intake: Arc<dyn Intake>, stop: CancellationToken) {
        let asker = match Asker::new(Times::default()) {
            Ok(asker) => asker,
            Err(error) => {
                self.health.failed(intake.now(), &error.to_string());
                return;
            }
        };
        let mut memory = Memory::default();
        loop {
            // A source that takes its time does not hold up the end of the desk.
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.one_round(&asker, &*intake, &mut memory) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.pause) => {}
            }
        }
    }

    /// One round, and what the status bar shows after it.
    async fn one_round(&self, asker: &Asker, intake: &dyn Intake, memory: &mut Memory) {
        match self.round(asker, intake, memory).await {
            Ok(()) => self.health.tried(intake.now()),
            Err(error) => {
                tracing::info!(feed = %self.name, %error, "round came to nothing");
                self.health.failed(intake.now(), &error.code());
            }
        }
    }

    async fn round(
        &self,
        asker: &Asker,
        intake: &dyn Intake,
        memory: &mut Memory,
    ) -> Result<(), RoundError> {
        let known = std::mem::take(&mut memory.version);
        let version = match asker.ask(self.url.clone(), &known).await {
            Ok(Answer::Unchanged) => known,
            Ok(Answer::Document { bytes, version }) => {
                let links = self.take(intake, &bytes, &mut memory.ration)?;
                memory.name(links);
                version
            }
            Err(error) => {
                memory.version = known;
                return Err(error);
            }
        };
        let due = memory.due(intake.now());
        let all = due.is_all;
        self.follow_all(asker, intake, memory, due.documents)
            .await?;
        // Only a list that was taken whole may be answered "not changed" next time.
        if all {
            memory.version = version;
        }
        memory.wrong().map_or(Ok(()), Err)
    }

    /// Takes the documents of a list, each for itself; the first error is answered at the end.
    async fn follow_all(
        &self,
        asker: &Asker,
        intake: &dyn Intake,
        memory: &mut Memory,
        documents: Vec<Due>,
    ) -> Result<(), RoundError> {
        let mut first = Ok(());
        let mut silent = 0;
        for due in documents {
            let (link, again) = (due.url.clone(), due.again);
            let Err(error) = self.follow(asker, intake, memory, due).await else {
                silent = 0;
                continue;
            };
            tracing::info!(feed = %self.name, %link, %error, "document not taken");
            let no_answer = matches!(error, RoundError::Request { .. });
            silent = if no_answer { silent + 1 } else { 0 };
            let not_stored = matches!(error, RoundError::NotStored { .. });
            // What it said before is taken: that it is gone meanwhile loses nothing.
            if !again || not_stored {
                memory.failed(link);
                first = first.and(Err(error));
            }
            if silent >= SILENT_IN_A_ROW_MAX {
                break;
            }
        }
        first
    }

    /// Takes one document of a list, unless it is just what was taken before.
    async fn follow(
        &self,
        asker: &Asker,
        intake: &dyn Intake,
        memory: &mut Memory,
        due: Due,
    ) -> Result<(), RoundError> {
        let own = self.url.join(&due.url).ok();
        // A list is outside text: it must not send the desk to addresses of the inner network.
        let url = own.filter(|url| is_own(&self.url, url));
        let url = url.ok_or(RoundError::ForeignHost)?;
        memory.asked(&due.url, intake.now());
        let (bytes, version) = match asker.ask(url, &due.version).await {
            Ok(Answer::Unchanged) => {
                memory.unchanged(&due.url);
                return Ok(());
            }
            Ok(Answer::Document { bytes, version }) => (bytes, version),
            Err(RoundError::TooLarge) => {
                return Err(refuse(
                    intake,
                    memory,
                    due,
                    Came::default(),
                    Refusal::TooLarge,
                ));
            }
            Err(error) => return Err(error),
        };
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let refused = match memory.of_same(&due.url, hash) {
            Some(said) => said.err(),
            None => self.take_document(intake, &bytes, &mut memory.ration)?,
        };
        let hash = Some(hash);
        let came = Came { hash, version };
        if let Some(refusal) = refused {
            return Err(refuse(intake, memory, due, came, refusal));
        }
        memory.taken(due, came, intake.now());
        Ok(())
    }

    /// Stores what a document of a list holds; why it is not one, where it is none.
    fn take_document(
        &self,
        intake: &dyn Intake,
        bytes: &[u8],
        ration: &mut Ration,
    ) -> Result<Option<Refusal>, RoundError> {
        match self.take(intake, bytes, ration) {
            Ok(_) => Ok(None),
            Err(RoundError::NoWarning) => Ok(Some(Refusal::SomethingElse)),
            Err(RoundError::TooLarge) => Ok(Some(Refusal::TooLarge)),
            Err(error) => Err(error),
        }
    }

    /// Stores what a document holds; the documents it names are returned.
    fn take(
        &self,
        intake: &dyn Intake,
        bytes: &[u8],
        ration: &mut Ration,
    ) -> Result<Vec<FeedLink>, RoundError> {
        let now = intake.now();
        let reading = intake::read(&self.name, bytes, &self.reach, now);
        let is_of_warnings = reading.is_of_warnings();
        let too_large = reading.unreadable.iter().any(|one| one.kind == "too_large");
        let counts = (reading.drafts.len(), reading.unreadable.len());
        let not_stored = |error: intake::NotStored| RoundError::NotStored {
            reason: error.reason,
        };
        if counts.0 > 0 {
            intake.observe(reading.drafts).map_err(not_stored)?;
        }
        let kept = ration.keep_all(&reading.unreadable, |one| intake.keep_unreadable(one));
        kept.map_err(not_stored)?;
        reading
            .unreadable
            .iter()
            .for_each(|one| self.health.unreadable(one));
        self.health.brought(now, counts.0, counts.1);
        match (is_of_warnings, too_large) {
            (true, _) => Ok(reading.links),
            (false, true) => Err(RoundError::TooLarge),
            (false, false) => Err(RoundError::NoWarning),
        }
    }
}

/// Notes that a document is no warning. One that was taken before is asked as before: that it is
/// gone meanwhile loses nothing.
fn refuse(
    intake: &dyn Intake,
    memory: &mut Memory,
    due: Due,
    came: Came,
    refusal: Refusal,
) -> RoundError {
    if !due.again {
        memory.refused(due, came, refusal, intake.now());
    }
    refusal.into()
}

#[cfg(test)]
mod tests;
