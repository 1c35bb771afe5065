//! Which alert goes first (处置优先级): from its level or its kind, from what stands and who is
//! near its place, and from the time of day, each said as a reason.
//!
//! This is no legal scale: warning levels, grades and response levels keep their own types
//! ([`crate::level`]) and are never made from it. Four steps, as EEMUA 191 and ISA-18.2 ask by
//! secondary sources; all numbers are assumed, 待区里确认.

mod limit;

use serde::{Deserialize, Serialize};

use crate::id::SiteId;
use crate::level::WarningLevel;

pub use limit::LimitSteps;

/// Which goes first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Priority {
    /// At once (紧急).
    Urgent,
    /// Next (高).
    High,
    /// After those (中).
    #[default]
    Medium,
    /// When there is time (低).
    Low,
}

impl Priority {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Urgent, Self::High, Self::Medium, Self::Low];

    /// 1 for the most urgent to 4 for the least.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8 + 1
    }

    /// So many steps more urgent, fewer for a negative number.
    #[must_use]
    fn raised(self, steps: i32) -> Self {
        let rank = (self as i32 - steps).clamp(0, 3);
        Self::ALL[usize::try_from(rank).unwrap_or_default()]
    }
}

/// A reason for a priority, in the order in which they were weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "why",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PriorityReason {
    /// The authority's level.
    Level {
        /// Which.
        level: WarningLevel,
    },
    /// The kind, by the district's table.
    Kind {
        /// Its code in the table.
        kind: String,
    },
    /// The limit of a value that was passed is a far one: up by its own steps, also beyond the
    /// bound on all of them.
    Limit {
        /// Its code: `high_high`, `low_low`, `high`, `low`, `rise`, `fall`.
        limit: String,
        /// How many steps up that is.
        steps: u8,
    },
    /// A hazard site stands near: up by the steps of its grade.
    Hazard {
        /// Which.
        site: SiteId,
        /// Its name.
        name: String,
        /// What is there.
        substance: String,
        /// How much of it, tonnes; 0 where that is not known.
        quantity_t: f64,
        /// 1 to 4 for a major hazard installation by GB 18218-2018; none for another site, and
        /// where its profile does not say enough.
        grade: Option<u8>,
        /// How many steps up that is, before the bound on all of them.
        steps: u8,
        /// How far, metres.
        distance_m: f64,
    },
    /// Many people are near: one step up.
    People {
        /// How many the sites near it hold by their profiles, or how many live near the hazard site
        /// by its own, whichever is more.
        people: u32,
        /// Within so many metres.
        within_m: f64,
    },
    /// It is night, when this kind is worse: one step up.
    Night,
    /// It is outside the district: one step down.
    Outside {
        /// How far, metres.
        distance_m: f64,
    },
    /// No more steps than the district allows.
    Capped,
    /// An officer said so.
    Officer {
        /// Who.
        by: String,
        /// Why.
        reason: String,
    },
}

/// A hazard site near the place of an alert.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardNear {
    /// Which.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// What is there.
    pub substance: String,
    /// How much of it, tonnes.
    pub quantity_t: f64,
    /// 1 to 4 for a major hazard installation by GB 18218-2018.
    pub grade: Option<u8>,
    /// People who live within 500 m of its edge (GB 18218-2018, 4.3.3), where they were counted.
    pub people_500m: Option<u32>,
    /// How far, metres.
    pub distance_m: f64,
}

/// What is known of an alert and its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weighed<'a> {
    /// The authority's level.
    pub level: Option<WarningLevel>,
    /// The code of its kind.
    pub kind: &'a str,
    /// The priority of the kind by the district's table.
    pub base: Priority,
    /// The code of the limit that the value of a point has passed; empty for what is no such alarm.
    pub limit: &'a str,
    /// Steps up by that limit, [`LimitSteps::of`].
    pub limit_steps: u8,
    /// Whether a hazard site near it makes it worse.
    pub hazard_counts: bool,
    /// Whether many people near it make it worse.
    pub people_count: bool,
    /// Whether night makes it worse.
    pub night_counts: bool,
    /// The hazard site near it of the highest grade, the nearest of those.
    pub hazard: Option<HazardNear>,
    /// People that the sites near it hold by their profiles.
    pub people: u32,
    /// Hour of the day in the district, 0 to 23.
    pub hour: u8,
    /// Distance to the district in metres.
    pub distance_m: Option<f64>,
    /// The officer's own priority, with who and why.
    pub officer: Option<(Priority, &'a str, &'a str)>,
}

impl Weighed<'_> {
    /// How grave it is by itself, before anything near it counts: by its level, without one by its
    /// kind and by the limit that was passed. Among those of one priority this goes before all that
    /// presses.
    #[must_use]
    pub fn by_itself(&self) -> Priority {
        let by_level = |level| Priority::ALL[level as usize];
        let by_kind = self.base.raised(i32::from(self.limit_steps));
        self.level.map_or(by_kind, by_level)
    }
}

