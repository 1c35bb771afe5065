/** A team is called back, a neighbour's answer is entered, and the allocation sheet is printed: by keys. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { docxText, pdfText } from "./papers.mjs";
import { inHand } from "./scene.mjs";
import { tabTo } from "./steps.mjs";

const DONE_MS_MAX = 20_000;
/** Both files are made with a font that is read for the first time. */
const PRINTED_MS_MAX = 60_000;
const WHY = "演练 现场力量已足";
const NEIGHBOUR = "演练 相邻区应急管理局";
const SIGNER = "演练 张主任";
const WHO_SAID = "演练 相邻区值班员 王";

test("a team is recalled, aid is answered and the allocation sheet printed by keys", async () => {
  await journey("sending", {}, async (desk) => {
    const incident = await inHand(desk);
    await recall(desk, incident);
    await aid(desk, incident);
    await print(desk, incident);
  });
});

const inScope = (desk) => desk.focus('[data-scope~="incident"]');

/** `D`, to the button of the first order, the reason, `Ctrl+Enter`. */
async function recall(desk, incident) {
  await inScope(desk);
  await desk.window.press("D");
  await desk.focus("[data-order]");
  const order = await desk.window.run(() => document.activeElement.closest("[data-order]").dataset.order);
  await tabTo(desk, `[data-order="${order}"] [data-move=recalled]`);
  await desk.window.press("Enter");
  await desk.focus("dialog textarea");
  await commit(desk, "nobody is recalled without a reason", false);
  await desk.window.type(WHY);
  await commit(desk, "it may be given", true);
  const recalled = await until("the order is recalled", DONE_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    const found = orders.find((one) => one.id === order);
    return found.progress === "recalled" ? found : undefined;
  });
  assert.equal(recalled.steps.at(-1).note, WHY, "the reason stands in the log");
  const teams = await desk.call("teams", {});
  const { team } = teams.find((row) => row.team.id === recalled.sent.team);
  const held = team.assignments.filter((job) => job.order === order && job.progress !== "recalled");
  assert.deepEqual(held, [], "the team is no longer held by it");
}

/** Drafted, signed, sent, and what the neighbour said to it. */
async function aid(desk, incident) {
  await inScope(desk);
  await desk.window.press("A");
  await desk.shown("the tab is open", () => document.querySelector("[role=tabpanel] [data-action=request_aid]") !== null);
  await inScope(desk);
  await desk.window.press("Q");
  await desk.focus("dialog");
  await desk.window.type(NEIGHBOUR);
  await desk.window.press("Tab");
  await desk.window.press("Tab");
  await desk.window.type("演练 危化救援队 1 支");
  await commit(desk, "the request may be drafted", true);
  await next(desk, incident, "drafted", async () => desk.window.type(SIGNER));
  await next(desk, incident, "signed", async () => undefined);
  await next(desk, incident, "sent", async () => {
    await desk.window.press("Tab");
    await desk.window.type(WHO_SAID);
    await tabTo(desk, "dialog label:last-of-type input");
    await desk.window.type("40");
  });
  const answered = await request(desk, incident, "answered");
  assert.equal(answered.answer.answered.saidBy, WHO_SAID, "who said so");
  assert.equal(answered.answer.answered.decision, "granted", "what was said");
  assert.equal(answered.answer.answered.etaS, 40 * 60, "and when they will be there");
  await desk.text(WHO_SAID);
}

/** Takes the next step of the request from this one: the button of its line, the form, `Ctrl+Enter`. */
async function next(desk, incident, from, fill) {
  await request(desk, incident, from);
  await desk.shown(
    "its line is in view, and no form",
    (progress) =>
      document.querySelector("dialog") === null && document.querySelector(`[data-aid=${progress}] [data-next]`) !== null,
    from,
  );
  await desk.window.press("A");
  await tabTo(desk, `[data-aid=${from}] [data-next]`);
  await desk.window.press("Enter");
  await desk.focus("dialog");
  await fill();
  await commit(desk, `the step after ${from} may be taken`, true);
}

function request(desk, incident, progress) {
  return until(`the request is ${progress}`, DONE_MS_MAX, async () => {
    const { aid } = await desk.call("sent", { id: incident.id });
    return aid.find((one) => one.drafted.to === NEIGHBOUR && one.progress === progress);
  });
}

async function commit(desk, what, may) {
  await desk.shown(
    what,
    (wanted) => document.querySelector("dialog [data-action=commit]")?.disabled === !wanted,
    may,
  );
  await desk.window.press("Ctrl+Enter");
  if (may) await desk.shown("the form is gone", () => document.querySelector("dialog") === null);
}

/** `Ctrl+K`, its name, Enter; then the files as whoever opens them reads them. */
async function print(desk, incident) {
  await desk.window.press("Ctrl+K");
  await desk.focus("dialog");
  await desk.window.type("打印调拨单");
  await desk.shown("it is the one choice", () => {
    const chosen = document.querySelectorAll("dialog [role=option]");
    return chosen.length === 1 && chosen[0].textContent.includes("打印调拨单");
  });
  await desk.window.press("Enter");
  const folder = path.join(desk.data, "paper");
  const written = await until("both files are written", PRINTED_MS_MAX, async () => {
    const names = (await readdir(folder)).filter((name) => name.includes("调拨单"));
    const ended = (ending) => names.find((name) => name.endsWith(ending));
    const found = [ended(".docx"), ended(".pdf")];
    return found.includes(undefined) ? undefined : found.map((name) => path.join(folder, name));
  });
  await desk.text("已写出");

  const { issues } = await desk.call("sent", { id: incident.id });
  assert.ok(issues.length > 0, "supplies went out in this scene");
  const [docx, pdf] = [await docxText(written[0]), await pdfText(written[1])];
  for (const [kind, text] of Object.entries({ docx, pdf })) {
    assert.ok(text.includes("应急物资调拨单"), `${kind}: it says what it is`);
    assert.ok(text.includes("演练"), `${kind}: and that it is an exercise`);
    assert.ok(text.includes(incident.callSign), `${kind}: the incident is named`);
  }
  for (const { name, issue } of issues) {
    assert.ok(docx.includes(name), `${name} is on the sheet`);
    assert.ok(docx.includes(String(issue.granted)), `so many of ${name}`);
  }
}
