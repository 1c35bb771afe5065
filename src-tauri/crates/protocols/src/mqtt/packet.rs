//! The bodies of the control packets (MQTT 5.0 and 3.1.1, chapter 3).

use serde_json::{Map, Value, json};

use super::fields::{Fields, Read, illegal, refuse};
use super::frame::{Packet, PacketType};
use super::version::{Told, Version};
use super::{Message, connect, properties, reasons};
use crate::defect::{Defect, DefectKind, Defects, quote};
use crate::sensor::is_filter;

/// Topic filters of one SUBSCRIBE or UNSUBSCRIBE, and codes of their answers.
pub const FILTERS_MAX: usize = 10_000;
/// What a shared subscription begins with (MQTT 5.0, 4.8.2).
const SHARE: &str = "$share/";

/// What was read of a packet so far.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub(super) fields: Map<String, Value>,
    payload: Vec<u8>,
    defects: Defects,
}

impl Out {
    pub(super) fn add(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// The packet is used all the same.
    pub(super) fn doubt(&mut self, kind: DefectKind, field: &str, why: &str) {
        self.defects.add(kind, field, why);
    }
}

/// Reads a whole packet, or says why it is refused.
pub(super) fn read(packet: &Packet<'_>, told: Told) -> Result<Message, Defect> {
    let mut fields = Fields::new(packet.body);
    let mut out = Out::default();
    let whole = head(packet, told.version).and_then(|()| {
        body(
            packet.kind,
            packet.flags,
            told.version,
            &mut fields,
            &mut out,
        )
    });
    match whole {
        Ok(()) => Ok(Message {
            packet_type: packet.kind,
            version: told.version,
            version_from: told.from,
            remaining_length: packet.body.len(),
            fields: out.fields,
            payload: out.payload,
            defects: out.defects.into_vec(),
        }),
        Err(refused) => {
            let hidden = packet.body.len() - shown(packet.kind, packet.body);
            let end = packet.bytes.len() - hidden;
            let bytes = packet.bytes.get(..end).unwrap_or_default();
            let name = packet.kind.name();
            let mut message = format!("a {name} is refused: {}", refused.why);
            if hidden > 0 {
                message.push_str(&format!("; {hidden} bytes that may be secret are not kept"));
            }
            Err(Defect {
                path: refused.field,
                ..Defect::of_bytes(refused.kind, message, bytes)
            })
        }
    }
}

/// How many bytes of a body that is refused may be kept: what stands after the field that could
/// not be read may be a password.
pub(super) fn shown(kind: PacketType, body_bytes: &[u8]) -> usize {
    let secretive = [PacketType::Connect, PacketType::Connack, PacketType::Auth];
    if !secretive.contains(&kind) {
        return body_bytes.len();
    }
    // Whatever the version is, nothing may be shown that the other one takes for a secret.
    let by = |version| {
        let mut fields = Fields::new(body_bytes);
        body(kind, 0, version, &mut fields, &mut Out::default()).ok();
        fields.shown()
    };
    by(Version::V5).min(by(Version::V311))
}

/// The fixed header (2.1, 2.2).
fn head(packet: &Packet<'_>, version: Version) -> Read<()> {
    use PacketType::{Auth, Publish, Pubrel, Subscribe, Unsubscribe};
    let wanted = match packet.kind {
        Publish => return long_length(packet, version),
        Pubrel | Subscribe | Unsubscribe => 0b0010,
        _ => 0,
    };
    if packet.flags != wanted {
        let why = format!("the flags are {:04b}, not {wanted:04b}", packet.flags);
        return illegal("flags", why);
    }
    if packet.kind == Auth && version == Version::V311 {
        let why = "type 15 is reserved in MQTT 3.1.1";
        return refuse(DefectKind::TypeUnknown, "packetType", why);
    }
    long_length(packet, version)
}

/// A length in more bytes than it needs is malformed in 5.0 (MQTT-1.5.5-1).
fn long_length(packet: &Packet<'_>, version: Version) -> Read<()> {
    if packet.long_length && version == Version::V5 {
        return refuse(
            DefectKind::Malformed,
            "remainingLength",
            "in more bytes than needed",
        );
    }
    Ok(())
}

fn body(
    kind: PacketType,
    flags: u8,
    version: Version,
    fields: &mut Fields<'_>,
    out: &mut Out,
) -> Read<()> {
    use PacketType::*;
    match kind {
        Connect => connect::connect(fields, version, out),
        Connack => connect::connack(fields, version, out),
        Publish => publish(flags, version, fields, out),
        Puback | Pubrec | Pubrel | Pubcomp => {
            out.add("packetIdentifier", fields.packet_identifier()?);
            reasoned(kind, version, fields, out)
        }
        Subscribe => subscribe(version, fields, out),
        Suback => codes(Suback, version, fields, out),
        Unsubscribe => unsubscribe(version, fields, out),
        Unsuback => codes(Unsuback, version, fields, out),
        Pingreq | Pingresp => fields.end("remainingLength"),
        Disconnect | Auth => reasoned(kind, version, fields, out),
    }
}

/// A reason code and properties, both left out where they say nothing (3.4.2.1 and others).
fn reasoned(
    kind: PacketType,
    version: Version,
    fields: &mut Fields<'_>,
    out: &mut Out,
) -> Read<()> {
    if version == Version::V311 {
        return fields.end("remainingLength");
    }
    let code = if fields.is_empty() {
        0
    } else {
        fields.u8("reasonCode")?
    };
    reasons::reason(code, kind, &mut out.fields)?;
    if !fields.is_empty() {
        out.add("properties", properties::read(fields, kind, false)?);
    }
    fields.end("variableHeader")
}

fn publish(flags: u8, version: Version, fields: &mut Fields<'_>, out: &mut Out) -> Read<()> {
    let (dup, qos, retain) = (flags & 0b1000 != 0, flags >> 1 & 0b11, flags & 1 != 0);
    if qos == 3 {
        return illegal("qos", "3 is no QoS (MQTT-3.3.1-4)");
    }
    if dup && qos == 0 {
        return illegal("dup", "DUP with QoS 0 (MQTT-3.3.1-2)");
    }
    out.add("dup", dup);
    out.add("qos", qos);
    out.add("retain", retain);
    let topic = fields.text("topicName")?;
    no_wildcards("topicName", &topic)?;
    if qos > 0 {
        out.add("packetIdentifier", fields.packet_identifier()?);
    }
    let mut alias = false;
    let mut says_text = false;
    if version == Version::V5 {
        let found = properties::read(fields, PacketType::Publish, false)?;
        alias = found.contains_key("topicAlias");
        says_text = found.get("payloadFormatIndicator") == Some(&json!(1));
        out.add("properties", found);
    }
    if topic.is_empty() && !alias {
        return illegal("topicName", "is empty (MQTT-4.7.3-1)");
    }
    out.add("topicName", topic);
    out.payload = fields.rest().to_vec();
    if says_text && std::str::from_utf8(&out.payload).is_err() {
        let why = "the payload is said to be UTF-8 and is not";
        out.doubt(DefectKind::EncodingMismatch, "payload", why);
    }
    Ok(())
}

/// A topic name has no wildcards (MQTT-3.3.2-2).
pub(super) fn no_wildcards(field: &str, topic: &str) -> Read<()> {
    if topic.contains(['+', '#']) {
        return illegal(field, format!("wildcards in {}", quote(topic)));
    }
    Ok(())
}

/// A topic filter, which may be one of a shared subscription in 5.0 (4.7.1, 4.8.2).
fn filter(version: Version, fields: &mut Fields<'_>) -> Read<String> {
    let field = "topicFilter";
    let text = fields.text(field)?;
    let inner = match text.strip_prefix(SHARE).filter(|_| version == Version::V5) {
        None => Some(text.as_str()),
        Some(shared) => shared
            .split_once('/')
            .filter(|(group, _)| !group.is_empty() && !group.contains(['+', '#']))
            .map(|(_, filter)| filter),
    };
    if !inner.is_some_and(is_filter) {
        return illegal(field, format!("{} is no topic filter", quote(&text)));
    }
    Ok(text)
}

/// At least one, at most [`FILTERS_MAX`].
fn several(
    field: &'static str,
    fields: &mut Fields<'_>,
    mut one: impl FnMut(&mut Fields<'_>) -> Read<Value>,
) -> Read<Value> {
    if fields.is_empty() {
        return refuse(DefectKind::ElementMissing, field, "there is none");
    }
    let mut list = Vec::new();
    while !fields.is_empty() {
        if list.len() >= FILTERS_MAX {
            let why = format!("more than {FILTERS_MAX}");
            return refuse(DefectKind::TooMany, field, why);
        }
        list.push(one(fields)?);
    }
    Ok(list.into())
}

fn subscribe(version: Version, fields: &mut Fields<'_>, out: &mut Out) -> Read<()> {
    out.add("packetIdentifier", fields.packet_identifier()?);
    if version == Version::V5 {
        let found = properties::read(fields, PacketType::Subscribe, false)?;
        out.add("properties", found);
    }
    let list = several("subscriptions", fields, |fields| {
        let topic = filter(version, fields)?;
        let options = fields.u8("subscriptionOptions")?;
        let qos = options & 0b11;
        if qos == 3 {
            return illegal("qos", "3 is no QoS (MQTT-3.8.3-4)");
        }
        if version == Version::V311 {
            return match options >> 2 {
                0 => Ok(json!({"topicFilter": topic, "requestedQoS": qos})),
                _ => illegal("requestedQoS", "the upper six bits are reserved"),
            };
        }
        let (no_local, handling) = (options & 1 << 2 != 0, options >> 4 & 0b11);
        if options >> 6 != 0 {
            return illegal("subscriptionOptions", "bits 6 and 7 are reserved");
        }
        if handling == 3 {
            return illegal("retainHandling", "3 is not allowed");
        }
        if no_local && topic.starts_with(SHARE) {
            return illegal("noLocal", "with a shared subscription (MQTT-3.8.3-4)");
        }
        Ok(
            json!({"topicFilter": topic, "maximumQoS": qos, "noLocal": no_local,
            "retainAsPublished": options & 1 << 3 != 0, "retainHandling": handling}),
        )
    })?;
    out.add("subscriptions", list);
    Ok(())
}

fn unsubscribe(version: Version, fields: &mut Fields<'_>, out: &mut Out) -> Read<()> {
    out.add("packetIdentifier", fields.packet_identifier()?);
    if version == Version::V5 {
        let found = properties::read(fields, PacketType::Unsubscribe, false)?;
        out.add("properties", found);
    }
    let list = several("topicFilters", fields, |fields| {
        Ok(filter(version, fields)?.into())
    })?;
    out.add("topicFilters", list);
    Ok(())
}

/// SUBACK and UNSUBACK: one code for each filter; an UNSUBACK of 3.1.1 has none.
fn codes(kind: PacketType, version: Version, fields: &mut Fields<'_>, out: &mut Out) -> Read<()> {
    out.add("packetIdentifier", fields.packet_identifier()?);
    if version == Version::V5 {
        out.add("properties", properties::read(fields, kind, false)?);
    } else if kind == PacketType::Unsuback {
        return fields.end("remainingLength");
    }
    let name = match version {
        Version::V5 => "reasonCodes",
        Version::V311 => "returnCodes",
    };
    let list = several(name, fields, |fields| {
        let code = fields.u8(name)?;
        let mut one = Map::new();
        match version {
            Version::V5 => reasons::reason(code, kind, &mut one)?,
            Version::V311 => reasons::subscribe_return(code, &mut one)?,
        }
        Ok(one.into())
    })?;
    out.add(name, list);
    Ok(())
}
