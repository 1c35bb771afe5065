import { expect, test } from "vitest";
import type { Site, TeamWay } from "../../contract";
import { isWayOf, lacksName, moved, NEW_STOP, stopsOf, timed, viaOf } from "./stops";

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
  const way = { incident: "i1", setsOutS: 60, stops: [{ number: 1, name: "演练 储备库", etaS: 240 }] } as unknown as TeamWay;
  expect(timed(stops, way).map((stop) => stop.etaS)).toEqual([null, 300, null]);
  expect(timed(stops, null).map((stop) => stop.etaS), "without a way there are none").toEqual([null, null, null]);
});

test("the times of another way are not written into the order", () => {
  const stops = stopsOf([draft("演练 储备库")], [DEPOT]);
  const by = (...names: string[]) =>
    ({ incident: "i1", setsOutS: 0, stops: names.map((name, at) => ({ number: at + 1, name, etaS: 60 })) }) as unknown as TeamWay;
  const etas = (way: TeamWay) => timed(stops, way).map((stop) => stop.etaS);
  expect(etas(by("演练 储备库")), "its own").toEqual([60]);
  expect(etas(by("演练 储备库", "演练 旧站")), "more stops than were asked for").toEqual([null]);
  expect(etas(by("演练 旧站")), "another stop").toEqual([null]);
  expect(etas(by()), "none").toEqual([null]);
  expect(isWayOf(by("演练 储备库"), "i2", viaOf(stops)), "nor does a way to another incident fit").toBe(false);
});

test("only a stop into which nothing was typed may vanish", () => {
  expect(lacksName(NEW_STOP), "an empty row").toBe(false);
  expect(lacksName({ ...NEW_STOP, name: "  ", words: "提 20 套防护服" }), "words for nowhere").toBe(true);
  expect(lacksName({ ...NEW_STOP, act: "deliver" }), "an act at nowhere").toBe(true);
  expect(lacksName({ ...NEW_STOP, name: "桥头", words: "接人" }), "a named one").toBe(false);
});

test("a stop is moved one place and never out of the list", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
