/**
 * A night from its first table to its last paper: a team from a workbook, a certificate that is
 * over, two incidents, a road closed half-way, a team called back, a neighbour's answer, the
 * allocation sheet. The whole of it by keys, and the whole of it by the pointer.
 */
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { Keys, Pointer } from "./hands.mjs";
import { cap, chlorine } from "./messages.mjs";
import { docxText } from "./papers.mjs";
import { quiet } from "./scene.mjs";
import { alerts, arrived, drained, goHighest, LEADER, OFFICER } from "./steps.mjs";
import { workbook } from "./workbook.mjs";

const DONE_MS_MAX = 30_000;
/** Both files are made with a font that is read for the first time. */
const PRINTED_MS_MAX = 60_000;
const TEAM = "演练 夜间导入的危化救援队";
const ROWS = [
  ["队伍名称", "级别", "类型", "所属单位", "能力", "人数", "联系人", "联系电话", "经度", "纬度",
    "人员姓名", "证书名称", "证书有效期"],
  [TEAM, "企业", "危险化学品", "演练 某化工企业", "危化处置", "6", "演练队长", "演练-000", "117.13", "36.71",
    "演练队员甲", "演练 危化品救援证", "2020-01-31"],
];
const LEAK = "氯气泄漏";
const FIRE = "演练 郭店街道仓库起火";
const NEIGHBOUR = "演练 相邻区应急管理局";
const SIGNER = "演练 张主任";
const WHO_SAID = "演练 相邻区值班员 王";
const CLOSED = "演练 路面塌陷";
const WHY = "演练 现场力量已足";
const ALERT_ROW = '[data-scope~="alerts"]';
const TAB = "[role=tabpanel]";

for (const Hand of [Keys, Pointer]) {
  test(`a night of two incidents is worked by ${Hand.name.toLowerCase()}`, async () => {
    await journey(`night-${Hand.name.toLowerCase()}`, {}, async (desk) => {
      const hand = new Hand(desk);
      await duty(desk, hand);
      await drained(desk, 60_000);
      await register(desk, hand);
      const leak = await open(desk, hand, LEAK, chlorine("NIGHT-LEAK"));
      await dispatch(desk, hand, leak);
      const fire = await open(desk, hand, FIRE, cap({
        identifier: "NIGHT-FIRE", event: "火灾", headline: FIRE, area: "郭店街道", circle: "36.7600,117.2200 0.40",
      }));
      await dispatch(desk, hand, fire);
      await closeHalfWay(desk, hand, fire);
      await recall(desk, hand, fire);
      await aid(desk, hand, fire);
      await print(desk, hand, leak);
      if (Hand === Pointer) assert.equal(desk.window.presses, 0, "no key was pressed but to write names");
    });
  });
}

const gone = (desk) => desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);

async function duty(desk, hand) {
  await hand.write("dialog input[data-first]", LEADER);
  await hand.write("dialog textarea, dialog input:not([data-first])", OFFICER);
  await hand.commit();
  await until("the duty is written", DONE_MS_MAX, async () => (await desk.call("status", {})).duty.leader === LEADER);
  await gone(desk);
}

/** A team from a workbook, and what is over of it. */
async function register(desk, hand) {
  const file = desk.own("night.xlsx");
  await writeFile(file, workbook(ROWS));
  await board(desk, hand);
  await hand.push("[data-action=import_table]", "I");
  await desk.focus("dialog");
  await desk.window.run(() => document.querySelector("dialog input[type=file]").focus());
  await desk.window.type(file);
  await desk.shown("the check report is there", () => document.querySelector("dialog [data-counts]") !== null);
  await hand.commit();
  const wish = { kind: "teams", text: TEAM, state: "", class: "", depot: "", offset: 0, limit: 10 };
  const team = await until("the team is in the list", DONE_MS_MAX, async () => {
    const { rows } = await desk.call("resources", wish);
    return rows.find((row) => row.title === TEAM);
  });
  await gone(desk);
  await hand.push("[data-view=expiring]", "T");
  await desk.text(TEAM);
  const over = await desk.call("expiring", { days: 30, depot: "" });
  assert.ok(over.find((row) => row.id === team.id)?.days < 0, "the certificate that is over is found");
}