/// The numbers of the district; all assumed, 待区里确认.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PriorityRules {
    /// A hazard site counts within this, metres. GB 18218-2018 counts people within 500 m of the
    /// edge of a unit.
    pub hazard_m: f64,
    /// People count within this, metres.
    pub people_m: f64,
    /// From how many people on they count. GB 18218-2018 table 5 knows 100 or more as its highest
    /// class.
    pub people_min: u32,
    /// First hour of the night.
    pub night_from_h: u8,
    /// First hour that is no night any more.
    pub night_to_h: u8,
    /// Steps up at most: priorities that are all urgent say nothing (EEMUA 191, secondary
    /// source: 5 % of alarms are of high priority).
    pub steps_max: u8,
    /// Steps up by a hazard site near it: of grade 1 to 4 by GB 18218-2018, then without a grade.
    pub hazard_steps: [u8; 5],
    /// How much it presses among those as grave by themselves, in the same order. Many people
    /// press by [`PEOPLE_PRESS`], the night by [`NIGHT_PRESS`] more.
    pub hazard_press: [u8; 5],
    /// Steps up by the limit that a value has passed; they are no part of `steps_max`.
    pub limit_steps: LimitSteps,
}

/// How much many people press, in the same way: as much as one grade between two plants.
pub const PEOPLE_PRESS: u8 = 2;
/// How much the night presses, in the same way.
pub const NIGHT_PRESS: u8 = 1;
/// More than this nothing presses.
pub const PRESS_MAX: u8 = 15;

impl Default for PriorityRules {
    fn default() -> Self {
        Self {
            hazard_m: 500.0,
            people_m: 500.0,
            people_min: 100,
            night_from_h: 22,
            night_to_h: 6,
            steps_max: 2,
            hazard_steps: [2, 2, 1, 1, 1],
            hazard_press: [10, 8, 6, 4, 1],
            limit_steps: LimitSteps::default(),
        }
    }
}

/// Where a grade stands in the numbers by grade.
fn grade_at(grade: Option<u8>) -> usize {
    match grade {
        Some(grade @ 1..=4) => usize::from(grade) - 1,
        _ => 4,
    }
}

impl PriorityRules {
    fn is_night(&self, hour: u8) -> bool {
        if self.night_from_h <= self.night_to_h {
            (self.night_from_h..self.night_to_h).contains(&hour)
        } else {
            hour >= self.night_from_h || hour < self.night_to_h
        }
    }

    /// The priority with its reasons.
    #[must_use]
    pub fn weigh(&self, of: &Weighed<'_>) -> (Priority, Vec<PriorityReason>) {
        let mut reasons = Vec::new();
        reasons.push(match of.level {
            Some(level) => PriorityReason::Level { level },
            None => PriorityReason::Kind {
                kind: of.kind.to_owned(),
            },
        });
        if of.level.is_none() && of.limit_steps > 0 {
            reasons.push(PriorityReason::Limit {
                limit: of.limit.to_owned(),
                steps: of.limit_steps,
            });
        }
        let base = of.by_itself();
        let up = self.steps_up(of, &mut reasons);
        let allowed = i32::from(self.steps_max);
        if up > allowed {
            reasons.push(PriorityReason::Capped);
        }
        let mut priority = base.raised(up.min(allowed));
        if let Some(distance_m) = of.distance_m.filter(|distance_m| *distance_m > 0.0) {
            reasons.push(PriorityReason::Outside { distance_m });
            priority = priority.raised(-1);
        }
        if let Some((set, by, reason)) = of.officer {
            let (by, reason) = (by.to_owned(), reason.to_owned());
            reasons.push(PriorityReason::Officer { by, reason });
            priority = set;
        }
        (priority, reasons)
    }

    /// The hazard site that counts for it.
    fn hazard<'a>(&self, of: &'a Weighed<'_>) -> Option<&'a HazardNear> {
        let near = of.hazard.as_ref().filter(|_| of.hazard_counts);
        near.filter(|near| near.distance_m <= self.hazard_m)
    }

    /// The people who count for it; none where they are too few.
    fn people(&self, of: &Weighed<'_>) -> Option<u32> {
        let by_hazard = of.hazard.as_ref().and_then(|near| near.people_500m);
        let people = of.people.max(by_hazard.unwrap_or(0));
        (of.people_count && people > 0 && people >= self.people_min).then_some(people)
    }

    fn presses_by_night(&self, of: &Weighed<'_>) -> bool {
        of.night_counts && self.is_night(of.hour)
    }

    /// How much it presses among those of the same priority that are as grave by themselves, 0 to
    /// [`PRESS_MAX`]: nothing that an
    /// officer has to know as a number, only which of two stands above the other.
    #[must_use]
    pub fn press(&self, of: &Weighed<'_>) -> u8 {
        let hazard = self.hazard(of);
        let hazard = hazard.map_or(0, |near| self.hazard_press[grade_at(near.grade)]);
        let people = self.people(of).map_or(0, |_| PEOPLE_PRESS);
        let night = u8::from(self.presses_by_night(of)) * NIGHT_PRESS;
        hazard
            .saturating_add(people)
            .saturating_add(night)
            .min(PRESS_MAX)
    }

    fn steps_up(&self, of: &Weighed<'_>, reasons: &mut Vec<PriorityReason>) -> i32 {
        let mut up = 0;
        if let Some(near) = self.hazard(of) {
            let steps = self.hazard_steps[grade_at(near.grade)];
            reasons.push(PriorityReason::Hazard {
                site: near.site.clone(),
                name: near.name.clone(),
                substance: near.substance.clone(),
                quantity_t: near.quantity_t,
                grade: near.grade,
                steps,
                distance_m: near.distance_m,
            });
            up += i32::from(steps);
        }
        if let Some(people) = self.people(of) {
            reasons.push(PriorityReason::People {
                people,
                within_m: self.people_m,
            });
            up += 1;
        }
        if self.presses_by_night(of) {
            reasons.push(PriorityReason::Night);
            up += 1;
        }
        up
    }
}

#[cfg(test)]
mod tests;
