//! The desk without a window: real folders, real feeds, the real platform, the real program.

mod alarms;
mod assign;
mod cameras;
mod cut;
mod cycle;
mod dangers;
mod deadlines;
mod devices;
mod drill;
mod feed_closures;
mod filing;
mod firms;
mod flips;
mod flood;
mod hostile;
mod identities;
mod jumps;
mod kept_import;
mod late;
mod link;
mod medium;
mod objects;
mod parted;
mod plans;
mod points;
mod processes;
mod regraded;
mod risk;
mod roads;
mod roads_kept;
mod rules;
mod salvaged;
mod search;
mod sent;
mod served;
mod shares;
mod shelf;
mod steps;
mod submissions;
mod suggested;
mod taken_in;
mod told;
mod tool;
mod two;
mod vehicles;
mod watch;
mod watched;
mod ways;
mod withdrawn;
mod workbooks;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::calls::Answer as _;
use contract::error::CallError;
use contract::rows::{
    AlertQuery, AlertRow, AlertSection, ById, CommandRequest, IncidentDetail, Nothing, Receipt, Who,
};
use desk::{Desk, OpenError, Settings};
use emergency::decide::Command;
use emergency::incident::IncidentOpened;
use emergency::place::{Place, Point};
use emergency::time::UtcMs;
use futures_util::future::join_all;
use tests::city::{City, ENROL_CODE};
use tests::world::{Clock, system_clock};
use tokio::runtime::Runtime;

/// Long enough for any of these steps on a busy machine.
const LONG: Duration = Duration::from_secs(90);
/// What a thread of a desk that was closed may still be writing.
const LAST_WRITE_MAX: Duration = Duration::from_secs(10);
/// Seed of the exercise district.
const SEED: u64 = 7;

/// Waits until something is seen on a desk: looks again whenever the desk says that something
/// changed, which it does at least every ten seconds.
fn until<T>(desk: &Desk, what: &str, mut seen: impl FnMut(&Desk) -> Option<T>) -> T {
    let follower = desk.follow();
    let began = Instant::now();
    loop {
        if let Some(seen) = seen(desk) {
            return seen;
        }
        assert!(began.elapsed() < LONG, "in {LONG:?}: {what}");
        assert!(follower.next().is_some(), "the desk is open until {what}");
    }
}