async function board(desk, hand) {
  if (hand.name === "keys") {
    await desk.window.press("Alt+R");
    await desk.focus("[role=grid]");
    return;
  }
  await hand.push("nav [data-workspace=command]");
  await hand.push("[data-face=resources]");
  await desk.shown("the board is there", () => document.querySelector("[data-action=import_table]")?.checkVisibility() === true);
}

/** An alert comes in and becomes an incident. */
async function open(desk, hand, headline, message) {
  await desk.drop(message);
  await arrived(desk, headline);
  if (hand.name === "keys") {
    await goHighest(desk, headline);
  } else {
    await hand.push("nav [data-workspace=watch]");
    // The headline may stand on the map before its row does.
    await desk.shown(
      "its row is there",
      (words) => [...document.querySelectorAll("[role=row]")].some((row) => row.textContent.includes(words)),
      headline,
    );
    await desk.window.click(`//*[@role="row" and contains(., "${headline}")]`);
  }
  await hand.push(`${ALERT_ROW} [data-action=acknowledge]`, "A");
  await until("the alert is acknowledged", DONE_MS_MAX, async () => {
    const { rows } = await alerts(desk);
    return rows.find((row) => row.headline.includes(headline))?.acknowledged;
  });
  await hand.push(`${ALERT_ROW} [data-action=raise]`, "N");
  await desk.focus("dialog");
  await hand.commit();
  const incident = await until("the incident is open", DONE_MS_MAX, async () => {
    const rows = await desk.call("incidents", {});
    return rows.find((row) => row.title.includes(headline));
  });
  await desk.shown("it is in view", () => document.querySelector('[data-scope~="incident"]')?.checkVisibility() === true);
  return incident;
}

/** What is advised is sent. */
async function dispatch(desk, hand, incident) {
  await inIncident(desk, hand, incident);
  await hand.push("#tab-forces", "D");
  await desk.shown(
    "there is advice",
    () => document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)") !== null,
  );
  await hand.push(`${TAB} [data-action=commit]`, "Ctrl+Enter");
  await until("orders are given", DONE_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    return orders.length > 0;
  });
  await drained(desk, 60_000);
  await quiet(desk);
  // A team that needs a reason keeps the focus in its field: Escape leads back to the incident.
  if (hand.name === "keys") await desk.window.press("Escape");
}

async function inIncident(desk, hand, incident) {
  if (hand.name === "keys") {
    await desk.window.press("Ctrl+2");
    await desk.focus('[data-scope~="incident"]');
  } else {
    await hand.push("nav [data-workspace=command]");
  }
  await desk.shown(
    "the incident is in view",
    (sign) =>
      document.querySelector('main > section:not([hidden]) [data-scope~="incident"] header .sign')?.innerText === sign,
    incident.callSign,
  );
}

/** A road is closed on the way of a team, drawn on the map; its way becomes another one. */
async function closeHalfWay(desk, hand, incident) {
  const { orders } = await desk.call("incident", { id: incident.id });
  const wish = { team: orders[0].sent.team, incident: incident.id, anew: true, via: [] };
  const before = await desk.call("team_way", wish);
  assert.equal(before.kind, "road", "there is a road to close");
  const middle = before.line[Math.floor(before.line.length / 2)];
  await hand.push("[data-scope~=map] [data-action=close_roads]", "Alt+B");
  await hand.write("dialog textarea", `${middle.lon}, ${middle.lat}`);
  // The map comes to the point; there it is drawn.
  await hand.push("dialog [data-draw]");
  await hand.push("[data-use]");
  await hand.write("dialog input[required]", CLOSED);
  await hand.commit();
  const [closure] = await until("the road is closed", DONE_MS_MAX, async () => {
    const all = await desk.call("closures", {});
    return all.length > 0 ? all : undefined;
  });
  assert.equal(closure.set.reason, CLOSED, "with its reason");
  await gone(desk);
  const after = await until("the way is another one", DONE_MS_MAX, async () => {
    const now = await desk.call("team_way", wish);
    return JSON.stringify(now.line) === JSON.stringify(before.line) ? undefined : now;
  });
  assert.ok(after.kind !== "road" || after.etaS >= before.etaS, "and never a quicker one");
}

