//! The names of the bits of JT/T 808-2019 and of JT/T 1078-2016, for technicians who read a word.
//!
//! Bits that the 2013 edition reserves have their names of 2019 in frames of either edition: many
//! terminals send the newer bits behind the older header.

/// A bit and its English name.
pub(super) type Bit = (u8, &'static str);

/// Bits of the state word (状态位, JT/T 808-2019 table 25) but for 8 and 9, which are the load.
pub const STATUS_NAMES: &[(u8, &str)] = &[
    (0, "accOn"),
    (1, "located"),
    (2, "southLatitude"),
    (3, "westLongitude"),
    (4, "outOfService"),
    (5, "coordinatesEncrypted"),
    (6, "forwardCollisionWarning"),
    (7, "laneDepartureWarning"),
    (10, "oilCircuitCut"),
    (11, "electricCircuitCut"),
    (12, "doorsLocked"),
    (13, "door1Open"),
    (14, "door2Open"),
    (15, "door3Open"),
    (16, "door4Open"),
    (17, "door5Open"),
    (18, "gps"),
    (19, "bds"),
    (20, "glonass"),
    (21, "galileo"),
    (22, "moving"),
];

/// The load, bits 8 and 9 of the state word (JT/T 808-2019 table 25).
const LOADS: [&str; 4] = ["empty", "half", "reserved", "full"];

/// Extended vehicle signals (扩展车辆信号状态位, JT/T 808-2019 table 31), item 0x25.
pub(super) const SIGNALS: &[Bit] = &[
    (0, "lowBeam"),
    (1, "highBeam"),
    (2, "rightTurnSignal"),
    (3, "leftTurnSignal"),
    (4, "brake"),
    (5, "reverseGear"),
    (6, "fogLamp"),
    (7, "positionLamp"),
    (8, "horn"),
    (9, "airConditioner"),
    (10, "neutralGear"),
    (11, "retarder"),
    (12, "abs"),
    (13, "heater"),
    (14, "clutch"),
];

/// States of inputs and outputs (IO状态位, JT/T 808-2019 table 32), item 0x2A.
pub(super) const IO: &[Bit] = &[(0, "deepSleep"), (1, "sleep")];

/// Video alarms (视频报警标志位, JT/T 1078-2016 table 14), item 0x14.
pub(super) const VIDEO: &[Bit] = &[
    (0, "videoSignalLost"),
    (1, "videoSignalBlocked"),
    (2, "storageUnitFault"),
    (3, "otherVideoFault"),
    (4, "passengerOverload"),
    (5, "abnormalDriving"),
    (6, "specialRecordingsNearLimit"),
];

/// Kinds of abnormal driving (JT/T 1078-2016 table 15), item 0x18.
pub(super) const DRIVING: &[Bit] = &[(0, "fatigue"), (1, "phoneCall"), (2, "smoking")];

/// Main storage units before the backup units in the word of item 0x17.
const MAIN_STORAGES: u8 = 12;

/// The names of the bits that are set.
pub(super) fn names(table: &[Bit], word: u32) -> Vec<&'static str> {
    let set = table.iter().filter(|(bit, _)| word >> bit & 1 == 1);
    set.map(|(_, name)| *name).collect()
}

/// What a state word says of the load.
pub(super) fn load(status: u32) -> &'static str {
    match status >> 8 & 0b11 {
        0 => LOADS[0],
        1 => LOADS[1],
        2 => LOADS[2],
        _ => LOADS[3],
    }
}

/// The numbers of the bits that are set, from 1 on, as logical channels are numbered.
pub(super) fn channels(word: u32) -> Vec<u8> {
    let set = (0_u8..32).filter(|bit| word >> bit & 1 == 1);
    set.map(|bit| bit + 1).collect()
}

/// The main and the backup storage units (主存储器, 灾备存储装置) of a word, each from 1 on.
pub(super) fn storages(word: u32) -> (Vec<u8>, Vec<u8>) {
    let (main, backup) = channels(word & 0xFFFF)
        .into_iter()
        .partition::<Vec<u8>, _>(|number| *number <= MAIN_STORAGES);
    let backup = backup.into_iter().map(|number| number - MAIN_STORAGES);
    (main, backup.collect())
}
