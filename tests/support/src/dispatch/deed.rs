//! What the desks do: at random, and at the end of a round what brings everything to its end.

mod shelf;

use emergency::decide::{Command, IssueAct, Known as _, OrderAct};
use emergency::entity::EntityKind;
use emergency::id::{IncidentId, TeamId};
use emergency::issue::{Bearer, Quality};
use emergency::order::{Claim, Order, OrderSent, Progress, Stop, StopEvent};
use emergency::place::Place;
use emergency::team::{Phase, TeamPhased};
use emergency::time::UtcMs;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::room::Desk;
use crate::world;

/// The first is in the platform's custody, the others in that of a desk.
const TEAMS: [&str; 4] = ["T0", "T1", "T2", "T3"];
const LOTS: [&str; 3] = ["L0", "L1", "L2"];
const INCIDENTS: usize = 3;
const LOT_QUANTITY: u32 = 12;

pub(crate) fn fixtures() -> Vec<Command> {
    let desk = |who: usize| format!("desk-{who}").into();
    let custodians = [None, Some(desk(0)), Some(desk(1)), Some(desk(1))];
    let mut all: Vec<_> = (0..INCIDENTS)
        .map(|number| world::incident(&format!("演练 {number}")))
        .collect();
    for (team, custodian) in TEAMS.iter().zip(custodians) {
        all.push(world::team(team, custodian));
    }
    all.push(world::lot("L0", LOT_QUANTITY, &[]));
    all.push(world::lot(
        "L1",
        LOT_QUANTITY,
        &[(desk(0), 4), (desk(1), 4)],
    ));
    all.push(world::lot("L2", LOT_QUANTITY, &[(desk(1), LOT_QUANTITY)]));
    all
}

fn one<T: Clone>(all: &[T], rng: &mut ChaCha8Rng) -> Option<T> {
    (!all.is_empty()).then(|| all[rng.random_range(0..all.len())].clone())
}

fn why() -> String {
    "演练".to_owned()
}

/// One thing a desk tries to do; rules may stand against it.
pub(crate) fn pick(desk: &Desk, rng: &mut ChaCha8Rng) -> Option<Command> {
    let incident = one(&desk.names(EntityKind::Incident), rng)?;
    let incident = IncidentId(incident);
    let team: TeamId = TEAMS[rng.random_range(0..TEAMS.len())].into();
    match rng.random_range(0..100) {
        0..16 => Some(Command::Order(OrderAct::Give {
            sent: order(team, incident, rng),
        })),
        16..58 => about_an_order(desk, team, incident, rng),
        58..67 => Some(Command::Issue(IssueAct::Draw {
            lot: LOTS[rng.random_range(0..LOTS.len())].into(),
            incident,
            quantity: rng.random_range(1..6),
            bearer: Bearer {
                team: Some(team),
                ..Bearer::default()
            },
            oral: rng.random_bool(0.3),
        })),
        67..80 => about_an_issue(desk, rng),
        80..92 => shelf::act(desk, rng),
        92..95 => Some(Command::TakeCustody {
            team,
            reason: why(),
        }),
        95..97 => Some(Command::ReturnStock {
            lot: LOTS[rng.random_range(0..LOTS.len())].into(),
            quantity: rng.random_range(1..4),
            note: why(),
        }),
        97 => Some(Command::CountStock {
            lot: LOTS[rng.random_range(0..LOTS.len())].into(),
            quantity: rng.random_range(0..LOT_QUANTITY),
            note: why(),
        }),
        _ => Some(Command::Order(OrderAct::MoveTeam {
            team,
            phased: TeamPhased {
                phase: one(&[Phase::Restocking, Phase::Resting, Phase::Ready], rng)?,
                ..TeamPhased::default()
            },
        })),
    }
}

fn order(team: TeamId, incident: IncidentId, rng: &mut ChaCha8Rng) -> OrderSent {
    let stops = (0..rng.random_range(0..3)).map(|number| Stop {
        name: format!("演练 {number}"),
        eta_s: Some(300),
        ..Stop::default()
    });
    OrderSent {
        team,
        incident,
        further_job: rng.random_bool(0.15),
        stops: stops.collect(),
        oral: rng.random_bool(0.2),
        despite: if rng.random_bool(0.5) {
            why()
        } else {
            String::new()
        },
        eta_s: Some(900),
        ..OrderSent::default()
    }
}

