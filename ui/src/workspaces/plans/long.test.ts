// Texts of many pages: what is in view is drawn first, and whoever goes further finds it there.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { SearchAnswer, SearchHit } from "../../contract";
import { fakeHost } from "../../host/fake";
import { Frames } from "../../host/fake/frames";
import { emptyPage, eventually, leavePage, press } from "../../host/fake/window";
import type { Host } from "../../host/host";

const CLAUSES = 120;
const TITLE = "演练 长预案";
/** The clause of the long plan to which a search leads. */
const FOUND = 117;
const WHO = { actor: "演练·王敏", role: "duty", paperAt: null } as const;
let made: Record<string, unknown>;
let frames: Frames;
let host: Host;
/** Elements that were brought into view. */
let broughtTo: Element[];

/** A plan of many clauses; in a later edition every fifth has other words. */
function plan(edition: number, count = CLAUSES): string {
  const clauses = Array.from({ length: count }, (_, at) => {
    const minutes = edition > 0 && at % 5 === 0 ? 20 : 30;
    return `## 1.${at + 1} 第${at + 1}项工作\n\n区第${at + 1}组${minutes}分钟内到达现场。`;
  });
  const front = `id = "long"\ntitle = "${TITLE}"\nkind = "special"\nunit = "演练"\nversion = "${edition + 1}"`;
  return `+++\n${front}\n+++\n\n# 1 正文\n\n${clauses.join("\n\n")}\n`;
}

function lead(hit: SearchHit): void {
  [hit.plan, hit.clause, hit.card] = ["long", FOUND, ""];
}
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const there = (selector: string) => document.querySelector(selector) !== null;
const inFocus = () => document.activeElement as HTMLElement | null;

