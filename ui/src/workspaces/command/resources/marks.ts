/** The shape beside a state's word: how far a thing can be counted on, never a colour. */
import type { SiteKind } from "../../../contract";
import { t } from "../../../locale/index.svelte";

type Mark = "none" | "waiting" | "moving" | "done" | "unsure" | "ended";

const MARKS: Record<string, Mark> = {
  ready: "done",
  enough: "done",
  available: "done",
  works: "done",
  reduced: "moving",
  low: "moving",
  out: "moving",
  returning: "moving",
  restocking: "waiting",
  cleaning: "waiting",
  resting: "waiting",
  open: "moving",
  closed: "waiting",
  unknown: "unsure",
  short: "ended",
  over: "ended",
  not_ready: "ended",
  broken: "ended",
  unavailable: "ended",
};

export function markOf(state: string): Mark {
  return MARKS[state] ?? "none";
}

/** A class of a line in words: team level, site kind or person kind. */
export function classWords(of: string): string {
  const { level } = t().resources;
  const { site, person } = t().words;
  return level[of] ?? site[of as SiteKind] ?? person[of as keyof typeof person] ?? of;
}
