import { expect, test } from "vitest";
import type { TeamTimes, TeamTimesRow, TimeSpan } from "../../../contract";
import { lineWords, nowSpan, partsOf, percentOf, ticks } from "./spans";
import { HOUR_MS } from "../../../parts/times";

/** 2026-11-27 02:20 on the district's clock. */
const NOW = Date.UTC(2026, 10, 26, 18, 20);
const TIMES: TeamTimes = { now: NOW, from: NOW - 4 * HOUR_MS, to: NOW + 2 * HOUR_MS, rows: [], idle: 0 };

function span(state: TimeSpan["state"], fromH: number, toH: number | null, more: Partial<TimeSpan> = {}): TimeSpan {
  return {
    state,
    from: NOW + fromH * HOUR_MS,
    to: toH === null ? null : NOW + toH * HOUR_MS,
    planned: false,
    order: "o1",
    incident: "i1",
    callSign: "I1",
    end: null,
    ...more,
  };
}
const ROW: TeamTimesRow = {
  team: "t1",
  callSign: "T1",
  name: "演练 一队",
  busy: true,
  late: false,
  spans: [span("sent", -5, -1), span("en_route", -1, null), span("en_route", 0, 1, { planned: true })],
};

test("a span begins and ends where it does, cut at the edges, and what goes on ends now", () => {
  const parts = partsOf(ROW, TIMES);
  expect(parts[0]?.leftPercent, "it began before the first hour").toBe(0);
  expect(parts[0]?.widthPercent, "three of six hours").toBeCloseTo(50);
  expect(parts[1]?.leftPercent, "after three hours").toBeCloseTo(50);
  expect(parts[1]?.widthPercent, "until now").toBeCloseTo(100 / 6);
  expect(parts[2]?.leftPercent, "what is planned begins now").toBeCloseTo((4 / 6) * 100);
});

test("what is shorter than a pixel can still be seen", () => {
  const short = { ...ROW, spans: [span("sent", -1, -1)] };
  expect(partsOf(short, TIMES)[0]?.widthPercent, "never nothing").toBeGreaterThan(0);
});

test("the marks are whole hours and few", () => {
  const marks = ticks(TIMES);
  expect(marks.length, "six hours").toBe(6);
  expect(marks.every((at) => at % HOUR_MS === 0), "on the hour").toBe(true);
  const day = ticks({ from: NOW - 24 * HOUR_MS, to: NOW + 4 * HOUR_MS });
  expect(day.length, "a day is not crowded").toBeLessThanOrEqual(8);
});

test("a moment outside is at the edge", () => {
  expect([percentOf(NOW - 9 * HOUR_MS, TIMES), percentOf(NOW + 9 * HOUR_MS, TIMES)], "never beyond").toEqual([0, 100]);
});

test("what a team does now is what goes on and has happened", () => {
  expect(nowSpan(ROW)?.from, "on the way since an hour").toBe(NOW - HOUR_MS);
  const over = { ...ROW, spans: [span("on_scene", -2, -1, { end: "released" as const })] };
  expect(nowSpan(over), "it stands by").toBe(null);
});

test("the line can be read aloud", () => {
  const words = lineWords({ ...ROW, spans: [span("on_scene", -2, -1, { end: "released" })] }, NOW);
  expect(words, "from, to, what, where, how it ended").toBe("00:20:00 至 01:20:00 在现场 I1，已返回");
});
