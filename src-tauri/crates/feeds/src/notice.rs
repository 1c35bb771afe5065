//! The view of `protocols` becomes the noun of `emergency`.

use emergency::alert::{Circle, MessageType, Notice, NoticeStatus, NoticeText, alert_id};
use emergency::id::AlertId;
use emergency::level::WarningLevel;
use emergency::place::Point;
use emergency::time::UtcMs;
use protocols::{AlertNotice, LevelSource, MsgType, SourceFormat, Status};

/// Sender under which 12379 identifiers are unique: they begin with the code of the issuing
/// authority, so they are unique in the country.
const SENDER_12379: &str = "12379";

/// The alert that a message belongs to, and the message as the desk keeps it.
///
/// A 12379 update or cancel names the first message of its chain and with it all later ones, so
/// the whole chain is one alert whose newest message is shown. A CAP message is an alert of its
/// own; what it references is replaced by it.
#[must_use]
pub fn notice_of(read: &AlertNotice, received_at: UtcMs) -> (AlertId, Notice) {
    let (id, references, reference_times) = identity(read);
    let codes = read.areas.iter().flat_map(|area| &area.geocodes);
    let notice = Notice {
        format: format_name(read.source_format).to_owned(),
        sender: read.sender.clone(),
        identifier: read.identifier.clone(),
        sent: read.sent_ms.map_or(received_at, UtcMs),
        status: status(read.status),
        msg_type: message_type(read.msg_type),
        references,
        reference_times,
        event: read.event.clone(),
        event_code: read.event_code.clone().unwrap_or_default(),
        level: read.level.and_then(level),
        level_by_convention: read.level_source == Some(LevelSource::SeverityConvention),
        severity: read.severity.clone(),
        urgency: read.urgency.clone(),
        certainty: read.certainty.clone(),
        effective: read.effective_ms.map(UtcMs),
        onset: read.onset_ms.map(UtcMs),
        expires: read.expires_ms.map(UtcMs),
        sender_name: read.sender_name.clone(),
        texts: texts(read),
        polygons: polygons(read),
        circles: circles(read),
        geocodes: codes.map(|code| code.value.clone()).collect(),
        defects: read
            .defects
            .iter()
            .map(|defect| defect.message.clone())
            .collect(),
    };
    (id, notice)
}

/// Which alert the message belongs to, which others it names, and when it says those were sent.
fn identity(read: &AlertNotice) -> (AlertId, Vec<AlertId>, Vec<(AlertId, UtcMs)>) {
    if read.references_name_chain || read.source_format == SourceFormat::Warning12379 {
        let first = read
            .references
            .first()
            .map_or(&read.identifier, |first| &first.identifier);
        return (alert_id(SENDER_12379, first), Vec::new(), Vec::new());
    }
    let id = alert_id(&read.sender, &read.identifier);
    // A reference without a sender means the message's own.
    let named = read.references.iter().map(|reference| {
        let sender = reference.sender.as_deref().unwrap_or(&read.sender);
        let named = alert_id(sender, &reference.identifier);
        (named, reference.sent_ms.map(UtcMs))
    });
    let others: Vec<_> = named.filter(|(named, _)| *named != id).collect();
    let times = others.iter().cloned();
    let times = times.filter_map(|(named, sent)| Some((named, sent?)));
    let times = times.collect();
    let references = others.into_iter().map(|(named, _)| named).collect();
    (id, references, times)
}

fn format_name(format: SourceFormat) -> &'static str {
    match format {
        SourceFormat::Cap => "cap",
        SourceFormat::Warning12379 => "warning12379",
        SourceFormat::PublicList => "public_list",
    }
}

fn status(status: Status) -> NoticeStatus {
    match status {
        // What cannot be read is shown with the real ones: a person has to look.
        Status::Actual | Status::Unreadable => NoticeStatus::Actual,
        Status::Exercise => NoticeStatus::Exercise,
        Status::System => NoticeStatus::System,
        Status::Test => NoticeStatus::Test,
        Status::Draft => NoticeStatus::Draft,
    }
}

fn message_type(msg_type: MsgType) -> MessageType {
    match msg_type {
        MsgType::Alert | MsgType::Unreadable => MessageType::Alert,
        MsgType::Update => MessageType::Update,
        MsgType::Cancel => MessageType::Cancel,
        MsgType::Ack => MessageType::Ack,
        MsgType::Error => MessageType::Error,
    }
}

fn polygons(read: &AlertNotice) -> Vec<Vec<Point>> {
    let rings = read.areas.iter().flat_map(|area| &area.polygons);
    let points = |ring: &Vec<[f64; 2]>| {
        ring.iter()
            .map(|[lon, lat]| Point {
                lon: *lon,
                lat: *lat,
            })
            .collect()
    };
    rings.map(points).collect()
}

fn circles(read: &AlertNotice) -> Vec<Circle> {
    let circles = read.areas.iter().flat_map(|area| &area.circles);
    let circle = |c: &protocols::NoticeCircle| Circle {
        centre: Point {
            lon: c.lon,
            lat: c.lat,
        },
        radius_m: c.radius_m,
    };
    circles.map(circle).collect()
}

fn level(number: u8) -> Option<WarningLevel> {
    match number {
        1 => Some(WarningLevel::Red),
        2 => Some(WarningLevel::Orange),
        3 => Some(WarningLevel::Yellow),
        4 => Some(WarningLevel::Blue),
        _ => None,
    }
}

/// All languages, Chinese first, otherwise in the order of the message.
fn texts(read: &AlertNotice) -> Vec<NoticeText> {
    let mut texts: Vec<_> = read
        .texts
        .iter()
        .map(|text| NoticeText {
            language: text.language.clone(),
            headline: text.headline.clone(),
            description: text.description.clone(),
            instruction: text.instruction.clone(),
            area: text.area_desc.join("；"),
        })
        .collect();
    texts.sort_by_key(|text| !text.language.to_ascii_lowercase().starts_with("zh"));
    texts
}

#[cfg(test)]
mod tests;
