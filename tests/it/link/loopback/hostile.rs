//! A hostile desk before the platform: it is stopped, and nobody else notices (F17).

use std::time::Duration;

use emergency::event::Event;
use futures_util::future::join_all;
use platform::server::{GREETING_MAX, GREETING_PER_PEER_MAX};
use protocols::platform::{
    ClientMessage, EVENTS_PER_FRAME_MAX, FRAME_BYTES_MAX, RefusedCode, RejectedCode, ServerMessage,
    write,
};
use tests::caller::{Caller, event};
use tests::city::{City, DESKS};
use tests::world::{incident, system_clock};

use super::{LONG, folder, seat, together};

/// The number of the hostile desk, which the platform knows.
const FOE: u64 = 66;

fn refused(code: RefusedCode) -> impl Fn(&Option<ServerMessage>) -> bool {
    move |heard| matches!(heard, Some(ServerMessage::Refused { code: found, .. }) if *found == code)
}

fn events(events: &[Event]) -> ClientMessage {
    ClientMessage::Events {
        events: events.to_vec(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_that_no_desk_would_send_end_their_session_and_no_other() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.until_live(LONG).await;
    let masked_half_character = [0x81, 0x82, 0, 0, 0, 0, 0xe6, 0xb0];
    let claims_100_mb = [0x81, 0xff, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0, 1, 2, 3, 4];
    for (what, bytes) in [
        ("half a UTF-8 character", &masked_half_character[..]),
        ("a frame that claims 100 MB", &claims_100_mb[..]),
        ("an unknown opcode", &[0x83, 0x80, 0, 0, 0, 0][..]),
    ] {
        let mut foe = Caller::enter(city.address, FOE).await;
        foe.send_raw(bytes).await;
        let end = tokio::time::timeout(LONG, foe.hear_answer()).await;
        assert_eq!(end.expect("it ends"), None, "{what}: the connection ends");
    }
    let beat = |number: usize| format!("{{\"say\":\"beat\",\"sentAt\":\"{number}\"}}");
    let deep = format!("{}1{}", "[".repeat(4_000), "]".repeat(4_000));
    let many = write(&events(&vec![
        event(FOE, None, "演练");
        EVENTS_PER_FRAME_MAX + 1
    ]));
    for (what, text) in [
        ("no JSON", "{\"say\":".to_owned()),
        ("a NUL", "{\"say\":\"be\0at\"}".to_owned()),
        ("a lone surrogate", "{\"say\":\"\\ud800\"}".to_owned()),
        ("of the wrong kind", beat(1)),
        ("deep", format!("{{\"say\":\"beat\",\"sentAt\":{deep}}}")),
        ("more events than a frame may hold", many),
    ] {
        let mut foe = Caller::enter(city.address, FOE).await;
        for _ in 0..=16 {
            foe.say_text(&text).await;
        }
        let end = tokio::time::timeout(LONG, foe.hear_answer()).await;
        let end = end.expect("it ends");
        assert!(
            refused(RefusedCode::Malformed)(&end),
            "{what}: named as such, not {end:?}"
        );
    }
    let mut foe = Caller::enter(city.address, FOE).await;
    foe.say_text(&"x".repeat(FRAME_BYTES_MAX + 1)).await;
    let end = tokio::time::timeout(LONG, foe.hear_answer()).await;
    assert_eq!(end.expect("it ends"), None, "longer than the bound");

    assert_eq!(a.state().attempts, 0, "the other desk never lost its link");
    a.act(incident("演练 照常")).expect("is allowed");
    together(&city, &[&a]).await;
    assert_eq!(city.head(), 1, "and nothing of the foe's is in the log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_that_was_heard_elsewhere_opens_nothing() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let heard = Caller::dial(city.address).await.hello(FOE);
    let mut again = Caller::dial(city.address).await;
    again.say(&heard).await;
    let answer = again.hear_answer().await;
    assert!(
        refused(RefusedCode::Proof)(&answer),
        "a nonce is good for one connection: {answer:?}"
    );
    let mut other_log = Caller::dial(city.address).await;
    let mut hello = other_log.hello(FOE);
    if let ClientMessage::Hello(hello) = &mut hello {
        hello.resume.log_id = "another-city".to_owned();
    }
    other_log.say(&hello).await;
    let answer = other_log.hear_answer().await;
    assert!(
        refused(RefusedCode::WrongLog)(&answer),
        "another authority's log: {answer:?}"
    );
    let mut old = Caller::dial(city.address).await;
    let mut hello = old.hello(FOE);
    if let ClientMessage::Hello(hello) = &mut hello {
        hello.versions = vec![0, 9_999];
    }
    old.say(&hello).await;
    let answer = old.hear_answer().await;
    assert!(
        refused(RefusedCode::Version)(&answer),
        "no common version: {answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_speaks_for_itself_alone() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let mut foe = Caller::enter(city.address, FOE).await;
    let others = event(1, None, "演练 冒名");
    foe.say(&events(std::slice::from_ref(&others))).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(
            answer,
            Some(ServerMessage::Rejected {
                code: RejectedCode::Origin,
                ..
            })
        ),
        "another's event: {answer:?}"
    );
    let mut forged = event(FOE, None, "演练 真的");
    forged.body = serde_json::json!({ "text": "演练 改过的" });
    foe.say(&events(&[forged])).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(
            answer,
            Some(ServerMessage::Rejected {
                code: RejectedCode::Signature,
                ..
            })
        ),
        "changed after it was signed: {answer:?}"
    );
    let stranger = DESKS + 7;
    let made_up: Vec<Event> = vec![event(stranger, None, "演练 凭空而来")];
    foe.say(&ClientMessage::Offer { events: made_up }).await;
    // What comes after it in the same session is answered after it was dealt with.
    foe.say(&events(&[event(FOE, None, "演练 自己的")])).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Ack { hi: 1, .. })),
        "its own is taken: {answer:?}"
    );
    assert_eq!(city.head(), 1, "and nothing of an origin that nobody knows");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_used_once_and_a_second_use_is_a_fork() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let mut foe = Caller::enter(city.address, FOE).await;
    let first = event(FOE, None, "演练 一");
    let second = event(FOE, Some(&first), "演练 二");
    foe.say(&events(&[first.clone(), second.clone()])).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Ack { hi: 2, .. })),
        "{answer:?}"
    );
    foe.say(&events(&[first.clone(), second])).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Ack { hi: 2, .. })),
        "the same again is known: {answer:?}"
    );
    let mut third = event(FOE, Some(&first), "演练 另一个二");
    third.id = uuid::Uuid::from_u128(0xbad);
    third.seal(&tests::world::key(FOE));
    foe.say(&events(&[third])).await;
    let answer = foe.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Fork { incarnation: 2, .. })),
        "another event under a used number: {answer:?}"
    );
    assert_eq!(city.head(), 2, "the log has what it had");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_who_never_say_who_they_are_keep_nobody_out_for_long() {
    const CALLERS: usize = 3 * GREETING_MAX;
    let here = [127, 0, 0, 1].into();
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let opened = join_all((0..CALLERS).map(|_| silent_caller(here, city.address))).await;
    let turned_away = opened.iter().filter(|status| **status == 503).count();
    let heard_out = opened.iter().filter(|status| **status == 101).count();
    assert!(
        turned_away > 0 && (GREETING_PER_PEER_MAX..GREETING_MAX).contains(&heard_out),
        "{heard_out} were listened to, {turned_away} were told to come back"
    );
    let a = seat(folder.path(), 1, &city);
    a.act(incident("演练 排队之后")).expect("is allowed");
    together(&city, &[&a]).await;
    assert_eq!(city.head(), 1, "a real desk comes in all the same");
}

