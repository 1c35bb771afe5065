import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import type { DefectRequest, DefectRow } from "../contract";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press, seen, text } from "../host/fake/window";
import type { Answer, CallName, Host, Request } from "../host/host";

/** A call's fault as the desk sends it: no error of the page. */
class Fault extends Error {
  readonly code = "not_found";
  readonly refusal = null;
}
const NOT_FOUND = new Fault("defect with bytes");

let made: Record<string, unknown>;
let asked: DefectRequest[];
/** Whether the desk keeps no bytes. */
let nothing: boolean;
/** What could not be read instead of the made-up input. */
let frames: DefectRow[] | null;

beforeEach(async () => {
  emptyPage();
  asked = [];
  nothing = false;
  frames = null;
  const real = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  const host: Host = {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name === "defects" && frames !== null) return frames as Answer<N>;
      if (name === "export_defect" && nothing) throw NOT_FOUND;
      if (name === "export_defect") asked.push(request as DefectRequest);
      return real.call(name, request);
    },
  };
  made = mount(App, { target: document.body, props: { host } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("one key saves the bytes of what could not be read, and says where they are", async () => {
  press("q", { altKey: true });
  (await seen("dialog [data-scope=feeds] [data-row]")).focus();
  expect(text("dialog [data-row]"), "how much there is").toContain("20 字节");
  expect(text("dialog [data-row]"), "who sent it").toContain("来自 127.0.0.1 010000000007");
  expect(text("dialog"), "and how far back the list goes").toContain("最近");
  press("o");
  await eventually("it says where", () => text(".notices").includes("演练打印夹"));
  expect(asked[0]?.id, "the one that was chosen").toBe(1);
});

test("where nothing was kept, the view of a feed says so and not that something was merged", async () => {
  nothing = true;
  press("e", { altKey: true });
  (await seen("dialog [data-scope=feeds] [data-row]")).focus();
  const name = text("dialog section h3").trim();
  await seen("dialog [data-action=export_defect]");
  press("o");
  await eventually("it says that there is nothing", () => text(".notices").includes("没有可保存的"));
  expect(text(".notices"), "and of which feed").toContain(name);
});

test("the view of a feed saves its newest, and leads to all of the feed", async () => {
  press("e", { altKey: true });
  (await seen("dialog [data-scope=feeds] [data-row]")).focus();
  const name = text("dialog section h3").trim();
  await seen("dialog [data-action=export_defect]");
  press("o");
  await eventually("the desk is asked", () => asked.length === 1);
  expect(asked[0], "for the newest of the feed in view").toEqual({ id: null, feed: name });
  const all = [...document.querySelectorAll<HTMLButtonElement>("dialog section button")];
  all.find((one) => one.textContent.includes("无法读取的来报"))?.click();
  flushSync();
  await eventually("the list is open", () => text("dialog h2").includes("无法读取的来报"));
  expect(document.querySelector<HTMLSelectElement>("dialog select")?.value, "of this feed alone").toBe(name);
});

test("a frame is shown byte by byte, and what is wrong in words", async () => {
  const line = "00000000  40 40 01 00                                       @@..";
  const frame = { id: 1, at: 0, feed: "a", source: "", message: "sum 1, not 2", raw: line, binary: true, bytes: 4, cut: false };
  frames = [
    { ...frame, kind: "checksum_mismatch" },
    { ...frame, id: 2, kind: "made_up", raw: "x", binary: false },
  ];
  press("q", { altKey: true });
  await seen("dialog [data-scope=feeds] [data-row]");
  const rows = [...document.querySelectorAll("dialog [data-row]")].map((row) => row.textContent);
  expect(rows[0], "in words of the officer").toContain("校验不符");
  expect(rows[0], "and not by its code").not.toContain("checksum_mismatch");
  expect(rows[1], "a code without words stays as it is").toContain("made_up");
  const shown = document.querySelectorAll("dialog .raw");
  expect(shown[0]?.textContent.trim(), "with its columns").toBe(line);
  expect(shown[0]?.classList.contains("binary"), "in lines that do not wrap").toBe(true);
  expect(shown[1]?.classList.contains("binary"), "a text does").toBe(false);
});
