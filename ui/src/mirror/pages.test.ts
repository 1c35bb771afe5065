import { beforeEach, expect, test } from "vitest";
import { PAGE_ROWS, PAGES_MAX, Pages, pagesOf, type Page } from "./pages.svelte";

const TOTAL = 100_000;

interface Numbered {
  number: number;
}

let asked: number[];
let version: number;
let hold: (() => void)[] | null;
let looked: boolean;

async function read(offset: number, limit: number): Promise<Page<Numbered>> {
  asked.push(offset);
  const at = version;
  if (hold !== null) await new Promise<void>((resolve) => hold?.push(resolve));
  const rows = Array.from({ length: limit }, (_, index) => ({ number: offset + index + at }));
  return { total: TOTAL, rows };
}

function list(): Pages<Numbered, Page<Numbered>> {
  return new Pages({ read, topics: ["alerts"], visible: () => looked });
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  asked = [];
  version = 0;
  hold = null;
  looked = true;
});

test.each([
  [0, 20, [0]],
  [40, 60, [0, 1]],
  [50, 99, [1]],
  [99_950, 99_999, [1999]],
])("rows %i to %i lie on pages %j", (first, last, pages) => {
  expect(pagesOf(first, last), "no page more, none less").toEqual(pages);
});

test("only the pages around the view are read", async () => {
  const rows = list();
  rows.restart();
  await settled();
  rows.show(50_000, 50_040);
  await settled();
  expect(asked, "the first and the one in view").toEqual([0, 50_000]);
  expect(rows.total, "the length of the whole list is known").toBe(TOTAL);
  expect(rows.row(50_012)?.number, "a row in view is there").toBe(50_012);
  expect(rows.row(70_000), "one far away is not").toBeUndefined();
});

test("scrolling through everything holds a bounded number of pages", async () => {
  const rows = list();
  rows.restart();
  for (let first = 0; first < 5_000; first += 37) {
    rows.show(first, first + 40);
    await settled();
  }
  expect(rows.held, "the far ones were let go").toBeLessThanOrEqual(PAGES_MAX);
  expect(rows.row(4_980)?.number, "the last view is there").toBe(4_980);
  expect(new Set(asked).size, "no page was read twice on the way down").toBe(asked.length);
});

test("a change drops what is out of view and keeps showing what is in view", async () => {
  const rows = list();
  rows.restart();
  await settled();
  rows.show(200, 240);
  await settled();
  hold = [];
  version = 1;
  rows.spoil();
  rows.refresh();
  expect(rows.row(210)?.number, "no flicker: the old row stays").toBe(210);
  expect(rows.row(10), "out of view is forgotten").toBeUndefined();
  hold.forEach((go) => go());
  await settled();
  expect(rows.row(210)?.number, "until the new one is there").toBe(211);
});

test("a change during a read leads to one more read", async () => {
  const rows = list();
  hold = [];
  rows.restart();
  for (let change = 0; change < 5; change += 1) {
    rows.spoil();
    rows.refresh();
  }
  expect(asked.length, "one is on its way").toBe(1);
  const waiting = hold;
  hold = null;
  waiting.forEach((go) => go());
  await settled();
  expect(asked.length, "and one more for all five").toBe(2);
});

test("an answer to another question is dropped", async () => {
  const rows = list();
  hold = [];
  rows.restart();
  const old = hold;
  hold = null;
  version = 1;
  rows.restart();
  await settled();
  old.forEach((go) => go());
  await settled();
  expect(rows.row(0)?.number, "the new list stands").toBe(1);
});

test("out of view nothing is read", async () => {
  looked = false;
  const rows = list();
  rows.restart();
  await settled();
  expect(asked.length, "nobody looks").toBe(0);
});

test("a page that cannot be read leaves the others", async () => {
  let broken = false;
  const rows = new Pages<Numbered, Page<Numbered>>({
    read: (offset, limit) => (broken ? Promise.reject(new Error("disk")) : read(offset, limit)),
    topics: ["alerts"],
    visible: () => true,
  });
  rows.restart();
  await settled();
  broken = true;
  rows.again();
  await settled();
  expect(rows.state, "it is said").toBe("error");
  expect(rows.row(5)?.number, "the rows stay").toBe(5);
  broken = false;
  rows.again();
  await settled();
  expect(rows.state, "and it recovers").toBe("ready");
});

test("a page has as many rows as the desk gives at once", () => {
  expect(PAGE_ROWS, "the desk's bound is 500").toBeLessThanOrEqual(500);
});
