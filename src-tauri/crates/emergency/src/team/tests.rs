//! Late reports, several jobs, custody.

use super::*;
use crate::order::{DisputeRuled, OrderMoved, OrderSent};
use crate::sample::Room;

fn registered(custodian: &str) -> Fact {
    Fact::TeamRegistered(TeamRegistered {
        custodian: Some(custodian.into()),
        ..TeamRegistered::default()
    })
}

fn reported(readiness: Readiness, point: Option<(f64, f64)>, note: &str) -> Fact {
    Fact::TeamReported(TeamReported {
        readiness,
        point: point.map(|(lon, lat)| Point { lon, lat }),
        note: note.to_owned(),
        ..TeamReported::default()
    })
}

fn sent(further_job: bool) -> Fact {
    Fact::OrderSent(OrderSent {
        team: "T1".into(),
        incident: "I1".into(),
        authority: Authority::Custodian,
        further_job,
        ..OrderSent::default()
    })
}

fn moved(to: Progress) -> Fact {
    Fact::OrderMoved(OrderMoved {
        team: "T1".into(),
        to,
        ..OrderMoved::default()
    })
}

#[test]
fn a_report_that_comes_late_does_not_overwrite_a_newer_one() {
    let mut room = Room::new();
    let (here, there) = ((117.1, 36.68), (117.2, 36.7));
    room.happen(20, "T1", reported(Readiness::Ready, Some(here), "到位"));
    room.happen(10, "T1", reported(Readiness::NotReady, Some(there), "检修"));
    let team = room.team("T1");
    assert_eq!(
        team.readiness,
        Readiness::Ready,
        "what was said last counts"
    );
    assert_eq!(team.note, "到位", "and its words");
    assert_eq!(
        team.point.map(|point| point.lon),
        Some(here.0),
        "and its place"
    );
    room.happen(30, "T1", reported(Readiness::Unknown, None, "电台呼叫"));
    let team = room.team("T1");
    assert_eq!(team.readiness, Readiness::Ready, "it said nothing of that");
    assert_eq!(team.point_at, Some(UtcMs(20)), "nor of where it is");
    assert_eq!(team.note, "电台呼叫", "its words are new");
}

#[test]
fn a_team_with_two_jobs_keeps_both_and_loses_neither_by_the_other() {
    let mut room = Room::new();
    room.write_own("T1", registered("desk-a"));
    room.write_own("O1", sent(false));
    room.write_own("O2", sent(true));
    room.write_own("O1", moved(Progress::OnScene));
    room.write_own("O2", moved(Progress::Released));
    let team = room.team("T1");
    let all: Vec<_> = team
        .assignments
        .iter()
        .map(|job| (job.order.as_str(), job.progress))
        .collect();
    let both = [("O1", Progress::OnScene), ("O2", Progress::Released)];
    assert_eq!(all, both, "each has its own progress");
    let active: Vec<_> = team.active().map(|job| job.order.as_str()).collect();
    assert_eq!(active, ["O1"], "and the first still holds it");
}

#[test]
fn finished_jobs_are_forgotten_first_and_running_ones_never() {
    let mut room = Room::new();
    room.write_own("T1", registered("desk-a"));
    for number in 0..=ASSIGNMENTS_MAX {
        room.write_own(&format!("O{number}"), sent(true));
    }
    let kept = room.team("T1").assignments.len();
    assert_eq!(kept, ASSIGNMENTS_MAX + 1, "all are running");
    room.write_own("O5", moved(Progress::Released));
    room.write_own("O99", sent(true));
    let team = room.team("T1");
    assert!(
        team.assignments.iter().all(|job| job.order.0 != "O5"),
        "it made room"
    );
    let active = team.active().count();
    assert_eq!(active, ASSIGNMENTS_MAX + 1, "all others run on");
}

#[test]
fn a_desk_that_is_cut_off_cannot_promote_itself() {
    let mut room = Room::new();
    room.write_own("T1", registered("desk-b"));
    let taken = Fact::CustodyTaken(CustodyTaken {
        to: Some("desk-a".into()),
        epoch: 1,
        reason: "演练".to_owned(),
    });
    room.write_own("T1", taken);
    let team = room.team("T1");
    assert_eq!(
        team.custodian,
        Some("desk-b".into()),
        "not before the sequencer has it"
    );
    assert_eq!(team.custody_epoch, 0, "nor is anything fenced");
}

#[test]
fn a_changed_profile_does_not_change_custody() {
    let mut room = Room::new();
    room.write_own("T1", registered("desk-a"));
    room.write_own("T1", registered("desk-b"));
    let custodian = room.team("T1").custodian;
    assert_eq!(custodian, Some("desk-a".into()), "that takes a takeover");
}

#[test]
fn a_ruling_that_was_refused_changes_nothing() {
    let mut room = Room::new();
    room.write_own("T1", registered("desk-a"));
    room.write_own("O1", sent(false));
    let rev = room.team("T1").claim_rev;
    let ruled = Fact::DisputeRuled(DisputeRuled {
        keep: "O9".into(),
        withdraw: vec!["O1".into()],
        reason: "演练".to_owned(),
        replaces: None,
    });
    room.write_own("T1", ruled);
    let last = room.log.last_mut().expect("it is there");
    last.2 = Some(Verdict::Conflict { with: Vec::new() });
    let team = room.team("T1");
    assert_eq!(team.active().count(), 1, "the order stands");
    assert_eq!(team.claim_rev, rev, "nothing was granted");
}
