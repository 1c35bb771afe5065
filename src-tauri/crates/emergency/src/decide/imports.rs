//! A whole table in one act, and taking a whole table back.

use std::collections::BTreeSet;

use super::resources::{check_lot, check_person, check_team, lot_is_held, team_is_held};
use super::{
    Draft, Known, Refusal, bounded, firms, hazard_units, needed, sites, table_points, unknown,
};
use crate::fact::Fact;
use crate::hazard_unit::{UnitRegistered, UnitWithdrawn};
use crate::id::{ImportId, UnitId};
use crate::import::{
    IMPORT_ROWS_MAX, Import, ImportApplied, ImportListed, ImportRow, ImportUndone, Imported,
    KEPT_NAMED_MAX, LISTED_ROWS_MAX, ListedLimits, ListedRow, TableKind, UnitOfSite,
};
use crate::stock::{LotRegistered, StockAdded, StockCounted, StockTaken};
use crate::withdrawn::Withdrawn;

pub(super) fn apply(
    known: &dyn Known,
    import: &ImportId,
    mut applied: ImportApplied,
    rows: Vec<ImportRow>,
) -> Result<Vec<Draft>, Refusal> {
    needed(import.as_str(), "import")?;
    if rows.is_empty() {
        return Err(Refusal::Needed {
            field: "rows".to_owned(),
        });
    }
    if rows.len() > IMPORT_ROWS_MAX {
        let max = IMPORT_ROWS_MAX;
        let field = "rows".to_owned();
        return Err(Refusal::TooLong { field, max });
    }
    if known.import(import).is_some() {
        return Err(Refusal::WrongState {
            what: "import".into(),
            id: import.0.clone(),
            state: "applied".into(),
        });
    }
    bounded(&applied.reason, "reason")?;
    hazard_units::have_room(known, &rows)?;
    let source = Source {
        import,
        reason: reason_of(&applied),
    };
    let mut seen = BTreeSet::new();
    let mut listed = Vec::with_capacity(rows.len());
    let mut drafts = Vec::with_capacity(rows.len() + 1);
    applied.rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    drafts.push(Draft::plain(import.0.clone(), Fact::ImportApplied(applied)));
    for row in rows {
        if !seen.insert(row.id.clone()) {
            return Err(Refusal::OutOfRange {
                field: format!("rows.{}", row.id),
            });
        }
        listed.push(enter(known, &source, row, &mut drafts)?);
    }
    for rows in listed.chunks(LISTED_ROWS_MAX) {
        let rows = rows.to_vec();
        let fact = Fact::ImportListed(ImportListed { rows });
        drafts.push(Draft::plain(import.0.clone(), fact));
    }
    Ok(drafts)
}

/// What the rows of a table come from.
pub(super) struct Source<'a> {
    /// The import.
    pub(super) import: &'a ImportId,
    /// Why it sets limits, with the name of its file; empty where nobody said why.
    pub(super) reason: String,
}

fn reason_of(applied: &ImportApplied) -> String {
    if applied.reason.trim().is_empty() {
        return String::new();
    }
    format!("{} · {}", applied.reason, applied.file)
}

