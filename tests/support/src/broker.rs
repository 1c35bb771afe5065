//! A small broker of MQTT 3.1.1 and 5.0 on a real socket of this machine: sessions that outlive
//! their connection, QoS 0 and 1, a user with a password, TLS. It reads packets by the same code as
//! `desk decode mqtt`, which is not the code of the client that it serves, and does at a test's
//! word what brokers do: cut a connection, refuse a subscription, send again.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use protocols::Stream as _;
use protocols::mqtt::{Message, PacketType, Reader, Version};
use protocols::sensor::topic_matches;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// Packets that wait for a connection's writer.
const WRITER_MAX: usize = 70_000;
/// Messages of a session that are not acknowledged; a publisher waits for a place.
const UNACKNOWLEDGED_MAX: usize = 60_000;
/// Samples of how long a client took to acknowledge.
const SAMPLES_MAX: usize = 10_000_000;

/// How a broker is to be.
#[derive(Clone, Default)]
pub struct BrokerOptions {
    /// A user and the password; anybody may come without.
    pub login: Option<(String, String)>,
    /// TLS from the first byte.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Topic filters that nobody may have.
    pub refused: Vec<String>,
}

/// A message that was not acknowledged yet.
struct Held {
    topic: String,
    payload: Vec<u8>,
    sent: Instant,
}

/// What is kept for a client.
#[derive(Default)]
struct Session {
    version: Option<Version>,
    filters: Vec<String>,
    held: BTreeMap<u16, Held>,
    next: u16,
    line: Option<mpsc::Sender<Vec<u8>>>,
    cut: CancellationToken,
}

#[derive(Default)]
struct Books {
    sessions: HashMap<String, Session>,
    subscribed: u64,
    delivered: u64,
    taken: Vec<Duration>,
}

/// A broker, while it runs.
pub struct Broker {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: CancellationToken,
}

struct Shared {
    books: Mutex<Books>,
    changed: Notify,
    options: BrokerOptions,
}

