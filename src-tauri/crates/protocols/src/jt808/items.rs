//! What the additional items of a location say (位置附加信息项).

use serde_json::{Map, Value};

use super::bits;
use super::messages::safety;

/// Bytes of a number that an item may hold.
const NUMBER_BYTES_MAX: usize = 4;

/// Adds what the standards say of an item (JT/T 808-2019 tables 27 to 33, JT/T 1078-2016 tables 13
/// to 15, T/JSATL 12-2017, T/GDRTA 002-2020). Of an unknown one, or one of another length than any
/// of them has, id and bytes say all there is.
pub(super) fn put(id: u8, bytes: &[u8], fields: &mut Map<String, Value>) {
    let number = bytes
        .iter()
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut add = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    let tenths = |number: u64| Value::from(number as f64 / 10.0);
    match (id, bytes) {
        (0x01, [_, _, _, _]) => add("mileage_km", tenths(number)),
        (0x02, [_, _]) => add("fuel_L", tenths(number)),
        (0x03, [_, _]) => add("recorderSpeed_kmh", tenths(number)),
        (0x04, [_, _]) => add("manualAlarmEventId", number.into()),
        (0x05, pressures) => add("tirePressures_Pa", pressures.to_vec().into()),
        (0x06, [high, low]) => {
            let celsius = i16::from_be_bytes([*high, *low]);
            add("carriageTemperature_C", celsius.into());
        }
        (0x11, [kind]) => add("locationType", (*kind).into()),
        (0x11, [kind, area @ ..]) if area.len() == 4 => {
            add("locationType", (*kind).into());
            add("areaId", (number & 0xFFFF_FFFF).into());
        }
        (0x12, [kind, a, b, c, d, direction]) => {
            add("locationType", (*kind).into());
            add("areaId", u32::from_be_bytes([*a, *b, *c, *d]).into());
            add("direction", (*direction).into());
        }
        (0x13, [a, b, c, d, high, low, result]) => {
            add("segmentId", u32::from_be_bytes([*a, *b, *c, *d]).into());
            add("travelTime_s", u16::from_be_bytes([*high, *low]).into());
            add("result", (*result).into());
        }
        (0x14..=0x18, _) => video(id, bytes, add),
        (0x25, [_, _, _, _]) => {
            add("extVehicleSignal", number.into());
            let word = u32::try_from(number).unwrap_or_default();
            add(
                "extVehicleSignalNames",
                bits::names(bits::SIGNALS, word).into(),
            );
        }
        (0x2A, [_, _]) => {
            add("ioStatus", number.into());
            let word = u32::try_from(number).unwrap_or_default();
            add("ioStatusNames", bits::names(bits::IO, word).into());
        }
        (0x2B, [_, _, _, _]) => {
            add("analog0", (number & 0xFFFF).into());
            add("analog1", (number >> 16).into());
        }
        // Terminals with other inputs than two: the words in the order in which they came.
        (0x2B, [_, _, ..]) if bytes.len().is_multiple_of(2) => {
            let words = bytes.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            add("analogs", words.collect::<Vec<_>>().into());
        }
        (0x30, [_, ..]) if bytes.len() <= NUMBER_BYTES_MAX => add("rssi", number.into()),
        (0x31, [_, ..]) if bytes.len() <= NUMBER_BYTES_MAX => add("gnssSatellites", number.into()),
        (0x64..=0x67 | 0x70, _) => fields.extend(safety::item(id, bytes).unwrap_or_default()),
        _ => {}
    }
}

/// The items of JT/T 1078-2016, table 13. The last one has three bytes; where the length that the
/// table prints for it, two, is followed, the degree of fatigue is missing.
fn video(id: u8, bytes: &[u8], mut add: impl FnMut(&str, Value)) {
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
    };
    match (id, bytes) {
        (0x14, [_, _, _, _]) => {
            add("videoAlarm", word(bytes).into());
            add(
                "videoAlarmNames",
                bits::names(bits::VIDEO, word(bytes)).into(),
            );
        }
        (0x15, [_, _, _, _]) => {
            add("videoSignalLoss", word(bytes).into());
            add(
                "videoSignalLossChannels",
                bits::channels(word(bytes)).into(),
            );
        }
        (0x16, [_, _, _, _]) => {
            add("videoSignalBlocked", word(bytes).into());
            let channels = bits::channels(word(bytes));
            add("videoSignalBlockedChannels", channels.into());
        }
        (0x17, [_, _]) => {
            add("storageFault", word(bytes).into());
            let (main, backup) = bits::storages(word(bytes));
            add("storageFaultMain", main.into());
            add("storageFaultBackup", backup.into());
        }
        (0x18, [high, low, rest @ ..]) if rest.len() <= 1 => {
            let kinds = u32::from(u16::from_be_bytes([*high, *low]));
            add("abnormalDriving", kinds.into());
            add(
                "abnormalDrivingNames",
                bits::names(bits::DRIVING, kinds).into(),
            );
            if let [degree] = rest {
                add("fatigueDegree", (*degree).into());
            }
        }
        _ => {}
    }
}
