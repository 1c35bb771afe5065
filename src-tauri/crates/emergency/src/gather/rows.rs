//! What is read off a gathering: rows with their counts, windows of the list.

use super::admit::Tied;
use super::item::priority_of;
use super::{Fold, Gathering, Heading, Weight};
use crate::id::AlertId;
use crate::time::UtcMs;

/// Counts that every row shows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) alerts: u32,
    pub(super) waiting: u32,
    /// By level 1 to 4 and none.
    pub(super) levels: [u32; 5],
}

impl Counts {
    pub(super) fn add(&mut self, weight: Weight) {
        self.alerts += 1;
        self.waiting += u32::from(weight.waits);
        self.levels[level_at(weight.level)] += 1;
    }

    pub(super) fn add_all(&mut self, other: Self) {
        self.alerts += other.alerts;
        self.waiting += other.waiting;
        for (level, more) in self.levels.iter_mut().zip(other.levels) {
            *level += more;
        }
    }

    pub(super) fn take(&mut self, weight: Weight) {
        self.alerts = self.alerts.saturating_sub(1);
        self.waiting = self.waiting.saturating_sub(u32::from(weight.waits));
        let level = &mut self.levels[level_at(weight.level)];
        *level = level.saturating_sub(1);
    }

    /// The worst level among them, 5 for none.
    fn level(&self) -> u8 {
        let worst = self.levels.iter().position(|count| *count > 0);
        worst.map_or(5, |at| at as u8 + 1)
    }
}

fn level_at(level: u8) -> usize {
    usize::from(level.clamp(1, 5)) - 1
}

/// By what the rows of a heading came together; the reasons that the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ties {
    /// One station.
    pub station: bool,
    /// One site.
    pub site: bool,
    /// Near each other.
    pub near: bool,
    /// Inside the area of the cause.
    pub area: bool,
}

