//! The one view of an alert that the desk stores, whatever format it came in.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cap::{self, NameValue, Reference};
use crate::colour;
use crate::defect::{Defect, DefectKind, quote};

/// The most language variants one notice keeps.
pub const TEXTS_MAX: usize = cap::INFOS_MAX;

/// What a message is meant as (CAP 1.2, 3.2.1 `status`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Act on it.
    Actual,
    /// Part of an exercise.
    Exercise,
    /// Between systems only.
    System,
    /// A technical test.
    Test,
    /// Not for use.
    Draft,
    /// The message does not say, or says something no standard knows: a person has to look.
    #[default]
    Unreadable,
}

/// What a message does (CAP 1.2, 3.2.1 `msgType`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MsgType {
    /// First information.
    Alert,
    /// Replaces the messages it names.
    Update,
    /// Cancels the messages it names.
    Cancel,
    /// Acknowledges the messages it names; changes nothing.
    Ack,
    /// Rejects the messages it names; changes nothing.
    Error,
    /// The message does not say; shown like an alert, changes nothing.
    #[default]
    Unreadable,
}

/// In which format a notice came.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceFormat {
    /// CAP 1.0, 1.1 or 1.2.
    #[default]
    Cap,
    /// The national 12379 file.
    Warning12379,
    /// An entry of a public Chinese warning list.
    PublicList,
}

/// Where the level of a notice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelSource {
    /// The sender states the colour (突发事件应对法, 2024, article 63: 红 > 橙 > 黄 > 蓝).
    Colour,
    /// CAP severity Extreme, Severe, Moderate, Minor read as 1 to 4: a convention, in no standard.
    SeverityConvention,
}

/// The words of a notice in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeText {
    /// RFC 3066 tag, such as `zh-CN`.
    pub language: String,
    /// The kind of event in words.
    pub event: String,
    /// The headline; where the message has none, the event.
    pub headline: String,
    /// The hazard in full.
    pub description: String,
    /// What to do.
    pub instruction: String,
    /// The places in words.
    pub area_desc: Vec<String>,
    /// The issuer for people.
    pub sender_name: String,
    /// A page about it; not checked.
    pub web: String,
    /// Whom to ask.
    pub contact: String,
}

/// A circle.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeCircle {
    /// Longitude of the centre, degrees (WGS 84).
    pub lon: f64,
    /// Latitude of the centre, degrees (WGS 84).
    pub lat: f64,
    /// Radius in metres.
    pub radius_m: f64,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeArea {
    /// The place in words.
    pub area_desc: String,
    /// Rings of `[lon, lat]` in degrees (WGS 84), closed where the sender closed them.
    pub polygons: Vec<Vec<[f64; 2]>>,
    /// Circles.
    pub circles: Vec<NoticeCircle>,
    /// Codes of administrative areas; `valueName` is empty in the 12379 file (行政区划码).
    pub geocodes: Vec<NameValue>,
}

/// An alert as the desk keeps it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AlertNotice {
    /// The identity of the message, the same from whatever source: see [`notice_key`].
    pub key: String,
    /// The sender's identifier.
    pub identifier: String,
    /// Who sent it.
    pub sender: String,
    /// When it was sent, UTC milliseconds.
    pub sent_ms: Option<i64>,
    /// What it is meant as.
    pub status: Status,
    /// What it does.
    pub msg_type: MsgType,
    /// Public, Restricted, Private, as written.
    pub scope: String,
    /// The purpose of the message; in a 12379 Cancel the reason.
    pub note: String,
    /// The earlier messages it names.
    pub references: Vec<Reference>,
    /// A reference names the first message of a chain and with it all later ones (12379).
    pub references_name_chain: bool,
    /// The incidents it names, as written.
    pub incidents: String,
    /// Its words, one entry a language, in order of the message.
    pub texts: Vec<NoticeText>,
    /// The kind of event in words, of the first text.
    pub event: String,
    /// The code of the event: `11Bxx` of 12379, or the first code of CAP.
    pub event_code: Option<String>,
    /// CAP categories.
    pub categories: Vec<String>,
    /// CAP response types.
    pub response_types: Vec<String>,
    /// Warning level: 1 红, 2 橙, 3 黄, 4 蓝.
    pub level: Option<u8>,
    /// Where the level comes from.
    pub level_source: Option<LevelSource>,
    /// CAP severity, as written, of the text the level was taken from.
    pub severity: String,
    /// CAP urgency, as written.
    pub urgency: String,
    /// CAP certainty, as written.
    pub certainty: String,
    /// From when it holds, UTC milliseconds.
    pub effective_ms: Option<i64>,
    /// When the event begins, UTC milliseconds.
    pub onset_ms: Option<i64>,
    /// Until when it holds, UTC milliseconds; `None` when a part of it has no end.
    pub expires_ms: Option<i64>,
    /// Where.
    pub areas: Vec<NoticeArea>,
    /// The issuer for people, of the first text.
    pub sender_name: String,
    /// In which format it came.
    pub source_format: SourceFormat,
    /// It carries an XML signature (not verified here).
    pub signed: bool,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl AlertNotice {
    /// The text in the first of the preferred languages there is (`zh` also takes `zh-CN`), or
    /// else the first text.
    #[must_use]
    pub fn text_for(&self, preferred: &[&str]) -> Option<&NoticeText> {
        let speaks = |text: &NoticeText, wanted: &str| {
            text.language.eq_ignore_ascii_case(wanted)
                || text
                    .language
                    .split(['-', '_'])
                    .next()
                    .is_some_and(|primary| primary.eq_ignore_ascii_case(wanted))
        };
        preferred
            .iter()
            .find_map(|wanted| self.texts.iter().find(|text| speaks(text, wanted)))
            .or_else(|| self.texts.first())
    }
}

