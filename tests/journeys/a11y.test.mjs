/** Every workspace in every palette against the rules of WCAG 2 A and AA, by axe-core. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { journey } from "./driver.mjs";
import { inHand, PALETTES, show, turnPalette, WORKSPACES } from "./scene.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const VIOLATIONS_SHOWN_MAX = 40;

test("no workspace in any palette breaks a rule of WCAG 2 A or AA", async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await journey("a11y", {}, async (desk) => {
    await inHand(desk);
    await desk.window.script(axe);
    await seesFaults(desk);
    const found = [];
    for (const palette of PALETTES) {
      for (const workspace of Object.keys(WORKSPACES)) {
        await show(desk, workspace);
        found.push(...(await scan(desk, `${workspace} ${palette}`)));
      }
      await turnPalette(desk, palette);
    }
    const texts = [...new Set(found)];
    assert.deepEqual(texts.slice(0, VIOLATIONS_SHOWN_MAX), [], `${texts.length} violations`);
  });
});

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

async function scan(desk, where) {
  const results = await desk.window.later(async (tags) => {
    const { violations, passes } = await window.axe.run(document, {
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations"],
    });
    const plain = violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`),
    }));
    return { plain, passes: passes.length };
  }, TAGS);
  assert.ok(results.passes > 10, `${where}: the rules were applied`);
  return results.plain.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${where}: ${id}: ${node.replace(/\s+/g, " ").slice(0, 300)}`),
  );
}
