//! The report clocks of an incident and of the watch, from the log and the table of rules.

use std::collections::BTreeMap;

use contract::error::CallError;
use contract::status::Clock;
use emergency::countdown::{Cause, Countdown};
use emergency::decide::{Command, CountdownAct};
use emergency::entity::{EntityKind, State};
use emergency::id::IncidentId;
use emergency::incident::Incident;
use emergency::report::Report;
use emergency::submission::Submission;
use emergency::time::{DAY_MS, UtcMs};
use reports::clocks::{
    ClockEvent, ClockFacts, ClockState, ClockTable, SentReport, Trigger, clocks, event_clocks,
};

use crate::desk::Desk;
use crate::session::{Session, storage};

/// Days for which the clocks of a closed incident are followed after it was learned of: whoever
/// dies within 30 days is reported (国务院令第493号 (2007) art. 13), and an investigation may take
/// 120 days and its answer 15 (arts. 29 and 32).
const FOLLOWED_DAYS: i64 = 120 + 15 + 30;
/// Name of the event that the opening of an incident of people in a lift is.
const OPENED: &str = "opened";
/// Rule of which the report of an investigation is the answer, and the start of the next.
const INVESTIGATION: &str = "I01";

/// Reports and countdowns, read once for all incidents.
pub(crate) struct Books {
    reports: BTreeMap<String, Vec<Report>>,
    countdowns: BTreeMap<String, Vec<Countdown>>,
}

impl Books {
    /// Reads them.
    pub(crate) fn read(session: &Session) -> Result<Self, CallError> {
        let mut reports: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for state in session.all(EntityKind::Report)? {
            if let State::Report(report) = state {
                let incident = report.drafted.incident.0.clone();
                reports.entry(incident).or_default().push(report);
            }
        }
        let mut countdowns: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for state in session.all(EntityKind::Countdown)? {
            if let State::Countdown(one) = state {
                let incident = one.incident.clone().unwrap_or_default();
                countdowns.entry(incident.0).or_default().push(one);
            }
        }
        Ok(Self {
            reports,
            countdowns,
        })
    }

    fn of<'a, T>(map: &'a BTreeMap<String, Vec<T>>, incident: &str) -> &'a [T] {
        map.get(incident).map_or(&[], Vec::as_slice)
    }

    fn reports(&self, incident: &str) -> &[Report] {
        Self::of(&self.reports, incident)
    }

    fn countdowns(&self, incident: &str) -> &[Countdown] {
        Self::of(&self.countdowns, incident)
    }
}

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

/// A happening that starts a clock.
fn happening(trigger: Trigger, id: &str, at: UtcMs) -> ClockEvent {
    ClockEvent {
        trigger,
        id: id.to_owned(),
        at_ms: at.0,
        extra_days: 0,
    }
}

/// What one countdown starts.
fn events(one: &Countdown, occurred: UtcMs) -> Vec<ClockEvent> {
    let (Some(started), Some(since)) = (&one.started, one.since()) else {
        return Vec::new();
    };
    let event = |trigger, at| happening(trigger, one.id.as_str(), at);
    match started.cause {
        Cause::VerifyAsked => vec![event(Trigger::VerifyAsked, since)],
        Cause::TipOffReceived => vec![event(Trigger::TipOffReceived, since)],
        Cause::UnitLearned => vec![event(Trigger::UnitLearned, since)],
        // Freed within two hours of being trapped; the rescuers come from when they were called.
        Cause::Entrapped => vec![
            event(Trigger::Entrapped, since),
            event(Trigger::RescueAsked, one.started_at),
        ],
        Cause::SocialImpact => Vec::new(),
        Cause::Investigation => {
            let set_up = ClockEvent {
                extra_days: one.extra_days,
                ..event(Trigger::Investigation, occurred)
            };
            let key = format!("{INVESTIGATION}:{}", one.id.0);
            let reported = one.answer(&key).map(|answer| answer.at);
            let reported = reported.map(|at| event(Trigger::InvestigationReported, at));
            std::iter::once(set_up).chain(reported).collect()
        }
    }
}

/// What was answered by word, by the key of the clock.
fn met(countdowns: &[Countdown]) -> BTreeMap<String, i64> {
    let answers = countdowns.iter().flat_map(|one| &one.answers);
    let mut met = BTreeMap::new();
    for answer in answers {
        let at = met.entry(answer.met.clock.clone()).or_insert(answer.at.0);
        *at = answer.at.0.min(*at);
    }
    met
}

