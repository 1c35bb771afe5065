/** What a task asks for, in words. */
import type { Lot, Need } from "../contract";
import { t } from "../locale/index.svelte";
import { plainLine } from "./plain";

const CODE_CHARS_MAX = 30;

export function capabilityWords(code: string): string {
  return t().command.capability[code] ?? plainLine(code, CODE_CHARS_MAX);
}

/** What a supply is called that some lot has; else its code. */
export function supplyName(lots: readonly Lot[], code: string): string {
  return lots.find((lot) => lot.registered.supply === code)?.registered.name ?? code;
}

/** A supply is called as the lots call it. */
export function needWords(need: Need, lots: readonly Lot[]): string {
  const what = need.capability !== "" ? capabilityWords(need.capability) : supplyName(lots, need.supply);
  return t().command.tasks.need(plainLine(what, CODE_CHARS_MAX), need.quantity);
}
