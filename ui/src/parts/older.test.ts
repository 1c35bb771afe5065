import { expect, test } from "vitest";
import type { LogLine } from "../contract";
import { Older } from "./older.svelte";

const LIMIT = 3;
/** Lines of the log from one number down to another. */
const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: from - to + 1 }, (_, at) => ({ seq: from - at }) as LogLine);
const seqs = (shown: LogLine[]): number[] => shown.map((line) => line.seq);
const log = (before: number) => Promise.resolve(lines(before - 1, Math.max(1, before - LIMIT)));

test("pages follow one another to the first line", async () => {
  const older = new Older(() => "duty");
  const newest = lines(8, 6);
  await older.more(newest, LIMIT, log);
  expect(seqs(older.under(newest)), "one page more").toEqual([8, 7, 6, 5, 4, 3]);
  expect(older.ends(newest), "there may be more").toBe(false);
  await older.more(newest, LIMIT, log);
  expect(seqs(older.under(newest)), "all of it").toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(older.ends(newest), "a short page is the last").toBe(true);
});

test("what was read after a jump to an old line is not put under the newest lines", async () => {
  let from: number | null = 9;
  const older = new Older(() => `duty:${from}`);
  await older.more(lines(9, 7), LIMIT, log);
  expect(seqs(older.under(lines(9, 7))), "there it goes on").toEqual([9, 8, 7, 6, 5, 4]);
  from = null;
  expect(seqs(older.under(lines(99, 97))), "back at the newest there is nothing of it").toEqual([99, 98, 97]);
});

test("a page that comes when another list is shown is dropped", async () => {
  let of = "team:t1";
  const older = new Older(() => of);
  await older.more(lines(8, 6), LIMIT, (before) => {
    of = "team:t2";
    return log(before);
  });
  expect(seqs(older.under(lines(8, 6))), "it is of the list before").toEqual([8, 7, 6]);
});

test("new lines push none out, and what no longer reaches up to them is let go", async () => {
  const older = new Older(() => "duty");
  await older.more(lines(8, 6), LIMIT, log);
  expect(seqs(older.under(lines(10, 8))), "no gap where 7 and 6 were").toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
  expect(seqs(older.under(lines(20, 18))), "rather nothing than a gap").toEqual([20, 19, 18]);
});
