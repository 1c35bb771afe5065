//! The plans that the desk works by: the version in force out of the log where there is one, else
//! the text that ships with the program or lies in the plan folder.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use contract::error::CallError;
use emergency::entity::{EntityKind, State};
use emergency::fact::Fact;
use emergency::id::{PlanId, PlanVersionId};
use emergency::plan::{PlanRecord, PlanState, PlanVersion};
use logbook::Listed;
use plans::check::Said;
use plans::import::{Found, find_in};
use plans::{Block, Clause, LibraryPlan, Plan, PlanLibrary, PlanStatus};
use uuid::Uuid;

use crate::library::Library;
use crate::session::{Session, not_found, storage};

/// Parsed versions that are remembered.
const PARSED_MAX: usize = 4_000;

/// A version as it is read, with the contacts that its words name.
pub(crate) struct Parsed {
    /// The plan.
    pub(crate) plan: Plan,
    /// Looking through the words costs more than reading them, so that it waits until it is asked.
    contacts: OnceLock<Vec<PlanContact>>,
    clauses: OnceLock<Vec<ClauseWords>>,
}

impl Parsed {
    fn of(plan: Plan) -> Self {
        Self {
            plan,
            contacts: OnceLock::new(),
            clauses: OnceLock::new(),
        }
    }

    /// The clauses by name, each with all its words.
    pub(crate) fn clauses(&self) -> &[ClauseWords] {
        self.clauses.get_or_init(|| clause_words(&self.plan))
    }

    /// The contacts in the words of the plan.
    pub(crate) fn contacts(&self) -> &[PlanContact] {
        self.contacts.get_or_init(|| contacts(&self.plan))
    }
}

fn contacts(plan: &Plan) -> Vec<PlanContact> {
    let contacts = find_in(plan).into_iter().filter_map(|finding| {
        let clause = finding.clause;
        match finding.found {
            Found::Contact {
                unit,
                person,
                phones,
            } => Some(PlanContact {
                unit: if unit.is_empty() { person } else { unit },
                phones,
                clause,
            }),
            _ => None,
        }
    });
    contacts.collect()
}

/// A clause in words.
pub(crate) struct ClauseWords {
    /// A name that no other clause of the plan has: its title, with the titles above it and a
    /// number where others are called the same.
    pub(crate) name: String,
    /// Its heading, its text, its cards and levels.
    pub(crate) words: String,
}

fn clause_words(plan: &Plan) -> Vec<ClauseWords> {
    let mut titles: HashMap<&str, u32> = HashMap::new();
    for clause in &plan.clauses {
        *titles.entry(clause.title()).or_default() += 1;
    }
    let mut above: Vec<(u8, &str)> = Vec::new();
    let mut paths: HashMap<String, u32> = HashMap::new();
    let clauses = plan.clauses.iter().map(|clause| {
        let title = clause.title();
        above.retain(|(depth, _)| *depth < clause.depth);
        above.push((clause.depth, title));
        let mut name = title.to_owned();
        if titles.get(title).is_some_and(|count| *count > 1) {
            let path: Vec<&str> = above.iter().map(|(_, title)| *title).collect();
            name = path.join("/");
            let alike = paths.entry(name.clone()).or_default();
            *alike += 1;
            if *alike > 1 {
                name = format!("{name}#{alike}");
            }
        }
        ClauseWords {
            name,
            words: words_of(clause),
        }
    });
    clauses.collect()
}

fn words_of(clause: &Clause) -> String {
    let mut words = clause.heading.clone();
    let mut add = |text: &str| {
        words.push('\n');
        words.push_str(text);
    };
    for block in &clause.blocks {
        match block {
            Block::Text(text) => add(text),
            Block::Card(card) => [&card.what, &card.who, &card.confirm]
                .into_iter()
                .for_each(|text| add(text)),
            Block::Level(rule) => [&rule.decides, &rule.matter]
                .into_iter()
                .chain(&rule.start)
                .chain(&rule.measures)
                .for_each(|text| add(text)),
        }
    }
    words
}

