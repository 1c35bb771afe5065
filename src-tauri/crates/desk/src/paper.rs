//! Paper: what goes into a folder outside the logbook, so that work can go on without it.

mod handover;
pub(crate) mod mark;

use std::path::{Path, PathBuf};

use contract::error::{CallError, Code};
use contract::rows::{Sheet, Written};
use emergency::duty::DUTY;
use emergency::entity::{EntityKind, State};
use emergency::site::SiteKind;
use emergency::team::Readiness;
use maps::crs::LonLat;
use maps::layer::Shape;
use maps::picture::{LevelStep, Mark, Overlay, Paper, Picture, SvgRenderer};
use reports::document::ReportDocument;
use reports::sheets::{
    self, BlankForm, CallLine, DeviceLine, DutyLogFacts, IncidentLine, Matter, PictureFacts,
    StockLine, TeamLine,
};
use reports::when;

use self::mark::mark;
use crate::desk::Desk;
use crate::session::{Session, storage};

/// Characters of a file name, the ending aside.
const NAME_CHARS_MAX: usize = 80;
/// Lines of the duty log on its sheet.
const LOG_LINES_MAX: usize = 2_000;

/// What came to be of sheets: the files, and why some are missing.
#[derive(Default)]
pub(crate) struct Printed {
    pub(crate) files: Vec<PaperFile>,
    /// Without a Chinese font the Word files are there and the PDFs are not.
    pub(crate) trouble: Option<CallError>,
    /// Rows of a list that are not in the file.
    pub(crate) left_out: u32,
}

/// One file, not yet written.
pub(crate) struct PaperFile {
    stem: String,
    ending: &'static str,
    bytes: Vec<u8>,
}

impl Printed {
    fn add(&mut self, stem: &str, ending: &'static str, made: Result<Vec<u8>, CallError>) {
        match made {
            Ok(bytes) => self.files.push(PaperFile {
                stem: stem.to_owned(),
                ending,
                bytes,
            }),
            Err(error) => self.trouble = Some(error),
        }
    }

    /// A file that is named as every sheet is.
    pub(crate) fn add_named(
        &mut self,
        session: &Session,
        name: &str,
        ending: &'static str,
        made: Result<Vec<u8>, CallError>,
    ) {
        self.add(&stem(session, name), ending, made);
    }

    /// A document as Word file and PDF.
    fn add_document(&mut self, session: &Session, name: &str, document: &ReportDocument) {
        let internal = |error: String| CallError::new(Code::Internal, error);
        let stem = stem(session, name);
        let docx = reports::to_docx(document).map_err(|error| internal(error.to_string()));
        self.add(&stem, "docx", docx);
        let fonts =
            reports::fonts::cjk().map_err(|error| CallError::new(Code::Missing, error.to_string()));
        let pdf = fonts.and_then(|fonts| {
            reports::to_pdf(document, &fonts).map_err(|error| internal(error.to_string()))
        });
        self.add(&stem, "pdf", pdf);
    }

    /// Writes every file whole or not at all; what is missing is said after that.
    pub(crate) fn write(self, folder: &Path) -> Result<Written, CallError> {
        let files: Result<_, _> = self.files.iter().map(|file| put(folder, file)).collect();
        let written = Written {
            files: files?,
            folder: folder.display().to_string(),
            left_out: self.left_out,
        };
        self.trouble.map_or(Ok(written), Err)
    }
}

/// Writes a document into the paper folder; without a Chinese font no PDF, and the answer says so.
pub(crate) fn write_document(
    desk: &Desk,
    session: &Session,
    name: &str,
    document: &ReportDocument,
) -> Result<Written, CallError> {
    let mut printed = Printed::default();
    printed.add_document(session, name, document);
    printed.write(&desk.settings().paper())
}

/// Prints one sheet into the paper folder; the blank cards are several files.
pub(crate) fn print(desk: &Desk, session: &Session, sheet: Sheet) -> Result<Written, CallError> {
    printed(desk, session, sheet)?.write(&desk.settings().paper())
}

