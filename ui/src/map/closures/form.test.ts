import { beforeEach, describe, expect, test } from "vitest";
import type { Closure } from "../../contract";
import { toField } from "../../parts/moments";
import { sinceNow } from "../../parts/leaving.svelte";
import { ClosureForm, readPoints, shapeOf, tenthsOf, wrongLine } from "./form.svelte";
import { HOUR_MS } from "../../parts/times";

const NOW = 1_800_000_000_000;
const BRIDGE = { lon: 117.15, lat: 36.68 };
let form: ClosureForm;

beforeEach(() => {
  form = new ClosureForm();
  form.place([BRIDGE]);
  form.reason = " 桥下积水 ";
});

test("a point and a reason are enough to close the road beside it", () => {
  expect(form.faults(NOW), "nothing is missing").toEqual([]);
  expect(form.set(), "one point, closed to everybody from now on until it is lifted").toEqual({
    kind: "blocked",
    shape: { is: "line", points: [BRIDGE] },
    depthCm: null,
    slowTenths: null,
    vehicles: [],
    from: null,
    until: null,
    reason: "桥下积水",
    source: "",
    alert: null,
  });
});

test("whatever is typed of a closure counts as unsaved", () => {
  const unsaved = sinceNow(() => form.typed);
  expect(unsaved(), "nothing was typed since").toBe(false);
  form.toggle("heavy", true);
  expect(unsaved(), "a vehicle would be lost").toBe(true);
  form.toggle("heavy", false);
  expect(unsaved(), "taken back, nothing would").toBe(false);
  form.source = "演练 交警";
  expect(unsaved(), "and so would its source").toBe(true);
});

test("what is missing or cannot be is named", () => {
  const empty = new ClosureForm();
  expect(empty.faults(NOW), "where and why").toEqual(["points", "reason"]);
  form.shape = "area";
  expect(form.faults(NOW), "an area has three corners").toEqual(["points"]);
  form.shape = "spot";
  form.kind = "flooded";
  form.depth = "3000";
  form.isSlow = true;
  form.slow = "0.5";
  form.from = "tomorrow";
  form.until = "2026-13-40 25:00";
  expect(form.faults(NOW), "each by its name").toEqual(["depth", "slow", "from", "until"]);
});

test("an end that is over or before the beginning is refused here already", () => {
  form.until = toField(NOW - HOUR_MS);
  expect(form.faults(NOW), "it is over").toEqual(["until_past"]);
  form.until = toField(NOW + HOUR_MS);
  expect(form.faults(NOW), "in an hour").toEqual([]);
  form.from = toField(NOW + 2 * HOUR_MS);
  expect(form.faults(NOW), "it would end before it begins").toEqual(["until_past"]);
});

test("depth counts only for water", () => {
  form.kind = "flooded";
  form.depth = "40";
  expect(form.set()?.depthCm, "measured").toBe(40);
  form.kind = "blocked";
  expect(form.set()?.depthCm, "an accident has no depth").toBe(null);
});

test("a slow road keeps its factor in tenths", () => {
  form.isSlow = true;
  form.slow = "2.5";
  expect(form.set()?.slowTenths, "25 tenths").toBe(25);
  expect([tenthsOf("1"), tenthsOf("25"), tenthsOf("25.1"), tenthsOf("x")], "1 to 25 times").toEqual([10, 250, null, null]);
});

test("vehicles are named in one order and each once", () => {
  form.toggle("foot", true);
  form.toggle("engine", true);
  form.toggle("engine", true);
  expect(form.set()?.vehicles, "as they are listed").toEqual(["engine", "foot"]);
  form.toggle("foot", false);
  expect(form.set()?.vehicles, "taken back").toEqual(["engine"]);
});

describe("a closure that is corrected", () => {
  const standing: Closure = {
    id: "c1",
    set: {
      kind: "hazard",
      shape: { is: "edges", numbers: [4, 5] },
      depthCm: null,
      slowTenths: 15,
      vehicles: ["heavy"],
      from: NOW - HOUR_MS,
      until: NOW + HOUR_MS,
      reason: "演练 警戒",
      source: "演练 现场",
      alert: null,
    },
    setAt: NOW - HOUR_MS,
    liftedAt: null,
    liftedBecause: "",
  };

  test("comes back as it is", () => {
    const back = new ClosureForm(standing);
    expect(back.faults(NOW), "it stands, so nothing is wrong").toEqual([]);
    const { from, until, ...rest } = back.set() ?? standing.set;
    expect(rest, "everything but the seconds").toEqual((({ from: _f, until: _u, ...set }) => set)(standing.set));
    expect(Math.abs((from ?? 0) - (standing.set.from ?? 0)), "to the minute").toBeLessThan(60_000);
    expect(Math.abs((until ?? 0) - (standing.set.until ?? 0)), "to the minute").toBeLessThan(60_000);
  });

  test("loses its numbers when another place is chosen", () => {
    const moved = new ClosureForm(standing);
    moved.place([BRIDGE]);
    expect(moved.set()?.shape, "the new place").toEqual({ is: "line", points: [BRIDGE] });
  });
});

test("points are read line by line, and one that is none spoils them", () => {
  expect(readPoints("117.1, 36.6\n\n117.2，36.7"), "with either comma").toEqual([
    { lon: 117.1, lat: 36.6 },
    { lon: 117.2, lat: 36.7 },
  ]);
  expect(readPoints("here"), "no point").toBe(null);
  expect(wrongLine("117.1, 36.6\n\nhere"), "which line it is").toBe(3);
  expect(wrongLine("117.1, 36.6\n"), "all are points").toBe(0);
});

test("of several points a spot is the last", () => {
  const points = [{ lon: 1, lat: 2 }, BRIDGE];
  expect(shapeOf("spot", points), "the newest press").toEqual({ is: "line", points: [BRIDGE] });
});
