//! Fire alarm panels (GB/T 26875.3): who is connected, what is disabled, who is on duty.

use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::Who;

/// Panels of one answer.
pub const PANELS_MAX: usize = 400;
/// Disabled parts that are named of one panel.
pub const PANEL_PARTS_MAX: usize = 40;

/// A part that was taken out at its panel (屏蔽): it hears nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PanelPart {
    /// The system or part, as alerts name it.
    pub place: String,
    /// What it is, in the panel's words; outside text, empty where it is not known.
    pub words: String,
    /// Since when; none where that was before the desk was started.
    pub since: Option<UtcMs>,
}

/// A duty check of a panel (查岗).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PanelDuty {
    /// When it was asked for.
    pub asked_at: UtcMs,
    /// Until when it has to be answered.
    pub due_at: UtcMs,
    /// When it was sent; none while the panel has no connection.
    pub sent_at: Option<UtcMs>,
    /// When the panel confirmed that it has it; none while nobody knows.
    pub confirmed_at: Option<UtcMs>,
    /// When somebody answered.
    pub answered_at: Option<UtcMs>,
}

/// One panel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PanelRow {
    /// Its feed.
    pub feed: String,
    /// The number of its transmission device.
    pub device: String,
    /// Whether it has a connection.
    pub online: bool,
    /// When it was heard last; none where that was before the desk was started.
    pub heard_at: Option<UtcMs>,
    /// How many of its parts are disabled.
    pub disabled: u32,
    /// They, at most [`PANEL_PARTS_MAX`].
    pub parts: Vec<PanelPart>,
    /// The newest duty check.
    pub duty: Option<PanelDuty>,
}

/// What a panel is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PanelAsk {
    /// Whether somebody is on duty (查岗).
    #[default]
    Duty,
    /// How its transmission device is (type 81).
    State,
}

/// Asks one panel of a feed, or all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AskPanels {
    /// The feed.
    pub feed: String,
    /// The device; none for all of the feed.
    pub device: Option<String>,
    /// What.
    pub ask: PanelAsk,
    /// Who asks.
    pub who: Who,
}

/// How many were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PanelsAsked {
    /// Panels.
    pub asked: u32,
}
