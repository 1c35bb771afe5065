/** The whole thread of one emergency by the pointer alone; the keyboard only writes words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { chlorine } from "./messages.mjs";
import { drag } from "./pointer.mjs";
import { settled } from "./scene.mjs";
import { alerts, arrived, drained, LEADER, OFFICER } from "./steps.mjs";

const DONE_MS_MAX = 20_000;
const SENT_MS_MAX = 30_000;
const HEADLINE = "氯气泄漏";
const AGREED = "演练 已电话征得同意";
const COMMIT = "dialog [data-action=commit]";
const MAP = "main > section:not([hidden]) .maplibregl-canvas";
const LISTED = "aside button.row[aria-current=true]";
const REPORT = "[role=tabpanel] [data-action=commit]";
/** The platform takes a report in and signs for it. */
const SIGNED_MS_MAX = 60_000;
/** A line that is silent for this long is down on the screen. */
const DOWN_MS_MAX = 25_000;
const BACK_MS_MAX = 90_000;
const CAUSE = "演练 阀门老化";
const SIGNER = "演练签发人丙";

test("an alert becomes an incident, is reported, and comes to its end by the pointer alone", async () => {
  await journey("mouse", {}, async (desk) => {
    await onDuty(desk);
    await drained(desk, 60_000);
    await desk.drop(chlorine("JOURNEY-MOUSE"));
    await arrived(desk, HEADLINE);
    const incident = await raised(desk);
    await responds(desk, incident.id);

    await press(desk, "#tab-forces");
    const first = await advised(desk, "");
    await drag(desk.window, `[data-team="${first}"]`, LISTED);
    await sent(desk, incident.id, first);

    await settled(desk);
    const second = await advised(desk, first);
    // The map stands where the incident is.
    await drag(desk.window, `[data-team="${second}"]`, MAP);
    await sent(desk, incident.id, second);

    await reports(desk, incident.id, "first");
    await receipted(desk, incident.id, 1);
    await cutOff(desk, incident.id);
    await ends(desk, incident.id);
    await reports(desk, incident.id, "final");
    await receipted(desk, incident.id, 2);
    assert.equal(desk.window.presses, 0, "no key was pressed but to write words");
  });
});

/** Presses something with the pointer once it can be pressed. */
async function press(desk, selector) {
  await desk.shown(
    `${selector} can be pressed`,
    (wanted) => document.querySelector(wanted)?.checkVisibility() === true && !document.querySelector(wanted).disabled,
    selector,
  );
  await desk.window.click(selector);
}

async function onDuty(desk) {
  await press(desk, "dialog input[data-first]");
  await desk.window.type(LEADER);
  await press(desk, "dialog textarea");
  await desk.window.type(OFFICER);
  await press(desk, COMMIT);
  await until("the duty is written", DONE_MS_MAX, async () => {
    const { duty } = await desk.call("status", {});
    return duty.leader === LEADER;
  });
  await gone(desk);
}

const gone = (desk) => desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);

/** The row, its button, the form. */
async function raised(desk) {
  await desk.window.click(`//*[@role="row" and contains(., "${HEADLINE}")]`);
  await press(desk, '[data-scope~="alerts"] [data-action=acknowledge]');
  await until("the alert is acknowledged", DONE_MS_MAX, async () => {
    const { rows } = await alerts(desk);
    return rows.find((row) => row.headline.includes(HEADLINE))?.acknowledged;
  });
  await press(desk, '[data-scope~="alerts"] [data-action=raise]');
  await press(desk, COMMIT);
  return until("the incident is open", DONE_MS_MAX, async () => {
    const rows = await desk.call("incidents", {});
    return rows.find((row) => row.title.includes(HEADLINE));
  });
}

/** The plan that fits best, level three. */
async function responds(desk, id) {
  await press(desk, "#tab-plans");
  await press(desk, "[role=tabpanel] button.open");
  await press(desk, 'dialog [data-scope~="level"] label:has(input[value=three])');
  await press(desk, COMMIT);
  await until("the response runs", DONE_MS_MAX, async () => {
    const { incident } = await desk.call("incident", { id });
    return incident.response?.contents.level === "three";
  });
  await gone(desk);
}

/** A team of the advice that is another than this one. */
function advised(desk, but) {
  return until("a team is advised", SENT_MS_MAX, () =>
    desk.window.run(
      (other) => {
        const lines = [...document.querySelectorAll("[role=tabpanel] [data-team]")];
        return lines.find((line) => line.dataset.team !== other)?.dataset.team;
      },
      but,
    ),
  );
}

