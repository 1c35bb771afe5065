//! Bytes that the connections of one server hold together of what is not whole yet.
//!
//! Each connection has its own bound; four thousand of them at their bound would be more than the
//! machine has. What one connection may not take any more is only its own loss.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is left of a number of bytes that many readers share.
#[derive(Debug)]
pub struct Budget {
    left: AtomicUsize,
}

/// Bytes taken from a budget; they go back when it is dropped.
#[derive(Debug)]
pub(crate) struct Loan {
    from: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    /// A budget of so many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(bytes),
        })
    }

    /// How many bytes nobody holds.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }
}

impl Loan {
    /// A loan of nothing yet.
    pub(crate) fn new(from: &Arc<Budget>) -> Self {
        Self {
            from: Arc::clone(from),
            bytes: 0,
        }
    }

    /// Takes more; answers whether there was so much.
    pub(crate) fn grow(&mut self, bytes: usize) -> bool {
        let fewer = |left: usize| left.checked_sub(bytes);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        let taken = self.from.left.fetch_update(set, fetch, fewer).is_ok();
        if taken {
            self.bytes += bytes;
        }
        taken
    }

    /// How much it is.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.from.left.fetch_add(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_comes_back_and_no_more_is_taken_than_there_is() {
        let budget = Budget::new(10);
        let mut loan = Loan::new(&budget);
        assert!(loan.grow(6), "six of ten");
        let mut other = Loan::new(&budget);
        assert!(
            !other.grow(5),
            "five of the four that are left are not there"
        );
        assert!(other.grow(4), "but four are");
        assert_eq!(budget.left(), 0, "all of it is lent");
        drop(loan);
        assert_eq!(budget.left(), 6, "what is given up is there again");
        assert_eq!(other.bytes(), 4, "and only that");
    }
}
