use super::*;

/// 2026-11-24 10:12 in China.
const LEARNED: i64 = 1_795_486_320_000;

fn accident(grade: IncidentGrade) -> ClockFacts {
    ClockFacts {
        grade: Some(grade),
        traits: vec!["production_accident".into()],
        occurred_at_ms: Some(LEARNED - 7 * MINUTE_MS),
        learned_at_ms: LEARNED,
        ..ClockFacts::default()
    }
}

fn sent(minutes: i64, to: &[&str], written: bool) -> SentReport {
    SentReport {
        kind: ReportKind::First,
        sent_at_ms: LEARNED + minutes * MINUTE_MS,
        to: to.iter().map(|to| (*to).to_owned()).collect(),
        written,
        answers: Vec::new(),
    }
}

fn run_at(facts: &ClockFacts, minutes: i64) -> Vec<Clock> {
    clocks(&ClockTable::shipped(), facts, LEARNED + minutes * MINUTE_MS)
}

fn event(trigger: Trigger, id: &str) -> ClockEvent {
    ClockEvent {
        trigger,
        id: id.into(),
        at_ms: LEARNED,
        extra_days: 0,
    }
}

fn one<'a>(clocks: &'a [Clock], rule: &str) -> &'a Clock {
    let mut found = clocks.iter().filter(|clock| clock.rule == rule);
    let clock = found.next().unwrap_or_else(|| panic!("{rule} runs"));
    assert!(found.next().is_none(), "{rule} runs once");
    clock
}

#[test]
fn the_shipped_table_is_sound_and_holds_every_rule() {
    let table = ClockTable::shipped();
    let ids: Vec<_> = table.rules.iter().map(|rule| rule.id.as_str()).collect();
    for number in 1..=19 {
        let id = format!("R{number:02}");
        assert!(ids.contains(&id.as_str()), "{id} is in the table");
    }
    for id in ["E01", "E02", "I01", "I02", "N01", "S01"] {
        assert!(ids.contains(&id), "{id} is in the table");
    }
    assert_eq!(
        ids[0], "R02",
        "the thirty minutes of the province come first"
    );
    for rule in &table.rules {
        let adopted = rule.source.contains("待区里确认");
        assert_eq!(
            rule.basis == Basis::Adopted,
            adopted,
            "{} says what it rests on",
            rule.id
        );
    }
}

#[test]
fn the_provincial_direct_report_is_due_in_thirty_minutes_whatever_the_grade() {
    for grade in [
        IncidentGrade::Ordinary,
        IncidentGrade::ExtraordinarilySerious,
    ] {
        let clocks = run_at(&accident(grade), 10);
        assert_eq!(clocks[0].rule, "R02", "it is the first");
        assert_eq!(
            clocks[0].due_at_ms,
            Some(LEARNED + 30 * MINUTE_MS),
            "条例 art. 65"
        );
        assert_eq!(
            clocks[0].state,
            ClockState::Running,
            "twenty minutes are left"
        );
        assert_eq!(
            clocks[0].left_ms(LEARNED + 10 * MINUTE_MS),
            Some(20 * MINUTE_MS),
            "exactly"
        );
    }
    let late = run_at(&accident(IncidentGrade::Ordinary), 31);
    assert_eq!(late[0].state, ClockState::Overdue, "one minute over");
    assert!(
        late[0].is_late_at(LEARNED + 31 * MINUTE_MS),
        "a report now asks for a reason"
    );
    let at_the_limit = run_at(&accident(IncidentGrade::Ordinary), 30);
    assert_eq!(
        at_the_limit[0].state,
        ClockState::Running,
        "the thirtieth minute is in time"
    );
}

