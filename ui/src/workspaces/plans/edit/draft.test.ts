import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Host } from "../../../host/host";
import { DraftKeeper, KEEP_AFTER_MS, KEEP_EVERY_MS, RETRIES_MAX } from "./draft";

const kept: string[] = [];
let fails = false;
let hidden = false;
let asked = 0;
const host = {
  async call(name: string, request: { text: string }) {
    if (name === "plan_draft" && hidden) throw { code: "storage", refusal: null, message: "" };
    if (name === "plan_draft") return { plan: "p", parents: [], text: kept.at(-1) ?? "", at: kept.length === 0 ? null : 7 };
    asked += 1;
    if (fails) throw { code: "storage", refusal: null, message: "" };
    kept.push(request.text);
    return { ...request, at: 7 };
  },
} as unknown as Host;

beforeEach(() => {
  vi.useFakeTimers();
  kept.length = 0;
  fails = false;
  hidden = false;
  asked = 0;
});
afterEach(() => void vi.useRealTimers());

it("keeps the last text a moment after the last key", async () => {
  const told: (number | null)[] = [];
  const keeper = new DraftKeeper(host, "p", (at) => told.push(at));
  keeper.keep(["v"], "a");
  keeper.keep(["v"], "ab");
  await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS - 1);
  expect(kept, "not while the person types").toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect([kept, told], "once, and it says when").toEqual([["ab"], [7]]);
  expect((await keeper.load())?.text, "it is there again").toBe("ab");
});

it("keeps the text also while the typing does not pause", async () => {
  const keeper = new DraftKeeper(host, "p", () => undefined);
  const step = KEEP_AFTER_MS / 2;
  for (let ms = 0; ms <= KEEP_EVERY_MS + step; ms += step) {
    keeper.keep([], `${ms}`);
    await vi.advanceTimersByTimeAsync(step);
  }
  expect(kept.length, "a crash costs seconds, not the afternoon").toBeGreaterThan(0);
});

it("says that a draft is not kept", async () => {
  fails = true;
  const told: string[] = [];
  const keeper = new DraftKeeper(host, "p", (_, trouble) => told.push(trouble));
  keeper.keep([], "a");
  await keeper.flush();
  expect(told).toEqual(["storage"]);
});

it("takes a draft away, and writes none after the desk did", async () => {
  const keeper = new DraftKeeper(host, "p", () => undefined);
  await keeper.clear();
  expect(kept, "an empty text takes it away").toEqual([""]);
  keeper.keep([], "late");
  keeper.forget();
  await vi.advanceTimersByTimeAsync(KEEP_EVERY_MS);
  expect(kept, "nothing comes after that").toEqual([""]);
});

it("tries again what could not be written, until it is or until somebody gives it up", async () => {
  fails = true;
  const keeper = new DraftKeeper(host, "p", () => undefined);
  keeper.keep(["v"], "afternoon");
  expect(await keeper.flush(), "it says so").toBe(false);
  fails = false;
  await vi.advanceTimersByTimeAsync(KEEP_EVERY_MS);
  expect(kept, "no key was pressed meanwhile").toEqual(["afternoon"]);

  fails = true;
  keeper.keep(["v"], "evening");
  await keeper.flush();
  asked = 0;
  await vi.advanceTimersByTimeAsync(KEEP_EVERY_MS * (RETRIES_MAX + 5));
  expect(asked, "it ends some time").toBe(RETRIES_MAX);
  fails = false;
  keeper.keep(["v"], "night");
  await keeper.flush();
  expect(kept.at(-1), "the next key begins anew").toBe("night");

  fails = true;
  keeper.keep(["v"], "given up");
  const writing = keeper.flush();
  keeper.forget();
  await writing;
  fails = false;
  await vi.advanceTimersByTimeAsync(KEEP_EVERY_MS);
  expect(kept.at(-1), "what is given up is not put back").toBe("night");
});

it("writes nothing over a draft that could not be read", async () => {
  kept.push("of yesterday");
  hidden = true;
  const told: string[] = [];
  const keeper = new DraftKeeper(host, "p", (_, trouble) => told.push(trouble));
  expect(await keeper.load()).toBeNull();
  expect([told, keeper.unread], "it is no plan without a draft").toEqual([["storage"], true]);
  keeper.keep(["v"], "new");
  await vi.advanceTimersByTimeAsync(KEEP_EVERY_MS);
  await keeper.clear();
  expect(kept, "the draft lies as it lay").toEqual(["of yesterday"]);
});
