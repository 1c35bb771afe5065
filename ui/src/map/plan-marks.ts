/** Plans on the map: one mark a place, by what has to be looked at first. */
import type { Point } from "../contract";

/** How the plans of a place stand. */
export type PlaceState = "overdue" | "not_drilled" | "in_revision" | "draft" | "in_force" | "ended";

/** The same signs as in the lists. */
export const PLACE_SIGNS: Record<PlaceState, string> = {
  overdue: "\u25b2",
  not_drilled: "\u25c7",
  in_revision: "\u25d0",
  draft: "\u25cb",
  in_force: "\u25cf",
  ended: "\u00d7",
};

/** In the order in which a person looks at them. */
export const PLACE_STATES = Object.keys(PLACE_SIGNS) as PlaceState[];

export interface PlanMark {
  place: string;
  point: Point;
  state: PlaceState;
  label: string;
  /** It stands for an area: a street of the plan, or the whole district. */
  area: boolean;
}

/** The kind of a mark that is pressed. */
export const PLAN_PLACE = "plan_place";

export function planPicture(marks: readonly PlanMark[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: marks.map(({ place, point, state, label, area }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [point.lon, point.lat] },
      properties: {
        kind: PLAN_PLACE,
        id: place,
        icon: area ? `plan-area-${state}` : `plan-${state}`,
        label,
        // The mark of a unit lies over that of the area around it.
        order: PLACE_STATES.length - PLACE_STATES.indexOf(state) + (area ? 0 : PLACE_STATES.length),
      },
    })),
  };
}
