//! The bytes of made alerts. Every one says that it is an exercise: `status` is `Exercise`, and the
//! texts say 演练.

use chrono::{DateTime, FixedOffset};
use emergency::place::Point;
use emergency::time::UtcMs;
use quick_xml::escape::escape;

/// The sender of all made CAP messages; names under `.invalid` belong to nobody (RFC 2606).
pub const SENDER: &str = "exercise@dutyroom.invalid";
/// The sender code of all made 12379 files: fourteen zeros are nobody's code.
pub const SENDER_CODE: &str = "00000000000000";
/// Offset of Beijing time in seconds.
const BEIJING_S: i32 = 8 * 3_600;

/// What a made message does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// First information.
    Alert,
    /// Replaces an earlier message.
    Update(Earlier),
    /// Cancels an earlier message.
    Cancel(Earlier),
}

/// An earlier message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its identifier.
    pub identifier: String,
    /// When it was sent.
    pub sent: UtcMs,
}

impl Act {
    fn name(&self) -> &'static str {
        match self {
            Self::Alert => "Alert",
            Self::Update(_) => "Update",
            Self::Cancel(_) => "Cancel",
        }
    }

    fn earlier(&self) -> Option<&Earlier> {
        match self {
            Self::Alert => None,
            Self::Update(earlier) | Self::Cancel(earlier) => Some(earlier),
        }
    }
}

/// An alert in CAP 1.2 (OASIS, 2010).
#[derive(Debug, Clone, PartialEq)]
pub struct CapAlert {
    /// Unique within the sender.
    pub identifier: String,
    /// When it is sent.
    pub sent: UtcMs,
    /// What it does.
    pub act: Act,
    /// CAP category, such as `CBRNE` or `Met`.
    pub category: String,
    /// The event in words.
    pub event: String,
    /// CAP severity.
    pub severity: String,
    /// Who says so, in words.
    pub sender_name: String,
    /// Headline.
    pub headline: String,
    /// Description.
    pub description: String,
    /// The area in words.
    pub area: String,
    /// Centre and radius in km.
    pub circle: Option<(Point, f64)>,
    /// Milliseconds until it expires.
    pub valid_ms: i64,
}

impl CapAlert {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let references = self.act.earlier().map_or_else(String::new, |earlier| {
            let (id, sent) = (&earlier.identifier, cap_time(earlier.sent));
            format!("<references>{SENDER},{},{sent}</references>", escape(id))
        });
        let circle = self.circle.map_or_else(String::new, |(at, km)| {
            format!("<circle>{:.6},{:.6} {km:.2}</circle>", at.lat, at.lon)
        });
        let (sent, expires) = (self.sent, self.sent.plus_ms(self.valid_ms));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n\
             <identifier>{}</identifier><sender>{SENDER}</sender><sent>{}</sent>\n\
             <status>Exercise</status><msgType>{}</msgType><scope>Public</scope>{references}\n\
             <info><language>zh-CN</language><category>{}</category><event>{}</event>\n\
             <urgency>Immediate</urgency><severity>{}</severity><certainty>Observed</certainty>\n\
             <effective>{}</effective><expires>{}</expires><senderName>{}</senderName>\n\
             <headline>{}</headline><description>{}</description>\n\
             <area><areaDesc>{}</areaDesc>{circle}</area></info>\n\
             </alert>\n",
            escape(&self.identifier),
            cap_time(sent),
            self.act.name(),
            escape(&self.category),
            escape(&self.event),
            escape(&self.severity),
            cap_time(sent),
            cap_time(expires),
            escape(&self.sender_name),
            escape(&self.headline),
            escape(&self.description),
            escape(&self.area),
        )
        .into_bytes()
    }
}

/// A warning in the national file format (12379), by the field list of public code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningFile {
    /// When it is sent; the identifier is made from it.
    pub sent: UtcMs,
    /// What it does.
    pub act: Act,
    /// Event type, such as `11B03` for a rainstorm.
    pub event_type: String,
    /// `Red`, `Orange`, `Yellow` or `Blue`.
    pub colour: String,
    /// Who issues it, in words.
    pub sender_name: String,
    /// Headline.
    pub headline: String,
    /// Description.
    pub description: String,
    /// The area in words.
    pub area: String,
    /// Administrative code of the area.
    pub geocode: String,
}

