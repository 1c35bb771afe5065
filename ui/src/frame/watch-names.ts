/** The officers of a watch as they are typed: a name a line. */

export const NAME_CHARS_MAX = 40;
const OFFICERS_MAX = 20;

/** Each name once, without blanks around it, as many as a watch may have. */
export function watchNames(text: string): string[] {
  const names = text.split("\n").map((name) => name.trim().slice(0, NAME_CHARS_MAX));
  return [...new Set(names.filter((name) => name !== ""))].slice(0, OFFICERS_MAX);
}
