/** The main thread of dispatch by the pointer alone; the keyboard only writes names. */
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
const COMMIT = "dialog [data-action=commit]";
const MAP = "main > section:not([hidden]) .maplibregl-canvas";
const LISTED = "aside button.row[aria-current=true]";

test("an alert becomes an incident and teams are dragged to it by the pointer alone", async () => {
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
    assert.equal(desk.window.presses, 0, "no key was pressed but to write names");
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
  await press(desk, COMMIT);
  const order = await until("the order is given", SENT_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id: incident });
    return orders.find((one) => one.sent.team === team);
  });
  assert.equal(order.sent.incident, incident, "to the incident it was let go over");
  assert.ok(order.sent.etaS > 0, "with the time that the form showed");
  await gone(desk);
}
