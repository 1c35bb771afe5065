//! A feed of an MQTT broker on a real socket: from the message to the log and only then the
//! acknowledgement; brokers that go away, refuse, lie or never answer.

mod hostile;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use emergency::alert::{AlertReceived, MessageType};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::time::UtcMs;
use feeds::health::{Health, SharedHealth};
use feeds::intake::{Intake, NotStored, Unreadable};
use feeds::mqtt::{Mqtt, MqttSettings, MqttVersion, tls_of};
use feeds::reach::Reach;
use protocols::sensor::Mapping;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::json;
use tests::broker::{Broker, BrokerOptions};
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);
const TANK: &str = "exercise/演练01/tank/T1";

/// A log that keeps what it is given, and may be full.
#[derive(Default)]
struct Shelf {
    drafts: Mutex<Vec<Draft>>,
    unreadable: Mutex<Vec<Unreadable>>,
    full: AtomicBool,
    changed: Notify,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Intake for Shelf {
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
        self.changed.notify_one();
        if self.full.load(Ordering::Acquire) {
            let reason = "disk full".to_owned();
            return Err(NotStored { reason });
        }
        lock(&self.drafts).extend(drafts);
        Ok(())
    }

    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        lock(&self.unreadable).push(unreadable);
        self.changed.notify_one();
        Ok(())
    }

    fn now(&self) -> UtcMs {
        UtcMs(1_777_595_400_000)
    }
}

impl Shelf {
    fn told(&self) -> Vec<AlertReceived> {
        let drafts = lock(&self.drafts);
        let received = drafts.iter().filter_map(|draft| match &draft.fact {
            Fact::AlertReceived(received) => Some(received.clone()),
            _ => None,
        });
        received.collect()
    }

    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waited = async {
            while !holds(self) {
                self.changed.notified().await;
            }
        };
        assert!(timeout(LONG, waited).await.is_ok(), "{what}");
    }
}

fn settings(address: SocketAddr, version: MqttVersion) -> MqttSettings {
    let shipped = include_str!("../../assets/sensors/tank.json");
    let (mapping, defects) = Mapping::read(shipped);
    assert_eq!(defects, [], "the shipped mapping is right");
    MqttSettings {
        name: "演练 储罐".to_owned(),
        host: address.ip().to_string(),
        port: address.port(),
        tls: None,
        version,
        client_id: "dutyroomexercise".to_owned(),
        user: String::new(),
        password: String::new(),
        mapping,
    }
}

