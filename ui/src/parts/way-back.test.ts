import { describe, expect, it } from "vitest";
import type { Team } from "../contract";
import { objectionWords, phaseWords } from "./way-back";
import { MINUTE_MS } from "./times";

const NOW = 1_800_000_000_000;

function team(part: Partial<Team>): Team {
  return { assignments: [], phase: "ready", phaseAt: null, phaseUntil: null, registered: { turnoutMin: 2 }, ...part } as unknown as Team;
}

describe("the way of a team back to readiness", () => {
  it("says the phase with its time, and when nobody knows the time", () => {
    const cleans = team({ phase: "cleaning", phaseAt: NOW - 10 * MINUTE_MS, phaseUntil: NOW + 30 * MINUTE_MS });
    expect(phaseWords(cleans, NOW)).toMatch(/^洗消.*已 10 分.*至 /);
    expect(phaseWords(team({ phase: "restocking" }), NOW)).toContain("没有人说过");
    expect(phaseWords({ ...cleans, phaseUntil: NOW - 1 }, NOW)).toContain("尚无人报告");
    expect(phaseWords(team({}), NOW), "who stands by has nothing to say").toBe("");
  });

  it("says nothing of the way back while an order holds the team", () => {
    const job = { claim: { is: "confirmed" }, progress: "en_route" };
    expect(phaseWords(team({ phase: "resting", assignments: [job] as unknown as Team["assignments"] }), NOW)).toBe("");
  });
});

describe("what speaks against sending", () => {
  it("names whose word is needed with the telephone", () => {
    expect(objectionWords({ is: "authority", by: "演练 厂长", phone: "000-1" }, NOW)).toContain("演练 厂长 同意（000-1）");
  });
});
