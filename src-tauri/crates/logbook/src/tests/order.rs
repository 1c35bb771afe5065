//! Whatever the order in which things come, the states are those of the log.

use emergency::alert::{AlertMark, AlertSetAside, AsideWhy};
use emergency::decide::{Command, Draft};
use emergency::entity::{EntityKind, State};
use emergency::event::Verdict;
use emergency::fact::Fact;
use emergency::id::IncidentId;
use emergency::order::Progress;
use emergency::stock::LotRegistered;
use emergency::team::TeamRegistered;
use proptest::prelude::*;

use crate::sample::{Sequencer, TestDesk, alert, note, notice, received, team_report, who};
use crate::{Listed, READ_MAX, Section, SectionCount};

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Act {
    Open,
    Note(u8),
    Alert(u8),
    Revise(u8),
    /// A device says that it is over.
    Cancel(u8),
    SetAside(u8),
    PutBack(u8),
    Unshelve(u8),
    Judge(u8),
    Raise(u8, u8),
    Merge(u8, u8),
    Shelve(u8),
    Report(u8),
    Send(u8, u8),
    Move(u8, u8),
    Draw(u8),
    Pass(u16),
    /// The platform takes so many events of the desk.
    Deliver(u8),
    /// The desk applies so many entries.
    Apply(u8),
    /// The desk is closed and opened.
    Restart,
}

fn acts() -> impl Strategy<Value = Vec<(bool, Act)>> {
    let act = prop_oneof![
        1 => Just(Act::Open),
        2 => any::<u8>().prop_map(Act::Note),
        2 => (0..6_u8).prop_map(Act::Alert),
        1 => (0..6_u8).prop_map(Act::Revise),
        2 => (0..6_u8).prop_map(Act::Cancel),
        1 => (0..6_u8).prop_map(Act::SetAside),
        1 => (0..6_u8).prop_map(Act::PutBack),
        1 => (0..6_u8).prop_map(Act::Unshelve),
        1 => (0..6_u8).prop_map(Act::Judge),
        1 => (0..6_u8, any::<u8>()).prop_map(|(a, i)| Act::Raise(a, i)),
        1 => (0..6_u8, 0..6_u8).prop_map(|(a, b)| Act::Merge(a, b)),
        2 => (0..6_u8).prop_map(Act::Shelve),
        1 => (0..3_u8).prop_map(Act::Report),
        2 => (0..3_u8, any::<u8>()).prop_map(|(t, i)| Act::Send(t, i)),
        2 => (any::<u8>(), 0..6_u8).prop_map(|(o, p)| Act::Move(o, p)),
        1 => any::<u8>().prop_map(Act::Draw),
        1 => any::<u16>().prop_map(Act::Pass),
        3 => (1..6_u8).prop_map(Act::Deliver),
        3 => (1..9_u8).prop_map(Act::Apply),
        1 => Just(Act::Restart),
    ];
    proptest::collection::vec((any::<bool>(), act), 1..60)
}

fn pick(all: &[String], index: u8) -> Option<String> {
    (!all.is_empty()).then(|| all[usize::from(index) % all.len()].clone())
}

fn ids(desk: &TestDesk, kind: EntityKind) -> Vec<String> {
    let mut all: Vec<String> = desk
        .log()
        .list(kind, Listed::All, READ_MAX)
        .expect("reads")
        .into_iter()
        .map(|row| row.entity.id)
        .collect();
    all.sort();
    all
}

