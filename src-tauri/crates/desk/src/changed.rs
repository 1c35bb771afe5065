//! What changed of teams, sites, people and departments, as plans name them: names, telephones,
//! the substances and the risk of a site, and who is off the list.

mod profile;
mod risks;
mod units;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use contract::error::CallError;
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::id::FirmId;
use emergency::time::UtcMs;
use logbook::{EntityRow, Listed, READ_MAX};

use self::profile::{NOTHING_STORED, Named, Profiles};
use crate::contacts;
use crate::session::{Session, storage};
use crate::settings::Settings;

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
    /// It was taken off the list.
    Gone,
    /// Another telephone in place of an old one.
    Phone,
    /// The telephones by which it is called now, whatever they were before.
    Listed,
    /// Another substance or quantity at a hazard site.
    Hazard,
    /// Another grade of a hazard site by GB 18218-2018.
    Grade,
    /// A unit of a major hazard that was entered, changed or taken off.
    HazardUnit,
    /// An assessment that makes another level of risk (LEC, matrix).
    Assessed,
    /// A hidden danger at a site that is not put right.
    Danger,
}

impl ChangeKind {
    /// What is so of the risk at a place: it is met by the name of the place and by that of its
    /// firm.
    fn is_of_risk(self) -> bool {
        match self {
            Self::Hazard | Self::Grade | Self::HazardUnit | Self::Assessed | Self::Danger => true,
            Self::Unit | Self::Gone | Self::Phone | Self::Listed => false,
        }
    }
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
    pub(crate) fn changes(
        &self,
        settings: &Settings,
        session: &Session,
    ) -> Result<Vec<Change>, CallError> {
        let mut all = Vec::new();
        let mut standing = BTreeSet::new();
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if remembered.len() > REMEMBERED_MAX {
            remembered.clear();
        }
        let firms = session.firms()?.into_iter();
        let firms: HashMap<FirmId, String> =
            firms.map(|firm| (firm.id, firm.registered.name)).collect();
        for kind in NOUNS {
            let rows = session.logbook.list(kind, Listed::All, READ_MAX);
            for row in rows.map_err(storage)? {
                let known = remembered.get(&row.entity);
                if known.is_none_or(|known| known.rev != row.rev) {
                    let changes = changes_of(settings, session, &row)?;
                    let rev = row.rev;
                    remembered.insert(row.entity.clone(), Remembered { rev, changes });
                }
                let first = all.len();
                if let Some(known) = remembered.get(&row.entity) {
                    all.extend(known.changes.iter().cloned());
                }
                standing.extend(name_on_list(&row.state).map(str::to_owned));
                // A term passes without any event, so that nothing of it is remembered.
                if let State::Site(site) = &row.state {
                    all.extend(risks::dangers(site, session.logbook.now()));
                    let firm = site.registered.firm.as_ref();
                    if let Some(name) = firm.and_then(|firm| firms.get(firm)) {
                        let of_risk = all[first..].iter_mut().filter(|one| one.kind.is_of_risk());
                        of_risk.for_each(|one| one.named.push(name.clone()));
                    }
                }
            }
        }
        // What was entered anew under another number is there.
        all.retain(|change| change.kind != ChangeKind::Gone || !standing.contains(&change.about));
        all.extend(of_departments(settings, session));
        Ok(all)
    }
}

/// The name of a thing that is on its list.
fn name_on_list(state: &State) -> Option<&str> {
    match state {
        State::Team(team) => team.known.then_some(team.registered.name.as_str()),
        State::Site(site) => (!site.withdrawn).then_some(site.registered.name.as_str()),
        State::Person(person) => person.known.then_some(person.registered.name.as_str()),
        _ => None,
    }
}

/// The numbers of the departments' list have no history: what is there now counts.
fn of_departments(settings: &Settings, session: &Session) -> Vec<Change> {
    let departments = contacts::departments(settings, session).into_iter();
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

fn changes_of(
    settings: &Settings,
    session: &Session,
    row: &EntityRow,
) -> Result<Vec<Change>, CallError> {
    let events = session.logbook.timeline(&row.entity, u64::MAX, EVENTS_MAX);
    let events = events.map_err(storage)?;
    let profiles = Profiles::of(&events);
    let Some((_, now)) = profiles.all.first() else {
        return Ok(Vec::new());
    };
    let about = About {
        source: format!("{}:{}", row.entity.kind, row.entity.id),
        names: &now.names,
    };
    if name_on_list(&row.state).is_none() {
        let gone = profiles.off_list_at;
        let gone = gone.map(|at| about.change(ChangeKind::Gone, about.name(), "", Some(at)));
        return Ok(gone.into_iter().collect());
    }
    let mut changes = Vec::new();
    if !now.phones.is_empty() {
        changes.push(about.change(ChangeKind::Listed, "", &now.numbers(), None));
    }
    let mut told = BTreeSet::new();
    // The newest first: the first earlier profile that differs tells when it changed.
    for (newer, older) in profiles.all.iter().zip(profiles.all.iter().skip(1)) {
        let differs = differences(now, &older.1).into_iter();
        let differs = differs.filter(|(_, old, _)| told.insert(old.clone()));
        changes
            .extend(differs.map(|(kind, old, new)| about.change(kind, &old, &new, Some(newer.0))));
    }
    if let State::Site(site) = &row.state {
        changes.extend(units::changes(&events, &about));
        changes.extend(risks::assessed(&settings.risk, site, &events, &about));
    }
    Ok(changes)
}

/// In what an earlier profile differs from the present one: the kind, before, now.
fn differences(now: &Named, older: &Named) -> Vec<(ChangeKind, String, String)> {
    let mut found = Vec::new();
    for (place, old) in older.names.iter().enumerate() {
        let new = now.names.get(place).map_or("", String::as_str);
        if !old.is_empty() && !new.is_empty() && !now.names.contains(old) {
            found.push((ChangeKind::Unit, old.clone(), new.to_owned()));
        }
    }
    for (who, old) in &older.phones {
        if !now.phones.is_empty() && now.phones.iter().all(|(_, phone)| phone != old) {
            found.push((ChangeKind::Phone, old.clone(), now.numbers_of(who)));
        }
    }
    let regraded = !now.grade.is_empty() && older.grade != now.grade;
    if regraded && !older.grade.is_empty() && !(older.is_harmless() && now.is_harmless()) {
        found.push((ChangeKind::Grade, older.grade.clone(), now.grade.clone()));
    }
    if !older.hazard.is_empty() && older.hazard != now.hazard {
        let new = match now.hazard.as_str() {
            "" => NOTHING_STORED,
            hazard => hazard,
        };
        found.push((ChangeKind::Hazard, older.hazard.clone(), new.to_owned()));
    }
    found
}

/// The thing that changed.
struct About<'a> {
    source: String,
    names: &'a [String],
}

impl About<'_> {
    fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    fn change(&self, kind: ChangeKind, old: &str, new: &str, at: Option<UtcMs>) -> Change {
        let own_names = self.names.iter().filter(|name| !name.is_empty()).cloned();
        Change {
            kind,
            about: self.name().to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
            named: match kind {
                kind if kind.is_of_risk() => own_names.collect(),
                ChangeKind::Listed => Vec::new(),
                _ => vec![old.to_owned()],
            },
            source: self.source.clone(),
            at,
        }
    }
}
