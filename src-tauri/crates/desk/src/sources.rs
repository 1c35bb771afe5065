//! Starts the feeds that the settings name.

mod broker;
mod checks;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use emergency::alert::Notice;
use emergency::gather::is_device;
use feeds::alarm::STANDING_MAX;
use feeds::folder::Folder;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::poll::Poll;
use feeds::reach::Reach;
use feeds::serve::{Bounds, Server};
use feeds::talk::{
    Gbt26875, Gbt26875Settings, Hj212, Hj212Settings, Jt808, Jt808Settings, Protocol,
};
use feeds::told::{Hearing, http};
use tokio_util::sync::CancellationToken;

use crate::device_feeds::{DeviceFeed, DeviceFeeds};
use crate::intake::DeskIntake;
use crate::keyring::Keyring;
use crate::session::Session;
use crate::settings::{BrokerSettings, FeedSettings, Settings, SubmissionFeed};
use crate::submissions::tokens;
pub(crate) use broker::{Broker, mapping_bytes};

/// Feeds of one desk.
const FEEDS_MAX: usize = 64;

/// What the desk keeps of its feeds.
#[derive(Default)]
pub(crate) struct Sources {
    /// How each is.
    pub(crate) health: Vec<SharedHealth>,
    /// Those that know where vehicles are.
    pub(crate) vehicles: Vec<Arc<Jt808>>,
    /// Those of fire alarm panels.
    pub(crate) panels: Vec<Arc<Gbt26875>>,
    /// Those of brokers.
    pub(crate) brokers: Vec<Broker>,
    /// Those that know their devices.
    devices: Vec<Arc<DeviceFeed>>,
}

/// Alerts that are read at once.
const READ_AT_ONCE: usize = 1_000;

/// The alarms of devices that stand in the log, by their feed: what a feed has to know of its own
/// past. Without it an alarm that ended while the desk was closed would stand for ever.
#[derive(Default)]
struct Standing(HashMap<String, Vec<Notice>>);

impl Standing {
    fn read(session: &Session) -> Self {
        let mut all = Self::default();
        let (mut after, mut count) = (0, 0);
        while count < STANDING_MAX {
            let read = session.logbook.held_alerts(after, READ_AT_ONCE);
            let read = read.inspect_err(|error| {
                tracing::error!(%error, "the alarms that stand cannot be read");
            });
            let Some((last, alerts)) = read.ok().and_then(|read| Some((read.last()?.0, read)))
            else {
                return all;
            };
            after = last;
            let notices = alerts.into_iter().filter_map(|(_, alert)| alert.notice);
            for notice in notices.filter(is_device) {
                count += 1;
                let feed = all.0.entry(notice.sender_name.clone()).or_default();
                feed.push(Notice {
                    // The rest of the message is not needed, and there may be many.
                    texts: Vec::new(),
                    ..notice
                });
            }
        }
        all
    }

    /// Those of a feed.
    fn of(&mut self, feed: &str) -> Vec<Notice> {
        self.0.remove(feed).unwrap_or_default()
    }
}

/// Everything a feed needs to start.
struct Starter<'a> {
    runtime: &'a tokio::runtime::Handle,
    settings: &'a Settings,
    session: &'a Arc<Session>,
    intake: Arc<dyn Intake>,
    hearing: Arc<dyn Hearing>,
    reach: &'a Arc<Reach>,
    stop: &'a CancellationToken,
    standing: Standing,
    /// The duty checks that waited when the desk was closed, by their feed.
    checks: checks::Waiting,
    started: Sources,
}

