//! Every deadline of the district's list is started by a named fact, or said to be kept elsewhere.
//!
//! The list is `reference/timers.json` beside the checkout, or where the environment variable
//! `DUTYROOM_REFERENCE` says. Where it is not at hand its ids are taken from here; where it is,
//! they are checked against it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{CommandRequest, Nothing, SaveReport};
use contract::status::Clock;
use emergency::countdown::{Cause, CountdownStarted};
use emergency::decide::{Command, CountdownAct, IssueAct, Refusal};
use emergency::incident::{HarmReported, IncidentGraded};
use emergency::issue::Bearer;
use emergency::level::{Harm, IncidentGrade};
use emergency::report::ReportKind;
use emergency::time::{MINUTE_MS, UtcMs};
use reports::clocks::{ClockTable, DueRule, Kept};
use serde_json::Value;
use tests::world::lot;

use super::{Room, leak, now, officer};
use crate::architecture::root;

/// How each deadline of the list is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// The opening of an incident: of an accident, of a grade, of a kind.
    Opened(IncidentGrade, &'static str),
    /// A report of an incident of that grade that went out.
    Reported(IncidentGrade),
    /// A change of the casualties of an incident of that kind.
    Harmed(&'static str),
    /// A countdown that a person starts, in an incident of that grade and kind.
    Told(Cause, IncidentGrade, &'static str),
    /// The answer to the investigation, which starts the next.
    Investigated,
    /// Supplies that were given out by telephone.
    Allocated,
    /// The table has it and the law names no minutes: it stands on the sheet and does not count.
    Uncounted(DueRule),
    /// It is in the table of terms of plans, or a stricter one stands for it.
    Elsewhere(Kept),
}

/// All of the list.
const ALL: [(&str, Start); 39] = {
    use IncidentGrade::{Major, Ordinary, Serious};
    use Kept::{PlanTerms, Stricter};
    use Start as S;
    const LEAK: &str = "hazmat_leak";
    [
        ("R01", S::Told(Cause::UnitLearned, Ordinary, LEAK)),
        ("R02", S::Opened(Ordinary, LEAK)),
        ("R03", S::Opened(Major, LEAK)),
        ("R04", S::Opened(Ordinary, LEAK)),
        ("R05", S::Told(Cause::SocialImpact, Ordinary, LEAK)),
        ("R06", S::Opened(Serious, LEAK)),
        ("R07", S::Told(Cause::UnitLearned, Major, LEAK)),
        ("R08", S::Uncounted(DueRule::Allowed)),
        ("R09", S::Uncounted(DueRule::AtOnce)),
        ("R10", S::Reported(Ordinary)),
        ("R11", S::Reported(Serious)),
        ("R12", S::Harmed(LEAK)),
        ("R13", S::Harmed("fire")),
        ("R14", S::Harmed("special_equipment")),
        (
            "R15",
            S::Told(Cause::UnitLearned, Ordinary, "special_equipment"),
        ),
        ("R16", S::Told(Cause::TipOffReceived, Ordinary, "")),
        ("R17", S::Opened(Ordinary, "flood")),
        ("R18", S::Opened(Ordinary, "flood")),
        ("R19", S::Told(Cause::VerifyAsked, Ordinary, LEAK)),
        ("P01", S::Elsewhere(PlanTerms)),
        ("P02", S::Elsewhere(PlanTerms)),
        ("P03", S::Elsewhere(PlanTerms)),
        ("P04", S::Elsewhere(PlanTerms)),
        ("P05", S::Elsewhere(PlanTerms)),
        ("P06", S::Elsewhere(PlanTerms)),
        ("D01", S::Elsewhere(PlanTerms)),
        ("D02", S::Elsewhere(PlanTerms)),
        ("D03", S::Elsewhere(PlanTerms)),
        ("D04", S::Elsewhere(PlanTerms)),
        ("D05", S::Elsewhere(PlanTerms)),
        ("D06", S::Elsewhere(Stricter)),
        ("D07", S::Elsewhere(Stricter)),
        ("D08", S::Elsewhere(Stricter)),
        ("I01", S::Told(Cause::Investigation, Ordinary, LEAK)),
        ("I02", S::Investigated),
        ("N01", S::Opened(Serious, LEAK)),
        ("S01", S::Allocated),
        ("E01", S::Opened(Ordinary, "elevator")),
        (
            "E02",
            S::Told(Cause::Entrapped, Ordinary, "special_equipment"),
        ),
    ]
};

fn opened(room: &Room, kind: &str, grade: IncidentGrade) -> String {
    let mut opened = leak("演练 时限", now().plus_ms(-10 * MINUTE_MS));
    opened.kind = kind.to_owned();
    let incident = room.act(Command::OpenIncident { opened });
    if grade != IncidentGrade::Ordinary {
        room.act(Command::GradeIncident {
            incident: incident.as_str().into(),
            graded: IncidentGraded {
                grade,
                reason: "演练 初判".to_owned(),
            },
        });
    }
    incident
}

fn report(room: &Room, incident: &str, kind: ReportKind) {
    room.desk
        .save_report(SaveReport {
            incident: incident.into(),
            kind,
            signer: "演练 带班领导".to_owned(),
            send: true,
            who: officer(),
            ..SaveReport::default()
        })
        .expect("it goes out in time");
}

fn harm(room: &Room, incident: &str, dead: u32) {
    room.act(Command::ReportHarm {
        incident: incident.into(),
        harm: HarmReported {
            harm: Harm {
                dead,
                ..Harm::default()
            },
            source: "演练 医院".to_owned(),
        },
    });
}

fn told(room: &Room, cause: Cause, incident: Option<&str>, minutes: i64) -> String {
    room.act(Command::Countdown(CountdownAct::Start {
        started: CountdownStarted {
            cause,
            incident: incident.map(Into::into),
            since: Some(now().plus_ms(-minutes * MINUTE_MS)),
            words: "演练 举报某厂瞒报".to_owned(),
            told_by: "演练 市应急局值班室".to_owned(),
        },
    }))
}

fn meet(clock: &Clock, late_reason: &str) -> Command {
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    Command::Countdown(CountdownAct::Meet {
        countdown: named(&clock.countdown).map(Into::into),
        incident: named(&clock.incident).map(Into::into),
        clock: clock.key.clone(),
        words: "演练 已电话反馈".to_owned(),
        late_reason: late_reason.to_owned(),
        // Whatever a screen says: the desk knows when it was due.
        due_at: None,
    })
}

/// The clocks that count now.
fn counting(room: &Room) -> Vec<Clock> {
    room.desk.status(Nothing {}).expect("reads").clocks
}

fn of(room: &Room, rule: &str) -> Option<Clock> {
    counting(room).into_iter().find(|clock| clock.rule == rule)
}

/// Does what starts a deadline, on a desk that nothing of the kind has happened on.
fn start(room: &Room, rule: &str, by: Start) {
    match by {
        Start::Opened(grade, kind) => drop(opened(room, kind, grade)),
        Start::Reported(grade) => {
            let incident = opened(room, "hazmat_leak", grade);
            assert!(of(room, rule).is_none(), "{rule}: nothing was reported yet");
            report(room, &incident, ReportKind::First);
        }
        Start::Harmed(kind) => {
            let incident = opened(room, kind, IncidentGrade::Ordinary);
            harm(room, &incident, 1);
            assert!(
                of(room, rule).is_none(),
                "{rule}: what is known before the first report is in it"
            );
            report(room, &incident, ReportKind::First);
            harm(room, &incident, 2);
        }
        Start::Told(cause, grade, kind) => {
            let incident = (!kind.is_empty()).then(|| opened(room, kind, grade));
            assert!(of(room, rule).is_none(), "{rule}: nobody has said so yet");
            told(room, cause, incident.as_deref(), 5);
        }
        Start::Investigated => {
            let incident = opened(room, "hazmat_leak", IncidentGrade::Ordinary);
            told(room, Cause::Investigation, Some(&incident), 5);
            assert!(of(room, rule).is_none(), "{rule}: no report was handed in");
            room.act(meet(&of(room, "I01").expect("it runs"), ""));
        }
        Start::Allocated => {
            let incident = opened(room, "hazmat_leak", IncidentGrade::Ordinary);
            let origin = room.desk.hello(Nothing {}).expect("reads").origin;
            room.act(lot("L1", 10, &[(emergency::id::OriginId(origin), 10)]));
            room.act(Command::Issue(IssueAct::Draw {
                lot: "L1".into(),
                incident: incident.as_str().into(),
                quantity: 2,
                bearer: Bearer::default(),
                oral: true,
            }));
        }
        Start::Uncounted(_) | Start::Elsewhere(_) => {}
    }
}

/// Ids of the district's list, as far as it is at hand.
fn listed() -> Option<BTreeSet<String>> {
    let named = std::env::var_os("DUTYROOM_REFERENCE").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/reference"));
    let text = std::fs::read_to_string(folder.join("timers.json")).ok()?;
    let list: Value = serde_json::from_str(&text).expect("it is a list");
    let timers = list["timers"].as_array().expect("of deadlines");
    let ids = timers.iter().filter_map(|timer| timer["id"].as_str());
    Some(ids.map(str::to_owned).collect())
}

#[test]
fn every_deadline_of_the_list_is_started_by_a_fact_or_listed_with_its_reason() {
    let here: BTreeSet<String> = ALL.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(here.len(), ALL.len(), "each once");
    match listed() {
        Some(list) => assert_eq!(here, list, "the whole of the list, and nothing else"),
        None => println!("NOT CHECKED against the district's list (set DUTYROOM_REFERENCE)"),
    }
    let table = ClockTable::shipped();
    let terms = std::fs::read_to_string(root().join("assets/plan-terms.json")).expect("reads");
    for (rule, by) in ALL {
        let elsewhere = table
            .elsewhere
            .iter()
            .find(|one| one.ids.iter().any(|id| id == rule));
        if let Start::Elsewhere(kept) = by {
            let said = elsewhere.unwrap_or_else(|| panic!("{rule}: the table says where it is"));
            assert_eq!(said.kept, kept, "{rule}: and how");
            assert!(!said.reason.is_empty(), "{rule}: and why");
            let there = terms.contains(&format!("\"{rule}\""));
            assert_eq!(there, kept == Kept::PlanTerms, "{rule}: which is true");
            assert!(table.rule(rule).is_none(), "{rule}: not in two places");
            continue;
        }
        assert!(elsewhere.is_none(), "{rule}: the table has it itself");
        let found = table.rule(rule);
        let found = found.unwrap_or_else(|| panic!("{rule}: the table has it"));
        if let Start::Uncounted(due) = by {
            assert_eq!(found.due, due, "{rule}: the law names no minutes");
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let room = Room::plain(folder.path());
        assert!(of(&room, rule).is_none(), "{rule}: nothing has happened");
        start(&room, rule, by);
        let clock = of(&room, rule);
        let clock = clock.unwrap_or_else(|| panic!("{rule} counts after {by:?}"));
        assert!(clock.due_at > clock.from, "{rule}: until a time: {clock:?}");
        assert_eq!(
            clock.own,
            found.duty.is_own(),
            "{rule}: and says whose it is"
        );
        assert!(!clock.source.is_empty(), "{rule}: and on what ground");
        ends(&room, &clock);
    }
}

/// What ends a clock: somebody says that it was answered, or a report goes out.
fn ends(room: &Room, clock: &Clock) {
    let rule = clock.rule.as_str();
    if clock.by_word {
        room.act(meet(clock, "演练 迟报说明"));
    } else if clock.by_report {
        let kind = if rule.starts_with("R1") && rule != "R18" {
            ReportKind::Final
        } else {
            ReportKind::First
        };
        room.desk
            .save_report(SaveReport {
                incident: clock.incident.as_str().into(),
                kind,
                signer: "演练 带班领导".to_owned(),
                late_reason: "演练 迟报说明".to_owned(),
                send: true,
                who: officer(),
                ..SaveReport::default()
            })
            .expect("it goes out");
    } else {
        assert_eq!(rule, "S01", "a paper ends what was said by word of mouth");
        return;
    }
    let left = counting(room);
    let same = left
        .iter()
        .find(|one| one.key == clock.key && one.incident == clock.incident);
    // Who has to be told in writing has to stand among the recipients of this desk's settings.
    let elsewhere = ["R03", "R18"].contains(&rule);
    assert!(same.is_none() || elsewhere, "{rule} has ended: {same:?}");
}

#[test]
fn an_answer_that_is_late_asks_for_its_reason_and_keeps_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    told(&room, Cause::VerifyAsked, None, 40);
    let clock = of(&room, "R19").expect("fifteen minutes were given");
    assert!(clock.due_at < now(), "they are over");
    assert_eq!(
        clock.to, "演练 市应急局值班室",
        "the answer goes to who asked"
    );
    let refused = room.ask(meet(&clock, "")).expect_err("a reason is missing");
    assert_eq!(refused.code, Code::Refused, "a rule stands against it");
    let field = "late_reason".to_owned();
    assert_eq!(
        refused.refusal,
        Some(Refusal::Needed { field }),
        "which one"
    );
    room.act(meet(&clock, "演练 现场无信号"));
    assert!(of(&room, "R19").is_none(), "it counts no more");
}

#[test]
fn an_answer_from_paper_is_in_time_by_the_time_on_the_paper() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    told(&room, Cause::VerifyAsked, None, 40);
    let clock = of(&room, "R19").expect("it runs");
    let mut who = officer();
    who.paper_at = Some(clock.from.plus_ms(10 * MINUTE_MS));
    let request = CommandRequest {
        command: meet(&clock, ""),
        who,
        second_pin: String::new(),
    };
    room.desk.command(request).expect("no reason is asked for");
    assert!(of(&room, "R19").is_none(), "it was answered in time");
}

#[test]
fn what_others_have_to_do_is_watched_and_no_reason_is_asked_of_this_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let incident = opened(&room, "special_equipment", IncidentGrade::Ordinary);
    told(&room, Cause::Entrapped, Some(&incident), 130);
    let clock = of(&room, "E02").expect("two hours and more in a lift");
    assert!(!clock.own, "it is for those who run the lift");
    assert!(clock.due_at < now(), "over time");
    assert!(
        clock.note.contains("升级"),
        "what follows is said: {}",
        clock.note
    );
    let own = counting(&room).iter().position(|one| one.own);
    let others = counting(&room).iter().position(|one| !one.own);
    assert!(own < others, "own duties stand before it");
    room.act(meet(&clock, ""));
    assert!(of(&room, "E02").is_none(), "they are free");
}

