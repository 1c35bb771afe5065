//! The door with good systems, with strangers and with hostile peers.

mod survival;

pub(crate) use survival::request;

use std::sync::atomic::{AtomicUsize, Ordering};

use emergency::decide::Draft;
use reqwest::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use super::super::tests::{Ear, hotline};
use super::super::{Heard, Told};
use super::*;
use crate::intake::{Intake, NotStored, Unreadable};
use crate::ration::KEPT_PER_MINUTE;

const TOKEN: &str = "演练-token-0123456789";

/// A door on this machine, its address and what came through it.
pub(crate) async fn opened(full: bool) -> (SocketAddr, Arc<Ear>, SharedHealth, CancellationToken) {
    let ear = Arc::new(Ear {
        full,
        ..Ear::default()
    });
    let (address, health, stop) = opened_to(Arc::clone(&ear) as Arc<dyn Hearing>).await;
    (address, ear, health, stop)
}

/// A door on this machine to a desk.
async fn opened_to(intake: Arc<dyn Hearing>) -> (SocketAddr, SharedHealth, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("an address");
    let address = listener.local_addr().expect("an address");
    let health = SharedHealth::new("演练 工单", "submission_http", "");
    let door = Door {
        name: "演练 工单".to_owned(),
        reading: hotline(),
        token_hash: token_hash(TOKEN),
        health: health.clone(),
    };
    let stop = CancellationToken::new();
    tokio::spawn(on(listener, door, intake, stop.clone()));
    (address, health, stop)
}

