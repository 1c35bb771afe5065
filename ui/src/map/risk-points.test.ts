import { expect, test } from "vitest";
import type { RiskRow } from "../contract";
import { riskPoints } from "./risk-points";

function place(site: string, level: RiskRow["level"], lon: number | null): RiskRow {
  return {
    site,
    title: site,
    line: "",
    street: "",
    field: "",
    point: lon === null ? null : { lon, lat: 36.7 },
    level,
    grounds: [],
    assessment: null,
    dangers: 0,
    overdue: 0,
  };
}

test("only places with a colour and a position are on the map, each with its shape and word", () => {
  const rows = [
    place("red", "serious", 117.1),
    place("blue", "low", 117.2),
    place("without a level", null, 117.3),
    place("without a position", "major", null),
  ];
  const { features } = riskPoints(rows, (row) => `${row.level} ${row.title}`);
  expect(features.map((one) => one.properties)).toEqual([
    { kind: "site", id: "red", icon: "risk-1", label: "serious red", order: 4 },
    { kind: "site", id: "blue", icon: "risk-4", label: "low blue", order: 1 },
  ]);
  expect(features[0]?.geometry).toEqual({ type: "Point", coordinates: [117.1, 36.7] });
});
