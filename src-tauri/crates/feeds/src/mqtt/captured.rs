//! The last messages of each topic, so that a mapping can be tried on what really came.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use emergency::time::UtcMs;

use crate::lock::lock;

/// Topics of which messages are kept; of more the one that was silent longest goes.
pub const TOPICS_MAX: usize = 200;
/// Messages that are kept of one topic.
pub const MESSAGES_MAX: usize = 5;
/// Bytes that are kept of one message.
pub const BYTES_MAX: usize = 16 * 1024;
/// Bytes of a topic that is kept; the protocol allows 65,535.
const TOPIC_BYTES_MAX: usize = 1024;

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// When.
    pub at: UtcMs,
    /// Its bytes, [`BYTES_MAX`] of them at most.
    pub payload: Vec<u8>,
    /// How many it had.
    pub length: usize,
}

/// What is kept of a feed: sixteen megabytes at the very most.
#[derive(Debug, Default)]
pub(super) struct Capture {
    topics: Mutex<HashMap<String, VecDeque<Captured>>>,
}

impl Capture {
    /// Keeps a message; one with an endless topic is left out.
    pub(super) fn keep(&self, topic: &str, payload: &[u8], at: UtcMs) {
        if topic.len() > TOPIC_BYTES_MAX {
            return;
        }
        let mut topics = lock(&self.topics);
        if topics.len() >= TOPICS_MAX && !topics.contains_key(topic) {
            let heard = |(_, kept): &(&String, &VecDeque<Captured>)| kept.back().map(|one| one.at);
            let oldest = topics.iter().min_by_key(heard);
            if let Some(oldest) = oldest.map(|(topic, _)| topic.clone()) {
                topics.remove(&oldest);
            }
        }
        let kept = topics.entry(topic.to_owned()).or_default();
        if kept.len() >= MESSAGES_MAX {
            kept.pop_front();
        }
        kept.push_back(Captured {
            at,
            payload: payload.get(..BYTES_MAX).unwrap_or(payload).to_vec(),
            length: payload.len(),
        });
    }

    /// All of it: topics by name, of each the newest message first.
    pub(super) fn all(&self) -> Vec<(String, Vec<Captured>)> {
        let topics = lock(&self.topics);
        let newest_first = |kept: &VecDeque<Captured>| kept.iter().rev().cloned().collect();
        let mut all: Vec<(String, Vec<Captured>)> = topics
            .iter()
            .map(|(topic, kept)| (topic.clone(), newest_first(kept)))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_topic_the_last_messages_are_kept_the_newest_first() {
        let capture = Capture::default();
        for n in 0..7_i64 {
            capture.keep("a/1", n.to_string().as_bytes(), UtcMs(n));
        }
        capture.keep("a/0", &vec![b'x'; BYTES_MAX + 1], UtcMs(9));
        let all = capture.all();
        let names: Vec<&str> = all.iter().map(|(topic, _)| topic.as_str()).collect();
        assert_eq!(names, ["a/0", "a/1"], "by name");
        assert_eq!(all[1].1.len(), MESSAGES_MAX, "the bound");
        assert_eq!(all[1].1[0].payload, b"6", "the newest first");
        let long = &all[0].1[0];
        assert_eq!(
            (long.payload.len(), long.length),
            (BYTES_MAX, BYTES_MAX + 1),
            "of a long one the beginning, and how long it was"
        );
    }

    #[test]
    fn a_flood_of_topics_drops_the_one_that_was_silent_longest() {
        let capture = Capture::default();
        for n in 0..TOPICS_MAX {
            let at = UtcMs(i64::try_from(n).expect("small"));
            capture.keep(&n.to_string(), b"{}", at);
        }
        capture.keep("0", b"{}", UtcMs(1_000_000));
        capture.keep("new", b"{}", UtcMs(1_000_001));
        let all = capture.all();
        assert_eq!(all.len(), TOPICS_MAX, "the bound");
        let has = |name: &str| all.iter().any(|(topic, _)| topic == name);
        assert!(
            has("0") && has("new") && !has("1"),
            "the silent one is gone"
        );
        capture.keep(&"x".repeat(TOPIC_BYTES_MAX + 1), b"{}", UtcMs(1_000_002));
        assert!(has("new"), "one with an endless name is left out");
    }
}
