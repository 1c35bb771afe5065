//! The measuring tape: samples, rows with a bar, and how they are printed.
//!
//! One row is one figure. As JSON it is one object a line with the fields `group name value unit
//! baseline ratio bar holds`; as a table the rows stand under a line that names the machine and
//! the date, for a figure without its machine says nothing.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

/// What a figure must satisfy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// The value may be this much, in the row's unit.
    AtMost(f64),
    /// The value must be this much, in the row's unit.
    AtLeast(f64),
    /// The value must be this share of the baseline that was measured in the same run.
    ShareOfBaseline(f64),
    /// The value may exceed the baseline of the same run by this much, in the row's unit.
    AboveBaseline(f64),
    /// Shown for comparison only.
    None,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The group that measured it.
    pub group: &'static str,
    /// What was measured, in words.
    pub name: String,
    /// The figure, in `unit`.
    pub value: f64,
    /// The unit, as printed: `ms`, `events/s`, `MB`.
    pub unit: &'static str,
    /// The same thing done the plainest way, in the same run and unit.
    pub baseline: Option<f64>,
    /// What the figure must satisfy.
    pub bar: Bar,
}

/// A row as it is printed for machines.
#[derive(Serialize)]
struct Line<'a> {
    group: &'a str,
    name: &'a str,
    value: f64,
    unit: &'a str,
    baseline: Option<f64>,
    ratio: Option<f64>,
    bar: Option<String>,
    holds: Option<bool>,
}

impl Row {
    /// The value as a share of the baseline.
    pub fn ratio(&self) -> Option<f64> {
        self.baseline
            .filter(|baseline| *baseline != 0.0)
            .map(|baseline| self.value / baseline)
    }

    /// Whether the bar is met. Nothing without a bar; a bar on the baseline is not met when there
    /// is no baseline, and a figure that is no number meets none.
    pub fn holds(&self) -> Option<bool> {
        match self.bar {
            Bar::AtMost(most) => Some(self.value <= most),
            Bar::AtLeast(least) => Some(self.value >= least),
            Bar::ShareOfBaseline(share) => Some(self.ratio().is_some_and(|ratio| ratio >= share)),
            Bar::AboveBaseline(more) => Some(
                self.baseline
                    .is_some_and(|baseline| self.value <= baseline + more),
            ),
            Bar::None => None,
        }
    }

    /// The row as one JSON object.
    pub fn json(&self) -> String {
        let line = Line {
            group: self.group,
            name: &self.name,
            value: self.value,
            unit: self.unit,
            baseline: self.baseline,
            ratio: self.ratio(),
            bar: self.bar_in_words(),
            holds: self.holds(),
        };
        serde_json::to_string(&line).expect("numbers and texts can be written as JSON")
    }

    fn bar_in_words(&self) -> Option<String> {
        match self.bar {
            Bar::AtMost(most) => Some(format!("<= {} {}", figure(most), self.unit)),
            Bar::AtLeast(least) => Some(format!(">= {} {}", figure(least), self.unit)),
            Bar::ShareOfBaseline(share) => Some(format!(">= {} of baseline", figure(share))),
            Bar::AboveBaseline(more) => {
                Some(format!("<= baseline + {} {}", figure(more), self.unit))
            }
            Bar::None => None,
        }
    }
}

/// Durations of one repeated thing.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    durations: Vec<Duration>,
}

impl Samples {
    /// Adds one measured duration.
    pub fn add(&mut self, duration: Duration) {
        self.durations.push(duration);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.durations.len()
    }

    /// The nearest-rank percentile in milliseconds: the smallest sample that at least `percent`
    /// of all samples do not exceed. Not a number when there are no samples, so that no bar holds.
    pub fn percentile_ms(&self, percent: u8) -> f64 {
        let mut sorted = self.durations.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * usize::from(percent.min(100)))
            .div_ceil(100)
            .max(1);
        sorted
            .get(rank - 1)
            .map_or(f64::NAN, |duration| duration.as_secs_f64() * 1e3)
    }

    /// The largest sample in milliseconds; not a number when there are none.
    pub fn max_ms(&self) -> f64 {
        self.percentile_ms(100)
    }
}

/// The machine and the day, as one line: processor, cores, memory, system, and the date given.
pub fn machine(date: &str) -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let (processor, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let processor = field(&processor, "model name").unwrap_or("processor unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let system = std::env::consts::OS;
    let memory_kib: Option<f64> = field(&memory, "MemTotal")
        .and_then(|text| text.split(' ').next())
        .and_then(|number| number.parse().ok());
    let memory = memory_kib.map_or_else(
        || "memory unknown".to_owned(),
        |kib| format!("{:.0} GiB", kib / f64::from(1 << 20)),
    );
    format!("{processor}, {cores} cores, {memory}, {system}, {date}")
}

/// The value beside a name in the style of `/proc`: `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim())
}

