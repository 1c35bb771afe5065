/** Seed and speed of a drill. */

/** Seconds of the scenario in one second of the clock. */
export const SPEEDS = [1, 2, 4, 10, 30, 60] as const;

/** A seed as typed: a whole number that JSON carries unchanged. */
export function readSeed(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,16}$/.test(trimmed)) return null;
  const seed = Number(trimmed);
  return Number.isSafeInteger(seed) ? seed : null;
}
