//! The risk matrix (风险矩阵, LS): R = L·S, both in five steps.
//!
//! Localities differ in the bands; those read are 20–25 red, 15–16 orange, 9–12 yellow, up to 8
//! blue. They are a setting of the district: 待区里确认.

use emergency::risk::{MATRIX_STEPS, RiskJudged, RiskLevel};

/// From which R on a risk is 重大, 较大, 一般; below it is 低.
pub const BOUNDS: [u8; 3] = [20, 15, 9];
/// The greatest R.
pub const R_MAX: u8 = MATRIX_STEPS * MATRIX_STEPS;

/// R of what was judged; none for a step that there is not.
#[must_use]
pub fn risk(likelihood: u8, severity: u8) -> Option<u8> {
    let judged = RiskJudged::Matrix {
        likelihood,
        severity,
    };
    let is_on = judged.off_scale().is_none();
    is_on.then(|| likelihood * severity)
}

/// The level of an R by the bounds of a district, gravest first.
#[must_use]
pub fn level(r: u8, bounds: &[u8; 3]) -> RiskLevel {
    let reached = bounds
        .iter()
        .zip(RiskLevel::ALL)
        .find(|(from, _)| r >= **from);
    reached.map_or(RiskLevel::Low, |(_, level)| level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_matrix_has_the_colour_of_its_band() {
        use RiskLevel::{Low, Major, Ordinary, Serious};
        // By likelihood 1 to 5 downwards, by severity 1 to 5 to the right.
        let wanted = [
            [Low, Low, Low, Low, Low],
            [Low, Low, Low, Low, Ordinary],
            [Low, Low, Ordinary, Ordinary, Major],
            [Low, Low, Ordinary, Major, Serious],
            [Low, Ordinary, Major, Serious, Serious],
        ];
        for (likelihood, row) in (1..).zip(wanted) {
            for (severity, wanted) in (1..).zip(row) {
                let r = risk(likelihood, severity).expect("is a step");
                let found = level(r, &BOUNDS);
                assert_eq!(found, wanted, "{likelihood}·{severity} = {r}");
            }
        }
    }

    #[test]
    fn steps_that_there_are_not_have_no_risk() {
        for (likelihood, severity) in [(0, 1), (1, 0), (6, 1), (1, 6), (255, 255)] {
            let found = risk(likelihood, severity);
            assert_eq!(found, None, "{likelihood}·{severity} is no field");
        }
    }

    #[test]
    fn the_bounds_of_a_district_go_before_those_that_were_read() {
        assert_eq!(level(12, &[12, 8, 4]), RiskLevel::Serious, "its own bound");
        assert_eq!(level(3, &[12, 8, 4]), RiskLevel::Low, "below all of them");
        assert!(
            BOUNDS.iter().all(|bound| *bound <= R_MAX),
            "each band can be reached"
        );
    }
}
