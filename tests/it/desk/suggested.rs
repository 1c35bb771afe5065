//! What is to be revised: a change that touches a plan opens a suggestion on each of its clauses.

use contract::calls::Answer as _;
use contract::rows::{Nothing, SuggestionRow, SuggestionsRequest};
use emergency::decide::{Command, PlanAct, ResourceAct};
use emergency::plan::{
    DrillFinding, PlanDrilled, RevisionSuggested, RevisionTrigger, SuggestionSettled,
};
use emergency::site::{DangerClosed, DangerFound, SiteKind, SiteRegistered};
use emergency::team::{ContactStep, TeamRegistered};

use super::Room;
use super::shelf::{row, save, text};

fn team(name: &str, phone: &str) -> Command {
    Command::RegisterTeam {
        team: "T1".into(),
        registered: TeamRegistered {
            name: name.to_owned(),
            unit: "演练 某公司".to_owned(),
            people: 6,
            ladder: vec![ContactStep {
                name: "演练 值班".to_owned(),
                role: "值班".to_owned(),
                phone: phone.to_owned(),
            }],
            ..TeamRegistered::default()
        },
    }
}

fn suggestions(room: &Room, settled: bool) -> Vec<SuggestionRow> {
    let plan = Some("exercise-p".into());
    let request = SuggestionsRequest { plan, settled };
    room.desk.plan_suggestions(request).expect("reads")
}

#[test]
fn a_changed_name_phone_and_finding_open_a_suggestion_on_each_clause_they_touch() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(team("演练危化救援一队", "000-0101-0001"));
    let words = "演练危化救援一队到场。\n\n值班电话 000-0101-0001。";
    let first = save(&room, text("exercise-p", words), &[]).expect("is saved");
    assert_eq!(suggestions(&room, false), [], "nothing changed yet");
    room.act(team("演练危化救援大队", "000-0101-0002"));
    room.act(Command::Plan(PlanAct::Drill {
        plan: "exercise-p".into(),
        drilled: PlanDrilled {
            title: "演练 桌面推演".to_owned(),
            findings: vec![DrillFinding {
                clause: "应急响应".to_owned(),
                words: "报告对象不明".to_owned(),
            }],
            ..PlanDrilled::default()
        },
    }));
    let found = suggestions(&room, false);
    let kinds: Vec<_> = found
        .iter()
        .map(|row| (row.kind.as_str(), row.clause.as_str()))
        .collect();
    for kind in ["unit", "phone", "drill"] {
        assert!(
            kinds.contains(&(kind, "二、应急响应")),
            "{kind} on its clause: {kinds:?}"
        );
    }
    let phone = found
        .iter()
        .find(|row| row.kind == "phone")
        .expect("is there");
    assert_eq!(
        (phone.old.as_str(), phone.new.as_str()),
        ("000-0101-0001", "000-0101-0002"),
        "what stands there and what it is now"
    );
    room.act(Command::Plan(PlanAct::Settle {
        plan: "exercise-p".into(),
        settled: SuggestionSettled {
            suggestion: phone.suggestion.clone(),
            accepted: true,
            words: phone.words.clone(),
            ..SuggestionSettled::default()
        },
    }));
    assert_eq!(
        suggestions(&room, false).len(),
        found.len() - 1,
        "one is settled"
    );
    let all = suggestions(&room, true);
    let settled = all.iter().find(|row| row.suggestion == phone.suggestion);
    assert_eq!(settled.expect("on record").accepted, Some(true), "taken up");
    let mended = "演练危化救援大队到场。\n\n值班电话 000-0101-0002。";
    save(&room, text("exercise-p", mended), &[&first]).expect("is saved");
    let left: Vec<String> = suggestions(&room, false)
        .into_iter()
        .map(|row| row.kind)
        .collect();
    assert_eq!(left, ["drill"], "what the new words mend is gone");
}

#[test]
fn a_hazard_site_that_holds_more_touches_the_clauses_that_name_it_and_a_longer_name_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let site = |quantity_t: f64| Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练某水厂氯库".to_owned(),
            substance: "氯".to_owned(),
            quantity_t,
            ..SiteRegistered::default()
        },
        seen: None,
    };
    room.act(site(5.0));
    room.act(team("演练消防大队", "000-0101-0001"));
    let words = "演练某水厂氯库泄漏时，演练消防大队一队到场。";
    save(&room, text("exercise-p", words), &[]).expect("is saved");
    room.change_site(site(20.0));
    room.act(team("演练消防大队一队", "000-0101-0001"));
    let found = suggestions(&room, false);
    let kinds: Vec<&str> = found.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["hazard"],
        "the plan has the new name of the team already"
    );
    assert_eq!(
        found[0].trigger,
        RevisionTrigger::Risk,
        "国办发〔2024〕5号 art. 35 (三)"
    );
    assert_eq!(
        (found[0].old.as_str(), found[0].new.as_str()),
        ("氯 5 吨", "氯 20 吨")
    );
    let by_hand = |clauses: &[&str]| {
        Command::Plan(PlanAct::Suggest {
            plan: "exercise-p".into(),
            suggested: RevisionSuggested {
                trigger: RevisionTrigger::Law,
                clauses: clauses.iter().map(|one| (*one).to_owned()).collect(),
                words: "演练 依据的标准已修订".to_owned(),
                source: "演练 来文".to_owned(),
                ..RevisionSuggested::default()
            },
        })
    };
    room.act(by_hand(&["总则", "应急响应"]));
    room.act(by_hand(&[]));
    let entered = suggestions(&room, false).into_iter();
    let places = entered
        .filter(|row| row.kind == "entered")
        .map(|row| row.clause);
    let places: Vec<String> = places.collect();
    assert_eq!(
        places,
        ["", "一、总则", "二、应急响应"],
        "the whole plan, and each clause"
    );
}

