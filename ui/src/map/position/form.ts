/** A position by voice: what is typed, what is wrong with it, and the command it comes to. */
import type { Command, Point } from "../../contract";
import { fromField, pointOf } from "../../parts/moments";

export interface PositionForm {
  team: string;
  /** Where, in words. */
  place: string;
  /** The point as text; empty while nobody gave one. */
  point: string;
  at: string;
  by: string;
}

export type PositionFault = "team" | "point" | "at";

export function positionFaults(form: PositionForm, now: number): PositionFault[] {
  const faults: PositionFault[] = [];
  const at = fromField(form.at);
  if (form.team === "") faults.push("team");
  if (pointOf(form.point) === null) faults.push("point");
  if (at === null || at > now) faults.push("at");
  return faults;
}

/** The command; `note` is what stands in the log and in the team's profile. */
export function positionCommand(form: PositionForm, point: Point, note: string): Command {
  return {
    do: "report_team",
    team: form.team,
    // Where a team is says nothing of whether it is ready, of its people or its fuel.
    reported: { readiness: "unknown", point, present: null, fuelPercent: null, note },
  };
}