/// The files of a sheet.
pub(crate) fn printed(desk: &Desk, session: &Session, sheet: Sheet) -> Result<Printed, CallError> {
    let mut printed = Printed::default();
    let mut add = |document: &ReportDocument| {
        printed.add_document(session, &document.title.value, document);
    };
    match sheet {
        Sheet::Picture | Sheet::PaperSet => add(&picture_sheet(desk, session)?),
        Sheet::DutyLog => add(&duty_log(desk, session)?),
        Sheet::Handover => add(&handover::sheet(desk, session)?),
        Sheet::CallRegister => add(&crate::submissions::register::document(desk, session)?),
        Sheet::BlankCards => {}
    }
    if matches!(sheet, Sheet::BlankCards | Sheet::PaperSet) {
        let mark = mark(desk, session)?;
        for form in BlankForm::ALL {
            add(&sheets::blank(form, &mark));
        }
    }
    if matches!(sheet, Sheet::Picture | Sheet::PaperSet) {
        printed.add(&stem(session, "态势图"), "pdf", map_picture(desk, session));
    }
    Ok(printed)
}

/// Drawn pages of A4 as one PDF.
pub(crate) fn pages_pdf(pages: &[String]) -> Result<Vec<u8>, CallError> {
    let fonts = maps::font::Fonts::load(&maps::font::FontSource::System)
        .map_err(|error| CallError::new(Code::Missing, error.to_string()))?;
    SvgRenderer::new(fonts)
        .pages_pdf(pages)
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))
}

/// Time first, so that the folder sorts itself; the mark of a drill is in the name too.
fn stem(session: &Session, name: &str) -> String {
    let mark = if session.logbook.is_exercise() {
        "演练-"
    } else {
        ""
    };
    let at = when::sortable(session.logbook.now().0);
    let clean = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = name.chars().map(clean).take(NAME_CHARS_MAX).collect();
    format!("{mark}{at}-{name}")
}

/// Writes a file whole or not at all; one of the same name is not overwritten.
fn put(folder: &Path, file: &PaperFile) -> Result<String, CallError> {
    let failed = |error: std::io::Error| CallError::new(Code::Storage, error.to_string());
    std::fs::create_dir_all(folder).map_err(failed)?;
    let path = free_name(folder, &file.stem, file.ending);
    let unfinished = path.with_extension("part");
    std::fs::write(&unfinished, &file.bytes).map_err(failed)?;
    std::fs::rename(&unfinished, &path).map_err(failed)?;
    Ok(path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default())
}

fn free_name(folder: &Path, stem: &str, ending: &str) -> PathBuf {
    let mut path = folder.join(format!("{stem}.{ending}"));
    let mut number = 1_u32;
    while path.exists() {
        number += 1;
        path = folder.join(format!("{stem}-{number}.{ending}"));
    }
    path
}

fn duty(session: &Session) -> Result<emergency::duty::Duty, CallError> {
    Ok(session
        .logbook
        .duty(DUTY)
        .map_err(storage)?
        .unwrap_or_default())
}

/// 当前态势: open incidents, teams that are out and at rest, supplies.
fn picture_sheet(desk: &Desk, session: &Session) -> Result<ReportDocument, CallError> {
    let duty = duty(session)?;
    let mut on_duty = vec![duty.leader.to_string()];
    on_duty.extend(duty.officers.iter().map(ToString::to_string));
    let incidents = session.incidents()?;
    let open = incidents.iter().filter(|(_, incident)| incident.is_open());
    let lines = open.map(|(call_sign, incident)| IncidentLine {
        number: call_sign.clone(),
        title: incident.opened.title.clone(),
        place: incident.opened.place.words.clone(),
        grade: incident
            .grade
            .map(reports::facts::grade_words)
            .unwrap_or_default()
            .to_owned(),
        response: incident.response.as_ref().map_or_else(
            || "未启动".to_owned(),
            |response| format!("{}级", plans::level::roman(response.contents.level)),
        ),
        casualties: harm_words(incident),
        since_ms: incident.opened.learned_at.0,
    });
    let facts = PictureFacts {
        mark: mark(desk, session)?,
        on_duty,
        link: link_words(desk),
        incidents: lines.collect(),
        teams: team_lines(session, &incidents)?,
        stocks: stock_lines(session)?,
        clocks: crate::answer::clocks_of_open(desk, session)?,
    };
    Ok(sheets::picture(&facts))
}

