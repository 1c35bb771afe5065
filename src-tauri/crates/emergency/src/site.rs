//! Places with a standing profile: depots, shelters, hospitals, schools, hazard sites.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::danger::DangerStep;
use crate::day::Day;
use crate::event::Event;
use crate::fact::Fact;
use crate::hazard_unit::{self, HazardUnit};
use crate::id::{FirmId, ImportId, SiteId};
use crate::place::Place;
use crate::risk::{RiskAssessed, RiskJudged, RiskStanding};
use crate::team::ContactStep;
use crate::time::UtcMs;

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SiteKind {
    /// 物资储备库.
    #[default]
    Depot,
    /// 应急避难场所.
    Shelter,
    /// 医院.
    Hospital,
    /// 学校.
    School,
    /// 危险源.
    Hazard,
    /// 消防站.
    FireStation,
    /// 微型消防站.
    MicroStation,
    /// 消火栓.
    Hydrant,
    /// 应急救援中心.
    RescueCentre,
    /// 应急救援基地.
    RescueBase,
    /// 应急救援站.
    RescuePost,
    /// 视频监控.
    Camera,
    /// Something else worth a mark on the map, or one that a later version knows.
    #[serde(other)]
    Other,
}

impl SiteKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Depot,
        Self::Shelter,
        Self::Hospital,
        Self::School,
        Self::Hazard,
        Self::FireStation,
        Self::MicroStation,
        Self::Hydrant,
        Self::RescueCentre,
        Self::RescueBase,
        Self::RescuePost,
        Self::Camera,
        Self::Other,
    ];
}

/// The class of a protected object (防护目标), GB 36894-2018. It is what somebody says of a place:
/// which facility is of which class, no text at hand states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Protection {
    /// 高敏感防护目标.
    HighlySensitive,
    /// 重要防护目标.
    Important,
    /// 一般防护目标中的一类.
    First,
    /// 一般防护目标中的二类.
    Second,
    /// 一般防护目标中的三类.
    Third,
}

impl Protection {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::HighlySensitive,
        Self::Important,
        Self::First,
        Self::Second,
        Self::Third,
    ];
}

/// A dangerous thing that is stored or used at a place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stored {
    /// Its name, another name or its CAS number.
    pub substance: String,
    /// The largest quantity by design, in tonnes (GB 18218-2018, 4.2.2).
    pub quantity_t: f64,
    /// Signs of the classes of hazard it is of, as `W5.1` (GB 18218-2018, 表2).
    pub classes: Vec<String>,
}

/// `site.registered`: the profile; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SiteRegistered {
    /// What it is.
    pub kind: SiteKind,
    /// Name.
    pub name: String,
    /// Where.
    pub place: Place,
    /// Who to call, in words.
    pub contact: String,
    /// People it holds or has: beds, pupils, shelter places; 0 when that says nothing.
    pub capacity: u32,
    /// Substance of a hazard site.
    pub substance: String,
    /// Design quantity of that substance in tonnes.
    pub quantity_t: f64,
    /// Classes of hazard of that substance, as [`Stored::classes`].
    pub classes: Vec<String>,
    /// What else is stored or used there.
    pub also: Vec<Stored>,
    /// People who live within 500 m outside the boundary of the plant (GB 18218-2018, 表5); none
    /// when nobody counted them.
    pub people_500m: Option<u32>,
    /// Its class as a protected object; none where nobody said one.
    pub protection: Option<Protection>,
    /// Words.
    pub note: String,
    /// The unit it belongs to.
    pub unit: String,
    /// The firm of the list of firms that it belongs to.
    pub firm: Option<FirmId>,
    /// Effective area of a shelter in square metres; 0 when that says nothing.
    pub area_m2: u32,
    /// What it has: water, power, toilets, infirmary, in words.
    pub facilities: Vec<String>,
    /// Who has the key, in the order in which they are called.
    pub keyholders: Vec<ContactStep>,
    /// Address of a camera's picture.
    pub stream: String,
    /// The import it came with; empty for one entered by hand.
    pub import: ImportId,
}

/// `site.reported`: how it stands. What is not said stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SiteReported {
    /// Open or closed.
    pub open: Option<bool>,
    /// People who are in it.
    pub head_count: Option<u32>,
    /// Beds or places that are free.
    pub free: Option<u32>,
    /// Whether it works: a hydrant, a camera.
    pub working: Option<bool>,
    /// Words.
    pub note: String,
}

pub use crate::danger::Danger;

/// Hidden dangers of one site that its state keeps; of more, the first that were put right go.
pub const DANGERS_MAX: usize = 200;

