//! The shape of the program, checked on the real manifests: which crate may know which, and who
//! alone may use a library. `src-tauri/docs/architecture.md` says why.

mod clock;
mod licences;
mod screen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Lowest first. Moving a crate here is an architectural decision, not a fix.
const LAYERS: &[&[&str]] = &[
    &["emergency"],
    &[
        "protocols",
        "plans",
        "routing",
        "reports",
        "drills",
        "contract",
        "inventory",
        "risk",
    ],
    &["dispatch", "logbook", "maps"],
    &["feeds", "link", "channels"],
    &["desk", "platform"],
    &["desktop"],
];

/// Members that are no part of the program.
const OUTSIDE: &[&str] = &["tests", "xtask"];

/// Libraries that only the crates named beside them may use. A name that ends in `*` stands for
/// all that begin so. The package `tests` may use what it measures.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri*", &["desktop"]),
    ("notify-rust", &["desktop"]),
    ("rusqlite", &["logbook", "tests"]),
    ("aws-lc-rs", &["logbook"]),
    (
        "tokio*",
        &["feeds", "link", "desk", "platform", "desktop", "tests"],
    ),
    ("reqwest", &["feeds", "link", "channels", "tests"]),
    ("rumqttc", &["feeds"]),
    ("socket2", &["feeds"]),
    ("lettre", &["channels"]),
    ("keyring*", &["desk"]),
    ("rcgen", &["tests"]),
    ("tokio-tungstenite", &["feeds", "link", "tests"]),
    ("calamine", &["inventory"]),
    ("rust_xlsxwriter", &["inventory", "tests"]),
    ("qrcode", &["inventory"]),
    ("axum", &["feeds", "desk", "platform", "tests"]),
    ("age", &["desk"]),
    ("anyhow", &["desk", "platform", "desktop", "tests", "xtask"]),
    ("clap", &["desk", "platform", "desktop"]),
    ("argon2", &["desk"]),
    (
        "tracing-subscriber",
        &["desk", "platform", "desktop", "tests"],
    ),
];

/// From crate to the names that it depends on.
type Edges = BTreeMap<String, BTreeSet<String>>;

/// The top folder of the checkout.
pub(crate) fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .expect("the package lies in the top folder")
        .to_path_buf()
}

/// What cargo knows of the workspace, without the outside crates.
fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo can read the workspace")
}

/// Whether a file is a source of a crate in one of the layers up to `highest`.
fn is_source_up_to(highest: usize, path: &str) -> bool {
    let name = path
        .strip_prefix("src-tauri/crates/")
        .and_then(|rest| rest.split('/').next());
    let in_layers = |name| LAYERS[..=highest].iter().any(|layer| layer.contains(&name));
    path.contains("/src/") && path.ends_with(".rs") && name.is_some_and(in_layers)
}

fn edges(metadata: &Metadata, with_tests: bool) -> Edges {
    let wanted = |kind| with_tests || kind != DependencyKind::Development;
    metadata
        .packages
        .iter()
        .map(|package| {
            let needs = package.dependencies.iter().filter(|need| wanted(need.kind));
            (
                package.name.to_string(),
                needs.map(|need| need.name.clone()).collect(),
            )
        })
        .collect()
}

/// Every edge inside the workspace that does not lead to a lower layer, and every crate that has
/// no layer.
fn layer_faults(edges: &Edges) -> Vec<String> {
    let layer = |name: &str| LAYERS.iter().position(|crates| crates.contains(&name));
    let mut faults = Vec::new();
    for (name, needs) in edges {
        if OUTSIDE.contains(&name.as_str()) {
            continue;
        }
        let Some(own) = layer(name) else {
            faults.push(format!("{name} has no layer: name it in LAYERS"));
            continue;
        };
        for need in needs.iter().filter(|need| edges.contains_key(*need)) {
            if layer(need).is_none_or(|other| other >= own) {
                faults.push(format!("{name} must not depend on {need}"));
            }
        }
    }
    faults
}

