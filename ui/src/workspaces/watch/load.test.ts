import { beforeEach, expect, test } from "vitest";
import type { AlarmLoadSheet } from "../../contract";
import { setLanguage } from "../../locale/index.svelte";
import { besides, chart, figures, judged, proposal, setAtDesk } from "./load";

const SHEET: AlarmLoadSheet = {
  from: 0,
  to: 3_600_000,
  operators: 2,
  cut: false,
  load: {
    alarms: 40,
    average: 3.3333,
    windows: [],
    peak: { from: 600_000, alarms: 30 },
    floodPercent: 16.67,
    byPriority: [1, 3, 6, 30],
    standing: 12,
    stale: 6,
    acknowledged: 5,
    ackMedianS: 40,
    ackP90S: 300,
    worst: [],
    worstPercent: 80,
    chattering: [],
    chatteringPoints: 0,
    fleeting: [],
    fleetingPoints: 0,
  },
  guideline: {
    averageGood: 1,
    averageMost: 2,
    peakMost: 10,
    floodFrom: 10,
    floodBelow: 5,
    floodPercentMost: 1,
    staleMost: 5,
    staleH: 24,
    worstPercentMost: 5,
    priorityPercent: [5, 15, 80],
    chatterInMinute: 3,
    fleetingS: 10,
  },
};

beforeEach(() => setLanguage("zh-CN"));

test("each figure stands beside its limit and says what that comes to", () => {
  const rows = new Map(figures(SHEET).map((row) => [row.name, row]));
  expect(rows.get("每人每 10 分钟"), "more than can be managed").toMatchObject({ value: "3.3", verdict: "bad" });
  expect(rows.get("10 分钟最多"), "ten for each of two").toMatchObject({ limit: "≤ 20", verdict: "warn" });
  expect(rows.get("陈旧（超过 24 小时）"), "six of five").toMatchObject({ value: "6", verdict: "warn" });
  expect(rows.get("优先级分布（紧急与高 / 中 / 低）"), "in per cent").toMatchObject({
    value: "10% / 15% / 75%",
    verdict: "warn",
  });
  expect(rows.get("确认用时（中位 / 九成）")?.value, "with how many").toBe("40 秒 / 5 分（n=5）");
});

test("the limit is in the chart and what is above it is told by more than a shade", () => {
  const windows = [3, 20, 25].map((alarms, index) => ({ from: index * 600_000, alarms }));
  const drawn = chart({ ...SHEET, load: { ...SHEET.load, windows } }, { width: 300, height: 60 });
  expect(drawn.limit, "ten for each of two").toBe(20);
  expect(drawn.bars.map((bar) => bar.high), "at the limit is not above it").toEqual([false, false, true]);
  expect(drawn.high, "counted").toBe(1);
  expect(drawn.bars[2]?.y, "room for the sign above the highest").toBe(10);
  expect(drawn.limitY, "the line lies at the top of a bar of twenty").toBe(drawn.bars[1]?.y);
  const calm = chart({ ...SHEET, load: { ...SHEET.load, windows: windows.slice(0, 1) } }, { width: 300, height: 60 });
  expect(calm.limitY, "the line is there in a quiet hour as well").toBe(10);
});

test("an empty shift is no failure", () => {
  const load = { ...SHEET.load, alarms: 0, average: 0, worstPercent: 0, ackMedianS: null, stale: 0 };
  const rows = figures({ ...SHEET, load: { ...load, peak: { from: 0, alarms: 0 }, floodPercent: 0 } });
  expect(rows.filter((row) => row.verdict === "bad" || row.verdict === "warn"), "nothing is high").toEqual([]);
});

test("the limit itself is still good", () => {
  expect(judged(1, 1, 2), "at the limit").toBe("good");
  expect(judged(2, 1, 2), "at the most").toBe("warn");
  expect(judged(2.01, 1, 2), "beyond").toBe("bad");
});

test("shifts stand beside each other, each judged by the guideline", () => {
  const quiet = { ...SHEET.load, alarms: 6, average: 0.5, peak: { from: 0, alarms: 3 }, standing: 3, stale: 1 };
  const rows = besides([SHEET, { ...SHEET, operators: 1, load: quiet }]);
  const average = rows.find((row) => row.name === "每人每 10 分钟");
  expect(average?.values.map((one) => one.verdict), "one was too much").toEqual(["bad", "good"]);
  const stale = rows.find((row) => row.name === "陈旧（超过 24 小时）");
  expect(stale?.values, "what stood at the end of each").toEqual([
    { value: "6", verdict: "warn" },
    { value: "1", verdict: "good" },
  ]);
  expect(average?.limit, "the limit stands once").toBe("≤ 1，最多 2");
  expect(rows.find((row) => row.name === "10 分钟最多")?.limit, "and grows with the watch").toBe("≤ 20 / ≤ 10");
  expect(besides([]), "no shift, no row").toEqual([]);
});

test("a proposal says what would have become of the alarms, and where it is set", () => {
  expect(proposal({ onDelayS: 0, offDelayS: 10, alarms: 1 }, 27)).toBe("建议 断延时 10 秒：会是 1 起，而不是 27 起");
  const late = proposal({ onDelayS: 5, offDelayS: 0, alarms: 2 }, 9);
  expect(late, "that somebody hears later is said").toContain("晚 5 秒才响");
  setLanguage("en");
  expect(proposal({ onDelayS: 0, offDelayS: 10, alarms: 1 }, 27)).toContain("1 alarms instead of 27");
  const point = { point: "mqtt:a/b#high", name: "", alert: "", alarms: 1, inMinute: 1, fleeting: 0, calmed: [] };
  expect(setAtDesk(point), "the desk judges its values").toBe(true);
  expect(setAtDesk({ ...point, point: "hj212:MN1/a21026#high_high" }), "as it does those of a station").toBe(true);
  expect(setAtDesk({ ...point, point: "gbt26875:1-2#fire" }), "a fire panel judges itself").toBe(false);
});