/// The command that an act comes to, when there is something to act on.
fn command(desk: &TestDesk, act: Act) -> Option<Command> {
    let incident = |index| pick(&ids(desk, EntityKind::Incident), index).map(IncidentId);
    Some(match act {
        Act::Note(i) => note(&incident(i)?, "一笔"),
        Act::Raise(a, i) => Command::RaiseAlerts {
            alerts: vec![alert(a.into())],
            incident: incident(i)?,
        },
        Act::Merge(a, b) => Command::MergeAlert {
            alert: alert(a.into()),
            into: alert(b.into()),
        },
        Act::Shelve(a) => Command::ShelveAlert {
            alert: alert(a.into()),
            until: desk.now().plus_ms(20_000),
            reason: "演练".to_owned(),
        },
        Act::Unshelve(a) => Command::UnshelveAlert {
            alert: alert(a.into()),
        },
        Act::Judge(a) => Command::DismissAlert {
            alert: alert(a.into()),
            reason: "演练".to_owned(),
        },
        Act::Send(t, i) => Command::SendTeam {
            team: format!("T{t}").into(),
            incident: incident(i)?,
            task: None,
            words: "演练".to_owned(),
            further_job: i % 2 == 0,
            eta_s: None,
            eta_estimated: true,
            despite: "演练 已说明".to_owned(),
        },
        Act::Move(o, p) => Command::MoveOrder {
            order: pick(&ids(desk, EntityKind::Order), o)?.into(),
            to: [
                Progress::Acknowledged,
                Progress::EnRoute,
                Progress::OnScene,
                Progress::Released,
                Progress::Recalled,
                Progress::Failed,
            ][usize::from(p)],
            note: "演练".to_owned(),
        },
        Act::Draw(i) => Command::DrawStock {
            lot: "L1".into(),
            incident: incident(i)?,
            quantity: 3,
        },
        _ => return None,
    })
}

/// An alert goes out of the way with its source for a while, or comes back.
fn aside(desk: &TestDesk, act: Act) -> Fact {
    if matches!(act, Act::PutBack(_)) {
        return Fact::AlertPutBack(AlertMark::default());
    }
    Fact::AlertSetAside(AlertSetAside {
        why: AsideWhy::OutOfService,
        until: Some(desk.now().plus_ms(15_000)),
        reason: "演练".to_owned(),
    })
}

fn happen(desk: &mut TestDesk, platform: &mut Sequencer, act: Act) {
    match act {
        Act::Open => drop(desk.open_incident("演练")),
        Act::Alert(n) | Act::Revise(n) => {
            let mut notice = notice(n.into());
            if matches!(act, Act::Revise(_)) {
                notice.sent = notice.sent.plus_ms(60_000);
                notice.expires = Some(desk.now().plus_ms(30_000));
                notice.references = vec![alert(u64::from(n) + 1)];
                notice.msg_type = emergency::alert::MessageType::Update;
            }
            desk.log()
                .observe(vec![received(notice)], &who())
                .expect("is written");
        }
        Act::Cancel(n) => {
            let mut notice = notice(n.into());
            notice.sent = notice.sent.plus_ms(120_000);
            notice.msg_type = emergency::alert::MessageType::Cancel;
            desk.log()
                .observe(vec![received(notice)], &who())
                .expect("is written");
        }
        Act::SetAside(n) | Act::PutBack(n) => {
            let draft = Draft::plain(alert(n.into()).0, aside(desk, act));
            desk.log().observe(vec![draft], &who()).expect("is written");
        }
        Act::Report(t) => {
            let draft = team_report(&format!("T{t}"), "到位");
            desk.log().observe(vec![draft], &who()).expect("is written");
        }
        Act::Pass(ms) => {
            desk.pass(ms.into());
            desk.log().sweep(desk.now()).expect("is swept");
        }
        Act::Deliver(count) => {
            for event in desk.waiting().into_iter().take(count.into()) {
                if platform
                    .entries
                    .iter()
                    .any(|entry| entry.event.id == event.id)
                {
                    continue;
                }
                let verdict = match (event.kind.as_str(), event.oseq % 3) {
                    ("order.sent", 0) => Verdict::Conflict {
                        with: vec![event.id],
                    },
                    ("stock.drawn", 0) => Verdict::Granted { quantity: 1 },
                    ("order.sent", 1) => Verdict::Expired,
                    _ => Verdict::Ok,
                };
                platform.take(event, verdict);
            }
        }
        Act::Apply(count) => {
            let cursor = desk.log().cursor().expect("reads");
            let mut entries = platform.after(cursor.sseq);
            entries.truncate(count.into());
            desk.log().apply_entries(entries).expect("applies");
        }
        Act::Restart => drop(desk.open()),
        other => {
            if let Some(command) = command(desk, other) {
                // A rule may stand against it; the log stays right either way.
                let _ = desk.log().command(command, who());
            }
        }
    }
}

