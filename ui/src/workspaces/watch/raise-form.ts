import type { Harm, IncidentGrade, SubmissionReceived } from "../../contract";
import { HARM_KEYS } from "../../parts/harm";

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

export type Fields = Record<(typeof NAMES)[number], string>;

const GRADES: readonly IncidentGrade[] = ["extraordinarily_serious", "serious", "major", "ordinary"];

/** The grade that was kept. */
export function gradeOf(kept: string): IncidentGrade | null {
  return GRADES.find((one) => one === kept) ?? null;
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
  const values = kept as Record<string, unknown>;
  const whole = NAMES.every((name) => typeof values[name] === "string");
  return whole ? (values as Fields) : null;
}
