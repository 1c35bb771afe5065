import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyPage, leavePage, stateSize } from "../host/fake/window";
import GridHarness from "./GridHarness.svelte";

const HEIGHT_PX = 640;

let made: Record<string, unknown>;
const shown = vi.fn();
const opened = vi.fn();
const ticked = vi.fn();

function show(count: number): HTMLElement {
  made = mount(GridHarness, { target: document.body, props: { count, shown, opened, ticked } });
  flushSync();
  const grid = document.querySelector<HTMLElement>("[role=grid]");
  if (grid === null) throw new Error("there is no grid");
  return grid;
}

function press(grid: HTMLElement, key: string, shiftKey = false): void {
  grid.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
  flushSync();
}

function numbers(): number[] {
  const rows = [...document.querySelectorAll("[role=rowgroup] [role=row]")];
  return rows.map((row) => Number(row.textContent?.replace("row", "")));
}

beforeEach(() => {
  emptyPage();
  vi.clearAllMocks();
  stateSize(HEIGHT_PX);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("of a hundred thousand rows only those around the view exist", () => {
  const grid = show(100_000);
  expect(grid.getAttribute("aria-rowcount"), "all of them and the head").toBe("100001");
  expect(numbers().length, "a view of twenty rows and some around").toBeLessThan(60);
  expect(numbers().length, "the view is full").toBeGreaterThanOrEqual(HEIGHT_PX / 32);
  expect(numbers()[0], "from the top").toBe(0);
  expect(shown.mock.lastCall?.[0], "the list is told which").toBe(0);
});

test("scrolling draws what comes into view and lets go of the rest", () => {
  const grid = show(100_000);
  grid.scrollTop = 50_000 * 32;
  grid.dispatchEvent(new Event("scroll"));
  flushSync();
  expect(numbers(), "the row at the top of the view").toContain(50_000);
  expect(numbers(), "the first row is gone").not.toContain(0);
  expect(numbers().length, "and there are no more than before").toBeLessThan(60);
  expect(shown.mock.lastCall?.[1], "the pages for it are asked").toBeGreaterThan(50_000);
});

test("the arrow keys move one active row, which the grid names", () => {
  const grid = show(1_000);
  press(grid, "ArrowDown");
  press(grid, "ArrowDown");
  const name = grid.getAttribute("aria-activedescendant") ?? "";
  expect(document.getElementById(name)?.textContent, "the second row").toBe("row 1");
  press(grid, "ArrowUp");
  press(grid, "ArrowUp");
  expect(grid.getAttribute("aria-activedescendant"), "not above the first").toMatch(/-0$/);
});

test("End and Home go to the ends", () => {
  const grid = show(1_000);
  press(grid, "End");
  press(grid, "Enter");
  expect(opened.mock.lastCall, "the last row is opened").toEqual([999]);
  press(grid, "Home");
  press(grid, "Enter");
  expect(opened.mock.lastCall, "the first row is opened").toEqual([0]);
});

test("a space ticks, with Shift it ticks a range", () => {
  const grid = show(1_000);
  press(grid, "ArrowDown");
  press(grid, " ");
  press(grid, "ArrowDown");
  press(grid, " ", true);
  expect(ticked.mock.calls, "one, and up to the next").toEqual([
    [0, false],
    [1, true],
  ]);
});

test("an empty grid says so and ignores the keys", () => {
  const grid = show(0);
  press(grid, "ArrowDown");
  press(grid, "Enter");
  expect(grid.textContent, "in words").toContain("nothing");
  expect(opened.mock.calls.length, "there is nothing to open").toBe(0);
});

test("a row that moves is moved and not drawn anew, also while a name stands twice", () => {
  const props = $state({ count: 3, shown, opened, ticked, names: ["a", "b", "c"] });
  made = mount(GridHarness, { target: document.body, props });
  flushSync();
  const rows = () => [...document.querySelectorAll("[role=rowgroup] [role=row]")];
  const [a, b] = rows();
  props.names = ["new", "a", "b"];
  flushSync();
  expect(rows()[1], "what stood first stands second").toBe(a);
  expect(rows()[2], "and what followed still does").toBe(b);
  props.names = ["a", "a", "b"];
  flushSync();
  expect(rows().length, "pages of two moments may meet").toBe(3);
});
