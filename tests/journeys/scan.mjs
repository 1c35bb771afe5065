/** The rules of WCAG 2 A and AA, by axe-core, on what is in view. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** A page on which fewer rules apply was not looked at. */
const PASSES_MIN = 10;

/** Puts the scanner into the page, and makes sure that it finds what is there to be found. */
export async function scanner(desk) {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await desk.window.script(axe);
  await seesFaults(desk);
}

/** What breaks a rule, each as one line; of the whole page, or of the part that a selector names. */
export async function scan(desk, where, part = null) {
  const results = await desk.window.later(
    async (tags, selector) => {
      const root = selector === null ? document : document.querySelector(selector);
      const { violations, passes } = await window.axe.run(root, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
      });
      const plain = violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`),
      }));
      return { plain, passes: passes.length };
    },
    TAGS,
    part,
  );
  assert.ok(results.passes > (part === null ? PASSES_MIN : 0), `${where}: the rules were applied`);
  return results.plain.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${where}: ${id}: ${node.replace(/\s+/g, " ").slice(0, 300)}`),
  );
}

/** A scan that finds nothing proves nothing until it has found what is there to be found. */
async function seesFaults(desk) {
  await desk.window.run(() => {
    const planted = document.createElement("p");
    planted.id = "planted";
    planted.style.cssText = "position:fixed;top:0;left:0;z-index:99;color:#777;background:#888";
    planted.append("看不清的字", document.createElement("input"));
    document.body.append(planted);
  });
  const found = await scan(desk, "planted");
  await desk.window.run(() => document.getElementById("planted").remove());
  for (const rule of ["color-contrast", "label"]) {
    assert.ok(
      found.some((one) => one.startsWith(`planted: ${rule}: #planted`)),
      `the scan finds a planted fault of ${rule}: ${found}`,
    );
  }
}
