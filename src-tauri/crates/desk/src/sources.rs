//! Starts the feeds that the settings name.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use feeds::folder::Folder;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::poll::Poll;
use feeds::reach::Reach;
use feeds::serve::Server;
use feeds::talk::{
    Gbt26875, Gbt26875Settings, Hj212, Hj212Settings, Jt808, Jt808Settings, Protocol,
};
use tokio_util::sync::CancellationToken;

use crate::intake::DeskIntake;
use crate::session::Session;
use crate::settings::{FeedSettings, Settings};

/// Feeds of one desk.
const FEEDS_MAX: usize = 64;

/// Starts all feeds; a feed that cannot be started is shown as down, the others run.
pub(crate) fn start(
    runtime: &tokio::runtime::Handle,
    settings: &Settings,
    session: &Arc<Session>,
    reach: &Arc<Reach>,
    stop: &CancellationToken,
) -> Vec<SharedHealth> {
    let intake: Arc<dyn Intake> = Arc::new(DeskIntake::new(Arc::clone(session)));
    let mut health = Vec::new();
    for feed in settings.feeds.iter().take(FEEDS_MAX) {
        match feed {
            FeedSettings::Folder { name, path } => {
                let folder = Folder::new(name, settings.data.join(path), Arc::clone(reach));
                health.push(folder.health.clone());
                runtime.spawn(folder.run(Arc::clone(&intake), stop.child_token()));
            }
            FeedSettings::Poll { name, url, every_s } => match url.parse() {
                Ok(url) => {
                    let pause = Duration::from_secs(*every_s);
                    let poll = Poll::new(name, url, pause, Arc::clone(reach));
                    health.push(poll.health.clone());
                    runtime.spawn(poll.run(Arc::clone(&intake), stop.child_token()));
                }
                Err(error) => {
                    tracing::error!(feed = %name, %error, "not an address");
                    let down = SharedHealth::new(name, "poll", "");
                    down.failed(intake.now(), "address");
                    health.push(down);
                }
            },
            server => {
                let Some((name, listen, protocol)) = protocol_of(server, reach) else {
                    continue;
                };
                let shown = SharedHealth::new(name, protocol.kind(), &listen.to_string());
                health.push(shown.clone());
                let intake = Arc::clone(&intake);
                runtime.spawn(Server::keep(
                    listen,
                    protocol,
                    shown,
                    intake,
                    stop.child_token(),
                ));
            }
        }
    }
    health
}

/// The name, address and protocol of a server; nothing for a feed that is none.
fn protocol_of<'a>(
    feed: &'a FeedSettings,
    reach: &Arc<Reach>,
) -> Option<(&'a str, SocketAddr, Arc<dyn Protocol>)> {
    let reach = Arc::clone(reach);
    let (name, listen, protocol): (&String, &SocketAddr, Arc<dyn Protocol>) = match feed {
        FeedSettings::Jt808 {
            name,
            listen,
            secret,
            alarm_bits,
        } => {
            let mut settings = Jt808Settings::new(name);
            settings.secret.clone_from(secret);
            if let Some(bits) = alarm_bits {
                settings.alarm_bits.clone_from(bits);
            }
            (name, listen, Arc::new(Jt808::new(settings, reach)))
        }
        FeedSettings::Gbt26875 {
            name,
            listen,
            set_clock,
        } => {
            let settings = Gbt26875Settings {
                name: name.clone(),
                set_clock: *set_clock,
            };
            (name, listen, Arc::new(Gbt26875::new(settings, reach)))
        }
        FeedSettings::Hj212 {
            name,
            listen,
            limits,
        } => {
            let settings = Hj212Settings {
                name: name.clone(),
                limits: limits.clone(),
            };
            (name, listen, Arc::new(Hj212::new(settings, reach)))
        }
        FeedSettings::Folder { .. } | FeedSettings::Poll { .. } => return None,
    };
    Some((name, *listen, protocol))
}
