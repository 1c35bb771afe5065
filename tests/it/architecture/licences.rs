//! What outside code may be in the program: `.deny.toml` is the list, for `cargo deny` and here.

use std::fs;

use cargo_metadata::{Metadata, MetadataCommand};
use serde::Deserialize;
use spdx::Expression;

use super::root;

/// The parts of `.deny.toml` that are checked here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

/// A licence that one named crate alone may have.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

fn rules() -> Rules {
    let text = fs::read_to_string(root().join(".deny.toml")).expect(".deny.toml can be read");
    toml::from_str(&text).expect(".deny.toml has the parts that this test reads")
}

/// What cargo knows of the workspace and every outside crate that is built on this system.
pub(super) fn whole() -> Metadata {
    let version = std::process::Command::new("rustc").arg("-vV").output();
    let version = version.expect("rustc answers").stdout;
    let version = String::from_utf8(version).expect("rustc answers in UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.expect("rustc names its host");
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(vec!["--filter-platform".to_owned(), host.to_owned()])
        .exec()
        .expect("cargo can resolve the workspace")
}

/// One outside package, from cargo or npm.
struct Outside<'a> {
    name: &'a str,
    licence: Option<&'a str>,
}

fn licence_fault(package: &Outside<'_>, rules: &Licences) -> Option<String> {
    let name = package.name;
    let Some(licence) = package.licence else {
        return Some(format!("{name} names no licence"));
    };
    // Old manifests write `MIT/Apache-2.0`.
    let parsed = Expression::parse_mode(licence, spdx::ParseMode::LAX);
    let Ok(parsed) = parsed else {
        return Some(format!("{name}: {licence:?} is no licence expression"));
    };
    let exception = rules
        .exceptions
        .iter()
        .filter(|exception| exception.name == name);
    let allowed: Vec<&String> = rules
        .allow
        .iter()
        .chain(exception.flat_map(|exception| &exception.allow))
        .collect();
    let fits = parsed.evaluate(|asked| allowed.iter().any(|known| **known == asked.to_string()));
    (!fits).then(|| format!("{name}: {licence}"))
}

fn ban_fault(name: &str, rules: &Bans) -> Option<String> {
    let ban = rules.deny.iter().find(|ban| ban.name == name)?;
    Some(format!("{name}: {}", ban.reason))
}

fn source_fault(name: &str, source: &str, rules: &Sources) -> Option<String> {
    let known = |registry: &String| source == format!("registry+{registry}");
    (!rules.allow_registry.iter().any(known)).then(|| format!("{name} comes from {source}"))
}

#[test]
fn every_outside_crate_has_a_permissive_licence() {
    let rules = rules();
    let metadata = whole();
    let faults: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter_map(|package| {
            let outside = Outside {
                name: &package.name,
                licence: package.license.as_deref(),
            };
            licence_fault(&outside, &rules.licenses)
        })
        .collect();
    assert!(
        faults.is_empty(),
        "the program is given away under Apache-2.0: {faults:#?}"
    );
}

#[test]
fn a_copyleft_a_missing_and_an_unreadable_licence_are_noticed() {
    let rules = rules().licenses;
    let fault = |licence| {
        licence_fault(
            &Outside {
                name: "sample",
                licence,
            },
            &rules,
        )
    };
    assert!(fault(Some("GPL-3.0-only")).is_some(), "copyleft");
    assert!(
        fault(Some("MIT AND GPL-2.0-only")).is_some(),
        "both hold, so the stricter counts"
    );
    assert!(fault(None).is_some(), "no licence is no permission");
    assert!(
        fault(Some("see the file")).is_some(),
        "what cannot be read is no permission"
    );
    assert_eq!(
        fault(Some("MIT/Apache-2.0")),
        None,
        "the old way to write a choice"
    );
    assert_eq!(
        fault(Some("GPL-2.0-only OR MIT")),
        None,
        "one may choose the permissive one"
    );
    assert_eq!(
        fault(Some("Apache-2.0 WITH LLVM-exception")),
        None,
        "an allowed exception"
    );
}

