/** The line to the city goes: half-open and dead. Work goes on, and afterwards all is there once. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { arrived, drained, goHighest, incidentOf, note, startDuty, alerts } from "./steps.mjs";
import { cap } from "./messages.mjs";

/** A line that is silent for this long is down on the screen. */
const DOWN_MS_MAX = 25_000;
const BACK_MS_MAX = 90_000;

test("work goes on without the city platform and every fact arrives once", async () => {
  await journey("link", {}, async (desk) => {
    await startDuty(desk);
    const incident = await incidentOf(desk, "演练 断线前火情");
    await drained(desk, BACK_MS_MAX);

    desk.platform.freeze();
    await seenDown(desk, "half-open");
    await work(desk, incident, "半开");
    desk.platform.thaw();
    await drained(desk, BACK_MS_MAX);
    await desk.shown("the link is shown live", () => document.querySelector("header").dataset.link === "live");

    await desk.platform.kill();
    await seenDown(desk, "dead");
    await work(desk, incident, "中断");
    const { link } = await desk.call("status", {});
    assert.ok(link.outbox > 0, "what was done meanwhile waits to go");
    await desk.platform.start();
    await drained(desk, BACK_MS_MAX);
    await desk.assertClean();

    await desk.closeWindow();
    await desk.platform.end();
    await compare(desk);
  });
});

/** The window itself must say it: not the desk's answer, what stands on the screen. */
async function seenDown(desk, how) {
  const since = Date.now();
  await until(`the window shows the ${how} line as down`, DOWN_MS_MAX, () =>
    desk.window.run(() => {
      const bar = document.querySelector("header");
      return bar.dataset.link !== "live" && !bar.innerText.includes("已连");
    }),
  );
  console.log(`${how} line shown after ${((Date.now() - since) / 1000).toFixed(1)} s`);
}

/** A note, an acknowledgement and an order, each answered while the line is down. */
async function work(desk, incident, word) {
  await desk.window.press("Ctrl+1");
  await note(desk, `演练 ${word}期间的记录`);
  const headline = `演练 ${word}期间的告警`;
  await desk.drop(cap({ identifier: `JOURNEY-${word}`, headline }));
  await arrived(desk, headline);
  await goHighest(desk, headline);
  await desk.window.press("A");
  await until("it is acknowledged", 10_000, async () =>
    (await alerts(desk)).rows.some((row) => row.headline === headline && row.acknowledged),
  );
  await order(desk, incident, word);
}

/** By the command line, as somebody in a hurry does: `/send T12 I1`. */
async function order(desk, incident, word) {
  const teams = await desk.call("teams", {});
  const free = teams.find(({ team }) => team.readiness === "ready" && team.assignments.length === 0);
  const sign = free.team.registered.callSign;
  await desk.window.press("/");
  await desk.focus("dialog");
  await desk.window.type(`send ${sign} ${incident.callSign} ${word}`);
  await desk.window.press("Enter");
  await until(`${sign} is ordered`, 10_000, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    return orders.some(({ sent }) => sent.team === free.team.id);
  });
  await desk.shown("the line is closed", () => document.querySelector("dialog") === null);
}

/** Both logs at rest: each verifies, and the platform's holds every fact of the desk once. */
async function compare(desk) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-compare-"));
  try {
    const own = await exported(desk, desk.log, path.join(folder, "desk"));
    const city = await exported(desk, desk.platform.log, path.join(folder, "city"));
    assert.equal(new Set(own).size, own.length, "no event stands twice in the desk's log");
    assert.equal(new Set(city).size, city.length, "no event stands twice in the city's log");
    const missing = own.filter((event) => !city.includes(event));
    assert.deepEqual(missing, [], "every fact of the desk is in the city's log");
    console.log(`${own.length} facts at the desk, ${city.length} in the city's log, none twice`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function exported(desk, log, to) {
  await desk.tool("verify", log);
  await desk.tool("export", log, to);
  const lines = (await readFile(path.join(to, "events.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).map((event) => event.id ?? event.event);
}
