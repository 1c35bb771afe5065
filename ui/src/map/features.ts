/** What is live on the map, out of the desk's GeoJSON: the same things as a list in words. */
import type { MapLive, Point, Readiness, SiteKind, ZoneRow } from "../contract";
import { step, type Step } from "../parts/level";
import type { SelectedKind } from "../ui.svelte";
import { teamPicture } from "./signs";
import { inside, middleOf, type Box } from "./geo";

/** A position older than this is drawn as unsure. */
export const POSITION_OLD_MS = 10 * 60_000;
/** The list in words is bounded; the map shows more. */
export const LISTED_MAX = 200;

/** Something on the map. */
export interface Thing {
  kind: SelectedKind;
  id: string;
  name: string;
  /** Short sign, such as `T12`; empty for none. */
  sign: string;
  point: Point;
  /** Level of an alert or grade of an incident. */
  step: Step;
  /** Alert: seen by somebody. */
  acknowledged: boolean;
  site: SiteKind | null;
  readiness: Readiness | null;
  /** Team: what it can do first of all; empty when nothing is said. */
  capability: string;
  /** Team: on a job. */
  busy: boolean;
  /** Team: drawn at its home, as nothing is known of where it is. */
  atHome: boolean;
  /** When the position was known. */
  at: number | null;
}

type Properties = Record<string, unknown>;

function text(properties: Properties, key: string): string {
  const value = properties[key];
  return typeof value === "string" ? value : "";
}

function thing(kind: SelectedKind, feature: GeoJSON.Feature): Thing | null {
  const point = middleOf(feature.geometry);
  const properties: Properties = feature.properties ?? {};
  const id = text(properties, "id");
  if (point === null || id === "") return null;
  const level = kind === "incident" ? properties["grade"] : properties["level"];
  return {
    kind,
    id,
    name: text(properties, "name"),
    sign: text(properties, "callSign"),
    point,
    step: step(typeof level === "number" ? level : 5),
    acknowledged: properties["acknowledged"] === true,
    site: kind === "site" ? (text(properties, "kind") as SiteKind) : null,
    readiness: kind === "team" ? (text(properties, "readiness") as Readiness) : null,
    capability: text(properties, "capability"),
    busy: typeof properties["progress"] === "string",
    atHome: properties["atHome"] === true,
    at: typeof properties["at"] === "number" ? properties["at"] : null,
  };
}

function unique(things: readonly Thing[]): Thing[] {
  // An alert with several areas is one thing.
  return [...new Map(things.map((one) => [one.id, one])).values()];
}

/** Everything on the map, the gravest first. */
export function things(live: MapLive): Thing[] {
  const of = (kind: SelectedKind, collection: GeoJSON.FeatureCollection) =>
    unique(collection.features.flatMap((feature) => thing(kind, feature) ?? []));
  const open = live.incidents.features.filter((feature) => feature.properties?.["open"] !== false);
  return [
    ...of("incident", { ...live.incidents, features: open }),
    ...of("alert", live.alerts).sort(
      (a, b) => Number(a.acknowledged) - Number(b.acknowledged) || a.step - b.step,
    ),
    ...of("team", live.teams),
    ...of("site", live.sites),
    ...of("firm", live.firms),
  ];
}

/** What lies in the box, in the same order, bounded. */
export function inView(all: readonly Thing[], box: Box): Thing[] {
  return all.filter((one) => inside(one.point, box)).slice(0, LISTED_MAX);
}

/** Whether the place is only where it was once, or where it lives. */
export function isUnsure(one: Thing, now: number): boolean {
  if (one.kind !== "team") return false;
  return one.atHome || one.at === null || now - one.at > POSITION_OLD_MS;
}

/** The picture of a thing; `icons.ts` draws them. */
export function iconOf(one: Thing, now: number): string {
  switch (one.kind) {
    case "alert":
      return `alert-${one.step}-${one.acknowledged ? "seen" : "new"}`;
    case "incident":
      return `incident-${one.step}`;
    case "team": {
      const look = isUnsure(one, now) ? "unsure" : one.busy ? "busy" : "plain";
      return teamPicture(one.capability, look);
    }
    case "site":
      return `site-${one.site ?? "other"}`;
    case "firm":
      return "site-firm";
  }
}

/** Where teams on the road may be by now, each with the line from where it was seen. */
export function carriedPicture(
  teams: GeoJSON.FeatureCollection,
  label: (sign: string, ageMs: number) => string,
): GeoJSON.FeatureCollection {
  const features = teams.features.flatMap((feature): GeoJSON.Feature[] => {
    const properties: Properties = feature.properties ?? {};
    const to = properties["carried"];
    if (!Array.isArray(to) || feature.geometry.type !== "Point") return [];
    const [lon, lat] = to as unknown[];
    if (typeof lon !== "number" || typeof lat !== "number") return [];
    const at = [lon, lat];
    const age = properties["carriedMs"];
    const words = label(text(properties, "callSign"), typeof age === "number" ? age : 0);
    return [
      {
        type: "Feature",
        geometry: { type: "LineString", coordinates: [feature.geometry.coordinates, at] },
        properties: {},
      },
      { type: "Feature", geometry: { type: "Point", coordinates: at }, properties: { label: words } },
    ];
  });
  return { type: "FeatureCollection", features };
}

/** Who is out has a place of its own on the map; who stands by is counted together from afar. */
export function isOut(one: Thing): boolean {
  return one.kind === "team" && one.busy;
}

/** The points of some kinds for the map library. */
export function pointsOf(
  all: readonly Thing[],
  kinds: readonly SelectedKind[],
  now: number,
  label: (one: Thing) => string,
): GeoJSON.FeatureCollection {
  const features = all
    .filter((one) => kinds.includes(one.kind))
    .map((one): GeoJSON.Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [one.point.lon, one.point.lat] },
      properties: {
        kind: one.kind,
        id: one.id,
        icon: iconOf(one, now),
        label: label(one),
        quiet: one.kind === "alert" && one.acknowledged,
        // The gravest lies on top.
        order: 10 - one.step + (one.acknowledged ? 0 : 10),
      },
    }));
  return { type: "FeatureCollection", features };
}

/** Streets out of reach, each as a mark at its rough centre with its words. */
export function uncoveredPicture(
  zones: readonly ZoneRow[],
  label: (name: string) => string,
): GeoJSON.FeatureCollection {
  const features = zones.map(
    ({ code, name, point }): GeoJSON.Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [point.lon, point.lat] },
      properties: { id: code, label: label(name) },
    }),
  );
  return { type: "FeatureCollection", features };
}
