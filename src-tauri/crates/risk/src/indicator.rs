//! Indicators of work safety (安全生产指标): a count, a rate, a share, and how far it is from a base.
//!
//! Which indicator is which is said by the district's plan (济南市历城区安全生产“十四五”规划, chapter
//! 二 section (二)). Without a base or without numbers nothing is reckoned and that is said.

/// How one is reckoned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// How many.
    Count,
    /// How many, and how far that is from the base.
    CountToBase,
    /// How many for so many of another thing.
    Rate {
        /// Of how many of the other thing.
        per: f64,
    },
    /// The same, and how far it is from the base.
    RateToBase {
        /// Of how many of the other thing.
        per: f64,
    },
    /// How many of all, percent.
    Share,
}

/// The numbers there are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Numerator.
    pub part: Option<f64>,
    /// Denominator.
    pub of: Option<f64>,
    /// What it was in the base year (基数).
    pub base: Option<f64>,
}

/// Whether an indicator says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Known,
    /// 无基数: there is nothing to compare with or to divide by.
    NoBase,
    /// 无数据: a number is missing.
    NoData,
}

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Count, rate, or share in percent; none where a number is missing.
    pub value: Option<f64>,
    /// By how many percent it differs from the base; none without one.
    pub change_percent: Option<f64>,
    /// Whether it says something.
    pub standing: Standing,
}

/// Percent of a whole.
const WHOLE_PERCENT: f64 = 100.0;

/// Reckons one.
#[must_use]
pub fn reckon(method: Method, figures: &Figures) -> Outcome {
    let usable = |number: Option<f64>| number.filter(|one| one.is_finite() && *one >= 0.0);
    let (part, of, base) = (
        usable(figures.part),
        usable(figures.of),
        usable(figures.base),
    );
    let divided = |per: f64| {
        let (part, of) = part.zip(of)?;
        (of > 0.0).then(|| part / of * per)
    };
    let (value, to_base) = match method {
        Method::Count => (part, false),
        Method::CountToBase => (part, true),
        Method::Rate { per } => (divided(per), false),
        Method::RateToBase { per } => (divided(per), true),
        Method::Share => (divided(WHOLE_PERCENT), false),
    };
    let base = base.filter(|base| to_base && *base > 0.0);
    let change_percent = value
        .zip(base)
        .map(|(value, base)| (value - base) / base * WHOLE_PERCENT);
    let nothing_to_divide_by = value.is_none() && part.is_some() && of == Some(0.0);
    let standing = if nothing_to_divide_by {
        Standing::NoBase
    } else if value.is_none() {
        Standing::NoData
    } else if to_base && base.is_none() {
        Standing::NoBase
    } else {
        Standing::Known
    };
    Outcome {
        value,
        change_percent,
        standing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(part: Option<f64>, of: Option<f64>, base: Option<f64>) -> Figures {
        Figures { part, of, base }
    }

    fn shown(number: Option<f64>) -> Option<String> {
        number.map(|number| format!("{number:.3}"))
    }

    use Method::{Count, CountToBase, Rate, RateToBase, Share};
    use Standing::{Known, NoBase, NoData};

    /// Method; numerator, denominator, base; value, change in percent, standing.
    type Case<'a> = (
        Method,
        (Option<f64>, Option<f64>, Option<f64>),
        (Option<&'a str>, Option<&'a str>, Standing),
    );

    const CASES: &[Case<'_>] = &[
        (Count, (Some(2.0), None, None), (Some("2.000"), None, Known)),
        (Count, (None, None, None), (None, None, NoData)),
        (
            CountToBase,
            (Some(17.0), None, Some(20.0)),
            (Some("17.000"), Some("-15.000"), Known),
        ),
        (
            CountToBase,
            (Some(17.0), None, None),
            (Some("17.000"), None, NoBase),
        ),
        (
            CountToBase,
            (Some(1.0), None, Some(0.0)),
            (Some("1.000"), None, NoBase),
        ),
        (
            Rate { per: 1.0 },
            (Some(6.0), Some(1_200.0), None),
            (Some("0.005"), None, Known),
        ),
        (
            Rate { per: 10_000.0 },
            (Some(27.0), None, None),
            (None, None, NoData),
        ),
        (
            RateToBase { per: 100_000.0 },
            (Some(4.0), Some(400_000.0), Some(1.25)),
            (Some("1.000"), Some("-20.000"), Known),
        ),
        (
            RateToBase { per: 100_000.0 },
            (Some(4.0), Some(400_000.0), None),
            (Some("1.000"), None, NoBase),
        ),
        (
            Share,
            (Some(8.0), Some(10.0), None),
            (Some("80.000"), None, Known),
        ),
        (Share, (Some(0.0), Some(0.0), None), (None, None, NoBase)),
        (Share, (None, Some(0.0), None), (None, None, NoData)),
        (Share, (Some(-1.0), Some(10.0), None), (None, None, NoData)),
        (
            Share,
            (Some(f64::NAN), Some(10.0), None),
            (None, None, NoData),
        ),
    ];

    #[test]
    fn each_method_says_what_a_hand_reckons_or_that_something_is_missing() {
        for (method, (part, of, base), (value, change, standing)) in CASES {
            let found = reckon(*method, &figures(*part, *of, *base));
            let why = format!("{method:?} of {part:?}, {of:?}, {base:?}");
            assert_eq!(shown(found.value).as_deref(), *value, "value: {why}");
            assert_eq!(
                shown(found.change_percent).as_deref(),
                *change,
                "change: {why}"
            );
            assert_eq!(found.standing, *standing, "standing: {why}");
        }
    }
}
