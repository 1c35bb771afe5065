//! The first messages of a session: who is there, and from where it goes on.

use axum::extract::ws::{Message, WebSocket};
use ed25519_dalek::{Signature, Signer as _, Verifier as _, VerifyingKey};
use emergency::id::OriginId;
use protocols::platform::{
    BEAT_MS, ClientMessage, Hello, NONCE_BYTES, RefusedCode, ServerMessage, VERSIONS, Welcome,
    common_version, desk_proof, platform_proof, read_client, write,
};
use tokio::sync::oneshot;

use crate::server::Platform;
use crate::{SOFTWARE, random_hex};

/// Entries behind which a desk is told to show a snapshot first.
const FAR_BEHIND: u64 = 10_000;

/// A desk that was let in.
pub(super) struct Guest {
    pub(super) origin: OriginId,
    pub(super) session: String,
    /// Where its entries go on; none while it has to go back first.
    pub(super) after: Option<u64>,
    /// What it was told to go back by.
    pub(super) rewind: Option<ServerMessage>,
    /// Resolves when another session takes its place.
    pub(super) ended: oneshot::Receiver<RefusedCode>,
}

/// Challenges the desk, checks it and welcomes it.
pub(super) async fn greet(
    socket: &mut WebSocket,
    platform: &Platform,
    device: Option<OriginId>,
) -> Result<Guest, RefusedCode> {
    let nonce = random_hex::<NONCE_BYTES>(&platform.chance);
    let challenge = ServerMessage::Challenge {
        versions: VERSIONS.to_vec(),
        platform: platform.me.clone(),
        nonce: nonce.clone(),
        software: SOFTWARE.to_owned(),
    };
    say(socket, &challenge).await?;
    let hello = hear_hello(socket).await?;
    let version = common_version(VERSIONS, &hello.versions).ok_or(RefusedCode::Version)?;
    let proof = desk_proof(&nonce, &platform.me, &hello.origin, &hello.instance);
    if !is_signed(&hello, &proof) {
        return Err(RefusedCode::Proof);
    }
    if device.is_some_and(|device| device != hello.origin) {
        // The certificate of one device and the key of another.
        return Err(RefusedCode::Proof);
    }
    platform
        .devices
        .admit(&hello.origin, hello.enrol_code.as_deref())?;
    let session = random_hex::<NONCE_BYTES>(&platform.chance);
    let ended = platform
        .sessions
        .enter(&hello.origin, &hello.instance, &session)?;
    let origin = hello.origin.clone();
    let welcomed = welcome(socket, platform, hello, version, &session).await;
    match welcomed {
        Ok((after, rewind)) => Ok(Guest {
            origin,
            session,
            after,
            rewind,
            ended,
        }),
        Err(code) => {
            platform.sessions.leave(&origin, &session);
            Err(code)
        }
    }
}

async fn welcome(
    socket: &mut WebSocket,
    platform: &Platform,
    hello: Hello,
    version: u16,
    session: &str,
) -> Result<(Option<u64>, Option<ServerMessage>), RefusedCode> {
    let (cursor, origin) = (hello.resume.sseq, hello.origin.clone());
    let proof = platform_proof(&hello.nonce, &platform.me, &origin);
    let answer = platform.sequencer.greet(hello).await;
    let greeting = answer.map_err(|_| RefusedCode::Unavailable)??;
    let behind = greeting.head.sseq.saturating_sub(cursor);
    let welcome = Welcome {
        version,
        session: session.to_owned(),
        log_id: greeting.log_id,
        log_epoch: greeting.log_epoch,
        head: greeting.head.clone(),
        high: greeting.high,
        beat_ms: BEAT_MS,
        now: platform.now(),
        sig: hex::encode(platform.key.sign(&proof).to_bytes()),
    };
    say(socket, &ServerMessage::Welcome(welcome)).await?;
    if let Some(incarnation) = greeting.fork {
        say(
            socket,
            &ServerMessage::Fork {
                incarnation,
                head: greeting.head,
            },
        )
        .await?;
    }
    if let Some(marks) = greeting.rewind {
        let rewind = ServerMessage::Rewind {
            log_epoch: greeting.log_epoch,
            marks,
        };
        say(socket, &rewind).await?;
        return Ok((None, Some(rewind)));
    }
    if behind > FAR_BEHIND {
        let snapshot = "/v1/snapshot".to_owned();
        say(socket, &ServerMessage::FarBehind { behind, snapshot }).await?;
    }
    Ok((Some(cursor), None))
}

async fn say(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), RefusedCode> {
    socket
        .send(Message::text(write(message)))
        .await
        .map_err(|_| RefusedCode::Malformed)
}

/// The first message; late frames of another kind have no business here.
async fn hear_hello(socket: &mut WebSocket) -> Result<Hello, RefusedCode> {
    loop {
        let read = match socket.recv().await {
            Some(Ok(Message::Text(text))) => read_client(text.as_bytes()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            _ => return Err(RefusedCode::Malformed),
        };
        return match read.messages.into_iter().next() {
            Some(ClientMessage::Hello(hello)) => Ok(*hello),
            _ => Err(RefusedCode::Malformed),
        };
    }
}

fn is_signed(hello: &Hello, proof: &[u8]) -> bool {
    let mut key = [0_u8; 32];
    let mut signature = [0_u8; 64];
    let read = hex::decode_to_slice(hello.origin.as_str(), &mut key).is_ok()
        && hex::decode_to_slice(&hello.sig, &mut signature).is_ok();
    read && VerifyingKey::from_bytes(&key).is_ok_and(|key| {
        key.verify(proof, &Signature::from_bytes(&signature))
            .is_ok()
    })
}
