//! Starts the feeds that the settings name.

use std::sync::Arc;
use std::time::Duration;

use feeds::folder::Folder;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::poll::Poll;
use feeds::reach::Reach;
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
    session: &Session,
    reach: &Arc<Reach>,
    stop: &CancellationToken,
) -> Vec<SharedHealth> {
    let intake: Arc<dyn Intake> = Arc::new(DeskIntake::new(session.logbook.clone()));
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
        }
    }
    health
}