/** The form that a drop opens, and the order it becomes. */
async function sent(desk, incident, team) {
  await desk.shown(
    "the form of this team is open",
    (wanted) => document.querySelector("dialog [data-send-team]")?.dataset.sendTeam === wanted,
    team,
  );
  // A firm's team is asked for by telephone first; the form says whom and wants to know.
  if (await desk.window.run(() => document.querySelector("dialog [data-despite]") !== null)) {
    await press(desk, "dialog [data-despite]");
    await desk.window.type(AGREED);
  }
  await press(desk, COMMIT);
  const order = await until("the order is given", SENT_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id: incident });
    return orders.find((one) => one.sent.team === team);
  });
  assert.equal(order.sent.incident, incident, "to the incident it was let go over");
  assert.ok(order.sent.etaS > 0, "with the time that the form showed");
  await gone(desk);
}

/** The report as it is drafted from the log: one field filled in, signed, sent. */
async function reports(desk, id, kind) {
  await press(desk, "#tab-reports");
  await desk.shown("the report is drafted", () => document.querySelectorAll("[role=tabpanel] .fields label").length > 0);
  const word = { first: "初报", final: "终报" }[kind];
  await desk.window.click(`//*[@role="radio" and contains(., "${word}")]`);
  await desk.shown(
    `it is the ${kind} one`,
    (wanted) => document.querySelector("[role=tabpanel] h2")?.innerText.includes(wanted),
    word,
  );
  const [field, before] = await desk.window.run(() => {
    const all = [...document.querySelectorAll("[role=tabpanel] .fields label")];
    const gap = all.findIndex((one) => one.classList.contains("gap"));
    const at = Math.max(gap, 0);
    const input = all[at].querySelector("input, textarea");
    input.dataset.journey = "field";
    // As a wheel would: the foot of the form covers what lies beneath it.
    input.scrollIntoView({ block: "center" });
    return [all[at].innerText.trim().split(/\s/)[0], input.value];
  });
  await desk.window.click("[data-journey=field]");
  await desk.window.type(CAUSE);
  await desk.window.click("[role=tabpanel] .sign input");
  await desk.window.type(SIGNER);
  await press(desk, REPORT);
  const report = await until(`the ${kind} report is sent`, DONE_MS_MAX, async () => {
    const { reports } = await desk.call("incident", { id });
    return reports.find(({ sent, drafted }) => sent !== null && drafted.kind === kind);
  });
  assert.equal(report.sent.signer, SIGNER, "signed by whom was written");
  assert.match(JSON.stringify(report.drafted.document), new RegExp(CAUSE), `${field}: what was written over "${before}" stands in it`);
}

/** The platform signs for it, and the window says so. */
async function receipted(desk, id, number) {
  await until("the city platform signs for the report", SIGNED_MS_MAX, async () => {
    const detail = await desk.call("incident", { id });
    return detail.reports.filter((report) => report.receipt !== null).length >= number;
  });
  await desk.text("签收");
}

/** The line is half-open: a note is written all the same, and goes when it is back. */
async function cutOff(desk, id) {
  desk.platform.freeze();
  await until("the window shows the line as down", DOWN_MS_MAX, () =>
    desk.window.run(() => document.querySelector("header").dataset.link !== "live"),
  );
  const words = "演练 断线期间的记录";
  await press(desk, '[data-scope~="incident"] .left form input');
  await desk.window.type(words);
  await press(desk, '[data-scope~="incident"] .left form button[type=submit]');
  await desk.text(words);
  const { link } = await desk.call("status", {});
  assert.ok(link.outbox > 0, "it waits to go");
  desk.platform.thaw();
  await drained(desk, BACK_MS_MAX);
  await desk.shown("the window shows the line live", () => document.querySelector("header").dataset.link === "live");
  const lines = await desk.call("timeline", { entityKind: "incident", entity: id, before: 0, limit: 200 });
  assert.equal(lines.filter((line) => line.body?.text === words).length, 1, "once, and not lost");
}

/** Every team free again, the response ended, the incident closed. */
async function ends(desk, id) {
  await press(desk, "#tab-forces");
  const running = async () => {
    const { orders } = await desk.call("incident", { id });
    return orders.filter(({ progress }) => ["sent", "acknowledged", "en_route", "on_scene"].includes(progress));
  };
  for (const order of await running()) {
    await press(desk, `[data-order="${order.id}"] [data-move=released]`);
    await until("the team is free", DONE_MS_MAX, async () => (await running()).every((one) => one.id !== order.id));
  }
  await press(desk, "[data-action=end_response]");
  await because(desk, "演练 泄漏已堵住，复测合格");
  await until("the response is over", DONE_MS_MAX, async () => {
    const { incident } = await desk.call("incident", { id });
    return incident.response === null;
  });
  await press(desk, '[data-scope~="incident"] header details summary');
  await press(desk, "details [data-action=close_incident]");
  await because(desk, "演练 处置完毕");
  await until("the incident is closed", DONE_MS_MAX, async () => {
    const { incident } = await desk.call("incident", { id });
    return incident.closed !== null;
  });
}

/** The dialog that asks why. */
async function because(desk, why) {
  await press(desk, "dialog textarea[data-first]");
  await desk.window.type(why);
  await press(desk, COMMIT);
  await gone(desk);
}
