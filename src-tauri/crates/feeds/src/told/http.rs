//! A door for other systems: `POST /submissions` with a token.
//!
//! The body is JSON or a table, as in the drop folder. An answer says how many records were stored
//! when they are on disk; a wrong one says why. Whoever has no token learns nothing and costs
//! little: a connection, a head and a body have bounds in size and time, and wrong tokens are
//! answered ever more seldom.

use std::collections::HashMap;
use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use emergency::time::{MINUTE_MS, UtcMs};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use protocols::submission::DOCUMENT_BYTES_MAX;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Hearing, Reading, hand_over, read};
use crate::address::counted;
use crate::health::{Connections, SharedHealth};
use crate::ration::Ration;

/// Connections that are open at once; the others wait in the queue of the system.
pub const CONNECTIONS_MAX: usize = 64;
/// Of them from one address; the next is closed at once, so that one machine keeps no other out.
pub const PER_ADDRESS_MAX: usize = 16;
/// Seconds in which the head of a request has to be there.
pub const HEAD_S: u64 = 10;
/// Seconds in which its body has to be there.
pub const BODY_S: u64 = 30;
/// How long a connection may last: one request, and some time for the answer to be read.
const CONNECTION_MAX: Duration = Duration::from_secs(HEAD_S + BODY_S + 10);
/// Requests that are looked at in a minute.
pub const REQUESTS_PER_MINUTE: u32 = 600;
/// Wrong tokens that are looked at in a minute: whoever guesses is answered no more.
pub const WRONG_TOKENS_PER_MINUTE: u32 = 30;
/// Bytes of a body that are read at all: what is too long is thrown away, so that its sender is
/// answered before the connection ends.
const READ_BYTES_MAX: usize = 2 * DOCUMENT_BYTES_MAX;
/// Bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// How long after a failure to take the address it is tried again.
const LISTEN_PAUSE: Duration = Duration::from_secs(10);
/// How long after a failed accept the next is tried.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Defects that one answer names.
const DEFECTS_SAID: usize = 20;

/// What a token is known by: the desk keeps its hash and not the token.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hash_of(token.as_bytes())
}

fn hash_of(token: &[u8]) -> String {
    hex::encode(Sha256::digest(token))
}

/// A door and what it serves.
pub struct Door {
    /// Name of the feed.
    pub name: String,
    /// How its documents are read.
    pub reading: Reading,
    /// The hash of the token, as [`token_hash`] makes it.
    pub token_hash: String,
    /// What the status bar shows.
    pub health: SharedHealth,
}

struct Inside {
    door: Door,
    intake: Arc<dyn Hearing>,
    minute: Mutex<Minute>,
    /// What could not be read and is stored. Whoever reads a document holds it: a workbook may
    /// unpack to a hundred times its bytes, and so only one is read at a time.
    reading: tokio::sync::Mutex<Ration>,
}

/// What was asked in the minute that runs.
#[derive(Debug, Default)]
struct Minute {
    number: i64,
    requests: u32,
    wrong: u32,
}

/// Open connections by address.
#[derive(Debug, Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

/// A connection's place among those of its address.
struct Place {
    among: Arc<Addresses>,
    from: IpAddr,
}

impl Addresses {
    fn take(self: &Arc<Self>, from: IpAddr) -> Option<Place> {
        let from = counted(from);
        let mut addresses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = addresses.entry(from).or_default();
        if *open >= PER_ADDRESS_MAX {
            return None;
        }
        *open += 1;
        let among = Arc::clone(self);
        Some(Place { among, from })
    }

    /// Shows how many are open, and that so many more were refused.
    fn tell(&self, health: &SharedHealth, refused: u64) {
        let addresses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let busiest = addresses.iter().max_by_key(|(_, open)| **open);
        health.connections(Connections {
            open: addresses.values().sum(),
            refused,
            refused_address: refused,
            busiest: busiest.map(|(address, open)| (*address, *open)),
        });
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut addresses = self.among.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = addresses.get_mut(&self.from) {
            *open = open.saturating_sub(1);
            if *open == 0 {
                addresses.remove(&self.from);
            }
        }
    }
}

/// Hands a document to a door, as another system does; answers what it said.
///
/// # Errors
/// When nobody answers at the address.
pub async fn send(at: SocketAddr, token: &str, body: String) -> Result<String, reqwest::Error> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let request = client.post(format!("http://{at}/submissions"));
    let answer = request.bearer_auth(token).body(body).send().await?;
    answer.text().await
}

/// Takes the address as soon as it can be had and serves until it is stopped.
pub async fn keep(
    listen: SocketAddr,
    door: Door,
    intake: Arc<dyn Hearing>,
    stop: CancellationToken,
) {
    let health = door.health.clone();
    let inside = Arc::new(Inside {
        door,
        intake,
        minute: Mutex::default(),
        reading: tokio::sync::Mutex::default(),
    });
    loop {
        match TcpListener::bind(listen).await {
            Ok(listener) => return serve(listener, inside, stop).await,
            Err(error) => {
                tracing::error!(%listen, %error, "the address cannot be had");
                health.failed(inside.intake.now(), "listen");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LISTEN_PAUSE) => {}
        }
    }
}

/// Serves a listener that is there.
pub async fn on(
    listener: TcpListener,
    door: Door,
    intake: Arc<dyn Hearing>,
    stop: CancellationToken,
) {
    let inside = Inside {
        door,
        intake,
        minute: Mutex::default(),
        reading: tokio::sync::Mutex::default(),
    };
    serve(listener, Arc::new(inside), stop).await;
}

