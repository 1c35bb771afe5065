//! Servers on the loopback address, with good devices and hostile peers.

mod storm;
mod survival;

use std::net::Ipv4Addr;
use std::sync::Mutex;

use emergency::decide::Draft;
use emergency::time::UtcMs;
use protocols::{Stream as _, gbt26875, hj212, jt808};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::*;
use crate::intake::{NotStored, Unreadable};
use crate::reach::Reach;
use crate::talk::{
    Gbt26875, Gbt26875Settings, Hj212, Hj212Settings, Jt808, Jt808Settings, Protocol,
};

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

/// A log that only counts.
#[derive(Default)]
struct Shelf {
    drafts: Mutex<Vec<Draft>>,
    unreadable: Mutex<Vec<Unreadable>>,
    senders: Mutex<Vec<String>>,
    full: std::sync::atomic::AtomicBool,
    changed: Notify,
}

impl Intake for Shelf {
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
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

    fn keep_unreadable_of(&self, sender: &str, one: Unreadable) -> Result<(), NotStored> {
        lock(&self.senders).push(sender.to_owned());
        self.keep_unreadable(one)
    }

    fn now(&self) -> UtcMs {
        UtcMs(1_777_595_400_000)
    }
}

/// A running server, of vehicles unless something else is said.
struct Running<P = Jt808> {
    address: SocketAddr,
    shared: Arc<Shared>,
    feed: Arc<P>,
    shelf: Arc<Shelf>,
    health: SharedHealth,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    async fn start(bounds: Bounds) -> Self {
        let reach = Arc::new(Reach::new(&[], &[]));
        Self::of(Jt808::new(Jt808Settings::new("车辆"), reach), bounds)
    }
}

impl<P: Protocol> Running<P> {
    fn of(feed: P, bounds: Bounds) -> Self {
        let feed = Arc::new(feed);
        let shelf = Arc::new(Shelf::default());
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let protocol: Arc<dyn Protocol> = feed.clone();
        let health = SharedHealth::new("演练", feed.kind(), "");
        let server = Server::bind(any, protocol, bounds, health.clone());
        let server = server.expect("a free port");
        let address = server.address().expect("it has one");
        let shared = Arc::clone(&server.shared);
        let stop = CancellationToken::new();
        let intake: Arc<dyn Intake> = shelf.clone();
        let task = tokio::spawn(server.run(intake, stop.clone()));
        Self {
            address,
            shared,
            feed,
            shelf,
            health,
            stop,
            task,
        }
    }

    async fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).await;
        stream.expect("the server listens")
    }

    async fn end(self) -> Arc<Shelf> {
        self.stop.cancel();
        timeout(LONG, self.task)
            .await
            .expect("it stops")
            .expect("without a panic");
        self.shelf
    }
}

fn frame(phone: &str, msg_id: u16, serial: u16, alarm: u32) -> Vec<u8> {
    let header = jt808::Header {
        msg_id,
        serial,
        terminal_phone: phone.to_owned(),
        ..jt808::Header::default()
    };
    let time = hex::encode(jt808::time_from_utc_ms(1_777_595_400_000));
    let body = json!({"alarm": alarm, "status": 2, "latE6": 36_680_000, "lngE6": 117_060_000,
        "gpsTimeRaw": time});
    let fields = body.as_object().cloned().unwrap_or_default();
    jt808::encode(&header, &fields).concat()
}

/// Reads until so many answers came.
async fn answers(stream: &mut TcpStream, count: usize) -> usize {
    let mut reader = jt808::Reader::default();
    let mut read = 0;
    let mut buffer = [0_u8; 4096];
    while read < count {
        let got = timeout(LONG, stream.read(&mut buffer)).await;
        let got = got.expect("an answer comes").expect("the connection holds");
        assert!(got > 0, "the server did not hang up");
        read += reader.push(&buffer[..got]).messages.len();
    }
    read
}

