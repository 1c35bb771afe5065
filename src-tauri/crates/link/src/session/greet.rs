//! The first messages: each side shows that it holds its key.

use ed25519_dalek::{Signature, Signer as _, Verifier as _, VerifyingKey};
use emergency::id::OriginId;
use futures_util::{SinkExt as _, StreamExt as _};
use protocols::platform::{
    ClientMessage, Hello, NONCE_BYTES, RefusedCode, ServerMessage, VERSIONS, Welcome,
    common_version, desk_proof, platform_proof, read_server, write,
};
use tokio_tungstenite::tungstenite::Message;

use super::{Desk, Socket};
use crate::state::WhyDown;
use crate::store::{DeskStore, Standing};

/// What both sides know after the greeting.
#[derive(Debug, Clone)]
pub(super) struct Greeted {
    pub(super) incarnation: u32,
    pub(super) acked: u64,
    pub(super) cursor: u64,
    pub(super) head: u64,
    pub(super) beat_ms: u64,
    pub(super) suspended: bool,
}

/// Heart-beats are never closer together than this, whatever the platform wishes.
const BEAT_MS_MIN: u64 = 100;

pub(super) async fn greet<S: DeskStore + ?Sized>(
    desk: &Desk<S>,
    socket: &mut Socket,
) -> Result<Greeted, WhyDown> {
    let ServerMessage::Challenge {
        versions,
        platform,
        nonce,
        ..
    } = hear(socket).await?
    else {
        return Err(strange("the first message is no challenge"));
    };
    if common_version(VERSIONS, &versions).is_none() {
        return Err(WhyDown::Refused {
            code: RefusedCode::Version,
        });
    }
    if desk
        .options
        .platform
        .as_ref()
        .is_some_and(|known| *known != platform)
    {
        return Err(WhyDown::StrangeKey { found: platform.0 });
    }
    let standing = desk.call(DeskStore::standing).await?;
    let mut bytes = [0_u8; NONCE_BYTES];
    (desk.chance)(&mut bytes);
    let own_nonce = hex::encode(bytes);
    let proof = desk_proof(&nonce, &platform, &standing.origin, &desk.options.instance);
    let hello = Hello {
        versions: VERSIONS.to_vec(),
        origin: standing.origin.clone(),
        instance: desk.options.instance.clone(),
        incarnation: standing.incarnation,
        head: standing.head.clone(),
        resume: standing.cursor.clone(),
        software: desk.options.software.clone(),
        nonce: own_nonce.clone(),
        enrol_code: desk.options.enrol_code.clone(),
        sig: hex::encode(desk.options.key.sign(&proof).to_bytes()),
    };
    say(socket, &ClientMessage::Hello(Box::new(hello))).await?;
    match hear(socket).await? {
        ServerMessage::Welcome(welcome) => {
            check(&welcome, &own_nonce, &platform, &standing)?;
            Ok(greeted(&welcome, &standing))
        }
        ServerMessage::Refused { code, .. } => Err(WhyDown::Refused { code }),
        _ => Err(strange("neither welcome nor refusal")),
    }
}

fn greeted(welcome: &Welcome, standing: &Standing) -> Greeted {
    let same = welcome.high.incarnation == standing.incarnation;
    Greeted {
        incarnation: standing.incarnation,
        acked: if same { welcome.high.oseq } else { 0 },
        cursor: standing.cursor.sseq,
        head: welcome.head.sseq,
        beat_ms: welcome.beat_ms.max(BEAT_MS_MIN),
        suspended: standing.suspended,
    }
}

/// The welcome is signed by the key that challenged, and speaks a version that was offered.
fn check(
    welcome: &Welcome,
    nonce: &str,
    platform: &OriginId,
    standing: &Standing,
) -> Result<(), WhyDown> {
    let proof = platform_proof(nonce, platform, &standing.origin);
    let mut key = [0_u8; 32];
    let mut signature = [0_u8; 64];
    let read = hex::decode_to_slice(platform.as_str(), &mut key).is_ok()
        && hex::decode_to_slice(&welcome.sig, &mut signature).is_ok();
    let signed = read
        && VerifyingKey::from_bytes(&key).is_ok_and(|key| {
            key.verify(&proof, &Signature::from_bytes(&signature))
                .is_ok()
        });
    if !signed {
        return Err(WhyDown::StrangeKey {
            found: platform.0.clone(),
        });
    }
    if VERSIONS.contains(&welcome.version) {
        Ok(())
    } else {
        Err(strange("a version that was not offered"))
    }
}

fn strange(detail: &str) -> WhyDown {
    WhyDown::NotThePlatform {
        detail: detail.to_owned(),
    }
}

async fn hear(socket: &mut Socket) -> Result<ServerMessage, WhyDown> {
    loop {
        let read = match socket.next().await {
            Some(Ok(Message::Text(text))) => read_server(text.as_bytes()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(_)) | None => return Err(WhyDown::Closed),
            Some(Err(error)) => return Err(strange(&error.to_string())),
        };
        let defect = read
            .defects
            .first()
            .map_or("", |defect| defect.message.as_str());
        return read
            .messages
            .into_iter()
            .next()
            .ok_or_else(|| strange(defect));
    }
}

async fn say(socket: &mut Socket, message: &ClientMessage) -> Result<(), WhyDown> {
    let sent = socket.send(Message::text(write(message))).await;
    sent.map_err(|_| WhyDown::Closed)
}
