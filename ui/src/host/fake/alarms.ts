/** Made-up alarms as rows that stand for many, their load, and what the officer does to them. */
import type {
  AlarmAct,
  AlarmLoadSheet,
  AlarmShifts,
  AlertRow,
  BadPoint,
  Deaf,
  GatheredRow,
  Life,
  SourceOut,
} from "../../contract";
import { HOUR_MS, MINUTE_MS } from "../../parts/times";
import type { FakeAlert } from "./alerts";
import words from "./words.json";

const WINDOW_MS = 10 * MINUTE_MS;
const RANK = { urgent: 1, high: 2, medium: 3, low: 4 } as const;

/** Where a row stands in its life, by what the list says of it. */
export function lifeOf(row: AlertRow, now: number): Life {
  if (row.status !== "actual") return "not_actual";
  const over = row.expires !== null && row.expires < now;
  if (row.cancelled || row.superseded || row.dismissed || row.mergedInto !== null || over) return "ended";
  if (row.shelvedUntil !== null && row.shelvedUntil > now) return "shelved";
  return row.acknowledged ? "acknowledged" : "unacknowledged";
}

function waits(row: AlertRow): boolean {
  return row.life === "unacknowledged" || row.life === "returned";
}

function gathered(rows: readonly AlertRow[]): GatheredRow | null {
  const [first] = [...rows].sort((a, b) => a.recorded - b.recorded);
  const [gravest] = [...rows].sort(
    (a, b) => Number(waits(b)) - Number(waits(a)) || a.priority - b.priority,
  );
  if (first === undefined || gravest === undefined || rows.length === 1) return null;
  return {
    lead: first.id,
    gravest: gravest.id,
    gravestHeadline: gravest.id === first.id ? "" : gravest.headline,
    alerts: rows.length,
    waiting: rows.filter(waits).length,
    folds: new Set(rows.map((row) => row.kind + row.source)).size,
    first: first.recorded,
    last: Math.max(...rows.map((row) => row.recorded)),
    level: Math.min(...rows.map((row) => row.level)),
    ties: ["near"],
    parted: false,
  };
}

/** Rows of one place as one row each, led by what was heard first. */
export function gather(rows: readonly AlertRow[]): AlertRow[] {
  const places = new Map<string, AlertRow[]>();
  for (const row of rows) places.set(row.place, [...(places.get(row.place) ?? []), row]);
  const all = [...places.values()].map((group): AlertRow => {
    const row = gathered(group);
    const lead = group.find((one) => one.id === row?.lead) ?? group[0];
    if (lead === undefined) throw new Error("a group is never empty");
    const gravest = group.find((one) => one.id === row?.gravest) ?? lead;
    return { ...lead, priority: gravest.priority, life: gravest.life, gathered: row };
  });
  return all.sort(
    (a, b) => Number(waits(b)) - Number(waits(a)) || a.priority - b.priority || b.recorded - a.recorded,
  );
}

/** The rows of one place. */
export function under(rows: readonly AlertRow[], id: string): AlertRow[] {
  const place = rows.find((row) => row.id === id)?.place;
  return rows.filter((row) => row.place === place);
}

/** The station of a made-up source: those whose names begin alike share one. */
export function stationOf(source: string): string {
  return `station:${source.slice(0, 2)}`;
}

/** Whether an alert goes out of service with a source, a point or a station. */
function isOf(row: AlertRow, source: string): boolean {
  return [`${row.sourceId}#${row.kind}`, row.sourceId, stationOf(row.sourceId)].includes(source);
}

/** Does what an act says, as far as the list shows it; the alerts that it touched. */
export function actOn(all: Map<string, FakeAlert>, outs: SourceOut[], act: AlarmAct, by: string, now: number): string[] {
  if (act.act === "take_out" || act.act === "put_back") return serve(all, outs, act, by, now);
  const rows = act.alerts.flatMap((id) => all.get(id)?.row ?? []);
  for (const row of rows) {
    if (act.act === "verify") {
      row.acknowledged ||= act.finding !== null;
      row.dismissed = act.finding !== null && act.finding !== "real";
    } else if (act.act === "prioritize") {
      row.prioritized = act.priority !== null;
      if (act.priority !== null) row.priority = RANK[act.priority];
    }
  }
  return act.alerts;
}

type Serving = Extract<AlarmAct, { act: "take_out" | "put_back" }>;