/// A contact in the words of a plan.
pub(crate) struct PlanContact {
    /// Unit, or the person where no unit is named.
    pub(crate) unit: String,
    /// The numbers.
    pub(crate) phones: Vec<String>,
    /// Place of the clause.
    pub(crate) clause: u32,
}

/// What stands in the log of each plan, as far as the library depends on it: the version in force,
/// how the plan stands.
type Standing = BTreeMap<PlanId, (Option<Uuid>, PlanState)>;

struct InUse {
    /// Number of the last change of the log that was looked at, and of the last of a plan.
    change: u64,
    of_plans: u64,
    standing: Standing,
    library: Arc<Library>,
    /// Counts the libraries there were.
    number: u64,
}

/// The library in use, and what was read of versions.
pub(crate) struct Shelf {
    shipped: Arc<Library>,
    in_use: Mutex<InUse>,
    /// Number of the library that is searched.
    searched: AtomicU64,
    parsed: Mutex<HashMap<Uuid, Arc<Parsed>>>,
    /// The shipped plans as they are read, by id.
    of_shipped: Mutex<HashMap<String, Arc<Parsed>>>,
    /// What plans of the library say of units, by where they came from.
    said: Mutex<HashMap<String, Arc<Said>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shelf {
    pub(crate) fn new(shipped: Library) -> Self {
        let shipped = Arc::new(shipped);
        Self {
            in_use: Mutex::new(InUse {
                change: 0,
                of_plans: 0,
                standing: Standing::new(),
                library: Arc::clone(&shipped),
                number: 0,
            }),
            shipped,
            searched: AtomicU64::new(0),
            parsed: Mutex::default(),
            of_shipped: Mutex::default(),
            said: Mutex::default(),
        }
    }

    /// The library as it came, whatever the log says.
    pub(crate) fn shipped(&self) -> &Library {
        &self.shipped
    }

    /// The library in use, with its number. When the log cannot be read the last one stays: an
    /// officer is never left without plans.
    pub(crate) fn library(&self, base: &Session) -> (Arc<Library>, u64) {
        let mut in_use = lock(&self.in_use);
        if let Err(error) = self.renew(base, &mut in_use) {
            tracing::error!(%error, "the plans in the log cannot be read");
        }
        (Arc::clone(&in_use.library), in_use.number)
    }

    /// True once for each library that is not searched yet.
    pub(crate) fn is_to_be_searched(&self, number: u64) -> bool {
        self.searched.swap(number, Ordering::Relaxed) != number
    }

    fn renew(&self, base: &Session, in_use: &mut InUse) -> Result<(), CallError> {
        let change = base.logbook.last_change().map_err(storage)?;
        if change == in_use.change {
            return Ok(());
        }
        let newest = base.logbook.list(EntityKind::Plan, Listed::All, 1);
        let newest = newest.map_err(storage)?;
        let of_plans = newest.first().map_or(0, |row| row.changed);
        if of_plans != in_use.of_plans {
            let records = records(base)?;
            let standing = standing(&records);
            if standing != in_use.standing {
                in_use.library = Arc::new(self.over_shipped(base, &records)?);
                in_use.standing = standing;
                in_use.number += 1;
            }
            in_use.of_plans = of_plans;
        }
        in_use.change = change;
        Ok(())
    }

    fn over_shipped(&self, base: &Session, records: &[PlanRecord]) -> Result<Library, CallError> {
        let mut plans = self.shipped.plans().clone();
        for record in records {
            let in_force = record.in_force();
            let parsed = in_force.map(|(id, _)| self.parsed(base, record, id));
            lay(
                &mut plans,
                record,
                parsed.transpose()?.map(|parsed| parsed.plan.clone()),
            );
        }
        Ok(Library::of(plans))
    }

    /// A plan of the library that came with the program, as it is read.
    pub(crate) fn parsed_shipped(&self, held: &LibraryPlan) -> Arc<Parsed> {
        let mut all = lock(&self.of_shipped);
        let parsed = all.entry(held.plan.front.id.clone());
        Arc::clone(parsed.or_insert_with(|| Arc::new(Parsed::of(held.plan.clone()))))
    }

    /// What a plan of the library says of units; remembered, since its text is of one version.
    pub(crate) fn said(&self, held: &LibraryPlan) -> Arc<Said> {
        if let Some(said) = lock(&self.said).get(&held.path) {
            return Arc::clone(said);
        }
        let said = Arc::new(Said::of(&held.plan));
        let mut all = lock(&self.said);
        if all.len() >= PARSED_MAX {
            all.clear();
        }
        all.insert(held.path.clone(), Arc::clone(&said));
        said
    }

    /// A version as it is read; remembered, since a version never changes.
    pub(crate) fn parsed(
        &self,
        session: &Session,
        record: &PlanRecord,
        version: &PlanVersionId,
    ) -> Result<Arc<Parsed>, CallError> {
        let found = version_of(record, version)?;
        if let Some(parsed) = lock(&self.parsed).get(&found.event) {
            return Ok(Arc::clone(parsed));
        }
        let (plan, _) = plans::parse(&text_of(session, found)?);
        let parsed = Arc::new(Parsed::of(plan));
        let mut all = lock(&self.parsed);
        if all.len() >= PARSED_MAX {
            all.clear();
        }
        all.insert(found.event, Arc::clone(&parsed));
        Ok(parsed)
    }
}

/// Lays what the log says of a plan over the library that came with the program: the text in
/// force, or nothing where it ended.
pub(crate) fn lay(plans: &mut PlanLibrary, record: &PlanRecord, in_force: Option<Plan>) {
    match (record.in_force(), in_force) {
        (Some((_, version)), Some(mut plan)) => {
            plan.front.status = match record.state() {
                PlanState::InRevision => PlanStatus::InRevision,
                _ => PlanStatus::InForce,
            };
            plans.put(format!("log:{}", version.event), plan);
        }
        (None, _) if record.is_ended() => plans.remove(record.id.as_str()),
        _ => {}
    }
}

fn standing(records: &[PlanRecord]) -> Standing {
    let of = |record: &PlanRecord| {
        let in_force = record.in_force().map(|(_, version)| version.event);
        (record.id.clone(), (in_force, record.state()))
    };
    records.iter().map(of).collect()
}

/// All plans of a log.
pub(crate) fn records(session: &Session) -> Result<Vec<PlanRecord>, CallError> {
    let states = session.all(EntityKind::Plan)?.into_iter();
    let records = states.filter_map(|state| match state {
        State::Plan(record) if !record.versions.is_empty() => Some(record),
        _ => None,
    });
    Ok(records.collect())
}

/// One plan of a log, if it has it.
pub(crate) fn record(session: &Session, plan: &PlanId) -> Result<Option<PlanRecord>, CallError> {
    let record = session.logbook.plan(plan.as_str()).map_err(storage)?;
    Ok(record.filter(|record| !record.versions.is_empty()))
}

/// One version of a plan.
pub(crate) fn version_of<'a>(
    record: &'a PlanRecord,
    version: &PlanVersionId,
) -> Result<&'a PlanVersion, CallError> {
    let found = record.versions.get(version);
    found.ok_or_else(|| not_found("plan version", version.as_str()))
}

/// The text of a version, out of the event that saved it.
pub(crate) fn text_of(session: &Session, version: &PlanVersion) -> Result<String, CallError> {
    let lost = || not_found("event", &version.event.to_string());
    let logged = session.logbook.event(version.event).map_err(storage)?;
    let event = logged.ok_or_else(lost)?.event;
    match Fact::read(&event.kind, &event.body) {
        Ok(Fact::PlanSaved(saved)) => Ok(saved.text),
        _ => Err(lost()),
    }
}
