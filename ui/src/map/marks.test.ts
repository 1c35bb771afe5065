import { expect, test } from "vitest";
import { areasOf, holds, marksOf, mercator, namesShown, onPage, sizeOf, withRoom, type View } from "./marks";

const LICHENG = { lon: 117.07, lat: 36.68 };
const [X, Y] = mercator(LICHENG.lon, LICHENG.lat);
const VIEW: View = { x: X, y: Y, zoom: 12, width: 800, height: 600 };

function point(id: string, order: number, quiet = false): GeoJSON.Feature {
  const properties = { kind: "alert", id, icon: "alert-1-new", label: id, quiet, order };
  return { type: "Feature", geometry: { type: "Point", coordinates: [LICHENG.lon, LICHENG.lat] }, properties };
}

test("the square of the world begins in the north west and has the equator in its middle", () => {
  expect(mercator(-180, 0), "left, in the middle").toEqual([0, 0.5]);
  const [x, y] = mercator(180, 85.0511287798);
  expect(x, "right").toBe(1);
  expect(y, "the top edge of the map").toBeCloseTo(0, 9);
});

test("the middle of the view stands in the middle of the page, and east is to the right", () => {
  expect(onPage({ x: X, y: Y }, VIEW), "the middle").toEqual([400, 300]);
  const [x, y] = mercator(LICHENG.lon + 360 / 2 ** 12, LICHENG.lat);
  expect(onPage({ x, y }, VIEW)[0], "one tile of zoom 12 further east").toBeCloseTo(400 + 512, 6);
});

test("the gravest mark lies on top", () => {
  const marks = marksOf({ type: "FeatureCollection", features: [point("grave", 19), point("slight", 5)] });
  expect(marks.map(({ id }) => id), "drawn last").toEqual(["slight", "grave"]);
});

test("a mark without a point is left out", () => {
  const line: GeoJSON.Feature = { type: "Feature", geometry: { type: "LineString", coordinates: [] }, properties: {} };
  expect(marksOf({ type: "FeatureCollection", features: [line] }), "no place").toEqual([]);
});

test("what is seen already is small from afar and has its full size close by", () => {
  const [quiet, loud] = marksOf({ type: "FeatureCollection", features: [point("q", 1, true), point("l", 2)] });
  if (quiet === undefined || loud === undefined) throw new Error("two marks");
  expect(sizeOf(quiet, 9), "afar").toBeCloseTo(0.55);
  expect(sizeOf(quiet, 12), "half way").toBeCloseTo(0.775);
  expect(sizeOf(quiet, 15), "close by").toBe(1);
  expect(sizeOf(loud, 9), "what is new is never small").toBe(1);
});

test("names of incidents are shown from further away than those of alerts", () => {
  expect(namesShown("incidents", 10), "an incident").toBe(true);
  expect(namesShown("alerts", 10), "an alert").toBe(false);
});

test("an area holds what is within its edge and not what is in its hole", () => {
  const square = (from: number, to: number) => [[from, from], [to, from], [to, to], [from, to], [from, from]];
  const geometry: GeoJSON.Polygon = { type: "Polygon", coordinates: [square(10, 20), square(14, 16)] };
  const [area] = areasOf({
    type: "FeatureCollection",
    features: [{ type: "Feature", geometry, properties: { id: "a", level: 2, acknowledged: true } }],
  });
  if (area === undefined) throw new Error("one area");
  expect(area.level, "its level").toBe(2);
  expect(holds(area, mercator(12, 12)), "inside").toBe(true);
  expect(holds(area, mercator(15, 15)), "in the hole").toBe(false);
  expect(holds(area, mercator(25, 12)), "outside").toBe(false);
});

test("of two names in one place the weightier one stays", () => {
  const plot = { left: 0, right: 10, top: 0, bottom: 10 };
  const names = [
    { name: "first", plot },
    { name: "under it", plot: { ...plot, left: 5, right: 15 } },
    { name: "beside it", plot: { ...plot, left: 20, right: 30 } },
  ];
  expect(withRoom(names).map(({ name }) => name), "no name over another").toEqual(["first", "beside it"]);
});
