/** What is being measured or drawn. Points come from the pointer, the keys or typed text alike. */
import type { Point } from "../contract";
import { pointOf, pointText } from "../parts/moments";
import { areaM2, lengthM } from "./geo";
import type { Sketch } from "./view.svelte";

export type Tool = "measure" | "point" | "line" | "area";

/** More corners than this are a slip of the hand. */
export const CORNERS_MAX = 500;

/** Fewest points that make one. */
const FEWEST: Record<Tool, number> = { measure: 2, point: 1, line: 2, area: 3 };

export class Draft {
  tool: Tool | null = $state(null);
  points: readonly Point[] = $state.raw([]);
  name = $state("");
  /** Who waits for the points; null when they become a drawing of this window. */
  sketch: Sketch | null = $state.raw(null);

  /** Takes up a tool, or puts it away when it is in hand already. */
  take(tool: Tool): void {
    const again = this.tool === tool && this.sketch === null;
    this.drop();
    if (!again) this.tool = tool;
  }

  /** Takes up a tool for somebody who waits. */
  begin(sketch: Sketch): void {
    this.drop();
    this.tool = sketch.tool;
    this.points = sketch.points;
    this.sketch = sketch;
  }

  /** Gives what is drawn to who waits. */
  give(): void {
    const { sketch, points } = this;
    if (sketch === null || !this.ready) return;
    this.sketch = null;
    this.drop();
    sketch.done(points);
  }

  drop(): void {
    const { sketch } = this;
    this.sketch = null;
    sketch?.done(null);
    this.tool = null;
    this.points = [];
    this.name = "";
  }

  add(point: Point): void {
    if (this.tool === null || this.points.length >= CORNERS_MAX) return;
    this.points = this.tool === "point" ? [point] : [...this.points, point];
  }

  back(): void {
    this.points = this.points.slice(0, -1);
  }

  get ready(): boolean {
    return this.tool !== null && this.points.length >= FEWEST[this.tool];
  }

  get lengthM(): number {
    return lengthM(this.points);
  }

  get areaM2(): number {
    return areaM2(this.points);
  }

  /** The points as text, one a line. */
  get text(): string {
    return this.points.map(pointText).join("\n");
  }

  /** Takes typed points; answers the first line that is none, from 1, or 0 when all are good. */
  type(text: string): number {
    const lines = text.split("\n").map((line) => line.trim());
    const typed: Point[] = [];
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      const point = pointOf(line);
      if (point === null) return index + 1;
      typed.push(point);
    }
    this.points = (this.tool === "point" ? typed.slice(-1) : typed).slice(0, CORNERS_MAX);
    return 0;
  }

  /** What is drawn so far, for the map. */
  get picture(): GeoJSON.FeatureCollection {
    const ring = this.points.map((point): [number, number] => [point.lon, point.lat]);
    const features = ring.map((coordinates): GeoJSON.Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates },
      properties: {},
    }));
    const [first] = ring;
    if (this.tool === "area" && ring.length > 2 && first !== undefined) {
      const geometry = { type: "Polygon" as const, coordinates: [[...ring, first]] };
      features.push({ type: "Feature", geometry, properties: {} });
    } else if (ring.length > 1) {
      const geometry = { type: "LineString" as const, coordinates: ring };
      features.push({ type: "Feature", geometry, properties: {} });
    }
    return { type: "FeatureCollection", features };
  }
}
