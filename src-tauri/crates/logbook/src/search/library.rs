//! The search over volumes: what the index has, and what it does not have yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;

use super::fold::Folded;
use super::query::{Manner, SearchQuery};
use super::volume::{Hashed, Passage, Shelved, Volume};
use super::{FoundText, Hit, HitAt, HitGroup, Marked, SearchKind, Wanted, place, snippet};
use crate::table::search::{self, PassageRow, VolumeRow};

/// Hits of one kind that are put in order by their texts; those after them keep the order of
/// their tiers.
const RANKED_MAX: usize = 60;

/// Numbers of volumes that the index does not have begin here.
const FRESH_FIRST: i64 = 1 << 29;

/// States in the order in which they are shown: what is in force first.
const STATES: [&str; 6] = [
    "in_force",
    "in_revision",
    "sample",
    "in_review",
    "draft",
    "withdrawn",
];

/// A place with its tier: smaller is better.
type Candidate = (u8, i64);

/// What is searched in.
struct Shelves<'a> {
    conn: Option<&'a Connection>,
    rows: HashMap<i64, VolumeRow>,
    fresh: Vec<&'a Hashed>,
}

/// Searches all volumes.
pub(crate) fn search(
    conn: Option<&Connection>,
    shelved: &Shelved,
    query: &SearchQuery,
    wanted: &Wanted,
) -> rusqlite::Result<FoundText> {
    let mut found = FoundText::default();
    if query.is_empty() {
        return Ok(found);
    }
    let mut shelves = Shelves {
        conn,
        rows: HashMap::new(),
        fresh: shelved.fresh.values().collect(),
    };
    for (number, (volume, _)) in (FRESH_FIRST..).zip(&shelves.fresh) {
        shelves.rows.insert(number, row_of(number, volume));
    }
    let mut candidates = Vec::new();
    if let Some(conn) = conn {
        let kept = search::volumes(conn)?;
        let kept = kept.into_iter().filter(|row| !shelved.replaces(&row.key));
        shelves.rows.extend(kept.map(|row| (row.n, row)));
        shelves.looked_up(conn, query, &mut candidates)?;
    }
    shelves.read(query, &mut candidates);
    shelves.count(&candidates, wanted, &mut found);
    candidates.retain(|candidate| shelves.fits(candidate.1, wanted));
    for kind in SearchKind::ALL {
        let of_kind = candidates
            .iter()
            .filter(|one| place::kind(one.1) == Some(kind));
        let of_kind: Vec<Candidate> = of_kind.copied().collect();
        if !of_kind.is_empty() && wanted.has(kind) {
            let group = shelves.group(kind, of_kind, query, wanted)?;
            found.groups.push(group);
        }
    }
    Ok(found)
}

fn row_of(n: i64, volume: &Volume) -> VolumeRow {
    VolumeRow {
        n,
        key: volume.key.clone(),
        title: volume.title.clone(),
        unit: volume.unit.clone(),
        fields: volume.fields.clone(),
        state: volume.state.clone(),
    }
}

fn tier(manner: Manner, row: &VolumeRow) -> u8 {
    let state = STATES.iter().position(|state| *state == row.state);
    let state = u8::try_from(state.unwrap_or(0)).unwrap_or(u8::MAX);
    u8::from(!manner.typed) << 6 | u8::from(!manner.headed) << 5 | state
}