/// The identity of a message: sender, identifier and instant of sending (CAP 1.2, 3.2.1: the three
/// together name a message). The parts are joined by commas; a comma or `%` inside a part is
/// written `%2C` or `%25`, so that two different triples never give one key. A message without a
/// readable instant has `-` in its place.
#[must_use]
pub fn notice_key(sender: &str, identifier: &str, sent_ms: Option<i64>) -> String {
    let part = |text: &str| text.replace('%', "%25").replace(',', "%2C");
    let sent = sent_ms.map_or_else(|| "-".to_owned(), |ms| ms.to_string());
    format!("{},{},{sent}", part(sender), part(identifier))
}

/// A stand-in for the identifier of a message without one: a digest of what it says, so that two
/// such messages are told apart and the same one is known again.
pub(crate) fn content_identifier(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_le_bytes());
        digest.update(part.as_bytes());
    }
    let hex = hex::encode(digest.finalize());
    format!("content-{}", &hex[..16])
}

/// Reads a status; other letter cases are taken for what they say.
pub(crate) fn status(text: &str) -> Status {
    match text.to_ascii_lowercase().as_str() {
        "actual" => Status::Actual,
        "exercise" => Status::Exercise,
        "system" => Status::System,
        "test" => Status::Test,
        "draft" => Status::Draft,
        _ => Status::Unreadable,
    }
}

/// Reads a message type; other letter cases are taken for what they say.
pub(crate) fn msg_type(text: &str) -> MsgType {
    match text.to_ascii_lowercase().as_str() {
        "alert" => MsgType::Alert,
        "update" => MsgType::Update,
        "cancel" => MsgType::Cancel,
        "ack" => MsgType::Ack,
        "error" => MsgType::Error,
        _ => MsgType::Unreadable,
    }
}

fn severity_level(severity: &str) -> Option<u8> {
    match severity.to_ascii_lowercase().as_str() {
        "extreme" => Some(1),
        "severe" => Some(2),
        "moderate" => Some(3),
        "minor" => Some(4),
        _ => None,
    }
}

/// The latest end of all parts; a part without an end has none.
pub(crate) fn latest_end(ends: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    ends.collect::<Option<Vec<i64>>>()?.into_iter().max()
}

