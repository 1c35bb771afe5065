//! A changed risk, a hidden danger, a changed team or telephone opens a suggestion on each clause
//! of a plan that it touches.

use contract::calls::Answer as _;
use contract::rows::{CommandRequest, Nothing, SuggestionRow, SuggestionsRequest, Who};
use emergency::danger::DangerWithdrawn;
use emergency::day::Day;
use emergency::decide::{Command, FirmAct, PlanAct, ResourceAct, UnitAct};
use emergency::firm::FirmRegistered;
use emergency::hazard_unit::{Tank, UnitTold};
use emergency::id::UnitId;
use emergency::import::{ImportApplied, ImportRow, Imported, TableKind, UnitOfSite};
use emergency::plan::{RevisionTrigger, SuggestionSettled};
use emergency::risk::{RiskAssessed, RiskJudged};
use emergency::site::{DangerFound, SiteKind, SiteRegistered, Stored};
use emergency::team::{Member, TeamRegistered};
use emergency::time::{DAY_MS, UtcMs};

use super::shelf::{row, save, text};
use super::{Room, now, officer};

const PLAN: &str = "exercise-p";
const RED: RiskJudged = RiskJudged::Lec {
    likelihood: 6.0,
    exposure: 6.0,
    consequence: 15.0,
};
const RED_TOO: RiskJudged = RiskJudged::Matrix {
    likelihood: 5,
    severity: 5,
};
const BLUE: RiskJudged = RiskJudged::Matrix {
    likelihood: 1,
    severity: 2,
};

fn of_kind(room: &Room, kind: &str) -> Vec<SuggestionRow> {
    let request = SuggestionsRequest {
        plan: Some(PLAN.into()),
        settled: false,
    };
    let mut rows = room.desk.plan_suggestions(request).expect("reads");
    rows.retain(|row| row.kind == kind);
    rows
}

/// What it was and is, of each suggestion of a kind.
fn told(room: &Room, kind: &str) -> Vec<(String, String)> {
    let rows = of_kind(room, kind).into_iter();
    rows.map(|row| (row.old, row.new)).collect()
}

fn pair(old: &str, new: &str) -> Vec<(String, String)> {
    vec![(old.to_owned(), new.to_owned())]
}

fn resource(act: ResourceAct) -> Command {
    Command::Resource { act }
}

fn site(chlorine_t: f64, people_500m: u32) -> Command {
    Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练某水厂氯库".to_owned(),
            unit: "演练某水务公司".to_owned(),
            substance: if chlorine_t > 0.0 { "氯" } else { "" }.to_owned(),
            quantity_t: chlorine_t,
            people_500m: Some(people_500m),
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn judge(judged: Option<RiskJudged>) -> Command {
    resource(ResourceAct::AssessRisk {
        site: "S1".into(),
        assessed: RiskAssessed {
            judged,
            what: "演练 加氯间".to_owned(),
            ..RiskAssessed::default()
        },
    })
}

fn danger(words: &str, major: bool, due: Option<Day>) -> Command {
    resource(ResourceAct::FindDanger {
        site: "S1".into(),
        found: DangerFound {
            words: words.to_owned(),
            major,
            due,
            ..DangerFound::default()
        },
    })
}

fn settle(room: &Room, row: &SuggestionRow) {
    room.act(Command::Plan(PlanAct::Settle {
        plan: PLAN.into(),
        settled: SuggestionSettled {
            suggestion: row.suggestion.clone(),
            accepted: true,
            words: row.words.clone(),
            ..SuggestionSettled::default()
        },
    }));
}

/// A plan with a clause that names the place, and one that does not.
fn planned(room: &Room) {
    save(room, text(PLAN, "演练某水厂氯库泄漏时先关阀。"), &[]).expect("is saved");
}

#[test]
fn an_assessment_that_makes_another_level_touches_the_clauses_that_name_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    assert_eq!(told(&room, "assessed"), [], "nobody judged anything yet");
    room.act(judge(Some(BLUE)));
    let first = pair("未评估", "低风险（蓝）");
    assert_eq!(told(&room, "assessed"), first, "the place has a colour now");
    room.act(judge(Some(RED)));
    let found = of_kind(&room, "assessed");
    assert_eq!(found.len(), 1, "one clause names it: {found:?}");
    assert_eq!(
        (found[0].old.as_str(), found[0].new.as_str()),
        ("低风险（蓝）", "重大风险（红）"),
        "the level before, and D of 540"
    );
    assert_eq!(found[0].clause, "二、应急响应", "the clause that names it");
    assert_eq!(
        found[0].trigger,
        RevisionTrigger::Risk,
        "国办发〔2024〕5号 art. 35 (三)"
    );
    assert_eq!(row(&room, PLAN).suggestions, 1, "the shelf counts it");
    settle(&room, &found[0]);
    assert_eq!(told(&room, "assessed"), [], "it is answered");
    room.act(judge(Some(RED_TOO)));
    assert_eq!(told(&room, "assessed"), [], "other numbers, the same level");
    room.act(judge(Some(BLUE)));
    let back = pair("重大风险（红）", "低风险（蓝）");
    assert_eq!(told(&room, "assessed"), back, "milder is a change too");
    room.act(judge(Some(RED)));
    assert_eq!(
        told(&room, "assessed"),
        pair("低风险（蓝）", "重大风险（红）"),
        "the answer was to the earlier change"
    );
    room.act(judge(None));
    let taken_back = pair("重大风险（红）", "未评估");
    assert_eq!(
        told(&room, "assessed"),
        taken_back,
        "nothing stands any more"
    );
}