impl WarningFile {
    /// The identifier: sender code and local time.
    #[must_use]
    pub fn identifier(&self) -> String {
        format!("{SENDER_CODE}_{}", local(self.sent, "%Y%m%d%H%M%S"))
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let references = self.act.earlier().map_or_else(String::new, |earlier| {
            format!("<references>{}</references>", escape(&earlier.identifier))
        });
        let sent = local(self.sent, "%Y-%m-%d %H:%M:%S%:z");
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <alert xmlns=\"http://com.icss.amp\">\n\
             <identifier>{}</identifier><sender>{}</sender><senderCode>{SENDER_CODE}</senderCode>\n\
             <sendTime>{sent}</sendTime><status>Exercise</status><msgType>{}</msgType>\
             <scope>Public</scope><secClassification>None</secClassification>{references}\n\
             <info><language>zh-CN</language><eventType>{}</eventType>\
             <urgency>Immediate</urgency><severity>{}</severity><certainty>Likely</certainty>\n\
             <effective>{sent}</effective><senderName>{}</senderName>\n\
             <headline>{}</headline><description>{}</description>\n\
             <area><areaDesc>{}</areaDesc><geocode>{}</geocode></area></info>\n\
             </alert>\n",
            self.identifier(),
            escape(&self.sender_name),
            self.act.name(),
            escape(&self.event_type),
            escape(&self.colour),
            escape(&self.sender_name),
            escape(&self.headline),
            escape(&self.description),
            escape(&self.area),
            escape(&self.geocode),
        )
        .into_bytes()
    }
}

fn cap_time(at: UtcMs) -> String {
    local(at, "%Y-%m-%dT%H:%M:%S%:z")
}

/// Beijing time; the beginning of 1970 for a time that is out of range.
fn local(at: UtcMs, pattern: &str) -> String {
    let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    match FixedOffset::east_opt(BEIJING_S) {
        Some(beijing) => utc.with_timezone(&beijing).format(pattern).to_string(),
        None => utc.format(pattern).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-07-25 09:15:58 in Beijing.
    const SENT: UtcMs = UtcMs(1_753_406_158_000);

    fn cap() -> CapAlert {
        CapAlert {
            identifier: "EX-1".into(),
            sent: SENT,
            act: Act::Alert,
            category: "CBRNE".into(),
            event: "气体泄漏".into(),
            severity: "Severe".into(),
            sender_name: "演练·<传感> & 平台".into(),
            headline: "演练".into(),
            description: "演练".into(),
            area: "王舍人街道".into(),
            circle: Some((
                Point {
                    lon: 117.135,
                    lat: 36.72,
                },
                0.5,
            )),
            valid_ms: 3_600_000,
        }
    }

    #[test]
    fn a_cap_message_is_an_exercise_with_local_times_and_escaped_texts() {
        let text = String::from_utf8(cap().bytes()).expect("UTF-8");
        for part in [
            "<status>Exercise</status>",
            "<sent>2025-07-25T09:15:58+08:00</sent>",
            "<expires>2025-07-25T10:15:58+08:00</expires>",
            "演练·&lt;传感&gt; &amp; 平台",
            "<circle>36.720000,117.135000 0.50</circle>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn an_update_names_what_it_replaces_as_a_triple() {
        let earlier = Earlier {
            identifier: "EX-1".into(),
            sent: SENT,
        };
        let update = CapAlert {
            act: Act::Update(earlier),
            ..cap()
        };
        let text = String::from_utf8(update.bytes()).expect("UTF-8");
        let triple = format!("<references>{SENDER},EX-1,2025-07-25T09:15:58+08:00</references>");
        assert!(text.contains(&triple), "{triple} in {text}");
    }

    #[test]
    fn a_warning_file_has_the_identifier_of_its_sender_and_time() {
        let file = WarningFile {
            sent: SENT,
            act: Act::Alert,
            event_type: "11B03".into(),
            colour: "Orange".into(),
            sender_name: "演练气象台".into(),
            headline: "演练气象台发布暴雨橙色预警".into(),
            description: "演练".into(),
            area: "历城区".into(),
            geocode: "370112".into(),
        };
        assert_eq!(
            file.identifier(),
            "00000000000000_20250725091558",
            "code and time"
        );
        let text = String::from_utf8(file.bytes()).expect("UTF-8");
        assert!(
            text.contains("<sendTime>2025-07-25 09:15:58+08:00</sendTime>"),
            "{text}"
        );
    }
}
