import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { fakeHost } from "../../host/fake";
import { eventually, press, seen, text } from "../../host/fake/window";

let made: Record<string, unknown>;

/** There is no layout here, so nothing ever changes its size. */
class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

beforeEach(async () => {
  document.body.replaceChildren();
  vi.stubGlobal("ResizeObserver", NoResize);
  localStorage.clear();
  localStorage.setItem("dutyroom.actor", "演练·王敏");
  const wish = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;
  made = mount(App, { target: document.body, props: { host: fakeHost(wish) } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  vi.unstubAllGlobals();
});

async function type(selector: string, value: string): Promise<void> {
  const field = (await seen(selector)) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

test("a rule is tried on a message that came while it is typed, and saved", async () => {
  press("9", { altKey: true });
  (await seen("dialog [data-message]")).click();
  await eventually("two values come of it", () => document.querySelector('[data-tried="2"]') !== null);
  expect(text("[data-tried]"), "one is beyond its limit").toContain("高限");
  await type('[data-field="high"]', "9");
  await eventually("the limit is another one", () => !text("[data-tried]").includes("▲"));
  await type('[data-field="value"]', "$.depth");
  await eventually("what is not found is said", () => document.querySelector("[data-defect]") !== null);
  await type('[data-field="value"]', "$.level_m");
  await eventually("and then it is", () => document.querySelector("[data-defect]") === null);
  const save = (await seen('dialog [data-action="commit"]')) as HTMLButtonElement;
  await eventually("it may be saved", () => !save.disabled);
  save.click();
  await eventually("the window says that it is in force", () => text("body").includes("已保存并生效"));
});

test("the load of the last shift and of several beside each other is a press away", async () => {
  press("y", { altKey: true });
  const buttons = async (word: string) => {
    await eventually(`there is ${word}`, () =>
      [...document.querySelectorAll<HTMLButtonElement>("dialog button")].some(
        (one) => one.textContent?.trim() === word && !one.disabled,
      ),
    );
    return [...document.querySelectorAll<HTMLButtonElement>("dialog button")].find((one) => one.textContent?.trim() === word);
  };
  await seen("[data-calmed]");
  expect(text("[data-calmed]"), "a proposal with its numbers").toContain("会是 1 起");
  (await buttons("上一班"))?.click();
  await eventually("what stood then is not known", () => text("[data-load]").includes("—"));
  (await buttons("各班对比"))?.click();
  await eventually("three shifts", () => document.querySelector('[data-shifts="3"]') !== null);
});
