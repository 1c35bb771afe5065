/** The list of resources of the made-up desk: enough of each call for the screens to be looked at. */
import type {
  Lot,
  ResourcePage,
  ResourceProfile,
  ResourceQuery,
  ResourceRef,
  ResourceRow,
  Site,
  TeamRow,
} from "../../contract";

export interface Things {
  teams: readonly TeamRow[];
  lots: readonly Lot[];
  sites: readonly Site[];
  now: number;
}

const BLANK: ResourceRow = {
  id: "",
  sign: "",
  title: "",
  line: "",
  class: "",
  state: "unknown",
  percent: null,
  stale: false,
  at: null,
  number: null,
  of: null,
  unit: "",
  until: null,
  point: null,
  phaseAt: null,
  phaseUntil: null,
};
const OLD_MS = 40 * 60_000;

function teamRow({ team }: TeamRow, now: number): ResourceRow {
  const stale = team.reportedAt === null || now - team.reportedAt > OLD_MS;
  return {
    ...BLANK,
    id: team.id,
    sign: team.registered.callSign,
    title: team.registered.name,
    line: team.registered.unit,
    class: team.registered.level,
    state: team.readiness,
    percent: team.readiness === "ready" ? 86 : 61,
    stale,
    at: team.reportedAt,
    number: team.registered.people,
    of: team.registered.people,
  };
}

function lotRow(lot: Lot): ResourceRow {
  return {
    ...BLANK,
    id: lot.id,
    sign: lot.registered.supply,
    title: lot.registered.name,
    line: lot.registered.depot,
    state: "enough",
    number: lot.registered.quantity,
    of: lot.registered.quantity,
    unit: lot.registered.unit,
    at: lot.countedAt,
    stale: lot.countedAt === null,
  };
}

function siteRow(site: Site): ResourceRow {
  return {
    ...BLANK,
    id: site.id,
    title: site.registered.name,
    line: site.registered.place.words,
    class: site.registered.kind,
  };
}

function all(kind: ResourceQuery["kind"], things: Things): ResourceRow[] {
  if (kind === "teams") return things.teams.map((team) => teamRow(team, things.now));
  if (kind === "supplies") return things.lots.map(lotRow);
  return kind === "sites" ? things.sites.map(siteRow) : [];
}

export function boardOf(query: ResourceQuery, things: Things): ResourcePage {
  const fits = all(query.kind, things).filter(
    (row) =>
      `${row.title} ${row.sign}`.toLowerCase().includes(query.text.toLowerCase()) &&
      (query.class === "" || row.class === query.class),
  );
  const states = new Map<string, number>();
  for (const row of fits) states.set(row.state, (states.get(row.state) ?? 0) + 1);
  const rows = fits.filter((row) => query.state === "" || row.state === query.state);
  return {
    total: rows.length,
    leftOut: 0,
    offset: query.offset,
    rows: rows.slice(query.offset, query.offset + query.limit),
    states: [...states].map(([state, count]) => ({ state, count })),
    at: things.now,
  };
}

export function profileOf({ kind, id }: ResourceRef, things: Things): ResourceProfile | null {
  const row = all(kind, things).find((one) => one.id === id);
  if (row === undefined) return null;
  const team = things.teams.find((one) => one.team.id === id) ?? null;
  return {
    row,
    team,
    lot: things.lots.find((lot) => lot.id === id) ?? null,
    site: things.sites.find((site) => site.id === id) ?? null,
    person: null,
    score:
      team === null
        ? null
        : {
            percent: row.percent ?? 0,
            ready: true,
            stale: row.stale,
            bars: [],
            reasons: [
              { code: "certificates_over", number: 1, of: 9, lost: 2 },
              { code: "ready", number: null, of: null, lost: 0 },
            ],
            weights: [
              { part: "presence", weight: 25 },
              { part: "certificates", weight: 15 },
            ],
          },
    standard: null,
    hazard: null,
    hazardDiffers: [],
    lots: things.lots.filter((lot) => lot.registered.depot === id).map(lotRow),
    history: [],
  };
}
