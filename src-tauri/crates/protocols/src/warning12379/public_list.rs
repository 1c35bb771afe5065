//! Warnings as public Chinese sites list them: JSON items under a dozen spellings, rows of bare
//! values, and JavaScript that assigns either of them to a variable.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::common;
use super::read::identifier_parts;
use crate::cap::{MESSAGE_BYTES_MAX, TEXT_BYTES_MAX};
use crate::colour;
use crate::defect::{Defect, DefectKind, Defects, Parsed, quote};
use crate::geometry::{self, POLYGON_POINTS_MAX};
use crate::notice::{
    AlertNotice, LevelSource, MsgType, NoticeArea, NoticeText, SourceFormat, Status,
    level_contradiction, msg_type,
};
use crate::text;
use crate::time::{self, TimeForm};
use crate::xml::cut;

/// The most items one list gives.
pub const ITEMS_MAX: usize = 20_000;

// The spellings of public lists, the commonest first; `w…` are those of weather.com.cn.
const IDENTIFIER: &[&str] = &["identifier", "alertid", "alertId", "w16", "id", "infoid"];
const HEADLINE: &[&str] = &["headline", "title", "w13", "alarm_title"];
const DESCRIPTION: &[&str] = &[
    "description",
    "content",
    "text",
    "alarm_content",
    "w9",
    "describe",
];
const EVENT: &[&str] = &["name", "alarm_type", "w5", "type", "eventType"];
const LEVEL: &[&str] = &["level", "alarm_level", "w7", "severity"];
const TIME: &[&str] = &[
    "pub_time",
    "pubTime",
    "sendTime",
    "sendtime",
    "effective",
    "w8",
    "date",
];
const ONSET: &[&str] = &["startTime", "onset"];
const EXPIRES: &[&str] = &[
    "expires",
    "relieveTime",
    "RELIEVETIME",
    "relievetime",
    "w15",
    "endTime",
];
const MSG_TYPE: &[&str] = &["msgType", "msgtype", "w14"];
const REFERENCES: &[&str] = &["references"];
const PLACES: &[&[&str]] = &[&["w1", "province"], &["w2", "city"], &["w3", "district"]];

/// One item of a public list, under the names of the national file where it has them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListedWarning {
    /// The identifier, or the site's own number, or empty.
    pub identifier: String,
    /// The unit that issued it, from the headline.
    pub sender: String,
    /// When it was issued, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_time: Option<String>,
    /// The same, UTC milliseconds; from the identifier or the text where no field says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_time_ms: Option<i64>,
    /// Alert, Update, Cancel; 解除 in the headline is a Cancel where no field says it.
    pub msg_type: String,
    /// The first identifier of the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<String>,
    /// The event in Chinese.
    pub event: String,
    /// The level as stated, such as 黄色.
    pub severity: String,
    /// When the event begins, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_ms: Option<i64>,
    /// Until when it holds, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
    /// The headline, or the first clause of the text.
    pub headline: String,
    /// The text.
    pub description: String,
    /// The place in words.
    pub area_desc: String,
    /// Rings of `[lon, lat]` in degrees.
    pub polygons: Vec<Vec<[f64; 2]>>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

/// Reads a list: JSON, JSON lines, or JavaScript that assigns JSON to a variable or hands it to a
/// function.
#[must_use]
pub fn parse_list(bytes: &[u8]) -> Parsed<ListedWarning> {
    let mut defects = Defects::default();
    let mut messages = Vec::new();
    if bytes.len() > MESSAGE_BYTES_MAX {
        let message = format!(
            "{} bytes; at most {MESSAGE_BYTES_MAX} are read",
            bytes.len()
        );
        defects.add(DefectKind::TooLarge, "", message);
        return Parsed {
            messages,
            defects: defects.into_vec(),
        };
    }
    let decoded = text::decode(bytes);
    defects.append(decoded.defects);
    let text = decoded.text.trim();
    match serde_json::from_str::<Value>(inner_json(text)) {
        Ok(value) => gather(&value, &mut messages, &mut defects),
        Err(whole) => {
            let before = messages.len();
            let mut broken = Vec::new();
            for (index, line) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
            {
                match serde_json::from_str::<Value>(inner_json(line.trim())) {
                    Ok(value) => gather(&value, &mut messages, &mut defects),
                    Err(error) => broken.push((index + 1, error)),
                }
            }
            if messages.len() == before {
                defects.add(DefectKind::Malformed, "", format!("no JSON: {whole}"));
            } else {
                for (line, error) in broken {
                    defects.add(
                        DefectKind::Malformed,
                        format!("line {line}"),
                        error.to_string(),
                    );
                }
            }
        }
    }
    if messages.is_empty() && defects.is_empty() {
        defects.add(DefectKind::FormatWrong, "", "no warning in this list");
    }
    Parsed {
        messages,
        defects: defects.into_vec(),
    }
}

