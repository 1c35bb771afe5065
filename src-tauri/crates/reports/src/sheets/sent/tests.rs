use emergency::time::MINUTE_MS;
use insta::assert_snapshot;

use super::*;
use crate::document::Part;
use crate::sheets::SheetMark;

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
            Part::Fields(fields) => lines.extend(fields.iter().map(entry)),
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
    lines.join("\n")
}

pub(super) fn allocated() -> AllocationFacts {
    AllocationFacts {
        mark: mark(),
        number: "演练调〔2026〕1号".into(),
        incident: "I1 演练化工厂氯气泄漏".into(),
        asked_by: "现场指挥部（演练）".into(),
        reason: "堵漏和人员防护".into(),
        receiver: "现场指挥部，王舍人街道演练路1号".into(),
        receiver_contact: "演练 周队 000-0001".into(),
        giver_contact: "演练 库管 000-0002".into(),
        approved_by: "演练 李主任".into(),
        ordered_at_ms: Some(NOW - 50 * MINUTE_MS),
        oral: OralMark {
            said_at_ms: Some(NOW - 50 * MINUTE_MS),
            hours: 48,
            ..OralMark::default()
        },
        lines: vec![AllocationLine {
            supply: "正压式空气呼吸器".into(),
            code: "2010101".into(),
            unit: "套".into(),
            depot: "演练 区级储备库".into(),
            asked: 10,
            granted: 6,
            bearer: "T3 演练危化救援队，鲁A·演001".into(),
            returned: 3,
            used: 0,
            written_off: 1,
            outstanding: 2,
        }],
        receipts: vec![ReceiptLine {
            supply: "正压式空气呼吸器".into(),
            at_ms: Some(NOW - 10 * MINUTE_MS),
            receiver: "演练 周队".into(),
            quantity: "6套".into(),
            quality: "完好".into(),
            note: String::new(),
        }],
    }
}

fn requisitioned() -> RequisitionFacts {
    let party = |name: &str| [name.to_owned(), "演练路1号".into(), "000-0000".into()];
    RequisitionFacts {
        mark: mark(),
        number: "演练征〔2026〕1号".into(),
        incident: "I2 演练洪涝".into(),
        unit: party("济南市历城区应急管理局"),
        executor: "演练 王敏".into(),
        owner: party("演练物流公司"),
        purpose: "转移群众".into(),
        from_ms: Some(NOW - 300 * MINUTE_MS),
        registrar: "演练 赵强".into(),
        oral: OralMark {
            said_at_ms: Some(NOW - 300 * MINUTE_MS),
            hours: 48,
            papered_at_ms: Some(NOW - 60 * MINUTE_MS),
            paper: "演练征〔2026〕1号，演练 李主任".into(),
        },
        goods: vec![GoodLine {
            name: "大客车".into(),
            model: "45座".into(),
            quantity: 3,
            unit: "辆".into(),
            whole: 2,
            damaged: 1,
            lost: 0,
        }],
        returns: vec![ReturnLine {
            at_ms: Some(NOW - 30 * MINUTE_MS),
            what: "大客车：完好2、损坏1".into(),
            receiver: "演练 车主".into(),
            note: "右侧擦碰".into(),
        }],
        payments: vec![
            PaymentLine {
                at_ms: Some(NOW),
                ground: "使用费".into(),
                fen: 120_000,
                payee: "演练物流公司".into(),
                receipt: "演-0001".into(),
            },
            PaymentLine {
                at_ms: Some(NOW),
                ground: "修理费".into(),
                fen: 30_005,
                payee: "演练物流公司".into(),
                receipt: "演-0002".into(),
            },
        ],
        settled: true,
    }
}

fn responded(ends: bool) -> ResponseFacts {
    ResponseFacts {
        mark: mark(),
        ends,
        matter: "演练化工厂氯气泄漏".into(),
        level: "Ⅳ级".into(),
        period_h: 6,
        measures: if ends {
            "险情已排除"
        } else {
            "疏散、堵漏"
        }
        .into(),
        plan: "演练 危险化学品事故应急预案".into(),
        decided_by: "演练 李主任".into(),
        decided_at_ms: Some(NOW),
        passed_by: "演练 王敏".into(),
        receivers: vec!["演练 区消防救援大队　演练 值班员　10时14分".into()],
    }
}

