import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { AlertRow, Command } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, recording, seen, stateSize, text } from "../../host/fake/window";
import { outScopes } from "./alarm-acts";

let made: Record<string, unknown>;
let given: Command[];

beforeEach(async () => {
  emptyPage();
  stateSize();
  const desk = recording(fakeHost({ alerts: 20, rate: 0, link: "live", exercise: false, duty: true }));
  given = desk.given;
  made = mount(App, { target: document.body, props: { host: desk.host } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

async function openDialog(): Promise<void> {
  await eventually("an alert is in view", () => document.querySelector("[role=rowgroup] .headline") !== null);
  document.querySelector<HTMLElement>("[role=rowgroup] [role=row]")?.click();
  await eventually("its acts are there", () => document.querySelector("[data-action=take_out]") !== null);
  document.querySelector<HTMLButtonElement>("[data-action=take_out]")?.click();
  await seen("dialog [data-out]");
}

async function takeOut(scope: string): Promise<void> {
  (await seen(`dialog [data-out=${scope}] input`)).click();
  const reason = (await seen("dialog input[maxlength='500']")) as HTMLInputElement;
  reason.value = "演练 检修";
  reason.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  const button = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  await eventually("it may be given", () => !button.disabled);
  button.click();
  await eventually("it is given", () => given.some((one) => one.do === "alarm" && one.act === "take_out"));
}

test("a point, its device or its whole station goes out of service, each with what it covers", async () => {
  await openDialog();
  const scopes = [...document.querySelectorAll("dialog [data-out]")].map((one) => one.getAttribute("data-out"));
  expect(scopes, "the narrowest first").toEqual(["point", "device", "station"]);
  expect(text("dialog [data-out=station]"), "and what is not heard then").toContain("全部设备");
  await takeOut("station");
  const command = given.at(-1);
  expect(command, "the station by its name, and no list of alerts").toMatchObject({
    act: "take_out",
    source: expect.stringMatching(/^station:/) as string,
  });
  expect(command, "what stands of it the desk knows itself").not.toHaveProperty("alerts");
});

test("what is its own station is offered as one, for all under it goes out with it", () => {
  const scopes = (sourceId: string, stationId: string) =>
    outScopes({ pointId: `${sourceId}#fire`, stationId, row: { sourceId } as AlertRow }).map((one) => one.scope);
  expect(scopes("gbt26875:1.2.3-1", "gbt26875:1.2.3"), "a detector").toEqual(["point", "device", "station"]);
  expect(scopes("gbt26875:1.2.3", "gbt26875:1.2.3"), "the panel itself").toEqual(["point", "station"]);
  expect(scopes("演练 气象台", ""), "an authority").toEqual(["point", "device"]);
});

test("what was taken out is put back by its name alone", async () => {
  await openDialog();
  await takeOut("device");
  await eventually("the form is closed", () => document.querySelector("dialog") === null);
  await openDialog();
  const back = [...document.querySelectorAll<HTMLButtonElement>("dialog li button")][0];
  back?.click();
  await eventually("it is given", () => given.some((one) => one.do === "alarm" && one.act === "put_back"));
  expect(given.at(-1), "no alert is named, and none can be forgotten").not.toHaveProperty("alerts");
});
