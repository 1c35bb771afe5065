//! What people do at the desks, right or wrong, as a seed gives it.

use std::time::Duration;

use emergency::decide::Command;
use emergency::entity::{EntityKind, State};
use emergency::incident::Noted;
use emergency::order::Progress;
use emergency::report::{ReportDrafted, ReportSent};
use emergency::team::TeamReported;
use logbook::{Listed, Logbook};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::hosts::Setup;
use super::{Outside, Plan};
use crate::world::{draw, incident, lot, officer, origin, send, team};

/// Teams; the first is in the platform's custody, the second in desk 1's, and so on.
pub(super) const TEAMS: u64 = 3;
/// Lots; each desk has a share of the second.
pub(super) const LOTS: u64 = 2;
/// How many a lot has at first.
pub(super) const LOT_QUANTITY: u32 = 10;
/// The share of each desk in the second lot.
pub(super) const LOT_SHARE: u32 = 2;
/// Milliseconds between two acts, at most.
const PAUSE_MS: u64 = 3_500;
/// Rows looked at.
const LOOK_MAX: usize = 50;

/// Works until the end of the simulation; after the chaos only what others ask is done.
pub(super) async fn work(
    outside: &Outside,
    logbook: &Logbook,
    plan: &Plan,
    setup: Setup,
    nudge: impl Fn(),
) {
    let Setup { who, start, .. } = setup;
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed.rotate_left(20) ^ who << 8 ^ start);
    if who == 0 && start == 1 {
        for command in fixtures(plan.desks) {
            act(outside, logbook, who, command);
        }
        nudge();
    }
    let end = Duration::from_secs(plan.chaos_s);
    loop {
        let pause = rng.random_range(200..PAUSE_MS);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if turmoil::sim_elapsed().unwrap_or_default() > end {
            std::future::pending::<()>().await;
        }
        if let Some(command) = pick(logbook, &mut rng) {
            act(outside, logbook, who, command);
            nudge();
        }
    }
}

fn fixtures(desks: u64) -> Vec<Command> {
    let mut all = vec![incident("演练 第一起")];
    for number in 0..TEAMS {
        let custodian = (number > 0).then(|| origin(number % desks));
        all.push(team(&format!("T{number}"), custodian));
    }
    let shares: Vec<_> = (0..desks).map(|who| (origin(who), LOT_SHARE)).collect();
    all.push(lot("L0", LOT_QUANTITY, &[]));
    all.push(lot("L1", LOT_QUANTITY, &shares));
    all
}

/// A refusal is an answer too; only what was written is a promise.
fn act(outside: &Outside, logbook: &Logbook, who: u64, command: Command) {
    if let Ok(receipt) = logbook.command(command, officer(who)) {
        outside.promise(who, &receipt.events);
    }
}

