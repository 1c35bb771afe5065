import { describe, expect, it } from "vitest";
import type { Objection, Team } from "../contract";
import { asksReason, objectionWords, phaseWords, setsOutS } from "./way-back";
import { HOUR_MS, MINUTE_MS } from "./times";

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

  it("counts until a team is on the road as the desk does", () => {
    expect(setsOutS(team({}), NOW)).toBe(120);
    expect(setsOutS(team({ phase: "returning" }), NOW), "it only turns round").toBe(0);
    expect(setsOutS(team({ phase: "cleaning", phaseUntil: NOW + 5 * MINUTE_MS }), NOW)).toBe(420);
  });
});

describe("what speaks against sending", () => {
  it("asks for a reason, but not for people who are on call", () => {
    const off = (onCall: number): Objection => ({ is: "off_shift", begins: NOW + HOUR_MS, onCall });
    expect(asksReason([off(2)])).toBe(false);
    expect(asksReason([off(0)])).toBe(true);
    expect(asksReason([off(2), { is: "insurance_over", until: "2026-01-01" }])).toBe(true);
    expect(asksReason([])).toBe(false);
  });

  it("names whose word is needed with the telephone", () => {
    expect(objectionWords({ is: "authority", by: "演练 厂长", phone: "000-1" }, NOW)).toContain("演练 厂长 同意（000-1）");
  });
});
