//! A flood of alerts as a few headings (归并): what repeats is one row with a count, what shares
//! cause, place and time stands under one heading, led by what was heard first.
//!
//! Two steps, each by a rule that can be said in a sentence:
//! 1. Alerts of one point of one source *fold* into one row with their count and times.
//! 2. A fold comes under a heading when the kinds are tied ([`kinds`]), the place is the same
//!    (one station, one site, within [`GatherRules::near_m`] of what was heard first, or inside
//!    the area of its cause) and the time fits ([`GatherRules::within_s`]).
//!
//! The place of a heading is that of its first alert, so that headings do not creep along a
//! street from one cause to the next. A warning of an authority leads and is never led. The order
//! goes by the gravest alert that waits, so that nothing grave stands under something lower.
//! Nothing is left out: every row says how many alerts it stands for.
//!
//! The cost of one alert is the logarithm of how many there are, and a bounded look around.

mod admit;
mod area;
mod item;
pub mod kinds;
mod ranked;
mod rows;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::grid::Cells;
use crate::id::AlertId;
use crate::place::Point;
use crate::time::UtcMs;
use kinds::{KindNo, Kinds};
use ranked::Ranked;
use rows::Counts;

pub use area::Area;
pub use item::{Item, Weight, is_device, middle, reach_m};
pub use rows::{FoldRow, HeadingRow, Ties};

/// The numbers by which alerts are gathered; all assumed, 待区里确认.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GatherRules {
    /// Metres from the first alert of a heading within which others share its place.
    pub near_m: f64,
    /// Seconds after the last alert of a heading within which another still belongs to it.
    pub within_s: u32,
    /// The same under a cause with an area, such as a storm.
    pub area_within_s: u32,
    /// Seconds that a heading spans at most, from its first alert to its last.
    pub span_s: u32,
}

impl Default for GatherRules {
    fn default() -> Self {
        Self {
            near_m: 500.0,
            within_s: 900,
            area_within_s: 6 * 3_600,
            span_s: 24 * 3_600,
        }
    }
}

type FoldNo = u64;
type HeadingNo = u64;

/// An alert where it was put.
#[derive(Debug, Clone, Copy)]
struct Placed {
    fold: FoldNo,
    place: u64,
    at: UtcMs,
    parted: bool,
    weight: Weight,
}

/// What repeats.
#[derive(Debug)]
struct Fold {
    key: (String, bool),
    heading: HeadingNo,
    /// By rank, then by time.
    members: Ranked<(u16, UtcMs, AlertId)>,
    /// The first that was put in; it stays the name of the row.
    lead: AlertId,
    first: UtcMs,
    last: UtcMs,
    counts: Counts,
    /// How many of its alerts an officer took out.
    parted: u32,
}

impl Fold {
    fn rank(&self) -> u16 {
        self.members.first().map_or(u16::MAX, |(rank, ..)| *rank)
    }
}

/// What shares cause, place and time.
#[derive(Debug)]
struct Heading {
    kind: KindNo,
    station: String,
    site: String,
    point: Option<Point>,
    area: Option<Area>,
    parted: bool,
    /// By rank, then by time.
    folds: Ranked<(u16, UtcMs, FoldNo)>,
    lead: AlertId,
    first: UtcMs,
    last: UtcMs,
    counts: Counts,
    ties: Ties,
}

/// Where a heading stands in the list.
type Order = (u16, Reverse<UtcMs>, HeadingNo);

/// All alerts that stand, gathered.
#[derive(Debug)]
pub struct Gathering {
    rules: GatherRules,
    items: HashMap<AlertId, Placed>,
    folds: HashMap<FoldNo, Fold>,
    by_source: HashMap<(String, bool), FoldNo>,
    headings: HashMap<HeadingNo, Heading>,
    /// Rows whose first alert is gone and still names them.
    by_lead: HashMap<AlertId, HeadingNo>,
    fold_by_lead: HashMap<AlertId, FoldNo>,
    places: Cells<HeadingNo>,
    stations: HashMap<String, VecDeque<HeadingNo>>,
    sites: HashMap<String, VecDeque<HeadingNo>>,
    areas: VecDeque<HeadingNo>,
    order: BTreeSet<Order>,
    waiting: [u32; 4],
    made: u64,
}

impl Gathering {
    /// Nothing gathered yet.
    #[must_use]
    pub fn new(rules: GatherRules) -> Self {
        Self {
            places: Cells::new(rules.near_m),
            rules,
            items: HashMap::new(),
            folds: HashMap::new(),
            by_source: HashMap::new(),
            headings: HashMap::new(),
            by_lead: HashMap::new(),
            fold_by_lead: HashMap::new(),
            stations: HashMap::new(),
            sites: HashMap::new(),
            areas: VecDeque::new(),
            order: BTreeSet::new(),
            waiting: [0; 4],
            made: 0,
        }
    }

