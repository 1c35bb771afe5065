//! What people tell the duty room: written down, joined, raised, answered, closed, verified.

use super::*;
use crate::decide::SubmissionAct as A;
use crate::submission::{
    CheckOrdered, SealedIdentity, SubmissionChannel, SubmissionOutcome, SubmissionReceived, Teller,
};

fn told() -> SubmissionReceived {
    SubmissionReceived {
        matter: text("演练 路口有刺鼻气味"),
        ..SubmissionReceived::default()
    }
}

fn tip_off() -> SubmissionReceived {
    SubmissionReceived {
        channel: SubmissionChannel::TipOff,
        sealed: Some(SealedIdentity {
            recipient: text("age1"),
            keeper: text("演练 监察"),
            age: text("-----BEGIN AGE ENCRYPTED FILE-----\n"),
        }),
        ..told()
    }
}

fn doing(act: A) -> Command {
    Command::Submission(act)
}

fn receive(room: &mut Room, received: SubmissionReceived) -> String {
    let submission = None;
    room.act(doing(A::Receive {
        submission,
        received,
    }))
    .0
}

fn raise(id: &str) -> Command {
    doing(A::Raise {
        submission: id.into(),
        opened: IncidentOpened {
            title: text("演练 氯气泄漏"),
            kind: text("hazmat_leak"),
            ..IncidentOpened::default()
        },
        harm: Some(HarmReported::default()),
        account: text("演练 两人头晕"),
    })
}

fn join(id: &str, incident: &IncidentId) -> Command {
    doing(A::Join {
        submission: id.into(),
        incident: incident.clone(),
    })
}

fn close(id: &str) -> Command {
    doing(A::Close {
        submission: id.into(),
        outcome: SubmissionOutcome::Settled,
        words: text("已核实"),
    })
}

fn reply(id: &str) -> Command {
    doing(A::Reply {
        submission: id.into(),
        words: text("已派人查看"),
    })
}

fn check(id: &str) -> Command {
    doing(A::OrderCheck {
        submission: id.into(),
        ordered: CheckOrdered {
            by: text("市应急管理局"),
            number: text("演练 1 号"),
        },
    })
}

fn report_check(id: &str) -> Command {
    doing(A::ReportCheck {
        submission: id.into(),
        words: text("部分属实"),
    })
}

/// Every act once, with the facts that it comes to.
pub(super) fn cases(room: &mut Room, busy: &IncidentId) -> Vec<(Command, Vec<&'static str>)> {
    let [new, joined, closed, tip] = [told(), told(), told(), tip_off()].map(|one| {
        let id = receive(room, one);
        assert!(!id.is_empty(), "it has a name");
        id
    });
    let checked = receive(room, tip_off());
    room.act(join(&joined, busy));
    room.act(close(&closed));
    room.act(check(&checked));
    let submission = || joined.as_str().into();
    vec![
        (
            doing(A::Receive {
                submission: Some(submission()),
                received: told(),
            }),
            vec!["submission.received"],
        ),
        (join(&new, busy), vec!["submission.joined"]),
        (
            doing(A::Part {
                submission: submission(),
            }),
            vec!["submission.parted"],
        ),
        (
            raise(&new),
            vec![
                "incident.opened",
                "incident.harm_reported",
                "incident.noted",
                "submission.joined",
            ],
        ),
        (reply(&new), vec!["submission.replied"]),
        (close(&new), vec!["submission.closed"]),
        (
            doing(A::Reopen {
                submission: closed.as_str().into(),
                reason: text("又有来电"),
            }),
            vec!["submission.reopened"],
        ),
        (check(&tip), vec!["submission.check_ordered"]),
        (report_check(&checked), vec!["submission.check_reported"]),
        (
            doing(A::OpenIdentity {
                submission: tip.as_str().into(),
                why: text("核发奖励"),
            }),
            vec!["submission.identity_opened"],
        ),
    ]
}

#[test]
fn eleven_calls_of_one_fire_stand_under_one_incident() {
    let mut room = Room::new();
    let first = receive(&mut room, told());
    let (incident, _) = room.act(raise(&first));
    let incident = IncidentId(incident);
    for _ in 0..10 {
        let id = receive(&mut room, told());
        room.act(join(&id, &incident));
        let found = room.submission(&id);
        assert_eq!(found.incident.as_ref(), Some(&incident), "joined");
        assert!(found.is_open(), "it still wants an answer");
    }
    let opened = room.incident(incident.as_str());
    assert_eq!(opened.opened.title, "演练 氯气泄漏", "one incident");
}