/// Starts all feeds; a feed that cannot be started is shown as down, the others run.
pub(crate) fn start(
    runtime: &tokio::runtime::Handle,
    settings: &Settings,
    session: &Arc<Session>,
    reach: &Arc<Reach>,
    stop: &CancellationToken,
) -> Sources {
    let looks = |feed: &FeedSettings| {
        matches!(
            feed,
            FeedSettings::Folder { .. } | FeedSettings::Poll { .. }
        )
    };
    let standing = if settings.feeds.iter().all(looks) {
        Standing::default()
    } else {
        Standing::read(session)
    };
    let has_panels = |feed: &FeedSettings| matches!(feed, FeedSettings::Gbt26875 { .. });
    let checks = if settings.feeds.iter().any(has_panels) {
        checks::waiting(session)
    } else {
        checks::Waiting::new()
    };
    let intake = DeskIntake::new(Arc::clone(session)).sealing(settings.seal.clone());
    let intake = Arc::new(intake);
    let mut starter = Starter {
        runtime,
        settings,
        session,
        hearing: Arc::clone(&intake) as Arc<dyn Hearing>,
        intake,
        reach,
        stop,
        standing,
        checks,
        started: Sources::default(),
    };
    for feed in settings.feeds.iter().take(FEEDS_MAX) {
        starter.start(feed);
    }
    let Starter { started, .. } = starter;
    let devices = Arc::new(DeviceFeeds::new(started.devices.clone()));
    if session.devices.set(devices).is_ok() {
        session.tell_points();
    }
    started
}

