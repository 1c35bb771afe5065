//! The newest lines of the log in memory, so that 200 desks that follow it do not read the file.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use logbook::authority::Line;

/// Lines kept.
const TAIL_LINES_MAX: usize = 4_096;
/// Bytes kept.
const TAIL_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The newest lines.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    lines: VecDeque<Line>,
    bytes: usize,
}

impl Tail {
    /// Adds committed lines.
    pub(crate) fn push(&self, lines: &[Line]) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        for line in lines {
            inner.bytes += line.json.len();
            inner.lines.push_back(line.clone());
        }
        while inner.lines.len() > TAIL_LINES_MAX || inner.bytes > TAIL_BYTES_MAX {
            let Some(oldest) = inner.lines.pop_front() else {
                break;
            };
            inner.bytes -= oldest.json.len();
        }
    }

    /// Lines after a place; none when the tail does not reach back that far.
    pub(crate) fn after(&self, sseq: u64, limit: usize, bytes: usize) -> Option<Vec<Line>> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let first = inner.lines.front()?.sseq;
        let skip = (sseq + 1).checked_sub(first)?;
        let mut used = 0;
        let lines: Vec<Line> = inner
            .lines
            .iter()
            .skip(usize::try_from(skip).unwrap_or(usize::MAX))
            .take(limit)
            .take_while(|line| {
                let is_first = used == 0;
                used += line.json.len();
                is_first || used <= bytes
            })
            .cloned()
            .collect();
        (!lines.is_empty()).then_some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(numbers: std::ops::Range<u64>) -> Vec<Line> {
        numbers
            .map(|sseq| Line {
                sseq,
                json: "{}".into(),
            })
            .collect()
    }

    #[test]
    fn the_tail_serves_what_it_holds_and_says_so_when_it_does_not() {
        let tail = Tail::default();
        assert_eq!(tail.after(0, 10, 1_000), None, "nothing is there");
        tail.push(&lines(5..10));
        assert_eq!(tail.after(3, 10, 1_000), None, "4 is not there");
        assert_eq!(tail.after(4, 2, 1_000), Some(lines(5..7)), "by count");
        assert_eq!(tail.after(7, 9, 1), Some(lines(8..9)), "one always goes");
        assert_eq!(tail.after(9, 9, 1_000), None, "nothing after the newest");
    }

    #[test]
    fn the_tail_is_bounded() {
        let tail = Tail::default();
        tail.push(&lines(1..TAIL_LINES_MAX as u64 + 3));
        assert_eq!(tail.after(1, 1, 1_000), None, "the oldest are forgotten");
        assert_eq!(
            tail.after(2, 1, 1_000),
            Some(lines(3..4)),
            "the rest is there"
        );
    }
}
