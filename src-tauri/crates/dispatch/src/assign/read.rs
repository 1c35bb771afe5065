//! The problem from JSON. `src-tauri/docs/assign-problem.md` describes the format; reading is
//! liberal about shapes and strict about meaning: every complaint names the field.

mod choices;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use thiserror::Error;

use super::at::At;
use super::problem::{COVER_LIMIT_S, ETA_LIMIT_S, Problem, Scene, Store, Unit, Weights, Zone};

/// Incidents of one problem.
pub const INCIDENTS_MAX: usize = 200;
/// Teams of one problem.
pub const TEAMS_MAX: usize = 5_000;
/// Depots of one problem.
pub const DEPOTS_MAX: usize = 2_000;
/// Zones of one problem.
pub const ZONES_MAX: usize = 10_000;
/// Names in one list inside an item.
const NAMES_MAX: usize = 1_000;
/// Different capabilities, supplies or stations of one problem: each depot has a number for each
/// supply.
pub const KINDS_MAX: usize = 10_000;
/// Pieces of one supply, and teams of one need.
pub const PIECES_MAX: u32 = 10_000_000;
/// Severities and weights.
pub const WEIGHT_MAX: f64 = 1e4;
/// Seconds that a search may take.
pub const TIME_LIMIT_MAX_S: f64 = 600.0;
/// Seconds that a search may take when nothing is said.
pub const TIME_LIMIT_S: f64 = 3.0;

/// What is wrong with a problem.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ProblemError {
    /// It is no JSON.
    #[error("no JSON: {message}")]
    Json {
        /// What the parser says, with line and column.
        message: String,
    },
    /// A field is missing or has no meaning.
    #[error("{path}: {wanted}")]
    Field {
        /// The way to it, such as `teams[3].eta_s`.
        path: String,
        /// What is wanted and what is there.
        wanted: String,
    },
}

/// A problem with what is said about the search.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The problem.
    pub problem: Problem,
    /// Seconds that the search may take.
    pub time_limit_s: f64,
    /// The seed of the search.
    pub seed: u64,
}

/// Reads a problem.
///
/// # Errors
/// When it is no JSON, or names the first field that has no meaning.
pub fn problem(text: &str) -> Result<Asked, ProblemError> {
    let value: Value = serde_json::from_str(text).map_err(|error| ProblemError::Json {
        message: error.to_string(),
    })?;
    let top = At::top(&value);
    let mut names = Names::default();
    let incidents = top.need(&["incidents"])?.list(INCIDENTS_MAX)?;
    let scenes = Scene::read_all(&incidents, &mut names)?;
    let eta_limit_s = limit(&top, &["eta_limit_s", "etaLimitS"], ETA_LIMIT_S)?;
    let ways = Ways {
        incidents: index(&scenes, |scene| &scene.id),
        eta_limit_s,
    };
    let mut teams = teams(&top, &ways, &mut names)?;
    let depots = depots(&top, &ways, &mut names)?;
    let zones = zones(&top, &mut names)?;
    choices::choices(&top, &ways, &mut teams)?;
    let weights = match top.field(&["weights"])? {
        Some(at) => choices::weights(&at)?,
        None => Weights::default(),
    };
    let capacity = top.field(&["convoy_capacity", "convoyCapacity", "capacity"])?;
    let mut problem = Problem {
        capabilities: names.capabilities.order,
        stations: names.stations.order,
        supplies: names.supplies.order,
        incidents: scenes,
        teams,
        depots,
        zones,
        convoy_capacity: capacity.map(|at| at.whole(u32::MAX)).transpose()?,
        weights,
    };
    for depot in &mut problem.depots {
        depot.stock.resize(problem.supplies.len(), 0);
    }
    let time = top.field(&["time_limit_s", "timeLimitS"])?;
    let seed = top.field(&["seed"])?;
    Ok(Asked {
        problem,
        time_limit_s: match time {
            Some(at) => at.number(TIME_LIMIT_MAX_S)?,
            None => TIME_LIMIT_S,
        },
        seed: match seed {
            Some(at) => u64::from(at.whole(u32::MAX)?),
            None => 1,
        },
    })
}

/// Names and their numbers, in the order in which they are met.
#[derive(Default)]
struct Numbered {
    order: Vec<String>,
    number: BTreeMap<String, usize>,
}

impl Numbered {
    /// The number of a name that stands at a place; too many different ones are refused there.
    fn of(&mut self, name: &str, at: &At<'_>) -> Result<usize, ProblemError> {
        if let Some(number) = self.number.get(name) {
            return Ok(*number);
        }
        let number = self.order.len();
        if number == KINDS_MAX {
            return Err(at.fault(format!("more than {KINDS_MAX} different names")));
        }
        self.order.push(name.to_owned());
        self.number.insert(name.to_owned(), number);
        Ok(number)
    }
}

#[derive(Default)]
struct Names {
    capabilities: Numbered,
    supplies: Numbered,
    stations: Numbered,
}

