//! Lists on paper: the same answers that the screen shows, as a Word file and a PDF.

mod dangers;
mod places;
mod words;

use contract::error::CallError;
use contract::rows::{ExpiringQuery, ListRequest, ResourceQuery, ResourceRow, Written};
use emergency::day::Day;
use emergency::id::IncidentId;
use emergency::import::TableKind;
use reports::sheets::{self, ListFacts, ListSection};
use reports::when;

use crate::answer::{self, bearer, find_incident};
use crate::desk::Desk;
use crate::number::small;
use crate::paper::mark::mark;
use crate::paper::write_document;
use crate::session::Session;
pub(crate) use dangers::danger_stage;
use words::{kind_words, need_words, state_words, team_name};

/// Rows of one list on paper; more are counted.
const ROWS_MAX: u32 = 2_000;

/// Prints a list as it is in view.
pub(crate) fn print(
    desk: &Desk,
    session: &Session,
    request: ListRequest,
) -> Result<Written, CallError> {
    let mut facts = match request {
        ListRequest::Resources { query } => resources(session, query)?,
        ListRequest::Risks => places::risks(session)?,
        ListRequest::Dangers { query } => dangers::list(desk, session, &query)?,
        ListRequest::Expiring { query } => expiring(session, &query)?,
        ListRequest::Times { request } => places::times(desk, session, request)?,
        ListRequest::Covers { incident } => covers(desk, session, &incident)?,
        ListRequest::Orders { incident } => orders(session, &incident)?,
        ListRequest::Notices { incident } => notices(desk, session, &incident)?,
        ListRequest::Issues { incident } => issues(desk, session, &incident)?,
        ListRequest::Papers => papers(desk, session)?,
        ListRequest::Rota { from, days } => places::rota(session, from, days)?,
    };
    facts.mark = mark(desk, session)?;
    let document = sheets::list(&facts);
    let title = document.title.value.clone();
    write_document(desk, session, &title, &document)
}

/// A part with its columns as label and share of the width.
fn part(heading: &str, columns: &[(&str, f32)], rows: Vec<Vec<String>>) -> ListSection {
    let columns = columns.iter();
    ListSection {
        heading: heading.to_owned(),
        columns: columns
            .map(|(label, weight)| ((*label).to_owned(), *weight))
            .collect(),
        rows,
    }
}

fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn short(at: Option<emergency::time::UtcMs>) -> String {
    at.map(|at| when::short(at.0)).unwrap_or_default()
}

fn resources(session: &Session, query: ResourceQuery) -> Result<ListFacts, CallError> {
    let kind = query.kind;
    let mut rows = Vec::new();
    let mut total = ROWS_MAX;
    let mut left_out = 0;
    while small(rows.len() as u64) < total.min(ROWS_MAX) {
        let page = answer::board(
            session,
            &ResourceQuery {
                offset: small(rows.len() as u64),
                limit: ROWS_MAX,
                ..query.clone()
            },
        )?;
        total = page.total;
        left_out = page.left_out;
        if page.rows.is_empty() {
            break;
        }
        rows.extend(page.rows);
    }
    let printed = small(rows.len() as u64);
    let mut said = vec![query.text.clone()];
    if !query.state.is_empty() {
        said.push(state_words(&query.state).to_owned());
    }
    if !query.class.is_empty() {
        said.push(kind_words(kind, &query.class));
    }
    said.retain(|word| !word.is_empty());
    let columns: &[(&str, f32)] = &[
        ("编号", 1.1),
        ("名称", 3.0),
        ("单位、位置", 2.6),
        ("类别", 1.2),
        ("状态", 1.5),
        ("数量", 1.2),
        ("就绪", 0.7),
        ("最近到期", 1.4),
        ("报告时间", 1.5),
    ];
    Ok(ListFacts {
        title: match kind {
            TableKind::Teams => "救援队伍清单",
            TableKind::Supplies => "应急物资清单",
            TableKind::Sites => "应急场所清单",
            TableKind::People => "应急人员清单",
            TableKind::Points => "点位台账",
            TableKind::Firms => "企业台账",
            TableKind::Units => "危险源单元和储罐",
        }
        .to_owned(),
        filter: said.join("；"),
        note: "就绪分、到期和新旧的标准为本区设置，待区里确认。".to_owned(),
        sections: vec![part(
            "",
            columns,
            rows.iter().map(|row| resource(kind, row)).collect(),
        )],
        left_out: left_out.saturating_add(total.saturating_sub(printed)),
        ..ListFacts::default()
    })
}

