/** Carries out what a command line asks for. */
import type { ClosureKind, IncidentRow, Point, TeamRow } from "../contract";
import type { Desk } from "../desk.svelte";
import { isFault, readLine, STEP_VERBS, type KindWords, type Line, type LineFault, type StepVerb } from "../keys/command-line";
import { t } from "../locale/index.svelte";
import { pointOf } from "../parts/moments";
import { plainLine } from "../parts/plain";
import { moveTeam } from "../parts/way-back";
import { acknowledge, shelve } from "../workspaces/watch/acts";
import { goTo } from "./go";

const SAID_CHARS_MAX = 40;

function faultWords(read: LineFault): string {
  const errors = t().line.errors;
  return read.fault === "verb"
    ? errors.verb(plainLine(read.word, SAID_CHARS_MAX))
    : errors[read.fault];
}

/** Done: null. Else what is wrong, in words; empty when it was said already. */
export type Outcome = string | null;

async function send(desk: Desk, line: Extract<Line, { verb: "send" }>): Promise<Outcome> {
  const [teams, incidents] = await Promise.all([desk.ask("teams", {}), desk.ask("incidents", {})]);
  if (teams === null || incidents === null) return "";
  const errors = t().line.errors;
  const incident = incidentOf(incidents, line.incident);
  if (incident === undefined) return errors.no_incident(line.incident);
  const wanted = line.teams.map((sign) => teamOf(teams, sign));
  const missing = line.teams.find((_, index) => wanted[index] === undefined);
  // All or none: half of what was typed is not what was meant.
  if (missing !== undefined) return errors.no_team(missing);
  // What was typed is looked over like what was dragged: way, readiness, other jobs, custody.
  desk.ui.send(
    wanted.flatMap((row) => row?.team.id ?? []),
    incident.id,
    line.words,
    line.despite,
  );
  return null;
}

async function moveStep(desk: Desk, line: Extract<Line, { verb: StepVerb }>): Promise<Outcome> {
  const teams = await desk.ask("teams", {});
  if (teams === null) return "";
  const team = teamOf(teams, line.team);
  if (team === undefined) return t().line.errors.no_team(line.team);
  return (await moveTeam(desk, team.team.id, STEP_VERBS[line.verb], line.minutes)) ? null : "";
}

function teamOf(teams: readonly TeamRow[], sign: string): TeamRow | undefined {
  return teams.find((row) => row.team.registered.callSign.toUpperCase() === sign);
}

function incidentOf(incidents: readonly IncidentRow[], sign: string): IncidentRow | undefined {
  return incidents.find((row) => row.open && row.callSign.toUpperCase() === sign);
}

async function go(desk: Desk, name: string): Promise<Outcome> {
  const found = await desk.ask("find", { text: name });
  const first = found?.find((one) => one.point !== null);
  if (first === undefined) return t().line.errors.no_place(plainLine(name, SAID_CHARS_MAX));
  goTo(desk, first);
  desk.notices.say("done", t().line.went(plainLine(first.name, SAID_CHARS_MAX)));
  return null;
}

async function open(desk: Desk, sign: string): Promise<Outcome> {
  const incidents = await desk.ask("incidents", {});
  if (incidents === null) return "";
  const incident = incidentOf(incidents, sign);
  if (incident === undefined) return t().line.errors.no_incident(sign);
  desk.ui.openIncident(incident.id);
  return null;
}

async function note(desk: Desk, text: string): Promise<Outcome> {
  const receipt = await desk.command({ do: "note_duty", note: { text } });
  if (receipt === null) return "";
  desk.notices.say("done", t().line.noted);
  return null;
}

/** A place by its coordinates or by its name; what is said when there is none. */
async function pointFor(desk: Desk, name: string): Promise<Point | string> {
  const typed = pointOf(name);
  if (typed !== null) return typed;
  const found = await desk.ask("find", { text: name });
  if (found === null) return "";
  const point = found.find((one) => one.point !== null)?.point;
  return point ?? t().line.errors.no_place(plainLine(name, SAID_CHARS_MAX));
}

async function block(desk: Desk, line: Extract<Line, { verb: "block" }>): Promise<Outcome> {
  const point = await pointFor(desk, line.place);
  if (typeof point === "string") return point;
  const shape = { is: "line" as const, points: [point] };
  const roads = await desk.ask("shape_roads", shape);
  if (roads === null) return "";
  // In a line nobody sees where the point fell: a closure of nothing is not made in passing.
  if (roads.hasRoads && roads.sections === 0) return t().line.errors.no_road;
  const { kind, depthCm, reason } = line;
  const set = {
    kind,
    shape,
    depthCm,
    slowTenths: null,
    vehicles: [],
    from: null,
    until: null,
    reason,
    source: desk.ui.actor,
    alert: null,
  };
  if ((await desk.command({ do: "set_closure", closure: null, set })) === null) return "";
  desk.notices.say("done", t().roads.closing.done(plainLine(reason, SAID_CHARS_MAX)));
  desk.ui.seeMap();
  desk.map.go(point);
  return null;
}

function kindWords(): KindWords {
  return Object.fromEntries(
    Object.entries(t().words.closure).map(([kind, word]) => [word.toLowerCase(), kind as ClosureKind]),
  );
}

export async function runLine(desk: Desk, text: string): Promise<Outcome> {
  const line = readLine(text, kindWords());
  if (isFault(line)) return faultWords(line);
  const targets = desk.selection.targets;
  const needsAlerts = line.verb === "ack" || line.verb === "raise" || line.verb === "shelve";
  if (needsAlerts && targets.length === 0) return t().line.errors.no_selection;
  switch (line.verb) {
    case "ack":
      await acknowledge(desk, targets, line.note);
      desk.selection.clear();
      return null;
    case "shelve":
      return (await shelve(desk, targets, desk.clock.read() + line.minutes * 60_000, line.reason))
        ? null
        : "";
    case "raise":
      desk.ui.workspace = "watch";
      queueMicrotask(() => desk.actions.run("raise"));
      return null;
    case "send":
      return send(desk, line);
    case "go":
      return go(desk, line.place);
    case "open":
      return open(desk, line.incident);
    case "block":
      return block(desk, line);
    case "closures":
      desk.actions.run("closures");
      return null;
    case "back":
    case "restock":
    case "clean":
    case "rest":
    case "ready":
      return moveStep(desk, line);
    case "note":
      return note(desk, line.text);
  }
}
