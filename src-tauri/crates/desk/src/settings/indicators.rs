//! The numbers of the indicators that no log holds, and what counts as an accident.

use std::collections::BTreeMap;

use contract::rows::IndicatorCode;
use risk::indicator::Figures;
use serde::{Deserialize, Serialize};

/// Settings of the indicators of the district's plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IndicatorSettings {
    /// Kinds of incident that count as accidents of work safety (生产安全事故), by the codes that
    /// incidents carry. Assumed: the kinds of the shipped list that are no natural disaster, no
    /// outage and not left open; 待区里确认.
    pub accident_kinds: Vec<String>,
    /// Those of them that count as of industry, mining and trade (工矿商贸). No source at hand
    /// draws that line, so none do until the district names them: 待区里确认.
    pub industry_kinds: Vec<String>,
    /// Those of them that count as of road traffic.
    pub road_kinds: Vec<String>,
    /// Numbers that were entered, by indicator.
    pub figures: BTreeMap<IndicatorCode, EnteredFigures>,
}

/// Numbers of one indicator that somebody entered. A numerator goes before what the log counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnteredFigures {
    /// Numerator: people, accidents, things that are as they should be.
    pub part: Option<f64>,
    /// Denominator: N3 takes 100,000,000 yuan of GDP, N4 people in work, N5 vehicles, a share all
    /// of what it is a share of.
    pub of: Option<f64>,
    /// What the indicator was in the base year (基数): people of N2, the rate of N4.
    pub base: Option<f64>,
    /// Where these stand, and of when.
    pub source: String,
}

impl Default for IndicatorSettings {
    fn default() -> Self {
        let kinds = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        Self {
            accident_kinds: kinds(&[
                "hazmat_leak",
                "hazmat_fire",
                "hazmat_explosion",
                "hazmat_transport",
                "gas_leak",
                "pipeline_leak",
                "poisoning",
                "fire",
                "explosion",
                "traffic",
                "collapse",
                "construction",
                "industrial",
                "elevator",
                "special_equipment",
            ]),
            industry_kinds: Vec::new(),
            road_kinds: kinds(&["traffic"]),
            figures: BTreeMap::new(),
        }
    }
}

impl IndicatorSettings {
    /// The numbers of an indicator, with what was counted where nobody entered a numerator or a
    /// denominator.
    pub(crate) fn figures(
        &self,
        code: IndicatorCode,
        part: Option<f64>,
        of: Option<f64>,
    ) -> Figures {
        let entered = self.figures.get(&code);
        Figures {
            part: entered.and_then(|one| one.part).or(part),
            of: entered.and_then(|one| one.of).or(of),
            base: entered.and_then(|one| one.base),
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::rows::IndicatorCode;
    use emergency::risk::RiskLevel;

    use crate::settings::Settings;

    #[test]
    fn a_district_says_its_own_colours_and_its_base() {
        let text = "[risk]\nmajor_hazard = [\"serious\", \"serious\", \"major\", \"major\"]\n\
                    matrix = [17, 10, 5]\n[indicators.figures.N2]\nbase = 20\n\
                    source = \"演练 统计公报\"\n";
        let settings: Settings = toml::from_str(text).expect("settings");
        assert_eq!(
            settings.risk.major_hazard[1],
            RiskLevel::Serious,
            "its own word"
        );
        assert_eq!(settings.risk.matrix, [17, 10, 5], "its own bounds");
        let usual = Settings::default().risk;
        assert_eq!(settings.risk.lec, usual.lec, "what it leaves out stays");
        let figures = settings
            .indicators
            .figures(IndicatorCode::N2, Some(3.0), None);
        assert_eq!(
            (figures.part, figures.base),
            (Some(3.0), Some(20.0)),
            "counted in the log, beside the base that was entered"
        );
    }

    #[test]
    fn bounds_of_the_matrix_that_do_not_fall_are_refused() {
        let text = "[risk]\nmatrix = [5, 10, 17]\n";
        let refused = toml::from_str::<Settings>(text).expect_err("they rise");
        let words = refused.to_string();
        assert!(words.contains("matrix"), "it says which: {words}");
    }

    #[test]
    fn nothing_is_entered_unless_the_district_does() {
        let usual = Settings::default().indicators;
        assert!(usual.figures.is_empty(), "no base is made up");
        assert!(usual.industry_kinds.is_empty(), "no line is drawn");
        for kind in ["flood", "rainstorm", "power_outage", "other"] {
            let counts = usual.accident_kinds.iter().any(|one| one == kind);
            assert!(!counts, "{kind} is no accident of work safety");
        }
    }
}
