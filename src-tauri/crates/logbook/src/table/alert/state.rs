//! Which rows of a section are in one state as alarms. The times are those of the query, `?3`.

use emergency::alert::Life;

// What is over ended by a message or ran out by itself, as `Alert::life` has it.
const IN_FORCE: &str = " AND cancelled = 0 AND coalesce(expires_ms > ?3, 1)";
const OVER: &str = " AND (cancelled = 1 OR coalesce(expires_ms <= ?3, 0))";
// The row does not say in which of the three ways one is out of the way, its state does. What a
// person put away goes first, as in `Alert::away`.
const ON_THE_SHELF: &str = " AND coalesce((SELECT json_extract(e.state, '$.shelved[0]')
    FROM entity e WHERE e.kind = 'alert' AND e.id = alert_row.id), 0) > ?3";
const BY_DESIGN: &str = " AND coalesce((SELECT json_extract(e.state, '$.shelved[0]')
    FROM entity e WHERE e.kind = 'alert' AND e.id = alert_row.id), 0) <= ?3
    AND (SELECT json_extract(e.state, '$.aside[0].why')
    FROM entity e WHERE e.kind = 'alert' AND e.id = alert_row.id) = 'by_design'";
const OUT_OF_SERVICE: &str = " AND coalesce((SELECT json_extract(e.state, '$.shelved[0]')
    FROM entity e WHERE e.kind = 'alert' AND e.id = alert_row.id), 0) <= ?3
    AND (SELECT json_extract(e.state, '$.aside[0].why')
    FROM entity e WHERE e.kind = 'alert' AND e.id = alert_row.id) = 'out_of_service'";

/// What the rows of one state have besides their section; none where the section says it all.
pub(super) const fn state_of(life: Life) -> Option<&'static str> {
    match life {
        Life::Unacknowledged | Life::Acknowledged => Some(IN_FORCE),
        Life::Returned | Life::Latched => Some(OVER),
        Life::Shelved => Some(ON_THE_SHELF),
        Life::Suppressed => Some(BY_DESIGN),
        Life::OutOfService => Some(OUT_OF_SERVICE),
        Life::Ended | Life::NotActual | Life::Unknown => None,
    }
}