/// `var x = {…};` and `f({…})` without what stands around the JSON.
fn inner_json(text: &str) -> &str {
    let start = text.find(['{', '[']).unwrap_or(0);
    let end = text.rfind(['}', ']']).map_or(text.len(), |at| at + 1);
    let looks_assigned = text[..start].trim_end().ends_with(['=', '(']);
    if looks_assigned {
        text.get(start..end).unwrap_or(text)
    } else {
        text
    }
}

/// Finds the items: objects with a headline or a text, and rows of bare values.
fn gather(value: &Value, found: &mut Vec<ListedWarning>, defects: &mut Defects) {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let item = match value {
            Value::Object(_) => from_object(value),
            Value::Array(row) => from_row(row),
            _ => continue,
        };
        if let Some(item) = item {
            if found.len() >= ITEMS_MAX {
                let message = format!("more than {ITEMS_MAX} items; the rest is left out");
                defects.add(DefectKind::TooMany, "", message);
                return;
            }
            found.push(item);
            continue;
        }
        match value {
            Value::Object(fields) => waiting.extend(fields.values().rev()),
            Value::Array(items) => waiting.extend(items.iter().rev()),
            _ => {}
        }
    }
}

fn field(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| words(value.get(name)?))
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn from_object(value: &Value) -> Option<ListedWarning> {
    let headline = field(value, HEADLINE);
    let description = field(value, DESCRIPTION);
    if headline.is_none() && description.is_none() {
        return None;
    }
    let places: Vec<String> = PLACES
        .iter()
        .filter_map(|names| field(value, names))
        .collect();
    let item = ListedWarning {
        identifier: field(value, IDENTIFIER).unwrap_or_default(),
        send_time: field(value, TIME),
        msg_type: field(value, MSG_TYPE).unwrap_or_default(),
        references: field(value, REFERENCES),
        event: field(value, EVENT).unwrap_or_default(),
        severity: field(value, LEVEL).unwrap_or_default(),
        onset_ms: field(value, ONSET).and_then(|text| list_time(&text)),
        expires_ms: field(value, EXPIRES).and_then(|text| list_time(&text)),
        headline: headline.unwrap_or_default(),
        description: description.unwrap_or_default(),
        area_desc: places.concat(),
        ..ListedWarning::default()
    };
    Some(complete(item))
}

/// A row: place, page, longitude, latitude, identifier, first identifier, headline, shape.
fn from_row(row: &[Value]) -> Option<ListedWarning> {
    let [
        place,
        _page,
        _lon,
        _lat,
        identifier,
        references,
        headline,
        rest @ ..,
    ] = row
    else {
        return None;
    };
    let identifier = words(identifier).filter(|text| identifier_parts(text).is_some())?;
    let item = ListedWarning {
        identifier,
        references: words(references),
        headline: words(headline)?,
        area_desc: words(place).unwrap_or_default(),
        polygons: rest.first().map(rings).unwrap_or_default(),
        ..ListedWarning::default()
    };
    Some(complete(item))
}

