//! `cargo xtask fuzz [TARGET…] [SECONDS]`: made-up bytes for the parsers of outside data, guided by
//! coverage (`docs/decisions/0015-fuzzing.md`). The program is a workspace of its own; what it
//! learnt stays in `target/fuzz/corpus`, a finding in `target/fuzz/findings`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::build::cargo;
use crate::paths;
use crate::progress::{run as run_step, say};

/// Seconds for a target when none are given.
const SECONDS: u32 = 60;
/// Bytes of one input at most; deeper structure is reached sooner with small ones.
const INPUT_BYTES_MAX: usize = 16 * 1024;
/// One input may take this long; a slower one is a finding.
const INPUT_S_MAX: u32 = 10;

/// The counters that libFuzzer reads, in the form that a stable compiler takes.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// The targets of `src-tauri/fuzz/src/main.rs`, each with the folder of samples it starts from.
const TARGETS: &[(&str, &str)] = &[
    ("camera", ""),
    ("cap", "tests/vectors/cap"),
    ("gbt26875", ""),
    ("hj212", ""),
    ("jt808", ""),
    ("mqtt", "tests/vectors/mqtt"),
    ("sensor", "assets/sensors"),
    ("submission", "assets"),
    ("warning12379", "tests/vectors/warning12379"),
    ("feed_list", "tests/vectors/cap"),
    ("platform_client", ""),
    ("platform_server", ""),
    ("fact", ""),
    ("plan", "plans/special"),
    ("plan_docx", ""),
    ("plan_document", ""),
    ("plan_package", ""),
    (
        "plan_text",
        "src-tauri/crates/plans/src/import/tests/documents",
    ),
    ("geojson", "assets/boundary"),
    ("roads_csv", ""),
    ("roads_pbf", ""),
    ("roads_geojson", ""),
    ("lists", ""),
    ("scenario", "assets/scenarios"),
    ("table", ""),
    ("problem", ""),
];

/// Runs one target, or each in turn.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (chosen, seconds) = chosen(arguments)?;
    let program = build()?;
    for (name, samples) in chosen {
        one(&program, name, samples, seconds)?;
    }
    Ok(())
}

type Chosen = Vec<(&'static str, &'static str)>;

fn chosen(arguments: &[String]) -> Result<(Chosen, u32)> {
    let (names, seconds): (Vec<&String>, Vec<&String>) = arguments
        .iter()
        .partition(|argument| argument.parse::<u32>().is_err());
    let seconds = match seconds[..] {
        [] => SECONDS,
        [one] => one.parse()?,
        _ => bail!("usage: cargo xtask fuzz [TARGET…] [SECONDS]"),
    };
    let mut found = Vec::new();
    for name in &names {
        match TARGETS.iter().find(|(known, _)| known == name) {
            Some(target) => found.push(*target),
            None => {
                let known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
                bail!(
                    "there is no target {name:?}; there are: {}",
                    known.join(" ")
                );
            }
        }
    }
    if names.is_empty() {
        found = TARGETS.to_vec();
    }
    Ok((found, seconds))
}

fn build() -> Result<PathBuf> {
    // Only with a target named do the counters stay out of build scripts, which cannot hold them.
    let host = host()?;
    let target = paths::target().join("fuzz");
    let mut build = cargo();
    build
        .args(["build", "--release", "--target", &host, "--manifest-path"])
        .arg(paths::root().join("src-tauri/fuzz/Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", COVERAGE);
    run_step("build the parsers with coverage counters", &mut build)?;
    let name = format!("fuzz{}", env::consts::EXE_SUFFIX);
    Ok(target.join(host).join("release").join(name))
}

fn host() -> Result<String> {
    let version = crate::progress::answer("rustc", &["-vV"]).context("rustc does not answer")?;
    let line = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not say what it runs on")?;
    Ok(line.to_owned())
}

fn one(program: &Path, name: &str, samples: &str, seconds: u32) -> Result<()> {
    let folder = paths::target().join("fuzz");
    let corpus = folder.join("corpus").join(name);
    let findings = folder.join("findings");
    for made in [&corpus, &findings] {
        fs::create_dir_all(made).with_context(|| format!("could not make {}", made.display()))?;
    }
    say(&format!("{name}: {seconds} s"));
    let mut fuzz = std::process::Command::new(program);
    fuzz.env("DUTYROOM_FUZZ_TARGET", name).arg(&corpus);
    if !samples.is_empty() {
        fuzz.arg(paths::root().join(samples));
    }
    fuzz.args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={INPUT_BYTES_MAX}"),
        format!("-timeout={INPUT_S_MAX}"),
        format!("-artifact_prefix={}/{name}-", findings.display()),
        "-print_final_stats=1".to_owned(),
        "-verbosity=0".to_owned(),
    ]);
    run_step(&format!("fuzz {name}"), &mut fuzz)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_targets_are_those_that_the_fuzzing_program_has() {
        let source = fs::read_to_string(paths::root().join("src-tauri/fuzz/src/main.rs"))
            .expect("the program's source can be read");
        let there: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("name: \"")?.strip_suffix("\","))
            .collect();
        let here: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        assert_eq!(here, there, "two lists of targets drift apart");
    }

    #[test]
    fn a_target_and_a_time_can_be_chosen_and_an_unknown_one_is_refused() {
        let (one, seconds) = chosen(&words("cap 5")).expect("there is such a target");
        assert_eq!((one.len(), seconds), (1, 5), "just that one, for that long");
        let (all, seconds) = chosen(&[]).expect("nothing needs to be named");
        assert_eq!(
            (all.len(), seconds),
            (TARGETS.len(), SECONDS),
            "each in turn without a choice"
        );
        assert!(
            chosen(&words("dance")).is_err(),
            "an unknown target must not pass as fuzzed"
        );
    }
}
