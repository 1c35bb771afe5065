import { flushSync } from "svelte";
import { expect, test } from "vitest";
import type { Host } from "../host/host";
import { Mirror } from "./mirror";
import { query } from "./query.svelte";

test("what became stale out of view is read again when it comes into view", async () => {
  let asked = 0;
  const host: Host = {
    call: () => {
      asked += 1;
      return Promise.resolve([] as never);
    },
    follow: () => Promise.resolve(),
  };
  const mirror = new Mirror();
  let looked = $state(true);
  const end = $effect.root(() => {
    query(host, mirror, "incidents", {
      request: () => ({}),
      topics: ["incidents"],
      visible: () => looked,
    });
  });
  flushSync();
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  expect(asked, "read while it is in view").toBe(1);
  // Nothing is stale when it goes out of view.
  looked = false;
  flushSync();
  mirror.take({ from: 0, to: 1, topics: ["incidents"], entities: [], alarm: null });
  expect(asked, "what nobody looks at is not read").toBe(1);
  looked = true;
  flushSync();
  expect(asked, "read as soon as somebody looks again").toBe(2);
  end();
});
