//! A Word file of 200 pages comes in, two versions of 100 pages are compared.
//!
//! The plan is made up: the same few clauses in many words, with tables. A page has some 600 signs,
//! as a page of GB/T 9704-2012 has (22 lines of 28).

use std::time::Instant;

use anyhow::{Result, ensure};
use plans::{Block, Clause, Plan};
use tests::measure::{Bar, Row, Samples};

use super::GROUP;

/// Signs of a page of an official document: 22 lines of 28.
const PAGE_CHARS: usize = 616;
const IMPORT_PAGES: usize = 200;
const COMPARE_PAGES: usize = 100;
/// What the plan manager was promised, ms.
const IMPORT_MS: f64 = 2_000.0;
const COMPARE_MS: f64 = 300.0;
const RUNS: usize = 20;
/// Paragraphs of one clause.
const PARAGRAPHS: usize = 6;

/// The rows of files.
pub(crate) fn measure() -> Result<Vec<Row>> {
    Ok(vec![import()?, compare()?])
}

/// A plan of so many pages; `edition` changes some words, and moves, adds and removes clauses.
fn plan(pages: usize, edition: usize) -> Plan {
    let mut plan = Plan::default();
    plan.front.id = "bench".to_owned();
    plan.front.title = "演练区综合应急预案".to_owned();
    let (mut chars, mut number) = (0, 0);
    while chars < pages * PAGE_CHARS {
        number += 1;
        let chapter = number % 10 == 1;
        let (depth, heading) = if chapter {
            (1, format!("{} 第{number}章工作", number / 10 + 1))
        } else {
            (
                2,
                format!("{}.{} 第{number}项工作", number / 10 + 1, number % 10),
            )
        };
        let text = text(number, edition);
        chars += heading.chars().count() + text.chars().count();
        plan.clauses.push(Clause {
            depth,
            heading,
            blocks: vec![Block::Text(text)],
        });
    }
    if edition > 0 {
        // Every 40th clause is gone, and every 30th stands 15 places later.
        let mut at = 0;
        plan.clauses.retain(|_| {
            at += 1;
            at % 40 != 0
        });
        for from in (0..plan.clauses.len().saturating_sub(16)).step_by(30) {
            let clause = plan.clauses.remove(from);
            plan.clauses.insert(from + 15, clause);
        }
    }
    plan
}

fn text(number: usize, edition: usize) -> String {
    let mut text = String::new();
    for paragraph in 1..=PARAGRAPHS {
        // Every seventh clause has other words in the later edition.
        let minutes = if edition > 0 && number.is_multiple_of(7) {
            20
        } else {
            30
        };
        text.push_str(&format!(
            "（{paragraph}）区第{number}组接到第{paragraph}项任务后，{minutes}分钟内到达现场，查明情况并向指挥部报告，\
             按照处置方案组织警戒、搜救、疏散和监测，做好人员防护，每小时报告一次进展。\n\n"
        ));
    }
    if number.is_multiple_of(5) {
        text.push_str("| 单位 | 职责 | 电话 |\n| --- | --- | --- |\n");
        for row in 1..=5 {
            text.push_str(&format!(
                "| 演练第{row}组 | 负责第{number}项工作 | 0531-000{row:05} |\n"
            ));
        }
    }
    text.trim_end().to_owned()
}

fn import() -> Result<Row> {
    let made = plan(IMPORT_PAGES, 0);
    let bytes = plans::export::to_docx(&made)?;
    let mut took = Samples::default();
    for _ in 0..RUNS {
        let began = Instant::now();
        let imported = plans::import::import("plan.docx", &bytes)?;
        took.add(began.elapsed());
        ensure!(
            imported.plan.clauses.len() == made.clauses.len(),
            "every clause came in"
        );
    }
    Ok(row(
        "a Word file of 200 pages comes in, p95",
        &took,
        IMPORT_MS,
    ))
}

fn compare() -> Result<Row> {
    let (old, new) = (plan(COMPARE_PAGES, 0), plan(COMPARE_PAGES, 1));
    let mut took = Samples::default();
    for _ in 0..RUNS {
        let began = Instant::now();
        let found = plans::compare::compare(&old, &new);
        took.add(began.elapsed());
        ensure!(
            found.changed > 0 && found.moved > 0 && found.removed > 0,
            "changes are found: {} {} {}",
            found.changed,
            found.moved,
            found.removed
        );
    }
    Ok(row(
        "two versions of 100 pages are compared, p95",
        &took,
        COMPARE_MS,
    ))
}

fn row(name: &str, took: &Samples, bar_ms: f64) -> Row {
    Row {
        group: GROUP,
        name: name.to_owned(),
        value: took.percentile_ms(95),
        unit: "ms",
        baseline: None,
        bar: Bar::AtMost(bar_ms),
    }
}
