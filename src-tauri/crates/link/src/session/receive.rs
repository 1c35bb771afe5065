//! What comes from the platform.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use emergency::event::Entry;
use futures_util::StreamExt as _;
use futures_util::stream::SplitStream;
use protocols::platform::{
    ClientMessage, EARLIER_MAX, EarlierHigh, LogMark, OriginHigh, RejectedCode, ResumeToken,
    ServerMessage, StateRow, clock_offset_ms, read_server,
};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::greet::Greeted;
use super::shared::Shared;
use super::{Desk, QUIET_MS, QUIET_SLICES, REFUSALS_MAX, SLICE_BYTES_MIN, Socket, WINDOW_EVENTS};
use crate::state::{LinkPhase, WhyDown};
use crate::store::{DeskStore, Number, Snapshot, Unapplied};

/// Frames that are no message, after which the other side is not the platform.
const DEFECTS_MAX: u32 = 16;
/// States that one snapshot may have.
const STATES_MAX: usize = 200_000;
/// Parts that one snapshot may have, of at most a frame each.
const PARTS_MAX: usize = 64;
/// Times the log may be found to be another one in a session before it is given up.
const REWINDS_MAX: u32 = 16;

/// The receiving lane.
pub(super) struct Lane<'a, S: ?Sized> {
    desk: &'a Desk<S>,
    shared: &'a Shared,
    stream: SplitStream<Socket>,
    read: Arc<AtomicU64>,
    control: mpsc::Sender<ClientMessage>,
    refusals: HashMap<Uuid, u32>,
    states: Vec<StateRow>,
    /// Parts of it that came.
    parts: usize,
    defects: u32,
    rewinds: u32,
    /// True while an answer to a resume is awaited: what comes before it is known to be late.
    resuming: bool,
    suspended: bool,
}

impl<'a, S: DeskStore + ?Sized> Lane<'a, S> {
    pub(super) fn new(
        desk: &'a Desk<S>,
        shared: &'a Shared,
        stream: SplitStream<Socket>,
        read: Arc<AtomicU64>,
        control: mpsc::Sender<ClientMessage>,
        greeted: &Greeted,
    ) -> Self {
        Self {
            desk,
            shared,
            stream,
            read,
            control,
            refusals: HashMap::new(),
            states: Vec::new(),
            parts: 0,
            defects: 0,
            rewinds: 0,
            resuming: false,
            suspended: greeted.suspended,
        }
    }

    /// Reads until the session ends.
    pub(super) async fn run(mut self) -> WhyDown {
        match self.read_all().await {
            Ok(never) => match never {},
            Err(why) => why,
        }
    }

    async fn read_all(&mut self) -> Result<std::convert::Infallible, WhyDown> {
        self.caught_up().await?;
        loop {
            let read = match self.frame().await? {
                Message::Text(text) => read_server(text.as_bytes()),
                Message::Binary(bytes) => read_server(&bytes),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
                Message::Close(_) => return Err(WhyDown::Closed),
            };
            let now = (self.desk.clock)();
            self.desk.change(|state| state.last_heard_at = Some(now));
            match read.messages.into_iter().next() {
                Some(message) => self.act(message).await?,
                None => {
                    let detail = read.defects.first().map(|defect| defect.message.clone());
                    let detail = detail.unwrap_or_default();
                    tracing::warn!(detail, "a frame is no message");
                    self.defects += 1;
                    if self.defects > DEFECTS_MAX {
                        return Err(WhyDown::NotThePlatform { detail });
                    }
                }
            }
        }
    }

    /// The next frame. Silence is a dead link, unless bytes of a large frame still flow.
    async fn frame(&mut self) -> Result<Message, WhyDown> {
        let slice = Duration::from_millis(QUIET_MS);
        let mut quiet = 0;
        let mut before = self.read.load(Ordering::Relaxed);
        loop {
            match tokio::time::timeout(slice, self.stream.next()).await {
                Ok(Some(Ok(message))) => return Ok(message),
                Ok(Some(Err(error))) => {
                    tracing::info!(%error, "the connection broke");
                    return Err(WhyDown::Closed);
                }
                Ok(None) => return Err(WhyDown::Closed),
                Err(_) => {
                    let now = self.read.load(Ordering::Relaxed);
                    let flows = now - before >= SLICE_BYTES_MIN;
                    before = now;
                    quiet = if flows { 0 } else { quiet + 1 };
                    if quiet >= QUIET_SLICES {
                        return Err(WhyDown::Silent);
                    }
                }
            }
        }
    }