    /// Puts an alert in, or changes what is known of it; answers whether it was not there.
    pub fn put(&mut self, kinds: &Kinds, item: Item) -> bool {
        let place = item.place();
        match self.items.get(&item.id).copied() {
            Some(known) if known.place == place => {
                if known.weight != item.weight {
                    self.weigh_anew(&item, known);
                }
                false
            }
            Some(known) => {
                self.take(&item.id);
                self.put_new(kinds, item, place);
                self.let_back(known.fold);
                false
            }
            None => {
                self.put_new(kinds, item, place);
                true
            }
        }
    }

    fn weigh_anew(&mut self, item: &Item, known: Placed) {
        self.unlist(known.fold);
        self.drop_member(&item.id, known);
        self.add_member(
            &item.id,
            Placed {
                weight: item.weight,
                ..known
            },
        );
        self.list(known.fold);
    }

    fn put_new(&mut self, kinds: &Kinds, item: Item, place: u64) {
        // A source that was taken out of its heading stays out, with all that it says later.
        let apart = (item.source.clone(), true);
        let key = if self.is_apart(&apart) {
            apart
        } else {
            (item.source.clone(), item.parted)
        };
        let (id, at, weight, parted) = (item.id.clone(), item.at, item.weight, item.parted);
        let has_area = item.area.is_some() && !key.1;
        let known = self.by_source.get(&key).copied();
        let fold = known.unwrap_or_else(|| self.found_fold(kinds, key, item));
        self.unlist(fold);
        let placed = Placed {
            fold,
            place,
            at,
            parted,
            weight,
        };
        self.add_member(&id, placed);
        self.list(fold);
        if has_area
            && known.is_none()
            && let Some(heading) = self.folds.get(&fold).map(|fold| fold.heading)
        {
            self.absorb(kinds, heading);
        }
    }

    /// What stayed out with a source goes back with it when nothing of it is taken out any more.
    fn let_back(&mut self, fold: FoldNo) {
        let Some(found) = self.folds.get(&fold) else {
            return;
        };
        if !found.key.1 || found.parted > 0 {
            return;
        }
        let Some(to) = self.by_source.get(&(found.key.0.clone(), false)).copied() else {
            return;
        };
        let members: Vec<AlertId> = found.members.iter().map(|(_, _, id)| id.clone()).collect();
        self.unlist(fold);
        self.unlist(to);
        for id in members {
            if let Some(placed) = self.items.get(&id).copied() {
                self.drop_member(&id, placed);
                self.add_member(&id, Placed { fold: to, ..placed });
            }
        }
        self.list(to);
        self.list(fold);
    }

    fn number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    fn found_fold(&mut self, kinds: &Kinds, key: (String, bool), item: Item) -> FoldNo {
        let number = self.number();
        let (lead, at) = (item.id.clone(), item.at);
        let heading = match self.admit(kinds, &item, key.1) {
            Some((heading, tie)) => {
                if let Some(found) = self.headings.get_mut(&heading) {
                    found.ties.note(tie);
                }
                heading
            }
            None => self.found_heading(item, key.1),
        };
        let fold = Fold {
            key: key.clone(),
            heading,
            members: Ranked::new(),
            lead,
            first: at,
            last: at,
            counts: Counts::default(),
            parted: 0,
        };
        self.by_source.insert(key, number);
        self.folds.insert(number, fold);
        number
    }

    fn found_heading(&mut self, item: Item, parted: bool) -> HeadingNo {
        let number = self.number();
        if !parted {
            if let Some(point) = item.point {
                self.places.put(point, number);
            }
            if item.area.is_some() {
                self.areas.push_front(number);
            }
            for (names, name) in [
                (&mut self.stations, &item.station),
                (&mut self.sites, &item.site),
            ] {
                if !name.is_empty() {
                    names.entry(name.clone()).or_default().push_front(number);
                }
            }
        }
        let heading = Heading {
            kind: item.kind,
            station: item.station,
            site: item.site,
            point: item.point,
            area: item.area,
            parted,
            folds: Ranked::new(),
            lead: item.id,
            first: item.at,
            last: item.at,
            counts: Counts::default(),
            ties: Ties::default(),
        };
        self.headings.insert(number, heading);
        number
    }

    /// Takes an alert out; nothing happens when it is not there.
    pub fn take(&mut self, id: &AlertId) {
        let Some(known) = self.items.get(id).copied() else {
            return;
        };
        self.unlist(known.fold);
        self.drop_member(id, known);
        self.list(known.fold);
    }

    /// Takes a fold and its heading out of the order, before they change.
    fn unlist(&mut self, fold: FoldNo) {
        let Some(found) = self.folds.get(&fold) else {
            return;
        };
        if let Some(heading) = self.headings.get_mut(&found.heading) {
            self.order.remove(&heading.order(found.heading));
            heading.folds.remove(&(found.rank(), found.first, fold));
        }
    }

