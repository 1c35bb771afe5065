/** Which plans a few words leave in the list. */
import type { PlanRow } from "../../contract";

/** True when each word stands in the title, the kind, the unit or the state. */
export function matches(plan: PlanRow, text: string): boolean {
  const held = `${plan.title} ${plan.kind} ${plan.unit} ${plan.status}`.toLowerCase();
  const words = text.toLowerCase().split(/\s+/u);
  return words.every((word) => held.includes(word));
}
