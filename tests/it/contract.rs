//! The TypeScript of the contract is what the Rust types say.
//!
//! `UPDATE=1 cargo test -p tests contract` writes it anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ts_rs::Config;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/contract")
}

/// All files of a folder tree by their path inside it.
fn files(root: &Path, folder: &Path, into: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(root, &path, into);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            into.insert(name, text);
        }
    }
}

/// The types in one file: names are unique over the contract, so one file serves the screen.
fn generate() -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = Config::new()
        .with_out_dir(folder.path())
        .with_large_int("number");
    contract::calls::export_types(&config).expect("the types can be written");
    let mut all = BTreeMap::new();
    files(folder.path(), folder.path(), &mut all);
    let mut out = String::from(
        "// Made from the Rust types of `contract` and `emergency`; do not edit.\n\
         // UPDATE=1 cargo test -p tests contract\n\n",
    );
    for text in all.values() {
        for line in text.lines() {
            let noise = line.starts_with("// This file was generated")
                || line.starts_with("import type ")
                || line.trim().is_empty();
            if !noise {
                out.push_str(line);
                out.push('\n');
            }
        }
        out.push('\n');
    }
    out.push_str(&constants());
    out
}

/// Words that stand in plans as they are and that the screen offers: their one source is `plans`.
fn constants() -> String {
    let fields = plans::KEY_FIELDS.map(|field| format!("  \"{field}\",\n"));
    format!(
        "/**\n * The key fields (重点领域): 济南市历城区安全生产“十四五”规划, chapter 三 section (四).\n */\n\
         export const KEY_FIELDS = [\n{}] as const;\n",
        fields.concat()
    )
}

#[test]
fn the_screen_knows_every_type_that_crosses_to_it() {
    let made = generate();
    let path = committed().join("index.ts");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(committed()).expect("the folder can be made");
        fs::write(&path, &made).expect("the file can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == made,
        "ui/src/contract/index.ts is stale: UPDATE=1 cargo test -p tests contract"
    );
}
