import { expect, test } from "vitest";
import type { RiskCount, RiskJudged, RiskRow } from "../../contract";
import { RULES } from "../../host/fake/risks";
import { chosenPlaces, reckon } from "./risks";

function lec(likelihood: number, exposure: number, consequence: number): RiskJudged {
  return { method: "lec", likelihood, exposure, consequence };
}

test("the form shows the D and the R that the desk reckons, with the level of each", () => {
  const cases: [RiskJudged, number, string][] = [
    [lec(6, 6, 15), 540, "serious"],
    [lec(3, 6, 7), 126, "ordinary"],
    [lec(1, 6, 15), 90, "ordinary"],
    [lec(10, 2, 1), 20, "low"],
    [lec(0.1, 0.5, 1), 0.05, "low"],
    [{ method: "matrix", likelihood: 5, severity: 4 }, 20, "serious"],
    [{ method: "matrix", likelihood: 3, severity: 5 }, 15, "major"],
    [{ method: "matrix", likelihood: 3, severity: 3 }, 9, "ordinary"],
    [{ method: "matrix", likelihood: 2, severity: 4 }, 8, "low"],
  ];
  for (const [judged, value, level] of cases) {
    expect(reckon(judged, RULES), JSON.stringify(judged)).toEqual({ value, level });
  }
});

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
