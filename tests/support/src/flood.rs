//! A made flood of alarms, as the alarm list takes it: states of alerts, kinds as shipped.

use std::collections::BTreeMap;

use drills::flood::{FloodAlert, flood};
use emergency::alert::Alert;
use emergency::gather::kinds::{KindTable, Kinds};
use emergency::gather::{Item, Weight};
use emergency::id::AlertId;
use emergency::level::WarningLevel;
use emergency::place::Point;
use emergency::priority::{PriorityRules, Weighed};
use emergency::time::UtcMs;

/// The middle of the flood.
pub const MIDDLE: Point = Point {
    lon: 117.2,
    lat: 36.68,
};
/// When it begins.
pub const BEGIN: UtcMs = UtcMs(1_800_000_000_000);

/// A flood with the state of each alert when it began.
pub struct Flood {
    /// What was made.
    pub made: Vec<FloodAlert>,
    /// The kinds by which it is gathered.
    pub kinds: Kinds,
    /// What gathering takes, in the order of the times.
    pub items: Vec<Item>,
}

impl Flood {
    /// A flood of so many alarms that ends nowhere, gathered by a table of kinds.
    #[must_use]
    pub fn new(seed: u64, alarms: u32, table: KindTable) -> Self {
        let kinds = Kinds::new(table);
        let made = flood(seed, MIDDLE, BEGIN, alarms);
        let begun = made.iter().filter(|one| one.begins());
        let items = begun.filter_map(|one| item(&kinds, one));
        Self {
            items: items.collect(),
            kinds,
            made,
        }
    }

    /// Which cause made which alert; none for noise.
    #[must_use]
    pub fn causes(&self) -> BTreeMap<AlertId, Option<usize>> {
        let made = self.made.iter();
        made.map(|one| (one.alert.clone(), one.cause)).collect()
    }
}

fn item(kinds: &Kinds, one: &FloodAlert) -> Option<Item> {
    let notice = one.received.notice.clone();
    let kind = kinds.kind(kinds.of(&notice));
    let (rules, weighed) = (
        PriorityRules::default(),
        Weighed {
            level: notice.level,
            kind: &kind.code,
            base: kind.priority,
            hour: 12,
            ..Weighed::default()
        },
    );
    let (priority, _) = rules.weigh(&weighed);
    let weight = Weight {
        waits: true,
        priority,
        level: notice.level.map_or(5, WarningLevel::rank),
        over: false,
        by_itself: weighed.by_itself(),
        press: rules.press(&weighed),
    };
    let alert = Alert {
        id: one.alert.clone(),
        notice: Some(notice),
        first_recorded: BEGIN.plus_ms(one.offset_ms),
        exercise: true,
        ..Alert::default()
    };
    Item::of(&alert, kinds, String::new(), weight)
}
