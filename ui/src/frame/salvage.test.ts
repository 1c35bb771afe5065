import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import type { CallError, Salvaged } from "../contract";
import { fakeHost } from "../host/fake";
import { emptyPage, leavePage, seen } from "../host/fake/window";
import type { Answer, CallName, Host, Request } from "../host/host";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;
const DAMAGED: CallError = { code: "damaged", refusal: null, message: "desk.sqlite is damaged: row 7" };
const DONE: Salvaged = {
  saved: 3,
  lost: 2,
  lostNumbers: [41, 42],
  outboxCut: false,
  eventsBefore: 900,
  notesLost: true,
  keptAs: "desk.sqlite.damaged-2026-11-27-184312074",
  sideFile: "desk.sqlite.outbox-2026-11-27-184312074.jsonl",
  folder: "/srv/desk",
  refetched: true,
  backup: null,
};

/** The whole frame is made anew, on a machine that may be busy. */

let made: Record<string, unknown>;

/** A desk whose log is damaged until it is salvaged, which fails so often first. */
function host(failures: number): Host {
  const real = fakeHost(WISH);
  let damaged = true;
  let left = failures;
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (damaged) throw DAMAGED;
      return real.call(name, request);
    },
    async salvage(told) {
      told({ step: "reading", read: 0, of: 5 });
      await Promise.resolve();
      if (left > 0) {
        left -= 1;
        throw { code: "storage", refusal: null, message: "no room" } satisfies CallError;
      }
      damaged = false;
      return DONE;
    },
  };
}

beforeEach(() => {
  emptyPage();
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

function text(): string {
  return document.body.textContent.replace(/\s+/g, " ");
}

test("a damaged log is said in words, salvaged, and what is missing is listed before work goes on", async () => {
  made = mount(App, { target: document.body, props: { host: host(0) } });
  await seen("[data-salvage=asked]");
  expect(text(), "what it is").toContain("本机日志文件损坏");
  expect(text(), "what to do meanwhile").toContain("纸质记录");
  expect(document.querySelector(".frame"), "no empty lists behind it").toBeNull();
  (await seen("button.main")).click();
  await seen("[data-salvage=done]");
  expect(text(), "what was saved").toContain("找回只有本机才有的记录 3 条");
  const missing = document.querySelector("[data-missing]")?.textContent ?? "";
  expect(missing, "what was not, by its numbers").toContain("2 条读不出来，本席编号 41, 42");
  expect(missing, "what the platform brings").toContain("正在补齐");
  expect(text(), "where the damaged file is").toContain(DONE.keptAs);
  (await seen("button.main")).click();
  await seen("[data-phase]");
});

test("a salvage that fails says so and can be tried again", async () => {
  made = mount(App, { target: document.body, props: { host: host(1) } });
  (await seen("[data-salvage=asked] button.main")).click();
  await seen("[role=alert]");
  expect(text(), "in words").toContain("没有抢救成功，损坏的文件还在原处");
  (await seen("button.main")).click();
  await seen("[data-salvage=done]");
});