/// Waits until the server hangs up.
async fn hung_up(stream: &mut TcpStream) {
    let mut buffer = [0_u8; 4096];
    loop {
        let got = timeout(LONG, stream.read(&mut buffer)).await;
        match got.expect("the server acts") {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// A good device is served; it comes again when it is turned away, as devices do.
async fn is_served<P: Protocol>(running: &Running<P>, message: &[u8]) {
    let served = async {
        loop {
            let mut stream = running.connect().await;
            let mut buffer = [0_u8; 256];
            if stream.write_all(message).await.is_err() {
                continue;
            }
            if matches!(stream.read(&mut buffer).await, Ok(count) if count > 0) {
                return;
            }
        }
    };
    timeout(LONG, served).await.expect("it is served");
}

async fn is_well(running: &Running, phone: &str) {
    is_served(running, &frame(phone, 0x0002, 1, 0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vehicle_is_answered_when_its_alarm_is_stored() {
    let running = Running::start(Bounds::default()).await;
    let mut stream = running.connect().await;
    let report = frame("013800000001", 0x0200, 1, 1 << 30);
    stream.write_all(&report).await.expect("it is taken");
    answers(&mut stream, 1).await;
    assert_eq!(
        lock(&running.shelf.drafts).len(),
        1,
        "stored before the answer"
    );
    assert_eq!(running.feed.online(), 1, "and the vehicle is there");
    assert_eq!(running.health.get().messages, 1, "counted");
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_that_is_not_stored_is_not_answered() {
    let running = Running::start(Bounds::default()).await;
    running.shelf.full.store(true, Ordering::Release);
    let mut stream = running.connect().await;
    let report = frame("013800000001", 0x0200, 1, 1);
    stream.write_all(&report).await.expect("it is taken");
    hung_up(&mut stream).await;
    assert_eq!(running.health.get().why, "store", "and the feed says why");
    running.shelf.full.store(false, Ordering::Release);
    let mut stream = running.connect().await;
    stream.write_all(&report).await.expect("it is sent again");
    answers(&mut stream, 1).await;
    assert_eq!(
        lock(&running.shelf.drafts).len(),
        1,
        "and stored before it is answered"
    );
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_byte_at_a_time_is_as_good_as_any() {
    let running = Running::start(Bounds::default()).await;
    let mut stream = running.connect().await;
    for byte in frame("013800000001", 0x0200, 1, 0) {
        stream.write_all(&[byte]).await.expect("it is taken");
        stream.flush().await.expect("it goes out");
    }
    answers(&mut stream, 1).await;
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_says_nothing_right_in_time_is_let_go() {
    let bounds = Bounds {
        first_max: Duration::from_millis(50),
        ..Bounds::default()
    };
    let running = Running::start(bounds).await;
    let mut half_open = running.connect().await;
    hung_up(&mut half_open).await;
    let mut half_frame = running.connect().await;
    half_frame.write_all(b"\x7e\x02").await.expect("taken");
    hung_up(&mut half_frame).await;
    is_well(&running, "013800000002").await;
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn random_bytes_are_kept_bounded_and_harm_nobody() {
    let running = Running::start(Bounds::default()).await;
    let mut noise = running.connect().await;
    // Bytes of a simple generator; the mark comes now and then.
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(seed >> 24).unwrap_or_default()
    };
    let bytes: Vec<u8> = (0..1 << 20).map(|_| next()).collect();
    // The server hangs up before all of it is written.
    drop(noise.write_all(&bytes).await);
    hung_up(&mut noise).await;
    is_well(&running, "013800000003").await;
    let shelf = running.end().await;
    let kept = lock(&shelf.unreadable).len();
    assert!((1..=60).contains(&kept), "some are kept: {kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_in_one_frame_are_not_held() {
    let running = Running::start(Bounds::default()).await;
    let mut long = running.connect().await;
    let mut bytes = vec![0x01_u8; 10 * 1024 * 1024];
    bytes[0] = 0x7E;
    drop(long.write_all(&bytes).await);
    // The connection is good again once a frame begins.
    let heartbeat = frame("013800000004", 0x0002, 1, 0);
    long.write_all(&[0x7E]).await.expect("taken");
    long.write_all(&heartbeat).await.expect("taken");
    answers(&mut long, 1).await;
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_never_reads_is_let_go() {
    let bounds = Bounds {
        write_max: Duration::from_millis(100),
        ..Bounds::default()
    };
    let running = Running::start(bounds).await;
    let mut deaf = running.connect().await;
    let many = frame("013800000005", 0x0002, 1, 0).repeat(2_000);
    // It goes on until the server hangs up.
    let gone = async { while deaf.write_all(&many).await.is_ok() {} };
    timeout(LONG, gone).await.expect("the server lets it go");
    is_well(&running, "013800000006").await;
    running.end().await;
}

/// A panel's report that a part is well.
fn panel_report() -> Vec<u8> {
    panel_state(1)
}

/// A panel's report of the state of a part.
fn panel_state(state: u16) -> Vec<u8> {
    panel_says(&json!({"systemType": 1, "systemAddr": 1, "partType": 42, "state": state}))
}

/// A panel's report of a part.
fn panel_says(part: &serde_json::Value) -> Vec<u8> {
    let control = gbt26875::Control {
        protocol_major: 1,
        time: gbt26875::TimeLabel::from_utc_ms(1_777_595_400_000),
        source: gbt26875::address_bytes(889),
        command: gbt26875::command::SEND,
        ..gbt26875::Control::default()
    };
    gbt26875::encode(
        &control,
        &gbt26875::encode_unit(2, std::slice::from_ref(part)),
    )
}

/// A station's real-time data.
fn station_data() -> Vec<u8> {
    let text = "QN=20260501083000000;ST=31;CN=2011;PW=123456;MN=YL01;Flag=5;CP=&&\
                DataTime=20260501083000;a21028-Rtd=1.0,a21028-Flag=N&&";
    hj212::encode_bytes(text.as_bytes(), hj212::CrcKind::Standard)
}

fn panels() -> Gbt26875 {
    let settings = Gbt26875Settings {
        name: "消防".to_owned(),
        ..Gbt26875Settings::default()
    };
    Gbt26875::new(settings, Arc::new(Reach::new(&[], &[])))
}

fn stations() -> Hj212 {
    let settings = Hj212Settings {
        name: "环境".to_owned(),
        ..Hj212Settings::default()
    };
    Hj212::new(settings, Arc::new(Reach::new(&[], &[])))
}

/// One address takes its places and no more, and gives them back.
async fn shares_out_places<P: Protocol>(feed: P, message: &[u8]) {
    let bounds = Bounds {
        per_address_max: 2,
        ..Bounds::default()
    };
    let running = Running::of(feed, bounds);
    let kind = running.feed.kind();
    let mut kept = Vec::new();
    for _ in 0..2 {
        let mut stream = running.connect().await;
        stream.write_all(message).await.expect("taken");
        let mut buffer = [0_u8; 4096];
        let got = timeout(LONG, stream.read(&mut buffer)).await;
        assert!(matches!(got, Ok(Ok(1..))), "{kind}: it is let in");
        kept.push(stream);
    }
    let mut third = running.connect().await;
    hung_up(&mut third).await;
    kept.pop();
    // As soon as the server knows that one has gone.
    is_served(&running, message).await;
    drop(kept);
    let health = running.health.clone();
    running.end().await;
    assert!(
        health.get().refused_address >= 1,
        "{kind}: and it is counted"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_has_no_more_than_its_share_of_the_places() {
    let reach = Arc::new(Reach::new(&[], &[]));
    let vehicles = Jt808::new(Jt808Settings::new("车辆"), reach);
    shares_out_places(vehicles, &frame("013800000007", 0x0002, 1, 0)).await;
    shares_out_places(panels(), &panel_report()).await;
    shares_out_places(stations(), &station_data()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_connection_is_not_answered_for_an_alarm_that_is_not_stored() {
    let running = Running::start(Bounds::default()).await;
    running.shelf.full.store(true, Ordering::Release);
    let report = frame("013800000001", 0x0200, 1, 1 << 30);
    let register = running.feed.register();
    // Another connection has the alarm on its way to the log.
    let first = running.feed.talk().take(&report, UtcMs(1));
    assert_eq!(lock(&register.standing).len(), 1, "it is noted");
    let mut second = running.connect().await;
    second.write_all(&report).await.expect("it is taken");
    hung_up(&mut second).await;
    running.shelf.full.store(false, Ordering::Release);
    let mut again = running.connect().await;
    again.write_all(&report).await.expect("it is sent again");
    answers(&mut again, 1).await;
    assert_eq!(
        lock(&running.shelf.drafts).len(),
        1,
        "stored, then answered"
    );
    drop(first);
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_connections_as_may_be_are_let_in() {
    let bounds = Bounds {
        connections_max: 2,
        ..Bounds::default()
    };
    let running = Running::start(bounds).await;
    let mut kept = Vec::new();
    for number in 0..2 {
        let mut stream = running.connect().await;
        let phone = format!("01380000001{number}");
        let heartbeat = frame(&phone, 0x0002, 1, 0);
        stream.write_all(&heartbeat).await.expect("taken");
        answers(&mut stream, 1).await;
        kept.push(stream);
    }
    let mut third = running.connect().await;
    hung_up(&mut third).await;
    let health = running.health.clone();
    running.end().await;
    assert_eq!(health.get().refused, 1, "and it is counted");
}
