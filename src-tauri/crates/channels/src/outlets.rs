//! The channels that are set up, and handing one message to one of them.

use std::path::Path;
use std::time::Duration;

use emergency::circular::{Channel, Outcome};
use logbook::RealWork;

use crate::mail::Mail;
use crate::settings::ChannelSettings;
use crate::sms::Sms;

/// Time to hand one message over; after it nobody knows whether it was taken.
pub const HAND_TIMEOUT: Duration = Duration::from_secs(15);
/// Characters of what the other side says that are kept.
pub const DETAIL_CHARS_MAX: usize = 200;

/// Why a channel cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// The address or the template cannot be used.
    #[error("{channel}: {reason}")]
    Settings {
        /// Which channel.
        channel: &'static str,
        /// What is wrong, without secrets.
        reason: String,
    },
    /// The secret cannot be read.
    #[error("{channel}: the secret cannot be read")]
    Secret {
        /// Which channel.
        channel: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// One message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Telephone or address.
    pub to: String,
    /// Subject; text messages have none.
    pub subject: String,
    /// Text.
    pub text: String,
    /// The same for every attempt at that person.
    pub key: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// In short.
    pub outcome: Outcome,
    /// What the other side said, bounded and without secrets.
    pub detail: String,
}

impl Handed {
    pub(crate) fn new(outcome: Outcome, detail: &str) -> Self {
        let detail = detail.chars().filter(|c| !c.is_control());
        Self {
            outcome,
            detail: detail.take(DETAIL_CHARS_MAX).collect(),
        }
    }
}

/// The machine channels that are there.
pub(crate) fn set_up(sms: bool, mail: bool) -> Vec<Channel> {
    let all = [(sms, Channel::Sms), (mail, Channel::Mail)].into_iter();
    all.filter_map(|(is, channel)| is.then_some(channel))
        .collect()
}

/// The channels of a log of real work.
pub struct Outlets {
    sms: Option<Sms>,
    mail: Option<Mail>,
}

impl Outlets {
    /// Sets the channels up. `folder` is where secrets in files lie. Without [`RealWork`] there
    /// is no way to have outlets:
    ///
    /// ```compile_fail
    /// let proof = logbook::RealWork(());
    /// ```
    ///
    /// # Errors
    /// [`ChannelError`] when something is set up that cannot be used.
    pub fn open(
        _: &RealWork,
        settings: &ChannelSettings,
        folder: &Path,
    ) -> Result<Self, ChannelError> {
        let sms = settings.sms.as_ref().map(|sms| Sms::open(sms, folder));
        let mail = settings.mail.as_ref().map(|mail| Mail::open(mail, folder));
        Ok(Self {
            sms: sms.transpose()?,
            mail: mail.transpose()?,
        })
    }

    /// No channel at all: every message is `NotSetUp`.
    #[must_use]
    pub fn none(_: &RealWork) -> Self {
        Self {
            sms: None,
            mail: None,
        }
    }

    /// The channels that take messages.
    #[must_use]
    pub fn set_up(&self) -> Vec<Channel> {
        set_up(self.sms.is_some(), self.mail.is_some())
    }

    /// Hands one message to a channel, once.
    pub async fn hand(&self, channel: Channel, message: &Message) -> Handed {
        let handed = match channel {
            Channel::Sms => match &self.sms {
                Some(sms) => Some(sms.hand(message).await),
                None => None,
            },
            Channel::Mail => match &self.mail {
                Some(mail) => Some(mail.hand(message).await),
                None => None,
            },
            // A person reads aloud; the platform takes facts, not messages.
            Channel::Phone | Channel::Platform => None,
        };
        handed.unwrap_or_else(|| Handed::new(Outcome::NotSetUp, ""))
    }
}
