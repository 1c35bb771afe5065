//! A platform's side of the wire, spoken by hand: it greets as the platform does and then says
//! what no platform would.

use std::net::SocketAddr;

use ed25519_dalek::Signer as _;
use emergency::event::GENESIS_HASH;
use emergency::time::UtcMs;
use futures_util::{SinkExt as _, StreamExt as _};
use protocols::platform::{
    ClientMessage, LogMark, OriginHigh, ServerMessage, VERSIONS, Welcome, platform_proof,
    read_client, write,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::city::CITY;
use crate::world::{key, origin};

/// What it says once it has let a desk in.
#[derive(Debug, Clone)]
pub enum Lie {
    /// These texts, one frame each.
    Texts(Vec<String>),
    /// These bytes, past the framing.
    Raw(Vec<u8>),
    /// This text again and again, for as long as it is taken.
    Flood(String),
    /// A welcome that names this version.
    Version(u16),
    /// A welcome that another key has signed.
    OtherKey,
    /// That the desk is far behind; what the desk says then is passed on.
    FarBehind(mpsc::Sender<ClientMessage>),
    /// These bytes, and then the end of the connection.
    RawAndClose(Vec<u8>),
}

/// Listens on a loopback socket and lies to everybody who comes; answers where.
///
/// # Panics
/// When no address is free.
pub async fn lie_to_all(lie: Lie) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("an address is free");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let lie = lie.clone();
            // A desk that hangs up ends it.
            tokio::spawn(async move {
                let _ = lie_to(stream, lie).await;
            });
        }
    });
    address
}

async fn lie_to(stream: TcpStream, lie: Lie) -> Option<()> {
    let mut socket = tokio_tungstenite::accept_async(stream).await.ok()?;
    greet(&mut socket, &lie).await?;
    match lie {
        Lie::Texts(texts) => {
            for text in texts {
                socket.send(Message::text(text)).await.ok()?;
            }
        }
        Lie::Flood(text) => loop {
            socket.send(Message::text(text.as_str())).await.ok()?;
        },
        Lie::Raw(bytes) => push(&mut socket, &bytes).await?,
        Lie::RawAndClose(bytes) => return push(&mut socket, &bytes).await,
        Lie::FarBehind(heard) => return hear_after_far_behind(&mut socket, heard).await,
        Lie::Version(_) | Lie::OtherKey => {}
    }
    // It listens on, so that nothing but the lie can end the session.
    while socket.next().await?.is_ok() {}
    None
}

async fn hear_after_far_behind(
    socket: &mut WebSocketStream<TcpStream>,
    heard: mpsc::Sender<ClientMessage>,
) -> Option<()> {
    let far = ServerMessage::FarBehind {
        behind: 100_000,
        snapshot: String::new(),
    };
    socket.send(Message::text(write(&far))).await.ok()?;
    loop {
        let frame = socket.next().await?.ok()?;
        for said in read_client(&frame.into_data()).messages {
            heard.send(said).await.ok()?;
        }
    }
}

async fn push(socket: &mut WebSocketStream<TcpStream>, bytes: &[u8]) -> Option<()> {
    let stream = socket.get_mut();
    stream.write_all(bytes).await.ok()?;
    stream.flush().await.ok()
}

async fn greet(socket: &mut WebSocketStream<TcpStream>, lie: &Lie) -> Option<()> {
    let say = |message| Message::text(write::<ServerMessage>(&message));
    let challenge = ServerMessage::Challenge {
        versions: VERSIONS.to_vec(),
        platform: origin(CITY),
        nonce: "11".repeat(32),
        software: "tests".to_owned(),
    };
    socket.send(say(challenge)).await.ok()?;
    let hello = loop {
        let frame = socket.next().await?.ok()?;
        let said = read_client(&frame.into_data())
            .messages
            .into_iter()
            .next()?;
        if let ClientMessage::Hello(hello) = said {
            break hello;
        }
    };
    let proof = platform_proof(&hello.nonce, &origin(CITY), &hello.origin);
    let signer = if matches!(lie, Lie::OtherKey) {
        CITY + 1
    } else {
        CITY
    };
    let genesis = || GENESIS_HASH.to_owned();
    let welcome = ServerMessage::Welcome(Welcome {
        version: match lie {
            Lie::Version(version) => *version,
            _ => VERSIONS[0],
        },
        session: "22".repeat(32),
        log_id: "licheng".to_owned(),
        log_epoch: 1,
        head: LogMark {
            sseq: 5,
            log_hash: genesis(),
        },
        high: OriginHigh {
            incarnation: hello.incarnation,
            oseq: 0,
            hash: genesis(),
        },
        beat_ms: 10_000,
        now: UtcMs(0),
        sig: hex::encode(key(signer).sign(&proof).to_bytes()),
    });
    socket.send(say(welcome)).await.ok()
}
