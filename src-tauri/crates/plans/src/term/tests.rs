use emergency::event::TimeSource;
use emergency::plan::{
    ExpertVote, FilingAnswered, PlanAssessed, PlanDrilled, PlanStepped, PlanVersion,
};
use emergency::time::UtcMs;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day of the calendar")
}

fn done<T>(on: &str, number: u128, what: T) -> PlanDone<T> {
    PlanDone {
        event: uuid::Uuid::from_u128(number),
        at: day(on).begins(),
        at_by: TimeSource::Paper,
        recorded_at: UtcMs(0),
        by: "演练 王敏".into(),
        origin: "desk-a".into(),
        what,
    }
}

/// A plan of one version with steps on days.
fn plan(steps: &[(ReviewStep, &str)]) -> PlanRecord {
    let mut record = PlanRecord::default();
    record.versions.insert("V".into(), PlanVersion::default());
    for (number, (step, on)) in (0..).zip(steps) {
        let stepped = PlanStepped {
            version: "V".into(),
            step: *step,
            experts: vec![ExpertVote::default()],
            ..PlanStepped::default()
        };
        record.steps.push(done(on, number, stepped));
    }
    record
}

fn answered(record: &mut PlanRecord, on: &str, answer: FilingAnswer) {
    let answered = FilingAnswered {
        version: "V".into(),
        answer,
        ..FilingAnswered::default()
    };
    record.answers.push(done(on, 100, answered));
}

/// Rule, last day and standing of each term.
fn told(kind: PlanKind, record: &PlanRecord, today: &str) -> Vec<(String, String, TermStanding)> {
    let rules = shipped_terms();
    let calendar = WorkCalendar::default();
    let terms = terms(&rules, kind, record, &calendar, day(today));
    let told = terms
        .iter()
        .map(|term| (term.rule.id.clone(), term.due.to_string(), term.standing));
    told.collect()
}

fn standing_of(kind: PlanKind, record: &PlanRecord, today: &str, rule: &str) -> TermStanding {
    let told = told(kind, record, today);
    let found = told.into_iter().find(|(id, ..)| id == rule);
    found.expect("the rule applies").2
}

#[test]
fn every_kind_of_plan_but_papers_has_its_rules_and_each_rule_its_article() {
    let rules = shipped_terms();
    for rule in &rules {
        assert!(rule.source.contains('条'), "{}: {}", rule.id, rule.source);
        let one_length = (rule.working_days > 0) != (rule.months > 0);
        assert!(one_length, "{}: in working days or in months", rule.id);
    }
    let kinds = [
        PlanKind::General,
        PlanKind::Special,
        PlanKind::Department,
        PlanKind::Community,
        PlanKind::Joint,
        PlanKind::Event,
        PlanKind::FirmGeneral,
        PlanKind::FirmSpecial,
        PlanKind::FirmSite,
    ];
    for kind in kinds {
        for about in [TermAbout::File, TermAbout::Publish, TermAbout::Assess] {
            let of = rules.iter().filter(|rule| rule.kinds.contains(&kind));
            let count = of.filter(|rule| rule.about == about).count();
            assert_eq!(count, 1, "{kind:?} {about:?}: one rule");
        }
    }
}

#[test]
fn twenty_working_days_from_the_issue_to_file_and_to_publish() {
    use TermStanding::{Done, DoneLate, Overdue, Running};
    // 2026-11-27 is a Friday; without a table only weekends are free.
    let issued = plan(&[(ReviewStep::Issue, "2026-11-27")]);
    let due = "2026-12-25";
    for (today, standing) in [(due, Running), ("2026-12-26", Overdue)] {
        for rule in ["P01", "P02"] {
            let found = standing_of(PlanKind::Special, &issued, today, rule);
            assert_eq!(found, standing, "{rule} on {today}");
        }
    }
    for (filed, standing) in [(due, Done), ("2026-12-28", DoneLate)] {
        let record = plan(&[(ReviewStep::Issue, "2026-11-27"), (ReviewStep::File, filed)]);
        let found = standing_of(PlanKind::Special, &record, "2027-03-01", "P01");
        assert_eq!(
            found, standing,
            "the day of the act counts, filed on {filed}"
        );
    }
    assert!(
        told(PlanKind::Special, &plan(&[]), due).is_empty(),
        "a draft has no terms"
    );
}

#[test]
fn what_is_left_counts_working_days_and_goes_below_nothing() {
    let rules = shipped_terms();
    let record = plan(&[(ReviewStep::Issue, "2026-11-27")]);
    for (today, left) in [("2026-11-27", 20), ("2026-12-25", 0), ("2026-12-29", -2)] {
        let calendar = WorkCalendar::default();
        let terms = terms(&rules, PlanKind::Special, &record, &calendar, day(today));
        let file = terms.iter().find(|term| term.rule.id == "P01");
        assert_eq!(file.expect("runs").left_days, left, "on {today}");
    }
}