/** Takes a source out of service or puts it back, with all that stands of it. */
function serve(all: Map<string, FakeAlert>, outs: SourceOut[], act: Serving, by: string, now: number): string[] {
  const of = [...all.values()].map((one) => one.row).filter((row) => isOf(row, act.source));
  if (act.act === "take_out") {
    const { source, name, until, reason } = act;
    outs.push({ source, name, until, reason, by, at: now });
    for (const row of of) row.shelvedUntil = until;
  } else {
    const at = outs.findIndex((one) => one.source === act.source);
    if (at >= 0) outs.splice(at, 1);
    for (const row of of) row.shelvedUntil = null;
  }
  return of.map((row) => row.id);
}

/** What a delay would have made of a point that chatters. */
const CALMED = [{ onDelayS: 0, offDelayS: 60, alarms: 1 }];
const SHIFT_HOURS = 8;

function points(rows: readonly AlertRow[]): BadPoint[] {
  const counts = new Map<string, BadPoint>();
  for (const row of rows) {
    // What a device measures is judged by its limits, as of a broker.
    const name = row.atPoint === null ? row.source : `mqtt:${row.atPoint.device}#high`;
    const known = counts.get(name);
    if (known !== undefined) known.alarms += 1;
    else {
      const point = { point: name, name, alert: row.id, alarms: 1, inMinute: 2, fleeting: 1, calmed: CALMED };
      counts.set(name, point);
    }
  }
  return [...counts.values()].sort((a, b) => b.alarms - a.alarms).slice(0, 10);
}

/** Three shifts, the last of which goes on; and the load of some of them. */
export function shifts(rows: readonly AlertRow[], now: number, compare: number): AlarmShifts {
  const all = [0, 1, 2].map((ago) => ({
    from: now - (ago + 1) * SHIFT_HOURS * HOUR_MS,
    to: ago === 0 ? null : now - ago * SHIFT_HOURS * HOUR_MS,
    leader: words.leader,
    officers: [words.officers[ago % words.officers.length] ?? ""],
  }));
  return { shifts: all, loads: all.slice(0, compare).map((one) => load(rows, 0, now, one.to === null ? null : one.from)) };
}

/** The load over some hours, or of a shift that is over. */
export function load(rows: readonly AlertRow[], hours: number, at: number, shift: number | null = null): AlarmLoadSheet {
  const now = shift === null ? at : shift + SHIFT_HOURS * HOUR_MS;
  const from = now - (hours || SHIFT_HOURS) * HOUR_MS;
  const heard = rows.filter((row) => row.recorded >= from);
  const count = Math.ceil((now - from) / WINDOW_MS);
  const windows = Array.from({ length: count }, (_, n) => {
    const begin = from + n * WINDOW_MS;
    const alarms = heard.filter((row) => row.recorded >= begin && row.recorded < begin + WINDOW_MS).length;
    return { from: begin, alarms };
  });
  const peak = [...windows].sort((a, b) => b.alarms - a.alarms)[0] ?? { from, alarms: 0 };
  const of = (priority: number) => heard.filter((row) => row.priority === priority).length;
  const worst = points(heard);
  return {
    from,
    to: now,
    operators: words.officers.length,
    cut: false,
    load: {
      alarms: heard.length,
      average: heard.length / words.officers.length / Math.max(1, count),
      windows,
      peak,
      floodPercent: 4,
      byPriority: [of(1), of(2), of(3), of(4)],
      standing: rows.filter((row) => row.life === "unacknowledged" || row.life === "acknowledged").length,
      stale: 3,
      acknowledged: heard.filter((row) => row.acknowledged).length,
      ackMedianS: 42,
      ackP90S: 380,
      worst,
      worstPercent: 61,
      chattering: worst.slice(0, 2),
      chatteringPoints: Math.min(2, worst.length),
      fleeting: worst.slice(1, 2),
      fleetingPoints: worst.slice(1, 2).length,
    },
    guideline: {
      averageGood: 1,
      averageMost: 2,
      peakMost: 10,
      floodFrom: 10,
      floodBelow: 5,
      floodPercentMost: 1,
      staleMost: 5,
      staleH: 24,
      worstPercentMost: 5,
      priorityPercent: [5, 15, 80],
      chatterInMinute: 3,
      fleetingS: 10,
    },
  };
}

/** What makes the made-up desk of a busy hour deaf. */
export function deaf(busy: boolean, now: number): Deaf[] {
  if (!busy) return [];
  return [
    { why: "feed_down", name: words.feeds[3]?.[0] ?? "", since: now - 19 * MINUTE_MS },
    { why: "no_leader", name: "", since: null },
    { why: "no_second_desk", name: "", since: null },
    { why: "no_notifications", name: "", since: null },
  ];
}
