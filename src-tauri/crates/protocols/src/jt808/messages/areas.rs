//! Areas and routes that the platform sets in a terminal (JT/T 808-2019, 8.45 to 8.54).

use super::super::layout::{Count, Field, Kind};
use super::{ONE_U32, f};
use Kind::{IfMore, List, Text16, Time, U8, U16, U32, When};

const PERIOD: &[Field] = &[f("startTime", Time), f("endTime", Time)];

pub(super) const WHEN_TIMED: Field = f(
    "",
    When {
        field: "attribute",
        mask: 1,
        value: 1,
        then: PERIOD,
    },
);
pub(super) const WHEN_SPEED: Field = f(
    "",
    When {
        field: "attribute",
        mask: 2,
        value: 2,
        then: &[f("maxSpeed_kmh", U16), f("overspeedDuration_s", U8)],
    },
);
/// The 2019 edition adds the speed at night where a speed is set, and the name of the area.
pub(super) const NIGHT: Field = f(
    "",
    When {
        field: "attribute",
        mask: 2,
        value: 2,
        then: &[f("nightMaxSpeed_kmh", U16)],
    },
);
pub(super) const AREA_NAME: Field = f("", IfMore(&[f("areaName", Text16)]));

const CIRCLE: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    f("latE6", U32),
    f("lngE6", U32),
    f("radius_m", U32),
    WHEN_TIMED,
    WHEN_SPEED,
];
const CIRCLE_2019: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    f("latE6", U32),
    f("lngE6", U32),
    f("radius_m", U32),
    WHEN_TIMED,
    WHEN_SPEED,
    NIGHT,
    f("areaName", Text16),
];
const RECTANGLE: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    f("topLeftLatE6", U32),
    f("topLeftLngE6", U32),
    f("bottomRightLatE6", U32),
    f("bottomRightLngE6", U32),
    WHEN_TIMED,
    WHEN_SPEED,
];
const RECTANGLE_2019: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    f("topLeftLatE6", U32),
    f("topLeftLngE6", U32),
    f("bottomRightLatE6", U32),
    f("bottomRightLngE6", U32),
    WHEN_TIMED,
    WHEN_SPEED,
    NIGHT,
    f("areaName", Text16),
];
pub(super) const POINT: &[Field] = &[f("latE6", U32), f("lngE6", U32)];
pub(super) const TURN: &[Field] = &[
    f("turnId", U32),
    f("segmentId", U32),
    f("latE6", U32),
    f("lngE6", U32),
    f("width_m", U8),
    f("attribute", U8),
    f(
        "",
        When {
            field: "attribute",
            mask: 1,
            value: 1,
            then: &[f("travelTimeMax_s", U16), f("travelTimeMin_s", U16)],
        },
    ),
    WHEN_SPEED,
];
pub(super) const TURN_2019: &[Field] = &[
    f("turnId", U32),
    f("segmentId", U32),
    f("latE6", U32),
    f("lngE6", U32),
    f("width_m", U8),
    f("attribute", U8),
    f(
        "",
        When {
            field: "attribute",
            mask: 1,
            value: 1,
            then: &[f("travelTimeMax_s", U16), f("travelTimeMin_s", U16)],
        },
    ),
    WHEN_SPEED,
    NIGHT,
];
pub(super) const DELETE_AREAS: &[Field] = &[f("areaIds", List(Count::U8("count"), ONE_U32))];
pub(super) const CIRCLES: &[Field] = &[
    f("settingType", U8),
    f("areas", List(Count::U8("count"), CIRCLE)),
];
pub(super) const CIRCLES_2019: &[Field] = &[
    f("settingType", U8),
    f("areas", List(Count::U8("count"), CIRCLE_2019)),
];
pub(super) const RECTANGLES: &[Field] = &[
    f("settingType", U8),
    f("areas", List(Count::U8("count"), RECTANGLE)),
];
pub(super) const RECTANGLES_2019: &[Field] = &[
    f("settingType", U8),
    f("areas", List(Count::U8("count"), RECTANGLE_2019)),
];
