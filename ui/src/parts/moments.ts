/** Times in forms: the district's clock, whatever the machine is set to. */

import { CHINA_AHEAD_MS } from "./times";

/** `2026-11-18 21:04`, as people here write it; the browser's own field follows the machine. */
export function toField(at: number): string {
  return new Date(at + CHINA_AHEAD_MS).toISOString().slice(0, 16).replace("T", " ");
}

/** What stands in such a field, or null when it is empty or no time. */
export function fromField(text: string): number | null {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d\d)\s*$/.exec(text.normalize("NFKC"));
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute);
  const read = new Date(at);
  // A day that does not exist would slide into the next month.
  const exists =
    read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60;
  return exists ? at - CHINA_AHEAD_MS : null;
}

/** `117.15, 36.68` as a point; null when it is none. */
export function pointOf(text: string): { lon: number; lat: number } | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,\uff0c\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (match === null) return null;
  const lon = Number(match[1]);
  const lat = Number(match[2]);
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}

/** A point as such text, to about a metre. */
export function pointText(point: { lon: number; lat: number } | null): string {
  return point === null ? "" : `${point.lon.toFixed(5)}, ${point.lat.toFixed(5)}`;
}
