import { expect, test } from "vitest";
import type { MapLive } from "../contract";
import { pointOf, pointText } from "../parts/moments";
import { Draft } from "./draft.svelte";
import { drawingPicture, readDrawings } from "./drawings";
import { carriedPicture, inView, isUnsure, POSITION_OLD_MS, things } from "./features";
import { areaM2, distanceM, lengthM, middleOf } from "./geo";

const NOW = Date.UTC(2026, 10, 18, 13, 0, 0);

function at(lon: number, lat: number, properties: Record<string, unknown>): GeoJSON.Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

function collection(...features: GeoJSON.Feature[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features };
}

const SQUARE: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [117, 36],
      [118, 36],
      [118, 37],
      [117, 37],
      [117, 36],
    ],
  ],
};

const LIVE: MapLive = {
  alerts: collection(
    at(117.1, 36.6, { id: "a1", level: 3, acknowledged: true, name: "old" }),
    at(117.2, 36.7, { id: "a2", level: 4, acknowledged: false, name: "new" }),
    { type: "Feature", geometry: SQUARE, properties: { id: "a3", level: 1, acknowledged: false, name: "area" } },
    { type: "Feature", geometry: SQUARE, properties: { id: "a3", level: 1, acknowledged: false, name: "area" } },
    at(117.1, 36.6, { level: 3 }),
  ),
  incidents: collection(
    at(117.1, 36.6, { id: "i1", callSign: "I1", grade: 4, open: true, name: "leak" }),
    at(117.1, 36.6, { id: "i2", callSign: "I2", grade: 4, open: false, name: "over" }),
  ),
  teams: collection(
    at(117.1, 36.6, { id: "t1", callSign: "T1", readiness: "ready", at: NOW - 1_000, atHome: false }),
    at(117.1, 36.6, { id: "t2", callSign: "T2", readiness: "ready", at: NOW - POSITION_OLD_MS - 1, atHome: false }),
    at(117.1, 36.6, { id: "t3", callSign: "T3", readiness: "ready", at: null, atHome: true }),
  ),
  sites: collection(at(119, 36.6, { id: "s1", kind: "hospital", name: "far" })),
  firms: collection(at(119, 36.7, { id: "f1", name: "works" })),
  closures: collection(),
};

test("the list in words has the gravest first", () => {
  const ids = things(LIVE).map((one) => one.id);
  expect(ids, "incidents, unseen alerts by level, seen ones, teams, sites, firms").toEqual([
    "i1", "a3", "a2", "a1", "t1", "t2", "t3", "s1", "f1",
  ]);
});

test("an alert with two areas is one thing in the middle of its area", () => {
  const found = things(LIVE).filter((one) => one.id === "a3");
  expect(found.length, "one alert").toBe(1);
  expect(found[0]?.point, "the middle").toEqual({ lon: 117.5, lat: 36.5 });
});

test("only what is in view is listed", () => {
  const ids = inView(things(LIVE), [117, 36, 118, 37]).map((one) => one.id);
  expect(ids, "the hospital is elsewhere").not.toContain("s1");
  expect(ids, "a team is here").toContain("t1");
});

test("a position that is old or unknown is unsure", () => {
  const teams = things(LIVE).filter((one) => one.kind === "team");
  expect(teams.map((one) => isUnsure(one, NOW)), "fresh, old, at home").toEqual([false, true, true]);
});

test("lengths and areas agree with the globe", () => {
  const degree = distanceM({ lon: 117, lat: 36 }, { lon: 117, lat: 37 });
  expect(degree, "a degree of latitude is 111.2 km").toBeCloseTo(111_195, -2);
  const line = [{ lon: 117, lat: 36 }, { lon: 117, lat: 36.5 }, { lon: 117, lat: 37 }];
  expect(lengthM(line), "two halves make one").toBeCloseTo(degree, 3);
  const ring = [{ lon: 117, lat: 36 }, { lon: 118, lat: 36 }, { lon: 118, lat: 37 }, { lon: 117, lat: 37 }];
  expect(areaM2(ring) / 1e6, "a square degree here is about 9,937 km²").toBeCloseTo(9_937, -2);
  expect(areaM2(ring.slice(0, 2)), "a line has no area").toBe(0);
});

test("an empty ring has no middle", () => {
  expect(middleOf({ type: "Polygon", coordinates: [] }), "nothing to stand for").toBeNull();
});

test.each([
  ["117.15, 36.68", { lon: 117.15, lat: 36.68 }],
  ["117.15,36.68", { lon: 117.15, lat: 36.68 }],
  ["117.15 36.68", { lon: 117.15, lat: 36.68 }],
  ["117.15，36.68", { lon: 117.15, lat: 36.68 }],
  ["36.68", null],
  ["east, north", null],
  ["181, 10", null],
  ["117.15, 96", null],
])("%s is read as a point or not at all", (text, point) => {
  expect(pointOf(text), "longitude first, WGS-84").toEqual(point);
});

test("points typed and points pressed make the same area", () => {
  const pressed = new Draft();
  pressed.take("area");
  for (const point of [[117, 36], [118, 36], [118, 37]] as const) {
    pressed.add({ lon: point[0], lat: point[1] });
  }
  const typed = new Draft();
  typed.take("area");
  expect(typed.type("117, 36\n118, 36\n\n118, 37"), "every line is good").toBe(0);
  expect(typed.points, "no pointer is needed").toEqual(pressed.points);
  expect(typed.ready, "three corners make an area").toBe(true);
  expect(typed.type("117, 36\nhere"), "the second line is wrong").toBe(2);
  expect(typed.points.length, "and nothing was taken from it").toBe(3);
});

test("a point is one point, the last one", () => {
  const draft = new Draft();
  draft.take("point");
  draft.add({ lon: 1, lat: 1 });
  draft.add({ lon: 2, lat: 2 });
  expect(draft.text, "moved, not doubled").toBe(pointText({ lon: 2, lat: 2 }));
});

test("kept drawings are read back, and what is none is left out", () => {
  const good = { id: "d1", kind: "point", name: "演练点", points: [{ lon: 117, lat: 36 }] };
  const bad = { id: "d2", kind: "point", name: "x", points: [] };
  expect(readDrawings(JSON.stringify([good, bad, 7, null])), "only the good one").toEqual([good]);
  expect(readDrawings("{"), "damaged text is no drawing").toEqual([]);
  expect(readDrawings(""), "nothing was kept").toEqual([]);
  expect(drawingPicture(readDrawings(JSON.stringify([good]))).features.length, "it is drawn").toBe(1);
});

test("a team whose device is silent is drawn where it may be, hollow, with a line from where it was seen", () => {
  const team = (properties: Record<string, unknown>): GeoJSON.Feature => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [117.1, 36.6] },
    properties,
  });
  const teams: GeoJSON.FeatureCollection = {
    type: "FeatureCollection",
    features: [
      team({ id: "t1", callSign: "T1", carried: [117.2, 36.7], carriedMs: 60_000 }),
      team({ id: "t2", callSign: "T2", carried: null, carriedMs: null }),
    ],
  };
  const { features } = carriedPicture(teams, (sign, ageMs) => `${sign} ${ageMs}`);
  expect(features.map((one) => one.geometry.type), "only the first, a line and a point").toEqual(["LineString", "Point"]);
  expect(features[0]?.geometry, "from where it was seen").toMatchObject({ coordinates: [[117.1, 36.6], [117.2, 36.7]] });
  expect(features[1]?.properties?.["label"], "marked with its age").toBe("T1 60000");
});
