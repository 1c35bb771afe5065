//! The code tables of HJ 212-2017, 6.6.

/// The name of a system (ST, table 5).
#[must_use]
pub fn system_name(st: &str) -> Option<&'static str> {
    Some(match st {
        "21" => "地表水质量监测",
        "22" => "空气质量监测",
        "23" => "声环境质量监测",
        "24" => "地下水质量监测",
        "25" => "土壤质量监测",
        "26" => "海水质量监测",
        "27" => "挥发性有机物监测",
        "31" => "大气环境污染源",
        "32" => "地表水体环境污染源",
        "33" => "地下水体环境污染源",
        "34" => "海洋环境污染源",
        "35" => "土壤环境污染源",
        "36" => "声环境污染源",
        "37" => "振动环境污染源",
        "38" => "放射性环境污染源",
        "39" => "工地扬尘污染源",
        "41" => "电磁环境污染源",
        "51" => "烟气排放过程监控",
        "52" => "污水排放过程监控",
        "91" => "系统交互",
        _ => return None,
    })
}

/// One command (CN, table 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// Its code.
    pub code: &'static str,
    /// Its name in Chinese.
    pub name: &'static str,
    /// Its name in English.
    pub english: &'static str,
    /// What it is.
    pub kind: CommandKind,
}

/// What a command is (HJ 212-2017, 6.6.5); many are a request downwards and an upload upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    /// The centre asks; answered by 9011 and 9012.
    Request,
    /// The station tells; answered by 9014 where it asks for it.
    Upload,
    /// A request downwards and an upload upwards.
    Both,
    /// A notice; answered by 9013.
    Notice,
    /// An answer.
    Reply,
}

use CommandKind::{Both, Notice, Reply, Request, Upload};

const fn row(
    code: &'static str,
    name: &'static str,
    english: &'static str,
    kind: CommandKind,
) -> Command {
    Command {
        code,
        name,
        english,
        kind,
    }
}

/// All commands of the standard.
pub const COMMANDS: &[Command] = &[
    row(
        "1000",
        "设置超时时间及重发次数",
        "setTimeoutAndRetries",
        Request,
    ),
    row("1011", "现场机时间", "stationTime", Both),
    row("1012", "设置现场机时间", "setStationTime", Request),
    row(
        "1013",
        "现场机时间校准请求",
        "timeCalibrationRequest",
        Notice,
    ),
    row("1061", "实时数据间隔", "realTimeInterval", Both),
    row("1062", "设置实时数据间隔", "setRealTimeInterval", Request),
    row("1063", "分钟数据间隔", "minuteInterval", Both),
    row("1064", "设置分钟数据间隔", "setMinuteInterval", Request),
    row("1072", "设置现场机密码", "setPassword", Request),
    row("2011", "污染物实时数据", "realTimeData", Both),
    row("2012", "停止察看污染物实时数据", "stopRealTimeData", Notice),
    row("2021", "设备运行状态数据", "deviceStatus", Both),
    row("2022", "停止察看设备运行状态", "stopDeviceStatus", Notice),
    row("2031", "污染物日历史数据", "dailyData", Both),
    row("2041", "设备运行时间日历史数据", "dailyDeviceRunTime", Both),
    row("2051", "污染物分钟数据", "minuteData", Both),
    row("2061", "污染物小时数据", "hourlyData", Both),
    row("2081", "数采仪开机时间", "powerOnTime", Upload),
    row(
        "3011",
        "零点校准量程校准",
        "zeroAndSpanCalibration",
        Request,
    ),
    row("3012", "即时采样", "immediateSampling", Request),
    row("3013", "启动清洗/反吹", "startCleaning", Request),
    row("3014", "比对采样", "comparisonSampling", Request),
    row("3015", "超标留样", "exceedanceSample", Both),
    row("3016", "设置采样时间周期", "setSamplingPeriod", Request),
    row("3017", "采样时间周期", "samplingPeriod", Both),
    row("3018", "出样时间", "sampleTime", Both),
    row("3019", "设备唯一标识", "deviceIdentifier", Both),
    row("3020", "现场机信息", "stationInformation", Both),
    row("3021", "设置现场机参数", "setStationParameters", Request),
    row("9011", "请求应答", "requestReply", Reply),
    row("9012", "执行结果", "executionResult", Reply),
    row("9013", "通知应答", "noticeReply", Reply),
    row("9014", "数据应答", "dataReply", Reply),
];

/// The command of a code.
#[must_use]
pub fn command(cn: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.code == cn)
}

/// What a station answers to a request (QnRtn, table 7).
#[must_use]
pub fn request_result(code: &str) -> Option<&'static str> {
    Some(match code {
        "1" => "准备执行请求",
        "2" => "请求被拒绝",
        "3" => "PW错误",
        "4" => "MN错误",
        "5" => "ST错误",
        "6" => "Flag错误",
        "7" => "QN错误",
        "8" => "CN错误",
        "9" => "CRC校验错误",
        "100" => "未知错误",
        _ => return None,
    })
}

/// How the execution of a request ended (ExeRtn, table 6).
#[must_use]
pub fn execution_result(code: &str) -> Option<&'static str> {
    Some(match code {
        "1" => "执行成功",
        "2" => "执行失败，但不知道原因",
        "3" => "命令请求条件错误",
        "4" => "通讯超时",
        "5" => "系统繁忙不能执行",
        "6" => "系统故障",
        "100" => "没有数据",
        _ => return None,
    })
}

/// What the mark of a value says (Flag of a factor, table 8).
#[must_use]
pub fn mark_name(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "N" => "仪器工作正常",
        "F" => "仪器停运",
        "M" => "仪器处于维护期间产生的数据",
        "S" => "手工输入的设定值",
        "D" => "仪器故障",
        "C" => "仪器处于校准状态",
        "T" => "采样数值超过测量上限",
        "B" => "仪器与数采仪通讯异常",
        _ => return None,
    })
}