fn ids(logbook: &Logbook, kind: EntityKind, listed: Listed) -> Vec<(String, State)> {
    let rows = logbook.list(kind, listed, LOOK_MAX).unwrap_or_default();
    let mut all: Vec<_> = rows
        .into_iter()
        .map(|row| (row.entity.id, row.state))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn one<T: Clone>(all: &[T], rng: &mut ChaCha8Rng) -> Option<T> {
    (!all.is_empty()).then(|| all[rng.random_range(0..all.len())].clone())
}

fn pick(logbook: &Logbook, rng: &mut ChaCha8Rng) -> Option<Command> {
    let incidents = ids(logbook, EntityKind::Incident, Listed::Open);
    let at = one(&incidents, rng).map(|(id, _)| id);
    let team = format!("T{}", rng.random_range(0..TEAMS));
    let lot = format!("L{}", rng.random_range(0..LOTS));
    match rng.random_range(0..100) {
        0..6 => Some(incident(&format!("演练 {}", rng.random_range(0..1_000)))),
        6..16 => Some(Command::NoteIncident {
            incident: at?.as_str().into(),
            note: Noted {
                text: "演练 记录".to_owned(),
                ..Noted::default()
            },
        }),
        16..46 => Some(send(&team, &at?)),
        46..56 => Some(draw(&lot, &at?, rng.random_range(1..6))),
        56..59 => Some(Command::ReturnStock {
            lot: lot.as_str().into(),
            quantity: rng.random_range(1..3),
            note: "演练".to_owned(),
        }),
        59..76 => move_an_order(logbook, rng),
        76..80 => confirm_an_order(logbook, rng),
        80..83 => Some(Command::TakeCustody {
            team: team.as_str().into(),
            reason: "演练 接管".to_owned(),
        }),
        83..88 => rule(logbook, rng),
        88..94 => Some(Command::ReportTeam {
            team: team.as_str().into(),
            reported: TeamReported {
                note: "演练 到位".to_owned(),
                ..TeamReported::default()
            },
        }),
        _ => report(logbook, rng, at?),
    }
}

fn move_an_order(logbook: &Logbook, rng: &mut ChaCha8Rng) -> Option<Command> {
    let orders = ids(logbook, EntityKind::Order, Listed::All);
    let active: Vec<String> = orders
        .into_iter()
        .filter(|(_, state)| matches!(state, State::Order(order) if order.progress.is_active()))
        .map(|(id, _)| id)
        .collect();
    let steps = [
        Progress::Acknowledged,
        Progress::OnScene,
        Progress::Released,
        Progress::Released,
    ];
    let order = one(&active, rng)?.as_str().into();
    Some(Command::MoveOrder {
        order,
        to: one(&steps, rng)?,
        note: "演练".to_owned(),
    })
}

fn confirm_an_order(logbook: &Logbook, rng: &mut ChaCha8Rng) -> Option<Command> {
    let orders = ids(logbook, EntityKind::Order, Listed::All);
    let open: Vec<String> = orders
        .into_iter()
        .filter(|(_, state)| {
            matches!(state, State::Order(order)
                if order.progress.is_active() && !order.claim.is_confirmed())
        })
        .map(|(id, _)| id)
        .collect();
    Some(Command::ConfirmOrder {
        order: one(&open, rng)?.as_str().into(),
    })
}

fn rule(logbook: &Logbook, rng: &mut ChaCha8Rng) -> Option<Command> {
    let teams = ids(logbook, EntityKind::Team, Listed::All);
    let disputed: Vec<_> = teams
        .into_iter()
        .filter_map(|(id, state)| match state {
            State::Team(team) => {
                let orders: Vec<_> = team.disputed().iter().map(|a| a.order.clone()).collect();
                (!orders.is_empty()).then_some((id, orders))
            }
            _ => None,
        })
        .collect();
    let (team, orders) = one(&disputed, rng)?;
    let keep = one(&orders, rng)?;
    Some(Command::RuleDispute {
        team: team.as_str().into(),
        keep,
        reason: "演练".to_owned(),
    })
}

fn report(logbook: &Logbook, rng: &mut ChaCha8Rng, at: String) -> Option<Command> {
    let reports = ids(logbook, EntityKind::Report, Listed::All);
    let unsent: Vec<String> = reports
        .into_iter()
        .filter(|(_, state)| matches!(state, State::Report(report) if report.sent.is_none()))
        .map(|(id, _)| id)
        .collect();
    let incident = at.as_str().into();
    Some(match one(&unsent, rng) {
        None => Command::DraftReport {
            report: None,
            drafted: ReportDrafted {
                incident,
                number: 1,
                ..ReportDrafted::default()
            },
        },
        Some(report) => Command::SendReport {
            report: report.as_str().into(),
            sent: ReportSent {
                incident,
                signer: "演练".to_owned(),
                recipients: vec!["演练 市局".to_owned()],
                ..ReportSent::default()
            },
            due_at: None,
        },
    })
}
