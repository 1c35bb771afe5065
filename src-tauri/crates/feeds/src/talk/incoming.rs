//! What comes on a connection, cut into messages; half a frame does not hold up what is behind it.
//!
//! A length that was damaged on its way makes a frame that waits for bytes of the frames behind it.
//! The reader gives them back as soon as it knows that the frame is none: when enough came, or when
//! it is told that no more will. So that is said to it when the rest does not come.

use emergency::time::UtcMs;
use protocols::{Parsed, Stream};

/// How long the rest of a frame may be awaited in silence, milliseconds: what a line lost is sent
/// again within, and a fire panel that is not answered sends again after ten seconds
/// (GB/T 26875.3-2011, 6.5.4); 待区里确认.
pub(super) const REST_MAX_MS: i64 = 5_000;
/// How long bytes may come of which none makes a message, milliseconds: the longest frame of HJ 212
/// takes ten seconds at 9,600 bit/s; 待区里确认.
pub(super) const FRUITLESS_MAX_MS: i64 = 20_000;

/// The bytes of one connection.
#[derive(Debug, Default)]
pub(super) struct Incoming<R> {
    reader: R,
    /// When the last bytes came; nothing where none can be held.
    last: Option<UtcMs>,
    /// Since when bytes come without a message.
    fruitless: Option<UtcMs>,
}

impl<R: Stream> Incoming<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            last: None,
            fruitless: None,
        }
    }

    /// Takes the next bytes and gives what they made whole.
    pub(super) fn push(&mut self, bytes: &[u8], now: UtcMs) -> Parsed<R::Message> {
        let parsed = self.reader.push(bytes);
        self.last = Some(now);
        if parsed.messages.is_empty() {
            self.fruitless.get_or_insert(now);
        } else {
            self.fruitless = None;
        }
        parsed
    }

    /// Some seconds passed: gives up half a frame whose rest did not come, and gives the messages
    /// that it held up. Parts of a message still wait for the others.
    pub(super) fn tick(&mut self, now: UtcMs) -> Parsed<R::Message> {
        // A clock of ours that was set back must not make a wait last for ever.
        let is_over = |since: Option<UtcMs>, most_ms: i64| {
            since.is_some_and(|since| !(0..most_ms).contains(&(now.0 - since.0)))
        };
        if !is_over(self.last, REST_MAX_MS) && !is_over(self.fruitless, FRUITLESS_MAX_MS) {
            return Parsed::default();
        }
        (self.last, self.fruitless) = (None, None);
        self.reader.end_of_unit()
    }

    /// The connection ended: gives what half a frame held up.
    pub(super) fn finish(&mut self) -> Parsed<R::Message> {
        self.reader.finish()
    }
}
