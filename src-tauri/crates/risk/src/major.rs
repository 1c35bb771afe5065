//! Major hazard installations (危险化学品重大危险源), GB 18218-2018.
//!
//! What is reckoned is a unit: a process unit bounded by its shut-off valves, a tank farm bounded
//! by its dike, a warehouse by its walls (3.5, 3.6). The quantity is the largest that the design
//! allows (4.2.2).

use std::collections::BTreeMap;

use emergency::hazard_unit::HazardUnit;
use emergency::site::{Site, SiteRegistered, Stored};
use serde::{Deserialize, Serialize};

use crate::substance::{self, Class, Named, STANDARD, Substance};

/// Things in one unit that are reckoned.
pub const STORED_MAX: usize = 500;
/// Classes that one thing may be of.
pub const CLASSES_MAX: usize = 24;
/// Tonnes of one thing at most; more is a slip of the hand.
pub const QUANTITY_T_MAX: f64 = 10_000_000.0;
/// By so much, as a share, a sum may lie below a bound and still meet it: decimal fractions such
/// as 0.9 + 0.1 do not add up exactly in a computer.
const ROUNDING: f64 = 1e-9;

/// A unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Unit {
    /// What is in it.
    pub stored: Vec<Stored>,
    /// People who live within 500 m outside the boundary of the plant (表5); none when nobody
    /// counted them.
    pub people_500m: Option<u32>,
}

impl Unit {
    /// What a place has, reckoned as one unit.
    #[must_use]
    pub fn of(site: &SiteRegistered) -> Self {
        let first = Stored {
            substance: site.substance.clone(),
            quantity_t: site.quantity_t,
            classes: site.classes.clone(),
        };
        let first = Some(first).filter(|first| !first.substance.trim().is_empty());
        Self {
            stored: first.into_iter().chain(site.also.iter().cloned()).collect(),
            people_500m: site.people_500m,
        }
    }

    /// A unit of a site with its tanks; the people are those around the plant, not around the unit
    /// (GB 18218-2018, 4.3.3).
    #[must_use]
    pub fn with_tanks(unit: &HazardUnit, site: &SiteRegistered) -> Self {
        let tanks = unit.told.tanks.iter();
        Self {
            stored: tanks.map(|tank| tank.holds.clone()).collect(),
            people_500m: site.people_500m,
        }
    }

    /// What the profile of a place says and none of its units holds, reckoned as one more unit: all
    /// of it while no unit holds anything; else what it names and no unit holds, and of what the
    /// units hold less of than it says the rest, which stands somewhere and is in no unit yet.
    #[must_use]
    pub fn beside_units(site: &Site) -> Self {
        let mut profile = Self::of(&site.registered);
        let mut held = held(site);
        let out = |thing: Stored| {
            let Some(left) = held.get_mut(&substance::key(&thing.substance)) else {
                return Some(thing);
            };
            let taken = left.min(thing.quantity_t.max(0.0));
            *left -= taken;
            let rest = thing.quantity_t - taken;
            (rest > thing.quantity_t * ROUNDING).then_some(Stored {
                quantity_t: rest,
                ..thing
            })
        };
        profile.stored = profile.stored.into_iter().filter_map(out).collect();
        profile
    }

    /// All units of a place in which something is: what its profile says beside them, then each of
    /// its units. They are not added up, and a total of the profile is no unit: the standard tells
    /// and grades by unit (4.1, 4.3).
    #[must_use]
    pub fn all_of(site: &Site) -> Vec<Self> {
        let told = &site.registered;
        let units = site.units.iter();
        let units = units.map(|unit| Self::with_tanks(unit, told));
        let all = std::iter::once(Self::beside_units(site)).chain(units);
        all.filter(|unit| !unit.stored.is_empty()).collect()
    }
}

/// Tonnes by substance that the units of a place hold together.
fn held(site: &Site) -> BTreeMap<String, f64> {
    let tanks = site.units.iter().flat_map(|unit| &unit.told.tanks);
    let mut held = BTreeMap::new();
    for tank in tanks.filter(|tank| tank.holds.quantity_t > 0.0) {
        *held
            .entry(substance::key(&tank.holds.substance))
            .or_default() += tank.holds.quantity_t;
    }
    held
}

