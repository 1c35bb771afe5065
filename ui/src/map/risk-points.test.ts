import { expect, test } from "vitest";
import type { RiskRow } from "../contract";
import { ofField, riskPoints, unplaced } from "./risk-points";

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

test("every place with a position is on the map with its shape and word, also without a level; the others are counted", () => {
  const open = place("open grade", null, 117.4);
  open.grounds = [{ kind: "major_hazard", number: null, level: null }];
  const rows = [
    place("red", "serious", 117.1),
    place("blue", "low", 117.2),
    place("without a level", null, 117.3),
    open,
    place("without a position", "major", null),
    place("without both", null, null),
  ];
  const { features } = riskPoints(rows, (row) => `${row.level} ${row.title}`);
  expect(features.map((one) => one.properties)).toEqual([
    { kind: "site", id: "red", icon: "risk-1", label: "serious red", order: 4 },
    { kind: "site", id: "blue", icon: "risk-4", label: "low blue", order: 1 },
    { kind: "site", id: "without a level", icon: "risk-5", label: "null without a level", order: 0 },
    { kind: "site", id: "open grade", icon: "risk-5", label: "null open grade", order: 1.5 },
  ]);
  expect(features[0]?.geometry).toEqual({ type: "Point", coordinates: [117.1, 36.7] });
  expect(unplaced(rows), "what no map can show is not silently left out").toHaveLength(2);
});

test("the places of one field are those of its line; no choice is all of them", () => {
  const of = (site: string, field: string): RiskRow => ({ ...place(site, null, null), field });
  const rows = [of("works", "chemicals"), of("mine", "mines"), of("shop", ""), of("odd", "without a line")];
  const lines = ["chemicals", "mines", ""].map((name) => ({ name, all: 1, serious: 0, major: 0, ordinary: 0, low: 0, none: 1 }));
  const sites = (field: string | null) => ofField(rows, field, lines).map((row) => row.site);
  expect(sites(null), "all").toEqual(["works", "mine", "shop", "odd"]);
  expect(sites("mines"), "one field").toEqual(["mine"]);
  expect(sites(""), "and what is in none is not lost").toEqual(["shop", "odd"]);
});