#[test]
fn grades_choose_the_rules() {
    let rules = |grade| -> Vec<String> {
        run_at(&accident(grade), 0)
            .into_iter()
            .map(|clock| clock.rule)
            .collect()
    };
    let cases: [(IncidentGrade, &[&str], &[&str]); 3] = [
        (
            IncidentGrade::Ordinary,
            &["R02", "R04", "R17", "R18"],
            &["R03", "R05", "R06", "R09"],
        ),
        (
            IncidentGrade::Major,
            &["R02", "R03", "R04", "R05", "R09"],
            &["R06", "R08"],
        ),
        (
            IncidentGrade::Serious,
            &["R02", "R03", "R06", "R08", "R09"],
            &["R05"],
        ),
    ];
    for (grade, with, without) in cases {
        let rules = rules(grade);
        for rule in with {
            assert!(
                rules.iter().any(|r| r == rule),
                "{rule} holds for {grade:?}"
            );
        }
        for rule in without {
            assert!(
                !rules.iter().any(|r| r == rule),
                "{rule} does not hold for {grade:?}"
            );
        }
    }
    let mut social = accident(IncidentGrade::Ordinary);
    social.traits.push("social_impact".into());
    assert_eq!(
        one(&run_at(&social, 0), "R05").state,
        ClockState::Running,
        "21号令 art. 8"
    );
}

#[test]
fn a_clock_stops_when_its_recipients_were_reached() {
    let mut facts = accident(IncidentGrade::Major);
    facts.sent = vec![sent(20, &["省安委办", "市应急管理局"], false)];
    let clocks = run_at(&facts, 50);
    assert_eq!(
        one(&clocks, "R02").state,
        ClockState::Met,
        "an alias of the office counts"
    );
    assert_eq!(
        one(&clocks, "R02").done_at_ms,
        Some(LEARNED + 20 * MINUTE_MS),
        "at the time it was sent"
    );
    assert_eq!(
        one(&clocks, "R03").state,
        ClockState::Running,
        "a call is not a written report"
    );
    assert_eq!(
        one(&clocks, "R04").state,
        ClockState::Running,
        "the own government is not told"
    );

    facts
        .sent
        .push(sent(70, &["province_safety_office", "区政府"], true));
    let clocks = run_at(&facts, 80);
    assert_eq!(
        one(&clocks, "R03").state,
        ClockState::MetLate,
        "written, ten minutes late"
    );
    assert_eq!(
        one(&clocks, "R04").state,
        ClockState::Met,
        "the last of the two counts"
    );
}

#[test]
fn a_report_that_names_its_clock_stops_it() {
    let mut facts = accident(IncidentGrade::Ordinary);
    let mut report = sent(12, &["某单位"], false);
    report.answers = vec!["R02".into()];
    facts.sent = vec![report];
    assert_eq!(
        one(&run_at(&facts, 20), "R02").state,
        ClockState::Met,
        "the sender says so"
    );
}

#[test]
fn the_next_follow_up_counts_from_the_last_report_until_the_final_one() {
    let mut facts = accident(IncidentGrade::Ordinary);
    assert!(
        run_at(&facts, 0).iter().all(|clock| clock.rule != "R10"),
        "nothing was sent yet"
    );
    facts.sent = vec![sent(20, &[], false), sent(90, &[], false)];
    let clocks = run_at(&facts, 100);
    assert_eq!(
        one(&clocks, "R10").due_at_ms,
        Some(LEARNED + (90 + 1440) * MINUTE_MS),
        "a day after the last one"
    );
    facts.grade = Some(IncidentGrade::Serious);
    let clocks = run_at(&facts, 100);
    assert_eq!(
        one(&clocks, "R11").due_at_ms,
        Some(LEARNED + (90 + 720) * MINUTE_MS),
        "twice"
    );
    facts.sent.push(SentReport {
        kind: ReportKind::Final,
        ..sent(200, &[], true)
    });
    assert!(
        run_at(&facts, 300).iter().all(|clock| clock.rule != "R11"),
        "the final one ends it"
    );
}

