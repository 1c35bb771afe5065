//! What a team can do (能力): the controlled list that plans, teams and the recommender share.

/// All capabilities. Plans ask for them by these codes; `plans/README.md` explains them.
pub const CAPABILITIES: [&str; 20] = [
    "command",
    "rescue",
    "firefighting",
    "hazmat",
    "water_rescue",
    "drainage",
    "engineering",
    "construction",
    "pipeline",
    "gas",
    "water",
    "power",
    "medical",
    "police",
    "traffic",
    "evacuation",
    "shelter",
    "environment",
    "expert",
    "communications",
];

/// True when the code is in the list.
#[must_use]
pub fn is_capability(code: &str) -> bool {
    CAPABILITIES.contains(&code)
}