fn harm_words(incident: &emergency::incident::Incident) -> String {
    let harm = &incident.harm;
    if incident.harm_at.is_none() {
        return "待核".to_owned();
    }
    format!(
        "死亡{} 失联{} 重伤{} 轻伤{} 被困{}",
        harm.dead, harm.missing, harm.seriously_injured, harm.lightly_injured, harm.trapped
    )
}

fn link_words(desk: &Desk) -> String {
    let up = desk.feeds().iter().filter(|feed| feed.get().up).count();
    let link = match &desk.uplink().handle {
        Some(link) => match link.state().borrow().phase {
            link::state::LinkPhase::Live => "市平台已连接",
            link::state::LinkPhase::CatchingUp => "市平台追赶中",
            _ => "市平台链路中断",
        },
        None => "未设市平台",
    };
    format!("{link}；接入 {up}/{}", desk.feeds().len())
}

fn team_lines(
    session: &Session,
    incidents: &[(String, emergency::incident::Incident)],
) -> Result<Vec<TeamLine>, CallError> {
    let sign = |id: &str| {
        let found = incidents
            .iter()
            .find(|(_, incident)| incident.id.as_str() == id);
        found.map_or(id.to_owned(), |(sign, _)| sign.clone())
    };
    let mut lines: Vec<_> = crate::answer::teams(session)?
        .into_iter()
        .map(|row| {
            let team = row.team;
            let jobs: Vec<_> = team
                .active()
                .map(|job| sign(job.incident.as_str()))
                .collect();
            let line = TeamLine {
                name: format!("{} {}", team.registered.call_sign, team.registered.name),
                capability: team.registered.capabilities.join("、"),
                state: readiness_words(team.readiness).to_owned(),
                incident: jobs.join("、"),
                place: team.registered.home.words.clone(),
                seen_at_ms: row.point_at.map(|at| at.0),
                contact: team.registered.contact.clone(),
            };
            (jobs.is_empty(), line)
        })
        .collect();
    // Those that are out come first.
    lines.sort_by_key(|(resting, _)| *resting);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn readiness_words(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::Ready => "可出动",
        Readiness::Reduced => "缺员缺装",
        Readiness::NotReady => "不可出动",
        Readiness::Unknown => "未报告",
    }
}

fn stock_lines(session: &Session) -> Result<Vec<StockLine>, CallError> {
    let mut lines = Vec::new();
    for state in session.all(EntityKind::Lot)? {
        let State::Lot(lot) = state else { continue };
        let depot = session
            .logbook
            .site(lot.registered.depot.as_str())
            .map_err(storage)?;
        let given: u32 = lot.draws.iter().map(|draw| draw.granted).sum();
        let counted = |number: u32| format!("{number}{}", lot.registered.unit);
        lines.push(StockLine {
            depot: depot.map(|depot| depot.registered.name).unwrap_or_default(),
            supply: lot.registered.name.clone(),
            on_hand: counted(lot.on_hand()),
            given: counted(given),
            counted_at_ms: lot.counted_at.map(|at| at.0),
        });
    }
    lines.sort_by(|a, b| (&a.depot, &a.supply).cmp(&(&b.depot, &b.supply)));
    Ok(lines)
}

/// 值班日志 since the watch began.
fn duty_log(desk: &Desk, session: &Session) -> Result<ReportDocument, CallError> {
    let duty = duty(session)?;
    let newest = session.logbook.counts().map_err(storage)?.events;
    let first = newest.saturating_sub(LOG_LINES_MAX as u64);
    let lines = session
        .logbook
        .events_after(first, LOG_LINES_MAX)
        .map_err(storage)?;
    let since = duty.since.unwrap_or_default();
    let calls = lines
        .into_iter()
        .map(|logged| session.line(logged))
        .filter(|line| line.occurred_at >= since && is_for_people(&line.kind))
        .map(|line| {
            let words = line.body.get("text").or_else(|| line.body.get("note"));
            let words = words.and_then(|text| text.as_str()).unwrap_or_default();
            CallLine {
                at_ms: line.occurred_at.0,
                content: format!("{} {words}", crate::words::of_kind(&line.kind)),
                recorded_by: line.actor,
                ..CallLine::default()
            }
        });
    let facts = DutyLogFacts {
        mark: mark(desk, session)?,
        day_ms: session.logbook.now().0,
        leader: duty.leader.to_string(),
        officers: duty.officers.iter().map(ToString::to_string).collect(),
        calls: calls.collect(),
        open: matters(desk, session)?,
        devices: devices(desk),
        ..DutyLogFacts::default()
    };
    Ok(sheets::duty_log(&facts))
}