/// All rings in a value: arrays whose items are pairs of numbers, or of numbers as text.
fn rings(value: &Value) -> Vec<Vec<[f64; 2]>> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    let mut points = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => {
                let ring: Option<Vec<[f64; 2]>> = items.iter().map(pair).collect();
                match ring {
                    Some(ring) if !ring.is_empty() && points < POLYGON_POINTS_MAX => {
                        points += ring.len();
                        found.push(ring);
                    }
                    _ => waiting.extend(items.iter().rev()),
                }
            }
            Value::Object(fields) => waiting.extend(fields.values().rev()),
            _ => {}
        }
    }
    found
}

fn pair(value: &Value) -> Option<[f64; 2]> {
    let number = |value: &Value| value.as_f64().or_else(|| geometry::number(value.as_str()?));
    match value.as_array()?.as_slice() {
        [lon, lat] => Some([number(lon)?, number(lat)?])
            .filter(|[lon, lat]| lon.abs() <= 180.0 && lat.abs() <= 90.0),
        _ => None,
    }
}

fn list_time(text: &str) -> Option<i64> {
    time::read(text, TimeForm::ChineseList).utc_ms
}

/// Fills what other fields tell, and notes what is missing or contradicts itself.
fn complete(mut item: ListedWarning) -> ListedWarning {
    let mut defects = Defects::default();
    bound(&mut item, &mut defects);
    if item.headline.is_empty() {
        let end = item
            .description
            .find(['：', ':', '，', ','])
            .unwrap_or(item.description.len());
        item.headline = item.description[..end].to_owned();
    }
    if item.identifier.is_empty() {
        defects.add(DefectKind::ElementMissing, "identifier", "no identifier");
    }
    let identifier_ms = identifier_parts(&item.identifier)
        .and_then(|(_, digits)| common::identifier_time_ms(digits));
    item.send_time_ms = item
        .send_time
        .as_deref()
        .and_then(list_time)
        .or(identifier_ms)
        .or_else(|| time_in_words(&item.description));
    match (&item.send_time, item.send_time_ms) {
        (Some(text), _) if list_time(text).is_none() => {
            let message = format!("{} is no date and time", quote(text));
            defects.add(DefectKind::TimeUnreadable, "sendTime", message);
        }
        (None, None) => defects.add(DefectKind::ElementMissing, "sendTime", "no time of issue"),
        _ => {}
    }
    complete_issuer(&mut item, &mut defects);
    if item.msg_type.is_empty() {
        let cancelled = item.headline.contains("解除");
        item.msg_type = if cancelled { "Cancel" } else { "Alert" }.to_owned();
    }
    complete_event(&mut item, &mut defects);
    item.defects = defects.into_vec();
    item
}

fn bound(item: &mut ListedWarning, defects: &mut Defects) {
    for (name, text) in [
        ("identifier", &mut item.identifier),
        ("headline", &mut item.headline),
        ("description", &mut item.description),
        ("event", &mut item.event),
        ("severity", &mut item.severity),
        ("areaDesc", &mut item.area_desc),
    ] {
        if text.len() > TEXT_BYTES_MAX {
            let message = format!("text of {} bytes cut at {TEXT_BYTES_MAX}", text.len());
            defects.add(DefectKind::TextTruncated, name, message);
            *text = cut(text, TEXT_BYTES_MAX).to_owned();
        }
    }
}

fn complete_issuer(item: &mut ListedWarning, defects: &mut Defects) {
    let issuer = colour::issuer_in(&item.headline).or_else(|| colour::issuer_in(&item.description));
    item.sender = issuer.unwrap_or_default().to_owned();
    if item.sender.is_empty() {
        defects.add(DefectKind::ElementMissing, "sender", "no issuing unit");
    } else if item.sender.starts_with(['省', '市', '区', '县', '旗']) {
        let message = format!("the issuing unit {} lacks its place", quote(&item.sender));
        defects.add(DefectKind::ElementMissing, "sender", message);
    }
}

