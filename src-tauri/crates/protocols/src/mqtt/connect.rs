//! CONNECT (MQTT 5.0 and 3.1.1, 3.1) and CONNACK (3.2).

use serde_json::{Map, Value, json};

use super::fields::{Fields, Read, illegal};
use super::frame::PacketType;
use super::packet::{Out, no_wildcards};
use super::version::{BRIDGE_BIT, Version};
use super::{properties, reasons};
use crate::defect::{DefectKind, quote};

const USER_NAME: u8 = 1 << 7;
const PASSWORD: u8 = 1 << 6;
const WILL_RETAIN: u8 = 1 << 5;
const WILL_QOS: u8 = 0b11 << 3;
const WILL: u8 = 1 << 2;
const CLEAN: u8 = 1 << 1;
const RESERVED: u8 = 1;

pub(super) fn connect(fields: &mut Fields<'_>, version: Version, out: &mut Out) -> Read<()> {
    protocol(fields, out)?;
    let flags = fields.u8("connectFlags")?;
    check(flags, version)?;
    out.add("connectFlags", shown(flags, version));
    out.add("keepAlive", fields.u16("keepAlive")?);
    if version == Version::V5 {
        let found = properties::read(fields, PacketType::Connect, false)?;
        out.add("properties", found);
    }
    let client = fields.text("clientIdentifier")?;
    if client.is_empty() && flags & CLEAN == 0 && version == Version::V311 {
        let why = "an empty identifier with Clean Session 0 is to be rejected (MQTT-3.1.3-8)";
        out.doubt(DefectKind::ValueIllegal, "clientIdentifier", why);
    }
    out.add("clientIdentifier", client);
    // A flag that is wrong makes a will of a password: of a packet that is refused nothing more is
    // shown.
    fields.secret();
    if flags & WILL != 0 {
        will(fields, version, out)?;
    }
    if flags & USER_NAME != 0 {
        out.add("userName", fields.text("userName")?);
    }
    if flags & PASSWORD != 0 {
        out.add("passwordLength", fields.binary("password")?.len());
    }
    fields.end("payload")
}

fn protocol(fields: &mut Fields<'_>, out: &mut Out) -> Read<()> {
    let name = fields.text("protocolName")?;
    let level = fields.u8("protocolLevel")?;
    match (name.as_str(), level & !BRIDGE_BIT) {
        ("MQTT", 4 | 5) => {}
        ("MQIsdp", 3) => {
            let why = "MQTT 3.1, which is older than 3.1.1: read as 3.1.1";
            out.doubt(DefectKind::Tolerated, "protocolName", why);
        }
        ("MQTT" | "MQIsdp", other) => {
            let why = format!("{other} is no level of {name}");
            return illegal("protocolLevel", why);
        }
        _ => return illegal("protocolName", format!("{} is not MQTT", quote(&name))),
    }
    if level & BRIDGE_BIT != 0 {
        let why = "bit 7 is set, as bridges of Mosquitto do";
        out.doubt(DefectKind::Tolerated, "protocolLevel", why);
    }
    out.add("protocolName", name);
    out.add("protocolLevel", level & !BRIDGE_BIT);
    Ok(())
}

/// The rules of 3.1.2.3 to 3.1.2.9.
fn check(flags: u8, version: Version) -> Read<()> {
    let field = "connectFlags";
    if flags & RESERVED != 0 {
        return illegal(field, "bit 0 is reserved and has to be 0");
    }
    if flags & WILL_QOS == WILL_QOS {
        return illegal(field, "3 is no Will QoS");
    }
    if flags & WILL == 0 && flags & (WILL_QOS | WILL_RETAIN) != 0 {
        return illegal(field, "Will QoS or Will Retain without a will");
    }
    if version == Version::V311 && flags & PASSWORD != 0 && flags & USER_NAME == 0 {
        return illegal(field, "a password without a user name");
    }
    Ok(())
}

fn shown(flags: u8, version: Version) -> Value {
    let is = |bit: u8| flags & bit != 0;
    let clean = match version {
        Version::V311 => "cleanSession",
        Version::V5 => "cleanStart",
    };
    let mut out = Map::new();
    out.insert(clean.to_owned(), is(CLEAN).into());
    out.insert("willFlag".to_owned(), is(WILL).into());
    out.insert("willQoS".to_owned(), ((flags & WILL_QOS) >> 3).into());
    out.insert("willRetain".to_owned(), is(WILL_RETAIN).into());
    out.insert("userNameFlag".to_owned(), is(USER_NAME).into());
    out.insert("passwordFlag".to_owned(), is(PASSWORD).into());
    Value::Object(out)
}

fn will(fields: &mut Fields<'_>, version: Version, out: &mut Out) -> Read<()> {
    if version == Version::V5 {
        let found = properties::read(fields, PacketType::Connect, true)?;
        out.add("willProperties", found);
    }
    let topic = fields.text("willTopic")?;
    no_wildcards("willTopic", &topic)?;
    out.add("willTopic", topic);
    let payload = fields.binary("willPayload")?;
    match std::str::from_utf8(payload) {
        Ok(text) => out.add("willPayload", text),
        Err(_) => out.add("willPayloadHex", hex::encode(payload)),
    }
    Ok(())
}

pub(super) fn connack(fields: &mut Fields<'_>, version: Version, out: &mut Out) -> Read<()> {
    let flags = fields.u8("connectAcknowledgeFlags")?;
    if flags > 1 {
        let why = format!("0x{flags:02X}: bits 7 to 1 are reserved and have to be 0");
        return illegal("connectAcknowledgeFlags", why);
    }
    out.add("sessionPresent", json!(flags == 1));
    let code = fields.u8("reasonCode")?;
    if flags == 1 && code != 0 {
        let why = "Session Present with a refusal (MQTT-3.2.2-6)";
        return illegal("connectAcknowledgeFlags", why);
    }
    match version {
        Version::V311 => reasons::connect_return(code, &mut out.fields)?,
        Version::V5 => {
            reasons::reason(code, PacketType::Connack, &mut out.fields)?;
            let found = properties::read(fields, PacketType::Connack, false)?;
            out.add("properties", found);
        }
    }
    fields.end("variableHeader")
}
