//! The shape of the user interface: one door to the shell, no workspace that knows another, no
//! network.

use regex_lite::Regex;

use crate::tidy::files::{self, File};

/// Only this file may speak to the shell.
const DOOR: &str = "ui/src/host/tauri.ts";
/// Only files in here may open a connection (a browser on the wall reaches the desk so).
const HOSTS: &str = "ui/src/host/";
/// The folder of the workspaces, one folder each.
const WORKSPACES: &str = "ui/src/workspaces/";

fn is_source(path: &str) -> bool {
    path.starts_with("ui/src/") && (path.ends_with(".ts") || path.ends_with(".svelte"))
}

/// What a source file imports: the words between the quotes.
fn imports(text: &str) -> Vec<String> {
    let import = Regex::new(r#"(?:\bfrom|\bimport|\bimport\()\s*["']([^"']+)["']"#);
    let import = import.expect("the pattern is well formed");
    import
        .captures_iter(text)
        .map(|found| found[1].to_owned())
        .collect()
}

/// The path that a relative import means, seen from the top folder.
fn resolved(from: &str, import: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The workspace that a path lies in; a file beside the folders lies in none.
fn workspace(path: &str) -> Option<&str> {
    let inside = path.split_once("workspaces/")?.1;
    match inside.split_once('/') {
        Some((folder, _)) => Some(folder),
        None => (!inside.contains('.')).then_some(inside),
    }
}

fn faults(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    for import in imports(&file.text) {
        if import.starts_with("@tauri-apps/") && file.path != DOOR {
            faults.push(format!("{}: only {DOOR} imports {import}", file.path));
        }
        if !file.path.starts_with(WORKSPACES) {
            continue;
        }
        let target = if import.starts_with('.') {
            resolved(&file.path, &import)
        } else {
            import.clone()
        };
        if workspace(&target).is_some_and(|other| Some(other) != workspace(&file.path)) {
            faults.push(format!(
                "{}: imports another workspace, {import}",
                file.path
            ));
        }
    }
    let network = Regex::new(
        r"\b(fetch\(|new (WebSocket|EventSource)\(|XMLHttpRequest|sendBeacon\(|importScripts\()",
    );
    let network = network.expect("the pattern is well formed");
    if !file.path.starts_with(HOSTS) && !file.path.ends_with(".test.ts") {
        for found in network.find_iter(&file.text) {
            faults.push(format!(
                "{}: opens a connection, {}",
                file.path,
                found.as_str()
            ));
        }
    }
    faults
}

#[test]
fn the_window_has_one_door_no_cross_roads_and_no_network() {
    let sources: Vec<File> = files::all()
        .into_iter()
        .filter(|file| is_source(&file.path))
        .collect();
    assert!(!sources.is_empty(), "the user interface has sources");
    let faults: Vec<String> = sources.iter().flat_map(faults).collect();
    assert!(
        faults.is_empty(),
        "see architecture.md, the user interface: {faults:#?}"
    );
}

#[test]
fn a_second_door_a_cross_road_and_a_connection_are_noticed() {
    let count = |path: &str, text: &str| faults(&File::sample(path, text)).len();
    let door = "import { invoke } from \"@tauri-apps/api/core\";";
    assert_eq!(count("ui/src/parts/a.ts", door), 1, "a second door");
    assert_eq!(count(DOOR, door), 0, "the door itself");
    let cross = "import Row from '../command/Row.svelte';";
    assert_eq!(
        count("ui/src/workspaces/watch/a.svelte", cross),
        1,
        "a cross road"
    );
    let alias = "const x = await import(\"$src/workspaces/plans/a.ts\");";
    assert_eq!(
        count("ui/src/workspaces/watch/a.ts", alias),
        1,
        "a cross road by another name"
    );
    let whole = "import * as command from '../command';";
    assert_eq!(
        count("ui/src/workspaces/watch/a.ts", whole),
        1,
        "a whole other workspace"
    );
    let own = "import Row from \"./parts/Row.svelte\"; import x from \"../../parts/x\";";
    assert_eq!(
        count("ui/src/workspaces/watch/a.svelte", own),
        0,
        "its own folder, shared parts"
    );
    let from_above = "import Watch from \"./workspaces/watch/Watch.svelte\";";
    assert_eq!(
        count("ui/src/App.svelte", from_above),
        0,
        "the frame knows all workspaces"
    );
    assert_eq!(
        count("ui/src/map/a.ts", "await fetch(url)"),
        1,
        "a connection"
    );
    assert_eq!(
        count("ui/src/host/wall.ts", "new WebSocket(url)"),
        0,
        "a host may"
    );
}