impl Shelves<'_> {
    /// What the index finds.
    fn looked_up(
        &self,
        conn: &Connection,
        query: &SearchQuery,
        into: &mut Vec<Candidate>,
    ) -> rusqlite::Result<()> {
        let all = search::passages_with(conn, &query.for_library(false))?;
        let typed = if query.has_forms() {
            Some(search::passages_with(conn, &query.for_library(true))?)
        } else {
            None
        };
        let headed = search::passages_with(conn, &query.for_headings())?;
        let is_in = |places: &[i64], place: i64| places.binary_search(&place).is_ok();
        for place in all {
            let Some(row) = self.rows.get(&place::volume(place)) else {
                continue;
            };
            let manner = Manner {
                typed: typed.as_ref().is_none_or(|typed| is_in(typed, place)),
                headed: is_in(&headed, place),
            };
            into.push((tier(manner, row), place));
        }
        Ok(())
    }

    /// What the index does not have is read.
    fn read(&self, query: &SearchQuery, into: &mut Vec<Candidate>) {
        for (number, (volume, _)) in (FRESH_FIRST..).zip(&self.fresh) {
            let Some(row) = self.rows.get(&number) else {
                continue;
            };
            let title = Folded::of(&volume.title);
            let mut seen = BTreeSet::new();
            for passage in &volume.passages {
                let place = place::of_part(passage.kind, number, passage.part);
                let counts = passage.part < place::PARTS_MAX && seen.insert(place);
                if counts && let Some(manner) = passage.hit_by(&title, query) {
                    into.push((tier(manner, row), place));
                }
            }
        }
    }

    /// How many hits each unit, field and state has.
    fn count(&self, candidates: &[Candidate], wanted: &Wanted, found: &mut FoundText) {
        let mut by_volume: HashMap<i64, usize> = HashMap::new();
        for (_, place) in candidates {
            if place::kind(*place).is_some_and(|kind| wanted.has(kind)) {
                *by_volume.entry(place::volume(*place)).or_default() += 1;
            }
        }
        let mut counts: [BTreeMap<&str, usize>; 3] = Default::default();
        for (number, count) in by_volume {
            let Some(row) = self.rows.get(&number) else {
                continue;
            };
            let [units, fields, states] = &mut counts;
            *units.entry(&row.unit).or_default() += count;
            for field in &row.fields {
                *fields.entry(field).or_default() += count;
            }
            *states.entry(&row.state).or_default() += count;
        }
        let [units, fields, states] = counts.map(|counts| {
            let named = counts.into_iter().filter(|(name, _)| !name.is_empty());
            let mut named: Vec<_> = named.map(|(name, n)| (name.to_owned(), n)).collect();
            named.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
            named
        });
        (found.units, found.fields, found.states) = (units, fields, states);
    }

    fn fits(&self, place: i64, wanted: &Wanted) -> bool {
        let Some(row) = self.rows.get(&place::volume(place)) else {
            return false;
        };
        (wanted.unit.is_empty() || wanted.unit == row.unit)
            && (wanted.field.is_empty() || row.fields.contains(&wanted.field))
            && (wanted.state.is_empty() || wanted.state == row.state)
    }

    /// The page that is wanted of one kind.
    fn group(
        &self,
        kind: SearchKind,
        mut candidates: Vec<Candidate>,
        query: &SearchQuery,
        wanted: &Wanted,
    ) -> rusqlite::Result<HitGroup> {
        let total = candidates.len();
        let end = wanted.offset.saturating_add(wanted.limit()).min(total);
        let first = end.max(RANKED_MAX).min(total);
        if first < total {
            candidates.select_nth_unstable(first);
            candidates.truncate(first);
        }
        candidates.sort_unstable();
        self.rank(&mut candidates[..first.min(RANKED_MAX)], query)?;
        let page = candidates.get(wanted.offset..end).unwrap_or_default();
        let hits = page.iter().map(|(_, place)| self.hit(kind, *place, query));
        Ok(HitGroup {
            kind,
            total,
            more: false,
            hits: hits.collect::<Result<_, _>>()?,
        })
    }

    /// Within a tier, the text that is more about the words comes first.
    fn rank(&self, candidates: &mut [Candidate], query: &SearchQuery) -> rusqlite::Result<()> {
        let mut ranked = Vec::with_capacity(candidates.len());
        for (tier, place) in candidates.iter() {
            let text = self.text(*place)?;
            ranked.push((*tier, std::cmp::Reverse(weight(&text, query)), *place));
        }
        ranked.sort_unstable();
        for (slot, (tier, _, place)) in candidates.iter_mut().zip(ranked) {
            *slot = (tier, place);
        }
        Ok(())
    }

    fn hit(&self, kind: SearchKind, place: i64, query: &SearchQuery) -> rusqlite::Result<Hit> {
        let text = self.text(place)?;
        let row = self.rows.get(&place::volume(place));
        let of = |get: fn(&VolumeRow) -> &String| row.map(get).cloned().unwrap_or_default();
        Ok(Hit {
            kind,
            title: of(|row| &row.title),
            heading: snippet::heading(&text.heading, query),
            snippet: snippet::around(&text.body, query),
            // Plans, clauses and cards open in the plan; these two have no other place.
            whole: match kind {
                SearchKind::Law | SearchKind::Contact => snippet::whole(&text.body, query),
                _ => Marked::default(),
            },
            unit: of(|row| &row.unit),
            state: of(|row| &row.state),
            at: HitAt::Volume {
                key: of(|row| &row.key),
                part: place::part(place),
                place: text.name,
            },
        })
    }

    /// The texts of a place.
    fn text(&self, place: i64) -> rusqlite::Result<PassageRow> {
        let number = place::volume(place);
        if number < FRESH_FIRST
            && let Some(conn) = self.conn
        {
            return search::passage(conn, place);
        }
        let volume = usize::try_from(number - FRESH_FIRST).ok();
        let volume = volume.and_then(|index| self.fresh.get(index));
        let mut passages = volume.into_iter().flat_map(|(volume, _)| &volume.passages);
        let is_it = |passage: &&Passage| {
            place::kind(place) == Some(passage.kind) && place::part(place) == passage.part
        };
        let passage = passages.find(is_it);
        let passage = passage.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(PassageRow {
            name: passage.place.clone(),
            heading: passage.heading.clone(),
            body: passage.body.clone(),
        })
    }
}

/// How much a text is about the words: how often they stand in it against its length, as in
/// BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009, 3.1) and every word alike.
fn weight(text: &PassageRow, query: &SearchQuery) -> u32 {
    const AVERAGE_UNITS: f64 = 120.0;
    let (heading, body) = (Folded::of(&text.heading), Folded::of(&text.body));
    let count = |form: &Folded| heading.places_of(form).len() * 2 + body.places_of(form).len();
    let often = query.forms().map(count).sum::<usize>() as f64;
    let length = (heading.len() + body.len()) as f64 / AVERAGE_UNITS;
    let score = often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length));
    // A score is below 2.2, so that this is exact enough to compare.
    (score * 1e6) as u32
}
