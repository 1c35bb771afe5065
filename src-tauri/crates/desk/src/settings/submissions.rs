//! What a district says of the ways in by which people tell the duty room something.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use emergency::submission::SubmissionChannel;
use protocols::submission::{Columns, Reading};
use serde::{Deserialize, Serialize};

use crate::submissions::limits::OwnLimits;

/// Settings of what people tell the duty room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubmissionSettings {
    /// Hours to the first answer and to the closing, by channel: `phone`, `hotline`, `reporter`,
    /// `tip_off`, `opinion`. What is not named has no limit: 待区里确认.
    pub limits: OwnLimits,
}

/// A feed of what people told another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionFeed {
    /// Name in the status bar; the token is made under it.
    pub name: String,
    /// The drop folder, inside the data folder when it is relative.
    #[serde(default = "folder")]
    pub path: PathBuf,
    /// Where the door listens: this machine alone, unless another address stands here.
    #[serde(default = "address")]
    pub listen: SocketAddr,
    /// Whether the door may listen beyond this machine. It has no encryption: token and names cross
    /// the network in clear, so something else has to guard the way, such as a reverse proxy or a
    /// network that is closed. 待区里确认.
    #[serde(default)]
    pub allow_plain: bool,
    /// Which way in its records are, where they do not say so.
    #[serde(default)]
    pub channel: SubmissionChannel,
    /// From heading or key, as the other system writes it, to field; these go before the shipped
    /// words.
    #[serde(default)]
    pub columns: Columns,
}

impl SubmissionFeed {
    /// How its documents are read.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            channel: self.channel,
            columns: self.columns.clone(),
        }
    }

    /// Whether what is told at the door would cross a network in clear and nobody said it may.
    pub(crate) fn is_overheard(&self) -> bool {
        !self.allow_plain && !self.listen.ip().to_canonical().is_loopback()
    }
}

fn folder() -> PathBuf {
    PathBuf::from("told")
}

/// The usual address: this machine alone.
fn address() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 7345))
}

#[cfg(test)]
mod tests {
    use super::SubmissionFeed;
    use crate::settings::{FeedSettings, Settings};

    #[test]
    fn a_door_beyond_this_machine_is_overheard_unless_the_district_says_otherwise() {
        let feed = |listen: &str, more: &str| -> SubmissionFeed {
            let text = format!("name = \"演练\"\nlisten = \"{listen}\"\n{more}");
            toml::from_str(&text).expect("settings")
        };
        for inside in [
            "127.0.0.1:1",
            "127.8.0.1:1",
            "[::1]:1",
            "[::ffff:127.0.0.1]:1",
        ] {
            assert!(!feed(inside, "").is_overheard(), "this machine: {inside}");
        }
        for outside in ["0.0.0.0:1", "10.1.2.3:1", "[::]:1", "[fd00::1]:1"] {
            assert!(feed(outside, "").is_overheard(), "the network: {outside}");
            let allowed = feed(outside, "allow_plain = true");
            assert!(!allowed.is_overheard(), "it is guarded: {outside}");
        }
    }

    #[test]
    fn a_door_listens_on_this_machine_alone_and_its_columns_are_read() {
        let text = "[[feeds]]\nkind = \"submission_http\"\nname = \"演练 工单\"\n\
                    channel = \"hotline\"\n[feeds.columns]\n\"BT\" = \"matter\"\n\
                    [submissions.limits.hotline]\nclose_h = 48\n";
        let settings: Settings = toml::from_str(text).expect("settings");
        let [FeedSettings::SubmissionHttp(feed)] = settings.feeds.as_slice() else {
            panic!("another feed: {:?}", settings.feeds);
        };
        assert!(
            feed.listen.ip().is_loopback(),
            "from outside nobody comes in"
        );
        assert_eq!(
            feed.reading().columns["BT"],
            "matter",
            "the feed's own word"
        );
        let limit = settings.submissions.limits["hotline"];
        assert_eq!((limit.reply_h, limit.close_h), (None, Some(48)), "hours");
    }
}