/// The facts of one row. A lot that is there already and has another count in the table was counted
/// by whoever made the table.
fn enter(
    known: &dyn Known,
    source: &Source<'_>,
    row: ImportRow,
    drafts: &mut Vec<Draft>,
) -> Result<ListedRow, Refusal> {
    let ImportRow { id, imported } = row;
    let import = source.import;
    let mut counted_by = 0;
    let mut limits = ListedLimits::None;
    match imported {
        Imported::Team(mut team) => {
            check_team(&id, &team)?;
            team.import = import.clone();
            drafts.push(Draft::plain(id.clone(), Fact::TeamRegistered(team)));
        }
        Imported::Lot(mut lot) => {
            check_lot(&id, &lot)?;
            lot.import = import.clone();
            let counted = count_of(known, &id, &lot);
            drafts.push(Draft::plain(id.clone(), Fact::LotRegistered(lot)));
            if let Some((counted, by)) = counted {
                counted_by = by;
                drafts.push(Draft::plain(id.clone(), Fact::StockCounted(counted)));
            }
        }
        Imported::Site(mut site) => {
            sites::check(known, &id, &site)?;
            site.import = import.clone();
            drafts.push(Draft::plain(id.clone(), Fact::SiteRegistered(site)));
        }
        Imported::Person(mut person) => {
            check_person(&id, &person)?;
            person.import = import.clone();
            drafts.push(Draft::plain(id.clone(), Fact::PersonRegistered(person)));
        }
        Imported::Point(point) => {
            let entered = table_points::enter(known, source, &id, point)?;
            limits = entered.limits;
            let facts = entered.facts.into_iter();
            drafts.extend(facts.map(|fact| Draft::plain(id.clone(), fact)));
        }
        Imported::Firm(mut firm) => {
            firms::check(&id, &firm)?;
            firm.import = import.clone();
            drafts.push(Draft::plain(id.clone(), Fact::FirmRegistered(firm)));
        }
        Imported::Unit(UnitOfSite { site, mut told }) => {
            let (unit, there) = (id.as_str().into(), sites::on_list(known, &site)?);
            hazard_units::check(known, &there, &unit, &told)?;
            told.import = import.clone();
            drafts.push(hazard_units::registered(&site, unit, told));
        }
    }
    Ok(ListedRow {
        id,
        counted_by,
        limits,
    })
}

fn count_of(known: &dyn Known, id: &str, lot: &LotRegistered) -> Option<(StockCounted, i64)> {
    let there = known.lot(&id.into()).filter(|there| there.known)?;
    let by = i64::from(lot.quantity) - i64::from(there.on_hand());
    let counted = StockCounted {
        quantity: lot.quantity,
        note: String::new(),
    };
    (by != 0).then_some((counted, by))
}

pub(super) fn undo(
    known: &dyn Known,
    id: &ImportId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let import = known
        .import(id)
        .filter(|import| import.applied_at.is_some())
        .ok_or_else(|| unknown("import", id.as_str()))?;
    if import.undone.is_some() {
        return Err(Refusal::WrongState {
            what: "import".into(),
            id: id.0.clone(),
            state: "undone".into(),
        });
    }
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let mut drafts = Vec::with_capacity(import.rows.len() + 1);
    let mut done = ImportUndone {
        reason: reason.clone(),
        ..ImportUndone::default()
    };
    for row in &import.rows {
        let withdrawn = Withdrawn {
            reason: reason.clone(),
            import: id.clone(),
        };
        let back = match import.applied.kind {
            TableKind::Points => table_points::take_back(known, &import, row, withdrawn),
            _ => take_back(known, &import, row, withdrawn).map_or_else(Back::default, Back::whole),
        };
        let about = about(&import, row);
        let facts = back.facts.into_iter();
        drafts.extend(facts.map(|fact| Draft::plain(about.clone(), fact)));
        if back.whole {
            done.undone += 1;
            continue;
        }
        done.kept += 1;
        if done.kept_ids.len() < KEPT_NAMED_MAX {
            done.kept_ids.push(row.id.clone());
        }
    }
    drafts.push(Draft::plain(id.0.clone(), Fact::ImportUndone(done)));
    Ok(drafts)
}

/// What takes one row back.
#[derive(Default)]
pub(super) struct Back {
    /// The facts.
    pub(super) facts: Vec<Fact>,
    /// False where something of the row stays, since somebody has changed or used it.
    pub(super) whole: bool,
}

impl Back {
    fn whole(facts: Vec<Fact>) -> Self {
        Self { facts, whole: true }
    }
}

/// What the facts of a row are about: a unit stands in its site.
fn about(import: &Import, row: &ListedRow) -> String {
    let unit = UnitId(row.id.clone());
    match (import.applied.kind, unit.site()) {
        (TableKind::Units, Some(site)) => site.0,
        _ => unit.0,
    }
}