/** One team of the incident is called back. */
async function recall(desk, hand, incident) {
  await inIncident(desk, hand, incident);
  await hand.push("#tab-forces", "D");
  await desk.shown("the orders are in view", () => document.querySelector("[data-order] [data-move=recalled]") !== null);
  const order = await desk.window.run(
    () => document.querySelector("[data-order]:has([data-move=recalled])").dataset.order,
  );
  await hand.push(`[data-order="${order}"] [data-move=recalled]`);
  await hand.write("dialog textarea", WHY);
  await hand.commit();
  await until("the order is recalled", DONE_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    return orders.find((one) => one.id === order).progress === "recalled";
  });
  await gone(desk);
}

/** Drafted, signed, sent, and what the neighbour said. */
async function aid(desk, hand, incident) {
  await inIncident(desk, hand, incident);
  await hand.push("#tab-sent", "A");
  await desk.shown("the tab is open", () => document.querySelector("[role=tabpanel] [data-action=request_aid]") !== null);
  await hand.push(`${TAB} [data-action=request_aid]`, hand.name === "keys" ? "Q" : undefined);
  await hand.write("dialog [data-field=to]", NEIGHBOUR);
  await hand.write("dialog [data-field=words]", "演练 危化救援队 1 支");
  await hand.commit();
  await gone(desk);
  await step(desk, hand, incident, "drafted", () => hand.write("dialog input", SIGNER));
  await step(desk, hand, incident, "signed", async () => undefined);
  await step(desk, hand, incident, "sent", async () => {
    await hand.write("dialog [data-field=saidBy]", WHO_SAID);
    await hand.write("dialog [data-field=minutes]", "40");
  });
  const answered = await request(desk, incident, "answered");
  assert.equal(answered.answer.answered.saidBy, WHO_SAID, "who said so");
}

async function step(desk, hand, incident, from, fill) {
  await request(desk, incident, from);
  await hand.push(`[data-aid=${from}] [data-next]`);
  await desk.focus("dialog");
  await fill();
  await hand.commit();
  await gone(desk);
}

function request(desk, incident, progress) {
  return until(`the request is ${progress}`, DONE_MS_MAX, async () => {
    const { aid: all } = await desk.call("sent", { id: incident.id });
    return all.find((one) => one.drafted.to === NEIGHBOUR && one.progress === progress);
  });
}

/** The allocation sheet of the incident that supplies went to. */
async function print(desk, hand, incident) {
  if (hand.name === "keys") {
    await desk.window.press("Ctrl+2");
    await hand.push(`[data-incident="${incident.id}"]`);
    await inIncident(desk, hand, incident);
    await desk.window.press("A");
  } else {
    await hand.push(`[data-incident="${incident.id}"]`);
    await hand.push("#tab-sent");
  }
  await hand.push(`${TAB} [data-action=print_allocation]`);
  const folder = path.join(desk.data, "paper");
  const docx = await until("the sheet is written", PRINTED_MS_MAX, async () => {
    const names = await readdir(folder).catch(() => []);
    return names.find((name) => name.includes("调拨单") && name.endsWith(".docx"));
  });
  const text = await docxText(path.join(folder, docx));
  assert.ok(text.includes("应急物资调拨单"), "it says what it is");
  assert.ok(text.includes("演练"), "and that it is an exercise");
  const { issues } = await desk.call("sent", { id: incident.id });
  assert.ok(issues.length > 0, "supplies went out");
  for (const { name } of issues) assert.ok(text.includes(name), `${name} is on the sheet`);
}
