/** Seed, size and speed of a drill. */

/** Seconds of the scenario in one second of the clock. */
export const SPEEDS = [1, 2, 4, 10, 30, 60] as const;

/** How many times the district a drill may have; the desk takes no more (`EXERCISE_SIZES`). */
export const SIZE_MAX = 100;

/** A size as typed: 1 to [`SIZE_MAX`]. */
export function readSize(text: string): number | null {
  const size = /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  return size >= 1 && size <= SIZE_MAX ? size : null;
}

/** A seed as typed: a whole number that JSON carries unchanged. */
export function readSeed(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,16}$/.test(trimmed)) return null;
  const seed = Number(trimmed);
  return Number.isSafeInteger(seed) ? seed : null;
}
