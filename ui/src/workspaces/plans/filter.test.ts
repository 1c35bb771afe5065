import { expect, it } from "vitest";
import type { PlanRow } from "../../contract";
import { matches } from "./filter";

const plan = { title: "Fire plan", kind: "special", unit: "Licheng", status: "sample" } as PlanRow;

it("finds a plan by any of its words, in any order", () => {
  for (const text of ["", "fire", "sample FIRE", "  licheng "]) {
    expect(matches(plan, text), `"${text}" is in it`).toBe(true);
  }
  expect(matches(plan, "fire flood"), "every word has to be there").toBe(false);
});