fn resource(kind: TableKind, row: &ResourceRow) -> Vec<String> {
    let number = row.number.map_or_else(String::new, |n| n.to_string());
    let of = row.of.map_or_else(String::new, |of| format!("/{of}"));
    let mut state = state_words(&row.state).to_owned();
    if let Some(until) = row.phase_until {
        state.push_str(&format!("，至{}", when::short(until.0)));
    }
    vec![
        row.sign.clone(),
        row.title.clone(),
        row.line.clone(),
        kind_words(kind, &row.class),
        state,
        format!("{number}{of}{}", row.unit),
        row.percent.map_or_else(String::new, |p| p.to_string()),
        day(row.until),
        short(row.at),
    ]
}

/// What runs out, depot by depot, then what belongs to teams and people.
fn expiring(session: &Session, query: &ExpiringQuery) -> Result<ListFacts, CallError> {
    let rows = answer::expiring(session, query)?;
    let columns: &[(&str, f32)] = &[
        ("最后一天", 1.4),
        ("还有（天）", 1.0),
        ("名称", 2.6),
        ("到期内容", 1.2),
        ("批次、人员", 2.4),
    ];
    let mut places: Vec<&str> = rows.iter().map(|row| row.depot.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let sections = places.iter().map(|place| {
        let own = rows.iter().filter(|row| row.depot == *place);
        let cells = own.map(|row| {
            vec![
                row.until.to_string(),
                row.days.to_string(),
                row.title.clone(),
                words::ends(&row.what).to_owned(),
                row.line.clone(),
            ]
        });
        let heading = if place.is_empty() {
            "队伍和人员"
        } else {
            place
        };
        part(heading, columns, cells.collect())
    });
    Ok(ListFacts {
        title: format!("{}天内到期清单", query.days),
        sections: sections.collect(),
        ..ListFacts::default()
    })
}

fn covers(desk: &Desk, session: &Session, id: &IncidentId) -> Result<ListFacts, CallError> {
    let detail = answer::incident(desk, session, id.as_str())?;
    let rows = detail.covers.iter().map(|cover| {
        let gap = if cover.gap > 0 {
            format!("缺{}", cover.gap)
        } else {
            "已满足".to_owned()
        };
        vec![
            need_words(&cover.need),
            cover.need.quantity.to_string(),
            cover.there.to_string(),
            cover.coming.to_string(),
            gap,
        ]
    });
    let columns: &[(&str, f32)] = &[
        ("需求", 3.0),
        ("需要", 1.0),
        ("已到", 1.0),
        ("途中", 1.0),
        ("缺口", 1.2),
    ];
    Ok(ListFacts {
        title: format!("{} 需求与满足", detail.call_sign),
        filter: detail.incident.opened.title.clone(),
        sections: vec![part("", columns, rows.collect())],
        ..ListFacts::default()
    })
}

fn orders(session: &Session, id: &IncidentId) -> Result<ListFacts, CallError> {
    let (sign, incident) = find_incident(session, id.as_str())?;
    let all = answer::orders(session, &incident)?;
    let rows = all.iter().map(|(order, team)| {
        let sent = &order.sent;
        let eta = sent.eta_s.map(|s| format!("{}分", s.div_ceil(60)));
        let mark = if sent.eta_estimated { "（估）" } else { "" };
        let last = order.steps.last();
        let mut what = sent.words.clone();
        if !sent.despite.is_empty() {
            what.push_str(&format!("；仍派理由：{}", sent.despite));
        }
        vec![
            short(order.sent_at()),
            team_name(&team.registered),
            what,
            words::progress(order.progress).to_owned(),
            last.map_or_else(String::new, |step| {
                format!("{} {}", when::short(step.at.0), step.by)
            }),
            format!("{}{mark}", eta.unwrap_or_default()),
            words::oral(sent.oral, order.paper.is_some()).to_owned(),
        ]
    });
    let columns: &[(&str, f32)] = &[
        ("下达", 1.2),
        ("队伍", 2.4),
        ("任务", 3.0),
        ("进展", 1.0),
        ("最近一步", 1.8),
        ("预计到场", 1.0),
        ("手续", 1.0),
    ];
    Ok(ListFacts {
        title: format!("{sign} 调度单清单"),
        filter: incident.opened.title.clone(),
        sections: vec![part("", columns, rows.collect())],
        ..ListFacts::default()
    })
}

fn notices(desk: &Desk, session: &Session, id: &IncidentId) -> Result<ListFacts, CallError> {
    let sent = answer::sent(desk, session, id.as_str())?;
    let (sign, incident) = find_incident(session, id.as_str())?;
    let columns: &[(&str, f32)] = &[
        ("单位", 2.4),
        ("现呼叫", 1.6),
        ("最迟签收", 1.4),
        ("签收", 2.4),
        ("方式", 1.0),
    ];
    let sections = sent.circulars.iter().map(|one| {
        let rows = one.sent.recipients.iter().zip(&one.posts);
        let cells = rows.map(|(recipient, post)| {
            let rung = recipient.ladder.get(post.rung as usize);
            let confirmed = post.confirmed.as_ref();
            vec![
                recipient.name.clone(),
                rung.map_or_else(String::new, |rung| rung.name.clone()),
                when::short(one.due_at(post).0),
                confirmed.map_or_else(
                    || "未签收".to_owned(),
                    |one| format!("{} {}", one.confirmed.by, when::short(one.at.0)),
                ),
                confirmed.map_or_else(String::new, |one| {
                    words::channel(one.confirmed.how).to_owned()
                }),
            ]
        });
        let at = when::short(one.sent_at.0);
        let heading = format!("{at} {}：{}", one.sent.title, one.sent.text);
        part(&heading, columns, cells.collect())
    });
    Ok(ListFacts {
        title: format!("{sign} 通知与签收"),
        filter: incident.opened.title.clone(),
        sections: sections.collect(),
        ..ListFacts::default()
    })
}

fn issues(desk: &Desk, session: &Session, id: &IncidentId) -> Result<ListFacts, CallError> {
    let sent = answer::sent(desk, session, id.as_str())?;
    let (sign, incident) = find_incident(session, id.as_str())?;
    let mut rows = Vec::new();
    for row in &sent.issues {
        let issue = &row.issue;
        let counted = |number: u32| format!("{number}{}", row.unit);
        rows.push(vec![
            when::short(issue.drawn_at.0),
            row.name.clone(),
            row.depot.clone(),
            counted(issue.granted),
            bearer(session, issue)?,
            counted(issue.received),
            counted(row.outstanding),
            words::oral(issue.drawn.oral, issue.paper.is_some()).to_owned(),
        ]);
    }
    let columns: &[(&str, f32)] = &[
        ("下达", 1.2),
        ("物资", 2.2),
        ("储备库", 2.2),
        ("实发", 0.9),
        ("承运", 2.0),
        ("签收", 0.9),
        ("在外", 0.9),
        ("手续", 1.0),
    ];
    Ok(ListFacts {
        title: format!("{sign} 物资调拨清单"),
        filter: incident.opened.title.clone(),
        sections: vec![part("", columns, rows)],
        ..ListFacts::default()
    })
}

/// What was ordered by word of mouth and has no paper yet, of all incidents.
fn papers(desk: &Desk, session: &Session) -> Result<ListFacts, CallError> {
    let incidents = session.incidents()?;
    let mut owed = answer::papers(desk, session)?;
    owed.sort_by_key(|(_, paper)| paper.due_at);
    let now = session.logbook.now();
    let rows = owed.into_iter().map(|(of, paper)| {
        let found = incidents.iter().find(|(_, one)| one.id.as_str() == of);
        let title = found.map_or_else(String::new, |(sign, one)| {
            format!("{sign} {}", one.opened.title)
        });
        let late = if paper.due_at < now { "逾期" } else { "" };
        vec![
            title,
            paper.what,
            when::short(paper.said_at.0),
            format!("{} {late}", when::short(paper.due_at.0)),
        ]
    });
    let columns: &[(&str, f32)] = &[
        ("事件", 3.0),
        ("口头指令", 2.6),
        ("下达", 1.4),
        ("补办期限", 1.8),
    ];
    Ok(ListFacts {
        title: "待补办书面手续清单".to_owned(),
        note: format!(
            "口头指令{}小时内补办书面手续；时限参照外地物资管理规定，待区里确认。",
            desk.settings().oral_paper_hours
        ),
        sections: vec![part("", columns, rows.collect())],
        ..ListFacts::default()
    })
}
