/** Stops of an order that is being written. */
import type { OrderSent, Site, Stop, StopAct, TeamWay, WayVia } from "../../contract";
import type { Sending } from "./advice";

/** The desk takes no more in one order (`STOPS_MAX`). */
export const STOPS_MAX = 8;

/** One stop as it is typed. */
export interface StopDraft {
  /** A site by its name, or a place in words. */
  name: string;
  act: StopAct;
  words: string;
}

export const NEW_STOP: StopDraft = { name: "", act: "collect", words: "" };

/** Stops as they are typed, from those that an order has. */
export function draftsOf(stops: readonly Stop[]): StopDraft[] {
  return stops.map(({ name, act, words }) => ({ name, act, words }));
}

/** The site of that very name. */
function siteOf(name: string, sites: readonly Site[]): Site | undefined {
  return sites.find((site) => site.registered.name === name);
}

/** True for a stop into which something was typed or chosen, and not where it is. */
export function lacksName(draft: StopDraft): boolean {
  return draft.name.trim() === "" && (draft.words.trim() !== "" || draft.act !== NEW_STOP.act);
}

/** The stops that have a name, each with its site and point where the desk knows them. */
export function stopsOf(drafts: readonly StopDraft[], sites: readonly Site[]): Stop[] {
  return drafts
    .map((draft) => ({ ...draft, name: draft.name.trim() }))
    .filter((draft) => draft.name !== "")
    .map(({ name, act, words }) => {
      const site = siteOf(name, sites);
      return {
        name,
        site: site?.id ?? null,
        point: site?.registered.place.point ?? null,
        act,
        words: words.trim(),
        etaS: null,
      };
    });
}

/** Those of them that are on the map, for the question about the way. */
export function viaOf(stops: readonly Stop[]): WayVia[] {
  return stops.flatMap(({ name, point }) => (point === null ? [] : [{ name, point }]));
}

/** True for a way to that incident by these stops and no other; one that is cut has none to tell. */
export function isWayOf(way: TeamWay | null, incident: string, via: readonly WayVia[]): way is TeamWay {
  if (way === null || way.incident !== incident || way.stops.length !== via.length) return false;
  return way.stops.every((stop, index) => stop.name === via[index]?.name);
}

/** The stops with the times at which the team will be there; none unless the way goes by all of them. */
export function timed(stops: readonly Stop[], way: TeamWay | null): Stop[] {
  const fits = isWayOf(way, way?.incident ?? "", viaOf(stops));
  const times = fits ? way.stops.map((stop) => way.setsOutS + stop.etaS) : [];
  return stops.map((stop) => {
    const onWay = stop.point === null ? undefined : times.shift();
    return { ...stop, etaS: onWay ?? null };
  });
}

/** One place up or down; nothing at the ends. */
export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const to = from + by;
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** The order by way of stops. */
export function orderBy(
  sending: Sending,
  incident: string,
  words: string,
  further: boolean,
  stops: Stop[],
  despite: string,
): OrderSent {
  return {
    team: sending.team,
    incident,
    task: null,
    words,
    authority: "remote",
    furtherJob: further,
    etaS: sending.etaS,
    etaEstimated: sending.etaEstimated,
    to: null,
    stops,
    oral: false,
    replaces: null,
    despite,
    against: [],
  };
}
