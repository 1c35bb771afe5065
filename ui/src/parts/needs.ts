/** What a task asks for, in words. */
import type { Need } from "../contract";
import { t } from "../locale/index.svelte";
import { plainLine } from "./plain";

const CODE_CHARS_MAX = 30;

export function capabilityWords(code: string): string {
  return t().command.capability[code] ?? plainLine(code, CODE_CHARS_MAX);
}

/** `supplyName` finds the name of a supply by its code. */
export function needWords(need: Need, supplyName: (code: string) => string): string {
  const what = need.capability !== "" ? capabilityWords(need.capability) : supplyName(need.supply);
  return t().command.tasks.need(plainLine(what, CODE_CHARS_MAX), need.quantity);
}