/// A hazard site on the river that holds so much chlorine.
fn site(quantity_t: f64) -> Command {
    Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练某水厂氯库".to_owned(),
            unit: "演练某水务公司".to_owned(),
            substance: "氯".to_owned(),
            quantity_t,
            people_500m: Some(40),
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn resource(act: ResourceAct) -> Command {
    Command::Resource { act }
}

fn kinds(room: &Room) -> Vec<String> {
    let rows = suggestions(room, false).into_iter();
    rows.map(|row| row.kind).collect()
}

#[test]
fn clauses_that_are_called_the_same_have_a_suggestion_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(team("演练危化救援一队", "000-0101-0001"));
    let words = "总体。\n\n## 报告\n\n演练危化救援一队报告。\n\n# 三、恢复\n\n恢复。\n\n\
                 ## 报告\n\n演练危化救援一队再报告。";
    save(&room, text("exercise-p", words), &[]).expect("is saved");
    room.act(team("演练危化救援大队", "000-0101-0001"));
    let found = suggestions(&room, false);
    assert_eq!(found.len(), 2, "one on each: {found:?}");
    assert_ne!(found[0].place, found[1].place, "on two clauses");
    room.act(Command::Plan(PlanAct::Settle {
        plan: "exercise-p".into(),
        settled: SuggestionSettled {
            suggestion: found[0].suggestion.clone(),
            accepted: true,
            ..SuggestionSettled::default()
        },
    }));
    let left = suggestions(&room, false);
    assert_eq!(left.len(), 1, "each is answered by itself");
    assert_eq!(left[0].place, found[1].place, "the other is open");
    assert_eq!(
        row(&room, "exercise-p").suggestions,
        1,
        "the shelf counts it"
    );
    room.act(Command::Plan(PlanAct::Drill {
        plan: "exercise-p".into(),
        drilled: PlanDrilled {
            title: "演练".to_owned(),
            findings: vec![DrillFinding {
                clause: "报告".to_owned(),
                words: "报告太慢".to_owned(),
            }],
            ..PlanDrilled::default()
        },
    }));
    let drilled = kinds(&room);
    let drilled = drilled.iter().filter(|kind| *kind == "drill").count();
    assert_eq!(
        drilled, 2,
        "a finding touches every clause that is called so"
    );
}

#[test]
fn another_grade_and_a_hidden_danger_touch_what_names_the_place_or_its_firm() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(5.0));
    let words = "演练某水厂氯库泄漏时，演练某水务公司先关阀。";
    save(&room, text("exercise-p", words), &[]).expect("is saved");
    assert_eq!(kinds(&room), Vec::<String>::new(), "nothing changed yet");
    room.change_site(site(500.0));
    let found = suggestions(&room, false);
    let grade = found.iter().find(|row| row.kind == "grade");
    let grade = grade.expect("GB 18218-2018 makes another grade of it");
    assert_eq!(
        grade.trigger,
        RevisionTrigger::Risk,
        "国办发〔2024〕5号 art. 35 (三)"
    );
    assert!(
        grade.new.contains("重大危险源") && grade.old != grade.new,
        "{grade:?}"
    );
    let before = found.len();
    room.act(resource(ResourceAct::FindDanger {
        site: "S1".into(),
        found: DangerFound {
            words: "喷淋装置失效".to_owned(),
            ..DangerFound::default()
        },
    }));
    let found = suggestions(&room, false);
    assert_eq!(found.len(), before + 1, "the danger is one more");
    let danger = found
        .iter()
        .find(|row| row.kind == "danger")
        .expect("is open");
    assert!(
        danger.words.contains("喷淋装置失效"),
        "it says what is wrong"
    );
    let event = room.desk.sites(Nothing {}).expect("reads")[0].dangers[0].event;
    room.act(resource(ResourceAct::CloseDanger {
        site: "S1".into(),
        closed: DangerClosed {
            danger: event,
            note: "演练 已修复，复查合格".to_owned(),
        },
    }));
    assert_eq!(
        suggestions(&room, false).len(),
        before,
        "put right, it suggests nothing"
    );
}

#[test]
fn a_sample_that_nobody_took_over_has_suggestions_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let all = |plan: &str| {
        let plan = Some(plan.into());
        let request = SuggestionsRequest {
            plan,
            settled: false,
        };
        room.desk.plan_suggestions(request).expect("reads")
    };
    let sample = room.desk.plan_shelf(Nothing {}).expect("reads").remove(0);
    assert!(!sample.recorded, "nobody took it over");
    let read = room.desk.plan_text(contract::rows::PlanTextRequest {
        plan: sample.id.clone(),
        version: None,
    });
    // Who has to do its first card may be a team by that name.
    let name = read.expect("reads").detail.cards[0].task.who.clone();
    let before = all(sample.id.as_str()).len();
    room.act(team(&name, ""));
    room.act(team("演练 改名后的队伍", ""));
    let found = all(sample.id.as_str());
    assert!(
        found.len() > before,
        "the sample names a team that is called otherwise now"
    );
    let there = row(&room, sample.id.as_str());
    assert_eq!(
        there.suggestions as usize,
        found.len(),
        "and the shelf counts them"
    );
}