async fn posted(at: SocketAddr, token: &str, body: impl Into<reqwest::Body>) -> (u16, Value) {
    let client = Client::builder().no_proxy().build().expect("a client");
    let request = client.post(format!("http://{at}/submissions")).body(body);
    let request = if token.is_empty() {
        request
    } else {
        request.bearer_auth(token)
    };
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_with_the_token_is_stored_and_answered() {
    let (at, ear, health, _stop) = opened(false).await;
    let body = r#"[{"工单编号":"演练-1","标题":"演练 积水"},{"编号":"x"}]"#;
    let (status, said) = posted(at, TOKEN, body).await;
    assert_eq!((status, &said["stored"]), (200, &json!(1)), "{said}");
    assert_eq!(said["defects"][0]["kind"], "element_missing", "{said}");
    assert_eq!(ear.told.lock().expect("lock").len(), 1, "one record");
    assert_eq!(ear.kept.lock().expect("lock").len(), 1, "one defect");
    assert!(health.get().up, "and the feed is up");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_token_nothing_is_read_and_guessing_is_cut_off() {
    let (at, ear, _, _stop) = opened(false).await;
    let body = r#"{"标题":"演练"}"#;
    for token in ["", "wrong"] {
        let (status, said) = posted(at, token, body).await;
        assert_eq!(
            (status, &said["reason"]),
            (401, &json!("token")),
            "{token:?}"
        );
    }
    for _ in 2..WRONG_TOKENS_PER_MINUTE {
        posted(at, "wrong", body).await;
    }
    let (status, said) = posted(at, "wrong", body).await;
    assert_eq!(
        (status, &said["reason"]),
        (429, &json!("too_many")),
        "cut off"
    );
    assert_eq!(ear.told.lock().expect("lock").len(), 0, "nothing was read");
    let (status, _) = posted(at, TOKEN, body).await;
    assert_eq!(status, 200, "strangers do not shut the door to who has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_request_is_told_why() {
    let (at, _, health, _stop) = opened(false).await;
    for length in [DOCUMENT_BYTES_MAX + 1, READ_BYTES_MAX] {
        let (status, said) = posted(at, TOKEN, vec![b' '; length]).await;
        assert_eq!(
            (status, &said["reason"]),
            (413, &json!("too_large")),
            "{length} bytes"
        );
    }
    let (status, said) = posted(at, TOKEN, "[{").await;
    assert_eq!((status, &said["stored"]), (422, &json!(0)), "{said}");
    assert_eq!(said["defects"][0]["kind"], "malformed", "{said}");
    let kinds = health.get().defect_kinds;
    assert_eq!(kinds["malformed"].newest, "5b7b", "its bytes are shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_that_sends_nothing_right_does_not_fill_the_log() {
    let (at, ear, health, _stop) = opened(false).await;
    let most = usize::try_from(KEPT_PER_MINUTE).expect("a small number");
    for number in 0..most + 10 {
        let body = format!("[{{{number}");
        let whole = request(body.len()) + &body;
        let mut stream = TcpStream::connect(at).await.expect("connects");
        stream.write_all(whole.as_bytes()).await.expect("taken");
        let mut said = String::new();
        stream.read_to_string(&mut said).await.expect("answered");
        assert!(said.starts_with("HTTP/1.1 422"), "each is told so: {said}");
    }
    let kept = ear.kept.lock().expect("lock").len();
    assert_eq!(kept, most, "so many are kept in a minute");
    let counted = health.get().defects;
    assert_eq!(counted, most as u64 + 10, "and all are counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_cannot_store_asks_for_it_again() {
    let (at, _, health, _stop) = opened(true).await;
    let (status, said) = posted(at, TOKEN, r#"{"标题":"演练"}"#).await;
    assert_eq!((status, &said["reason"]), (503, &json!("store")), "{said}");
    assert_eq!(health.get().why, "store", "and the feed says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_holds_many_connections_open_keeps_no_other_out() {
    let (at, _, _, _stop) = opened(false).await;
    let mut silent = Vec::new();
    for _ in 0..2 * CONNECTIONS_MAX {
        let socket = TcpSocket::new_v4().expect("a socket");
        let other = "127.0.0.2:0".parse().expect("an address");
        socket.bind(other).expect("its address");
        let mut stream = socket.connect(at).await.expect("connects");
        // Where it was closed already the part does not arrive, which is what is meant.
        drop(stream.write_all(b"POST /subm").await);
        silent.push(stream);
    }
    let (status, _) = posted(at, TOKEN, r#"{"标题":"演练"}"#).await;
    assert_eq!(status, 200, "there is a place left");
    let mut open = 0;
    for mut stream in silent {
        let waits = Duration::from_millis(1);
        let read = timeout(waits, stream.read_u8()).await;
        open += usize::from(read.is_err());
    }
    assert_eq!(
        open, PER_ADDRESS_MAX,
        "so many of it are held, the others closed"
    );
}

/// A desk that sees how many documents come at once.
#[derive(Default)]
struct Narrow {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Intake for Narrow {
    fn observe(&self, _: Vec<Draft>) -> Result<(), NotStored> {
        Ok(())
    }

    fn keep_unreadable(&self, _: Unreadable) -> Result<(), NotStored> {
        Ok(())
    }

    fn now(&self) -> UtcMs {
        UtcMs(1_000)
    }
}

impl Hearing for Narrow {
    fn hear(&self, _: &str, told: Vec<Told>) -> Result<Heard, NotStored> {
        let now = self.now.fetch_add(1, Ordering::AcqRel) + 1;
        self.most.fetch_max(now, Ordering::AcqRel);
        // Room for the others to come in, if they can.
        (0..10_000).for_each(|_| std::thread::yield_now());
        self.now.fetch_sub(1, Ordering::AcqRel);
        Ok(Heard {
            stored: told.len(),
            ..Heard::default()
        })
    }

    fn keep_private(&self, _: Unreadable) -> Result<(), NotStored> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn documents_are_read_one_after_the_other_however_many_come() {
    let narrow = Arc::new(Narrow::default());
    let (at, _, _stop) = opened_to(Arc::clone(&narrow) as Arc<dyn Hearing>).await;
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..PER_ADDRESS_MAX / 2 {
        sending.spawn(posted(at, TOKEN, r#"{"标题":"演练"}"#));
    }
    let all = sending.join_all().await;
    assert!(
        all.iter().all(|(status, _)| *status == 200),
        "all are heard"
    );
    let most = narrow.most.load(Ordering::Acquire);
    assert_eq!(most, 1, "each may unpack to a quarter of a gigabyte");
}
