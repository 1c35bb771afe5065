//! Connections without end, a thousand a second, at the server of each protocol and at the door,
//! while a good device goes on speaking.

use std::sync::atomic::AtomicBool;

use tokio::net::TcpSocket;

use super::*;
use crate::told::http::CONNECTIONS_MAX;
use crate::told::http::tests::{opened, request};

/// Connections of one storm, one after the other.
const CONNECTS: usize = 3_000;
/// How many are begun at a time, and how often: a thousand in a second.
const AT_ONCE: usize = 10;
const EVERY: Duration = Duration::from_millis(10);
/// How often the good device speaks.
const SPEAKS_EVERY: Duration = Duration::from_millis(30);
/// Of its messages, each so many comes by a new connection.
const COMES_NEW_EACH: u32 = 10;
/// Messages of the good device at most: the door hears no more in a minute.
const SPEAKS_MAX: u32 = 500;

/// A server in the storm.
struct Target<'a> {
    kind: &'static str,
    address: SocketAddr,
    /// Where the storm comes from.
    from: Ipv4Addr,
    /// A good message, each another one that is a fact.
    message: fn(u32) -> Vec<u8>,
    /// Whether one connection has one message, and ends with its answer.
    ends: bool,
    /// Connections that are open, and how many may be.
    open: &'a (dyn Fn() -> usize + Sync),
    most: usize,
}

/// Connects and says nothing, until it is turned away or the storm is over.
async fn knock(at: SocketAddr, from: Ipv4Addr, over: CancellationToken) -> bool {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((from, 0).into()).expect("its address");
    let Ok(mut stream) = socket.connect(at).await else {
        return false;
    };
    tokio::select! {
        () = over.cancelled() => {}
        _ = stream.read_u8() => {}
    }
    true
}

impl Target<'_> {
    /// The storm; answers how many of its connections the system made.
    async fn storm(&self) -> usize {
        let over = CancellationToken::new();
        let mut knocking = JoinSet::new();
        let mut every = tokio::time::interval(EVERY);
        for _ in 0..CONNECTS / AT_ONCE {
            every.tick().await;
            for _ in 0..AT_ONCE {
                knocking.spawn(knock(self.address, self.from, over.clone()));
            }
        }
        over.cancel();
        let all = timeout(LONG, knocking.join_all()).await;
        let made = all.expect("none hangs").into_iter().filter(|made| *made);
        made.count()
    }

    /// The good device says one thing and is answered.
    async fn say(&self, stream: &mut TcpStream, number: u32) {
        if self.ends {
            *stream = TcpStream::connect(self.address).await.expect("connects");
        }
        let message = (self.message)(number);
        stream.write_all(&message).await.expect("still taken");
        let mut buffer = [0_u8; 4096];
        let got = timeout(LONG, stream.read(&mut buffer)).await;
        let got = got.expect("an answer comes").expect("the line holds");
        assert!(got > 0, "{}: who spoke before is not pushed out", self.kind);
        let open = (self.open)();
        assert!(open <= self.most, "{}: {open} are open", self.kind);
    }

    /// A good device comes new, again and again while it is turned away, as devices do.
    async fn comes_new(&self, number: u32) {
        let heard = async {
            loop {
                let stream = TcpStream::connect(self.address).await;
                let mut stream = stream.expect("connects");
                let message = (self.message)(number);
                let mut buffer = [0_u8; 4096];
                if stream.write_all(&message).await.is_ok()
                    && matches!(stream.read(&mut buffer).await, Ok(1..))
                {
                    return;
                }
            }
        };
        timeout(LONG, heard).await.expect("it is heard");
    }

    /// A storm while the good device speaks; answers how much it said, which is all answered.
    async fn weathers(&self) -> u32 {
        let mut stream = TcpStream::connect(self.address).await.expect("connects");
        self.say(&mut stream, 0).await;
        let over = AtomicBool::new(false);
        let storm = async {
            let made = self.storm().await;
            over.store(true, Ordering::Release);
            made
        };
        let speaks = async {
            let (mut said, mut new_heard) = (1, 0);
            let mut every = tokio::time::interval(SPEAKS_EVERY);
            while !over.load(Ordering::Acquire) && said < SPEAKS_MAX {
                every.tick().await;
                if said % COMES_NEW_EACH == 0 {
                    self.comes_new(said).await;
                    new_heard += usize::from(!over.load(Ordering::Acquire));
                } else {
                    self.say(&mut stream, said).await;
                }
                said += 1;
            }
            (said, new_heard)
        };
        let (made, (said, new_heard)) = tokio::join!(storm, speaks);
        let kind = self.kind;
        assert!(made > CONNECTS / 2, "{kind}: it was a storm: {made}");
        assert!(said > 1, "{kind}: and it was spoken in it: {said}");
        assert!(new_heard > 0, "{kind}: a device that comes new is let in");
        said
    }
}

