//! Addresses and secrets of the channels, as the district enters them.

use std::path::{Path, PathBuf};

use emergency::circular::Channel;
use serde::{Deserialize, Serialize};

use crate::outlets;

/// Bytes of a file that holds a secret.
const SECRET_BYTES_MAX: u64 = 8 * 1024;

/// What is set up; nothing by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelSettings {
    /// The SMS gateway.
    pub sms: Option<SmsSettings>,
    /// The mail server.
    pub mail: Option<MailSettings>,
}

impl ChannelSettings {
    /// The channels that are named, whether they can be used or not.
    #[must_use]
    pub fn set_up(&self) -> Vec<Channel> {
        outlets::set_up(self.sms.is_some(), self.mail.is_some())
    }
}

/// A secret, or the file that holds it. It is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Secret {
    /// The file it stands in, which only this user should be able to read.
    File {
        /// The file.
        file: PathBuf,
    },
    /// The secret itself.
    Here(String),
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { file } => write!(f, "Secret({})", file.display()),
            Self::Here(_) => f.write_str("Secret(…)"),
        }
    }
}

impl Secret {
    /// The secret; a relative file lies in the given folder.
    ///
    /// # Errors
    /// What the system says when its file cannot be read or is too long.
    pub fn reveal(&self, folder: &Path) -> std::io::Result<String> {
        match self {
            Self::Here(secret) => Ok(secret.clone()),
            Self::File { file } => {
                let path = folder.join(file);
                if std::fs::metadata(&path)?.len() > SECRET_BYTES_MAX {
                    return Err(std::io::Error::other("too long for a secret"));
                }
                Ok(std::fs::read_to_string(path)?.trim().to_owned())
            }
        }
    }
}

/// An SMS gateway that takes JSON over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSettings {
    /// Its address.
    pub url: String,
    /// What it takes, JSON with `{phone}`, `{text}` and `{key}` inside its texts.
    #[serde(default = "template")]
    pub template: String,
    /// The secret of the header `Authorization`, after `Bearer`.
    #[serde(default)]
    pub token: Option<Secret>,
}

/// The body of a gateway that asks for nothing special.
fn template() -> String {
    r#"{"phone":"{phone}","text":"{text}","key":"{key}"}"#.to_owned()
}

/// How the line to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the first byte, port 465.
    #[default]
    Tls,
    /// TLS after STARTTLS, port 587; without it nothing is sent.
    Starttls,
    /// None: only to this machine.
    Plain,
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port; none takes the usual one of the security.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the line is secured.
    #[serde(default)]
    pub security: MailSecurity,
    /// From whom.
    pub from: String,
    /// User, when it asks for one.
    #[serde(default)]
    pub user: String,
    /// Its password.
    #[serde(default)]
    pub password: Option<Secret>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let settings = SmsSettings {
            url: "https://sms.invalid".to_owned(),
            template: template(),
            token: Some(Secret::Here("hunter2".to_owned())),
        };
        let printed = format!("{settings:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }

    #[test]
    fn a_secret_stands_in_the_settings_or_in_a_file() {
        let folder = std::env::temp_dir();
        let here = Secret::Here("a".to_owned());
        assert_eq!(here.reveal(&folder).expect("it is here"), "a", "as it is");
        let file = Secret::File {
            file: PathBuf::from("no-such-secret-of-a-test"),
        };
        assert!(file.reveal(&folder).is_err(), "a missing file is said");
    }
}
