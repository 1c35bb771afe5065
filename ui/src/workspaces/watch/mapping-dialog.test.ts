import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, seen, text } from "../../host/fake/window";
import type { Host } from "../../host/host";

let made: Record<string, unknown>;
let host: Host;

beforeEach(async () => {
  emptyPage();
  const wish = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;
  host = fakeHost(wish);
  made = mount(App, { target: document.body, props: { host } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
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

test("what somebody else changed meanwhile is shown, and nothing typed is lost", async () => {
  press("9", { altKey: true });
  await seen('[data-field="high"]');
  await type('[data-field="high"]', "9");
  const feed = (await host.call("mappings", {}))[0];
  const file = feed?.files[0];
  if (feed === undefined || file === undefined) throw new Error("there is no file of rules");
  const other = { actor: "演练·李强", role: "officer", paperAt: null };
  const theirs = file.text.replace('"m"', '"cm"');
  const request = { feed: feed.feed, file: file.file, text: theirs, before: file.sha256, who: other };
  await host.call("save_mapping", request);
  const save = (await seen('dialog [data-action="commit"]')) as HTMLButtonElement;
  await eventually("it may be saved", () => !save.disabled);
  save.click();
  await seen('[data-changed="1"]');
  expect(text("[data-changed]"), "in words of the form").toContain("“level” 单位：m → cm");
  expect((await seen('[data-field="high"]') as HTMLInputElement).value, "as it was typed").toBe("9");
  expect(save.disabled, "first whose text is kept").toBe(true);
  (await seen("[data-keep]")).click();
  await eventually("then it may be saved", () => !save.disabled);
  save.click();
  await eventually("and is in force", () => text("body").includes("已保存并生效"));
  const now = (await host.call("mappings", {}))[0]?.files[0]?.text;
  expect(now, "the text of whoever saw the other").toContain('"high": 9');
});

/** Escape as the page gets it of a modal dialog. */
function escape(): void {
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  flushSync();
}

test("what was typed and not saved is asked for before it is dropped", async () => {
  press("9", { altKey: true });
  await type('[data-field="high"]', "9");
  escape();
  expect(text("[data-leaving]"), "it says what would be lost, and how").toContain("未保存");
  await type('[data-field="high"]', "10");
  expect(document.querySelector("[data-leaving]"), "whoever types on has answered").toBeNull();
  document.querySelector<HTMLButtonElement>("dialog header button")?.click();
  flushSync();
  await seen("[data-leaving]");
  expect((await seen('[data-field="high"]') as HTMLInputElement).value, "nothing is lost yet").toBe("10");
  escape();
  await eventually("a second press leaves", () => document.querySelector("dialog") === null);
});

test("a form into which nothing was typed is left at once", async () => {
  press("9", { altKey: true });
  await seen('[data-field="high"]');
  escape();
  await eventually("it is closed", () => document.querySelector("dialog") === null);
});

test("a file that cannot be read says why and takes no rule", async () => {
  press("9", { altKey: true });
  const files = (await seen("dialog [data-files]")) as HTMLSelectElement;
  files.value = "1";
  files.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  expect(text("[data-unreadable]"), "the reason, and what to do").toContain("UTF-8");
  expect(document.querySelector('[data-field="high"]'), "there is nothing to type into").toBeNull();
  expect(((await seen('dialog [data-action="commit"]')) as HTMLButtonElement).disabled, "and nothing to save").toBe(true);
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
  await eventually("what stood at its end is said to be of its end", () => text("dialog").includes("统计截止时"));
  (await buttons("各班对比"))?.click();
  await eventually("three shifts", () => document.querySelector('[data-shifts="3"]') !== null);
});