#[test]
fn a_firm_that_hears_nothing_in_five_working_days_is_filed() {
    use TermStanding::{DeemedFiled, Done, Overdue, Running};
    let steps = [
        (ReviewStep::Issue, "2026-11-23"),
        (ReviewStep::Publish, "2026-11-24"),
        (ReviewStep::File, "2026-11-27"),
    ];
    let kind = PlanKind::FirmSite;
    let mut record = plan(&steps);
    for (today, standing) in [("2026-12-04", Running), ("2026-12-05", DeemedFiled)] {
        let found = standing_of(kind, &record, today, "P04");
        assert_eq!(found, standing, "{today}: 应急管理部令第2号 art. 28");
    }
    answered(&mut record, "2026-12-01", FilingAnswer::Incomplete);
    assert_eq!(
        standing_of(kind, &record, "2026-12-05", "P04"),
        Done,
        "answered"
    );
    assert_eq!(
        standing_of(kind, &record, "2027-01-20", "P03"),
        Overdue,
        "what came back is not filed, and the twenty days run from the publishing"
    );
    let special = plan(&steps);
    let told = told(PlanKind::Special, &special, "2026-12-05");
    assert!(
        told.iter().all(|(id, ..)| id != "P04"),
        "no such rule for a government's plan"
    );
}

#[test]
fn an_answer_of_the_day_on_which_the_plan_was_handed_in_answers_it() {
    let kind = PlanKind::FirmSite;
    let mut record = plan(&[
        (ReviewStep::Issue, "2026-11-23"),
        (ReviewStep::Publish, "2026-11-24"),
        (ReviewStep::File, "2026-11-27"),
    ]);
    // Handed in at ten by the desk's clock, the answer entered from paper without an hour.
    record.steps[2].at = record.steps[2].at.plus_ms(10 * 3_600_000);
    answered(&mut record, "2026-11-27", FilingAnswer::Incomplete);
    assert_eq!(
        standing_of(kind, &record, "2026-12-20", "P04"),
        TermStanding::Done,
        "what was returned is not 视为备案"
    );
    // Handed in again on that very day: the answer is to the first time.
    let again = PlanStepped {
        version: "V".into(),
        step: ReviewStep::File,
        ..PlanStepped::default()
    };
    record.steps.push(done("2026-11-27", 101, again));
    assert_eq!(
        standing_of(kind, &record, "2026-11-30", "P04"),
        TermStanding::Running,
        "and is still to be answered"
    );
}

#[test]
fn three_years_to_assess_and_a_drill_counts_from_the_last_one() {
    let mut record = plan(&[(ReviewStep::Issue, "2024-02-29")]);
    let due = |record: &PlanRecord, kind, rule: &str| -> String {
        let told = told(kind, record, "2024-03-01");
        told.into_iter()
            .find(|(id, ..)| id == rule)
            .expect("applies")
            .1
    };
    assert_eq!(
        due(&record, PlanKind::Special, "P05"),
        "2027-02-28",
        "a leap day"
    );
    assert_eq!(
        due(&record, PlanKind::Special, "D02"),
        "2027-02-28",
        "three years"
    );
    assert_eq!(
        due(&record, PlanKind::General, "D01"),
        "2025-02-28",
        "one year"
    );
    assert_eq!(
        due(&record, PlanKind::FirmSite, "D05"),
        "2024-08-29",
        "half a year"
    );
    record
        .drilled
        .push(done("2023-06-01", 7, PlanDrilled::default()));
    record
        .assessed
        .push(done("2023-06-01", 8, PlanAssessed::default()));
    assert_eq!(
        due(&record, PlanKind::Special, "D02"),
        "2026-06-01",
        "the drill of the version before is one of the plan"
    );
    assert_eq!(
        due(&record, PlanKind::Special, "P05"),
        "2027-02-28",
        "an assessment before the issue led to it"
    );
}

#[test]
fn a_department_drills_every_year_and_what_no_article_names_is_to_be_confirmed() {
    let record = plan(&[(ReviewStep::Issue, "2026-01-15")]);
    let drills = |kind| {
        let told = told(kind, &record, "2026-02-01").into_iter();
        let drills = told.filter(|(id, ..)| id.starts_with('D'));
        drills.map(|(id, due, _)| (id, due)).collect::<Vec<_>>()
    };
    let yearly = [("D01".to_owned(), "2027-01-15".to_owned())];
    assert_eq!(
        drills(PlanKind::Department),
        yearly,
        "山东省安全生产条例 art. 63 is stricter than 国办发〔2024〕5号 art. 32"
    );
    assert_eq!(drills(PlanKind::Community), yearly, "as for a street");
    let rules = shipped_terms();
    let open: Vec<_> = rules.iter().filter(|rule| rule.to_confirm).collect();
    let named = open.iter().map(|rule| (rule.id.as_str(), &*rule.kinds));
    assert_eq!(
        named.collect::<Vec<_>>(),
        [
            ("P05", &[PlanKind::Community][..]),
            ("D01", &[PlanKind::Community])
        ],
        "neither article names a village or a community"
    );
    assert!(
        open.iter().all(|rule| rule.note.contains("待区里确认")),
        "and the note says so"
    );
}

#[test]
fn a_term_over_a_year_without_a_table_says_so() {
    let rules = shipped_terms();
    let record = plan(&[(ReviewStep::Issue, "2026-11-27")]);
    let table = emergency::holiday::HolidaysSet {
        year: 2026,
        source: "演练".to_owned(),
        ..Default::default()
    };
    for (calendar, by_table) in [
        (WorkCalendar::default(), false),
        (WorkCalendar::of([&table]), true),
    ] {
        let today = day("2026-11-30");
        let terms = terms(&rules, PlanKind::Special, &record, &calendar, today);
        let file = terms.iter().find(|term| term.rule.id == "P01");
        assert_eq!(file.expect("runs").by_table, by_table, "待区里确认 or not");
    }
}