impl Ties {
    pub(super) fn note(&mut self, tied: Tied) {
        match tied {
            Tied::Station => self.station = true,
            Tied::Site => self.site = true,
            Tied::Near => self.near = true,
            Tied::Area => self.area = true,
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingRow {
    /// The alert that was heard first; it names the row as long as anything under it stands.
    pub lead: AlertId,
    /// The gravest that waits, or the gravest of all.
    pub gravest: AlertId,
    /// How many alerts stand under it.
    pub alerts: u32,
    /// How many of them somebody has to look at.
    pub waiting: u32,
    /// How many rows stand under it.
    pub folds: u32,
    /// When the first began.
    pub first: UtcMs,
    /// When the last began.
    pub last: UtcMs,
    /// 1 to 4: the priority of the gravest.
    pub priority: u8,
    /// The worst level among them, 5 for none.
    pub level: u8,
    /// By what they came together.
    pub ties: Ties,
    /// An officer took it out of another.
    pub parted: bool,
}

/// One row under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldRow {
    /// The alert that was heard first.
    pub lead: AlertId,
    /// The gravest that waits, or the gravest of all.
    pub gravest: AlertId,
    /// How many alerts it stands for.
    pub alerts: u32,
    /// How many of them somebody has to look at.
    pub waiting: u32,
    /// When the first began.
    pub first: UtcMs,
    /// When the last began.
    pub last: UtcMs,
    /// 1 to 4: the priority of the gravest.
    pub priority: u8,
    /// The worst level among them, 5 for none.
    pub level: u8,
    /// An officer took it out of its heading.
    pub parted: bool,
}

impl Gathering {
    /// How many rows the list has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether nothing stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many alerts stand, all rows together.
    #[must_use]
    pub fn alerts(&self) -> usize {
        self.items.len()
    }

    /// Alerts that somebody has to look at, by priority from the most urgent on.
    #[must_use]
    pub fn waiting(&self) -> [u32; 4] {
        self.waiting
    }

    /// Whether an alert is in it.
    #[must_use]
    pub fn has(&self, id: &AlertId) -> bool {
        self.items.contains_key(id)
    }

    /// What is known of the place in the order of an alert.
    #[must_use]
    pub fn weight(&self, id: &AlertId) -> Option<Weight> {
        self.items.get(id).map(|placed| placed.weight)
    }

    /// A window of the list: what waits first, by priority, the newest first.
    pub fn page(&self, offset: usize) -> impl Iterator<Item = HeadingRow> + '_ {
        let numbers = self.order.iter().skip(offset).map(|(_, _, number)| number);
        numbers.filter_map(|number| self.row(self.headings.get(number)?))
    }

    fn row(&self, heading: &Heading) -> Option<HeadingRow> {
        let (rank, _, fold) = heading.folds.first()?;
        let (_, _, gravest) = self.folds.get(fold)?.members.first()?;
        Some(HeadingRow {
            lead: heading.lead.clone(),
            gravest: gravest.clone(),
            alerts: heading.counts.alerts,
            waiting: heading.counts.waiting,
            folds: u32::try_from(heading.folds.len()).unwrap_or(u32::MAX),
            first: heading.first,
            last: heading.last,
            priority: priority_of(*rank),
            level: heading.counts.level(),
            ties: heading.ties,
            parted: heading.parted,
        })
    }

    fn heading_of(&self, id: &AlertId) -> Option<&Heading> {
        let by_lead = self.by_lead.get(id);
        let number = by_lead.copied().or_else(|| {
            let placed = self.items.get(id)?;
            Some(self.folds.get(&placed.fold)?.heading)
        })?;
        self.headings.get(&number)
    }

    fn fold_of(&self, id: &AlertId) -> Option<&Fold> {
        let by_lead = self.fold_by_lead.get(id);
        let number = by_lead
            .copied()
            .or_else(|| Some(self.items.get(id)?.fold))?;
        self.folds.get(&number)
    }

    /// The row of the list that an alert stands under.
    #[must_use]
    pub fn heading(&self, id: &AlertId) -> Option<HeadingRow> {
        self.row(self.heading_of(id)?)
    }

    /// The row under its heading that an alert stands in.
    #[must_use]
    pub fn fold(&self, id: &AlertId) -> Option<FoldRow> {
        fold_row(self.fold_of(id)?)
    }

    /// The rows under the heading of an alert, the gravest first.
    pub fn folds(&self, id: &AlertId, offset: usize) -> impl Iterator<Item = FoldRow> + '_ {
        let heading = self.heading_of(id);
        let folds = heading.into_iter().flat_map(|heading| heading.folds.iter());
        let numbers = folds.skip(offset).map(|(_, _, number)| number);
        numbers.filter_map(|number| fold_row(self.folds.get(number)?))
    }

    /// The alerts of the row under its heading that an alert stands in, the gravest first.
    pub fn members(&self, id: &AlertId, offset: usize) -> impl Iterator<Item = &AlertId> + '_ {
        let members = self
            .fold_of(id)
            .into_iter()
            .flat_map(|fold| fold.members.iter());
        members.skip(offset).map(|(_, _, id)| id)
    }

    /// Every alert under the heading of an alert, those that wait first in each row.
    pub fn all_under(&self, id: &AlertId) -> impl Iterator<Item = &AlertId> + '_ {
        let heading = self.heading_of(id);
        let folds = heading.into_iter().flat_map(|heading| heading.folds.iter());
        let found = folds.filter_map(|(_, _, number)| self.folds.get(number));
        found.flat_map(|fold| fold.members.iter().map(|(_, _, id)| id))
    }
}

fn fold_row(fold: &Fold) -> Option<FoldRow> {
    let (rank, _, gravest) = fold.members.first()?;
    Some(FoldRow {
        lead: fold.lead.clone(),
        gravest: gravest.clone(),
        alerts: fold.counts.alerts,
        waiting: fold.counts.waiting,
        first: fold.first,
        last: fold.last,
        priority: priority_of(*rank),
        level: fold.counts.level(),
        parted: fold.key.1,
    })
}
