//! What changed of the risk at a place: another level by an assessment, hidden dangers that are not
//! put right. The grade by GB 18218-2018 follows from the profile.

use emergency::day::Day;
use emergency::fact::Fact;
use emergency::risk::{RiskAssessed, RiskLevel, RiskStanding};
use emergency::site::{Danger, Site};
use emergency::time::UtcMs;
use logbook::Logged;
use risk::picture::Rules;
use uuid::Uuid;

use super::{About, Change, ChangeKind};

/// An assessment, or that there was none before the first.
#[derive(Default)]
struct Judged {
    at: UtcMs,
    event: Uuid,
    said: RiskAssessed,
}

/// What one of them makes of the place as it is now.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    /// By the assessment alone.
    own: Option<RiskLevel>,
    /// Of the place, with all that is on record.
    colour: Option<RiskLevel>,
}

impl Made {
    /// Two assessments differ when they make two levels; where there was none before or there is
    /// none any more, when that gives the place another colour.
    fn differs(self, other: Self) -> bool {
        let both = self.own.is_some() && other.own.is_some();
        self.own != other.own && (both || self.colour != other.colour)
    }
}

/// The last change of level by an assessment. Which number makes which level are rules of the
/// district ([`Rules`]): both are read by those of today.
pub(super) fn assessed(
    rules: &Rules,
    site: &Site,
    events: &[Logged],
    about: &About<'_>,
) -> Option<Change> {
    let mut all = vec![Judged::default()];
    all.extend(events.iter().rev().filter_map(|logged| {
        let event = &logged.event;
        match Fact::read(&event.kind, &event.body) {
            Ok(Fact::RiskAssessed(said)) => Some(Judged {
                at: event.occurred_at,
                event: event.id,
                said,
            }),
            _ => None,
        }
    }));
    // One that was entered late stands where it belongs.
    all.sort_by_key(|one| one.at);
    let made = |one: &Judged| {
        let with = Site {
            risk: Some(RiskStanding {
                assessed: one.said.clone(),
                ..RiskStanding::default()
            }),
            ..site.clone()
        };
        Made {
            own: one.said.judged.and_then(|judged| rules.reckon(judged)?.1),
            colour: rules.of(&with).level,
        }
    };
    let made: Vec<Made> = all.iter().map(made).collect();
    let now = *made.last()?;
    let before = made.iter().rposition(|one| one.differs(now))?;
    let since = all.get(before + 1)?;
    let (old, new) = (level(made[before].own), level(now.own));
    let change = about.change(ChangeKind::Assessed, old, new, Some(since.at));
    Some(Change {
        // An answer stands for this change and for no later one to the same level.
        source: format!("{}:{}", about.source, since.event),
        ..change
    })
}

fn level(level: Option<RiskLevel>) -> &'static str {
    match level {
        Some(RiskLevel::Serious) => "重大风险（红）",
        Some(RiskLevel::Major) => "较大风险（橙）",
        Some(RiskLevel::Ordinary) => "一般风险（黄）",
        Some(RiskLevel::Low) => "低风险（蓝）",
        None => "未评估",
    }
}

/// The hidden dangers of a place that are not put right. One whose day has passed says so, and is
/// another suggestion than before.
pub(super) fn dangers(site: &Site, now: UtcMs) -> Vec<Change> {
    if site.withdrawn {
        return Vec::new();
    }
    let about = About {
        source: format!("site:{}", site.id),
        names: &[site.registered.name.clone(), site.registered.unit.clone()],
    };
    let today = Day::of(now);
    let open = site.dangers.iter();
    let open = open.filter(|danger| danger.closed_at.is_none());
    open.map(|danger| Change {
        source: format!("{}:{}", about.source, danger.event),
        ..about.change(
            ChangeKind::Danger,
            "",
            &words(danger, today),
            Some(danger.at),
        )
    })
    .collect()
}

fn words(danger: &Danger, today: Day) -> String {
    let major = if danger.found.major {
        "重大隐患："
    } else {
        ""
    };
    let late = danger.is_overdue(today).then(|| danger.due()).flatten();
    let late = late.map_or_else(String::new, |due| format!("（{due} 到期，已逾期）"));
    format!("{major}{}{late}", danger.found.words)
}

#[cfg(test)]
mod tests {
    use emergency::site::{DangerFound, SiteRegistered};
    use emergency::time::DAY_MS;

    use super::*;

    #[test]
    fn a_danger_whose_day_passes_is_another_suggestion_than_the_one_that_was_answered() {
        let now = UtcMs(1_795_000_000_000);
        let site = Site {
            registered: SiteRegistered {
                name: "演练 某水厂".to_owned(),
                ..SiteRegistered::default()
            },
            dangers: vec![Danger {
                found: DangerFound {
                    words: "喷淋装置失效".to_owned(),
                    due: Some(Day::of(now)),
                    ..DangerFound::default()
                },
                ..Danger::default()
            }],
            ..Site::default()
        };
        let at = |days: i64| dangers(&site, UtcMs(now.0 + days * DAY_MS)).remove(0).new;
        assert_eq!(at(0), "喷淋装置失效", "its last day is not over");
        assert!(at(1).contains("已逾期"), "the day after it is late");
        assert_eq!(at(1), at(9), "and stays the same suggestion from then on");
    }
}