fn facts(incident: &Incident, reports: &[Report], countdowns: &[Countdown]) -> ClockFacts {
    let sent: Vec<_> = reports
        .iter()
        .filter_map(|report| {
            let sent = report.sent.as_ref()?;
            Some(SentReport {
                kind: sent.kind,
                sent_at_ms: report.sent_at?.0,
                to: sent.recipients.clone(),
                written: true,
                answers: vec![sent.clock.clone()],
            })
        })
        .collect();
    let opened = &incident.opened;
    let occurred = opened.happened_at.unwrap_or(opened.learned_at);
    let mut happened: Vec<_> = countdowns
        .iter()
        .flat_map(|one| events(one, occurred))
        .collect();
    // An incident of that kind is the entrapment itself; nobody has to say so again.
    if opened.kind == "elevator" {
        happened.push(happening(Trigger::Entrapped, OPENED, occurred));
        happened.push(happening(Trigger::RescueAsked, OPENED, opened.learned_at));
    }
    let impact = countdowns.iter().filter_map(|one| {
        let grave = one.started.as_ref()?.cause == Cause::SocialImpact;
        one.since().filter(|_| grave)
    });
    let impact = impact.min();
    let mut traits = traits(&opened.kind);
    traits.extend(impact.map(|_| "social_impact".to_owned()));
    // What changed before the first report went out is in that report.
    let first = sent.iter().map(|report| report.sent_at_ms).min();
    let changes = incident.casualty_changes.iter().map(|at| at.0);
    ClockFacts {
        grade: incident.grade,
        traits,
        occurred_at_ms: opened.happened_at.map(|at| at.0),
        learned_at_ms: opened.learned_at.0,
        social_impact_at_ms: impact.map(|at| at.0),
        casualty_changes_ms: changes
            .filter(|at| first.is_some_and(|first| *at > first))
            .collect(),
        events: happened,
        met: met(countdowns),
        sent,
    }
}

/// The clocks of an incident as the rules compute them; of one that is closed only those that go
/// on after it, for a time.
pub(crate) fn computed(
    table: &ClockTable,
    incident: &Incident,
    books: &Books,
    now: UtcMs,
) -> Vec<reports::clocks::Clock> {
    if incident.merged_into.is_some() {
        return Vec::new();
    }
    let id = incident.id.as_str();
    let facts = facts(incident, books.reports(id), books.countdowns(id));
    let mut all = clocks(table, &facts, now.0);
    if !incident.is_open() {
        let since = now.since_ms(incident.opened.learned_at);
        let goes_on = |rule: &str| {
            let rule = table.rule(rule);
            rule.is_some_and(|rule| rule.trigger.outlasts_incident())
        };
        all.retain(|clock| since <= FOLLOWED_DAYS * DAY_MS && goes_on(&clock.rule));
    }
    all
}

/// The clocks of an incident that count or were met: what the district has to do, the most urgent
/// first, then what others have to do.
pub(crate) fn of(table: &ClockTable, incident: &Incident, books: &Books, now: UtcMs) -> Vec<Clock> {
    let all = computed(table, incident, books, now);
    let countdowns = books.countdowns(incident.id.as_str());
    let mut running = shown(table, all, countdowns, Some(incident));
    running.sort_by_key(order);
    running
}

/// The clocks of the watch, which no incident has.
fn of_watch(table: &ClockTable, books: &Books, now: UtcMs) -> Vec<Clock> {
    let countdowns = books.countdowns("");
    let facts = ClockFacts {
        events: countdowns
            .iter()
            .flat_map(|one| events(one, one.started_at))
            .collect(),
        met: met(countdowns),
        ..ClockFacts::default()
    };
    let all = event_clocks(table, &facts, now.0);
    shown(table, all, countdowns, None)
}

/// The clock of a verification that was ordered of a tip-off: the order starts it and the result
/// ends it, nobody's word. None while none was ordered.
pub(crate) fn of_check(
    table: &ClockTable,
    submission: &Submission,
    now: UtcMs,
) -> Option<reports::clocks::Clock> {
    let (trigger, id) = (Trigger::TipOffReceived, submission.id.as_str());
    let ordered = happening(trigger, id, submission.check_at?);
    let reported = submission.check_reported.as_ref().map(|found| found.at.0);
    let rules = table.rules.iter().filter(|rule| rule.trigger == trigger);
    let met = rules.filter_map(|rule| Some((format!("{}:{id}", rule.id), reported?)));
    let facts = ClockFacts {
        events: vec![ordered],
        met: met.collect(),
        ..ClockFacts::default()
    };
    event_clocks(table, &facts, now.0).into_iter().next()
}

/// The verifications whose result is owed, whatever else became of their tip-offs.
fn of_checks(table: &ClockTable, session: &Session, now: UtcMs) -> Result<Vec<Clock>, CallError> {
    let mut all = Vec::new();
    for state in session.open(EntityKind::Submission)? {
        let State::Submission(one) = state else {
            continue;
        };
        if !one.owes_check() {
            continue;
        }
        let running = of_check(table, &one, now).into_iter().collect();
        for mut clock in shown(table, running, &[], None) {
            clock.by_word = false;
            clock.words.clone_from(&one.received.matter);
            // The result goes to who ordered it.
            if let Some(check) = &one.check {
                clock.to.clone_from(&check.by);
            }
            all.push(clock);
        }
    }
    Ok(all)
}