/// What a person did or has to know; what feeds and devices say has lists of its own.
fn is_for_people(kind: &str) -> bool {
    let machine = [
        "alert.received",
        "team.reported",
        "circular.tried",
        "circular.handed",
    ];
    !machine.contains(&kind) && !kind.ends_with(".registered")
}

fn matters(desk: &Desk, session: &Session) -> Result<Vec<Matter>, CallError> {
    let open = crate::answer::open_matters(desk, session)?.into_iter();
    let named = |title| Matter {
        title,
        ..Matter::default()
    };
    Ok(open.map(named).collect())
}

fn devices(desk: &Desk) -> Vec<DeviceLine> {
    let feeds = desk.feeds().iter().map(|feed| {
        let feed = feed.get();
        DeviceLine {
            name: feed.name,
            state: if feed.up {
                "正常".to_owned()
            } else {
                format!("中断（{}）", feed.why)
            },
            seen_at_ms: feed.last_message_at.map(|at| at.0),
        }
    });
    let link = DeviceLine {
        name: "链路".to_owned(),
        state: link_words(desk),
        seen_at_ms: None,
    };
    std::iter::once(link).chain(feeds).collect()
}

/// The map of the moment as a vector PDF.
fn map_picture(desk: &Desk, session: &Session) -> Result<Vec<u8>, CallError> {
    let mut overlays = Vec::new();
    let mark = |at: emergency::place::Point, label: String, mark| Overlay {
        shape: Shape::Points(vec![LonLat::new(at.lon, at.lat)]),
        label,
        mark,
        dashed: false,
    };
    for (call_sign, incident) in session.incidents()? {
        let Some(at) = incident.opened.place.point.filter(|_| incident.is_open()) else {
            continue;
        };
        let step = match incident
            .grade
            .map_or(4, emergency::level::IncidentGrade::rank)
        {
            1 => LevelStep::One,
            2 => LevelStep::Two,
            3 => LevelStep::Three,
            _ => LevelStep::Four,
        };
        let label = format!("{call_sign} {}", incident.opened.title);
        overlays.push(mark(at, label, Mark::Level(step)));
        for (order, team) in crate::answer::orders(session, &incident)? {
            let at = session
                .position(team.id.as_str())
                .map(|(point, _)| point)
                .or(team.point);
            if let Some(at) = at.filter(|_| order.progress.is_active()) {
                overlays.push(mark(at, team.registered.name, Mark::Team));
            }
        }
    }
    for state in session.all(EntityKind::Site)? {
        let State::Site(site) = state else { continue };
        if site.withdrawn {
            continue;
        }
        let sign = match site.registered.kind {
            SiteKind::Depot => Mark::Depot,
            SiteKind::Shelter => Mark::Shelter,
            SiteKind::Hospital => Mark::Hospital,
            SiteKind::Hazard => Mark::Hazard,
            _ => continue,
        };
        if let Some(at) = site.registered.place.point {
            overlays.push(mark(at, String::new(), sign));
        }
    }
    let fonts = maps::font::Fonts::load(&maps::font::FontSource::System)
        .map_err(|error| CallError::new(Code::Missing, error.to_string()))?;
    let at = when::date_time(session.logbook.now().0);
    let picture = Picture {
        title: "当前态势图",
        subtitle: &format!("{at}  {}", desk.settings().name),
        paper: Paper::A3Landscape,
        extent: desk.bounds(),
        layers: &desk.map().layers,
        overlays: &overlays,
        note: desk.map_note(),
        exercise: session.logbook.is_exercise(),
    };
    SvgRenderer::new(fonts)
        .pdf(&picture)
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))
}
