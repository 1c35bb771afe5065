//! The real program, killed in every step of a plan's life: each act is whole or absent, and the
//! life goes on from where the log says it is.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::rows::PlanSheet;
use emergency::id::PlanVersionId;
use emergency::plan::{PlanState, ReviewStep};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::served::{Served, is_whole, log};
use super::shelf::{FILE, text};

/// Seed of the moments.
const SEED: u64 = 20_263;
/// A step is given and the program killed within so long at first, microseconds; each time that it
/// was not done it has twice as long.
const KILLED_WITHIN_US: u64 = 4_000;
/// It is not doubled more often.
const DOUBLED_MAX: usize = 9;
/// Times that one step is begun before the test gives up on it.
const TRIES_MAX: usize = 40;
const PLAN: &str = "exercise-steps";

fn who() -> Value {
    json!({ "actor": "演练 值班员", "role": "duty", "paperAt": null })
}

/// A plan as the desk shows it, with the import that is under correction.
struct Seen {
    sheet: PlanSheet,
    import: Value,
}

fn asked(desk: &mut Served, name: &str, request: &Value) -> Value {
    let answer = desk.ask(name, request);
    assert!(answer["error"].is_null(), "{name}: {answer}");
    answer["answer"].clone()
}

fn look(desk: &mut Served) -> Seen {
    // Before the plan is there, nothing of it is.
    let sheet = desk.ask("plan_sheet", &json!({ "id": PLAN }));
    let sheet = if sheet["error"].is_null() {
        serde_json::from_value(sheet["answer"].clone()).expect("is a sheet")
    } else {
        PlanSheet::default()
    };
    let import = asked(desk, "kept_import", &json!({}));
    Seen { sheet, import }
}

