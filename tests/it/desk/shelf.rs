//! Plans in the desk's log: files come in, versions part and come together, nothing is lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::calls::Answer as _;
use contract::error::{CallError, Code};
use contract::rows::{
    AdoptPlan, CheckPlan, ComparePlan, ExportPlan, Nothing, PlanDraft, PlanForm, PlanTextRequest,
    RestorePlan, SavePlan, ShelfRow, Upload, VersionSaved,
};
use emergency::decide::Refusal;
use emergency::plan::{PlanSource, PlanState};

use super::{Room, by_id, officer};

/// A made-up plan of a street, as a person writes it in Word and saves as text.
pub(super) const FILE: &str = "演练街道危险化学品事故应急预案\n一、总则\n（一）适用范围\n\
    适用于本街道危险化学品事故。\n二、组织机构及职责\n1. 演练街道办事处：负责先期处置。\n\
    三、应急响应\n（一）响应分级\nⅢ级响应：造成3人以上10人以下死亡。\n";

pub(super) fn upload(name: &str, bytes: &[u8]) -> Upload {
    Upload {
        name: name.to_owned(),
        bytes: STANDARD.encode(bytes),
    }
}

/// A plan in the form of the library with one clause of the given words.
pub(super) fn text(id: &str, words: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"演练街道预案\"\nkind = \"community\"\n\
         unit = \"演练街道办事处\"\narea = [\"王舍人街道\"]\nfields = [\"危险化学品\"]\n\
         lead = \"演练街道办事处\"\nversion = \"1\"\nstatus = \"draft\"\nissued = \"待区里确认\"\n\
         +++\n\n# 一、总则\n\n适用于本街道。\n\n# 二、应急响应\n\n{words}\n"
    )
}

pub(super) fn save(
    room: &Room,
    text: String,
    parents: &[&VersionSaved],
) -> Result<VersionSaved, CallError> {
    room.desk.save_plan(SavePlan {
        text,
        parents: parents.iter().map(|one| one.version.clone()).collect(),
        why: "演练 修订".to_owned(),
        file: None,
        who: officer(),
    })
}

pub(super) fn row(room: &Room, id: &str) -> ShelfRow {
    let all = room.desk.plan_shelf(Nothing {}).expect("reads").into_iter();
    let mut found = all.filter(|row| row.id.as_str() == id);
    found.next().expect("it is on the shelf")
}

fn text_of(room: &Room, id: &str, version: Option<&VersionSaved>) -> String {
    let request = PlanTextRequest {
        plan: id.into(),
        version: version.map(|one| one.version.clone()),
    };
    let read = room.desk.plan_text(request).expect("reads");
    assert!(read.whole, "the text is what was saved");
    read.text
}

#[test]
fn a_file_is_looked_at_first_and_then_saved_with_its_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let file = upload("演练 预案.txt", FILE.as_bytes());
    let before = room.events();
    let found = room.desk.import_plan(file.clone()).expect("is a plan");
    assert_eq!(room.events(), before, "nothing is written by looking");
    assert_eq!(
        found.detail.row.title, "演练街道危险化学品事故应急预案",
        "its title"
    );
    let kinds: Vec<&str> = found.findings.iter().map(|one| one.kind.as_str()).collect();
    for kind in ["title", "heading", "level", "duty"] {
        assert!(kinds.contains(&kind), "{kind} is among {kinds:?}");
    }
    assert!(!found.known, "no plan of that name is there");
    assert!(found.file.kept, "it is small enough to be kept");
    let last = found.source.last().expect("the source stands beside it");
    assert!(
        last.text.contains("死亡"),
        "to its last words: {}",
        last.text
    );

    // The officer corrects the name and saves.
    let corrected = found.text.replace(found.plan.as_str(), "exercise-street");
    let saved = room.desk.save_plan(SavePlan {
        text: corrected,
        parents: Vec::new(),
        why: "演练 导入".to_owned(),
        file: Some(file),
        who: officer(),
    });
    let saved = saved.expect("is saved");
    assert_eq!(saved.plan.as_str(), "exercise-street", "the corrected name");
    let sheet = room
        .desk
        .plan_sheet(by_id("exercise-street"))
        .expect("reads");
    let version = &sheet.versions[0];
    assert_eq!(version.source, PlanSource::Imported, "from a file");
    assert_eq!(version.sha256, saved.sha256, "the content hash");
    let kept = version.file.as_ref().expect("the file");
    let document = room.desk.document(by_id(&kept.sha256)).expect("is kept");
    assert!(document.whole, "every byte");
    let written = room.desk.export_plan(ExportPlan {
        plan: saved.plan.clone(),
        version: Some(saved.version.clone()),
        form: PlanForm::Original,
    });
    let written = written.expect("is written");
    let path = std::path::Path::new(&written.folder).join(&written.files[0]);
    let bytes = std::fs::read(path).expect("is there");
    assert_eq!(bytes, FILE.as_bytes(), "the file as it came");
}

