//! The door with good systems, with strangers and with hostile peers.

mod survival;

use reqwest::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use super::super::tests::{Ear, hotline};
use super::*;

const TOKEN: &str = "演练-token-0123456789";

/// A door on this machine, its address and what came through it.
async fn opened(full: bool) -> (SocketAddr, Arc<Ear>, SharedHealth, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("an address");
    let address = listener.local_addr().expect("an address");
    let ear = Arc::new(Ear {
        full,
        ..Ear::default()
    });
    let health = SharedHealth::new("演练 工单", "submission_http", "");
    let door = Door {
        name: "演练 工单".to_owned(),
        reading: hotline(),
        token_hash: token_hash(TOKEN),
        health: health.clone(),
    };
    let stop = CancellationToken::new();
    let intake: Arc<dyn Hearing> = Arc::clone(&ear) as Arc<dyn Hearing>;
    tokio::spawn(on(listener, door, intake, stop.clone()));
    (address, ear, health, stop)
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
