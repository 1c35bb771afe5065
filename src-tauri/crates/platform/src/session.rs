//! One desk's WebSocket: two lanes that do not wait for each other.

mod greet;
mod send;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use emergency::event::{BODY_BYTES_MAX, Event};
use emergency::id::OriginId;
use futures_util::StreamExt as _;
use futures_util::stream::SplitStream;
use protocols::platform::{
    ClientMessage, RefusedCode, RejectedCode, ResumeToken, SILENCE_MS, ServerMessage, read_client,
    write,
};
use tokio::sync::mpsc;

use crate::ledger::{Checked, Outcome, Submission};
use crate::server::{Place, Platform};
use greet::Guest;
use send::Out;

/// Seconds a desk has for its hello, from the upgrade on: two round trips of a satellite line and
/// room for a busy machine.
pub const HELLO_S: u64 = 5;
/// Seconds one frame may take to leave.
pub const FRAME_S: u64 = 15;
/// Messages that wait to be sent beside the entries; when more wait, the desk is not reading.
const OUT_MAX: usize = 64;
/// Frames that are no message, after which a session is ended.
const DEFECTS_PER_SESSION_MAX: u32 = 16;
/// Signatures checked before others get their turn.
const CHECKS_PER_TURN: usize = 16;

/// Serves one desk until either side ends it. The place is held while nobody knows who it is; the
/// device is that of a certificate, where one was asked for.
pub(crate) async fn serve(
    mut socket: WebSocket,
    platform: Arc<Platform>,
    (place, device): (Place, Option<OriginId>),
) {
    let limit = Duration::from_secs(HELLO_S);
    let greeted = tokio::time::timeout(limit, greet::greet(&mut socket, &platform, device)).await;
    drop(place);
    let guest = match greeted.unwrap_or(Err(RefusedCode::Malformed)) {
        Ok(guest) => guest,
        Err(code) => {
            tracing::info!(?code, "a desk was refused");
            refuse(socket, code).await;
            return;
        }
    };
    let (origin, session) = (guest.origin.clone(), guest.session.clone());
    tracing::info!(origin = origin.as_str(), "a desk is connected");
    let (sink, stream) = socket.split();
    let (out, outbox) = mpsc::channel(OUT_MAX);
    let cursor = Arc::new(AtomicU64::new(guest.after.unwrap_or(0)));
    let sender = send::Lane::new(sink, outbox, &platform, &guest, Arc::clone(&cursor));
    let mut reader = Reader {
        stream,
        platform: Arc::clone(&platform),
        origin: origin.clone(),
        out: out.clone(),
        cursor,
        beat_cursor: None,
        rewind: guest.rewind,
        defects: 0,
    };
    let sender = sender.run();
    tokio::pin!(sender);
    let (code, sending) = tokio::select! {
        biased;
        code = reader.run() => (code, true),
        () = &mut sender => (None, false),
        code = guest.ended => (code.ok(), true),
    };
    if let (Some(code), true) = (code, sending)
        && out.try_send(Out::Last(code)).is_ok()
    {
        let _ = tokio::time::timeout(Duration::from_secs(FRAME_S), sender).await;
    }
    platform.sessions.leave(&origin, &session);
    tracing::info!(origin = origin.as_str(), ?code, "a desk is gone");
}

async fn refuse(mut socket: WebSocket, code: RefusedCode) {
    let text = write(&refusal(code));
    let limit = Duration::from_secs(FRAME_S);
    // Nobody may be there to read it.
    let _ = tokio::time::timeout(limit, async {
        socket.send(Message::text(text)).await?;
        socket.send(Message::Close(None)).await
    })
    .await;
}

