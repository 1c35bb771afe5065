/** Which plans a count is of, and where they stand on the map. */
import type { PlanCount, PlanMap, PlanMapRow, Point } from "../../../contract";
import { PLACE_STATES, type PlaceState, type PlanMark } from "../../../map/plan-marks";

export interface Column {
  column: "all" | "in_force" | "in_revision" | "draft" | "overdue" | "not_drilled" | "ended";
  /** Its shape, as in the lists. */
  sign: string;
  of: (row: PlanCount) => number;
}

export const columns: readonly Column[] = [
  { column: "all", sign: "", of: (row) => row.all },
  { column: "in_force", sign: "●", of: (row) => row.inForce },
  { column: "in_revision", sign: "◐", of: (row) => row.inRevision },
  { column: "draft", sign: "○", of: (row) => row.draft },
  { column: "overdue", sign: "▲", of: (row) => row.overdue },
  { column: "not_drilled", sign: "◇", of: (row) => row.notDrilled },
  { column: "ended", sign: "×", of: (row) => row.ended },
];

/** What a person pressed: a street or field with one of its counts, or a place on the map. */
export interface Chosen {
  by: "street" | "field" | "place";
  name: string;
  column?: Column["column"];
}

function isOf(plan: PlanMapRow, column: Column["column"]): boolean {
  switch (column) {
    case "all":
      return true;
    case "overdue":
      return plan.overdue;
    case "not_drilled":
      return plan.notDrilled;
    case "ended":
      return plan.state === "superseded" || plan.state === "abolished";
    default:
      return plan.state === column;
  }
}

/** Where a plan stands, as a name: plans of one unit stand at one place. */
export function placeOf(point: Point): string {
  return `${point.lon.toFixed(4)},${point.lat.toFixed(4)}`;
}

/** `named`: the streets or fields that are counted by their name; what is under none of them is counted last. */
function stands(plan: PlanMapRow, { by, name }: Chosen, named: readonly string[]): boolean {
  if (by === "place") return plan.point !== null && placeOf(plan.point) === name;
  const among = by === "street" ? plan.streets : plan.fields;
  return name === "" ? !among.some((one) => named.includes(one)) : among.includes(name);
}

export function chosenPlans(
  plans: readonly PlanMapRow[],
  chosen: Chosen | null,
  named: readonly string[],
): PlanMapRow[] {
  if (chosen === null) return [...plans];
  return plans.filter((plan) => stands(plan, chosen, named) && isOf(plan, chosen.column ?? "all"));
}

function stateOf(plan: PlanMapRow): PlaceState {
  if (plan.state === "superseded" || plan.state === "abolished") return "ended";
  if (plan.overdue) return "overdue";
  return plan.notDrilled ? "not_drilled" : plan.state;
}

/** What a mark says: how many plans, and how the one stands that has to be looked at first. */
export type Label = (name: string, count: number, state: PlaceState) => string;

const worst = (plans: readonly PlanMapRow[]): PlaceState => {
  const states = plans.map(stateOf);
  return PLACE_STATES.find((state) => states.includes(state)) ?? "draft";
};

/** The place of an area's mark; none is the whole district. */
const AREA = "area:";

/** What a press on a mark chooses. */
export function chosenAt(place: string): Chosen {
  if (place.startsWith(AREA)) return { by: "street", name: place.slice(AREA.length) };
  return { by: "place", name: place };
}

/**
 * A mark for each place of a unit, for each street that plans are for, and for the plans of the
 * whole district that have no place of their own.
 */
export function marks({ plans, streets }: Pick<PlanMap, "plans" | "streets">, label: Label): PlanMark[] {
  const made: PlanMark[] = [];
  const add = (place: string, name: string, point: Point, of: readonly PlanMapRow[]): void => {
    const state = worst(of);
    const area = place.startsWith(AREA);
    made.push({ place, point, state, area, label: label(name, of.length, state) });
  };
  for (const { name, point } of streets) {
    const of = plans.filter((plan) => plan.streets.includes(name));
    if (of.length > 0) add(`${AREA}${name}`, name, point, of);
  }
  // Who has no place of its own stands in the middle of the district.
  const everywhere = plans.filter((plan) => plan.streets.length === 0);
  const middle = everywhere.find((plan) => plan.approximate && plan.point !== null)?.point;
  if (middle !== undefined && middle !== null) add(AREA, "", middle, everywhere);
  const places = new Map<string, PlanMapRow[]>();
  for (const plan of plans) {
    if (plan.point === null || plan.approximate) continue;
    const place = placeOf(plan.point);
    places.set(place, [...(places.get(place) ?? []), plan]);
  }
  for (const [place, of] of places) {
    const point = of[0]?.point;
    if (point !== undefined && point !== null) add(place, of[0]?.unit ?? "", point, of);
  }
  return made;
}
