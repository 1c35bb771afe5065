/** The desk is killed in the middle of its work: whatever it answered to is there, once. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey } from "./driver.mjs";
import { assertOnce, incidentOf, noteOf, OFFICER, startDuty, timeline } from "./steps.mjs";

const KILLS = 3;
/** Answers that are waited for before each kill, and commands under way when it comes. */
const ANSWERED = 12;
const UNDER_WAY = 4;

test("whatever the desk accepted before it was killed is there afterwards, once", async () => {
  await journey("kill", { platform: false }, async (desk) => {
    await startDuty(desk);
    const incident = await incidentOf(desk, "演练 断电火灾");
    const work = new Work(desk, incident.id);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const teams = await desk.call("teams", {});
      const ready = teams.filter(({ team }) => team.readiness === "ready");
      const free = ready.filter(({ team }) => team.assignments.length === 0);
      await work.give(free.splice(0, ANSWERED / 2), `第${kill}次断电前`);
      await work.dieUnder(free, `第${kill}次断电时`);
      await desk.openWindow();
      await work.check(kill);
    }
    await desk.closeWindow();
    const found = JSON.parse(await desk.tool("verify", desk.log));
    assert.deepEqual(found.findings, [], "the log is whole");
    await desk.tool("export", desk.log, desk.own("export"));
    const lines = await readFile(path.join(desk.own("export"), "events.jsonl"), "utf8");
    assertOnce(lines.trim().split("\n").map((line) => JSON.parse(line).event.id), "the log");
  });
});

/** Commands that are given and what was answered to. */
class Work {
  #desk;
  #incident;
  notes = [];
  orders = [];

  constructor(desk, incident) {
    this.#desk = desk;
    this.#incident = incident;
  }

  #command(command) {
    const who = { actor: OFFICER, role: "duty", paperAt: null };
    return this.#desk.call("command", { command, who });
  }

  async #note(text) {
    await this.#command({ do: "note_duty", note: { text } });
    this.notes.push(text);
  }

  async #send(team, words) {
    const order = { do: "send_team", team, incident: this.#incident, task: null, words };
    await this.#command({ ...order, furtherJob: false, etaS: null, etaEstimated: false, despite: "演练 已说明" });
    this.orders.push(words);
  }

  /** An order and a note for each team, every one of them answered. */
  async give(rows, word) {
    assert.ok(rows.length >= ANSWERED / 2, "the exercise has teams enough");
    for (const { team } of rows) {
      await this.#send(team.id, `${word} 派 ${team.id}`);
      await this.#note(`${word} 记 ${team.id}`);
    }
  }

  /** Some more, and the kill as soon as the first of them is answered. */
  async dieUnder(rows, word) {
    const some = rows.slice(0, UNDER_WAY);
    const given = some.map(({ team }) => this.#send(team.id, `${word} 派 ${team.id}`));
    await Promise.race(given);
    await this.#desk.killDesk();
    // Those that were not answered fail; they may be in the log or not, but never half.
    await Promise.allSettled(given);
  }

  async check(kill) {
    const lines = await timeline(this.#desk, "duty", "duty");
    const notes = lines.map(noteOf).filter((text) => text !== undefined);
    const { orders } = await this.#desk.call("incident", { id: this.#incident });
    const words = orders.map(({ sent }) => sent.words);
    assert.deepEqual(this.notes.filter((text) => !notes.includes(text)), [], "accepted notes");
    assert.deepEqual(this.orders.filter((text) => !words.includes(text)), [], "accepted orders");
    assertOnce(notes, "notes");
    assertOnce(words, "orders");
    console.log(
      `kill ${kill}: ${this.notes.length} notes and ${this.orders.length} orders were accepted, ` +
        `${notes.length} and ${words.length} are there`,
    );
  }
}
