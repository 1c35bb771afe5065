//! The national warning in the common view.

use super::event_types::event_type;
use super::message::{Warning, WarningArea, WarningInfo};
use super::read::identifier_parts;
use crate::cap::{NameValue, REFERENCES_MAX, Reference};
use crate::colour;
use crate::notice::{
    AlertNotice, LevelSource, NoticeArea, NoticeCircle, NoticeText, SourceFormat,
    content_identifier, latest_end, msg_type, notice_key, status,
};
use crate::time::{self, TimeForm};

/// The code system of `geocode` in the national file: administrative divisions (GB/T 2260).
pub(crate) const GEOCODE_NAME: &str = "GB/T 2260";

/// The identity of a national warning. Its identifier holds the sender's code and the time, and is
/// all that the public lists give, so that the key of the file and of the list row are the same.
pub(crate) fn key_of(identifier: &str, sender: &str, sent_ms: Option<i64>) -> String {
    match identifier_parts(identifier) {
        Some((code, time)) => notice_key(code, identifier, identifier_time_ms(time).or(sent_ms)),
        None => notice_key(sender, identifier, sent_ms),
    }
}

/// The instant of the 14 digits in an identifier (UTC+8).
pub(crate) fn identifier_time_ms(digits: &str) -> Option<i64> {
    let part = |from: usize, to: usize| digits.get(from..to);
    let text = format!(
        "{}-{}-{} {}:{}:{}",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?,
    );
    time::read(&text, TimeForm::ChineseList).utc_ms
}

/// The messages that `references` names: the first identifier of a chain, or several, or (from
/// vendors that copy CAP) a triple.
pub(crate) fn references(text: &str) -> Vec<Reference> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if let [sender, identifier, sent] = parts.as_slice()
        && let Some(sent_ms) = time::read(sent, TimeForm::ChineseList).utc_ms
    {
        return vec![Reference {
            sender: Some((*sender).to_owned()),
            identifier: (*identifier).to_owned(),
            sent: Some((*sent).to_owned()),
            sent_ms: Some(sent_ms),
        }];
    }
    text.split([',', '，', ';', '；', ' ', '\t', '\r', '\n'])
        .filter(|identifier| !identifier.is_empty())
        .take(REFERENCES_MAX)
        .map(|identifier| Reference {
            identifier: identifier.to_owned(),
            ..Reference::default()
        })
        .collect()
}

impl From<&Warning> for AlertNotice {
    fn from(warning: &Warning) -> Self {
        let first = warning.info.first();
        let sender = match identifier_parts(&warning.identifier) {
            Some((code, _)) => code,
            None if warning.sender_code.is_empty() => &warning.sender,
            None => &warning.sender_code,
        };
        let words = |text: Option<&String>| text.cloned().unwrap_or_default();
        // The gravest colour that any block states; a graver headline counts too.
        let level = warning
            .info
            .iter()
            .flat_map(|info| {
                [
                    colour::level_of(&info.severity),
                    colour::warning_level_in(&info.headline),
                ]
            })
            .flatten()
            .min();
        let identifier = if warning.identifier.is_empty() {
            let said = first.map(|info| (info.headline.as_str(), info.description.as_str()));
            let (headline, description) = said.unwrap_or_default();
            content_identifier(&[sender, headline, description])
        } else {
            warning.identifier.clone()
        };
        Self {
            key: key_of(&identifier, sender, warning.send_time_ms),
            identifier,
            sender: sender.to_owned(),
            sent_ms: warning.send_time_ms,
            status: status(&warning.status),
            msg_type: msg_type(&warning.msg_type),
            scope: words(warning.scope.as_ref()),
            note: words(warning.note.as_ref()),
            references: references(warning.references.as_deref().unwrap_or_default()),
            references_name_chain: true,
            texts: warning
                .info
                .iter()
                .map(|info| text_of(warning, info))
                .collect(),
            event: first.map(event_name).unwrap_or_default(),
            event_code: first
                .map(|info| info.event_type.clone())
                .filter(|code| !code.is_empty()),
            level,
            level_source: level.map(|_| LevelSource::Colour),
            severity: first.map(|info| info.severity.clone()).unwrap_or_default(),
            urgency: words(first.and_then(|info| info.urgency.as_ref())),
            certainty: words(first.and_then(|info| info.certainty.as_ref())),
            effective_ms: warning
                .info
                .iter()
                .filter_map(|info| info.effective_ms)
                .min(),
            onset_ms: warning.info.iter().filter_map(|info| info.onset_ms).min(),
            expires_ms: latest_end(warning.info.iter().map(|info| info.expires_ms)),
            areas: warning
                .info
                .iter()
                .flat_map(|info| info.area.iter().map(area_of))
                .collect(),
            sender_name: warning.sender.clone(),
            source_format: SourceFormat::Warning12379,
            defects: warning.defects.clone(),
            ..Self::default()
        }
    }
}

fn event_name(info: &WarningInfo) -> String {
    match event_type(&info.event_type) {
        Some(known) => known.name_zh.to_owned(),
        None => colour::event_in(&info.headline)
            .unwrap_or(&info.event_type)
            .to_owned(),
    }
}

fn text_of(warning: &Warning, info: &WarningInfo) -> NoticeText {
    let event = event_name(info);
    NoticeText {
        language: info.language.clone(),
        headline: if info.headline.is_empty() {
            event.clone()
        } else {
            info.headline.clone()
        },
        event,
        description: info.description.clone(),
        instruction: info.instruction.clone().unwrap_or_default(),
        area_desc: info
            .area
            .iter()
            .map(|area| area.area_desc.clone())
            .collect(),
        sender_name: warning.sender.clone(),
        web: String::new(),
        // 签发人: the person to ask.
        contact: info.sender_name.clone().unwrap_or_default(),
    }
}

fn area_of(area: &WarningArea) -> NoticeArea {
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
                radius_m: circle.radius_m,
            })
            .collect(),
        geocodes: area
            .geocode
            .iter()
            .map(|code| NameValue {
                value_name: GEOCODE_NAME.to_owned(),
                value: code.clone(),
            })
            .collect(),
    }
}
