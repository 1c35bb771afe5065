//! Parameters of several fields: JT/T 808-2019 (0x0032, 0x0110 to 0x01FF), JT/T 1078-2016 tables 2
//! to 9 (0x0075 to 0x007C) and T/JSATL 12-2017 tables 4-10 to 4-13 (0xF364 to 0xF367).

use super::super::layout::{Count, Field, Kind};
use super::super::messages::can;
use Kind::{Bcd, Hex, Inner, List, Meaning, Text, U8, U16, U32};

const fn f(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

const PERIOD: &[Field] = &[
    f("startHour", U8),
    f("startMinute", U8),
    f("endHour", U8),
    f("endMinute", U8),
];
const CAN_ID: &[Field] = &[
    f("interval_ms", U32),
    f("canId", U32),
    f("", Meaning(can::split)),
];

const STREAM: &[Field] = &[
    f("encoding", U8),
    f("resolution", U8),
    f("keyFrameInterval", U16),
    f("frameRate", U8),
    f("bitRate_kbps", U32),
];
const VIDEO: &[Field] = &[
    f("live", Inner(STREAM)),
    f("stored", Inner(STREAM)),
    f("osd", U16),
    f("audioOutput", U8),
];
const CHANNELS: &[Field] = &[
    f("audioVideoChannels", U8),
    f("audioChannels", U8),
    f("videoChannels", U8),
    f(
        "channels",
        List(
            Count::Rest,
            &[
                f("physicalChannel", U8),
                f("logicalChannel", U8),
                f("channelType", U8),
                f("panTilt", U8),
            ],
        ),
    ),
];
const SINGLE_CHANNELS: &[Field] = &[f(
    "channels",
    List(
        Count::U8("count"),
        &[
            f("logicalChannel", U8),
            f("live", Inner(STREAM)),
            f("stored", Inner(STREAM)),
            f("osd", U16),
        ],
    ),
)];
const SPECIAL_RECORDING: &[Field] = &[
    f("storageThreshold_percent", U8),
    f("duration_min", U8),
    f("before_min", U8),
];
const IMAGE_ANALYSIS: &[Field] = &[f("ratedPassengers", U8), f("fatigueThreshold", U8)];
const WAKE: &[Field] = &[
    f("mode", U8),
    f("condition", U8),
    f("weekdays", U8),
    f("periods", U8),
    f(
        "times",
        List(
            Count::Fixed(4),
            &[f("wake_hhmm", Bcd(2)), f("sleep_hhmm", Bcd(2))],
        ),
    ),
];

/// What driver assistance and driver monitoring begin with alike.
const CAMERA: &[Field] = &[
    f("speedThreshold", U8),
    f("volume", U8),
    f("photoStrategy", U8),
    f("photoInterval", U16),
    f("photoDistance", U16),
    f("photosAtOnce", U8),
    f("photoGap", U8),
    f("photoResolution", U8),
    f("videoResolution", U8),
    f("alarmsEnabled", U32),
    f("eventsEnabled", U32),
];
/// How one kind of alarm is recorded.
const EVIDENCE: &[Field] = &[
    f("levelSpeed", U8),
    f("videoTime", U8),
    f("photos", U8),
    f("photoGap", U8),
];
const ASSISTANCE: &[Field] = &[
    f("common", Inner(CAMERA)),
    f("reserved", Hex(1)),
    f("obstacleThreshold", U8),
    f("obstacle", Inner(EVIDENCE)),
    f("laneChangePeriod", U8),
    f("laneChangeCount", U8),
    f("laneChange", Inner(EVIDENCE)),
    f("laneDeparture", Inner(EVIDENCE)),
    f("forwardCollisionThreshold", U8),
    f("forwardCollision", Inner(EVIDENCE)),
    f("pedestrianThreshold", U8),
    f("pedestrian", Inner(EVIDENCE)),
    f("distanceThreshold", U8),
    f("distance", Inner(EVIDENCE)),
    f("roadSignPhotos", U8),
    f("roadSignPhotoGap", U8),
];
const MONITORING: &[Field] = &[
    f("common", Inner(CAMERA)),
    f("smokingInterval", U16),
    f("phoneCallInterval", U16),
    f("reserved", Hex(3)),
    f("fatigue", Inner(EVIDENCE)),
    f("phoneCall", Inner(EVIDENCE)),
    f("smoking", Inner(EVIDENCE)),
    f("distraction", Inner(EVIDENCE)),
    f("abnormal", Inner(EVIDENCE)),
    f("driverIdentification", U8),
];
const TIRES: &[Field] = &[
    f("tireType", Text(12)),
    f("pressureUnit", U16),
    f("normalPressure", U16),
    f("imbalanceThreshold_percent", U16),
    f("slowLeakThreshold_percent", U16),
    f("lowPressureThreshold", U16),
    f("highPressureThreshold", U16),
    f("highTemperatureThreshold_C", U16),
    f("batteryThreshold_percent", U16),
    f("reportInterval_s", U16),
];
const BLIND_SPOT: &[Field] = &[f("rearThreshold", U8), f("sideRearThreshold", U8)];

/// The name and the fields of a parameter.
pub(super) fn find(id: u32) -> Option<(&'static str, &'static [Field])> {
    Some(match id {
        0x0032 => ("illegalDrivingPeriod", PERIOD),
        0x0075 => ("audioVideo", VIDEO),
        0x0076 => ("audioVideoChannels", CHANNELS),
        0x0077 => ("singleChannelVideo", SINGLE_CHANNELS),
        0x0079 => ("specialAlarmRecording", SPECIAL_RECORDING),
        0x007B => ("imageAnalysisAlarm", IMAGE_ANALYSIS),
        0x007C => ("sleepWakeMode", WAKE),
        0x0110..=0x01FF => ("canIdSampling", CAN_ID),
        0xF364 => ("driverAssistance", ASSISTANCE),
        0xF365 => ("driverMonitoring", MONITORING),
        0xF366 => ("tirePressureMonitoring", TIRES),
        0xF367 => ("blindSpotMonitoring", BLIND_SPOT),
        _ => return None,
    })
}
