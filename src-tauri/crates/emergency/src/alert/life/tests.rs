use proptest::prelude::*;

use super::*;
use crate::alert::{
    AlertMark, AlertMerged, AlertSetAside, AlertShelved, AlertVerified, AsideWhy, MessageType,
    Notice,
};
use crate::fact::Fact;
use crate::sample::Room;

fn notice(sent: i64, msg_type: MessageType) -> Notice {
    Notice {
        sent: UtcMs(sent),
        msg_type,
        ..Notice::default()
    }
}

fn mark() -> AlertMark {
    AlertMark::default()
}

/// The life of an alert of a device at time 100 after these facts, the message first.
fn life(facts: &[&str]) -> Life {
    after(None, facts).life(UtcMs(100))
}

/// An alert of a device after these facts at the times 2, 3, 4 and so on, the message first.
fn after(expires: Option<i64>, facts: &[&str]) -> Alert {
    let mut room = Room::new();
    let said = |sent, msg_type| Notice {
        expires: expires.map(UtcMs),
        ..notice(sent, msg_type)
    };
    room.now = UtcMs(1);
    room.receive("A1", said(1, MessageType::Alert));
    for (at, fact) in (2..).zip(facts) {
        room.now = UtcMs(at);
        let fact = match *fact {
            "ends" => {
                room.receive("A1", said(at, MessageType::Cancel));
                continue;
            }
            "revised" => {
                room.receive("A1", said(at, MessageType::Update));
                continue;
            }
            "merged" => Fact::AlertMerged(AlertMerged { into: "A0".into() }),
            "unshelved" => Fact::AlertUnshelved(mark()),
            "acknowledged" => Fact::AlertAcknowledged(mark()),
            "latched" => Fact::AlertLatched(mark()),
            "reset" => Fact::AlertReset(mark()),
            "shelved" => Fact::AlertShelved(AlertShelved {
                until: UtcMs(200),
                reason: "演练".to_owned(),
                ..AlertShelved::default()
            }),
            "shelved to 50" => Fact::AlertShelved(AlertShelved {
                until: UtcMs(50),
                reason: "演练".to_owned(),
                ..AlertShelved::default()
            }),
            "by design" => Fact::AlertSetAside(AlertSetAside::default()),
            "out of service" => Fact::AlertSetAside(AlertSetAside {
                why: AsideWhy::OutOfService,
                until: Some(UtcMs(200)),
                reason: "演练".to_owned(),
            }),
            "reopened" => Fact::AlertReopened(mark()),
            "put back" => Fact::AlertPutBack(mark()),
            "false" => Fact::AlertVerified(AlertVerified {
                finding: Some(Finding::False),
                ..AlertVerified::default()
            }),
            "real" => Fact::AlertVerified(AlertVerified {
                finding: Some(Finding::Real),
                ..AlertVerified::default()
            }),
            other => panic!("no such fact: {other}"),
        };
        room.happen(at, "A1", fact);
    }
    room.alert("A1")
}

#[test]
fn each_state_comes_from_its_facts() {
    let cases: [(&[&str], Life); 27] = [
        (&[], Life::Unacknowledged),
        (&["acknowledged"], Life::Acknowledged),
        (&["ends"], Life::Returned),
        (&["ends", "acknowledged"], Life::Ended),
        (&["acknowledged", "ends"], Life::Ended),
        (&["latched", "ends"], Life::Returned),
        (&["latched", "ends", "acknowledged"], Life::Latched),
        (&["latched", "acknowledged", "ends"], Life::Latched),
        (&["latched", "acknowledged", "ends", "reset"], Life::Ended),
        (&["latched", "acknowledged"], Life::Acknowledged),
        (&["shelved"], Life::Shelved),
        (&["shelved to 50"], Life::Unacknowledged),
        (&["shelved", "ends"], Life::Ended),
        (&["shelved to 50", "ends"], Life::Ended),
        (&["ends", "shelved to 50"], Life::Ended),
        (&["shelved", "ends", "reopened"], Life::Returned),
        (&["latched", "shelved to 50", "ends"], Life::Latched),
        (&["latched", "shelved", "ends"], Life::Shelved),
        (&["out of service", "ends", "put back"], Life::Ended),
        (&["latched", "out of service", "ends"], Life::Ended),
        (
            &["latched", "out of service", "put back", "ends"],
            Life::Returned,
        ),
        (&["by design"], Life::Suppressed),
        (&["by design", "reopened"], Life::Unacknowledged),
        (&["out of service"], Life::OutOfService),
        (&["out of service", "put back"], Life::Unacknowledged),
        (&["false"], Life::Ended),
        (&["real"], Life::Unacknowledged),
    ];
    for (facts, expected) in cases {
        assert_eq!(life(facts), expected, "after {facts:?}");
    }
}

