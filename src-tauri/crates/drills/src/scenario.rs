//! Scenarios as text: TOML with a title and steps at their times.
//!
//! ```toml
//! id = "chlorine-night"
//! title = "王舍人夜间氯气泄漏"
//! summary = "…"
//! begins = "22:40"                # suggested local time of day
//!
//! [[step]]
//! at = "00:02:00"                 # after the beginning
//! name = "first"                  # so that a later step can update or cancel it
//! kind = "alert"                  # alert, warning, call or word
//! from = "演练·氯气报警平台"
//! event = "有毒气体泄漏"
//! severity = "Severe"             # CAP
//! headline = "{place}氯气浓度高报"
//! spot = { street = "王舍人街道", hazard = "氯" }
//! repeats = 3                     # the same alarm again, each time with a new identifier
//! every_s = 90
//! ```
//!
//! `{street}` and `{place}` in a text are filled in from the spot: a hazard site of that substance
//! in the exercise district, in that street when there is one, else the centre of the street.
//! Every text that does not say 演练 is given the mark.

mod play;

pub use play::{CAP_FEED, WARNING_FEED};

use serde::Deserialize;
use toml::{Table, Value};

/// Steps of one scenario at most.
pub const STEPS_MAX: usize = 1_000;
/// Times one alarm is repeated at most.
pub const REPEATS_MAX: u32 = 200;
/// Bytes of a scenario's text at most.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// A scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name, unique in the list.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Suggested local time of day of the beginning, `HH:MM`.
    pub begins: String,
    /// Its steps, in the order of their times.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Milliseconds after the beginning.
    pub at_ms: i64,
    /// Name by which a later step refers to it, often empty.
    pub name: String,
    /// What happens.
    pub what: What,
}

/// Where something happens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spot {
    /// Name of a street.
    pub street: String,
    /// A substance: the spot is a hazard site that has it.
    pub hazard: String,
}

/// What happens in a step.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// A CAP message.
    Alert {
        /// Who says so.
        from: String,
        /// CAP category; `Safety` when none is given.
        #[serde(default = "safety")]
        category: String,
        /// The event in words.
        event: String,
        /// CAP severity.
        severity: String,
        /// Headline.
        headline: String,
        /// Description.
        #[serde(default)]
        description: String,
        /// Where.
        #[serde(default)]
        spot: Spot,
        /// Radius of the area in km.
        #[serde(default = "half_a_kilometre")]
        radius_km: f64,
        /// Minutes until it expires.
        #[serde(default = "two_hours")]
        valid_min: u32,
        /// Name of the step it replaces.
        #[serde(default)]
        updates: String,
        /// Name of the step it cancels.
        #[serde(default)]
        cancels: String,
        /// How often the same alarm comes again.
        #[serde(default)]
        repeats: u32,
        /// Seconds between.
        #[serde(default = "a_minute")]
        every_s: u32,
    },
    /// A warning in the national file format (12379).
    Warning {
        /// Who issues it.
        from: String,
        /// Event type, such as `11B03`.
        event_type: String,
        /// `Red`, `Orange`, `Yellow` or `Blue`.
        colour: String,
        /// Headline.
        headline: String,
        /// Description.
        description: String,
        /// Name of the step it replaces.
        #[serde(default)]
        updates: String,
        /// Name of the step it cancels.
        #[serde(default)]
        cancels: String,
    },
    /// A telephone call.
    Call {
        /// Who calls.
        from: String,
        /// What is said.
        words: String,
        /// Where.
        #[serde(default)]
        spot: Spot,
    },
    /// Words of the trainer.
    Word {
        /// The words.
        words: String,
    },
}

fn safety() -> String {
    "Safety".to_owned()
}

fn half_a_kilometre() -> f64 {
    0.5
}

fn two_hours() -> u32 {
    120
}

fn a_minute() -> u32 {
    60
}

impl Step {
    /// What happens, in one line for the trainer; the place is only known when it is played.
    #[must_use]
    pub fn words(&self) -> String {
        let words = match &self.what {
            What::Alert { headline, .. } | What::Warning { headline, .. } => headline.clone(),
            What::Call { from, words, .. } => format!("{from}：{words}"),
            What::Word { words } => words.clone(),
        };
        words
            .replace("{place}", "事发地")
            .replace("{street}", "事发街道")
    }
}

