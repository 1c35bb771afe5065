//! Hidden dangers as they are filtered.

use contract::error::CallError;
use contract::rows::{DangerQuery, DangerRow, DangerState};
use emergency::danger::DangerStage;
use reports::sheets::ListFacts;

use super::{day, part};
use crate::answer;
use crate::desk::Desk;
use crate::number::small;
use crate::session::Session;

/// How far a danger is, in the words of lists.
pub(crate) fn danger_stage(stage: DangerStage) -> &'static str {
    match stage {
        DangerStage::Found => "待整改",
        DangerStage::Planned => "整改中",
        DangerStage::Submitted => "待验收",
        DangerStage::Refused => "未通过",
        DangerStage::Accepted => "待销号",
        DangerStage::Closed => "已销号",
    }
}

fn state(state: DangerState) -> &'static str {
    match state {
        DangerState::Open => "未销号",
        DangerState::Overdue => "逾期",
        DangerState::Soon => "临期",
        DangerState::Supervised => "挂牌督办",
        DangerState::ToCheck => "待验收",
        DangerState::Closed => "已销号",
        DangerState::All => "全部",
    }
}

/// The list with its filter.
pub(super) fn list(
    desk: &Desk,
    session: &Session,
    query: &DangerQuery,
) -> Result<ListFacts, CallError> {
    let page = answer::dangers(desk, session, query)?;
    let major = if query.major { "重大" } else { "" };
    let said = [
        state(query.state),
        major,
        &query.street,
        &query.field,
        query.text.trim(),
    ];
    let said: Vec<&str> = said.into_iter().filter(|word| !word.is_empty()).collect();
    let columns: &[(&str, f32)] = &[
        ("单位、场所", 2.2),
        ("隐患", 3.0),
        ("等级", 0.8),
        ("责任人", 1.4),
        ("督办", 2.2),
        ("进展", 1.0),
        ("整改期限", 1.4),
        ("五落实", 1.2),
    ];
    let rows = page.rows.iter().map(cells).collect();
    Ok(ListFacts {
        title: "事故隐患督办整改清单".to_owned(),
        filter: said.join("；"),
        note: format!(
            "未销号{}项，逾期{}项，{}天内到期{}项，挂牌督办{}项。临期天数、督办层级和五落实的名称待区里确认。",
            page.open, page.overdue, page.soon_days, page.soon, page.supervised
        ),
        sections: vec![part("", columns, rows)],
        left_out: page.total.saturating_sub(small(page.rows.len() as u64)),
        ..ListFacts::default()
    })
}

fn cells(row: &DangerRow) -> Vec<String> {
    let found = &row.danger.found;
    let supervision = row.supervision.as_ref();
    let late = if row.overdue { " 逾期" } else { "" };
    let told = row
        .plan
        .as_ref()
        .map_or(0, |_| 5 - row.missing.len().min(5));
    vec![
        format!("{} {}", row.title, row.street).trim().to_owned(),
        found.words.clone(),
        if found.major { "重大" } else { "一般" }.to_owned(),
        found.owner.clone(),
        supervision.map_or_else(String::new, |put_up| {
            let words = [&put_up.level, &put_up.body, &put_up.number];
            let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
            words.join(" ")
        }),
        danger_stage(row.stage).to_owned(),
        format!("{}{late}", day(row.due)),
        format!("{told}/5"),
    ]
}
