/** What is ticked of a recommendation, and what comes of it. */
import type {
  Command,
  LotAdvice,
  Prefer,
  Reason,
  Recommendation,
  Task,
  TeamAdvice,
  TeamRow,
} from "../../contract";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";
import { runningJobs } from "./claims";
import { capabilityWords } from "../../parts/needs";
import { isOpen } from "./tasks";

const WORDS_CHARS_MAX = 60;

/** The three ways to choose teams, in the order in which they are shown. */
export const PREFERS: readonly Prefer[] = ["fastest", "fewest", "coverage"];

/** One reason in words; a code of a later version is shown by the words it brings. */
export function reasonWords(reason: Reason): string {
  const told = plainLine(reason.words, WORDS_CHARS_MAX);
  const word = reason.code === "able" ? capabilityWords(told) : told;
  const say = t().command.forces.reason[reason.code] ?? t().way_back.reason[reason.code];
  return say?.(reason.number, word) ?? (word || plainLine(reason.code, WORDS_CHARS_MAX));
}

/** What the officer ticked himself; what he did not touch stands as advised. */
export interface Picks {
  /** Team to yes or no. */
  teams: ReadonlyMap<string, boolean>;
  /** Lot to quantity, 0 for none. */
  lots: ReadonlyMap<string, number>;
  /** Whether the advice counts where nothing was touched. */
  asAdvised: boolean;
}

export function isPicked(picks: Picks, team: TeamAdvice): boolean {
  return picks.teams.get(team.team) ?? (picks.asAdvised && team.chosen);
}

export function quantityOf(picks: Picks, lot: LotAdvice): number {
  return picks.lots.get(lot.lot) ?? (picks.asAdvised ? lot.quantity : 0);
}

/** A team to send, with the travel time that was shown. */
export interface Sending {
  team: string;
  capability: string;
  etaS: number | null;
  etaEstimated: boolean;
}

export interface Drawing {
  lot: string;
  quantity: number;
}

/** Every ticked team once, in the order of the advice, then those chosen by hand. */
export function sendings(picks: Picks, advice: Recommendation | null): Sending[] {
  const found = new Map<string, Sending>();
  for (const one of advice?.teams ?? []) {
    if (!isPicked(picks, one) || found.has(one.team)) continue;
    const { team, capability, etaS, etaEstimated } = one;
    found.set(team, { team, capability, etaS, etaEstimated });
  }
  for (const [team, on] of picks.teams) {
    if (on && !found.has(team)) {
      found.set(team, { team, capability: "", etaS: null, etaEstimated: false });
    }
  }
  return [...found.values()];
}

/** Every lot to draw from once. */
export function drawings(picks: Picks, advice: Recommendation | null): Drawing[] {
  const found = new Map<string, number>();
  for (const lot of advice?.lots ?? []) found.set(lot.lot, quantityOf(picks, lot));
  for (const [lot, quantity] of picks.lots) found.set(lot, quantity);
  return [...found].filter(([, quantity]) => quantity > 0).map(([lot, quantity]) => ({ lot, quantity }));
}

/** The open task that a capability serves, the most pressing one. */
export function taskFor(tasks: readonly Task[], capability: string): Task | null {
  if (capability === "") return null;
  const fits = (task: Task) => task.given.needs.some((need) => need.capability === capability);
  return tasks.find((task) => isOpen(task) && fits(task)) ?? null;
}

/** The order to a team; a team with a running job is sent knowingly as a further one. */
export function sendCommand(
  sending: Sending,
  incident: string,
  task: Task | null,
  words: string,
  row: TeamRow | undefined,
  despite = "",
): Command {
  const { team, etaS, etaEstimated } = sending;
  return {
    do: "send_team",
    team,
    incident,
    task: task?.given.task ?? null,
    words: words.trim() === "" ? (task?.given.what ?? "") : words,
    furtherJob: row !== undefined && runningJobs(row.team).length > 0,
    etaS,
    etaEstimated,
    despite: despite.trim(),
  };
}