#[test]
fn a_file_that_is_no_plan_is_said_to_be_none_with_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512]].concat();
    let cases: [(&str, &[u8], &str); 3] = [
        ("a.doc", &old, "old_word"),
        ("a.pdf", b"%PDF-1.7", "other_format"),
        ("a.txt", b"  \n", "empty"),
    ];
    for (name, bytes, code) in cases {
        let error = room.desk.import_plan(upload(name, bytes));
        let error = error.expect_err("it is no plan");
        assert_eq!(error.code, Code::Malformed, "{name}");
        assert!(error.message.starts_with(code), "{name}: {}", error.message);
    }
    let broken = Upload {
        name: "a.txt".to_owned(),
        bytes: "不是".to_owned(),
    };
    let error = room.desk.import_plan(broken).expect_err("no base64");
    assert_eq!(error.code, Code::Malformed, "what cannot be read is said");
}

#[test]
fn a_large_file_comes_back_byte_by_byte_out_of_its_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|n| (n % 251) as u8).collect();
    let keep = contract::rows::KeepDocument {
        file: upload("演练 评审意见.pdf", &bytes),
        who: officer(),
    };
    let room = Room::plain(folder.path());
    let kept = room.desk.keep_document(keep.clone()).expect("is kept");
    let events = room.events();
    let again = room.desk.keep_document(keep).expect("is there");
    assert_eq!(again, kept, "the same document");
    assert_eq!(room.events(), events, "and not written twice");
    drop(room);
    let room = Room::plain(folder.path());
    let written = room.desk.export_document(by_id(kept.id.as_str()));
    let written = written.expect("is written");
    let path = std::path::Path::new(&written.folder).join(&written.files[0]);
    assert_eq!(std::fs::read(path).expect("is there"), bytes, "every byte");
}

