//! Points that a table enters or changes, with their limits, and how each of both is taken back.

use super::imports::{Back, Source};
use super::resources::out_of_range;
use super::{Known, Refusal, needed, points};
use crate::fact::Fact;
use crate::id::ImportId;
use crate::import::{Import, ListedLimits, ListedRow, PointOfTable};
use crate::point::{DevicePoint, PointLimited, PointRegistered};
use crate::withdrawn::Withdrawn;

/// The facts of one row.
pub(super) struct Entered {
    /// The facts.
    pub(super) facts: Vec<Fact>,
    /// Whether limits are among them.
    pub(super) limits: ListedLimits,
}

/// The facts of one row: its entry, and its limits where they become others. An entry that stands
/// just so is not entered again beside them.
pub(super) fn enter(
    known: &dyn Known,
    source: &Source<'_>,
    id: &str,
    row: PointOfTable,
) -> Result<Entered, Refusal> {
    let (mut entry, limits) = (row.entry, row.limits);
    points::check(id, &entry)?;
    let there = known.point(&id.into()).filter(|there| there.known);
    let own = there.as_ref().and_then(|there| there.limits);
    let same = there.is_some_and(|there| is_same(there, &entry));
    entry.import = source.import.clone();
    let mut facts = vec![Fact::PointRegistered(entry)];
    let Some(limits) = limits.filter(|limits| own != Some(*limits)) else {
        let limits = ListedLimits::None;
        return Ok(Entered { facts, limits });
    };
    needed(&source.reason, "reason")?;
    for limits in [Some(limits), row.was].into_iter().flatten() {
        if let Some(field) = limits.fault() {
            return Err(out_of_range(field));
        }
    }
    if same {
        facts.clear();
    }
    facts.push(Fact::PointLimited(PointLimited {
        limits: Some(limits),
        was: own.or(row.was),
        reason: source.reason.clone(),
        import: source.import.clone(),
    }));
    let limits = if same {
        ListedLimits::Alone
    } else {
        ListedLimits::Beside
    };
    Ok(Entered { facts, limits })
}

/// Whether an entry says nothing new; by which import it came is no difference.
fn is_same(there: DevicePoint, entry: &PointRegistered) -> bool {
    let told = PointRegistered {
        import: entry.import.clone(),
        ..there.registered
    };
    told == *entry
}

