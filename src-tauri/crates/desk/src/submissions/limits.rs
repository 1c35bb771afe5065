//! How long each way in may take. What a law says stands in the shipped table with its article,
//! what none says is the district's to say: 待区里确认.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use contract::rows::{SubmissionClock, SubmissionLimitRow};
use emergency::day::Day;
use emergency::submission::{Submission, SubmissionChannel};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

const TABLE: &str = include_str!("../../../../../assets/submission-limits.json");
const HOUR_MS: i64 = 3_600_000;

#[derive(Deserialize)]
struct Table {
    limits: Vec<Limit>,
    check: Check,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Limit {
    channel: SubmissionChannel,
    reply_hours: Option<u32>,
    close_hours: Option<u32>,
    source: String,
}

#[derive(Deserialize)]
struct Check {
    months: u32,
    source: String,
}

static SHIPPED: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(TABLE).expect("the shipped limits are well formed"));

/// The district's own limits of one channel, hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitSettings {
    /// To the first answer.
    pub reply_h: Option<u32>,
    /// To the closing.
    pub close_h: Option<u32>,
}

/// The district's own limits by the name of the channel.
pub type OwnLimits = BTreeMap<String, LimitSettings>;

/// Where a limit is from that the settings name.
const OWN_SOURCE: &str = "本区设置";
/// Where a limit is from that the other side wrote on its order.
const ORDER_SOURCE: &str = "来件自带时限";

/// The limits of every channel; the district's go before the shipped ones.
pub(crate) fn rows(own: &OwnLimits) -> Vec<SubmissionLimitRow> {
    let rows = SHIPPED.limits.iter().map(|limit| {
        let set = own.get(limit.channel.name()).copied().unwrap_or_default();
        let is_own = set.reply_h.is_some() || set.close_h.is_some();
        SubmissionLimitRow {
            channel: limit.channel,
            reply_h: set.reply_h.or(limit.reply_hours),
            close_h: set.close_h.or(limit.close_hours),
            source: if is_own {
                OWN_SOURCE.to_owned()
            } else {
                limit.source.clone()
            },
        }
    });
    rows.collect()
}

/// The clocks of one record.
pub(crate) struct Clocks {
    pub(crate) reply: SubmissionClock,
    pub(crate) close: SubmissionClock,
    pub(crate) check: Option<SubmissionClock>,
}

impl Clocks {
    /// Its clocks by these limits.
    pub(crate) fn of(submission: &Submission, limits: &[SubmissionLimitRow]) -> Self {
        let channel = submission.received.channel;
        let limit = limits.iter().find(|limit| limit.channel == channel);
        let from = submission.told_at.unwrap_or_default();
        let after = |hours: Option<u32>| hours.map(|h| from.plus_ms(i64::from(h) * HOUR_MS));
        let source = limit.map(|limit| limit.source.clone()).unwrap_or_default();
        let closed_at = submission.closed_by.as_ref().map(|closed| closed.at);
        let ordered = submission.received.due_at;
        Self {
            reply: SubmissionClock {
                due_at: after(limit.and_then(|limit| limit.reply_h)),
                // What is closed has been answered by that.
                met_at: submission.replied_at().or(closed_at),
                source: source.clone(),
            },
            close: SubmissionClock {
                due_at: ordered.or_else(|| after(limit.and_then(|limit| limit.close_h))),
                met_at: closed_at,
                source: if ordered.is_some() {
                    ORDER_SOURCE.to_owned()
                } else {
                    source
                },
            },
            check: submission.check_at.map(|at| SubmissionClock {
                due_at: Some(months_after(at, SHIPPED.check.months)),
                met_at: submission.check_reported.as_ref().map(|found| found.at),
                source: SHIPPED.check.source.clone(),
            }),
        }
    }

    fn all(&self) -> impl Iterator<Item = &SubmissionClock> {
        [&self.reply, &self.close].into_iter().chain(&self.check)
    }

    /// The soonest of those that are not met.
    pub(crate) fn next_due(&self) -> Option<UtcMs> {
        let open = self.all().filter(|clock| clock.met_at.is_none());
        open.filter_map(|clock| clock.due_at).min()
    }