fn settled() -> SettlementFacts {
    let turnout = |from: i64, to: Option<i64>, hours: Option<u64>| TurnoutLine {
        sent_at_ms: Some(NOW + from * MINUTE_MS),
        arrived_at_ms: Some(NOW + (from + 20) * MINUTE_MS),
        ended_at_ms: to.map(|to| NOW + to * MINUTE_MS),
        people: 12,
        vehicles: 2,
        hours,
    };
    SettlementFacts {
        mark: mark(),
        incident: "I1 演练化工厂氯气泄漏".into(),
        team: "演练蓝天救援队".into(),
        level: "社会".into(),
        terms: "协议〔演〕1号；保险有效至2027年1月1日".into(),
        payer: "演练化工厂".into(),
        turnouts: vec![
            turnout(-400, Some(-360), Some(67)),
            turnout(-200, Some(-50), Some(250)),
            turnout(-30, None, None),
        ],
        rates: vec![
            RateLine {
                what: "人员".into(),
                basis: "人·小时".into(),
                fen: 8_000,
                counts: Some(vec![804, 3_000]),
                amount_fen: Some(304_320),
            },
            RateLine {
                what: "车辆".into(),
                basis: "每公里".into(),
                fen: 300,
                counts: None,
                amount_fen: None,
            },
        ],
    }
}

fn asked() -> AidFacts {
    AidFacts {
        mark: mark(),
        number: "演练援〔2026〕1号".into(),
        to: "演练 邻区应急管理局".into(),
        incident: "I3 演练山火".into(),
        reason: "火线约两公里，本区力量不足".into(),
        needs: "森林消防队一支、水泵10台".into(),
        place: "演练 集结点".into(),
        wanted_at_ms: Some(NOW + 60 * MINUTE_MS),
        contact: "演练 王敏 000-0000".into(),
        signer: "演练 李主任".into(),
        signed_at_ms: Some(NOW),
    }
}

#[test]
fn the_allocation_sheet_says_who_asked_what_went_who_received_it_and_what_is_out() {
    assert_snapshot!("allocation", read(&allocation(&allocated())));
}

#[test]
fn the_requisition_notice_has_every_field_of_the_regulation_and_its_ledger_adds_up() {
    assert_snapshot!("requisition", read(&requisition(&requisitioned())));
}

#[test]
fn the_response_orders_name_the_four_legal_contents() {
    assert_snapshot!("response_start", read(&response_order(&responded(false))));
    assert_snapshot!("response_end", read(&response_order(&responded(true))));
}

#[test]
fn the_settlement_counts_hours_and_money_and_leaves_out_what_is_not_over() {
    assert_snapshot!("settlement", read(&settlement(&settled())));
}

#[test]
fn the_letter_for_aid_says_what_where_by_when_and_whom_to_call() {
    assert_snapshot!("aid_letter", read(&aid_letter(&asked())));
}

#[test]
fn what_is_not_known_is_left_for_a_pen_and_counts_as_missing() {
    let document = allocation(&AllocationFacts::default());
    let missing = document.missing();
    assert!(
        missing.contains(&"approved_by"),
        "nobody approved: {missing:?}"
    );
    assert!(read(&document).contains("＿＿"), "there is room to write");
}

#[test]
fn every_paper_becomes_a_word_file_with_the_mark_of_the_exercise() {
    let all = [
        allocation(&allocated()),
        requisition(&requisitioned()),
        response_order(&responded(false)),
        settlement(&settled()),
        aid_letter(&asked()),
    ];
    for document in all {
        assert!(
            document.exercise,
            "{} is of an exercise",
            document.title.value
        );
        let title = &document.title.value;
        assert!(title.starts_with("【演练】"), "{title} says so");
        let docx = crate::to_docx(&document).expect("it is packed");
        assert!(docx.starts_with(b"PK"), "{title} is a Word file");
    }
}