async fn server_weathers<P: Protocol>(feed: P, message: fn(u32) -> Vec<u8>) {
    let bounds = Bounds {
        connections_max: 200,
        unproven_max: 50,
        ..Bounds::default()
    };
    let running = Running::of(feed, bounds);
    let shared = Arc::clone(&running.shared);
    let target = Target {
        kind: running.feed.kind(),
        address: running.address,
        from: Ipv4Addr::LOCALHOST,
        message,
        ends: false,
        open: &|| lock(&shared.addresses).values().sum::<usize>(),
        most: bounds.connections_max,
    };
    let sent = target.weathers().await;
    is_served(&running, &message(sent)).await;
    let kind = running.feed.kind();
    let stored = lock(&running.end().await.drafts).len();
    assert_eq!(
        stored,
        sent as usize + 1,
        "{kind}: each alarm is stored, once"
    );
}

/// A vehicle of its own raises the alarm, behind one gateway.
fn alarm(number: u32) -> Vec<u8> {
    frame(&format!("0139{number:08}"), 0x0200, 1, 1 << 30)
}

/// A detector of its own says fire.
fn fire(number: u32) -> Vec<u8> {
    let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42,
        "partAddr": format!("{number:08x}"), "state": 0b11});
    panel_says(&object)
}

/// A station of its own says that its instrument is beyond its range.
fn beyond_range(number: u32) -> Vec<u8> {
    let text = format!(
        "QN=20260501083000000;ST=31;CN=2011;PW=123456;MN=YL{number:04};Flag=5;CP=&&\
         DataTime=20260501083000;a21028-Rtd=1.0,a21028-Flag=T&&"
    );
    hj212::encode_bytes(text.as_bytes(), hj212::CrcKind::Standard)
}

/// Somebody calls the hotline.
fn order(number: u32) -> Vec<u8> {
    let body = format!(r#"{{"工单编号":"演练-{number}","标题":"演练 积水"}}"#);
    (request(body.len()) + &body).into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_connects_a_second_keep_no_vehicle_from_being_heard() {
    let reach = Arc::new(Reach::new(&[], &[]));
    server_weathers(Jt808::new(Jt808Settings::new("车辆"), reach), alarm).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_connects_a_second_keep_no_fire_from_being_heard() {
    server_weathers(panels(), fire).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_connects_a_second_keep_no_station_from_being_heard() {
    server_weathers(stations(), beyond_range).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_connects_a_second_keep_no_caller_from_being_heard() {
    let (address, ear, health, stop) = opened(false).await;
    let target = Target {
        kind: "door",
        address,
        from: Ipv4Addr::new(127, 0, 0, 2),
        message: order,
        ends: true,
        open: &|| health.get().connections,
        most: CONNECTIONS_MAX,
    };
    let sent = target.weathers().await;
    stop.cancel();
    let told = ear.told.lock().expect("not poisoned").len();
    assert_eq!(told, sent as usize, "each order is stored, once");
    let refused = health.get().refused_address;
    let many = u64::try_from(CONNECTS / 4).expect("a small number");
    assert!(refused > many, "and it is shown who was refused: {refused}");
}
