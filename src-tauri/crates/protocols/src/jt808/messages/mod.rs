//! Every message of JT/T 808-2013 and -2019, those of JT/T 1078-2016 that terminals with video send
//! over the same connection, and those of T/JSATL 12-2017 of terminals that watch the driver: one
//! row each.

mod areas;
pub(super) mod can;
mod platform;
mod recorder;
pub(super) mod safety;
mod terminal;
mod through;

use serde_json::{Map, Value};

use super::Edition;
use super::layout::{Count, Field, Kind};
use Kind::{Hex, List, MessageId, Param, U8, U16, U32};

/// One message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(in crate::jt808) id: u16,
    pub(super) name: &'static str,
    /// The edition it is laid out so in; nothing for both.
    pub(super) edition: Option<Edition>,
    pub(in crate::jt808) fields: &'static [Field],
}

const fn f(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

const fn row(id: u16, name: &'static str, fields: &'static [Field]) -> Row {
    Row {
        id,
        name,
        edition: None,
        fields,
    }
}

const fn row_of(edition: Edition, id: u16, name: &'static str, fields: &'static [Field]) -> Row {
    Row {
        id,
        name,
        edition: Some(edition),
        fields,
    }
}

const ONE_U32: &[Field] = &[f("", U32)];
const ONE_U16: &[Field] = &[f("", U16)];
const ACK: Field = f("ackSerial", U16);
const REPLY: &[Field] = &[ACK, f("ackMsgId", MessageId), f("result", U8)];
const PARAMS: Field = f("params", List(Count::U8("count"), &[f("", Param)]));
const RSA: &[Field] = &[f("e", U32), f("n", Hex(128))];
const RETRANSMIT_2019: &[Field] = &[
    f("originalSerial", U16),
    f("packetIds", List(Count::U16("count"), ONE_U16)),
];

/// The row of a message in an edition.
pub(super) fn find(id: u16, edition: Edition) -> Option<&'static Row> {
    let fits = |row: &&Row| row.id == id && row.edition.is_none_or(|own| own == edition);
    terminal::ROWS.iter().chain(platform::ROWS).find(fits)
}

/// The fields of a body, and the edition that has this layout where it is not the one that the
/// header says: some terminals put the body of one behind the header of the other.
pub(super) fn layout(row: &Row, body: &[u8]) -> (&'static [Field], Option<Edition>) {
    if let Some(own) = row.edition
        && let Some((fields, edition)) = terminal::other(row.id, own, body)
    {
        return (fields, Some(edition).filter(|edition| *edition != own));
    }
    let fields = match row.id {
        0x0608 => areas::reply(body),
        id => safety::longer_of(id, body),
    };
    (fields.unwrap_or(row.fields), None)
}

/// The fields of a body that is to be written.
pub(super) fn layout_for(row: &Row, body: &Map<String, Value>) -> &'static [Field] {
    if let Some(other) = body.get("bodyEdition").and_then(Value::as_str) {
        let editions = [Edition::Y2013, Edition::Y2019];
        let edition = editions.into_iter().find(|known| known.name() == other);
        let found = edition.and_then(|edition| find(row.id, edition));
        return found.unwrap_or(row).fields;
    }
    match row.id {
        0x0608 => areas::reply_for(body),
        id => safety::longer_for(id, body).unwrap_or(row.fields),
    }
}

/// Every row.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    terminal::ROWS.iter().chain(platform::ROWS)
}
