/** Places with hidden dangers on the map, each by the gravest of its own. */
import type { DangerRow } from "../contract";

/** What a place shows: a day that is over goes before a supervision, and that before a plain one. */
export const DANGER_MARKS = ["danger", "danger_supervised", "danger_overdue"] as const;
export type DangerMark = (typeof DANGER_MARKS)[number];

/** How grave a danger is on the map, by its place in `DANGER_MARKS`. */
function gravity(row: DangerRow): number {
  return row.overdue ? 2 : row.supervision === null ? 0 : 1;
}

/** One point a place that has a position; the gravest lies on top. */
export function dangerPoints(
  rows: readonly DangerRow[],
  label: (title: string, count: number, mark: DangerMark) => string,
): GeoJSON.FeatureCollection {
  const places = new Map<string, DangerRow[]>();
  for (const row of rows) {
    const there = places.get(row.site);
    if (there === undefined) places.set(row.site, [row]);
    else there.push(row);
  }
  const features = [...places].flatMap(([site, there]): GeoJSON.Feature[] => {
    const [first] = there;
    if (first === undefined || first.point === null) return [];
    const order = Math.max(...there.map(gravity));
    const mark = DANGER_MARKS[order] ?? "danger";
    return [
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [first.point.lon, first.point.lat] },
        properties: { kind: "site", id: site, icon: `site-${mark}`, label: label(first.title, there.length, mark), order },
      },
    ];
  });
  return { type: "FeatureCollection", features };
}
