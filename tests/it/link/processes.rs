//! Real processes that are killed in the middle of a write.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::city::City;
use tests::seat::{Seat, eventually, open_logbook};
use tests::world::{incident, officer, system_clock};
use uuid::Uuid;

/// Names the part that this binary plays when it was started by one of these tests.
const PART: &str = "DUTYROOM_TEST_PART";
/// Where the part keeps its files, and further words.
const WORDS: &str = "DUTYROOM_TEST_WORDS";
/// Times a process is killed.
const ROUNDS: u64 = 8;
/// Facts that are seen to be saved before the next kill, at least.
const SAVED_MIN: usize = 5;
const LONG: Duration = Duration::from_secs(90);

/// Starts this binary again in a part of its own.
fn start(part: &str, words: &[&str]) -> Child {
    Command::new(std::env::current_exe().expect("it runs"))
        .args([
            "link::processes::part",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(PART, part)
        .env(WORDS, words.join("\n"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts again")
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    // The one that reads may be about to kill us.
    let _ = writeln!(out, "\n{line}").and_then(|()| out.flush());
}

/// Plays the part that the environment names; an ordinary run names none.
#[test]
fn part() {
    let Ok(part) = std::env::var(PART) else {
        return;
    };
    let words = std::env::var(WORDS).unwrap_or_default();
    let words: Vec<&str> = words.lines().collect();
    let folder = Path::new(words[0]);
    let start: u64 = words[1].parse().expect("a number");
    match part.as_str() {
        "desk" => {
            let logbook = open_logbook(&folder.join("desk-1.db"), 1, start, system_clock());
            loop {
                let done = logbook
                    .command(incident("演练"), officer(1))
                    .expect("is written");
                say(&format!("saved {}", done.events[0]));
            }
        }
        "city" => {
            let runtime = tokio::runtime::Runtime::new().expect("it starts");
            runtime.block_on(async {
                let city = City::start_at(folder, system_clock(), start, words[2]).await;
                say(&format!("listening {}", city.address));
                std::future::pending::<()>().await;
            });
        }
        other => panic!("there is no part {other}"),
    }
}

/// Lines of a part that begin with a word.
fn lines(child: &mut Child, word: &'static str) -> impl Iterator<Item = String> + use<> {
    let out = child.stdout.take().expect("it was asked for");
    let lines = BufReader::new(out).lines().map_while(Result::ok);
    lines.filter_map(move |line| line.strip_prefix(word).map(str::to_owned))
}

#[test]
fn what_a_desk_called_saved_survives_kill_9() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a plain name").to_owned();
    let mut saved: Vec<Uuid> = Vec::new();
    for round in 1..=ROUNDS {
        let mut desk = start("desk", &[&path, &round.to_string()]);
        let mut told = lines(&mut desk, "saved ");
        let wanted = SAVED_MIN + usize::try_from(round).unwrap_or(0) * 3;
        saved.extend(
            told.by_ref()
                .take(wanted)
                .filter_map(|id| id.parse::<Uuid>().ok()),
        );
        desk.kill().expect("it is killed");
        desk.wait().expect("it is gone");
        // What it still said before it died was saved too.
        saved.extend(told.filter_map(|id| id.parse::<Uuid>().ok()));
    }
    let file = folder.path().join("desk-1.db");
    let logbook = open_logbook(&file, 1, ROUNDS + 1, system_clock());
    assert!(
        saved.len() >= SAVED_MIN * 8,
        "the desk worked: {}",
        saved.len()
    );
    for id in &saved {
        assert!(
            logbook.event(*id).expect("reads").is_some(),
            "{id} was called saved"
        );
    }
    assert!(
        logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a plain name").to_owned();
    let mut address = "127.0.0.1:0".to_owned();
    let mut seats: Vec<Seat> = Vec::new();
    let mut promised = Vec::new();
    for round in 1..=ROUNDS {
        let mut city = start("city", &[&path, &round.to_string(), &address]);
        let mut told = lines(&mut city, "listening ");
        address = told.next().expect("it listens");
        if seats.is_empty() {
            let at = address.parse().expect("an address");
            let seat = |who| Seat::start(folder.path(), who, 1, system_clock(), at);
            seats = vec![seat(1), seat(2)];
        }
        for seat in &seats {
            for _ in 0..SAVED_MIN {
                promised.extend(seat.act(incident("演练")).expect("is written").events);
            }
        }
        // Killed while it works: as soon as it has a first part of this round.
        let before = cursor(&seats[0]);
        eventually(LONG, "the desks hear of it", || cursor(&seats[0]) > before).await;
        city.kill().expect("it is killed");
        city.wait().expect("it is gone");
    }
    let city = City::start_at(folder.path(), system_clock(), ROUNDS + 1, &address).await;
    let count = promised.len() as u64;
    eventually(LONG, "all is in the log", || {
        seats.iter().all(|seat| seat.is_at(count))
    })
    .await;
    assert_eq!(city.head(), count, "each once");
    for id in promised {
        let logged = seats[1].logbook.event(id).expect("reads");
        assert!(
            logged.is_some_and(|logged| logged.placed.is_some()),
            "{id} is in order"
        );
    }
}

fn cursor(seat: &Seat) -> u64 {
    seat.logbook.cursor().expect("the log is read").sseq
}
