//! Facts -> 初报, 续报, 终报, in the formal Chinese of duty rooms.
//!
//! The first report carries what is known and says what is not; a follow-up carries what changed
//! since the report before it and never repeats the cause; the final report carries the whole.

mod body;

use emergency::report::ReportKind;

use crate::document::{Entry, Form, Part, ReportDocument};
use crate::facts::{Fact, Known, ReportFacts, grade_words};
use crate::text::{FIELD_CHARS_MAX, PARAGRAPH_CHARS_MAX, TITLE_CHARS_MAX, plain, plain_line};
use crate::when;

/// Words for a needed value that is not known.
pub const TO_CHECK: &str = "待核";

/// Words for a value that may follow later.
pub const TO_FOLLOW: &str = "待续报";

/// Words for a value that the final report does not have.
pub const NOT_KNOWN: &str = "未掌握";

/// Items of one list that are told; more are counted.
pub const ITEMS_MAX: usize = 200;

/// Drafts a report. `previous` are the facts of the report before it; a follow-up without them
/// tells everything and says why.
#[must_use]
pub fn draft(facts: &ReportFacts, previous: Option<&ReportFacts>) -> ReportDocument {
    let mut document = ReportDocument::new(Form::Report, &title(facts), facts.exercise);
    document.head = head(facts, previous);
    let paragraphs = match (facts.kind, previous) {
        (ReportKind::FollowUp, Some(previous)) => body::follow_up(facts, previous),
        _ => body::whole(facts),
    };
    document
        .parts
        .extend(paragraphs.into_iter().map(Part::Paragraph));
    let fields = match (facts.kind, previous) {
        (ReportKind::FollowUp, Some(previous)) => changed_fields(facts, previous),
        _ => fields(facts),
    };
    if !fields.is_empty() {
        let heading = if facts.kind == ReportKind::FollowUp {
            "变化情况"
        } else {
            "报告要素"
        };
        document.parts.push(Part::Heading(heading.to_owned()));
        document.parts.push(Part::Fields(fields));
    }
    document.parts.push(Part::Heading("联系方式".to_owned()));
    document.parts.push(Part::Fields(contact_fields(facts)));
    document.signature = vec![
        Entry::new("signature.unit", "报告单位", &facts.reporting_unit),
        Entry::new("signature.date", "日期", &when::date(facts.drafted_at_ms)),
    ];
    document.provenance = provenance(facts);
    document
}

/// `【演练】关于王舍人街道某厂氯气泄漏的初报`.
fn title(facts: &ReportFacts) -> String {
    let mark = if facts.exercise { "【演练】" } else { "" };
    let incident = plain_line(&facts.incident_title, TITLE_CHARS_MAX / 2);
    format!("{mark}关于{incident}的{}", kind_words(facts))
}

/// `初报`, `续报一`, `终报`.
#[must_use]
pub fn kind_words(facts: &ReportFacts) -> String {
    match facts.kind {
        ReportKind::First => "初报".to_owned(),
        ReportKind::FollowUp => format!("续报{}", when::figures(facts.number)),
        ReportKind::Final => "终报".to_owned(),
    }
}

fn head(facts: &ReportFacts, previous: Option<&ReportFacts>) -> Vec<Entry> {
    let mut signer = Entry::new(
        "signer",
        "签发人",
        facts.signer.as_deref().unwrap_or(TO_CHECK),
    );
    signer.missing = facts
        .signer
        .as_deref()
        .is_none_or(|name| name.trim().is_empty());
    let mut head = vec![
        Entry::new("number", "编号", &facts.document_number),
        signer,
        Entry::new(
            "drafted_at",
            "报告时间",
            &when::date_time(facts.drafted_at_ms),
        ),
        Entry::new("recipients", "报送", &facts.recipients.join("、")),
    ];
    if let Some(previous) = previous {
        let words = format!(
            "{}（{}，{}）",
            kind_words(previous),
            previous.document_number,
            when::date_time(previous.drafted_at_ms)
        );
        head.push(Entry::new("previous", "上次报告", &words));
    }
    head
}

