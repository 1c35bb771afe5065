//! How heavy the alarms of a shift were, beside the guideline.

use emergency::figures::{AlarmLoad, Guideline};
use serde::{Deserialize, Serialize};

use super::section;
use crate::document::{Column, Entry, Part, ReportDocument, Table};
use crate::when;

/// The load of one shift.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShiftLoad {
    /// When the shift began, UTC milliseconds.
    pub from_ms: i64,
    /// When it ended, UTC milliseconds.
    pub to_ms: i64,
    /// Officers on duty, as the averages count them.
    pub operators: u32,
    /// The figures; what stands is of the end of the shift.
    pub load: AlarmLoad,
    /// The limits beside them.
    pub guideline: Guideline,
    /// Only the newest alarms were counted.
    pub cut: bool,
}

/// What a figure comes to beside its limit.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    Good,
    High,
    TooHigh,
    None,
}

impl Verdict {
    fn of(value: f64, good: f64, most: f64) -> Self {
        if value <= good {
            Self::Good
        } else if value <= most {
            Self::High
        } else {
            Self::TooHigh
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Good => "合适",
            Self::High => "偏高",
            Self::TooHigh => "过高",
            Self::None => "",
        }
    }
}

/// A figure beside its limit.
struct Figure {
    name: String,
    value: String,
    limit: String,
    verdict: Verdict,
}

impl Figure {
    /// One for which the guideline has no limit.
    fn plain(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            value,
            limit: "无参考值".to_owned(),
            verdict: Verdict::None,
        }
    }
}

impl ShiftLoad {
    /// Adds the table with its heading, its span and the source of its limits.
    pub(super) fn add_to(&self, document: &mut ReportDocument, heading: &str) {
        let columns = vec![
            Column::new("指标", 3.0),
            Column::new("数值", 2.6),
            Column::new("参考限值", 2.0),
            Column::new("判断", 1.0),
        ];
        let rows = self.figures().into_iter();
        let rows = rows.map(|one| {
            [
                one.name,
                one.value,
                one.limit,
                one.verdict.word().to_owned(),
            ]
        });
        section(document, heading, Table::new("load", columns, rows));
        let cut = if self.cut {
            "告警太多，只统计最近的一部分。"
        } else {
            ""
        };
        let words = format!(
            "统计范围：{} 至 {}，值班员 {} 人；现存与陈旧为统计截止时的数。{cut}限值出自 EEMUA 191 与 \
             ISA-18.2 的二手资料，引用前请核对标准原文；待区里确认。",
            when::short(self.from_ms),
            when::short(self.to_ms),
            self.operators
        );
        let note = Entry::paragraph("load.note", &words);
        document.parts.push(Part::Paragraph(note));
    }

    fn figures(&self) -> Vec<Figure> {
        let mut all = Vec::from(self.came());
        all.extend(self.stands());
        all.extend(self.made_of());
        all
    }

    /// How many came, and how close together.
    fn came(&self) -> [Figure; 4] {
        let (load, limits) = (&self.load, &self.guideline);
        let (good, most) = (limits.average_good, limits.average_most);
        let peak_most = f64::from(limits.peak_most) * f64::from(self.operators.max(1));
        let peak_at = match load.peak.alarms {
            0 => "0".to_owned(),
            alarms => format!("{alarms}（{}）", when::short(load.peak.from.0)),
        };
        let peak = Verdict::of(f64::from(load.peak.alarms), peak_most, peak_most * 2.0);
        let (flood, flood_most) = (load.flood_percent, limits.flood_percent_most);
        [
            Figure::plain("告警总数", load.alarms.to_string()),
            Figure {
                name: "每人每 10 分钟".to_owned(),
                value: one(load.average),
                limit: format!("≤ {}，最多 {}", one(good), one(most)),
                verdict: Verdict::of(load.average, good, most),
            },
            Figure {
                name: "10 分钟最多".to_owned(),
                value: peak_at,
                limit: format!("≤ {}", one(peak_most)),
                verdict: peak,
            },
            Figure {
                name: "洪峰时间占比".to_owned(),
                value: format!("{}%", one(flood)),
                limit: format!("≤ {}%", one(flood_most)),
                verdict: Verdict::of(flood, flood_most, flood_most * 5.0),
            },
        ]
    }

    /// How many stand, and since when.
    fn stands(&self) -> [Figure; 2] {
        let (load, most) = (&self.load, f64::from(self.guideline.stale_most));
        [
            Figure::plain("现存", load.standing.to_string()),
            Figure {
                name: format!("陈旧（超过 {} 小时）", self.guideline.stale_h),
                value: load.stale.to_string(),
                limit: format!("≤ {}", one(most)),
                verdict: Verdict::of(f64::from(load.stale), most, most * 2.0),
            },
        ]
    }

    /// Where they came from, how grave they were, and how soon somebody answered.
    fn made_of(&self) -> [Figure; 3] {
        let (load, limits) = (&self.load, &self.guideline);
        let (shares, aims) = (self.shares(), limits.priority_percent);
        let (worst, worst_most) = (load.worst_percent, limits.worst_percent_most);
        let judged = |value: f64, good: f64| {
            if load.alarms == 0 {
                Verdict::None
            } else {
                Verdict::of(value, good, good * 4.0)
            }
        };
        [
            Figure {
                name: "前十来源占比".to_owned(),
                value: format!("{}%", one(worst)),
                limit: format!("≤ {}%", one(worst_most)),
                verdict: judged(worst, worst_most),
            },
            Figure {
                name: "优先级分布（紧急与高 / 中 / 低）".to_owned(),
                value: percents(shares),
                limit: format!("约 {}", percents(aims)),
                verdict: judged(f64::from(shares[0]), f64::from(aims[0])),
            },
            Figure::plain("确认用时（中位 / 九成）", self.acknowledged()),
        ]
    }

    /// Shares by priority, per cent: urgent and high together, medium, low.
    fn shares(&self) -> [u32; 3] {
        let [urgent, high, medium, low] = self.load.by_priority;
        [urgent + high, medium, low].map(|part| {
            let of = self.load.alarms.max(1);
            (part * 100 + of / 2) / of
        })
    }

    fn acknowledged(&self) -> String {
        let load = &self.load;
        match (load.ack_median_s, load.ack_p90_s) {
            (Some(median), Some(p90)) => {
                format!("{median} 秒 / {p90} 秒（{} 条）", load.acknowledged)
            }
            _ => "没有".to_owned(),
        }
    }
}

fn one(number: f64) -> String {
    if number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    }
}

fn percents([grave, medium, low]: [u32; 3]) -> String {
    format!("{grave}% / {medium}% / {low}%")
}
