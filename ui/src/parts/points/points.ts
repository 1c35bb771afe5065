/** What a device or a point says, in words and short: shared by the list, the profile and the alarm. */
import type { PointLimits, PointRow, PointState, PointTrend } from "../../contract";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../plain";

const UNIT_CHARS_MAX = 12;
/** Digits behind the point of a value; what a device says beyond is noise. */
const DIGITS_MAX = 4;

/** In the order of the list, the worst first. */
export const POINT_STATES = ["beyond", "bad", "silent", "stale", "unheard", "good"] as const satisfies readonly PointState[];

/** A neutral mark by how live a point is; how bad its value is stands in the word. */
export const POINT_MARKS = {
  beyond: "waiting",
  bad: "unsure",
  silent: "unsure",
  stale: "unsure",
  unheard: "none",
  good: "done",
} as const satisfies Record<PointState, string>;

const TRENDS: Record<PointTrend, string> = { up: "↑", down: "↓", level: "" };

export function numberText(value: number): string {
  return String(Number(value.toFixed(DIGITS_MAX)));
}

/** An address that is too long by its end: that is where the devices of one kind differ. */
export function endOf(address: string, max: number): string {
  const signs = [...address];
  return signs.length <= max ? address : `…${signs.slice(1 - max).join("")}`;
}

/** `5.2 m ↑`; empty where nothing was heard. */
export function valueText(row: PointRow): string {
  if (row.value === null) return "";
  return [numberText(row.value), plainLine(row.unit, UNIT_CHARS_MAX), TRENDS[row.trend]].filter((part) => part !== "").join(" ");
}

/** Low-low to high-high, `–` where there is none; empty without any limit. */
export function limitsText(limits: PointLimits | null): string {
  if (limits === null) return "";
  const words = t().points.limit;
  const parts = (["lowLow", "low", "high", "highHigh"] as const)
    .map((name) => [name, limits[name]] as const)
    .filter((part): part is readonly [(typeof part)[0], number] => part[1] !== null)
    .map(([name, limit]) => `${words.short[name]} ${numberText(limit)}`);
  if (limits.risePerMin !== null) parts.push(words.rise(numberText(limits.risePerMin)));
  if (limits.fallPerMin !== null) parts.push(words.fall(numberText(limits.fallPerMin)));
  return parts.length === 0 ? words.none : parts.join(" · ");
}

/** The same with deadband and delays. */
export function limitsWhole(limits: PointLimits | null): string {
  if (limits === null) return t().points.limit.of_feed;
  const words = t().points.limit;
  const more = [
    limits.deadband === null ? "" : words.deadband_is(numberText(limits.deadband)),
    limits.onDelayS === 0 ? "" : words.on_delay_is(limits.onDelayS),
    limits.offDelayS === 0 ? "" : words.off_delay_is(limits.offDelayS),
  ];
  return [limitsText(limits), ...more].filter((part) => part !== "").join(" · ");
}
