import { expect, test } from "vitest";
import type { Reach, TeamWay, WayStep } from "../contract";
import { reachedList, stepWords, stopLines, wayPicture, wayWords } from "./ways";

const NOW = 1_800_000_000_000;
const HERE = { lon: 117.15, lat: 36.68 };
const THERE = { lon: 117.16, lat: 36.69 };

const WAY: TeamWay = {
  team: "t1",
  setsOutS: 120,
  incident: "i1",
  at: NOW,
  kind: "road",
  from: HERE,
  fromAt: NOW - 60_000,
  fromSaid: false,
  vehicle: "heavy",
  to: THERE,
  etaS: 540,
  stops: [],
  distanceM: 3_240,
  onClosed: false,
  line: [HERE, THERE],
  steps: [],
  staging: null,
  cutBy: null,
  source: "演练路网",
};
const STEP: WayStep = {
  act: "left",
  exit: null,
  point: HERE,
  road: "工业北路",
  place: "",
  bearingDeg: 92,
  distanceM: 400,
  bridge: false,
  tunnel: true,
};

test("a way says how long, how far and from where", () => {
  const [first, second] = wayWords(WAY, NOW);
  expect(first, "the most needed first").toBe("行程 9 分，3.2 公里，按重型车计");
  expect(second, "the age of the position").toBe("从 1 分前的位置起");
  expect(wayWords({ ...WAY, fromAt: null }, NOW), "a base is no position").toContain("从驻地起（位置不详）");
  expect(wayWords({ ...WAY, fromSaid: true }, NOW), "a word is marked as one").toContain("从 1 分前口报的位置起");
});

test("a place in a hot zone is approached through a staging point, and the words say where", () => {
  const staging = { point: THERE, bearingDeg: 0, clearM: 120, upwind: true };
  expect(wayWords({ ...WAY, staging }, NOW).join(), "side, distance, wind").toContain("北侧的集结点，离热区边缘 120 米，上风");
  const { features } = wayPicture({ ...WAY, staging }, "集结点");
  expect(features.map((one) => one.properties?.["part"]), "its line and its end").toEqual(["road", "end"]);
});

test("a way that is cut names the closure and shows where", () => {
  const cutBy = { closure: "c1", kind: "flooded" as const, reason: "桥下积水", road: "工业北路", point: THERE };
  const cut: TeamWay = { ...WAY, kind: "cut", etaS: null, distanceM: null, line: [], cutBy };
  expect(wayWords(cut, NOW), "one saying").toEqual(["无路可达：工业北路 因积水断开（桥下积水）"]);
  const { features } = wayPicture(cut, "桥下积水");
  expect(features[0]?.properties, "the cut, and no line").toEqual({ part: "end", cut: true, label: "桥下积水" });
});

test("a stop is called as the desk calls it, whatever is behind the team already", () => {
  const stops = [
    { number: 2, name: "演练 储备库", etaS: 120 },
    { number: 4, name: "", etaS: 300 },
  ];
  expect(stopLines({ ...WAY, stops }), "name, else its own number").toEqual([
    "途经 演练 储备库：2 分后",
    "途经 4：5 分后",
  ]);
});

test("a straight line is drawn as one and said to be one", () => {
  const straight: TeamWay = { ...WAY, kind: "estimate" };
  expect(wayWords(straight, NOW).join(), "in words").toContain("按直线估算");
  expect(wayPicture(straight, "").features[0]?.properties?.["part"], "and in the picture").toBe("straight");
});

test("each line of the directions is a sentence", () => {
  expect(stepWords(STEP), "turn, road, what is on it").toBe("左转进入工业北路、过隧道或下穿");
  expect(stepWords({ ...STEP, act: "depart", tunnel: false }), "direction").toBe("向东出发，走工业北路");
  expect(stepWords({ ...STEP, act: "roundabout", exit: 2, tunnel: false, road: "" }), "exit").toBe(
    "进入环岛，走无名路、第 2 个出口驶出",
  );
  expect(stepWords({ ...STEP, act: "stop", place: "储备库", tunnel: false }), "stop").toBe("途经点：储备库");
  const end: WayStep = { ...STEP, act: "arrive", tunnel: false };
  expect([stepWords(end), stepWords(end, true)], "the end, and what it is").toEqual(["到达", "到达集结点"]);
});

test("what is reached is listed with its size, holes taken off", () => {
  const ring = (half: number): GeoJSON.Position[] =>
    [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].map(([x = 0, y = 0]) => [117 + x * half, y * half]);
  const area = (minutes: number, polygon: GeoJSON.Position[][]): GeoJSON.Feature => ({
    type: "Feature",
    geometry: { type: "MultiPolygon", coordinates: [polygon] },
    properties: { minutes },
  });
  const reach: Reach = {
    at: NOW,
    from: HERE,
    vehicle: "engine",
    onRoad: true,
    areas: { type: "FeatureCollection", features: [area(10, [ring(0.02), ring(0.01)]), area(5, [ring(0.01)])] },
    source: "",
  };
  const [five, ten] = reachedList(reach);
  expect([five?.minutes, ten?.minutes], "the nearest first").toEqual([5, 10]);
  expect((ten?.squareKm ?? 0) / (five?.squareKm ?? 1), "four times as large less its hole").toBeCloseTo(3, 2);
});