impl What {
    /// The name of the step it replaces or cancels, empty when there is none.
    fn earlier(&self) -> &str {
        match self {
            Self::Alert {
                updates, cancels, ..
            }
            | Self::Warning {
                updates, cancels, ..
            } => {
                if updates.is_empty() {
                    cancels
                } else {
                    updates
                }
            }
            Self::Call { .. } | Self::Word { .. } => "",
        }
    }
}

/// What is wrong with a scenario's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Number of the step from 1; 0 for the text as a whole.
    pub step: usize,
    /// In words.
    pub message: String,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The scenario; none when the text is no TOML.
    pub scenario: Option<Scenario>,
    /// What is wrong. A step with a defect is left out.
    pub defects: Vec<Defect>,
}

/// The scenarios the program ships, as text.
pub const SHIPPED: &[&str] = &[
    include_str!("../../../../assets/scenarios/chlorine-night.toml"),
    include_str!("../../../../assets/scenarios/cloudburst.toml"),
];

/// The scenarios the program ships.
#[must_use]
pub fn shipped() -> Vec<Scenario> {
    SHIPPED
        .iter()
        .filter_map(|text| read(text).scenario)
        .collect()
}

/// Reads a scenario. Never fails: what cannot be used is left out and named.
#[must_use]
pub fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut defect = |step: usize, message: String| {
        reading.defects.push(Defect { step, message });
    };
    if text.len() > TEXT_BYTES_MAX {
        defect(0, format!("longer than {TEXT_BYTES_MAX} bytes"));
        return reading;
    }
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            defect(0, format!("no TOML: {error}"));
            return reading;
        }
    };
    let mut word = |key: &str| match table.get(key) {
        Some(Value::String(text)) => text.clone(),
        _ => {
            defect(0, format!("{key} is missing"));
            String::new()
        }
    };
    let mut scenario = Scenario {
        id: word("id"),
        title: word("title"),
        summary: word("summary"),
        begins: word("begins"),
        steps: Vec::new(),
    };
    let steps = match table.get("step") {
        Some(Value::Array(steps)) => steps.as_slice(),
        _ => &[],
    };
    for (index, step) in steps.iter().enumerate().take(STEPS_MAX) {
        match read_step(step) {
            Ok(step) => scenario.steps.push(step),
            Err(message) => defect(index + 1, message),
        }
    }
    if steps.is_empty() || steps.len() > STEPS_MAX {
        defect(0, format!("{} steps, 1 to {STEPS_MAX} may be", steps.len()));
    }
    scenario.steps.sort_by_key(|step| step.at_ms);
    for message in loose_references(&scenario.steps) {
        defect(0, message);
    }
    reading.scenario = Some(scenario);
    reading
}

fn read_step(step: &Value) -> Result<Step, String> {
    let mut table = step.as_table().cloned().ok_or("a step is a table")?;
    let at = match table.remove("at") {
        Some(Value::String(at)) => at,
        _ => return Err("at is missing".to_owned()),
    };
    let at_ms = offset_ms(&at).ok_or_else(|| format!("{at} is no time as HH:MM:SS"))?;
    let name = match table.remove("name") {
        None => String::new(),
        Some(Value::String(name)) => name,
        Some(_) => return Err("name is a text".to_owned()),
    };
    let what: What = Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    if let What::Alert { repeats, .. } = &what
        && *repeats > REPEATS_MAX
    {
        return Err(format!("{repeats} repeats, {REPEATS_MAX} may be"));
    }
    Ok(Step { at_ms, name, what })
}

/// Updates and cancels that name no earlier step.
fn loose_references(steps: &[Step]) -> Vec<String> {
    let mut loose = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let wanted = step.what.earlier();
        let known = steps[..index].iter().any(|earlier| earlier.name == wanted);
        if !wanted.is_empty() && !known {
            loose.push(format!("no earlier step is named {wanted}"));
        }
    }
    loose
}

/// Milliseconds of `HH:MM:SS`.
fn offset_ms(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(str::parse::<u32>);
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let (hours, minutes, seconds) = (hours.ok()?, minutes.ok()?, seconds.ok()?);
    let valid = parts.next().is_none() && hours < 100 && minutes < 60 && seconds < 60;
    valid.then(|| i64::from(hours * 3_600 + minutes * 60 + seconds) * 1_000)
}

#[cfg(test)]
mod tests;