function click(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
  flushSync();
}
async function openLong(): Promise<void> {
  await eventually("it is in the library", () => all("aside [data-row]").some((one) => one.textContent.includes(TITLE)));
  frames.hold();
  all("aside [data-row]").find((one) => one.textContent.includes(TITLE))?.click();
  await eventually("its text is there", () => all("h1").some((one) => one.textContent.includes(TITLE)) && there("article [data-clause]"));
}
async function openVersions(): Promise<void> {
  press("v");
  await eventually("the first changes are there", () => there("[data-change]"));
}
function choose(name: string, text: string): void {
  const input = document.querySelector<HTMLInputElement>(".import input[type=file]");
  if (input === null) throw new Error("no file field");
  Object.defineProperty(input, "files", { value: [new File([text], name)], configurable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(async () => {
  emptyPage();
  broughtTo = [];
  Element.prototype.scrollIntoView = function scrollIntoView(this: Element) {
    broughtTo.push(this);
  };
  frames = new Frames();
  host = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  let parents: string[] = [];
  for (const edition of [0, 1]) {
    const save = { text: plan(edition), parents, why: "演练", file: null, who: WHO };
    parents = [(await host.call("save_plan", save)).version];
  }
  const call: Host["call"] = async (name, request) => {
    const answer = await host.call(name, request);
    // The made-up desk searches the plans that it came with.
    if (name === "search") for (const group of (answer as SearchAnswer).groups) for (const hit of group.hits) lead(hit);
    return answer;
  };
  made = mount(App, { target: document.body, props: { host: { ...host, call } } });
  await eventually("the frame stands", () => there("main"));
  press("3", { ctrlKey: true });
  await eventually("a plan is open", () => there("[role=tablist]"));
});
afterEach(async () => {
  await unmount(made);
  frames.drawAll();
  leavePage();
});

test("a long plan shows its first clauses at once and has every one of them in the end", async () => {
  await openLong();
  expect(all("article [data-clause]").length, "a part of it").toBeLessThan(20);
  frames.drawAll();
  expect(all("article [data-clause]").map((one) => Number(one.dataset["clause"])), "all, in their order").toEqual(
    Array.from({ length: CLAUSES + 1 }, (_, at) => at),
  );
  expect(document.querySelector("article")?.textContent, "down to the last words").toContain(`区第${CLAUSES}组30分钟内`);
  expect(all(".read nav [data-row]").length, "the outline as well").toBe(CLAUSES + 1);
});

test("the outline leads to a clause that is not drawn yet", async () => {
  await openLong();
  const line = all(".read nav [data-row]").at(-1);
  const last = all(".read nav [data-row]").length - 1;
  expect(there(`article [data-clause="${last}"]`), "the text is not that far").toBe(false);
  line?.click();
  flushSync();
  expect(inFocus()?.dataset["clause"], "its heading has the focus").toBe(String(last));
  expect(broughtTo.at(-1), "and is brought into view").toBe(inFocus());
});

test("whoever comes for a clause of a long plan sees it before the rest is drawn", async () => {
  await openLong();
  press("f", { ctrlKey: true });
  await eventually("the box is open", () => there("dialog [role=combobox]"));
  const field = document.querySelector<HTMLInputElement>("dialog [role=combobox]");
  if (field !== null) field.value = "突发事件";
  field?.dispatchEvent(new Event("input", { bubbles: true }));
  await eventually("it is found", () => there("dialog [role=option]"));
  press("Enter");
  await eventually("the clause has the focus", () => inFocus()?.dataset["clause"] === String(FOUND));
  expect(all("article [data-clause]").length, "what lies between can wait").toBeLessThan(40);
  frames.drawAll();
  expect(all("article [data-clause]").length, "and comes").toBe(CLAUSES + 1);
});

test("the next change and the last one are gone to before they are drawn", async () => {
  await openLong();
  frames.drawAll();
  await openVersions();
  const first = all("[data-change]").length;
  expect(first, "a few of them").toBeLessThan(10);
  const changed = () => Number(inFocus()?.dataset["change"]);
  click("[data-action=previous_change]");
  expect(changed(), "backwards the last one comes first").toBe(CLAUSES - 4);
  click("[data-action=next_change]");
  expect(changed(), "after it the first one").toBe(1);
  for (let step = 0; step <= first; step += 1) click("[data-action=next_change]");
  expect(changed(), "and the one after those that stood").toBe(1 + 5 * (first + 1));
  const reached = inFocus();
  frames.drawAll();
  expect(all("[data-change]").length, "every change stands in the end").toBe(CLAUSES / 5);
  expect(inFocus(), "and the focus stays where it was").toBe(reached);
});

test("another layout shows the clause that was gone to, and the whole comparison in the end", async () => {
  await openLong();
  frames.drawAll();
  await openVersions();
  click("[data-action=next_change]");
  click("[data-action=next_change]");
  const at = inFocus()?.dataset["change"];
  click("[data-action=compare_all]");
  expect(there(`[data-change="${at}"]`), "it stands among all the clauses").toBe(true);
  expect(inFocus()?.dataset["change"], "and has the focus, so that the keys go on").toBe(at);
  expect(all("[data-change]").length, "which are not drawn at once").toBeLessThan(20);
  frames.drawAll();
  expect(all("[data-change]").length, "and all come").toBe(CLAUSES + 1);
  click("[data-action=compare_layout]");
  frames.drawAll();
  expect(all(".compare .words").length, "also in one column").toBe(CLAUSES / 5);
});

test("the paragraph of a finding is shown wherever it stands in a long file", async () => {
  frames.hold();
  press("i");
  await eventually("it asks for a file", () => there(".import input[type=file]"));
  choose("long.md", plan(0));
  await eventually("what is unsure is listed", () => there("[data-finding]"));
  expect(all("[data-paragraph]").length, "the beginning of the file").toBeLessThan(40);
  press("End");
  const last = inFocus()?.dataset["finding"];
  expect(Number(last), "the last finding has the focus").toBeGreaterThan(20);
  expect(all("[data-paragraph].here").length, "its paragraph is marked").toBe(1);
  expect(broughtTo.at(-1)?.matches("[data-finding], .here"), "and both are brought into view").toBe(true);
  frames.drawAll();
  expect(all("[data-paragraph].here").length, "and still is when all is drawn").toBe(1);
  press("a");
  expect(all("[data-paragraph].here").length, "so is that of the next one").toBe(1);
});

test("findings and paragraphs far down in a file are reached and take the focus", async () => {
  frames.hold();
  press("i");
  await eventually("it asks for a file", () => there(".import input[type=file]"));
  choose("long.md", plan(0, 600));
  await eventually("what is unsure is listed", () => there("[data-finding]"));
  const button = all(".import [aria-pressed]").at(-1);
  button?.click();
  flushSync();
  document.querySelector<HTMLElement>("[data-finding]")?.focus();
  press("End");
  const last = Number(inFocus()?.dataset["finding"]);
  expect(last, "the last of more than four hundred findings has the focus").toBeGreaterThan(400);
  expect(inFocus()?.getAttribute("aria-current"), "and is the one that is looked at").toBe("true");
  frames.drawAll();
  expect(all("[data-finding]").length, "none is left out").toBeGreaterThan(last - 1);
  const numbers = all("[data-paragraph]").map((one) => Number(one.dataset["paragraph"]));
  expect(numbers.length, "every paragraph of the source stands").toBeGreaterThan(1_200);
  expect(numbers.at(-1), "down to the last").toBe(Math.max(...numbers));
});
