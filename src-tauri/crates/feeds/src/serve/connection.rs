//! One connection of a server.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::address::counted;
use crate::intake::Intake;
use crate::store::Store;
use crate::talk::{Outcome, Talk};

/// Bytes read at once; with ten thousand connections twenty megabytes.
const READ_BYTES: usize = 2 * 1024;
/// How often a quiet connection is looked after.
const TICK: Duration = Duration::from_secs(5);

/// Connections from one address: a carrier may bring a whole fleet behind one; 待区里确认.
pub const PER_ADDRESS_MAX: usize = 4_000;

/// How long a peer may be silent before the system asks whether it is still there.
///
/// A peer that lost its power or its network says no farewell. A station may rightly be silent for
/// two hours (HJ 212-2017, RtdInterval up to an hour, one lost), so that silence alone cannot tell;
/// the system's question costs no more than an empty packet, and no answer to it frees the place.
pub(super) const ALIVE_AFTER: Duration = Duration::from_secs(60);
/// How long it waits before it asks again; after nine questions (Windows: ten) it gives up, so that
/// a dead peer holds its place for four minutes at most.
pub(super) const ALIVE_AGAIN: Duration = Duration::from_secs(15);

/// Lets the system find out whether a silent peer is still there.
pub(super) fn watch_over(stream: &TcpStream) -> std::io::Result<()> {
    let asking = TcpKeepalive::new()
        .with_time(ALIVE_AFTER)
        .with_interval(ALIVE_AGAIN);
    SockRef::from(stream).set_tcp_keepalive(&asking)
}

/// What the connections of a server may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Connections at the same time.
    pub connections_max: usize,
    /// Of them from one address; of IPv6 from one network of 64 bits, which one machine may have.
    pub per_address_max: usize,
    /// Of them without a right message yet; one of them gives way to the next.
    pub unproven_max: usize,
    /// How long a new connection may take for its first right message.
    pub first_max: Duration,
    /// How long a peer may take to receive an answer.
    pub write_max: Duration,
    /// Defects after which a connection without a right message is closed.
    pub defects_first_max: usize,
    /// Defects in a row, without a right message between, after which any connection is closed.
    pub defects_row_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections_max: 12_000,
            per_address_max: PER_ADDRESS_MAX,
            unproven_max: 1_000,
            first_max: Duration::from_secs(30),
            write_max: Duration::from_secs(10),
            defects_first_max: 20,
            defects_row_max: 200,
        }
    }
}

/// A connection's place among those that are let in.
pub(crate) struct Gate {
    shared: Arc<Shared>,
    number: u64,
    /// Who connected.
    peer: IpAddr,
    stop: CancellationToken,
    proven: bool,
}

impl Gate {
    pub(super) fn new(
        shared: Arc<Shared>,
        number: u64,
        peer: IpAddr,
        stop: CancellationToken,
    ) -> Self {
        Self {
            shared,
            number,
            peer,
            stop,
            proven: false,
        }
    }

    fn prove(&mut self) {
        if !self.proven {
            self.proven = true;
            self.shared.proven(self.number);
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.shared.gone(self.number, counted(self.peer));
    }
}

/// Why a connection ends.
enum End {
    /// The peer closed it, or nothing right came in time, or the server stops.
    Quiet,
    /// A bound was passed or a fact was not stored.
    Closed,
}

pub(crate) struct Connection {
    stream: TcpStream,
    gate: Gate,
    shared: Arc<Shared>,
    talk: Box<dyn Talk>,
    defects_row: usize,
    /// Until when a right message has to come.
    deadline: Instant,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, gate: Gate, shared: Arc<Shared>) -> Self {
        let talk = shared.protocol.talk();
        let deadline = Instant::now() + shared.bounds.first_max;
        Self {
            stream,
            gate,
            shared,
            talk,
            defects_row: 0,
            deadline,
        }
    }

    pub(super) async fn run(mut self, store: Store, intake: Arc<dyn Intake>) {
        // Without it an answer of some bytes may wait for the next.
        drop(self.stream.set_nodelay(true));
        if let Err(error) = watch_over(&self.stream) {
            tracing::warn!(%error, "a silent peer is held until its time is over");
        }
        let end = self.serve(&store, &*intake).await;
        let mut outcome = self.talk.end(intake.now());
        let changes = std::mem::take(&mut outcome.changes);
        let stored = store.keep_of(self.gate.peer, outcome).await.is_ok();
        self.shared.protocol.register().settle(stored, changes);
        if matches!(end, End::Closed) {
            tracing::debug!(number = self.gate.number, "a connection was closed");
        }
    }

    async fn serve(&mut self, store: &Store, intake: &dyn Intake) -> End {
        let mut buffer = [0_u8; READ_BYTES];
        let stop = self.gate.stop.clone();
        let mut next_tick = Instant::now() + TICK;
        loop {
            let until = self.deadline.min(next_tick);
            let read = tokio::select! {
                () = stop.cancelled() => return End::Closed,
                read = timeout_at(until, self.stream.read(&mut buffer)) => read,
            };
            let outcome = match read {
                Ok(Ok(0) | Err(_)) => return End::Quiet,
                Ok(Ok(count)) => {
                    let bytes = buffer.get(..count).unwrap_or_default();
                    self.talk.take(bytes, intake.now())
                }
                Err(_) if Instant::now() >= self.deadline => return End::Quiet,
                Err(_) => {
                    next_tick = Instant::now() + TICK;
                    self.talk.tick(intake.now())
                }
            };
            if let Err(end) = self.settle(outcome, store).await {
                return end;
            }
        }
    }

    /// Stores what came, then answers.
    async fn settle(&mut self, mut outcome: Outcome, store: &Store) -> Result<(), End> {
        let bounds = self.shared.bounds;
        if outcome.messages > outcome.unproven {
            self.gate.prove();
            self.defects_row = 0;
            self.deadline = Instant::now() + self.shared.protocol.register().idle_max;
        }
        self.defects_row += outcome.defects.len();
        let most = if self.gate.proven {
            bounds.defects_row_max
        } else {
            bounds.defects_first_max
        };
        let reply = std::mem::take(&mut outcome.reply);
        let changes = std::mem::take(&mut outcome.changes);
        let stored = store.keep_of(self.gate.peer, outcome).await;
        let register = self.shared.protocol.register();
        register.settle(stored.is_ok(), changes);
        if stored.is_err() || self.defects_row > most {
            return Err(End::Closed);
        }
        if reply.is_empty() {
            return Ok(());
        }
        let sent = timeout(bounds.write_max, self.stream.write_all(&reply)).await;
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Closed),
        }
    }
}
