//! Review and filing: from a draft to a plan in force, its terms, the map.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    ExportPlan, Nothing, PlanForm, PlanMapRow, PlanRequest, SearchRequest, SignPlan, TermKind,
    TermState, VersionSaved, Who,
};
use emergency::day::Day;
use emergency::decide::{Command, PlanAct};
use emergency::holiday::HolidaysSet;
use emergency::plan::{ExpertVote, PlanDrilled, PlanEnded, PlanState, PlanStepped, ReviewStep};
use emergency::time::{DAY_MS, UtcMs};

use super::shelf::{row, save, text};
use super::{Room, by_id, now, officer};

fn stepped(version: &VersionSaved, step: ReviewStep) -> PlanStepped {
    let expert = |name: &str, agrees| ExpertVote {
        name: name.to_owned(),
        agrees,
        ..ExpertVote::default()
    };
    PlanStepped {
        version: version.version.clone(),
        step,
        experts: match step {
            ReviewStep::Review => vec![
                expert("演练 专家甲", true),
                expert("演练 专家乙", true),
                expert("演练 专家丙", false),
            ],
            _ => Vec::new(),
        },
        number: "演练办发〔2026〕1号".to_owned(),
        to: "演练区人民政府".to_owned(),
        ..PlanStepped::default()
    }
}

fn sign(room: &Room, version: &VersionSaved, step: ReviewStep) {
    let signed = room.desk.sign_plan(SignPlan {
        plan: version.plan.clone(),
        version: version.version.clone(),
        step,
        name: "演练 王敏".to_owned(),
        role: "演练 负责人".to_owned(),
        who: officer(),
    });
    signed.expect("is signed");
}

/// Does a step on a day.
fn step(room: &Room, stepped: PlanStepped, plan: &str, at: UtcMs) {
    let command = Command::Plan(PlanAct::Step {
        plan: plan.into(),
        stepped,
    });
    let request = contract::rows::CommandRequest {
        command,
        who: Who {
            paper_at: Some(at),
            ..officer()
        },
        second_pin: String::new(),
    };
    room.desk.command(request).expect("the step is taken");
}

/// Takes a version through all steps up to one, issued on a day.
pub(super) fn through(room: &Room, version: &VersionSaved, last: ReviewStep, at: UtcMs) {
    for which in ReviewStep::ALL.into_iter().filter(|which| *which <= last) {
        if (ReviewStep::Review..=ReviewStep::Issue).contains(&which) {
            sign(room, version, which);
        }
        step(room, stepped(version, which), version.plan.as_str(), at);
    }
}

fn ago(days: i64) -> UtcMs {
    now().plus_ms(-days * DAY_MS)
}

#[test]
fn what_is_issued_is_worked_by_and_found_and_what_is_abolished_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let shipped = room.desk.plans(Nothing {}).expect("reads").len();
    let first = save(&room, text("exercise-p", "先报告紫云英。"), &[]).expect("is saved");
    let open = || {
        let id = "exercise-p".to_owned();
        room.desk.plan(PlanRequest { id, incident: None })
    };
    let hits = |words: &str| {
        let request = SearchRequest {
            words: words.to_owned(),
            ..SearchRequest::default()
        };
        let groups = room.desk.search(request).expect("searches").groups;
        let hits = groups.into_iter().flat_map(|group| group.hits);
        hits.filter(|hit| hit.plan == "exercise-p").count()
    };
    assert!(open().is_err(), "a draft is not worked by");
    assert_eq!(hits("紫云英"), 0, "and not found among the plans");
    through(&room, &first, ReviewStep::Issue, now());
    assert_eq!(row(&room, "exercise-p").state, PlanState::InForce, "issued");
    assert_eq!(
        open().expect("is worked by").row.status,
        "现行有效",
        "in force"
    );
    assert!(hits("紫云英") > 0, "and found");
    let second = save(&room, text("exercise-p", "先报告白三叶。"), &[&first]).expect("saved");
    assert_eq!(
        open().expect("reads").row.status,
        "修订中",
        "the text stays in force"
    );
    assert_eq!(hits("白三叶"), 0, "the newer words are not in force yet");
    through(&room, &second, ReviewStep::Issue, now());
    assert_eq!(
        (hits("紫云英"), hits("白三叶") > 0),
        (0, true),
        "the newer ones are now"
    );
    room.act(Command::Plan(PlanAct::End {
        plan: "exercise-p".into(),
        ended: PlanEnded {
            reason: "演练 撤并".to_owned(),
            ..PlanEnded::default()
        },
    }));
    assert!(open().is_err(), "what is abolished is not worked by");
    assert_eq!(hits("白三叶"), 0, "and not found");
    assert_eq!(
        room.desk.plans(Nothing {}).expect("reads").len(),
        shipped,
        "as before"
    );
}

