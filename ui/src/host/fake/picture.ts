/** The made-up desk's map: the district's outline on plain ground, and what is live. */
import type { Circle, JsonValue, MapLive } from "../../contract";
import boundary from "../../../../assets/boundary/licheng.json";
import streets from "../../../../assets/boundary/streets.json";
import { rowOf } from "./commands";
import { drawnClosure, standing } from "./roads";
import type { FakeState } from "./state";

type Feature = GeoJSON.Feature;

function at(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

function collection(features: Feature[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features };
}

/** A circle as the desk sends it: a ring of points. */
function disc({ centre, radiusM }: Circle, properties: Record<string, unknown>): Feature {
  const lat = radiusM / 111_320;
  const lon = lat / Math.cos((centre.lat * Math.PI) / 180);
  const ring = Array.from({ length: 33 }, (_, index) => {
    const angle = (index / 32) * 2 * Math.PI;
    return [centre.lon + lon * Math.cos(angle), centre.lat + lat * Math.sin(angle)];
  });
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties };
}

/** Alerts on the map. */
const DRAWN_MAX = 120;

function alertFeatures(state: FakeState): Feature[] {
  return state.alerts.open().slice(0, DRAWN_MAX).flatMap((row) => {
    const notice = state.alerts.all.get(row.id)?.notice;
    if (row.point === null || notice === undefined) return [];
    const properties = {
      id: row.id,
      level: row.level,
      name: row.headline,
      acknowledged: row.acknowledged,
    };
    const areas = notice.polygons.map(
      (ring): Feature => ({
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring.map((p) => [p.lon, p.lat])] },
        properties,
      }),
    );
    const circles = notice.circles.map((circle) => disc(circle, properties));
    return [...areas, ...circles, at(row.point.lon, row.point.lat, properties)];
  });
}

export function mapLive(state: FakeState): MapLive {
  return {
    alerts: collection(alertFeatures(state)),
    incidents: collection(
      state.incidents.flatMap((one) => {
        const point = one.opened.place.point;
        if (point === null) return [];
        return [at(point.lon, point.lat, {
            id: one.id,
            callSign: rowOf(state, one).callSign,
            name: one.opened.title,
            grade: 4,
            open: one.closed === null,
          })];
      }),
    ),
    teams: collection(
      state.teams.flatMap(({ team, point, pointAt }) =>
        point === null
          ? []
          : [
              at(point.lon, point.lat, {
                id: team.id,
                callSign: team.registered.callSign,
                name: team.registered.name,
                capability: team.registered.capabilities[0] ?? "",
                readiness: team.readiness,
                progress: team.assignments.at(-1)?.progress ?? null,
                atHome: false,
                at: pointAt,
                disputed: false,
              }),
            ],
      ),
    ),
    sites: collection(
      state.sites.flatMap(({ id, registered }) =>
        registered.place.point === null
          ? []
          : [
              at(registered.place.point.lon, registered.place.point.lat, {
                id,
                name: registered.name,
                kind: registered.kind,
              }),
            ],
      ),
    ),
    firms: collection([]),
    closures: collection(standing(state).flatMap(drawnClosure)),
  };
}

/** Colours come from the page's tokens, as there is no renderer behind this desk. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function mapStyle(palette: string): JsonValue {
  const outline = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [boundary.outline] } };
  const names = {
    type: "FeatureCollection",
    features: streets.streets.map((street) => at(street.lon, street.lat, { name: street.name })),
  };
  return {
    version: 8,
    name: `made-up-${palette}`,
    sources: {
      district: { type: "geojson", data: outline },
      names: { type: "geojson", data: names },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("--ground") } },
      { id: "district", type: "fill", source: "district", paint: { "fill-color": token("--panel") } },
      { id: "outline", type: "line", source: "district", paint: { "line-color": token("--line-strong"), "line-width": 1.5 } },
      {
        id: "names",
        type: "symbol",
        source: "names",
        layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans SC"], "text-size": 12 },
        paint: { "text-color": token("--ink-2"), "text-halo-color": token("--map-halo"), "text-halo-width": 1.2 },
      },
    ],
  } as unknown as JsonValue;
}
