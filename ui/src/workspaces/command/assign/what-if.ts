/** What is supposed, as a question to the desk. */
import type { ClosureSet, IncidentGrade, Need, Point, WhatIfRequest } from "../../../contract";
import type { AssignBoard } from "./board.svelte";

/** Corners of the ring round a place. */
const CORNERS = 12;
/** Metres in a degree of latitude (mean, WGS-84). */
const METRES_PER_DEGREE = 111_320;
/** A closed area is no larger than this, metres. */
export const RADIUS_M_MAX = 5_000;

/** What the officer supposes. */
export interface Supposed {
  incident: { grade: IncidentGrade | null; needs: Need[] } | null;
  /** Metres round the place in which roads are closed; null for none. */
  radiusM: number | null;
  point: Point | null;
  depot: string;
}

/** A ring round a place, as good as a circle for roads. */
export function ringOf(point: Point, radiusM: number): Point[] {
  const north = radiusM / METRES_PER_DEGREE;
  const east = north / Math.cos((point.lat * Math.PI) / 180);
  return Array.from({ length: CORNERS }, (_, corner) => {
    const turn = (2 * Math.PI * corner) / CORNERS;
    return { lon: point.lon + east * Math.sin(turn), lat: point.lat + north * Math.cos(turn) };
  });
}

function closed(point: Point, radiusM: number): ClosureSet {
  return {
    kind: "blocked",
    shape: { is: "area", ring: ringOf(point, Math.min(radiusM, RADIUS_M_MAX)) },
    depthCm: null,
    slowTenths: null,
    vehicles: [],
    from: null,
    until: null,
    reason: "",
    source: "",
    alert: null,
  };
}

/** The question; null when nothing is supposed, or when what is supposed has no place. */
export function question(ask: string, board: AssignBoard, supposed: Supposed): WhatIfRequest | null {
  const { incident, radiusM, point, depot } = supposed;
  const needsPlace = incident !== null || radiusM !== null;
  if ((needsPlace && point === null) || (!needsPlace && depot === "")) return null;
  if (incident !== null && incident.needs.length === 0) return null;
  return {
    ask,
    pinned: [...board.pinned],
    forbidden: [...board.forbidden],
    incident: incident === null || point === null ? null : { point, ...incident },
    closures: radiusM === null || point === null ? [] : [closed(point, radiusM)],
    without: depot === "" ? [] : [depot],
  };
}
