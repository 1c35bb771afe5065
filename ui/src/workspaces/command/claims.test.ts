import { describe, expect, it } from "vitest";
import type { Assignment, Claim, Lot, Progress, Team } from "../../contract";
import { setLanguage } from "../../locale/index.svelte";
import { claimWords, disputedDraws, disputedJobs, onHand, orderMoves, runningJobs } from "./claims";

const desk = (origin: string) => `<${origin}>`;
const CLAIMS: [Claim, string, string][] = [
  [{ is: "confirmed" }, "已确认", "confirmed"],
  [{ is: "unconfirmed" }, "未确认·请电话确认", "unconfirmed · confirm by voice"],
  [{ is: "conflict", with: ["x"] }, "冲突", "conflict"],
  [{ is: "expired" }, "过期", "expired"],
  [{ is: "withdrawn" }, "已撤", "withdrawn"],
  [
    { is: "refused", reason: { because: "held_by", holder: "d2" } },
    "未准·由<d2>掌握",
    "not granted · held by desk <d2>",
  ],
  [
    { is: "refused", reason: { because: "stale_epoch", epoch: 4 } },
    "未准·指挥权已转移",
    "not granted · custody has moved",
  ],
  [
    { is: "refused", reason: { because: "unknown" } },
    "未准·平台没有此项",
    "not granted · unknown to the platform",
  ],
  [{ is: "refused", reason: { because: "malformed" } }, "未准·内容不完整", "not granted · incomplete"],
];

function job(order: string, claim: Claim, progress: Progress = "sent"): Assignment {
  return { order, event: order, incident: "i", origin: "o", at: 0, claim, progress, furtherJob: false };
}
function team(...assignments: Assignment[]): Team {
  return { assignments } as unknown as Team;
}

describe("claims", () => {
  for (const [claim, zh, en] of CLAIMS) {
    it(`says ${JSON.stringify(claim)}`, () => {
      setLanguage("zh-CN");
      expect(claimWords(claim, desk)).toBe(zh);
      setLanguage("en");
      expect(claimWords(claim, desk)).toBe(en);
    });
  }

  it("sees a dispute only where one order stands and another was not granted", () => {
    const granted = job("a", { is: "confirmed" });
    const refused = job("b", { is: "conflict", with: ["a"] });
    expect(disputedJobs(team(granted, refused)).map((one) => one.order)).toEqual(["a", "b"]);
    expect(disputedJobs(team(refused)), "nothing stands against it").toEqual([]);
    expect(disputedJobs(team(granted, job("c", { is: "confirmed" }))), "two jobs").toEqual([]);
    expect(disputedJobs(team(granted, job("b", { is: "withdrawn" }))), "it was ruled").toEqual([]);
    const back = job("b", { is: "conflict", with: [] }, "recalled");
    expect(disputedJobs(team(granted, back)), "it was called back").toEqual([]);
  });

  it("keeps both jobs of a team in view", () => {
    const jobs = [job("a", { is: "confirmed" }, "en_route"), job("b", { is: "confirmed" })];
    expect(runningJobs(team(...jobs, job("c", { is: "confirmed" }, "released")))).toEqual(jobs);
  });

  it("offers the steps that the rules allow, the likely one first", () => {
    expect(orderMoves("sent")[0]).toBe("acknowledged");
    expect(orderMoves("acknowledged")[0]).toBe("en_route");
    expect(orderMoves("on_scene")).toEqual(["released", "recalled", "failed"]);
    expect(orderMoves("released"), "what has ended stays ended").toEqual([]);
    expect(orderMoves("drafted"), "a draft holds no team").toEqual([]);
  });

  it("counts the stock over all shares and sees a draw that was not granted", () => {
    const draw = { event: "d", incident: "i", origin: "o", at: 0, asked: 3, granted: 0 };
    const lot = {
      allotments: { "": 4, d2: 6 },
      draws: [
        { ...draw, claim: { is: "confirmed" } },
        { ...draw, event: "e", claim: { is: "conflict", with: ["d"] } },
      ],
    } as unknown as Lot;
    expect(onHand(lot)).toBe(10);
    expect(disputedDraws(lot).map((one) => one.event)).toEqual(["d", "e"]);
    expect(disputedDraws({ ...lot, draws: lot.draws.slice(0, 1) })).toEqual([]);
  });
});
