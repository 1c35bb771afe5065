//! An HTTP source that is asked again and again: one CAP document, or an Atom or RSS list.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use tokio_util::sync::CancellationToken;

use crate::health::SharedHealth;
use crate::intake::{self, DOCUMENT_BYTES_MAX, Intake};
use crate::reach::Reach;

/// Time for one whole request.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);
/// Time to connect.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Documents of one list fetched in one round; the rest come in the next.
pub const LINKS_PER_ROUND_MAX: usize = 50;
/// Addresses remembered as fetched; when full the oldest half is forgotten, and a document that
/// comes twice is known by its identifier.
pub const LINKS_REMEMBERED_MAX: usize = 20_000;
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
    #[error("answer longer than {DOCUMENT_BYTES_MAX} bytes")]
    TooLarge,
    #[error("a list may only name documents of its own host")]
    ForeignHost,
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
            Self::NotStored { .. } => "store".to_owned(),
        }
    }
}

/// What is remembered between rounds.
#[derive(Default)]
struct Memory {
    etag: Option<String>,
    modified: Option<String>,
    fetched: HashSet<String>,
}

impl Poll {
    /// A source as a feed. User and password in the address are used, never shown.
    #[must_use]
    pub fn new(name: &str, url: Url, pause: Duration, reach: Arc<Reach>) -> Self {
        let shown = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
        let health = SharedHealth::new(name, "poll", &shown);
        Self {
            name: name.to_owned(),
            url,
            pause: pause.max(PAUSE_MIN),
            reach,
            health,
        }
    }

    /// Asks until it is stopped.
    pub async fn run(self, intake: Arc<dyn Intake>, stop: CancellationToken) {
        let client = reqwest::Client::builder()
            .timeout(REQUEST_TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(own_host_only())
            .build();
        let client = match client {
            Ok(client) => client,
            Err(error) => {
                self.health.failed(intake.now(), &error.to_string());
                return;
            }
        };
        let mut memory = Memory::default();
        loop {
            match self.round(&client, &*intake, &mut memory).await {
                Ok(()) => self.health.tried(intake.now()),
                Err(error) => {
                    tracing::info!(feed = %self.name, %error, "round came to nothing");
                    self.health.failed(intake.now(), &error.code());
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.pause) => {}
            }
        }
    }

    async fn round(
        &self,
        client: &reqwest::Client,
        intake: &dyn Intake,
        memory: &mut Memory,
    ) -> Result<(), RoundError> {
        let mut request = client.get(self.url.clone());
        if let Some(etag) = &memory.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &memory.modified {
            request = request.header(IF_MODIFIED_SINCE, modified);
        }
        let answer = request
            .send()
            .await
            .map_err(|source| RoundError::Request { source })?;
        if answer.status().as_u16() == 304 {
            return Ok(());
        }
        let header = |name| {
            let value = answer.headers().get(name);
            value
                .and_then(|v: &reqwest::header::HeaderValue| v.to_str().ok())
                .map(str::to_owned)
        };
        let (etag, modified) = (header(ETAG), header(LAST_MODIFIED));
        let bytes = body(answer).await?;
        let links = self.take(intake, &bytes)?;
        let fresh: Vec<_> = links
            .into_iter()
            .filter(|link| !memory.fetched.contains(link))
            .collect();
        let all = fresh.len() <= LINKS_PER_ROUND_MAX;
        for link in fresh.into_iter().take(LINKS_PER_ROUND_MAX) {
            self.follow(client, intake, &link).await?;
            if memory.fetched.len() >= LINKS_REMEMBERED_MAX {
                memory.fetched.clear();
            }
            memory.fetched.insert(link);
        }
        // Only a list that was taken whole may be answered "not changed" next time.
        if all {
            memory.etag = etag;
            memory.modified = modified;
        }
        Ok(())
    }

    async fn follow(
        &self,
        client: &reqwest::Client,
        intake: &dyn Intake,
        link: &str,
    ) -> Result<(), RoundError> {
        let url = self.url.join(link).map_err(|_| RoundError::ForeignHost)?;
        // A list is outside text: it must not send the desk to addresses of the inner network.
        if url.host_str() != self.url.host_str() || url.scheme() != self.url.scheme() {
            return Err(RoundError::ForeignHost);
        }
        let answer = client
            .get(url)
            .send()
            .await
            .map_err(|source| RoundError::Request { source })?;
        let bytes = body(answer).await?;
        self.take(intake, &bytes).map(drop)
    }

    /// Stores what a document holds; the addresses it names are returned.
    fn take(&self, intake: &dyn Intake, bytes: &[u8]) -> Result<Vec<String>, RoundError> {
        let now = intake.now();
        let reading = intake::read(&self.name, bytes, &self.reach, now);
        let counts = (reading.drafts.len(), reading.unreadable.len());
        let not_stored = |error: intake::NotStored| RoundError::NotStored {
            reason: error.reason,
        };
        if counts.0 > 0 {
            intake.observe(reading.drafts).map_err(not_stored)?;
        }
        for unreadable in reading.unreadable {
            intake.keep_unreadable(unreadable).map_err(not_stored)?;
        }
        self.health.brought(now, counts.0, counts.1);
        Ok(reading.links)
    }
}

/// Redirects are followed within the source's own host, [`REDIRECTS_MAX`] times.
fn own_host_only() -> reqwest::redirect::Policy {
    reqwest::redirect::Policy::custom(|attempt| {
        let asked = attempt.previous();
        let same = asked
            .first()
            .is_some_and(|url| url.host_str() == attempt.url().host_str());
        if same && asked.len() <= REDIRECTS_MAX {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

/// The body of a good answer, never more than the bound.
async fn body(mut answer: reqwest::Response) -> Result<Vec<u8>, RoundError> {
    if !answer.status().is_success() {
        return Err(RoundError::Status {
            status: answer.status().as_u16(),
        });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|source| RoundError::Request { source })?
    {
        if bytes.len() + chunk.len() > DOCUMENT_BYTES_MAX {
            return Err(RoundError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