/// What takes one row back; none when the thing was changed, used or taken off the list since.
/// What is set back stands as entered by hand: it belongs to no import any more.
fn take_back(
    known: &dyn Known,
    import: &Import,
    row: &ListedRow,
    withdrawn: Withdrawn,
) -> Option<Vec<Fact>> {
    let (id, mine) = (row.id.as_str(), &import.id);
    match import.applied.kind {
        TableKind::Teams => {
            let team = known.team(&id.into()).filter(|team| team.known)?;
            let unchanged = team.registered.import == *mine;
            let fact = match team.replaced.clone() {
                Some(mut before) => {
                    before.import = ImportId::default();
                    Fact::TeamRegistered(*before)
                }
                None if team_is_held(&team) => return None,
                None => Fact::TeamWithdrawn(withdrawn),
            };
            unchanged.then(|| vec![fact])
        }
        TableKind::Supplies => take_lot_back(known, import, row, withdrawn),
        TableKind::Sites => {
            let site = known.site(&id.into()).filter(|site| !site.withdrawn)?;
            let fact = match site.replaced.clone() {
                Some(mut before) => {
                    before.import = ImportId::default();
                    Fact::SiteRegistered(*before)
                }
                // Somebody has to accept what was found there.
                None if site.holds_open_danger() => return None,
                None => Fact::SiteWithdrawn(withdrawn),
            };
            (site.registered.import == *mine).then(|| vec![fact])
        }
        TableKind::People => {
            let person = known.person(&id.into()).filter(|person| person.known)?;
            let fact = match person.replaced {
                Some(mut before) => {
                    before.import = ImportId::default();
                    Fact::PersonRegistered(*before)
                }
                None => Fact::PersonWithdrawn(withdrawn),
            };
            (person.registered.import == *mine).then(|| vec![fact])
        }
        // A point has two parts that come back each by itself.
        TableKind::Points => None,
        TableKind::Firms => {
            let firm = known.firm(&id.into()).filter(|firm| firm.known)?;
            let fact = match firm.replaced {
                Some(mut before) => {
                    before.import = ImportId::default();
                    Fact::FirmRegistered(*before)
                }
                None => Fact::FirmWithdrawn(withdrawn),
            };
            (firm.registered.import == *mine).then(|| vec![fact])
        }
        TableKind::Units => take_unit_back(known, import, row, withdrawn),
    }
}

/// A unit that nobody has changed since.
fn take_unit_back(
    known: &dyn Known,
    import: &Import,
    row: &ListedRow,
    withdrawn: Withdrawn,
) -> Option<Vec<Fact>> {
    let unit = UnitId(row.id.clone());
    let site = known.site(&unit.site()?).filter(|site| !site.withdrawn)?;
    let found = site.units.into_iter().find(|one| one.id == unit);
    let found = found.filter(|one| one.told.import == import.id)?;
    let fact = match found.replaced {
        Some(mut before) => {
            before.import = ImportId::default();
            Fact::UnitRegistered(UnitRegistered {
                unit,
                told: *before,
            })
        }
        None => Fact::UnitWithdrawn(UnitWithdrawn {
            unit,
            reason: withdrawn.reason,
            import: withdrawn.import,
        }),
    };
    Some(vec![fact])
}

fn take_lot_back(
    known: &dyn Known,
    import: &Import,
    row: &ListedRow,
    withdrawn: Withdrawn,
) -> Option<Vec<Fact>> {
    let lot = known.lot(&row.id.as_str().into()).filter(|lot| lot.known)?;
    if lot.registered.import != import.id {
        return None;
    }
    let Some(mut before) = lot.replaced.clone() else {
        let moved = lot.on_hand() != lot.registered.quantity;
        let used = moved || !lot.draws.is_empty() || lot_is_held(&lot);
        return (!used).then(|| vec![Fact::LotWithdrawn(withdrawn)]);
    };
    before.import = ImportId::default();
    let mut facts = vec![Fact::LotRegistered(*before)];
    if lot.counted_at > import.applied_at {
        // Somebody has looked since: the shelf is right, whatever the table said.
        return Some(facts);
    }
    let by = u32::try_from(row.counted_by.unsigned_abs()).unwrap_or(u32::MAX);
    let note = withdrawn.reason;
    if row.counted_by < 0 {
        let quantity = by;
        facts.push(Fact::StockReceived(StockAdded { quantity, note }));
    } else if by.min(lot.on_hand()) > 0 {
        facts.push(Fact::StockWrittenOff(StockTaken {
            quantity: by.min(lot.on_hand()),
            to: String::new(),
            note,
        }));
    }
    Some(facts)
}
