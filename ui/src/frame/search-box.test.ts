import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press } from "../host/fake/window";
import type { Host } from "../host/host";

let made: Record<string, unknown>;
/** Until it is done, searches are not answered. */
let hold: Promise<void> | null = null;
/** How many searches were asked. */
let asked = 0;

beforeEach(async () => {
  emptyPage();
  Element.prototype.scrollIntoView = () => undefined;
  const wish = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;
  const host = fakeHost(wish);
  hold = null;
  const call: Host["call"] = async (name, request) => {
    if (name === "search") {
      asked += 1;
      await hold;
    }
    return host.call(name, request);
  };
  made = mount(App, { target: document.body, props: { host: { ...host, call } } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

function type(text: string): void {
  const field = document.querySelector<HTMLInputElement>("dialog [role=combobox]");
  if (field === null) throw new Error("no field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

const words = (selector: string) =>
  [...document.querySelectorAll(selector)].map((one) => (one.textContent ?? "").trim());

test("by keys alone a clause is found and opened in its plan", async () => {
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  expect(words("dialog .empty p").join(""), "before anything is typed it says how").not.toBe("");
  type("突发事件");
  await eventually("there are hits", () => document.querySelector("dialog [role=option]") !== null);
  expect(words("dialog h3").some((head) => head.startsWith("条款")), "grouped by kind").toBe(true);
  expect(words("dialog mark"), "what was looked for is lit").toContain("突发事件");
  press("ArrowDown");
  press("ArrowUp");
  expect(words("dialog [aria-selected=true]").length, "one is chosen").toBe(1);
  press("Enter");
  await eventually("the box is gone", () => document.querySelector("dialog") === null);
  await eventually("the plan is open", () => document.querySelector("[data-clause]") !== null);
});

test("nothing found is said, and markup that was typed stays text", async () => {
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  type("<img src=x>不存在");
  await eventually("it says so", () => words("dialog .empty p").join("").includes("没有找到"));
  expect(document.querySelectorAll("dialog img").length, "no markup was made").toBe(0);
});

test("an article is read to its end where it stands", async () => {
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  type("逐级报告");
  await eventually("there is a hit", () => document.querySelector("dialog [role=option]") !== null);
  expect(words("dialog .hit .text").join(""), "a piece of it").not.toContain("最后一行");
  press("Enter");
  expect(words("dialog .hit .text").join(""), "all of it").toContain("最后一行");
  press("Enter");
  expect(words("dialog .hit .text").join(""), "folded again").not.toContain("最后一行");
});

test("opened again, the words of before are there and the next key replaces them", async () => {
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  type("突发事件");
  await eventually("there are hits", () => document.querySelector("dialog [role=option]") !== null);
  [...document.querySelectorAll<HTMLElement>("dialog header button")][0]?.click();
  await eventually("the box is gone", () => document.querySelector("dialog") === null);
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  const field = document.querySelector<HTMLInputElement>("dialog [role=combobox]");
  expect(field?.value, "kept").toBe("突发事件");
  expect([field?.selectionStart, field?.selectionEnd], "and chosen as a whole").toEqual([0, 4]);
});

test("a hit of the question before is not opened while the new one is under way or has failed", async () => {
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => document.querySelector("dialog [role=combobox]") !== null);
  type("突发事件");
  await eventually("there are hits", () => document.querySelector("dialog [role=option]") !== null);
  press("ArrowDown");
  const before = asked;
  let fail = (_: Error): void => undefined;
  hold = new Promise((_, no) => (fail = no));
  type("疏散");
  press("Enter");
  await eventually("the new question is asked", () => asked > before);
  expect(document.querySelector("dialog .stale"), "the old hits are dimmed").not.toBe(null);
  press("Enter");
  expect(document.querySelector("dialog [role=option]"), "nothing was opened").not.toBe(null);
  fail(new Error("no"));
  await eventually("the failure is said", () => words("dialog [role=status]").join("").includes("查找失败"));
  hold = null;
  press("Enter");
  await eventually("it is asked again", () => document.querySelector("dialog .stale") === null);
  const chosen = words("dialog [role=option]").findIndex((_, index) => isChosen(index));
  expect(chosen, "another answer begins at its first line").toBe(0);
});

function isChosen(index: number): boolean {
  return document.querySelectorAll("dialog [role=option]")[index]?.getAttribute("aria-selected") === "true";
}
