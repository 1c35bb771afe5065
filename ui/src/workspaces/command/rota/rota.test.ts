import { describe, expect, it } from "vitest";
import { clock, minuteOf } from "../../../parts/clock";
import { dayPlus, isBadShift, namesOf, shiftRows, shiftsOf } from "./rota";

describe("the rota as texts", () => {
  it("reads clock times that a person types and no others", () => {
    expect(["08:00", "8:30", "24:00", "20：00"].map(minuteOf)).toEqual([480, 510, 1440, 1200]);
    expect(["25:00", "8", "8:60", ""].map(minuteOf)).toEqual([null, null, null, null]);
    expect(clock(510)).toBe("08:30");
  });

  it("keeps shifts as they were when nothing is typed", () => {
    const shifts = [{ name: "夜班", fromMin: 1200, toMin: 480, officers: ["演练 甲", "演练 乙"] }];
    expect(shiftsOf(shiftRows(shifts))).toEqual(shifts);
    expect(isBadShift({ name: "", from: "8", to: "20:00", officers: "" })).toBe(true);
  });

  it("takes names by line and by comma, each once", () => {
    expect(namesOf("演练 甲\n演练 乙、演练 甲，演练 丙\n")).toEqual(["演练 甲", "演练 乙", "演练 丙"]);
  });

  it("counts days over the end of a month", () => {
    expect(dayPlus("2026-01-30", 3)).toBe("2026-02-02");
  });
});
