//! What a terminal sends.

use super::super::Edition::{self, Y2013, Y2019};
use super::super::layout::{self, Count, Field, Kind};
use super::{
    ACK, ONE_U32, PARAMS, REPLY, RETRANSMIT_2019, RSA, Row, areas, can, f, recorder, row, row_of,
    safety, through,
};
use Kind::{
    Basic, Bcd, Hex, HexRest, IfMore, List, Meaning, Position, Position16, Text, Text8, TextRest,
    Time, U8, U16, U32, U64, When,
};

const MEDIA: &[Field] = &[
    f("multimediaId", U32),
    f("multimediaType", U8),
    f("channelId", U8),
    f("eventCode", U8),
    f("position", Basic),
];
const DRIVER: &[Field] = &[
    f("driverName", Text8),
    f("certificateCode", Text(20)),
    f("issuer", Text8),
    f("certificateValidUntil", Bcd(4)),
    // The 2019 edition adds the number; some 2013 terminals send it too.
    f("", IfMore(&[f("idNumber", Text(20))])),
];
const RESOURCES: &[Field] = &[
    f("channelId", U8),
    f("startTime", Time),
    f("endTime", Time),
    f("alarmFlag", U64),
    f("mediaType", U8),
    f("streamType", U8),
    f("storageType", U8),
    f("fileSize_bytes", U32),
];

const FILE: &[Field] = &[
    f("fileName", Text8),
    f("fileType", U8),
    f("fileSize_bytes", U32),
];

macro_rules! registration {
    ($maker:literal, $model:literal, $id:literal) => {
        &[
            f("provinceId", U16),
            f("cityId", U16),
            f("manufacturerId", Text($maker)),
            f("terminalModel", Text($model)),
            f("terminalId", Text($id)),
            f("plateColor", U8),
            f("plate", TextRest),
        ]
    };
}

const REGISTRATION_2011: &[Field] = registration!(5, 8, 7);
const REGISTRATION_2013: &[Field] = registration!(5, 20, 7);
const REGISTRATION_2019: &[Field] = registration!(11, 30, 30);

macro_rules! attributes {
    ($model:literal, $id:literal) => {
        &[
            f("terminalType", U16),
            f("manufacturerId", Text(5)),
            f("terminalModel", Text($model)),
            f("terminalId", Text($id)),
            f("iccid", Bcd(10)),
            f("hardwareVersion", Text8),
            f("firmwareVersion", Text8),
            f("gnssAttribute", U8),
            f("communicationAttribute", U8),
        ]
    };
}

const ATTRIBUTES_2013: &[Field] = attributes!(20, 7);
const ATTRIBUTES_2019: &[Field] = attributes!(30, 30);

/// Bytes of a registration of 2013 without the plate; one of 2011 is shorter with its plate.
const REGISTRATION_2013_BYTES: usize = 37;
/// Bytes of a registration of 2019 without the plate; one of 2013 is shorter with its plate.
const REGISTRATION_2019_BYTES: usize = 76;

const AUTHENTICATION_2013: &[Field] = &[f("authCode", TextRest)];
const AUTHENTICATION_2019: &[Field] = &[
    f("authCode", Text8),
    f("imei", Text(15)),
    f("softwareVersion", Text(20)),
];

/// Another layout than its row's that a body has, and the edition that it is of: a vehicle would
/// never get in if only bit 14 of the header told. A registration is told by its length, as the
/// lengths of no two editions overlap. A code of authentication is text in 2013; in 2019 its length
/// stands before it, which is no character as long as the code is shorter than 32 bytes.
pub(super) fn other(id: u16, own: Edition, body: &[u8]) -> Option<(&'static [Field], Edition)> {
    let first = body.first().copied().unwrap_or_default();
    match (id, own) {
        (0x0100, _) if body.len() < REGISTRATION_2013_BYTES => Some((REGISTRATION_2011, Y2013)),
        (0x0100, Y2019) if body.len() < REGISTRATION_2019_BYTES => Some((REGISTRATION_2013, Y2013)),
        (0x0100, Y2013) if body.len() >= REGISTRATION_2019_BYTES => {
            Some((REGISTRATION_2019, Y2019))
        }
        (0x0102, Y2019) if first >= b' ' && usize::from(first) >= body.len() => {
            Some((AUTHENTICATION_2013, Y2013))
        }
        (0x0102, Y2013) if first < b' ' && layout::fits(AUTHENTICATION_2019, body) => {
            Some((AUTHENTICATION_2019, Y2019))
        }
        _ => None,
    }
}

