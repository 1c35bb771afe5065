/** Times in forms: the district's clock, whatever the machine is set to. */

/** China has one time zone and no daylight saving. */
const OFFSET_MS = 8 * 3_600_000;

/** For an `input type="datetime-local"`. */
export function toField(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 16);
}

/** What stands in such a field, or null when it is empty or no time. */
export function fromField(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const at = Date.parse(`${text}Z`) - OFFSET_MS;
  return Number.isNaN(at) ? null : at;
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
