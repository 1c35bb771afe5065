/** Texts from outside that try to be more than text: they stay plain, bounded and harmless. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { cap } from "./messages.mjs";
import { alerts, arrived, goHighest, note, startDuty } from "./steps.mjs";

/** A script that runs leaves this mark; `window.seen` is put there by the driver. */
const MARK = "window.seen.hostile=1";
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Each with a word by which its row is found again; the last one is a megabyte long. */
const CORPUS = [
  ["演练标记甲", `演练标记甲 <script>${MARK}</script><b onmouseover="${MARK}">粗</b>`],
  ["演练图片乙", `演练图片乙 <img src=x onerror="${MARK}"><svg onload="${MARK}">`],
  ["演练链接丙", `演练链接丙 <a href="javascript:${MARK}">点</a> [点](javascript:${MARK})`],
  ["演练框架丁", `演练框架丁 <iframe srcdoc="<script>parent.${MARK}</script>"></iframe>]]>`],
  ["演练反向戊", "演练反向戊 \u202e\u2066gpj.exe\u2069 \u200f\u061c结束"],
  ["演练表格己", `演练表格己 =HYPERLINK("http://x.invalid","点") +1+1 @SUM(1) -2`],
  ["演练模板庚", "演练模板庚 {{constructor.constructor('x')()}} ${7*7} {@html '<i>x</i>'}"],
  ["演练控制辛", "演练控制辛 \u0085\u009b31m\u2028第二行\u2029\u00ad\ufeff尾"],
  ["演练组合壬", `演练组合壬 ${"e\u0301\u0332".repeat(30)}${"\u0e49".repeat(400)}`],
  ["演练长文癸", `演练长文癸 ${"无空格".repeat(120_000)}`],
];

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

async function harmless(desk, what) {
  const seen = await desk.window.run(() => ({
    hostile: window.seen.hostile,
    foreign: document.querySelectorAll(
      "main script, main iframe, main img[src='x'], main [onmouseover], main [onerror], a[href^='javascript']",
    ).length,
    wide: [...document.querySelectorAll("main [role=grid], main aside, main ol, main .log, body")]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`),
    texts: document.querySelector("main").innerText,
    longest: Math.max(
      ...[...document.querySelectorAll("main .outside")].map((one) => one.textContent.length),
    ),
    tall: [...document.querySelectorAll("[role=grid] .row")].filter((one) => one.offsetHeight > 40).length,
  }));
  assert.equal(seen.hostile, 0, `${what}: no script ran`);
  assert.equal(seen.foreign, 0, `${what}: no markup became part of the page`);
  assert.deepEqual(seen.wide, [], `${what}: nothing is wider than its place`);
  assert.equal(seen.tall, 0, `${what}: no row grew`);
  assert.doesNotMatch(seen.texts, BIDI, `${what}: no sign that turns the reading direction`);
  assert.doesNotMatch(seen.texts, CONTROL, `${what}: no control characters`);
  assert.ok(seen.longest < 20_000, `${what}: the longest text shown has ${seen.longest} characters`);
}
