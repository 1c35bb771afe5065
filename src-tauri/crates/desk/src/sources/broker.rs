//! A feed of a broker: its mappings, its trust and its password are had before it starts.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use contract::rows::MappingUnreadable;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::mqtt::{Mqtt, MqttSettings, tls_of};
use feeds::reach::Reach;
use protocols::sensor::{MAPPING_BYTES_MAX, Mapping};
use tokio_util::sync::CancellationToken;

use crate::keyring::Keyring;
use crate::settings::BrokerSettings;

/// Files of mappings of one feed.
const MAPPINGS_MAX: usize = 64;
/// Bytes of a file of certificates.
const TRUST_BYTES_MAX: u64 = 1024 * 1024;
/// Characters of the name that a client has at a broker (MQTT 3.1.1, 3.1.3.1), after the program's.
const CLIENT_CHARS: usize = 12;

/// What a broker is told of this desk.
pub(super) struct Own<'a> {
    /// The data folder.
    pub(super) data: &'a Path,
    /// The public name of the device.
    pub(super) origin: &'a str,
    pub(super) keyring: Option<&'a dyn Keyring>,
}

/// A broker of the settings, and its feed once that runs.
#[derive(Clone)]
pub(crate) struct Broker {
    pub(crate) settings: BrokerSettings,
    data: PathBuf,
    health: SharedHealth,
    pub(crate) feed: Arc<OnceLock<Arc<Mqtt>>>,
}

impl Broker {
    pub(crate) fn new(settings: &BrokerSettings, data: &Path, health: &SharedHealth) -> Self {
        Self {
            settings: settings.clone(),
            data: data.to_owned(),
            health: health.clone(),
            feed: Arc::default(),
        }
    }

    /// Its feed; none while it could not be started.
    pub(crate) fn running(&self) -> Option<Arc<Mqtt>> {
        self.feed.get().cloned()
    }

    /// Its files of rules: as the settings name them, and where they are.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, PathBuf)> {
        let files = self.settings.mappings.iter().take(MAPPINGS_MAX);
        files.map(|path| (path.display().to_string(), self.data.join(path)))
    }

    /// Whether it reads that file, whatever its settings call it.
    pub(crate) fn reads(&self, path: &Path) -> bool {
        let wanted = same(path);
        self.files().any(|(_, one)| same(&one) == wanted)
    }

    /// Brings into force what its files say now; answers how many rules were left out, none where
    /// there is no feed or no rule.
    pub(crate) fn remap(&self) -> Option<usize> {
        let feed = self.running()?;
        let (mapping, left_out) = mapping(&self.settings, &self.data, &self.health).ok()?;
        feed.remap(mapping);
        Some(left_out)
    }
}

/// One name for a file; that of its folder's where there is no file yet.
fn same(path: &Path) -> PathBuf {
    let whole = path.canonicalize().ok();
    let by_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    whole.or_else(by_folder).unwrap_or_else(|| path.to_owned())
}

/// The feed, or a short code of what is missing.
pub(super) fn feed(
    broker: &BrokerSettings,
    own: &Own<'_>,
    reach: Arc<Reach>,
    health: &SharedHealth,
) -> Result<Mqtt, &'static str> {
    let (mapping, _) = mapping(broker, own.data, health)?;
    let tls = match &broker.trust {
        None => None,
        Some(path) => {
            let pem = bounded(&own.data.join(path), TRUST_BYTES_MAX).map_err(|_| "trust")?;
            let tls = tls_of(&pem).inspect_err(|error| {
                tracing::error!(feed = %broker.name, %error, "nobody can be trusted");
            });
            Some(tls.map_err(|_| "trust")?)
        }
    };
    let user = broker.user.clone().unwrap_or_default();
    let password = if user.is_empty() {
        String::new()
    } else {
        password(broker, own.keyring).ok_or("password")?
    };
    let made = || {
        let origin: String = own.origin.chars().take(CLIENT_CHARS).collect();
        format!("dutyroom{origin}")
    };
    // For one without a name no broker keeps anything.
    let named = broker.client_id.clone().filter(|name| !name.is_empty());
    let settings = MqttSettings {
        name: broker.name.clone(),
        host: broker.host.clone(),
        port: broker.port(),
        tls,
        version: broker.version.into(),
        client_id: named.unwrap_or_else(made),
        user,
        password,
        mapping,
    };
    Ok(Mqtt::new(settings, reach, health.clone()))
}