#[test]
fn a_change_of_casualties_is_due_the_same_day_inside_the_window() {
    let mut facts = accident(IncidentGrade::Ordinary);
    facts.sent = vec![sent(20, &[], false)];
    facts.casualty_changes_ms = vec![LEARNED + 60 * MINUTE_MS, LEARNED + 31 * DAY_MS];
    let clocks = run_at(&facts, 61);
    let change = one(&clocks, "R12");
    assert_eq!(
        change.state,
        ClockState::Running,
        "the report before it does not count"
    );
    assert_eq!(
        change.due_at_ms.map(when::date_time).as_deref(),
        Some("2026年11月24日23时59分"),
        "当日, and the change after 30 days is outside the window"
    );
    facts.sent.push(sent(61, &[], false));
    assert_eq!(
        one(&run_at(&facts, 70), "R12").state,
        ClockState::Met,
        "a later report does"
    );

    facts.traits.push("road_or_fire".into());
    facts.casualty_changes_ms = vec![LEARNED + 6 * DAY_MS, LEARNED + 8 * DAY_MS];
    let clocks = run_at(&facts, 70);
    assert_eq!(
        one(&clocks, "R13").rule,
        "R13",
        "road and fire have seven days"
    );
    assert!(
        clocks.iter().all(|clock| clock.rule != "R12"),
        "and not thirty"
    );
}

#[test]
fn other_happenings_have_clocks_of_their_own() {
    let mut facts = ClockFacts {
        learned_at_ms: LEARNED,
        ..ClockFacts::default()
    };
    facts.events = vec![
        event(Trigger::Entrapped, "lift"),
        event(Trigger::RescueAsked, "lift"),
        event(Trigger::VerifyAsked, "a"),
        event(Trigger::VerifyAsked, "b"),
        event(Trigger::OralAllocation, "s"),
        event(Trigger::TipOffReceived, "t"),
    ];
    let met = |key: &str, minutes: i64| (key.to_owned(), LEARNED + minutes * MINUTE_MS);
    facts.met = [met("R19:a", 10), met("R19:b", 20), met("E01:lift", 25)].into();
    let clocks = run_at(&facts, 121);
    let lift = one(&clocks, "E02");
    assert_eq!(lift.state, ClockState::Overdue, "two hours in a lift");
    assert!(lift.consequence.contains("升级"), "which raises the grade");
    assert_eq!(
        one(&clocks, "E01").state,
        ClockState::Met,
        "the rescuers came in time, which frees nobody yet"
    );
    let states: Vec<_> = clocks
        .iter()
        .filter(|c| c.rule == "R19")
        .map(|c| c.state)
        .collect();
    assert_eq!(
        states,
        [ClockState::Met, ClockState::MetLate],
        "each request has its own clock"
    );
    assert_eq!(
        one(&clocks, "S01").due_at_ms,
        Some(LEARNED + 2880 * MINUTE_MS),
        "48 hours"
    );
    assert_eq!(
        one(&clocks, "R16").due_at_ms.map(when::date).as_deref(),
        Some("2027年1月24日"),
        "two calendar months"
    );
    assert!(
        clocks.iter().all(|clock| clock.rule != "R02"),
        "it is no production accident"
    );
}

#[test]
fn the_units_own_hour_needs_its_start() {
    let mut facts = accident(IncidentGrade::Ordinary);
    assert_eq!(
        one(&run_at(&facts, 0), "R01").state,
        ClockState::Unstarted,
        "not known"
    );
    facts.events = vec![ClockEvent {
        at_ms: LEARNED - 90 * MINUTE_MS,
        ..event(Trigger::UnitLearned, "u")
    }];
    assert_eq!(
        one(&run_at(&facts, 0), "R01").state,
        ClockState::Overdue,
        "an hour was given"
    );
    facts.met = [("R01:u".to_owned(), LEARNED)].into();
    assert_eq!(
        one(&run_at(&facts, 0), "R01").state,
        ClockState::MetLate,
        "ninety minutes"
    );
}

#[test]
fn an_investigation_counts_whole_days_and_may_be_prolonged() {
    let mut facts = accident(IncidentGrade::Ordinary);
    facts.events = vec![event(Trigger::Investigation, "v")];
    let due = |facts: &ClockFacts, rule| {
        let clocks = run_at(facts, 0);
        one(&clocks, rule).due_at_ms.map(when::date_time)
    };
    assert_eq!(
        due(&facts, "I01").as_deref(),
        Some("2027年1月23日23时59分"),
        "sixty days after the 24th of November"
    );
    facts.events[0].extra_days = 60;
    assert_eq!(
        due(&facts, "I01").as_deref(),
        Some("2027年3月24日23时59分"),
        "and sixty more"
    );
    facts
        .events
        .push(event(Trigger::InvestigationReported, "v"));
    assert_eq!(
        due(&facts, "I02").as_deref(),
        Some("2026年12月9日23时59分"),
        "the answer follows in fifteen"
    );
}

