/** Places on the map by the colour of their risk. */
import type { RiskCount, RiskRow } from "../contract";
import { riskStep, type Step } from "../parts/level";

const WITHOUT: Step = 5;
/** A place that may yet be of any level lies above those that are known to be mild. */
const OPEN_ORDER = 1.5;

/** The gravest on top; a place of which nothing is on record at the bottom. */
function orderOf(row: RiskRow, step: Step): number {
  const open = step === WITHOUT && row.grounds.some((ground) => ground.level === null);
  return open ? OPEN_ORDER : WITHOUT - step;
}

/** One point a place that has a position, also where no level can be said: that is no colour, but a mark. */
export function riskPoints(
  rows: readonly RiskRow[],
  label: (row: RiskRow) => string,
): GeoJSON.FeatureCollection {
  const shown = rows.flatMap((row): GeoJSON.Feature[] => {
    if (row.point === null) return [];
    const step = riskStep(row.level);
    return [
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [row.point.lon, row.point.lat] },
        properties: {
          kind: "site",
          id: row.site,
          icon: `risk-${step}`,
          label: label(row),
          order: orderOf(row, step),
        },
      },
    ];
  });
  return { type: "FeatureCollection", features: shown };
}

/** Places of one key field, all of them for none; those whose field has no line of its own are under the empty name. */
export function ofField(
  rows: readonly RiskRow[],
  field: string | null,
  lines: readonly RiskCount[],
): readonly RiskRow[] {
  if (field === null) return rows;
  const named = new Set(lines.map((line) => line.name));
  return rows.filter((row) => (named.has(row.field) ? row.field : "") === field);
}

/** Places that no map can show. */
export function unplaced(rows: readonly RiskRow[]): RiskRow[] {
  return rows.filter((row) => row.point === null);
}
