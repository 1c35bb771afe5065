/** What a person drew is kept by the desk as a form, so that it outlives the window. */
import type { Point } from "../contract";
import type { Drawing } from "./view.svelte";

export const DRAWINGS_FORM = "map-drawings";
/** More than this on one screen helps nobody. */
export const DRAWINGS_MAX = 100;

function isPoint(value: unknown): value is Point {
  if (typeof value !== "object" || value === null) return false;
  const { lon, lat } = value as Partial<Record<keyof Point, unknown>>;
  return typeof lon === "number" && typeof lat === "number";
}

function isDrawing(value: unknown): value is Drawing {
  if (typeof value !== "object" || value === null) return false;
  const { id, kind, name, points } = value as Partial<Record<keyof Drawing, unknown>>;
  return (
    typeof id === "string" &&
    typeof name === "string" &&
    (kind === "point" || kind === "area") &&
    Array.isArray(points) &&
    points.length > 0 &&
    points.every(isPoint)
  );
}

/** A number that none of them has. */
export function nextId(drawings: readonly Drawing[]): string {
  return String(Math.max(0, ...drawings.map((one) => Number(one.id) || 0)) + 1);
}

/** Reads kept drawings; what is no drawing is left out. */
export function readDrawings(text: string): Drawing[] {
  if (text === "") return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter(isDrawing).slice(0, DRAWINGS_MAX) : [];
  } catch {
    return [];
  }
}

export function drawingPicture(drawings: readonly Drawing[]): GeoJSON.FeatureCollection {
  const features = drawings.map(({ kind, name, points }): GeoJSON.Feature => {
    const ring = points.map((point): [number, number] => [point.lon, point.lat]);
    const [first = [0, 0]] = ring;
    const geometry: GeoJSON.Geometry =
      kind === "point"
        ? { type: "Point", coordinates: first }
        : { type: "Polygon", coordinates: [[...ring, first]] };
    return { type: "Feature", geometry, properties: { name } };
  });
  return { type: "FeatureCollection", features };
}
