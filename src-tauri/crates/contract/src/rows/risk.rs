//! The four-colour picture of risks (风险一张图) and the indicators of the district's plan.

use emergency::id::SiteId;
use emergency::place::Point;
use emergency::risk::{RiskLevel, RiskStanding};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Places that the picture shows at most, the gravest.
pub const RISK_ROWS_MAX: usize = 500;

/// What a level rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RiskGroundKind {
    /// A major hazard installation (重大危险源, GB 18218-2018); the number is its grade, 1 to 4.
    MajorHazard,
    /// LEC; the number is D.
    Lec,
    /// The matrix; the number is R.
    Matrix,
    /// Major hidden dangers that are not put right; the number is how many.
    MajorDanger,
}

/// One thing that makes a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskGround {
    /// What.
    pub kind: RiskGroundKind,
    /// Its number; none while the grade of an installation is open.
    pub number: Option<f64>,
    /// The level that it makes; none while its number is open.
    pub level: Option<RiskLevel>,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskRow {
    /// Which.
    pub site: SiteId,
    /// Name.
    pub title: String,
    /// Address.
    pub line: String,
    /// Street; empty when not known.
    pub street: String,
    /// Key field: as assessed, else that of dangerous chemicals where some are stored; empty for
    /// none.
    pub field: String,
    /// Where it is.
    pub point: Option<Point>,
    /// The gravest level; none where nothing on record makes one.
    pub level: Option<RiskLevel>,
    /// What it rests on.
    pub grounds: Vec<RiskGround>,
    /// The assessment that stands.
    pub assessment: Option<RiskStanding>,
    /// Hidden dangers that are not put right.
    pub dangers: u32,
    /// Those of them that should be by now.
    pub overdue: u32,
}

/// How many places have which colour, under one street or field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskCount {
    /// The street or field; empty for those of none.
    pub name: String,
    /// All places.
    pub all: u32,
    /// 重大, red.
    pub serious: u32,
    /// 较大, orange.
    pub major: u32,
    /// 一般, yellow.
    pub ordinary: u32,
    /// 低, blue.
    pub low: u32,
    /// Without a level.
    pub none: u32,
}

/// The scales that are judged by: what may be entered. What comes of it is reckoned by the desk.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskScales {
    /// L of LEC.
    pub likelihoods: Vec<f64>,
    /// E of LEC.
    pub exposures: Vec<f64>,
    /// C of LEC.
    pub consequences: Vec<f64>,
    /// Steps of the matrix.
    pub matrix_steps: u8,
}

/// What a judgement comes to by the rules in force: 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskReckoned {
    /// D of LEC, R of the matrix.
    pub number: f64,
    /// The level that it makes.
    pub level: Option<RiskLevel>,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskPicture {
    /// Hazard sites, places where something dangerous is stored, places that were assessed or have
    /// hidden dangers; the gravest first.
    pub rows: Vec<RiskRow>,
    /// Places beyond [`RISK_ROWS_MAX`]; the counts have them.
    pub left_out: u32,
    /// By street, the streets of the district in their order.
    pub by_street: Vec<RiskCount>,
    /// By key field, in the order of the district's plan.
    pub by_field: Vec<RiskCount>,
    /// What is judged by.
    pub scales: RiskScales,
}

/// An indicator of 济南市历城区安全生产“十四五”规划, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum IndicatorCode {
    /// 较大及以上事故: how many.
    N1,
    /// 各类生产安全事故死亡人数: people, against the base.
    N2,
    /// 亿元GDP生产安全事故死亡率: people for 100,000,000 yuan.
    N3,
    /// 工矿商贸就业人员十万人生产安全事故死亡率: people of 100,000, against the base.
    N4,
    /// 道路交通万车死亡率: people for 10,000 vehicles.
    N5,
    /// 重点行业领域重大安全风险在线监测率, percent.
    N6,
    /// 化工重点危险工艺自动化控制率, percent.
    N7,
    /// 重点行业规模以上企业从业人员安全技能培训率, percent.
    N8,
    /// 专业执法人员占比, percent.
    N9,
    /// 区、街道分管领导安全培训率, percent.
    N10,
    /// 安全生产举报投诉办结率, percent.
    N11,
}

/// Whether an indicator says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum IndicatorState {
    /// It does.
    Known,
    /// 无基数: nothing to compare with, or to divide by.
    NoBase,
    /// 无数据: a number is missing.
    NoData,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IndicatorRow {
    /// Which.
    pub code: IndicatorCode,
    /// Numerator.
    pub part: Option<f64>,
    /// True when the numerator was counted in the log of this desk.
    pub counted: bool,
    /// Denominator.
    pub of: Option<f64>,
    /// What it was in the base year.
    pub base: Option<f64>,
    /// Count, rate or percent, as the indicator says.
    pub value: Option<f64>,
    /// By how many percent it differs from the base.
    pub change_percent: Option<f64>,
    /// Whether it says something.
    pub state: IndicatorState,
    /// Where the numbers that were entered stand, and of when; empty when none were.
    pub source: String,
}

/// All indicators.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IndicatorSheet {
    /// The year that is counted, from its first day.
    pub year: i32,
    /// When it was counted.
    pub at: UtcMs,
    /// Kinds of incident that count as accidents of work safety: 待区里确认.
    pub accident_kinds: Vec<String>,
    /// In their order.
    pub rows: Vec<IndicatorRow>,
}