#[test]
fn a_message_that_only_cancels_waits_for_nobody() {
    let mut room = Room::new();
    room.receive("A2", notice(2, MessageType::Cancel));
    let alert = room.alert("A2");
    assert_eq!(
        alert.life(UtcMs(3)),
        Life::Ended,
        "it says that all is well"
    );
}

#[test]
fn a_warning_that_expires_unseen_waits_for_somebody() {
    let mut room = Room::new();
    let warning = Notice {
        expires: Some(UtcMs(50)),
        ..notice(1, MessageType::Alert)
    };
    room.receive("A1", warning.clone());
    let unseen = room.alert("A1");
    assert_eq!(unseen.life(UtcMs(49)), Life::Unacknowledged, "in force");
    assert_eq!(unseen.life(UtcMs(50)), Life::Returned, "nobody has seen it");
    assert_eq!(
        unseen.life_changes_at(UtcMs(50)),
        None,
        "time is done with it"
    );
    let seen = [
        Fact::AlertAcknowledged(mark()),
        Fact::AlertRaised(crate::alert::AlertRaised::default()),
        Fact::AlertShelved(AlertShelved {
            until: UtcMs(200),
            reason: "演练".to_owned(),
            ..AlertShelved::default()
        }),
    ];
    for fact in seen {
        let mut room = Room::new();
        room.receive("A1", warning.clone());
        room.happen(10, "A1", fact.clone());
        let alert = room.alert("A1");
        assert_eq!(alert.life(UtcMs(50)), Life::Ended, "after {fact:?}");
    }
}

#[test]
fn what_waits_again_waits_from_then_and_goes_all_the_way_again() {
    let escalated = |step| {
        Fact::AlertEscalated(crate::alert::AlertEscalated {
            step,
            ..crate::alert::AlertEscalated::default()
        })
    };
    let shelf = |until| {
        Fact::AlertShelved(AlertShelved {
            until: UtcMs(until),
            reason: "演练".to_owned(),
            ..AlertShelved::default()
        })
    };
    let aside = Fact::AlertSetAside(AlertSetAside {
        why: AsideWhy::OutOfService,
        until: Some(UtcMs(70)),
        reason: "演练".to_owned(),
    });
    let cases = [
        (vec![(60, Fact::AlertReopened(mark()))], 60, "reopened"),
        (vec![(20, shelf(70))], 70, "the end of the shelf"),
        (
            vec![(20, shelf(90)), (60, Fact::AlertUnshelved(mark()))],
            60,
            "taken off the shelf",
        ),
        (vec![(20, aside.clone())], 70, "the source is back"),
        (
            vec![(20, aside), (60, Fact::AlertPutBack(mark()))],
            60,
            "the source was put back",
        ),
    ];
    for (facts, since, why) in cases {
        let mut room = Room::new();
        let first = Notice {
            sent: UtcMs(1),
            ..Notice::default()
        };
        room.now = UtcMs(10);
        room.receive("A1", first);
        room.happen(15, "A1", escalated(EscalationStep::DutyLeader));
        for (at, fact) in facts {
            room.happen(at, "A1", fact);
        }
        let alert = room.alert("A1");
        assert_eq!(alert.waits_since(UtcMs(100)), UtcMs(since), "{why}");
        assert_eq!(
            alert.taken(UtcMs(100)),
            None,
            "{why}: nobody was told since"
        );
        room.happen(101, "A1", escalated(EscalationStep::Louder));
        let taken = room.alert("A1").taken(UtcMs(110));
        assert_eq!(taken, Some(EscalationStep::Louder), "{why}: it goes anew");
    }
}