fn provenance(facts: &ReportFacts) -> Vec<String> {
    let mut lines = Vec::new();
    if !facts.log_head_hash.is_empty() {
        lines.push(format!(
            "值守日志末条校验值：{}",
            plain_line(&facts.log_head_hash, 128)
        ));
    }
    if !facts.versions.is_empty() {
        lines.push(format!(
            "生成依据：{}",
            plain_line(&facts.versions.join("；"), 1_000)
        ));
    }
    lines
}

/// A needed value is missing when it is unknown; another one may follow.
fn entry<T>(
    key: &str,
    label: &str,
    fact: &Fact<T>,
    needed: bool,
    words: impl Fn(&T) -> String,
) -> Entry {
    match fact {
        Some(known) => {
            Entry::new(key, label, &words(&known.value)).with_sources(known.sources.clone())
        }
        None => {
            let mut entry = Entry::new(key, label, if needed { TO_CHECK } else { TO_FOLLOW });
            entry.missing = needed;
            entry
        }
    }
}

fn text(key: &str, label: &str, fact: &Fact<String>, needed: bool) -> Entry {
    entry(key, label, fact, needed, String::clone)
}

/// A list as numbered lines.
fn list(key: &str, label: &str, items: &[Known<String>], needed: bool) -> Entry {
    if items.is_empty() {
        let mut entry = Entry::new(key, label, if needed { TO_CHECK } else { TO_FOLLOW });
        entry.missing = needed;
        return entry;
    }
    let sources = items.iter().flat_map(|item| item.sources.clone()).collect();
    let mut entry = Entry::paragraph(key, &numbered(items)).with_sources(sources);
    entry.label = label.to_owned();
    entry
}

fn numbered(items: &[Known<String>]) -> String {
    let mut lines: Vec<String> = items
        .iter()
        .take(ITEMS_MAX)
        .enumerate()
        .map(|(index, item)| {
            format!(
                "{}. {}",
                index + 1,
                plain_line(&item.value, FIELD_CHARS_MAX)
            )
        })
        .collect();
    if lines.len() == 1 {
        lines[0] = plain_line(&items[0].value, FIELD_CHARS_MAX);
    }
    if items.len() > ITEMS_MAX {
        lines.push(format!("……另有{}项", items.len() - ITEMS_MAX));
    }
    lines.join("\n")
}

/// All fields of a first or final report.
///
/// Needed at once: unit with address and nature, time and place, casualties (21号令 art. 10, the
/// telephone flash). Needed in the final report besides: scene, course, loss, measures (21号令
/// art. 10, 493号令 art. 12).
fn fields(facts: &ReportFacts) -> Vec<Entry> {
    let last = facts.kind == ReportKind::Final;
    let mut casualties = Entry::new("casualties", "伤亡情况", &facts.casualties.words())
        .with_sources(facts.casualties.sources());
    casualties.missing = facts.casualties.is_incomplete();
    let mut fields = vec![
        Entry::new("incident_title", "事件名称", &facts.incident_title),
        text("incident_kind", "事件类别", &facts.incident_kind, false),
        entry("grade", "初判等级", &facts.grade, false, |g| {
            grade_words(*g).to_owned()
        }),
        entry(
            "occurred_at",
            "事发时间",
            &facts.occurred_at_ms,
            true,
            |t| when::date_time(*t),
        ),
        entry(
            "learned_at",
            "接报时间",
            &facts.learned_at_ms,
            true,
            |t| when::date_time(*t),
        ),
        text("source", "信息来源", &facts.source, false),
        text("street", "所在街道", &facts.street, false),
        text("place", "事发地点", &facts.place, true),
        entry(
            "position",
            "经纬度",
            &facts.position,
            false,
            |(lon, lat)| format!("经度{lon:.5}°，纬度{lat:.5}°（WGS-84）"),
        ),
        text("unit_name", "单位名称", &facts.unit_name, true),
        text("unit_address", "单位地址", &facts.unit_address, true),
        text("unit_nature", "单位性质", &facts.unit_nature, true),
        casualties,
        entry("loss", "初步损失", &facts.loss_wan_yuan, last, |loss| {
            format!("直接经济损失约{loss}万元（初步估计）")
        }),
        text("scene", "现场情况", &facts.scene, last),
        text("course", "简要经过", &facts.course, last),
        text("impact", "影响范围", &facts.impact, false),
        text("trend", "发展趋势", &facts.trend, false),
        list("leaders", "领导到位", &facts.leaders, false),
        list("forces", "到场力量", &facts.forces, false),
        list("measures", "已采取措施", &facts.measures, last),
        list("requests", "建议或要求", &facts.requests, false),
    ];
    if last {
        fields.push(text("cause", "初步原因", &facts.cause, false));
        fields.push(text("aftermath", "善后情况", &facts.aftermath, false));
    }
    if !facts.lateness_reason.trim().is_empty() {
        fields.push(Entry::new("lateness", "迟报原因", &facts.lateness_reason));
    }
    if last {
        // Nothing follows a final report.
        for entry in fields.iter_mut().filter(|entry| entry.value == TO_FOLLOW) {
            entry.value = NOT_KNOWN.to_owned();
        }
    }
    fields
}

