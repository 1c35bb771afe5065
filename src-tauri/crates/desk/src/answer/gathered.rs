//! Rows that stand for many alerts, and what is known of where they came from.

use contract::error::CallError;
use contract::rows::{
    AlertQuery, AlertRow, GatheredBy, GatheredRow, HEADING_ALERTS_MAX, PrecisionRow, PriorityRow,
    RowAlertsRequest, SourceOut,
};
use emergency::alert::{Alert, Mark};
use emergency::entity::{EntityKind, State};
use emergency::gather::{FoldRow, HeadingRow};
use emergency::id::{AlertId, SourceId};
use emergency::source::{Source, SourceTakenOut};

use super::alerts::row;
use crate::board::title;
use crate::number::small;
use crate::session::{Session, storage};

/// A row before it is read from the log.
struct Shown {
    /// The alert that the row is of.
    alert: AlertId,
    gathered: Option<GatheredRow>,
    priority: u8,
}

impl Shown {
    fn of_heading(heading: HeadingRow) -> Self {
        let priority = heading.priority;
        let gathered = heading_row(&heading);
        Self {
            alert: heading.lead,
            gathered: stands_for(&gathered).then_some(gathered),
            priority,
        }
    }

    fn of_fold(fold: FoldRow) -> Self {
        let gathered = GatheredRow {
            lead: fold.lead.clone(),
            gravest: fold.gravest,
            gravest_headline: String::new(),
            alerts: fold.alerts,
            waiting: fold.waiting,
            folds: 1,
            first: fold.first,
            last: fold.last,
            level: fold.level,
            ties: vec![GatheredBy::Repeats],
            parted: fold.parted,
        };
        Self {
            alert: fold.lead,
            gathered: stands_for(&gathered).then_some(gathered),
            priority: fold.priority,
        }
    }
}

/// Whether a row stands for something else than its first alert: for more, or for another one that
/// is left under its name when the first is over or on the shelf.
fn stands_for(row: &GatheredRow) -> bool {
    row.alerts > 1 || row.gravest != row.lead
}

fn heading_row(heading: &HeadingRow) -> GatheredRow {
    let ties = [
        (heading.alerts > heading.folds, GatheredBy::Repeats),
        (heading.ties.station, GatheredBy::Station),
        (heading.ties.site, GatheredBy::Site),
        (heading.ties.near, GatheredBy::Near),
        (heading.ties.area, GatheredBy::Area),
    ];
    let ties = ties.into_iter().filter(|(holds, _)| *holds);
    GatheredRow {
        lead: heading.lead.clone(),
        gravest: heading.gravest.clone(),
        gravest_headline: String::new(),
        alerts: heading.alerts,
        waiting: heading.waiting,
        folds: heading.folds,
        first: heading.first,
        last: heading.last,
        level: heading.level,
        ties: ties.map(|(_, by)| by).collect(),
        parted: heading.parted,
    }
}

/// The rows of the list or of what stands under one of them, and how many there are; none while
/// the board is not whole.
pub(super) fn rows(
    session: &Session,
    query: &AlertQuery,
    offset: usize,
    limit: usize,
) -> Result<Option<(u32, Vec<AlertRow>)>, CallError> {
    let seen = session.board.look(session, |standing| {
        let gathering = &standing.gathering;
        match &query.under {
            None => {
                let rows = gathering.page(offset).take(limit);
                (
                    small(gathering.len() as u64),
                    rows.map(Shown::of_heading).collect(),
                )
            }
            Some(id) if query.each => {
                let alerts = gathering.fold(id).map_or(0, |fold| fold.alerts);
                let one = |alert: &AlertId| Shown {
                    alert: alert.clone(),
                    gathered: None,
                    priority: gathering.weight(alert).map_or(0, |w| w.priority.rank()),
                };
                let rows = gathering.members(id, offset).take(limit);
                (alerts, rows.map(one).collect::<Vec<_>>())
            }
            Some(id) => {
                let folds = gathering.heading(id).map_or(0, |heading| heading.folds);
                let rows = gathering.folds(id, offset).take(limit);
                (folds, rows.map(Shown::of_fold).collect())
            }
        }
    });
    let Some((total, shown)) = seen else {
        return Ok(None);
    };
    let rows = shown.into_iter().map(|shown| read(session, shown));
    Ok(Some((total, rows.collect::<Result<_, _>>()?)))
}

fn read(session: &Session, shown: Shown) -> Result<AlertRow, CallError> {
    let alert = session
        .logbook
        .alert(shown.alert.as_str())
        .map_err(storage)?;
    let mut found = row(session, &alert.unwrap_or_default())?;
    if shown.priority > 0 {
        found.priority = shown.priority;
    }
    if let Some(mut gathered) = shown.gathered {
        if gathered.gravest != found.id {
            let gravest = session.logbook.alert(gathered.gravest.as_str());
            let gravest = gravest.map_err(storage)?.unwrap_or_default();
            gathered.gravest_headline = title(&gravest);
            // The row shows the state of what is gravest: what was heard first may be over.
            found.life = gravest.life(session.logbook.now());
            found.acknowledged = gravest.acknowledged.is_some();
        }
        found.gathered = Some(gathered);
    }
    Ok(found)
}

