//! Rows of lines as documents have them, and what each line is.

use super::*;

/// `H2 （一）目的` for a heading of depth 2, `- …` for text.
fn judged(lines: &[&str]) -> Vec<String> {
    let pieces: Vec<Piece> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let (text, bold) = match line.strip_prefix('*') {
                Some(text) => (text, true),
                None => (*line, false),
            };
            Piece::Paragraph(Paragraph {
                number: u32::try_from(index + 1).expect("a short document"),
                text: text.to_owned(),
                bold,
                ..Paragraph::default()
            })
        })
        .collect();
    judge(&pieces)
        .into_iter()
        .map(|judged| match judged.role {
            Role::Title => "T".to_owned(),
            Role::Heading { depth, heading, .. } => format!("H{depth} {heading}"),
            Role::Body { label } => format!("- {label}"),
        })
        .collect()
}

/// Lines, and what each is.
const CASES: [(&[&str], &[&str]); 8] = [
    (
        &[
            "一、总则",
            "（一）目的",
            "为了救人。",
            "（二）依据",
            "二、职责",
        ],
        &[
            "H1 一、总则",
            "H2 （一）目的",
            "- ",
            "H2 （二）依据",
            "H1 二、职责",
        ],
    ),
    (
        &["1 总则", "1.1 目的", "1.2 依据", "2 职责", "2.1 指挥部"],
        &[
            "H1 1 总则",
            "H2 1.1 目的",
            "H2 1.2 依据",
            "H1 2 职责",
            "H2 2.1 指挥部",
        ],
    ),
    (
        &[
            "第一章 总则",
            "第一条 为了救人，制定本预案。",
            "第二条 适用本区。",
        ],
        &["H1 第一章 总则", "H2 第一条", "H2 第二条"],
    ),
    (
        // A list of short items below a clause is no row of chapters.
        &[
            "1 总则",
            "1.1 任务",
            "1. 关阀",
            "2. 疏散",
            "3. 报告",
            "2 职责",
        ],
        &[
            "H1 1 总则",
            "H2 1.1 任务",
            "- 1.",
            "- 2.",
            "- 3.",
            "H1 2 职责",
        ],
    ),
    (
        &[
            "一、总则",
            "储量为：",
            "1.5吨液氯",
            "3.2公里管道",
            "2024年修订",
            "110 接警",
        ],
        &["H1 一、总则", "- ", "- ", "- ", "- ", "- "],
    ),
    (
        &[
            "1 总则",
            "1.1 明确启动程序，由领导小组宣布。",
            "1.2 调整级别，避免过度响应。",
        ],
        &["H1 1 总则", "H2 1.1", "H2 1.2"],
    ),
    (
        &["一、职责", "附件1 名单", "附件：1.名单", "附件2：联络表"],
        &["H1 一、职责", "H1 附件1 名单", "- ", "H1 附件2：联络表"],
    ),
    (
        &[
            "*总则",
            "为了救人，依据有关规定制定本预案，适用于全区。",
            "*职责",
            "按分工办理各项工作。",
        ],
        &["H1 总则", "- ", "H1 职责", "- "],
    ),
];

#[test]
fn numbers_in_order_make_an_outline() {
    for (lines, expected) in CASES {
        assert_eq!(judged(lines), expected, "of {lines:?}");
    }
}
