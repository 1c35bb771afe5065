//! Plans at two desks that are cut apart, and at one that is killed in the middle of a step.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::calls::Answer as _;
use contract::rows::{Nothing, PlanSheet, TermKind, TermState, VersionSaved};
use emergency::plan::{PlanState, ReviewStep};
use emergency::time::DAY_MS;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::filing::through;
use super::served::killed;
use super::shelf::{FILE, row, save, text};
use super::two::Two;
use super::{Room, by_id, now};

/// Seed of the moments.
const SEED: u64 = 20_262;
/// Times the program is killed.
const ROUNDS: u64 = 8;

fn sheet(room: &Room) -> PlanSheet {
    room.desk.plan_sheet(by_id("exercise-p")).expect("reads")
}

#[test]
fn two_desks_that_saved_apart_show_two_heads_and_a_person_merges_them() {
    let mut two = Two::open();
    let first = save(&two.a, text("exercise-p", "先报告。"), &[]).expect("is saved");
    two.settle();
    two.cut();
    let by_a = save(&two.a, text("exercise-p", "先报告，再疏散。"), &[&first]).expect("saved");
    let by_b = save(&two.b, text("exercise-p", "先核实，再报告。"), &[&first]).expect("saved");
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        let heads = row(room, "exercise-p").heads;
        assert_eq!(heads.len(), 1, "{name} knows of its own only");
    }
    two.town.start();
    two.settle();
    let due = BTreeSet::from([by_a.version.clone(), by_b.version.clone()]);
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        let heads: BTreeSet<_> = row(room, "exercise-p").heads.into_iter().collect();
        assert_eq!(heads, due, "{name} shows both, nothing is rolled back");
        assert_eq!(
            row(room, "exercise-p").next_step,
            None,
            "{name}: merged first"
        );
    }
    let words = text("exercise-p", "先核实，再报告，再疏散。");
    let merged = save(&two.b, words, &[&by_a, &by_b]).expect("is merged");
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        let heads = row(room, "exercise-p").heads;
        assert_eq!(
            heads,
            std::slice::from_ref(&merged.version),
            "{name}: one head"
        );
    }
    assert_eq!(
        sheet(&two.a).record,
        sheet(&two.b).record,
        "the same record on both"
    );
}

#[test]
fn of_three_heads_two_may_be_merged_and_the_third_stays_until_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let saved = |words: &str, over: &[&VersionSaved]| {
        save(&room, text("exercise-p", words), over).expect("is saved")
    };
    let first = saved("先报告。", &[]);
    let one = saved("先报告，甲改。", &[&first]);
    let other = saved("先报告，乙改。", &[&first]);
    let third = saved("先报告，丙改。", &[&first]);
    assert_eq!(
        row(&room, "exercise-p").heads.len(),
        3,
        "all three are shown"
    );
    let merged = saved("先报告，甲乙改。", &[&one, &other]);
    let heads: BTreeSet<_> = row(&room, "exercise-p").heads.into_iter().collect();
    let due = BTreeSet::from([merged.version.clone(), third.version.clone()]);
    assert_eq!(heads, due, "the third is not lost");
    assert_eq!(
        row(&room, "exercise-p").next_step,
        None,
        "and review waits for it"
    );
    let whole = saved("先报告，甲乙丙改。", &[&merged, &third]);
    assert_eq!(
        row(&room, "exercise-p").heads,
        std::slice::from_ref(&whole.version),
        "one head"
    );
    let line = sheet(&room).record.line_of(&whole.version);
    assert_eq!(line.len(), 6, "made of every version there was");
}

#[test]
fn a_desk_without_a_link_files_later_and_keeps_the_day_of_the_act() {
    let mut two = Two::open();
    let first = save(&two.a, text("exercise-p", "先报告。"), &[]).expect("is saved");
    two.settle();
    two.cut();
    let act = now().plus_ms(-40 * DAY_MS);
    through(&two.a, &first, ReviewStep::File, act);
    assert_eq!(
        row(&two.b, "exercise-p").state,
        PlanState::Draft,
        "b has not heard of it"
    );
    two.town.start();
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(row(room, "exercise-p").state, PlanState::InForce, "{name}");
        let terms = room.desk.plan_terms(Nothing {}).expect("reads");
        let file = terms.iter().find(|term| term.kind == TermKind::File);
        let state = file.expect("it runs").state;
        assert_eq!(
            state,
            TermState::Done,
            "{name}: by the day of the act, not of the link"
        );
        assert!(
            sheet(room).signatures.iter().all(|one| one.holds),
            "{name}: signed at a"
        );
    }
}