#[test]
fn a_tip_off_names_nobody_and_nothing_else_is_sealed() {
    let mut room = Room::new();
    let named = SubmissionReceived {
        teller: Teller {
            name: text("演练 匿名者"),
            ..Teller::default()
        },
        ..tip_off()
    };
    let of_a_call = SubmissionReceived {
        channel: SubmissionChannel::Phone,
        ..tip_off()
    };
    let in_clear = SubmissionReceived {
        sealed: Some(SealedIdentity {
            age: text("演练 匿名者 000"),
            ..SealedIdentity::default()
        }),
        ..tip_off()
    };
    let original = SubmissionReceived {
        raw: Some(crate::alert::RawBytes::default()),
        ..tip_off()
    };
    let one = |received| {
        doing(A::Receive {
            submission: None,
            received,
        })
    };
    let cases = vec![
        (one(named), out_of_range("teller")),
        (one(of_a_call), out_of_range("sealed")),
        (one(in_clear), out_of_range("sealed")),
        (one(original), out_of_range("teller")),
    ];
    assert_refused(&mut room, cases);
}

#[test]
fn a_record_does_not_become_a_tip_off_afterwards() {
    let mut room = Room::new();
    let call = receive(&mut room, told());
    let tip = receive(&mut room, tip_off());
    let becomes = |id: &str, received| {
        doing(A::Receive {
            submission: Some(id.into()),
            received,
        })
    };
    let cases = vec![
        (becomes(&call, tip_off()), out_of_range("channel")),
        (becomes(&tip, told()), out_of_range("channel")),
    ];
    assert_refused(&mut room, cases);
}

#[test]
fn each_act_finds_the_record_in_the_state_it_needs() {
    let mut room = Room::new();
    let id = receive(&mut room, told());
    let (incident, _) = room.act(raise(&id));
    let incident = IncidentId(incident);
    room.act(close(&id));
    let wrong = |state: &str| wrong_state("submission", &id, state);
    let part = doing(A::Part {
        submission: "none".into(),
    });
    let opening = doing(A::OpenIdentity {
        submission: id.as_str().into(),
        why: text("看看"),
    });
    let cases = vec![
        (part, unknown("submission", "none")),
        (join(&id, &incident), wrong("joined")),
        (raise(&id), wrong("joined")),
        (close(&id), wrong("closed")),
        (report_check(&id), wrong("no_check")),
        (check(&id), out_of_range("channel")),
        (opening, wrong("not_sealed")),
    ];
    assert_refused(&mut room, cases);
}

#[test]
fn a_verification_is_reported_before_its_tip_off_is_closed() {
    let mut room = Room::new();
    let id = receive(&mut room, tip_off());
    room.act(check(&id));
    let owed = wrong_state("submission", &id, "check_ordered");
    let cases = vec![(close(&id), owed.clone()), (check(&id), owed)];
    assert_refused(&mut room, cases);
    room.act(report_check(&id));
    room.act(close(&id));
    assert!(!room.submission(&id).is_open(), "all was done");
}

#[test]
fn a_verification_of_a_tip_off_that_was_closed_opens_it_until_it_is_reported() {
    let mut room = Room::new();
    let id = receive(&mut room, tip_off());
    room.act(close(&id));
    room.act(check(&id));
    let found = room.submission(&id);
    assert!(found.closed.is_some(), "what became of it stays");
    assert!(found.is_open(), "and the result is owed");
    room.act(report_check(&id));
    assert!(!room.submission(&id).is_open(), "it went up");
}

#[test]
fn a_record_says_something_and_lies_in_the_past() {
    let mut room = Room::new();
    let now = room.now;
    let one = |received| {
        doing(A::Receive {
            submission: None,
            received,
        })
    };
    let ahead = SubmissionReceived {
        told_at: Some(now.plus_ms(1)),
        ..told()
    };
    let endless = SubmissionReceived {
        course: long(),
        ..told()
    };
    let cases = vec![
        (one(SubmissionReceived::default()), needed("matter")),
        (one(ahead), out_of_range("told_at")),
        (one(endless), too_long("course")),
    ];
    assert_refused(&mut room, cases);
}
