//! Which alerts that came lately are still open.

use rusqlite::Connection;

use crate::sqlite::stored;

/// Alerts that came into the file and that nobody has acknowledged yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fresh {
    /// How many.
    pub count: u32,
    /// The worst level among them.
    pub level: u8,
    /// The headline of one of that level.
    pub headline: String,
}

/// Open alerts of a level or worse that came into the file after one number and not after another,
/// from this desk and from others. A revision is as new as the first; a copy or an end is not.
pub(crate) fn fresh(
    conn: &Connection,
    (after, up_to): (u64, u64),
    level_max: u8,
) -> rusqlite::Result<[Fresh; 2]> {
    let mut all = <[Fresh; 2]>::default();
    let mut statement = conn.prepare_cached(
        "SELECT e.origin <> (SELECT origin FROM meta), count(DISTINCT a.id), min(a.level),
                a.headline
         FROM event e JOIN alert_row a ON a.id = e.entity_id
         WHERE e.seq > ?1 AND e.seq <= ?2 AND e.kind = 'alert.received'
           AND a.section = 1 AND a.level <= ?3
           AND (NOT EXISTS (SELECT 1 FROM event_entity x JOIN event f ON f.seq = x.event
                            WHERE x.kind = 'alert' AND x.id = a.id AND x.event < e.seq
                              AND f.kind = 'alert.received' AND f.entity_id = a.id)
             OR (a.cancelled = 0
               AND json_extract(e.envelope, '$.body.notice.sent') = a.sent_ms
               AND NOT EXISTS (SELECT 1 FROM event_entity x JOIN event f ON f.seq = x.event
                               WHERE x.kind = 'alert' AND x.id = a.id AND x.event < e.seq
                                 AND f.kind = 'alert.received' AND f.entity_id = a.id
                                 AND json_extract(f.envelope, '$.body.notice.sent')
                                     = a.sent_ms)))
         GROUP BY 1",
    )?;
    let mut rows = statement.query(rusqlite::params![stored(after), stored(up_to), level_max])?;
    while let Some(row) = rows.next()? {
        let of_others: bool = row.get(0)?;
        all[usize::from(of_others)] = Fresh {
            count: row.get(1)?,
            level: row.get(2)?,
            headline: row.get(3)?,
        };
    }
    Ok(all)
}
