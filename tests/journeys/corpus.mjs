/** Texts from outside that try to be more than text, and what must be true wherever one is shown. */
import assert from "node:assert/strict";

/** A script that runs leaves this mark; `window.seen` is put there by the driver. */
const MARK = "window.seen.hostile=1";
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Each with a word by which its row is found again; the last one is a megabyte long. */
export const CORPUS = [
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

/** Nothing of the corpus ran, became part of the page, grew out of its place or hid a sign. */
export async function harmless(desk, what) {
  const seen = await desk.window.run(() => {
    const roots = [document.querySelector("main"), ...document.querySelectorAll("dialog, [role=dialog]")];
    const inside = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    return {
      hostile: window.seen.hostile,
      foreign: inside("script, iframe, img[src='x'], [onmouseover], [onerror], a[href^='javascript']").length,
      wide: [...inside("[role=grid], aside, ol, .log, .body"), document.body, ...roots]
        .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`),
      texts: roots.map((root) => root.innerText).join("\n"),
      longest: Math.max(0, ...inside(".outside").map((one) => one.textContent.length)),
      tall: inside("[role=grid] .row").filter((one) => one.offsetHeight > 40).length,
    };
  });
  assert.equal(seen.hostile, 0, `${what}: no script ran`);
  assert.equal(seen.foreign, 0, `${what}: no markup became part of the page`);
  assert.deepEqual(seen.wide, [], `${what}: nothing is wider than its place`);
  assert.equal(seen.tall, 0, `${what}: no row grew`);
  assert.doesNotMatch(seen.texts, BIDI, `${what}: no sign that turns the reading direction`);
  assert.doesNotMatch(seen.texts, CONTROL, `${what}: no control characters`);
  assert.ok(seen.longest < 20_000, `${what}: the longest text shown has ${seen.longest} characters`);
}