    /// Puts a fold and its heading back in the order, or away when nothing is left of them.
    fn list(&mut self, fold: FoldNo) {
        let Some(found) = self.folds.get(&fold) else {
            return;
        };
        let number = found.heading;
        let entry = (found.rank(), found.first, fold);
        let Some(heading) = self.headings.get_mut(&number) else {
            return;
        };
        if found.members.is_empty() {
            self.by_source.remove(&found.key);
            if self.fold_by_lead.get(&found.lead) == Some(&fold) {
                self.fold_by_lead.remove(&found.lead);
            }
            self.folds.remove(&fold);
        } else {
            heading.folds.insert(entry);
        }
        if heading.folds.is_empty() {
            self.forget_heading(number);
        } else {
            self.order.insert(heading.order(number));
        }
    }

    fn forget_heading(&mut self, number: HeadingNo) {
        let Some(heading) = self.headings.remove(&number) else {
            return;
        };
        // The same alert may lead another heading by now.
        if self.by_lead.get(&heading.lead) == Some(&number) {
            self.by_lead.remove(&heading.lead);
        }
        if let Some(point) = heading.point {
            self.places.take(point, number);
        }
        self.areas.retain(|one| *one != number);
        for (names, name) in [
            (&mut self.stations, &heading.station),
            (&mut self.sites, &heading.site),
        ] {
            if let Some(all) = names.get_mut(name) {
                all.retain(|one| *one != number);
                if all.is_empty() {
                    names.remove(name);
                }
            }
        }
    }

    /// Rows that an alert still names although it stands elsewhere now are named anew.
    fn give_names_back(&mut self, id: &AlertId, placed: Placed) {
        let here = self.folds.get(&placed.fold).map(|fold| fold.heading);
        if let Some(number) = self.by_lead.remove(id)
            && Some(number) != here
            && let Some(heading) = self.headings.get_mut(&number)
            && let Some((_, _, fold)) = heading.folds.first()
            && let Some(fold) = self.folds.get(fold)
        {
            heading.lead = fold.lead.clone();
            if !self.items.contains_key(&heading.lead) {
                self.by_lead.insert(heading.lead.clone(), number);
            }
        }
        if let Some(number) = self.fold_by_lead.remove(id)
            && number != placed.fold
            && let Some(fold) = self.folds.get_mut(&number)
            && let Some((_, _, first)) = fold.members.first()
        {
            fold.lead = first.clone();
        }
    }

    /// Whether a source stands by itself because an officer took some of it out.
    fn is_apart(&self, key: &(String, bool)) -> bool {
        let fold = self
            .by_source
            .get(key)
            .and_then(|fold| self.folds.get(fold));
        fold.is_some_and(|fold| fold.parted > 0)
    }

    fn add_member(&mut self, id: &AlertId, placed: Placed) {
        self.give_names_back(id, placed);
        let Some(fold) = self.folds.get_mut(&placed.fold) else {
            return;
        };
        let weight = placed.weight;
        fold.members.insert((weight.rank(), placed.at, id.clone()));
        fold.counts.add(weight);
        fold.parted += u32::from(placed.parted);
        fold.first = fold.first.min(placed.at);
        fold.last = fold.last.max(placed.at);
        if let Some(heading) = self.headings.get_mut(&fold.heading) {
            heading.counts.add(weight);
            heading.first = heading.first.min(placed.at);
            heading.last = heading.last.max(placed.at);
        }
        if weight.waits {
            self.waiting[usize::from(weight.priority.rank()) - 1] += 1;
        }
        self.items.insert(id.clone(), placed);
    }

    fn drop_member(&mut self, id: &AlertId, placed: Placed) {
        self.items.remove(id);
        let Some(fold) = self.folds.get_mut(&placed.fold) else {
            return;
        };
        let weight = placed.weight;
        fold.members.remove(&(weight.rank(), placed.at, id.clone()));
        fold.counts.take(weight);
        fold.parted = fold.parted.saturating_sub(u32::from(placed.parted));
        if fold.lead == *id {
            self.fold_by_lead.insert(id.clone(), placed.fold);
        }
        if let Some(heading) = self.headings.get_mut(&fold.heading) {
            heading.counts.take(weight);
            if heading.lead == *id {
                self.by_lead.insert(id.clone(), fold.heading);
            }
        }
        if weight.waits {
            let count = &mut self.waiting[usize::from(weight.priority.rank()) - 1];
            *count = count.saturating_sub(1);
        }
    }
}

impl Heading {
    fn order(&self, number: HeadingNo) -> Order {
        let rank = self.folds.first().map_or(u16::MAX, |(rank, ..)| *rank);
        (rank, Reverse(self.first), number)
    }
}
