//! What speaks against sending a team now: its rest, its hours, whose word it needs, its insurance.
//!
//! None of it forbids anything: the law obliges teams to come and bars none for these reasons, so
//! the duty officer may overrule each with a reason, which stands in the order (任(九)3: 应急力量
//! 调用补偿、保险保障; the figures are each team's own, 待区里确认).

use serde::{Deserialize, Serialize};

use super::{Phase, ShiftRule, Team};
use crate::day::Day;
use crate::time::{CHINA_AHEAD_MS, DAY_MS, HOUR_MS, MINUTE_MS, UtcMs};

/// Minutes of a day.
pub const DAY_MIN: u32 = 24 * 60;

/// One thing that speaks against sending a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Objection {
    /// It rests (休整).
    Resting {
        /// Until when, when that was said.
        until: Option<UtcMs>,
    },
    /// It has worked long enough to be owed a rest by its own rule, and has not had it.
    RestOwed {
        /// When it would have.
        until: UtcMs,
    },
    /// Its people have worked longer than their shift.
    OverShift {
        /// Since when they work.
        since: UtcMs,
        /// Hours of a shift.
        hours: u32,
    },
    /// It has been at a scene for longer than its rule allows.
    OverScene {
        /// Since when it is there.
        since: UtcMs,
        /// Hours that are allowed.
        hours: u32,
    },
    /// It is outside its hours.
    OffShift {
        /// When its hours begin again.
        begins: UtcMs,
        /// How many stand by even now.
        on_call: u32,
    },
    /// Somebody else's word is needed (出动权限).
    Authority {
        /// Whose.
        by: String,
        /// Telephone.
        phone: String,
    },
    /// The accident insurance of its people has ended.
    InsuranceOver {
        /// Its last day.
        until: Day,
    },
}

impl Objection {
    /// Whether sending the team all the same asks for a reason. A team that keeps people on call
    /// comes outside its hours as well, with fewer of them.
    #[must_use]
    pub fn asks_reason(&self) -> bool {
        !matches!(self, Self::OffShift { on_call, .. } if *on_call > 0)
    }

    /// Whether the team is not at hand at all as long as this stands, so that nothing is built on
    /// its coming.
    #[must_use]
    pub fn keeps_home(&self) -> bool {
        let rests = matches!(self, Self::Resting { .. } | Self::RestOwed { .. });
        rests || (matches!(self, Self::OffShift { .. }) && self.asks_reason())
    }
}

impl ShiftRule {
    /// When its hours begin again; none while it is within them, or when it has none.
    #[must_use]
    pub fn off_until(&self, now: UtcMs) -> Option<UtcMs> {
        let (from, to) = (self.from_min?, self.to_min?);
        let today = i64::from(from % DAY_MIN) * MINUTE_MS;
        let local_ms = now.0.saturating_add(CHINA_AHEAD_MS).rem_euclid(DAY_MS);
        let since_ms = (local_ms - today).rem_euclid(DAY_MS);
        let lasts_min = (to + DAY_MIN - from % DAY_MIN) % DAY_MIN;
        // Hours that end where they begin go round the clock.
        let within = lasts_min == 0 || since_ms < i64::from(lasts_min) * MINUTE_MS;
        (!within).then(|| now.plus_ms(DAY_MS - since_ms))
    }
}

fn hours_after(at: UtcMs, hours: u32) -> UtcMs {
    at.plus_ms(i64::from(hours) * HOUR_MS)
}

impl Team {
    /// When the rest that it is owed for its last work is over; none when none is owed.
    #[must_use]
    pub fn rest_until(&self) -> Option<UtcMs> {
        let rule = &self.registered.shift;
        let (since, ended) = (self.work_since?, self.work_ended?);
        let long = ended >= hours_after(since, rule.rest_after_h);
        (long && rule.rest_h > 0).then(|| hours_after(ended, rule.rest_h))
    }

    /// All that speaks against sending it now; an order that is under way is none of it.
    #[must_use]
    pub fn objections(&self, now: UtcMs) -> Vec<Objection> {
        let told = &self.registered;
        let mut found = Vec::new();
        if self.active().next().is_some() {
            self.too_long(now, &mut found);
        } else {
            self.not_rested(now, &mut found);
        }
        if let Some(begins) = told.shift.off_until(now) {
            let on_call = told.shift.on_call;
            found.push(Objection::OffShift { begins, on_call });
        }
        if !told.authority.by.trim().is_empty() {
            found.push(Objection::Authority {
                by: told.authority.by.clone(),
                phone: told.authority.phone.clone(),
            });
        }
        if let Some(until) = told.insured_until.filter(|until| *until < Day::of(now)) {
            found.push(Objection::InsuranceOver { until });
        }
        found
    }

    /// A team at work is asked for more.
    fn too_long(&self, now: UtcMs, found: &mut Vec<Objection>) {
        let rule = &self.registered.shift;
        let over = |since: Option<UtcMs>, hours: u32| {
            since.filter(|since| hours > 0 && now > hours_after(*since, hours))
        };
        if let Some(since) = over(self.work_since, rule.shift_h) {
            let hours = rule.shift_h;
            found.push(Objection::OverShift { since, hours });
        }
        if let Some(since) = over(self.scene_since, rule.scene_max_h) {
            let hours = rule.scene_max_h;
            found.push(Objection::OverScene { since, hours });
        }
    }

    /// A rest counts until it is over; that it is owed counts when nobody has said that it rests.
    fn not_rested(&self, now: UtcMs, found: &mut Vec<Objection>) {
        let owed = self.rest_until();
        if self.phase == Phase::Resting {
            let until = self.phase_until.or(owed);
            if until.is_none_or(|until| now < until) {
                found.push(Objection::Resting { until });
            }
        } else if let Some(until) = owed.filter(|until| now < *until) {
            found.push(Objection::RestOwed { until });
        }
    }
}

#[cfg(test)]
mod tests;