#[test]
fn an_exception_counts_only_for_the_crate_that_it_names() {
    let rules = Licences {
        allow: vec!["MIT".to_owned()],
        exceptions: vec![Exception {
            name: "one".to_owned(),
            allow: vec!["MPL-2.0".to_owned()],
        }],
    };
    let fault = |name| {
        licence_fault(
            &Outside {
                name,
                licence: Some("MPL-2.0"),
            },
            &rules,
        )
    };
    assert_eq!(fault("one"), None, "it is named");
    assert!(fault("other").is_some(), "it is not named");
}

#[test]
fn no_banned_crate_is_in_the_tree() {
    let rules = rules().bans;
    let metadata = whole();
    let faults: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| ban_fault(&package.name, &rules))
        .collect();
    assert!(faults.is_empty(), "each ban has a reason: {faults:#?}");
}

#[test]
fn a_banned_crate_is_noticed() {
    let rules = rules().bans;
    assert!(
        ban_fault("openssl-sys", &rules).is_some(),
        "TLS is rustls only"
    );
    assert!(
        ban_fault("native-tls", &rules).is_some(),
        "TLS is rustls only"
    );
    assert_eq!(ban_fault("rustls", &rules), None, "this one is wanted");
}

#[test]
fn every_outside_crate_comes_from_the_registry() {
    let rules = rules().sources;
    let metadata = whole();
    let faults: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| {
            let source = package.source.as_ref()?;
            source_fault(&package.name, &source.repr, &rules)
        })
        .collect();
    assert!(
        faults.is_empty(),
        "a moving branch cannot be built again: {faults:#?}"
    );
}

#[test]
fn a_crate_from_a_branch_is_noticed() {
    let rules = rules().sources;
    let git = "git+https://example.org/sample#0123";
    assert!(source_fault("sample", git, &rules).is_some(), "git moves");
}

/// `packages` of an npm lock file, as far as it is checked here.
#[derive(Deserialize)]
struct NpmLock {
    packages: std::collections::BTreeMap<String, NpmPackage>,
}

#[derive(Deserialize)]
struct NpmPackage {
    /// Very old packages have an object here.
    license: Option<toml::Value>,
    #[serde(default)]
    dev: bool,
}

fn npm_faults(lock: &NpmLock, rules: &Licences) -> Vec<String> {
    let shipped = lock
        .packages
        .iter()
        .filter(|(name, package)| !name.is_empty() && !package.dev);
    shipped
        .filter_map(|(path, package)| {
            let name = path.rsplit("node_modules/").next().unwrap_or(path);
            let licence = package
                .license
                .as_ref()
                .and_then(|licence| licence.as_str());
            licence_fault(&Outside { name, licence }, rules)
        })
        .collect()
}

#[test]
fn every_package_in_the_window_has_a_permissive_licence() {
    let text = fs::read_to_string(root().join("ui").join("package-lock.json"))
        .expect("the user interface has a lock file");
    let lock: NpmLock = serde_json::from_str(&text).expect("npm writes JSON");
    let faults = npm_faults(&lock, &rules().licenses);
    assert!(
        faults.is_empty(),
        "what is shipped is given away: {faults:#?}"
    );
}

#[test]
fn a_shipped_copyleft_package_is_noticed_and_a_tool_is_not() {
    let text = r#"{"packages": {
        "": {"license": "none"},
        "node_modules/a": {"license": "AGPL-3.0-only"},
        "node_modules/b": {"license": "MPL-2.0", "dev": true},
        "node_modules/a/node_modules/@x/c": {"license": "ISC"}
    }}"#;
    let lock: NpmLock = serde_json::from_str(text).expect("the sample is a lock file");
    let faults = npm_faults(&lock, &rules().licenses);
    assert_eq!(faults, ["a: AGPL-3.0-only"], "only what is shipped counts");
}