    async fn act(&mut self, message: ServerMessage) -> Result<(), WhyDown> {
        match message {
            ServerMessage::Entries { entries } => self.entries(entries).await,
            ServerMessage::Ack { incarnation, hi } => {
                self.shared.note_ack(incarnation, hi);
                self.shared.ring.notify_one();
                Ok(())
            }
            ServerMessage::Nack { incarnation, hi } => {
                if incarnation == self.shared.lock().incarnation {
                    self.shared.send_from(Number {
                        incarnation,
                        oseq: hi,
                    });
                }
                Ok(())
            }
            ServerMessage::Fork { incarnation, head } => self.fork(incarnation, head).await,
            ServerMessage::Rewind { log_epoch, marks } => self.rewind(log_epoch, marks).await,
            ServerMessage::FarBehind { behind, .. } => {
                tracing::info!(behind, "far behind: a snapshot first");
                let read = |store: &S| store.earlier_names(EARLIER_MAX);
                let earlier = self.desk.call(read).await?;
                self.ask(ClientMessage::AskSnapshot { earlier }).await
            }
            ServerMessage::Snapshot {
                sseq,
                high,
                earlier,
                states,
                last,
            } => {
                let known = (sseq, high, earlier);
                self.snapshot(known, states, last).await
            }
            ServerMessage::Rejected { id, oseq, code } => self.rejected(id, oseq, code).await,
            ServerMessage::Beat {
                sent_at,
                heard_at,
                answered_at,
                head,
                others,
            } => {
                self.desk.change(|state| state.others = others);
                self.beat([sent_at, heard_at, answered_at], head).await
            }
            ServerMessage::Refused { code, .. } => Err(WhyDown::Refused { code }),
            ServerMessage::Position(position) => {
                // Lossy by design: only the newest counts.
                let _ = self.desk.positions.try_send(position);
                Ok(())
            }
            // Late frames of a greeting that is over.
            ServerMessage::Challenge { .. } | ServerMessage::Welcome(_) => Ok(()),
        }
    }

    async fn ask(&self, message: ClientMessage) -> Result<(), WhyDown> {
        self.control
            .send(message)
            .await
            .map_err(|_| WhyDown::Closed)
    }

    async fn entries(&mut self, entries: Vec<Entry>) -> Result<(), WhyDown> {
        if self.shared.lock().rewinding {
            return Ok(());
        }
        match self.desk.call(move |store| store.apply(entries)).await? {
            Ok(cursor) => {
                self.resuming = false;
                if self.shared.move_to(cursor.sseq) {
                    self.rewinds = 0;
                }
                self.caught_up().await
            }
            Err(Unapplied::Gap) if self.resuming => Ok(()),
            Err(Unapplied::Gap | Unapplied::OtherLog { .. }) => self.resume().await,
            Err(Unapplied::Bad { detail }) => Err(WhyDown::BadEntry { detail }),
        }
    }

    /// Asks for the entries from the cursor on; the platform notices when it is another log.
    async fn resume(&mut self) -> Result<(), WhyDown> {
        self.rewinds += 1;
        if self.rewinds > REWINDS_MAX {
            return Err(WhyDown::BadEntry {
                detail: "the log cannot be followed".to_owned(),
            });
        }
        let standing = self.desk.call(DeskStore::standing).await?;
        self.resuming = true;
        self.ask(ClientMessage::Resume {
            token: standing.cursor,
        })
        .await
    }

    /// What is due at the places where the desk has caught up: a new incarnation, its right to
    /// confirm, the live phase.
    async fn caught_up(&mut self) -> Result<(), WhyDown> {
        let (cursor, head, fork) = {
            let known = self.shared.lock();
            (known.cursor, known.head, known.fork.clone())
        };
        if let Some((incarnation, mark)) = fork
            && cursor >= mark.sseq
        {
            self.desk
                .call(move |store| store.adopt(incarnation))
                .await?;
            self.shared.begin(incarnation);
            self.suspended = true;
            self.shared.ring.notify_one();
        }
        let whole = cursor >= head && self.shared.lock().fork.is_none();
        if whole && self.suspended {
            let may = self
                .desk
                .call(move |store| store.restore_authority(head))
                .await?;
            self.suspended = !may;
        }
        if whole {
            self.desk.enter(LinkPhase::Live);
        }
        let past = match &*self.desk.snapshot.borrow() {
            Some(snapshot) => snapshot.sseq <= cursor,
            None => false,
        };
        if past {
            self.show(None).await?;
        }
        let lag = head.saturating_sub(cursor);
        self.desk.change(|state| state.lag = lag);
        self.count_outbox().await
    }

    async fn count_outbox(&self) -> Result<(), WhyDown> {
        let standing = self.desk.call(DeskStore::standing).await?;
        self.desk.change(|state| {
            state.outbox_len = standing.waiting;
            state.parked_len = standing.parked;
        });
        Ok(())
    }

