/** A closure in words: what it does, to whom, and for how long. */
import type { Closure, ClosureSet, Point } from "../../contract";
import { listed, nearTime } from "../../locale/format";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";
import { middleOfPoints } from "../geo";

const NAME_CHARS_MAX = 40;

/** Drawn as an area, closed to everyone: nobody is led into it. */
export function isHot({ kind, shape, slowTenths, vehicles }: ClosureSet): boolean {
  return kind === "hazard" && shape.is === "area" && slowTenths === null && vehicles.length === 0;
}

/** What it does to whoever drives. */
export function effectWords(set: ClosureSet): string {
  const words = t().roads.list;
  if (set.slowTenths !== null) return words.slow(String(set.slowTenths / 10));
  if (set.kind !== "flooded") return isHot(set) ? words.hot : words.closed;
  return set.depthCm === null ? words.depth_unknown : words.depth(set.depthCm);
}

/** For whom, since when, until when, who says so. */
export function restWords({ set, setAt }: Closure, now: number): string[] {
  const { list, vehicle } = t().roads;
  const who = set.vehicles.map((one) => vehicle[one]);
  return [
    who.length === 0 ? "" : list.only(listed(who)),
    set.from !== null && set.from > now ? list.not_yet(nearTime(set.from, now)) : "",
    setAt === null ? "" : list.since(nearTime(setAt, now)),
    set.until === null ? list.open_end : list.until(nearTime(set.until, now)),
    set.source === "" ? list.no_source : list.said_by(plainLine(set.source, NAME_CHARS_MAX)),
    set.alert === null ? "" : t().roads.suggested.ends_with,
  ].filter((part) => part !== "");
}

/** A point to go to; null for roads by number. */
export function middleOfClosure({ shape }: ClosureSet): Point | null {
  return middleOfPoints(shape.is === "area" ? shape.ring : shape.is === "line" ? shape.points : []);
}
