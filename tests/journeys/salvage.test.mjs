/** The log is damaged while the window is closed: the window says so, saves what can be saved, and goes on. */
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { LEADER, noteOf, OFFICER, startDuty, timeline } from "./steps.mjs";

const SALVAGED_MS_MAX = 60_000;
const HEADER_BYTES = 100;
const ENDED_MS_MAX = 60_000;
const LOST = "演练 会坏的一条";
const KEPT = "演练 完好的一条";

test("a damaged log is salvaged from the window, and what is missing is named", async () => {
  await journey("salvage", { platform: false }, async (desk) => {
    await startDuty(desk);
    for (const text of [KEPT, LOST]) {
      const who = { actor: OFFICER, role: "duty", paperAt: null };
      await desk.call("command", { command: { do: "note_duty", note: { text } }, who });
    }
    await desk.closeWindow();
    // What stands in the write-ahead file as well would hide the damage, as it should: an orderly end
    // of the desk empties it.
    await until("the desk has ended in order", ENDED_MS_MAX, () => desk.tool("serve", "--exercise", "--data", desk.data));
    const damaged = await damage(desk.log);

    await desk.openDamaged();
    await desk.text("本机日志文件损坏");
    await desk.focus("button.main");
    await desk.window.press("Enter");
    await until("it is salvaged", SALVAGED_MS_MAX, () =>
      desk.window.run(() => document.querySelector("[data-salvage=done]") !== null),
    );
    const missing = await desk.window.run(() => document.querySelector("[data-missing]").textContent);
    assert.match(missing, /1 条读不出来/, "one record is lost, and it is said");

    await desk.focus("button.main");
    await desk.window.press("Enter");
    await desk.shown("the window goes on", () => document.querySelector("header[data-link]") !== null);
    const { duty } = await desk.call("status", {});
    assert.equal(duty.leader, LEADER, "who is on duty was saved");
    const notes = (await timeline(desk, "duty", "duty")).map(noteOf);
    assert.ok(notes.includes(KEPT), "and what was whole");
    assert.ok(!notes.includes(LOST), "nothing is made up");
    const files = await readdir(desk.data);
    const kept = files.find((name) => /\.damaged-\d{4}-\d\d-\d\d-\d{9}$/.test(name));
    assert.ok(kept !== undefined, `the damaged file has a dated name: ${files.join(", ")}`);
    assert.ok(damaged.equals(await readFile(path.join(desk.data, kept))), "and is as it was");
    await desk.closeWindow();
    const found = JSON.parse(await desk.tool("verify", desk.log));
    assert.deepEqual(found.findings, [], "the new log is whole");
  });
});

/** A header of zeros, and one bit of one record. */
async function damage(log) {
  const bytes = await readFile(log);
  bytes.fill(0, 0, HEADER_BYTES);
  const words = Buffer.from(LOST);
  for (let at = bytes.indexOf(words); at !== -1; at = bytes.indexOf(words, at + 1)) {
    bytes[at + words.length - 1] ^= 1;
  }
  await writeFile(log, bytes);
  return bytes;
}
