/** How the things that the log names are called on the screen. */
import type { DeskName, Incident, IncidentRow, Lot, Order, PlanRow, Site, TeamRow } from "../contract";
import { dayTime } from "../locale/format";
import { t } from "../locale/index.svelte";
import type { FactNames } from "./facts";
import { plainLine } from "./plain";

const NAME_CHARS_MAX = 40;
/** Enough of an id to tell two apart when it is read out. */
const ID_CHARS = 8;

/** What is known at the moment; what is not there is called by its id. */
export interface NameSources {
  /** The device key of this desk. */
  own: string | null;
  /** Other desks that have a name here. */
  desks?: readonly DeskName[] | null | undefined;
  incidents?: readonly IncidentRow[] | null;
  teams?: readonly TeamRow[] | null;
  lots?: readonly Lot[] | null;
  plans?: readonly PlanRow[] | null;
  sites?: readonly Site[] | null;
  incident?: Incident | null;
  orders?: readonly Order[] | null;
}

function shortId(id: string): string {
  return plainLine(id.slice(-ID_CHARS), ID_CHARS);
}

/** The name of a desk: its own one here, else the beginning of its key. */
export function deskName(
  origin: string | null,
  own: string | null,
  desks: readonly DeskName[] = [],
): string {
  const words = t().command.order;
  if (origin === null || origin === "") return words.platform;
  if (origin === own) return words.origin_own;
  const named = desks.find((desk) => origin.startsWith(desk.key));
  return named === undefined
    ? words.origin(plainLine(origin.slice(0, ID_CHARS)))
    : plainLine(named.name, NAME_CHARS_MAX);
}

export function teamName(row: TeamRow): string {
  return calledTeam(row.team.registered.callSign, row.team.registered.name);
}

/** Call sign and name; many districts write the call sign into the name. */
export function calledTeam(callSign: string, name: string): string {
  const before = name.endsWith(callSign) ? name.slice(0, -callSign.length) : null;
  // `T1` at the end of `fire station T1`, but not of `fire station CT1`.
  const named = before !== null && callSign !== "" && !/[A-Za-z0-9]$/.test(before);
  return plainLine(`${callSign} ${named ? before.trimEnd() : name}`, NAME_CHARS_MAX);
}

export function names(sources: NameSources): FactNames {
  const incident = (id: string) => {
    const row = sources.incidents?.find((one) => one.id === id);
    return row === undefined ? shortId(id) : `${row.callSign} ${plainLine(row.title, NAME_CHARS_MAX)}`;
  };
  const team = (id: string) => {
    const row = sources.teams?.find((one) => one.team.id === id);
    return row === undefined ? shortId(id) : teamName(row);
  };
  return {
    incident,
    team,
    alert: shortId,
    report: shortId,
    lot: (id) => {
      const lot = sources.lots?.find((one) => one.id === id);
      return lot === undefined ? shortId(id) : plainLine(lot.registered.name, NAME_CHARS_MAX);
    },
    task: (id) => {
      const task = sources.incident?.tasks[id];
      return task === undefined ? shortId(id) : plainLine(task.given.what, NAME_CHARS_MAX);
    },
    order: (id) => {
      const order = sources.orders?.find((one) => one.id === id);
      return order === undefined ? shortId(id) : team(order.sent.team);
    },
    plan: (id) => {
      const plan = sources.plans?.find((one) => one.id === id);
      return plainLine(plan?.title ?? id, NAME_CHARS_MAX);
    },
    site: (id) => {
      const site = sources.sites?.find((one) => one.id === id);
      return site === undefined ? shortId(id) : plainLine(site.registered.name, NAME_CHARS_MAX);
    },
    desk: (origin) => deskName(origin, sources.own, sources.desks ?? []),
    time: dayTime,
  };
}
