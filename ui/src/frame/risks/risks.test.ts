import { expect, test } from "vitest";
import type { RiskCount, RiskRow } from "../../contract";
import { chosenPlaces } from "./risks";

function place(site: string, more: Partial<RiskRow>): RiskRow {
  return {
    site,
    title: site,
    line: "",
    street: "",
    field: "",
    point: null,
    level: null,
    grounds: [],
    assessment: null,
    dangers: 0,
    overdue: 0,
    ...more,
  };
}

function count(name: string): RiskCount {
  return { name, all: 0, serious: 0, major: 0, ordinary: 0, low: 0, none: 0 };
}

test("a count leads to its places, and one without a known street is not lost", () => {
  const rows = [
    place("a", { street: "East", level: "serious" }),
    place("b", { street: "East" }),
    place("c", { street: "" }),
    place("d", { street: "Elsewhere", level: "low" }),
  ];
  const names = [count("East"), count("West"), count("")];
  const found = (name: string, column: "all" | "serious" | "none") =>
    chosenPlaces(rows, { by: "street", name, column }, names).map((row) => row.site);
  expect(chosenPlaces(rows, null, names)).toHaveLength(4);
  expect(found("East", "all")).toEqual(["a", "b"]);
  expect(found("East", "serious")).toEqual(["a"]);
  expect(found("East", "none")).toEqual(["b"]);
  expect(found("West", "all")).toEqual([]);
  expect(found("", "all")).toEqual(["c", "d"]);
});
