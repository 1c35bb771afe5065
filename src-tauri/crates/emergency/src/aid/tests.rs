//! A request goes its way, and the answer is the other side's.

use super::*;
use crate::decide::{AidAct, Command, Refusal};
use crate::event::Verdict;
use crate::sample::Room;

fn room() -> (Room, AidId) {
    let mut room = Room::new();
    let opened = crate::incident::IncidentOpened {
        title: "演练 山火".to_owned(),
        kind: "fire".to_owned(),
        ..Default::default()
    };
    room.happen(1, "I1", Fact::IncidentOpened(opened));
    let drafted = AidDrafted {
        incident: "I1".into(),
        to: "演练 邻区应急局".to_owned(),
        reason: "演练 火线两公里".to_owned(),
        words: "演练 森林消防队一支".to_owned(),
        ..AidDrafted::default()
    };
    let aid = None;
    let (id, _) = room.act(Command::Aid(AidAct::Draft { aid, drafted }));
    (room, AidId(id))
}

fn sign(id: &AidId) -> Command {
    Command::Aid(AidAct::Sign {
        aid: id.clone(),
        signer: "演练 李主任".to_owned(),
        number: "演练援〔2026〕1号".to_owned(),
    })
}

fn send(id: &AidId, way: AidWay) -> Command {
    let aid = id.clone();
    Command::Aid(AidAct::Send { aid, way })
}

fn answer(id: &AidId, decision: AidDecision, words: &str) -> Command {
    Command::Aid(AidAct::Answer {
        aid: id.clone(),
        answered: AidAnswered {
            decision,
            said_by: "演练 邻区值班员".to_owned(),
            words: words.to_owned(),
            eta_s: Some(2_400),
            ..AidAnswered::default()
        },
    })
}

fn arrive(id: &AidId) -> Command {
    Command::Aid(AidAct::Arrive {
        aid: id.clone(),
        arrived: AidArrived {
            words: "演练 一支".to_owned(),
            people: 24,
            all: true,
            ..AidArrived::default()
        },
    })
}

#[test]
fn help_is_asked_for_signed_sent_answered_there_and_gone() {
    let (mut room, id) = room();
    room.act(sign(&id));
    room.act(send(&id, AidWay::Platform));
    room.origin = "desk-b".into();
    room.act(answer(&id, AidDecision::Granted, ""));
    let found = room.aid(id.as_str());
    let who = found.answer.as_ref().expect("they answered");
    assert_eq!(
        who.origin,
        "desk-b".into(),
        "the answer is the other side's fact"
    );
    assert_eq!(found.origin, "desk-a".into(), "the request is ours");
    room.origin = "desk-a".into();
    room.act(arrive(&id));
    let note = String::new();
    let aid = id.clone();
    room.act(Command::Aid(AidAct::Release { aid, note }));
    let found = room.aid(id.as_str());
    assert_eq!(found.progress, AidProgress::Released, "they went home");
    assert!(found.at_platform, "the platform has it");
}

#[test]
fn nothing_goes_out_unsigned_and_a_signed_letter_is_not_changed() {
    let (mut room, id) = room();
    let state = |state: &str| Refusal::WrongState {
        what: "aid".to_owned(),
        id: id.0.clone(),
        state: state.to_owned(),
    };
    assert_eq!(
        room.ask(send(&id, AidWay::Phone)),
        Err(state("drafted")),
        "unsigned"
    );
    room.act(sign(&id));
    let drafted = AidDrafted {
        to: "演练 市局".to_owned(),
        ..room.aid(id.as_str()).drafted
    };
    let aid = Some(id.clone());
    let again = Command::Aid(AidAct::Draft { aid, drafted });
    assert_eq!(room.ask(again), Err(state("signed")), "signed is signed");
    assert_eq!(
        room.ask(answer(&id, AidDecision::Granted, "")),
        Err(state("signed")),
        "nobody answers what was not sent"
    );
}

#[test]
fn who_declines_says_why_and_that_ends_it() {
    let (mut room, id) = room();
    room.act(sign(&id));
    room.act(send(&id, AidWay::Paper));
    let words = Refusal::Needed {
        field: "words".to_owned(),
    };
    let silent = answer(&id, AidDecision::Declined, " ");
    assert_eq!(room.ask(silent), Err(words), "a reason");
    room.act(answer(&id, AidDecision::Declined, "演练 本区也有火情"));
    assert_eq!(
        room.aid(id.as_str()).progress,
        AidProgress::Declined,
        "ended"
    );
    assert!(room.ask(arrive(&id)).is_err(), "nothing comes");
}

#[test]
fn while_the_link_is_down_the_request_waits_and_says_so() {
    let (mut room, id) = room();
    room.act(sign(&id));
    let incident = IncidentId::from("I1");
    let way = AidWay::Platform;
    room.write_own(id.as_str(), Fact::AidSent(AidSent { incident, way }));
    let found = room.aid(id.as_str());
    assert_eq!(
        found.progress,
        AidProgress::Sent,
        "for this desk it is sent"
    );
    assert!(!found.at_platform, "but the platform has not got it");
    let (_, _, verdict) = room.log.last_mut().expect("it was written");
    *verdict = Some(Verdict::Ok);
    assert!(room.aid(id.as_str()).at_platform, "now it has");
}

#[test]
fn a_request_that_is_not_needed_any_more_is_taken_back_before_help_is_there() {
    let (mut room, id) = room();
    let take_back = |note: &str| {
        Command::Aid(AidAct::Withdraw {
            aid: id.clone(),
            note: note.to_owned(),
        })
    };
    assert!(room.ask(take_back("")).is_err(), "it says why");
    room.act(sign(&id));
    room.act(send(&id, AidWay::Platform));
    room.act(arrive(&id));
    assert!(room.ask(take_back("演练 已控制")).is_err(), "they are here");
}
