use emergency::figures::{AlarmLoad, AlarmWindow};
use emergency::time::{MINUTE_MS, UtcMs};
use insta::assert_snapshot;

use super::*;
use crate::clocks::{ClockFacts, ClockTable, clocks};

/// 2026-11-24 10:12 in China.
const NOW: i64 = 1_795_486_320_000;

fn mark() -> SheetMark {
    SheetMark {
        unit: "济南市历城区应急管理局".into(),
        made_at_ms: NOW,
        exercise: true,
        log_head_hash: "9f2c".repeat(16),
        versions: vec!["dutyroom 0.1.0".into()],
    }
}

/// The document as a reader meets it, line by line.
fn read(document: &ReportDocument) -> String {
    let mut lines = vec![document.title.value.clone()];
    let entry = |entry: &Entry| format!("{}：{}", entry.label, entry.value);
    lines.extend(document.head.iter().map(entry));
    for part in &document.parts {
        match part {
            Part::Heading(words) => lines.push(format!("\n== {words}")),
            Part::Section(section) => lines.push(format!("\n== {}", section.words)),
            Part::Contents => {}
            Part::Paragraph(paragraph) => lines.push(paragraph.value.clone()),
            Part::Fields(fields) => lines.extend(fields.iter().map(|e| e.label.clone())),
            Part::Table(table) => {
                let labels: Vec<_> = table.columns.iter().map(|c| c.label.as_str()).collect();
                lines.push(labels.join(" | "));
                lines.extend(
                    table
                        .rows
                        .iter()
                        .map(|row| row.join(" | ").trim_end().to_owned()),
                );
            }
        }
    }
    lines.extend(document.signature.iter().map(entry));
    lines.extend(document.provenance.clone());
    lines.join("\n")
}

fn matter() -> Matter {
    Matter {
        title: "演练化工厂氯气泄漏".into(),
        state: "Ⅳ级响应，正在堵漏".into(),
        due_at_ms: Some(NOW + 30 * MINUTE_MS),
        note: "初报待签发".into(),
    }
}

/// A shift of twelve hours with a peak that two people cannot follow.
fn shift_load() -> ShiftLoad {
    ShiftLoad {
        from_ms: NOW - 12 * 60 * MINUTE_MS,
        to_ms: NOW,
        operators: 2,
        load: AlarmLoad {
            alarms: 180,
            average: 1.25,
            peak: AlarmWindow {
                from: UtcMs(NOW - 60 * MINUTE_MS),
                alarms: 45,
            },
            flood_percent: 1.4,
            by_priority: [9, 9, 27, 135],
            standing: 12,
            stale: 3,
            acknowledged: 170,
            ack_median_s: Some(20),
            ack_p90_s: Some(95),
            worst_percent: 61.1,
            ..AlarmLoad::default()
        },
        ..ShiftLoad::default()
    }
}

#[test]
fn a_handover_has_both_names_the_open_matters_and_the_head_of_the_log() {
    let facts = HandoverFacts {
        mark: mark(),
        desk: "演练值班席".into(),
        at_ms: NOW,
        outgoing: "演练甲".into(),
        incoming: "演练乙".into(),
        leader: "演练带班".into(),
        unacknowledged: 3,
        open: vec![matter()],
        cautions: vec!["夜间有雨".into()],
        devices: vec![DeviceLine {
            name: "告警声音".into(),
            state: "已试听".into(),
            seen_at_ms: Some(NOW - MINUTE_MS),
        }],
        load: Some(shift_load()),
    };
    assert_snapshot!("handover", read(&handover(&facts)));
}

#[test]
fn a_duty_log_has_every_call_and_says_where_there_is_nothing() {
    let facts = DutyLogFacts {
        mark: mark(),
        day_ms: NOW,
        weather: "多云，暴雨蓝色预警".into(),
        shift: "白班".into(),
        leader: "演练带班".into(),
        officers: vec!["演练甲".into(), "演练乙".into()],
        calls: vec![CallLine {
            at_ms: NOW - 5 * MINUTE_MS,
            unit: "演练化工厂".into(),
            caller: "值班人员 000-0000".into(),
            content: "液氯钢瓶泄漏".into(),
            instruction: "立即核实".into(),
            result: "已立案".into(),
            recorded_by: "演练甲".into(),
        }],
        open: vec![matter()],
        ..DutyLogFacts::default()
    };
    assert_snapshot!("duty_log", read(&duty_log(&facts)));
}

#[test]
fn the_picture_gives_the_age_of_what_it_shows_and_the_most_urgent_clock_first() {
    let table = ClockTable::shipped();
    let clock_facts = ClockFacts {
        traits: vec!["production_accident".into()],
        learned_at_ms: NOW - 40 * MINUTE_MS,
        ..ClockFacts::default()
    };
    let facts = PictureFacts {
        mark: mark(),
        on_duty: vec!["演练甲".into()],
        link: "市平台已断开12分钟".into(),
        incidents: vec![IncidentLine {
            number: "演-1".into(),
            title: "演练化工厂氯气泄漏".into(),
            place: "王舍人街道演练路1号".into(),
            grade: "一般".into(),
            response: "Ⅳ级".into(),
            casualties: "死亡0人".into(),
            since_ms: NOW - 40 * MINUTE_MS,
        }],
        teams: vec![TeamLine {
            name: "危险化学品救援队（演练）".into(),
            capability: "危险化学品".into(),
            state: "途中".into(),
            incident: "演-1".into(),
            place: "工业北路".into(),
            seen_at_ms: Some(NOW - 3 * MINUTE_MS),
            contact: "000-0001".into(),
        }],
        stocks: vec![StockLine {
            depot: "演练仓库".into(),
            supply: "正压式呼吸器".into(),
            on_hand: "10套".into(),
            given: "6套".into(),
            counted_at_ms: None,
        }],
        clocks: clocks(&table, &clock_facts, NOW),
    };
    assert_snapshot!("picture", read(&picture(&facts)));
}

#[test]
fn every_blank_form_has_room_to_write() {
    for form in BlankForm::ALL {
        let document = blank(form, &mark());
        assert!(
            document.title.value.starts_with("【演练】"),
            "{form:?} carries the mark"
        );
        let room = document.parts.iter().any(|part| match part {
            Part::Fields(entries) => entries.len() >= 8,
            Part::Table(table) => table.rows.len() == 14,
            _ => false,
        });
        assert!(room, "{form:?} has fields or lines");
    }
    let response = read(&blank(BlankForm::Response, &mark()));
    for content in ["响应事项", "响应级别", "预计期限", "应急处置措施"] {
        assert!(
            response.contains(content),
            "应对法 art. 72 asks for {content}"
        );
    }
}
