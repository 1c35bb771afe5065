/** Places on the map by the colour of their risk. */
import type { RiskRow } from "../contract";
import { riskStep, type Step } from "../parts/level";

/** One point a place that has a level and a position; the gravest lies on top. */
export function riskPoints(
  rows: readonly RiskRow[],
  label: (row: RiskRow) => string,
): GeoJSON.FeatureCollection {
  const WITHOUT: Step = 5;
  const shown = rows.flatMap((row): GeoJSON.Feature[] => {
    const step = riskStep(row.level);
    if (row.point === null || step === WITHOUT) return [];
    return [
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [row.point.lon, row.point.lat] },
        properties: {
          kind: "site",
          id: row.site,
          icon: `risk-${step}`,
          label: label(row),
          order: WITHOUT - step,
        },
      },
    ];
  });
  return { type: "FeatureCollection", features: shown };
}
