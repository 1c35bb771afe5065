//! LEC (作业条件危险性评价法): D = L·E·C, the danger of a work or a place by how likely an accident
//! is, how often people are exposed and how grave it would be.
//!
//! Values and bands are read from one source and not run against the printed method of its
//! authors: 待区里确认. The scales are those of [`emergency::risk`].

use emergency::risk::RiskJudged;

/// Bounds of D between the five bands, from the gravest: over 320 (极其危险), 160 to 320, 70 to
/// 160, 20 to 70, under 20.
pub const BOUNDS: [f64; 4] = [320.0, 160.0, 70.0, 20.0];
/// Bands there are.
pub const BANDS: usize = BOUNDS.len() + 1;
/// By so much, as a share, a product may lie beside a bound and still be on it: tenths do not
/// multiply exactly in a computer.
const ROUNDING: f64 = 1e-9;

/// D of what was judged; none for a number that is on no scale of LEC.
#[must_use]
pub fn danger(likelihood: f64, exposure: f64, consequence: f64) -> Option<f64> {
    let judged = RiskJudged::Lec {
        likelihood,
        exposure,
        consequence,
    };
    let is_on = judged.off_scale().is_none();
    is_on.then_some(likelihood * exposure * consequence)
}

/// The band of a D, 1 the gravest to [`BANDS`]. A D on a bound belongs to the graver band; only
/// the gravest begins above its bound, as the source writes it.
#[must_use]
pub fn band(d: f64) -> usize {
    let mut bounds = BOUNDS.iter().enumerate();
    let reached = bounds.find(|(place, bound)| {
        if *place == 0 {
            d > **bound * (1.0 + ROUNDING)
        } else {
            d >= **bound * (1.0 - ROUNDING)
        }
    });
    reached.map_or(BANDS, |(place, _)| place + 1)
}

#[cfg(test)]
mod tests {
    use emergency::risk::{LEC_CONSEQUENCES, LEC_EXPOSURES, LEC_LIKELIHOODS};

    use super::*;

    #[test]
    fn worked_examples_come_to_their_printed_d_and_band() {
        // L, E, C, D and the band that the bounds give.
        let cases = [
            (6.0, 6.0, 15.0, "540.0", 1),
            (3.0, 3.0, 40.0, "360.0", 1),
            (3.0, 6.0, 7.0, "126.0", 3),
            (1.0, 6.0, 15.0, "90.0", 3),
            (10.0, 2.0, 1.0, "20.0", 4),
            (0.1, 0.5, 1.0, "0.1", 5),
        ];
        for (l, e, c, d, wanted) in cases {
            let found = danger(l, e, c).expect("is on the scales");
            assert_eq!(format!("{found:.1}"), d, "{l}·{e}·{c}");
            assert_eq!(band(found), wanted, "band of {found}");
        }
    }

    #[test]
    fn a_d_on_a_bound_is_in_the_graver_band_except_on_the_highest() {
        let cases = [
            (320.1, 1),
            (320.0, 2),
            (160.0, 2),
            (159.9, 3),
            (70.0, 3),
            (69.9, 4),
            (20.0, 4),
            (19.9, 5),
            (0.0, 5),
        ];
        for (d, wanted) in cases {
            assert_eq!(band(d), wanted, "D of {d}");
        }
    }

    #[test]
    fn a_number_that_is_on_no_scale_has_no_d() {
        for (l, e, c) in [(5.0, 6.0, 15.0), (6.0, 5.0, 15.0), (6.0, 6.0, 20.0)] {
            assert_eq!(danger(l, e, c), None, "{l}·{e}·{c} is not guessed at");
        }
    }

    #[test]
    fn a_graver_factor_never_makes_the_band_milder() {
        for l in LEC_LIKELIHOODS.windows(2) {
            for e in LEC_EXPOSURES {
                for c in LEC_CONSEQUENCES {
                    let graver = band(l[0] * e * c);
                    let milder = band(l[1] * e * c);
                    assert!(graver <= milder, "L {} against {} at {e}·{c}", l[0], l[1]);
                }
            }
        }
        assert_eq!(band(10.0 * 10.0 * 100.0), 1, "the greatest D");
    }
}
