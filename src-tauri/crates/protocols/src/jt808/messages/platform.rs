//! What the platform sends.

use super::super::Edition::{Y2013, Y2019};
use super::super::layout::{Count, Field, Kind};
use super::areas::{
    AREA_NAME, CIRCLES, CIRCLES_2019, DELETE_AREAS, NIGHT, POINT, RECTANGLES, RECTANGLES_2019,
    TURN, TURN_2019, WHEN_SPEED, WHEN_TIMED,
};
use super::{
    ACK, ONE_U16, ONE_U32, PARAMS, REPLY, RETRANSMIT_2019, RSA, Row, f, recorder, row, row_of,
    safety, through,
};
use Kind::{
    HexRest, IfMore, List, Meaning, Text, Text8, Text16, TextRest, Time, TimeUtc, U8, U16, U32, U64,
};

const MEDIA_SEARCH: &[Field] = &[
    f("multimediaType", U8),
    f("channelId", U8),
    f("eventCode", U8),
    f("startTime", Time),
    f("endTime", Time),
];
const MEDIA_SEARCH_DELETE: &[Field] = &[
    f("multimediaType", U8),
    f("channelId", U8),
    f("eventCode", U8),
    f("startTime", Time),
    f("endTime", Time),
    f("deleteFlag", U8),
];
const CHANNEL_SWITCH: &[Field] = &[f("channelId", U8), f("command", U8)];
const UPGRADE: &[Field] = &[
    f("upgradeType", U8),
    f("manufacturerId", Text(5)),
    f("version", Text8),
    f("dataLen", U32),
    f("data", HexRest),
];

const RECORDER: &[Field] = &[
    f("command", U8),
    f("data", HexRest),
    f("", Meaning(recorder::down)),
];

