/** The made-up desk's map: the district's outline on plain ground, and what is live. */
import type { JsonValue, MapLive } from "../../contract";
import boundary from "../../../../assets/boundary/licheng.json";
import streets from "../../../../assets/boundary/streets.json";
import type { FakeState } from "./state";

type Feature = GeoJSON.Feature;

function at(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

function collection(features: Feature[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features };
}

function alertFeatures(state: FakeState): Feature[] {
  return state.alerts.page({ section: "open", text: "", offset: 0, limit: 120 }, 0).rows.flatMap((row) => {
    const notice = state.alerts.all.get(row.id)?.notice;
    if (row.point === null || notice === undefined) return [];
    const properties = {
      id: row.id,
      level: row.level,
      headline: row.headline,
      acknowledged: row.acknowledged,
      status: row.status,
    };
    const areas = notice.polygons.map(
      (ring): Feature => ({
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring.map((p) => [p.lon, p.lat])] },
        properties,
      }),
    );
    const circles = notice.circles.map((circle) =>
      at(circle.centre.lon, circle.centre.lat, { ...properties, radiusM: circle.radiusM }),
    );
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
        return [at(point.lon, point.lat, { id: one.id, title: one.opened.title, grade: one.grade })];
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
                readiness: team.readiness,
                pointAt,
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
