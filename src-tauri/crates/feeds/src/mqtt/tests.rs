//! What a message says besides its value.

use emergency::decide::Draft;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::intake::{NotStored, Unreadable};

const NOW: UtcMs = UtcMs(1_777_595_400_000);

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

fn feed() -> Mqtt {
    feed_at(1883)
}

fn feed_at(port: u16) -> Mqtt {
    let shipped = include_str!("../../../../../assets/sensors/tank.json");
    let (mapping, defects) = Mapping::read(shipped);
    assert_eq!(defects, [], "the shipped mapping is right");
    let settings = MqttSettings {
        name: "演练 储罐".to_owned(),
        host: "127.0.0.1".to_owned(),
        port,
        tls: None,
        version: MqttVersion::V311,
        client_id: String::new(),
        user: String::new(),
        password: String::new(),
        mapping,
    };
    let health = SharedHealth::new(&settings.name, KIND, "");
    Mqtt::new(settings, Arc::new(Reach::new(&[], &[])), health)
}

/// Hears a tank that says a time, of so many milliseconds after now.
fn hear(feed: &Mqtt, tank: &str, ahead_ms: i64, retain: bool) {
    let text = format!("{{\"ts\": {}, \"level_mm\": 5200}}", NOW.0 + ahead_ms);
    let topic = format!("exercise/演练01/tank/{tank}");
    let heard = Heard::unacknowledged(&topic, text.as_bytes(), retain);
    feed.take(&heard, NOW, &mut Outcome::default());
}

#[test]
fn a_point_whose_clock_is_wrong_is_named_as_one_of_a_server_is() {
    let feed = feed();
    hear(&feed, "T1", -7_200_000, false);
    hear(&feed, "T2", 1_000, false);
    hear(&feed, "T3", -7_200_000, true);
    feed.tell_devices(NOW);
    let clocks = feed.health.get().clocks;
    let late = ("演练01/T1/level".to_owned(), -7_200_000);
    assert_eq!(clocks.worst, Some(late.clone()), "two hours behind");
    assert_eq!(
        clocks.named,
        [late],
        "a second is nothing, and what the broker had kept says nothing of a clock"
    );
    hear(&feed, "T1", 0, false);
    feed.tell_devices(NOW);
    assert_eq!(feed.health.get().clocks.count, 0, "it was set right");
}

/// A log that hears nothing here.
struct Deaf;

impl Intake for Deaf {
    fn observe(&self, _: Vec<Draft>) -> Result<(), NotStored> {
        Ok(())
    }

    fn keep_unreadable(&self, _: Unreadable) -> Result<(), NotStored> {
        Ok(())
    }

    fn now(&self) -> UtcMs {
        NOW
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_where_a_broker_should_be_ends_the_line_and_the_next_is_tried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("it has one").port();
    let feed = Arc::new(feed_at(port));
    let stop = CancellationToken::new();
    let task = tokio::spawn(Arc::clone(&feed).run(Arc::new(Deaf), stop.clone()));
    let mut seed = 7_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(seed >> 24).unwrap_or_default()
    };
    // With and without the answer that takes the connection before it.
    for begins in [&[][..], &[0x20, 2, 0, 0]] {
        let came = timeout(LONG, listener.accept()).await;
        let (mut stream, _) = came.expect("it comes").expect("a connection");
        let bytes: Vec<u8> = (0..1 << 16).map(|_| noise()).collect();
        // It hangs up before all of it is written.
        drop(stream.write_all(&[begins, &bytes].concat()).await);
        drop(stream.shutdown().await);
        let mut said = Vec::new();
        let ended = timeout(LONG, stream.read_to_end(&mut said)).await;
        assert!(ended.is_ok(), "it hangs up on it");
    }
    // The next line is begun when the last one was said to have ended.
    let came = timeout(LONG, listener.accept()).await;
    assert!(came.is_ok(), "it comes again");
    assert_eq!(feed.register().devices.count(), 0, "nothing was believed");
    assert!(!feed.health.get().why.is_empty(), "and the feed says so");
    stop.cancel();
    timeout(LONG, task)
        .await
        .expect("it stops")
        .expect("no panic");
}
