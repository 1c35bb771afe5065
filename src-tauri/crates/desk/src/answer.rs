//! The desk answers the contract's table of calls.

mod accounts;
mod advice;
mod alerts;
pub(crate) mod assign;
mod cover;
mod deaf;
mod gathered;
mod incidents;
mod journeys;
mod map;
mod reports;
pub(crate) mod resources;
mod search;
mod sent;
mod standing;
mod times;
mod ways;

use contract::calls::Answer;
use contract::error::{CallError, Code};
use contract::rows::{
    Addressees, AlarmLoadRequest, AlarmLoadSheet, AlertDetail, AlertPage, AlertQuery, ApplyTable,
    Arrival, AssignRequest, Assignments, ById, COMMANDS_MAX, CheckReport, CommandOutcome,
    CommandRequest, CommandsRequest, DefectRow, DraftRequest, DrillStatus, ExpiringQuery,
    ExpiringRow, FindRequest, FormDraft, Found, HandoverSheet, Hello, ImportRowView,
    IncidentDetail, IncidentRow, LabelRequest, LogLine, MapLive, Nothing, PaperRequest, PhoneList,
    PlanCheck, PlanCheckQuery, PlanDetail, PlanRequest, PlanRow, PrintRequest, Reach, ReachRequest,
    Receipt, RecommendRequest, Recommendation, ReportSheet, ResourcePage, ResourceProfile,
    ResourceQuery, ResourceRef, RowAlertsRequest, SaveReport, ScenarioRow, SearchAnswer,
    SearchRequest, SentSheet, ShapeRoads, Silence, SourceOut, StartDrill, SteerDrill, StopSearch,
    StyleRequest, TableApplied, TableFile, TableRequest, TeamRow, TeamTimes, TeamTimesRequest,
    TeamWay, TimelineQuery, WayRequest, WhatIf, WhatIfRequest, WindRow, Written,
};
use contract::status::Status;
use emergency::closure::{Closure, ClosureShape};
use emergency::decide::Refusal;
use emergency::entity::{EntityKind, State};
use emergency::id::AlertId;
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::time::MINUTE_MS;
use emergency::wind::WIND_FRESH_MS;
use serde_json::Value;

use crate::desk::Desk;
use crate::paper;
use crate::second;
use crate::session::{commanding, not_found, storage, who};

pub(crate) use alerts::small;
pub(crate) use deaf::{called, deaf};
pub(crate) use incidents::{find as find_incident, orders, teams};
pub(crate) use search::answer as answer_search;
pub(crate) use sent::{bearer, destination, late_orders};
pub(crate) use standing::{clocks_of_open, open_matters, unacknowledged};

/// Lines of a log that come with a detail.
const TIMELINE_LINES: usize = 200;
/// Rows of the defect list.
const DEFECTS_SHOWN: usize = 500;
/// Characters of an unreadable input that go to the screen.
const DEFECT_CHARS_MAX: usize = 16 * 1024;

impl Answer for Desk {
    fn hello(&self, _: Nothing) -> Result<Hello, CallError> {
        let session = self.session();
        let bounds = self.district().bounds();
        let centre = bounds.centre();
        Ok(Hello {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            desk: self.settings().name.clone(),
            origin: session.origin.0.clone(),
            desks: self.settings().desk_names(),
            exercise: session.logbook.is_exercise(),
            district: self.district().name.clone(),
            centre: Point {
                lon: centre.lon,
                lat: centre.lat,
            },
            bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
            seq: session.logbook.last_change().map_err(storage)?,
            now: session.logbook.now(),
            paper_folder: self.settings().paper().display().to_string(),
            second_person: self.settings().second_person,
            front_after_s: self.settings().front_after_s,
        })
    }

    fn status(&self, _: Nothing) -> Result<Status, CallError> {
        standing::status(self, &self.session())
    }

