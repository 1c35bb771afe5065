//! The door: each connection is served by itself, and one that says nothing does not stay.
//!
//! A connection counts here until it is closed or has become a session, which has bounds of its
//! own. The head of a request has to come in time, and neither one address nor all together hold
//! more connections than they may.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::serve::Listener;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Peer;
use crate::tls::Caller;

/// Connections that are open and no sessions.
pub const OPEN_MAX: usize = 1_024;
/// The same from one address.
pub const OPEN_PER_PEER_MAX: usize = 256;
/// Seconds in which the head of a request has to be there, the next one on a connection as well.
pub const HEAD_S: u64 = 10;

/// Serves connections for as long as the listener gives them.
pub(super) async fn serve<L>(mut listener: L, routes: Router)
where
    L: Listener<Addr: Into<Caller>>,
{
    let door = Door::new();
    loop {
        // Whoever comes to a full house waits in the queue of the system, which is bounded.
        let Ok(of_all) = Arc::clone(&door.all).acquire_owned().await else {
            return;
        };
        let (stream, caller) = listener.accept().await;
        let peer = Peer(caller.into());
        let Some(inside) = door.enter(peer.address(), of_all) else {
            tracing::info!(from = %peer.0.address, "too many connections of one address");
            continue;
        };
        tokio::spawn(connection(
            TokioIo::new(stream),
            peer,
            routes.clone(),
            inside,
        ));
    }
}

async fn connection<I>(io: TokioIo<I>, peer: Peer, routes: Router, inside: Inside)
where
    I: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let from = peer.0.address;
    let routes = routes.layer(Extension(ConnectInfo(peer)));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEAD_S))
        .serve_connection(io, TowerToHyperService::new(routes))
        .with_upgrades()
        .await;
    if let Err(error) = served {
        tracing::debug!(%from, %error, "a connection ended early");
    }
    drop(inside);
}

/// Who is inside.
struct Door {
    all: Arc<Semaphore>,
    peers: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection, for as long as it is open.
struct Inside {
    door: Arc<Door>,
    address: IpAddr,
    _of_all: OwnedSemaphorePermit,
}

impl Door {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            all: Arc::new(Semaphore::new(OPEN_MAX)),
            peers: Mutex::new(HashMap::new()),
        })
    }

    /// One more of an address; none when it has all that it may have.
    fn enter(self: &Arc<Self>, address: IpAddr, of_all: OwnedSemaphorePermit) -> Option<Inside> {
        let mut peers = self.lock();
        let open = peers.entry(address).or_default();
        if *open >= OPEN_PER_PEER_MAX {
            return None;
        }
        *open += 1;
        Some(Inside {
            door: Arc::clone(self),
            address,
            _of_all: of_all,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut peers = self.door.lock();
        if let Some(open) = peers.get_mut(&self.address) {
            *open -= 1;
            if *open == 0 {
                peers.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::sync::mpsc;

    use super::*;

    /// Bytes that the made connections hold.
    const PIPE_BYTES: usize = 4_096;

    /// Made connections that wait for the server.
    const CALLERS_MAX: usize = 2 * OPEN_PER_PEER_MAX;

    /// A listener whose callers are made by the test.
    struct Made(mpsc::Receiver<DuplexStream>);

    impl Listener for Made {
        type Io = DuplexStream;
        type Addr = SocketAddr;

        async fn accept(&mut self) -> (DuplexStream, SocketAddr) {
            match self.0.recv().await {
                Some(stream) => (stream, SocketAddr::from(([10, 0, 0, 1], 1))),
                None => std::future::pending().await,
            }
        }

        fn local_addr(&self) -> std::io::Result<SocketAddr> {
            Ok(SocketAddr::from(([10, 0, 0, 2], 2)))
        }
    }

    fn served() -> mpsc::Sender<DuplexStream> {
        let (callers, made) = mpsc::channel(CALLERS_MAX);
        let routes = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(serve(Made(made), routes));
        callers
    }

    fn call(callers: &mpsc::Sender<DuplexStream>) -> DuplexStream {
        let (near, far) = duplex(PIPE_BYTES);
        callers.try_send(far).expect("the server listens");
        near
    }

    async fn rest(stream: &mut DuplexStream) -> String {
        let mut told = String::new();
        stream.read_to_string(&mut told).await.expect("text");
        told
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_does_not_end_costs_its_connection_and_no_other() {
        let callers = served();
        let mut slow = call(&callers);
        slow.write_all(b"GET / HTTP/1.1\r\nHost: a")
            .await
            .expect("room");
        let mut other = call(&callers);
        let whole = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        other.write_all(whole).await.expect("room");
        assert!(
            rest(&mut other).await.ends_with("here"),
            "the other is answered"
        );
        let before = tokio::time::Instant::now();
        rest(&mut slow).await;
        let waited = before.elapsed().as_secs();
        assert!((1..=HEAD_S).contains(&waited), "closed after {waited} s");
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_has_its_answer_and_asks_nothing_more_is_closed() {
        let callers = served();
        let mut idle = call(&callers);
        let whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        idle.write_all(whole).await.expect("room");
        assert!(
            rest(&mut idle).await.ends_with("here"),
            "answered, then closed"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_holds_so_many_connections_and_gets_its_place_back() {
        let callers = served();
        let mut held: Vec<DuplexStream> = (0..OPEN_PER_PEER_MAX).map(|_| call(&callers)).collect();
        let mut one_more = call(&callers);
        let before = tokio::time::Instant::now();
        assert_eq!(rest(&mut one_more).await, "", "one more is closed");
        assert_eq!(before.elapsed().as_secs(), 0, "at once");
        drop(held.pop());
        // The server sees the end of that one when it is next awaited.
        tokio::task::yield_now().await;
        let mut next = call(&callers);
        let whole = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        next.write_all(whole).await.expect("room");
        assert!(rest(&mut next).await.ends_with("here"), "a place was free");
    }
}
