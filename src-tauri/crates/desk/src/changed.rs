//! What changed of teams, sites, people and departments, as plans name them: names, telephones,
//! the substance of a hazard site.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use contract::error::CallError;
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::fact::Fact;
use emergency::site::{SiteKind, SiteRegistered};
use emergency::time::UtcMs;
use logbook::{EntityRow, Listed, READ_MAX};
use risk::major::{Unit, assess};

use crate::contacts;
use crate::desk::Desk;
use crate::session::{Session, storage};

/// Events of one thing that are looked through for earlier profiles.
const EVENTS_MAX: usize = 500;
/// Things whose earlier profiles are remembered.
const REMEMBERED_MAX: usize = 20_000;

/// Kinds of things that plans name.
const NOUNS: [EntityKind; 3] = [EntityKind::Team, EntityKind::Site, EntityKind::Person];

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// Another name.
    Unit,
    /// Another telephone in place of an old one.
    Phone,
    /// The telephones by which it is called now, whatever they were before.
    Listed,
    /// Another substance or quantity at a hazard site.
    Hazard,
    /// Another grade of a hazard site by GB 18218-2018.
    Grade,
    /// A hidden danger at a site that is not put right.
    Danger,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// What kind.
    pub(crate) kind: ChangeKind,
    /// What it is called now.
    pub(crate) about: String,
    /// Before.
    pub(crate) old: String,
    /// Now; several telephones with 、 between them.
    pub(crate) new: String,
    /// The words by which a clause is touched.
    pub(crate) named: Vec<String>,
    /// The thing, `team:T1`, or `department`.
    pub(crate) source: String,
    /// Since when; none where that is not known.
    pub(crate) at: Option<UtcMs>,
}

/// What one profile says that a plan may name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Named {
    names: Vec<String>,
    phones: Vec<String>,
    hazard: String,
    grade: String,
}

/// The changes of one thing at one of its revisions.
struct Remembered {
    rev: u64,
    changes: Vec<Change>,
}

/// What was read of things before, so that only what changed is read again.
#[derive(Default)]
pub(crate) struct Changed {
    remembered: Mutex<HashMap<EntityRef, Remembered>>,
}

impl Changed {
    /// All changes of a log, and what the departments' list says now.
    pub(crate) fn changes(&self, desk: &Desk, session: &Session) -> Result<Vec<Change>, CallError> {
        let mut all = Vec::new();
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if remembered.len() > REMEMBERED_MAX {
            remembered.clear();
        }
        for kind in NOUNS {
            let rows = session.logbook.list(kind, Listed::All, READ_MAX);
            for row in rows.map_err(storage)? {
                let known = remembered.get(&row.entity);
                if known.is_none_or(|known| known.rev != row.rev) {
                    let changes = changes_of(session, &row)?;
                    let rev = row.rev;
                    remembered.insert(row.entity.clone(), Remembered { rev, changes });
                }
                if let Some(known) = remembered.get(&row.entity) {
                    all.extend(known.changes.iter().cloned());
                }
            }
        }
        all.extend(of_departments(desk, session));
        Ok(all)
    }
}

/// The numbers of the departments' list have no history: what is there now counts.
fn of_departments(desk: &Desk, session: &Session) -> Vec<Change> {
    let departments = contacts::departments(desk, session).into_iter();
    let changes = departments.filter_map(|department| {
        let phones = department.ladder.iter().map(|rung| rung.phone.trim());
        let phones: Vec<&str> = phones.filter(|phone| !phone.is_empty()).collect();
        (!phones.is_empty()).then(|| Change {
            kind: ChangeKind::Listed,
            about: department.name.clone(),
            old: String::new(),
            new: phones.join("、"),
            named: Vec::new(),
            source: "department".to_owned(),
            at: None,
        })
    });
    changes.collect()
}