/// All messages by their id; of two editions each has its own row.
pub(super) const ROWS: &[Row] = &[
    row(0x0001, "terminalGeneralReply", REPLY),
    row(0x0002, "terminalHeartbeat", &[]),
    row(0x0003, "terminalLogout", &[]),
    row(0x0004, "serverTimeQuery", &[]),
    row(0x0005, "terminalRetransmissionRequest", RETRANSMIT_2019),
    row_of(Y2019, 0x0100, "terminalRegistration", REGISTRATION_2019),
    row_of(Y2013, 0x0100, "terminalRegistration", REGISTRATION_2013),
    row_of(Y2019, 0x0102, "terminalAuthentication", AUTHENTICATION_2019),
    row_of(Y2013, 0x0102, "terminalAuthentication", AUTHENTICATION_2013),
    row(0x0104, "terminalParametersReply", &[ACK, PARAMS]),
    row_of(Y2019, 0x0107, "terminalAttributesReply", ATTRIBUTES_2019),
    row_of(Y2013, 0x0107, "terminalAttributesReply", ATTRIBUTES_2013),
    row(
        0x0108,
        "upgradeResult",
        &[f("upgradeType", U8), f("result", U8)],
    ),
    row(0x0200, "locationReport", &[f("", Position)]),
    row(0x0201, "locationQueryReply", &[ACK, f("", Position)]),
    row(0x0301, "eventReport", &[f("eventId", U8)]),
    row(0x0302, "questionReply", &[ACK, f("answerId", U8)]),
    row(
        0x0303,
        "informationDemand",
        &[f("infoType", U8), f("flag", U8)],
    ),
    row(0x0500, "vehicleControlReply", &[ACK, f("", Position)]),
    row(0x0608, "areaQueryReply", areas::REPLY_BYTES),
    row(
        0x0700,
        "recorderDataUpload",
        &[
            ACK,
            f("command", U8),
            f("data", HexRest),
            f("", Meaning(recorder::up)),
        ],
    ),
    row(
        0x0701,
        "electronicWaybill",
        &[f("dataLen", U32), f("data", TextRest)],
    ),
    row(
        0x0702,
        "driverIdentity",
        &[
            f("status", U8),
            f("time", Time),
            f(
                "",
                When {
                    field: "status",
                    mask: 0xFF,
                    value: 1,
                    then: &[
                        f("icCardResult", U8),
                        f(
                            "",
                            When {
                                field: "icCardResult",
                                mask: 0xFF,
                                value: 0,
                                then: DRIVER,
                            },
                        ),
                    ],
                },
            ),
            // Terminals that send the driver's fields at the end of a shift too.
            f(
                "",
                When {
                    field: "status",
                    mask: 0xFF,
                    value: 2,
                    then: &[f(
                        "",
                        IfMore(&[f("icCardResult", U8), f("", IfMore(DRIVER))]),
                    )],
                },
            ),
        ],
    ),
    row(
        0x0704,
        "locationBatchUpload",
        &[
            f("count", U16),
            f("type", U8),
            f("items", List(Count::Field("count"), &[f("", Position16)])),
        ],
    ),
    row(
        0x0705,
        "canDataUpload",
        &[
            f("count", U16),
            f("receiveTime", Bcd(5)),
            f(
                "items",
                List(
                    Count::Field("count"),
                    &[
                        f("canId", U32),
                        f("data", Hex(8)),
                        f("", Meaning(can::split)),
                    ],
                ),
            ),
        ],
    ),
    row(
        0x0800,
        "multimediaEvent",
        &[
            f("multimediaId", U32),
            f("multimediaType", U8),
            f("multimediaFormat", U8),
            f("eventCode", U8),
            f("channelId", U8),
        ],
    ),
    row(
        0x0801,
        "multimediaDataUpload",
        &[
            f("multimediaId", U32),
            f("multimediaType", U8),
            f("multimediaFormat", U8),
            f("eventCode", U8),
            f("channelId", U8),
            f("position", Basic),
            f("data", HexRest),
        ],
    ),
    row(
        0x0802,
        "storedMultimediaSearchReply",
        &[ACK, f("items", List(Count::U16("count"), MEDIA))],
    ),
    row(
        0x0805,
        "cameraShotReply",
        &[
            ACK,
            f("result", U8),
            f(
                "",
                IfMore(&[f("multimediaIds", List(Count::U16("count"), ONE_U32))]),
            ),
        ],
    ),
    row(
        0x0900,
        "uplinkTransparent",
        &[
            f("type", U8),
            f("content", HexRest),
            f("", Meaning(through::up)),
        ],
    ),
    row(
        0x0901,
        "compressedDataReport",
        &[f("dataLen", U32), f("data", HexRest)],
    ),
    row(0x0A00, "terminalRsaPublicKey", RSA),
    row(
        0x1003,
        "audioVideoAttributes",
        &[
            f("audioFormat", U8),
            f("audioChannels", U8),
            f("audioSamplingRate", U8),
            f("audioBitDepth", U8),
            f("audioFrameLength", U16),
            f("audioOutputSupported", U8),
            f("videoFormat", U8),
            f("audioChannelsMax", U8),
            f("videoChannelsMax", U8),
        ],
    ),
    row(
        0x1005,
        "passengerFlow",
        &[
            f("startTime", Time),
            f("endTime", Time),
            f("boarding", U16),
            f("alighting", U16),
        ],
    ),
    row(
        0x1205,
        "resourceList",
        &[ACK, f("items", List(Count::U32("total"), RESOURCES))],
    ),
    row(0x1206, "fileUploadDone", &[ACK, f("result", U8)]),
    row(0x1210, "alarmAttachments", safety::ATTACHMENTS),
    row(0x1211, "fileInformation", FILE),
    row(0x1212, "fileUploadComplete", FILE),
];