struct Ways {
    incidents: BTreeMap<String, usize>,
    eta_limit_s: u32,
}

fn index<T>(items: &[T], id: impl Fn(&T) -> &String) -> BTreeMap<String, usize> {
    let numbered = items.iter().enumerate();
    numbered.map(|(at, item)| (id(item).clone(), at)).collect()
}

fn limit(top: &At<'_>, names: &[&str], default: u32) -> Result<u32, ProblemError> {
    match top.field(names)? {
        Some(at) => Ok(at.seconds()?.unwrap_or(default)),
        None => Ok(default),
    }
}

/// The id of an item, which no other may bear.
fn own_id(at: &At<'_>, known: &mut BTreeSet<String>) -> Result<String, ProblemError> {
    let field = at.need(&["id"])?;
    let id = field.name()?;
    if known.insert(id.clone()) {
        return Ok(id);
    }
    Err(field.fault(format!("{id:?} is there twice")))
}

impl Scene {
    fn read_all(items: &[At<'_>], names: &mut Names) -> Result<Vec<Self>, ProblemError> {
        let mut known = BTreeSet::new();
        items
            .iter()
            .map(|at| Self::read(at, &mut known, names))
            .collect()
    }

    fn read(
        at: &At<'_>,
        known: &mut BTreeSet<String>,
        names: &mut Names,
    ) -> Result<Self, ProblemError> {
        let id = own_id(at, known)?;
        let severity = match at.field(&["severity", "weight"])? {
            Some(field) => {
                let severity = field.number(WEIGHT_MAX)?;
                if severity <= 0.0 {
                    return Err(field.fault("a severity above 0 is wanted"));
                }
                severity
            }
            None => 1.0,
        };
        let (mut teams, mut supplies) = (Vec::new(), Vec::new());
        if let Some(needs) = at.field(&["needs"])? {
            let inner = needs.value.as_object();
            let parted = inner.is_some_and(|needs| {
                let mut values = needs.values();
                values.any(|value| value.is_object() || value.is_array())
            });
            if parted {
                let found = needs.field(&["capabilities", "teams"])?;
                counts(found.as_ref(), &mut names.capabilities, &mut teams)?;
                let found = needs.field(&["supplies"])?;
                counts(found.as_ref(), &mut names.supplies, &mut supplies)?;
            } else {
                counts(Some(&needs), &mut names.capabilities, &mut teams)?;
            }
        }
        let found = at.field(&["supplies"])?;
        counts(found.as_ref(), &mut names.supplies, &mut supplies)?;
        Ok(Self {
            id,
            severity,
            teams,
            supplies,
        })
    }
}

/// Numbers by name: `{"name": 2}`, or `[["name", 2]]`, or `[{"id": "name", "quantity": 2}]`. The
/// same name twice adds up, 0 is nothing.
fn counts(
    at: Option<&At<'_>>,
    names: &mut Numbered,
    into: &mut Vec<(usize, u32)>,
) -> Result<(), ProblemError> {
    let Some(at) = at else { return Ok(()) };
    let mut add = |name: &str, field: &At<'_>| {
        let quantity = field.whole(PIECES_MAX)?;
        if quantity > 0 {
            let number = names.of(name, field)?;
            match into.iter_mut().find(|(known, _)| *known == number) {
                Some((_, sum)) => *sum = sum.saturating_add(quantity).min(PIECES_MAX),
                None => into.push((number, quantity)),
            }
        }
        Ok(())
    };
    if at.value.is_object() {
        for (name, field) in at.entries(NAMES_MAX)? {
            add(name.trim(), &field)?;
        }
        return Ok(());
    }
    for item in at.list(NAMES_MAX)? {
        if item.value.is_object() {
            let name = item.need(&["id", "capability", "supply", "name"])?.name()?;
            let field = item.need(&["quantity", "count", "stock"])?;
            add(&name, &field)?;
        } else {
            let pair = item.list(2)?;
            let [name, field] = &pair[..] else {
                return Err(item.fault("a pair of name and number is wanted"));
            };
            add(&name.name()?, field)?;
        }
    }
    Ok(())
}

/// Seconds from one item to each incident: a row of a matrix, a list in the order of the incidents
/// or an object by their ids. What is later than the limit is no way.
fn eta(row: Option<&At<'_>>, ways: &Ways) -> Result<Vec<Option<u32>>, ProblemError> {
    let mut eta_s = vec![None; ways.incidents.len()];
    let Some(at) = row else { return Ok(eta_s) };
    if at.value.is_object() {
        for (name, field) in at.entries(INCIDENTS_MAX)? {
            let Some(incident) = ways.incidents.get(name) else {
                return Err(field.fault(format!("there is no incident {name:?}")));
            };
            eta_s[*incident] = field.seconds()?;
        }
    } else {
        let list = at.list(INCIDENTS_MAX)?;
        if list.len() != eta_s.len() {
            let (found, wanted) = (list.len(), eta_s.len());
            return Err(at.fault(format!("{found} times for {wanted} incidents")));
        }
        for (slot, field) in eta_s.iter_mut().zip(list) {
            *slot = field.seconds()?;
        }
    }
    Ok(eta_s)
}

