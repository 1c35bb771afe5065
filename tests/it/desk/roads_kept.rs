//! Roads that were taken in are there at the next start; a stop in the middle leaves the roads
//! before. The real program.

use std::time::Instant;

use base64::Engine as _;
use serde_json::json;

use super::served::{Served, program, run};
use super::taken_in::{LARGE, SIDE, grid, sheet};
use super::{LONG, Room};

/// Asks a desk that runs for its roads until something is so.
fn asked_until(desk: &mut Served, seen: impl Fn(&serde_json::Value) -> bool) {
    let began = Instant::now();
    while !seen(&desk.ask("roads", &json!({}))["answer"]) {
        assert!(began.elapsed() < LONG, "in {LONG:?} the roads are read");
    }
}

#[test]
fn a_kill_in_the_middle_leaves_the_roads_before_and_the_next_start_uses_what_was_in_force() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = base64::engine::general_purpose::STANDARD.encode(grid(SIDE));
    let large = base64::engine::general_purpose::STANDARD.encode(grid(LARGE));
    let part = |ask: &str, bytes: &str| {
        let name = "演练.pbf";
        json!({ "ask": ask, "file": 0, "name": name, "offset": 0, "bytes": bytes })
    };
    let check = |ask: &str, source: &str| json!({ "ask": ask, "source": source });
    let who = json!({ "actor": "演练 值班员", "role": "duty", "paperAt": null });
    let source = |desk: &mut Served| {
        let answer = desk.ask("roads", &json!({}));
        answer["answer"]["source"]
            .as_str()
            .expect("a source")
            .to_owned()
    };

    let mut desk = Served::on(folder.path());
    let without = source(&mut desk);
    desk.ask("send_roads", &part("a", &bytes));
    desk.ask("check_roads", &check("a", "演练 甲"));
    asked_until(&mut desk, |sheet| sheet["import"]["state"] == "checked");
    let used = desk.ask("use_roads", &json!({ "ask": "a", "who": who }));
    assert_eq!(used["answer"]["source"], "演练 甲", "in force: {used}");
    drop(desk.kill());

    let mut desk = Served::on(folder.path());
    assert_eq!(source(&mut desk), "演练 甲", "the next start uses it");
    desk.ask("send_roads", &part("b", &large));
    desk.ask("check_roads", &check("b", "演练 乙"));
    drop(desk.kill());
    assert!(
        folder.path().join("roads/incoming-1").is_dir(),
        "it was in the middle of it"
    );

    let mut desk = Served::on(folder.path());
    assert_eq!(source(&mut desk), "演练 甲", "the roads before");
    assert!(
        !folder.path().join("roads/incoming-1").exists(),
        "and nothing is left of the other"
    );
    desk.ask("former_roads", &json!({ "who": who }));
    asked_until(&mut desk, |sheet| sheet["import"].is_null());
    assert_eq!(source(&mut desk), without, "back to none");
    desk.end();
}

#[test]
fn the_tool_takes_roads_in_for_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("演练.osm.pbf");
    std::fs::write(&file, grid(SIDE)).expect("is written");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("a folder");
    std::fs::write(data.join("desk.toml"), "keyring = false\n").expect("is written");
    let tool = |arguments: &[&str]| {
        let mut command = program();
        command
            .arg("roads")
            .args(arguments)
            .arg("--data")
            .arg(&data);
        run(&mut command)
    };
    let path = file.to_str().expect("a path");
    let looked = tool(&["import", path, "--check", "--json"]);
    assert!(looked.status.success(), "{}", looked.said);
    let report: serde_json::Value = serde_json::from_str(&looked.lines[0]).expect("a report");
    assert_eq!(report["figures"]["roads"], 48, "what is in the file");
    let shown = tool(&["show"]);
    assert!(
        !shown.lines[0].contains("演练"),
        "nothing is in force: {:?}",
        shown.lines
    );

    let done = tool(&["import", path, "--source", "演练 工具导入"]);
    assert!(done.status.success(), "{}", done.said);
    let room = Room::plain(&data);
    assert_eq!(
        sheet(&room.desk).source,
        "演练 工具导入",
        "the desk uses it"
    );
    let refused = tool(&["former"]);
    assert!(!refused.status.success(), "a desk that runs is left alone");
    drop(room);
    // Threads of the desk that was closed may still be in a last write.
    let began = Instant::now();
    while !tool(&["former"]).status.success() {
        assert!(began.elapsed() < LONG, "in {LONG:?} the log is free");
    }
    assert!(!tool(&["show"]).lines[0].contains("演练"), "those before");
}
