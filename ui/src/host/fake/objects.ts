/** Protected objects of the made-up desk, in the order of how near a hazard is. */
import type { HazardAway, ObjectPage, ObjectQuery, ObjectRow, Site } from "../../contract";
import { distanceM } from "../../map/geo";

const KINDS: readonly string[] = ["school", "hospital", "shelter"];

const isObject = ({ registered }: Site) => registered.protection !== null || KINDS.includes(registered.kind);
const isHazard = ({ registered }: Site) => registered.kind === "hazard";

/** The nearest hazard to a place. */
export function hazardAway(sites: readonly Site[], site: Site): HazardAway | null {
  const from = site.registered.place.point;
  if (from === null || !isObject(site)) return null;
  const away = sites.filter(isHazard).flatMap((one): HazardAway[] => {
    const at = one.registered.place.point;
    if (at === null || one.id === site.id) return [];
    return [{ site: one.id, name: one.registered.name, grade: one.units.length > 0 ? 3 : null, level: "serious", distanceM: distanceM(from, at) }];
  });
  return away.sort((a, b) => a.distanceM - b.distanceM)[0] ?? null;
}

function rowOf(sites: readonly Site[], site: Site): ObjectRow {
  const { name, kind, protection, place, capacity } = site.registered;
  const { headCount } = site.reported;
  const hazard = hazardAway(sites, site);
  return { site: site.id, name, kind, protection, street: place.street, point: place.point, headCount, capacity: capacity > 0 ? capacity : null, hazard };
}

export function objectPage(sites: readonly Site[], { text, kind, withinM, offset, limit }: ObjectQuery): ObjectPage {
  const own = sites.filter((site) => !site.withdrawn && isObject(site));
  const away = (row: ObjectRow) => row.hazard?.distanceM ?? Number.POSITIVE_INFINITY;
  const rows = own
    .filter((site) => site.registered.name.includes(text) && (kind === null || site.registered.kind === kind))
    .map((site) => rowOf(sites, site))
    .filter((row) => withinM === null || away(row) <= withinM)
    .sort((a, b) => away(a) - away(b));
  return {
    total: rows.length,
    unplaced: rows.filter((row) => row.point === null).length,
    unclassed: rows.filter((row) => row.protection === null).length,
    hazards: sites.filter(isHazard).length,
    hazardsUnplaced: sites.filter((site) => isHazard(site) && site.registered.place.point === null).length,
    kinds: [...new Set(own.map((site) => site.registered.kind))],
    rows: rows.slice(offset, offset + limit),
  };
}