impl Shared {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Broker {
    /// A broker on a free port, in the runtime that it is called in.
    ///
    /// # Panics
    /// When no address is free.
    pub async fn start(options: BrokerOptions) -> Self {
        Self::at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), options).await
    }

    /// The same at an address.
    ///
    /// # Panics
    /// When the address is taken.
    pub async fn at(address: SocketAddr, options: BrokerOptions) -> Self {
        let listener = TcpListener::bind(address)
            .await
            .expect("an address is free");
        let address = listener.local_addr().expect("it has one");
        let shared = Arc::new(Shared {
            books: Mutex::default(),
            changed: Notify::new(),
            options,
        });
        let stop = CancellationToken::new();
        tokio::spawn(accept(listener, Arc::clone(&shared), stop.clone()));
        Self {
            address,
            shared,
            stop,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a message with QoS 1 to all who asked for its topic; waits while one of them has too
    /// many.
    pub async fn publish(&self, topic: &str, payload: &[u8]) {
        loop {
            let changed = self.shared.changed.notified();
            if deliver(&mut self.shared.books(), topic, payload) {
                return;
            }
            changed.await;
        }
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waited = async {
            loop {
                let changed = self.shared.changed.notified();
                if holds(self) {
                    return;
                }
                changed.await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(60), waited).await;
        assert!(waited.is_ok(), "{what}");
    }

    /// How many subscriptions were answered.
    #[must_use]
    pub fn subscribed(&self) -> u64 {
        self.shared.books().subscribed
    }

    /// Messages that went to a session, each once.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.shared.books().delivered
    }

    /// How long each acknowledged message took.
    #[must_use]
    pub fn taken(&self) -> Vec<Duration> {
        self.shared.books().taken.clone()
    }

    /// Messages that no client has acknowledged yet.
    #[must_use]
    pub fn held(&self) -> usize {
        let books = self.shared.books();
        books.sessions.values().map(|one| one.held.len()).sum()
    }

    /// Ends all connections; the sessions stay.
    pub fn cut(&self) {
        for session in self.shared.books().sessions.values() {
            session.cut.cancel();
        }
    }

    /// Sends bytes to all connections, whatever they are.
    pub fn send_raw(&self, bytes: &[u8]) {
        for session in self.shared.books().sessions.values() {
            if let Some(line) = &session.line {
                line.try_send(bytes.to_vec()).ok();
            }
        }
    }
}

/// False when a session has no place for it.
fn deliver(books: &mut Books, topic: &str, payload: &[u8]) -> bool {
    let takes = |session: &Session| {
        let mut filters = session.filters.iter();
        filters.any(|filter| topic_matches(filter, topic))
    };
    let wanted = || books.sessions.values().filter(|session| takes(session));
    if wanted().any(|session| session.held.len() >= UNACKNOWLEDGED_MAX) {
        return false;
    }
    let mut delivered = 0;
    for session in books.sessions.values_mut().filter(|session| takes(session)) {
        let id = session.free_id();
        let held = Held {
            topic: topic.to_owned(),
            payload: payload.to_vec(),
            sent: Instant::now(),
        };
        session.send(&publish(session.version, id, false, &held));
        session.held.insert(id, held);
        delivered += 1;
    }
    books.delivered += delivered;
    true
}

impl Session {
    fn free_id(&mut self) -> u16 {
        loop {
            self.next = self.next.wrapping_add(1).max(1);
            if !self.held.contains_key(&self.next) {
                return self.next;
            }
        }
    }

    fn send(&self, packet: &[u8]) {
        if let Some(line) = &self.line {
            // A line that has ended is given everything again when it is back.
            line.try_send(packet.to_vec()).ok();
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken) {
    loop {
        let taken = tokio::select! {
            () = stop.cancelled() => return,
            taken = listener.accept() => taken,
        };
        let Ok((stream, _)) = taken else { return };
        let (shared, stop) = (Arc::clone(&shared), stop.clone());
        tokio::spawn(async move {
            let tls = shared.options.tls.clone();
            let served = async {
                match tls {
                    None => serve(stream, &shared).await,
                    Some(tls) => match TlsAcceptor::from(tls).accept(stream).await {
                        Ok(stream) => serve(stream, &shared).await,
                        Err(_) => None,
                    },
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                _ = served => {}
            }
        });
    }
}

/// One connection, until it ends.
async fn serve(stream: impl AsyncRead + AsyncWrite + Send, shared: &Shared) -> Option<()> {
    let (mut from, mut to) = tokio::io::split(stream);
    let mut reader = Reader::default();
    let mut client: Option<String> = None;
    let mut first = Vec::new();
    let (line, mut waiting) = mpsc::channel::<Vec<u8>>(WRITER_MAX);
    let cut = CancellationToken::new();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        tokio::select! {
            () = cut.cancelled() => break,
            packet = waiting.recv() => to.write_all(&packet?).await.ok()?,
            read = from.read(&mut buffer) => {
                let bytes = buffer.get(..read.ok().filter(|read| *read > 0)?)?;
                if client.is_none() {
                    first.extend_from_slice(bytes);
                }
                let parsed = reader.push(bytes);
                if !parsed.defects.is_empty() {
                    break;
                }
                for message in parsed.messages {
                    let answer = match &client {
                        Some(client) => shared.answer(client, &message),
                        None => {
                            client = Some(message.text("clientIdentifier").to_owned());
                            shared.greet(&message, &first, &line, &cut)
                        }
                    };
                    to.write_all(&answer?).await.ok()?;
                }
                shared.changed.notify_waiters();
            }
        }
    }
    None
}

impl Shared {
    /// Answers a CONNECT and sends again what was not acknowledged; nothing ends the connection.
    fn greet(
        &self,
        hello: &Message,
        bytes: &[u8],
        line: &mpsc::Sender<Vec<u8>>,
        cut: &CancellationToken,
    ) -> Option<Vec<u8>> {
        if hello.packet_type != PacketType::Connect {
            return None;
        }
        if let Some((user, password)) = &self.options.login {
            // The reader shows no password; it is the last field of the packet.
            let right = hello.text("userName") == user && bytes.ends_with(password.as_bytes());
            if !right {
                line.try_send(connack(hello.version, false, true)).ok()?;
                return Some(Vec::new());
            }
        }
        let flags = hello.fields.get("connectFlags")?;
        let clean = ["cleanSession", "cleanStart"];
        let clean = clean
            .iter()
            .any(|name| flags.get(name) == Some(&Value::Bool(true)));
        let mut books = self.books();
        let client = hello.text("clientIdentifier").to_owned();
        if clean {
            books.sessions.remove(&client);
        }
        let present = books.sessions.contains_key(&client);
        let session = books.sessions.entry(client).or_default();
        session.cut.cancel();
        session.cut = cut.clone();
        session.version = Some(hello.version);
        session.line = Some(line.clone());
        line.try_send(connack(hello.version, present, false)).ok()?;
        for (id, held) in &session.held {
            session.send(&publish(session.version, *id, true, held));
        }
        Some(Vec::new())
    }

    fn answer(&self, client: &str, message: &Message) -> Option<Vec<u8>> {
        let id = message.number("packetIdentifier");
        let id = id.and_then(|id| u16::try_from(id).ok());
        let mut books = self.books();
        match message.packet_type {
            PacketType::Subscribe => {
                books.subscribed += 1;
                let asked = message.fields.get("subscriptions")?.as_array()?.clone();
                let session = books.sessions.get_mut(client)?;
                let mut codes = Vec::new();
                for one in &asked {
                    let filter = one.get("topicFilter")?.as_str()?.to_owned();
                    if self.options.refused.contains(&filter) {
                        codes.push(0x80);
                    } else {
                        codes.push(1);
                        session.filters.push(filter);
                    }
                }
                session.filters.sort();
                session.filters.dedup();
                Some(suback(message.version, id?, &codes))
            }
            PacketType::Puback => {
                let session = books.sessions.get_mut(client)?;
                let held = session.held.remove(&id?)?;
                if books.taken.len() < SAMPLES_MAX {
                    books.taken.push(held.sent.elapsed());
                }
                Some(Vec::new())
            }
            PacketType::Publish => {
                let topic = message.text("topicName");
                // A publisher is answered even when a subscriber is full: nothing here loses it,
                // for a test that fills one up publishes by `Broker::publish`.
                deliver(&mut books, topic, &message.payload).then_some(())?;
                let answer = |id: u16| packet(0x40, &id.to_be_bytes());
                Some(id.map(answer).unwrap_or_default())
            }
            PacketType::Unsubscribe => {
                let left = message.fields.get("topicFilters")?.as_array()?;
                let session = books.sessions.get_mut(client)?;
                session
                    .filters
                    .retain(|filter| left.iter().all(|one| one.as_str() != Some(filter.as_str())));
                Some(unsuback(message.version, id?, left.len()))
            }
            PacketType::Pingreq => Some(packet(0xD0, &[])),
            _ => None,
        }
    }
}

/// A packet: its first byte, the length of the body, the body.
fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    let mut left = body.len();
    loop {
        let seven = u8::try_from(left & 0x7F).unwrap_or_default();
        left >>= 7;
        out.push(if left > 0 { seven | 0x80 } else { seven });
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(body);
    out
}

/// Without properties, which version 5 counts.
fn properties(version: Option<Version>) -> &'static [u8] {
    match version {
        Some(Version::V5) => &[0],
        _ => &[],
    }
}

fn connack(version: Version, present: bool, refused: bool) -> Vec<u8> {
    let code = match (refused, version) {
        (false, _) => 0,
        (true, Version::V311) => 4,
        (true, Version::V5) => 0x86,
    };
    let head = [u8::from(present), code];
    packet(0x20, &[&head, properties(Some(version))].concat())
}

fn suback(version: Version, id: u16, codes: &[u8]) -> Vec<u8> {
    let body = [&id.to_be_bytes(), properties(Some(version)), codes].concat();
    packet(0x90, &body)
}

/// An UNSUBACK of 3.1.1 has no codes.
fn unsuback(version: Version, id: u16, count: usize) -> Vec<u8> {
    let codes = match version {
        Version::V311 => Vec::new(),
        Version::V5 => vec![0; count],
    };
    let body = [&id.to_be_bytes(), properties(Some(version)), &codes].concat();
    packet(0xB0, &body)
}

fn publish(version: Option<Version>, id: u16, again: bool, held: &Held) -> Vec<u8> {
    let length = u16::try_from(held.topic.len()).unwrap_or_default();
    let body = [
        &length.to_be_bytes(),
        held.topic.as_bytes(),
        &id.to_be_bytes(),
        properties(version),
        &held.payload,
    ]
    .concat();
    packet(if again { 0x3A } else { 0x32 }, &body)
}