    /// Whether one has run out that is not met.
    pub(crate) fn is_overdue(&self, now: UtcMs) -> bool {
        self.next_due().is_some_and(|due| due < now)
    }
}

/// The end of the day so many months later, as a term in months ends (民法典 art. 202, 203).
fn months_after(at: UtcMs, months: u32) -> UtcMs {
    Day::of(at).plus_months(months).plus(1).begins().plus_ms(-1)
}

#[cfg(test)]
mod tests {
    use emergency::submission::{SubmissionClosed, SubmissionMark, SubmissionReceived};

    use super::*;

    fn told(channel: SubmissionChannel) -> Submission {
        Submission {
            received: SubmissionReceived {
                channel,
                ..SubmissionReceived::default()
            },
            told_at: Some(UtcMs(0)),
            recorded_at: Some(UtcMs(0)),
            ..Submission::default()
        }
    }

    fn mark(at: i64) -> SubmissionMark {
        SubmissionMark {
            by: "演练 王敏".into(),
            at: UtcMs(at),
            words: String::new(),
        }
    }

    #[test]
    fn a_limit_that_nobody_named_is_none_and_runs_nowhere() {
        let limits = rows(&OwnLimits::new());
        assert_eq!(limits.len(), SubmissionChannel::ALL.len(), "one a channel");
        for channel in SubmissionChannel::ALL {
            let clocks = Clocks::of(&told(channel), &limits);
            assert_eq!(clocks.next_due(), None, "{channel:?} has no sourced limit");
            assert!(!clocks.is_overdue(UtcMs(i64::MAX)), "and is never overdue");
            assert!(clocks.close.source.contains("待区里确认"), "it says so");
        }
    }

    #[test]
    fn the_districts_limit_counts_from_the_telling_and_the_orders_own_goes_first() {
        let set = LimitSettings {
            reply_h: Some(2),
            close_h: Some(48),
        };
        let limits = rows(&OwnLimits::from([("hotline".to_owned(), set)]));
        let mut one = told(SubmissionChannel::Hotline);
        let clocks = Clocks::of(&one, &limits);
        assert_eq!(
            clocks.next_due(),
            Some(UtcMs(2 * HOUR_MS)),
            "the answer first"
        );
        assert!(clocks.is_overdue(UtcMs(2 * HOUR_MS + 1)), "a moment later");
        one.replies.push(mark(HOUR_MS));
        let clocks = Clocks::of(&one, &limits);
        assert_eq!(
            clocks.next_due(),
            Some(UtcMs(48 * HOUR_MS)),
            "then the closing"
        );
        one.received.due_at = Some(UtcMs(5));
        let clocks = Clocks::of(&one, &limits);
        assert_eq!(clocks.close.due_at, Some(UtcMs(5)), "as the order says");
        assert_eq!(clocks.close.source, ORDER_SOURCE, "and says from where");
    }

    #[test]
    fn what_is_closed_is_answered_and_owes_nothing() {
        let set = LimitSettings {
            reply_h: Some(1),
            close_h: Some(1),
        };
        let limits = rows(&OwnLimits::from([("phone".to_owned(), set)]));
        let mut one = told(SubmissionChannel::Phone);
        one.closed = Some(SubmissionClosed::default());
        one.closed_by = Some(mark(9 * HOUR_MS));
        let clocks = Clocks::of(&one, &limits);
        assert!(!clocks.is_overdue(UtcMs(99 * HOUR_MS)), "late, but done");
    }

    #[test]
    fn a_verification_is_owed_until_the_end_of_the_day_two_months_later() {
        let ordered = Day::parse("2026-01-15").expect("a day").begins().plus_ms(1);
        let mut one = told(SubmissionChannel::TipOff);
        one.check_at = Some(ordered);
        let check = Clocks::of(&one, &rows(&OwnLimits::new())).check;
        let end = Day::parse("2026-03-16")
            .expect("a day")
            .begins()
            .plus_ms(-1);
        assert_eq!(check.and_then(|clock| clock.due_at), Some(end), "art. 12");
    }
}