    async fn fork(&mut self, incarnation: u32, head: LogMark) -> Result<(), WhyDown> {
        {
            let mut known = self.shared.lock();
            if incarnation <= known.incarnation {
                return Ok(());
            }
            known.head = known.head.max(head.sseq);
            known.fork = Some((incarnation, head));
        }
        self.desk.enter(LinkPhase::CatchingUp);
        self.caught_up().await
    }

    async fn rewind(&mut self, log_epoch: u64, marks: Vec<LogMark>) -> Result<(), WhyDown> {
        let standing = self.desk.call(DeskStore::standing).await?;
        let log_id = standing.cursor.log_id;
        self.shared.lock().rewinding = true;
        for mark in marks {
            let place = mark.sseq;
            let known = self.desk.call(move |store| store.hash_at(place)).await?;
            if mark.sseq > 0 && known.as_ref() != Some(&mark.log_hash) {
                continue;
            }
            let LogMark { sseq, log_hash } = mark;
            tracing::warn!(sseq, log_epoch, "the platform was restored: going back");
            // Entries up to its head may still be of an earlier epoch.
            let token = ResumeToken {
                log_id,
                log_epoch: 0,
                sseq,
                log_hash,
            };
            let to = token.clone();
            self.desk.call(move |store| store.rewind(to)).await?;
            self.show(None).await?;
            {
                let mut known = self.shared.lock();
                known.cursor = sseq;
                known.sent = Number::default();
                known.acked = 0;
                known.rewinding = false;
                known.offered = false;
            }
            self.desk.enter(LinkPhase::CatchingUp);
            self.ask(ClientMessage::Resume { token }).await?;
            self.shared.ring.notify_one();
            return Ok(());
        }
        Err(WhyDown::BadEntry {
            detail: "no common place in the log".to_owned(),
        })
    }

    async fn snapshot(
        &mut self,
        (sseq, high, earlier): (u64, OriginHigh, Vec<EarlierHigh>),
        states: Vec<StateRow>,
        last: bool,
    ) -> Result<(), WhyDown> {
        self.parts += 1;
        let bounded = self.parts <= PARTS_MAX && self.states.len() + states.len() <= STATES_MAX;
        if bounded {
            self.states.extend(states);
        } else {
            // Half a picture would be taken for the whole one: nothing more of it is kept.
            self.states = Vec::new();
            self.parts = PARTS_MAX;
        }
        if !last {
            return Ok(());
        }
        let states = std::mem::take(&mut self.states);
        self.parts = 0;
        if !bounded || self.shared.lock().cursor >= sseq {
            return Ok(());
        }
        let newest = |high: &OriginHigh| Number {
            incarnation: high.incarnation,
            oseq: high.oseq,
        };
        let shown = Snapshot {
            sseq,
            own: newest(&high),
            earlier: earlier
                .into_iter()
                .map(|EarlierHigh { origin, high }| (origin, newest(&high)))
                .collect(),
            states,
        };
        self.show(Some(Arc::new(shown))).await
    }

    /// Shows the states of a snapshot, or no longer.
    async fn show(&self, snapshot: Option<Arc<Snapshot>>) -> Result<(), WhyDown> {
        let shown = snapshot.clone();
        self.desk.call(|store| store.look_ahead(shown)).await?;
        self.desk.snapshot.send_replace(snapshot);
        Ok(())
    }

    async fn rejected(&mut self, id: Uuid, oseq: u64, code: RejectedCode) -> Result<(), WhyDown> {
        if self.refusals.len() >= WINDOW_EVENTS as usize {
            // More than are on the way: these are not about this desk's events.
            self.refusals.clear();
        }
        let refusals = self.refusals.entry(id).or_default();
        *refusals += 1;
        if *refusals >= REFUSALS_MAX {
            tracing::warn!(%id, ?code, "an event is refused for good and parked");
            let reason = format!("{code:?}");
            self.desk.call(move |store| store.park(id, &reason)).await?;
            self.count_outbox().await?;
        }
        let incarnation = self.shared.lock().incarnation;
        self.shared.send_from(Number {
            incarnation,
            oseq: oseq.saturating_sub(1),
        });
        Ok(())
    }

    async fn beat(&mut self, [sent, heard, answered]: [i64; 3], head: u64) -> Result<(), WhyDown> {
        let now = (self.desk.clock)();
        let offset = clock_offset_ms(sent, heard, answered, now.0);
        self.desk
            .change(|state| state.clock_offset_ms = Some(offset));
        self.desk
            .call(move |store| store.note_clock(Some(offset)))
            .await?;
        {
            let mut known = self.shared.lock();
            known.head = known.head.max(head);
        }
        self.caught_up().await
    }
}
