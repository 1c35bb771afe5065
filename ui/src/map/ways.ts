/** The way of a team as a picture and in words. */
import type { Reach, TeamWay, WayStep } from "../contract";
import { ago, span } from "../locale/format";
import { t } from "../locale/index.svelte";
import { plainLine } from "../parts/plain";
import { areaM2 } from "./geo";

const ROAD_CHARS_MAX = 24;
const WORDS_CHARS_MAX = 60;
const STOP_CHARS_MAX = 30;
const SQUARE_KM = 1_000_000;

function road(name: string): string {
  return name === "" ? t().roads.way.unnamed : plainLine(name, ROAD_CHARS_MAX);
}

/** One line of the directions; `staged` when the way ends at a staging point. */
export function stepWords(step: WayStep, staged = false): string {
  const words = t().roads.way;
  const place = step.act === "arrive" && staged ? words.staging_name : plainLine(step.place, ROAD_CHARS_MAX);
  const said = words.act[step.act](road(step.road), t().roads.bearing(step.bearingDeg), place);
  const more = [
    step.act === "roundabout" && step.exit !== null && step.exit > 0 ? words.exit(step.exit) : "",
    step.bridge ? words.bridge : "",
    step.tunnel ? words.tunnel : "",
  ].filter((part) => part !== "");
  return [said, ...more].join(t().words.comma);
}

/** What a way comes to, the most needed first. */
export function wayWords(way: TeamWay, now: number): string[] {
  const words = t().roads.way;
  switch (way.kind) {
    case "no_start":
      return [words.no_start];
    case "no_place":
      return [words.no_place];
    case "cut": {
      const { cutBy } = way;
      if (cutBy === null) return [words.cut_unknown];
      const kind = t().words.closure[cutBy.kind];
      const name = cutBy.road === "" ? "" : plainLine(cutBy.road, ROAD_CHARS_MAX);
      return [words.cut(kind, plainLine(cutBy.reason, WORDS_CHARS_MAX), name)];
    }
    case "road":
    case "estimate":
      break;
  }
  const { staging } = way;
  return [
    words.eta(span((way.etaS ?? 0) * 1_000), t().words.metres(way.distanceM ?? 0), t().roads.vehicle[way.vehicle]),
    way.fromAt === null ? words.from_home : (way.fromSaid ? words.from_said : words.from_seen)(ago(way.fromAt, now)),
    way.kind === "estimate" ? words.estimate : "",
    staging === null
      ? ""
      : words.staging(t().roads.bearing(staging.bearingDeg), t().words.metres(staging.clearM), staging.upwind),
    way.onClosed ? words.on_closed : "",
  ].filter((part) => part !== "");
}

/** The stops on the way, each by its name with the time to it; one without a name by its number. */
export function stopLines(way: TeamWay): string[] {
  return way.stops.map(({ number, name, etaS }) => {
    const place = name === "" ? String(number) : plainLine(name, STOP_CHARS_MAX);
    return t().roads.way.stop_after(place, span(etaS * 1_000));
  });
}

/** The way on the map. */
export function wayPicture(way: TeamWay | null, label: string): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  if (way !== null && way.line.length > 1) {
    features.push({
      type: "Feature",
      geometry: { type: "LineString", coordinates: way.line.map(({ lon, lat }) => [lon, lat]) },
      properties: { part: way.kind === "estimate" ? "straight" : "road" },
    });
  }
  const end = way?.cutBy?.point ?? way?.staging?.point ?? null;
  if (end !== null) {
    features.push({
      type: "Feature",
      geometry: { type: "Point", coordinates: [end.lon, end.lat] },
      properties: { part: "end", cut: way?.cutBy != null, label },
    });
  }
  return { type: "FeatureCollection", features };
}

function squareM(geometry: GeoJSON.Geometry): number {
  if (geometry.type !== "MultiPolygon") return 0;
  const ringM2 = (ring: GeoJSON.Position[]) => areaM2(ring.map(([lon = 0, lat = 0]) => ({ lon, lat })));
  return geometry.coordinates.reduce((sum, [outline = [], ...holes]) => {
    return sum + ringM2(outline) - holes.reduce((hole, ring) => hole + ringM2(ring), 0);
  }, 0);
}

export interface Reached {
  minutes: number;
  squareKm: number;
}

/** How much is reached in how many minutes, the nearest first. */
export function reachedList(reach: Reach): Reached[] {
  return reach.areas.features
    .map((feature) => ({
      minutes: Number(feature.properties?.["minutes"] ?? 0),
      squareKm: squareM(feature.geometry) / SQUARE_KM,
    }))
    .sort((a, b) => a.minutes - b.minutes);
}

/** The areas with their minutes in words. */
export function reachPicture(reach: Reach | null): GeoJSON.FeatureCollection {
  const features = (reach?.areas.features ?? []).map((feature) => ({
    ...feature,
    properties: { label: t().roads.reach.minutes(Number(feature.properties?.["minutes"] ?? 0)) },
  }));
  return { type: "FeatureCollection", features };
}
