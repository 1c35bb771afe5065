//! What a peer may do to the server of each protocol without harm to anybody else.

use socket2::SockRef;

use super::*;
use crate::serve::connection::watch_over;

fn vehicles() -> Jt808 {
    Jt808::new(Jt808Settings::new("车辆"), Arc::new(Reach::new(&[], &[])))
}

/// The same attack on all three, each with a good message of its own and how a frame begins.
macro_rules! on_all {
    ($attack:ident) => {
        $attack(
            vehicles(),
            &frame("013800000009", 0x0002, 1, 0),
            b"\x7e\x02",
        )
        .await;
        $attack(panels(), &panel_report(), b"@@\x01\x00").await;
        $attack(stations(), &station_data(), b"##9999QN=").await;
    };
}

/// Bytes of a simple generator; the marks of all protocols come now and then.
fn noise(count: usize) -> Vec<u8> {
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(seed >> 24).unwrap_or_default()
    };
    let marks = b"@@##\x7e\x7e\n";
    let bytes = (0..count).map(|at| marks.get(at % 61).copied().unwrap_or_else(&mut next));
    bytes.collect()
}

async fn byte_by_byte<P: Protocol>(feed: P, message: &[u8], _: &[u8]) {
    let running = Running::of(feed, Bounds::default());
    let kind = running.feed.kind();
    let mut slow = running.connect().await;
    for byte in message {
        slow.write_all(&[*byte]).await.expect("it is taken");
        slow.flush().await.expect("it goes out");
    }
    let mut buffer = [0_u8; 256];
    let got = timeout(LONG, slow.read(&mut buffer)).await;
    assert!(matches!(got, Ok(Ok(1..))), "{kind}: it is as good as any");
    running.end().await;
}

async fn noise_harms_nobody<P: Protocol>(feed: P, message: &[u8], _: &[u8]) {
    let running = Running::of(feed, Bounds::default());
    let kind = running.feed.kind();
    let mut loud = running.connect().await;
    // The server hangs up before all of it is written.
    drop(loud.write_all(&noise(1 << 20)).await);
    hung_up(&mut loud).await;
    is_served(&running, message).await;
    let shelf = running.end().await;
    let kept = lock(&shelf.unreadable).len();
    assert!(
        (1..=60).contains(&kept),
        "{kind}: some of it is kept: {kept}"
    );
}

async fn a_frame_without_end<P: Protocol>(feed: P, message: &[u8], begins: &[u8]) {
    let running = Running::of(feed, Bounds::default());
    let kind = running.feed.kind();
    let mut long = running.connect().await;
    let mut bytes = begins.to_vec();
    bytes.resize(10 * 1024 * 1024, 0x01);
    // Whether it is cut off or thrown away, others are served while it goes on.
    let (_, ()) = tokio::join!(long.write_all(&bytes), is_served(&running, message));
    is_served(&running, message).await;
    let shelf = running.end().await;
    let kept: usize = lock(&shelf.unreadable)
        .iter()
        .map(|one| one.raw.len())
        .sum();
    assert!(
        kept < 1024 * 1024,
        "{kind}: no more is kept than is of use: {kept}"
    );
}

async fn who_never_reads<P: Protocol>(feed: P, message: &[u8], _: &[u8]) {
    let bounds = Bounds {
        write_max: Duration::from_millis(100),
        ..Bounds::default()
    };
    let running = Running::of(feed, bounds);
    let kind = running.feed.kind();
    let mut deaf = running.connect().await;
    let many = message.repeat(2_000);
    let gone = async { while deaf.write_all(&many).await.is_ok() {} };
    let (gone, ()) = tokio::join!(timeout(LONG, gone), is_served(&running, message));
    assert!(gone.is_ok(), "{kind}: the server lets it go");
    is_served(&running, message).await;
    running.end().await;
}

async fn who_says_nothing_whole<P: Protocol>(feed: P, message: &[u8], begins: &[u8]) {
    let bounds = Bounds {
        first_max: Duration::from_millis(200),
        ..Bounds::default()
    };
    let running = Running::of(feed, bounds);
    let mut silent = running.connect().await;
    let mut half = running.connect().await;
    half.write_all(begins).await.expect("it is taken");
    hung_up(&mut silent).await;
    hung_up(&mut half).await;
    is_served(&running, message).await;
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_server_takes_a_message_byte_by_byte() {
    on_all!(byte_by_byte);
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_at_one_server_harms_none_of_its_devices() {
    on_all!(noise_harms_nobody);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_holds_ten_megabytes_of_one_frame() {
    on_all!(a_frame_without_end);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_waits_for_a_peer_that_never_reads() {
    on_all!(who_never_reads);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_keeps_a_peer_that_says_nothing_whole() {
    on_all!(who_says_nothing_whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_is_asked_to_find_dead_peers() {
    let running = Running::start(Bounds::default()).await;
    let stream = running.connect().await;
    let asked = |stream: &TcpStream| SockRef::from(stream).keepalive().expect("a state");
    assert!(!asked(&stream), "no system does it by itself");
    watch_over(&stream).expect("it can be asked for");
    assert!(
        asked(&stream),
        "a dead station does not hold its place for two hours"
    );
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fire_that_a_damaged_frame_held_up_is_stored_when_its_panel_hangs_up() {
    let running = Running::of(panels(), Bounds::default());
    let mut damaged = panel_report();
    // The upper byte of its length: it waits for what is behind it.
    damaged[25] = 3;
    let mut panel = running.connect().await;
    let both = [damaged, panel_state(0b11)].concat();
    panel.write_all(&both).await.expect("it is taken");
    panel.shutdown().await.expect("it hangs up");
    hung_up(&mut panel).await;
    let shelf = running.end().await;
    assert_eq!(lock(&shelf.drafts).len(), 1, "the fire");
    let unreadable = lock(&shelf.unreadable);
    let mut kinds = unreadable.iter().map(|one| one.kind.as_str());
    assert!(
        kinds.any(|kind| kind == "truncated"),
        "and the damaged frame"
    );
    let senders = lock(&shelf.senders);
    let all = senders.iter().all(|sender| sender == "127.0.0.1 889");
    assert!(all, "with who sent it: {senders:?}");
}
