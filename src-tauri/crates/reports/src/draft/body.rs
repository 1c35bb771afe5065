//! The paragraphs of a report.

use emergency::report::ReportKind;

use super::kind_words;
use crate::document::Entry;
use crate::facts::{Fact, Known, ReportFacts};
use crate::text::{FIELD_CHARS_MAX, plain_line};
use crate::when;

/// Measures that are told in a paragraph; the field holds all of them.
const MEASURES_TOLD_MAX: usize = 8;

/// The paragraphs of a first or final report.
pub(super) fn whole(facts: &ReportFacts) -> Vec<Entry> {
    let mut paragraphs = vec![
        Entry::paragraph("body.what", &what_happened(facts)).with_sources(what_sources(facts)),
        Entry::paragraph("body.people", &people(facts)).with_sources(facts.casualties.sources()),
    ];
    if facts.kind == ReportKind::FollowUp {
        let words = "未取得上次报告的内容，以下为目前掌握的全部情况。";
        paragraphs.insert(0, Entry::paragraph("body.no_previous", words));
    }
    told(&mut paragraphs, "body.course", "经过：", &facts.course);
    told(&mut paragraphs, "body.scene", "现场情况：", &facts.scene);
    measures(&mut paragraphs, "接报后，", &facts.measures);
    told(&mut paragraphs, "body.impact", "影响范围：", &facts.impact);
    told(&mut paragraphs, "body.trend", "趋势研判：", &facts.trend);
    if facts.kind == ReportKind::Final {
        told(&mut paragraphs, "body.cause", "初步原因：", &facts.cause);
        told(
            &mut paragraphs,
            "body.aftermath",
            "善后情况：",
            &facts.aftermath,
        );
    }
    paragraphs.push(closing(facts));
    paragraphs
}

/// The paragraphs of a follow-up: what changed, without the cause.
pub(super) fn follow_up(facts: &ReportFacts, previous: &ReportFacts) -> Vec<Entry> {
    let incident = plain_line(&facts.incident_title, FIELD_CHARS_MAX);
    let mut words = format!(
        "现将{incident}{}后的有关情况续报如下。截至{}，",
        kind_words(previous),
        when::date_time(facts.drafted_at_ms)
    );
    let before = previous.casualties.words();
    let now = facts.casualties.words();
    let unchanged = super::changed_fields(facts, previous).is_empty();
    if unchanged {
        words.push_str("与上次报告相比没有新的变化。");
    } else if before == now {
        words.push_str(&format!("伤亡情况没有变化（{now}）。"));
    } else {
        words.push_str(&format!("伤亡情况有变化：{now}；上次报告为{before}。"));
    }
    let mut paragraphs =
        vec![Entry::paragraph("body.what", &words).with_sources(facts.casualties.sources())];
    let new: Vec<Known<String>> = facts
        .measures
        .iter()
        .filter(|now| !previous.measures.iter().any(|then| then.value == now.value))
        .cloned()
        .collect();
    measures(&mut paragraphs, "上次报告以来，", &new);
    if facts.trend.as_ref().map(|t| &t.value) != previous.trend.as_ref().map(|t| &t.value) {
        told(&mut paragraphs, "body.trend", "趋势研判：", &facts.trend);
    }
    paragraphs.push(closing(facts));
    paragraphs
}

/// `X时X分，某局接某处报告：某时，位于某地的某单位（性质）发生某事件。`
fn what_happened(facts: &ReportFacts) -> String {
    let line = |fact: &Fact<String>| {
        fact.as_ref()
            .map(|known| plain_line(&known.value, FIELD_CHARS_MAX))
            .unwrap_or_default()
    };
    let learned = facts.learned_at_ms.as_ref().map_or_else(
        || "（接报时间待核）".to_owned(),
        |known| when::date_time(known.value),
    );
    let occurred = facts.occurred_at_ms.as_ref().map_or_else(
        || "（事发时间待核）".to_owned(),
        |known| {
            let same_day = facts
                .learned_at_ms
                .as_ref()
                .is_some_and(|learned| when::date(learned.value) == when::date(known.value));
            if same_day {
                format!("当日{}许", when::time(known.value))
            } else {
                format!("{}许", when::date_time(known.value))
            }
        },
    );
    let source = line(&facts.source);
    let source = if source.is_empty() {
        "报告".to_owned()
    } else {
        format!("{source}报告")
    };
    let (street, place) = (line(&facts.street), line(&facts.place));
    let place = match (street.is_empty(), place.is_empty()) {
        (true, true) => "（地点待核）".to_owned(),
        (false, false) if place.contains(&street) => place,
        _ => format!("{street}{place}"),
    };
    let (unit, nature) = (line(&facts.unit_name), line(&facts.unit_nature));
    let unit = match (unit.is_empty(), nature.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("的{unit}"),
        (false, false) => format!("的{unit}（{nature}）"),
    };
    // The title often begins with the street or the unit, which the sentence has told already.
    let title = plain_line(&facts.incident_title, FIELD_CHARS_MAX);
    let mut what = title.as_str();
    for told in [line(&facts.street), line(&facts.unit_name)] {
        let rest = what
            .strip_prefix(told.as_str())
            .unwrap_or(what)
            .trim_start();
        what = if rest.is_empty() { what } else { rest };
    }
    format!(
        "{learned}，{}接{source}：{occurred}，位于{place}{unit}发生{what}。",
        plain_line(&facts.reporting_unit, FIELD_CHARS_MAX),
    )
}

