/** What is typed or drawn of an electronic fence, apart from how it is shown. */
import type { Fence, FenceOn, FenceSet, FenceShape, Point, VehicleChoice } from "../../contract";
import { fromField, pointText, toField } from "../../parts/moments";
import { readPoints } from "../closures/form.svelte";

export type FenceShapeKind = FenceShape["is"];
export const SHAPES: readonly FenceShapeKind[] = ["area", "circle"];
export const FEWEST: Record<FenceShapeKind, number> = { area: 3, circle: 1 };
/** The tool of the map that draws each shape. */
export const TOOL_OF = { area: "area", circle: "point" } as const;
export type WhomKind = VehicleChoice["is"];
export const WHOM: readonly WhomKind[] = ["all", "named", "colours"];
export const ON: readonly FenceOn[] = ["enter", "leave"];
/** Colours of plates as terminals register them (JT/T 697.7-2014). */
export const COLOURS: readonly number[] = [1, 2, 3, 4, 5, 9, 91, 92, 93, 94];
/** The desk takes no larger one. */
const RADIUS_MAX_M = 100_000;
const NAMES_MAX = 500;
/** A radius until somebody says otherwise: 待区里确认. */
const RADIUS_USUAL = "500";

export type FenceFault = "points" | "radius" | "name" | "whom" | "from" | "until" | "until_past" | "hours";

/** A minute of the day out of `22:30`; null when it is none. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.normalize("NFKC").trim());
  if (found === null) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `22:30` of a minute of the day. */
export function minuteText(minute: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Names out of lines, or parted by commas. */
export function namesOf(text: string): string[] {
  const names = text.normalize("NFKC").split(/[\n,;\u3001]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

export class FenceForm {
  /** The fence that is corrected; null for a new one. */
  readonly id: string | null;
  name = $state("");
  shape: FenceShapeKind = $state("area");
  /** Points as text, one a line. */
  text = $state("");
  radius = $state(RADIUS_USUAL);
  whom: WhomKind = $state("all");
  names = $state("");
  colours: readonly number[] = $state.raw([]);
  on: FenceOn = $state("enter");
  from = $state("");
  until = $state("");
  /** Hours of each day; both empty for all day. */
  fromHour = $state("");
  untilHour = $state("");
  reason = $state("");

  constructor(fence: Fence | null = null) {
    this.id = fence?.id ?? null;
    if (fence === null) return;
    const { set } = fence;
    this.name = set.name;
    this.shape = set.shape.is;
    if (set.shape.is === "area") this.points = set.shape.ring;
    else {
      this.points = [set.shape.centre];
      this.radius = String(set.shape.radiusM);
    }
    this.whom = set.whom.is;
    if (set.whom.is === "named") this.names = set.whom.names.join("\n");
    if (set.whom.is === "colours") this.colours = set.whom.codes;
    this.on = set.on;
    this.from = set.from === null ? "" : toField(set.from);
    this.until = set.until === null ? "" : toField(set.until);
    if (set.hours !== null) {
      this.fromHour = minuteText(set.hours.fromMin);
      this.untilHour = minuteText(set.hours.toMin);
    }
    this.reason = set.reason;
  }

  /** All that can be typed in it. */
  get typed(): unknown {
    const { name, shape, text, radius, whom, names, colours, on, from, until, fromHour, untilHour, reason } = this;
    return [name, shape, text, radius, whom, names, colours, on, from, until, fromHour, untilHour, reason];
  }

  get points(): readonly Point[] | null {
    return readPoints(this.text);
  }

  set points(points: readonly Point[]) {
    this.text = points.map(pointText).join("\n");
  }

  get #radiusM(): number | null {
    const typed = this.radius.normalize("NFKC").trim();
    const metres = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
    return metres >= 1 && metres <= RADIUS_MAX_M ? metres : null;
  }

  /** Where it is; null while that cannot be said. */
  get where(): FenceShape | null {
    const points = this.points;
    if (points === null || points.length < FEWEST[this.shape]) return null;
    if (this.shape === "area") return { is: "area", ring: [...points] };
    const [centre, radius] = [points.at(-1), this.#radiusM];
    return centre === undefined || radius === null ? null : { is: "circle", centre, radiusM: radius };
  }

  get #choice(): VehicleChoice | null {
    if (this.whom === "all") return { is: "all" };
    if (this.whom === "colours") return this.colours.length === 0 ? null : { is: "colours", codes: [...this.colours] };
    const names = namesOf(this.names);
    return names.length === 0 || names.length > NAMES_MAX ? null : { is: "named", names };
  }

  toggle(colour: number, on: boolean): void {
    const rest = this.colours.filter((one) => one !== colour);
    this.colours = on ? COLOURS.filter((one) => one === colour || rest.includes(one)) : rest;
  }

  /** What cannot stay as it is. */
  faults(now: number): FenceFault[] {
    const found: FenceFault[] = [];
    const points = this.points;
    const from = this.from.trim() === "" ? now : fromField(this.from);
    const until = this.until.trim() === "" ? null : fromField(this.until);
    const hours = [this.fromHour, this.untilHour].filter((hour) => hour.trim() !== "");
    const minutes = hours.map(minuteOf);
    if (this.name.trim() === "") found.push("name");
    if (points === null || points.length < FEWEST[this.shape]) found.push("points");
    if (this.shape === "circle" && this.#radiusM === null) found.push("radius");
    if (this.#choice === null) found.push("whom");
    if (from === null) found.push("from");
    if (this.until.trim() !== "" && until === null) found.push("until");
    if (until !== null && (until <= now || until <= (from ?? now))) found.push("until_past");
    if (hours.length === 1 || minutes.includes(null) || (hours.length === 2 && minutes[0] === minutes[1])) {
      found.push("hours");
    }
    return found;
  }

  /** What it comes to; only asked when nothing is wrong. */
  set(): FenceSet | null {
    const [shape, whom] = [this.where, this.#choice];
    if (shape === null || whom === null) return null;
    const [fromMin, toMin] = [minuteOf(this.fromHour), minuteOf(this.untilHour)];
    return {
      name: this.name.trim(),
      shape,
      whom,
      on: this.on,
      from: fromField(this.from),
      until: fromField(this.until),
      hours: fromMin === null || toMin === null ? null : { fromMin, toMin },
      reason: this.reason.trim(),
    };
  }
}
