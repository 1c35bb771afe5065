import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Changes, IncidentRow, Topic } from "../contract";
import type { Host } from "../host/host";
import { Mirror } from "./mirror";
import { ANSWER_MS_MAX, Query } from "./query.svelte";

/** A desk whose answers are given by hand. */
class Slow implements Host {
  readonly asked: string[] = [];
  readonly #waiting: { resolve: (answer: unknown) => void; reject: (error: unknown) => void }[] = [];

  call(name: string): Promise<never> {
    this.asked.push(name);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (answer: unknown) => void, reject });
    });
  }
  follow(): Promise<void> {
    return Promise.resolve();
  }
  async answer(rows: unknown, which = 0): Promise<void> {
    this.#waiting.splice(which, 1)[0]?.resolve(rows);
    await settled();
  }
  async fail(which = 0): Promise<void> {
    this.#waiting.splice(which, 1)[0]?.reject({ code: "storage", refusal: null, message: "disk" });
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

function batch(from: number, topics: Topic[], entities: string[] = []): Changes {
  return { from, to: from + 1, topics, entities, alarm: null };
}

const ROWS = [{ id: "i1" }] as IncidentRow[];
const LATER = [{ id: "i1" }, { id: "i2" }] as IncidentRow[];

let host: Slow;
let mirror: Mirror;
let looked: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  host = new Slow();
  mirror = new Mirror();
  looked = true;
});
afterEach(() => vi.useRealTimers());

function incidents(entity: string | null = null): Query<"incidents"> {
  const made = new Query(host, "incidents", {
    request: () => ({}),
    topics: ["incidents"],
    entity: () => entity,
    visible: () => looked,
  });
  mirror.add(made);
  made.aim();
  made.refresh();
  return made;
}

test("a read goes from loading to ready", async () => {
  const rows = incidents();
  expect(rows.state, "nothing is there yet").toBe("loading");
  await host.answer(ROWS);
  expect(rows.state, "it came").toBe("ready");
  expect(rows.data, "what came is shown").toEqual(ROWS);
});

test("a change of its topic is read again, one of another topic is not", async () => {
  incidents();
  await host.answer(ROWS);
  mirror.take(batch(1, ["teams"]));
  expect(host.asked.length, "teams are none of its business").toBe(1);
  mirror.take(batch(2, ["incidents"]));
  expect(host.asked.length, "incidents are").toBe(2);
});

test("many changes during one read cost one more read", async () => {
  const rows = incidents();
  for (let seq = 1; seq <= 10; seq += 1) mirror.take(batch(seq, ["incidents"]));
  expect(host.asked.length, "one is on its way").toBe(1);
  await host.answer(ROWS);
  expect(host.asked.length, "and one more, for all ten").toBe(2);
  await host.answer(LATER);
  expect(host.asked.length, "then it is fresh").toBe(2);
  expect(rows.data, "the newest stands").toEqual(LATER);
});

test("out of view nothing is read until somebody looks", async () => {
  const rows = incidents();
  await host.answer(ROWS);
  looked = false;
  mirror.take(batch(1, ["incidents"]));
  expect(host.asked.length, "nobody looks").toBe(1);
  looked = true;
  rows.refresh();
  expect(host.asked.length, "now somebody does").toBe(2);
});

test("a missing batch makes everything stale", async () => {
  incidents();
  await host.answer(ROWS);
  mirror.take(batch(1, ["teams"]));
  mirror.take(batch(5, ["teams"]));
  expect(host.asked.length, "what was missed is not guessed").toBe(2);
});

test("a query of one thing ignores changes of others", async () => {
  incidents("incident:i1");
  await host.answer(ROWS);
  mirror.take(batch(1, ["incidents"], ["incident:i2"]));
  expect(host.asked.length, "another incident").toBe(1);
  mirror.take(batch(2, ["incidents"], ["incident:i1"]));
  expect(host.asked.length, "this one").toBe(2);
  await host.answer(ROWS);
  mirror.take(batch(3, ["incidents"]));
  expect(host.asked.length, "none named means any").toBe(3);
});

test("after an error the last good rows stay, and the next change reads again", async () => {
  const rows = incidents();
  await host.answer(ROWS);
  mirror.take(batch(1, ["incidents"]));
  await host.fail();
  expect(rows.state, "it is said").toBe("error");
  expect(rows.error?.code, "with its code").toBe("storage");
  expect(rows.data, "the rows are still there").toEqual(ROWS);
  mirror.take(batch(2, ["incidents"]));
  await host.answer(LATER);
  expect(rows.state, "and it recovers").toBe("ready");
  expect(rows.error, "without a trace").toBeNull();
});

test("a read without an answer is called stale, and becomes ready when the answer comes", async () => {
  const rows = incidents();
  vi.advanceTimersByTime(ANSWER_MS_MAX + 1);
  expect(rows.state, "nobody answered").toBe("stale");
  await host.answer(ROWS);
  expect(rows.state, "late is better than never").toBe("ready");
});

test("a costly read rests between two, and the last change is not lost", async () => {
  const rows = new Query(host, "incidents", {
    request: () => ({}),
    topics: ["incidents"],
    restMs: 1_000,
  });
  mirror.add(rows);
  rows.aim();
  rows.refresh();
  await host.answer(ROWS);
  for (let seq = 1; seq <= 5; seq += 1) mirror.take(batch(seq, ["incidents"]));
  expect(host.asked.length, "it rests").toBe(1);
  vi.advanceTimersByTime(1_001);
  expect(host.asked.length, "then one read for all five").toBe(2);
  await host.answer(LATER);
  expect(rows.data, "the newest stands").toEqual(LATER);
  vi.advanceTimersByTime(5_000);
  expect(host.asked.length, "nothing changed since").toBe(2);
});

test("a late answer to another request is dropped", async () => {
  let id = "a";
  const rows = new Query(host, "incident", { request: () => ({ id }), topics: ["incidents"] });
  rows.aim();
  rows.refresh();
  id = "b";
  rows.aim();
  rows.refresh();
  await host.answer({ which: "b" }, 1);
  await host.answer({ which: "a" }, 0);
  expect(rows.data, "the last asked is the one shown").toEqual({ which: "b" });
});

test("asked for nothing, nothing is read", () => {
  const rows = new Query(host, "incident", { request: () => null, topics: ["incidents"] });
  rows.aim();
  rows.refresh();
  expect(host.asked.length, "there is no question").toBe(0);
});

test("an answer that comes after its component is gone is dropped, and nothing is looked at for it", async () => {
  const request = vi.fn(() => ({ id: "i1" }));
  const made = new Query(host, "incident", { request, topics: ["incidents"] });
  made.refresh();
  made.spoil();
  made.end();
  request.mockClear();
  await host.answer({ id: "i1" });
  expect(request, "what it stood for may be gone too").not.toHaveBeenCalled();
  expect(host.asked, "it was asked once").toEqual(["incident"]);
});
