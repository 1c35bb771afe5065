import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command, SavePlan } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press } from "../../host/fake/window";
import type { Host } from "../../host/host";

let made: Record<string, unknown>;
const saved: SavePlan[] = [];
const commands: Command[] = [];
/** Calls that shall fail, by name. */
const broken = new Map<string, unknown>();

beforeEach(async () => {
  emptyPage();
  Element.prototype.scrollIntoView = () => undefined;
  saved.length = 0;
  commands.length = 0;
  broken.clear();
  const host = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  const call: Host["call"] = async (name, request) => {
    if (broken.has(name)) throw broken.get(name);
    if (name === "save_plan") saved.push(request as SavePlan);
    if (name === "command") commands.push((request as { command: Command }).command);
    return host.call(name, request);
  };
  made = mount(App, { target: document.body, props: { host: { ...host, call } } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
  press("3", { ctrlKey: true });
  await eventually("a plan is open", () => there("[role=tablist]"));
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

const there = (selector: string) => document.querySelector(selector) !== null;
const words = (selector: string) => [...document.querySelectorAll(selector)].map((one) => (one.textContent ?? "").trim());

function click(selector: string, text = ""): void {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].find((one) => (one.textContent ?? "").includes(text));
  if (found === undefined) throw new Error(`no ${selector} with "${text}"`);
  found.click();
  flushSync();
}
function fill(selector: string, text: string): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (field === null) throw new Error(`no ${selector}`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}
async function open(title: string): Promise<void> {
  click("aside [data-row]", title);
  await eventually("it is open", () => words("h1").some((one) => one.includes(title)));
}
async function see(tab: string, selector: string): Promise<void> {
  click("[role=tab]", tab);
  await eventually(`${tab} is there`, () => there(selector));
}

test("the workspace opens on the district's general plan, and its tables are tables", async () => {
  await eventually("the text is there", () => there("article [data-clause]"));
  expect(words("h1")[0], "not the first of the alphabet").toContain("总体应急预案");
  expect(words("aside h3")[0], "the general plan stands first").toContain("总体");
  await eventually("columns, not a line of words", () => words("article th").includes("等级"));
});

test("the list is narrowed by words, kind and state", async () => {
  await eventually("the list is there", () => words("aside [data-row]").length > 10);
  fill("aside input[type=search]", "氨");
  expect(words("aside [data-row]"), "by a word of the title").toHaveLength(1);
  fill("aside input[type=search]", "没有这样的");
  expect(words("aside .empty p").join(""), "and it says when nothing is left").toContain("没有匹配");
});

test("two versions are compared, and an earlier one is taken up again with its reason", async () => {
  await open("危险化学品");
  await see("版本", "[data-change]");
  expect(words("[data-change] .mark").some((one) => one.includes("删除")), "a removed clause says so in a word").toBe(true);
  const restores = [...document.querySelectorAll<HTMLButtonElement>("td button")];
  expect(restores[0]?.disabled, "the newest needs no restoring").toBe(true);
  restores[1]?.click();
  flushSync();
  expect(document.querySelector<HTMLButtonElement>("dialog .main")?.disabled, "not without a reason").toBe(true);
  fill("dialog textarea", "误删");
  click("dialog .main");
  await eventually("there is one more", () => words("tbody tr").length === 4);
  expect(words("tbody tr")[0], "nothing was deleted for it").toContain("恢复自");
});

test("the next step is entered with what it needs, an approval with its signature", async () => {
  await open("危险化学品");
  await see("评审备案", "[aria-current=step]");
  click("[data-action=plan_step]");
  expect(words("dialog [role=status]").join(""), "it says what is missing").toContain("签字人");
  const fields = [...document.querySelectorAll<HTMLInputElement>("dialog label.field input")];
  for (const field of fields.slice(-2)) {
    field.value = "演练";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  flushSync();
  click("dialog .main");
  await eventually("it is entered", () => commands.length === 1);
  expect(commands[0]).toMatchObject({ do: "plan", act: "step", stepped: { step: "approve" } });
  await eventually("the next one is the issue", () => words("[aria-current=step]").join("").includes("印发"));
});

test("an act is withdrawn with a reason, and what leans on it is shown first", async () => {
  await open("危险化学品");
  await see("评审备案", "[aria-current=step]");
  click("[data-action=withdraw_plan_act]");
  await eventually("what goes along is said", () => there("dialog .also"));
  const acts = words("dialog select option");
  expect(acts.some((one) => one.includes("评审")), "the acts are named").toBe(true);
  expect(document.querySelector<HTMLButtonElement>("dialog .main")?.disabled, "not without a reason").toBe(true);
  fill("dialog textarea", "日期录错");
  click("dialog .main");
  await eventually("it is given", () => commands.length === 1);
  expect(commands[0]).toMatchObject({ do: "plan", act: "withdraw", why: "日期录错" });
  await eventually("the record keeps it", () => words("section li").some((one) => one.includes("已撤回")));
});

test("of three versions that desks saved apart only those that were looked at are merged", async () => {
  await open("燃气");
  click("[role=tab]", "编辑");
  await eventually("all three are shown", () => words(".merge li").length === 3);
  expect(words(".merge .go").join(""), "one was not looked at").toContain("还没有对照");
  click(".merge li button[aria-pressed=false]");
  await eventually("now it was", () => !words(".merge .go").join("").includes("还没有对照"));
  expect(words(".merge .main").join(""), "both go into the first").toMatch(/并入第 \d 版.*、第 \d 版/u);
});

test("a suggestion is declined only with a reason", async () => {
  await open("危险化学品");
  await see("修订建议", ".suggestions li");
  const before = words(".suggestions li").length;
  click(".suggestions button", "不采纳");
  expect(document.querySelector<HTMLButtonElement>("dialog .main")?.disabled).toBe(true);
  fill("dialog textarea", "电话已在另一表中更正");
  click("dialog .main");
  await eventually("it is no longer open", () => words(".suggestions li").length === before - 1);
});

function choose(name: string, text: string): void {
  const input = document.querySelector<HTMLInputElement>(".import input[type=file]");
  if (input === null) throw new Error("no file field");
  Object.defineProperty(input, "files", { value: [new File([text], name)], configurable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

test("a file is looked through, mended and only then taken in", async () => {
  click("[data-action=import_plan]");
  await eventually("it asks for a file", () => there(".import input[type=file]"));
  choose("street.docx", "x");
  await eventually("what is unsure is listed", () => there("[data-finding]"));
  expect(saved, "nothing is written by reading").toEqual([]);
  expect(words("[data-finding]").every((one) => one.includes("待核对")), "first what is unsure").toBe(true);
  click("[data-action=change_finding]");
  await eventually("its heading can be undone", () => there("dialog select"));
  const depth = document.querySelector<HTMLSelectElement>("dialog select");
  if (depth !== null) {
    depth.value = "0";
    depth.dispatchEvent(new Event("change", { bubbles: true }));
  }
  flushSync();
  click("dialog .main");
  click(".counts button", "其余全部认可");
  expect(words(".counts [role=status]").join(""), "nothing is left").toContain("已全部核对");
  click("[data-action=save_import]");
  await eventually("it asks as what", () => there("dialog select"));
  await eventually("the shelf is read", () => words("dialog option").length > 10);
  click("dialog .main");
  await eventually("it is saved", () => saved.length === 1);
  expect(saved[0]?.text, "the heading is a paragraph now").not.toContain("## 1.2 先干什么");
  expect(saved[0]?.text, "and its words are kept").toContain("1.2 先干什么，按这一页走");
  expect(saved[0]?.file?.name, "the file goes with it").toBe("street.docx");
});

test("a file that cannot be read says what to do", async () => {
  click("[data-action=import_plan]");
  await eventually("it asks for a file", () => there(".import input[type=file]"));
  choose("old.doc", "x");
  await eventually("it is said", () => words(".import [role=alert]").join("").includes("另存为 .docx"));
});

test("the counts by street lead to the plans", async () => {
  click("[data-action=plan_map]");
  await eventually("the counts are there", () => there(".counts tbody tr"));
  click(".counts tbody [data-row]", "王舍人");
  expect(words(".plans li [data-row]"), "the street's own plan").toHaveLength(1);
  click(".plans li [data-row]", "王舍人");
  await eventually("a press opens it", () => words("h1").some((one) => one.includes("王舍人")));
});

test("a press on a mark of the map opens the card of its plan with contacts and resources", async () => {
  click("[data-action=plan_map]");
  await eventually("the plans are there", () => there(".plans li [data-row]"));
  const button = [...document.querySelectorAll<HTMLElement>(".plans li button[aria-pressed]")][0];
  button?.click();
  await eventually("the card is open", () => there("[aria-label=卡片] h3"));
  expect(words("[aria-label=卡片] h3").join(" "), "with whom it calls and what it takes").toMatch(/联络.*力量和物资/u);
  click("[aria-label=卡片] button", "打开正文");
  await eventually("and leads to the text", () => there("[role=tablist]"));
});

test("what cannot be read says so and is asked for again", async () => {
  broken.set("check_plan", { code: "storage", refusal: null, message: "" });
  await see("核对", ".check [role=status]");
  await eventually("the trouble is said", () => words(".check .state").join("").includes("磁盘"));
  broken.clear();
  click(".check .state button");
  await eventually("and it comes", () => there(".check li"));
});
