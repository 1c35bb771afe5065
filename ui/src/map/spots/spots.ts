/** Spots of the map: where points of the register and units of major hazards stand. */
import type { PointSpot, PointState, SpotUnit, UnitSpot } from "../../contract";

/** What is shown of a spot of points: an alarm in the list goes before any state. */
export const POINT_LOOKS = ["alarm", "beyond", "bad", "silent", "stale", "unheard", "good"] as const satisfies readonly (
  | "alarm"
  | PointState
)[];
export type PointLook = (typeof POINT_LOOKS)[number];

/** What is shown of units: their grade by GB 18218-2018, or that it is open, or that they are no major hazard. */
export const UNIT_LOOKS = ["1", "2", "3", "4", "open", "none"] as const;
export type UnitLook = (typeof UNIT_LOOKS)[number];

/** What nobody may miss is drawn whatever else stands there. */
const URGENT: readonly PointLook[] = ["alarm", "beyond", "bad", "silent"];

/** A spot that is open: whose card is shown. */
export interface OpenSpot {
  kind: "points" | "units";
  id: string;
}

export function pointLook(spot: PointSpot): PointLook {
  return spot.alarms > 0 ? "alarm" : spot.state;
}

/** How many of a spot are as it is shown: alarms, or points in its state. */
export function pointsSo(spot: PointSpot): number {
  if (spot.alarms > 0) return spot.alarms;
  return spot.counts.find((one) => one.state === spot.state)?.count ?? spot.points;
}

/** Whether what is lacking may yet make a unit a major hazard goes before what is known to be none. */
export function unitLook(unit: SpotUnit | undefined): UnitLook {
  if (unit === undefined) return "none";
  if (unit.grade !== null) return UNIT_LOOKS[unit.grade - 1] ?? "open";
  return unit.major === false || unit.substances.length === 0 ? "none" : "open";
}

/** The look of a spot of units: of its gravest, the first. */
export function spotLook(spot: UnitSpot): UnitLook {
  return unitLook(spot.units[0]);
}

/** One mark a spot, what is worst on top. */
export function pointMarks(spots: readonly PointSpot[], label: (spot: PointSpot) => string): GeoJSON.FeatureCollection {
  const features = spots.map((spot): GeoJSON.Feature => {
    const look = pointLook(spot);
    return {
      type: "Feature",
      geometry: { type: "Point", coordinates: [spot.at.lon, spot.at.lat] },
      properties: {
        kind: "points",
        id: spot.id,
        icon: `points-${look}`,
        label: label(spot),
        order: POINT_LOOKS.length - POINT_LOOKS.indexOf(look),
        own: spot.own,
        urgent: URGENT.includes(look),
      },
    };
  });
  return { type: "FeatureCollection", features };
}

/** One mark a spot of units, the gravest on top. */
export function unitMarks(spots: readonly UnitSpot[], label: (spot: UnitSpot) => string): GeoJSON.FeatureCollection {
  const features = spots.map((spot, index): GeoJSON.Feature => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [spot.at.lon, spot.at.lat] },
    properties: {
      kind: "units",
      id: spot.id,
      icon: `units-${spotLook(spot)}`,
      label: label(spot),
      // They come with the gravest first.
      order: spots.length - index,
      own: spot.own,
    },
  }));
  return { type: "FeatureCollection", features };
}
