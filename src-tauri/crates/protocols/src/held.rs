//! Bytes of a stream that is cut into frames by a start mark and a length.
//!
//! A length may be wrong, so a frame that is refused is not skipped: the next start mark inside it
//! is tried. What is tried inside a refused frame and is none gives no second defect.

use crate::defect::{Defect, Parsed};

/// Start marks that are tried inside a refused frame, one after the other without a right frame:
/// whoever sends nothing but start marks may not make every byte be summed up a thousand times.
const INNER_HEADS_MAX: usize = 8;

/// What stands at the beginning of the held bytes.
pub(crate) enum Found<T> {
    /// A right frame of so many bytes.
    Frame(T, usize),
    /// No frame.
    Wrong(Wrong),
    /// More bytes are needed.
    Wait,
    /// The sum of the frame is wrong; only where it ends is not known yet.
    WaitForEnd,
}

/// Bytes that are no frame.
pub(crate) struct Wrong {
    pub(crate) defect: Defect,
    /// How many there are.
    pub(crate) length: usize,
    /// How many bytes a frame here says it has; what was summed up in vain.
    pub(crate) claimed: usize,
}

/// One way of cutting.
pub(crate) trait Cut {
    /// What a frame holds.
    type Frame;
    /// The two bytes that begin a frame.
    const HEAD: [u8; 2];
    /// The most bytes of a frame.
    const FRAME_BYTES_MAX: usize;
    /// Looks at the beginning of what is held; `ended` says that no more will come, `refuted` that
    /// the sum of the frame there was found wrong before.
    fn find(bytes: &[u8], ended: bool, refuted: bool) -> Found<Self::Frame>;
    /// Whether a frame may begin here, as far as the bytes go.
    fn begins(bytes: &[u8]) -> bool {
        bytes.first() == Some(&Self::HEAD[0])
            && bytes.get(1).is_none_or(|byte| *byte == Self::HEAD[1])
    }
}

/// Bytes that are no frame yet.
#[derive(Debug, Default)]
pub(crate) struct Held {
    bytes: Vec<u8>,
    /// How many of them belong to a frame that was refused already.
    told: usize,
    /// How many of them a refused frame says it has.
    claimed: usize,
    /// How many start marks inside it were tried.
    tried: usize,
    /// Whether the sum of the frame at the beginning was found wrong.
    refuted: bool,
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

    /// Takes bytes after which nothing comes that belongs to them.
    pub(crate) fn unit<C: Cut>(&mut self, bytes: &[u8]) -> Parsed<C::Frame> {
        let last = bytes.len().saturating_sub(1) / C::FRAME_BYTES_MAX * C::FRAME_BYTES_MAX;
        let (before, last) = bytes.split_at(last.min(bytes.len()));
        let mut parsed = self.push::<C>(before);
        self.bytes.extend_from_slice(last);
        self.end::<C>(&mut parsed);
        parsed
    }

    /// The stream ended: what is held is half a frame.
    pub(crate) fn finish<C: Cut>(&mut self) -> Parsed<C::Frame> {
        let mut parsed = Parsed::default();
        self.end::<C>(&mut parsed);
        parsed
    }

    fn end<C: Cut>(&mut self, parsed: &mut Parsed<C::Frame>) {
        self.read::<C>(true, parsed);
        *self = Self::default();
    }

    fn read<C: Cut>(&mut self, ended: bool, parsed: &mut Parsed<C::Frame>) {
        let mut at = 0;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let found = C::find(rest, ended, at == 0 && self.refuted);
            let gone = match found {
                Found::Frame(frame, length) => {
                    parsed.messages.push(frame);
                    (self.told, self.claimed, self.tried) = (0, 0, 0);
                    length
                }
                Found::Wrong(wrong) => {
                    let next = next_head::<C>(rest, 1).unwrap_or(rest.len());
                    let blank = rest.iter().take(wrong.length).all(u8::is_ascii_whitespace);
                    if self.told == 0 && !blank {
                        parsed.defects.push(wrong.defect);
                        self.told = wrong.length;
                    }
                    let to_next = next.min(wrong.length.max(1));
                    self.refused(to_next, wrong.claimed, C::begins(rest))
                }
                Found::Wait => break,
                Found::WaitForEnd => {
                    self.bytes.drain(..at);
                    self.refuted = true;
                    return;
                }
            };
            at += gone;
            self.refuted = false;
        }
        self.bytes.drain(..at.min(self.bytes.len()));
    }

    /// How many bytes are passed over after a refused frame: up to the next start mark in it, or
    /// all that it says it has when enough of them were tried.
    fn refused(&mut self, to_next: usize, claimed: usize, head: bool) -> usize {
        if self.claimed == 0 {
            (self.claimed, self.tried) = (claimed, 0);
        } else {
            self.tried += usize::from(head);
        }
        let enough = self.tried >= INNER_HEADS_MAX;
        let gone = if enough {
            self.claimed.max(to_next)
        } else {
            to_next
        };
        self.told = self.told.saturating_sub(gone);
        self.claimed = self.claimed.saturating_sub(gone);
        gone
    }
}

/// The next place from `from` on where a frame may begin.
pub(crate) fn next_head<C: Cut>(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let may = |at: &usize| rest.get(*at..).is_some_and(C::begins);
    (0..rest.len()).find(may).map(|at| from + at)
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
    Found::Wrong(Wrong::new(Defect::of_bytes(kind, message, before), length))
}

impl Wrong {
    /// So many bytes are no frame, and say nothing of more.
    pub(crate) fn new(defect: Defect, length: usize) -> Self {
        Self {
            defect,
            length,
            claimed: length,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// Bytes that were summed up.
        static SUMMED: Cell<usize> = const { Cell::new(0) };
    }

    /// Frames of a hundred bytes that are never right.
    struct Never;

    impl Cut for Never {
        type Frame = ();
        const HEAD: [u8; 2] = *b"##";
        const FRAME_BYTES_MAX: usize = 200;

        fn find(bytes: &[u8], ended: bool, refuted: bool) -> Found<()> {
            if !Self::begins(bytes) {
                return noise::<Self, ()>(bytes, ended);
            }
            if bytes.len() < 100 && !ended {
                return Found::Wait;
            }
            if !refuted {
                SUMMED.set(SUMMED.get() + bytes.len().min(100));
            }
            if bytes.len() < 150 && !ended {
                return Found::WaitForEnd;
            }
            let defect = Defect::of_bytes(crate::DefectKind::ChecksumMismatch, "", bytes);
            Found::Wrong(Wrong {
                defect,
                length: 10.min(bytes.len()),
                claimed: 100.min(bytes.len()),
            })
        }
    }

    #[test]
    fn a_flood_of_start_marks_is_summed_up_a_few_times_and_not_once_a_mark() {
        let flood = b"##9999aaaa".repeat(2_000);
        SUMMED.set(0);
        let parsed = Held::default().unit::<Never>(&flood);
        let times = SUMMED.get() / flood.len();
        assert!(times <= INNER_HEADS_MAX + 1, "each byte {times} times");
        let regions = flood.len() / 100;
        assert!(
            parsed.defects.len() <= regions * (INNER_HEADS_MAX + 1),
            "and told as often at most: {}",
            parsed.defects.len()
        );
    }

    #[test]
    fn a_frame_that_trickles_in_is_summed_up_once() {
        let mut held = Held::default();
        SUMMED.set(0);
        for byte in [b"##".as_slice(), &[b'x'; 147]].concat() {
            held.push::<Never>(&[byte]);
        }
        assert_eq!(SUMMED.get(), 100, "not again with every byte that follows");
    }
}
