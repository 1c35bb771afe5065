//! What is made of the samples, and what each figure has to satisfy.

use anyhow::{Context as _, Result};
use tests::measure::{Bar, Row};

use super::Samples;

const GROUP: &str = "window";
/// Hours after which a day's memory must be flat: until then caches fill.
const WARM_HOURS: usize = 8;

/// What is taken of several samples.
#[derive(Debug, Clone, Copy)]
enum Take {
    Percentile(usize),
    Least,
    Last,
    Sum,
    /// How much they grow from one to the next once it is warm: least squares.
    Slope,
}

/// One row: its name, the samples it is made of, its unit, its baseline and its bar.
struct Figure {
    name: &'static str,
    of: &'static str,
    take: Take,
    unit: &'static str,
    baseline: Option<(&'static str, Take)>,
    bar: Bar,
}

/// The promises of the window, on 2 quiet cores and with software rendering.
const FIGURES: &[Figure] = &[
    figure(
        "alert at the platform's WebSocket to its painted row, 200 a second, p99",
        ("alert to row", Take::Percentile(99), "ms"),
        Some(("bare row", Take::Percentile(99))),
        Bar::AtMost(250.0),
    ),
    figure(
        "the same, p50",
        ("alert to row", Take::Percentile(50), "ms"),
        Some(("bare row", Take::Percentile(50))),
        Bar::None,
    ),
    figure(
        "marked alerts of the stream that never were on the screen",
        ("alerts missed", Take::Sum, ""),
        None,
        Bar::AtMost(0.0),
    ),
    figure(
        "window during the stream",
        ("stream frames", Take::Least, "frames/s"),
        Some(("bare stream frames", Take::Least)),
        Bar::None,
    ),
    figure(
        "longest time without a frame during the stream",
        ("stream gap", Take::Percentile(100), "ms"),
        None,
        Bar::None,
    ),
    figure(
        "line of another desk to painted in the duty log, p99",
        ("desk to desk", Take::Percentile(99), "ms"),
        Some(("bare row", Take::Percentile(99))),
        Bar::AtMost(250.0),
    ),
    figure(
        "lines of another desk that never were on the screen",
        ("lines missed", Take::Sum, ""),
        None,
        Bar::AtMost(0.0),
    ),
    figure(
        "window during a burst of 10,000 alerts",
        ("burst frames", Take::Least, "frames/s"),
        Some(("bare stream frames", Take::Least)),
        Bar::AtLeast(30.0),
    ),
    figure(
        "longest time without a frame during the burst",
        ("burst gap", Take::Percentile(100), "ms"),
        None,
        Bar::None,
    ),
    figure(
        "burst of 10,000 alerts: all stored, and counted on the screen",
        ("burst shown", Take::Last, "s"),
        None,
        Bar::AtMost(3.0),
    ),
    figure(
        "alarm of a flood at the feed to its painted row, 10,000 in a minute, p99",
        ("flood to row", Take::Percentile(99), "ms"),
        Some(("bare row", Take::Percentile(99))),
        Bar::AtMost(500.0),
    ),
    figure(
        "alarms of that flood that no row on the screen counts",
        ("flood to row, missed", Take::Sum, ""),
        None,
        Bar::AtMost(0.0),
    ),
    figure(
        "rows of that flood",
        ("flood to row, rows", Take::Last, "rows"),
        None,
        Bar::AtMost(15.0),
    ),
    figure(
        "the same flood in ten minutes, p99",
        ("long flood to row", Take::Percentile(99), "ms"),
        Some(("bare row", Take::Percentile(99))),
        Bar::AtMost(500.0),
    ),
    figure(
        "alarms of the flood of ten minutes that no row on the screen counts",
        ("long flood to row, missed", Take::Sum, ""),
        None,
        Bar::AtMost(0.0),
    ),
    figure(
        "window at rest",
        ("calm frames", Take::Least, "frames/s"),
        Some(("bare frames", Take::Least)),
        Bar::None,
    ),
    figure(
        "start with 1,000,000 events to the painted list, slowest of 3",
        ("large start", Take::Percentile(100), "ms"),
        Some(("bare start", Take::Percentile(100))),
        Bar::AtMost(3_000.0),
    ),
    figure(
        "second `cargo xtask run` to the painted list, slowest of 3",
        ("second start", Take::Percentile(100), "ms"),
        Some(("bare start", Take::Percentile(100))),
        Bar::AtMost(3_000.0),
    ),
    figure(
        "a Word file of 200 pages comes in: frames that the window missed, worst of 5",
        ("import frames missed", Take::Percentile(100), "%"),
        None,
        Bar::AtMost(10.0),
    ),
    figure(
        "two versions of 100 pages are compared: frames that the window missed, worst of 5",
        ("compare frames missed", Take::Percentile(100), "%"),
        None,
        Bar::AtMost(10.0),
    ),
    figure(
        "memory of all processes after 24 played hours",
        ("hour", Take::Last, "MB"),
        Some(("bare memory", Take::Last)),
        Bar::AboveBaseline(250.0),
    ),
    figure(
        "growth of that memory from the 9th hour on, an hour",
        ("hour", Take::Slope, "MB"),
        None,
        Bar::AtMost(2.0),
    ),
    figure(
        "dead link shown",
        ("dead link", Take::Percentile(100), "s"),
        None,
        Bar::AtMost(25.0),
    ),
];

const fn figure(
    name: &'static str,
    (of, take, unit): (&'static str, Take, &'static str),
    baseline: Option<(&'static str, Take)>,
    bar: Bar,
) -> Figure {
    Figure {
        name,
        of,
        take,
        unit,
        baseline,
        bar,
    }
}

/// What only the full measure says: it takes ten minutes.
const LONG: &str = "long ";

/// A row for each figure; samples that were not said are an error, not a row less.
pub(super) fn rows(samples: &Samples, full: bool) -> Result<Vec<Row>> {
    let taken = |of: &str, take| -> Result<f64> {
        let all = samples
            .get(of)
            .with_context(|| format!("nobody said {of:?}"))?;
        Ok(take_of(all, take))
    };
    FIGURES
        .iter()
        .filter(|figure| full || !figure.of.starts_with(LONG))
        .map(|figure| {
            Ok(Row {
                group: GROUP,
                name: figure.name.to_owned(),
                value: taken(figure.of, figure.take)?,
                unit: figure.unit,
                baseline: figure
                    .baseline
                    .map(|(of, take)| taken(of, take))
                    .transpose()?,
                bar: figure.bar,
            })
        })
        .collect()
}

/// Not a number of nothing, so that no bar holds.
fn take_of(samples: &[f64], take: Take) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let found = match take {
        Take::Percentile(percent) => {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).copied()
        }
        Take::Least => sorted.first().copied(),
        Take::Last => samples.last().copied(),
        Take::Sum => Some(samples.iter().sum()),
        Take::Slope => samples.get(WARM_HOURS..).and_then(slope),
    };
    found.unwrap_or(f64::NAN)
}

fn slope(samples: &[f64]) -> Option<f64> {
    let count = samples.len() as f64;
    let (mean_x, mean_y) = ((count - 1.0) / 2.0, samples.iter().sum::<f64>() / count);
    let from_mean = samples.iter().zip(0_u32..).map(|(y, x)| {
        let x = f64::from(x) - mean_x;
        (x * (y - mean_y), x * x)
    });
    let (xy, xx) = from_mean.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (xx > 0.0).then(|| xy / xx)
}
