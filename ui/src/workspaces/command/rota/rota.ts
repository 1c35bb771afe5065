/** The rota as texts that a person edits, and back. */
import type { RotaGap, RotaSet, RotaShift } from "../../../contract";
import { t } from "../../../locale/index.svelte";
import { clock, minuteOf } from "../../../parts/clock";
import { plainLine } from "../../../parts/plain";
import { DAY_MS } from "../../../parts/times";

const NAME_CHARS_MAX = 30;
/** Days in view at once. */
export const DAYS = 14;
/** Days that one edit may fill. */
export const REPEAT_MAX = 62;

/** What parts names in one text. */
const NAMES = /[\n,;\u3001\uFF0C\uFF1B]+/;

export function namesOf(text: string): string[] {
  return [...new Set(text.split(NAMES).map((name) => name.trim()))].filter((name) => name !== "");
}

/** The day that many days after a day `YYYY-MM-DD`. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function weekday(day: string): string {
  return t().rota.weekday[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
}

export function gapWords(gap: RotaGap): string {
  const words = t().rota.gap;
  switch (gap.is) {
    case "no_one_in_shift":
      return words.no_one_in_shift(plainLine(gap.shift, NAME_CHARS_MAX));
    case "uncovered":
      return words.uncovered(clock(gap.fromMin), clock(gap.toMin));
    default:
      return words[gap.is];
  }
}

/** Who has a day, shift by shift. */
export function watchLines(set: RotaSet): string[] {
  const names = (list: readonly string[]) => list.map((name) => plainLine(name, NAME_CHARS_MAX)).join(t().words.comma);
  const lines = set.shifts.map(
    (shift) => `${plainLine(shift.name, NAME_CHARS_MAX)} ${clock(shift.fromMin)}–${clock(shift.toMin)} ${names(shift.officers)}`,
  );
  return set.officers.length > 0 ? [names(set.officers), ...lines] : lines;
}

export interface ShiftRow {
  name: string;
  from: string;
  to: string;
  officers: string;
}

export function shiftRows(shifts: readonly RotaShift[]): ShiftRow[] {
  return shifts.map((shift) => ({
    name: shift.name,
    from: clock(shift.fromMin),
    to: clock(shift.toMin),
    officers: shift.officers.join("\u3001"),
  }));
}

/** True for a row whose hours cannot be read. */
export function isBadShift(row: ShiftRow): boolean {
  return minuteOf(row.from) === null || minuteOf(row.to) === null;
}

export function shiftsOf(rows: readonly ShiftRow[]): RotaShift[] {
  return rows.map((row) => ({
    name: row.name.trim(),
    fromMin: minuteOf(row.from) ?? 0,
    toMin: minuteOf(row.to) ?? 0,
    officers: namesOf(row.officers),
  }));
}
