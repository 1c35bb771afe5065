import { expect, test } from "vitest";
import type { Site, TeamWay } from "../../contract";
import { moved, NEW_STOP, stopsOf, timed, viaOf } from "./stops";

const site = (id: string, name: string, point: { lon: number; lat: number } | null) =>
  ({ id, registered: { name, place: { words: "", street: "", point } } }) as unknown as Site;
const DEPOT = site("d1", "演练 储备库", { lon: 117.1, lat: 36.7 });
const NOWHERE = site("d2", "演练 未上图", null);
const draft = (name: string) => ({ ...NEW_STOP, name });

test("a stop that bears the name of a site is that site, any other is words", () => {
  const stops = stopsOf([draft(" 演练 储备库 "), draft("桥头"), draft("  ")], [DEPOT]);
  expect(stops.map((stop) => [stop.name, stop.site])).toEqual([
    ["演练 储备库", "d1"],
    ["桥头", null],
  ]);
  expect(viaOf(stops), "only what is on the map makes a way").toEqual([
    { name: "演练 储备库", point: { lon: 117.1, lat: 36.7 } },
  ]);
});

test("each stop on the way gets its own time with the turnout, and no other", () => {
  const stops = stopsOf([draft("桥头"), draft("演练 储备库"), draft("演练 未上图")], [DEPOT, NOWHERE]);
  const way = { stopsS: [240] } as unknown as TeamWay;
  expect(timed(stops, way, 60).map((stop) => stop.etaS)).toEqual([null, 300, null]);
  expect(timed(stops, null, 60).map((stop) => stop.etaS), "without a way there are none").toEqual([null, null, null]);
});

test("a stop is moved one place and never out of the list", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
