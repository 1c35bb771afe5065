import { expect, it } from "vitest";
import type { PlanMapRow } from "../../../contract";
import { chosenAt, chosenPlans, marks } from "./counts";

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

const label = (name: string, count: number, state: string) => `${name}/${count}/${state}`;

it("puts the plans of one unit on one mark, with what has to be looked at first", () => {
  const units = marks({ plans: PLANS, streets: [] }, label);
  expect(units.map((mark) => [mark.state, mark.label, mark.area])).toEqual([
    ["overdue", "/2/overdue", false],
    ["ended", "/1/ended", false],
  ]);
  const [first] = units;
  expect(ids(chosenPlans(PLANS, chosenAt(first?.place ?? ""), NAMED)), "a press shows both").toEqual(["a", "b"]);
  expect(marks({ plans: [plan("x")], streets: [] }, label), "without a place there is no mark").toEqual([]);
});

it("marks every street of a plan, and the district for plans without a place", () => {
  const streets = ["王舍人", "鲍山", "港沟"].map((name, at) => ({ name, point: { lon: 117 + at, lat: 36.7 } }));
  const about = { approximate: true, point: POINT };
  const plans = [
    plan("two", { streets: ["王舍人", "鲍山"], ...about }),
    plan("one", { streets: ["鲍山"], notDrilled: true, ...about }),
    plan("all", { state: "draft", ...about }),
  ];
  const made = marks({ plans, streets }, label);
  expect(made.map((mark) => mark.label), "each by its worst, none where no plan is").toEqual([
    "王舍人/1/in_force",
    "鲍山/2/not_drilled",
    "/1/draft",
  ]);
  expect(made.every((mark) => mark.area), "they are areas, and no unit is where nobody said it is").toBe(true);
  expect(made.map((mark) => ids(chosenPlans(plans, chosenAt(mark.place), [...streets.map((street) => street.name), ""]))), "a press lists them").toEqual([
    ["two"],
    ["two", "one"],
    ["all"],
  ]);
});
