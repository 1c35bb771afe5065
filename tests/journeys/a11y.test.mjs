/** Every workspace in every palette against the rules of WCAG 2 A and AA, by axe-core. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "./driver.mjs";
import { scan, scanner } from "./scan.mjs";
import { inHand, PALETTES, show, turnPalette, WORKSPACES } from "./scene.mjs";

const VIOLATIONS_SHOWN_MAX = 40;

test("no workspace in any palette breaks a rule of WCAG 2 A or AA", async () => {
  await journey("a11y", {}, async (desk) => {
    await inHand(desk);
    await scanner(desk);
    const found = [];
    for (const palette of PALETTES) {
      for (const workspace of Object.keys(WORKSPACES)) {
        await show(desk, workspace);
        found.push(...(await scan(desk, `${workspace} ${palette}`)));
      }
      found.push(...(await overlays(desk, palette)), ...(await faces(desk, palette)));
      found.push(...(await tabs(desk, palette)));
      found.push(...(await plans(desk, palette)));
      found.push(...(await several(desk, palette)));
      await turnPalette(desk, palette);
    }
    const texts = [...new Set(found)];
    assert.deepEqual(texts.slice(0, VIOLATIONS_SHOWN_MAX), [], `${texts.length} violations`);
  });
});

/** Sheets that lie over every workspace, by the key that opens each. */
const OVERLAYS = {
  help: "F1",
  find: "Ctrl+K",
  duty: "Alt+S",
  handover: "Alt+H",
  defects: "Alt+Q",
  feeds: "Alt+E",
  call: "Alt+I",
  closures: "Alt+C",
  close_roads: "Alt+B",
  fences: "F7",
  firms: "Alt+K",
  objects: "F3",
};

/** The faces of Command, by the key that opens and leaves each, and what stands in it. */
const FACES = {
  times: { key: "Alt+G", drawn: ".times [role=rowgroup] [role=row]" },
  wall: { key: "Alt+W", drawn: "[data-wall] h1" },
};

async function faces(desk, palette) {
  const found = [];
  await show(desk, "command");
  for (const [name, { key, drawn }] of Object.entries(FACES)) {
    await desk.window.press(key);
    await desk.shown(`${name} is drawn`, (wanted) => document.querySelector(wanted) !== null, drawn);
    found.push(...(await scan(desk, `${name} ${palette}`)));
    await desk.window.press(key);
  }
  return found;
}

async function overlays(desk, palette) {
  const found = [];
  for (const [name, key] of Object.entries(OVERLAYS)) {
    await desk.window.press(key);
    await desk.focus("[role=dialog], dialog");
    found.push(...(await scan(desk, `${name} ${palette}`)));
    await desk.window.press("Escape");
    await desk.shown("it is closed", () => document.querySelector("[role=dialog], dialog") === null);
  }
  return found;
}

/** The tabs of an incident, by the key of each. */
async function tabs(desk, palette) {
  const found = [];
  await show(desk, "command");
  for (const [name, key] of Object.entries({ plans: "P", tasks: "T", reports: "R", forces: "D" })) {
    await desk.focus('[data-scope~="incident"]');
    await desk.window.press(key);
    await desk.shown(
      `the tab ${name} is open`,
      (id) => document.getElementById(`tab-${id}`)?.getAttribute("aria-selected") === "true",
      name,
    );
    found.push(...(await scan(desk, `command ${name} ${palette}`)));
  }
  return found;
}

/** What is done with a plan, by the key of each, and what stands in it. */
const PLANS = {
  edit: { key: "E", drawn: ".cm-content" },
  versions: { key: "V", drawn: "[data-scope~=plans] [role=tabpanel] .empty button.main" },
  filing: { key: "F", drawn: ".filing" },
  suggestions: { key: "J", drawn: ".suggestions" },
  check: { key: "K", drawn: ".check [role=status]" },
  map: { key: "M", drawn: ".counts tbody tr" },
  import: { key: "I", drawn: ".import" },
};

async function plans(desk, palette) {
  const found = [];
  await show(desk, "plans");
  for (const [name, { key, drawn }] of Object.entries(PLANS)) {
    // Single letters act in the list, not in the sheet that is written.
    await desk.window.run(() => document.querySelector("[data-scope~=plans] aside [data-row][aria-current=true]").focus());
    await desk.window.press(key);
    await desk.shown(`${name} is drawn`, (wanted) => document.querySelector(wanted) !== null, drawn);
    found.push(...(await scan(desk, `plans ${name} ${palette}`)));
  }
  await desk.window.run(() => {
    const row = document.querySelector("[data-scope~=plans] aside [data-row][aria-current=true]");
    row.focus();
    row.click();
  });
  await desk.window.press("T");
  return found;
}

/** Several incidents at once, and what if. */
async function several(desk, palette) {
  await desk.window.press("Alt+M");
  const ready = () => document.querySelector('[data-scope~="assign"] .left > :not(.state)') !== null;
  await desk.shown("there is an answer for several incidents", ready);
  const found = await scan(desk, `assign ${palette}`);
  await desk.focus('[data-scope~="assign"]');
  await desk.window.press("W");
  await desk.shown("what if is open", () => document.querySelector(".if") !== null);
  found.push(...(await scan(desk, `what if ${palette}`)));
  await desk.window.press("W");
  await desk.window.press("Alt+M");
  return found;
}
