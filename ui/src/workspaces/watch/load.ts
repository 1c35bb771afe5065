/** The figures of the load beside the guideline: each with its limit and what that comes to. */
import type { AlarmLoadSheet, BadPoint, Calmed } from "../../contract";
import { dayTime, span } from "../../locale/format";
import { t } from "../../locale/index.svelte";

export type Verdict = "good" | "warn" | "bad" | "none";

export interface Figure {
  name: string;
  value: string;
  limit: string;
  verdict: Verdict;
}

/** Good up to one number, too high beyond another. */
export function judged(value: number, good: number, most: number): Verdict {
  if (value <= good) return "good";
  return value <= most ? "warn" : "bad";
}

function one(n: number): string {
  return Number.isInteger(n) ? String(n) : n.toFixed(1);
}

function share(part: number, of: number): number {
  return of === 0 ? 0 : Math.round((part * 100) / of);
}

/** Rows of the table, in the order of the guideline. */
export function figures(sheet: AlarmLoadSheet): Figure[] {
  const words = t().alarms.load;
  const { load, guideline } = sheet;
  const [urgent, high, medium, low] = load.byPriority;
  const [grave, middle, least] = [share(urgent + high, load.alarms), share(medium, load.alarms), share(low, load.alarms)];
  const [graveAim, middleAim, leastAim] = guideline.priorityPercent;
  const acknowledged =
    load.ackMedianS === null || load.ackP90S === null
      ? words.none
      : words.ack_times(span(load.ackMedianS * 1_000), span(load.ackP90S * 1_000), load.acknowledged);
  const peakMost = guideline.peakMost * sheet.operators;
  return [
    { name: words.alarms, value: String(load.alarms), limit: words.no_limit, verdict: "none" },
    {
      name: words.average,
      value: one(load.average),
      limit: words.two_limits(one(guideline.averageGood), one(guideline.averageMost)),
      verdict: judged(load.average, guideline.averageGood, guideline.averageMost),
    },
    {
      name: words.peak,
      value: load.peak.alarms === 0 ? "0" : words.peak_at(load.peak.alarms, dayTime(load.peak.from)),
      limit: words.at_most(String(peakMost)),
      verdict: judged(load.peak.alarms, peakMost, peakMost * 2),
    },
    {
      name: words.flood,
      value: `${one(load.floodPercent)}%`,
      limit: words.at_most(`${one(guideline.floodPercentMost)}%`),
      verdict: judged(load.floodPercent, guideline.floodPercentMost, guideline.floodPercentMost * 5),
    },
    { name: words.standing, value: String(load.standing), limit: words.no_limit, verdict: "none" },
    {
      name: words.stale(guideline.staleH),
      value: String(load.stale),
      limit: words.at_most(String(guideline.staleMost)),
      verdict: judged(load.stale, guideline.staleMost, guideline.staleMost * 2),
    },
    {
      name: words.worst_share,
      value: `${one(load.worstPercent)}%`,
      limit: words.at_most(`${one(guideline.worstPercentMost)}%`),
      verdict: load.alarms === 0 ? "none" : judged(load.worstPercent, guideline.worstPercentMost, guideline.worstPercentMost * 4),
    },
    {
      name: words.priorities,
      value: words.percents(grave, middle, least),
      limit: words.about(words.percents(graveAim, middleAim, leastAim)),
      verdict: load.alarms === 0 ? "none" : judged(grave, graveAim, graveAim * 4),
    },
    { name: words.ack, value: acknowledged, limit: words.no_limit, verdict: "none" },
  ];
}

/** One window as a bar, in the units of the chart. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Above the limit: it has its sign besides its shade. */
  high: boolean;
}

export interface Chart {
  bars: Bar[];
  /** Where the limit lies from the top, and what it is. */
  limitY: number;
  limit: number;
  /** How many bars are above it. */
  high: number;
}

/** Room above the bars for the sign of what is above the limit. */
const SIGN_ROOM = 10;

/** The windows of a load as bars under the limit of the guideline, which is always in the picture. */
export function chart(sheet: AlarmLoadSheet, size: { width: number; height: number }): Chart {
  const { windows } = sheet.load;
  const limit = sheet.guideline.peakMost * sheet.operators;
  const most = Math.max(1, limit, ...windows.map((one) => one.alarms));
  const scale = (size.height - SIGN_ROOM) / most;
  const step = size.width / Math.max(1, windows.length);
  const bars = windows.map((one, index) => ({
    x: index * step,
    y: size.height - one.alarms * scale,
    width: Math.max(0.5, step - 1),
    height: one.alarms * scale,
    high: one.alarms > limit,
  }));
  return { bars, limitY: size.height - limit * scale, limit, high: bars.filter((one) => one.high).length };
}

/** A figure of several shifts beside each other. */
export interface Beside {
  name: string;
  limit: string;
  values: { value: string; verdict: Verdict }[];
}

/** The same figure of each shift in one row; the limit of the first, for the guideline is one. */
export function besides(sheets: readonly AlarmLoadSheet[]): Beside[] {
  const all = sheets.map(figures);
  return (all[0] ?? []).map(({ name }, index) => {
    const own = all.map((rows) => rows[index]);
    const limits = new Set(own.map((row) => row?.limit ?? ""));
    return {
      name,
      // The limit of the peak grows with who is on watch.
      limit: [...limits].join(" / "),
      values: own.map((row) => ({ value: row?.value ?? "", verdict: row?.verdict ?? "none" })),
    };
  });
}

/** What delays would have made of a point's alarms, in words. */
export function proposal(one: Calmed, alarms: number): string {
  const words = t().alarms.load;
  const delays = [
    ...(one.offDelayS > 0 ? [words.off_delay(one.offDelayS)] : []),
    ...(one.onDelayS > 0 ? [words.on_delay(one.onDelayS)] : []),
  ];
  return words.calmed(delays.join(t().words.comma), one.alarms, alarms);
}

/** Alarms of values that this desk holds against limits: the feed, and which limit. */
const JUDGED_HERE = /^(mqtt:.*|(hj212|gbt26875):.*#(high_high|high|low|low_low|rise|fall))$/;

/** Whether this desk judges the values of a point itself, so that its delays are set here. */
export function setAtDesk(point: BadPoint): boolean {
  return JUDGED_HERE.test(point.point);
}