/// `site.danger_found`: a hidden danger (事故隐患) was found there. Major ones are listed and
/// followed until they are put right and struck off (挂牌督办、整改销号).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerFound {
    /// What is wrong.
    pub words: String,
    /// True for a major one (重大事故隐患).
    pub major: bool,
    /// Who has to put it right.
    pub owner: String,
    /// The day until which; none when nobody set one.
    pub due: Option<Day>,
    /// Who found it, or which paper says so.
    pub source: String,
}

/// `site.danger_closed`: it is put right (整改销号).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerClosed {
    /// The event of the finding.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub danger: Uuid,
    /// How it was put right, and who looked.
    pub note: String,
}

/// The state of one site.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Site {
    /// Its name in the log.
    pub id: SiteId,
    /// The profile.
    pub registered: SiteRegistered,
    /// True when it was taken off the list.
    pub withdrawn: bool,
    /// What stood before the import that entered the present facts.
    pub replaced: Option<Box<SiteRegistered>>,
    /// How it stands, as last said.
    pub reported: SiteReported,
    /// When that was said.
    pub reported_at: Option<UtcMs>,
    /// Hidden dangers in the order in which they were found.
    pub dangers: Vec<Danger>,
    /// Its units of a major hazard, in the order in which they were entered.
    pub units: Vec<HazardUnit>,
    /// How its risk was assessed last, also when that was taken back.
    pub risk: Option<RiskStanding>,
}

impl Site {
    /// Applies one fact that touches this site, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::SiteRegistered(body) => {
                let before = std::mem::replace(&mut self.registered, body.clone());
                let there = !before.name.is_empty() && !self.withdrawn;
                let imported = there && !body.import.as_str().is_empty();
                self.replaced = imported.then(|| Box::new(before));
                self.withdrawn = false;
            }
            Fact::SiteWithdrawn(_) => self.withdrawn = true,
            Fact::SiteReported(body) => self.report(event, body),
            Fact::DangerFound(body) => self.find(event, body),
            Fact::DangerClosed(body) => {
                let note = body.note.clone();
                self.on_danger(body.danger, |one| {
                    one.step(event, DangerStep::Close { note });
                });
            }
            Fact::DangerStepped(body) => {
                let step = body.step.clone();
                self.on_danger(body.danger, |one| one.step(event, step));
            }
            Fact::DangerWithdrawn(body) => match body.act {
                Some(act) => self.on_danger(body.danger, |one| one.take_back(act)),
                None => self.dangers.retain(|one| one.event != body.danger),
            },
            Fact::RiskAssessed(body) => self.assess(event, body),
            Fact::UnitRegistered(body) => hazard_unit::register(&mut self.units, body),
            Fact::UnitWithdrawn(body) => self.units.retain(|one| one.id != body.unit),
            _ => {}
        }
    }

    /// True while a hidden danger there waits for another's acceptance: the place does not leave
    /// the list before.
    #[must_use]
    pub fn holds_open_danger(&self) -> bool {
        let mut dangers = self.dangers.iter();
        dangers.any(|danger| danger.is_open() && danger.needs_acceptance())
    }

    /// What was judged of its risk, and when; none while nobody did, or after it was taken back.
    #[must_use]
    pub fn judged(&self) -> Option<(RiskJudged, &RiskStanding)> {
        let standing = self.risk.as_ref()?;
        standing.assessed.judged.map(|judged| (judged, standing))
    }

    fn assess(&mut self, event: &Event, body: &RiskAssessed) {
        self.risk = Some(RiskStanding::after(self.risk.take(), event, body));
    }

    fn on_danger(&mut self, danger: Uuid, act: impl FnOnce(&mut Danger)) {
        if let Some(danger) = self.dangers.iter_mut().find(|one| one.event == danger) {
            act(danger);
        }
    }

    fn find(&mut self, event: &Event, body: &DangerFound) {
        if self.dangers.len() >= DANGERS_MAX {
            let mut dangers = self.dangers.iter();
            let Some(at) = dangers.position(|danger| danger.closed_at.is_some()) else {
                return;
            };
            self.dangers.remove(at);
        }
        self.dangers.push(Danger {
            event: event.id,
            found: body.clone(),
            at: event.occurred_at,
            by: event.actor.clone(),
            ..Danger::default()
        });
    }

    fn report(&mut self, event: &Event, body: &SiteReported) {
        // Backfilled reports never overwrite what happened later.
        if self.reported_at.is_some_and(|at| at > event.occurred_at) {
            return;
        }
        let before = &self.reported;
        self.reported = SiteReported {
            open: body.open.or(before.open),
            head_count: body.head_count.or(before.head_count),
            free: body.free.or(before.free),
            working: body.working.or(before.working),
            note: body.note.clone(),
        };
        self.reported_at = Some(event.occurred_at);
    }
}