    fn command(&self, request: CommandRequest) -> Result<Receipt, CallError> {
        second::check(self.settings(), &request)?;
        let session = self.session();
        let receipt = session
            .logbook
            .command(request.command, who(request.who)?)
            .map_err(commanding)?;
        let entities = receipt
            .entities
            .iter()
            .map(|e| format!("{}:{}", e.kind, e.id));
        Ok(Receipt {
            seq: receipt.change,
            entities: entities.collect(),
        })
    }

    fn commands(&self, request: CommandsRequest) -> Result<Vec<CommandOutcome>, CallError> {
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
            match self.command(request) {
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

    fn alerts(&self, request: AlertQuery) -> Result<AlertPage, CallError> {
        alerts::page(&self.session(), &request)
    }

    fn row_alerts(&self, request: RowAlertsRequest) -> Result<Vec<AlertId>, CallError> {
        Ok(gathered::alerts(&self.session(), request))
    }

    fn alarm_load(&self, request: AlarmLoadRequest) -> Result<AlarmLoadSheet, CallError> {
        gathered::alarm_load(&self.session(), &request)
    }

    fn sources_out(&self, _: Nothing) -> Result<Vec<SourceOut>, CallError> {
        gathered::sources_out(&self.session())
    }

    fn alert(&self, request: ById) -> Result<AlertDetail, CallError> {
        alerts::detail(&self.session(), &request.id)
    }

    fn incidents(&self, _: Nothing) -> Result<Vec<IncidentRow>, CallError> {
        incidents::rows(&self.session())
    }

    fn incident(&self, request: ById) -> Result<IncidentDetail, CallError> {
        incidents::detail(self, &self.session(), &request.id)
    }

    fn timeline(&self, request: TimelineQuery) -> Result<Vec<LogLine>, CallError> {
        incidents::timeline(&self.session(), &request)
    }

    fn teams(&self, _: Nothing) -> Result<Vec<TeamRow>, CallError> {
        incidents::teams(&self.session())
    }

    fn lots(&self, _: Nothing) -> Result<Vec<Lot>, CallError> {
        let all = self.session().all(EntityKind::Lot)?.into_iter();
        let lots = all.filter_map(|state| match state {
            State::Lot(lot) if lot.known => Some(lot),
            _ => None,
        });
        Ok(lots.collect())
    }

    fn sent(&self, request: ById) -> Result<SentSheet, CallError> {
        sent::sheet(self, &self.session(), &request.id)
    }

    fn addressees(&self, request: ById) -> Result<Addressees, CallError> {
        sent::addressees(self, &self.session(), &request.id)
    }

    fn phone_list(&self, request: ById) -> Result<PhoneList, CallError> {
        sent::phone_list(&self.session(), &request.id)
    }

    fn write_paper(&self, request: PaperRequest) -> Result<Written, CallError> {
        crate::papers::write(self, &self.session(), &request)
    }

    fn sites(&self, _: Nothing) -> Result<Vec<Site>, CallError> {
        let all = self.session().all(EntityKind::Site)?.into_iter();
        let sites = all.filter_map(|state| match state {
            State::Site(site) if !site.withdrawn => Some(site),
            _ => None,
        });
        Ok(sites.collect())
    }

    fn closures(&self, _: Nothing) -> Result<Vec<Closure>, CallError> {
        let session = self.session();
        let now = session.logbook.now();
        let mut closures = session.closures()?;
        closures.retain(|closure| closure.is_standing(now));
        closures.sort_by(|a, b| (b.set_at, &b.id).cmp(&(a.set_at, &a.id)));
        Ok(closures)
    }

    fn wind(&self, _: Nothing) -> Result<WindRow, CallError> {
        let session = self.session();
        let wind = session.wind()?;
        Ok(WindRow {
            fresh: wind.is_fresh(session.logbook.now()),
            fresh_min: alerts::small((WIND_FRESH_MS / MINUTE_MS).unsigned_abs()),
            wind,
        })
    }

    fn shape_roads(&self, shape: ClosureShape) -> Result<ShapeRoads, CallError> {
        ways::shape_roads(self, &shape)
    }

    fn team_way(&self, request: WayRequest) -> Result<TeamWay, CallError> {
        ways::team_way(self, &self.session(), &request)
    }

    fn arrivals(&self, request: ById) -> Result<Vec<Arrival>, CallError> {
        journeys::arrivals(self, &self.session(), &request.id)
    }

    fn reach(&self, request: ReachRequest) -> Result<Reach, CallError> {
        ways::reach(self, &self.session(), &request)
    }

    fn team_times(&self, request: TeamTimesRequest) -> Result<TeamTimes, CallError> {
        times::team_times(self, &self.session(), request)
    }

    fn resources(&self, request: ResourceQuery) -> Result<ResourcePage, CallError> {
        resources::board(&self.session(), &request)
    }

    fn resource(&self, request: ResourceRef) -> Result<ResourceProfile, CallError> {
        resources::profile(&self.session(), &request)
    }

    fn expiring(&self, request: ExpiringQuery) -> Result<Vec<ExpiringRow>, CallError> {
        resources::expiring(&self.session(), &request)
    }

    fn plan_check(&self, request: PlanCheckQuery) -> Result<PlanCheck, CallError> {
        resources::plan_check(self, &self.session(), request)
    }

    fn check_table(&self, request: TableFile) -> Result<CheckReport, CallError> {
        resources::check_table(&self.session(), &request)
    }

    fn apply_table(&self, request: ApplyTable) -> Result<TableApplied, CallError> {
        resources::apply(&self.session(), request)
    }

    fn imports(&self, _: Nothing) -> Result<Vec<ImportRowView>, CallError> {
        resources::imports(&self.session())
    }

    fn export_table(&self, request: TableRequest) -> Result<Written, CallError> {
        resources::export(self, &self.session(), request)
    }

    fn print_labels(&self, request: LabelRequest) -> Result<Written, CallError> {
        resources::labels(self, &self.session(), &request)
    }

    fn recommend(&self, request: RecommendRequest) -> Result<Recommendation, CallError> {
        advice::recommend(self, &self.session(), &request)
    }

    fn assign(&self, request: AssignRequest) -> Result<Assignments, CallError> {
        assign::assign(self, &self.session(), &request)
    }

    fn what_if(&self, request: WhatIfRequest) -> Result<WhatIf, CallError> {
        assign::what_if(self, &self.session(), &request)
    }

    fn stop_search(&self, request: StopSearch) -> Result<Nothing, CallError> {
        Ok(assign::stop(self, &request))
    }

    fn plans(&self, _: Nothing) -> Result<Vec<PlanRow>, CallError> {
        Ok(self.library.rows())
    }

    fn plan(&self, request: PlanRequest) -> Result<PlanDetail, CallError> {
        let incident = match &request.incident {
            Some(id) => Some(incidents::find(&self.session(), id.as_str())?.1),
            None => None,
        };
        self.library
            .detail(&request.id, incident.as_ref())
            .ok_or_else(|| not_found("plan", &request.id))
    }

    fn match_plans(&self, request: ById) -> Result<Vec<PlanRow>, CallError> {
        let (_, incident) = incidents::find(&self.session(), &request.id)?;
        Ok(self.library.matches(&incident))
    }

    fn draft_report(&self, request: DraftRequest) -> Result<ReportSheet, CallError> {
        reports::draft(self, &self.session(), &request)
    }

    fn save_report(&self, request: SaveReport) -> Result<ReportSheet, CallError> {
        reports::save(self, &self.session(), request)
    }

    fn export_report(&self, request: ById) -> Result<Written, CallError> {
        reports::export(self, &self.session(), &request.id)
    }

    fn print(&self, request: PrintRequest) -> Result<Written, CallError> {
        paper::print(self, &self.session(), request.sheet)
    }

    fn handover_sheet(&self, _: Nothing) -> Result<HandoverSheet, CallError> {
        let session = self.session();
        Ok(HandoverSheet {
            open_matters: open_matters(self, &session)?,
            head_hash: session.logbook.head_hash().map_err(storage)?,
            events: session.logbook.counts().map_err(storage)?.events,
        })
    }

    fn find(&self, request: FindRequest) -> Result<Vec<Found>, CallError> {
        standing::find(self, &self.session(), &request.text)
    }

    fn search(&self, request: SearchRequest) -> Result<SearchAnswer, CallError> {
        search::search(self, &self.session(), &request)
    }

    fn map_live(&self, _: Nothing) -> Result<MapLive, CallError> {
        standing::map_live(self, &self.session())
    }

    fn map_style(&self, request: StyleRequest) -> Result<Value, CallError> {
        let palettes = maps::style::Palette::ALL;
        let palette = palettes
            .into_iter()
            .find(|palette| palette.name() == request.palette);
        let palette = palette.ok_or_else(|| CallError::new(Code::Malformed, "no such palette"))?;
        let others: Vec<_> = self.map_layers().iter().filter_map(other_layer).collect();
        Ok(maps::style::style(&maps::style::StyleRequest {
            palette,
            tiles_url: "tiles://localhost/base/{z}/{x}/{y}",
            attribution: &self.map_sources(),
            other_layers: &others,
            letters: self.map_letters(),
        }))
    }

    fn defects(&self, _: Nothing) -> Result<Vec<DefectRow>, CallError> {
        let defects = self
            .session()
            .logbook
            .defects(DEFECTS_SHOWN)
            .map_err(storage)?;
        let rows = defects.into_iter().map(|(id, defect)| {
            let text = String::from_utf8_lossy(&defect.bytes);
            DefectRow {
                id,
                at: defect.at,
                feed: defect.feed,
                kind: defect.kind,
                message: defect.message,
                raw: ::reports::text::plain(&text, DEFECT_CHARS_MAX),
            }
        });
        Ok(rows.collect())
    }

    fn save_form(&self, request: FormDraft) -> Result<Nothing, CallError> {
        self.session()
            .logbook
            .save_draft(request.key, request.text)
            .map_err(storage)?;
        Ok(Nothing {})
    }

    fn load_form(&self, request: ById) -> Result<FormDraft, CallError> {
        let text = self.session().logbook.draft(&request.id).map_err(storage)?;
        Ok(FormDraft {
            key: request.id,
            text: text.unwrap_or_default(),
        })
    }

    fn silence(&self, request: Silence) -> Result<Nothing, CallError> {
        Desk::silence(self, request.seconds);
        Ok(Nothing {})
    }

    fn test_tone(&self, _: Nothing) -> Result<Nothing, CallError> {
        Desk::test_tone(self);
        Ok(Nothing {})
    }

    fn scenarios(&self, _: Nothing) -> Result<Vec<ScenarioRow>, CallError> {
        Ok(crate::drill::scenarios())
    }

    fn start_drill(&self, request: StartDrill) -> Result<DrillStatus, CallError> {
        crate::drill::start(self, request)
    }

    fn steer_drill(&self, request: SteerDrill) -> Result<DrillStatus, CallError> {
        crate::drill::steer(self, request)
    }

    fn drill(&self, _: Nothing) -> Result<DrillStatus, CallError> {
        Ok(crate::drill::status(self))
    }

    fn stop_drill(&self, request: SteerDrill) -> Result<DrillStatus, CallError> {
        crate::drill::stop(self, request)
    }
}

fn other_layer(layer: &maps::layer::Layer) -> Option<String> {
    match &layer.kind {
        maps::layer::LayerKind::Other(name) => Some(name.clone()),
        _ => None,
    }
}
