//! What stations tell of their instruments beside what they measure: information of the site
//! (现场端信息, HJ 212-2017, table B.10) and the state of treatment facilities (SBxxx-RS, table 4).

/// One piece of information of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Its code, such as `i12001`.
    pub code: &'static str,
    /// Its name in Chinese.
    pub name: &'static str,
    /// Its default unit; empty where it has none.
    pub unit: &'static str,
    /// What its numbers mean, where it is a state.
    pub states: &'static [(u8, &'static str)],
}

const fn row(
    code: &'static str,
    name: &'static str,
    unit: &'static str,
    states: &'static [(u8, &'static str)],
) -> DeviceInfo {
    DeviceInfo {
        code,
        name,
        unit,
        states,
    }
}

const LINK: &[(u8, &str)] = &[(0, "正常"), (1, "异常")];
const ALARM: &[(u8, &str)] = &[(0, "正常"), (1, "报警")];
const LOGGER: &[(u8, &str)] = &[(0, "运行"), (1, "停机"), (2, "故障"), (3, "维护")];
const INSTRUMENT: &[(u8, &str)] = &[
    (0, "运行"),
    (1, "维护"),
    (2, "故障"),
    (3, "校准"),
    (5, "反吹"),
    (6, "电源故障"),
    (7, "测量"),
    (8, "标定"),
    (9, "待机"),
    (10, "运维"),
];
const USER: &[(u8, &str)] = &[(0, "普通用户"), (1, "管理员"), (2, "维护人员")];
const CHANNEL: &[(u8, &str)] = &[(0, "正常"), (1, "异常"), (2, "通道未接设备")];
/// States of a treatment facility (SBxxx-RS).
const FACILITY: &[(u8, &str)] = &[
    (0, "关闭"),
    (1, "运行"),
    (2, "校准"),
    (3, "维护"),
    (4, "报警"),
    (5, "反吹"),
];

/// All of table B.10 but for those whose code has a part for the number of the device.
pub const DEVICE_INFOS: &[DeviceInfo] = &[
    row("i11001", "运行日志", "", &[]),
    row("i12001", "工作状态", "", INSTRUMENT),
    row("i12002", "分析仪与数采仪通讯状态", "", LINK),
    row("i12003", "COD分析仪报警状态", "", ALARM),
    row("i13001", "测量量程", "", &[]),
    row("i13002", "测量精度", "", &[]),
    row("i13003", "测量间隔", "分钟", &[]),
    row("i13004", "消解温度", "摄氏度", &[]),
    row("i13005", "消解时长", "分钟", &[]),
    row("i13006", "校准时间", "", &[]),
    row("i13007", "截距", "", &[]),
    row("i13008", "斜率", "", &[]),
    row("i13009", "测量检出限", "", &[]),
    row("i21001", "运行日志", "", &[]),
    row("i22001", "工作状态", "", LOGGER),
    row("i22002", "用户状态", "", USER),
    row("i22003", "数采仪与上位机通讯状态", "", LINK),
    row("i22101", "数采仪通道通讯状态", "", CHANNEL),
    row("i23001", "本地大气压力", "千帕", &[]),
    row("i31001", "门禁日志", "", &[]),
    row("i32001", "门禁状态", "", LOGGER),
    row("i33001", "CEMS伴热管温度", "摄氏度", &[]),
    row("i33002", "CEMS冷凝温度", "摄氏度", &[]),
    row("i33101", "监测站房温度", "摄氏度", &[]),
    row("i33102", "监测站房湿度", "", &[]),
    row("i33103", "监测站房电压", "伏[特]", &[]),
    row("i33104", "监测站房原水压力", "千帕", &[]),
    row("i33105", "监测站房进样压力1", "千帕", &[]),
    row("i33106", "监测站房进样压力2", "千帕", &[]),
    row("i33107", "沉砂池清洗时间", "秒", &[]),
    row("i33200", "污水处理站（厂）电流量", "安[培]", &[]),
    row(
        "i33201",
        "污水处理站（厂）累计耗电量",
        "千瓦[特][小]时",
        &[],
    ),
    row("i33202", "污水处理站（厂）日耗电量", "千瓦[特][小]时", &[]),
    row("i33400", "生产负荷", "%", &[]),
];

/// The information of a code; letter case does not matter, as the table itself prints I33400.
#[must_use]
pub fn device_info(code: &str) -> Option<&'static DeviceInfo> {
    let same = |info: &&DeviceInfo| info.code.eq_ignore_ascii_case(code);
    DEVICE_INFOS.iter().find(same)
}

/// What the number of a state means: of information of the site, or of a treatment facility.
pub(super) fn state_name(code: &str, kind: &str, text: &str) -> Option<&'static str> {
    let states = match kind {
        "Info" => device_info(code)?.states,
        "RS" if code.starts_with("SB") => FACILITY,
        _ => return None,
    };
    let number: u8 = text.parse().ok()?;
    let found = states.iter().find(|(own, _)| *own == number);
    found.map(|(_, name)| *name)
}
