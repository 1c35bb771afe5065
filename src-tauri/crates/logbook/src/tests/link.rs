//! The link's side: entries, echoes, incarnations.

use emergency::event::{RefusedBecause, Verdict};

use crate::sample::{Sequencer, TestDesk, note, notice, received, who};
use crate::{AdoptError, ApplyError, Cursor, OriginHead};

/// Everything that waits at a desk goes through the sequencer.
fn deliver(desk: &TestDesk, platform: &mut Sequencer) {
    for event in desk.waiting() {
        if !platform
            .entries
            .iter()
            .any(|entry| entry.event.id == event.id)
        {
            platform.take(event, Verdict::Ok);
        }
    }
}

fn catch_up(desk: &TestDesk, platform: &Sequencer) {
    let cursor = desk.log().cursor().expect("reads");
    let entries = platform.after(cursor.sseq);
    let applied = desk.log().apply_entries(entries).expect("applies");
    assert_eq!(
        applied.cursor.sseq,
        platform.entries.len() as u64,
        "all of it"
    );
}

#[test]
fn the_outbox_row_goes_only_with_its_own_echo() {
    let desk = TestDesk::new(1);
    let mut platform = Sequencer::new();
    let incident = desk.open_incident("演练");
    let other = TestDesk::new(2);
    other.open_incident("演练 别处");
    platform.take(other.waiting().remove(0), Verdict::Ok);
    catch_up(&desk, &platform);
    assert_eq!(desk.waiting().len(), 1, "another's entry takes nothing out");
    deliver(&desk, &mut platform);
    let applied = desk
        .log()
        .apply_entries(platform.after(1))
        .expect("applies");
    assert_eq!(applied.confirmed.len(), 1, "its own came back");
    assert_eq!(desk.waiting().len(), 0, "and left the outbox");
    let event = desk.log().event(applied.confirmed[0]).expect("reads");
    let placed = event.expect("is there").placed.expect("has its place");
    assert_eq!(
        (placed.sseq, placed.verdict),
        (2, Verdict::Ok),
        "as decided"
    );
    desk.log()
        .command(note(&incident, "续"), who())
        .expect("goes on");
    desk.assert_whole();
}

#[test]
fn a_gap_is_refused_and_an_entry_that_is_known_is_passed_over() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    for title in ["演练 一", "演练 二", "演练 三"] {
        other.open_incident(title);
    }
    let mut platform = Sequencer::new();
    deliver(&other, &mut platform);
    let gap = desk.log().apply_entries(platform.after(1));
    let due = ApplyError::Gap {
        expected: 1,
        found: 2,
    };
    assert_eq!(gap, Err(due), "the first is missing");
    let first = platform.entries[..1].to_vec();
    desk.log().apply_entries(first.clone()).expect("applies");
    let again = desk.log().apply_entries(first).expect("is known");
    assert_eq!(
        (again.known, again.applied),
        (1, 0),
        "a duplicate does nothing"
    );
    let holed = vec![platform.entries[1].clone(), platform.entries[1].clone()];
    let twice = desk.log().apply_entries(holed).expect("is known");
    assert_eq!((twice.known, twice.applied), (1, 1), "also within one call");
    let broken = vec![platform.entries[2].clone(), platform.entries[1].clone()];
    assert!(
        desk.log().apply_entries(broken).is_ok(),
        "late ones are known"
    );
    assert_eq!(desk.log().counts().expect("reads").events, 3, "each once");
    desk.assert_whole();
}

#[test]
fn a_forged_or_rewritten_entry_is_refused() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    other.open_incident("演练");
    let mut platform = Sequencer::new();
    deliver(&other, &mut platform);
    let mut forged = platform.after(0);
    forged[0].event.actor = "演练 他人".into();
    assert_eq!(
        desk.log().apply_entries(forged),
        Err(ApplyError::Signature { sseq: 1 }),
        "not what was signed"
    );
    let mut rewritten = platform.after(0);
    rewritten[0].verdict = Verdict::Expired;
    assert_eq!(
        desk.log().apply_entries(rewritten),
        Err(ApplyError::HashMismatch { sseq: 1 }),
        "not what was decided"
    );
    let mut strange = platform.after(0);
    catch_up(&desk, &platform);
    strange[0].log_id = "else".to_owned();
    assert!(
        matches!(
            desk.log().apply_entries(strange),
            Err(ApplyError::OtherLog { .. })
        ),
        "not the log it follows"
    );
    desk.assert_whole();
}