/// The row of the list that an alert stands under, when that is not just itself.
pub(super) fn heading(session: &Session, id: &AlertId) -> Result<Option<GatheredRow>, CallError> {
    let heading = session
        .board
        .look(session, |standing| standing.gathering.heading(id));
    let Some(mut row) = heading.flatten().as_ref().map(heading_row) else {
        return Ok(None);
    };
    if row.gravest != *id {
        let gravest = session
            .logbook
            .alert(row.gravest.as_str())
            .map_err(storage)?;
        row.gravest_headline = title(&gravest.unwrap_or_default());
    }
    Ok(stands_for(&row).then_some(row))
}

/// Every alert of a row, what waits first.
pub(super) fn alerts(session: &Session, request: RowAlertsRequest) -> Vec<AlertId> {
    let RowAlertsRequest { id, repeats } = request;
    let all = session.board.look(session, |standing| {
        let gathering = &standing.gathering;
        let mut all: Vec<AlertId> = if repeats {
            let all = gathering.members(&id, 0).take(HEADING_ALERTS_MAX);
            all.cloned().collect()
        } else {
            let all = gathering.all_under(&id).take(HEADING_ALERTS_MAX);
            all.cloned().collect()
        };
        all.sort_by_key(|one| {
            let weight = standing.gathering.weight(one);
            weight.map_or((true, 0), |weight| (!weight.waits, weight.priority.rank()))
        });
        all
    });
    let all = all.unwrap_or_default();
    if all.is_empty() { vec![id] } else { all }
}

/// The priority of an alert with its reasons.
pub(super) fn priority(session: &Session, alert: &Alert) -> PriorityRow {
    let (priority, reasons) = session.board.priority(session, alert);
    PriorityRow {
        priority: priority.rank(),
        reasons,
    }
}

/// How often a source was right.
pub(super) fn precision(session: &Session, id: &SourceId) -> Result<PrecisionRow, CallError> {
    let source = session.logbook.source(id.as_str()).map_err(storage)?;
    let found = source.map(|source| source.precision()).unwrap_or_default();
    let least = session.board.rules().settings.verified_min;
    Ok(PrecisionRow {
        n: found.n(),
        percent: found.percent(least),
        found,
        least,
    })
}

/// The first of these that is out of service.
pub(super) fn out(session: &Session, ids: &[SourceId]) -> Result<Option<SourceOut>, CallError> {
    for id in ids {
        let source = session.logbook.source(id.as_str()).map_err(storage)?;
        if let Some(out) = source.and_then(|source| source_out(session, source)) {
            return Ok(Some(out));
        }
    }
    Ok(None)
}

fn source_out(session: &Session, source: Source) -> Option<SourceOut> {
    let until = source.out_until(session.logbook.now())?;
    let (SourceTakenOut { name, reason, .. }, Mark { by, at, .. }) = source.out?;
    Some(SourceOut {
        source: source.id,
        name,
        until,
        reason,
        by: by.0,
        at,
    })
}

/// Sources and points that are out of service.
pub(super) fn sources_out(session: &Session) -> Result<Vec<SourceOut>, CallError> {
    let open = session.open(EntityKind::Source)?.into_iter();
    let mut out: Vec<SourceOut> = open
        .filter_map(|state| match state {
            State::Source(source) => source_out(session, source),
            _ => None,
        })
        .collect();
    out.sort_by(|a, b| (a.until, &a.source).cmp(&(b.until, &b.source)));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use drills::flood::flood;
    use emergency::alert::AlertShelved;
    use emergency::fact::Fact;
    use emergency::place::Point;
    use emergency::time::UtcMs;

    use super::*;
    use crate::board::Filling;
    use crate::board::tests::{happen, observe, session_by};

    const MIDDLE: Point = Point {
        lon: 117.07,
        lat: 36.68,
    };

    #[test]
    fn a_row_whose_first_alert_is_on_the_shelf_shows_and_names_the_one_that_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let live = session_by(&folder.path().join("log.db"), crate::clock::clock());
        while live.board.fill(&live) == Filling::More {}
        observe(&live, &flood(3, MIDDLE, UtcMs(1_800_000_000_000), 60));
        let query = AlertQuery::default();
        let page = || {
            rows(&live, &query, 0, 100)
                .expect("is read")
                .expect("whole")
                .1
        };
        let row = page().into_iter().find(|row| {
            let gathered = row.gathered.as_ref();
            gathered.is_some_and(|one| one.waiting == one.alerts)
        });
        let row = row.expect("a row of several that wait");
        let under = alerts(
            &live,
            RowAlertsRequest {
                id: row.id.clone(),
                repeats: false,
            },
        );
        let (left, others) = under.split_last().expect("there are some");
        assert_ne!(*left, row.id, "the first is not the one that is left");
        let shelved = AlertShelved {
            until: live.logbook.now().plus_ms(60_000),
            reason: "演练".to_owned(),
            ..AlertShelved::default()
        };
        for one in others {
            happen(&live, one, Fact::AlertShelved(shelved.clone()));
        }
        let row = page().into_iter().find(|one| one.id == row.id);
        let row = row.expect("it stands under the name of its first");
        assert!(
            row.life.waits(),
            "in the state of what is left: {:?}",
            row.life
        );
        let gathered = row.gathered.expect("it stands for another one");
        assert_eq!((gathered.alerts, &gathered.gravest), (1, left), "that one");
        assert_ne!(gathered.gravest_headline, "", "with its words");
        let id = row.id.clone();
        let request = RowAlertsRequest { id, repeats: false };
        assert_eq!(
            alerts(&live, request),
            std::slice::from_ref(left),
            "and is what an act is of"
        );
    }
}
