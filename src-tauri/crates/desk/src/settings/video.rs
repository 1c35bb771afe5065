//! How pictures of cameras are opened (decision 0042).

use emergency::camera::StreamTemplate;
use serde::{Deserialize, Serialize};

/// What stands in `player` where the address goes.
pub const ADDRESS_MARK: &str = "{address}";

/// How pictures of cameras are opened. All are 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VideoSettings {
    /// The program that opens a stream and its arguments, each a word of its own: no shell reads
    /// them. The address stands where one says [`ADDRESS_MARK`], else at the end. None: addresses
    /// are shown and copied, and nothing is started.
    pub player: Vec<String>,
    /// Whether an address that a browser may open is first tried in a window of the program. What
    /// that cannot play goes to the player.
    pub pane: bool,
    /// Where the district's video platform has the stream of a device (GB/T 28181), with `{id}`
    /// for its number. None: a number is shown and copied.
    pub template: Option<StreamTemplate>,
}

impl VideoSettings {
    /// Whether the player is whatever the system opens an address with, and not one that was set.
    #[must_use]
    pub fn is_of_the_system(&self) -> bool {
        self.player == Self::default().player
    }
}

impl Default for VideoSettings {
    fn default() -> Self {
        Self {
            player: opener().map(ToOwned::to_owned).into_iter().collect(),
            pane: true,
            template: None,
        }
    }
}

/// What the system itself opens addresses with, by the program set for them there; none where no
/// command was tried.
fn opener() -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        Some("open")
    } else if cfg!(unix) {
        Some("xdg-open")
    } else {
        None
    }
}
