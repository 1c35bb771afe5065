//! E-mail over SMTP.

use std::path::Path;

use emergency::circular::Outcome;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::outlets::{ChannelError, HAND_TIMEOUT, Handed, Message};
use crate::settings::{MailSecurity, MailSettings};

/// Hosts of this machine: only they are spoken to without TLS.
const HERE: [&str; 3] = ["127.0.0.1", "localhost", "::1"];

/// A mail server.
pub(crate) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    pub(crate) fn open(settings: &MailSettings, folder: &Path) -> Result<Self, ChannelError> {
        let wrong = |reason: &str| ChannelError::Settings {
            channel: "mail",
            reason: reason.to_owned(),
        };
        let from = settings.from.parse();
        let from = from.map_err(|_| wrong("the sender is no address"))?;
        let host = settings.host.as_str();
        if settings.security == MailSecurity::Plain && !HERE.contains(&host) {
            return Err(wrong("another machine is only spoken to over TLS"));
        }
        let tls =
            || TlsParameters::new(host.to_owned()).map_err(|_| wrong("the server's name is none"));
        let (tls, usual) = match settings.security {
            MailSecurity::Tls => (Tls::Wrapper(tls()?), 465),
            MailSecurity::Starttls => (Tls::Required(tls()?), 587),
            MailSecurity::Plain => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.port.unwrap_or(usual))
            .timeout(Some(HAND_TIMEOUT))
            .tls(tls);
        if let Some(password) = &settings.password {
            let password = password.reveal(folder);
            let password = password.map_err(|source| ChannelError::Secret {
                channel: "mail",
                source,
            })?;
            builder = builder.credentials(Credentials::new(settings.user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    pub(crate) async fn hand(&self, message: &Message) -> Handed {
        let Ok(to) = message.to.parse::<Mailbox>() else {
            return Handed::new(Outcome::Rejected, "no address");
        };
        let built = lettre::Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(message.subject.replace(['\r', '\n'], " "))
            .message_id(Some(format!("<{}@dutyroom>", message.key)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone());
        let Ok(built) = built else {
            return Handed::new(Outcome::Rejected, "no message");
        };
        match self.transport.send(built).await {
            Ok(answer) => {
                let said: Vec<_> = answer.message().collect();
                Handed::new(
                    Outcome::Handed,
                    &format!("{} {}", answer.code(), said.join(" ")),
                )
            }
            Err(error) => Handed::new(outcome(&error), &error.to_string()),
        }
    }
}

/// Only what was clearly not taken is `Failed`; a line that broke leaves it open.
fn outcome(error: &lettre::transport::smtp::Error) -> Outcome {
    if error.is_permanent() {
        Outcome::Rejected
    } else if error.is_transient() || error.is_tls() || error.is_client() || unreached(error) {
        Outcome::Failed
    } else {
        Outcome::Unknown
    }
}

/// True when there was no line at all.
fn unreached(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind as K;
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return matches!(
                io.kind(),
                K::ConnectionRefused
                    | K::AddrNotAvailable
                    | K::HostUnreachable
                    | K::NetworkUnreachable
            );
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: MailSecurity, from: &str) -> MailSettings {
        MailSettings {
            host: host.to_owned(),
            port: None,
            security,
            from: from.to_owned(),
            user: String::new(),
            password: None,
        }
    }

    #[test]
    fn a_strange_server_is_only_spoken_to_over_tls() {
        let open =
            |host, security, from| Mail::open(&settings(host, security, from), Path::new("."));
        let from = "duty@example.invalid";
        assert!(
            open("mail.invalid", MailSecurity::Plain, from).is_err(),
            "in the clear"
        );
        assert!(
            open("127.0.0.1", MailSecurity::Plain, from).is_ok(),
            "to this machine"
        );
        assert!(
            open("mail.invalid", MailSecurity::Tls, from).is_ok(),
            "over TLS"
        );
        assert!(
            open("mail.invalid", MailSecurity::Tls, "nobody").is_err(),
            "from somebody"
        );
    }
}