impl From<&cap::Alert> for AlertNotice {
    fn from(alert: &cap::Alert) -> Self {
        let first = alert.info.first();
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        let identifier = if alert.identifier.is_empty() {
            let said = first.map(|info| (words(&info.headline), words(&info.description)));
            let (headline, description) = said.unwrap_or_default();
            content_identifier(&[&alert.sender, &headline, &description])
        } else {
            alert.identifier.clone()
        };
        let mut notice = Self {
            key: notice_key(&alert.sender, &identifier, alert.sent_ms),
            identifier,
            sender: alert.sender.clone(),
            sent_ms: alert.sent_ms,
            status: status(&alert.status),
            msg_type: msg_type(&alert.msg_type),
            scope: words(&alert.scope),
            note: words(&alert.note),
            references: alert.reference_list.clone(),
            references_name_chain: false,
            incidents: words(&alert.incidents),
            texts: alert.info.iter().take(TEXTS_MAX).map(text_of).collect(),
            event: first.map(|info| info.event.clone()).unwrap_or_default(),
            event_code: first
                .and_then(|info| info.event_code.first())
                .map(|code| code.value.clone()),
            // Without it the time of sending holds (CAP 1.2, 3.2.2 `effective`).
            effective_ms: (alert.info.iter().filter_map(|info| info.effective_ms).min())
                .or(alert.sent_ms),
            onset_ms: alert.info.iter().filter_map(|info| info.onset_ms).min(),
            expires_ms: latest_end(alert.info.iter().map(|info| info.expires_ms)),
            sender_name: first
                .map(|info| words(&info.sender_name))
                .unwrap_or_default(),
            source_format: SourceFormat::Cap,
            signed: alert.signature_count > 0,
            defects: alert.defects.clone(),
            ..Self::default()
        };
        for info in &alert.info {
            add_new(&mut notice.categories, &info.category);
            add_new(&mut notice.response_types, &info.response_type);
            for area in info.area.iter().map(area_of) {
                let same = |known: &NoticeArea| {
                    known.polygons == area.polygons
                        && known.circles == area.circles
                        && known.geocodes == area.geocodes
                };
                let has_shape = !(area.polygons.is_empty()
                    && area.circles.is_empty()
                    && area.geocodes.is_empty());
                // The same place in another language is one place.
                if !(has_shape && notice.areas.iter().any(same))
                    && notice.areas.len() < cap::AREAS_MAX
                {
                    notice.areas.push(area);
                }
            }
        }
        grade(&mut notice, alert);
        notice
    }
}

/// Takes the level: the colour that a headline states, or else the gravest severity.
fn grade(notice: &mut AlertNotice, alert: &cap::Alert) {
    let level = |info: &cap::Info| severity_level(&info.severity);
    let gravest = alert
        .info
        .iter()
        .min_by_key(|info| level(info).unwrap_or(u8::MAX));
    let Some(gravest) = gravest else { return };
    notice.severity.clone_from(&gravest.severity);
    notice.urgency.clone_from(&gravest.urgency);
    notice.certainty.clone_from(&gravest.certainty);
    let colours = alert
        .info
        .iter()
        .filter_map(|info| info.headline.as_deref().and_then(colour::warning_level_in));
    if let Some(colour) = colours.min() {
        notice.level = Some(colour);
        notice.level_source = Some(LevelSource::Colour);
    } else if let Some(by_severity) = level(gravest) {
        notice.level = Some(by_severity);
        notice.level_source = Some(LevelSource::SeverityConvention);
    }
}

fn add_new(list: &mut Vec<String>, more: &[String]) {
    for item in more {
        if !list.contains(item) && list.len() < cap::REPEATS_MAX {
            list.push(item.clone());
        }
    }
}

fn text_of(info: &cap::Info) -> NoticeText {
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    NoticeText {
        language: info.language.clone(),
        event: info.event.clone(),
        headline: info.headline.clone().unwrap_or_else(|| info.event.clone()),
        description: words(&info.description),
        instruction: words(&info.instruction),
        area_desc: info
            .area
            .iter()
            .map(|area| area.area_desc.clone())
            .collect(),
        sender_name: words(&info.sender_name),
        web: words(&info.web),
        contact: words(&info.contact),
    }
}

fn area_of(area: &cap::Area) -> NoticeArea {
    NoticeArea {
        area_desc: area.area_desc.clone(),
        polygons: area
            .polygon_points
            .iter()
            .filter(|ring| !ring.is_empty())
            .map(|ring| ring.iter().map(|[lat, lon]| [*lon, *lat]).collect())
            .collect(),
        circles: area
            .circle_list
            .iter()
            .map(|circle| NoticeCircle {
                lon: circle.lon,
                lat: circle.lat,
                radius_m: circle.radius_km * 1000.0,
            })
            .collect(),
        geocodes: area.geocode.clone(),
    }
}

/// A defect when a stated level contradicts the headline; the graver of the two is to be shown.
pub(crate) fn level_contradiction(
    stated: Option<u8>,
    headline: &str,
    path: &str,
) -> Option<Defect> {
    let (stated, in_headline) = (stated?, colour::warning_level_in(headline)?);
    (stated != in_headline).then(|| Defect {
        kind: DefectKind::LevelContradiction,
        path: path.to_owned(),
        message: format!(
            "stated level {stated}, but the headline {} says {in_headline}",
            quote(headline)
        ),
        raw: String::new(),
        cut: false,
    })
}
