//! What the codes of answers mean.

use serde_json::{Map, Value};

use super::fields::{Read, illegal};
use super::frame::PacketType::{self, *};

/// Return codes of a CONNACK (MQTT 3.1.1, table 3.1).
const CONNECT_RETURNS: [&str; 6] = [
    "Connection Accepted",
    "Connection Refused, unacceptable protocol version",
    "Connection Refused, identifier rejected",
    "Connection Refused, Server unavailable",
    "Connection Refused, bad user name or password",
    "Connection Refused, not authorized",
];

/// Reason codes (MQTT 5.0, table 2-6), each with the packets that may bear it.
const REASONS: &[(u8, &str, &[PacketType])] = &[
    (
        0x00,
        "Success",
        &[Connack, Puback, Pubrec, Pubrel, Pubcomp, Unsuback, Auth],
    ),
    (0x00, "Normal disconnection", &[Disconnect]),
    (0x00, "Granted QoS 0", &[Suback]),
    (0x01, "Granted QoS 1", &[Suback]),
    (0x02, "Granted QoS 2", &[Suback]),
    (0x04, "Disconnect with Will Message", &[Disconnect]),
    (0x10, "No matching subscribers", &[Puback, Pubrec]),
    (0x11, "No subscription existed", &[Unsuback]),
    (0x18, "Continue authentication", &[Auth]),
    (0x19, "Re-authenticate", &[Auth]),
    (
        0x80,
        "Unspecified error",
        &[Connack, Puback, Pubrec, Suback, Unsuback, Disconnect],
    ),
    (0x81, "Malformed Packet", &[Connack, Disconnect]),
    (0x82, "Protocol Error", &[Connack, Disconnect]),
    (
        0x83,
        "Implementation specific error",
        &[Connack, Puback, Pubrec, Suback, Unsuback, Disconnect],
    ),
    (0x84, "Unsupported Protocol Version", &[Connack]),
    (0x85, "Client Identifier not valid", &[Connack]),
    (0x86, "Bad User Name or Password", &[Connack]),
    (
        0x87,
        "Not authorized",
        &[Connack, Puback, Pubrec, Suback, Unsuback, Disconnect],
    ),
    (0x88, "Server unavailable", &[Connack]),
    (0x89, "Server busy", &[Connack, Disconnect]),
    (0x8A, "Banned", &[Connack]),
    (0x8B, "Server shutting down", &[Disconnect]),
    (0x8C, "Bad authentication method", &[Connack, Disconnect]),
    (0x8D, "Keep Alive timeout", &[Disconnect]),
    (0x8E, "Session taken over", &[Disconnect]),
    (
        0x8F,
        "Topic Filter invalid",
        &[Suback, Unsuback, Disconnect],
    ),
    (
        0x90,
        "Topic Name invalid",
        &[Connack, Puback, Pubrec, Disconnect],
    ),
    (
        0x91,
        "Packet Identifier in use",
        &[Puback, Pubrec, Suback, Unsuback],
    ),
    (0x92, "Packet Identifier not found", &[Pubrel, Pubcomp]),
    (0x93, "Receive Maximum exceeded", &[Disconnect]),
    (0x94, "Topic Alias invalid", &[Disconnect]),
    (0x95, "Packet too large", &[Connack, Disconnect]),
    (0x96, "Message rate too high", &[Disconnect]),
    (
        0x97,
        "Quota exceeded",
        &[Connack, Puback, Pubrec, Suback, Disconnect],
    ),
    (0x98, "Administrative action", &[Disconnect]),
    (
        0x99,
        "Payload format invalid",
        &[Connack, Puback, Pubrec, Disconnect],
    ),
    (0x9A, "Retain not supported", &[Connack, Disconnect]),
    (0x9B, "QoS not supported", &[Connack, Disconnect]),
    (0x9C, "Use another server", &[Connack, Disconnect]),
    (0x9D, "Server moved", &[Connack, Disconnect]),
    (
        0x9E,
        "Shared Subscriptions not supported",
        &[Suback, Disconnect],
    ),
    (0x9F, "Connection rate exceeded", &[Connack, Disconnect]),
    (0xA0, "Maximum connect time", &[Disconnect]),
    (
        0xA1,
        "Subscription Identifiers not supported",
        &[Suback, Disconnect],
    ),
    (
        0xA2,
        "Wildcard Subscriptions not supported",
        &[Suback, Disconnect],
    ),
];

/// Adds a reason code of MQTT 5.0 with its name.
pub(super) fn reason(code: u8, packet: PacketType, out: &mut Map<String, Value>) -> Read<()> {
    let fits = |(number, _, packets): &&(u8, &str, &[PacketType])| {
        *number == code && packets.contains(&packet)
    };
    let Some((_, name, _)) = REASONS.iter().find(fits) else {
        let why = format!("0x{code:02X} is no reason code of a {}", packet.name());
        return illegal("reasonCode", why);
    };
    out.insert("reasonCode".to_owned(), code.into());
    out.insert("reasonCodeName".to_owned(), (*name).into());
    Ok(())
}

/// Adds the return code of a CONNACK of 3.1.1 with its name.
pub(super) fn connect_return(code: u8, out: &mut Map<String, Value>) -> Read<()> {
    let field = "connectReturnCode";
    let Some(name) = CONNECT_RETURNS.get(usize::from(code)) else {
        return illegal(field, format!("{code} is reserved"));
    };
    out.insert(field.to_owned(), code.into());
    out.insert(format!("{field}Name"), (*name).into());
    Ok(())
}

/// Adds a return code of a SUBACK of 3.1.1 with its name (3.9.3).
pub(super) fn subscribe_return(code: u8, out: &mut Map<String, Value>) -> Read<()> {
    let field = "returnCode";
    let name = match code {
        0 => "Success - Maximum QoS 0",
        1 => "Success - Maximum QoS 1",
        2 => "Success - Maximum QoS 2",
        0x80 => "Failure",
        other => return illegal(field, format!("0x{other:02X} is reserved")),
    };
    out.insert(field.to_owned(), code.into());
    out.insert(format!("{field}Name"), name.into());
    Ok(())
}