#[test]
fn after_a_fork_the_rest_is_numbered_anew_and_nothing_is_lost() {
    let mut desk = TestDesk::new(1);
    let mut platform = Sequencer::new();
    let incident = desk.open_incident("演练");
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    // The file is copied now and put back after the desk has gone on: an old backup.
    desk.log = None;
    let backup = desk.folder.path().join("old.db");
    std::fs::copy(desk.path(), &backup).expect("copies");
    desk.open();
    desk.log()
        .command(note(&incident, "备份之后"), who())
        .expect("is noted");
    deliver(&desk, &mut platform);
    desk.log = None;
    std::fs::copy(&backup, desk.path()).expect("copies back");
    desk.open();
    // Under the same number something else is written.
    let new = desk
        .log()
        .command(note(&incident, "恢复之后"), who())
        .expect("is noted");
    let head = &platform.entries[1].event;
    assert_eq!(desk.waiting()[0].oseq, head.oseq, "the same number twice");
    let head = OriginHead {
        oseq: head.oseq,
        hash: head.hash(),
    };
    let early = desk.log().adopt_incarnation(2, head.clone());
    assert_eq!(
        early,
        Err(AdoptError::NotCaughtUp { oseq: 2 }),
        "first catch up"
    );
    catch_up(&desk, &platform);
    assert_eq!(
        desk.log().adopt_incarnation(2, head.clone()),
        Ok(1),
        "then number"
    );
    let again = desk.log().adopt_incarnation(2, head);
    assert!(matches!(again, Err(AdoptError::NotNewer { .. })), "once");
    let waiting = desk.waiting();
    assert_eq!(
        (waiting[0].id, waiting[0].incarnation, waiting[0].oseq),
        (new.events[0], 2, 1)
    );
    assert_eq!(waiting[0].verify(), Ok(()), "signed anew");
    assert!(
        desk.log().identity().expect("reads").authority_suspended,
        "not yet on its own"
    );
    assert_eq!(
        desk.log().resume_authority(3),
        Ok(false),
        "not caught up to there"
    );
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    assert_eq!(desk.log().resume_authority(3), Ok(true), "caught up");
    let notes = desk
        .log()
        .incident(&incident.0)
        .expect("reads")
        .expect("is there")
        .notes;
    assert_eq!(notes, 2, "both notes are there, once each");
    desk.assert_whole();
}

#[test]
fn a_restored_desk_that_wrote_nothing_goes_on_after_its_own_later_events() {
    let mut desk = TestDesk::new(1);
    let mut platform = Sequencer::new();
    desk.log = None;
    let backup = desk.folder.path().join("old.db");
    std::fs::copy(desk.path(), &backup).expect("copies");
    desk.open();
    let incident = desk.open_incident("演练");
    desk.log()
        .command(note(&incident, "一"), who())
        .expect("is noted");
    deliver(&desk, &mut platform);
    desk.log = None;
    std::fs::copy(&backup, desk.path()).expect("copies back");
    desk.open();
    catch_up(&desk, &platform);
    assert_eq!(
        desk.log().identity().expect("reads").next_oseq,
        3,
        "after both"
    );
    desk.log()
        .command(note(&incident, "二"), who())
        .expect("is noted");
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    desk.assert_whole();
}

#[test]
fn a_platform_that_lost_its_tail_is_offered_it_again() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    let mut platform = Sequencer::new();
    let incident = desk.open_incident("演练");
    deliver(&desk, &mut platform);
    other.open_incident("演练 别处");
    deliver(&other, &mut platform);
    desk.log()
        .command(note(&incident, "一"), who())
        .expect("is noted");
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    let backup = platform.entries[0].clone();
    let to = Cursor {
        log_id: backup.log_id,
        log_epoch: 2,
        sseq: 1,
        log_hash: backup.log_hash,
    };
    assert_eq!(desk.log().reoffer(to), Ok(1), "its own note waits again");
    platform.entries.truncate(1);
    platform.epoch = 2;
    deliver(&desk, &mut platform);
    deliver(&other, &mut platform);
    catch_up(&desk, &platform);
    assert_eq!(desk.log().counts().expect("reads").events, 3, "each once");
    assert_eq!(desk.waiting().len(), 0, "delivered again");
    desk.assert_whole();
}

