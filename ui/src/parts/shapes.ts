/** The shape of each level, in a box of 24 by 24: octagon, triangle, diamond, circle, box. */
import type { Step } from "./level";

export const SHAPES: Record<Step, string> = {
  1: "M8 2h8l6 6v8l-6 6H8l-6-6V8z",
  2: "M12 1.5 23 21.5H1z",
  3: "M12 1 23 12 12 23 1 12z",
  4: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  5: "M3 5h18v14H3z",
};

/** Where the numeral's base line is. */
export function numeralBase(step: Step): number {
  return step === 2 ? 19 : 16.5;
}
