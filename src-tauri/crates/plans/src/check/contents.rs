//! What the law says of response levels and of warnings.

use super::{CheckCode, CheckFinding, Severity};
use crate::level::roman;
use crate::plan::{Block, Clause, LevelRule, Plan, PlanKind};

/// 突发事件应对法, 2024.
const LAW: &str = "突发事件应对法（2024）";

/// The eight elements of a warning (art. 64), and the words by which each is known.
pub(super) const WARNING_ELEMENTS: [(&str, &[&str]); 8] = [
    ("预警类别", &["类别", "事件类型", "事件名称"]),
    ("预警级别", &["级别", "等级"]),
    ("起始时间", &["起始时间", "开始时间"]),
    ("可能影响范围", &["影响范围", "影响区域"]),
    ("警示事项", &["警示事项", "警示内容"]),
    ("应当采取的措施", &["措施", "防范建议"]),
    ("发布单位", &["发布单位", "发布机关", "发布机构"]),
    ("发布时间", &["发布时间", "发布日期"]),
];

pub(super) fn check(plan: &Plan) -> Vec<CheckFinding> {
    let mut found = Vec::new();
    levels(plan, &mut found);
    warnings(plan, &mut found);
    found
}

fn finding(plan: &Plan, code: CheckCode, severity: Severity, clause: &str) -> CheckFinding {
    CheckFinding {
        code,
        severity,
        plan: plan.front.id.clone(),
        other: String::new(),
        clause: clause.to_owned(),
        subject: String::new(),
        words: String::new(),
        source: String::new(),
    }
}

/// Plans that set no levels of their own: what is done on a site at once, and what supports others.
fn has_levels(kind: PlanKind) -> bool {
    !matches!(
        kind,
        PlanKind::FirmSite | PlanKind::FirmSpecial | PlanKind::Supporting
    )
}

fn levels(plan: &Plan, found: &mut Vec<CheckFinding>) {
    if plan.levels().next().is_none() {
        if has_levels(plan.front.kind) {
            found.push(CheckFinding {
                subject: "响应级别".to_owned(),
                words: "没有一个带启动条件的响应级别".to_owned(),
                source: format!("{LAW}第七十一条"),
                ..finding(plan, CheckCode::LevelsMissing, Severity::Error, "")
            });
        }
        return;
    }
    for clause in &plan.clauses {
        for block in &clause.blocks {
            if let Block::Level(rule) = block {
                one_level(plan, clause, rule, found);
            }
        }
    }
}

fn one_level(plan: &Plan, clause: &Clause, rule: &LevelRule, found: &mut Vec<CheckFinding>) {
    let name = rule.level.map_or("未写明", roman);
    if rule
        .start
        .iter()
        .all(|condition| condition.trim().is_empty())
    {
        found.push(CheckFinding {
            subject: name.to_owned(),
            words: format!("{name}级响应没有启动条件"),
            source: format!("{LAW}第七十一条"),
            ..finding(
                plan,
                CheckCode::StartMissing,
                Severity::Error,
                &clause.heading,
            )
        });
    }
    let contents = [
        ("响应事项", !rule.matter.is_empty()),
        ("级别", rule.level.is_some()),
        ("预计期限", rule.period_h > 0),
        ("应急处置措施", !rule.measures.is_empty()),
    ];
    for (content, _) in contents.iter().filter(|(_, there)| !there) {
        let code = CheckCode::ResponseContentMissing;
        found.push(CheckFinding {
            subject: (*content).to_owned(),
            words: format!("{name}级响应没有写明“{content}”，启动时须当场填写"),
            source: format!("{LAW}第七十二条"),
            ..finding(plan, code, Severity::Warning, &clause.heading)
        });
    }
}

/// The clauses about warnings: where a plan speaks of them it has to name all eight elements.
fn warnings(plan: &Plan, found: &mut Vec<CheckFinding>) {
    let mut text = String::new();
    let mut first: Option<&Clause> = None;
    let mut depth = 0;
    for clause in plan.clauses.iter().filter(|clause| clause.depth > 0) {
        let starts = clause.heading.contains("预警");
        if !starts && (depth == 0 || clause.depth <= depth) {
            depth = 0;
            continue;
        }
        if starts && (depth == 0 || clause.depth < depth) {
            depth = clause.depth;
        }
        first.get_or_insert(clause);
        text.push_str(&clause.heading);
        for block in &clause.blocks {
            if let Block::Text(words) = block {
                text.push_str(words);
            }
        }
    }
    let Some(first) = first else {
        return;
    };
    let missing = WARNING_ELEMENTS
        .iter()
        .filter(|(_, words)| !words.iter().any(|word| text.contains(word)));
    for (element, _) in missing {
        let code = CheckCode::WarningElementMissing;
        found.push(CheckFinding {
            subject: (*element).to_owned(),
            words: format!("预警信息没有写明“{element}”"),
            source: format!("{LAW}第六十四条"),
            ..finding(plan, code, Severity::Warning, &first.heading)
        });
    }
}
