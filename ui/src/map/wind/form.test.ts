import { expect, test } from "vitest";
import { toField } from "../../parts/moments";
import { isTaken, NO_DIRECTION, windFaults, windOf, type WindForm } from "./form";

const NOW = 1_800_000_000_000;
const GOOD: WindForm = {
  direction: "45",
  degrees: "",
  speed: "3.5",
  at: toField(NOW),
  place: "",
  source: "演练 气象站",
  note: "",
};

test("a direction, a time that has passed and a source make an observation", () => {
  expect(windFaults(GOOD, NOW)).toEqual([]);
  expect(windOf(GOOD)).toMatchObject({ fromDeg: 45, speedMps: 3.5, source: "演练 气象站" });
  expect(windFaults({ ...GOOD, at: toField(NOW + 3_600_000) }, NOW), "nobody saw tomorrow").toEqual(["at"]);
  expect(windFaults({ ...GOOD, direction: "", source: " " }, NOW)).toEqual(["direction", "source"]);
});

test("an observation of an earlier minute is not the one that counts", () => {
  const minute = NOW - (NOW % 60_000);
  expect(isTaken(null, NOW), "the first").toBe(true);
  expect(isTaken(minute + 59_000, minute), "the same minute").toBe(true);
  expect(isTaken(minute, minute - 1_000), "the minute before").toBe(false);
});

test("the words that somebody adds go with it", () => {
  expect(windOf({ ...GOOD, note: " 阵风 " }).note).toBe("阵风");
});

test("exact degrees go before the sixteen directions, and a calm has none", () => {
  expect(windOf({ ...GOOD, degrees: "52" }).fromDeg).toBe(52);
  expect(windFaults({ ...GOOD, degrees: "360" }, NOW), "the circle ends before").toEqual(["degrees"]);
  expect(windOf({ ...GOOD, direction: NO_DIRECTION, speed: "" })).toMatchObject({ fromDeg: null, speedMps: null });
  expect(windFaults({ ...GOOD, speed: "-1" }, NOW)).toEqual(["speed"]);
});
