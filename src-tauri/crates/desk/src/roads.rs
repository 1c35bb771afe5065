//! Travel times over the roads that are at hand: imported, made for an exercise, or none, with the
//! closures that are in force.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use emergency::closure::{Closure, ClosureShape, RoadUser};
use emergency::id::ClosureId;
use emergency::place::Point;
use emergency::time::{CHINA_AHEAD_MS, HOUR_MS, UtcMs};
use routing::network::{ArcId, Network};
use routing::now::{Guided, RoadNow};
use routing::reachable::{MINUTES, Reached, reachable};
use routing::settings::Settings;
use routing::situation::{Situation, arcs_of};
use routing::snap::{Known, roadside};
use routing::staging::StagingPoint;
use routing::travel::{Route, Start, StraightLine, Travel, TravelTimes};

/// The day of the week of 1970-01-01, Monday being 0.
const FIRST_DAY: i64 = 3;
/// Saturday, Monday being 0.
const SATURDAY: i64 = 5;

/// The roads of the desk. Others may be put in their place at any time: whoever has a picture of
/// them goes on with it.
pub(crate) struct Roads {
    settings: Arc<Settings>,
    in_use: RwLock<Arc<Laid>>,
}

/// Roads that are at hand, with what is remembered of them.
pub(crate) struct Laid {
    network: Option<Arc<Network>>,
    /// The last picture of the roads, and what it was made of.
    last: Mutex<Option<(Key, Arc<Situation>)>>,
    /// The roads beside homes and depots, found once.
    known: Arc<Known>,
    /// Where they come from, in words.
    source: String,
}

/// What people have said of the ground that ways lead over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ground {
    /// Closures that are not lifted.
    pub(crate) closures: Vec<Closure>,
    /// Where the wind comes from, degrees from north, clockwise; none when nobody knows.
    pub(crate) wind_from_deg: Option<u32>,
}

/// What a picture of the roads depends on: the closures in force, the wind and the hour.
#[derive(PartialEq)]
struct Key {
    closures: Vec<Closure>,
    wind_from_deg: Option<u32>,
    rush_hour: Option<u8>,
}

/// A section of road, both directions as one.
pub(crate) struct Section {
    /// Its name; empty when it has none.
    pub(crate) name: String,
    /// Metres.
    pub(crate) length_m: f64,
    /// Its points.
    pub(crate) line: Vec<Point>,
}

/// The roads as they are at one moment.
#[derive(Clone)]
pub(crate) struct RoadsNow {
    picture: Option<(Arc<Network>, Arc<Situation>)>,
    known: Arc<Known>,
    settings: Arc<Settings>,
}

impl Laid {
    /// No roads: every time is a straight-line estimate.
    pub(crate) fn none() -> Self {
        Self::of(None, "无路网数据，按直线估算")
    }

    /// These roads, and where they come from, in words.
    pub(crate) fn of(network: Option<Arc<Network>>, source: &str) -> Self {
        Self {
            network,
            last: Mutex::new(None),
            known: Arc::default(),
            source: source.to_owned(),
        }
    }

    /// The roads; none where there are none.
    pub(crate) fn network(&self) -> Option<&Arc<Network>> {
        self.network.as_ref()
    }

    fn fresh(
        &self,
        network: &Network,
        settings: &Settings,
        key: &Key,
        now: UtcMs,
    ) -> Arc<Situation> {
        let mut fresh = Situation::open(network, settings, key.rush_hour);
        fresh.close_all(network, settings, &key.closures, now);
        fresh.wind_from_deg = key.wind_from_deg.map(f64::from);
        Arc::new(fresh)
    }

    /// The picture of the last question where nothing has changed since, else a fresh one.
    fn kept_or_fresh(
        &self,
        network: &Network,
        settings: &Settings,
        key: Key,
        now: UtcMs,
    ) -> Arc<Situation> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, situation)) = last.as_ref()
            && *known == key
        {
            return Arc::clone(situation);
        }
        let fresh = self.fresh(network, settings, &key, now);
        *last = Some((key, Arc::clone(&fresh)));
        fresh
    }
}

impl Roads {
    /// Begins with these roads.
    pub(crate) fn new(laid: Laid) -> Self {
        Self {
            settings: Arc::new(Self::numbers()),
            in_use: RwLock::new(Arc::new(laid)),
        }
    }

    /// The numbers that roads are reckoned by.
    pub(crate) fn numbers() -> Settings {
        Settings::default()
    }

    /// The roads in use.
    pub(crate) fn in_use(&self) -> Arc<Laid> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other roads in their place.
    pub(crate) fn replace(&self, laid: Arc<Laid>) {
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = laid;
    }

    /// Where the roads in use come from, in words.
    pub(crate) fn source(&self) -> String {
        self.in_use().source.clone()
    }

    /// The sections that a shape means; none when the desk has no roads.
    pub(crate) fn sections(&self, shape: &ClosureShape) -> Option<Vec<Section>> {
        let laid = self.in_use();
        let network = laid.network.as_ref()?;
        let section = |arc: ArcId| Section {
            name: network.name(arc).to_owned(),
            length_m: network.length_m(arc),
            line: network.shape(arc).to_vec(),
        };
        let arcs = arcs_of(network, shape);
        Some(each_section(network, arcs).map(section).collect())
    }

    /// The roads with the closures in force at a time. The picture of the last question is kept:
    /// it changes only with a closure, the wind or the hour.
    pub(crate) fn at(&self, ground: Ground, now: UtcMs) -> RoadsNow {
        let key = key(ground, now);
        self.now(|laid, network| laid.kept_or_fresh(network, &self.settings, key, now))
    }

