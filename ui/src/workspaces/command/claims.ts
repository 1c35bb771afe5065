/** Whether a claim on a team or on supplies stands, in words. */
import type { Assignment, Claim, Draw, Lot, Order, Progress, Team } from "../../contract";
import { t } from "../../locale/index.svelte";
import { HOLDING, holds } from "../../parts/holding";

/** How a desk is called. */
export type DeskName = (origin: string) => string;

export function claimWords(claim: Claim, deskName: DeskName): string {
  const words = t().command.claim;
  if (claim.is !== "refused") return words[claim.is];
  const { reason } = claim;
  switch (reason.because) {
    case "held_by":
      return words.refused_held(deskName(reason.holder));
    case "stale_epoch":
      return words.refused_epoch;
    case "unknown":
      return words.refused_unknown;
    case "malformed":
      return words.refused_malformed;
  }
}

/** True when somebody else has or had the thing. */
export function isContested(claim: Claim): boolean {
  return claim.is === "conflict" || claim.is === "refused";
}

/** What waits for a person first: contested, unconfirmed, not answered, on the road, there. */
function need(order: Order): number {
  if (isContested(order.claim)) return 0;
  if (order.claim.is === "unconfirmed") return 1;
  return 2 + HOLDING.indexOf(order.progress);
}

/** Orders in the order in which they ask for attention; the oldest first. */
export function byNeed(a: Order, b: Order): number {
  return need(a) - need(b) || (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0);
}

/** How many orders are how far. */
export function counted(orders: readonly Order[]): [Progress, number][] {
  const counts = HOLDING.map((progress): [Progress, number] => [
    progress,
    orders.filter((order) => order.progress === progress).length,
  ]);
  return counts.filter(([, count]) => count > 0);
}

/** The jobs of a team that run, whether or not they were granted. */
export function runningJobs(team: Team): Assignment[] {
  return team.assignments.filter((one) => holds(one.progress) && one.claim.is !== "withdrawn");
}

/** The orders between which a person has to choose: those granted, and those that were not. */
export function disputedJobs(team: Team): Assignment[] {
  const running = runningJobs(team);
  const refused = running.filter((one) => isContested(one.claim));
  const standing = running.filter((one) => one.claim.is === "confirmed");
  return refused.length === 0 || standing.length === 0 ? [] : [...standing, ...refused];
}

/** The draws of a lot that were not granted in full and wait for a word. */
export function disputedDraws(lot: Lot): Draw[] {
  const refused = lot.draws.filter((draw) => isContested(draw.claim));
  return refused.length === 0 ? [] : lot.draws.filter((draw) => draw.claim.is !== "withdrawn");
}

/** How many of a lot are there by the book. */
export function onHand(lot: Lot): number {
  return Object.values(lot.allotments).reduce((sum, share) => sum + share, 0);
}

const STEPS: readonly Progress[] = ["acknowledged", "en_route", "on_scene"];

export type OrderMove = "acknowledged" | "en_route" | "on_scene" | "released" | "recalled" | "failed";

/** The steps an order may take next, the likely one first. */
export function orderMoves(progress: Progress): OrderMove[] {
  if (!holds(progress)) return [];
  const onward = STEPS.slice(STEPS.indexOf(progress) + 1) as OrderMove[];
  return [...onward, "released", "recalled", "failed"];
}

/** Steps that need a reason. */
export function needsReason(move: OrderMove): boolean {
  return move === "recalled" || move === "failed";
}
