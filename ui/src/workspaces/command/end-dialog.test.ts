import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, recording, seen, stateSize, text } from "../../host/fake/window";

let made: Record<string, unknown>;
let given: Command[];

beforeEach(async () => {
  emptyPage();
  stateSize();
  const desk = recording(fakeHost({ alerts: 60, rate: 0, link: "live", exercise: false, duty: true }));
  given = desk.given;
  made = mount(App, { target: document.body, props: { host: desk.host } });
  await eventually("the window is there", () => document.querySelector("[role=rowgroup] .headline") !== null);
  press("2", { ctrlKey: true });
  await eventually("Command is there", () => document.querySelector("[data-scope~=incident] h1") !== null);
  document.querySelector<HTMLElement>("[data-scope~=incident]")?.focus();
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

async function write(selector: string, words: string): Promise<void> {
  const field = (await seen(selector)) as HTMLInputElement | HTMLTextAreaElement;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

const commit = () => document.querySelector<HTMLButtonElement>("dialog [data-action=commit]");

test("whoever did not start a response is asked why before it may be ended", async () => {
  press("E");
  await seen("dialog [data-overruled]");
  expect(text("dialog [data-missing]"), "the desk would refuse it without").toContain("由他人决定的理由");
  await write("dialog textarea", "险情排除");
  expect(commit()?.disabled, "its ground alone is not enough").toBe(true);
  await write("dialog [data-overruled]", "上级指挥部决定");
  expect(text("dialog [data-missing]"), "nothing is missing").toBe("");
  commit()?.click();
  await eventually("it is ended", () => given.some((one) => one.do === "end_response"));
});

test("an incident under a response cannot be closed, and its dialog says so", async () => {
  press("C");
  await write("dialog textarea", "处置完毕");
  expect(text("dialog [data-missing]"), "what comes first").toContain("请先终止响应");
  expect(commit()?.disabled, "and it is not tried").toBe(true);
});

/** Escape as the page gets it of a modal dialog. */
function escape(): void {
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  flushSync();
}

test("a reason that was typed is asked for before it is dropped", async () => {
  press("C");
  await write("dialog textarea", "处置完毕");
  escape();
  expect(text("[data-leaving]"), "it says what would be lost").toContain("未保存");
  (await seen("dialog textarea")).click();
  flushSync();
  expect(document.querySelector("[data-leaving]"), "whoever works on has answered").toBeNull();
  escape();
  document.querySelector<HTMLButtonElement>("dialog [data-leaves]")?.click();
  flushSync();
  await eventually("whoever was asked leaves by the button", () => document.querySelector("dialog") === null);
});

test("a dialog into which nothing was typed is left at once", async () => {
  press("C");
  await seen("dialog textarea");
  escape();
  await eventually("it is closed", () => document.querySelector("dialog") === null);
});
