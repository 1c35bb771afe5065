/** The spans of a team as parts of a line, and in words. */
import type { TeamTimes, TeamTimesRow, TimeSpan } from "../../../contract";
import { nearTime, sayings, shortTime } from "../../../locale/format";
import { t } from "../../../locale/index.svelte";
import { plainLine } from "../../../parts/plain";
import { HOUR_MS } from "../../../parts/times";

/** Narrower than this nobody sees it, in percent of the line. */
const WIDTH_PERCENT_MIN = 0.4;
/** Hours back that can be chosen. */
export const HOURS = [2, 4, 8, 24] as const;
/** Hours ahead that are shown with them. */
export const AHEAD: Record<(typeof HOURS)[number], number> = { 2: 1, 4: 2, 8: 2, 24: 4 };
/** Marks on the line at most. */
const TICKS_MAX = 8;
const TICK_HOURS = [0.5, 1, 2, 4];

export interface Part {
  span: TimeSpan;
  leftPercent: number;
  widthPercent: number;
}

/** Where a moment lies on the line, in percent. */
export function percentOf(at: number, { from, to }: Pick<TeamTimes, "from" | "to">): number {
  return Math.min(100, Math.max(0, ((at - from) / Math.max(1, to - from)) * 100));
}

/** The spans of a team on the line; what lies outside is cut off. */
export function partsOf(row: TeamTimesRow, times: TeamTimes): Part[] {
  return row.spans.map((span) => {
    const leftPercent = percentOf(span.from, times);
    const end = percentOf(span.to ?? times.now, times);
    return { span, leftPercent, widthPercent: Math.max(WIDTH_PERCENT_MIN, end - leftPercent) };
  });
}

/** Moments that are marked: whole or half hours of the district's clock. */
export function ticks({ from, to }: Pick<TeamTimes, "from" | "to">): number[] {
  const hours = (to - from) / HOUR_MS;
  const step = (TICK_HOURS.find((one) => hours / one <= TICKS_MAX) ?? TICK_HOURS.at(-1) ?? 4) * HOUR_MS;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** The word of a span. */
export function stateWords({ state, planned }: TimeSpan): string {
  const words = t().times;
  return planned ? words.planned_state(words.state[state]) : words.state[state];
}

/** What a team does now. */
export function nowSpan(row: TeamTimesRow): TimeSpan | null {
  return row.spans.findLast((span) => span.to === null && !span.planned) ?? null;
}

/** The whole line in words. */
export function lineWords(row: TeamTimesRow, now: number): string {
  const words = t().times;
  return sayings(
    row.spans.map((span) => {
      const to = span.to === null ? words.goes_on : nearTime(span.to, now);
      const end = span.end === null ? "" : words.ended(t().words.progress[span.end]);
      const said = words.span(nearTime(span.from, now), to, stateWords(span), plainLine(span.callSign, 8));
      return `${said}${end}`;
    }),
  );
}

/** What is written on a part, when it is wide enough. */
export function partLabel({ span, widthPercent }: Part): string {
  const LABEL_PERCENT_MIN = 5;
  if (widthPercent < LABEL_PERCENT_MIN) return "";
  return [plainLine(span.callSign, 8), t().times.state[span.state]].filter((one) => one !== "").join(" ");
}

export function title(span: TimeSpan): string {
  const words = t().times;
  const to = span.to === null ? words.goes_on : shortTime(span.to);
  return words.span(shortTime(span.from), to, stateWords(span), plainLine(span.callSign, 8));
}
