//! Firms: entered, changed, taken off the list.

use serde::{Deserialize, Serialize};

use super::resources::out_of_range;
use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::firm::{FIRM_CHARS_MAX, FirmRegistered, check_credit_code};
use crate::id::FirmId;
use crate::withdrawn::Withdrawn;

/// What is done to a firm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum FirmAct {
    /// Enter a firm, or change what is said of it (登记企业). `seen` is the entry that whoever asks
    /// had before them, none for one that was not on the list.
    Register {
        firm: Option<FirmId>,
        registered: Box<FirmRegistered>,
        #[serde(default)]
        seen: Option<Box<FirmRegistered>>,
    },
    /// Take it off the list (撤下企业); `seen` as when it is changed.
    Withdraw {
        firm: FirmId,
        #[serde(default)]
        seen: Option<Box<FirmRegistered>>,
        reason: String,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: FirmAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        FirmAct::Register {
            firm,
            registered,
            seen,
        } => {
            let id = firm.unwrap_or_else(|| FirmId((context.new_id)()));
            check(id.as_str(), &registered)?;
            as_seen(known, &id, seen.as_deref())?;
            Ok(vec![Draft::plain(id.0, Fact::FirmRegistered(*registered))])
        }
        FirmAct::Withdraw { firm, seen, reason } => {
            on_list(known, &firm)?;
            as_seen(known, &firm, seen.as_deref())?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            let withdrawn = Withdrawn {
                reason,
                ..Withdrawn::default()
            };
            Ok(vec![Draft::plain(firm.0, Fact::FirmWithdrawn(withdrawn))])
        }
    }
}

/// Whether a firm can be entered under that name in the log.
pub(super) fn check(id: &str, told: &FirmRegistered) -> Result<(), Refusal> {
    needed(id, "id")?;
    needed(&told.name, "name")?;
    for (text, field) in [
        (&told.name, "name"),
        (&told.industry, "industry"),
        (&told.place.words, "place"),
        (&told.place.street, "street"),
        (&told.role, "role"),
        (&told.phone, "phone"),
    ] {
        if text.chars().count() > FIRM_CHARS_MAX {
            let (field, max) = (field.to_owned(), FIRM_CHARS_MAX);
            return Err(Refusal::TooLong { field, max });
        }
    }
    bounded(&told.note, "note")?;
    if !told.code.is_empty() && check_credit_code(&told.code).is_err() {
        return Err(out_of_range("code"));
    }
    if told.place.point.is_some_and(|at| !at.is_on_earth()) {
        return Err(out_of_range("at"));
    }
    Ok(())
}

/// A firm that a site can be put down to.
pub(super) fn on_list(known: &dyn Known, firm: &FirmId) -> Result<(), Refusal> {
    let there = known.firm(firm).is_some_and(|there| there.known);
    there
        .then_some(())
        .ok_or_else(|| unknown("firm", firm.as_str()))
}

/// Nobody writes over what another desk has entered since they looked.
fn as_seen(known: &dyn Known, firm: &FirmId, seen: Option<&FirmRegistered>) -> Result<(), Refusal> {
    let there = known.firm(firm).filter(|there| there.known);
    if there.map(|there| there.registered).as_ref() == seen {
        return Ok(());
    }
    let (what, id) = ("firm".to_owned(), firm.0.clone());
    Err(Refusal::Changed { what, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Command;
    use crate::place::{Place, Point};
    use crate::sample::Room;

    fn told(name: &str) -> FirmRegistered {
        FirmRegistered {
            name: name.to_owned(),
            ..FirmRegistered::default()
        }
    }

    fn register(registered: FirmRegistered, seen: Option<FirmRegistered>) -> Command {
        let (firm, seen) = (Some("F1".into()), seen.map(Box::new));
        let registered = Box::new(registered);
        Command::Firm(FirmAct::Register {
            firm,
            registered,
            seen,
        })
    }

    fn withdraw(seen: FirmRegistered) -> Command {
        Command::Firm(FirmAct::Withdraw {
            firm: "F1".into(),
            seen: Some(Box::new(seen)),
            reason: "演练 停产".to_owned(),
        })
    }

    #[test]
    fn who_looked_before_another_desk_changed_a_firm_writes_nothing_over() {
        let mut room = Room::new();
        room.act(register(told("演练·甲厂"), None));
        let changed = Refusal::Changed {
            what: "firm".to_owned(),
            id: "F1".to_owned(),
        };
        let twice = room.ask(register(told("演练·乙厂"), None));
        assert_eq!(twice, Err(changed.clone()), "it was entered meanwhile");
        room.act(register(told("演练·乙厂"), Some(told("演练·甲厂"))));
        let over = room.ask(register(told("演练·丙厂"), Some(told("演练·甲厂"))));
        assert_eq!(over, Err(changed.clone()), "the newer name would be lost");
        let off = room.ask(withdraw(told("演练·甲厂")));
        assert_eq!(off, Err(changed), "nor is it taken off unseen");
        room.act(withdraw(told("演练·乙厂")));
        assert!(!room.firm("F1").known, "it is off the list");
        room.act(register(told("演练·乙厂"), None));
        assert!(room.firm("F1").known, "entering it again brings it back");
    }

    #[test]
    fn a_firm_that_cannot_be_meant_is_refused_by_the_field() {
        let mut room = Room::new();
        let off_earth = Place {
            point: Some(Point {
                lon: 200.0,
                lat: 0.0,
            }),
            ..Place::default()
        };
        let firm = || told("演练·甲厂");
        let cases = [
            (told(" "), "name"),
            (
                FirmRegistered {
                    code: "91350100M000100Y44".to_owned(),
                    ..firm()
                },
                "code",
            ),
            (
                FirmRegistered {
                    industry: "长".repeat(FIRM_CHARS_MAX + 1),
                    ..firm()
                },
                "industry",
            ),
            (
                FirmRegistered {
                    place: off_earth,
                    ..firm()
                },
                "at",
            ),
        ];
        for (registered, wanted) in cases {
            let refused = room.ask(register(registered, None));
            let field = match refused {
                Err(
                    Refusal::Needed { field }
                    | Refusal::OutOfRange { field }
                    | Refusal::TooLong { field, .. },
                ) => field,
                other => panic!("{wanted} is no fault: {other:?}"),
            };
            assert_eq!(field, wanted, "the form marks it");
        }
        let sound = FirmRegistered {
            code: "91350100M000100Y43".to_owned(),
            ..firm()
        };
        room.act(register(sound, None));
    }
}