/// A substance of which the profile of a place says another quantity than its units hold together:
/// an officer has to look which of them holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Differs {
    /// As the profile says it.
    pub substance: String,
    /// Tonnes by the profile.
    pub profile_t: f64,
    /// Tonnes of the units together.
    pub units_t: f64,
}

/// Where the profile of a place and its units differ, in the order of the profile.
#[must_use]
pub fn differing(site: &Site) -> Vec<Differs> {
    let held = held(site);
    let mut said: Vec<(String, Differs)> = Vec::new();
    for thing in Unit::of(&site.registered).stored {
        let key = substance::key(&thing.substance);
        let Some(units_t) = held.get(&key) else {
            continue;
        };
        match said.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => known.profile_t += thing.quantity_t,
            None => said.push((
                key,
                Differs {
                    substance: thing.substance,
                    profile_t: thing.quantity_t,
                    units_t: *units_t,
                },
            )),
        }
    }
    let differs = said.into_iter().map(|(_, differs)| differs);
    differs
        .filter(|one| (one.profile_t - one.units_t).abs() > one.units_t * ROUNDING)
        .collect()
}

/// The gravest grade of the units of a place, 1 to 4; none where none has a grade.
#[must_use]
pub fn grade_of(site: &Site) -> Option<u8> {
    let units = Unit::all_of(site).into_iter();
    units.filter_map(|unit| assess(&unit).grade).min()
}

/// What is missing before a thing can be reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "lacks")]
pub enum Lacking {
    /// The quantity is no number of tonnes.
    Quantity,
    /// Table 1 does not name it: its classes of hazard have to be said.
    Class,
    /// This sign is no class of table 2.
    UnknownClass {
        /// The sign.
        code: String,
    },
    /// Table 1 has several rows of that name.
    WhichOf {
        /// Their names.
        names: Vec<String>,
    },
    /// Table 3 does not name it, and no class tells its factor.
    ClassForBeta,
}

/// How one thing counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// As it was said.
    pub substance: String,
    /// Its name in table 1; empty when a class of table 2 tells the threshold.
    pub name: String,
    /// Tonnes.
    pub quantity_t: f64,
    /// Threshold Q in tonnes; none when something is lacking.
    pub threshold_t: Option<f64>,
    /// Where that stands, as `表1 第12号` or `表2 W5.1`.
    pub threshold_from: String,
    /// q/Q.
    pub share: Option<f64>,
    /// Factor β.
    pub beta: Option<f64>,
    /// Where that stands, as `表3` or `表4 W2`.
    pub beta_from: String,
    /// β·q/Q.
    pub weighted: Option<f64>,
    /// What is missing.
    pub lacking: Vec<Lacking>,
}

/// What comes out for a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    /// Each thing, in the order in which they were said.
    pub counted: Vec<Counted>,
    /// S = Σ q/Q over what could be reckoned, formula (1).
    pub s: f64,
    /// Whether it is a major hazard installation; none while what is lacking may decide it.
    pub major: Option<bool>,
    /// Σ β·q/Q; none while a factor is lacking.
    pub weighted: Option<f64>,
    /// Factor α (表5); none when nobody counted the people.
    pub alpha: Option<f64>,
    /// R = α·Σ β·q/Q, formula (2).
    pub r: Option<f64>,
    /// Grade (表6), 1 to 4 for 一级 to 四级, of what is a major hazard installation.
    pub grade: Option<u8>,
    /// Things that were not reckoned, beyond [`STORED_MAX`].
    pub left_off: usize,
}

/// Reckons a unit.
#[must_use]
pub fn assess(unit: &Unit) -> Assessment {
    let counted: Vec<Counted> = unit.stored.iter().take(STORED_MAX).map(count).collect();
    let left_off = unit.stored.len().saturating_sub(STORED_MAX);
    let s: f64 = counted.iter().filter_map(|one| one.share).sum();
    let all_known = left_off == 0 && counted.iter().all(|one| one.share.is_some());
    let major = if meets(s, 1.0) {
        Some(true)
    } else {
        all_known.then_some(false)
    };
    let each: Option<Vec<f64>> = counted.iter().map(|one| one.weighted).collect();
    let weighted = each
        .filter(|_| left_off == 0)
        .map(|each| each.iter().sum::<f64>());
    let alpha = unit.people_500m.map(alpha);
    let r = weighted
        .zip(alpha)
        .map(|(weighted, alpha)| alpha * weighted);
    let grade = r.filter(|_| major == Some(true)).and_then(grade);
    Assessment {
        counted,
        s,
        major,
        weighted,
        alpha,
        r,
        grade,
        left_off,
    }
}

