/** A fence in words: for whom, what is told, for how long. */
import type { Fence, FenceSet, Point } from "../../contract";
import { listed, nearTime } from "../../locale/format";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";
import { middleOfPoints } from "../geo";
import { minuteText } from "./form.svelte";

const NAME_CHARS_MAX = 16;
const NAMES_SHOWN = 4;

/** Which vehicles. */
export function whomWords({ whom }: FenceSet): string {
  const words = t().fences;
  if (whom.is === "all") return words.everyone;
  if (whom.is === "colours") return listed(whom.codes.map((code) => words.colours[code] ?? String(code)));
  const shown = whom.names.slice(0, NAMES_SHOWN).map((name) => plainLine(name, NAME_CHARS_MAX));
  return whom.names.length > NAMES_SHOWN ? words.and_more(listed(shown), whom.names.length) : listed(shown);
}

/** Where, from when, until when, at which hours, why. */
export function restWords({ set, setAt }: Fence, now: number): string[] {
  const words = t().fences;
  return [
    set.shape.is === "circle" ? words.radius_of(t().words.metres(set.shape.radiusM)) : words.corners(set.shape.ring.length),
    set.from !== null && set.from > now ? words.not_yet(nearTime(set.from, now)) : "",
    setAt === null ? "" : words.since(nearTime(setAt, now)),
    set.until === null ? words.open_end : words.till(nearTime(set.until, now)),
    set.hours === null ? "" : words.daily(minuteText(set.hours.fromMin), minuteText(set.hours.toMin)),
    plainLine(set.reason, NAME_CHARS_MAX * 4),
  ].filter((part) => part !== "");
}

/** A point to go to. */
export function middleOfFence({ shape }: FenceSet): Point | null {
  return shape.is === "circle" ? shape.centre : middleOfPoints(shape.ring);
}
