/** The form of a closure: what is typed, what is wrong with it, and what it comes to. */
import type { Closure, ClosureKind, ClosureSet, ClosureShape, Point, RoadUser } from "../../contract";
import { fromField, pointOf, pointText, toField } from "../../parts/moments";

export type ShapeKind = "spot" | "line" | "area";
export const SHAPES: readonly ShapeKind[] = ["spot", "line", "area"];
export const KINDS: readonly ClosureKind[] = ["blocked", "flooded", "hazard"];
export const VEHICLES: readonly RoadUser[] = ["engine", "heavy", "car", "foot"];

/** Fewest points of each shape. */
export const FEWEST: Record<ShapeKind, number> = { spot: 1, line: 2, area: 3 };
/** The tool of the map that draws each shape. */
export const TOOL_OF = { spot: "point", line: "line", area: "area" } as const;
const DEPTH_CM_MAX = 2_000;
/** The log keeps tenths in one byte. */
const SLOW_TENTHS_MAX = 250;
const SLOW_TENTHS_MIN = 10;
/** A road that is slow takes half as long again until somebody says otherwise: 待区里确认. */
const SLOW_USUAL = "1.5";

export type Fault = "points" | "depth" | "slow" | "from" | "until" | "until_past" | "reason";

/** The shape that points mean. */
export function shapeOf(kind: ShapeKind, points: readonly Point[]): ClosureShape {
  if (kind === "area") return { is: "area", ring: [...points] };
  return { is: "line", points: kind === "spot" ? points.slice(-1) : [...points] };
}

function shapeKind(shape: ClosureShape): ShapeKind {
  if (shape.is === "area") return "area";
  return shape.is === "line" && shape.points.length > 1 ? "line" : "spot";
}

function pointsOf(shape: ClosureShape): Point[] {
  switch (shape.is) {
    case "area":
      return shape.ring;
    case "line":
      return shape.points;
    case "edges":
      return [];
  }
}

/** Points out of lines of text; null when one line is none. */
export function readPoints(text: string): Point[] | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const points = lines.flatMap((line) => pointOf(line) ?? []);
  return points.length === lines.length ? points : null;
}

/** The first line of the text that is no point, from 1; 0 when all are. */
export function wrongLine(text: string): number {
  const wrong = (line: string) => line.trim() !== "" && pointOf(line) === null;
  return text.split("\n").findIndex(wrong) + 1;
}

/** Tenths of the usual time; null when it is no number of times. */
export function tenthsOf(text: string): number | null {
  const typed = text.normalize("NFKC").trim();
  if (!/^\d{1,2}(\.\d)?$/.test(typed)) return null;
  const tenths = Math.round(Number(typed) * 10);
  return tenths >= SLOW_TENTHS_MIN && tenths <= SLOW_TENTHS_MAX ? tenths : null;
}

export class ClosureForm {
  /** The closure that is corrected; null for a new one. */
  readonly id: string | null;
  kind: ClosureKind = $state("blocked");
  shape: ShapeKind = $state("spot");
  /** Points as text, one a line. */
  text = $state("");
  depth = $state("");
  isSlow = $state(false);
  slow = $state(SLOW_USUAL);
  vehicles: readonly RoadUser[] = $state.raw([]);
  from = $state("");
  until = $state("");
  reason = $state("");
  source = $state("");
  /** Roads by number, as long as nobody chose another place. */
  numbers: readonly number[] = $state.raw([]);

  /** The alert that it was made from, and with which it ends. */
  readonly #alert: string | null;

  /** Empty, of a closure that is corrected, or of what is suggested and not set yet. */
  /** All that can be typed in it. */
  get typed(): unknown {
    const { kind, shape, text, depth, isSlow, slow, vehicles, from, until, reason, source } = this;
    return [kind, shape, text, depth, isSlow, slow, vehicles, from, until, reason, source];
  }

  constructor(closure: Closure | null = null, suggested: ClosureSet | null = null) {
    this.id = closure?.id ?? null;
    const set = closure?.set ?? suggested;
    this.#alert = set?.alert ?? null;
    if (set === null) return;
    this.kind = set.kind;
    this.shape = shapeKind(set.shape);
    this.numbers = set.shape.is === "edges" ? set.shape.numbers : [];
    this.points = pointsOf(set.shape);
    this.depth = set.depthCm === null ? "" : String(set.depthCm);
    this.isSlow = set.slowTenths !== null;
    if (set.slowTenths !== null) this.slow = String(set.slowTenths / 10);
    this.vehicles = set.vehicles;
    this.from = set.from === null ? "" : toField(set.from);
    this.until = set.until === null ? "" : toField(set.until);
    this.reason = set.reason;
    this.source = set.source;
  }

  get points(): readonly Point[] | null {
    return readPoints(this.text);
  }

  set points(points: readonly Point[]) {
    this.text = points.map(pointText).join("\n");
  }

  /** Takes other points, in the place of roads by number too. */
  place(points: readonly Point[]): void {
    this.points = points;
    this.numbers = [];
  }

  /** Where it is; null while that cannot be said. */
  get where(): ClosureShape | null {
    if (this.numbers.length > 0 && this.text === "") return { is: "edges", numbers: [...this.numbers] };
    const points = this.points;
    return points === null || points.length < FEWEST[this.shape] ? null : shapeOf(this.shape, points);
  }

  toggle(vehicle: RoadUser, on: boolean): void {
    const rest = this.vehicles.filter((one) => one !== vehicle);
    this.vehicles = on ? VEHICLES.filter((one) => one === vehicle || rest.includes(one)) : rest;
  }

  /** What cannot stay as it is. */
  faults(now: number): Fault[] {
    const found: Fault[] = [];
    const depth = this.depth.trim();
    const from = this.from.trim() === "" ? now : fromField(this.from);
    const until = this.until.trim() === "" ? null : fromField(this.until);
    if (this.where === null) found.push("points");
    const deep = /^\d{1,4}$/.test(depth) && Number(depth) <= DEPTH_CM_MAX;
    if (this.kind === "flooded" && depth !== "" && !deep) found.push("depth");
    if (this.isSlow && tenthsOf(this.slow) === null) found.push("slow");
    if (from === null) found.push("from");
    if (this.until.trim() !== "" && until === null) found.push("until");
    if (until !== null && (until <= now || until <= (from ?? now))) found.push("until_past");
    if (this.reason.trim() === "") found.push("reason");
    return found;
  }

  /** What it comes to; only asked when nothing is wrong. */
  set(): ClosureSet | null {
    const shape = this.where;
    if (shape === null) return null;
    const flooded = this.kind === "flooded" && this.depth.trim() !== "";
    return {
      kind: this.kind,
      shape,
      depthCm: flooded ? Number(this.depth.trim()) : null,
      slowTenths: this.isSlow ? tenthsOf(this.slow) : null,
      vehicles: [...this.vehicles],
      from: fromField(this.from),
      until: fromField(this.until),
      reason: this.reason.trim(),
      source: this.source.trim(),
      alert: this.#alert,
    };
  }
}
