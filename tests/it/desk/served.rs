//! The real `desk` program of this build, asked through its lines.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Instant;

use contract::calls::Answer as _;
use contract::rows::TimelineQuery;
use serde_json::{Value, json};

use super::{LAST_WRITE_MAX, Room};

/// Lines of one page of the log.
const PAGE: u32 = 500;

/// The `desk` program of this build, which stands beside the tests.
pub(super) fn program() -> Command {
    let own = std::env::current_exe().expect("it runs");
    let folder = own.ancestors().nth(2).expect("target/<profile>/deps");
    let path = folder.join(format!("desk{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not built: run `cargo build -p desk` or test the whole workspace",
        path.display()
    );
    Command::new(path)
}

/// What a run of the tool gave.
pub(super) struct Done {
    pub(super) status: ExitStatus,
    pub(super) lines: Vec<String>,
    pub(super) said: String,
}

pub(super) fn run(command: &mut Command) -> Done {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Done {
        status: output.status,
        lines: text(&output.stdout).lines().map(str::to_owned).collect(),
        said: text(&output.stderr),
    }
}

pub(super) fn is_whole(log: &Path) -> bool {
    run(program().arg("verify").arg(log)).status.success()
}

/// A running `desk serve`.
pub(super) struct Served {
    child: Child,
    input: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Served {
    pub(super) fn start(command: &mut Command) -> Self {
        Self::started(command).expect("it opens")
    }

    /// None when it ended before it was ready.
    fn started(command: &mut Command) -> Option<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
        let mut served = Self {
            input: child.stdin.take(),
            child,
            lines,
        };
        let Some(ready) = served.next() else {
            served.child.wait().expect("it ends");
            return None;
        };
        assert_eq!(ready["ready"], true, "the first line says so");
        Some(served)
    }

    /// On a log that another desk of this test may just have closed: its threads may still be in a
    /// last write.
    pub(super) fn on(data: &Path) -> Self {
        let patience = Instant::now() + LAST_WRITE_MAX;
        loop {
            if let Some(served) = Self::started(&mut serve(data)) {
                return served;
            }
            assert!(Instant::now() < patience, "it opens");
        }
    }

    /// The next line; none when the program has ended, or died within a line.
    fn next(&mut self) -> Option<Value> {
        let line = self.lines.next()?.ok()?;
        serde_json::from_str(&line).ok()
    }

    /// The next answer, changes left out.
    pub(super) fn answer(&mut self) -> Option<Value> {
        loop {
            let line = self.next()?;
            if line["changes"].is_null() {
                return Some(line);
            }
        }
    }

    pub(super) fn give(&mut self, id: &str, name: &str, request: &Value) {
        let call = json!({ "id": id, "name": name, "request": request });
        let input = self.input.as_mut().expect("it was asked for");
        writeln!(input, "{call}").expect("it listens");
    }

    pub(super) fn ask(&mut self, name: &str, request: &Value) -> Value {
        self.give("", name, request);
        self.answer().expect("it answers")
    }

    /// What it says of its log.
    pub(super) fn store(&mut self) -> Value {
        let answer = self.ask("status", &json!({}));
        assert!(answer["error"].is_null(), "reading goes on: {answer}");
        answer["answer"]["store"].clone()
    }

    /// Its process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it in the ordinary way: its input ends.
    pub(super) fn end(mut self) {
        drop(self.input.take());
        while self.next().is_some() {}
        assert!(self.child.wait().expect("it ends").success(), "in order");
    }

    /// Kills it; answers what it had still said.
    pub(super) fn kill(mut self) -> Vec<Value> {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
        std::iter::from_fn(|| self.answer()).collect()
    }
}

/// One round of a program that is killed while it works: it is given calls without waiting, and
/// killed when so many are answered. Answers the ids of all that were answered, none of them with
/// an error; the log is whole afterwards.
pub(super) fn killed(
    data: &Path,
    round: &str,
    calls: &[(String, &str, Value)],
    wanted: usize,
) -> Vec<String> {
    let mut desk = Served::on(data);
    for (id, name, request) in calls {
        desk.give(id, name, request);
    }
    let mut told: Vec<_> = (0..wanted).map_while(|_| desk.answer()).collect();
    assert_eq!(
        told.len(),
        wanted,
        "round {round}: it works until it is killed"
    );
    // What it still said before it died was done too.
    told.extend(desk.kill());
    assert!(is_whole(&log(data)), "round {round}: the log is whole");
    let ids = told.into_iter().map(|line| {
        assert!(line["error"].is_null(), "round {round}: {line}");
        line["id"].as_str().expect("the call's own").to_owned()
    });
    ids.collect()
}

pub(super) fn serve(data: &Path) -> Command {
    // The keyring of whoever runs the tests is left alone.
    std::fs::write(data.join("desk.toml"), "keyring = false\n").expect("is written");
    let mut command = program();
    command.arg("serve").arg("--data").arg(data);
    command
}

pub(super) fn note(text: &str) -> Value {
    let who = json!({ "actor": "演练 值班员", "role": "duty", "paperAt": null });
    json!({ "command": { "do": "note_duty", "note": { "text": text } }, "who": who })
}

/// How often each note stands in the log.
pub(super) fn notes(data: &Path) -> BTreeMap<String, usize> {
    let room = Room::plain(data);
    let mut found = BTreeMap::new();
    let mut before = 0;
    loop {
        let query = TimelineQuery {
            entity_kind: "duty".to_owned(),
            entity: "duty".to_owned(),
            before,
            limit: PAGE,
        };
        let lines = room.desk.timeline(query).expect("reads");
        for line in &lines {
            let text = line.body["text"].as_str().unwrap_or_default().to_owned();
            *found.entry(text).or_default() += 1;
        }
        match lines.last() {
            Some(last) if last.seq > 1 => before = last.seq,
            _ => return found,
        }
    }
}

pub(super) fn log(data: &Path) -> PathBuf {
    data.join("desk.sqlite")
}

/// Says past the test's own output that a machine cannot do what a test wants to show on it.
pub(super) fn say_not_possible(what: &str, why: &str) {
    let line = format!("\nNOT POSSIBLE HERE: {what}: {why}\n");
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("somebody listens");
}
