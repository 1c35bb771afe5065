//! What the law lays on the district, and no task card of the plan carries.

use super::{CheckCode, CheckFinding, Severity};
use crate::legal_duty::{DutyWhen, LegalDuty, all, article_words, is_hazmat_plan};
use crate::number::to_chinese;
use crate::plan::{Plan, PlanKind};

/// One finding for each article that has items without a card. It is advice: what no card carries
/// is offered as a task when the response is started.
pub(super) fn check(plan: &Plan) -> Vec<CheckFinding> {
    if !binds(plan.front.kind) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut left = all();
    while let Some(first) = left.first() {
        let end = left.iter().position(|duty| duty.article != first.article);
        let (article, rest) = left.split_at(end.unwrap_or(left.len()));
        left = rest;
        if first.when != DutyWhen::Hazmat || is_hazmat_plan(plan) {
            found.extend(of_article(plan, article));
        }
    }
    found
}

/// The articles bind the government of the district; they reach its departments, streets and
/// firms by its plans.
fn binds(kind: PlanKind) -> bool {
    matches!(kind, PlanKind::General | PlanKind::Special)
}

fn of_article(plan: &Plan, article: &[LegalDuty]) -> Option<CheckFinding> {
    let is_carried = |duty: &LegalDuty| {
        let mut law = plan.cards().flat_map(|(_, card)| &card.law);
        law.any(|words| duty.is_named_in(words))
    };
    let open: Vec<&LegalDuty> = article.iter().filter(|duty| !is_carried(duty)).collect();
    let first = open.first()?;
    let whole = open.len() == article.len();
    let items: Vec<String> = open
        .iter()
        .map(|duty| format!("（{}）", to_chinese(duty.item)))
        .collect();
    let source = format!("{}{}", first.law, article_words(first.article));
    let what = if whole {
        "没有任务卡落实".to_owned()
    } else {
        format!("没有任务卡落实第{}项", items.join("、"))
    };
    Some(CheckFinding {
        code: CheckCode::DutyUncarried,
        severity: if whole {
            Severity::Warning
        } else {
            Severity::Notice
        },
        plan: plan.front.id.clone(),
        other: String::new(),
        clause: String::new(),
        subject: source.clone(),
        words: format!("{what}；启动响应时可按条文逐项下达"),
        source,
    })
}
