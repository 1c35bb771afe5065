//! A file that is being looked through is kept with every answer.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{ImportAnswer, KeptImport, Nothing, SavePlan};

use super::shelf::{FILE, text, upload};
use super::{Room, officer};

#[test]
fn a_file_under_correction_is_there_after_the_desk_was_closed_until_it_is_taken_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    // Of several parts, so that they have to be put together.
    let bytes = format!("{FILE}{}", "演练附件。".repeat(80_000));
    let file = upload("演练 预案.txt", bytes.as_bytes());
    let answers = vec![ImportAnswer {
        finding: 3,
        answer: "changed".to_owned(),
    }];
    let kept = room.desk.keep_import(KeptImport {
        file: Some(file.clone()),
        text: text("exercise-kept", "改到一半"),
        answers: Vec::new(),
        ..KeptImport::default()
    });
    let kept = kept.expect("is kept");
    let further = KeptImport {
        file: None,
        answers: answers.clone(),
        ..kept.clone()
    };
    room.desk
        .keep_import(further)
        .expect("without the file again");
    drop(room);

    let room = Room::plain(folder.path());
    let found = room.desk.kept_import(Nothing {}).expect("reads");
    assert_eq!(found.answers, answers, "what was said");
    assert_eq!(found.text, kept.text, "what was corrected");
    assert_eq!(
        found.file.expect("by name").name,
        "演练 预案.txt",
        "of which file"
    );
    let whole = room.desk.kept_import_file(Nothing {}).expect("reads");
    assert_eq!(whole, file, "and its bytes");
    let drafts = row_drafts(&room);
    assert_eq!(drafts, 0, "it is no unsaved text of a plan");
    let saved = room.desk.save_plan(SavePlan {
        text: found.text,
        why: "演练 导入".to_owned(),
        file: Some(whole),
        who: officer(),
        ..SavePlan::default()
    });
    saved.expect("is taken in");
    let left = room.desk.kept_import(Nothing {}).expect("reads");
    assert_eq!(left, KeptImport::default(), "it is in the library now");
}

fn row_drafts(room: &Room) -> usize {
    let rows = room.desk.plan_shelf(Nothing {}).expect("reads").into_iter();
    rows.filter(|row| row.draft_at.is_some()).count()
}

#[test]
fn an_import_is_kept_only_with_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let alone = KeptImport {
        sha256: "00".repeat(32),
        text: text("exercise-kept", "改"),
        ..KeptImport::default()
    };
    let error = room.desk.keep_import(alone).expect_err("of which file?");
    assert_eq!(error.code, Code::Refused, "{error}");
    let first = KeptImport {
        file: Some(upload("甲.txt", b"a")),
        text: text("exercise-kept", "改"),
        ..KeptImport::default()
    };
    room.desk.keep_import(first).expect("is kept");
    room.desk
        .keep_import(KeptImport::default())
        .expect("is dropped");
    let left = room.desk.kept_import(Nothing {}).expect("reads");
    assert_eq!(left.at, None, "nothing is left");
    assert!(
        room.desk.kept_import_file(Nothing {}).is_err(),
        "nor the file"
    );
}
