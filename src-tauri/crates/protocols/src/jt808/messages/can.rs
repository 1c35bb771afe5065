//! The word that names a frame of the vehicle's bus (JT/T 808-2019 tables 12 and 81).

use serde_json::{Map, Value};

/// What the bits of `canId` say: 31 the bus, 30 the frame, 29 how it was collected, 28 to 0 the id.
pub(in crate::jt808) fn split(fields: &mut Map<String, Value>) {
    let word = fields.get("canId").and_then(Value::as_u64);
    let word = word.unwrap_or_default();
    let either = |bit: u8, names: [&'static str; 2]| {
        let [off, on] = names;
        if word >> bit & 1 == 1 { on } else { off }
    };
    let mut add = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    add("channel", either(31, ["CAN1", "CAN2"]).into());
    add("frameType", either(30, ["standard", "extended"]).into());
    add("collection", either(29, ["original", "calculated"]).into());
    add("id", (word & 0x1FFF_FFFF).into());
}