#[test]
fn a_revision_waits_from_when_it_came() {
    let mut room = Room::new();
    room.now = UtcMs(10);
    room.receive("A1", notice(1, MessageType::Alert));
    assert_eq!(
        room.alert("A1").waits_since(UtcMs(20)),
        UtcMs(10),
        "the first"
    );
    room.now = UtcMs(50);
    room.receive("A1", notice(2, MessageType::Alert));
    assert_eq!(
        room.alert("A1").waits_since(UtcMs(60)),
        UtcMs(50),
        "the new one"
    );
    room.now = UtcMs(70);
    room.receive("A1", notice(3, MessageType::Cancel));
    let since = room.alert("A1").waits_since(UtcMs(80));
    assert_eq!(since, UtcMs(50), "that it is over is nothing new");
}

#[test]
fn what_time_moves_on_is_known_before() {
    let mut room = Room::new();
    let warning = Notice {
        expires: Some(UtcMs(500)),
        ..notice(1, MessageType::Alert)
    };
    room.receive("A1", warning);
    room.happen(
        2,
        "A1",
        Fact::AlertSetAside(AlertSetAside {
            why: AsideWhy::OutOfService,
            until: Some(UtcMs(300)),
            reason: "演练".to_owned(),
        }),
    );
    let alert = room.alert("A1");
    let steps = [(2, Some(300)), (300, Some(500)), (500, None)];
    for (now, next) in steps {
        let next = next.map(UtcMs);
        assert_eq!(alert.life_changes_at(UtcMs(now)), next, "at {now}");
    }
}

/// What may happen to an alert.
const HAPPENS: [&str; 14] = [
    "acknowledged",
    "ends",
    "revised",
    "latched",
    "reset",
    "shelved",
    "shelved to 50",
    "unshelved",
    "by design",
    "out of service",
    "put back",
    "reopened",
    "false",
    "merged",
];

proptest! {
    #[test]
    fn time_alone_moves_a_life_on_only_when_it_was_said_before(
        facts in proptest::collection::vec(0..HAPPENS.len(), 0..12),
        expires in proptest::option::of(10..300_i64),
    ) {
        let facts: Vec<&str> = facts.into_iter().map(|which| HAPPENS[which]).collect();
        let alert = after(expires, &facts);
        let mut next = alert.life_changes_at(UtcMs(20));
        for now in 21..320 {
            let (before, now) = (alert.life(UtcMs(now - 1)), UtcMs(now));
            let said = next.is_some_and(|at| at <= now);
            prop_assert!(
                said || alert.life(now) == before,
                "{facts:?}: {before:?} becomes {:?} at {now:?}, said {next:?}",
                alert.life(now),
            );
            if said {
                next = alert.life_changes_at(now);
            }
        }
    }
}

#[test]
fn a_revision_is_looked_at_whatever_was_made_of_the_alert_before() {
    for before in ["false", "acknowledged", "shelved", "merged"] {
        let revised = after(None, &[before, "revised"]);
        assert_eq!(
            revised.life(UtcMs(100)),
            Life::Unacknowledged,
            "{before} says nothing of what has come since"
        );
    }
    let real = after(None, &["real", "revised"]);
    let found = real.verified.map(|(finding, _)| finding);
    assert_eq!(found, Some(Finding::Real), "what is so stays so");
    let cancelled = life(&["false", "ends"]);
    assert_eq!(cancelled, Life::Ended, "that it is over is nothing new");
}