#[test]
fn a_report_answers_reports_and_no_question_and_lateness_is_that_of_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let incident = opened(&room, "hazmat_leak", IncidentGrade::Ordinary);
    // The question is overdue; the first report is not.
    told(&room, Cause::VerifyAsked, Some(&incident), 20);
    report(&room, &incident, ReportKind::First);
    assert!(of(&room, "R02").is_none(), "the report went out in time");
    assert!(of(&room, "R19").is_some(), "and who asked was not called");
}

#[test]
fn who_dies_after_the_incident_was_closed_is_still_reported_the_same_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let incident = opened(&room, "hazmat_leak", IncidentGrade::Ordinary);
    report(&room, &incident, ReportKind::First);
    report(&room, &incident, ReportKind::Final);
    room.act(Command::CloseIncident {
        incident: incident.as_str().into(),
        reason: "演练 处置完毕".to_owned(),
    });
    let rules = |room: &Room| -> BTreeSet<String> {
        let clocks = counting(room).into_iter();
        clocks.map(|clock| clock.rule).collect()
    };
    assert_eq!(rules(&room), BTreeSet::new(), "all was said");
    harm(&room, &incident, 1);
    assert_eq!(
        rules(&room),
        BTreeSet::from(["R12".to_owned()]),
        "国务院令第493号 art. 13: within 30 days"
    );
    report(&room, &incident, ReportKind::FollowUp);
    let left = rules(&room);
    assert!(!left.contains("R12"), "the follow-up carries it: {left:?}");
}

