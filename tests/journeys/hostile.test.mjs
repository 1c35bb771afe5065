/** Texts from outside that try to be more than text: they stay plain, bounded and harmless. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORPUS, harmless } from "./corpus.mjs";
import { journey, until } from "./driver.mjs";
import { cap } from "./messages.mjs";
import { alerts, arrived, goHighest, note, startDuty } from "./steps.mjs";

const WORDS = CORPUS.map(([word]) => word);

test("hostile texts are shown as plain bounded text and run nothing", async () => {
  await journey("hostile", {}, async (desk) => {
    await startDuty(desk);
    for (const [word, text] of CORPUS) {
      const fields = { headline: text, area: text.slice(0, 400), source: text.slice(0, 400) };
      await desk.drop(cap({ identifier: `JOURNEY-${word}`, severity: "Minor", ...fields }));
    }
    // A control character makes the whole document unlawful XML: a defect, and nothing lost.
    await desk.drop(cap({ identifier: "JOURNEY-UNLAWFUL", headline: "演练非法字符\u0001" }));
    for (const [word] of CORPUS) await arrived(desk, word);
    await goHighest(desk, WORDS);
    for (const [word] of CORPUS) await openRow(desk, word);
    await harmless(desk, "alerts from outside");
    await formFields(desk);
    await harmless(desk, "texts of our own forms");
    const { feeds } = await desk.call("status", {});
    assert.ok(feeds.every(({ up }) => up), "the intake outlives all of it");
  });
});

/** Goes down the list from its top to an alert, and waits for its detail. */
async function openRow(desk, word) {
  const { total } = await alerts(desk);
  await desk.window.press("Home");
  // A row that comes in meanwhile moves the others: the row in hand is looked at, not counted.
  for (let step = 0; step < total + 5 && !(await isActive(desk, word)); step += 1) {
    await desk.window.press("ArrowDown");
  }
  await desk.shown(
    `${word} is open`,
    (wanted) =>
      document.querySelector(".row.active")?.textContent.includes(wanted) &&
      document.querySelector("main > section:not([hidden]) aside")?.innerText.includes(wanted),
    word,
  );
}

function isActive(desk, word) {
  return desk.window.run(
    (wanted) => document.querySelector(".row.active")?.textContent.includes(wanted) ?? false,
    word,
  );
}

/** What somebody types or pastes into our own forms is as foreign as any other text. */
async function formFields(desk) {
  const [, markup] = CORPUS[1];
  const [, formula] = CORPUS[5];
  const [, reversed] = CORPUS[4];
  await desk.window.press("Ctrl+1");
  for (const text of [markup, formula, reversed]) await note(desk, text);
  await desk.text("演练表格己 =HYPERLINK");
  await goHighest(desk, WORDS);
  await desk.window.press("N");
  await desk.focus("dialog");
  await desk.window.type(`${markup} 火灾`);
  // The title was filled in from the alert; what was typed stands with it.
  await desk.window.run(() => {
    const kind = document.querySelector("dialog select");
    kind.value = "fire";
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await desk.window.press("Ctrl+Enter");
  await until("the incident is open", 10_000, async () => {
    const rows = await desk.call("incidents", {});
    return rows.length === 1;
  });
  await desk.focus('[data-scope~="incident"]');
}