    /// The roads as they would be with these closures; the picture that is kept stays.
    pub(crate) fn imagined(&self, ground: Ground, now: UtcMs) -> RoadsNow {
        self.now(|laid, network| laid.fresh(network, &self.settings, &key(ground, now), now))
    }

    fn now(&self, picture: impl FnOnce(&Laid, &Network) -> Arc<Situation>) -> RoadsNow {
        let laid = self.in_use();
        let network = laid.network.as_ref();
        RoadsNow {
            picture: network.map(|network| (Arc::clone(network), picture(&laid, network))),
            known: Arc::clone(&laid.known),
            settings: Arc::clone(&self.settings),
        }
    }
}

/// One direction of each section among some directions of roads.
pub(crate) fn each_section(network: &Network, arcs: Vec<ArcId>) -> impl Iterator<Item = ArcId> {
    let mut seen = BTreeSet::new();
    arcs.into_iter().filter(move |arc| {
        let (from, to) = (network.from(*arc), network.to(*arc));
        seen.insert((from.min(to), from.max(to), network.length_mm(*arc)))
    })
}

fn key(ground: Ground, now: UtcMs) -> Key {
    let in_force = ground.closures.into_iter();
    let in_force = in_force.filter(|c| c.is_in_force(now));
    Key {
        closures: in_force.collect(),
        wind_from_deg: ground.wind_from_deg,
        rush_hour: working_hour(now),
    }
}

/// The hour of the district's clock; none on Saturday and Sunday, which have no rush hours. Which
/// holidays are worked is not known here.
fn working_hour(now: UtcMs) -> Option<u8> {
    let hours = (now.0 + CHINA_AHEAD_MS).div_euclid(HOUR_MS);
    let day = (hours.div_euclid(24) + FIRST_DAY).rem_euclid(7);
    let hour = u8::try_from(hours.rem_euclid(24)).ok()?;
    (day < SATURDAY).then_some(hour)
}

impl RoadsNow {
    /// The picture that the times are of: the same one as long as no closure and no hour changes
    /// it; none without roads, where nothing changes.
    pub(crate) fn picture(&self) -> Option<Arc<Situation>> {
        self.picture.as_ref().map(|(_, now)| Arc::clone(now))
    }

    fn with<T>(&self, ask: impl FnOnce(&dyn TravelTimes) -> T) -> T {
        match &self.picture {
            Some((network, situation)) => ask(&RoadNow {
                network,
                situation,
                settings: &self.settings,
                known: Some(&self.known),
            }),
            None => ask(&StraightLine {
                settings: Settings::clone(&self.settings),
            }),
        }
    }

    /// Why a road of that number is closed, in the words of who closed it; empty when nobody did.
    pub(crate) fn closed_because(&self, number: u64) -> String {
        let Some((network, situation)) = &self.picture else {
            return String::new();
        };
        let closed_by = network
            .numbered(number)
            .flat_map(|arc| situation.closed_by(arc));
        let first = closed_by.map(|(_, reason)| reason.clone()).next();
        first.unwrap_or_default()
    }

    /// The way of a vehicle with its line and its directions. Without roads it is a straight line.
    pub(crate) fn guided(&self, start: Start, place: Point) -> Guided {
        match &self.picture {
            Some((network, situation)) => RoadNow {
                network,
                situation,
                settings: &self.settings,
                known: Some(&self.known),
            }
            .guided(start, place),
            None => Guided {
                travel: StraightLine {
                    settings: Settings::clone(&self.settings),
                }
                .one(start, place),
                line: vec![start.point, place],
                steps: Vec::new(),
                staging: None,
                cut_by: None,
            },
        }
    }

    /// The closures that close a road, the first first, with its name and where it begins.
    pub(crate) fn closed_by(&self, arc: ArcId) -> Option<(Vec<ClosureId>, String, Point)> {
        let (network, situation) = self.picture.as_ref()?;
        let closures = situation.closed_by(arc).iter();
        let road = network.name(arc).to_owned();
        let at = network.shape(arc).first().copied()?;
        Some((closures.map(|(id, _)| id.clone()).collect(), road, at))
    }

    /// How far a vehicle comes from where it starts in some minutes; none when no road is near it.
    pub(crate) fn reached_from(&self, start: Start) -> Option<Vec<Reached>> {
        let (network, situation) = self.picture.as_ref()?;
        let Start { point, vehicle } = start;
        let from = roadside(network, vehicle, point, self.settings.snap_max_m)?;
        let conditions = situation.of(vehicle);
        Some(reachable(network, conditions, &from, &MINUTES))
    }

    /// Where to gather before a place inside a hot zone.
    pub(crate) fn staging(&self, place: Point) -> Vec<StagingPoint> {
        let Some((network, situation)) = &self.picture else {
            return Vec::new();
        };
        let roads = RoadNow {
            network,
            situation,
            settings: &self.settings,
            known: Some(&self.known),
        };
        roads.staging(RoadUser::Engine, place)
    }

    /// The lines of the roads that a closure closes.
    pub(crate) fn lines_of(&self, closure: &Closure) -> Vec<Vec<Point>> {
        let Some((network, _)) = &self.picture else {
            return Vec::new();
        };
        let arcs = arcs_of(network, &closure.set.shape);
        arcs.into_iter()
            .map(|arc| network.shape(arc).to_vec())
            .collect()
    }
}

impl TravelTimes for RoadsNow {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        self.with(|times| times.travel(starts, place))
    }

    fn route(&self, start: Start, place: Point) -> Option<Route> {
        self.with(|times| times.route(start, place))
    }

    fn travel_each(&self, starts: &[Start], place: Point) -> Vec<Travel> {
        self.with(|times| times.travel_each(starts, place))
    }

    fn matrix(&self, starts: &[Start], places: &[Point]) -> Vec<Vec<Travel>> {
        self.with(|times| times.matrix(starts, places))
    }
}