fn complete_event(item: &mut ListedWarning, defects: &mut Defects) {
    for colour in ["红色", "橙色", "黄色", "蓝色"] {
        if let Some(event) = item.event.strip_suffix(colour) {
            item.event = event.to_owned();
        }
    }
    let in_headline = colour::event_in(&item.headline);
    match in_headline {
        Some(event) if item.event.is_empty() => item.event = event.to_owned(),
        Some(event) if event != item.event => {
            let message = format!(
                "stated {}, but the headline says {event}",
                quote(&item.event)
            );
            defects.add(DefectKind::EventContradiction, "event", message);
        }
        _ => {}
    }
    let stated = colour::level_of(&item.severity);
    if stated.is_none() && !item.severity.is_empty() {
        let message = format!("{} is no warning level", quote(&item.severity));
        defects.add(DefectKind::ValueIllegal, "severity", message);
    }
    let contradictions = [
        level_contradiction(stated, &item.headline, "headline"),
        level_contradiction(colour::grade_in(&item.headline), &item.headline, "headline"),
        // The first clause of the text states the level again.
        level_contradiction(stated, first_clause(&item.description), "description"),
    ];
    defects.append(contradictions.into_iter().flatten().collect());
}

fn first_clause(text: &str) -> &str {
    &text[..text
        .find(['：', ':', '，', ',', '。'])
        .unwrap_or(text.len())]
}

/// The first `yyyy年M月d日H时m分` of a text, UTC+8.
fn time_in_words(text: &str) -> Option<i64> {
    let at = text.find('年')?;
    let before = &text[..at];
    let year = before.get(before.len().checked_sub(4)?..)?;
    let mut rest = &text[at + '年'.len_utf8()..];
    let mut parts = [0_u32; 4];
    for (part, mark) in parts.iter_mut().zip(['月', '日', '时', '分']) {
        let end = rest.find(mark)?;
        *part = rest[..end].parse().ok()?;
        rest = &rest[end + mark.len_utf8()..];
    }
    let [month, day, hour, minute] = parts;
    list_time(&format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"))
}

impl From<&ListedWarning> for AlertNotice {
    fn from(item: &ListedWarning) -> Self {
        let stated = colour::level_of(&item.severity);
        let level = [
            stated,
            colour::warning_level_in(&item.headline),
            colour::warning_level_in(first_clause(&item.description)),
            colour::grade_in(&item.headline),
        ]
        .into_iter()
        .flatten()
        .min();
        let sender =
            identifier_parts(&item.identifier).map_or(item.sender.as_str(), |(code, _)| code);
        let identifier = if item.identifier.is_empty() {
            crate::notice::content_identifier(&[&item.sender, &item.headline, &item.description])
        } else {
            item.identifier.clone()
        };
        let has_place = !(item.area_desc.is_empty() && item.polygons.is_empty());
        let area = has_place.then(|| NoticeArea {
            area_desc: item.area_desc.clone(),
            polygons: item.polygons.clone(),
            circles: Vec::new(),
            geocodes: Vec::new(),
        });
        Self {
            key: common::key_of(&identifier, sender, item.send_time_ms),
            identifier,
            sender: sender.to_owned(),
            sent_ms: item.send_time_ms,
            // A public list holds warnings in force; none of those seen marks tests.
            status: Status::Actual,
            msg_type: match msg_type(&item.msg_type) {
                MsgType::Unreadable => MsgType::Alert,
                read => read,
            },
            scope: "Public".to_owned(),
            references: common::references(item.references.as_deref().unwrap_or_default()),
            references_name_chain: true,
            texts: vec![NoticeText {
                language: super::LANGUAGE_DEFAULT.to_owned(),
                event: item.event.clone(),
                headline: item.headline.clone(),
                description: item.description.clone(),
                area_desc: area.iter().map(|area| area.area_desc.clone()).collect(),
                sender_name: item.sender.clone(),
                ..NoticeText::default()
            }],
            event: item.event.clone(),
            level,
            level_source: level.map(|_| LevelSource::Colour),
            onset_ms: item.onset_ms,
            expires_ms: item.expires_ms,
            areas: area.into_iter().collect(),
            sender_name: item.sender.clone(),
            source_format: SourceFormat::PublicList,
            defects: item.defects.clone(),
            ..Self::default()
        }
    }
}
