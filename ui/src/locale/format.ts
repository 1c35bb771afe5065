/** Times and spans in words. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../parts/times";
import { locale, t } from "./index.svelte";

/** The district's clock; the log itself is in UTC. */
const ZONE = "Asia/Shanghai";
const SECOND = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), { timeZone: ZONE, hourCycle: "h23", ...options });
    formats.set(key, format);
  }
  return format.format(at);
}

const TWO = "2-digit" as const;
const dates = new Intl.DateTimeFormat("en", { timeZone: ZONE, year: "numeric", month: TWO, day: TWO });

/** `21:04:12` */
export function clockTime(at: number): string {
  return formatted(at, { hour: TWO, minute: TWO, second: TWO });
}

/** `21:04` */
export function shortTime(at: number): string {
  return formatted(at, { hour: TWO, minute: TWO });
}

/** `2026-11-18` */
export function date(at: number): string {
  // Put together here: what a locale writes for a short date changes with the system's own data.
  const parts = dates.formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** `11-18 21:04` */
export function dayTime(at: number): string {
  return `${date(at).slice(5)} ${shortTime(at)}`;
}

/** `2026-11-18 21:04:12` */
export function fullTime(at: number): string {
  return `${date(at)} ${clockTime(at)}`;
}

/** The time alone today, with the day otherwise. */
export function nearTime(at: number, now: number): string {
  return date(at) === date(now) ? clockTime(at) : dayTime(at);
}

/** A span in words, in two units at most: `3 min`, `2 h 5 min`, `4 d`. */
export function span(ms: number): string {
  const words = t().words;
  const length = Math.max(0, ms);
  if (length < MINUTE_MS) return words.seconds(Math.floor(length / SECOND));
  if (length < HOUR_MS) return words.minutes(Math.floor(length / MINUTE_MS));
  if (length < DAY_MS) {
    return words.hours_minutes(Math.floor(length / HOUR_MS), Math.floor((length % HOUR_MS) / MINUTE_MS));
  }
  return words.days(Math.floor(length / DAY_MS));
}

/** A span in one unit, for narrow columns. */
export function shortSpan(ms: number): string {
  const words = t().words;
  const length = Math.max(0, ms);
  if (length < HOUR_MS) return span(length);
  return length < DAY_MS ? words.hours(Math.floor(length / HOUR_MS)) : words.days(Math.floor(length / DAY_MS));
}

/** How long ago; `just now` under five seconds. */
export function ago(at: number, now: number): string {
  const words = t().words;
  return now - at < 5 * SECOND ? words.just_now : words.ago(span(now - at));
}

/** `29:59`, or `1:05:00` from an hour on. Seconds, never negative. */
export function digits(seconds: number): string {
  const whole = Math.abs(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = two(whole % 60);
  return h > 0 ? `${h}:${two(m)}:${s}` : `${two(m)}:${s}`;
}

export function number(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

/** Words one after the other, as the language sets them apart. */
export function listed(words: readonly string[]): string {
  return words.join(t().words.comma);
}

/** Sayings one after the other. */
export function sayings(words: readonly string[]): string {
  return words.join(t().words.semicolon);
}
