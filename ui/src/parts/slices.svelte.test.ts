import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Frames } from "../host/fake/frames";
import { press } from "../host/fake/window";
import type { Slices } from "./slices.svelte";
import SlicesHarness from "./SlicesHarness.svelte";

/** Rows of a slice of the harness. */
const SLICE = 4;
const made: Record<string, unknown>[] = [];
let frames: Frames;

interface Shown {
  name: string;
  count: number;
  at?: number;
  main?: boolean;
  text?: string;
  ready?: (rows: Slices) => void;
}

function show(props: Shown): void {
  made.push(mount(SlicesHarness, { target: document.body, props }));
  flushSync();
}

const places = (name = "list") =>
  [...document.querySelectorAll(`#${name} [data-place]`)].map((one) => Number(one.textContent));
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, more) => from + more);
const focused = () => Number(document.activeElement?.textContent);
const focus = (place: number) => document.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus();

beforeEach(() => {
  document.body.replaceChildren();
  Element.prototype.scrollIntoView = () => undefined;
  frames = new Frames();
  frames.hold();
});
afterEach(async () => {
  for (const one of made.splice(0)) await unmount(one);
  frames.drawAll();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a long text begins with one slice, goes on a slice a frame, and stands whole in the end", () => {
  show({ name: "list", count: 30 });
  expect(places(), "first what is in view").toEqual(upTo(0, SLICE));
  frames.draw();
  expect(places(), "the first frame draws what just came, without more").toEqual(upTo(0, SLICE));
  frames.draw();
  expect(places(), "then one slice").toEqual(upTo(0, 2 * SLICE));
  frames.draw();
  expect(places(), "and one more").toEqual(upTo(0, 3 * SLICE));
  expect(document.querySelector("ul")?.getAttribute("aria-busy"), "a screen reader is told that more comes").toBe("true");
  frames.drawAll();
  expect(places(), "nothing is left out, and the order is that of the text").toEqual(upTo(0, 30));
  expect(document.querySelector("ul")?.getAttribute("aria-busy"), "and that it is all").toBe("false");
});

test("a short text stands at once and asks for no frame", () => {
  show({ name: "list", count: 3 });
  expect(places(), "all of it").toEqual([0, 1, 2]);
  expect(frames.draw(), "nobody waits").toBe(false);
  const props = $state({ name: "empty", count: 0 });
  show(props);
  expect(frames.draw(), "nor for nothing").toBe(false);
  props.count = 2;
  flushSync();
  expect(places("empty"), "what comes into it stands").toEqual([0, 1]);
});

test("a text that begins far down stands there first, and then on both sides", () => {
  show({ name: "list", count: 100, at: 60 });
  expect(places(), "around the row").toEqual(upTo(60 - SLICE, 60 + SLICE));
  frames.draw();
  frames.draw();
  frames.draw();
  expect(places(), "a slice below and a slice above").toEqual(upTo(60 - 2 * SLICE, 60 + 2 * SLICE));
  frames.drawAll();
  expect(places(), "the whole of it").toEqual(upTo(0, 100));
});

test("what is read stays where it is while rows come above it", () => {
  show({ name: "list", count: 100, at: 60 });
  const list = document.querySelector<HTMLElement>("ul");
  if (list === null) throw new Error("there is no list");
  // There is no layout here: each row is twenty pixels high.
  vi.spyOn(list, "scrollHeight", "get").mockImplementation(() => places().length * 20);
  list.scrollTop = SLICE * 20;
  frames.drawAll();
  expect(list.scrollTop, "the row at the upper edge is the same one").toBe(60 * 20);
});

test("a jump to a row that does not stand draws it first", () => {
  const props = $state({ name: "list", count: 100, at: 0 });
  show(props);
  props.at = 80;
  flushSync();
  expect(places(), "the row and those around it").toContain(80);
  expect(places().length, "and not all that lies between").toBeLessThan(20);
  frames.drawAll();
  expect(places(), "which comes afterwards").toEqual(upTo(0, 100));
  props.at = 10;
  flushSync();
  expect(places(), "what stands once stays").toEqual(upTo(0, 100));
});