#[test]
fn a_package_carries_signatures_that_hold_over_its_own_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    through(&room, &first, ReviewStep::Issue, now());
    let sheet = room.desk.plan_sheet(by_id("exercise-p")).expect("reads");
    assert_eq!(sheet.signatures.len(), 3, "review, approval, issue");
    assert!(sheet.signatures.iter().all(|one| one.holds), "each holds");
    let written = room.desk.export_plan(ExportPlan {
        plan: "exercise-p".into(),
        version: None,
        form: PlanForm::Package,
    });
    let written = written.expect("is written");
    let path = std::path::Path::new(&written.folder).join(&written.files[0]);
    let bytes = std::fs::read(path).expect("is there");
    let defects = plans::export::verify_package(&bytes);
    assert!(defects.is_empty(), "whole: {defects:?}");
    let text = room.desk.plan_text(contract::rows::PlanTextRequest {
        plan: "exercise-p".into(),
        version: Some(first.version),
    });
    let (plan, _) = plans::parse(&text.expect("reads").text);
    let hash = plans::export::content_hash(&plan);
    assert_eq!(hash, first.sha256, "what is packed is what was signed");
}

/// One file of a package.
fn packed(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    let file = archive.by_name(name).expect("is in it");
    std::io::read_to_string(file).expect("is text")
}

#[test]
fn what_leaves_an_exercise_says_in_itself_that_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let scenario = room.desk.scenarios(Nothing {}).expect("reads").remove(0);
    let start = contract::rows::StartDrill {
        scenario: scenario.id,
        seed: super::SEED,
        size: 1,
        speed: 1,
        who: officer(),
    };
    room.desk.start_drill(start).expect("it starts");
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    through(&room, &first, ReviewStep::Issue, now());
    let write = |form| {
        let written = room.desk.export_plan(ExportPlan {
            plan: "exercise-p".into(),
            version: None,
            form,
        });
        let written = written.expect("is written");
        let path = std::path::Path::new(&written.folder).join(&written.files[0]);
        std::fs::read(path).expect("is there")
    };
    let text = String::from_utf8(write(PlanForm::Markdown)).expect("text");
    let (plan, _) = plans::parse(&text);
    let mark = reports::EXERCISE_MARK;
    assert!(plan.front.notice.starts_with(mark), "the text: {text}");
    let package = write(PlanForm::Package);
    let defects = plans::export::verify_package(&package);
    assert!(defects.is_empty(), "whole: {defects:?}");
    let list: serde_json::Value =
        serde_json::from_str(&packed(&package, "manifest.json")).expect("the list");
    assert_eq!(list["exercise"], true, "the package");
    let signatures: serde_json::Value =
        serde_json::from_str(&packed(&package, "signatures.json")).expect("a list");
    let signatures = signatures.as_array().expect("a list");
    assert_eq!(signatures.len(), 3, "review, approval, issue");
    for one in signatures {
        assert_eq!(one["exercise"], true, "and each signature");
    }
}

#[test]
fn every_form_of_a_plan_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let plan = room.desk.plans(Nothing {}).expect("reads")[0].id.clone();
    let cases = [
        (PlanForm::Docx, "docx"),
        (PlanForm::Markdown, "md"),
        (PlanForm::Cards, "docx"),
        (PlanForm::Package, "zip"),
    ];
    let write = |form| {
        room.desk.export_plan(ExportPlan {
            plan: plan.as_str().into(),
            version: None,
            form,
        })
    };
    for (form, ending) in cases {
        let files = write(form).expect("is written").files;
        let fits = files.iter().any(|name| name.ends_with(ending));
        assert!(fits, "{form:?}: {files:?}");
    }
    match write(PlanForm::Pdf) {
        Ok(written) => assert!(written.files[0].ends_with("pdf"), "{:?}", written.files),
        Err(error) => assert_eq!(error.code, Code::Missing, "a face to install: {error}"),
    }
    let none = write(PlanForm::Original).expect_err("it was read from no file");
    assert_eq!(none.code, Code::NotFound, "and says so");
}

