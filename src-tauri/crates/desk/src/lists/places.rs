//! Hazard sites, the hours of teams, the rota.

use contract::error::CallError;
use contract::rows::{ResourceRef, RotaQuery, TeamTimesRequest, TimeState};
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::id::ActorName;
use emergency::import::TableKind;
use emergency::rota::{RotaGap, RotaSet};
use emergency::site::SiteKind;
use reports::sheets::ListFacts;
use reports::when;

use super::{part, words};
use crate::answer;
use crate::desk::Desk;
use crate::session::Session;

/// Hazard sites with what is stored there and the grade of each (GB 18218-2018).
pub(super) fn risks(session: &Session) -> Result<ListFacts, CallError> {
    let mut rows = Vec::new();
    for state in session.all(EntityKind::Site)? {
        let State::Site(site) = state else { continue };
        if site.withdrawn || site.registered.kind != SiteKind::Hazard {
            continue;
        }
        let profile = answer::resource(
            session,
            &ResourceRef {
                kind: TableKind::Sites,
                id: site.id.0.clone(),
            },
        )?;
        let hazard = profile.hazard.unwrap_or_default();
        let things = hazard.things.iter();
        let things: Vec<String> = things
            .map(|thing| format!("{}{}吨", thing.substance, thing.quantity_t))
            .collect();
        let major = match (hazard.major, hazard.grade) {
            (Some(true), Some(grade)) => format!("{}重大危险源", words::hazard_grade(grade)),
            (Some(true), None) => "重大危险源，分级待核".to_owned(),
            (Some(false), _) => "未构成".to_owned(),
            (None, _) => "待核".to_owned(),
        };
        let told = &site.registered;
        rows.push(vec![
            told.name.clone(),
            format!("{} {}", told.place.street, told.place.words),
            things.join("、"),
            major,
            told.contact.clone(),
        ]);
    }
    rows.sort();
    let columns: &[(&str, f32)] = &[
        ("名称", 2.4),
        ("位置", 2.4),
        ("危险物质", 2.6),
        ("判定", 1.6),
        ("联系", 1.8),
    ];
    Ok(ListFacts {
        title: "风险点清单".to_owned(),
        note: "按GB 18218-2018辨识和分级；缺数量或类别的列为待核。".to_owned(),
        sections: vec![part("", columns, rows)],
        ..ListFacts::default()
    })
}

fn doing(state: TimeState) -> &'static str {
    match state {
        TimeState::Sent => "已下达",
        TimeState::Acknowledged => "已签收",
        TimeState::EnRoute => "途中",
        TimeState::OnScene => "到场",
        TimeState::Returning => "返回",
        TimeState::Restocking => "补给",
        TimeState::Cleaning => "洗消",
        TimeState::Resting => "休整",
    }
}

/// Each team's spans in words, the oldest first.
pub(super) fn times(
    desk: &Desk,
    session: &Session,
    request: TeamTimesRequest,
) -> Result<ListFacts, CallError> {
    let times = answer::team_times(desk, session, request)?;
    let mut rows = Vec::new();
    for row in &times.rows {
        for span in &row.spans {
            let until = span.to.map_or("至今".to_owned(), |to| when::short(to.0));
            let planned = if span.planned { "（预计）" } else { "" };
            rows.push(vec![
                format!("{} {}", row.call_sign, row.name),
                format!("{}{planned}", doing(span.state)),
                when::short(span.from.0),
                until,
                span.call_sign.clone(),
            ]);
        }
    }
    let columns: &[(&str, f32)] = &[
        ("队伍", 3.0),
        ("状态", 1.4),
        ("自", 1.4),
        ("至", 1.4),
        ("事件", 1.0),
    ];
    Ok(ListFacts {
        title: "队伍时间线".to_owned(),
        filter: format!(
            "{}至{}；另有{}支队伍无任务",
            when::short(times.from.0),
            when::short(times.to.0),
            times.idle
        ),
        sections: vec![part("", columns, rows)],
        ..ListFacts::default()
    })
}

fn names(names: &[ActorName]) -> String {
    let names: Vec<&str> = names.iter().map(ActorName::as_str).collect();
    names.join("、")
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn watch(set: &RotaSet) -> String {
    let mut lines: Vec<String> = set
        .shifts
        .iter()
        .map(|shift| {
            let hours = format!("{}–{}", clock(shift.from_min), clock(shift.to_min));
            format!("{}（{hours}）{}", shift.name, names(&shift.officers))
        })
        .collect();
    if !set.officers.is_empty() {
        lines.insert(0, names(&set.officers));
    }
    lines.join("；")
}

fn gap(gap: &RotaGap) -> String {
    match gap {
        RotaGap::NoDay => "未排班".to_owned(),
        RotaGap::NoLeader => "缺带班领导".to_owned(),
        RotaGap::NoOfficer => "缺值班员".to_owned(),
        RotaGap::NoOneInShift { shift } => format!("{shift}缺人"),
        RotaGap::Uncovered { from_min, to_min } => {
            format!("{}–{}无人值班", clock(*from_min), clock(*to_min))
        }
    }
}

/// 值班表.
pub(super) fn rota(
    session: &Session,
    from: Option<Day>,
    days: u32,
) -> Result<ListFacts, CallError> {
    let sheet = answer::rota(session, &RotaQuery { from, days })?;
    let rows = sheet.days.iter().map(|one| {
        let set = one.set.clone().unwrap_or_default();
        let gaps: Vec<String> = one.gaps.iter().map(gap).collect();
        let mark = if one.weekend { "（周末）" } else { "" };
        vec![
            format!("{}{mark}", one.day),
            set.leader.0.clone(),
            set.phone.clone(),
            watch(&set),
            names(&set.standby),
            gaps.join("；"),
            set.note.clone(),
        ]
    });
    let columns: &[(&str, f32)] = &[
        ("日期", 1.5),
        ("带班领导", 1.3),
        ("电话", 1.4),
        ("值班员", 3.0),
        ("备勤", 1.3),
        ("缺岗", 1.4),
        ("备注", 1.2),
    ];
    Ok(ListFacts {
        title: "值班表".to_owned(),
        sections: vec![part("", columns, rows.collect())],
        ..ListFacts::default()
    })
}