/// What takes one row back: its entry and its limits, each unless somebody has changed it since. A
/// new point whose limits somebody has set since stays whole: it is in use.
pub(super) fn take_back(
    known: &dyn Known,
    import: &Import,
    row: &ListedRow,
    withdrawn: Withdrawn,
) -> Back {
    let point = known.point(&row.id.as_str().into());
    let Some(point) = point.filter(|point| point.known) else {
        return Back::default();
    };
    let entered = row.limits != ListedLimits::Alone;
    let entry_is_mine = entered && point.registered.import == import.id;
    let limits_are_mine = row.limits != ListedLimits::None && point.limits_import == import.id;
    let mut facts = Vec::new();
    match point.replaced {
        Some(mut before) if entry_is_mine => {
            before.import = ImportId::default();
            facts.push(Fact::PointRegistered(*before));
        }
        None if entry_is_mine && (limits_are_mine || point.limits.is_none()) => {
            let facts = vec![Fact::PointWithdrawn(withdrawn)];
            return Back { facts, whole: true };
        }
        None if entry_is_mine => return Back::default(),
        _ => {}
    }
    if limits_are_mine {
        facts.push(Fact::PointLimited(PointLimited {
            limits: point.limits_replaced,
            was: point.limits,
            reason: withdrawn.reason,
            import: ImportId::default(),
        }));
    }
    let entry_stays = entered && !entry_is_mine;
    let limits_stay = row.limits != ListedLimits::None && !limits_are_mine;
    Back {
        facts,
        whole: !entry_stays && !limits_stay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::points::PointAct;
    use crate::decide::{Command, ResourceAct};
    use crate::id::PointId;
    use crate::import::{ImportApplied, ImportRow, Imported, TableKind};
    use crate::point::PointLimits;
    use crate::sample::Room;

    const FEED: &str = "演练 气体";
    const FILE: &str = "演练 限值.csv";

    fn id() -> PointId {
        PointId::of(FEED, "G/1")
    }

    fn entry(name: &str) -> PointRegistered {
        PointRegistered {
            feed: FEED.to_owned(),
            device: "G/1".to_owned(),
            name: name.to_owned(),
            ..PointRegistered::default()
        }
    }

    fn high(high: f64) -> PointLimits {
        PointLimits {
            high: Some(high),
            ..PointLimits::default()
        }
    }

    fn table(import: &str, name: &str, limits: Option<PointLimits>, reason: &str) -> Command {
        let (entry, was) = (entry(name), Some(high(99.0)));
        let imported = Imported::Point(PointOfTable { entry, limits, was });
        Command::Resource {
            act: ResourceAct::ApplyImport {
                import: import.into(),
                applied: ImportApplied {
                    kind: TableKind::Points,
                    file: FILE.to_owned(),
                    reason: reason.to_owned(),
                    ..ImportApplied::default()
                },
                rows: vec![ImportRow {
                    id: id().0,
                    imported,
                }],
            },
        }
    }

    fn take_back(room: &mut Room, import: &str) -> (u32, u32) {
        let (import, reason) = (import.into(), "演练 表错了".to_owned());
        let act = ResourceAct::UndoImport {
            import: ImportId::clone(&import),
            reason,
        };
        room.act(Command::Resource { act });
        let done = room.import(import.as_str()).undone.expect("taken back");
        (done.undone, done.kept)
    }

    fn by_hand(limits: Option<PointLimits>, seen: Option<PointLimits>) -> Command {
        Command::Point(PointAct::Limit {
            point: id(),
            limits,
            was: None,
            seen: seen.map(Box::new),
            reason: "演练 手工".to_owned(),
        })
    }

    fn point(room: &Room) -> DevicePoint {
        room.point(id().as_str())
    }

    #[test]
    fn a_table_sets_limits_for_one_reason_with_the_name_of_its_file() {
        let mut room = Room::new();
        let unsaid = room.ask(table("I1", "演练 探头", Some(high(50.0)), " "));
        let field = "reason".to_owned();
        assert_eq!(unsaid, Err(Refusal::Needed { field }), "nobody said why");
        room.act(table("I1", "演练 探头", Some(high(50.0)), "演练 年检"));
        let point = point(&room);
        assert_eq!(point.limits, Some(high(50.0)), "its own from now on");
        let [change] = point.changes.as_slice() else {
            panic!("one change: {:?}", point.changes);
        };
        assert_eq!(change.was, Some(high(99.0)), "before it those of its feed");
        let why = format!("演练 年检 · {FILE}");
        assert_eq!(change.mark.note, why, "why, and from which file");
    }

    #[test]
    fn limits_that_stand_are_no_fact_and_an_entry_that_stands_is_not_entered_beside_new_ones() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", Some(high(50.0)), "演练 年检"));
        room.act(table("I2", "演练 探头二", Some(high(50.0)), ""));
        assert_eq!(point(&room).changes.len(), 1, "no limit became another");
        room.act(table("I3", "演练 探头二", Some(high(40.0)), "演练 汛期"));
        let there = point(&room);
        assert_eq!(there.registered.import.as_str(), "I2", "entered once");
        assert_eq!(there.limits, Some(high(40.0)), "only its limits are new");
    }

    #[test]
    fn taking_back_brings_the_former_limits_of_a_point_that_was_there() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", None, ""));
        room.act(by_hand(Some(high(80.0)), None));
        room.act(table("I2", "演练 探头", Some(high(50.0)), "演练 年检"));
        assert_eq!(take_back(&mut room, "I2"), (1, 0), "the row went back");
        let there = point(&room);
        assert!(there.known, "the point stays: it was there before");
        assert_eq!(there.limits, Some(high(80.0)), "as an officer had set them");
        let last = there.changes.last().expect("a change");
        assert_eq!(last.was, Some(high(50.0)), "with what the table had said");
    }

    #[test]
    fn taking_back_gives_a_point_without_own_limits_to_its_feed_again() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", None, ""));
        room.act(table("I2", "演练 探头二", Some(high(50.0)), "演练 年检"));
        assert_eq!(take_back(&mut room, "I2"), (1, 0), "both parts went back");
        let there = point(&room);
        assert_eq!(there.limits, None, "it had none of its own");
        assert_eq!(there.registered.name, "演练 探头", "nor that name");
    }

    #[test]
    fn limits_that_somebody_has_set_since_stay_and_the_row_is_named() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", None, ""));
        room.act(table("I2", "演练 探头二", Some(high(50.0)), "演练 年检"));
        room.act(by_hand(Some(high(45.0)), Some(high(50.0))));
        assert_eq!(take_back(&mut room, "I2"), (0, 1), "not all of it");
        let there = point(&room);
        assert_eq!(there.limits, Some(high(45.0)), "the officer's stay");
        assert_eq!(there.registered.name, "演练 探头", "its entry went back");
    }

    #[test]
    fn limits_come_back_although_the_entry_was_changed_since() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", Some(high(80.0)), "演练 年检"));
        room.act(table("I2", "演练 探头二", Some(high(50.0)), "演练 误填"));
        room.act(table("I3", "演练 探头三", None, ""));
        assert_eq!(take_back(&mut room, "I2"), (0, 1), "its name is another's");
        let there = point(&room);
        assert_eq!(there.limits, Some(high(80.0)), "wrong limits do not stay");
        assert_eq!(there.registered.name, "演练 探头三", "the later name does");
    }

    #[test]
    fn a_new_point_leaves_with_its_limits_and_stays_when_they_were_set_since() {
        let mut room = Room::new();
        room.act(table("I1", "演练 探头", Some(high(50.0)), "演练 年检"));
        assert_eq!(take_back(&mut room, "I1"), (1, 0), "nobody used it");
        assert!(!point(&room).known, "off the register");
        room.act(table("I2", "演练 探头", Some(high(50.0)), "演练 年检"));
        room.act(by_hand(Some(high(45.0)), Some(high(50.0))));
        assert_eq!(take_back(&mut room, "I2"), (0, 1), "it is in use");
        assert_eq!(point(&room).limits, Some(high(45.0)), "with its limits");
    }
}
