//! From a message of any sensor to values of points, by a mapping that a user can edit: topic
//! filter and JSON path to point, quantity, unit and limits.
//!
//! A mapping is a JSON file with a list of `rules`; `assets/sensors/` holds examples. A rule:
//!
//! - `name`: what the user calls it.
//! - `topic`: MQTT topic filter.
//! - `each`: the rule holds for each value that this path finds; may be left out.
//! - `only`: `{"path": "$.kind", "equals": "level"}`, what has to stand there; may be left out.
//! - `point`: `tank-{3}-{$.id}`; `{n}` is level n of the topic from 0, `{$…}` what a path finds.
//! - `value`: the path of the value; a number, a truth value, or a word of `words`.
//! - `quantity`, `unit`: what is measured, and in what.
//! - `scale`, `offset`: the number is multiplied by the one, and the other is added.
//! - `time`, `time_form`: the device's own time; `unix_ms`, `unix_s`, `iso8601`, or `local` for
//!   `yyyy-MM-dd HH:mm:ss` of UTC+8.
//! - `good`: false, 0, "bad" and such there make the value doubtful.
//! - `words`: `{"trapped": 1, "normal": 0}`.
//! - `limits`: `{"high": 8.0, "high_high": 9.0}`, also `low` and `low_low`; `deadband`, how far a
//!   value has to come back until the alarm ends; `on_delay_s` and `off_delay_s`, how long it has
//!   to stay beyond or within; `rise_per_min` and `fall_per_min`, how fast it may change, over
//!   `rate_over_s` seconds (60).
//!
//! Paths are read by [`JsonPath`]. With `each`, paths begin at the value found; one that begins
//! with `$$` begins at the whole message.

mod limits;
mod mapping;
mod path;
mod topic;

pub use limits::{Breach, Limits, RATE_OVER_S};
pub use mapping::{
    Form, MAPPING_BYTES_MAX, Mapping, Only, PAYLOAD_BYTES_MAX, POINT_BYTES_MAX, RULES_MAX, Rule,
    SAMPLES_MAX, Sample, TIMES_MS,
};
pub use path::{FOUND_MAX, JsonPath, STEPS_MAX};
pub(crate) use topic::is_filter;
pub use topic::topic_matches;

#[cfg(test)]
mod tests;
