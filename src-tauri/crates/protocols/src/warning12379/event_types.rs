//! Event types of the national warning file. Only the meteorological group was found as public
//! code with comments of the specification; other groups are kept as their code.

/// One event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventType {
    /// The code, such as `11B03`.
    pub code: &'static str,
    /// The Chinese name.
    pub name_zh: &'static str,
    /// The English name.
    pub name_en: &'static str,
}

const fn event(code: &'static str, name_zh: &'static str, name_en: &'static str) -> EventType {
    EventType {
        code,
        name_zh,
        name_en,
    }
}

/// The known event types.
pub const EVENT_TYPES: &[EventType] = &[
    event("11B01", "台风", "typhoon"),
    event("11B03", "暴雨", "rainstorm"),
    event("11B04", "暴雪", "snowstorm"),
    event("11B05", "寒潮", "cold wave"),
    event("11B06", "大风", "gale"),
    event("11B07", "沙尘暴", "sandstorm"),
    event("11B09", "高温", "heat"),
    event("11B14", "雷电", "lightning"),
    event("11B15", "冰雹", "hail"),
    event("11B16", "霜冻", "frost"),
    event("11B17", "大雾", "fog"),
    event("11B19", "霾", "haze"),
    event("11B20", "雷雨大风", "thunderstorm gale"),
    event("11B21", "道路结冰", "road icing"),
    event("11B22", "干旱", "drought"),
    event("11B25", "森林火险", "forest fire danger"),
];

/// The event type of a code; letter case does not matter.
#[must_use]
pub fn event_type(code: &str) -> Option<&'static EventType> {
    EVENT_TYPES
        .iter()
        .find(|event| event.code.eq_ignore_ascii_case(code.trim()))
}
