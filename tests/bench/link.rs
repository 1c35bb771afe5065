//! Group `link`: from one desk to another, catching up after three days, and the sequencer alone.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use emergency::decide::{Command, Draft};
use emergency::event::Event;
use emergency::fact::Fact;
use emergency::incident::Noted;
use emergency::team::{Readiness, TeamReported};
use logbook::OBSERVED_MAX;
use platform::ledger::{Checked, Outcome, Submission};
use platform::sequencer::Sequencer;
use tests::city::City;
use tests::measure::{Bar, Row, Samples};
use tests::seat::{Seat, eventually};
use tests::world::{ids, incident, key, officer, origin, system_clock, team};
use tokio::task::JoinSet;

const GROUP: &str = "link";
/// Events from one desk to the other.
const HOPS: usize = 500;
/// Entries behind which a desk is after 72 hours.
const BEHIND: usize = 100_000;
/// Events each seat of the sequencer's measure sends, one after the other.
const PER_SEAT: u64 = 40;
/// Seats of the sequencer's measure.
const SEATS: [u64; 3] = [1, 16, 200];
/// Longer than any of this may take.
const LONG: Duration = Duration::from_secs(600);

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut rows = vec![hop().await?];
        rows.extend(catch_up().await?);
        for seats in SEATS {
            rows.push(sequence(seats).await?);
        }
        Ok(rows)
    })
}

fn row(name: impl Into<String>, value: f64, unit: &'static str, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name: name.into(),
        value,
        unit,
        baseline: None,
        bar,
    }
}

fn seat(folder: &Path, who: u64, city: &City) -> Seat {
    Seat::start(folder, who, 1, system_clock(), city.address)
}

/// One fact on one desk until it is applied on another, both on disk.
async fn hop() -> Result<Row> {
    let folder = tempfile::tempdir()?;
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, b) = (seat(folder.path(), 1, &city), seat(folder.path(), 2, &city));
    let at = a.act(incident("演练"))?.entities[0].id.clone();
    eventually(LONG, "both are there", || a.is_at(1) && b.is_at(1)).await;
    let changes = b.logbook.changes().context("one may follow")?;
    let mut samples = Samples::default();
    for number in 0..HOPS {
        let note = Noted {
            text: format!("演练 记录 {number}"),
            ..Noted::default()
        };
        let begin = Instant::now();
        let done = a.act(Command::NoteIncident {
            incident: at.as_str().into(),
            note,
        })?;
        let id = *done.events.first().context("one fact")?;
        while b.logbook.event(id)?.is_none() {
            // Any news is a reason to look again.
            let _ = changes.next(Duration::from_millis(250));
        }
        samples.add(begin.elapsed());
    }
    let name = format!("event on one desk to applied on another, p99 of {HOPS}");
    Ok(row(
        name,
        samples.percentile_ms(99),
        "ms",
        Bar::AtMost(250.0),
    ))
}

/// A desk that was away for 72 hours comes back to 100,000 entries.
async fn catch_up() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.act(team("T1", None))?;
    for _ in 0..BEHIND / OBSERVED_MAX {
        let drafts = (0..OBSERVED_MAX).map(|number| {
            let reported = TeamReported {
                readiness: Readiness::Ready,
                point: None,
                note: format!("演练：第{number}次报告，已到达集结点，人员装备齐全，等待指令。"),
                ..TeamReported::default()
            };
            Draft::plain(format!("T{}", number % 500), Fact::TeamReported(reported))
        });
        a.logbook.observe(drafts.collect(), &officer(1))?;
        a.link.nudge();
    }
    eventually(LONG, "the platform has all", || city.head() > BEHIND as u64).await;
    a.stop().await;
    let begin = Instant::now();
    let b = seat(folder.path(), 2, &city);
    let mut shown = b.link.snapshot();
    tokio::time::timeout(LONG, shown.wait_for(Option::is_some)).await??;
    let usable = begin.elapsed();
    let head = city.head();
    eventually(LONG, "all is applied", || b.is_at(head)).await;
    let complete = begin.elapsed();
    let name = |what| format!("back after {BEHIND} events: {what}");
    Ok(vec![
        row(
            name("open things shown"),
            usable.as_secs_f64(),
            "s",
            Bar::AtMost(10.0),
        ),
        row(
            name("complete"),
            complete.as_secs_f64(),
            "s",
            Bar::AtMost(60.0),
        ),
    ])
}

/// Seats that each wait for their event to be durable before they send the next.
async fn sequence(seats: u64) -> Result<Row> {
    let folder = tempfile::tempdir()?;
    let city = City::start(folder.path(), system_clock(), 1).await;
    let sequencer = city.platform.sequencer().clone();
    let chains: Vec<Vec<Checked>> = (0..seats).map(chain).collect();
    let begin = Instant::now();
    let mut running = JoinSet::new();
    for (who, chain) in (0..).zip(chains) {
        running.spawn(send_all(sequencer.clone(), who, chain));
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    let per_second = (seats * PER_SEAT) as f64 / begin.elapsed().as_secs_f64();
    let name = format!("sequencer, {seats} seats, one durable event each at a time");
    Ok(row(name, per_second, "events/s", Bar::None))
}

async fn send_all(sequencer: Sequencer, who: u64, chain: Vec<Checked>) -> Result<()> {
    let hello = protocols::platform::Hello {
        versions: Vec::new(),
        origin: origin(who),
        instance: String::new(),
        incarnation: 1,
        head: protocols::platform::OriginHead::default(),
        resume: protocols::platform::ResumeToken::default(),
        software: String::new(),
        nonce: String::new(),
        enrol_code: None,
        sig: String::new(),
    };
    sequencer
        .greet(hello)
        .await?
        .map_err(|code| anyhow::anyhow!("refused: {code:?}"))?;
    for checked in chain {
        let origin = origin(who);
        let outcome = sequencer
            .submit(Submission::Events {
                origin,
                events: vec![checked],
            })
            .await?;
        anyhow::ensure!(
            matches!(outcome, Outcome::Taken { .. }),
            "not taken: {outcome:?}"
        );
    }
    Ok(())
}

/// A desk's events, signed and chained as its logbook would.
fn chain(who: u64) -> Vec<Checked> {
    let (key, mut make) = (key(who), ids(who, 1));
    let mut prev_hash = emergency::event::GENESIS_HASH.to_owned();
    (1..=PER_SEAT)
        .map(|oseq| {
            let fact = Fact::DutyNoted(Noted {
                text: format!("演练 {oseq}"),
                ..Noted::default()
            });
            let mut event = Event {
                id: make(),
                origin: origin(who),
                incarnation: 1,
                oseq,
                prev_hash: prev_hash.clone(),
                kind: fact.kind().to_owned(),
                v: 1,
                entity: emergency::entity::EntityRef::new(fact.entity_kind(), "duty"),
                expect_rev: None,
                custody_epoch: None,
                valid_until: None,
                actor: "演练".into(),
                role: "duty".to_owned(),
                occurred_at: emergency::time::UtcMs(1),
                occurred_by: emergency::event::TimeSource::Desk,
                recorded_at: emergency::time::UtcMs(1),
                clock_offset_ms: None,
                exercise: true,
                body: fact.body(),
                alg: String::new(),
                sig: String::new(),
            };
            let hash = event.seal(&key);
            prev_hash.clone_from(&hash);
            Checked { event, hash }
        })
        .collect()
}
