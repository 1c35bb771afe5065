import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press as pressed, recording, seen, text } from "../../host/fake/window";
import { firmFaults, firmOf, firmTexts } from "./form";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;

let made: Record<string, unknown>;
let given: Command[] = [];

beforeEach(async () => {
  emptyPage();
  const desk = recording(fakeHost(WISH));
  given = desk.given;
  made = mount(App, { target: document.body, props: { host: desk.host } });
  await eventually("the watch is in view", () => document.querySelector("main section") !== null);
});

afterEach(async () => {
  await unmount(made);
  leavePage();
});

function write(selector: string, value: string): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (field === null) throw new Error(`no field ${selector}`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll<HTMLButtonElement>("dialog button")];
  const one = found.find((each) => each.textContent.trim() === words);
  if (one === undefined) throw new Error(`no button ${words}`);
  return one;
}

async function open(): Promise<void> {
  pressed("k", { code: "KeyK", altKey: true });
  await seen("dialog [role=grid]");
  await eventually("the firms are there", () => Number(document.querySelector("dialog [role=grid]")?.getAttribute("aria-rowcount")) > 1);
}

/** Opens the first firm of the list by the keyboard. */
async function first(): Promise<void> {
  await open();
  document.querySelector<HTMLElement>("dialog [role=grid]")?.focus();
  pressed("Home");
  pressed("Enter");
  await seen("dialog [data-firm]");
}

test("a firm shows its sites, units, tanks and their level points on one page", async () => {
  await first();
  expect(document.querySelectorAll("[data-firm-site]").length, "its two sites").toBe(2);
  expect(text("[data-unit-verdict]"), "each unit has its grade").toContain("三级");
  expect(document.querySelectorAll("[data-tank]").length, "both tanks of the unit").toBe(2);
  const point = await seen("[data-tank] [data-tank-point]");
  expect(point.textContent, "the level as it is now").toContain("6.4 m");
  expect(point.textContent, "and that it is beyond its limit").toContain("越限");
  expect(text("[data-firm-danger]"), "its hidden dangers").toContain("重大");
  point.click();
  await seen("dialog [data-point-form]");
});

test("a firm is registered with its code, and a wrong length is said", async () => {
  await open();
  button("登记企业").click();
  await seen("dialog [data-firm-form]");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "it has no name yet").toBe(true);
  write("dialog [data-firm-form] label.field input", "演练 新厂");
  expect(commit.disabled, "a name is enough").toBe(false);
  const code = "dialog [data-firm-form] .two label.field:first-child input";
  write(code, "91350100m000");
  expect(commit.disabled, "twelve characters are no code").toBe(true);
  expect(text("dialog [data-firm-form]"), "how many there are").toContain("现 12 位");
  write(code, "91350100m000100 y43");
  await eventually("the firm that has it is named", () => text("dialog [data-firm-form]").includes("已用这个信用代码"));
  commit.click();
  await seen("dialog [data-firm]");
  const last = given.at(-1);
  if (last?.do !== "firm" || last.act !== "register") throw new Error("nothing was registered");
  expect(last.registered.code, "as it is kept").toBe("91350100M000100Y43");
  expect(last.seen, "it was not on the list").toBeNull();
});

test("a unit gets a tank from its form, and two of one name are refused", async () => {
  await first();
  button("修改单元").click();
  await seen("dialog [data-unit-form]");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "it is sound as it stands").toBe(false);
  const names = () => [...document.querySelectorAll<HTMLInputElement>("dialog [data-unit-form] fieldset input[aria-label^='储罐']")];
  const second = names()[1];
  if (second === undefined) throw new Error("no second tank");
  second.value = "V-101";
  second.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  expect(commit.disabled, "nobody could tell them apart").toBe(true);
  second.value = "V-109";
  second.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  commit.click();
  await seen("dialog [data-firm]");
  const last = given.at(-1);
  if (last?.do !== "unit" || last.act !== "register") throw new Error("nothing was registered");
  expect(last.told.tanks.map((tank) => tank.name), "the second has another name").toEqual(["V-101", "V-109"]);
  expect(last.told.tanks[0]?.points.length, "the first keeps its point").toBe(1);
  expect(last.seen?.tanks[1]?.name, "the desk hears what was seen").toBe("V-102");
});

/** Esc, as the window tells a dialog of it. */
function escape(): void {
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  flushSync();
}

test("Esc goes back one step at a time", async () => {
  await first();
  button("修改企业").click();
  await seen("dialog [data-firm-form]");
  escape();
  await seen("dialog [data-firm]");
  escape();
  await seen("dialog [role=grid]");
});

test("what was typed of a firm is not dropped by one Esc, nor by the cross or the button", async () => {
  await first();
  button("修改企业").click();
  await seen("dialog [data-firm-form]");
  const name = "dialog [data-firm-form] label.field input";
  const before = document.querySelector<HTMLInputElement>(name)?.value ?? "";
  write(name, "演练 改名厂");
  escape();
  expect(text("[data-leaving]"), "it says what would be lost").toContain("未保存");
  expect(document.querySelector<HTMLInputElement>(name)?.value, "nothing is lost yet").toBe("演练 改名厂");
  write(name, "演练 再改名厂");
  expect(document.querySelector("[data-leaving]"), "whoever types on has answered").toBeNull();
  document.querySelector<HTMLButtonElement>("dialog header button")?.click();
  await seen("[data-leaving]");
  button("继续编辑").click();
  flushSync();
  document.querySelector<HTMLButtonElement>("dialog [data-firm-form] .foot button")?.click();
  await seen("[data-leaving]");
  write(name, before);
  escape();
  await seen("dialog [data-firm]");
  expect(document.querySelector("[data-leaving]"), "what says again what stood there is no change").toBeNull();
});

test("a place is put down to a firm as it was seen a moment ago", async () => {
  await first();
  const choice = (await seen("dialog .join select")) as HTMLSelectElement;
  await eventually("places of no firm are there", () => choice.options.length > 1);
  choice.value = choice.options[1]?.value ?? "";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  button("归入").click();
  await eventually("it was asked for", () => given.some((one) => one.do === "register_site"));
  const last = given.find((one) => one.do === "register_site");
  if (last?.do !== "register_site") throw new Error("nothing was registered");
  expect(last.registered.firm, "it has a firm now").not.toBeNull();
  expect(last.seen?.firm, "the desk hears what was seen").toBeNull();
  expect(last.seen?.name, "of this place").toBe(last.registered.name);
});

test("a second Esc drops what was typed of a unit", async () => {
  await first();
  button("修改单元").click();
  await seen("dialog [data-unit-form]");
  write("dialog [data-unit-form] fieldset input[aria-label^='储罐']", "V-199");
  escape();
  await seen("[data-leaving]");
  escape();
  await seen("dialog [data-firm]");
  expect(given.filter((one) => one.do === "unit"), "nothing was saved").toEqual([]);
});

test("what is typed of a firm comes back as it was", () => {
  const told = {
    name: "演练 甲厂", code: "91350100M000100Y43", industry: "演练", place: { words: "演练路", street: "演练街", point: { lon: 117.1, lat: 36.7 } },
    role: "演练 总监", phone: "000", note: "演练", import: "",
  };
  expect(firmOf(firmTexts(told)), "nothing is lost on the way").toEqual(told);
  expect(firmFaults({ ...firmTexts(told), at: "200, 95" }), "off the earth").toEqual(["at"]);
  expect(firmFaults({ ...firmTexts(null) }), "a firm without a name").toEqual(["name"]);
});
