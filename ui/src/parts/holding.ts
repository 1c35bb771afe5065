/** Which orders hold their team. */
import type { Progress } from "../contract";

/** In the order in which an order takes them. */
export const HOLDING: readonly Progress[] = ["sent", "acknowledged", "en_route", "on_scene"];

/** True while an order of this progress holds its team. */
export function holds(progress: Progress): boolean {
  return HOLDING.includes(progress);
}
