import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import type { CameraOpened, CamerasNear, CamerasRequest } from "../../contract";
import type { Answer, CallName, Host, Request } from "../../host/host";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, seen, stateSize, text } from "../../host/fake/window";

let made: Record<string, unknown>;
let asked: CamerasRequest[] = [];
/** The first camera has the address of a page, for which no player is set. */
let page = false;
/** The first camera is shown in a window of the program. */
let pane = false;
const PAGE = "http://camera-0.invalid/live.m3u8";

/** Opens the list from an incident, with the focus on its first camera. */
async function open(): Promise<void> {
  await eventually("the window is there", () => document.querySelector("[role=rowgroup] .headline") !== null);
  press("2", { ctrlKey: true });
  await eventually("Command is there", () => document.querySelector("[data-scope~=incident] h1") !== null);
  document.querySelector<HTMLElement>("[data-scope~=incident]")?.focus();
  press("z");
  (await seen("dialog [data-scope=cameras] [data-row]")).focus();
}

beforeEach(() => {
  emptyPage();
  stateSize();
  const real = fakeHost({ alerts: 60, rate: 0, link: "live", exercise: false, duty: true });
  asked = [];
  page = false;
  pane = false;
  const host: Host = {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name === "cameras_near") asked.push(request as CamerasRequest);
      const answer = await real.call(name, request);
      if (name === "cameras_near" && page) {
        const first = (answer as CamerasNear).cameras[0];
        if (first !== undefined) Object.assign(first, { address: PAGE, fault: { code: "no_player" } });
      }
      if (name === "cameras_near" && pane) {
        const first = (answer as CamerasNear).cameras[0];
        if (first !== undefined) Object.assign(first, { address: PAGE, pane: true });
      }
      if (name === "open_camera" && pane) Object.assign(answer as CameraOpened, { pane: true, player: "" });
      return answer;
    },
  };
  made = mount(App, { target: document.body, props: { host } });
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("one key shows the cameras of an incident, and another hands the picture to the player", async () => {
  await open();
  const rows = document.querySelectorAll("dialog [data-scope=cameras] [data-row]");
  expect(rows.length, "the nearest ones").toBe(8);
  expect(rows[0]?.textContent, "with their distance").toContain("140 米");
  expect(text("dialog"), "what is left out is said").toContain("另有 3 个更远的");
  press("Enter");
  await eventually("it says so", () => text("dialog section [role=status]").includes("mpv"));
  expect(document.querySelector("dialog"), "the list stays for the next one").not.toBeNull();
});

test("an alert that nobody has raised yet has its cameras under one key", async () => {
  await eventually("an alert is in view", () => document.querySelector("[role=rowgroup] .headline") !== null);
  document.querySelector<HTMLElement>("[role=rowgroup] [role=row]")?.click();
  await eventually("it is open", () => document.querySelector("aside [data-action=alert_cameras]") !== null);
  document.querySelector<HTMLButtonElement>("aside [data-action=alert_cameras]")?.click();
  await seen("dialog [data-scope=cameras] [data-row]");
  expect(asked, "of the point of the alert").toEqual([expect.objectContaining({ of: "point" })]);
});

test("a camera with a number alone says what is missing, and its number can be copied", async () => {
  vi.stubGlobal("navigator", new Proxy(navigator, {
    get: (real, name) => (name === "clipboard" ? undefined : Reflect.get(real, name, real)),
  }));
  await open();
  press("ArrowDown");
  await eventually("the next one is shown", () => text("dialog section").includes("国标编号"));
  expect(text("dialog section .hatched"), "why it cannot be opened").toContain("取流地址未设置");
  const button = document.querySelector<HTMLButtonElement>("dialog [data-action=open_camera]");
  expect(button?.disabled, "nothing to open").toBe(true);
  press("c");
  const field = document.querySelector<HTMLInputElement>("dialog section input");
  await eventually("where the window may not copy, it is selected", () => document.activeElement === field);
  expect(field?.value, "all twenty digits").toMatch(/^\d{20}$/);
});

test("an address that no player is set for says so and can be copied, before anything is pressed", async () => {
  page = true;
  await open();
  expect(text("dialog section .hatched"), "which setting is missing").toContain("[video] player");
  expect(text("dialog section"), "nothing is said to open it").not.toContain("由 mpv 打开");
  const button = document.querySelector<HTMLButtonElement>("dialog [data-action=open_camera]");
  expect(button?.disabled, "there is nothing to press").toBe(true);
  const field = document.querySelector<HTMLInputElement>("dialog section input");
  expect(field?.value, "its address is there").toBe(PAGE);
});

test("a picture of the web is said to open in a window of the program", async () => {
  pane = true;
  await open();
  expect(text("dialog section"), "before it is opened").toContain("先在本机画面窗口中打开");
  press("Enter");
  await eventually("and after", () => text("dialog section [role=status]").includes("画面窗口已打开"));
});