impl Starter<'_> {
    fn start(&mut self, feed: &FeedSettings) {
        match feed {
            FeedSettings::Folder { name, path } => self.folder(name, path),
            FeedSettings::Poll { name, url, every_s } => self.poll(name, url, *every_s),
            FeedSettings::Mqtt(broker) => self.broker(broker),
            FeedSettings::SubmissionFolder(feed) => self.told_folder(feed),
            FeedSettings::SubmissionHttp(feed) => self.told_http(feed),
            FeedSettings::Jt808 {
                name,
                listen,
                secret,
                terminals,
                per_address,
                alarm_bits,
                safety_level,
                absence,
            } => {
                let mut settings = Jt808Settings::new(name);
                settings.secret.clone_from(secret);
                settings.allow(terminals.iter().map(String::as_str));
                if let Some(bits) = alarm_bits {
                    settings.alarm_bits.clone_from(bits);
                }
                settings.safety_level = *safety_level;
                settings.absence.clone_from(absence);
                let feed = Arc::new(Jt808::new(settings, Arc::clone(self.reach)));
                self.started.vehicles.push(Arc::clone(&feed));
                self.serve(name, *listen, *per_address, feed);
            }
            FeedSettings::Gbt26875 {
                name,
                listen,
                set_clock,
                limits,
                per_address,
                duty_minutes,
            } => {
                let settings = Gbt26875Settings {
                    name: name.clone(),
                    set_clock: *set_clock,
                    limits: limits.clone(),
                    duty_minutes: *duty_minutes,
                };
                let feed = Arc::new(Gbt26875::new(settings, Arc::clone(self.reach)));
                let waiting = self.checks.remove(name).unwrap_or_default();
                feed.resume(waiting, self.session.logbook.now());
                self.started.panels.push(Arc::clone(&feed));
                self.serve(name, *listen, *per_address, feed);
            }
            FeedSettings::Hj212 {
                name,
                listen,
                limits,
                per_address,
                marks,
                eflags,
            } => {
                let settings = Hj212Settings {
                    name: name.clone(),
                    limits: limits.clone(),
                    marks: marks.clone(),
                    eflags: eflags.clone(),
                };
                let feed = Hj212::new(settings, Arc::clone(self.reach));
                self.serve(name, *listen, *per_address, Arc::new(feed));
            }
        }
    }

    fn folder(&mut self, name: &str, path: &Path) {
        let path = self.settings.data.join(path);
        let folder = Folder::new(name, path, Arc::clone(self.reach));
        self.started.health.push(folder.health.clone());
        let intake = Arc::clone(&self.intake);
        self.runtime
            .spawn(folder.run(intake, self.stop.child_token()));
    }

    fn told_folder(&mut self, feed: &SubmissionFeed) {
        let path = self.settings.data.join(&feed.path);
        let hearing = Arc::clone(&self.hearing);
        let folder = Folder::of_told(&feed.name, path, feed.reading(), hearing);
        self.started.health.push(folder.health.clone());
        let intake = Arc::clone(&self.intake);
        self.runtime
            .spawn(folder.run(intake, self.stop.child_token()));
    }

    /// Without a token there is no door, nor where others could read it on its way.
    fn told_http(&mut self, feed: &SubmissionFeed) {
        let source = feed.listen.to_string();
        let health = SharedHealth::new(&feed.name, "submission_http", &source);
        self.started.health.push(health.clone());
        if feed.is_overheard() {
            health.failed(self.intake.now(), "plain_token");
            return;
        }
        let Some(token_hash) = tokens::hash_of(&self.settings.data, &feed.name) else {
            health.failed(self.intake.now(), "token");
            return;
        };
        let door = http::Door {
            name: feed.name.clone(),
            reading: feed.reading(),
            token_hash,
            health,
        };
        let (hearing, stop) = (Arc::clone(&self.hearing), self.stop.child_token());
        self.runtime
            .spawn(http::keep(feed.listen, door, hearing, stop));
    }

    fn poll(&mut self, name: &str, url: &str, every_s: u64) {
        match url.parse() {
            Ok(url) => {
                let pause = Duration::from_secs(every_s);
                let poll = Poll::new(name, url, pause, Arc::clone(self.reach));
                self.started.health.push(poll.health.clone());
                let intake = Arc::clone(&self.intake);
                self.runtime
                    .spawn(poll.run(intake, self.stop.child_token()));
            }
            Err(error) => {
                tracing::error!(feed = %name, %error, "not an address");
                let down = SharedHealth::new(name, "poll", "");
                down.failed(self.intake.now(), "address");
                self.started.health.push(down);
            }
        }
    }

    fn serve(
        &mut self,
        name: &str,
        listen: SocketAddr,
        per_address_max: usize,
        protocol: Arc<dyn Protocol>,
    ) {
        protocol.register().take_up(&self.standing.of(name));
        let periods = self.settings.points.periods(protocol.kind());
        let device_feed = DeviceFeed::server(name, Arc::clone(&protocol), periods);
        self.started.devices.push(Arc::new(device_feed));
        let shown = SharedHealth::new(name, protocol.kind(), &listen.to_string());
        self.started.health.push(shown.clone());
        let bounds = Bounds {
            per_address_max,
            ..Bounds::default()
        };
        let (intake, stop) = (Arc::clone(&self.intake), self.stop.child_token());
        let server = Server::keep(listen, protocol, bounds, shown, intake, stop);
        self.runtime.spawn(server);
    }

    fn broker(&mut self, broker: &BrokerSettings) {
        let source = format!("{}:{}", broker.host, broker.port());
        let health = SharedHealth::new(&broker.name, "mqtt", &source);
        self.started.health.push(health.clone());
        let held = Broker::new(broker, &self.settings.data, &health);
        self.started.brokers.push(held.clone());
        let (broker, reach) = (broker.clone(), Arc::clone(self.reach));
        let (data, origin) = (self.settings.data.clone(), self.session.origin.0.clone());
        let periods = self.settings.points.periods("mqtt");
        let device_feed = Arc::new(DeviceFeed::broker(&broker.name, periods));
        self.started.devices.push(Arc::clone(&device_feed));
        let session = Arc::clone(self.session);
        let keyring = self.settings.keyring();
        let standing = self.standing.of(&broker.name);
        let make = move |health: &SharedHealth| {
            let own = broker::Own {
                data: &data,
                origin: &origin,
                keyring: keyring.as_ref().map(|keyring| keyring as &dyn Keyring),
            };
            let feed = broker::feed(&broker, &own, reach, health);
            let feed = Arc::new(feed?);
            feed.register().take_up(&standing);
            device_feed.started(&feed);
            // What the register says is in force before the first value is.
            session.tell_points();
            Ok(feed)
        };
        let (intake, stop) = (Arc::clone(&self.intake), self.stop.child_token());
        broker::start(self.runtime, make, (health, held), intake, stop);
    }
}
