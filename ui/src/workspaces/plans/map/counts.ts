/** Which plans a count is of, and where they stand on the map. */
import type { PlanCount, PlanMapRow, Point } from "../../../contract";
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

/** One mark a place, with how many plans stand there. */
export function marks(plans: readonly PlanMapRow[], label: (count: number) => string): PlanMark[] {
  const places = new Map<string, { point: Point; states: PlaceState[] }>();
  for (const plan of plans) {
    if (plan.point === null) continue;
    const place = placeOf(plan.point);
    const held = places.get(place) ?? { point: plan.point, states: [] };
    held.states.push(stateOf(plan));
    places.set(place, held);
  }
  return [...places].map(([place, { point, states }]) => ({
    place,
    point,
    state: PLACE_STATES.find((state) => states.includes(state)) ?? "draft",
    label: label(states.length),
  }));
}
