//! What a notice has to do next: hand it to a channel, or pass on to the next person.

use super::{
    Channel, Circular, CircularEscalated, CircularTried, CircularTry, Outcome, Post, Rung,
};
use crate::time::UtcMs;

/// Attempts at one person by one channel.
pub const ATTEMPTS_MAX: u32 = 5;
/// Milliseconds after the first, second, … failed attempt until the next one; the last counts for
/// all that follow.
pub const RETRY_AFTER_MS: [i64; 4] = [5_000, 15_000, 60_000, 180_000];
/// Milliseconds after which a try without an outcome was not finished: the program ended in it.
pub const UNCERTAIN_MS: i64 = 90_000;

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Hand the notice to a channel.
    Try(CircularTried),
    /// Tell the next person.
    Escalate(CircularEscalated),
}

/// Everything that is due at `now`. Ask again after it was done: what follows is not known before.
#[must_use]
pub fn due(circular: &Circular, now: UtcMs) -> Vec<Due> {
    if !circular.is_open() {
        return Vec::new();
    }
    let posts = circular.posts.iter().zip(&circular.sent.recipients);
    let mut all = Vec::new();
    for (recipient, (post, to)) in (0_u32..).zip(posts) {
        let Some(rung) = to.ladder.get(post.rung as usize) else {
            continue;
        };
        if post.confirmed.is_some() {
            continue;
        }
        let next = rung
            .channels()
            .filter_map(|channel| attempt(circular, recipient, post, channel, now));
        let before = all.len();
        all.extend(next.map(Due::Try));
        let is_last = post.rung as usize + 1 >= to.ladder.len();
        let over = now > circular.due_at(post) || nothing_works(post, rung);
        if all.len() == before && over && !is_last {
            all.push(Due::Escalate(CircularEscalated {
                recipient,
                rung: post.rung + 1,
            }));
        }
    }
    all
}

/// The tries at the person who is told now, by one channel.
fn tries(post: &Post, channel: Channel) -> impl DoubleEndedIterator<Item = &CircularTry> {
    let now = move |one: &&CircularTry| one.tried.rung == post.rung && one.tried.channel == channel;
    post.tries.iter().filter(now)
}

fn attempt(
    circular: &Circular,
    recipient: u32,
    post: &Post,
    channel: Channel,
    now: UtcMs,
) -> Option<CircularTried> {
    let last = tries(post, channel).next_back();
    let attempt = last.map_or(1, |last| last.tried.attempt + 1);
    let wait_ms = match last.map(|last| last.outcome) {
        None => 0,
        Some(None) => UNCERTAIN_MS,
        Some(Some(Outcome::Failed | Outcome::Unknown)) => {
            let index = (attempt as usize).saturating_sub(2);
            RETRY_AFTER_MS[index.min(RETRY_AFTER_MS.len() - 1)]
        }
        Some(Some(_)) => return None,
    };
    let since = last.map_or(now, |last| last.ended_at.unwrap_or(last.at));
    if attempt > ATTEMPTS_MAX || now.since_ms(since) < wait_ms {
        return None;
    }
    // Only a clear refusal says that nothing arrived.
    let again = tries(post, channel).any(|one| one.outcome != Some(Outcome::Failed));
    let id = &circular.id;
    let rung = post.rung;
    Some(CircularTried {
        recipient,
        rung,
        channel,
        attempt,
        key: format!("{id}-{recipient}-{rung}-{}", channel.name()),
        again,
    })
}

/// True when every channel of that person was tried in vain and will not be tried again.
fn nothing_works(post: &Post, rung: &Rung) -> bool {
    let mut channels = rung.channels().peekable();
    let hopeless = |channel| {
        tries(post, channel).next_back().is_some_and(|last| {
            let spent = last.tried.attempt >= ATTEMPTS_MAX;
            match last.outcome {
                Some(Outcome::Rejected) => true,
                Some(Outcome::Failed | Outcome::Unknown) => spent,
                _ => false,
            }
        })
    };
    channels.peek().is_some() && channels.all(hopeless)
}
