/**
 * The command line: words for people who type faster than they point. This file only reads; what
 * a line asks for is carried out in `frame/CommandLine.svelte`.
 */

import type { ClosureKind, Phase } from "../contract";

/** What a line asks for. Call signs are in capitals, as the lists show them. */
export type Line =
  | { verb: "ack"; note: string }
  | { verb: "raise" }
  | { verb: "shelve"; minutes: number; reason: string }
  | { verb: "send"; teams: string[]; incident: string; words: string; despite: string }
  | { verb: StepVerb; team: string; minutes: number | null }
  | { verb: "go"; place: string }
  | { verb: "open"; incident: string }
  | { verb: "note"; text: string }
  | { verb: "block"; place: string; kind: ClosureKind; depthCm: number | null; reason: string }
  | { verb: "closures" };

/** The steps of a team's way back to readiness, as they are typed. */
export const STEP_VERBS = {
  back: "returning",
  restock: "restocking",
  clean: "cleaning",
  rest: "resting",
  ready: "ready",
} as const satisfies Record<string, Phase>;
export type StepVerb = keyof typeof STEP_VERBS;

export type Verb = Line["verb"];

/** Why a line cannot be read; put into words by the locale. */
export type LineFault =
  | { fault: "empty" }
  | { fault: "verb"; word: string }
  | { fault: "minutes" | "reason" | "team" | "incident" | "target" | "text" | "block" | "step" };

export const VERBS: readonly Verb[] = [
  "ack",
  "raise",
  "shelve",
  "send",
  "go",
  "open",
  "block",
  "closures",
  "note",
  "back",
  "restock",
  "clean",
  "rest",
  "ready",
];

/** A shelf of more than a day is not made in passing; the dialog allows more. */
export const SHELVE_MIN_MAX = 1_440;
/** One line sends at most this many teams. */
export const TEAMS_MAX = 20;

const TEAM = /^t\d{1,4}$/i;
const INCIDENT = /^i\d{1,6}$/i;
/** Words between the teams and the incident that may be left out. */
const JOINTS = new Set(["to", "->", ">"]);

export function isFault(read: Line | LineFault): read is LineFault {
  return "fault" in read;
}

function shelve(words: string[]): Line | LineFault {
  const [first = "", ...rest] = words;
  const minutes = /^\d{1,5}$/.test(first) ? Number(first) : 0;
  if (minutes < 1 || minutes > SHELVE_MIN_MAX) return { fault: "minutes" };
  const reason = rest.join(" ");
  return reason === "" ? { fault: "reason" } : { verb: "shelve", minutes, reason };
}

function send(words: string[]): Line | LineFault {
  const until = words.findIndex((word) => !TEAM.test(word));
  const teams = until < 0 ? words : words.slice(0, until);
  if (teams.length === 0 || teams.length > TEAMS_MAX) return { fault: "team" };
  const rest = until < 0 ? [] : words.slice(until);
  if (rest[0] !== undefined && JOINTS.has(rest[0].toLowerCase())) rest.shift();
  const [incident = "", ...said] = rest;
  if (!INCIDENT.test(incident)) return { fault: "incident" };
  // What follows a sign of its own says why a team goes although something speaks against it.
  const [order = "", ...why] = said.join(" ").split("!");
  return {
    verb: "send",
    teams: [...new Set(teams.map((team) => team.toUpperCase()))],
    incident: incident.toUpperCase(),
    words: order.trim(),
    despite: why.join("!").trim(),
  };
}

/** A team, and for how many minutes when that is said. */
function step(verb: StepVerb, words: string[]): Line | LineFault {
  const [team = "", minutes, ...more] = words;
  const said = minutes === undefined || /^\d{1,4}$/.test(minutes);
  if (!TEAM.test(team) || !said || more.length > 0) return { fault: "step" };
  return { verb, team: team.toUpperCase(), minutes: minutes === undefined ? null : Number(minutes) };
}