type Ask = Box<dyn Fn(&Seen) -> (&'static str, Value)>;
type Done = Box<dyn Fn(&Seen) -> bool>;

/// One step of the life: what is asked, and how it is seen that it was done.
struct Step {
    name: &'static str,
    ask: Ask,
    done: Done,
}

fn step(
    name: &'static str,
    ask: impl Fn(&Seen) -> (&'static str, Value) + 'static,
    done: impl Fn(&Seen) -> bool + 'static,
) -> Step {
    Step {
        name,
        ask: Box::new(ask),
        done: Box::new(done),
    }
}

/// The file, of several parts.
fn file() -> Value {
    let bytes = format!("{FILE}{}", "演练附件。".repeat(80_000));
    json!({ "name": "演练.txt", "bytes": STANDARD.encode(bytes) })
}

fn saved(words: &str, parents: &[&str], file: &Value) -> Value {
    json!({
        "text": text(PLAN, words), "parents": parents, "why": "演练", "file": file, "who": who(),
    })
}

fn first(seen: &Seen) -> String {
    let versions = &seen.sheet.versions;
    versions
        .last()
        .map_or_else(String::new, |row| row.version.0.clone())
}

fn act(act: &Value) -> Value {
    json!({ "command": act, "who": who() })
}

fn versions(count: usize) -> impl Fn(&Seen) -> bool {
    move |seen| seen.sheet.versions.len() == count
}

fn head(seen: &Seen) -> String {
    let heads = &seen.sheet.row.heads;
    heads
        .first()
        .map_or_else(String::new, |head| head.0.clone())
}

fn sign(which: ReviewStep) -> Step {
    step(
        "sign",
        move |seen| {
            let request = json!({
                "plan": PLAN, "version": head(seen), "step": which, "name": "演练 王敏",
                "role": "演练 负责人", "who": who(),
            });
            ("sign_plan", request)
        },
        move |seen| {
            let mut signatures = seen.sheet.signatures.iter();
            signatures.any(|one| one.step == which && one.holds)
        },
    )
}

fn taken(which: ReviewStep) -> Step {
    step(
        "step",
        move |seen| {
            let expert = json!({ "name": "演练 专家", "agrees": true });
            let experts = match which {
                ReviewStep::Review => vec![expert],
                _ => Vec::new(),
            };
            let stepped = json!({
                "version": head(seen), "step": which, "number": "演练〔2026〕1号",
                "to": "演练区政府", "experts": experts,
            });
            let command = json!({ "do": "plan", "act": "step", "plan": PLAN, "stepped": stepped });
            ("command", act(&command))
        },
        move |seen| {
            seen.sheet
                .record
                .steps
                .iter()
                .any(|done| done.what.step == which)
        },
    )
}

/// An import under correction, its saving, two apart, their merge, a restore.
fn texts() -> Vec<Step> {
    vec![
        step(
            "keep an import",
            |_| {
                let kept = json!({
                    "file": file(), "sha256": "", "text": text(PLAN, "改到一半"),
                    "answers": [{ "finding": 0, "answer": "accepted" }], "at": null,
                });
                ("keep_import", kept)
            },
            |seen| !seen.import["at"].is_null(),
        ),
        step(
            "import",
            |_| ("save_plan", saved("先报告。", &[], &file())),
            versions(1),
        ),
        step(
            "one version",
            |seen| ("save_plan", saved("甲改。", &[&first(seen)], &Value::Null)),
            versions(2),
        ),
        step(
            "another over the same",
            |seen| ("save_plan", saved("乙改。", &[&first(seen)], &Value::Null)),
            |seen| seen.sheet.row.heads.len() == 2,
        ),
        step(
            "merge",
            |seen| {
                let heads = &seen.sheet.row.heads;
                let heads: Vec<&str> = heads.iter().map(PlanVersionId::as_str).collect();
                ("save_plan", saved("甲乙改。", &heads, &Value::Null))
            },
            |seen| seen.sheet.row.heads.len() == 1 && seen.sheet.versions.len() == 4,
        ),
        step(
            "restore",
            |seen| {
                let restore = json!({
                    "plan": PLAN, "version": first(seen), "why": "演练", "who": who(),
                });
                ("restore_plan", restore)
            },
            versions(5),
        ),
    ]
}

/// Review, approval, issue, filing, its answer, and its withdrawal.
fn acts() -> Vec<Step> {
    let mut steps = vec![taken(ReviewStep::Group), taken(ReviewStep::Tabletop)];
    for which in [ReviewStep::Review, ReviewStep::Approve, ReviewStep::Issue] {
        steps.push(sign(which));
        steps.push(taken(which));
    }
    steps.push(taken(ReviewStep::File));
    steps.push(step(
        "answer",
        |seen| {
            let answered = json!({ "version": head(seen), "answer": "accepted" });
            let command =
                json!({ "do": "plan", "act": "answer_filing", "plan": PLAN, "answered": answered });
            ("command", act(&command))
        },
        |seen| !seen.sheet.record.answers.is_empty(),
    ));
    steps.push(step(
        "withdraw",
        |seen| {
            let filed = seen.sheet.record.steps.iter();
            let filed = filed.map(|done| (done.what.step, done.event));
            let mut filed = filed.filter(|(which, _)| *which == ReviewStep::File);
            let filed = filed.next_back();
            let command = json!({
                "do": "plan", "act": "withdraw", "plan": PLAN, "why": "演练 录错",
                "event": filed.map(|(_, event)| event),
            });
            ("command", act(&command))
        },
        |seen| {
            let record = &seen.sheet.record;
            // The answer goes with what it answered, in one fact.
            record.withdrawn.len() == 1 && record.answers.is_empty()
        },
    ));
    steps
}

/// Gives the step and kills the program so long after it; answers whether it had answered.
fn killed_in(mut desk: Served, step: &Step, seen: &Seen, within_us: u64) -> bool {
    let (name, request) = (step.ask)(seen);
    let moment = Duration::from_micros(within_us);
    let began = Instant::now();
    desk.give("step", name, &request);
    while began.elapsed() < moment {
        std::hint::spin_loop();
    }
    let told = desk.kill();
    let mut told = told.iter().filter(|line| line["id"] == "step");
    told.next().is_some_and(|line| {
        assert!(line["error"].is_null(), "{}: {line}", step.name);
        true
    })
}

/// Begins one step until it is done, killing the program each time.
fn through(folder: &Path, step: &Step, rng: &mut ChaCha8Rng) -> (usize, usize) {
    let mut lost = 0;
    for begun in 0..TRIES_MAX {
        let mut desk = Served::on(folder);
        let seen = look(&mut desk);
        if (step.done)(&seen) {
            desk.end();
            return (begun, lost);
        }
        let within_us = KILLED_WITHIN_US << begun.min(DOUBLED_MAX);
        let answered = killed_in(desk, step, &seen, rng.random_range(0..within_us));
        assert!(is_whole(&log(folder)), "{}: the log is whole", step.name);
        let mut desk = Served::on(folder);
        let done = (step.done)(&look(&mut desk));
        desk.end();
        assert!(done || !answered, "{}: it was answered", step.name);
        lost += usize::from(!done);
    }
    panic!("{}: not done in {TRIES_MAX} times", step.name);
}

#[test]
fn a_plan_goes_its_whole_way_though_the_desk_is_killed_in_every_step() {
    eprintln!("seed {SEED}");
    let folder = tempfile::tempdir().expect("a folder");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    for step in texts().iter().chain(&acts()) {
        let (begun, lost) = through(folder.path(), step, &mut rng);
        eprintln!("{}: begun {begun} times, absent after {lost}", step.name);
    }
    let mut desk = Served::on(folder.path());
    let seen = look(&mut desk);
    assert_eq!(seen.sheet.row.state, PlanState::InForce, "it came through");
    assert_eq!(seen.sheet.versions.len(), 5, "each version once");
    let file = seen.sheet.documents.first().expect("the file is there");
    assert!(file.whole, "every byte of it: {file:?}");
    let once = |which| {
        let steps = seen.sheet.record.steps.iter();
        steps.filter(|done| done.what.step == which).count()
    };
    for which in [ReviewStep::Group, ReviewStep::Review, ReviewStep::Issue] {
        assert_eq!(once(which), 1, "{which:?} stands once");
    }
    assert_eq!(once(ReviewStep::File), 0, "the filing was taken back");
    desk.end();
}