fn changes_of(session: &Session, row: &EntityRow) -> Result<Vec<Change>, CallError> {
    let profiles = profiles(session, row)?;
    let Some((_, now)) = profiles.first() else {
        return Ok(Vec::new());
    };
    let source = format!("{}:{}", row.entity.kind, row.entity.id);
    let about = now.names.first().cloned().unwrap_or_default();
    let own_names = || now.names.iter().filter(|name| !name.is_empty()).cloned();
    let change = |kind, old: &str, new: &str, at| Change {
        kind,
        about: about.clone(),
        old: old.to_owned(),
        new: new.to_owned(),
        named: match kind {
            ChangeKind::Unit | ChangeKind::Phone => vec![old.to_owned()],
            ChangeKind::Listed => Vec::new(),
            // A site is met by its name and by that of the firm.
            ChangeKind::Hazard | ChangeKind::Grade | ChangeKind::Danger => own_names().collect(),
        },
        source: source.clone(),
        at,
    };
    let mut changes = Vec::new();
    if !now.phones.is_empty() {
        changes.push(change(ChangeKind::Listed, "", &now.phones.join("、"), None));
    }
    let mut told = BTreeSet::new();
    // The newest first: the first earlier profile that differs tells when it changed.
    for (newer, older) in profiles.iter().zip(profiles.iter().skip(1)) {
        let at = Some(newer.0);
        let older = &older.1;
        for (place, old) in older.names.iter().enumerate() {
            let new = now.names.get(place).map_or("", String::as_str);
            if !old.is_empty() && !new.is_empty() && !now.names.contains(old) {
                changes.extend(
                    told.insert(old.clone())
                        .then(|| change(ChangeKind::Unit, old, new, at)),
                );
            }
        }
        for old in &older.phones {
            if !now.phones.is_empty() && !now.phones.contains(old) && told.insert(old.clone()) {
                changes.push(change(ChangeKind::Phone, old, &now.phones.join("、"), at));
            }
        }
        let regraded = !now.grade.is_empty() && older.grade != now.grade;
        if regraded && !older.grade.is_empty() && told.insert(older.grade.clone()) {
            changes.push(change(ChangeKind::Grade, &older.grade, &now.grade, at));
        }
        let hazard = !now.hazard.is_empty() && older.hazard != now.hazard;
        if hazard && !older.hazard.is_empty() && told.insert(older.hazard.clone()) {
            changes.push(change(ChangeKind::Hazard, &older.hazard, &now.hazard, at));
        }
    }
    if let State::Site(site) = &row.state
        && !site.withdrawn
    {
        let open = site.dangers.iter();
        let open = open.filter(|danger| danger.closed_at.is_none());
        changes.extend(open.map(|danger| Change {
            source: format!("{source}:{}", danger.event),
            ..change(ChangeKind::Danger, "", &danger.found.words, Some(danger.at))
        }));
    }
    Ok(changes)
}

/// The profiles of a thing, the newest first, each once.
fn profiles(session: &Session, row: &EntityRow) -> Result<Vec<(UtcMs, Named)>, CallError> {
    let events = session.logbook.timeline(&row.entity, u64::MAX, EVENTS_MAX);
    let mut profiles: Vec<(UtcMs, Named)> = Vec::new();
    for logged in events.map_err(storage)? {
        let event = logged.event;
        let named = match Fact::read(&event.kind, &event.body) {
            Ok(Fact::TeamRegistered(team)) => Named {
                names: vec![team.name, team.unit],
                phones: phones(team.ladder.iter().map(|step| step.phone.as_str())),
                ..Named::default()
            },
            Ok(Fact::PersonRegistered(person)) => Named {
                names: vec![person.name, person.unit],
                phones: phones([person.phone.as_str()]),
                ..Named::default()
            },
            Ok(Fact::SiteRegistered(site)) => Named {
                phones: phones(site.keyholders.iter().map(|step| step.phone.as_str())),
                hazard: hazard(&site),
                grade: grade(&site),
                names: vec![site.name, site.unit],
            },
            _ => continue,
        };
        match profiles.last_mut() {
            // The older of two alike tells since when it is so.
            Some((at, last)) if *last == named => *at = event.occurred_at,
            _ => profiles.push((event.occurred_at, named)),
        }
    }
    Ok(profiles)
}

fn phones<'a>(all: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut phones = BTreeMap::new();
    for (place, phone) in all.into_iter().enumerate() {
        let phone = phone.trim();
        if !phone.is_empty() {
            phones.entry(phone.to_owned()).or_insert(place);
        }
    }
    let mut phones: Vec<(String, usize)> = phones.into_iter().collect();
    phones.sort_by_key(|(_, place)| *place);
    phones.into_iter().map(|(phone, _)| phone).collect()
}

fn hazard(site: &SiteRegistered) -> String {
    if site.kind != SiteKind::Hazard || site.substance.is_empty() {
        return String::new();
    }
    format!("{} {} 吨", site.substance, site.quantity_t)
}

/// What GB 18218-2018 makes of a site, in words; empty where nothing is stored, or while what is
/// lacking may decide it.
fn grade(site: &SiteRegistered) -> String {
    let unit = Unit::of(site);
    if unit.stored.is_empty() {
        return String::new();
    }
    let found = assess(&unit);
    match (found.major, found.grade) {
        (Some(true), Some(grade)) => {
            let sign = ["一", "二", "三", "四"].get(usize::from(grade) - 1);
            format!("{}级重大危险源", sign.unwrap_or(&"未定"))
        }
        (Some(true), None) => "重大危险源（未分级）".to_owned(),
        (Some(false), _) => "不构成重大危险源".to_owned(),
        (None, _) => String::new(),
    }
}
