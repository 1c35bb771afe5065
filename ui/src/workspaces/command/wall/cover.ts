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

function supplied(detail: IncidentDetail, supply: string): number {
  const draws = detail.lots
    .filter((lot) => lot.registered.supply === supply)
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
