import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { ObjectPage } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press as pressed, seen, stateSize, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";

const WISH = { alerts: 20, rate: 0, link: "down", exercise: false, duty: true } as const;
const NOTHING: ObjectPage = { total: 0, unplaced: 0, unclassed: 0, hazards: 0, hazardsUnplaced: 0, kinds: [], rows: [] };

let made: Record<string, unknown> | null = null;
let asked: Request<"objects">[] = [];

/** Opens the window on a desk whose answer to the list may be another one. */
async function openOn(answer: ((page: ObjectPage) => ObjectPage) | null = (page) => page): Promise<void> {
  const real = fakeHost(WISH);
  const host: Host = {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name !== "objects") return real.call(name, request);
      asked.push(request as Request<"objects">);
      if (answer === null) throw { code: "storage", refusal: null, message: "made-up desk" };
      return answer((await real.call(name, request)) as ObjectPage) as Answer<N>;
    },
  };
  made = mount(App, { target: document.body, props: { host } });
  await eventually("the watch is in view", () => document.querySelector("main section") !== null);
  pressed("F3", { code: "F3" });
  await seen("dialog [role=grid]");
}

beforeEach(() => {
  emptyPage();
  stateSize();
  asked = [];
});

afterEach(async () => {
  if (made !== null) await unmount(made);
  made = null;
  leavePage();
});

const rows = () => [...document.querySelectorAll<HTMLElement>("dialog [role=grid] [role=row][aria-rowindex]")].slice(1);

function choose(filter: string, value: string): void {
  const field = document.querySelector<HTMLSelectElement>(`dialog [data-filter=${filter}]`);
  if (field === null) throw new Error(`no filter ${filter}`);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

test("protected objects stand in the order of how near a major hazard is, with the link down", async () => {
  await openOn();
  await eventually("the rows are there", () => rows().length > 1);
  expect(text("[data-object-counts]"), "how many, and from how many hazards").toMatch(/\d+ 处.*\d+ 处重大危险源/);
  expect(text("[data-object-counts]"), "no class is guessed").toContain("待区里确认");
  const first = rows()[0]?.textContent ?? "";
  expect(first, "the hazard has its grade").toMatch(/[一二三四]级|级别待定/);
  expect(first, "and its distance").toMatch(/米|公里/);
});

test("the list is narrowed by kind and distance", async () => {
  await openOn();
  await eventually("the kinds are known", () => document.querySelectorAll("dialog [data-filter=kind] option").length > 1);
  choose("kind", "school");
  await eventually("schools are asked for", () => asked.at(-1)?.kind === "school");
  choose("within", "1000");
  await eventually("and those within a kilometre", () => asked.at(-1)?.withinM === 1_000);
});

test("Enter opens the profile of the place", async () => {
  await openOn();
  await eventually("the rows are there", () => rows().length > 1);
  document.querySelector<HTMLElement>("dialog [role=grid]")?.focus();
  pressed("Home");
  pressed("Enter");
  await eventually("the dialog is gone", () => document.querySelector("dialog") === null);
  await seen("[data-site-around] [data-around-hazard]");
});

test("a hazard of which nobody knows where it is, is said beside the distances", async () => {
  await openOn((page) => ({ ...page, hazardsUnplaced: 2 }));
  await eventually("it may be nearer", () => text("[data-object-counts]").includes("2 处重大危险源没有坐标"));
});

test("a list without a row says what to enter", async () => {
  await openOn(() => NOTHING);
  await eventually("it says so", () => text("dialog").includes("还没有防护目标"));
});

test("a list that cannot be read says so and can be asked for again", async () => {
  await openOn(null);
  await eventually("it can be tried again", () => text("dialog").includes("重试"));
});