async fn serve(listener: TcpListener, inside: Arc<Inside>, stop: CancellationToken) {
    inside.door.health.tried(inside.intake.now());
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let addresses = Arc::<Addresses>::default();
    let routes = Router::new()
        .route("/submissions", post(take))
        .with_state(Arc::clone(&inside));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let taken = tokio::select! {
            () = stop.cancelled() => return,
            taken = listener.accept() => taken,
        };
        match taken {
            Ok((stream, from)) => {
                let health = inside.door.health.clone();
                let Some(own) = addresses.take(from.ip()) else {
                    tracing::debug!(%from, "as many connections of this address as may be");
                    addresses.tell(&health, 1);
                    continue;
                };
                addresses.tell(&health, 0);
                let connection = connection(stream, routes.clone(), stop.child_token());
                let addresses = Arc::clone(&addresses);
                tokio::spawn(async move {
                    connection.await;
                    drop((place, own));
                    addresses.tell(&health, 0);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, routes: Router, stop: CancellationToken) {
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEAD_S))
        .max_buf_size(HEAD_BYTES_MAX)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    tokio::select! {
        () = stop.cancelled() => {}
        served = timeout(CONNECTION_MAX, served) => {
            if !matches!(served, Ok(Ok(()))) {
                tracing::debug!("a connection ended early");
            }
        }
    }
}

async fn take(State(inside): State<Arc<Inside>>, request: Request) -> Response {
    let now = inside.intake.now();
    if let Some(refused) = inside.refusal(&request, now) {
        return refused;
    }
    let body = gather(request.into_body());
    let bytes = match timeout(Duration::from_secs(BODY_S), body).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return answer(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        Err(_) => return answer(StatusCode::REQUEST_TIMEOUT, "slow"),
    };
    let mut ration = inside.reading.lock().await;
    // The desk's calls block; a document is bounded.
    tokio::task::block_in_place(|| inside.store(&bytes, &mut ration, now))
}

/// The bytes of a body; none where it is longer than a document or breaks off.
async fn gather(mut body: Body) -> Option<Vec<u8>> {
    let (mut bytes, mut read) = (Vec::new(), 0);
    while read <= READ_BYTES_MAX
        && let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        read += data.len();
        if read <= DOCUMENT_BYTES_MAX {
            bytes.extend_from_slice(&data);
        }
    }
    (read <= DOCUMENT_BYTES_MAX).then_some(bytes)
}

impl Inside {
    /// Why a request is not read: too many, or without the token.
    fn refusal(&self, request: &Request<Body>, now: UtcMs) -> Option<Response> {
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.0.div_euclid(MINUTE_MS);
        if minute.number != number {
            *minute = Minute {
                number,
                ..Minute::default()
            };
        }
        let too_many = || {
            let mut refused = answer(StatusCode::TOO_MANY_REQUESTS, "too_many");
            let after = header::HeaderValue::from_static("60");
            refused.headers_mut().insert(header::RETRY_AFTER, after);
            refused
        };
        // A token may have other letters than those of ASCII.
        let told = request.headers().get(header::AUTHORIZATION);
        let token = told.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
        let hash = hash_of(token.unwrap_or_default().trim_ascii());
        // Hashes of one length, compared in a time that tells nothing.
        let fits = hash.as_bytes().ct_eq(self.door.token_hash.as_bytes());
        // Strangers are counted apart: they do not shut the door to who has the token.
        if token.is_none() || !bool::from(fits) {
            minute.wrong = minute.wrong.saturating_add(1);
            if minute.wrong > WRONG_TOKENS_PER_MINUTE {
                return Some(too_many());
            }
            drop(minute);
            self.door
                .health
                .defect("token", "no token or a wrong one", "");
            return Some(answer(StatusCode::UNAUTHORIZED, "token"));
        }
        if minute.requests >= REQUESTS_PER_MINUTE {
            return Some(too_many());
        }
        minute.requests += 1;
        None
    }

    fn store(&self, bytes: &[u8], ration: &mut Ration, now: UtcMs) -> Response {
        let (name, health) = (&self.door.name, &self.door.health);
        let document = read(name, bytes, &self.door.reading, now);
        // What may name somebody is named by its kind alone, here and in the answer.
        let private = document.private;
        let mut said: Vec<Value> = Vec::new();
        for one in &document.unreadable {
            let words = if private { &one.kind } else { &one.message };
            if said.len() < DEFECTS_SAID {
                said.push(json!({ "kind": one.kind, "message": words }));
            }
        }
        match hand_over(&*self.intake, health, ration, name, document) {
            Ok((heard, wrong)) => {
                let messages = heard.stored + heard.unchanged;
                health.tried(now);
                health.brought(now, messages, wrong + heard.refused);
                let status = if messages == 0 {
                    StatusCode::UNPROCESSABLE_ENTITY
                } else {
                    StatusCode::OK
                };
                let told = json!({
                    "stored": heard.stored,
                    "unchanged": heard.unchanged,
                    "refused": heard.refused,
                    "defects": said,
                });
                (status, Json(told)).into_response()
            }
            Err(error) => {
                tracing::warn!(feed = %name, %error, "what was told was not stored");
                health.failed(now, "store");
                answer(StatusCode::SERVICE_UNAVAILABLE, "store")
            }
        }
    }
}

fn answer(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "reason": reason }))).into_response()
}

#[cfg(test)]
pub(crate) mod tests;