/// All clocks that are not met: of the incidents, of the watch, of what has to be verified, of the
/// paper that is due and of hidden dangers that are late or due soon.
pub(crate) fn running(desk: &Desk, session: &Session) -> Result<Vec<Clock>, CallError> {
    let now = session.logbook.now();
    let memos = &session.memos;
    memos.clocks(now, || reckoned(desk, session, now))
}

fn reckoned(desk: &Desk, session: &Session, now: UtcMs) -> Result<Vec<Clock>, CallError> {
    let table = desk.clock_table();
    let books = Books::read(session)?;
    let mut all = of_watch(table, &books, now);
    for (_, incident) in session.incidents()? {
        all.extend(of(table, &incident, &books, now));
    }
    all.extend(of_checks(table, session, now)?);
    all.extend(crate::answer::paper_clocks(desk, session)?);
    all.extend(crate::answer::danger_clocks(desk, session)?);
    all.retain(|clock| clock.met_at.is_none());
    all.sort_by_key(order);
    Ok(all)
}

/// Met ones last; own duties before those of others, which stand at the end once they are over:
/// nothing can be done about them here but to know.
fn order(clock: &Clock) -> (bool, bool, UtcMs) {
    (clock.met_at.is_some(), !clock.own, clock.due_at)
}

fn shown(
    table: &ClockTable,
    all: Vec<reports::clocks::Clock>,
    countdowns: &[Countdown],
    incident: Option<&Incident>,
) -> Vec<Clock> {
    let clock = |clock: reports::clocks::Clock| {
        let counts = matches!(
            clock.state,
            ClockState::Running | ClockState::Overdue | ClockState::Met | ClockState::MetLate
        );
        let (from, due) = (clock.started_at_ms?, clock.due_at_ms?);
        let rule = table.rule(&clock.rule)?;
        let by_countdown = countdowns
            .iter()
            .find(|one| one.id.as_str() == clock.event && one.started.is_some());
        let started = by_countdown.and_then(|one| one.started.as_ref());
        let notes = [clock.note, clock.consequence];
        let notes: Vec<_> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        counts.then(|| Clock {
            key: clock.key,
            rule: clock.rule,
            incident: incident.map(|one| one.id.0.clone()).unwrap_or_default(),
            title: incident
                .map(|one| one.opened.title.clone())
                .unwrap_or_default(),
            site: String::new(),
            countdown: by_countdown.map(|one| one.id.0.clone()).unwrap_or_default(),
            words: started.map(|one| one.words.clone()).unwrap_or_default(),
            what: clock.mode,
            who: clock.who,
            own: clock.duty.is_own(),
            by_word: rule.is_met_by_word(),
            by_report: rule.is_met_by_report() && incident.is_some(),
            // A question goes back to who asked.
            to: started
                .filter(|one| one.cause == Cause::VerifyAsked)
                .map_or(clock.to, |one| one.told_by.clone()),
            from: UtcMs(from),
            due_at: UtcMs(due),
            met_at: clock.done_at_ms.map(UtcMs),
            source: clock.source,
            note: notes.join("；"),
        })
    };
    all.into_iter().filter_map(clock).collect()
}

/// The command with what the table of clocks says of it: when it was due, where the duty is the
/// district's own and lateness has to be answered for.
pub(crate) fn timed(
    desk: &Desk,
    session: &Session,
    command: Command,
) -> Result<Command, CallError> {
    let Command::Countdown(CountdownAct::Meet {
        countdown,
        incident,
        clock,
        words,
        late_reason,
        ..
    }) = command
    else {
        return Ok(command);
    };
    let found = match &countdown {
        Some(id) => match session.logbook.state(EntityKind::Countdown, id.as_str()) {
            Ok(Some(State::Countdown(one))) => one.incident,
            Ok(_) => None,
            Err(error) => return Err(storage(error)),
        },
        None => incident.clone(),
    };
    let due_at = due(desk, session, found.as_ref(), &clock)?;
    Ok(Command::Countdown(CountdownAct::Meet {
        countdown,
        incident,
        clock,
        words,
        late_reason,
        due_at,
    }))
}

fn due(
    desk: &Desk,
    session: &Session,
    incident: Option<&IncidentId>,
    key: &str,
) -> Result<Option<UtcMs>, CallError> {
    let (table, now) = (desk.clock_table(), session.logbook.now());
    let books = Books::read(session)?;
    let clocks = match incident {
        None => of_watch(table, &books, now),
        Some(id) => {
            let found = session.logbook.incident(id.as_str()).map_err(storage)?;
            found.map_or_else(Vec::new, |found| of(table, &found, &books, now))
        }
    };
    let clock = clocks.into_iter().find(|clock| clock.key == key);
    Ok(clock.filter(|clock| clock.own).map(|clock| clock.due_at))
}
