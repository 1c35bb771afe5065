//! What changed of the units of a major hazard at a site: entered, taken off, another substance,
//! quantity or grade. A unit that holds nothing is as good as none.

use std::collections::{BTreeMap, BTreeSet};

use emergency::fact::Fact;
use emergency::hazard_unit::{HazardUnit, UnitTold};
use emergency::id::UnitId;
use emergency::site::SiteRegistered;
use emergency::time::UtcMs;
use logbook::Logged;
use risk::major::Unit;

use super::profile::{grade, stored};
use super::{About, Change, ChangeKind, EVENTS_MAX};

/// In the place of a unit that was not there, or is not there any more.
const NO_UNIT: &str = "未登记";

/// What a plan may say of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    /// What is stored in it.
    stored: String,
    /// What GB 18218-2018 makes of it; empty while what is lacking may decide it.
    grade: String,
}

impl Said {
    /// Of a unit in which something is, with the people around the plant as the site says them.
    fn of(unit: &HazardUnit, site: &SiteRegistered) -> Option<Self> {
        let unit = Unit::with_tanks(unit, site);
        let stored = stored(&unit);
        let grade = || grade(&unit);
        (!stored.is_empty()).then(|| Self {
            grade: grade(),
            stored,
        })
    }

    fn differs(&self, other: &Self) -> bool {
        let both = !self.grade.is_empty() && !other.grade.is_empty();
        self.stored != other.stored || (both && self.grade != other.grade)
    }

    fn words(&self) -> String {
        match self.grade.as_str() {
            "" => self.stored.clone(),
            grade => format!("{}（{grade}）", self.stored),
        }
    }
}

/// What one unit was, time by time, the oldest first; none where it was not there.
#[derive(Default)]
struct Past {
    /// What was last said of it, also after it was taken off: its name stays known.
    told: UnitTold,
    there: bool,
    all: Vec<(UtcMs, Option<Said>)>,
}

impl Past {
    fn is_there(&self) -> bool {
        self.all.last().is_some_and(|(_, said)| said.is_some())
    }

    /// Keeps what it is from now on, when that is another thing than before.
    fn now(&mut self, at: UtcMs, unit: &UnitId, site: &SiteRegistered) {
        let as_told = HazardUnit {
            id: unit.clone(),
            told: self.told.clone(),
            ..HazardUnit::default()
        };
        let said = self.there.then(|| Said::of(&as_told, site)).flatten();
        let same = self.all.last().is_some_and(|(_, last)| *last == said);
        if !same {
            self.all.push((at, said));
        }
    }
}

/// The changes of the units of a site, each against what it is now. `events` are those of the
/// site, the newest first.
pub(super) fn changes(events: &[Logged], about: &About<'_>) -> Vec<Change> {
    // Of a log that is cut nobody knows whether a unit was there before.
    let whole = events.len() < EVENTS_MAX;
    let mut site = SiteRegistered::default();
    let mut units: BTreeMap<UnitId, Past> = BTreeMap::new();
    for logged in events.iter().rev() {
        let (event, at) = (&logged.event, logged.event.occurred_at);
        match Fact::read(&event.kind, &event.body) {
            Ok(Fact::SiteRegistered(told)) => {
                site = told;
                for (unit, past) in &mut units {
                    past.now(at, unit, &site);
                }
            }
            Ok(Fact::UnitRegistered(body)) => {
                let past = units.entry(body.unit.clone()).or_insert_with(|| Past {
                    all: if whole { vec![(at, None)] } else { Vec::new() },
                    ..Past::default()
                });
                (past.told, past.there) = (body.told, true);
                past.now(at, &body.unit, &site);
            }
            Ok(Fact::UnitWithdrawn(body)) => {
                let Some(past) = units.get_mut(&body.unit) else {
                    continue;
                };
                past.there = false;
                // An import that was taken back says nothing of the unit itself.
                while !body.import.as_str().is_empty() && past.is_there() {
                    past.all.pop();
                }
                past.now(at, &body.unit, &site);
            }
            _ => {}
        }
    }
    let each = units.values().flat_map(|past| of_unit(past, about));
    each.collect()
}

/// What it was, each once, and since when it is not so any more.
fn of_unit(past: &Past, about: &About<'_>) -> Vec<Change> {
    let Some((_, now)) = past.all.last() else {
        return Vec::new();
    };
    let mut told = BTreeSet::new();
    let pairs = past.all.iter().zip(past.all.iter().skip(1)).rev();
    let pairs = pairs.filter(|((_, older), _)| match (older, now) {
        (Some(older), Some(now)) => older.differs(now),
        (older, now) => older.is_some() != now.is_some(),
    });
    let words = |said: &Option<Said>| {
        let said = said
            .as_ref()
            .map_or_else(|| NO_UNIT.to_owned(), Said::words);
        format!("{} {said}", past.told.name)
    };
    let mut changes = Vec::new();
    for ((_, older), (since, _)) in pairs {
        let old = words(older);
        if told.insert(old.clone()) {
            changes.push(about.change(ChangeKind::HazardUnit, &old, &words(now), Some(*since)));
        }
    }
    changes
}
