/** The way of a team back to readiness, and what speaks against sending it. */
import { tick } from "svelte";
import type { Objection, Phase, Team, TeamAgainst } from "../contract";
import type { Desk } from "../desk.svelte";
import type { ActionName } from "../keys/actions";
import { nearTime, span } from "../locale/format";
import { t } from "../locale/index.svelte";
import { holds } from "./holding";
import { calledTeam } from "./names";
import { plainLine } from "./plain";
import { MINUTE_MS } from "./times";

const NAME_CHARS_MAX = 30;

/** The steps with their actions, in the order in which a team takes them. */
export const STEPS = [
  ["returning", "team_returns"],
  ["restocking", "team_restocks"],
  ["cleaning", "team_cleans"],
  ["resting", "team_rests"],
  ["ready", "team_ready"],
] as const satisfies readonly (readonly [Phase, ActionName])[];

/** True while an order holds the team: it is on no way back. */
export function isOut(team: Team): boolean {
  return team.assignments.some((one) => one.claim.is === "confirmed" && holds(one.progress));
}

/** The phase with its time in words; empty for a team that stands by or is out. */
export function phaseWords(team: Team, now: number): string {
  if (team.phase === "ready" || isOut(team)) return "";
  const words = t().way_back;
  const said = [t().words.team_phase[team.phase]];
  if (team.phaseAt !== null) said.push(words.since(span(Math.max(0, now - team.phaseAt))));
  if (team.phaseUntil !== null) {
    const at = nearTime(team.phaseUntil, now);
    said.push(team.phaseUntil > now ? words.until(at) : words.over(at));
  } else if (team.phase !== "returning") said.push(words.open);
  return said.join(" · ");
}

/** One thing that speaks against sending, in words. */
export function objectionWords(one: Objection, now: number): string {
  const words = t().way_back.objection;
  switch (one.is) {
    case "resting":
      return words.resting(one.until === null ? "" : nearTime(one.until, now));
    case "rest_owed":
      return words.rest_owed(nearTime(one.until, now));
    case "over_shift":
      return words.over_shift(nearTime(one.since, now), one.hours);
    case "over_scene":
      return words.over_scene(nearTime(one.since, now), one.hours);
    case "off_shift":
      return words.off_shift(nearTime(one.begins, now), one.onCall);
    case "authority":
      return words.authority(plainLine(one.by, NAME_CHARS_MAX), plainLine(one.phone, NAME_CHARS_MAX));
    case "insurance_over":
      return words.insurance_over(one.until);
  }
}

/** Whether sending all the same asks for a reason; which does, the desk says. */
export function asksReason(against: readonly TeamAgainst[]): boolean {
  return against.some((one) => one.asksReason);
}

async function teamOf(desk: Desk, id: string): Promise<Team | undefined> {
  const rows = await desk.ask("teams", {});
  return rows?.find((row) => row.team.id === id)?.team;
}

/** Moves a team back to where it was; a time that has passed since is left open. */
async function moveBack(desk: Desk, before: Team): Promise<void> {
  const { phase, phaseUntil } = before;
  const until = phaseUntil !== null && phaseUntil > desk.clock.read() ? phaseUntil : null;
  const phased = { phase, until, note: "" };
  const receipt = await desk.command({ do: "order", act: "move_team", team: before.id, phased });
  if (receipt !== null) desk.notices.say("done", t().frame.took_back);
}

/** Moves a team to its next phase; without minutes the desk's own time for it holds. */
export async function moveTeam(desk: Desk, team: string, phase: Phase, minutes: number | null): Promise<boolean> {
  const until = minutes === null ? null : desk.clock.read() + minutes * MINUTE_MS;
  const before = await teamOf(desk, team);
  const receipt = await desk.command({
    do: "order",
    act: "move_team",
    team,
    phased: { phase, until, note: "" },
  });
  if (receipt === null) return false;
  const found = await teamOf(desk, team);
  const words = t().way_back;
  if (found !== undefined) {
    const name = plainLine(calledTeam(found.registered.callSign, found.registered.name), NAME_CHARS_MAX);
    const back = before === undefined ? null : () => void moveBack(desk, before);
    const end = found.phaseUntil === null ? "" : words.until(nearTime(found.phaseUntil, desk.clock.now));
    desk.notices.say("done", words.moved(name, t().words.team_phase[phase], end), back);
  }
  return true;
}

/** Moves the team that is chosen in a list, on the map or in the timeline. */
export async function moveChosen(desk: Desk, phase: Phase): Promise<void> {
  // The palette asks for it while it closes; any other dialog hides the team that would be moved.
  await tick();
  if (document.querySelector("dialog[open]") !== null) return;
  const { selected } = desk.ui;
  if (selected?.kind === "team") await moveTeam(desk, selected.id, phase, null);
  else desk.notices.say("trouble", t().way_back.choose_team);
}