#[test]
fn versions_are_compared_checked_restored_and_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    let here = save(&room, text("exercise-p", "先报告，再疏散。"), &[&first]).expect("saved");
    let there = save(&room, text("exercise-p", "先核实，再报告。"), &[&first]).expect("saved");
    assert_eq!(there.heads.len(), 2, "both are shown");
    assert_eq!(row(&room, "exercise-p").heads.len(), 2, "on the shelf too");
    let diff = |old: &VersionSaved, new: &VersionSaved| {
        let request = ComparePlan {
            plan: "exercise-p".into(),
            old: Some(old.version.clone()),
            new: Some(new.version.clone()),
            text: String::new(),
        };
        room.desk.compare_plan(request).expect("compares")
    };
    let found = diff(&here, &there);
    assert_eq!((found.changed, found.same), (1, 1), "one clause of two");
    let merged = text("exercise-p", "先核实，再报告，再疏散。");
    let merged = save(&room, merged, &[&here, &there]).expect("a person brought them together");
    assert_eq!(
        merged.heads,
        std::slice::from_ref(&merged.version),
        "one head"
    );
    let between: Vec<_> = diff(&first, &merged)
        .between
        .iter()
        .map(|row| row.number)
        .collect();
    assert_eq!(
        between,
        [4, 3, 2],
        "who changed what, on the way, newest first"
    );

    let restored = room.desk.restore_plan(RestorePlan {
        plan: "exercise-p".into(),
        version: first.version.clone(),
        why: "演练 恢复".to_owned(),
        who: officer(),
    });
    let restored = restored.expect("is restored");
    assert_eq!(restored.sha256, first.sha256, "the same words");
    assert_ne!(restored.version, first.version, "as a version of its own");
    let sheet = room.desk.plan_sheet(by_id("exercise-p")).expect("reads");
    assert_eq!(sheet.versions.len(), 5, "every version is kept");
    assert_eq!(
        sheet.versions[0].source,
        PlanSource::Restored,
        "and says where from"
    );

    let findings = room.desk.check_plan(CheckPlan {
        plan: "exercise-p".into(),
        version: None,
        text: String::new(),
    });
    let findings = findings.expect("checks");
    let codes: Vec<&str> = findings.iter().map(|one| one.code.as_str()).collect();
    assert!(
        codes.contains(&"levels_missing"),
        "突发事件应对法 art. 71: {codes:?}"
    );
    let own = |one: &contract::rows::PlanFinding| {
        [one.plan.as_str(), one.other.as_str()].contains(&"exercise-p")
    };
    assert!(findings.iter().all(own), "only what concerns this plan");
}

#[test]
fn a_shipped_plan_is_taken_up_and_goes_on_from_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let shipped = room.desk.plans(Nothing {}).expect("reads")[0].clone();
    let before = row(&room, &shipped.id);
    assert!(!before.recorded, "it came with the program");
    let adopt = AdoptPlan {
        plan: shipped.id.as_str().into(),
        who: officer(),
    };
    let adopted = room.desk.adopt_plan(adopt.clone()).expect("is taken up");
    let again = room.desk.adopt_plan(adopt).expect_err("once");
    assert_eq!(again.code, Code::Refused, "it is there already");
    let words = text_of(&room, &shipped.id, None);
    let revised = words.replace("提示", "提 示") + "\n\n演练：补充一段。\n";
    let revised = save(&room, revised, &[&adopted]).expect("is saved");
    assert_eq!(
        row(&room, &shipped.id).state,
        PlanState::Draft,
        "nothing is issued"
    );
    let request = ComparePlan {
        plan: shipped.id.as_str().into(),
        old: None,
        new: Some(revised.version.clone()),
        text: String::new(),
    };
    let diff = room.desk.compare_plan(request).expect("compares");
    assert!(
        diff.changed > 0,
        "against the text that came with the program"
    );
    let in_use = room.desk.plan(contract::rows::PlanRequest {
        id: shipped.id.clone(),
        incident: None,
    });
    assert_eq!(
        in_use.expect("reads").row.status,
        shipped.status,
        "until something is in force the shipped one is worked by"
    );
}

#[test]
fn an_unsaved_text_survives_and_goes_with_the_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    let draft = |words: &str| PlanDraft {
        plan: "exercise-p".into(),
        parents: vec![first.version.clone()],
        text: words.to_owned(),
        at: None,
    };
    for words in ["写到一半", "写到一半，又写"] {
        let kept = room.desk.save_plan_draft(draft(words)).expect("is kept");
        assert!(kept.at.is_some(), "it says when");
    }
    drop(room);
    let room = Room::plain(folder.path());
    let kept = room.desk.plan_draft(by_id("exercise-p")).expect("reads");
    assert_eq!(kept.text, "写到一半，又写", "the last one");
    assert_eq!(
        kept.parents,
        std::slice::from_ref(&first.version),
        "and over what it is written"
    );
    assert!(
        row(&room, "exercise-p").draft_at.is_some(),
        "the shelf says so"
    );
    let bad = room.desk.save_plan_draft(draft(&"长".repeat(400_000)));
    assert_eq!(
        bad.expect_err("has a bound").code,
        Code::Refused,
        "by its rule"
    );
    save(&room, text("exercise-p", "别处写完。"), &[&first]).expect("is saved");
    let file = upload("演练 预案.txt", FILE.as_bytes());
    let heads = row(&room, "exercise-p").heads;
    let imported = room.desk.save_plan(SavePlan {
        text: text("exercise-p", "由文件读入。"),
        parents: heads,
        why: "演练 导入".to_owned(),
        file: Some(file),
        who: officer(),
    });
    imported.expect("is saved");
    let kept = room.desk.plan_draft(by_id("exercise-p")).expect("reads");
    assert_eq!(
        kept.text, "写到一半，又写",
        "another's save leaves it alone"
    );
    let done = text("exercise-p", "写完。");
    room.desk.save_plan_draft(draft(&done)).expect("is kept");
    save(&room, done, &[&first]).expect("is saved");
    let kept = room.desk.plan_draft(by_id("exercise-p")).expect("reads");
    assert_eq!(kept.text, "", "what is saved is no draft any more");
}