#[test]
fn a_closed_incident_without_its_final_report_still_owes_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let incident = opened(&room, "hazmat_leak", IncidentGrade::Ordinary);
    report(&room, &incident, ReportKind::First);
    room.act(Command::CloseIncident {
        incident: incident.as_str().into(),
        reason: "演练 处置完毕".to_owned(),
    });
    assert!(
        of(&room, "R10").is_some(),
        "follow-ups go on until the final one (山东省突发事件应对条例 art. 30)"
    );
    report(&room, &incident, ReportKind::Final);
    assert!(of(&room, "R10").is_none(), "which it was");
}

#[test]
fn a_countdown_that_was_started_by_mistake_counts_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let id = told(&room, Cause::TipOffReceived, None, 5);
    let clock = of(&room, "R16").expect("it runs");
    assert_eq!(clock.countdown, id, "it is named by its clock");
    assert_eq!(
        clock.words, "演练 举报某厂瞒报",
        "and says what it is about"
    );
    room.act(Command::Countdown(CountdownAct::Withdraw {
        countdown: id.as_str().into(),
        reason: "演练 重复登记".to_owned(),
    }));
    assert!(of(&room, "R16").is_none(), "it is taken back");
    let until = counting(&room).into_iter().map(|clock| clock.due_at);
    assert_eq!(until.collect::<Vec<UtcMs>>(), [], "and nothing else runs");
}