test("a row that is jumped to gets enough below it to come to the upper edge", () => {
  let rows: Slices | undefined;
  show({ name: "list", count: 100, at: 50, ready: (made) => (rows = made) });
  const list = document.querySelector<HTMLElement>("ul");
  if (list === null) throw new Error("there is no list");
  vi.spyOn(list, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(list, "scrollHeight", "get").mockImplementation(() => places().length * 20);
  list.scrollTop = 0;
  const row = rows?.reach('[data-place="50"]');
  expect(row?.textContent, "it is handed over").toBe("50");
  expect(places().length * 20, "a view full is drawn").toBeGreaterThanOrEqual(400);
  expect(places().length, "and no more than that").toBeLessThan(30);
});

test("End, Home and the arrow keys go to rows that do not stand yet", () => {
  show({ name: "list", count: 100, at: 40 });
  focus(40 + SLICE - 1);
  press("ArrowDown");
  expect(focused(), "the one below the last that stood").toBe(40 + SLICE);
  press("End");
  expect(focused(), "the last of all").toBe(99);
  press("Home");
  expect(focused(), "the first of all").toBe(0);
  expect(places(), "in their order").toEqual(upTo(0, 100));
});

test("a page further down or up draws what it shows", () => {
  show({ name: "list", count: 200, at: 100 });
  const list = document.querySelector<HTMLElement>("ul");
  if (list === null) throw new Error("there is no list");
  // There is no layout here: each row is twenty pixels high, and ten of them are in view.
  vi.spyOn(list, "clientHeight", "get").mockReturnValue(200);
  vi.spyOn(list, "scrollHeight", "get").mockImplementation(() => places().length * 20);
  list.scrollTop = 0;
  focus(100);
  press("PageDown");
  expect(places().length * 20, "the page in view and the next one stand").toBeGreaterThanOrEqual(400);
  expect(places().length, "and not much more").toBeLessThan(20 + SLICE + 1);
  const first = places()[0] ?? 0;
  press("PageUp");
  expect(first - (places()[0] ?? 0), "a page stands above").toBeGreaterThanOrEqual(10);
  expect(list.scrollTop, "what was at the upper edge still is").toBe((first - (places()[0] ?? 0)) * 20);
});

test("another text begins anew", () => {
  const props = $state({ name: "list", count: 40, text: "first" });
  show(props);
  frames.drawAll();
  [props.text, props.count] = ["second", 60];
  flushSync();
  expect(places(), "a slice of it").toEqual(upTo(0, SLICE));
  frames.drawAll();
  expect(places(), "and then the whole").toEqual(upTo(0, 60));
});

test("of two lists one draws in each frame, and both come to their end", () => {
  show({ name: "one", count: 24 });
  show({ name: "other", count: 24 });
  frames.draw();
  const counts = [];
  for (let frame = 0; frame < 4; frame += 1) {
    frames.draw();
    counts.push(places("one").length + places("other").length);
  }
  expect(counts, "one slice a frame").toEqual([12, 16, 20, 24]);
  expect(places("one").length, "they take turns").toBe(places("other").length);
  frames.drawAll();
  expect([places("one").length, places("other").length], "neither is forgotten").toEqual([24, 24]);
});

test("a list that goes away leaves the turn to the others", async () => {
  show({ name: "one", count: 24 });
  show({ name: "other", count: 24 });
  const first = made.shift();
  if (first !== undefined) await unmount(first);
  frames.drawAll();
  expect(places("other").length, "it comes to its end").toBe(24);
});

test("the list that is looked at draws first, then the one that the face is there for", () => {
  show({ name: "beside", count: 24 });
  show({ name: "text", count: 24, main: true });
  show({ name: "outline", count: 24 });
  document.querySelector<HTMLElement>("#outline [data-place]")?.focus();
  frames.draw();
  for (let frame = 0; frame < 5; frame += 1) frames.draw();
  const counts = () => ["outline", "text", "beside"].map((name) => places(name).length);
  expect(counts(), "the one with the focus has every frame").toEqual([24, SLICE, SLICE]);
  for (let frame = 0; frame < 5; frame += 1) frames.draw();
  expect(counts(), "then the main one").toEqual([24, 24, SLICE]);
  frames.drawAll();
  expect(counts(), "and the others come to their end").toEqual([24, 24, 24]);
});
