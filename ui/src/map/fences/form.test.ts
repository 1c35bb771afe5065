import { beforeEach, expect, test } from "vitest";
import type { Fence } from "../../contract";
import { distanceM } from "../geo";
import { sinceNow } from "../../parts/leaving.svelte";
import { FenceForm, minuteOf, namesOf } from "./form.svelte";
import { fencePicture } from "./picture";

const NOW = 1_800_000_000_000;
const PLANT = { lon: 117.15, lat: 36.68 };
let form: FenceForm;

beforeEach(() => {
  form = new FenceForm();
  form.name = " 演练 氯碱厂 ";
  form.shape = "circle";
  form.points = [PLANT];
});

test("a name and a circle are enough to watch every vehicle", () => {
  expect(form.faults(NOW), "nothing is missing").toEqual([]);
  expect(form.set(), "all vehicles, going in, from now on, all day").toEqual({
    name: "演练 氯碱厂",
    shape: { is: "circle", centre: PLANT, radiusM: 500 },
    whom: { is: "all" },
    on: "enter",
    from: null,
    until: null,
    hours: null,
    reason: "",
  });
});

test("whatever is typed of a fence counts as unsaved", () => {
  const unsaved = sinceNow(() => form.typed);
  expect(unsaved(), "nothing was typed since").toBe(false);
  form.untilHour = "06:00";
  expect(unsaved(), "an hour would be lost").toBe(true);
  form.untilHour = "";
  form.points = [{ lon: 117.2, lat: 36.7 }];
  expect(unsaved(), "and so would another place").toBe(true);
});

test("what is missing or cannot be is named", () => {
  expect(new FenceForm().faults(NOW), "what it is called and where").toEqual(["name", "points"]);
  form.radius = "0";
  expect(form.faults(NOW), "a circle has a radius").toEqual(["radius"]);
  form.shape = "area";
  expect(form.faults(NOW), "an area has three corners").toEqual(["points"]);
  form.shape = "circle";
  form.radius = "200";
  form.whom = "named";
  expect(form.faults(NOW), "no vehicle is named").toEqual(["whom"]);
  form.whom = "colours";
  form.toggle(2, true);
  form.fromHour = "22:00";
  expect(form.faults(NOW), "hours have an end").toEqual(["hours"]);
  form.untilHour = "22:00";
  expect(form.faults(NOW), "and it is another").toEqual(["hours"]);
  form.untilHour = "6:00";
  form.until = "2020-01-01 00:00";
  expect(form.faults(NOW), "it is over already").toEqual(["until_past"]);
});

test("a fence that is corrected comes back as it was set", () => {
  const set: Fence["set"] = {
    name: "演练",
    shape: { is: "area", ring: [PLANT, { lon: 117.16, lat: 36.68 }, { lon: 117.16, lat: 36.69 }] },
    whom: { is: "named", names: ["鲁A演练01", "鲁A演练02"] },
    on: "leave",
    from: null,
    until: null,
    hours: { fromMin: 1320, toMin: 360 },
    reason: "夜间禁行",
  };
  const fence: Fence = { id: "F1", set, setAt: NOW, endedAt: null, endedBecause: "" };
  expect(new FenceForm(fence).set(), "nothing was touched").toEqual(set);
});

test("hours and names are read as people write them", () => {
  expect([minuteOf("22:30"), minuteOf("６：05"), minuteOf("24:00"), minuteOf("x")], "hours").toEqual([1350, 365, null, null]);
  expect(namesOf("鲁A1，鲁A2\n鲁A1"), "each once").toEqual(["鲁A1", "鲁A2"]);
});

test("a fence is drawn as a closed area with its name", () => {
  const circle = { is: "circle" as const, centre: PLANT, radiusM: 500 };
  const set = { ...new FenceForm().set(), name: "演练", shape: circle } as Fence["set"];
  const fence: Fence = { id: "F1", set, setAt: NOW, endedAt: null, endedBecause: "" };
  const [drawn] = fencePicture([fence]).features;
  if (drawn?.geometry.type !== "Polygon") throw new Error("it is an area");
  const ring = drawn.geometry.coordinates[0] ?? [];
  expect(ring.at(-1), "it is closed").toEqual(ring[0]);
  const [lon = 0, lat = 0] = ring[0] ?? [];
  expect(distanceM(PLANT, { lon, lat }), "its radius").toBeCloseTo(500, -1);
  expect(drawn.properties?.name, "its name").toBe("演练");
});
