//! A desk's side of the wire, spoken by hand: to say what no desk would.

use std::net::SocketAddr;

use ed25519_dalek::Signer as _;
use emergency::entity::{EntityKind, EntityRef};
use emergency::event::{Event, GENESIS_HASH, TimeSource};
use emergency::id::OriginId;
use futures_util::{SinkExt as _, StreamExt as _};
use protocols::platform::{
    ClientMessage, Hello, OriginHead, ResumeToken, ServerMessage, VERSIONS, desk_proof,
    read_server, write,
};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::world::{key, origin, system_clock};

/// Somebody who dials the platform.
pub struct Caller {
    socket: WebSocketStream<TcpStream>,
    nonce: String,
    platform: OriginId,
}

impl Caller {
    /// Dials, and hears the challenge.
    ///
    /// # Panics
    /// When there is none.
    pub async fn dial(city: SocketAddr) -> Self {
        let stream = TcpStream::connect(city).await.expect("it listens");
        let opened = tokio_tungstenite::client_async(format!("ws://{city}/v1/link"), stream).await;
        let (socket, _) = opened.expect("it upgrades");
        let mut caller = Self {
            socket,
            nonce: String::new(),
            platform: OriginId(String::new()),
        };
        match caller.hear().await {
            Some(ServerMessage::Challenge {
                platform, nonce, ..
            }) => {
                caller.platform = platform;
                caller.nonce = nonce;
            }
            other => panic!("a challenge comes first, not {other:?}"),
        }
        caller
    }

    /// Dials and is let in as a desk that has nothing yet.
    ///
    /// # Panics
    /// When it is not.
    pub async fn enter(city: SocketAddr, who: u64) -> Self {
        let mut caller = Self::dial(city).await;
        let hello = caller.hello(who);
        caller.say(&hello).await;
        match caller.hear().await {
            Some(ServerMessage::Welcome(_)) => caller,
            other => panic!("a welcome, not {other:?}"),
        }
    }

    /// What a desk would say that has nothing yet.
    #[must_use]
    pub fn hello(&self, who: u64) -> ClientMessage {
        let (origin, instance) = (origin(who), format!("{who}-by-hand"));
        let proof = desk_proof(&self.nonce, &self.platform, &origin, &instance);
        let genesis = GENESIS_HASH.to_owned();
        ClientMessage::Hello(Box::new(Hello {
            versions: VERSIONS.to_vec(),
            origin,
            instance,
            incarnation: 1,
            head: OriginHead {
                oseq: 0,
                hash: genesis.clone(),
            },
            resume: ResumeToken {
                log_hash: genesis,
                ..ResumeToken::default()
            },
            software: "tests".to_owned(),
            nonce: "00".repeat(32),
            enrol_code: None,
            sig: hex::encode(key(who).sign(&proof).to_bytes()),
        }))
    }

    /// Says a message.
    pub async fn say(&mut self, message: &ClientMessage) {
        self.say_text(&write(message)).await;
    }

    /// Says a text; the other side may be gone.
    pub async fn say_text(&mut self, text: &str) {
        let _ = self.socket.send(Message::text(text)).await;
    }

    /// Sends bytes past the framing; the other side may be gone.
    pub async fn send_raw(&mut self, bytes: &[u8]) {
        use tokio::io::AsyncWriteExt as _;
        let stream = self.socket.get_mut();
        if stream.write_all(bytes).await.is_ok() {
            let _ = stream.flush().await;
        }
    }

    /// The next message; none when the connection has ended.
    pub async fn hear(&mut self) -> Option<ServerMessage> {
        loop {
            match self.socket.next().await?.ok()? {
                Message::Text(text) => {
                    return read_server(text.as_bytes()).messages.into_iter().next();
                }
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// The next message that is no part of the log; none when the connection has ended.
    pub async fn hear_answer(&mut self) -> Option<ServerMessage> {
        loop {
            match self.hear().await? {
                ServerMessage::Entries { .. } => {}
                other => return Some(other),
            }
        }
    }
}

/// A signed event of a desk, the next after another or the first.
#[must_use]
pub fn event(who: u64, after: Option<&Event>, text: &str) -> Event {
    let oseq = after.map_or(0, |before| before.oseq) + 1;
    let now = (system_clock())();
    let id = u128::from(who) << 100 | u128::from(oseq) << 64 | 0xd1a1;
    let mut event = Event {
        id: Uuid::from_u128(id),
        origin: origin(who),
        incarnation: 1,
        oseq,
        prev_hash: after.map_or_else(|| GENESIS_HASH.to_owned(), Event::hash),
        kind: "duty.noted".to_owned(),
        v: 1,
        entity: EntityRef::new(EntityKind::Duty, "duty"),
        expect_rev: None,
        custody_epoch: None,
        valid_until: None,
        actor: "演练 来路不明".into(),
        role: "duty".to_owned(),
        occurred_at: now,
        occurred_by: TimeSource::Human,
        recorded_at: now,
        clock_offset_ms: None,
        exercise: true,
        body: json!({ "text": text }),
        alg: String::new(),
        sig: String::new(),
    };
    event.seal(&key(who));
    event
}
