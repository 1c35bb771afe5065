//! One request of a poll: within the source's own place, with bounds in time, size and redirects.

use std::time::Duration;

use reqwest::header::{ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, StatusCode, Url};

use super::{CONNECT_TIMEOUT, REDIRECTS_MAX, REQUEST_TIMEOUT, RoundError, VERSION_BYTES_MAX};
use crate::intake::DOCUMENT_BYTES_MAX;

/// How long is waited.
pub(super) struct Times {
    /// For one whole request.
    pub(super) request: Duration,
    /// For the connection.
    pub(super) connect: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            request: REQUEST_TIMEOUT,
            connect: CONNECT_TIMEOUT,
        }
    }
}

/// What a source calls a state of a document (RFC 9110, 8.8): the next request says which it has.
#[derive(Debug, Clone, Default)]
pub(super) struct Version {
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
}

impl Version {
    fn is_known(&self) -> bool {
        self.etag.is_some() || self.modified.is_some()
    }
}

/// What was answered.
pub(super) enum Answer {
    /// It is still the version that was told.
    Unchanged,
    /// A document.
    Document { bytes: Vec<u8>, version: Version },
}

/// Asks a source and nobody else.
pub(super) struct Asker {
    client: Client,
}

impl Asker {
    pub(super) fn new(times: Times) -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(times.request)
            .connect_timeout(times.connect)
            .redirect(Policy::custom(redirect))
            // Whatever another part of the program wants of the client: what is packed may be a
            // thousand times as long.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()?;
        Ok(Self { client })
    }

    /// Asks for what is at an address, where it is not of that version any more.
    pub(super) async fn ask(&self, url: Url, known: &Version) -> Result<Answer, RoundError> {
        let mut request = self.client.get(url);
        let told = [
            (IF_NONE_MATCH, &known.etag),
            (IF_MODIFIED_SINCE, &known.modified),
        ];
        for (name, value) in told {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await;
        let answer = answer.map_err(|source| RoundError::Request { source })?;
        // "Not changed" to one who told no version says nothing.
        if answer.status() == StatusCode::NOT_MODIFIED && known.is_known() {
            return Ok(Answer::Unchanged);
        }
        let header = |name: HeaderName| {
            let value = answer.headers().get(name)?.to_str().ok()?;
            (value.len() <= VERSION_BYTES_MAX).then(|| value.to_owned())
        };
        let version = Version {
            etag: header(ETAG),
            modified: header(LAST_MODIFIED),
        };
        let bytes = body(answer).await?;
        Ok(Answer::Document { bytes, version })
    }
}

/// Whether an address belongs to a source: the same host, scheme and port, or the same host with
/// encryption where the source has none, both at their usual ports.
pub(super) fn is_own(source: &Url, other: &Url) -> bool {
    let place = |url: &Url| (url.scheme().to_owned(), url.port_or_known_default());
    let (from, to) = (place(source), place(other));
    let encrypts = from == ("http".to_owned(), Some(80)) && to == ("https".to_owned(), Some(443));
    source.host_str() == other.host_str() && (from == to || encrypts)
}

/// Redirects are followed within the source's own place, [`REDIRECTS_MAX`] times.
fn redirect(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let asked = attempt.previous();
    let own = asked.first().is_some_and(|url| is_own(url, attempt.url()));
    if own && asked.len() <= REDIRECTS_MAX {
        attempt.follow()
    } else {
        attempt.stop()
    }
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
    use super::*;

    #[test]
    fn a_source_owns_its_host_with_its_port_and_its_encrypted_twin() {
        let cases = [
            ("http://a/list", "http://a/b.xml", true, "its own"),
            ("http://a/list", "http://a:80/b.xml", true, "the usual port"),
            ("http://a/list", "https://a/b.xml", true, "encrypted"),
            ("https://a/list", "http://a/b.xml", false, "not any more"),
            (
                "http://a/list",
                "http://a:8080/b.xml",
                false,
                "another port",
            ),
            (
                "http://a:81/list",
                "https://a/b.xml",
                false,
                "another program",
            ),
            ("http://a/list", "http://b/b.xml", false, "another host"),
            ("http://a/list", "http://a.b/b.xml", false, "another name"),
        ];
        for (source, other, own, why) in cases {
            let url = |text: &str| text.parse::<Url>().expect("an address");
            assert_eq!(is_own(&url(source), &url(other)), own, "{other}: {why}");
        }
    }
}