/// The fields that differ from the report before, with what stood there.
fn changed_fields(facts: &ReportFacts, previous: &ReportFacts) -> Vec<Entry> {
    let before = fields(previous);
    let lists = [
        ("leaders", &facts.leaders, &previous.leaders),
        ("forces", &facts.forces, &previous.forces),
        ("measures", &facts.measures, &previous.measures),
        ("requests", &facts.requests, &previous.requests),
    ];
    let mut changed = Vec::new();
    for mut entry in fields(facts) {
        let old = before.iter().find(|old| old.key == entry.key);
        if old.is_some_and(|old| old.value == entry.value) {
            continue;
        }
        if let Some((_, now, then)) = lists.iter().find(|(key, ..)| *key == entry.key) {
            let Some(words) = list_change(now, then) else {
                continue;
            };
            entry.value = plain(&words, PARAGRAPH_CHARS_MAX);
        } else if let Some(old) = old {
            let before = match old.value.as_str() {
                TO_CHECK | TO_FOLLOW => "上次未报".to_owned(),
                value => format!("上次报告：{value}"),
            };
            entry.value = format!("{}\n（{before}）", entry.value);
        }
        changed.push(entry);
    }
    changed
}

/// What came to a list, and what was taken back.
fn list_change(now: &[Known<String>], then: &[Known<String>]) -> Option<String> {
    let lacks = |list: &[Known<String>], item: &Known<String>| {
        !list.iter().any(|other| other.value == item.value)
    };
    let added: Vec<Known<String>> = now
        .iter()
        .filter(|item| lacks(then, item))
        .cloned()
        .collect();
    let gone: Vec<Known<String>> = then
        .iter()
        .filter(|item| lacks(now, item))
        .cloned()
        .collect();
    let mut words = Vec::new();
    if !added.is_empty() {
        words.push(format!("新增：\n{}", numbered(&added)));
    }
    if !gone.is_empty() {
        words.push(format!("不再列入：\n{}", numbered(&gone)));
    }
    (!words.is_empty()).then(|| words.join("\n"))
}

fn contact_fields(facts: &ReportFacts) -> Vec<Entry> {
    if facts.contacts.is_empty() {
        let mut entry = Entry::new("contacts", "联系人", TO_CHECK);
        entry.missing = true;
        return vec![entry];
    }
    let words: Vec<String> = facts
        .contacts
        .iter()
        .take(ITEMS_MAX)
        .map(|contact| {
            let parts = [&contact.role, &contact.name, &contact.phone];
            parts
                .into_iter()
                .map(|part| plain_line(part, TITLE_CHARS_MAX))
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    vec![Entry::new("contacts", "联系人", &words.join("\n"))]
}

#[cfg(test)]
mod tests;
