//! The answers of `desk route`, one object a place.

use emergency::place::Point;
use routing::conditions::Conditions;
use routing::directions::directions;
use routing::lists::Listed;
use routing::network::{ArcId, Network};
use routing::search::{Reach, reach_crossing};
use routing::settings::{Settings, duration_ms};
use routing::snap::nearest_crossing;
use routing::travel::{Journey, RoadTimes, Start, StraightLine, TravelTimes as _};
use serde_json::{Map, Value, json};

use super::SnapTo;

/// What is asked.
pub(super) struct Question<'a> {
    pub(super) network: &'a Network,
    pub(super) conditions: &'a Conditions,
    pub(super) settings: &'a Settings,
    pub(super) snap: SnapTo,
    pub(super) geometry: bool,
    pub(super) directions: bool,
    pub(super) to: Point,
}

/// One edge as it is used.
pub(super) fn edge(network: &Network, conditions: &Conditions, arc: ArcId) -> Value {
    json!({
        "edge": network.number(arc),
        "u": network.crossing_id(network.from(arc)),
        "v": network.crossing_id(network.to(arc)),
        "highway": network.class(arc),
        "osmWayId": network.way(arc),
        "lengthMm": network.length_mm(arc),
        "ms": conditions.arc_ms(network, arc),
        "usable": conditions.is_usable(network, arc),
        "closed": conditions.is_closed(arc),
    })
}

