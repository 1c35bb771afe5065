import { expect, test } from "vitest";
import defects from "../../../src-tauri/crates/protocols/src/defect.rs?raw";
import type { FeedStatus } from "../contract";
import { feeds as words } from "../locale/zh-CN/feeds";
import { clockOff, departs, dutyLook, hexGroups, lookOf, quietAfterMs, worstFirst } from "./feeds";

const NOW = 1_777_595_400_000;
const MINUTE = 60_000;

function feed(name: string, more: Partial<FeedStatus> = {}): FeedStatus {
  return {
    name,
    kind: "jt808",
    source: "",
    up: true,
    firstTryAt: NOW - 60 * MINUTE,
    lastMessageAt: NOW - 1_000,
    lastTryAt: NOW,
    messages: 1,
    perMinute: 1,
    defects: 0,
    defectKinds: [],
    defectsRemoved: 0,
    why: "",
    devices: { known: 3, silent: 0, silentAfterS: 600, named: [], clockOffsetMs: null, clockWorst: null, clocksOff: [], clocksOffCount: 0, clockOffAfterS: 60, dialects: [], dialectsCount: 0, dialectsDeparting: 0 },
    connections: null,
    ...more,
  };
}

const silent = { known: 3, silent: 1, silentAfterS: 600, named: [], clockOffsetMs: null, clockWorst: null, clocksOff: [], clocksOffCount: 0, clockOffAfterS: 60, dialects: [], dialectsCount: 0, dialectsDeparting: 0 };

test("a feed looks as the worst that is true of it", () => {
  expect(lookOf(feed("a"), NOW)).toBe("up");
  expect(lookOf(feed("a", { devices: silent }), NOW)).toBe("silent_devices");
  expect(lookOf(feed("a", { devices: silent, lastMessageAt: NOW - 10 * MINUTE }), NOW)).toBe("quiet");
  expect(lookOf(feed("a", { lastMessageAt: null }), NOW)).toBe("quiet");
  expect(lookOf(feed("a", { up: false, devices: silent }), NOW)).toBe("down");
  // It was started a moment ago: nobody can have been quiet for long.
  expect(lookOf(feed("a", { lastMessageAt: null, firstTryAt: NOW - MINUTE }), NOW)).toBe("up");
  // A folder into which nothing falls for a day is as it should be.
  expect(lookOf(feed("a", { devices: null, lastMessageAt: null }), NOW)).toBe("up");
});

test("a feed is quiet after the time that its devices may be, and not before", () => {
  const hourly = { ...silent, silent: 0, silentAfterS: 7_500 };
  const last = (minutes: number) => lookOf(feed("a", { devices: hourly, lastMessageAt: NOW - minutes * MINUTE }), NOW);
  expect(last(50), "a station that sends by the hour").toBe("up");
  expect(last(124), "one message may be lost").toBe("up");
  expect(last(125), "two are not there").toBe("quiet");
  const unknown = { ...silent, silent: 0, silentAfterS: 0 };
  expect(quietAfterMs(feed("a", { devices: unknown })), "before the desk has said it").toBe(10 * MINUTE);
});

test("the worst feed stands first, and the one heard longest ago before the others", () => {
  const feeds = [
    feed("well"),
    feed("down since a minute", { up: false, lastMessageAt: NOW - MINUTE }),
    feed("silent", { devices: silent }),
    feed("down for an hour", { up: false, lastMessageAt: NOW - 60 * MINUTE }),
  ];
  expect(worstFirst(feeds, NOW).map((one) => one.name)).toEqual([
    "down for an hour",
    "down since a minute",
    "silent",
    "well",
  ]);
  expect(feeds[0]?.name).toBe("well");
});

test("a clock that is off is said with its direction, a small difference is not", () => {
  expect(clockOff(-60_000, 60), "as the desk judges it").toBeNull();
  expect(clockOff(60_001, 60)).toEqual({ ahead: true, byMs: 60_001 });
  expect(clockOff(-3_600_000, 60)).toEqual({ ahead: false, byMs: 3_600_000 });
});

test("a station that uses another CRC or leaves something out departs from the standard", () => {
  const station = { name: "YL01", crc: "standard", tolerated: [] };
  expect(departs(station)).toBe(false);
  expect(departs({ ...station, crc: "modbus" })).toBe(true);
  expect(departs({ ...station, tolerated: ["qn_missing"] })).toBe(true);
});

test("bytes stand apart in groups", () => {
  expect(hexGroups("7e0200001a")).toBe("7e 02 00 00  1a");
  expect(hexGroups("")).toBe("");
});

test("a duty check waits, did not get there, is missed, or was answered", () => {
  const duty = { askedAt: 0, dueAt: 300, sentAt: null, confirmedAt: null, answeredAt: null };
  expect(dutyLook(duty, 10), "the panel has no connection").toBe("unsent");
  expect(dutyLook({ ...duty, sentAt: 1 }, 10), "there is time").toBe("waiting");
  expect(dutyLook(duty, 300), "it never got there").toBe("unreached");
  expect(dutyLook({ ...duty, sentAt: 1 }, 300), "nobody knows whether it got there").toBe("unconfirmed");
  expect(dutyLook({ ...duty, sentAt: 1, confirmedAt: 2 }, 300), "it did, and nobody came").toBe("missed");
  expect(dutyLook({ ...duty, answeredAt: 400 }, 500), "late, but somebody did").toBe("answered");
});

test("every kind of defect has words", () => {
  const all = /pub enum DefectKind \{(.*?)\n\}/s.exec(defects)?.[1] ?? "";
  const kinds = [...all.matchAll(/^ {4}([A-Z]\w+),$/gm)].map(([, name = ""]) =>
    name.replace(/(?!^)[A-Z]/g, "_$&").toLowerCase(),
  );
  expect(kinds.length, "they are found").toBeGreaterThan(40);
  expect(kinds.filter((kind) => !(kind in words.defect_kinds))).toEqual([]);
});
