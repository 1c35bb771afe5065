//! Three legal scales of four steps, kept as three types.
//!
//! 突发事件应对法 (2024): art. 63 warning levels with colours, art. 3 grades of incidents,
//! art. 71 response levels. They are never converted into each other silently.

use serde::{Deserialize, Serialize};

/// Warning level (预警级别), 突发事件应对法 (2024) art. 63: level 1 is the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum WarningLevel {
    /// 一级, red.
    Red,
    /// 二级, orange.
    Orange,
    /// 三级, yellow.
    Yellow,
    /// 四级, blue.
    Blue,
}

/// Grade of an incident (事件分级), 突发事件应对法 (2024) art. 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum IncidentGrade {
    /// 特别重大 (Ⅰ).
    ExtraordinarilySerious,
    /// 重大 (Ⅱ).
    Serious,
    /// 较大 (Ⅲ).
    Major,
    /// 一般 (Ⅳ).
    Ordinary,
}

/// Response level (应急响应级别), 突发事件应对法 (2024) art. 71.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ResponseLevel {
    /// Ⅰ级.
    One,
    /// Ⅱ级.
    Two,
    /// Ⅲ级.
    Three,
    /// Ⅳ级.
    Four,
}

impl WarningLevel {
    /// 1 for the highest to 4 for the lowest.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8 + 1
    }
}

impl IncidentGrade {
    /// 1 for the gravest to 4 for the least.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8 + 1
    }
}

impl ResponseLevel {
    /// 1 for the highest to 4 for the lowest.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8 + 1
    }
}

/// What an incident has done to people and property so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Harm {
    /// Dead (死亡).
    pub dead: u32,
    /// Seriously injured, acute industrial poisoning included (重伤, 含急性工业中毒).
    pub seriously_injured: u32,
    /// Lightly injured (轻伤).
    pub lightly_injured: u32,
    /// Missing (下落不明).
    pub missing: u32,
    /// Trapped or in danger (被困, 涉险).
    pub trapped: u32,
    /// Evacuated (紧急疏散).
    pub evacuated: u32,
    /// Direct economic loss in units of 10,000 yuan (直接经济损失, 万元).
    pub loss_wan_yuan: u32,
}

/// Which of the three measures set the grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum GradeBasis {
    /// Deaths.
    Dead,
    /// Serious injuries.
    SeriouslyInjured,
    /// Direct economic loss.
    Loss,
    /// None of the measures exceeds the lowest grade.
    Lowest,
}

/// The grade that the measures give: the worst measure wins.
///
/// 生产安全事故报告和调查处理条例 (国务院令第493号, 2007) art. 3; "以上" includes the number
/// itself. The lowest grade has no lower limit in the regulation.
#[must_use]
pub fn grade_by_harm(harm: &Harm) -> (IncidentGrade, GradeBasis) {
    // Rows: grade, deaths from, serious injuries from, loss from (10,000 yuan).
    const LIMITS: [(IncidentGrade, u32, u32, u32); 3] = [
        (IncidentGrade::ExtraordinarilySerious, 30, 100, 10_000),
        (IncidentGrade::Serious, 10, 50, 5_000),
        (IncidentGrade::Major, 3, 10, 1_000),
    ];
    for (grade, dead, injured, loss) in LIMITS {
        if harm.dead >= dead {
            return (grade, GradeBasis::Dead);
        }
        if harm.seriously_injured >= injured {
            return (grade, GradeBasis::SeriouslyInjured);
        }
        if harm.loss_wan_yuan >= loss {
            return (grade, GradeBasis::Loss);
        }
    }
    (IncidentGrade::Ordinary, GradeBasis::Lowest)
}

/// Whether the incident is a 较大涉险事故 (a near miss of weight), 生产安全事故信息报告和处置办法
/// (国家安监总局令第21号, 2009) art. 26: people in danger 10 or more, trapped or missing 3 or
/// more, evacuated 500 or more.
#[must_use]
pub fn is_major_peril(harm: &Harm) -> bool {
    harm.trapped.saturating_add(harm.missing) >= 3 || harm.evacuated >= 500
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_measure_sets_the_grade() {
        let cases = [
            ((0, 0, 0), IncidentGrade::Ordinary, GradeBasis::Lowest),
            ((2, 9, 999), IncidentGrade::Ordinary, GradeBasis::Lowest),
            ((3, 0, 0), IncidentGrade::Major, GradeBasis::Dead),
            (
                (2, 10, 0),
                IncidentGrade::Major,
                GradeBasis::SeriouslyInjured,
            ),
            ((0, 0, 1_000), IncidentGrade::Major, GradeBasis::Loss),
            (
                (9, 50, 0),
                IncidentGrade::Serious,
                GradeBasis::SeriouslyInjured,
            ),
            ((10, 0, 0), IncidentGrade::Serious, GradeBasis::Dead),
            ((29, 99, 9_999), IncidentGrade::Serious, GradeBasis::Dead),
            (
                (30, 0, 0),
                IncidentGrade::ExtraordinarilySerious,
                GradeBasis::Dead,
            ),
            (
                (0, 0, 10_000),
                IncidentGrade::ExtraordinarilySerious,
                GradeBasis::Loss,
            ),
        ];
        for ((dead, seriously_injured, loss_wan_yuan), grade, basis) in cases {
            let harm = Harm {
                dead,
                seriously_injured,
                loss_wan_yuan,
                ..Harm::default()
            };
            assert_eq!(grade_by_harm(&harm), (grade, basis), "art. 3 for {harm:?}");
        }
    }
}