#[test]
fn a_revision_of_a_merged_alert_goes_back_under_the_other_once_it_was_seen() {
    let revised = after(None, &["merged", "revised"]);
    assert!(revised.merged_into.is_some(), "the other one keeps it");
    assert_eq!(
        revised.waits_since(UtcMs(100)),
        UtcMs(3),
        "and it waits anew"
    );
    let cases: [(&[&str], Life); 4] = [
        (&["merged", "revised", "acknowledged"], Life::Ended),
        (&["merged", "revised", "ends"], Life::Returned),
        (&["merged", "revised", "merged"], Life::Ended),
        (&["merged", "ends"], Life::Ended),
    ];
    for (facts, expected) in cases {
        assert_eq!(life(facts), expected, "after {facts:?}");
    }
}

#[test]
fn what_is_on_the_shelf_of_its_point_is_counted_there_and_comes_down_with_it() {
    let mut room = Room::new();
    room.receive("A1", notice(1, MessageType::Alert));
    room.receive("A2", notice(2, MessageType::Alert));
    let shelf = |under: Option<&str>| {
        Fact::AlertShelved(AlertShelved {
            until: UtcMs(200),
            reason: "演练".to_owned(),
            under: under.map(Into::into),
        })
    };
    room.happen(3, "A1", shelf(None));
    room.happen(4, "A2", shelf(Some("A1")));
    assert_eq!(room.alert("A1").shelf_more, 1, "the point said it again");
    assert_eq!(
        room.alert("A2").life(UtcMs(5)),
        Life::Shelved,
        "out of the way"
    );
    let down = crate::decide::Command::UnshelveAlert { alert: "A2".into() };
    room.act(down);
    for id in ["A1", "A2"] {
        let alert = room.alert(id);
        assert_eq!(alert.life(UtcMs(5)), Life::Unacknowledged, "{id} is back");
        assert_eq!(alert.shelf_more, 0, "{id} has no shelf any more");
    }
}

#[test]
fn what_two_desks_bring_back_waits_once() {
    let back = after(None, &["out of service", "put back", "put back"]);
    assert_eq!(back.waits_since(UtcMs(100)), UtcMs(3), "since the first");
}

#[test]
fn when_an_alert_left_the_list_is_kept_whatever_took_it_off() {
    // When it expires, what happened, when it left, and why.
    type Case<'a> = (Option<i64>, &'a [&'a str], Option<i64>, &'a str);
    let cases: [Case<'_>; 16] = [
        (None, &[], None, "it stands"),
        (None, &["acknowledged"], None, "and so it does when seen"),
        (None, &["ends"], None, "it waits to be seen"),
        (None, &["ends", "acknowledged"], Some(3), "until it is"),
        (None, &["acknowledged", "ends"], Some(3), "at its end"),
        (None, &["false"], Some(2), "when it was judged"),
        (None, &["merged"], Some(2), "when it went under another"),
        (None, &["merged", "acknowledged"], Some(2), "once"),
        (None, &["shelved"], Some(2), "when it was put away"),
        (
            None,
            &["shelved", "ends"],
            Some(2),
            "not when it ended there",
        ),
        (None, &["shelved to 50"], None, "it is back"),
        (None, &["shelved", "unshelved"], None, "it was taken back"),
        (None, &["by design", "reopened"], None, "it is reopened"),
        (Some(10), &[], None, "it ran out before anybody saw it"),
        (Some(10), &["acknowledged"], Some(10), "when it ran out"),
        (
            Some(60),
            &["acknowledged", "shelved to 50"],
            Some(60),
            "back from the shelf it stood until it ran out",
        ),
    ];
    for (expires, facts, left, why) in cases {
        let alert = after(expires, facts);
        assert_eq!(alert.left(UtcMs(100)), left.map(UtcMs), "{facts:?}: {why}");
    }
}
