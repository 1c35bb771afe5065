//! Under which heading a new fold comes.

use super::kinds::{Kinds, OTHER};
use super::{Gathering, Heading, HeadingNo, Item};

/// Headings that a cause with an area looks at when it comes after what it has caused, those that
/// go first.
const ABSORBED_MAX: usize = 1_000;

/// Headings of one cell, station or site that are looked at, the newest first.
const CANDIDATES_MAX: usize = 64;
/// Headings with an area that are looked at, the newest first.
const AREAS_MAX: usize = 32;
/// Milliseconds in a second.
const SECOND_MS: i64 = 1_000;

/// By what a fold came under its heading, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tied {
    Station,
    Site,
    Near,
    Area,
}

impl Gathering {
    /// The heading that a new fold comes under, and by what.
    pub(super) fn admit(
        &self,
        kinds: &Kinds,
        item: &Item,
        parted: bool,
    ) -> Option<(HeadingNo, Tied)> {
        if parted || item.leads {
            return None;
        }
        let named = [self.stations.get(&item.station), self.sites.get(&item.site)];
        let named = named
            .into_iter()
            .flatten()
            .flat_map(|all| all.iter().take(CANDIDATES_MAX));
        let near = item
            .point
            .into_iter()
            .flat_map(|point| self.places.near(point, CANDIDATES_MAX));
        let areas = self.areas.iter().take(AREAS_MAX);
        let all = named.chain(areas).copied().chain(near);
        let fitting = all.filter_map(|number| {
            let heading = self.headings.get(&number)?;
            let (tied, distance_m) = self.fits(kinds, heading, item)?;
            Some((tied, distance_m, number))
        });
        let best = fitting.min_by(|a, b| {
            let closer = a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
            closer.then(a.2.cmp(&b.2))
        });
        best.map(|(tied, _, number)| (number, tied))
    }

    fn fits(&self, kinds: &Kinds, heading: &Heading, item: &Item) -> Option<(Tied, f64)> {
        let tie = kinds.tie(heading.kind, item.kind)?;
        let (tied, distance_m) = self.shared_place(heading, item, tie.in_area)?;
        let within_s = if tied == Tied::Area {
            self.rules.area_within_s
        } else {
            self.rules.within_s
        };
        let (first, last) = (heading.first.min(item.at), heading.last.max(item.at));
        let gap_ms = if item.at > heading.last {
            item.at.since_ms(heading.last)
        } else {
            heading.first.since_ms(item.at)
        };
        let in_time = gap_ms <= i64::from(within_s) * SECOND_MS
            && last.since_ms(first) <= i64::from(self.rules.span_s) * SECOND_MS;
        in_time.then_some((tied, distance_m))
    }

    fn shared_place(&self, heading: &Heading, item: &Item, area: bool) -> Option<(Tied, f64)> {
        let same = |a: &str, b: &str| !a.is_empty() && a == b;
        if same(&heading.station, &item.station) {
            return Some((Tied::Station, 0.0));
        }
        // Of what nobody knows the kind of, only what one station says is one matter.
        if item.kind == OTHER {
            return None;
        }
        if same(&heading.site, &item.site) {
            return Some((Tied::Site, 0.0));
        }
        let point = item.point?;
        let apart_m = heading.point.map(|first| first.distance_m(point));
        if let Some(apart_m) = apart_m.filter(|apart_m| *apart_m <= self.rules.near_m) {
            return Some((Tied::Near, apart_m));
        }
        let holds = area && heading.area.as_ref().is_some_and(|area| area.holds(point));
        holds.then_some((Tied::Area, apart_m.unwrap_or_default()))
    }

    /// A cause with an area takes in what came before it: the floods of a storm are often heard
    /// before its warning.
    pub(super) fn absorb(&mut self, kinds: &Kinds, cause: HeadingNo) {
        let Some(heading) = self.headings.get(&cause) else {
            return;
        };
        let Some(area) = &heading.area else {
            return;
        };
        let within_ms = i64::from(self.rules.area_within_s) * SECOND_MS;
        let caused = |number: &HeadingNo| {
            let other = self.headings.get(number)?;
            let tie = kinds.tie(heading.kind, other.kind)?;
            let fits = tie.in_area
                && *number != cause
                && !other.parted
                && other.area.is_none()
                && heading.first.since_ms(other.last).abs() <= within_ms
                && other.point.is_some_and(|point| area.holds(point));
            fits.then_some(*number)
        };
        let numbers = self
            .order
            .iter()
            .take(ABSORBED_MAX)
            .map(|(_, _, number)| number);
        let found: Vec<HeadingNo> = numbers.filter_map(caused).collect();
        for number in found {
            self.move_folds(number, cause);
        }
    }

    /// Everything of one heading under another; the one is gone then.
    fn move_folds(&mut self, from: HeadingNo, to: HeadingNo) {
        let Some(heading) = self.headings.get(&from) else {
            return;
        };
        self.order.remove(&heading.order(from));
        let folds: Vec<_> = heading.folds.iter().copied().collect();
        let (counts, first, last) = (heading.counts, heading.first, heading.last);
        self.forget_heading(from);
        for (_, _, fold) in &folds {
            if let Some(fold) = self.folds.get_mut(fold) {
                fold.heading = to;
            }
        }
        if let Some(target) = self.headings.get_mut(&to) {
            self.order.remove(&target.order(to));
            folds.into_iter().for_each(|fold| target.folds.insert(fold));
            target.counts.add_all(counts);
            target.first = target.first.min(first);
            target.last = target.last.max(last);
            target.ties.note(Tied::Area);
            self.order.insert(target.order(to));
        }
    }
}
