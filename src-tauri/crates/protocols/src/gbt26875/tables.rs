//! The tables of the standard: what each type of data unit holds, and what its numbers mean.

/// One piece of an information object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    SystemType,
    SystemAddr,
    PartType,
    /// Four bytes.
    PartAddr,
    SystemState,
    PartState,
    DeviceState,
    /// 31 bytes of GB 18030.
    Description31,
    /// GB 18030 with its length in one byte in front.
    Description,
    Operation,
    Operator,
    /// Main and minor number.
    Version,
    AnalogType,
    AnalogValue,
    Time,
    RecordCount,
    StartTime,
    Reserved,
    TimeoutMinutes,
}

/// One type of data unit (table 3 and figures 18 to 46).
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitType {
    pub(super) number: u8,
    pub(super) name: &'static str,
    pub(super) parts: &'static [Piece],
}

use Piece::{
    AnalogType, AnalogValue, Description, Description31, DeviceState, Operation, Operator,
    PartAddr, PartState, PartType, RecordCount, Reserved, StartTime, SystemAddr, SystemState,
    SystemType, Time, TimeoutMinutes, Version,
};

const fn unit(number: u8, name: &'static str, parts: &'static [Piece]) -> UnitType {
    UnitType {
        number,
        name,
        parts,
    }
}

const SYSTEM: &[Piece] = &[SystemType, SystemAddr];
const SYSTEM_PART: &[Piece] = &[SystemType, SystemAddr, PartAddr];

/// All types that the standard defines.
pub(super) const UNIT_TYPES: &[UnitType] = &[
    unit(
        1,
        "上传建筑消防设施系统状态",
        &[SystemType, SystemAddr, SystemState, Time],
    ),
    unit(
        2,
        "上传建筑消防设施部件运行状态",
        &[
            SystemType,
            SystemAddr,
            PartType,
            PartAddr,
            PartState,
            Description31,
            Time,
        ],
    ),
    unit(
        3,
        "上传建筑消防设施部件模拟量值",
        &[
            SystemType,
            SystemAddr,
            PartType,
            PartAddr,
            AnalogType,
            AnalogValue,
            Time,
        ],
    ),
    unit(
        4,
        "上传建筑消防设施操作信息",
        &[SystemType, SystemAddr, Operation, Operator, Time],
    ),
    unit(5, "上传软件版本", &[SystemType, SystemAddr, Version]),
    unit(6, "上传系统配置", &[SystemType, SystemAddr, Description]),
    unit(
        7,
        "上传部件配置",
        &[SystemType, SystemAddr, PartType, PartAddr, Description31],
    ),
    unit(8, "上传系统时间", &[SystemType, SystemAddr, Time]),
    unit(21, "上传用户信息传输装置运行状态", &[DeviceState, Time]),
    unit(
        24,
        "上传用户信息传输装置操作信息",
        &[Operation, Operator, Time],
    ),
    unit(25, "上传用户信息传输装置软件版本", &[Version]),
    unit(26, "上传用户信息传输装置配置情况", &[Description]),
    unit(28, "上传用户信息传输装置系统时间", &[Time]),
    unit(61, "读系统状态", SYSTEM),
    unit(62, "读部件运行状态", SYSTEM_PART),
    unit(63, "读部件模拟量值", SYSTEM_PART),
    unit(
        64,
        "读操作信息",
        &[SystemType, SystemAddr, RecordCount, StartTime],
    ),
    unit(65, "读软件版本", SYSTEM),
    unit(66, "读系统配置", SYSTEM),
    unit(67, "读部件配置", SYSTEM_PART),
    unit(68, "读系统时间", SYSTEM),
    unit(81, "读用传运行状态", &[Reserved]),
    unit(84, "读用传操作信息", &[RecordCount, StartTime]),
    unit(85, "读用传软件版本", &[Reserved]),
    unit(86, "读用传配置情况", &[Reserved]),
    unit(88, "读用传系统时间", &[Reserved]),
    unit(89, "初始化用传", &[Reserved]),
    unit(90, "同步用传时钟", &[Time]),
    unit(91, "查岗命令", &[TimeoutMinutes]),
];

/// The name of a type that the standard leaves free.
pub(super) const UNIT_TYPE_OTHER: &str = "自定义/预留";

/// The type of that number.
pub(super) fn unit_type(number: u8) -> Option<&'static UnitType> {
    UNIT_TYPES.iter().find(|unit| unit.number == number)
}

/// The name of a command byte (table 2).
pub(super) fn command_name(command: u8) -> &'static str {
    match command {
        1 => "控制命令",
        2 => "发送数据",
        3 => "确认",
        4 => "请求",
        5 => "应答",
        6 => "否认",
        0 | 7..=127 => "预留",
        128..=255 => "用户自定义",
    }
}

/// Bits of a system's state (figure 6).
pub(super) const SYSTEM_BITS: &[&str] = &[
    "正常运行(0=测试)",
    "火警",
    "故障",
    "屏蔽",
    "监管",
    "启动",
    "反馈",
    "延时",
    "主电故障",
    "备电故障",
    "总线故障",
    "手动状态",
    "配置改变",
    "复位",
];

/// Bits of a part's state (figure 7).
pub(super) const PART_BITS: &[&str] = &[
    "正常运行(0=测试)",
    "火警",
    "故障",
    "屏蔽",
    "监管",
    "启动",
    "反馈",
    "延时",
    "电源故障",
];