fn refusal(code: RefusedCode) -> ServerMessage {
    let detail = match code {
        RefusedCode::Version => "no common protocol version",
        RefusedCode::Proof => "the signature does not fit the device key",
        RefusedCode::NotEnrolled => "unknown device: ask the operator for a code",
        RefusedCode::Denied => "this device was struck off",
        RefusedCode::DuplicateIdentity => "another running desk has the same device key",
        RefusedCode::Replaced => "a newer session of this desk took over",
        RefusedCode::Full => "no room for more sessions",
        RefusedCode::Malformed => "no message of the protocol in time",
        RefusedCode::Unavailable => "the log cannot be written",
        RefusedCode::WrongLog => "the desk stands in another authority's log",
    };
    ServerMessage::Refused {
        code,
        detail: detail.to_owned(),
    }
}

/// What comes from the desk.
struct Reader {
    stream: SplitStream<WebSocket>,
    platform: Arc<Platform>,
    origin: OriginId,
    out: mpsc::Sender<Out>,
    /// The last entry given to the wire.
    cursor: Arc<AtomicU64>,
    /// Where the desk stood at its last beat.
    beat_cursor: Option<u64>,
    /// What the desk was told to go back by, until it has.
    rewind: Option<ServerMessage>,
    defects: u32,
}

impl Reader {
    /// Reads until the session ends; answers with the reason the desk should hear, if any.
    async fn run(&mut self) -> Option<RefusedCode> {
        let silence = Duration::from_millis(SILENCE_MS);
        loop {
            let frame = tokio::time::timeout(silence, self.stream.next()).await;
            let message = match frame {
                Ok(Some(Ok(Message::Text(text)))) => read_client(text.as_bytes()),
                Ok(Some(Ok(Message::Binary(bytes)))) => read_client(&bytes),
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => continue,
                Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return None,
            };
            let Some(message) = message.messages.into_iter().next() else {
                self.platform.count_defect();
                self.defects += 1;
                if self.defects > DEFECTS_PER_SESSION_MAX {
                    return Some(RefusedCode::Malformed);
                }
                continue;
            };
            if let Err(code) = self.act(message).await {
                return Some(code);
            }
        }
    }

    async fn act(&mut self, message: ClientMessage) -> Result<(), RefusedCode> {
        match message {
            // A second hello is a late frame of no use.
            ClientMessage::Hello(_) => Ok(()),
            ClientMessage::Events { events } => self.submit(events).await,
            ClientMessage::Offer { mut events } => {
                events.retain(|event| self.may_offer(&event.origin));
                let (events, _) = check(events).await;
                self.send(Submission::Offer { events }).await.map(drop)
            }
            ClientMessage::Resume { token } => self.resume(token).await,
            ClientMessage::Renumber { incarnation } => {
                let gone = |_| RefusedCode::Unavailable;
                let origin = self.origin.clone();
                let asked = self.platform.sequencer.renumber(origin, incarnation).await;
                self.answer(asked.map_err(gone)?)
            }
            ClientMessage::AskSnapshot { earlier } => self.snapshot(earlier).await,
            ClientMessage::Beat { sent_at, cursor } => self.beat(sent_at, cursor),
            ClientMessage::Position(position) => {
                // Lossy by design: nobody may be there to hear it.
                let _ = self
                    .platform
                    .positions
                    .send((self.origin.clone(), position));
                Ok(())
            }
        }
    }

    /// A desk may bring back what others had in the log, and nothing of origins that it made up.
    fn may_offer(&self, origin: &OriginId) -> bool {
        *origin == self.platform.me || self.platform.devices.knows(origin)
    }

    async fn submit(&mut self, events: Vec<Event>) -> Result<(), RefusedCode> {
        let (events, rejected) = check(events).await;
        if !events.is_empty() {
            let origin = self.origin.clone();
            let outcome = self.send(Submission::Events { origin, events }).await?;
            let whole = matches!(outcome, Outcome::Taken { .. });
            self.answer(outcome)?;
            if !whole {
                return Ok(());
            }
        }
        match rejected {
            Some(rejected) => self.answer(rejected),
            None => Ok(()),
        }
    }

    async fn send(&self, submission: Submission) -> Result<Outcome, RefusedCode> {
        let answer = self.platform.sequencer.submit(submission).await;
        answer.map_err(|_| RefusedCode::Unavailable)
    }

