/** Codes of scores, plan checks and dates in the reader's words. */
import type { ScoreReason, UnmetWhy } from "../../../contract";
import { span } from "../../../locale/format";
import { t } from "../../../locale/index.svelte";
import { plainLine } from "../../../parts/plain";
import { CHINA_AHEAD_MS, DAY_MS } from "../../../parts/times";

const NAME_CHARS_MAX = 40;

function word(code: string, number: number, of: number): string {
  const said = t().resources.reason[code];
  if (said === undefined) return plainLine(code, NAME_CHARS_MAX);
  return typeof said === "string" ? said : said(number, of, span(number));
}

/** One reason of a score. */
export function reasonWords(reason: ScoreReason): string {
  return word(reason.code, reason.number ?? 0, reason.of ?? 0);
}

/** A code without its numbers, such as what bars a team. */
export function barWords(code: string): string {
  return word(code, 0, 0);
}

/** Why something does not count towards a plan. */
export function whyWords(why: UnmetWhy): string {
  const said = t().resources.plan_check.why[why.code];
  if (said === undefined) return plainLine(why.code, NAME_CHARS_MAX);
  if (typeof said === "string") return said;
  return said(plainLine(why.name, NAME_CHARS_MAX), why.number ?? 0, barWords(why.reason));
}


/** Days from the day of `now` in the district to a day `YYYY-MM-DD`; negative when it is over. */
export function daysLeft(day: string, now: number): number {
  const today = Math.floor((now + CHINA_AHEAD_MS) / DAY_MS);
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) - today;
}

/** The same in words. */
export function daysWords(day: string, now: number): string {
  const left = daysLeft(day, now);
  const words = t().resources;
  return left < 0 ? words.over_days(-left) : words.left_days(left);
}