fn meets(value: f64, bound: f64) -> bool {
    value >= bound * (1.0 - ROUNDING)
}

/// The factor for people who are exposed (表5).
fn alpha(people: u32) -> f64 {
    let rows = &STANDARD.exposure;
    let row = rows.iter().find(|row| people >= row.people_from);
    row.or(rows.last()).map_or(0.0, |row| row.alpha)
}

/// The grade of an R (表6).
fn grade(r: f64) -> Option<u8> {
    let mut rows = STANDARD.grades.iter();
    rows.find(|row| meets(r, row.from)).map(|row| row.grade)
}

/// How one thing counts.
fn count(stored: &Stored) -> Counted {
    let mut counted = Counted {
        substance: stored.substance.clone(),
        name: String::new(),
        quantity_t: stored.quantity_t,
        threshold_t: None,
        threshold_from: String::new(),
        share: None,
        beta: None,
        beta_from: String::new(),
        weighted: None,
        lacking: Vec::new(),
    };
    let q = stored.quantity_t;
    let is_quantity = q.is_finite() && (0.0..=QUANTITY_T_MAX).contains(&q);
    if !is_quantity {
        counted.quantity_t = 0.0;
        counted.lacking.push(Lacking::Quantity);
    }
    let classes = classes_of(stored, &mut counted);
    match substance::named(&stored.substance) {
        Named::One(found) => by_name(found, &classes, &mut counted),
        Named::Several(all) => counted.lacking.push(Lacking::WhichOf {
            names: all.iter().map(|one| one.name.clone()).collect(),
        }),
        Named::None => by_class(&classes, &mut counted),
    }
    if is_quantity {
        counted.share = counted.threshold_t.map(|threshold| q / threshold);
        counted.weighted = counted
            .share
            .zip(counted.beta)
            .map(|(share, beta)| beta * share);
    }
    counted
}

/// The classes that were said; what is no class is noted.
fn classes_of(stored: &Stored, counted: &mut Counted) -> Vec<&'static Class> {
    let mut classes = Vec::new();
    for code in stored.classes.iter().take(CLASSES_MAX) {
        match substance::class(code) {
            Some(class) => classes.push(class),
            None => counted
                .lacking
                .push(Lacking::UnknownClass { code: code.clone() }),
        }
    }
    classes
}

fn by_name(found: &Substance, classes: &[&Class], counted: &mut Counted) {
    counted.name.clone_from(&found.name);
    counted.threshold_t = Some(found.threshold_t);
    let row = format!("表1 第{}号 {}", found.no, found.counts_as);
    row.trim_end().clone_into(&mut counted.threshold_from);
    match found.beta {
        Some(beta) => {
            counted.beta = Some(beta);
            "表3".clone_into(&mut counted.beta_from);
        }
        None => beta_by_class(classes, counted),
    }
}

/// Of several classes the one with the lowest threshold counts (4.1.2 b).
fn by_class(classes: &[&Class], counted: &mut Counted) {
    let lowest = classes
        .iter()
        .min_by(|a, b| a.threshold_t.total_cmp(&b.threshold_t));
    let Some(lowest) = lowest else {
        counted.lacking.push(Lacking::Class);
        return;
    };
    counted.threshold_t = Some(lowest.threshold_t);
    counted.threshold_from = format!("表2 {}", lowest.code);
    beta_by_class(classes, counted);
}

/// The standard does not say which factor holds for a thing of several classes; the largest is
/// taken, which errs on the side of the higher grade. 待区里确认.
fn beta_by_class(classes: &[&Class], counted: &mut Counted) {
    match classes.iter().max_by(|a, b| a.beta.total_cmp(&b.beta)) {
        Some(largest) => {
            counted.beta = Some(largest.beta);
            counted.beta_from = format!("表4 {}", largest.code);
        }
        None => counted.lacking.push(Lacking::ClassForBeta),
    }
}
