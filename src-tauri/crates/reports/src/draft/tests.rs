use emergency::level::IncidentGrade;
use emergency::report::ReportKind;
use insta::assert_snapshot;

use super::*;
use crate::document::ReportDocument;
use crate::facts::{Casualties, Contact};

/// 2026-11-24 10:12 in China.
const LEARNED: i64 = 1_795_486_320_000;

fn known<T>(value: T, source: &str) -> Fact<T> {
    Some(Known::new(value, source))
}

fn words(text: &str, source: &str) -> Fact<String> {
    known(text.to_owned(), source)
}

/// A made-up incident; all names are exercise data.
pub(crate) fn first() -> ReportFacts {
    ReportFacts {
        kind: ReportKind::First,
        number: 1,
        document_number: "历应急演〔2026〕1号".into(),
        reporting_unit: "济南市历城区应急管理局".into(),
        drafted_at_ms: LEARNED + 18 * 60_000,
        exercise: true,
        incident_title: "演练化工厂氯气泄漏".into(),
        incident_kind: words("危险化学品泄漏", "e1"),
        occurred_at_ms: known(LEARNED - 7 * 60_000, "e1"),
        learned_at_ms: known(LEARNED, "e1"),
        source: words("演练化工厂值班人员电话", "e1"),
        street: words("王舍人街道", "e1"),
        place: words("王舍人街道演练路1号", "e1"),
        position: known((117.2231, 36.7112), "e2"),
        unit_name: words("演练化工厂", "e1"),
        unit_address: words("王舍人街道演练路1号", "e1"),
        unit_nature: words("危险化学品使用企业", "e1"),
        casualties: Casualties {
            dead: known(0, "e3"),
            missing: known(0, "e3"),
            evacuated: known(120, "e5"),
            ..Casualties::default()
        },
        measures: vec![
            Known::new("划定警戒区，初始隔离60米（参考 ERG 2024）".into(), "e4"),
            Known::new("疏散下风向群众120人".into(), "e5"),
        ],
        forces: vec![Known::new("危险化学品救援队（演练）1队12人".into(), "e6")],
        contacts: vec![Contact {
            name: "演练值班员".into(),
            role: "区应急局值班室".into(),
            phone: "000-0000-0000".into(),
        }],
        recipients: vec![
            "省安委会办公室".into(),
            "市应急管理局".into(),
            "区委区政府".into(),
        ],
        signer: Some("演练带班领导".into()),
        log_head_hash: "9f2c".repeat(16),
        versions: vec!["dutyroom 0.1.0".into(), "hazardous-chemicals 0.1".into()],
        ..ReportFacts::default()
    }
}

pub(crate) fn second() -> ReportFacts {
    let mut facts = first();
    facts.kind = ReportKind::FollowUp;
    facts.document_number = "历应急演〔2026〕2号".into();
    facts.drafted_at_ms = LEARNED + 70 * 60_000;
    facts.casualties.seriously_injured = known(2, "e7");
    facts.casualties.evacuated = known(310, "e8");
    facts.grade = known(IncidentGrade::Ordinary, "e9");
    facts
        .measures
        .push(Known::new("关闭阀门，泄漏已停止".into(), "e10"));
    facts.forces = vec![Known::new("危险化学品救援队（演练）2队24人".into(), "e11")];
    facts.trend = words("泄漏已停止，下风向浓度下降", "e12");
    facts
}

fn last() -> ReportFacts {
    let mut facts = second();
    facts.kind = ReportKind::Final;
    facts.drafted_at_ms = LEARNED + 400 * 60_000;
    facts.loss_wan_yuan = known(35, "e13");
    facts.scene = words("现场已洗消，环境监测达标", "e14");
    facts.course = words("液氯钢瓶阀门垫片失效泄漏，10时50分堵漏成功", "e15");
    facts.cause = words("阀门垫片老化（初步）", "e16");
    facts.aftermath = words("2名伤员在院治疗，群众已返回", "e17");
    facts.lateness_reason = "终报等待环境监测结果".into();
    facts
}