#[test]
fn a_parked_event_lets_others_pass_and_comes_after_them() {
    let desk = TestDesk::new(1);
    let mut platform = Sequencer::new();
    let first = desk.open_incident("演练 一");
    let second = desk.open_incident("演练 二");
    desk.log()
        .command(note(&first, "甲"), who())
        .expect("is noted");
    desk.log()
        .command(note(&second, "乙"), who())
        .expect("is noted");
    let stuck = desk.waiting()[0].id;
    assert_eq!(
        desk.log().refuse(stuck, "拒收".to_owned()),
        Ok(1),
        "counted"
    );
    assert_eq!(
        desk.log().park(stuck, "拒收".to_owned()),
        Ok(2),
        "with its note"
    );
    let waiting = desk.waiting();
    assert_eq!(
        waiting.iter().map(|event| event.oseq).collect::<Vec<_>>(),
        [1, 2],
        "no number is missing"
    );
    assert!(
        waiting.iter().all(|event| event.entity.id == second.0),
        "the others"
    );
    assert!(
        waiting.iter().all(|event| event.verify().is_ok()),
        "signed anew"
    );
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    let parked = desk.log().parked(10).expect("reads");
    assert_eq!(parked.len(), 2, "shown to the officer");
    assert_eq!(parked[0].refusals, 2, "with its count");
    desk.assert_whole();
    let ids = parked.iter().map(|one| one.id).collect();
    assert_eq!(desk.log().unpark(ids), Ok(2), "tried again");
    deliver(&desk, &mut platform);
    catch_up(&desk, &platform);
    assert_eq!(
        desk.log().counts().expect("reads").parked,
        0,
        "all went through"
    );
    desk.assert_whole();
}

#[test]
fn an_unknown_kind_is_kept_with_its_place() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    other.open_incident("演练");
    let mut event = other.waiting().remove(0);
    event.kind = "weather.changed".to_owned();
    event.entity.kind = "weather".to_owned();
    event.seal(&other.options.key);
    let mut platform = Sequencer::new();
    platform.take(event.clone(), Verdict::Ok);
    catch_up(&desk, &platform);
    let kept = desk
        .log()
        .event(event.id)
        .expect("reads")
        .expect("is there");
    assert_eq!(kept.event, event, "whole");
    let line = desk
        .log()
        .timeline(&event.entity, u64::MAX, 10)
        .expect("reads");
    assert_eq!(line.len(), 1, "found under what it is about");
    desk.assert_whole();
}

#[test]
fn a_verdict_against_a_claim_is_seen_in_the_state() {
    use emergency::decide::Command;
    use emergency::order::Claim;
    use emergency::team::TeamRegistered;
    let desk = TestDesk::new(1);
    let mut platform = Sequencer::new();
    let incident = desk.open_incident("演练");
    let register = Command::RegisterTeam {
        team: "T1".into(),
        registered: TeamRegistered {
            name: "演练队".to_owned(),
            ..TeamRegistered::default()
        },
    };
    desk.log().command(register, who()).expect("is entered");
    let send = Command::SendTeam {
        team: "T1".into(),
        incident,
        task: None,
        words: "演练".to_owned(),
        further_job: false,
        eta_s: None,
        eta_estimated: true,
        despite: String::new(),
    };
    let sent = desk.log().command(send, who()).expect("is sent");
    let claim = |desk: &TestDesk| {
        let team = desk.log().team("T1").expect("reads").expect("is there");
        team.assignments[0].claim.clone()
    };
    assert_eq!(claim(&desk), Claim::Unconfirmed, "confirm by voice");
    let reason = RefusedBecause::HeldBy {
        holder: "演练".into(),
    };
    for event in desk.waiting() {
        let verdict = if sent.events.contains(&event.id) {
            Verdict::Refused {
                reason: reason.clone(),
            }
        } else {
            Verdict::Ok
        };
        platform.take(event, verdict);
    }
    catch_up(&desk, &platform);
    assert_eq!(claim(&desk), Claim::Refused { reason }, "as decided");
    desk.assert_whole();
}

#[test]
fn ten_thousand_alerts_of_another_desk_come_in_one_call() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    let facts = (0..600).map(|n| received(notice(n))).collect();
    other.log().observe(facts, &who()).expect("is written");
    let mut platform = Sequencer::new();
    deliver(&other, &mut platform);
    catch_up(&desk, &platform);
    catch_up(&other, &platform);
    assert_eq!(other.waiting().len(), 0, "all came back");
    let counts = [&desk, &other].map(|desk| desk.log().alert_counts().expect("reads"));
    assert_eq!(counts[0], counts[1], "both show the same");
    desk.assert_whole();
}

#[test]
fn an_entry_of_real_work_does_not_get_into_a_drills_log() {
    let desk = TestDesk::new(1);
    let other = TestDesk::new(2);
    other.open_incident("演练");
    let mut event = other.waiting().remove(0);
    event.exercise = false;
    event.seal(&other.options.key);
    let mut platform = Sequencer::new();
    platform.take(event, Verdict::Ok);
    let refused = desk.log().apply_entries(platform.after(0));
    assert_eq!(
        refused,
        Err(ApplyError::ExerciseMix { sseq: 1 }),
        "kept apart"
    );
    assert_eq!(
        desk.log().counts().expect("reads").events,
        0,
        "nothing came in"
    );
}
