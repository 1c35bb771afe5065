/** A point as typed. */
import type { Point } from "../../contract";

export type TypedPoint = { is: "point"; point: Point } | { is: "none" } | { is: "bad" };

function degrees(text: string, limit: number): number | null {
  const trimmed = text.trim();
  if (!/^-?\d{1,3}(\.\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Math.abs(value) <= limit ? value : null;
}

/** Degrees as text, to a tenth of a metre; empty for none. */
export function degreesText(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toFixed(6)));
}

/** Both given and in range, or both empty. */
export function readPoint(lon: string, lat: string): TypedPoint {
  if (lon.trim() === "" && lat.trim() === "") return { is: "none" };
  const east = degrees(lon, 180);
  const north = degrees(lat, 90);
  return east === null || north === null
    ? { is: "bad" }
    : { is: "point", point: { lon: east, lat: north } };
}