/// The rows as a table, one line each, columns aligned.
pub fn table(rows: &[Row]) -> String {
    let mut cells = vec![
        [
            "group", "what", "value", "unit", "baseline", "ratio", "bar", "holds",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    let optional = |value: Option<f64>| value.map_or_else(String::new, figure);
    for row in rows {
        let holds = match row.holds() {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "",
        };
        cells.push(vec![
            row.group.to_owned(),
            row.name.clone(),
            figure(row.value),
            row.unit.to_owned(),
            optional(row.baseline),
            optional(row.ratio()),
            row.bar_in_words().unwrap_or_default(),
            holds.to_owned(),
        ]);
    }
    aligned(&cells)
}

fn aligned(cells: &[Vec<String>]) -> String {
    let columns = cells.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            cells
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in cells {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(line, "{cell:<width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A number with about three significant digits, without an exponent.
fn figure(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "?".to_owned()
    } else if size >= 100.0 || value == value.trunc() {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: f64, baseline: Option<f64>, bar: Bar) -> Row {
        Row {
            group: "log",
            name: "a thing".to_owned(),
            value,
            unit: "ms",
            baseline,
            bar,
        }
    }

    #[test]
    fn a_bar_holds_up_to_its_value_and_not_beyond() {
        let cases = [
            (
                row(250.0, None, Bar::AtMost(250.0)),
                Some(true),
                "just at most",
            ),
            (
                row(250.1, None, Bar::AtMost(250.0)),
                Some(false),
                "a little more",
            ),
            (
                row(30.0, None, Bar::AtLeast(30.0)),
                Some(true),
                "just at least",
            ),
            (
                row(29.9, None, Bar::AtLeast(30.0)),
                Some(false),
                "a little less",
            ),
            (
                row(80.0, Some(100.0), Bar::ShareOfBaseline(0.8)),
                Some(true),
                "just the share",
            ),
            (
                row(79.0, Some(100.0), Bar::ShareOfBaseline(0.8)),
                Some(false),
                "less than the share",
            ),
            (
                row(80.0, None, Bar::ShareOfBaseline(0.8)),
                Some(false),
                "no baseline was measured",
            ),
            (
                row(600.0, Some(350.0), Bar::AboveBaseline(250.0)),
                Some(true),
                "just above",
            ),
            (
                row(601.0, Some(350.0), Bar::AboveBaseline(250.0)),
                Some(false),
                "too far above",
            ),
            (
                row(f64::NAN, None, Bar::AtMost(1.0)),
                Some(false),
                "nothing was measured",
            ),
            (row(1.0, None, Bar::None), None, "there is no bar"),
        ];
        for (row, holds, why) in cases {
            assert_eq!(row.holds(), holds, "{why}");
        }
    }

    #[test]
    fn percentiles_are_samples_by_nearest_rank() {
        let mut samples = Samples::default();
        assert!(samples.percentile_ms(99).is_nan(), "no samples, no figure");
        for millis in (1..=200).rev() {
            samples.add(Duration::from_millis(millis));
        }
        assert_eq!(samples.count(), 200, "each is kept");
        assert_eq!(samples.percentile_ms(50), 100.0, "half are at most this");
        assert_eq!(
            samples.percentile_ms(99),
            198.0,
            "two of two hundred are above"
        );
        assert_eq!(samples.percentile_ms(0), 1.0, "the smallest");
        assert_eq!(samples.max_ms(), 200.0, "the largest");
    }

    #[test]
    fn a_row_is_one_json_object_with_all_its_fields() {
        let json = row(80.0, Some(100.0), Bar::ShareOfBaseline(0.8)).json();
        assert_eq!(
            json,
            concat!(
                r#"{"group":"log","name":"a thing","value":80.0,"unit":"ms","baseline":100.0,"#,
                r#""ratio":0.8,"bar":">= 0.800 of baseline","holds":true}"#
            ),
            "the fields and their order are read by others"
        );
        assert!(!json.contains('\n'), "one object a line");
    }

    #[test]
    fn the_table_names_a_missed_bar() {
        let text = table(&[
            row(1.0, None, Bar::AtMost(2.0)),
            row(3.0, None, Bar::AtMost(2.0)),
        ]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].ends_with("yes"), "met: {}", lines[1]);
        assert!(
            lines[2].ends_with("NO"),
            "missed, and seen at a glance: {}",
            lines[2]
        );
    }

    #[test]
    fn figures_are_short_and_never_scientific() {
        assert_eq!(figure(0.012_345), "0.012", "small");
        assert_eq!(figure(12.345), "12.3", "middle");
        assert_eq!(figure(123_456.7), "123457", "large");
        assert_eq!(figure(f64::NAN), "?", "nothing was measured");
    }
}
