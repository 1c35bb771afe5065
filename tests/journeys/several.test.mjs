/** Two incidents at once: who goes where is answered together and sent by the keyboard alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { inHand } from "./scene.mjs";
import { OFFICER } from "./steps.mjs";

/** The search of the desk ends by itself after 3 s. */
const SEARCHED_MS_MAX = 30_000;
const SENT_MS_MAX = 30_000;
const AT = { lon: 117.075, lat: 36.735 };
/** More than the district has free, so that something is short. */
const NEEDS = [
  { capability: "firefighting", supply: "", quantity: 2 },
  { capability: "medical", supply: "", quantity: 60 },
];

test("a second incident gets its teams beside the first, and what is short is said", async () => {
  await journey("several", {}, async (desk) => {
    const first = await inHand(desk);
    const before = await desk.call("incident", { id: first.id });
    const second = await fire(desk);

    await desk.window.press("Alt+M");
    const answer = await until("the search has ended", SEARCHED_MS_MAX, async () => {
      const now = await desk.call("assign", { ask: "journey", pinned: [], forbidden: [] });
      return now.state === "searching" ? undefined : now;
    });
    assert.ok(answer.teams.length > 0, "somebody is sent");
    assert.ok(answer.short.length > 0, "and what nobody can bring is named");
    await desk.shown("the button to send is there", () =>
      document.querySelector('[data-scope~="assign"] [data-action=commit]:not(:disabled)') !== null,
    );
    await desk.focus('[data-scope~="assign"]');
    await desk.window.press("Ctrl+Enter");
    const sent = await until("the second incident has orders", SENT_MS_MAX, async () => {
      const { orders } = await desk.call("incident", { id: second });
      return orders.length > 0 ? orders : undefined;
    });
    assert.equal(new Set(sent.map((order) => order.sent.team)).size, sent.length, "no team twice");

    const after = await desk.call("incident", { id: first.id });
    const kept = new Set(after.orders.map((order) => order.id));
    assert.ok(before.orders.every((order) => kept.has(order.id)), "no order of the first is lost");
  });
});

/** A fire with what it needs, entered past the page: how it is entered is another journey's. */
async function fire(desk) {
  const who = { actor: OFFICER, role: "duty", paperAt: null };
  const act = (command) => desk.call("command", { command, who, secondPin: "" });
  const place = { words: "演练 华山街道某仓库", street: "华山街道", point: AT };
  const opened = {
    title: "演练 华山街道仓库火灾",
    kind: "fire",
    substance: "",
    place,
    happenedAt: null,
    learnedAt: Date.now(),
    source: "演练 电话",
    unit: "",
    caller: "",
    alerts: [],
  };
  const { entities } = await act({ do: "open_incident", opened });
  const incident = entities.find((one) => one.startsWith("incident:")).slice("incident:".length);
  const task = {
    task: `${incident}-1`,
    plan: null,
    card: "",
    what: "演练 灭火、救护",
    who: "演练 消防",
    withinMin: 0,
    needs: NEEDS,
    confirmedBy: "",
    basis: "",
  };
  await act({ do: "give_task", incident, task });
  return incident;
}