/// All messages by their id; of two editions each has its own row.
pub(super) const ROWS: &[Row] = &[
    row(0x8001, "platformGeneralReply", REPLY),
    row_of(
        Y2019,
        0x8003,
        "platformRetransmissionRequest",
        RETRANSMIT_2019,
    ),
    row_of(
        Y2013,
        0x8003,
        "platformRetransmissionRequest",
        &[
            f("originalSerial", U16),
            f("packetIds", List(Count::U8("count"), ONE_U16)),
        ],
    ),
    row(0x8004, "serverTimeReply", &[f("time", TimeUtc)]),
    row(
        0x8100,
        "terminalRegistrationReply",
        &[
            ACK,
            f("result", U8),
            f("", IfMore(&[f("authCode", TextRest)])),
        ],
    ),
    row(0x8103, "setTerminalParameters", &[PARAMS]),
    row(0x8104, "queryTerminalParameters", &[]),
    row(
        0x8105,
        "terminalControl",
        &[f("command", U8), f("parameter", TextRest)],
    ),
    row(
        0x8106,
        "querySpecificParameters",
        &[f("paramIds", List(Count::U8("count"), ONE_U32))],
    ),
    row(0x8107, "queryTerminalAttributes", &[]),
    row(0x8108, "upgradePackage", UPGRADE),
    row(0x8201, "locationQuery", &[]),
    row(
        0x8202,
        "temporaryTracking",
        &[f("interval_s", U16), f("", IfMore(&[f("validity_s", U32)]))],
    ),
    row(0x8203, "manualAlarmConfirm", &[ACK, f("alarmType", U32)]),
    row(0x8204, "linkDetection", &[]),
    row_of(
        Y2019,
        0x8300,
        "textMessage",
        &[f("flag", U8), f("textType", U8), f("text", TextRest)],
    ),
    row_of(
        Y2013,
        0x8300,
        "textMessage",
        &[f("flag", U8), f("text", TextRest)],
    ),
    row(
        0x8301,
        "setEvents",
        &[
            f("settingType", U8),
            f(
                "",
                IfMore(&[f(
                    "events",
                    List(Count::U8("count"), &[f("eventId", U8), f("content", Text8)]),
                )]),
            ),
        ],
    ),
    row(
        0x8302,
        "question",
        &[
            f("flag", U8),
            f("question", Text8),
            f(
                "answers",
                List(Count::Rest, &[f("answerId", U8), f("content", Text16)]),
            ),
        ],
    ),
    row(
        0x8303,
        "setInformationMenu",
        &[
            f("settingType", U8),
            f(
                "items",
                List(
                    Count::U8("count"),
                    &[f("infoType", U8), f("infoName", Text16)],
                ),
            ),
        ],
    ),
    row(
        0x8304,
        "informationService",
        &[f("infoType", U8), f("content", Text16)],
    ),
    row(
        0x8400,
        "callBack",
        &[f("flag", U8), f("phoneNumber", TextRest)],
    ),
    row(
        0x8401,
        "setPhoneBook",
        &[
            f("settingType", U8),
            f(
                "contacts",
                List(
                    Count::U8("count"),
                    &[f("flag", U8), f("phoneNumber", Text8), f("contact", Text8)],
                ),
            ),
        ],
    ),
    row_of(
        Y2019,
        0x8500,
        "vehicleControl",
        &[f(
            "controls",
            List(
                Count::U16("count"),
                &[f("controlId", U16), f("parameter", U8)],
            ),
        )],
    ),
    row_of(Y2013, 0x8500, "vehicleControl", &[f("controlFlag", U8)]),
    row_of(Y2019, 0x8600, "setCircularAreas", CIRCLES_2019),
    row_of(Y2013, 0x8600, "setCircularAreas", CIRCLES),
    row(0x8601, "deleteCircularAreas", DELETE_AREAS),
    row_of(Y2019, 0x8602, "setRectangularAreas", RECTANGLES_2019),
    row_of(Y2013, 0x8602, "setRectangularAreas", RECTANGLES),
    row(0x8603, "deleteRectangularAreas", DELETE_AREAS),
    row_of(
        Y2019,
        0x8604,
        "setPolygonArea",
        &[
            f("areaId", U32),
            f("attribute", U16),
            WHEN_TIMED,
            WHEN_SPEED,
            f("points", List(Count::U16("pointCount"), POINT)),
            NIGHT,
            AREA_NAME,
        ],
    ),
    row_of(
        Y2013,
        0x8604,
        "setPolygonArea",
        &[
            f("areaId", U32),
            f("attribute", U16),
            WHEN_TIMED,
            WHEN_SPEED,
            f("points", List(Count::U16("pointCount"), POINT)),
        ],
    ),
    row(0x8605, "deletePolygonAreas", DELETE_AREAS),
    row_of(
        Y2019,
        0x8606,
        "setRoute",
        &[
            f("routeId", U32),
            f("attribute", U16),
            WHEN_TIMED,
            f("turns", List(Count::U16("turnCount"), TURN_2019)),
            f("", IfMore(&[f("routeName", Text16)])),
        ],
    ),
    row_of(
        Y2013,
        0x8606,
        "setRoute",
        &[
            f("routeId", U32),
            f("attribute", U16),
            WHEN_TIMED,
            f("turns", List(Count::U16("turnCount"), TURN)),
        ],
    ),
    row(0x8607, "deleteRoutes", DELETE_AREAS),
    row(
        0x8608,
        "areaQuery",
        &[
            f("areaType", U8),
            f("areaIds", List(Count::U32("count"), ONE_U32)),
        ],
    ),
    row(0x8700, "recorderDataCollection", RECORDER),
    row(0x8701, "recorderParameters", RECORDER),
    row(0x8702, "driverIdentityRequest", &[]),
    row(
        0x8800,
        "multimediaDataReply",
        &[
            f("multimediaId", U32),
            f(
                "",
                IfMore(&[f("packetIds", List(Count::U8("count"), ONE_U16))]),
            ),
        ],
    ),
    row(
        0x8801,
        "cameraShot",
        &[
            f("channelId", U8),
            f("command", U16),
            f("interval_s", U16),
            f("saveFlag", U8),
            f("resolution", U8),
            f("quality", U8),
            f("brightness", U8),
            f("contrast", U8),
            f("saturation", U8),
            f("chroma", U8),
        ],
    ),
    row(0x8802, "storedMultimediaSearch", MEDIA_SEARCH),
    row(0x8803, "storedMultimediaUpload", MEDIA_SEARCH_DELETE),
    row(
        0x8804,
        "recordStart",
        &[
            f("command", U8),
            f("duration_s", U16),
            f("saveFlag", U8),
            f("audioSamplingRate", U8),
        ],
    ),
    row(
        0x8805,
        "storedMultimediaSingleUpload",
        &[f("multimediaId", U32), f("deleteFlag", U8)],
    ),
    row(
        0x8900,
        "downlinkTransparent",
        &[
            f("type", U8),
            f("content", HexRest),
            f("", Meaning(through::down)),
        ],
    ),
    row(0x8A00, "platformRsaPublicKey", RSA),
    row(0x9003, "queryAudioVideoAttributes", &[]),
    row(
        0x9101,
        "liveVideoRequest",
        &[
            f("ip", Text8),
            f("tcpPort", U16),
            f("udpPort", U16),
            f("channelId", U8),
            f("dataType", U8),
            f("streamType", U8),
        ],
    ),
    row(
        0x9102,
        "liveVideoControl",
        &[
            f("channelId", U8),
            f("command", U8),
            f("closeType", U8),
            f("streamType", U8),
        ],
    ),
    row(
        0x9105,
        "liveVideoStatus",
        &[f("channelId", U8), f("packetLossRate", U8)],
    ),
    row(
        0x9201,
        "playbackRequest",
        &[
            f("ip", Text8),
            f("tcpPort", U16),
            f("udpPort", U16),
            f("channelId", U8),
            f("mediaType", U8),
            f("streamType", U8),
            f("storageType", U8),
            f("playbackMode", U8),
            f("playbackSpeed", U8),
            f("startTime", Time),
            f("endTime", Time),
        ],
    ),
    row(
        0x9202,
        "playbackControl",
        &[
            f("channelId", U8),
            f("command", U8),
            f("playbackSpeed", U8),
            f("time", Time),
        ],
    ),
    row(
        0x9205,
        "resourceQuery",
        &[
            f("channelId", U8),
            f("startTime", Time),
            f("endTime", Time),
            f("alarmFlag", U64),
            f("mediaType", U8),
            f("streamType", U8),
            f("storageType", U8),
        ],
    ),
    row(
        0x9206,
        "fileUpload",
        &[
            f("ip", Text8),
            f("port", U16),
            f("userName", Text8),
            f("password", Text8),
            f("path", Text8),
            f("channelId", U8),
            f("startTime", Time),
            f("endTime", Time),
            f("alarmFlag", U64),
            f("mediaType", U8),
            f("streamType", U8),
            f("storageType", U8),
            f("condition", U8),
        ],
    ),
    row(0x9207, "fileUploadControl", &[ACK, f("command", U8)]),
    row(0x9208, "alarmAttachmentUpload", safety::UPLOAD),
    row(
        0x9212,
        "fileUploadCompleteReply",
        &[
            f("fileName", Text8),
            f("fileType", U8),
            f("result", U8),
            f(
                "items",
                List(
                    Count::U8("count"),
                    &[f("offset_bytes", U32), f("length_bytes", U32)],
                ),
            ),
        ],
    ),
    row(
        0x9301,
        "panTiltRotation",
        &[f("channelId", U8), f("direction", U8), f("speed", U8)],
    ),
    row(0x9302, "panTiltFocus", CHANNEL_SWITCH),
    row(0x9303, "panTiltAperture", CHANNEL_SWITCH),
    row(0x9304, "panTiltWiper", CHANNEL_SWITCH),
    row(0x9305, "panTiltInfrared", CHANNEL_SWITCH),
    row(0x9306, "panTiltZoom", CHANNEL_SWITCH),
];
