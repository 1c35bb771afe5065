//! A reader of a byte stream, over a connection, a whole recording or a technician's input.

use serde_json::Value;

use crate::defect::Parsed;

/// What reads the messages of one connection, whatever pieces its bytes come in.
pub trait Stream {
    /// One message.
    type Message;

    /// Takes the next bytes and gives what they made whole.
    fn push(&mut self, bytes: &[u8]) -> Parsed<Self::Message>;

    /// The connection ended.
    fn finish(&mut self) -> Parsed<Self::Message>;

    /// The end of a piece that stands for itself: half a frame does not wait for the next, parts of
    /// a message do.
    fn end_of_unit(&mut self) -> Parsed<Self::Message> {
        self.finish()
    }

    /// Takes a piece that stands for itself: what its last frame would wait for does not come.
    fn unit(&mut self, bytes: &[u8]) -> Parsed<Self::Message> {
        let mut parsed = self.push(bytes);
        let last = self.end_of_unit();
        parsed.messages.extend(last.messages);
        parsed.defects.extend(last.defects);
        parsed
    }

    /// Everything of a message by name.
    fn value(message: &Self::Message) -> Value;
}

/// Reads the messages of a whole recording.
pub(crate) fn whole<S: Stream>(mut reader: S, bytes: &[u8]) -> Parsed<S::Message> {
    let mut parsed = reader.unit(bytes);
    let last = reader.finish();
    parsed.messages.extend(last.messages);
    parsed.defects.extend(last.defects);
    parsed
}

/// Reads units of input, each by itself, with what was sent in parts put together over all.
pub(crate) fn units<S: Stream>(mut reader: S, units: &[Vec<u8>]) -> Parsed<Value> {
    let mut all = Parsed::default();
    let mut add = |parsed: Parsed<S::Message>| {
        all.messages.extend(parsed.messages.iter().map(S::value));
        all.defects.extend(parsed.defects);
    };
    for unit in units {
        add(reader.unit(unit));
    }
    add(reader.finish());
    all
}