fn what_sources(facts: &ReportFacts) -> Vec<String> {
    let times = [&facts.learned_at_ms, &facts.occurred_at_ms];
    let texts = [
        &facts.source,
        &facts.street,
        &facts.place,
        &facts.unit_name,
        &facts.unit_nature,
    ];
    let mut sources: Vec<String> = Vec::new();
    let all = times
        .iter()
        .flat_map(|fact| fact.iter().flat_map(|known| &known.sources))
        .chain(
            texts
                .iter()
                .flat_map(|fact| fact.iter().flat_map(|known| &known.sources)),
        );
    for source in all {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

fn people(facts: &ReportFacts) -> String {
    let until = when::date_time(facts.drafted_at_ms);
    let known_zero = facts
        .casualties
        .counts()
        .into_iter()
        .take(5)
        .all(|(_, count)| count.as_ref().is_some_and(|known| known.value == 0));
    let words = if known_zero {
        let mut words = "无人员伤亡、失联和被困".to_owned();
        if let Some(evacuated) = facts.casualties.evacuated.as_ref().filter(|k| k.value > 0) {
            words.push_str(&format!("，疏散转移{}人", evacuated.value));
        }
        words
    } else {
        facts.casualties.words()
    };
    match &facts.loss_wan_yuan {
        Some(loss) => format!(
            "截至{until}，{words}；初步估计直接经济损失{}万元。",
            loss.value
        ),
        None => format!("截至{until}，{words}；直接经济损失正在核实。"),
    }
}

fn told(paragraphs: &mut Vec<Entry>, key: &str, lead: &str, fact: &Fact<String>) {
    if let Some(known) = fact {
        let words = plain_line(&known.value, FIELD_CHARS_MAX);
        let entry = Entry::paragraph(key, &full_stop(format!("{lead}{words}")));
        paragraphs.push(entry.with_sources(known.sources.clone()));
    }
}

/// `接报后，已采取以下措施：一是…；二是…。`
fn measures(paragraphs: &mut Vec<Entry>, lead: &str, measures: &[Known<String>]) {
    if measures.is_empty() {
        return;
    }
    let told: Vec<String> = measures
        .iter()
        .take(MEASURES_TOLD_MAX)
        .enumerate()
        .map(|(index, measure)| {
            let words = plain_line(&measure.value, FIELD_CHARS_MAX);
            let words = words.trim_end_matches(['。', '；', ';', '.']);
            if measures.len() == 1 {
                words.to_owned()
            } else {
                format!("{}是{words}", when::figures(index as u32 + 1))
            }
        })
        .collect();
    let more = if measures.len() > MEASURES_TOLD_MAX {
        "等"
    } else {
        ""
    };
    let words = format!("{lead}已采取以下措施：{}{more}。", told.join("；"));
    let sources = measures
        .iter()
        .flat_map(|measure| measure.sources.clone())
        .collect();
    paragraphs.push(Entry::paragraph("body.measures", &words).with_sources(sources));
}

fn closing(facts: &ReportFacts) -> Entry {
    let words = match facts.kind {
        ReportKind::Final => "应急处置已结束，特此报告。",
        _ => "有关情况正在进一步核实处置，将及时续报。",
    };
    Entry::paragraph("body.closing", words)
}

fn full_stop(mut text: String) -> String {
    if !text.ends_with(['。', '！', '？', '…']) {
        text.push('。');
    }
    text
}
