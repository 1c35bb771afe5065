import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Host } from "../host/host";
import { KEEP_AFTER_MS, KeptForm } from "./kept-form";

let kept: Map<string, string>;
let writes: number;
let broken: boolean;
const host = {
  follow: () => Promise.resolve(),
  call: (name: string, request: { id?: string; key?: string; text?: string }) => {
    if (broken) return Promise.reject(new Error("disk"));
    if (name === "load_form") {
      return Promise.resolve({ key: request.id, text: kept.get(request.id ?? "") ?? "" });
    }
    writes += 1;
    kept.set(request.key ?? "", request.text ?? "");
    return Promise.resolve({});
  },
} as unknown as Host;

beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
  writes = 0;
  broken = false;
});
afterEach(() => vi.useRealTimers());

test("what is typed is written once, a moment after the last key", () => {
  const form = new KeptForm(host, "raise:a1");
  for (const text of ["a", "ab", "abc"]) form.keep(text);
  expect(writes, "typing is under way").toBe(0);
  vi.advanceTimersByTime(KEEP_AFTER_MS);
  expect(kept.get("raise:a1"), "the last of it").toBe("abc");
  expect(writes, "written once").toBe(1);
});

test("a form that goes away is written at once", () => {
  const form = new KeptForm(host, "raise:a1");
  form.keep("half a sen");
  form.flush();
  expect(kept.get("raise:a1"), "Esc loses nothing").toBe("half a sen");
  vi.advanceTimersByTime(KEEP_AFTER_MS);
  expect(writes, "and not twice").toBe(1);
});

test("it comes back when the form is opened again", async () => {
  kept.set("raise:a1", "half a sen");
  expect(await new KeptForm(host, "raise:a1").load(), "as it was").toBe("half a sen");
  expect(await new KeptForm(host, "raise:a2").load(), "another form is empty").toBe("");
});

test("a form that is done with is empty the next time", async () => {
  const form = new KeptForm(host, "raise:a1");
  form.keep("text");
  form.clear();
  expect(await form.load(), "nothing comes back").toBe("");
});

test("a desk that cannot keep it does not stand in the way", async () => {
  broken = true;
  const form = new KeptForm(host, "raise:a1");
  form.keep("text");
  form.flush();
  expect(await form.load(), "as if nothing was kept").toBe("");
});
