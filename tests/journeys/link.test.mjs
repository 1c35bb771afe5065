/** The line to the city goes: half-open and dead. Work goes on, and afterwards all is there once. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { cap } from "./messages.mjs";
import { Program, PROGRAMS } from "./programs.mjs";
import { alerts, arrived, drained, goHighest, incidentOf, note, startDuty } from "./steps.mjs";

/** A line that is silent for this long is down on the screen. */
const DOWN_MS_MAX = 25_000;
const BACK_MS_MAX = 90_000;

test("work goes on without the city platform and every fact arrives once", async () => {
  await journey("link", {}, async (desk) => {
    await startDuty(desk);
    const incident = await incidentOf(desk, "演练 断线前火灾");
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

    await desk.closeWindow();
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

/** By the command line, as somebody in a hurry does: `/send T12 I1 words`, Enter, Ctrl+Enter. */
async function order(desk, incident, word) {
  const teams = await desk.call("teams", {});
  const free = teams.find(({ team }) => team.readiness === "ready" && team.assignments.length === 0);
  const sign = free.team.registered.callSign;
  await desk.window.press("/");
  await desk.focus("[role=dialog]");
  await desk.window.type(`send ${sign} ${incident.callSign} ${word}`);
  await desk.window.press("Enter");
  // The same form as for a team that is dragged: what was typed is looked over, then confirmed.
  await desk.shown(
    "the order is shown with its way",
    (team) =>
      document.querySelector("dialog [data-send-team]")?.dataset.sendTeam === team &&
      document.querySelector("dialog [data-way-text] b") !== null,
    free.team.id,
  );
  await desk.shown("the line is closed", () => document.querySelector("[role=dialog]") === null);
  await desk.window.press("Ctrl+Enter");
  const given = await until(`${sign} is ordered`, 10_000, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    return orders.find(({ sent }) => sent.team === free.team.id);
  });
  assert.equal(given.sent.words, word, "with the words that were typed");
  assert.ok(given.sent.etaS > 0, "and the time that the form showed");
  await desk.shown("the form is closed", () => document.querySelector("dialog") === null);
  // The keys go on where the order is.
  await desk.focus('[data-scope~="incident"]');
}

/**
 * What the city has, as a second desk with an empty log is told it: every fact that the first desk
 * wrote must be there, and none twice.
 */
async function compare(desk) {
  const data = desk.own("second");
  const args = ["serve", "--data", data, "--exercise", "--platform", desk.platform.address];
  // No district of its own: all it knows comes from the city.
  const second = new Program(path.join(PROGRAMS, "desk"), args, { errors: desk.own("second.log") });
  const first = await facts(desk, desk.log, desk.own("export-first"));
  let serial = 0;
  await until("the second desk has caught up", BACK_MS_MAX, async () => {
    const id = (serial += 1);
    second.write(`${JSON.stringify({ id, name: "status", request: {} })}\n`);
    const line = await until("it answers", 10_000, () =>
      second.lines.find((one) => one.includes(`"id":${id}}`)),
    );
    const { link, store } = JSON.parse(line).answer;
    return link.phase === "live" && link.behind === 0 && store.events >= first.length;
  }, 500);
  await second.end();
  const city = await facts(desk, path.join(data, "exercise.sqlite"), desk.own("export-second"));
  assert.equal(new Set(first).size, first.length, "no fact stands twice at the desk");
  assert.equal(new Set(city).size, city.length, "no fact stands twice in the city's log");
  const known = new Set(city);
  assert.deepEqual(first.filter((id) => !known.has(id)), [], "every fact reached the city");
  console.log(`${first.length} facts at the desk, ${city.length} told by the city, none twice`);
}

/** The names of all facts of a log that is at rest, after it was checked whole. */
async function facts(desk, log, to) {
  await desk.tool("verify", log);
  await desk.tool("export", log, to);
  const lines = (await readFile(path.join(to, "events.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line).event.id);
}
