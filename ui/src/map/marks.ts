/**
 * The marks that change with what comes in: where each stands on the page, which one a press means,
 * and which names have room. They are drawn over the base map, so that news never draws the base
 * map again; on a machine without a graphics card that costs a fifth of a second each time.
 */

/** What of the map is drawn over it, from the bottom to the top. */
export const OVERLAID = ["alert-areas", "vehicles", "teams", "alerts", "incidents", "plans", "selected"] as const;
export type Overlaid = (typeof OVERLAID)[number];

/** Marks with a picture, the topmost first: so names find room. */
export const PICTURED = ["plans", "incidents", "alerts", "teams", "vehicles"] as const;
export type Pictured = (typeof PICTURED)[number];
/** Those that a press looks for, in that order. */
export const PRESSED: readonly Pictured[] = ["plans", "incidents", "alerts", "teams"];

/** A name is shown from this zoom on. */
const NAMES_FROM: Record<Pictured, number> = {
  plans: 0,
  incidents: 9,
  alerts: 14,
  teams: 11,
  vehicles: 13,
};
/** What nobody has to look at now is drawn small from afar, and in full size close by. */
const QUIET = { size: 0.55, from: 10, to: 14 };
/** Side of the world at zoom 0, pixels. */
const WORLD_PX = 512;

/** What is seen: the middle and the width of the world in pixels, and the size of the page. */
export interface View {
  /** Middle of the view in the square of the Mercator world, 0 to 1. */
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

/** A place on the page, pixels from its top left. */
export type Spot = readonly [x: number, y: number];

/** A thing with a picture at a place in the square of the Mercator world. */
export interface Mark {
  kind: string;
  id: string;
  icon: string;
  label: string;
  quiet: boolean;
  x: number;
  y: number;
}

/** An area of an alert: its rings in the square of the Mercator world. */
export interface Area {
  id: string;
  level: number;
  acknowledged: boolean;
  rings: readonly (readonly Spot[])[];
}

/** A place in the square of the Mercator world (EPSG:3857, scaled to 0 to 1). */
export function mercator(lon: number, lat: number): Spot {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Where a place of the world stands on the page. */
export function onPage({ x, y }: { x: number; y: number }, view: View): Spot {
  const scale = WORLD_PX * 2 ** view.zoom;
  return [(x - view.x) * scale + view.width / 2, (y - view.y) * scale + view.height / 2];
}

/** How large a mark is drawn, as a part of its full size. */
export function sizeOf(mark: Mark, zoom: number): number {
  if (!mark.quiet) return 1;
  const part = Math.min(1, Math.max(0, (zoom - QUIET.from) / (QUIET.to - QUIET.from)));
  return QUIET.size + (1 - QUIET.size) * part;
}

/** Whether names of a kind are shown at this zoom. */
export function namesShown(kind: Pictured, zoom: number): boolean {
  return zoom >= NAMES_FROM[kind];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The marks of a collection, the one that lies on top last. */
export function marksOf({ features }: GeoJSON.FeatureCollection): Mark[] {
  const order = (feature: GeoJSON.Feature) => Number(feature.properties?.["order"] ?? 0);
  return [...features]
    .sort((a, b) => order(a) - order(b))
    .flatMap(({ geometry, properties }): Mark[] => {
      const [lon, lat] = geometry.type === "Point" ? geometry.coordinates : [];
      if (lon === undefined || lat === undefined) return [];
      const [x, y] = mercator(lon, lat);
      return [
        {
          kind: text(properties?.["kind"]),
          id: text(properties?.["id"]),
          icon: text(properties?.["icon"]),
          label: text(properties?.["label"]),
          quiet: properties?.["quiet"] === true,
          x,
          y,
        },
      ];
    });
}

function ringsOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (geometry.type === "Polygon") return geometry.coordinates;
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}

/** The areas of a collection. */
export function areasOf({ features }: GeoJSON.FeatureCollection): Area[] {
  return features.flatMap(({ geometry, properties }) => {
    const rings = ringsOf(geometry).map((ring) =>
      ring.map(([lon, lat]) => mercator(lon ?? 0, lat ?? 0)),
    );
    const level: unknown = properties?.["level"];
    const area = {
      id: text(properties?.["id"]),
      level: typeof level === "number" ? level : 5,
      acknowledged: properties?.["acknowledged"] === true,
      rings,
    };
    return rings.length === 0 ? [] : [area];
  });
}

/** Whether a place of the world lies in an area; a ring within a ring is a hole. */
export function holds(area: Area, [x, y]: Spot): boolean {
  let within = false;
  for (const ring of area.rings) {
    let [beforeX, beforeY] = ring.at(-1) ?? [0, 0];
    for (const [nextX, nextY] of ring) {
      const crosses = nextY > y !== beforeY > y;
      if (crosses && x < ((beforeX - nextX) * (y - nextY)) / (beforeY - nextY) + nextX) within = !within;
      [beforeX, beforeY] = [nextX, nextY];
    }
  }
  return within;
}

/** A box on the page. */
export interface Plot {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function touches(a: Plot, b: Plot): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Of the names, asked for in the order of their weight, those that have room beside each other. */
export function withRoom<T extends { plot: Plot }>(names: readonly T[]): T[] {
  const placed: T[] = [];
  for (const name of names) {
    if (!placed.some((other) => touches(other.plot, name.plot))) placed.push(name);
  }
  return placed;
}
