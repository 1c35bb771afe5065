//! Calls that are answered in a few lines.

use contract::calls::Answer as _;
use contract::error::{CallError, Code};
use contract::rows::{
    ById, COMMANDS_MAX, CommandOutcome, CommandRequest, CommandsRequest, FormDraft, Hello,
    LegalDutiesRequest, LegalDutyRow, Nothing, PlanDetail, PlanRequest, PlanRow, Receipt,
    StyleRequest, WindRow,
};
use emergency::closure::Closure;
use emergency::decide::{Command, Refusal};
use emergency::entity::{EntityKind, State};
use emergency::fence::Fence;
use emergency::id::OriginId;
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::time::MINUTE_MS;
use emergency::wind::WIND_FRESH_MS;
use serde_json::Value;

use super::{incidents, way_back};
use crate::away;
use crate::desk::Desk;
use crate::number::small;
use crate::second;
use crate::session::{Session, commanding, not_found, storage, who};

/// A keeper whom the settings do not name.
const SEAL_UNNAMED: &str = "密钥保管人";

pub(super) fn hello(desk: &Desk, session: &Session) -> Result<Hello, CallError> {
    let bounds = desk.district().bounds();
    let centre = bounds.centre();
    Ok(Hello {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        desk: desk.settings().name.clone(),
        origin: session.origin.0.clone(),
        desks: desk.settings().desk_names(),
        exercise: session.logbook.is_exercise(),
        district: desk.district().name.clone(),
        centre: Point {
            lon: centre.lon,
            lat: centre.lat,
        },
        bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
        seq: session.logbook.last_change().map_err(storage)?,
        now: session.logbook.now(),
        paper_folder: desk.settings().paper().display().to_string(),
        second_person: desk.settings().second_person,
        front_after_s: desk.settings().front_after_s,
        seal_keeper: keeper(desk),
    })
}

/// Who keeps the private key; empty where nothing can be sealed.
fn keeper(desk: &Desk) -> String {
    let seal = &desk.settings().seal;
    if !seal.is_set_up() {
        return String::new();
    }
    let named = seal.keeper.trim();
    if named.is_empty() {
        SEAL_UNNAMED
    } else {
        named
    }
    .to_owned()
}

pub(super) fn command(desk: &Desk, request: CommandRequest) -> Result<Receipt, CallError> {
    second::check(desk.settings(), &request)?;
    let session = desk.session();
    let request = way_back::timed(desk.settings().way_back, &session, request)?;
    let command = crate::clocks::timed(desk, &session, request.command)?;
    let of_points = matches!(command, Command::Point(_));
    let moves = away::Moves::of(&session, &command)?;
    let acting = who(request.who)?;
    let receipt = session
        .logbook
        .command(command, acting.clone())
        .map_err(commanding)?;
    if let Some(moves) = moves {
        moves.follow(&session, &acting);
    }
    if of_points {
        // A limit is in force when the officer hears that it is set.
        session.tell_points();
    }
    Ok(told(receipt))
}

/// What a command came to, as the screen knows it.
pub(super) fn told(receipt: logbook::Receipt) -> Receipt {
    let entities = receipt.entities.into_iter();
    Receipt {
        seq: receipt.change,
        entities: entities.map(|e| format!("{}:{}", e.kind, e.id)).collect(),
    }
}

/// Plans that fit an incident, best first.
pub(super) fn match_plans(
    desk: &Desk,
    session: &Session,
    id: &str,
) -> Result<Vec<PlanRow>, CallError> {
    let (_, incident) = incidents::find(session, id)?;
    Ok(desk.library().matches(&incident))
}

/// The duties of the law that neither the plan nor a task of the incident carries.
pub(super) fn legal_duties(
    desk: &Desk,
    request: &LegalDutiesRequest,
) -> Result<Vec<LegalDutyRow>, CallError> {
    let (_, incident) = incidents::find(&desk.session(), request.incident.as_str())?;
    let library = desk.library();
    library
        .legal_duties(request.plan.as_deref(), &incident)
        .ok_or_else(|| not_found("plan", request.plan.as_deref().unwrap_or_default()))
}

pub(super) fn plan(desk: &Desk, request: &PlanRequest) -> Result<PlanDetail, CallError> {
    let incident = match &request.incident {
        Some(id) => Some(incidents::find(&desk.session(), id.as_str())?.1),
        None => None,
    };
    desk.library()
        .detail(&request.id, incident.as_ref())
        .ok_or_else(|| not_found("plan", &request.id))
}