    fn answer(&self, outcome: Outcome) -> Result<(), RefusedCode> {
        let message = match outcome {
            Outcome::Taken { incarnation, hi } => ServerMessage::Ack { incarnation, hi },
            Outcome::Gap { incarnation, hi } => ServerMessage::Nack { incarnation, hi },
            Outcome::Fork { incarnation, head } => ServerMessage::Fork { incarnation, head },
            Outcome::Rejected { id, oseq, code } => ServerMessage::Rejected { id, oseq, code },
            Outcome::Failed => return Err(RefusedCode::Unavailable),
        };
        self.tell(message)
    }

    /// A desk that lets its answers pile up is not reading; it may come back.
    fn tell(&self, message: ServerMessage) -> Result<(), RefusedCode> {
        self.out
            .try_send(Out::Message(message))
            .map_err(|_| RefusedCode::Unavailable)
    }

    async fn resume(&mut self, token: ResumeToken) -> Result<(), RefusedCode> {
        let after = token.sseq;
        let placed = self.platform.sequencer.place(token).await;
        self.rewind = placed.map_err(|_| RefusedCode::Unavailable)?.map(|marks| {
            let log_epoch = self.platform.sequencer.published().borrow().log_epoch;
            ServerMessage::Rewind { log_epoch, marks }
        });
        let out = match &self.rewind {
            None => Out::MoveTo(after),
            Some(rewind) => Out::Hold(rewind.clone()),
        };
        self.out.try_send(out).map_err(|_| RefusedCode::Unavailable)
    }

    fn beat(&mut self, sent_at: i64, cursor: u64) -> Result<(), RefusedCode> {
        let heard_at = self.platform.now().0;
        if let Some(rewind) = &self.rewind {
            // It has not gone back yet: the word may be lost.
            let _ = self.out.try_send(Out::Hold(rewind.clone()));
        }
        let sent = self.cursor.load(Ordering::Relaxed);
        // Two beats from the same place while more was sent: what was sent is lost.
        if self.beat_cursor.replace(cursor) == Some(cursor) && cursor < sent {
            let _ = self.out.try_send(Out::MoveTo(cursor));
        }
        let head = self.platform.sequencer.published().borrow().head.sseq;
        let others = self.platform.sessions.count().saturating_sub(1);
        let answered_at = self.platform.now().0;
        self.tell(ServerMessage::Beat {
            sent_at,
            heard_at,
            answered_at,
            head,
            others: u32::try_from(others).ok(),
        })
    }

    async fn snapshot(&mut self, earlier: Vec<OriginId>) -> Result<(), RefusedCode> {
        let desk = Some(self.origin.clone());
        let answer = self.platform.sequencer.snapshot(desk, earlier).await;
        let picture = answer.map_err(|_| RefusedCode::Unavailable)?;
        let gone = |_| RefusedCode::Unavailable;
        self.out.send(Out::Snapshot(picture)).await.map_err(gone)
    }
}

/// Checks signatures and sizes, in order; stops at the first that can never enter.
async fn check(events: Vec<Event>) -> (Vec<Checked>, Option<Outcome>) {
    let mut checked = Vec::with_capacity(events.len());
    for (index, event) in events.into_iter().enumerate() {
        if index % CHECKS_PER_TURN == CHECKS_PER_TURN - 1 {
            tokio::task::yield_now().await;
        }
        let code = if event.verify().is_err() {
            Some(RejectedCode::Signature)
        } else if serde_json::to_vec(&event.body).map_or(usize::MAX, |body| body.len())
            > BODY_BYTES_MAX
        {
            Some(RejectedCode::TooLarge)
        } else {
            None
        };
        if let Some(code) = code {
            return (
                checked,
                Some(Outcome::Rejected {
                    id: event.id,
                    oseq: event.oseq,
                    code,
                }),
            );
        }
        let hash = event.hash();
        checked.push(Checked { event, hash });
    }
    (checked, None)
}