impl Question<'_> {
    /// One answer a place, in their order.
    pub(super) fn answer(&self, starts: &[Listed]) -> Vec<Value> {
        match self.snap {
            SnapTo::Edge => self.by_edge(starts),
            SnapTo::Node => self.by_node(starts),
        }
    }

    fn head(&self, start: &Listed) -> Map<String, Value> {
        let Value::Object(head) = json!({
            "point": start.line,
            "id": start.id,
            "name": start.name,
            "lon": start.point.lon,
            "lat": start.point.lat,
            "class": self.conditions.vehicle().name(),
        }) else {
            return Map::new();
        };
        head
    }

    fn estimate(&self, start: Point, status: &str) -> Value {
        let straight = StraightLine {
            settings: self.settings.clone(),
        };
        let start = Start {
            point: start,
            vehicle: self.conditions.vehicle(),
        };
        let travel = straight.one(start, self.to);
        json!({
            "status": status,
            "estimated": true,
            "etaS": travel.eta_s(),
            "distanceM": travel.distance_m(),
            "networkMs": null,
            "networkM": null,
        })
    }

    fn cut(&self, arc: ArcId) -> Value {
        json!({
            "status": "cut",
            "estimated": false,
            "etaS": null,
            "etaMs": null,
            "distanceM": null,
            "networkMs": null,
            "networkM": null,
            "cutBy": edge(self.network, self.conditions, arc),
        })
    }

    fn whole(&self, start: &Listed, rest: Value) -> Value {
        let mut whole = self.head(start);
        if let Value::Object(rest) = rest {
            whole.extend(rest);
        }
        Value::Object(whole)
    }

    fn by_edge(&self, starts: &[Listed]) -> Vec<Value> {
        let times = RoadTimes {
            network: self.network,
            conditions: self.conditions,
            settings: self.settings,
        };
        let points: Vec<Point> = starts.iter().map(|start| start.point).collect();
        let journeys = times.journeys(&points, self.to);
        let one = |(start, journey): (&Listed, &Journey)| {
            let rest = match (&journey.road, journey.cut_by) {
                (Some(part), _) => {
                    let mut rest = json!({
                        "status": "road",
                        "estimated": false,
                        "etaS": journey.travel.eta_s(),
                        "etaMs": part.total_ms(self.settings),
                        "distanceM": journey.travel.distance_m(),
                        "networkMs": part.way.ms,
                        "networkM": part.way.metres(),
                        "accessStartM": part.start_away_m,
                        "accessGoalM": part.place_away_m,
                        "accessMs": part.access_ms(self.settings),
                        "startEdge": self.network.number(part.way.start.arc),
                        "startShare": part.way.start.share,
                        "onClosed": part.way.on_closed,
                    });
                    if self.geometry {
                        let stretches = times.stretches(start.point, self.to);
                        let route = times.route(Start::of(start.point), self.to);
                        rest["edges"] = json!(
                            stretches
                                .iter()
                                .map(|(arc, from, to)| json!({
                                    "edge": self.network.number(*arc), "from": from, "to": to,
                                }))
                                .collect::<Vec<_>>()
                        );
                        rest["line"] = line(&route.map(|route| route.line).unwrap_or_default());
                    }
                    if self.directions {
                        let stretches = times.stretches(start.point, self.to);
                        rest["directions"] = json!(directions(self.network, &stretches));
                    }
                    rest
                }
                (None, Some(arc)) => self.cut(arc),
                (None, None) => self.estimate(start.point, self.why_not(&times, start.point)),
            };
            self.whole(start, rest)
        };
        starts.iter().zip(&journeys).map(one).collect()
    }

    fn why_not(&self, times: &RoadTimes<'_>, start: Point) -> &'static str {
        if times.has_road(start) && times.has_road(self.to) {
            "no_way"
        } else {
            "no_road"
        }
    }

    fn by_node(&self, starts: &[Listed]) -> Vec<Value> {
        let vehicle = self.conditions.vehicle();
        let nearest =
            |place| nearest_crossing(self.network, vehicle, place, self.settings.snap_max_m);
        let Some((goal, goal_away_m)) = nearest(self.to) else {
            let none = |start: &Listed| self.whole(start, self.estimate(start.point, "no_road"));
            return starts.iter().map(none).collect();
        };
        let reach = reach_crossing(self.network, self.conditions, goal);
        let open = self.conditions.without_closures();
        let mut whole: Option<Reach> = None;
        let one = |start: &Listed| {
            let Some((from, away_m)) = nearest(start.point) else {
                return self.whole(start, self.estimate(start.point, "no_road"));
            };
            if let Some((ms, mm)) = reach.from_crossing(from) {
                let access_m = away_m + goal_away_m;
                let access_ms = duration_ms(access_m, self.settings.access_kmh(vehicle));
                let eta_ms = ms.saturating_add(access_ms);
                let mut rest = json!({
                    "status": "road",
                    "estimated": false,
                    "etaS": eta_ms.div_ceil(1_000),
                    "etaMs": eta_ms,
                    "distanceM": f64::from(mm) / 1_000.0 + access_m,
                    "networkMs": ms,
                    "networkM": f64::from(mm) / 1_000.0,
                    "accessStartM": away_m,
                    "accessGoalM": goal_away_m,
                    "accessMs": access_ms,
                    "startNode": self.network.crossing_id(from),
                    "goalNode": self.network.crossing_id(goal),
                    "onClosed": false,
                });
                if self.geometry {
                    self.add_geometry(&mut rest, &reach, from, start.point);
                }
                if self.directions {
                    let arcs = reach.arcs_from(self.network, from);
                    let stretches: Vec<_> = arcs.map(|arc| (arc, 0.0, 1.0)).collect();
                    rest["directions"] = json!(directions(self.network, &stretches));
                }
                return self.whole(start, rest);
            }
            let whole = whole.get_or_insert_with(|| reach_crossing(self.network, &open, goal));
            let mut arcs = whole.arcs_from(self.network, from);
            let closed = arcs.find(|arc| self.conditions.is_closed(*arc));
            let mut rest = match closed {
                Some(arc) => self.cut(arc),
                None => self.estimate(start.point, "no_way"),
            };
            rest["startNode"] = json!(self.network.crossing_id(from));
            rest["goalNode"] = json!(self.network.crossing_id(goal));
            self.whole(start, rest)
        };
        starts.iter().map(one).collect()
    }

    fn add_geometry(&self, rest: &mut Value, reach: &Reach, from: u32, start: Point) {
        let arcs: Vec<ArcId> = reach.arcs_from(self.network, from).collect();
        let mut points = vec![start];
        for arc in &arcs {
            points.extend_from_slice(self.network.shape(*arc));
        }
        points.push(self.to);
        points.dedup();
        let whole = |arc: &ArcId| json!({ "edge": self.network.number(*arc), "from": 0, "to": 1 });
        rest["edges"] = json!(arcs.iter().map(whole).collect::<Vec<_>>());
        rest["line"] = line(&points);
    }
}

fn line(points: &[Point]) -> Value {
    json!(
        points
            .iter()
            .map(|point| [point.lon, point.lat])
            .collect::<Vec<_>>()
    )
}
