//! What goes to the desk: answers first, then the log, then what may be lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use emergency::id::OriginId;
use futures_util::SinkExt as _;
use futures_util::stream::SplitSink;
use logbook::authority::Line;
use protocols::platform::{
    BATCH_BYTES_MAX, ENTRIES_PER_FRAME_MAX, Position, RefusedCode, ServerMessage, write,
};
use tokio::sync::{broadcast, mpsc, watch};

use super::{FRAME_S, Guest, refusal};
use crate::ledger::Picture;
use crate::sequencer::Published;
use crate::server::{Lines, Platform};

/// What the reading lane asks the sending lane to do.
pub(super) enum Out {
    /// Send this.
    Message(ServerMessage),
    /// Send the log on from here.
    MoveTo(u64),
    /// Send this, and nothing of the log until told from where.
    Hold(ServerMessage),
    /// Send the states in parts.
    Snapshot(Picture),
    /// Send why the session ends, and end.
    Last(RefusedCode),
}

/// The sending lane.
pub(super) struct Lane {
    sink: SplitSink<WebSocket, Message>,
    outbox: mpsc::Receiver<Out>,
    lines: Lines,
    published: watch::Receiver<Published>,
    positions: broadcast::Receiver<(OriginId, Position)>,
    origin: OriginId,
    /// The last entry given to the wire; none while the desk has to go back.
    after: Option<u64>,
    shared: Arc<AtomicU64>,
}

/// What the lane found to do.
enum Work {
    Asked(Out),
    More,
    Position(Position),
    Nothing,
    End,
}

impl Lane {
    pub(super) fn new(
        sink: SplitSink<WebSocket, Message>,
        outbox: mpsc::Receiver<Out>,
        platform: &Platform,
        guest: &Guest,
        shared: Arc<AtomicU64>,
    ) -> Self {
        Self {
            sink,
            outbox,
            lines: platform.lines.clone(),
            published: platform.sequencer.published(),
            positions: platform.positions.subscribe(),
            origin: guest.origin.clone(),
            after: guest.after,
            shared,
        }
    }

    /// Sends until the desk does not take it or the reading lane is gone.
    pub(super) async fn run(mut self) {
        loop {
            let done = match self.find().await {
                Work::Asked(Out::Last(code)) => {
                    let _ = self.send(write(&refusal(code))).await;
                    return;
                }
                Work::Asked(out) => self.obey(out).await,
                Work::More => self.send_lines().await,
                Work::Position(position) => {
                    self.send(write(&ServerMessage::Position(position))).await
                }
                Work::Nothing => Some(()),
                Work::End => None,
            };
            if done.is_none() {
                return;
            }
        }
    }

    async fn find(&mut self) -> Work {
        let head = self.published.borrow_and_update().head.sseq;
        let behind = self.after.is_some_and(|after| after < head);
        tokio::select! {
            biased;
            out = self.outbox.recv() => out.map_or(Work::End, Work::Asked),
            () = std::future::ready(()), if behind => Work::More,
            changed = self.published.changed() => {
                if changed.is_ok() { Work::Nothing } else { Work::End }
            }
            position = self.positions.recv() => match position {
                Ok((from, position)) if from != self.origin => Work::Position(position),
                // Those that were missed are old; the next one counts.
                _ => Work::Nothing,
            },
        }
    }

    async fn obey(&mut self, out: Out) -> Option<()> {
        match out {
            Out::Message(message) => self.send(write(&message)).await,
            Out::MoveTo(after) => {
                self.move_to(Some(after));
                Some(())
            }
            Out::Hold(message) => {
                self.move_to(None);
                self.send(write(&message)).await
            }
            Out::Snapshot(picture) => self.send_snapshot(picture).await,
            Out::Last(_) => None,
        }
    }

    fn move_to(&mut self, after: Option<u64>) {
        self.after = after;
        self.shared.store(after.unwrap_or(0), Ordering::Relaxed);
    }

    async fn send_lines(&mut self) -> Option<()> {
        let after = self.after?;
        let mut lines = self
            .lines
            .after(after, ENTRIES_PER_FRAME_MAX, BATCH_BYTES_MAX)
            .await?;
        let Some(last) = lines.last().map(|line| line.sseq) else {
            return Some(());
        };
        self.lines.pass_over_uncommitted(&mut lines);
        if !lines.is_empty() {
            self.send(entries_frame(&lines)).await?;
        }
        self.move_to(Some(last));
        Some(())
    }

    async fn send_snapshot(&mut self, picture: Picture) -> Option<()> {
        let Picture {
            sseq,
            high,
            earlier,
            states,
        } = picture;
        let mut part = Vec::new();
        let mut bytes = 0;
        for state in states {
            let size = state.state.to_string().len();
            if bytes + size > BATCH_BYTES_MAX && !part.is_empty() {
                let states = std::mem::take(&mut part);
                self.send(write(&ServerMessage::Snapshot {
                    sseq,
                    high: high.clone(),
                    earlier: earlier.clone(),
                    states,
                    last: false,
                }))
                .await?;
                bytes = 0;
            }
            bytes += size;
            part.push(state);
        }
        self.send(write(&ServerMessage::Snapshot {
            sseq,
            high,
            earlier,
            states: part,
            last: true,
        }))
        .await
    }

    async fn send(&mut self, text: String) -> Option<()> {
        let limit = Duration::from_secs(FRAME_S);
        let sent = tokio::time::timeout(limit, self.sink.send(Message::text(text))).await;
        sent.ok()?.ok()
    }
}

/// The entries message around lines that are JSON already.
fn entries_frame(lines: &[Line]) -> String {
    let bytes: usize = lines.iter().map(|line| line.json.len() + 1).sum();
    let mut text = String::with_capacity(bytes + 32);
    text.push_str(r#"{"say":"entries","entries":["#);
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&line.json);
    }
    text.push_str("]}");
    text
}
