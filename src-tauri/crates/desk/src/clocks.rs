//! The report clocks of an incident, from the log and the table of rules.

use contract::status::Clock;
use emergency::incident::Incident;
use emergency::report::Report;
use emergency::time::UtcMs;
use reports::clocks::{ClockFacts, ClockState, ClockTable, Duty, SentReport, clocks};

/// What the rules ask of the kind of incident (reports::clocks, `traits`).
fn traits(kind: &str) -> Vec<String> {
    let names: &[&str] = match kind {
        // Natural disasters are no production accidents: 493号令 does not set their clocks.
        "flood" | "rainstorm" | "waterlogging" | "geological" => &[],
        "fire" | "traffic" => &["production_accident", "road_or_fire"],
        "elevator" | "special_equipment" => &["production_accident", "special_equipment"],
        _ => &["production_accident"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The clocks of an incident as the rules compute them.
pub(crate) fn computed(
    table: &ClockTable,
    incident: &Incident,
    reports: &[Report],
    now: UtcMs,
) -> Vec<reports::clocks::Clock> {
    let sent = reports.iter().filter_map(|report| {
        let sent = report.sent.as_ref()?;
        Some(SentReport {
            kind: sent.kind,
            sent_at_ms: report.sent_at?.0,
            to: sent.recipients.clone(),
            written: true,
            answers: vec![sent.clock.clone()],
        })
    });
    let facts = ClockFacts {
        grade: incident.grade,
        traits: traits(&incident.opened.kind),
        occurred_at_ms: incident.opened.happened_at.map(|at| at.0),
        learned_at_ms: incident.opened.learned_at.0,
        sent: sent.collect(),
        ..ClockFacts::default()
    };
    clocks(table, &facts, now.0)
}

/// The clocks of an incident that the district has to meet, the most urgent first.
pub(crate) fn of(
    table: &ClockTable,
    incident: &Incident,
    reports: &[Report],
    now: UtcMs,
) -> Vec<Clock> {
    let mut running: Vec<_> = computed(table, incident, reports, now)
        .into_iter()
        .filter(|clock| matches!(clock.duty, Duty::District | Duty::Department))
        .filter_map(|clock| {
            let shown = matches!(
                clock.state,
                ClockState::Running | ClockState::Overdue | ClockState::Met | ClockState::MetLate
            );
            let (from, due) = (clock.started_at_ms?, clock.due_at_ms?);
            shown.then(|| Clock {
                rule: clock.rule,
                incident: incident.id.0.clone(),
                title: incident.opened.title.clone(),
                what: clock.mode,
                to: clock.to,
                from: UtcMs(from),
                due_at: UtcMs(due),
                met_at: clock.done_at_ms.map(UtcMs),
                source: clock.source,
            })
        })
        .collect();
    running.sort_by_key(|clock| (clock.met_at.is_some(), clock.due_at));
    running
}