#[test]
fn what_was_begun_over_a_shipped_text_is_saved_over_what_that_became() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let shipped = room.desk.plans(Nothing {}).expect("reads")[0].clone();
    let begun = text_of(&room, &shipped.id, None) + "\n\n演练：补充一段。\n";
    let plan = shipped.id.as_str();
    let kept = room.desk.save_plan_draft(PlanDraft {
        plan: plan.into(),
        parents: Vec::new(),
        text: begun.clone(),
        at: None,
    });
    kept.expect("is kept");
    let adopted = room.desk.adopt_plan(AdoptPlan {
        plan: plan.into(),
        who: officer(),
    });
    let adopted = adopted.expect("somebody took it up meanwhile");
    let saved = save(&room, begun, &[]).expect("the draft can be saved");
    let head = std::slice::from_ref(&saved.version);
    assert_eq!(saved.heads, head, "one head");
    let sheet = room.desk.plan_sheet(by_id(plan)).expect("reads");
    assert_eq!(
        sheet.versions[0].parents,
        [adopted.version],
        "over the text that it was begun over"
    );
    let draft = room.desk.plan_draft(by_id(plan)).expect("reads");
    assert_eq!(draft.text, "", "and it is no draft any more");
    let own = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    let over = save(&room, text(own.plan.as_str(), "先疏散。"), &[]);
    let refused = over.expect_err("over which version?");
    assert_eq!(refused.message, "parents is needed", "no plan of its own");
}

#[test]
fn a_file_does_not_settle_what_two_desks_wrote_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    for words in ["先报告，再疏散。", "先核实，再报告。"] {
        save(&room, text("exercise-p", words), &[&first]).expect("is saved");
    }
    let heads = row(&room, "exercise-p").heads;
    assert_eq!(heads.len(), 2, "both stand");
    let refused = room.desk.save_plan(SavePlan {
        text: text("exercise-p", "由文件读入。"),
        parents: heads.clone(),
        why: "演练 导入".to_owned(),
        file: Some(upload("演练 预案.txt", FILE.as_bytes())),
        who: officer(),
    });
    let refused = refused.expect_err("a person merges them first");
    assert_eq!(refused.code, Code::Refused, "by its rule");
    let why = refused.refusal.expect("which");
    let state = matches!(&why, Refusal::WrongState { state, .. } if state == "two_heads");
    assert!(state, "the screen has words for it: {why:?}");
    assert_eq!(row(&room, "exercise-p").heads, heads, "nothing was written");
}

#[test]
fn a_plan_without_a_name_or_with_a_hostile_one_is_not_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let cases = [
        ("# 一、总则\n\n没有前置信息。\n".to_owned(), "id is needed"),
        (text("../../etc", "越界。"), "id is out of range"),
        (text(&"长".repeat(101), "太长。"), "id is longer than 100"),
    ];
    for (text, due) in cases {
        let refused = save(&room, text, &[]).expect_err("it cannot be named so");
        assert_eq!(refused.message, due, "the rule");
    }
}
