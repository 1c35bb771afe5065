//! What goes out by itself: notices to people by the channels that are set up, and orders that
//! ran out before anybody had them.
//!
//! First the log, then the wire: a try is a fact before it is handed to a channel, and what came
//! of it is a fact after. A desk that is killed between the two finds the try without an outcome
//! and repeats it as a repeat. Only the desk that sent a notice hands it out.

use std::sync::Arc;
use std::time::Duration;

use channels::{Handed, Message, Outlets};
use emergency::circular::{
    Channel, Circular, CircularHanded, CircularTried, Due, Outcome, Rung, due as due_of,
};
use emergency::decide::{Command, Draft};
use emergency::entity::{EntityKind, State};
use emergency::fact::Fact;
use emergency::order::Progress;
use logbook::Listed;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::session::{Session, machine};
use crate::settings::Settings;

/// How often it is looked whether something is due.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Open notices that are looked at.
const CIRCULARS_MAX: usize = 200;
/// Open orders that are looked at.
const ORDERS_MAX: usize = 1_000;
/// Messages that are handed out at the same time.
const ABREAST_MAX: usize = 8;
/// What a message begins with that the person may have had already.
const AGAIN: &str = "【重发】";

/// Starts the thread that hands out what is due; it ends when it is stopped.
pub(crate) fn start(
    session: Arc<Session>,
    settings: &Settings,
    runtime: Handle,
    stop: CancellationToken,
) -> std::io::Result<()> {
    // An exercise gives no proof of real work, and without it there are no outlets.
    let outlets = session.logbook.real_work().map(|proof| {
        Outlets::open(&proof, &settings.channels, &settings.data).unwrap_or_else(|error| {
            tracing::error!(%error, "a channel cannot be used; none is");
            Outlets::none(&proof)
        })
    });
    // A drill goes as far as the real thing would, and its messages are held back.
    session.send_by(
        outlets
            .as_ref()
            .map_or_else(|| settings.channels.set_up(), Outlets::set_up),
    );
    let outward = Outward {
        session,
        outlets: outlets.map(Arc::new),
        runtime,
    };
    std::thread::Builder::new()
        .name("outward".to_owned())
        .spawn(move || {
            while !stop.is_cancelled() {
                outward.look();
                std::thread::park_timeout(LOOK_EVERY);
            }
        })
        .map(drop)
}

impl Session {
    /// Notes which channels are set up.
    pub(crate) fn send_by(&self, channels: Vec<Channel>) {
        // They are what they were when the log was opened.
        self.sends_by.get_or_init(|| channels);
    }

    /// Whether a channel is set up by which this person can be told.
    pub(crate) fn can_tell(&self, person: &Rung) -> bool {
        let set_up = self.sends_by.get().map_or(&[][..], Vec::as_slice);
        person.channels().any(|channel| set_up.contains(&channel))
    }
}

struct Outward {
    session: Arc<Session>,
    outlets: Option<Arc<Outlets>>,
    runtime: Handle,
}

/// A try that is written down, with the message for it.
struct Going {
    circular: String,
    tried: CircularTried,
    message: Message,
}

impl Outward {
    fn look(&self) {
        self.expire();
        let Ok(rows) = self
            .session
            .logbook
            .list(EntityKind::Circular, Listed::Open, CIRCULARS_MAX)
        else {
            return;
        };
        for row in rows {
            let State::Circular(circular) = row.state else {
                continue;
            };
            if circular.origin == self.session.origin {
                self.circular(&circular);
            }
        }
    }

    /// An order that waits for a verdict and whose time is over is not carried out any more.
    fn expire(&self) {
        let now = self.session.logbook.now();
        let orders = self
            .session
            .logbook
            .list(EntityKind::Order, Listed::Open, ORDERS_MAX);
        for row in orders.unwrap_or_default() {
            let State::Order(order) = row.state else {
                continue;
            };
            if order.origin == self.session.origin && order.has_run_out(now) {
                let command = Command::MoveOrder {
                    order: order.id,
                    to: Progress::Expired,
                    note: String::new(),
                };
                if let Err(error) = self.session.logbook.command(command, machine()) {
                    tracing::warn!(%error, "an order that ran out stays open");
                }
            }
        }
    }

    fn circular(&self, circular: &Circular) {
        let now = self.session.logbook.now();
        let mut going = Vec::new();
        let mut drafts = Vec::new();
        for due in due_of(circular, now).into_iter().take(ABREAST_MAX) {
            let id = circular.id.0.as_str();
            match due {
                Due::Escalate(next) => {
                    drafts.push(Draft::plain(id, Fact::CircularEscalated(next)));
                }
                Due::Try(tried) => {
                    drafts.push(Draft::plain(id, Fact::CircularTried(tried.clone())));
                    going.push(Going {
                        circular: id.to_owned(),
                        message: message(circular, &tried),
                        tried,
                    });
                }
            }
        }
        if drafts.is_empty() || !self.write(drafts) {
            return;
        }
        let ended = match &self.outlets {
            Some(outlets) => self.runtime.block_on(hand(outlets, going)),
            None => going.into_iter().map(held_back).collect(),
        };
        if !ended.is_empty() {
            self.write(ended);
        }
    }

    /// False when it could not be written: then nothing goes out.
    fn write(&self, drafts: Vec<Draft>) -> bool {
        let written = self.session.logbook.observe(drafts, &machine());
        if let Err(error) = &written {
            tracing::error!(%error, "what goes out could not be written down");
        }
        written.is_ok()
    }
}

/// The message for the person whose turn it is.
fn message(circular: &Circular, tried: &CircularTried) -> Message {
    let rung = circular
        .sent
        .recipients
        .get(tried.recipient as usize)
        .and_then(|recipient| recipient.ladder.get(tried.rung as usize));
    let to = rung.map(|rung| match tried.channel {
        Channel::Mail => rung.mail.clone(),
        _ => rung.phone.clone(),
    });
    let again = if tried.again { AGAIN } else { "" };
    Message {
        to: to.unwrap_or_default().trim().to_owned(),
        subject: format!("{again}{}", circular.sent.title),
        text: format!("{again}{}：{}", circular.sent.title, circular.sent.text),
        key: tried.key.clone(),
    }
}

async fn hand(outlets: &Arc<Outlets>, going: Vec<Going>) -> Vec<Draft> {
    let mut all = JoinSet::new();
    for one in going {
        let outlets = Arc::clone(outlets);
        all.spawn(async move {
            let handed = outlets.hand(one.tried.channel, &one.message).await;
            ended(one, handed)
        });
    }
    all.join_all().await
}

fn held_back(one: Going) -> Draft {
    let handed = Handed {
        outcome: Outcome::HeldBack,
        detail: String::new(),
    };
    ended(one, handed)
}

fn ended(one: Going, handed: Handed) -> Draft {
    let fact = Fact::CircularHanded(CircularHanded {
        recipient: one.tried.recipient,
        key: one.tried.key,
        attempt: one.tried.attempt,
        outcome: handed.outcome,
        detail: handed.detail,
    });
    Draft::plain(one.circular, fact)
}