#[test]
fn a_grave_social_impact_starts_what_the_grade_does_not() {
    let mut facts = accident(IncidentGrade::Ordinary);
    assert!(
        run_at(&facts, 0).iter().all(|clock| clock.rule != "N01"),
        "nobody asks for a press conference yet"
    );
    facts.traits.push("social_impact".into());
    facts.social_impact_at_ms = Some(LEARNED + 180 * MINUTE_MS);
    let clocks = run_at(&facts, 181);
    for (rule, minutes) in [("R05", 60), ("N01", 1_440)] {
        let clock = one(&clocks, rule);
        let due = Some(LEARNED + (180 + minutes) * MINUTE_MS);
        assert_eq!(clock.due_at_ms, due, "{rule} counts from when it was found");
    }
    facts.grade = Some(IncidentGrade::Serious);
    let clocks = run_at(&facts, 181);
    let due = Some(LEARNED + 1_440 * MINUTE_MS);
    assert_eq!(
        one(&clocks, "N01").due_at_ms,
        due,
        "a serious accident needs no finding"
    );
    facts.met = [("N01".to_owned(), LEARNED + 600 * MINUTE_MS)].into();
    assert_eq!(
        one(&run_at(&facts, 700), "N01").state,
        ClockState::Met,
        "it was held"
    );
}

#[test]
fn changes_of_one_day_are_one_clock_and_of_two_days_two() {
    let mut facts = accident(IncidentGrade::Ordinary);
    let changes = [60, 120, 60 + 24 * 60];
    facts.casualty_changes_ms = changes.map(|minutes| LEARNED + minutes * MINUTE_MS).into();
    facts.sent = vec![sent(90, &[], true)];
    let states = |facts: &ClockFacts| -> Vec<ClockState> {
        let clocks = run_at(facts, 25 * 60);
        let changes = clocks.iter().filter(|clock| clock.rule == "R12");
        changes.map(|clock| clock.state).collect()
    };
    assert_eq!(
        states(&facts),
        [ClockState::Overdue, ClockState::Running],
        "the report between them does not carry the second of the first day"
    );
    facts.sent.push(sent(25 * 60, &[], true));
    assert_eq!(
        states(&facts),
        [ClockState::MetLate, ClockState::Met],
        "one report carries both, late for the first"
    );
}

#[test]
fn what_is_asked_of_the_watch_needs_no_incident() {
    let facts = ClockFacts {
        events: vec![event(Trigger::TipOffReceived, "t")],
        ..ClockFacts::default()
    };
    let clocks = event_clocks(&ClockTable::shipped(), &facts, LEARNED);
    let rules: Vec<_> = clocks.iter().map(|clock| clock.rule.as_str()).collect();
    assert_eq!(rules, ["R16"], "and nothing of an incident runs");
}

#[test]
fn a_table_that_cannot_be_used_says_why() {
    let json = |rule: &str| {
        format!(
            "{{\"version\":\"1\",\"recipients\":[],\"rules\":[{{\"id\":\"X\",\"trigger\":\
             \"learned\",\"duty\":\"unit\",\"who\":\"\",\"to\":\"\",\"mode\":\"\",\"grades\":[],\
             \"basis\":\"law\",\"source\":\"s\",{rule}}}]}}"
        )
    };
    for (rule, fault) in [
        ("\"due\":\"minutes\"", "minutes"),
        ("\"due\":\"at_once\",\"limitMin\":3", "minutes"),
        ("\"due\":\"at_once\",\"toCodes\":[\"x\"]", "recipient"),
        ("\"due\":\"days\"", "days"),
    ] {
        let error = ClockTable::parse(&json(rule)).expect_err(rule).to_string();
        assert!(error.contains(fault), "{error:?} names {fault}");
    }
    assert!(ClockTable::parse("[]").is_err(), "a list is no table");
}
