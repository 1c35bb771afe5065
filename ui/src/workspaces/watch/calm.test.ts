import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, recording, seen, text } from "../../host/fake/window";

let made: Record<string, unknown>;
let given: Command[];

beforeEach(async () => {
  emptyPage();
  const desk = recording(fakeHost({ alerts: 20, rate: 0, link: "live", exercise: false, duty: true }));
  given = desk.given;
  made = mount(App, { target: document.body, props: { host: desk.host } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

async function commit(): Promise<void> {
  const button = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  await eventually("it may be given", () => !button.disabled);
  button.click();
}

test("a delay that is proposed for a chattering point is written into its limits by one confirmation", async () => {
  press("y", { altKey: true });
  (await seen("dialog [data-calm]")).click();
  const name = (await seen("dialog [data-point-form] label.field input")) as HTMLInputElement;
  expect(text("dialog"), "a point that nobody has registered is registered first").toContain("先登记");
  name.value = "演练 储罐液位";
  name.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  await commit();
  const delay = (await seen("[data-limits-form] [data-limit=offDelayS]")) as HTMLInputElement;
  expect(delay.value, "as it was proposed").toBe("60");
  expect(document.querySelector<HTMLInputElement>("[data-limit=high]")?.value, "the limits stay").toBe("5");
  await commit();
  await eventually("it is given", () => given.some((one) => one.do === "point" && one.act === "limit"));
  expect(given.at(-1), "with who saw what, and why").toMatchObject({
    limits: { low: 1, high: 5, offDelayS: 60 },
    was: { low: 1, high: 5, offDelayS: 0 },
    reason: expect.stringContaining("60") as string,
  });
});