/// The rows of a matrix that stands apart from its items.
fn matrix<'a>(
    top: &At<'a>,
    names: &[&str],
    rows: usize,
) -> Result<Option<Vec<At<'a>>>, ProblemError> {
    let Some(at) = top.field(names)? else {
        return Ok(None);
    };
    let list = at.list(rows.max(1))?;
    if list.len() != rows {
        return Err(at.fault(format!("{} rows for {rows} items", list.len())));
    }
    Ok(Some(list))
}

fn teams(top: &At<'_>, ways: &Ways, names: &mut Names) -> Result<Vec<Unit>, ProblemError> {
    let Some(at) = top.field(&["teams"])? else {
        return Ok(Vec::new());
    };
    let items = at.list(TEAMS_MAX)?;
    let rows = matrix(top, &["team_eta_s", "teamEtaS"], items.len())?;
    let mut known = BTreeSet::new();
    let mut teams = Vec::with_capacity(items.len());
    for (number, at) in items.iter().enumerate() {
        let mut capabilities = Vec::new();
        if let Some(field) = at.field(&["capabilities"])? {
            for item in field.list(NAMES_MAX)? {
                let capability = names.capabilities.of(&item.name()?, &item)?;
                if !capabilities.contains(&capability) {
                    capabilities.push(capability);
                }
            }
        }
        let station = at.field(&["station"])?;
        let station = match &station {
            Some(field) => Some(names.stations.of(&field.name()?, field)?),
            None => None,
        };
        let own = at.field(&["eta_s", "etaS"])?;
        let row = own.as_ref().or(rows.as_ref().map(|rows| &rows[number]));
        teams.push(Unit {
            id: own_id(at, &mut known)?,
            capabilities,
            station,
            eta_s: eta(row, ways)?,
            pinned: None,
            current: None,
        });
    }
    Ok(teams)
}

fn depots(top: &At<'_>, ways: &Ways, names: &mut Names) -> Result<Vec<Store>, ProblemError> {
    let Some(at) = top.field(&["depots"])? else {
        return Ok(Vec::new());
    };
    let items = at.list(DEPOTS_MAX)?;
    let rows = matrix(top, &["depot_eta_s", "depotEtaS"], items.len())?;
    let mut known = BTreeSet::new();
    let mut depots = Vec::with_capacity(items.len());
    for (number, at) in items.iter().enumerate() {
        let mut stocked = Vec::new();
        let field = at.field(&["stock", "supplies"])?;
        counts(field.as_ref(), &mut names.supplies, &mut stocked)?;
        let mut stock = vec![0; names.supplies.order.len()];
        for (supply, quantity) in stocked {
            stock[supply] = quantity;
        }
        let own = at.field(&["eta_s", "etaS"])?;
        let row = own.as_ref().or(rows.as_ref().map(|rows| &rows[number]));
        let mut eta_s = eta(row, ways)?;
        for slot in &mut eta_s {
            *slot = slot.filter(|eta_s| *eta_s <= ways.eta_limit_s);
        }
        depots.push(Store {
            id: own_id(at, &mut known)?,
            stock,
            eta_s,
        });
    }
    Ok(depots)
}

/// Zones with the stations that cover them: a list of names, or seconds by station, of which those
/// within the limit count.
fn zones(top: &At<'_>, names: &mut Names) -> Result<Vec<Zone>, ProblemError> {
    let Some(at) = top.field(&["zones"])? else {
        return Ok(Vec::new());
    };
    let cover_limit_s = limit(top, &["cover_limit_s", "coverLimitS"], COVER_LIMIT_S)?;
    let mut known = BTreeSet::new();
    let mut zones = Vec::new();
    for at in at.list(ZONES_MAX)? {
        let weight = at.field(&["weight"])?;
        let weight = weight.map(|field| field.number(WEIGHT_MAX)).transpose()?;
        let target = at.field(&["target_s", "targetS"])?;
        let target = target.and_then(|field| field.seconds().transpose());
        let target_s = target.transpose()?.unwrap_or(cover_limit_s);
        let mut stations = BTreeSet::new();
        let field = at.field(&["covered_by", "coveredBy", "stations", "eta_s", "etaS"])?;
        match field {
            Some(field) if field.value.is_object() => {
                for (name, eta) in field.entries(NAMES_MAX)? {
                    if eta.seconds()?.is_some_and(|eta_s| eta_s <= target_s) {
                        stations.insert(names.stations.of(name.trim(), &eta)?);
                    }
                }
            }
            Some(field) => {
                for item in field.list(NAMES_MAX)? {
                    stations.insert(names.stations.of(&item.name()?, &item)?);
                }
            }
            None => {}
        }
        zones.push(Zone {
            id: own_id(&at, &mut known)?,
            weight: weight.unwrap_or(1.0),
            stations: stations.into_iter().collect(),
        });
    }
    Ok(zones)
}
