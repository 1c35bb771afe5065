//! What shows pictures of cameras: a window of the program where there is one, else a program that
//! is started when an officer asks for it. Neither is waited for (decision 0042).

use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use emergency::camera::StreamAddress;
use emergency::id::SiteId;

use crate::settings::ADDRESS_MARK;

/// Programs that may be open at once: as many pictures as fit on the screens of a desk.
pub(crate) const VIEWERS_MAX: usize = 16;
/// One that ended counts for so long after its start: what only hands an address on ends at once,
/// and the picture that it started stays.
const COUNTED: Duration = Duration::from_secs(10);

/// Why none was started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ViewerError {
    /// The settings name no program.
    #[error("no program for pictures of cameras is set")]
    NotSet,
    /// As many as may be are open.
    #[error("as many pictures of cameras are open as may be")]
    TooMany,
    /// The system does not start it.
    #[error("{program} does not start: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// The picture of one camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name in the log.
    pub site: SiteId,
    /// Its name; outside text.
    pub name: String,
    /// Where it is; outside text.
    pub place: String,
    /// Where its stream is.
    pub address: StreamAddress,
}

/// Shows a picture in a window of the program; false when as many as may be are open.
pub type ShowPicture = Box<dyn Fn(Picture) -> bool + Send + Sync>;

/// The programs that are open, and the way to windows of this one.
#[derive(Default)]
pub(crate) struct Viewers {
    open: Mutex<Vec<(Child, Instant)>>,
    pane: OnceLock<ShowPicture>,
}

impl Viewers {
    /// Takes the way to windows of the program; the first one stays.
    pub(crate) fn show_by(&self, show: ShowPicture) {
        self.pane.get_or_init(|| show);
    }

    /// The way to windows of the program; none on a desk without one.
    pub(crate) fn pane(&self) -> Option<&ShowPicture> {
        self.pane.get()
    }

    /// Starts `player`, the program and its arguments, for an address. It goes on by itself, also
    /// when the desk closes.
    pub(crate) fn start(
        &self,
        player: &[String],
        address: &StreamAddress,
    ) -> Result<(), ViewerError> {
        let Some((program, arguments)) = player.split_first() else {
            return Err(ViewerError::NotSet);
        };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // Asking for those that ended also clears them off the system's list.
        open.retain_mut(|(child, since)| {
            matches!(child.try_wait(), Ok(None)) || since.elapsed() < COUNTED
        });
        if open.len() >= VIEWERS_MAX {
            return Err(ViewerError::TooMany);
        }
        let child = command(program, arguments, address).spawn();
        let child = child.map_err(|source| ViewerError::NotStarted {
            program: program.clone(),
            source,
        })?;
        open.push((child, Instant::now()));
        Ok(())
    }
}

/// The program with its arguments as they are, so that no shell can read anything in them.
fn command(program: &str, arguments: &[String], address: &StreamAddress) -> Command {
    let mut command = Command::new(program);
    let address = address.as_str();
    let filled = arguments
        .iter()
        .map(|one| one.replace(ADDRESS_MARK, address));
    command.args(filled);
    if !arguments.iter().any(|one| one.contains(ADDRESS_MARK)) {
        command.arg(address);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // What ends the desk from its terminal does not end the pictures.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(player: &[&str]) -> Vec<String> {
        player.iter().map(ToString::to_string).collect()
    }

    fn address() -> StreamAddress {
        StreamAddress::parse("rtsp://192.0.2.7/live?a=1&b=2").expect("an address")
    }

    fn arguments(player: &[&str]) -> Vec<String> {
        let player = words(player);
        let command = command(&player[0], &player[1..], &address());
        let all = command.get_args().map(|one| one.to_string_lossy());
        all.map(Into::into).collect()
    }

    #[test]
    fn the_address_is_one_word_where_the_settings_put_it() {
        let cases: [(&[&str], &[&str]); 3] = [
            (&["mpv"], &["rtsp://192.0.2.7/live?a=1&b=2"]),
            (
                &["mpv", "--no-terminal"],
                &["--no-terminal", "rtsp://192.0.2.7/live?a=1&b=2"],
            ),
            (
                &["vlc", "--mrl={address}", "--one-instance"],
                &["--mrl=rtsp://192.0.2.7/live?a=1&b=2", "--one-instance"],
            ),
        ];
        for (player, expected) in cases {
            assert_eq!(arguments(player), expected, "nothing splits it: {player:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn programs_that_end_at_once_are_bounded_too() {
        let viewers = Viewers::default();
        for number in 1..=VIEWERS_MAX {
            let started = viewers.start(&words(&["true"]), &address());
            assert!(started.is_ok(), "{number} of {VIEWERS_MAX} may be");
        }
        let refused = viewers.start(&words(&["true"]), &address());
        let refused = refused.expect_err("one more");
        assert!(matches!(refused, ViewerError::TooMany), "{refused}");
    }

    #[test]
    fn without_a_program_nothing_is_started_and_it_is_said() {
        let refused = Viewers::default().start(&[], &address());
        let refused = refused.expect_err("there is none");
        assert!(matches!(refused, ViewerError::NotSet), "{refused}");
    }
}
