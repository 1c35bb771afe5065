//! Commands that only other editions than HJ 212-2017 know. Those of 2025 are named as
//! caoyiliang/HJ212 (c31e466c) names them, those of 2005 as linqiu126/hcu does.
//!
//! They give a command its name and nothing else: [`super::reply`] answers by the table of 2017,
//! and what is not in it as data.

use Edition::{Y2005, Y2017, Y2025};

/// An edition of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// HJ/T 212-2005.
    Y2005,
    /// HJ 212-2017.
    Y2017,
    /// HJ 212-2025.
    Y2025,
}

impl Edition {
    /// The edition of a version in the flag (bits V5 to V0: HJ 212-2017, 6.3.2; 2 is 2025).
    #[must_use]
    pub fn of_version(version: u8) -> Option<Self> {
        Some(match version {
            0 => Y2005,
            1 => Y2017,
            2 => Y2025,
            _ => return None,
        })
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> &'static str {
        match self {
            Self::Y2005 => "2005",
            Self::Y2017 => "2017",
            Self::Y2025 => "2025",
        }
    }
}

/// Edition, code, name in Chinese, name in English.
const OTHERS: &[(Edition, &str, &str, &str)] = &[
    (Y2005, "1001", "设置超限报警时间", "setAlarmDelay"),
    (Y2005, "1021", "污染物报警门限值", "alarmLimits"),
    (Y2005, "1022", "设置污染物报警门限值", "setAlarmLimits"),
    (Y2005, "1031", "上位机地址", "centreAddress"),
    (Y2005, "1032", "设置上位机地址", "setCentreAddress"),
    (Y2005, "1041", "数据上报时间", "reportTime"),
    (Y2005, "1042", "设置数据上报时间", "setReportTime"),
    (Y2005, "2071", "污染物报警记录", "alarmRecords"),
    (Y2005, "2072", "上传报警事件", "alarmEvent"),
    (Y2005, "3011", "校零校满", "zeroAndSpanCalibration"),
    (Y2005, "3013", "设备操作命令", "deviceOperation"),
    (Y2005, "3014", "设置设备采样时间周期", "setSamplingPeriod"),
    (Y2025, "1001", "上传数采仪硬件序号", "hardwareSerialNumber"),
    (Y2025, "1002", "设置数采仪MN编码", "setMn"),
    (Y2025, "1014", "获取或下发新密钥", "newKey"),
    (Y2025, "2013", "原始监测数据", "rawData"),
    (Y2025, "2052", "噪声单次测量数据", "singleNoiseData"),
    (
        Y2025,
        "2062",
        "自动标样核查校准数据",
        "automaticStandardCheckData",
    ),
    (
        Y2025,
        "2111",
        "炉膛温度5分钟均值",
        "furnaceTemperature5MinuteMean",
    ),
    (Y2025, "3022", "下发即时留样任务", "immediateRetainedSample"),
    (Y2025, "3024", "启动标样核查", "startStandardCheck"),
    (Y2025, "9015", "心跳包", "heartbeat"),
];

/// The names of a command, Chinese and English: those of the edition that the frame says it is of,
/// then those of 2017, then those of any other.
#[must_use]
pub fn command_names(cn: &str, edition: Option<Edition>) -> Option<(&'static str, &'static str)> {
    let of = |wanted: Option<Edition>| {
        let mut rows = OTHERS.iter();
        let found = rows
            .find(|(own, code, ..)| *code == cn && wanted.is_none_or(|edition| edition == *own));
        found.map(|(_, _, name, english)| (*name, *english))
    };
    let own = edition.and_then(|edition| of(Some(edition)));
    let standard = || super::command(cn).map(|command| (command.name, command.english));
    own.or_else(standard).or_else(|| of(None))
}