fn prepare(desk: &TestDesk) {
    for team in ["T0", "T1", "T2"] {
        let custodian = (team == "T0").then(|| desk.log().identity().expect("reads").origin);
        let registered = TeamRegistered {
            name: format!("演练{team}"),
            custodian,
            ..TeamRegistered::default()
        };
        let command = Command::RegisterTeam {
            team: team.into(),
            registered,
        };
        desk.log().command(command, who()).expect("is entered");
    }
    let registered = LotRegistered {
        name: "演练空呼".to_owned(),
        quantity: 10,
        ..LotRegistered::default()
    };
    let command = Command::RegisterLot {
        lot: "L1".into(),
        registered,
    };
    desk.log().command(command, who()).expect("is entered");
}

/// All states of a desk, as text.
fn states(desk: &TestDesk) -> Vec<(String, String)> {
    EntityKind::ALL
        .into_iter()
        .flat_map(|kind| desk.log().list(kind, Listed::All, READ_MAX).expect("reads"))
        .map(|row| (row.entity.id, State::to_json(&row.state)))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[test]
fn what_ended_on_the_shelf_is_over_when_the_shelf_runs_out_and_read_anew() {
    let mut desks = [TestDesk::new(1)];
    let mut platform = Sequencer::new();
    for act in [Act::Alert(1), Act::Shelve(1), Act::Cancel(1)] {
        happen(&mut desks[0], &mut platform, act);
    }
    let ended = |desk: &TestDesk| {
        let counts = desk.log().alert_counts().expect("reads");
        let of = |one: &&SectionCount| one.section == Section::Ended;
        counts.iter().find(of).map(SectionCount::total)
    };
    assert_eq!(ended(&desks[0]), Some(1), "whoever shelved it had seen it");
    happen(&mut desks[0], &mut platform, Act::Pass(30_000));
    // Another alert moves the list on to a time after the end of the shelf.
    happen(&mut desks[0], &mut platform, Act::Alert(2));
    happen(&mut desks[0], &mut platform, Act::Shelve(2));
    happen(&mut desks[0], &mut platform, Act::Pass(30_000));
    assert_eq!(
        ended(&desks[0]),
        Some(1),
        "the shelf ran out, it stays over"
    );
    desks[0].assert_whole();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Verification folds every state anew and compares; a failing case prints its acts.
    #[test]
    fn states_rebuilt_from_the_log_equal_the_live_ones(acts in acts()) {
        let mut desks = [TestDesk::new(1), TestDesk::new(2)];
        let mut platform = Sequencer::new();
        prepare(&desks[0]);
        for (first, act) in acts {
            happen(&mut desks[usize::from(!first)], &mut platform, act);
        }
        for desk in &desks {
            let report = desk.log().verify().expect("can be read");
            prop_assert!(report.is_whole(), "half-way: {:?}", report.findings);
        }
        // Everything goes through, and both desks come to the same.
        for desk in &mut desks {
            happen(desk, &mut platform, Act::Deliver(u8::MAX));
            happen(desk, &mut platform, Act::Deliver(u8::MAX));
        }
        for desk in &mut desks {
            while desk.log().cursor().expect("reads").sseq < platform.entries.len() as u64 {
                happen(desk, &mut platform, Act::Apply(u8::MAX));
            }
            prop_assert_eq!(desk.waiting().len(), 0, "outboxes drain");
            let report = desk.log().verify().expect("can be read");
            prop_assert!(report.is_whole(), "at the end: {:?}", report.findings);
        }
        prop_assert_eq!(states(&desks[0]), states(&desks[1]), "both desks come to the same");
    }
}
