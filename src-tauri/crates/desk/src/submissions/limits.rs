//! How long each way in may take. What a law says stands in the shipped table with its article,
//! what none says is the district's to say: 待区里确认.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use contract::rows::{SubmissionClock, SubmissionNext, SubmissionOwed};
use emergency::submission::{Submission, SubmissionChannel};
use emergency::time::{HOUR_MS, UtcMs};
use reports::clocks::ClockTable;
use serde::{Deserialize, Serialize};

const TABLE: &str = include_str!("../../../../../assets/submission-limits.json");

#[derive(Deserialize)]
struct Table {
    limits: Vec<Limit>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Limit {
    channel: SubmissionChannel,
    reply_hours: Option<u32>,
    close_hours: Option<u32>,
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
/// Where a limit would be from that the table of clocks does not have.
const NO_SOURCE: &str = "待区里确认";

/// How long a channel may take: what the district says, else what ships.
pub(crate) struct ChannelLimit {
    channel: SubmissionChannel,
    reply_h: Option<u32>,
    close_h: Option<u32>,
    source: String,
}

/// The limits of every channel; the district's go before the shipped ones.
pub(crate) fn rows(own: &OwnLimits) -> Vec<ChannelLimit> {
    let rows = SHIPPED.limits.iter().map(|limit| {
        let set = own.get(limit.channel.name()).copied().unwrap_or_default();
        let is_own = set.reply_h.is_some() || set.close_h.is_some();
        ChannelLimit {
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
    /// Its clocks: the answer and the closing by these limits, a verification by the table of
    /// report clocks, where it is counted too.
    pub(crate) fn of(submission: &Submission, limits: &[ChannelLimit], table: &ClockTable) -> Self {
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
            check: check(submission, table),
        }
    }

    /// The one that ends first of those that are not met. What is closed owes nothing but a
    /// verification that was ordered.
    pub(crate) fn next(&self) -> Option<SubmissionNext> {
        let all = [
            (SubmissionOwed::Reply, Some(&self.reply)),
            (SubmissionOwed::Close, Some(&self.close)),
            (SubmissionOwed::Check, self.check.as_ref()),
        ];
        let owed = all.into_iter().filter_map(|(what, clock)| {
            let clock = clock.filter(|clock| clock.met_at.is_none())?;
            let due_at = clock.due_at?;
            Some(SubmissionNext { what, due_at })
        });
        owed.min_by_key(|next| next.due_at)
    }

    /// When that one ends.
    pub(crate) fn next_due(&self) -> Option<UtcMs> {
        self.next().map(|next| next.due_at)
    }

    /// Whether one has run out that is not met.
    pub(crate) fn is_overdue(&self, now: UtcMs) -> bool {
        self.next_due().is_some_and(|due| due < now)
    }
}

/// The verification that was ordered. A district's own table may have no rule for it: then it is
/// owed without a time.
fn check(submission: &Submission, table: &ClockTable) -> Option<SubmissionClock> {
    let ordered = submission.check_at?;
    let clock = crate::clocks::of_check(table, submission, ordered);
    Some(SubmissionClock {
        due_at: clock.as_ref().and_then(|clock| clock.due_at_ms).map(UtcMs),
        met_at: submission.check_reported.as_ref().map(|found| found.at),
        source: clock.map_or_else(|| NO_SOURCE.to_owned(), |clock| clock.source),
    })
}

#[cfg(test)]
mod tests {
    use emergency::day::Day;
    use emergency::submission::{SubmissionClosed, SubmissionMark, SubmissionReceived};

    use super::*;

    fn told(channel: SubmissionChannel) -> Submission {
        Submission {
            id: "S1".into(),
            received: SubmissionReceived {
                channel,
                ..SubmissionReceived::default()
            },
            told_at: Some(UtcMs(0)),
            recorded_at: Some(UtcMs(0)),
            ..Submission::default()
        }
    }

    fn clocks(one: &Submission, limits: &[ChannelLimit]) -> Clocks {
        Clocks::of(one, limits, &ClockTable::shipped())
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
            let found = clocks(&told(channel), &limits);
            assert_eq!(found.next_due(), None, "{channel:?} has no sourced limit");
            assert!(!found.is_overdue(UtcMs(i64::MAX)), "and is never overdue");
            assert!(found.close.source.contains("待区里确认"), "it says so");
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
        let found = clocks(&one, &limits);
        assert_eq!(
            found.next_due(),
            Some(UtcMs(2 * HOUR_MS)),
            "the answer first"
        );
        assert!(found.is_overdue(UtcMs(2 * HOUR_MS + 1)), "a moment later");
        one.replies.push(mark(HOUR_MS));
        let found = clocks(&one, &limits);
        assert_eq!(
            found.next_due(),
            Some(UtcMs(48 * HOUR_MS)),
            "then the closing"
        );
        one.received.due_at = Some(UtcMs(5));
        let found = clocks(&one, &limits);
        assert_eq!(found.close.due_at, Some(UtcMs(5)), "as the order says");
        assert_eq!(found.close.source, ORDER_SOURCE, "and says from where");
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
        let found = clocks(&one, &limits);
        assert!(!found.is_overdue(UtcMs(99 * HOUR_MS)), "late, but done");
    }

    #[test]
    fn a_verification_is_owed_by_the_table_of_clocks_whatever_else_became_of_it() {
        let none = rows(&OwnLimits::new());
        let ordered = Day::parse("2026-01-15").expect("a day").begins().plus_ms(1);
        let mut one = told(SubmissionChannel::TipOff);
        one.check_at = Some(ordered);
        let check = clocks(&one, &none).check.expect("it runs");
        let due = Day::parse("2026-03-15").expect("a day").begins().plus_ms(1);
        assert_eq!(check.due_at, Some(due), "two calendar months");
        let table = ClockTable::shipped();
        let rule = table.rule("R16").expect("the table has it");
        assert_eq!(check.source, rule.source, "on its ground");
        one.closed = Some(SubmissionClosed::default());
        one.closed_by = Some(mark(0));
        let late = due.plus_ms(1);
        assert!(clocks(&one, &none).is_overdue(late), "closed, and owed");
        one.check_reported = Some(mark(late.0));
        assert!(!clocks(&one, &none).is_overdue(late), "it was reported");
    }

    #[test]
    fn a_table_without_the_rule_leaves_it_owed_without_a_time() {
        let mut table = ClockTable::shipped();
        table.rules.clear();
        let mut one = told(SubmissionChannel::TipOff);
        one.check_at = Some(UtcMs(0));
        let check = Clocks::of(&one, &rows(&OwnLimits::new()), &table).check;
        let check = check.expect("it is owed");
        assert_eq!((check.due_at, check.met_at), (None, None), "without a time");
        assert_eq!(check.source, NO_SOURCE, "which is said");
    }
}