fn who() -> Value {
    json!({ "actor": "演练 值班员", "role": "duty", "paperAt": null })
}

/// Everything that is done with one plan, one call after the other, without waiting.
fn given(round: u64) -> Vec<(&'static str, Value)> {
    let plan = format!("exercise-{round}");
    // Without parents: each is the first version of a plan of its own.
    let save = |id: &str, file: Value| {
        json!({
            "text": text(id, "先报告。"), "parents": [], "why": "演练", "file": file, "who": who(),
        })
    };
    // Of several parts, so that a kill can come between them.
    let bytes = format!("{FILE}{}", "演练附件。".repeat(80_000));
    let file = json!({ "name": "演练.txt", "bytes": STANDARD.encode(format!("{round}{bytes}")) });
    let act = |act: Value| json!({ "command": act, "who": who() });
    let drilled = json!({
        "do": "plan", "act": "drill", "plan": plan, "drilled": { "title": "演练" },
    });
    let suggested = json!({
        "do": "plan", "act": "suggest", "plan": plan, "suggested": { "words": "演练 建议" },
    });
    vec![
        ("save_plan", save(&plan, Value::Null)),
        (
            "save_plan_draft",
            json!({ "plan": plan, "parents": [], "text": "写到一半" }),
        ),
        ("save_plan", save(&format!("{plan}-file"), file)),
        ("command", act(drilled)),
        ("command", act(suggested)),
    ]
}

#[test]
fn a_plan_killed_in_the_middle_of_a_step_is_there_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut answered = Vec::new();
    for round in 0..ROUNDS {
        let calls = given(round).into_iter().enumerate();
        let calls = calls.map(|(number, (name, request))| {
            let id = format!("{round}/{number}");
            (id, name, request)
        });
        let calls: Vec<_> = calls.collect();
        let wanted = rng.random_range(0..=calls.len());
        answered.extend(killed(folder.path(), &round.to_string(), &calls, wanted));
    }
    let room = Room::plain(folder.path());
    let files = (0..ROUNDS).filter(|round| {
        let was = |number: usize| answered.contains(&format!("{round}/{number}"));
        everything_answered_is_there(&room, &format!("exercise-{round}"), was)
    });
    assert!(
        files.count() > 0,
        "some files were read in before the program was killed"
    );
}

/// Looks for what was done with one plan; answers whether its file is there.
fn everything_answered_is_there(room: &Room, plan: &str, was: impl Fn(usize) -> bool) -> bool {
    let sheet = room.desk.plan_sheet(by_id(plan));
    if was(0) {
        let versions = &sheet.as_ref().expect("was answered").versions;
        assert_eq!(versions.len(), 1, "{plan}: once");
    }
    if let Ok(sheet) = sheet {
        let (drilled, suggested) = (sheet.record.drilled.len(), sheet.record.suggested.len());
        assert!(
            drilled >= usize::from(was(3)),
            "{plan}: the drill was answered"
        );
        assert!(
            suggested >= usize::from(was(4)),
            "{plan}: the suggestion was answered"
        );
    }
    if was(1) {
        let draft = room.desk.plan_draft(by_id(plan)).expect("reads");
        assert_eq!(
            draft.text, "写到一半",
            "{plan}: the unsaved text was answered"
        );
    }
    let filed = room.desk.plan_sheet(by_id(&format!("{plan}-file")));
    assert!(filed.is_ok() || !was(2), "{plan}: the import was answered");
    let Ok(sheet) = filed else {
        return false;
    };
    // The version and every part of its file are one act.
    let file = sheet.versions[0].file.as_ref().expect("it came from one");
    let document = room.desk.document(by_id(&file.sha256)).expect("is kept");
    assert!(document.whole, "{plan}: every byte of the file");
    true
}
