//! Bytes of a stream that is cut into frames by a start mark and a length.
//!
//! A length may be wrong, so a frame that is refused is not skipped: the next start mark inside it
//! is tried. What is tried inside a refused frame and is none gives no second defect.

use crate::defect::{Defect, Parsed};

/// What stands at the beginning of the held bytes.
pub(crate) enum Found<T> {
    /// A right frame of so many bytes.
    Frame(T, usize),
    /// So many bytes are no frame.
    Wrong(Defect, usize),
    /// More bytes are needed.
    Wait,
}

/// One way of cutting.
pub(crate) trait Cut {
    /// What a frame holds.
    type Frame;
    /// The two bytes that begin a frame.
    const HEAD: [u8; 2];
    /// The most bytes of a frame.
    const FRAME_BYTES_MAX: usize;
    /// Looks at the beginning of what is held; `ended` says that no more will come.
    fn find(bytes: &[u8], ended: bool) -> Found<Self::Frame>;
}

/// Bytes that are no frame yet.
#[derive(Debug, Default)]
pub(crate) struct Held {
    bytes: Vec<u8>,
    /// How many of them belong to a frame that was refused already.
    told: usize,
}

impl Held {
    /// Takes the next bytes and gives the frames that they made whole.
    pub(crate) fn push<C: Cut>(&mut self, bytes: &[u8]) -> Parsed<C::Frame> {
        let mut parsed = Parsed::default();
        // Never more than a frame and a piece is held, whatever the size of `bytes`.
        for piece in bytes.chunks(C::FRAME_BYTES_MAX) {
            self.bytes.extend_from_slice(piece);
            self.read::<C>(false, &mut parsed);
        }
        parsed
    }

    /// The stream ended: what is held is half a frame.
    pub(crate) fn finish<C: Cut>(&mut self) -> Parsed<C::Frame> {
        let mut parsed = Parsed::default();
        self.read::<C>(true, &mut parsed);
        self.bytes.clear();
        self.told = 0;
        parsed
    }

    fn read<C: Cut>(&mut self, ended: bool, parsed: &mut Parsed<C::Frame>) {
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let gone = match C::find(rest, ended) {
                Found::Frame(frame, length) => {
                    parsed.messages.push(frame);
                    self.told = 0;
                    length
                }
                Found::Wrong(defect, length) => {
                    let blank = rest.iter().take(length).all(u8::is_ascii_whitespace);
                    if self.told == 0 && !blank {
                        parsed.defects.push(defect);
                        self.told = length;
                    }
                    let next = next_head::<C>(rest, 1).unwrap_or(rest.len());
                    let gone = next.min(length.max(1));
                    self.told = self.told.saturating_sub(gone);
                    gone
                }
                Found::Wait => break,
            };
            at += gone;
        }
        self.bytes.drain(..at.min(self.bytes.len()));
    }
}

/// The next place from `from` on where a start mark stands or may begin.
pub(crate) fn next_head<C: Cut>(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let whole = rest.windows(2).position(|pair| pair == C::HEAD);
    let begun = rest.last() == Some(&C::HEAD[0]);
    let at = whole.or_else(|| begun.then(|| rest.len() - 1))?;
    Some(from + at)
}

/// What stands before the next start mark; more may be needed to know whether there is one.
pub(crate) fn noise<C: Cut, T>(bytes: &[u8], ended: bool) -> Found<T> {
    if bytes == [C::HEAD[0]] && !ended {
        return Found::Wait;
    }
    let length = next_head::<C>(bytes, 0).filter(|at| *at > 0);
    let length = length.unwrap_or(bytes.len());
    let before = bytes.get(..length).unwrap_or_default();
    let mark = hex::encode(C::HEAD);
    let message = format!("{length} bytes before the start mark {mark}");
    let kind = crate::DefectKind::Noise;
    Found::Wrong(Defect::of_bytes(kind, message, before), length)
}
