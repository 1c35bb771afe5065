import { expect, test } from "vitest";
import { toField } from "../../parts/moments";
import { positionCommand, positionFaults, type PositionForm } from "./form";

const NOW = 1_800_000_000_000;
const FORM: PositionForm = { team: "t1", place: "演练 路口", point: "117.07, 36.68", at: toField(NOW), by: "" };

test("a team, a point and a time that is past are needed, and nothing else", () => {
  expect(positionFaults(FORM, NOW), "that is all").toEqual([]);
  expect(positionFaults({ ...FORM, team: "" }, NOW), "whose it is").toEqual(["team"]);
  expect(positionFaults({ ...FORM, point: "那边" }, NOW), "words are no point").toEqual(["point"]);
  expect(positionFaults({ ...FORM, at: toField(NOW + 600_000) }, NOW), "nobody was there yet").toEqual(["at"]);
});

test("a position says nothing of readiness, people and fuel", () => {
  const command = positionCommand(FORM, { lon: 117.07, lat: 36.68 }, "演练 口报");
  expect(command, "what was known of these stays").toEqual({
    do: "report_team",
    team: "t1",
    reported: {
      readiness: "unknown",
      point: { lon: 117.07, lat: 36.68 },
      present: null,
      fuelPercent: null,
      note: "演练 口报",
    },
  });
});
