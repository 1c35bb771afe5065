//! The properties of MQTT 5.0 (2.2.2.2, table 2-4).

use serde_json::{Map, Value, json};

use super::fields::{Fields, Read, illegal, refuse};
use super::frame::PacketType::{self, *};
use crate::defect::DefectKind;

/// Properties of one packet.
pub const PROPERTIES_MAX: usize = 1_000;

/// How the value of a property is written, and which values it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A byte that is 0 or 1.
    Flag,
    U16,
    /// As `U16`, and never 0.
    U16Some,
    U32,
    /// As `U32`, and never 0.
    U32Some,
    /// A variable byte integer that is never 0.
    VariableSome,
    Text,
    /// A topic name, which has no wildcards.
    Topic,
    Binary,
    /// Bytes of which only the number is shown.
    Secret,
    /// A name and a value, both text.
    Pair,
}

/// One property.
struct Property {
    id: u32,
    name: &'static str,
    form: Form,
    packets: &'static [PacketType],
    /// Whether it may be a property of the will.
    will: bool,
}

const fn property(
    id: u32,
    name: &'static str,
    form: Form,
    packets: &'static [PacketType],
    will: bool,
) -> Property {
    Property {
        id,
        name,
        form,
        packets,
        will,
    }
}

const REASONED: &[PacketType] = &[
    Connack, Puback, Pubrec, Pubrel, Pubcomp, Suback, Unsuback, Disconnect, Auth,
];
const ALL: &[PacketType] = &[
    Connect,
    Connack,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Disconnect,
    Auth,
];

/// Table 2-4.
const PROPERTIES: &[Property] = &[
    property(0x01, "payloadFormatIndicator", Form::Flag, &[Publish], true),
    property(0x02, "messageExpiryInterval", Form::U32, &[Publish], true),
    property(0x03, "contentType", Form::Text, &[Publish], true),
    property(0x08, "responseTopic", Form::Topic, &[Publish], true),
    property(0x09, "correlationData", Form::Binary, &[Publish], true),
    property(
        SUBSCRIPTION_IDENTIFIER,
        "subscriptionIdentifier",
        Form::VariableSome,
        &[Publish, Subscribe],
        false,
    ),
    property(
        0x11,
        "sessionExpiryInterval",
        Form::U32,
        &[Connect, Connack, Disconnect],
        false,
    ),
    property(
        0x12,
        "assignedClientIdentifier",
        Form::Text,
        &[Connack],
        false,
    ),
    property(0x13, "serverKeepAlive", Form::U16, &[Connack], false),
    property(
        AUTHENTICATION_METHOD,
        "authenticationMethod",
        Form::Text,
        &[Connect, Connack, Auth],
        false,
    ),
    property(
        AUTHENTICATION_DATA,
        "authenticationData",
        Form::Secret,
        &[Connect, Connack, Auth],
        false,
    ),
    property(
        0x17,
        "requestProblemInformation",
        Form::Flag,
        &[Connect],
        false,
    ),
    property(0x18, "willDelayInterval", Form::U32, &[], true),
    property(
        0x19,
        "requestResponseInformation",
        Form::Flag,
        &[Connect],
        false,
    ),
    property(0x1A, "responseInformation", Form::Text, &[Connack], false),
    property(
        0x1C,
        "serverReference",
        Form::Text,
        &[Connack, Disconnect],
        false,
    ),
    property(0x1F, "reasonString", Form::Text, REASONED, false),
    property(
        0x21,
        "receiveMaximum",
        Form::U16Some,
        &[Connect, Connack],
        false,
    ),
    property(
        0x22,
        "topicAliasMaximum",
        Form::U16,
        &[Connect, Connack],
        false,
    ),
    property(0x23, "topicAlias", Form::U16Some, &[Publish], false),
    property(0x24, "maximumQoS", Form::Flag, &[Connack], false),
    property(0x25, "retainAvailable", Form::Flag, &[Connack], false),
    property(USER_PROPERTY, "userProperty", Form::Pair, ALL, true),
    property(
        0x27,
        "maximumPacketSize",
        Form::U32Some,
        &[Connect, Connack],
        false,
    ),
    property(
        0x28,
        "wildcardSubscriptionAvailable",
        Form::Flag,
        &[Connack],
        false,
    ),
    property(
        0x29,
        "subscriptionIdentifierAvailable",
        Form::Flag,
        &[Connack],
        false,
    ),
    property(
        0x2A,
        "sharedSubscriptionAvailable",
        Form::Flag,
        &[Connack],
        false,
    ),
];
const SUBSCRIPTION_IDENTIFIER: u32 = 0x0B;
const AUTHENTICATION_METHOD: u32 = 0x15;
const AUTHENTICATION_DATA: u32 = 0x16;
const USER_PROPERTY: u32 = 0x26;