fn open_orders(desk: &Desk) -> Vec<Order> {
    let names = desk.names(EntityKind::Order).into_iter();
    let orders = names.filter_map(|id| desk.order(&id.into()));
    orders.filter(|order| !order.progress.is_end()).collect()
}

fn about_an_order(
    desk: &Desk,
    team: TeamId,
    incident: IncidentId,
    rng: &mut ChaCha8Rng,
) -> Option<Command> {
    let found = one(&open_orders(desk), rng)?;
    let id = found.id.clone();
    let act = match rng.random_range(0..100) {
        0..48 => {
            let steps = [
                Progress::Acknowledged,
                Progress::EnRoute,
                Progress::OnScene,
                Progress::Released,
                Progress::Recalled,
                Progress::Failed,
            ];
            return Some(Command::MoveOrder {
                order: id,
                to: one(&steps, rng)?,
                note: why(),
            });
        }
        48..56 => return Some(Command::ConfirmOrder { order: id }),
        56..64 => {
            return Some(Command::RuleDispute {
                team: found.sent.team,
                keep: id,
                reason: why(),
            });
        }
        64..74 => OrderAct::Redirect {
            order: id,
            with: OrderSent {
                to: rng.random_bool(0.3).then(|| Place {
                    words: why(),
                    ..Place::default()
                }),
                ..order(team, incident, rng)
            },
            reason: why(),
        },
        74..84 => OrderAct::HandOver {
            order: id,
            with: order(team, incident, rng),
            reason: why(),
        },
        84..90 => OrderAct::Undo {
            order: id,
            reason: why(),
        },
        90..97 => OrderAct::MoveStop {
            order: id,
            stop: rng.random_range(0..3),
            what: one(
                &[StopEvent::Reached, StopEvent::Left, StopEvent::Skipped],
                rng,
            )?,
            note: String::new(),
        },
        _ => OrderAct::PutFirst { order: id },
    };
    Some(Command::Order(act))
}

fn about_an_issue(desk: &Desk, rng: &mut ChaCha8Rng) -> Option<Command> {
    let issue = one(&desk.names(EntityKind::Issue), rng)?.into();
    let act = match rng.random_range(0..3) {
        0 => IssueAct::Receive {
            issue,
            receiver: why(),
            quantity: rng.random_range(1..4),
            quality: Quality::Good,
            note: String::new(),
        },
        1 => IssueAct::Settle {
            issue,
            returned: rng.random_range(0..3),
            used: rng.random_range(0..3),
            written_off: rng.random_range(0..2),
            note: why(),
        },
        _ => IssueAct::Undo {
            issue,
            reason: why(),
        },
    };
    Some(Command::Issue(act))
}

/// What is left to do before everything is at its end, as the desk sees it; nothing means done.
pub(crate) fn endings(desk: &Desk, now: i64) -> Vec<Command> {
    let mut all = Vec::new();
    for team in TEAMS {
        let Some(team) = desk.team(&team.into()) else {
            continue;
        };
        if let Some(keep) = team.disputed().first() {
            all.push(Command::RuleDispute {
                keep: keep.order.clone(),
                team: team.id.clone(),
                reason: why(),
            });
        }
    }
    for order in open_orders(desk) {
        let to = match &order.claim {
            Claim::Confirmed => Progress::Released,
            _ if order.has_run_out(UtcMs(now)) => Progress::Expired,
            _ => Progress::Recalled,
        };
        all.push(Command::MoveOrder {
            order: order.id,
            to,
            note: why(),
        });
    }
    for id in desk.names(EntityKind::Issue) {
        let Some(issue) = desk.issue(&id.into()) else {
            continue;
        };
        let left = issue.outstanding();
        if left > 0 {
            let returned = left / 2;
            let used = (left - returned) / 2;
            all.push(Command::Issue(IssueAct::Settle {
                issue: issue.id,
                returned,
                used,
                written_off: left - returned - used,
                note: why(),
            }));
        }
    }
    all.extend(LOTS.iter().flat_map(|lot| shelf::endings(desk, lot)));
    all
}
