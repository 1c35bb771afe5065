import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press, seen, stateSize, text } from "../host/fake/window";
import type { Host } from "../host/host";

let made: Record<string, unknown>;

async function show(host: Host): Promise<void> {
  made = mount(App, { target: document.body, props: { host } });
  await seen("[role=rowgroup] .headline");
}

beforeEach(() => {
  emptyPage();
  stateSize();
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

const WISH = { alerts: 60, rate: 0, link: "live", exercise: false, duty: true } as const;
const notices = () => document.body.textContent ?? "";

function fill(field: HTMLInputElement | HTMLTextAreaElement | null, words: string): void {
  if (field === null) throw new Error("there is no such field");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

function button(words: string): HTMLButtonElement {
  const all = [...document.querySelectorAll<HTMLButtonElement>("dialog button")];
  const found = all.find((one) => one.textContent?.includes(words));
  if (found === undefined) throw new Error(`no button ${words}`);
  return found;
}

test("a fence is typed, stands in the list, and is ended with a reason", async () => {
  const host = fakeHost(WISH);
  await show(host);
  press("F7");
  await eventually("the list is open", () => text("dialog h2") === "电子围栏 0");
  button("新设围栏").click();
  flushSync();
  await eventually("the form is open", () => text("dialog h2") === "新设电子围栏");
  fill(document.querySelector<HTMLInputElement>("dialog input[required]"), "演练 厂区");
  const corners = "117.05, 36.67\n117.07, 36.67\n117.06, 36.69";
  fill(document.querySelector<HTMLTextAreaElement>("dialog textarea"), corners);
  press("Enter", { ctrlKey: true });
  await eventually("it is set", () => notices().includes("已设置电子围栏：演练 厂区"));
  const [fence] = await host.call("fences", {});
  expect(fence?.set.shape.is, "as it was typed").toBe("area");
  press("F7");
  await eventually("it is listed", () => text("dialog [data-fence]").includes("演练 厂区"));
  expect(text("dialog [data-fence]"), "in words").toContain("进入时告警");
  button("撤销").click();
  flushSync();
  fill(document.querySelector<HTMLInputElement>("dialog form input"), "演练结束");
  document.querySelector<HTMLFormElement>("dialog form")?.requestSubmit();
  await eventually("it is off the list", () => text("dialog h2") === "电子围栏 0");
});

test("the feeds name wrong clocks and disabled parts, and a panel is asked who is on duty", async () => {
  await show(fakeHost(WISH));
  press("e", { altKey: true });
  await eventually("the feeds are open", () => text("dialog h2") === "接入状态");
  const feeds = [...document.querySelectorAll<HTMLButtonElement>("dialog li button")];
  feeds.find((one) => one.textContent?.includes("重点车辆"))?.click();
  await eventually("the worst clock is named", () => text("dialog dl").includes("偏差最大：010000000007"));
  feeds.find((one) => one.textContent?.includes("演练消防主机"))?.click();
  await eventually("the panels are listed", () => document.querySelectorAll("dialog [data-panel]").length === 2);
  button("屏蔽 2").click();
  flushSync();
  expect(document.querySelectorAll("dialog .parts li").length, "each part that hears nothing").toBe(2);
  document.querySelector<HTMLButtonElement>("dialog [data-duty-all]")?.click();
  await eventually("both are asked", () => notices().includes("已向 2 台装置查岗"));
});
