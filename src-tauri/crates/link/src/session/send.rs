//! What goes to the platform.

use std::time::Duration;

use emergency::event::Event;
use futures_util::SinkExt as _;
use futures_util::stream::SplitSink;
use protocols::platform::{BATCH_BYTES_MAX, ClientMessage, EVENTS_PER_FRAME_MAX, write};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_tungstenite::tungstenite::Message;

use super::shared::Shared;
use super::{Desk, FRAME_S, Socket, WINDOW_EVENTS};
use crate::state::WhyDown;
use crate::store::{DeskStore, Number};

/// Displaced events read at once.
const OFFERED_MAX: usize = EVENTS_PER_FRAME_MAX;
/// Beats for which an event of an earlier incarnation may wait after it was offered.
const OFFER_BEATS_MAX: u32 = 3;

/// The sending lane.
pub(super) struct Lane<'a, S: ?Sized> {
    desk: &'a Desk<S>,
    shared: &'a Shared,
    sink: SplitSink<Socket, Message>,
    control: mpsc::Receiver<ClientMessage>,
    beat_ms: u64,
    /// What was acknowledged at the last beat.
    acked_at_beat: Option<u64>,
    /// Beats since events of an earlier incarnation were offered and still wait.
    stale_beats: u32,
}

impl<'a, S: DeskStore + ?Sized> Lane<'a, S> {
    pub(super) fn new(
        desk: &'a Desk<S>,
        shared: &'a Shared,
        sink: SplitSink<Socket, Message>,
        control: mpsc::Receiver<ClientMessage>,
        beat_ms: u64,
    ) -> Self {
        Self {
            desk,
            shared,
            sink,
            control,
            beat_ms,
            acked_at_beat: None,
            stale_beats: 0,
        }
    }

    /// Sends until the platform does not take it.
    pub(super) async fn run(mut self) -> WhyDown {
        match self.send_all().await {
            Ok(never) => match never {},
            Err(why) => why,
        }
    }

    async fn send_all(&mut self) -> Result<std::convert::Infallible, WhyDown> {
        let mut beat = tokio::time::interval(Duration::from_millis(self.beat_ms));
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let desk = self.desk;
        let mut positions = desk.own_positions.lock().await;
        loop {
            let more = self.send_events().await?;
            tokio::select! {
                biased;
                asked = self.control.recv() => match asked {
                    Some(message) => self.send(&message).await?,
                    None => return Err(WhyDown::Closed),
                },
                _ = beat.tick() => self.beat().await?,
                () = std::future::ready(()), if more => {}
                () = self.shared.ring.notified() => {}
                () = desk.nudge.notified() => {}
                Some(position) = positions.recv() => {
                    self.send(&ClientMessage::Position(position)).await?;
                }
            }
        }
    }

    /// Sends what waits, within the window; answers whether there is more to send at once.
    async fn send_events(&mut self) -> Result<bool, WhyDown> {
        let known = self.shared.lock().clone();
        if known.fork.is_some() || known.rewinding {
            return Ok(false);
        }
        if !known.offered {
            self.offer_displaced().await?;
        }
        let on_the_way = known.sent.oseq.saturating_sub(known.acked);
        if known.sent.incarnation == known.incarnation && on_the_way >= WINDOW_EVENTS {
            return Ok(false);
        }
        let after = known.sent;
        let events = self
            .desk
            .call(move |store| store.outbox(after, EVENTS_PER_FRAME_MAX))
            .await?;
        let Some(first) = events.first() else {
            return Ok(false);
        };
        let incarnation = first.incarnation;
        let mut events: Vec<Event> = events
            .into_iter()
            .take_while(|event| event.incarnation == incarnation)
            .collect();
        events.truncate(fitting(&events));
        let Some(last) = events.last().map(Number::of) else {
            return Ok(false);
        };
        let message = if incarnation < known.incarnation {
            // It was in the log once, before the platform lost its tail.
            ClientMessage::Offer { events }
        } else {
            ClientMessage::Events { events }
        };
        // Set before the frame leaves: a refusal may come back while it still does.
        self.shared.lock().sent = last;
        self.send(&message).await?;
        Ok(true)
    }

    /// Offers what lost its place with the platform's tail, in the order in which this desk
    /// learned of it: desks of other origins may be gone, and what was made in knowledge of
    /// something has to stand behind it again.
    async fn offer_displaced(&mut self) -> Result<(), WhyDown> {
        let mut after = 0;
        loop {
            let read = move |store: &S| store.displaced(after, OFFERED_MAX);
            let displaced = self.desk.call(read).await?;
            let Some(last) = displaced.last() else { break };
            after = last.place;
            let mut events: Vec<Event> = displaced.into_iter().map(|each| each.event).collect();
            while !events.is_empty() {
                let rest = events.split_off(fitting(&events));
                self.send(&ClientMessage::Offer { events }).await?;
                events = rest;
            }
        }
        self.shared.lock().offered = true;
        Ok(())
    }

    async fn beat(&mut self) -> Result<(), WhyDown> {
        let known = self.shared.lock().clone();
        let stuck = known.sent.incarnation == known.incarnation && known.sent.oseq > known.acked;
        if stuck && self.acked_at_beat == Some(known.acked) {
            // Not one more was acknowledged for a whole beat: what was sent is lost.
            self.shared.lock().sent = Number {
                incarnation: known.incarnation,
                oseq: known.acked,
            };
        }
        self.acked_at_beat = Some(known.acked);
        self.leave_stale(known.incarnation, known.cursor >= known.head)
            .await?;
        let sent_at = (self.desk.clock)().0;
        self.send(&ClientMessage::Beat {
            sent_at,
            cursor: known.cursor,
        })
        .await
    }

    /// Events of an earlier incarnation that the platform did not take although the desk is at
    /// the head of the log cannot enter as they are: a new incarnation numbers them anew.
    async fn leave_stale(&mut self, incarnation: u32, whole: bool) -> Result<(), WhyDown> {
        let first = self
            .desk
            .call(|store| store.outbox(Number::default(), 1))
            .await?;
        let stale = first
            .first()
            .is_some_and(|event| event.incarnation < incarnation);
        self.stale_beats = if stale && whole {
            self.stale_beats + 1
        } else {
            0
        };
        if self.stale_beats < OFFER_BEATS_MAX {
            return Ok(());
        }
        self.stale_beats = 0;
        self.send(&ClientMessage::Renumber { incarnation }).await
    }

    async fn send(&mut self, message: &ClientMessage) -> Result<(), WhyDown> {
        let limit = Instant::now() + Duration::from_secs(FRAME_S);
        let sending = self.sink.send(Message::text(write(message)));
        match tokio::time::timeout_at(limit, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(WhyDown::Closed),
            Err(_) => Err(WhyDown::Slow { phase: "frame" }),
        }
    }
}

/// How many events from the front one frame should carry; at least one when there is one.
fn fitting(events: &[Event]) -> usize {
    let mut bytes = 0;
    events
        .iter()
        .take_while(|event| {
            let first = bytes == 0;
            bytes += serde_json::to_vec(event).map_or(0, |text| text.len());
            first || bytes <= BATCH_BYTES_MAX
        })
        .count()
}