pub(super) fn save_form(session: &Session, request: FormDraft) -> Result<Nothing, CallError> {
    session
        .logbook
        .save_draft(request.key, request.text)
        .map_err(storage)?;
    Ok(Nothing {})
}

pub(super) fn load_form(session: &Session, request: ById) -> Result<FormDraft, CallError> {
    let text = session.logbook.draft(&request.id).map_err(storage)?;
    Ok(FormDraft {
        key: request.id,
        text: text.unwrap_or_default(),
    })
}

pub(super) fn commands(
    desk: &Desk,
    request: CommandsRequest,
) -> Result<Vec<CommandOutcome>, CallError> {
    if request.commands.len() > COMMANDS_MAX {
        let field = "commands".into();
        return Err(Refusal::OutOfRange { field }.into());
    }
    let who = request.who;
    let one = |command| {
        let request = CommandRequest {
            command,
            who: who.clone(),
            second_pin: String::new(),
        };
        match desk.command(request) {
            Ok(receipt) => CommandOutcome {
                receipt: Some(receipt),
                refused: None,
            },
            Err(refused) => CommandOutcome {
                receipt: None,
                refused: Some(refused),
            },
        }
    };
    Ok(request.commands.into_iter().map(one).collect())
}

pub(super) fn lots(session: &Session) -> Result<Vec<Lot>, CallError> {
    let all = session.all(EntityKind::Lot)?.into_iter();
    let lots = all.filter_map(|state| match state {
        State::Lot(lot) if lot.known => Some(lot),
        _ => None,
    });
    Ok(lots.collect())
}

pub(super) fn holders(session: &Session) -> Result<Vec<OriginId>, CallError> {
    session.logbook.origins().map_err(storage)
}

pub(super) fn sites(session: &Session) -> Result<Vec<Site>, CallError> {
    let all = session.all(EntityKind::Site)?.into_iter();
    let sites = all.filter_map(|state| match state {
        State::Site(site) if !site.withdrawn => Some(site),
        _ => None,
    });
    Ok(sites.collect())
}

/// The fences that stand, newest first.
pub(super) fn fences(session: &Session) -> Result<Vec<Fence>, CallError> {
    let now = session.logbook.now();
    let mut fences = session.fences()?;
    fences.retain(|fence| fence.is_standing(now));
    fences.sort_by(|a, b| (b.set_at, &b.id).cmp(&(a.set_at, &a.id)));
    Ok(fences)
}

pub(super) fn closures(session: &Session) -> Result<Vec<Closure>, CallError> {
    let now = session.logbook.now();
    let mut closures = session.closures()?;
    closures.retain(|closure| closure.is_standing(now));
    closures.sort_by(|a, b| (b.set_at, &b.id).cmp(&(a.set_at, &a.id)));
    Ok(closures)
}

pub(super) fn wind(session: &Session) -> Result<WindRow, CallError> {
    let wind = session.wind()?;
    Ok(WindRow {
        fresh: wind.is_fresh(session.logbook.now()),
        fresh_min: small((WIND_FRESH_MS / MINUTE_MS).unsigned_abs()),
        wind,
    })
}

pub(super) fn map_style(desk: &Desk, request: &StyleRequest) -> Result<Value, CallError> {
    let palettes = maps::style::Palette::ALL;
    let palette = palettes
        .into_iter()
        .find(|palette| palette.name() == request.palette);
    let palette = palette.ok_or_else(|| CallError::new(Code::Malformed, "no such palette"))?;
    let map = desk.map();
    let others: Vec<_> = map.layers.iter().filter_map(other_layer).collect();
    // Other roads make other tiles: a screen must not take those that it has for them.
    let tiles_url = format!(
        "tiles://localhost/base/{{z}}/{{x}}/{{y}}?map={}",
        map.number
    );
    Ok(maps::style::style(&maps::style::StyleRequest {
        palette,
        tiles_url: &tiles_url,
        attribution: &map.sources(),
        other_layers: &others,
        letters: map.tiles.letters(),
    }))
}

fn other_layer(layer: &maps::layer::Layer) -> Option<String> {
    match &layer.kind {
        maps::layer::LayerKind::Other(name) => Some(name.clone()),
        _ => None,
    }
}