/** How the kinds of closure are typed: by their codes, and by the words of the language. */
export type KindWords = Partial<Record<string, ClosureKind>>;
const KIND_CODES: KindWords = { blocked: "blocked", flooded: "flooded", hazard: "hazard" };
/** Deeper than this is a slip of the hand, in centimetres. */
const DEPTH_CM_MAX = 2_000;

/** Place, then kind and depth where they are said, then the reason. */
function block(words: string[], kinds: KindWords): Line | LineFault {
  const [place = "", ...said] = words;
  const typed = said[0]?.toLowerCase() ?? "";
  const kind = KIND_CODES[typed] ?? kinds[typed];
  const rest = kind === undefined ? said : said.slice(1);
  const measured = kind === "flooded" && /^\d{1,4}(cm)?$/i.test(rest[0] ?? "");
  const depthCm = measured ? parseInt(rest[0] ?? "", 10) : null;
  const reason = (measured ? rest.slice(1) : rest).join(" ");
  const deep = depthCm !== null && depthCm > DEPTH_CM_MAX;
  if (place === "" || reason === "" || deep) return { fault: "block" };
  return { verb: "block", place, kind: kind ?? "blocked", depthCm, reason };
}

/** Reads a line; `kinds` are the words of the language for kinds of closure. */
export function readLine(text: string, kinds: KindWords = {}): Line | LineFault {
  // Full-width blanks and letters come from an input method that was left on.
  const words = text.normalize("NFKC").replace(/^\s*\//, "").trim().split(/\s+/);
  const [verb = "", ...rest] = words;
  if (verb === "") return { fault: "empty" };
  const said = rest.join(" ");
  switch (verb.toLowerCase()) {
    case "ack":
      return { verb: "ack", note: said };
    case "raise":
      return { verb: "raise" };
    case "shelve":
      return shelve(rest);
    case "send":
      return send(rest);
    case "go":
      return said === "" ? { fault: "target" } : { verb: "go", place: said };
    case "open":
      return INCIDENT.test(said)
        ? { verb: "open", incident: said.toUpperCase() }
        : { fault: "incident" };
    case "block":
      return block(rest, kinds);
    case "closures":
      return { verb: "closures" };
    case "back":
    case "restock":
    case "clean":
    case "rest":
    case "ready":
      return step(verb.toLowerCase() as StepVerb, rest);
    case "note":
      return said === "" ? { fault: "text" } : { verb: "note", text: said };
    default:
      return { fault: "verb", word: verb };
  }
}

/** What the word under way may become. */
export type Completing =
  | { of: "verb"; start: string }
  | { of: "team"; start: string }
  | { of: "incident"; start: string }
  | { of: "place"; start: string }
  | null;

/** Which word is being typed at the end of the line. */
export function completing(text: string): Completing {
  const line = text.normalize("NFKC").replace(/^\s*\//, "").replace(/^\s+/, "");
  const words = line.split(/\s+/);
  const start = words.at(-1) ?? "";
  if (words.length <= 1) return { of: "verb", start };
  switch (words[0]?.toLowerCase()) {
    case "send": {
      const before = words.slice(1, -1);
      if (before.some((word) => INCIDENT.test(word))) return null;
      const joined = before.some((word) => JOINTS.has(word.toLowerCase()));
      return { of: joined || /^i\d*$/i.test(start) ? "incident" : "team", start };
    }
    case "back":
    case "restock":
    case "clean":
    case "rest":
    case "ready":
      return words.length === 2 ? { of: "team", start } : null;
    case "open":
      return { of: "incident", start };
    case "go":
      return { of: "place", start: line.slice(words[0].length).trim() };
    case "block":
      return words.length === 2 ? { of: "place", start } : null;
    default:
      return null;
  }
}

/** The line with its last word, or the whole place, replaced. */
export function complete(text: string, by: string, what: NonNullable<Completing>): string {
  if (what.of === "place" && /^\s*\/?\s*go\b/i.test(text)) return `go ${by}`;
  return `${text.slice(0, text.length - what.start.length)}${by} `;
}