#[test]
fn terms_run_from_the_day_of_the_act_and_never_stop_anybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    through(&room, &first, ReviewStep::Issue, ago(60));
    let state = |kind: TermKind| {
        let terms = room.desk.plan_terms(Nothing {}).expect("reads").into_iter();
        let mut terms = terms.filter(|term| term.kind == kind);
        terms.next().expect("it runs")
    };
    for kind in [TermKind::File, TermKind::Publish] {
        let term = state(kind);
        assert_eq!(term.state, TermState::Overdue, "20 working days in 60 days");
        assert!(term.left_days < 0, "and by how many");
        assert!(term.to_confirm, "no holidays are entered: 待区里确认");
    }
    assert_eq!(row(&room, "exercise-p").overdue, 2, "the shelf counts them");
    // The paper went out in time; the desk enters it today, with the day of the act.
    step(
        &room,
        stepped(&first, ReviewStep::File),
        "exercise-p",
        ago(50),
    );
    step(
        &room,
        stepped(&first, ReviewStep::Publish),
        "exercise-p",
        now(),
    );
    assert_eq!(
        state(TermKind::File).state,
        TermState::Done,
        "the day of the act counts"
    );
    assert_eq!(
        state(TermKind::Publish).state,
        TermState::DoneLate,
        "late, and on record"
    );
    assert_eq!(
        state(TermKind::Drill).state,
        TermState::Running,
        "a year from the issue"
    );
    let missing = room.desk.holidays(Nothing {}).expect("reads").missing;
    let year = Day::of(now()).year();
    assert!(
        missing.contains(&year),
        "this year's table is not there: {missing:?}"
    );
    room.act(Command::Plan(PlanAct::SetHolidays {
        set: HolidaysSet {
            year,
            source: "演练 通知".to_owned(),
            ..HolidaysSet::default()
        },
    }));
    let tables = room.desk.holidays(Nothing {}).expect("reads");
    assert_eq!(tables.years.len(), 1, "a person entered it");
    assert!(
        !tables.missing.contains(&year),
        "and it is not missing any more"
    );
}

#[test]
fn the_map_of_plans_shows_each_on_its_street_by_how_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let on_map = |id: &str| -> PlanMapRow {
        let map = room.desk.plan_map(Nothing {}).expect("reads");
        let mut rows = map.plans.into_iter().filter(|row| row.plan.as_str() == id);
        rows.next().expect("every plan is on it")
    };
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    assert_eq!(
        on_map("exercise-p").state,
        PlanState::Draft,
        "nothing issued"
    );
    through(&room, &first, ReviewStep::Issue, ago(500));
    let row = on_map("exercise-p");
    assert_eq!(row.streets, ["王舍人街道"], "by its area");
    assert!(
        row.point.is_some() && row.approximate,
        "the middle of the street"
    );
    assert!(row.overdue && row.not_drilled, "500 days and nothing done");
    room.act(Command::Plan(PlanAct::Drill {
        plan: "exercise-p".into(),
        drilled: PlanDrilled {
            title: "演练".to_owned(),
            ..PlanDrilled::default()
        },
    }));
    let row = on_map("exercise-p");
    assert!(!row.not_drilled, "drilled today");
    let map = room.desk.plan_map(Nothing {}).expect("reads");
    let street = map
        .by_street
        .iter()
        .find(|count| count.name == "王舍人街道");
    let street = street.expect("every street is listed");
    assert!(
        street.in_force >= 1 && street.overdue >= 1,
        "counted there: {street:?}"
    );
    let field = map.by_field.iter().find(|count| count.name == "危险化学品");
    assert!(
        field.expect("every field is listed").in_force >= 1,
        "and by its field"
    );
    let whole: u32 = map.by_street.iter().map(|count| count.all).sum();
    assert!(
        whole >= map.plans.len().try_into().expect("few"),
        "none is left out"
    );
}
