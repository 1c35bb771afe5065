import { expect, it } from "vitest";
import type { ClauseDiff, PlanDiff } from "../../../contract";
import { changesOf, CUT_CHARS_MIN, nextChange, partsOf, shownClauses } from "./diff";

function clause(more: Partial<ClauseDiff>): ClauseDiff {
  return { old: 0, new: 0, oldHeading: "a", newHeading: "a", moved: false, changed: false, segments: [], ...more };
}

it("says what became of a clause, also when it was two things", () => {
  expect(changesOf(clause({ old: null }))).toEqual(["added"]);
  expect(changesOf(clause({ new: null }))).toEqual(["removed"]);
  expect(changesOf(clause({ moved: true, changed: true }))).toEqual(["changed", "moved"]);
  expect(changesOf(clause({}))).toEqual(["same"]);
});

it("shows the changes alone and keeps their places", () => {
  const clauses = [clause({}), clause({ changed: true }), clause({ old: null })];
  const diff = { clauses } as PlanDiff;
  expect(shownClauses(diff, true).map((one) => one.at)).toEqual([1, 2]);
  expect(shownClauses(diff, false)).toHaveLength(3);
});

const SEGMENTS = [
  { kind: "same", text: "甲" },
  { kind: "removed", text: "30" },
  { kind: "added", text: "20" },
  { kind: "same", text: "分钟" },
];

it("gives each side its own words", () => {
  const words = (side: "old" | "new" | "both") => partsOf(SEGMENTS, side).map((part) => part.text).join("");
  expect([words("old"), words("new"), words("both")]).toEqual(["甲30分钟", "甲20分钟", "甲3020分钟"]);
});

it("cuts what stayed for long and says how much is left out", () => {
  const long = "字".repeat(CUT_CHARS_MIN);
  const parts = partsOf([{ kind: "added", text: "x" }, { kind: "same", text: long }, { kind: "added", text: "y" }], "new");
  const said = parts.map((part) => [...part.text].length).reduce((sum, n) => sum + n, 0);
  const left = parts.reduce((sum, part) => sum + part.left, 0);
  expect(said + left, "no character is unaccounted for").toBe(CUT_CHARS_MIN + 2);
  expect(left, "the middle is left out").toBeGreaterThan(0);
  expect(partsOf([{ kind: "removed", text: long }], "old")[0]?.text, "a change is never cut").toBe(long);
});

it("goes from change to change in a circle", () => {
  expect([nextChange([2, 5, 9], 5, 1), nextChange([2, 5, 9], 9, 1), nextChange([2, 5, 9], 2, -1)]).toEqual([9, 2, 9]);
  expect(nextChange([2, 5], -1, 1), "from the start the first").toBe(2);
  expect(nextChange([], 0, 1), "there may be none").toBe(-1);
});
