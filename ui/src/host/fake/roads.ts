/** Roads of the made-up desk: enough of each call for the screens to be looked at, no road search. */
import type {
  Closure,
  ClosureShape,
  Point,
  Reach,
  RoadsSheet,
  ShapeRoads,
  TeamTimes,
  TeamTimesRequest,
  TeamWay,
  TimeSpan,
  WayRequest,
  WayStep,
} from "../../contract";
import { distanceM, lengthM } from "../../map/geo";
import type { FakeState } from "./state";
import words from "./words.json";
import { holds } from "../../parts/holding";
import { HOUR_MS } from "../../parts/times";

const SPEED_MPS = 8;
const METRES_PER_DEGREE = 111_320;
const MINUTES = [30, 15, 10, 5];

/** The roads of the made-up desk; none are taken in. */
function roadsSheet(): RoadsSheet {
  return { source: words.travel, hasRoads: true, inForce: null, lost: false, canGoBack: false, former: null, import: null };
}

/** The calls that answer with them. */
export const roadsCalls = {
  roads: roadsSheet,
  send_roads: roadsSheet,
  check_roads: roadsSheet,
  stop_roads: roadsSheet,
  use_roads: roadsSheet,
  former_roads: roadsSheet,
};

export function standing(state: FakeState): Closure[] {
  return state.closures.filter((one) => one.liftedAt === null);
}

function pointsOf(shape: ClosureShape): Point[] {
  return shape.is === "line" ? shape.points : shape.is === "area" ? shape.ring : [];
}

function lineOf(points: readonly Point[]): GeoJSON.Position[] {
  return points.map(({ lon, lat }) => [lon, lat]);
}

export function drawnClosure({ id, set }: Closure): GeoJSON.Feature[] {
  const positions = lineOf(pointsOf(set.shape));
  const [first] = positions;
  if (first === undefined) return [];
  const properties = { id, kind: set.kind, name: set.reason, hot: set.kind === "hazard", slow: set.slowTenths !== null };
  if (set.shape.is === "area") {
    const geometry = { type: "Polygon" as const, coordinates: [[...positions, first]] };
    return [{ type: "Feature", geometry, properties: { ...properties, part: "area" } }];
  }
  const geometry: GeoJSON.Geometry =
    positions.length === 1
      ? { type: "Point", coordinates: first }
      : { type: "LineString", coordinates: positions };
  return [{ type: "Feature", geometry, properties: { ...properties, part: positions.length === 1 ? "spot" : "drawn" } }];
}

export function shapeRoads(shape: ClosureShape): ShapeRoads {
  const points = pointsOf(shape);
  return {
    hasRoads: true,
    sections: points.length === 0 ? 0 : points.length + 1,
    lengthM: 240 + lengthM(points),
    names: words.streets.slice(0, 1),
    picture: { type: "FeatureCollection", features: [] },
  };
}

function step(act: WayStep["act"], point: Point, metres: number): WayStep {
  return {
    act,
    exit: null,
    point,
    road: words.streets[act === "depart" ? 0 : 1] ?? "",
    place: "",
    bearingDeg: 45,
    distanceM: metres,
    bridge: false,
    tunnel: act === "left",
  };
}

export function teamWay(state: FakeState, { team, incident }: WayRequest): TeamWay {
  const row = state.teams.find((one) => one.team.id === team);
  const from = row?.point ?? null;
  const to = state.incident(incident)?.opened.place.point ?? null;
  const way: TeamWay = {
    team,
    incident,
    at: state.now(),
    kind: to === null ? "no_place" : from === null ? "no_start" : "road",
    from,
    fromAt: row?.pointAt ?? null,
    fromSaid: row?.said ?? false,
    vehicle: "engine",
    to,
    setsOutS: (row?.team.registered.turnoutMin ?? 0) * 60,
    etaS: null,
    stops: [],
    distanceM: null,
    onClosed: false,
    line: [],
    steps: [],
    staging: null,
    cutBy: null,
    source: words.travel,
  };
  if (from === null || to === null) return way;
  const [closure] = standing(state);
  if (closure !== undefined) {
    const { kind, reason } = closure.set;
    const cutBy = { closure: closure.id, kind, reason, road: "", point: to };
    return { ...way, kind: "cut", cutBy };
  }
  const corner = { lon: to.lon, lat: from.lat };
  const metres = distanceM(from, corner) + distanceM(corner, to);
  return {
    ...way,
    etaS: Math.ceil(metres / SPEED_MPS),
    distanceM: metres,
    line: [from, corner, to],
    steps: [
      step("depart", from, distanceM(from, corner)),
      step("left", corner, distanceM(corner, to)),
      step("arrive", to, 0),
    ],
  };
}

export function reachFrom(state: FakeState, from: Point): Reach {
  const features = MINUTES.map((minutes): GeoJSON.Feature => {
    const lat = (minutes * 60 * SPEED_MPS) / METRES_PER_DEGREE;
    const lon = lat / Math.cos((from.lat * Math.PI) / 180);
    const corners = [[-1, 0], [0, -1], [1, 0], [0, 1], [-1, 0]];
    const ring = corners.map(([x = 0, y = 0]) => [from.lon + x * lon, from.lat + y * lat]);
    return {
      type: "Feature",
      geometry: { type: "MultiPolygon", coordinates: [[ring]] },
      properties: { minutes },
    };
  });
  return {
    at: state.now(),
    from,
    vehicle: "engine",
    onRoad: true,
    areas: { type: "FeatureCollection", features },
    source: words.travel,
  };
}

export function teamTimes(state: FakeState, { backH, aheadH }: TeamTimesRequest): TeamTimes {
  const now = state.now();
  const rows = state.teams.flatMap(({ team }) => {
    const spans = state.orders
      .filter((order) => order.sent.team === team.id)
      .flatMap((order) =>
        order.steps.flatMap((one, index): TimeSpan[] => {
          if (!holds(one.to)) return [];
          const next = order.steps[index + 1];
          const to = next?.at ?? null;
          const end = next !== undefined && !holds(next.to) ? next.to : null;
          return [
            {
              state: one.to as TimeSpan["state"],
              from: one.at,
              to,
              planned: false,
              order: order.id,
              incident: order.sent.incident,
              callSign: `I${state.incidents.findIndex((i) => i.id === order.sent.incident) + 1}`,
              end,
            },
          ];
        }),
      )
      .sort((a, b) => a.from - b.from);
    if (spans.length === 0) return [];
    return [
      {
        team: team.id,
        callSign: team.registered.callSign,
        name: team.registered.name,
        busy: spans.some((span) => span.to === null),
        late: false,
        spans,
      },
    ];
  });
  return {
    now,
    from: now - backH * HOUR_MS,
    to: now + aheadH * HOUR_MS,
    rows,
    idle: state.teams.length - rows.length,
  };
}
