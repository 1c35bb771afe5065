/** Clock times of a day as people type them. */

/** Minute of the day as `08:00`. */
export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Minute of the day of a typed clock time; null when it is none. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2})[:\uFF1A](\d{2})$/.exec(text.trim());
  if (found === null) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minute <= 24 * 60 ? minute : null;
}
