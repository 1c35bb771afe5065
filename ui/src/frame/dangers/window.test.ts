import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Clock, Command, DangerPage, Status } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press as pressed, recording, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;

let made: Record<string, unknown>;
let given: Command[] = [];
let asked: string[] = [];

/** A danger among the deadlines, below those of the incidents. */
function withDanger(status: Status): Status {
  const first = status.clocks[0];
  if (first === undefined) return status;
  const danger: Clock = {
    ...first,
    key: "danger/danger-1",
    rule: "YH",
    incident: "",
    site: "site-4",
    own: false,
    byWord: false,
    byReport: false,
    what: "挂牌督办隐患整改",
  };
  return { ...status, clocks: [danger] };
}

/** Dangers whose place the desk does not know. */
let unplaced = 0;
/** The answers to the list wait for it. */
let hold: Promise<void> | null = null;

function host(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name === "dangers") await hold;
      if (name === "dangers") {
        const page = answer as unknown as DangerPage;
        page.rows = page.rows.map((row, index) => (index < unplaced ? { ...row, point: null } : row));
      }
      return name === "status" ? (withDanger(answer as unknown as Status) as unknown as Answer<N>) : answer;
    },
  };
}

beforeEach(async () => {
  emptyPage();
  hold = null;
  unplaced = 0;
  const desk = recording(fakeHost(WISH));
  [given, asked] = [desk.given, desk.asked];
  made = mount(App, { target: document.body, props: { host: host(desk.host) } });
  await eventually("the watch is in view", () => document.querySelector("main section") !== null);
});

afterEach(async () => {
  await unmount(made);
  leavePage();
});

async function open(): Promise<HTMLElement> {
  pressed("7", { code: "Digit7", altKey: true });
  return seen("dialog [data-danger]");
}

function fill(label: string, value: string): void {
  const found = [...document.querySelectorAll("[data-danger-form] label")].find((one) => one.textContent.includes(label));
  const field = found?.querySelector<HTMLInputElement>("input, select");
  if (field == null) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  flushSync();
}

async function step(name: string): Promise<void> {
  (await seen(`dialog [data-step=${name}]`)).click();
  await seen(`[data-danger-form=${name}]`);
}

test("typing neither empties the list nor asks for each letter", async () => {
  await open();
  let go = () => undefined as void;
  hold = new Promise((done) => (go = done));
  const [before, shown] = [asked.filter((one) => one === "dangers").length, text("dialog ul")];
  const field = (await seen("dialog [data-filter=text]")) as HTMLInputElement;
  for (const typed of ["没", "没有", "没有这"]) {
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    expect(text("dialog ul"), "the last list stays while it is typed").toBe(shown);
  }
  const times = () => asked.filter((one) => one === "dangers").length - before;
  await eventually("the desk is asked", () => times() > 0);
  expect(times(), "once for the three letters").toBe(1);
  expect(text("dialog ul"), "and until it answers").toBe(shown);
  go();
  await eventually("then nothing fits", () => document.querySelector("dialog [data-danger]") === null);
});

test("a danger is put up from the list, and only its five elements and another's acceptance are in the way", async () => {
  const danger = await open();
  expect(danger.textContent, "overdue is said").toContain("逾期");
  expect(danger.textContent, "and that it is a major one").toContain("重大");
  expect(danger.textContent, "of the plan nothing is there").toContain("五落实 0/5");
  expect(document.querySelector("dialog [data-step=close]"), "one note does not strike it off").toBeNull();
  await step("supervise");
  const go = (await seen("[data-danger-form] [data-do]")) as HTMLButtonElement;
  fill("督办层级", "区级");
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  await seen("dialog [data-leaving]");
  expect(go.disabled, "by whom is missing").toBe(true);
  fill("督办单位", "演练 区安委会办公室");
  expect(document.querySelector("dialog [data-leaving]"), "whoever types on stays").toBeNull();
  expect(go.disabled, "now it is known").toBe(false);
  go.click();
  await eventually("it is put up", () => text("dialog [data-danger]").includes("演练 区安委会办公室"));
  expect(given[0]).toMatchObject({ do: "resource", act: { act: "step_danger", stepped: { step: { step: "supervise" } } } });
});

test("the list is filtered, printed with a key, written as a workbook, and opens the place", async () => {
  await open();
  const state = document.querySelector<HTMLSelectElement>("dialog [data-filter=state]");
  if (state === null) throw new Error("no filter");
  state.value = "closed";
  state.dispatchEvent(new Event("change", { bubbles: true }));
  await eventually("nothing is struck off yet", () => text("dialog").includes("没有符合条件的隐患"));
  state.value = "overdue";
  state.dispatchEvent(new Event("change", { bubbles: true }));
  await seen("dialog [data-danger]");
  pressed("p", { code: "KeyP", altKey: true });
  await eventually("it is printed", () => asked.includes("print_list"));
  (await seen("dialog [data-export]")).click();
  await eventually("it is written", () => asked.includes("export_dangers"));
  (await seen("dialog [data-open-place]")).click();
  await seen("[data-site-dangers] [data-danger]");
  expect(text("[data-site-around]"), "its risk").toContain("重大风险");
  expect(text("[data-site-around]"), "its open dangers").toContain("未销号隐患 1");
  expect(document.querySelector("[data-around-team]"), "the nearest teams").not.toBeNull();
  expect(document.querySelector("[data-around-plan]"), "the plans that name it").not.toBeNull();
});

test("a deadline of a danger opens its place", async () => {
  (await seen("[data-clock=YH]")).click();
  await seen("[data-site-dangers]");
  expect(text("article h2"), "the place of the danger").not.toBe("");
});

test("the card of a place on the map shows its risk and its open dangers, and a key opens its profile", async () => {
  pressed("6", { code: "Digit6", altKey: true });
  await seen("[data-risk-place=site-4]");
  const locate = [...document.querySelectorAll<HTMLButtonElement>("[data-risk-place=site-4] button")].find((one) => one.textContent.includes("定位"));
  locate?.click();
  await seen(".card [data-site-risk=serious]");
  expect(text(".card [data-open-dangers]"), "one is open, and late").toContain("逾期 1");
  pressed("8", { code: "Digit8", altKey: true });
  await seen("[data-site-dangers]");
});

test("hidden dangers that the map cannot show are counted beside it, and the count leads to their list", async () => {
  unplaced = 1;
  (await seen("main [data-action=layers]")).click();
  (await seen(".layers [data-part=dangers] input")).click();
  const left = await seen("[data-dangers-left]");
  expect(left.dataset["dangersLeft"], "not left out in silence").toBe("1");
  left.click();
  await seen("dialog [data-danger]");
  expect(text("dialog h2"), "the list of them").toContain("隐患");
});
