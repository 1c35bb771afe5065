import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command, RiskPicture } from "../../contract";
import { fakeHost } from "../../host/fake";
import type { CallName, Host, Request } from "../../host/host";
import { emptyPage, eventually, leavePage, press as pressed, recording, seen, text } from "../../host/fake/window";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;

let made: Record<string, unknown>;
let given: Command[] = [];
/** Places whose position the desk does not know. */
let lost = 0;

/** Key fields that the places are spread over; those of the made-up desk without any. */
let fields: string[] = [];

function spread(picture: RiskPicture): void {
  picture.rows = picture.rows.map((row, index) => ({ ...row, field: fields[index % fields.length] ?? "" }));
  const line = picture.byField[0];
  if (line === undefined) return;
  picture.byField = fields.map((name) => ({ ...line, name, all: picture.rows.filter((row) => row.field === name).length }));
}

/** A desk that does not know where the first places are. */
function losing(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>) {
      const answer = await real.call(name, request);
      if (name === "risk_picture") {
        const picture = answer as RiskPicture;
        picture.rows = picture.rows.map((row, index) => (index < lost ? { ...row, point: null } : row));
        if (fields.length > 0) spread(picture);
      }
      return answer;
    },
  };
}

beforeEach(async () => {
  emptyPage();
  lost = 0;
  fields = [];
  const desk = recording(losing(fakeHost(WISH)));
  given = desk.given;
  made = mount(App, { target: document.body, props: { host: desk.host } });
  await eventually("the watch is in view", () => document.querySelector("main section") !== null);
});

afterEach(async () => {
  await unmount(made);
  leavePage();
});

async function open(): Promise<void> {
  pressed("6", { code: "Digit6", altKey: true });
  await seen("[data-risk-counts]");
}

function choose(label: string, value: string): void {
  const found = [...document.querySelectorAll("dialog label")].find((one) => one.textContent.includes(label));
  const field = found?.querySelector<HTMLInputElement>("input, select");
  if (field == null) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  flushSync();
}

test("places are counted by colour, and a count leads to its places", async () => {
  await open();
  const all = document.querySelectorAll("[data-risk-place]").length;
  expect(all, "the hazard sites of the district").toBeGreaterThan(1);
  expect(text("dialog thead"), "each colour has its word").toContain("红 重大风险");
  expect(text("dialog thead svg"), "its sign stands in the shape, not the numeral of a response").toBe("红");
  const count = document.querySelector<HTMLElement>("[data-risk-counts] td.number button");
  count?.click();
  flushSync();
  const some = document.querySelectorAll("[data-risk-place]").length;
  expect(some, "those of one street").toBe(Number(count?.textContent));
  expect(some, "fewer than all").toBeLessThan(all);
});

test("an indicator without a base or without data says so", async () => {
  await open();
  (await seen("[data-risk-tab=indicators]")).click();
  await seen("[data-indicators]");
  expect(text("[data-indicator=N2]"), "the plan names no base").toContain("无基数");
  expect(text("[data-indicator=N7]"), "no log has it").toContain("无数据");
  expect(text("[data-indicator=N1]"), "counted").not.toContain("无");
});

test("a risk is assessed with its D in view, and a place by its colour afterwards", async () => {
  await open();
  const place = document.querySelector<HTMLElement>("[data-risk-place]");
  const site = place?.dataset["riskPlace"] ?? "";
  [...(place?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "评估")?.click();
  await seen("[data-risk-form]");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  await eventually("the place is chosen already", () => document.querySelector("dialog select")?.getAttribute("aria-invalid") === "false");
  choose("L 事故", "3");
  choose("E 人员", "6");
  choose("C 事故", "7");
  await eventually("the desk has reckoned it", () => document.querySelector("[data-risk-result]") !== null);
  expect(text("[data-risk-result]"), "3·6·7").toContain("126");
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  await seen("dialog [data-leaving]");
  expect(text("[data-risk-result]"), "by the rules in force").toContain("一般风险");
  expect(commit.disabled, "which part was judged is missing").toBe(true);
  choose("风险点", "演练 加氯间");
  expect(commit.disabled, "now it is known").toBe(false);
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "the numbers, never a colour").toEqual({
    do: "resource",
    act: {
      act: "assess_risk",
      site,
      assessed: {
        judged: { method: "lec", likelihood: 3, exposure: 6, consequence: 7 },
        what: "演练 加氯间",
        field: "",
        source: "",
      },
    },
  });
  await seen("[data-risk-counts]");
});

test("what is chosen in the table stands while a place is assessed", async () => {
  await open();
  document.querySelector<HTMLElement>("[data-risk-counts] td.number button")?.click();
  flushSync();
  const places = () => [...document.querySelectorAll<HTMLElement>("[data-risk-place]")].map((one) => one.dataset["riskPlace"]);
  const before = places();
  const row = document.querySelector("[data-risk-place]");
  [...(row?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "评估")?.click();
  await seen("[data-risk-form]");
  const cancel = [...document.querySelectorAll<HTMLElement>("dialog .foot button")].find((one) => one.dataset["action"] !== "commit");
  cancel?.click();
  await seen("[data-risk-counts]");
  expect(places(), "the places of the same count").toEqual(before);
  expect(document.querySelector("[data-risk-counts] tr.chosen"), "and its line is marked").not.toBeNull();
});

test("the map says how many places have no position, and leads to them", async () => {
  lost = 1;
  await open();
  const all = document.querySelectorAll("[data-risk-place]").length;
  const onMap = [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent === "在地图上显示");
  onMap?.click();
  const told = await seen("[data-risks-unplaced]");
  expect(told.textContent, "counted, not left out in silence").toContain("另有 1 处没有位置");
  expect(document.querySelector("dialog"), "the picture is closed").toBeNull();
  told.click();
  await seen("[data-risk-counts]");
  expect(document.querySelectorAll("[data-risk-place]"), "that one alone").toHaveLength(1);
  expect(text("[data-risk-place]")).toContain("无位置");
  [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent === "全部场所")?.click();
  flushSync();
  expect(document.querySelectorAll("[data-risk-place]"), "and back to all").toHaveLength(all);
});

test("the map of risks is narrowed to one key field, and shows all again once it is asked for anew", async () => {
  fields = ["危险化学品", "演练 别区领域"];
  await open();
  const onMap = () => [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent === "在地图上显示");
  onMap()?.click();
  const select = (await seen("[data-risk-field]")) as HTMLSelectElement;
  const words = [...select.options].map((one) => one.textContent ?? "");
  expect(words, "all of them first, then each with how many").toEqual([
    "全部",
    expect.stringMatching(/^危险化学品 [1-9]/) as string,
    expect.stringMatching(/^演练 别区领域 [1-9]/) as string,
  ]);
  const all = select.value;
  select.value = "危险化学品";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  expect(select.value, "it stays chosen").toBe("危险化学品");
  await open();
  onMap()?.click();
  await eventually("whoever asks for the map sees all", () => document.querySelector<HTMLSelectElement>("[data-risk-field]")?.value === all);
});
