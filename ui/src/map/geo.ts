/** Lengths, areas and boxes on the globe. Points are WGS-84 degrees. */
import type { Point } from "../contract";

/** Mean radius of the earth in metres (IUGG). */
const EARTH_M = 6_371_008.8;

export type Box = [west: number, south: number, east: number, north: number];

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** The way along the great circle between two points, in metres. */
export function distanceM(a: Point, b: Point): number {
  const lat = radians(b.lat - a.lat);
  const lon = radians(b.lon - a.lon);
  const h =
    Math.sin(lat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(lon / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The length of a line in metres. */
export function lengthM(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, index) => {
    const before = points[index];
    return before === undefined ? sum : sum + distanceM(before, point);
  }, 0);
}

/** The area inside a ring in square metres, on the sphere. */
export function areaM2(ring: readonly Point[]): number {
  if (ring.length < 3) return 0;
  const sum = ring.reduce((total, point, index) => {
    const next = ring[(index + 1) % ring.length] ?? point;
    const width = radians(next.lon - point.lon);
    return total + width * (2 + Math.sin(radians(point.lat)) + Math.sin(radians(next.lat)));
  }, 0);
  return Math.abs((sum * EARTH_M * EARTH_M) / 2);
}

/** Whether a point is on the globe: a log may hold a place that a terminal made up, and the map throws at it. */
export function onGlobe(point: Point): boolean {
  return Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180;
}

export function inside(point: Point, [west, south, east, north]: Box): boolean {
  return point.lon >= west && point.lon <= east && point.lat >= south && point.lat <= north;
}

/** A point to stand for a geometry: the point itself, or the middle of the outer ring. */
export function middleOf(geometry: GeoJSON.Geometry): Point | null {
  switch (geometry.type) {
    case "Point":
      return pointFrom(geometry.coordinates);
    case "Polygon":
      return middle(geometry.coordinates[0] ?? []);
    case "MultiPolygon":
      return middle(geometry.coordinates[0]?.[0] ?? []);
    default:
      return null;
  }
}

function pointFrom([lon, lat]: GeoJSON.Position): Point | null {
  return lon === undefined || lat === undefined ? null : { lon, lat };
}

function middle(ring: readonly GeoJSON.Position[]): Point | null {
  return middleOfPoints(ring.flatMap((position) => pointFrom(position) ?? []));
}

/** The middle of the box around points; null when there are none. */
export function middleOfPoints(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  const lons = points.map((point) => point.lon);
  const lats = points.map((point) => point.lat);
  return {
    lon: (Math.min(...lons) + Math.max(...lons)) / 2,
    lat: (Math.min(...lats) + Math.max(...lats)) / 2,
  };
}
