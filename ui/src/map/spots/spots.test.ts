import { expect, test } from "vitest";
import type { PointSpot, SpotUnit, UnitSpot } from "../../contract";
import { LAYERS_OF, layers, PARTS, PRESSABLE, SOURCES } from "../layers";
import en from "../../locale/en";
import zh from "../../locale/zh-CN";
import { POINT_LOOKS, pointLook, pointMarks, pointsSo, spotLook, UNIT_LOOKS, unitLook, unitMarks } from "./spots";

function points(id: string, state: PointSpot["state"], more: Partial<PointSpot> = {}): PointSpot {
  return {
    id, at: { lon: 117.1, lat: 36.7 }, own: false, site: "S1", name: id, state,
    counts: [{ state, count: 2 }, { state: "good", count: 3 }], points: 5, alarms: 0, ...more,
  };
}

function unit(grade: number | null, major: boolean | null, substances: string[] = ["氨"]): SpotUnit {
  return { unit: "S1|1", name: "unit", substances, major, grade };
}

function units(id: string, own: boolean, of: SpotUnit[]): UnitSpot {
  return { id, at: { lon: 117.2, lat: 36.7 }, own, site: "S1", siteName: "works", people: null, units: of };
}

test("a spot of points shows its worst state by a mark and a count, and an alarm before any state", () => {
  expect(pointLook(points("a", "silent")), "nobody hears two of them").toBe("silent");
  expect(pointsSo(points("a", "silent")), "as many as are so").toBe(2);
  const alarmed = points("b", "good", { alarms: 4 });
  expect(pointLook(alarmed), "a detector in alarm sends good values").toBe("alarm");
  expect(pointsSo(alarmed), "alarms, not points").toBe(4);
});

test("what needs a look lies on top and is always drawn; what stands at a site does so at its shoulder", () => {
  const spots = [points("high", "beyond"), points("calm", "good", { own: true }), points("fire", "good", { alarms: 1 })];
  const { features } = pointMarks(spots, (spot) => spot.name);
  expect(features.map((one) => one.properties)).toEqual([
    { kind: "points", id: "high", icon: "points-beyond", label: "high", order: 6, own: false, urgent: true },
    { kind: "points", id: "calm", icon: "points-good", label: "calm", order: 1, own: true, urgent: false },
    { kind: "points", id: "fire", icon: "points-alarm", label: "fire", order: 7, own: false, urgent: true },
  ]);
});

test("a unit that cannot be graded yet is never shown as none", () => {
  expect(unitLook(unit(2, true)), "by its grade").toBe("2");
  expect(unitLook(unit(null, true)), "a major hazard without a grade").toBe("open");
  expect(unitLook(unit(null, null)), "not decided").toBe("open");
  expect(unitLook(unit(null, false)), "reckoned to be none").toBe("none");
  expect(unitLook(unit(null, null, [])), "nothing is in it").toBe("none");
});

test("units of one site share a mark with the look of the gravest, and one with its own place has its own", () => {
  const spots = [units("shared", false, [unit(1, true), unit(4, true)]), units("own", true, [unit(null, null)])];
  expect(spots.map(spotLook), "the first is the gravest").toEqual(["1", "open"]);
  const { features } = unitMarks(spots, (spot) => spot.siteName);
  expect(features.map((one) => one.properties)).toEqual([
    { kind: "units", id: "shared", icon: "units-1", label: "works", order: 2, own: false },
    { kind: "units", id: "own", icon: "units-open", label: "works", order: 1, own: true },
  ]);
});

test("each look has a sign of its own and a word, in both languages", () => {
  for (const [language, { map }] of [["zh", zh], ["en", en]] as const) {
    const { signs, points: ofPoints, units: ofUnits } = map.spot;
    const distinct = (all: Record<string, string>) => new Set(Object.values(all)).size;
    expect(distinct(signs.points), `${language}: signs of points`).toBe(POINT_LOOKS.length);
    expect(distinct(signs.units), `${language}: signs of units`).toBe(UNIT_LOOKS.length);
    expect(distinct(ofPoints.look), `${language}: words of points`).toBe(POINT_LOOKS.length);
    expect(distinct(ofUnits.look), `${language}: words of units`).toBe(UNIT_LOOKS.length);
  }
});

test("both parts can be shown and hidden, are drawn from sources of their own and answer a press", () => {
  const drawn = layers({ standby: "", sites: "" });
  for (const part of ["points", "units"] as const) {
    expect(PARTS, "in the list of layers").toContain(part);
    expect(SOURCES, "with data of its own").toContain(part);
    for (const id of LAYERS_OF[part]) {
      expect(drawn.map((layer) => layer.id), `${id} is drawn`).toContain(id);
      expect(PRESSABLE, `${id} answers a press`).toContain(id);
    }
  }
});
