//! An HTTP source that is asked again and again: one CAP document, or an Atom or RSS list.

use std::collections::{HashMap, HashSet};
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
    /// Documents that could not be taken, with how often; those that failed least go first, so that
    /// a bad one stops nothing behind it.
    failed: HashMap<String, u32>,
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
        let mut fresh: Vec<_> = links
            .into_iter()
            .filter(|link| !memory.fetched.contains(link))
            .collect();
        let all = fresh.len() <= LINKS_PER_ROUND_MAX;
        fresh.sort_by_key(|link| memory.failed.get(link).copied().unwrap_or_default());
        self.follow_all(client, intake, memory, fresh).await?;
        // Only a list that was taken whole may be answered "not changed" next time.
        if all {
            memory.etag = etag;
            memory.modified = modified;
        }
        Ok(())
    }

    /// Takes the documents of a list, each for itself; the first error is answered at the end.
    async fn follow_all(
        &self,
        client: &reqwest::Client,
        intake: &dyn Intake,
        memory: &mut Memory,
        links: Vec<String>,
    ) -> Result<(), RoundError> {
        let mut first = Ok(());
        let mut silent = 0;
        for link in links.into_iter().take(LINKS_PER_ROUND_MAX) {
            match self.follow(client, intake, &link).await {
                Ok(()) => {
                    silent = 0;
                    memory.failed.remove(&link);
                    if memory.fetched.len() >= LINKS_REMEMBERED_MAX {
                        memory.fetched.clear();
                    }
                    memory.fetched.insert(link);
                }
                Err(error) => {
                    tracing::info!(feed = %self.name, %link, %error, "document not taken");
                    let no_answer = matches!(error, RoundError::Request { .. });
                    silent = if no_answer { silent + 1 } else { 0 };
                    if memory.failed.len() >= LINKS_REMEMBERED_MAX {
                        memory.failed.clear();
                    }
                    *memory.failed.entry(link).or_default() += 1;
                    first = first.and(Err(error));
                }
            }
            if silent >= SILENT_IN_A_ROW_MAX {
                break;
            }
        }
        first
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use emergency::decide::Draft;
    use emergency::time::UtcMs;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::intake::{NotStored, Unreadable};

    const CAP: &str = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
        <identifier>E-1</identifier><sender>exercise@example.invalid</sender>
        <sent>2026-01-01T00:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType>
        <scope>Public</scope><info><language>zh-CN</language><category>Met</category>
        <event>演练 暴雨</event><urgency>Immediate</urgency><severity>Severe</severity>
        <certainty>Observed</certainty></info></alert>"#;

    #[derive(Default)]
    struct Shelf(Mutex<Vec<Draft>>);

    impl Intake for Shelf {
        fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
            self.0.lock().expect("not poisoned").extend(drafts);
            Ok(())
        }
        fn keep_unreadable(&self, _: Unreadable) -> Result<(), NotStored> {
            Ok(())
        }
        fn now(&self) -> UtcMs {
            UtcMs(1_000)
        }
    }

    /// A source: a list of more documents than one round fetches, all missing but the last.
    async fn serve(listener: TcpListener) {
        let link = |name: &str| format!("<item><title>演练</title><link>/{name}</link></item>");
        let missing: String = (0..LINKS_PER_ROUND_MAX)
            .map(|number| link(&format!("missing{number}.xml")))
            .collect();
        let list = format!(
            "<rss version=\"2.0\"><channel><title>演练</title>{missing}{}</channel></rss>",
            link("good.xml")
        );
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut asked = vec![0; 4096];
            let count = stream.read(&mut asked).await.expect("a request");
            let asked = String::from_utf8_lossy(&asked[..count]).into_owned();
            let (status, body) = match asked.split(' ').nth(1) {
                Some("/list") => ("200 OK", list.as_str()),
                Some("/good.xml") => ("200 OK", CAP),
                _ => ("404 Not Found", ""),
            };
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.expect("sent");
        }
    }

    #[tokio::test]
    async fn a_document_that_cannot_be_had_stops_none_behind_it() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it has one");
        let source = tokio::spawn(serve(listener));
        let url = format!("http://{address}/list")
            .parse()
            .expect("an address");
        let reach = Arc::new(Reach::new(&[], &[]));
        let poll = Poll::new("演练", url, PAUSE_MIN, reach);
        let (client, shelf) = (reqwest::Client::new(), Shelf::default());
        let mut memory = Memory::default();
        for round in 1..=2 {
            let error = poll.round(&client, &shelf, &mut memory).await;
            let code = error.expect_err("some are missing").code();
            assert_eq!(code, "http_404", "round {round} says so");
        }
        let taken = shelf.0.lock().expect("not poisoned").len();
        assert_eq!(taken, 1, "the one behind fifty missing ones is there");
        assert!(memory.etag.is_none(), "the list is asked for whole again");
        source.abort();
    }
}