/// Only where all of 127.0.0.0/8 is this machine.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_at_one_address_does_not_stand_in_the_way_of_another() {
    const CALLERS: usize = 3 * GREETING_MAX;
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (answered, mut answers) = tokio::sync::mpsc::channel(CALLERS);
    for _ in 0..CALLERS {
        let (answered, city) = (answered.clone(), city.address);
        tokio::spawn(async move {
            let status = silent_caller([127, 0, 0, 2].into(), city).await;
            answered.send(status).await
        });
    }
    let mut inside = 0;
    while inside < GREETING_PER_PEER_MAX {
        let status = answers.recv().await.expect("each is answered");
        inside += usize::from(status == 101);
    }
    // While those of the crowd that came in are being waited for.
    let entered = tokio::time::timeout(LONG, Caller::enter(city.address, 1)).await;
    assert!(entered.is_ok(), "a desk elsewhere comes in");
}

/// Asks for the upgrade and says nothing more; answers the status, and stays for a while.
async fn silent_caller(from: std::net::IpAddr, city: std::net::SocketAddr) -> u16 {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    let bound = socket.bind(std::net::SocketAddr::new(from, 0));
    bound.expect("the address is of this machine");
    let mut stream = socket.connect(city).await.expect("it listens");
    let ask = "GET /v1/link HTTP/1.1\r\nhost: city\r\nconnection: upgrade\r\n\
        upgrade: websocket\r\nsec-websocket-version: 13\r\n\
        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(ask.as_bytes()).await.expect("it reads");
    let mut head = [0; 12];
    let read = stream.read_exact(&mut head).await;
    read.expect("it answers");
    tokio::spawn(async move {
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut rest)).await;
    });
    let status = std::str::from_utf8(&head[9..]).ok();
    status.and_then(|text| text.parse().ok()).expect("a status")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_does_not_read_is_let_go() {
    /// More than the system keeps for a connection that nobody reads.
    const BYTES: usize = 24 * 1024 * 1024;
    const EACH: usize = 48 * 1024;
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let deaf = Caller::enter(city.address, FOE).await;
    let mut busy = Caller::enter(city.address, 1).await;
    let words = "演".repeat(EACH / 3);
    let mut last: Option<Event> = None;
    for _ in 0..BYTES / EACH {
        let next = event(1, last.as_ref(), &words);
        busy.say(&events(std::slice::from_ref(&next))).await;
        let answer = busy.hear_answer().await;
        assert!(
            matches!(answer, Some(ServerMessage::Ack { .. })),
            "{answer:?}"
        );
        last = Some(next);
    }
    tests::seat::eventually(LONG, "the deaf one is let go", || {
        !city.platform.is_connected(&tests::world::origin(FOE))
    })
    .await;
    assert!(
        city.platform.is_connected(&tests::world::origin(1)),
        "the one that reads stays"
    );
    drop(deaf);
}
