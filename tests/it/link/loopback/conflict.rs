//! Two desks, cut apart, want the same things.

use emergency::decide::Command;
use emergency::event::RefusedBecause;
use emergency::order::Claim;
use emergency::stock::Lot;
use emergency::team::Team;
use tempfile::TempDir;
use tests::city::City;
use tests::proxy::{Steering, Wire};
use tests::seat::Seat;
use tests::world::{draw, incident, lot, origin, send, system_clock, team};

use super::{LONG, folder, together, wired};

/// Two desks that were cut apart; desk `a` has custody of team T1 and of all ten sets.
struct Apart {
    _folder: TempDir,
    city: City,
    a: Seat,
    b: Seat,
    wires: [Steering; 2],
    /// The incident.
    at: String,
}

impl Apart {
    async fn cut() -> Self {
        let folder = folder();
        let city = City::start(folder.path(), system_clock(), 1).await;
        let (a, wire_a) = wired(folder.path(), 1, 1, &city).await;
        let (b, wire_b) = wired(folder.path(), 2, 1, &city).await;
        let opened = a.act(incident("演练 氯气泄漏")).expect("is allowed");
        let at = opened.entities[0].id.clone();
        a.act(team("T1", Some(origin(1)))).expect("is allowed");
        a.act(lot("L1", 10, &[(origin(1), 10)]))
            .expect("is allowed");
        a.until_live(LONG).await;
        b.until_live(LONG).await;
        together(&city, &[&a, &b]).await;
        let wires = [wire_a, wire_b];
        for wire in &wires {
            wire.wire.send_replace(Wire::Cut);
        }
        a.until(LONG, |state| state.why_down.is_some()).await;
        b.until(LONG, |state| state.why_down.is_some()).await;
        Self {
            _folder: folder,
            city,
            a,
            b,
            wires,
            at,
        }
    }

    async fn heal(&self) {
        for wire in &self.wires {
            wire.wire.send_replace(Wire::Up);
        }
        self.settle().await;
    }

    async fn settle(&self) {
        together(&self.city, &[&self.a, &self.b]).await;
    }

    /// The desk sends the team and draws all ten; answers the order.
    fn want(&self, seat: &Seat) -> String {
        let sent = seat.act(send("T1", &self.at)).expect("is written");
        seat.act(draw("L1", &self.at, 10)).expect("is written");
        sent.entities[0].id.clone()
    }
}

fn team_of(seat: &Seat) -> Team {
    seat.logbook.team("T1").expect("reads").expect("is there")
}

fn lot_of(seat: &Seat) -> Lot {
    seat.logbook.lot("L1").expect("reads").expect("is there")
}

pub(super) fn claim(seat: &Seat, order: &str) -> Claim {
    seat.logbook
        .order(order)
        .expect("reads")
        .expect("is there")
        .claim
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_only_the_custodian_confirms_and_afterwards_both_show_the_same_conflict() {
    let apart = Apart::cut().await;
    let (a, b) = (&apart.a, &apart.b);
    let by_b = apart.want(b);
    let by_a = apart.want(a);
    assert_eq!(
        claim(a, &by_a),
        Claim::Confirmed,
        "custody confirms while cut off"
    );
    assert_eq!(claim(b, &by_b), Claim::Unconfirmed, "confirm by voice");
    assert_eq!(
        lot_of(a).on_hand(),
        0,
        "the custodian's draw counts at once"
    );
    assert_eq!(
        lot_of(b).draws[0].claim,
        Claim::Unconfirmed,
        "the other's does not"
    );
    apart.heal().await;
    for seat in [a, b] {
        assert_eq!(
            claim(seat, &by_a),
            Claim::Confirmed,
            "desk {}: it stands",
            seat.who
        );
        let other = claim(seat, &by_b);
        let held = |reason: &RefusedBecause| matches!(reason, RefusedBecause::HeldBy { .. });
        let known = match &other {
            Claim::Conflict { .. } => true,
            Claim::Refused { reason } => held(reason),
            _ => false,
        };
        assert!(known, "desk {} knows why: {other:?}", seat.who);
        assert_eq!(
            team_of(seat).disputed().len(),
            2,
            "desk {} shows it",
            seat.who
        );
        assert_eq!(
            lot_of(seat).on_hand(),
            0,
            "ten were there, ten are gone, none twice"
        );
        assert_eq!(
            lot_of(seat).disputed().len(),
            1,
            "and one draw was not granted"
        );
    }
    assert_eq!(team_of(a), team_of(b), "the same picture on both");
    assert_eq!(lot_of(a), lot_of(b), "of the sets too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_ruling_settles_the_conflict_on_both() {
    let apart = Apart::cut().await;
    let (a, b) = (&apart.a, &apart.b);
    let by_b = apart.want(b);
    let by_a = apart.want(a);
    apart.heal().await;
    let keep = by_b.as_str().into();
    let reason = "演练 近的先去".to_owned();
    let ruling = Command::RuleDispute {
        team: "T1".into(),
        keep,
        reason: reason.clone(),
    };
    b.act(ruling).expect("one person settles it");
    let draw = lot_of(b).disputed()[0].event;
    let ruling = Command::RuleDraw {
        lot: "L1".into(),
        draw,
        reason,
    };
    b.act(ruling).expect("this too");
    apart.settle().await;
    for seat in [a, b] {
        assert!(
            team_of(seat).disputed().is_empty(),
            "desk {}: settled",
            seat.who
        );
        assert_eq!(
            claim(seat, &by_b),
            Claim::Confirmed,
            "the one that was kept"
        );
        assert_eq!(claim(seat, &by_a), Claim::Withdrawn, "the other one");
        assert!(
            lot_of(seat).disputed().is_empty(),
            "desk {}: settled",
            seat.who
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_arrives_after_its_time_is_expired_and_not_carried_out() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, wire) = wired(folder.path(), 1, 1, &city).await;
    let at = a.act(incident("演练")).expect("is allowed").entities[0]
        .id
        .clone();
    a.act(team("T1", None)).expect("is allowed");
    together(&city, &[&a]).await;
    wire.wire.send_replace(Wire::Cut);
    a.until(LONG, |state| state.why_down.is_some()).await;
    let order = a.act(send("T1", &at)).expect("is written").entities[0]
        .id
        .clone();
    drop(city);
    // Three days later.
    let later = system_clock();
    let later = std::sync::Arc::new(move || later().plus_ms(3 * 24 * 3_600_000));
    let city = City::start(folder.path(), later, 2).await;
    let file = a.stop().await;
    let a = Seat::start(
        file.parent().expect("a folder"),
        1,
        2,
        system_clock(),
        city.address,
    );
    together(&city, &[&a]).await;
    assert_eq!(claim(&a, &order), Claim::Expired, "never late by itself");
    assert_eq!(team_of(&a).active().count(), 0, "the team is free");
}