/// A running feed.
struct Listening {
    feed: Arc<Mqtt>,
    shelf: Arc<Shelf>,
    health: SharedHealth,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Listening {
    fn start(settings: MqttSettings) -> Self {
        let health = SharedHealth::new(&settings.name, "mqtt", "");
        let reach = Arc::new(Reach::new(&[], &[]));
        let feed = Arc::new(Mqtt::new(settings, reach, health.clone()));
        let shelf = Arc::new(Shelf::default());
        let stop = CancellationToken::new();
        let intake: Arc<dyn Intake> = shelf.clone();
        let task = tokio::spawn(Arc::clone(&feed).run(intake, stop.clone()));
        Self {
            feed,
            shelf,
            health,
            stop,
            task,
        }
    }

    /// Waits until the health says something; it tells nobody, so that it is looked at again and
    /// again.
    async fn until(&self, what: &str, holds: impl Fn(&Health) -> bool) {
        let mut every = tokio::time::interval(Duration::from_millis(10));
        let waited = async {
            while !holds(&self.health.get()) {
                every.tick().await;
            }
        };
        let waited = timeout(LONG, waited).await;
        assert!(waited.is_ok(), "{what}: {:?}", self.health.get());
    }

    async fn end(self) -> Arc<Shelf> {
        self.stop.cancel();
        let ended = timeout(LONG, self.task).await.expect("it stops");
        ended.expect("without a panic");
        self.shelf
    }
}

fn level(mm: i64) -> Vec<u8> {
    json!({"ts": 1_777_595_399_000_i64, "level_mm": mm, "pressure_kpa": 120, "temperature_c": 31.5})
        .to_string()
        .into_bytes()
}

async fn told_and_acknowledged(version: MqttVersion) {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), version));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    for mm in [5_200, 9_200, 9_300, 5_200] {
        broker.publish(TANK, &level(mm)).await;
    }
    broker
        .until("all are acknowledged", |broker| broker.held() == 0)
        .await;
    let told: Vec<_> = listening
        .shelf
        .told()
        .into_iter()
        .map(|one| (one.notice.msg_type, one.notice.texts[0].headline.clone()))
        .collect();
    let begun = "演练01/T1/level 储罐液位高高限".to_owned();
    let ended = "演练01/T1/level 储罐液位高高限解除".to_owned();
    assert_eq!(
        told,
        [(MessageType::Alert, begun), (MessageType::Cancel, ended)],
        "on disk when they are acknowledged, once each"
    );
    let newest = listening.feed.reading("演练01/T1/pressure");
    assert_eq!(newest.map(|one| one.value), Some(0.12), "in MPa");
    let health = listening.health.get();
    assert!(health.up && health.messages == 4, "counted: {health:?}");
    assert_eq!(health.clock_offset_ms, Some(-1_000), "its clock is late");
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_3_1_1_is_acknowledged_when_what_it_says_is_on_disk() {
    told_and_acknowledged(MqttVersion::V311).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_5_0_is_acknowledged_when_what_it_says_is_on_disk() {
    told_and_acknowledged(MqttVersion::V5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_not_stored_is_sent_again_and_told_then() {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), MqttVersion::V311));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    listening.shelf.full.store(true, Ordering::Release);
    broker.publish(TANK, &level(9_200)).await;
    listening
        .until("the feed says why", |health| health.why == "store")
        .await;
    assert_eq!(broker.held(), 1, "it is not acknowledged");
    listening.shelf.full.store(false, Ordering::Release);
    broker
        .until("it is sent again", |broker| broker.held() == 0)
        .await;
    assert_eq!(listening.shelf.told().len(), 1, "and is news again");
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mapping_is_in_force_on_the_line_that_stands() {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), MqttVersion::V311));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    let before = broker.subscribed();
    let elevator = include_str!("../../assets/sensors/elevator.json");
    listening.feed.remap(Mapping::read(elevator).0);
    broker
        .until("it asks for the new topics", |broker| {
            broker.subscribed() > before
        })
        .await;
    let topic = "exercise/elevator/演练01/event";
    let trapped = json!({"time": 1_777_595_399, "state": "trapped", "people": 2}).to_string();
    broker.publish(topic, trapped.as_bytes()).await;
    broker
        .until("it is acknowledged", |broker| broker.held() == 0)
        .await;
    let told = listening.shelf.told();
    assert!(
        told.iter().any(|one| one.notice.event_code == "high_high"),
        "read by the new rules: {told:?}"
    );
    let captured = listening.feed.captured();
    assert_eq!(captured[0].0, topic, "and kept, to try rules on");
    assert_eq!(captured[0].1[0].payload, trapped.as_bytes(), "as it came");
    let health = listening.health.get();
    assert!(health.up, "the feed is well: {health:?}");
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_the_line_is_cut_is_heard_afterwards() {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), MqttVersion::V5));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    broker.cut();
    listening
        .until("the cut is seen", |health| !health.up)
        .await;
    broker.publish(TANK, &level(9_200)).await;
    broker
        .until("it comes back", |broker| {
            broker.held() == 0 && broker.subscribed() > 1
        })
        .await;
    assert_eq!(listening.shelf.told().len(), 1, "nothing is lost");
    listening
        .until("it is well again", |health| health.up)
        .await;
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mapping_cannot_read_is_kept_and_stops_nothing() {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), MqttVersion::V311));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    broker.publish(TANK, b"\x00\xFFno JSON").await;
    broker.publish(TANK, &vec![b' '; 2 * 1024 * 1024]).await;
    broker.publish(TANK, &level(9_200)).await;
    broker
        .until("all are acknowledged", |broker| broker.held() == 0)
        .await;
    let shelf = Arc::clone(&listening.shelf);
    shelf
        .until("both are kept", |shelf| lock(&shelf.unreadable).len() == 2)
        .await;
    let kinds: Vec<_> = listening.health.get().defect_kinds.into_keys().collect();
    assert_eq!(kinds, ["malformed", "too_large"], "by their kinds");
    assert_eq!(shelf.told().len(), 1, "the good one is told");
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_asks_for_a_user_is_given_the_password() {
    let login = Some(("演练".to_owned(), "geheim".to_owned()));
    let options = BrokerOptions {
        login,
        ..BrokerOptions::default()
    };
    let broker = Broker::start(options).await;
    let with = |password: &str| MqttSettings {
        user: "演练".to_owned(),
        password: password.to_owned(),
        ..settings(broker.address(), MqttVersion::V311)
    };
    let stranger = Listening::start(with("falsch"));
    stranger
        .until("the login fails", |health| health.why == "login")
        .await;
    stranger.end().await;
    let known = Listening::start(with("geheim"));
    known.until("it is let in", |health| health.up).await;
    known.end().await;
    let far = Listening::start(MqttSettings {
        host: "192.0.2.1".to_owned(),
        ..with("geheim")
    });
    far.until("no password goes over a plain line", |health| {
        health.why == "plain_password"
    })
    .await;
    far.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_broker_that_is_trusted_is_listened_to() {
    let authority = || {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"))
            .expect("an authority")
    };
    let (own, other) = (authority(), authority());
    let key = KeyPair::generate().expect("a key");
    let names = vec!["127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(names).expect("a name");
    let certificate = certificate.signed_by(&key, &own).expect("signed");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a certificate and its key");
    let broker = Broker::start(BrokerOptions {
        tls: Some(Arc::new(tls)),
        ..BrokerOptions::default()
    })
    .await;
    let trusting = |pem: String| MqttSettings {
        tls: Some(tls_of(pem.as_bytes()).expect("an authority")),
        user: "演练".to_owned(),
        password: "geheim".to_owned(),
        ..settings(broker.address(), MqttVersion::V311)
    };
    let wary = Listening::start(trusting(other.pem()));
    wary.until("another's certificate is refused", |health| {
        health.why == "tls"
    })
    .await;
    wary.end().await;
    let trusting = Listening::start(trusting(own.pem()));
    trusting.until("it is trusted", |health| health.up).await;
    broker.publish(TANK, &level(9_200)).await;
    broker
        .until("it is heard", |broker| broker.held() == 0)
        .await;
    trusting.end().await;
    assert!(tls_of(b"").is_err(), "an empty file trusts nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_is_refused_is_said() {
    let options = BrokerOptions {
        refused: vec!["exercise/+/tank/+".to_owned()],
        ..BrokerOptions::default()
    };
    let broker = Broker::start(options).await;
    for version in [MqttVersion::V311, MqttVersion::V5] {
        let listening = Listening::start(settings(broker.address(), version));
        listening
            .until("the refusal is shown", |health| {
                !health.up && health.why == "subscribe"
            })
            .await;
        listening.end().await;
    }
}
