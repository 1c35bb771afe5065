//! An SMS gateway that takes JSON over HTTP.

use std::path::Path;
use std::time::Duration;

use emergency::circular::Outcome;
use reqwest::{StatusCode, Url};
use serde_json::Value;

use crate::outlets::{ChannelError, HAND_TIMEOUT, Handed, Message};
use crate::settings::SmsSettings;

/// Time to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 4 * 1024;
/// Hosts of this machine: only they are spoken to without TLS.
const HERE: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// A gateway.
pub(crate) struct Sms {
    client: reqwest::Client,
    url: Url,
    template: Value,
    token: Option<String>,
}

impl Sms {
    pub(crate) fn open(settings: &SmsSettings, folder: &Path) -> Result<Self, ChannelError> {
        let wrong = |reason: &str| ChannelError::Settings {
            channel: "sms",
            reason: reason.to_owned(),
        };
        let url = Url::parse(&settings.url).map_err(|_| wrong("the address is none"))?;
        let here = url.host_str().is_some_and(|host| HERE.contains(&host));
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            return Err(wrong("another machine is only spoken to over https"));
        }
        let template = serde_json::from_str(&settings.template)
            .map_err(|_| wrong("the template is no JSON"))?;
        let token = settings.token.as_ref().map(|token| token.reveal(folder));
        let token = token.transpose().map_err(|source| ChannelError::Secret {
            channel: "sms",
            source,
        })?;
        let client = reqwest::Client::builder()
            .timeout(HAND_TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            // A redirect could carry the token elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| wrong("no client can be made"))?;
        Ok(Self {
            client,
            url,
            template,
            token,
        })
    }

    pub(crate) async fn hand(&self, message: &Message) -> Handed {
        let body = filled(&self.template, message);
        let request = self
            .client
            .post(self.url.clone())
            .header("Idempotency-Key", &message.key)
            .json(&body);
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        match request.send().await {
            Ok(answer) => said(answer).await,
            // What could not even be connected was not handed; of anything later nobody knows.
            Err(error) if error.is_connect() => Handed::new(Outcome::Failed, "no connection"),
            Err(error) if error.is_builder() => Handed::new(Outcome::Rejected, "no request"),
            Err(error) if error.is_timeout() => Handed::new(Outcome::Unknown, "timeout"),
            Err(_) => Handed::new(Outcome::Unknown, "the line broke"),
        }
    }
}

async fn said(mut answer: reqwest::Response) -> Handed {
    let status = answer.status();
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        let room = ANSWER_BYTES_MAX - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if bytes.len() == ANSWER_BYTES_MAX {
            break;
        }
    }
    let detail = format!("{} {}", status.as_u16(), String::from_utf8_lossy(&bytes));
    Handed::new(outcome(status), &detail)
}

fn outcome(status: StatusCode) -> Outcome {
    match status.as_u16() {
        200..300 => Outcome::Handed,
        408 | 425 | 429 | 500 | 503 => Outcome::Failed,
        // The gateway's own gateway did not answer: it may have been sent.
        502 | 504 => Outcome::Unknown,
        500.. => Outcome::Failed,
        _ => Outcome::Rejected,
    }
}

/// The template with the message in its texts; JSON escapes what needs it.
fn filled(template: &Value, message: &Message) -> Value {
    match template {
        Value::String(text) => Value::String(
            text.split('{')
                .enumerate()
                .map(|(index, part)| {
                    // One pass over the template: braces inside the message stay as they are.
                    let named = (index > 0).then(|| part.split_once('}')).flatten();
                    match named {
                        Some(("phone", rest)) => format!("{}{rest}", message.to),
                        Some(("text", rest)) => format!("{}{rest}", message.text),
                        Some(("key", rest)) => format!("{}{rest}", message.key),
                        _ if index > 0 => format!("{{{part}"),
                        _ => part.to_owned(),
                    }
                })
                .collect(),
        ),
        Value::Array(all) => all.iter().map(|one| filled(one, message)).collect(),
        Value::Object(all) => all
            .iter()
            .map(|(name, one)| (name.clone(), filled(one, message)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Secret;

    fn message(text: &str) -> Message {
        Message {
            to: "000".to_owned(),
            subject: String::new(),
            text: text.to_owned(),
            key: "k".to_owned(),
        }
    }

    fn settings(url: &str, template: &str) -> SmsSettings {
        SmsSettings {
            url: url.to_owned(),
            template: template.to_owned(),
            token: None,
        }
    }

    #[test]
    fn the_message_goes_into_the_template_as_text_and_never_as_json() {
        let template = serde_json::json!({"to": ["{phone}"], "t": "a{text}b{nothing}", "n": 1});
        let found = filled(&template, &message("\",{\"x\":\"{phone}"));
        assert_eq!(
            found,
            serde_json::json!({"to": ["000"], "t": "a\",{\"x\":\"{phone}b{nothing}", "n": 1}),
            "what the message holds is not looked at again"
        );
    }

    #[test]
    fn what_cannot_be_used_is_said_when_it_is_set_up() {
        let here = Path::new(".");
        for (url, template) in [
            ("sms", "{}"),
            ("http://sms.invalid", "{}"),
            ("https://sms.invalid", "phone={phone}"),
        ] {
            let opened = Sms::open(&settings(url, template), here);
            assert!(opened.is_err(), "{url} with {template}");
        }
        assert!(
            Sms::open(&settings("http://127.0.0.1:1", "{}"), here).is_ok(),
            "here"
        );
        let secret = SmsSettings {
            token: Some(Secret::File {
                file: "no-such-secret-of-a-test".into(),
            }),
            ..settings("https://sms.invalid", "{}")
        };
        assert!(Sms::open(&secret, here).is_err(), "its token is not there");
    }

    #[test]
    fn an_answer_says_whether_it_is_worth_another_attempt() {
        let cases = [
            (200, Outcome::Handed),
            (202, Outcome::Handed),
            (302, Outcome::Rejected),
            (400, Outcome::Rejected),
            (401, Outcome::Rejected),
            (429, Outcome::Failed),
            (500, Outcome::Failed),
            (503, Outcome::Failed),
            (504, Outcome::Unknown),
        ];
        for (status, expected) in cases {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(outcome(status), expected, "{status}");
        }
    }
}
