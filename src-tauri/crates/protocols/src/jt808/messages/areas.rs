//! Areas and routes that the platform sets in a terminal (JT/T 808-2019, 8.45 to 8.54).

use serde_json::{Map, Value};

use super::super::layout::{self, Count, Field, Kind};
use super::{ONE_U32, f};
use Kind::{HexRest, IfMore, List, Text16, Time, U8, U16, U32, When};

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

const POLYGON: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    WHEN_TIMED,
    WHEN_SPEED,
    f("points", List(Count::U16("pointCount"), POINT)),
];
/// In a list the name cannot be left out, as nothing else would tell where the next one begins.
const POLYGON_2019: &[Field] = &[
    f("areaId", U32),
    f("attribute", U16),
    WHEN_TIMED,
    WHEN_SPEED,
    f("points", List(Count::U16("pointCount"), POINT)),
    NIGHT,
    f("areaName", Text16),
];
const ROUTE: &[Field] = &[
    f("routeId", U32),
    f("attribute", U16),
    WHEN_TIMED,
    f("turns", List(Count::U16("turnCount"), TURN)),
];
const ROUTE_2019: &[Field] = &[
    f("routeId", U32),
    f("attribute", U16),
    WHEN_TIMED,
    f("turns", List(Count::U16("turnCount"), TURN_2019)),
    f("routeName", Text16),
];

macro_rules! kind {
    ($number:literal, $of:expr) => {
        f(
            "",
            When {
                field: "areaType",
                mask: 0xFF,
                value: $number,
                then: &[f("areas", List(Count::Field("areaCount"), $of))],
            },
        )
    };
}
macro_rules! reply {
    ($circle:expr, $rectangle:expr, $polygon:expr, $route:expr) => {
        &[
            f("areaType", U8),
            f("areaCount", U32),
            kind!(1, $circle),
            kind!(2, $rectangle),
            kind!(3, $polygon),
            kind!(4, $route),
        ]
    };
}

/// The answer to a query of areas (查询区域或线路数据应答, 0x0608, JT/T 808-2019, 8.58), of which
/// only the bytes are known.
pub(super) const REPLY_BYTES: &[Field] =
    &[f("areaType", U8), f("areaCount", U32), f("areas", HexRest)];
const REPLY: &[Field] = reply!(CIRCLE, RECTANGLE, POLYGON, ROUTE);
const REPLY_2019: &[Field] = reply!(CIRCLE_2019, RECTANGLE_2019, POLYGON_2019, ROUTE_2019);
/// Each area as the whole message that would set it, as SmallChi/JT808 has it.
const REPLY_WHOLE: &[Field] = reply!(CIRCLES_2019, RECTANGLES_2019, POLYGON_2019, ROUTE_2019);

/// The layout of an answer of these bytes: the first that fits to the byte.
pub(super) fn reply(body: &[u8]) -> Option<&'static [Field]> {
    let known = [REPLY_2019, REPLY_WHOLE, REPLY];
    known.into_iter().find(|fields| layout::fits(fields, body))
}

/// The layout in which an answer of these fields is written.
pub(super) fn reply_for(body: &Map<String, Value>) -> &'static [Field] {
    let Some(areas) = body.get("areas").and_then(Value::as_array) else {
        return REPLY_BYTES;
    };
    let first = areas.first().unwrap_or(&Value::Null);
    if first.get("settingType").is_some() {
        return REPLY_WHOLE;
    }
    let named = ["areaName", "routeName"];
    let old = first.is_object() && named.iter().all(|name| first.get(name).is_none());
    if old { REPLY } else { REPLY_2019 }
}
