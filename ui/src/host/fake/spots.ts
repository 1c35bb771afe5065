/** Spots of the map of the made-up desk, out of its points and its units. */
import type { ById, PointRow, PointSpot, PointSpots, Site, SpotPoints, UnitRow, UnitSpot, UnitSpots } from "../../contract";
import { POINT_STATES } from "../../parts/points/points";

function placed(rows: readonly PointRow[]): PointRow[] {
  return rows.filter((row) => row.registered !== null && row.at !== null && row.site !== null);
}

function pointSpots(rows: readonly PointRow[]): PointSpots {
  const sites = new Map<string, PointRow[]>();
  for (const row of placed(rows)) {
    const there = sites.get(row.site ?? "");
    if (there === undefined) sites.set(row.site ?? "", [row]);
    else there.push(row);
  }
  const spots = [...sites].flatMap(([site, there]): PointSpot[] => {
    const at = there[0]?.at;
    if (at === undefined || at === null) return [];
    const counts = POINT_STATES.map((state) => ({ state, count: there.filter((row) => row.state === state).length }));
    const some = counts.filter((one) => one.count > 0);
    return [
      {
        id: `site:${site}`, at, own: false, site, name: there[0]?.siteName ?? "", state: some[0]?.state ?? "good",
        counts: some, points: there.length, alarms: 0,
      },
    ];
  });
  const rank = (spot: PointSpot) => POINT_STATES.indexOf(spot.state);
  return { spots: spots.sort((a, b) => rank(a) - rank(b)), more: 0, unplaced: rows.filter((row) => row.registered !== null && row.at === null).length };
}

function spotPoints(rows: readonly PointRow[], id: string): SpotPoints | null {
  const there = placed(rows).filter((row) => `site:${row.site}` === id);
  return there.length === 0 ? null : { total: there.length, rows: there.map((row) => ({ row, alarm: null })) };
}

function unitSpots(sites: readonly Site[], units: (site: string) => readonly UnitRow[]): UnitSpots {
  const spots = sites.flatMap((site): UnitSpot[] => {
    const at = site.registered.place.point;
    if (at === null || site.units.length === 0) return [];
    return [
      {
        id: site.units[0]?.id ?? "", at, own: false, site: site.id, siteName: site.registered.name, people: site.registered.people500m,
        units: units(site.id).map(({ unit, hazard, tanks }) => ({
          unit: unit.id,
          name: unit.told.name,
          substances: [...new Set(tanks.map(({ tank }) => tank.holds.substance))],
          major: hazard?.major ?? null,
          grade: hazard?.grade ?? null,
        })),
      },
    ];
  });
  return { spots, more: 0, unplaced: 0 };
}

/** What stands on the map is read when it is asked for. */
interface Standing {
  points: readonly PointRow[];
  sites: readonly Site[];
  units: (site: string) => readonly UnitRow[];
}

export function spotCalls(standing: () => Standing, refuse: (code: "not_found") => never) {
  return {
    point_spots: () => pointSpots(standing().points),
    spot_points: ({ id }: ById) => spotPoints(standing().points, id) ?? refuse("not_found"),
    unit_spots: () => unitSpots(standing().sites, standing().units),
  };
}
