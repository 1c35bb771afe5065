import { expect, test } from "vitest";
import { digits } from "../locale/format";
import { Clock, secondsLeft } from "./clock.svelte";

const START = Date.UTC(2026, 10, 18, 13, 0, 0);

test("a countdown follows the desk's time and not the machine's", () => {
  let monotonic = 5_000;
  const clock = new Clock(() => monotonic, START);
  const due = START + 30 * 60_000;
  clock.set(START + 60_000);
  monotonic += 60_000;
  clock.tick();
  expect(secondsLeft(due, clock.now), "a minute by the desk, a minute since").toBe(28 * 60);
});

test("an hour of ticks that each come late loses no second", () => {
  let monotonic = 0;
  const clock = new Clock(() => monotonic, START);
  for (let second = 0; second < 3_600; second += 1) {
    // Each timer fires some milliseconds late, as timers do.
    monotonic += clock.tick() + 17;
  }
  clock.tick();
  const elapsed = clock.now - START;
  expect(elapsed, "time is read, never added up").toBe(monotonic);
});

test.each([
  [0, 0],
  [1, 1],
  [999, 1],
  [1_000, 1],
  [1_001, 2],
  [-1, -0],
  [-1_000, -1],
])("%i ms are %i whole seconds", (ms, seconds) => {
  expect(secondsLeft(START + ms, START), "a deadline is not over before it is").toBe(seconds);
});

test.each([
  [0, "00:00"],
  [59, "00:59"],
  [1_800, "30:00"],
  [3_661, "1:01:01"],
  [-61, "01:01"],
])("%i s read %s", (seconds, text) => {
  expect(digits(seconds), "two digits each, hours only when there are some").toBe(text);
});

test("the beat of the window counts four seconds", () => {
  let monotonic = 0;
  const clock = new Clock(() => monotonic, START);
  const beats = Array.from({ length: 6 }, () => {
    clock.tick();
    monotonic += 1_000;
    return clock.beat;
  });
  expect(beats, "0.5 Hz and 0.25 Hz come from the same count").toEqual([0, 1, 2, 3, 0, 1]);
});