/// The properties of a packet, or of the will of a CONNECT, by name. What may stand several times
/// is a list.
pub(super) fn read(
    fields: &mut Fields<'_>,
    packet: PacketType,
    will: bool,
) -> Read<Map<String, Value>> {
    let length = fields.variable("propertyLength")?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut part = fields.part(length, "propertyLength")?;
    let found = read_all(&mut part, packet, will);
    fields.after(&part);
    found
}

fn read_all(part: &mut Fields<'_>, packet: PacketType, will: bool) -> Read<Map<String, Value>> {
    let mut out = Map::new();
    let mut count = 0;
    while !part.is_empty() {
        count += 1;
        if count > PROPERTIES_MAX {
            let why = format!("more than {PROPERTIES_MAX} properties");
            return refuse(DefectKind::TooMany, "properties", why);
        }
        let begin = part.clone();
        let id = part.variable("propertyIdentifier")?;
        let Some(row) = PROPERTIES.iter().find(|row| row.id == id) else {
            let why = format!("no property has the identifier 0x{id:02X}");
            return refuse(DefectKind::TypeUnknown, "propertyIdentifier", why);
        };
        let fits = if will {
            row.will
        } else {
            row.packets.contains(&packet)
        };
        if !fits {
            let place = if will { "the will" } else { packet.name() };
            let why = format!("{} is no property of {place}", row.name);
            return illegal(row.name, why);
        }
        let value = value(part, row).inspect_err(|_| part.clone_from(&begin))?;
        put(&mut out, row, packet, value)?;
    }
    let named = |name: &str| out.contains_key(name);
    if named("authenticationDataLength") && !named("authenticationMethod") {
        let why = "authentication data without its method";
        return illegal("authenticationMethod", why);
    }
    Ok(out)
}

fn put(out: &mut Map<String, Value>, row: &Property, packet: PacketType, value: Value) -> Read<()> {
    let many = row.id == USER_PROPERTY || row.id == SUBSCRIPTION_IDENTIFIER && packet == Publish;
    let name = match row.form {
        Form::Secret => format!("{}Length", row.name),
        _ => row.name.to_owned(),
    };
    if many {
        let list = out.entry(name).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(value);
        }
        return Ok(());
    }
    if out.insert(name, value).is_some() {
        let why = "stands more than once";
        return refuse(DefectKind::ElementRepeated, row.name, why);
    }
    Ok(())
}

fn value(part: &mut Fields<'_>, row: &Property) -> Read<Value> {
    let name = row.name;
    let some = |number: u32| match number {
        0 => illegal(name, "0 is not allowed"),
        number => Ok(number.into()),
    };
    match row.form {
        Form::Flag => match part.u8(name)? {
            flag @ (0 | 1) => Ok(flag.into()),
            other => illegal(name, format!("{other} is neither 0 nor 1")),
        },
        Form::U16 => Ok(part.u16(name)?.into()),
        Form::U16Some => some(part.u16(name)?.into()),
        Form::U32 => Ok(part.u32(name)?.into()),
        Form::U32Some => some(part.u32(name)?),
        Form::VariableSome => some(part.variable(name)?),
        Form::Text => Ok(part.text(name)?.into()),
        Form::Topic => {
            let topic = part.text(name)?;
            super::packet::no_wildcards(name, &topic)?;
            Ok(topic.into())
        }
        Form::Binary => Ok(hex::encode(part.binary(name)?).into()),
        Form::Secret => {
            part.secret();
            Ok(part.binary(name)?.len().into())
        }
        Form::Pair => {
            let (key, value) = (part.text(name)?, part.text(name)?);
            Ok(json!([key, value]))
        }
    }
}
