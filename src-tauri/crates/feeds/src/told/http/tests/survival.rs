//! What a peer may do to the door without keeping others out.

use super::*;

const BODY: &str = r#"{"标题":"演练"}"#;
/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

/// A request as bytes.
pub(crate) fn request(length: usize) -> String {
    format!(
        "POST /submissions HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

/// What the door says, to the end of the connection.
async fn said(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut bytes)).await;
    // A door that hangs up on unread bytes resets the connection: what was read counts.
    drop(read.expect("the door acts"));
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn is_open(at: SocketAddr) {
    let (status, told) = posted(at, TOKEN, BODY).await;
    assert_eq!(status, 200, "others are heard: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_may_come_byte_by_byte() {
    let (at, ear, _, _stop) = opened(false).await;
    let mut slow = TcpStream::connect(at).await.expect("connects");
    slow.set_nodelay(true).expect("it can be set");
    let whole = request(BODY.len()) + BODY;
    for byte in whole.as_bytes() {
        slow.write_all(&[*byte]).await.expect("it is taken");
    }
    let answer = said(&mut slow).await;
    assert!(
        answer.starts_with("HTTP/1.1 200"),
        "as good as any: {answer}"
    );
    assert_eq!(ear.told.lock().expect("lock").len(), 1, "and stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_is_turned_away() {
    let (at, ear, _, _stop) = opened(false).await;
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(seed >> 24).unwrap_or_default()
    };
    let noise: Vec<u8> = (0..1 << 20).map(|_| next()).collect();
    let mut loud = TcpStream::connect(at).await.expect("connects");
    // The door hangs up before all of it is written.
    drop(loud.write_all(&noise).await);
    let answer = said(&mut loud).await;
    assert!(
        !answer.starts_with("HTTP/1.1 200"),
        "nothing of it is taken"
    );
    is_open(at).await;
    let told = ear.told.lock().expect("lock").len();
    assert_eq!(told, 1, "only what was said in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_in_one_request_are_not_held() {
    let (at, _, _, _stop) = opened(false).await;
    let length = 10 * 1024 * 1024;
    let mut long = TcpStream::connect(at).await.expect("connects");
    let head = request(length);
    long.write_all(head.as_bytes()).await.expect("taken");
    let body = vec![b' '; length];
    let (_, ()) = tokio::join!(long.write_all(&body), is_open(at));
    let answer = said(&mut long).await;
    assert!(
        !answer.starts_with("HTTP/1.1 200"),
        "it is too long: {answer}"
    );
    is_open(at).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn peers_that_never_read_keep_nobody_out() {
    let (at, _, _, _stop) = opened(false).await;
    let mut deaf = Vec::new();
    let whole = request(BODY.len()) + BODY;
    for _ in 1..PER_ADDRESS_MAX {
        let mut stream = TcpStream::connect(at).await.expect("connects");
        stream.write_all(whole.as_bytes()).await.expect("taken");
        deaf.push(stream);
    }
    is_open(at).await;
    drop(deaf);
}

/// Time runs ahead by itself while nothing else happens.
#[tokio::test(start_paused = true)]
async fn a_peer_that_never_ends_its_head_is_let_go() {
    let (at, _, _, _stop) = opened(false).await;
    let mut half = TcpStream::connect(at).await.expect("connects");
    half.write_all(b"POST /subm").await.expect("taken");
    let begun = tokio::time::Instant::now();
    let mut bytes = Vec::new();
    drop(half.read_to_end(&mut bytes).await);
    let waited = begun.elapsed();
    assert!(
        waited <= CONNECTION_MAX,
        "it does not hold its place for longer: {waited:?}"
    );
}
