//! Search over 2,000 plans: how long the first 20 hits take, and whether any word is missed.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use logbook::{Logbook, SearchQuery, Volume, Wanted};
use tests::library::{varied, volume, words};
use tests::measure::{Bar, Row, Samples};

use super::GROUP;
use crate::log::options;

/// Plans in the library.
const PLANS: usize = 2_000;
/// Words of one length whose search is timed; all of them are checked.
const TIMED_MAX: usize = 3_000;
/// Hits that a screen shows first.
const HITS: usize = 20;
/// Lengths of words, in characters.
const LENGTHS: [usize; 3] = [2, 3, 4];
/// What people type besides one word.
const OTHERS: [&str; 8] = [
    "氯",
    "应",
    "泄露",
    "氯气泄漏 疏散",
    "危险化学品事故",
    "UN1017",
    "第72条 启动响应",
    "王舍人街道 着火 撤离",
];

/// Measures search.
pub(super) fn measure() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let (log, _) = Logbook::open(&folder.path().join("plans.db"), &options())?;
    let volumes: Vec<Volume> = varied(PLANS, 4).iter().map(volume).collect();
    log.shelve(volumes.clone())?;
    let mut rows = vec![row(
        "first 20 hits while none of 2,000 plans is in the index",
        ms(timed(&log, "氯气泄漏")?),
        Bar::None,
    )];
    let start = Instant::now();
    log.fill_index()?;
    rows.push(row(
        "2,000 plans into the index",
        ms(start.elapsed()),
        Bar::None,
    ));
    let (mut each, mut missed, mut all) = (Samples::default(), 0_usize, 0_usize);
    for chars in LENGTHS {
        let words = words(&volumes, chars);
        ensure!(!words.is_empty(), "words of {chars} characters occur");
        let every = words.len().div_ceil(TIMED_MAX);
        for (number, (word, count)) in words.iter().enumerate() {
            all += 1;
            if number % every == 0 {
                each.add(timed(&log, word)?);
            }
            missed += usize::from(found(&log, word)? != *count);
        }
    }
    for typed in OTHERS {
        for _ in 0..20 {
            each.add(timed(&log, typed)?);
        }
    }
    ensure!(all > 1_000, "many words were checked");
    rows.push(row(
        "first 20 hits of each kind over 2,000 plans, p99",
        each.percentile_ms(99),
        Bar::AtMost(20.0),
    ));
    rows.push(row("the same, median", each.percentile_ms(50), Bar::None));
    rows.push(row("the same, slowest", each.max_ms(), Bar::None));
    rows.push(Row {
        unit: "words",
        ..row(
            &format!("of {all} words of 2, 3 and 4 characters, not found in every clause"),
            missed as f64,
            Bar::AtMost(0.0),
        )
    });
    Ok(rows)
}

fn timed(log: &Logbook, typed: &str) -> Result<Duration> {
    let query = SearchQuery::read(typed, plans::synonym::alike);
    let wanted = Wanted {
        limit: HITS,
        ..Wanted::default()
    };
    let start = Instant::now();
    let found = log.search_library(&query, &wanted)?;
    let taken = start.elapsed();
    std::hint::black_box(found);
    Ok(taken)
}

/// How many passages have exactly this word.
fn found(log: &Logbook, word: &str) -> Result<usize> {
    let query = SearchQuery::read(word, |_| Vec::new());
    let wanted = Wanted {
        limit: 1,
        ..Wanted::default()
    };
    let found = log.search_library(&query, &wanted)?;
    Ok(found.groups.iter().map(|group| group.total).sum())
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn row(name: &str, value: f64, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name: name.to_owned(),
        value,
        unit: "ms",
        baseline: None,
        bar,
    }
}
