import type { Harm, IncidentGrade, SubmissionReceived } from "../../contract";
import { HARM_KEYS } from "../../parts/harm";
import { INCIDENT_GRADES } from "../../parts/level";

/** The fields of a new incident as they stand in the form; the grade is empty while nobody judged. */
const NAMES = [
  "title",
  "kind",
  "place",
  "street",
  "point",
  "substance",
  "source",
  "unit",
  "learned",
  "happened",
  "caller",
  "account",
  "grade",
  ...HARM_KEYS,
] as const;

/** What a form has that was kept before these were. */
const NEWER = { grade: "", ...Object.fromEntries(HARM_KEYS.map((key) => [key, "0"])) };

export type Fields = Record<(typeof NAMES)[number], string>;

/** The grade that was kept. */
export function gradeOf(kept: string): IncidentGrade | null {
  return INCIDENT_GRADES.find((one) => one === kept) ?? null;
}

/** What somebody told, from which an incident is opened. */
export interface Told {
  id: string;
  received: SubmissionReceived;
  toldAt: number | null;
  /** Who told it, for calling back; empty for who tipped off. */
  caller: string;
  /** Which way it came, in words. */
  source: string;
  /** How it went, in words. */
  account: string;
}

/** What goes into the log beside the opening itself: each is a fact of its own. */
export interface Besides {
  /** Whole counts; none when nothing was said of people. */
  harm: Harm | null;
  /** Who said so. */
  harmSource: string;
  /** First judgement; none while nobody judged. */
  grade: IncidentGrade | null;
  /** What the caller told, in words. */
  account: string;
}

/** True when any count was given. */
export function anyHarm(harm: Harm): boolean {
  return Object.values(harm).some((count) => count > 0);
}

/** A title for who has no time to write one: where, and what. */
export function madeTitle(place: string, street: string, kind: string): string {
  return `${place.trim() || street.trim()}${kind}`.trim();
}

/** Reads kept fields; null when nothing was kept or another version wrote it. */
export function readFields(text: string): Fields | null {
  if (text === "") return null;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof kept !== "object" || kept === null) return null;
  // A form that was kept before these were there is whole without them.
  const values: Record<string, unknown> = { ...NEWER, ...kept };
  const whole = NAMES.every((name) => typeof values[name] === "string");
  return whole ? (values as Fields) : null;
}