/// Bits of the state of the user's transmission device (figure 13).
pub(super) const DEVICE_BITS: &[&str] = &[
    "正常监视(0=测试)",
    "火警",
    "故障",
    "主电故障",
    "备电故障",
    "通信信道故障",
    "监测连接线路故障",
];

/// Bits of an operation, of a system (figure 9) and of the device (figure 14).
pub(super) const OPERATION_BITS: &[&str] = &[
    "复位",
    "消音",
    "手动报警",
    "警情消除",
    "自检",
    "确认/查岗应答",
    "测试",
];

/// Systems (table 4).
const SYSTEM_TYPES: &[(u8, &str)] = &[
    (0, "通用"),
    (1, "火灾报警系统"),
    (10, "消防联动控制器"),
    (11, "消火栓系统"),
    (12, "自动喷水灭火系统"),
    (13, "气体灭火系统"),
    (14, "水喷雾灭火系统(泵启动方式)"),
    (15, "水喷雾灭火系统(压力容器启动方式)"),
    (16, "泡沫灭火系统"),
    (17, "干粉灭火系统"),
    (18, "防烟排烟系统"),
    (19, "防火门及卷帘系统"),
    (20, "消防电梯"),
    (21, "消防应急广播"),
    (22, "消防应急照明和疏散指示系统"),
    (23, "消防电源"),
    (24, "消防电话"),
];

/// Parts (table 5).
const PART_TYPES: &[(u8, &str)] = &[
    (0, "通用"),
    (1, "火灾报警控制器"),
    (10, "可燃气体探测器"),
    (11, "点型可燃气体探测器"),
    (12, "独立式可燃气体探测器"),
    (13, "线型可燃气体探测器"),
    (16, "电气火灾监控报警器"),
    (17, "剩余电流式电气火灾监控探测器"),
    (18, "测温式电气火灾监控探测器"),
    (21, "探测回路"),
    (22, "火灾显示盘"),
    (23, "手动火灾报警按钮"),
    (24, "消火栓按钮"),
    (25, "火灾探测器"),
    (30, "感温火灾探测器"),
    (31, "点型感温火灾探测器"),
    (32, "点型感温火灾探测器(S型)"),
    (33, "点型感温火灾探测器(R型)"),
    (34, "线型感温火灾探测器"),
    (35, "线型感温火灾探测器(S型)"),
    (36, "线型感温火灾探测器(R型)"),
    (37, "光纤感温火灾探测器"),
    (40, "感烟火灾探测器"),
    (41, "点型离子感烟火灾探测器"),
    (42, "点型光电感烟火灾探测器"),
    (43, "线型光束感烟火灾探测器"),
    (44, "吸气式感烟火灾探测器"),
    (50, "复合式火灾探测器"),
    (51, "复合式感烟感温火灾探测器"),
    (52, "复合式感光感温火灾探测器"),
    (53, "复合式感光感烟火灾探测器"),
    (61, "紫外火焰探测器"),
    (62, "红外火焰探测器"),
    (69, "感光火灾探测器"),
    (74, "气体探测器"),
    (78, "图像摄像方式火灾探测器"),
    (79, "感声火灾探测器"),
    (81, "气体灭火控制器"),
    (82, "消防电气控制装置"),
    (83, "消防控制室图形显示装置"),
    (84, "模块"),
    (85, "输入模块"),
    (86, "输出模块"),
    (87, "输入/输出模块"),
    (88, "中继模块"),
    (91, "消防水泵"),
    (92, "消防水箱"),
    (95, "喷淋泵"),
    (96, "水流指示器"),
    (97, "信号阀"),
    (98, "报警阀"),
    (99, "压力开关"),
    (101, "阀驱动装置"),
    (102, "防火门"),
    (103, "防火阀"),
    (104, "通风空调"),
    (105, "泡沫液泵"),
    (106, "管网电磁阀"),
    (111, "防烟排烟风机"),
    (113, "排烟防火阀"),
    (114, "常闭送风口"),
    (115, "排烟口"),
    (116, "电控挡烟垂壁"),
    (117, "防火卷帘控制器"),
    (118, "防火门监控器"),
    (121, "警报装置"),
];

/// What an analogue value measures (table 6): its name, its unit, how many steps make one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quantity {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) steps: f64,
}

/// The quantity of an analogue type.
pub(super) fn quantity(number: u8) -> Option<Quantity> {
    let (name, unit, steps) = match number {
        1 => ("事件计数", "件", 1.0),
        2 => ("高度", "m", 100.0),
        3 => ("温度", "℃", 10.0),
        4 => ("压力", "MPa", 10.0),
        5 => ("压力", "kPa", 10.0),
        6 => ("气体浓度", "%LEL", 10.0),
        7 => ("时间", "s", 1.0),
        8 => ("电压", "V", 10.0),
        9 => ("电流", "A", 10.0),
        10 => ("流量", "L/s", 10.0),
        11 => ("风量", "m³/min", 10.0),
        12 => ("风速", "m/s", 1.0),
        _ => return None,
    };
    Some(Quantity { name, unit, steps })
}

fn named(table: &'static [(u8, &'static str)], number: u8) -> &'static str {
    let found = table.iter().find(|(known, _)| *known == number);
    match (found, number) {
        (Some((_, name)), _) => name,
        (None, 128..) => "用户自定义",
        (None, _) => "预留",
    }
}

/// The name of a system.
#[must_use]
pub fn system_name(number: u8) -> &'static str {
    named(SYSTEM_TYPES, number)
}

/// The name of a part.
#[must_use]
pub fn part_name(number: u8) -> &'static str {
    named(PART_TYPES, number)
}
