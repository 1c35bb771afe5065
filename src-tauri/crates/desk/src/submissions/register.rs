//! The telephone register (电话记录簿) of a watch as a document.

use contract::error::CallError;
use emergency::submission::{Submission, SubmissionChannel};
use reports::ReportDocument;
use reports::sheets::{CallRegisterFacts, RegisterLine, call_register};
use reports::when;

use crate::desk::Desk;
use crate::paper::mark::mark;
use crate::session::{Session, storage};

/// Records that one register prints; the newest ones.
const LINES_MAX: usize = 1_000;

/// What a way in is called on paper.
pub(crate) fn channel_words(channel: SubmissionChannel) -> &'static str {
    match channel {
        SubmissionChannel::Phone => "来电",
        SubmissionChannel::Hotline => "12345工单",
        SubmissionChannel::Reporter => "信息报告员",
        SubmissionChannel::TipOff => "举报",
        SubmissionChannel::Opinion => "舆情",
    }
}

/// What was told since the watch began; since the day began where nobody took the watch.
pub(crate) fn document(desk: &Desk, session: &Session) -> Result<ReportDocument, CallError> {
    let duty = session.logbook.duty(emergency::duty::DUTY);
    let duty = duty.map_err(storage)?.unwrap_or_default();
    let now = session.logbook.now();
    let since = duty
        .since
        .unwrap_or_else(|| emergency::day::Day::of(now).begins());
    let mut all = crate::answer::all_submissions(session)?;
    all.retain(|one| one.told_at.is_some_and(|at| at >= since) || one.is_open());
    all.sort_by_key(|one| one.told_at);
    let first = all.len().saturating_sub(LINES_MAX);
    let mut lines = Vec::new();
    for one in &all[first..] {
        lines.push(line(session, one)?);
    }
    Ok(call_register(&CallRegisterFacts {
        mark: mark(desk, session)?,
        from_ms: since.0,
        to_ms: now.0,
        leader: duty.leader.to_string(),
        lines,
    }))
}

fn line(session: &Session, one: &Submission) -> Result<RegisterLine, CallError> {
    let told = &one.received;
    let happened = told.happened_at.map(|at| when::short(at.0));
    let parts = [
        ("", told.matter.clone()),
        ("发生时间", happened.unwrap_or_default()),
        ("起因", told.cause.clone()),
        ("过程", told.course.clone()),
        ("措施", told.measures.clone()),
        ("结果", told.result.clone()),
        ("影响", told.impact.clone()),
        ("趋势", told.trend.clone()),
    ];
    let teller = match told.channel {
        SubmissionChannel::TipOff if told.sealed.is_some() => "举报人身份已密封".to_owned(),
        SubmissionChannel::TipOff => "举报人身份未留存".to_owned(),
        _ => {
            let who = &told.teller;
            joined(&[&who.unit, &who.name, &who.post, &who.phone], "，")
        }
    };
    let reported_at = told.reported_to_at.map(|at| when::short(at.0));
    let mut done = Vec::new();
    if let Some(incident) = &one.incident {
        let (call_sign, found) = crate::answer::find_incident(session, incident.as_str())?;
        done.push(format!("并入 {call_sign} {}", found.opened.title));
    }
    done.extend(one.replies.iter().map(|reply| {
        let at = when::short(reply.at.0);
        format!("{at} {}回复：{}", reply.by, reply.words)
    }));
    done.extend(one.closed_by.iter().map(|closed| {
        let at = when::short(closed.at.0);
        format!("{at} {}办结：{}", closed.by, closed.words)
    }));
    Ok(RegisterLine {
        told_at_ms: one.told_at.unwrap_or_default().0,
        channel: joined(&[channel_words(told.channel), &told.number], " "),
        place: told.place.words.clone(),
        content: labelled(&parts),
        teller,
        reported_to: joined(&[&told.reported_to, &reported_at.unwrap_or_default()], "，"),
        done: done.join("；"),
        recorded_by: one.recorded_by.to_string(),
        recorded_at_ms: one.recorded_at.unwrap_or_default().0,
    })
}

fn joined(parts: &[&str], between: &str) -> String {
    let told = parts.iter().map(|part| part.trim());
    let told: Vec<_> = told.filter(|part| !part.is_empty()).collect();
    told.join(between)
}

fn labelled(parts: &[(&str, String)]) -> String {
    let told = parts.iter().filter(|(_, text)| !text.trim().is_empty());
    let told = told.map(|(label, text)| match *label {
        "" => text.trim().to_owned(),
        label => format!("{label}：{}", text.trim()),
    });
    told.collect::<Vec<_>>().join("。")
}
