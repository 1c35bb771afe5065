//! The days of acts: what is dated wrongly is refused, and a day has no hours.

use super::*;
use crate::time::DAY_MS;

/// What a command dated that many days from today is refused for.
fn refused_on(room: &mut Room, days: i64, command: Command) -> String {
    room.paper_at = Some(room.now.plus_ms(days * DAY_MS));
    let asked = room.ask(command);
    room.paper_at = None;
    asked.err().map(state_of).unwrap_or_default()
}

fn answer(version: &str, answer: FilingAnswer, missing: &[&str]) -> Command {
    act(PlanAct::AnswerFiling {
        plan: "P".into(),
        answered: FilingAnswered {
            version: version.into(),
            answer,
            missing: missing.iter().map(|one| (*one).to_owned()).collect(),
            ..FilingAnswered::default()
        },
    })
}

fn ended() -> Command {
    act(PlanAct::End {
        plan: "P".into(),
        ended: PlanEnded {
            reason: "演练 撤并".to_owned(),
            ..PlanEnded::default()
        },
    })
}

#[test]
fn what_the_office_sends_back_is_handed_in_again() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let answer = |which, missing: &[&str]| answer(&first, which, missing);
    through(&mut room, &first, ReviewStep::Issue);
    let early = room.ask(answer(FilingAnswer::Accepted, &[]));
    assert_eq!(
        state_of(early.expect_err("nothing was handed in")),
        "no_file",
        "first"
    );
    room.act(step(&first, ReviewStep::File));
    let vague = room.ask(answer(FilingAnswer::Incomplete, &[]));
    assert_eq!(
        vague.expect_err("which?").to_string(),
        "missing is needed",
        "what is missing is said in full"
    );
    room.act(answer(FilingAnswer::Incomplete, &["风险评估结果"]));
    room.act(step(&first, ReviewStep::File));
    room.act(answer(FilingAnswer::Accepted, &[]));
    let again = room.ask(step(&first, ReviewStep::File));
    assert_eq!(state_of(again.expect_err("it is filed")), "file", "once");
}

#[test]
fn no_act_is_dated_after_today() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let due = "day_ahead is out of range";
    let group = || step(&first, ReviewStep::Group);
    assert_eq!(
        refused_on(&mut room, 1, group()),
        due,
        "tomorrow is not yet"
    );
    assert_eq!(
        refused_on(&mut room, 0, group()),
        "",
        "today may be entered"
    );
    let more = saved("新文", &[&first]);
    let more = act(PlanAct::Save {
        plan: "P".into(),
        saved: more,
        file: None,
    });
    assert_eq!(refused_on(&mut room, 365, more), due, "a mistyped year");
    // Later on the same day is the same day: the clock of a desk may be a little behind.
    room.paper_at = Some(Day::of(room.now).plus(1).begins().plus_ms(-1));
    assert!(room.ask(group()).is_ok(), "by the day, not by the hour");
}

#[test]
fn no_step_is_dated_before_the_one_it_follows() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let back = "day_back is out of range";
    for which in ReviewStep::ALL {
        if (ReviewStep::Review..=ReviewStep::Issue).contains(&which) {
            sign(&mut room, &first, which);
        }
        let due = if which == ReviewStep::Group { "" } else { back };
        let refused = refused_on(&mut room, -1, step(&first, which));
        assert_eq!(refused, due, "{which:?} the day before the step it follows");
        room.act(step(&first, which));
    }
    let early = answer(&first, FilingAnswer::Accepted, &[]);
    assert_eq!(
        refused_on(&mut room, -1, early),
        back,
        "answered before it came"
    );
    room.now = room.now.plus_ms(2 * DAY_MS);
    room.act(answer(&first, FilingAnswer::Incomplete, &["风险评估结果"]));
    let again = || step(&first, ReviewStep::File);
    let refused = refused_on(&mut room, -1, again());
    assert_eq!(refused, back, "handed in again before it came back");
    assert_eq!(
        refused_on(&mut room, 0, again()),
        "",
        "on the day it came back"
    );
}