/// An open desk; it is closed when it is dropped.
struct Room {
    desk: Desk,
    data: PathBuf,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl Room {
    fn open(settings: Settings) -> Self {
        let data = settings.data.clone();
        let patience = Instant::now() + LAST_WRITE_MAX;
        loop {
            match Desk::open(settings.clone()) {
                Ok(desk) => return Self { desk, data },
                // Threads of the run before may still be in a last write.
                Err(OpenError::Logbook(logbook::OpenError::InUse { .. }))
                    if Instant::now() < patience =>
                {
                    std::thread::yield_now();
                }
                Err(error) => panic!("the desk does not open: {error}"),
            }
        }
    }

    /// A desk for real work with nothing in it and no platform; it leaves the keyring of whoever
    /// runs the tests alone.
    fn plain(data: &Path) -> Self {
        let mut settings = Settings::load(data, None, None).expect("no file means defaults");
        settings.keyring = false;
        Self::open(settings)
    }

    /// A desk of the exercise district.
    fn exercise(data: &Path, filled: bool, platform: Option<&str>) -> Self {
        let mut settings =
            Settings::load(data, Some(SEED), platform).expect("no file means defaults");
        settings.fill_district = filled;
        settings.keyring = false;
        settings.enrol_code = Some(ENROL_CODE.to_owned());
        Self::open(settings)
    }

    fn ask(&self, command: Command) -> Result<Receipt, CallError> {
        let who = officer();
        self.desk.command(CommandRequest {
            command,
            who,
            second_pin: String::new(),
        })
    }

    /// What goes by two people's word: asked for by one, done by another.
    fn act_as_two(&self, command: Command) {
        for actor in ["演练 王敏", "演练 李值班"] {
            let who = Who {
                actor: actor.to_owned(),
                ..officer()
            };
            let request = CommandRequest {
                command: command.clone(),
                who,
                second_pin: String::new(),
            };
            self.desk.command(request).expect("is allowed and written");
        }
    }

    /// Does something; answers the identifier of the first thing it touched.
    fn act(&self, command: Command) -> String {
        let receipt = self.ask(command).expect("is allowed and written");
        let first = receipt.entities.first().expect("it touched something");
        let (_, id) = first.split_once(':').expect("kind and identifier");
        id.to_owned()
    }

    /// A place is changed by somebody who has what stands there before them.
    fn change_site(&self, command: Command) {
        let Command::RegisterSite {
            site, registered, ..
        } = command
        else {
            panic!("no place is registered by {command:?}");
        };
        let all = self.desk.sites(Nothing {}).expect("is read").into_iter();
        let there = all.filter(|one| !one.withdrawn).find(|one| one.id == site);
        let seen = there.map(|there| Box::new(there.registered));
        self.act(Command::RegisterSite {
            site,
            registered,
            seen,
        });
    }

    fn incident(&self, id: &str) -> IncidentDetail {
        self.desk
            .incident(by_id(id))
            .expect("the incident is there")
    }

    /// Facts in the log that is worked in.
    fn events(&self) -> u64 {
        self.desk.status(Nothing {}).expect("reads").store.events
    }

    /// Puts a file into the drop folder, whole at once.
    fn drop_in(&self, name: &str, bytes: &[u8]) {
        let inbox = self.data.join("inbox");
        std::fs::create_dir_all(&inbox).expect("a folder");
        let unfinished = inbox.join(format!("{name}.part"));
        std::fs::write(&unfinished, bytes).expect("is written");
        std::fs::rename(&unfinished, inbox.join(name)).expect("is put in");
    }

    /// The rows of one section whose words hold a text.
    fn alerts(&self, section: AlertSection, text: &str) -> Vec<AlertRow> {
        let query = AlertQuery {
            section,
            text: text.to_owned(),
            limit: 100,
            ..AlertQuery::default()
        };
        self.desk.alerts(query).expect("the list is read").rows
    }

    /// Waits for the one alert that holds a text.
    fn arrived(&self, section: AlertSection, text: &str) -> AlertRow {
        until(&self.desk, "the alert is in the list", |_| {
            self.alerts(section, text).into_iter().next()
        })
    }
}

fn by_id(id: &str) -> ById {
    ById { id: id.to_owned() }
}

fn officer() -> Who {
    Who {
        actor: "演练 值班员".to_owned(),
        role: "duty".to_owned(),
        paper_at: None,
    }
}

fn now() -> UtcMs {
    (system_clock())()
}

/// A chlorine leak in the district, learned of at a time.
fn leak(title: &str, learned_at: UtcMs) -> IncidentOpened {
    IncidentOpened {
        title: title.to_owned(),
        kind: "hazmat_leak".to_owned(),
        substance: "氯".to_owned(),
        place: Place {
            words: "演练 王舍人街道某水厂".to_owned(),
            street: "王舍人街道".to_owned(),
            point: Some(Point {
                lon: 117.13,
                lat: 36.715,
            }),
        },
        happened_at: Some(learned_at),
        learned_at,
        source: "演练 电话".to_owned(),
        unit: "演练 某水厂".to_owned(),
        caller: String::new(),
        alerts: Vec::new(),
    }
}

/// A message of CAP 1.2 (OASIS, 2010) with the fields that matter here.
fn cap(identifier: &str, status: &str, headline: &str) -> String {
    let at = |ms: i64| {
        let time = chrono::DateTime::from_timestamp_millis(now().0 + ms).expect("a time");
        time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
    };
    let (sent, expires) = (at(0), at(6 * 3_600_000));
    let headline = headline.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier}</identifier><sender>exercise@dutyroom.invalid</sender><sent>{sent}</sent>
<status>{status}</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>zh-CN</language><category>CBRNE</category><event>氯气泄漏</event>
<urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>
<expires>{expires}</expires><senderName>演练企业监测点</senderName>
<headline>{headline}</headline><description>演练：按预案处置。</description>
<area><areaDesc>王舍人街道</areaDesc><circle>36.7150,117.1300 0.50</circle></area></info>
</alert>
"#
    )
}

/// A city platform that can be stopped and started again at the same address.
struct Town {
    city: Option<City>,
    folder: PathBuf,
    starts: u64,
    /// Where it listens, or will.
    address: String,
    /// Its clock.
    clock: Clock,
    /// Everything that serves; without it the last connection is gone.
    runtime: Option<Runtime>,
}

impl Town {
    /// A platform that does not run yet, with an address kept for it.
    fn planned(folder: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("an address is free");
        let address = free.local_addr().expect("it has one").to_string();
        Self {
            city: None,
            folder: folder.to_path_buf(),
            starts: 0,
            address,
            clock: system_clock(),
            runtime: None,
        }
    }

    fn started(folder: &Path) -> Self {
        let mut town = Self::planned(folder);
        town.start();
        town
    }

    fn start(&mut self) {
        self.starts += 1;
        let runtime = Runtime::new().expect("it starts");
        let clock = Arc::clone(&self.clock);
        let city = City::start_at(&self.folder, clock, self.starts, &self.address);
        self.city = Some(runtime.block_on(city));
        self.runtime = Some(runtime);
    }

    /// Stops it, with all its connections.
    fn stop(&mut self) {
        drop(self.city.take());
        drop(self.runtime.take());
    }

    /// An authority posts alerts, all at once.
    fn post(&self, documents: &[String]) {
        let runtime = self.runtime.as_ref().expect("it runs");
        let city = self.city.as_ref().expect("it runs");
        let posts = documents.iter().map(|document| city.post_alert(document));
        let answers = runtime.block_on(join_all(posts));
        assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    }

    fn head(&self) -> u64 {
        self.city.as_ref().expect("it runs").head()
    }

    /// Waits until desks have sent everything, and then until they know everything.
    fn until_together(&self, rooms: &[&Room]) {
        let wait = |room: &Room, what: &str, all: bool| {
            until(&room.desk, what, |desk| {
                let status = desk.status(Nothing {}).expect("reads");
                let known = !all || status.store.events == self.head();
                (status.link.outbox == 0 && known).then_some(())
            });
        };
        for room in rooms {
            wait(room, "all is sent", false);
        }
        for room in rooms {
            wait(room, "all is known", true);
        }
    }
}