#[test]
fn an_earlier_assessment_that_is_entered_late_changes_nothing_that_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    room.act(judge(Some(RED)));
    let late = CommandRequest {
        command: judge(Some(BLUE)),
        who: Who {
            paper_at: Some(UtcMs(now().0 - DAY_MS)),
            ..officer()
        },
        second_pin: String::new(),
    };
    room.desk.command(late).expect("a paper is entered late");
    assert_eq!(
        told(&room, "assessed"),
        pair("低风险（蓝）", "重大风险（红）"),
        "it stands before the one of today"
    );
}

#[test]
fn a_first_assessment_that_leaves_the_colour_as_it_was_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    room.act(danger("演练 喷淋装置失效", true, None));
    room.act(judge(Some(BLUE)));
    assert_eq!(
        told(&room, "assessed"),
        [],
        "the place is red by the major danger, as it was"
    );
    let sites = room.desk.sites(Nothing {}).expect("reads");
    room.act_as_two(resource(ResourceAct::WithdrawDanger {
        site: "S1".into(),
        withdrawn: DangerWithdrawn {
            danger: sites[0].dangers[0].event,
            act: None,
            reason: "演练 误录".to_owned(),
        },
    }));
    assert_eq!(
        told(&room, "assessed"),
        pair("未评估", "低风险（蓝）"),
        "the danger is taken back: now the assessment makes the colour"
    );
}

#[test]
fn the_grade_changes_with_the_people_around_and_when_nothing_is_stored_any_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(20.0, 40));
    planned(&room);
    assert_eq!(told(&room, "grade"), [], "it is as it was entered");
    room.change_site(site(20.0, 120));
    assert_eq!(told(&room, "hazard"), [], "as much is stored as before");
    assert_eq!(
        told(&room, "grade"),
        [],
        "R of 19.2 and of 32 are both 三级 (GB 18218-2018, 表6)"
    );
    room.change_site(site(40.0, 120));
    assert_eq!(
        told(&room, "grade"),
        pair("三级重大危险源", "二级重大危险源"),
        "R of 64"
    );
    room.change_site(site(0.0, 120));
    let grades = told(&room, "grade");
    assert!(
        grades.contains(&("二级重大危险源".to_owned(), "未登记危险化学品".to_owned())),
        "nothing is stored there any more: {grades:?}"
    );
}

/// A tank farm of the place with so much ammonia in one tank.
fn farm(ammonia_t: f64) -> UnitTold {
    UnitTold {
        name: "演练 一号罐区".to_owned(),
        tanks: vec![Tank {
            name: "V-1".to_owned(),
            holds: Stored {
                substance: "氨".to_owned(),
                quantity_t: ammonia_t,
                ..Stored::default()
            },
            ..Tank::default()
        }],
        ..UnitTold::default()
    }
}

