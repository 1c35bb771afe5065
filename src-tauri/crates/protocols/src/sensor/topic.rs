//! Topic filters (MQTT 5, 4.7).

/// Whether a text is a topic filter: `+` and `#` stand alone in a level, `#` last (MQTT 5, 4.7.1).
pub(crate) fn is_filter(filter: &str) -> bool {
    let levels: Vec<_> = filter.split('/').collect();
    let fits = |(index, level): (usize, &&str)| match *level {
        "#" => index + 1 == levels.len(),
        "+" => true,
        level => !level.contains(['#', '+', '\0']),
    };
    !filter.is_empty() && levels.iter().enumerate().all(fits)
}

/// Whether a topic fits a filter (MQTT 5, 4.7): `+` is one level, `#` all further ones; neither
/// takes a topic that begins with `$` at the first level.
#[must_use]
pub fn topic_matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        if wanted == "#" {
            return true;
        }
        match levels.next() {
            Some(level) if wanted == "+" || wanted == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}
