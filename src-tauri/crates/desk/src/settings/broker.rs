//! A broker of MQTT and what is read off it.

use std::path::PathBuf;

use feeds::mqtt::MqttVersion;
use serde::{Deserialize, Serialize};

/// The usual ports (IANA): plain, and by TLS.
const PORT: u16 = 1883;
const PORT_TLS: u16 = 8883;

/// A broker. The password is in the system's keyring, where `desk password` puts it; a file that
/// names one is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrokerSettings {
    /// Name in the status bar.
    pub name: String,
    /// The broker's name or address.
    pub host: String,
    /// Its port; none takes the usual one.
    #[serde(default)]
    pub port: Option<u16>,
    /// PEM file of the authority whose certificates are trusted; inside the data folder when it is
    /// relative. Without it the line is plain, and a password goes to this machine only.
    #[serde(default)]
    pub trust: Option<PathBuf>,
    /// Which version is spoken.
    #[serde(default)]
    pub version: BrokerVersion,
    /// The name under which the broker keeps what comes while the desk is away; none makes one of
    /// the desk's own name.
    #[serde(default)]
    pub client_id: Option<String>,
    /// The user; none where the broker asks for none.
    #[serde(default)]
    pub user: Option<String>,
    /// Files of mappings, whose topics are subscribed to; inside the data folder when they are
    /// relative.
    pub mappings: Vec<PathBuf>,
}

/// A version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BrokerVersion {
    /// MQTT 3.1.1.
    #[default]
    #[serde(rename = "3.1.1")]
    V311,
    /// MQTT 5.0.
    #[serde(rename = "5")]
    V5,
}

impl From<BrokerVersion> for MqttVersion {
    fn from(version: BrokerVersion) -> Self {
        match version {
            BrokerVersion::V311 => Self::V311,
            BrokerVersion::V5 => Self::V5,
        }
    }
}

impl BrokerSettings {
    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        let usual = if self.trust.is_some() { PORT_TLS } else { PORT };
        self.port.unwrap_or(usual)
    }

    /// Under which name its password stands in the keyring.
    #[must_use]
    pub fn password_name(&self) -> String {
        format!("mqtt/{}", self.name)
    }
}