fn unit(told: UnitTold, seen: Option<UnitTold>) -> Command {
    Command::Unit(UnitAct::Register {
        site: "S1".into(),
        unit: Some(UnitId::of(&"S1".into(), "U1")),
        told,
        seen: seen.map(Box::new),
    })
}

#[test]
fn a_unit_that_is_entered_changed_or_taken_off_touches_what_names_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    assert_eq!(told(&room, "hazard_unit"), [], "it has no unit");
    room.act(unit(farm(60.0), None));
    let entered = of_kind(&room, "hazard_unit");
    // 60 t of ammonia: S 6, R = 1.2·2·6 = 14.4, 三级 (GB 18218-2018, 表6).
    let (none, third) = (
        "演练 一号罐区 未登记",
        "演练 一号罐区 氨 60 吨（三级重大危险源）",
    );
    assert_eq!(told(&room, "hazard_unit"), pair(none, third), "it is new");
    assert_eq!(
        entered[0].clause, "二、应急响应",
        "the clause that names the place"
    );
    assert_eq!(entered[0].trigger, RevisionTrigger::Risk, "it is a risk");
    settle(&room, &entered[0]);
    let renamed = UnitTold {
        phone: "000-1".to_owned(),
        ..farm(60.0)
    };
    room.act(unit(renamed.clone(), Some(farm(60.0))));
    assert_eq!(told(&room, "hazard_unit"), [], "a telephone is no risk");
    room.act(unit(farm(600.0), Some(renamed)));
    let first = "演练 一号罐区 氨 600 吨（一级重大危险源）";
    let changed = told(&room, "hazard_unit");
    assert!(
        changed.contains(&(third.to_owned(), first.to_owned())),
        "more is stored, and the grade is another: {changed:?}"
    );
    room.change_site(site(1.0, 0));
    let people = told(&room, "hazard_unit");
    let second = "演练 一号罐区 氨 600 吨（二级重大危险源）";
    assert!(
        people.contains(&(first.to_owned(), second.to_owned())),
        "fewer people live around it: {people:?}"
    );
    room.act(Command::Unit(UnitAct::Withdraw {
        site: "S1".into(),
        unit: UnitId::of(&"S1".into(), "U1"),
        seen: Some(Box::new(farm(600.0))),
        reason: "演练 停用".to_owned(),
    }));
    let gone = told(&room, "hazard_unit");
    assert!(
        gone.contains(&(second.to_owned(), none.to_owned())),
        "it is taken off: {gone:?}"
    );
}

#[test]
fn a_table_of_units_that_is_taken_back_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    let id = UnitId::of(&"S1".into(), "U1").0;
    let imported = Imported::Unit(UnitOfSite {
        site: "S1".into(),
        told: farm(60.0),
    });
    room.act(resource(ResourceAct::ApplyImport {
        import: "I1".into(),
        applied: ImportApplied {
            kind: TableKind::Units,
            file: "演练.csv".to_owned(),
            rows: 1,
            ..ImportApplied::default()
        },
        rows: vec![ImportRow { id, imported }],
    }));
    assert_eq!(of_kind(&room, "hazard_unit").len(), 1, "it was entered");
    room.act(resource(ResourceAct::UndoImport {
        import: "I1".into(),
        reason: "演练 表格有误".to_owned(),
    }));
    assert_eq!(
        told(&room, "hazard_unit"),
        [],
        "there never was such a unit"
    );
}

#[test]
fn a_risk_touches_the_clauses_that_name_the_firm_of_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(Command::Firm(FirmAct::Register {
        firm: Some("F1".into()),
        registered: Box::new(FirmRegistered {
            name: "演练甲化工厂".to_owned(),
            ..FirmRegistered::default()
        }),
        seen: None,
    }));
    room.act(Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练氨站".to_owned(),
            firm: Some("F1".into()),
            people_500m: Some(40),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    save(&room, text(PLAN, "演练甲化工厂泄漏时先关阀。"), &[]).expect("is saved");
    room.act(unit(farm(60.0), None));
    let found = of_kind(&room, "hazard_unit");
    assert_eq!(
        found.len(),
        1,
        "the firm is named, not the place: {found:?}"
    );
}

