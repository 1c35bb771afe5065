import { expect, it } from "vitest";
import type { PlanMapRow } from "../../../contract";
import { chosenPlans, marks } from "./counts";

function plan(id: string, more: Partial<PlanMapRow> = {}): PlanMapRow {
  const none = { title: id, kind: "special", unit: "", area: [], streets: [], fields: [], point: null, approximate: false, drilled: null };
  return { plan: id, recorded: true, state: "in_force", overdue: false, notDrilled: false, ...none, ...more };
}
const POINT = { lon: 117.1, lat: 36.7 };
const PLANS = [
  plan("a", { streets: ["王舍人"], overdue: true, point: POINT }),
  plan("b", { fields: ["消防"], state: "in_revision", point: { ...POINT } }),
  plan("c", { state: "abolished", overdue: true, point: { lon: 117.2, lat: 36.7 } }),
];
/** The names of the rows that are counted; the last one is of what is under no other. */
const NAMED = ["王舍人", "消防", ""];
const ids = (list: readonly PlanMapRow[]) => list.map((one) => one.plan);

it("shows the plans that a count is of", () => {
  expect(ids(chosenPlans(PLANS, null, NAMED)), "nothing chosen: all").toEqual(["a", "b", "c"]);
  expect(ids(chosenPlans(PLANS, { by: "street", name: "王舍人" }, NAMED))).toEqual(["a"]);
  expect(ids(chosenPlans(PLANS, { by: "street", name: "" }, NAMED)), "of the whole district").toEqual(["b", "c"]);
  expect(ids(chosenPlans(PLANS, { by: "field", name: "消防", column: "in_force" }, NAMED)), "it is in revision").toEqual([]);
  expect(ids(chosenPlans(PLANS, { by: "field", name: "", column: "ended" }, NAMED))).toEqual(["c"]);
  expect(ids(chosenPlans(PLANS, { by: "street", name: "王舍人", column: "overdue" }, NAMED))).toEqual(["a"]);
});

it("lists under no field what is counted there: plans of a field that is none of the twelve", () => {
  const strange = [plan("d", { fields: ["低空经济"] }), plan("e", { fields: ["低空经济", "消防"] })];
  expect(ids(chosenPlans(strange, { by: "field", name: "" }, NAMED))).toEqual(["d"]);
  expect(ids(chosenPlans(strange, { by: "field", name: "消防" }, NAMED))).toEqual(["e"]);
});

it("puts the plans of one place on one mark, with what has to be looked at first", () => {
  const all = marks(PLANS, (count) => `${count}`);
  expect(all.map((mark) => [mark.state, mark.label])).toEqual([
    ["overdue", "2"],
    ["ended", "1"],
  ]);
  const [first] = all;
  expect(ids(chosenPlans(PLANS, { by: "place", name: first?.place ?? "" }, NAMED)), "a press shows both").toEqual(["a", "b"]);
  expect(marks([plan("x")], String), "without a place there is no mark").toEqual([]);
});
