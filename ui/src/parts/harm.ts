/** The counts of people and property as a form. */
import type { Harm } from "../contract";

export const HARM_KEYS = [
  "dead",
  "seriouslyInjured",
  "lightlyInjured",
  "missing",
  "trapped",
  "evacuated",
  "lossWanYuan",
] as const satisfies readonly (keyof Harm)[];

/** Counts as typed. */
export type HarmTexts = Record<keyof Harm, string>;

export function textsOf(harm: Harm): HarmTexts {
  return Object.fromEntries(HARM_KEYS.map((key) => [key, String(harm[key])])) as HarmTexts;
}

/** A count as typed: whole, not negative; empty is none. */
function count(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return 0;
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : null;
}

/** The counts, or the fields that are none. */
export function readHarm(texts: HarmTexts): { harm: Harm; bad: (keyof Harm)[] } {
  const read = HARM_KEYS.map((key) => [key, count(texts[key])] as const);
  const bad = read.filter(([, value]) => value === null).map(([key]) => key);
  const harm = Object.fromEntries(read.map(([key, value]) => [key, value ?? 0])) as Harm;
  return { harm, bad };
}
