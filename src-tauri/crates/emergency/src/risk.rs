//! What somebody says of the risk at a site (安全风险评估): the numbers that were judged, on the
//! scales that there are, never a grade by itself. The grade is reckoned from them.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::ActorName;
use crate::time::UtcMs;

/// Likelihood L of an accident in LEC (作业条件危险性评价法, D = L·E·C), likeliest first.
pub const LEC_LIKELIHOODS: [f64; 7] = [10.0, 6.0, 3.0, 1.0, 0.5, 0.2, 0.1];
/// Exposure E of people in LEC, most often first.
pub const LEC_EXPOSURES: [f64; 6] = [10.0, 6.0, 3.0, 2.0, 1.0, 0.5];
/// Consequence C of an accident in LEC, gravest first.
pub const LEC_CONSEQUENCES: [f64; 6] = [100.0, 40.0, 15.0, 7.0, 3.0, 1.0];
/// Steps of likelihood and of severity in the risk matrix (LS, R = L·S, 5×5), 1 the least.
pub const MATRIX_STEPS: u8 = 5;

/// Level of a risk (风险等级), as the four-colour picture shows it. A scale of its own beside the
/// three legal ones of [`crate::level`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RiskLevel {
    /// 重大风险, red.
    Serious,
    /// 较大风险, orange.
    Major,
    /// 一般风险, yellow.
    Ordinary,
    /// 低风险, blue.
    Low,
}

impl RiskLevel {
    /// All of them, gravest first.
    pub const ALL: [Self; 4] = [Self::Serious, Self::Major, Self::Ordinary, Self::Low];
}

/// What was judged, by one of the two methods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "method",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RiskJudged {
    /// LEC.
    Lec {
        /// One of [`LEC_LIKELIHOODS`].
        likelihood: f64,
        /// One of [`LEC_EXPOSURES`].
        exposure: f64,
        /// One of [`LEC_CONSEQUENCES`].
        consequence: f64,
    },
    /// The risk matrix.
    Matrix {
        /// 1 to [`MATRIX_STEPS`].
        likelihood: u8,
        /// 1 to [`MATRIX_STEPS`].
        severity: u8,
    },
}

impl RiskJudged {
    /// The first of its numbers that is not on its scale, by name; none when all are.
    #[must_use]
    pub fn off_scale(&self) -> Option<&'static str> {
        let is_on = |scale: &[f64], value: f64| {
            let mut steps = scale.iter();
            steps.any(|step| (step - value).abs() < f64::EPSILON)
        };
        let steps = 1..=MATRIX_STEPS;
        let checked = match *self {
            Self::Lec {
                likelihood,
                exposure,
                consequence,
            } => [
                ("likelihood", is_on(&LEC_LIKELIHOODS, likelihood)),
                ("exposure", is_on(&LEC_EXPOSURES, exposure)),
                ("consequence", is_on(&LEC_CONSEQUENCES, consequence)),
            ],
            Self::Matrix {
                likelihood,
                severity,
            } => [
                ("likelihood", steps.contains(&likelihood)),
                ("severity", steps.contains(&severity)),
                ("severity", true),
            ],
        };
        let mut off = checked.into_iter().filter(|(_, on)| !on);
        off.next().map(|(name, _)| name)
    }
}

/// `site.risk_assessed`: somebody judged the risk there; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskAssessed {
    /// What was judged; none takes the assessment back.
    pub judged: Option<RiskJudged>,
    /// Which part or work was judged (风险点), or why it is taken back.
    pub what: String,
    /// The key field (重点领域) that it belongs to; empty for none.
    pub field: String,
    /// Who judged it, or which paper says so.
    pub source: String,
}

/// The assessment that a site was given last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RiskStanding {
    /// What was said.
    pub assessed: RiskAssessed,
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
}

impl RiskStanding {
    /// What stands after one more assessment. One of an earlier time that is entered late never
    /// overwrites a later one.
    pub(crate) fn after(before: Option<Self>, event: &Event, said: &RiskAssessed) -> Self {
        match before {
            Some(before) if before.at > event.occurred_at => before,
            _ => Self {
                assessed: said.clone(),
                at: event.occurred_at,
                by: event.actor.clone(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lec(likelihood: f64, exposure: f64, consequence: f64) -> RiskJudged {
        RiskJudged::Lec {
            likelihood,
            exposure,
            consequence,
        }
    }

    fn matrix(likelihood: u8, severity: u8) -> RiskJudged {
        RiskJudged::Matrix {
            likelihood,
            severity,
        }
    }

    #[test]
    fn only_numbers_of_the_scales_are_on_them() {
        let cases = [
            (lec(0.1, 0.5, 1.0), None),
            (lec(10.0, 10.0, 100.0), None),
            (lec(7.0, 10.0, 100.0), Some("likelihood")),
            (lec(10.0, 0.2, 100.0), Some("exposure")),
            (lec(10.0, 10.0, 20.0), Some("consequence")),
            (lec(f64::NAN, 10.0, 100.0), Some("likelihood")),
            (matrix(1, 5), None),
            (matrix(0, 5), Some("likelihood")),
            (matrix(5, 6), Some("severity")),
        ];
        for (judged, wanted) in cases {
            assert_eq!(judged.off_scale(), wanted, "{judged:?}");
        }
    }
}