#[test]
fn a_mistyped_day_puts_no_older_text_in_force() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Issue);
    let second = save(&mut room, "新文", &[&first]);
    for which in [
        ReviewStep::Group,
        ReviewStep::Tabletop,
        ReviewStep::Review,
        ReviewStep::Approve,
    ] {
        room.paper_at = Some(room.now.plus_ms(-9 * DAY_MS));
        if which >= ReviewStep::Review {
            sign(&mut room, &second, which);
        }
        room.act(step(&second, which));
    }
    room.paper_at = None;
    sign(&mut room, &second, ReviewStep::Issue);
    let issue = step(&second, ReviewStep::Issue);
    let refused = refused_on(&mut room, -1, issue.clone());
    assert_eq!(
        refused, "day_back is out of range",
        "the first would stay in force"
    );
    // Entered from paper without an hour, on the day of the first issue.
    room.paper_at = Some(Day::of(room.now).begins());
    room.act(issue);
    let plan = room.plan("P");
    let (in_force, _) = plan.in_force().expect("issued");
    assert_eq!(
        in_force.as_str(),
        second,
        "of one day the later entry counts"
    );
    room.paper_at = None;
    let refused = refused_on(&mut room, -1, ended());
    assert_eq!(
        refused, "day_back is out of range",
        "it ended before it began"
    );
    room.paper_at = Some(Day::of(room.now).begins());
    room.act(ended());
    assert!(room.plan("P").is_ended(), "issued and ended on one day");
}

#[test]
fn a_review_that_is_held_again_is_signed_again() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Tabletop);
    sign(&mut room, &first, ReviewStep::Review);
    // The minutes are entered a day late: the signature is of a later day than the review.
    room.now = room.now.plus_ms(DAY_MS);
    room.act(step(&first, ReviewStep::Review));
    room.now = room.now.plus_ms(1);
    let again = room.ask(step(&first, ReviewStep::Review));
    let again = again.expect_err("the old signature is under the old minutes");
    assert_eq!(again.to_string(), "signature is needed", "signed anew");
    sign(&mut room, &first, ReviewStep::Review);
    room.act(step(&first, ReviewStep::Review));
}

#[test]
fn every_text_of_an_act_has_its_bound() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let long = || "长".repeat(crate::decide::TEXT_CHARS_MAX + 1);
    type Spoil = fn(&mut PlanSaved, String);
    let spoiled: [(Spoil, &str); 5] = [
        (|s, long| s.summary.title = long, "summary"),
        (|s, long| s.summary.lead = long, "summary"),
        (|s, long| s.summary.area = vec![long], "summary"),
        (
            |s, _| s.summary.fields = vec![String::new(); 101],
            "summary",
        ),
        (
            |s, name| {
                s.file = Some(PlanFile {
                    name,
                    ..PlanFile::default()
                });
            },
            "file",
        ),
    ];
    let mut acts: Vec<(Command, &str)> = Vec::new();
    for (spoil, field) in spoiled {
        let mut saved = saved("新文", &[&first]);
        spoil(&mut saved, long());
        let save = PlanAct::Save {
            plan: "P".into(),
            saved,
            file: None,
        };
        acts.push((act(save), field));
    }
    let suggested = RevisionSuggested {
        words: "演练".to_owned(),
        clauses: vec![long()],
        ..RevisionSuggested::default()
    };
    let suggest = PlanAct::Suggest {
        plan: "P".into(),
        suggested,
    };
    acts.push((act(suggest), "clauses"));
    acts.push((
        answer(&first, FilingAnswer::Incomplete, &[&long()]),
        "missing",
    ));
    for spoil in [
        (|vote, long| vote.name = long) as fn(&mut ExpertVote, String),
        |vote, long| vote.unit = long,
    ] {
        let mut stepped = stepped(&first, ReviewStep::Review);
        spoil(&mut stepped.experts[0], long());
        let review = PlanAct::Step {
            plan: "P".into(),
            stepped,
        };
        acts.push((act(review), "experts"));
    }
    through(&mut room, &first, ReviewStep::Tabletop);
    sign(&mut room, &first, ReviewStep::Review);
    for (act, field) in acts {
        let refused = room.ask(act).expect_err("too long").to_string();
        assert!(
            refused.starts_with(&format!("{field} is longer than")),
            "{refused}"
        );
    }
}
