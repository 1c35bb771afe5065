/** What an incident needs against what is on its way and there. */
import type { IncidentDetail, Need, Order, TeamRow } from "../../../contract";
import { holds } from "../claims";
import { isOpen } from "../tasks";

export interface Cover {
  need: Need;
  /** How many are there. */
  there: number;
  /** How many are ordered and not there yet. */
  coming: number;
  /** How many are missing. */
  gap: number;
}

/**
 * What the tasks that are not done need together: the largest number of each capability, since one
 * team can serve several tasks, and the sum of each supply. The same rule as the desk's advice.
 */
export function openNeeds(detail: IncidentDetail): Need[] {
  const needs = new Map<string, Need>();
  const open = Object.values(detail.incident.tasks).filter(isOpen);
  for (const need of open.flatMap((task) => task.given.needs)) {
    const key = `${need.capability}|${need.supply}`;
    const known = needs.get(key);
    const quantity =
      known === undefined
        ? need.quantity
        : need.supply === ""
          ? Math.max(known.quantity, need.quantity)
          : known.quantity + need.quantity;
    needs.set(key, { ...need, quantity });
  }
  return [...needs.values()];
}

/** Digits of one level of a supply's code. */
const LEVEL_DIGITS = 2;

/**
 * Whether a supply of one code serves a need for another: the same, or one of the group that a code
 * with trailing pairs of zeros names (GB/T 38565-2020). The same rule as the desk's advice.
 */
export function serves(supply: string, wanted: string): boolean {
  let group = wanted;
  while (group.length > LEVEL_DIGITS && group.endsWith("00")) group = group.slice(0, -LEVEL_DIGITS);
  return supply === wanted || (group.length < wanted.length && supply.startsWith(group));
}

function supplied(detail: IncidentDetail, supply: string): number {
  const draws = detail.lots
    .filter((lot) => serves(lot.registered.supply, supply))
    .flatMap((lot) => lot.draws)
    .filter((draw) => draw.incident === detail.incident.id && draw.claim.is === "confirmed");
  return draws.reduce((sum, draw) => sum + draw.granted, 0);
}

/** Needs with what covers them, the largest gap first. Only orders that stand count. */
export function covers(detail: IncidentDetail, teams: readonly TeamRow[]): Cover[] {
  const standing = detail.orders.filter((order) => holds(order.progress) && order.claim.is === "confirmed");
  const able = (order: Order, capability: string) =>
    teams.find((row) => row.team.id === order.sent.team)?.team.registered.capabilities.includes(capability) ?? false;
  const one = (need: Need): Cover => {
    const sent =
      need.capability === "" ? [] : standing.filter((order) => able(order, need.capability));
    const there = sent.filter((order) => order.progress === "on_scene").length;
    const coming = need.capability === "" ? supplied(detail, need.supply) : sent.length - there;
    return { need, there, coming, gap: Math.max(0, need.quantity - there - coming) };
  };
  return openNeeds(detail).map(one).sort((a, b) => b.gap - a.gap);
}