/// All mappings as one, and how many rules were left out. A rule that is wrong is told and left
/// out; without any there is no feed.
fn mapping(
    broker: &BrokerSettings,
    data: &Path,
    health: &SharedHealth,
) -> Result<(Mapping, usize), &'static str> {
    let mut all = Mapping::default();
    let mut left_out = 0;
    for path in broker.mappings.iter().take(MAPPINGS_MAX) {
        let path = data.join(path);
        let bytes = mapping_bytes(&path).map_err(|why| {
            let path = path.display();
            tracing::error!(feed = %broker.name, %path, ?why, "a mapping cannot be read");
            "mapping"
        })?;
        let (read, defects) = Mapping::read(&String::from_utf8_lossy(&bytes));
        left_out += defects.len();
        for defect in defects {
            let (path, why) = (path.display(), &defect.message);
            tracing::error!(feed = %broker.name, %path, %why, "a rule is left out");
            health.defect("mapping", &defect.message, "");
        }
        let over = all.join(read);
        left_out += over;
        if over > 0 {
            health.defect("mapping", &format!("{over} rules too many"), "");
        }
    }
    if all.is_empty() {
        Err("mapping")
    } else {
        Ok((all, left_out))
    }
}

/// The bytes of a file of rules, or why it cannot be read.
pub(crate) fn mapping_bytes(path: &Path) -> Result<Vec<u8>, MappingUnreadable> {
    bounded(path, MAPPING_BYTES_MAX as u64)
}

fn bounded(path: &Path, most: u64) -> Result<Vec<u8>, MappingUnreadable> {
    let why = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => MappingUnreadable::Missing,
        _ => MappingUnreadable::Refused,
    };
    if std::fs::metadata(path).map_err(why)?.len() > most {
        return Err(MappingUnreadable::TooLong);
    }
    std::fs::read(path).map_err(why)
}

fn password(broker: &BrokerSettings, keyring: Option<&dyn Keyring>) -> Option<String> {
    let kept = keyring?.get(&broker.password_name());
    let kept = kept.inspect_err(|error| {
        tracing::error!(feed = %broker.name, %error, "the keyring gives no password");
    });
    String::from_utf8(kept.ok()??).ok()
}

/// Runs a feed, once what it needs is there; the keyring may take its time.
pub(super) fn start(
    runtime: &tokio::runtime::Handle,
    make: impl FnOnce(&SharedHealth) -> Result<Arc<Mqtt>, &'static str> + Send + 'static,
    (health, held): (SharedHealth, Broker),
    intake: Arc<dyn Intake>,
    stop: CancellationToken,
) {
    let inner = runtime.clone();
    runtime.spawn_blocking(move || match make(&health) {
        Ok(feed) => {
            let feed = held.feed.get_or_init(|| feed);
            drop(inner.spawn(Arc::clone(feed).run(intake, stop)));
        }
        Err(why) => health.failed(intake.now(), why),
    });
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::keyring::KeyringError;
    use crate::settings::BrokerVersion;

    struct Fake(HashMap<&'static str, &'static [u8]>);

    impl Keyring for Fake {
        fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyringError> {
            Ok(self.0.get(name).map(|secret| secret.to_vec()))
        }

        fn put(&self, _: &str, _: &[u8]) -> Result<(), KeyringError> {
            Ok(())
        }
    }

    fn broker(user: Option<&str>) -> BrokerSettings {
        BrokerSettings {
            name: "演练".to_owned(),
            host: "localhost".to_owned(),
            port: None,
            trust: None,
            version: BrokerVersion::V311,
            client_id: None,
            user: user.map(str::to_owned),
            mappings: vec!["tank.json".into()],
        }
    }

    #[test]
    fn a_feed_starts_only_with_its_mapping_its_trust_and_its_password() {
        let folder = tempfile::tempdir().expect("a folder");
        let ring = Fake(HashMap::from([("mqtt/演练", &b"p"[..])]));
        let health = SharedHealth::new("演练", "mqtt", "");
        let reach = Arc::new(Reach::new(&[], &[]));
        let start = |broker: &BrokerSettings, keyring: Option<&dyn Keyring>| {
            let own = Own {
                data: folder.path(),
                origin: "0a1b2c3d4e5f0a1b",
                keyring,
            };
            feed(broker, &own, Arc::clone(&reach), &health).err()
        };
        assert_eq!(start(&broker(None), None), Some("mapping"), "no file");
        let path = folder.path().join("tank.json");
        std::fs::write(&path, "{\"rules\": [{}]}").expect("written");
        assert_eq!(start(&broker(None), None), Some("mapping"), "no rule");
        assert_eq!(health.get().defect_kinds["mapping"].count, 1, "it is told");
        let shipped = include_str!("../../../../../assets/sensors/tank.json");
        std::fs::write(&path, shipped).expect("written");
        assert_eq!(start(&broker(None), None), None, "nobody is asked");
        assert_eq!(start(&broker(Some("u")), None), Some("password"), "no ring");
        assert_eq!(start(&broker(Some("u")), Some(&ring)), None, "its password");
        let trusting = BrokerSettings {
            trust: Some("ca.pem".into()),
            ..broker(None)
        };
        assert_eq!(start(&trusting, None), Some("trust"), "nobody to trust");
        assert_eq!(
            (trusting.port(), broker(None).port()),
            (8883, 1883),
            "usual"
        );
    }
}