/// The document as a reader meets it, line by line.
fn read(document: &ReportDocument) -> String {
    let mut lines = vec![document.title.value.clone(), String::new()];
    let entry = |entry: &Entry| {
        let missing = if entry.missing { "  [缺]" } else { "" };
        let sources = if entry.sources.is_empty() {
            String::new()
        } else {
            format!("  <{}>", entry.sources.join(","))
        };
        let value = entry.value.replace('\n', "\n    ");
        let label = if entry.label.is_empty() { "" } else { "：" };
        format!("{}{label}{value}{sources}{missing}", entry.label)
    };
    lines.extend(document.head.iter().map(entry));
    for part in &document.parts {
        match part {
            Part::Heading(words) => lines.push(format!("\n== {words}")),
            Part::Section(section) => lines.push(format!("\n== {}", section.words)),
            Part::Contents => {}
            Part::Paragraph(paragraph) => lines.push(format!("\n{}", entry(paragraph))),
            Part::Fields(fields) => lines.extend(fields.iter().map(entry)),
            Part::Table(table) => lines.extend(table.rows.iter().map(|row| row.join(" | "))),
        }
    }
    lines.push(String::new());
    lines.extend(document.signature.iter().map(entry));
    lines.extend(document.provenance.clone());
    lines.join("\n")
}

#[test]
fn the_first_report_says_what_is_known_and_what_is_not() {
    let document = draft(&first(), None);
    assert_snapshot!("first_report", read(&document));
    assert_eq!(
        document.missing(),
        ["casualties"],
        "the seriously injured are not known yet"
    );
}

#[test]
fn a_follow_up_says_only_what_changed() {
    let document = draft(&second(), Some(&first()));
    assert_snapshot!("follow_up_report", read(&document));
    assert!(
        document.entry("unit_name").is_none(),
        "what did not change is left out"
    );
}

#[test]
fn a_follow_up_without_changes_says_so() {
    let mut facts = second();
    facts.number = 2;
    facts.drafted_at_ms += 60_000;
    let document = draft(&facts, Some(&second()));
    let body = document.entry("body.what").expect("there is a body");
    assert!(
        body.value.contains("没有新的变化"),
        "it says so: {}",
        body.value
    );
    assert!(
        document.title.value.ends_with("续报二"),
        "the second one: {}",
        document.title.value
    );
}

#[test]
fn the_final_report_tells_the_whole() {
    let document = draft(&last(), Some(&second()));
    assert_snapshot!("final_report", read(&document));
    assert!(
        document.missing().is_empty(),
        "nothing is missing: {:?}",
        document.missing()
    );
}

#[test]
fn an_empty_incident_still_gives_a_report_that_says_what_is_missing() {
    let document = draft(&ReportFacts::default(), None);
    for key in [
        "signer",
        "occurred_at",
        "place",
        "unit_name",
        "casualties",
        "contacts",
    ] {
        assert!(document.missing().contains(&key), "{key} is missing");
    }
}

#[test]
fn hostile_words_stay_plain_in_every_entry() {
    let hostile = "</w:t><script>alert(1)</script>\u{202e}\u{0}\n=1+1".repeat(30_000);
    let mut facts = second();
    facts.incident_title = hostile.clone();
    facts.place = words(&hostile, "e1");
    facts.measures = vec![Known::new(hostile.clone(), "e1"); 300];
    facts.contacts[0].name = hostile;
    let document = draft(&facts, Some(&first()));
    for entry in document.entries() {
        assert!(
            !entry.value.contains('\u{202e}'),
            "{} shows what is hidden",
            entry.key
        );
        let length = entry.value.chars().count();
        assert!(length < 210_000, "{} is bounded: {length}", entry.key);
    }
}
