//! Fire alarm panels, and what officers ask of them.

use std::sync::Arc;

use contract::error::CallError;
use contract::rows::{
    AskPanels, PANEL_PARTS_MAX, PANELS_MAX, PanelAsk, PanelDuty, PanelPart, PanelRow, PanelsAsked,
};
use emergency::decide::{Command, Refusal};
use emergency::duty::{PANEL_CHECK_MAX, PanelCheck};
use emergency::incident::Noted;
use feeds::talk::{Ask, Gbt26875, PanelSeen};

use crate::desk::Desk;
use crate::number::small;
use crate::session::{commanding, not_found, who};
use crate::settings::FeedSettings;

/// All panels, those with most disabled parts first.
pub(super) fn rows(feeds: &[Arc<Gbt26875>]) -> Vec<PanelRow> {
    let mut rows = Vec::new();
    for feed in feeds {
        rows.extend(feed.panels().into_iter().map(|seen| row(feed.name(), seen)));
    }
    rows.sort_by_key(|row: &PanelRow| std::cmp::Reverse(row.disabled));
    rows.truncate(PANELS_MAX);
    rows
}

fn row(feed: &str, seen: PanelSeen) -> PanelRow {
    let parts = seen.named.into_iter().take(PANEL_PARTS_MAX);
    PanelRow {
        feed: feed.to_owned(),
        device: seen.device,
        online: seen.online,
        heard_at: seen.heard_at,
        disabled: small(seen.disabled as u64),
        parts: parts
            .map(|part| PanelPart {
                place: part.place,
                words: part.words,
                since: part.since,
            })
            .collect(),
        duty: seen.duty.map(|duty| PanelDuty {
            asked_at: duty.asked_at,
            due_at: duty.due_at,
            sent_at: duty.sent_at,
            confirmed_at: duty.confirmed_at,
            answered_at: duty.answered_at,
        }),
    }
}

/// Whether the panels of a feed may be asked something. An exercise has no way out to real devices:
/// only those that are made up on this machine, and none of a drill beside the watch, whose panels
/// are real.
fn may_ask(desk: &Desk, feed: &str) -> bool {
    let is_watch = Arc::ptr_eq(&desk.session(), desk.base());
    let here = |one: &FeedSettings| match one {
        FeedSettings::Gbt26875 { name, listen, .. } => name == feed && listen.ip().is_loopback(),
        _ => false,
    };
    let settings = desk.settings();
    is_watch && (settings.exercise_seed.is_none() || settings.feeds.iter().any(here))
}

/// Asks a panel or all of a feed. That somebody did is in the log first.
pub(super) fn ask(desk: &Desk, request: AskPanels) -> Result<PanelsAsked, CallError> {
    if !may_ask(desk, &request.feed) {
        return Err(Refusal::ExerciseMix.into());
    }
    let (feeds, session) = (desk.panel_feeds(), desk.base());
    let feed = feeds.iter().find(|feed| feed.name() == request.feed);
    let feed = feed.ok_or_else(|| not_found("feed", &request.feed))?;
    let device = request.device.as_deref();
    let known = feed.panels().into_iter();
    let known = known.filter(|panel| panel.heard_at.is_some());
    let chosen = known.filter(|panel| device.is_none_or(|one| one == panel.device));
    let chosen: Vec<String> = chosen.map(|panel| panel.device).collect();
    let count = chosen.len();
    if count == 0 {
        return Err(not_found("panel", device.unwrap_or(&request.feed)));
    }
    let acting = who(request.who)?;
    let (ask, what) = match request.ask {
        PanelAsk::Duty => (Ask::Duty, "查岗"),
        PanelAsk::State => (Ask::State, "查询状态"),
    };
    let to = device.map_or_else(|| format!("全部 {count} 台"), str::to_owned);
    let asked_at = session.logbook.now();
    for panels in chosen.chunks(PANEL_CHECK_MAX) {
        let check = PanelCheck {
            feed: request.feed.clone(),
            panels: panels.to_vec(),
            asked_at,
            due_at: feed.due_at(asked_at),
            answered: false,
        };
        let note = Noted {
            text: format!("{what}：{} {to}", request.feed),
            panel_check: (ask == Ask::Duty).then_some(check),
        };
        let noted = Command::NoteDuty { note };
        let written = session.logbook.command(noted, acting.clone());
        written.map_err(commanding)?;
    }
    let asked = chosen.iter().map(|one| feed.ask(Some(one), ask, asked_at));
    Ok(PanelsAsked {
        asked: small(asked.sum::<usize>() as u64),
    })
}
