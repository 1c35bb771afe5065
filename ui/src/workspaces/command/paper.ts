/** 补录: what was done on paper is entered with the time that stands on the paper. */
import { CHINA_AHEAD_MS, DAY_MS } from "../../parts/times";

export type PaperTime = { is: "time"; at: number } | { is: "unreadable" } | { is: "future" };

const TIME = /^(?:(?:(\d{4})[-/.\u5e74])?(\d{1,2})[-/.\u6708](\d{1,2})\u65e5?[ T]+)?(\d{1,2})[:\uff1a](\d{2})$/u;

/**
 * Reads `21:05`, `11-18 21:05` or `2026-11-18 21:05` in the district's time. A time of day alone is
 * the last one that has passed: at 00:10, `23:50` is yesterday's.
 */
export function readPaperTime(text: string, now: number): PaperTime {
  const found = TIME.exec(text.trim());
  if (found === null) return { is: "unreadable" };
  const [, year, month, day, hour, minute] = found;
  const h = Number(hour);
  const m = Number(minute);
  if (h > 23 || m > 59) return { is: "unreadable" };
  const here = new Date(now + CHINA_AHEAD_MS);
  if (month === undefined || day === undefined) {
    const today = Date.UTC(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate(), h, m);
    const at = today - CHINA_AHEAD_MS;
    return { is: "time", at: at > now ? at - DAY_MS : at };
  }
  const named = Date.UTC(Number(year ?? here.getUTCFullYear()), Number(month) - 1, Number(day), h, m);
  const read = new Date(named);
  const exists = read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(day);
  if (!exists) return { is: "unreadable" };
  const at = named - CHINA_AHEAD_MS;
  return at > now ? { is: "future" } : { is: "time", at };
}