#[test]
fn an_unresolved_danger_says_whether_it_is_major_and_whether_its_day_has_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(site(1.0, 40));
    planned(&room);
    let today = Day::of(now());
    room.act(danger("演练 护栏锈蚀", false, Some(today.plus(9))));
    room.act(danger("演练 喷淋装置失效", true, None));
    room.act(danger("演练 报警器未检", false, Some(today.plus(-1))));
    let mut said: Vec<String> = told(&room, "danger").into_iter().map(|one| one.1).collect();
    said.sort();
    let late = format!("演练 报警器未检（{} 到期，已逾期）", today.plus(-1));
    let mut wanted = vec![
        "演练 护栏锈蚀".to_owned(),
        "重大隐患：演练 喷淋装置失效".to_owned(),
        late,
    ];
    wanted.sort();
    assert_eq!(said, wanted, "each that is not put right, with its urgency");
}

fn team(contact: &str, members: &[(&str, &str)]) -> TeamRegistered {
    let member = |(name, phone): &(&str, &str)| Member {
        name: (*name).to_owned(),
        phone: (*phone).to_owned(),
        ..Member::default()
    };
    TeamRegistered {
        name: "演练危化救援一队".to_owned(),
        unit: "演练某公司".to_owned(),
        people: 6,
        contact: contact.to_owned(),
        members: members.iter().map(member).collect(),
        ..TeamRegistered::default()
    }
}

fn register(registered: TeamRegistered) -> Command {
    let team = "T1".into();
    Command::RegisterTeam { team, registered }
}

#[test]
fn another_number_in_the_words_of_a_contact_or_of_a_member_touches_what_has_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let people = [
        ("演练 李某", "000-0101-0007"),
        ("演练 钱某", "000-0101-0008"),
    ];
    room.act(register(team("演练 赵某 000-0101-0001", &people)));
    let words = "先打 000-0101-0001，再打 000-0101-0007。";
    save(&room, text(PLAN, words), &[]).expect("is saved");
    assert_eq!(told(&room, "phone"), [], "the plan has what is on the list");
    room.act(register(team("演练 孙某 000-0101-0002", &people)));
    let found = told(&room, "phone");
    assert_eq!(found.len(), 1, "a table brings the number so: {found:?}");
    assert_eq!(found[0].0, "000-0101-0001", "what stands in the plan");
    assert!(found[0].1.starts_with("000-0101-0002"), "{found:?}");
    let people = [
        ("演练 李某", "000-0101-0009"),
        ("演练 钱某", "000-0101-0008"),
    ];
    room.act(register(team("演练 孙某 000-0101-0002", &people)));
    let found = told(&room, "phone");
    let own = ("000-0101-0007".to_owned(), "000-0101-0009".to_owned());
    assert!(
        found.contains(&own),
        "the new number of the same person: {found:?}"
    );
}

#[test]
fn a_team_that_is_off_the_list_touches_what_names_it_until_it_is_entered_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(register(team("演练 赵某 000-0101-0001", &[])));
    save(&room, text(PLAN, "演练危化救援一队到场。"), &[]).expect("is saved");
    room.act(resource(ResourceAct::WithdrawTeam {
        team: "T1".into(),
        reason: "演练 撤编".to_owned(),
    }));
    let found = of_kind(&room, "gone");
    assert_eq!(found.len(), 1, "nobody of that name can be sent: {found:?}");
    assert_eq!(found[0].clause, "二、应急响应", "the clause that names it");
    assert_eq!(
        found[0].trigger,
        RevisionTrigger::Resources,
        "国办发〔2024〕5号 art. 35 (四)"
    );
    room.act(Command::RegisterTeam {
        team: "T2".into(),
        registered: team("演练 赵某 000-0101-0001", &[]),
    });
    assert_eq!(told(&room, "gone"), [], "it is there, under another number");
}
