import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command, PointDetail, Topic } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press as pressed, recording, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";
import { limitFault, limitsOf, limitTexts, pointFaults, pointTexts } from "./form";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;

let made: Record<string, unknown>;
let given: Command[] = [];
/** Where another desk says that the point stands; none while nobody does. */
let moved: string | null = null;
/** Tells the window that points changed, as the desk does. */
let tell: () => void = () => undefined;

function moving(real: Host): Host {
  return {
    follow(take) {
      let last = 0;
      const told = (topics: Topic[]) => take({ from: last, to: (last += 1), topics, entities: [], alarm: null });
      tell = () => told(["points"]);
      return real.follow(({ topics }) => told(topics));
    },
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name !== "point" || moved === null) return answer;
      const detail = answer as PointDetail;
      const { row } = detail;
      const registered = row.registered === null ? null : { ...row.registered, position: moved };
      return { ...detail, row: { ...row, registered } } as Answer<N>;
    },
  };
}

beforeEach(async () => {
  emptyPage();
  moved = null;
  const desk = recording(moving(fakeHost(WISH)));
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

/** Opens the list and goes to its first row by the keyboard. */
async function first(unregistered: boolean): Promise<void> {
  pressed("0", { code: "Digit0", altKey: true });
  await seen("dialog [role=grid]");
  if (unregistered) {
    document.querySelector<HTMLInputElement>("dialog .bar input[type=checkbox]")?.click();
    flushSync();
  }
  await eventually("the rows are there", () => Number(document.querySelector("dialog [role=grid]")?.getAttribute("aria-rowcount")) > 1);
  document.querySelector<HTMLElement>("dialog [role=grid]")?.focus();
  pressed("Home");
  await seen("dialog [data-point]");
}

test("an unregistered device is registered from the list, and has no limits before", async () => {
  await first(true);
  expect(button("限值").disabled, "nobody has said what it is").toBe(true);
  button("登记").click();
  await seen("dialog [data-point-form]");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "it has no name yet").toBe(true);
  write("dialog [data-point-form] label.field input", "演练 储罐液位");
  expect(commit.disabled, "a name is enough").toBe(false);
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "the device keeps its own words").toMatchObject({
    do: "point",
    act: "register",
    registered: { name: "演练 储罐液位", site: null, at: null },
  });
  await seen("dialog [role=grid]");
});

test("a limit is set with its reason, and the history says what it was", async () => {
  await first(false);
  expect(text("dialog [data-point]"), "the worst comes first").toContain("最新数值超过限值");
  button("限值").click();
  await seen("dialog [data-limits-form]");
  expect(text("[data-limits-form]"), "what is in force, and by whom").toContain("低 1 · 高 5 （接入设置或映射规则）");
  write("[data-limit=high]", "0.5");
  expect(document.querySelector("[data-limit=high]")?.getAttribute("aria-invalid"), "high below low").toBe("true");
  write("[data-limit=high]", "7");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "nobody has said why").toBe(true);
  write("[data-limits-form] > label.field input", "演练 汛期");
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "with what was in force before").toMatchObject({
    do: "point",
    act: "limit",
    limits: { low: 1, high: 7 },
    was: { low: 1, high: 5 },
    reason: "演练 汛期",
  });
  await seen("dialog [data-point]");
  button("限值").click();
  await seen("[data-limit-history]");
  await eventually("it is in the history", () => text("[data-limit-history]").includes("高 5 → 低 1 · 高 7"));
});

test("a form says that another desk changed its entry, keeps what was typed, and saves over what was looked at", async () => {
  await first(false);
  button("修改登记").click();
  await seen("dialog [data-point-form]");
  write("dialog [data-point-form] label.field input", "演练 新名");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "nothing stands against it").toBe(false);
  moved = "演练 三层";
  tell();
  await eventually("it says so", () => text("[data-point-form]").includes("演练 三层"));
  expect(commit.disabled, "nobody has looked at that").toBe(true);
  document.querySelector<HTMLButtonElement>("[data-changed] button")?.click();
  flushSync();
  expect(commit.disabled, "the officer has").toBe(false);
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "what was typed, over what was seen").toMatchObject({
    act: "register",
    registered: { name: "演练 新名" },
    seen: { position: "演练 三层" },
  });
});

test("numbers that cannot be meant are named, and an empty field is no limit", () => {
  const good = { ...limitTexts(null), low: "1", high: "５", onDelayS: "30" };
  expect(limitFault(good), "full-width digits are read").toBeNull();
  expect(limitsOf(good)).toMatchObject({ lowLow: null, low: 1, high: 5, onDelayS: 30, offDelayS: 0 });
  expect(limitFault({ ...good, highHigh: "4" }), "under the high one").toBe("highHigh");
  expect(limitFault({ ...good, deadband: "4" }), "no value would come back").toBe("deadband");
  expect(limitFault({ ...good, deadband: "3.9" }), "there is room").toBeNull();
  expect(limitFault({ ...good, risePerMin: "0" }), "a rate is above 0").toBe("risePerMin");
  expect(limitFault({ ...good, offDelayS: "1.5" }), "whole seconds").toBe("offDelayS");
});

test("a point needs a name, a place that can be and periods within bounds", () => {
  const texts = { ...pointTexts({ registered: null } as never), name: " ", at: "here", silentAfterS: "1" };
  expect(pointFaults(texts)).toEqual(["name", "at", "silentAfterS"]);
  expect(pointFaults({ ...texts, name: "a", at: "117.1, 36.6", silentAfterS: "600" })).toEqual([]);
});