/// Every use of a library by a crate that is not named beside it.
fn library_faults(edges: &Edges) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, needs) in edges {
        for need in needs {
            // The most exact line counts: `tokio-tungstenite` before `tokio*`.
            let rule = ONLY_IN
                .iter()
                .find(|(library, _)| library == need)
                .or_else(|| {
                    ONLY_IN.iter().find(|(library, _)| {
                        library
                            .strip_suffix('*')
                            .is_some_and(|start| need.starts_with(start))
                    })
                });
            if rule.is_some_and(|(_, crates)| !crates.contains(&name.as_str())) {
                faults.push(format!("{name} must not use {need}"));
            }
        }
    }
    faults
}

/// Members whose name an outside crate bears too: `cargo build -p NAME` would be ambiguous.
fn name_faults(members: &BTreeSet<String>, outside: &BTreeSet<String>) -> Vec<String> {
    members
        .intersection(outside)
        .map(|name| format!("{name} is an outside crate too"))
        .collect()
}

fn sample(pairs: &[(&str, &[&str])]) -> Edges {
    pairs
        .iter()
        .map(|(name, needs)| {
            (
                name.to_string(),
                needs.iter().map(ToString::to_string).collect(),
            )
        })
        .collect()
}

#[test]
fn a_crate_depends_only_on_lower_layers() {
    let faults = layer_faults(&edges(&workspace(), true));
    assert!(
        faults.is_empty(),
        "the layers say what may know what: {faults:#?}"
    );
}

#[test]
fn an_upward_a_sideward_and_an_unplaced_crate_are_noticed() {
    let up = sample(&[("emergency", &["logbook"]), ("logbook", &["emergency"])]);
    assert_eq!(
        layer_faults(&up),
        ["emergency must not depend on logbook"],
        "an edge upwards"
    );
    let side = sample(&[("plans", &["drills"]), ("drills", &[])]);
    assert_eq!(
        layer_faults(&side),
        ["plans must not depend on drills"],
        "an edge sidewards"
    );
    let new = sample(&[("weather", &[])]);
    assert_eq!(layer_faults(&new).len(), 1, "a crate without a layer");
    let tests = sample(&[("tests", &["desk"]), ("desk", &["tests"])]);
    assert_eq!(
        layer_faults(&tests),
        ["desk must not depend on tests"],
        "tests are above all"
    );
}

#[test]
fn every_crate_of_the_layers_exists() {
    let members = edges(&workspace(), true);
    for name in LAYERS.iter().flat_map(|layer| layer.iter()).chain(OUTSIDE) {
        assert!(
            members.contains_key(*name),
            "{name} is named in a layer and is no member"
        );
    }
}

#[test]
fn a_library_with_a_home_is_used_only_there() {
    let faults = library_faults(&edges(&workspace(), false));
    assert!(
        faults.is_empty(),
        "one home for each library, so that it can be changed: {faults:#?}"
    );
}

#[test]
fn a_library_away_from_home_is_noticed() {
    let stray = sample(&[
        ("desk", &["rusqlite", "tokio"]),
        ("emergency", &["tokio-util"]),
        ("platform", &["tokio-tungstenite"]),
        ("link", &["tokio-tungstenite", "tauri-plugin-shell"]),
    ]);
    assert_eq!(
        library_faults(&stray),
        [
            "desk must not use rusqlite",
            "emergency must not use tokio-util",
            "link must not use tauri-plugin-shell",
            "platform must not use tokio-tungstenite",
        ],
        "exact names, beginnings, and the exact name before the beginning"
    );
}

#[test]
fn no_crate_of_ours_bears_the_name_of_an_outside_crate() {
    let metadata = licences::whole();
    let member = |package: &&cargo_metadata::Package| package.source.is_none();
    let name = |package: &cargo_metadata::Package| package.name.to_string();
    let ours = metadata.packages.iter().filter(member).map(name).collect();
    let outside = metadata
        .packages
        .iter()
        .filter(|package| !member(package))
        .map(name)
        .collect();
    let faults = name_faults(&ours, &outside);
    assert!(
        faults.is_empty(),
        "`cargo build -p` could not tell them apart: {faults:#?}"
    );
}

#[test]
fn a_shared_name_is_noticed() {
    let names = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let faults = name_faults(&names(&["console", "desk"]), &names(&["console", "serde"]));
    assert_eq!(
        faults,
        ["console is an outside crate too"],
        "the one that clashes"
    );
}
