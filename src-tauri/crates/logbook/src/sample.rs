//! What the tests of this crate share: a desk in a folder, a sequencer in memory, made-up facts.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use ed25519_dalek::SigningKey;
use emergency::alert::{AlertReceived, Notice, NoticeText, RawBytes, alert_id};
use emergency::decide::{Command, Draft};
use emergency::event::{Entry, Event, GENESIS_HASH, TimeSource, Verdict, log_hash};
use emergency::fact::Fact;
use emergency::id::{AlertId, IncidentId};
use emergency::incident::{IncidentOpened, Noted};
use emergency::level::WarningLevel;
use emergency::place::Point;
use emergency::team::{Readiness, TeamReported};
use emergency::time::UtcMs;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Logbook, OpenOptions, Opening, Who};

/// The time at which the tests begin.
pub(crate) const START: UtcMs = UtcMs(1_780_000_000_000);

/// One desk with its folder; it can be closed and opened again.
pub(crate) struct TestDesk {
    pub(crate) folder: TempDir,
    pub(crate) log: Option<Logbook>,
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) options: OpenOptions,
}

impl TestDesk {
    pub(crate) fn new(seed: u8) -> Self {
        let now = Arc::new(AtomicI64::new(START.0));
        let clock = Arc::clone(&now);
        let ids = AtomicU64::new(1);
        let options = OpenOptions {
            key: SigningKey::from_bytes(&[seed; 32]),
            exercise: true,
            clock: Arc::new(move || UtcMs(clock.load(Ordering::Relaxed))),
            ids: Arc::new(move || {
                let number = ids.fetch_add(1, Ordering::Relaxed);
                Uuid::from_u128((u128::from(seed) << 64) | u128::from(number))
            }),
            ballast_bytes: 0,
        };
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = Self {
            folder,
            log: None,
            now,
            options,
        };
        desk.open();
        desk
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("log.db")
    }

    pub(crate) fn open(&mut self) -> Opening {
        self.log = None;
        let (log, opening) = Logbook::open(&self.path(), &self.options).expect("the log opens");
        self.log = Some(log);
        opening
    }

    pub(crate) fn log(&self) -> &Logbook {
        self.log.as_ref().expect("the log is open")
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> UtcMs {
        UtcMs(self.now.load(Ordering::Relaxed))
    }

    /// Everything in the file, checked.
    pub(crate) fn assert_whole(&self) {
        let report = self.log().verify().expect("the log can be read");
        assert!(report.is_whole(), "nothing is wrong: {:?}", report.findings);
    }

    pub(crate) fn open_incident(&self, title: &str) -> IncidentId {
        let command = Command::OpenIncident {
            opened: IncidentOpened {
                title: title.to_owned(),
                kind: "fire".to_owned(),
                ..IncidentOpened::default()
            },
        };
        let receipt = self.log().command(command, who()).expect("is opened");
        IncidentId(receipt.entities[0].id.clone())
    }

    pub(crate) fn waiting(&self) -> Vec<Event> {
        self.log()
            .outbox(crate::Number::default(), crate::READ_MAX)
            .expect("can be read")
    }
}

pub(crate) fn who() -> Who {
    Who {
        actor: "演练 王敏".into(),
        role: "duty".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
}

pub(crate) fn note(incident: &IncidentId, text: &str) -> Command {
    Command::NoteIncident {
        incident: incident.clone(),
        note: Noted {
            text: text.to_owned(),
            ..Noted::default()
        },
    }
}

/// A made-up warning; the number is its name and the seed of what it says.
pub(crate) fn notice(number: u64) -> Notice {
    let level = [
        Some(WarningLevel::Red),
        Some(WarningLevel::Orange),
        Some(WarningLevel::Yellow),
        Some(WarningLevel::Blue),
        None,
    ];
    Notice {
        format: "cap 1.2".to_owned(),
        sender: "演练@example.invalid".to_owned(),
        identifier: format!("演练-{number}"),
        sent: START.plus_ms(i64::try_from(number % 100_000).expect("small") * 1_000),
        level: level[usize::try_from(number % 5).expect("small")],
        event: "暴雨".to_owned(),
        texts: vec![NoticeText {
            language: "zh-CN".to_owned(),
            headline: format!("【演练】暴雨预警第{number}号"),
            description: "演练：预计未来三小时降雨量将达五十毫米以上。".to_owned(),
            area: format!("演练街道{}", number % 22),
            ..NoticeText::default()
        }],
        polygons: vec![vec![
            Point {
                lon: 117.123_456_7 + f64::from(u32::try_from(number % 1_000).expect("small")) / 3e4,
                lat: 36.7,
            },
            Point {
                lon: 117.3,
                lat: 36.8 + 0.1 + 0.2,
            },
        ]],
        ..Notice::default()
    }
}

pub(crate) fn received(notice: Notice) -> Draft {
    let id = alert_id(&notice.sender, &notice.identifier);
    let data = format!("<alert>{}{}</alert>", notice.identifier, notice.sent.0);
    let body = AlertReceived {
        distance_m: (notice.sent.0 % 3 != 0).then_some(0.0),
        raw: RawBytes {
            encoding: "utf8".to_owned(),
            sha256: format!("{:x}", <sha2::Sha256 as sha2::Digest>::digest(&data)),
            data,
            cut: false,
        },
        feed: "演练源".to_owned(),
        notice,
    };
    Draft::plain(id.0, Fact::AlertReceived(body))
}

pub(crate) fn alert(number: u64) -> AlertId {
    let notice = notice(number);
    alert_id(&notice.sender, &notice.identifier)
}

pub(crate) fn team_report(team: &str, note: &str) -> Draft {
    let reported = TeamReported {
        readiness: Readiness::Ready,
        point: Some(Point {
            lon: 117.1,
            lat: 36.7,
        }),
        note: note.to_owned(),
        ..TeamReported::default()
    };
    Draft::plain(team, Fact::TeamReported(reported))
}

/// A platform's log, in memory.
pub(crate) struct Sequencer {
    pub(crate) entries: Vec<Entry>,
    pub(crate) epoch: u64,
}

impl Sequencer {
    pub(crate) fn new() -> Self {
        Self {
            entries: Vec::new(),
            epoch: 1,
        }
    }

    pub(crate) fn take(&mut self, event: Event, verdict: Verdict) {
        let genesis = GENESIS_HASH.to_owned();
        let prev = self
            .entries
            .last()
            .map_or(&genesis, |entry| &entry.log_hash);
        let sseq = self.entries.len() as u64 + 1;
        let received_at = START.plus_ms(i64::try_from(sseq).expect("small"));
        self.entries.push(Entry {
            log_id: "city".to_owned(),
            log_epoch: self.epoch,
            sseq,
            received_at,
            log_hash: log_hash(prev, sseq, received_at, &verdict, &event),
            verdict,
            event,
        });
    }

    pub(crate) fn after(&self, sseq: u64) -> Vec<Entry> {
        let from = usize::try_from(sseq).expect("small");
        self.entries[from..].to_vec()
    }
}
