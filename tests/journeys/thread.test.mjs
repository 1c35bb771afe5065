/** The whole thread of one emergency, by the keyboard alone, and how many presses it takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { chlorine } from "./messages.mjs";
import { ANSWERED_MS_MAX, arrived, drained, raise, startDuty } from "./steps.mjs";

/** From the alarm to the first report. */
const PRESSES_MAX = 13;
/** The platform takes the report in and signs for it. */
const SIGNED_MS_MAX = 60_000;

test("an alert becomes orders and a receipted first report by the keyboard alone", async () => {
  await journey("thread", {}, async (desk) => {
    const { window } = desk;
    await startDuty(desk);
    await drained(desk, 60_000);
    await desk.drop(chlorine("JOURNEY-THREAD"));
    await arrived(desk, "氯气泄漏");

    const [presses, keys] = [window.presses, window.keys];
    const incident = await raise(desk, "氯气泄漏");
    assert.equal(incident.kind, "hazmat_leak", "the kind is read from the alert's words");
    await startResponse(desk, incident.id);
    await sendTeams(desk, incident.id);
    await sendReport(desk, incident.id);
    const took = window.presses - presses;
    console.log(`presses from the alarm to the first report: ${took} (${window.keys - keys} keys)`);
    assert.ok(took <= PRESSES_MAX, `${took} presses, at most ${PRESSES_MAX}`);

    await receipts(desk, incident.id);
    await window.press("Ctrl+1");
    // What happened while Watch was out of view is there when it comes back.
    await desk.text(`告警归入事件 ${incident.callSign}`);
  });
});

/** `P Enter 3 Ctrl+Enter`: the plan that fits best, level three, which the district decides alone, its cards as tasks. */
async function startResponse(desk, id) {
  const plans = await desk.call("match_plans", { id });
  assert.equal(plans[0]?.id, "hazardous-chemicals", "chlorine is a matter of that plan");
  await desk.window.press("P");
  await desk.focus("[role=tabpanel] [data-row]");
  const first = await desk.window.run(() => document.activeElement.textContent);
  assert.ok(first.includes(plans[0].title), `the first plan has the focus: ${first.slice(0, 60)}`);
  await desk.window.press("Enter");
  await desk.focus("dialog [data-scope~=level]");
  await desk.window.press("3");
  await desk.shown(
    "the form is whole and may be given",
    () =>
      document.activeElement.value === "three" &&
      document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null &&
      document.querySelectorAll("dialog input[type=checkbox]:checked").length > 0,
  );
  await desk.window.press("Ctrl+Enter");
  const { incident } = await until("the response runs with its tasks", 15_000, async () => {
    const detail = await desk.call("incident", { id });
    return detail.incident.response !== null ? detail : undefined;
  });
  assert.equal(incident.response.contents.level, "three", "the level that was pressed");
  assert.equal(incident.response.contents.plan, "hazardous-chemicals", "the plan that was taken");
  const cards = Object.keys(incident.tasks).length;
  assert.ok(cards > 0, "the cards of the level became tasks");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
}

/** `D Ctrl+Enter`: what is advised is ticked and goes. */
async function sendTeams(desk, id) {
  await desk.window.press("D");
  const wanted = await desk.shown("teams are advised and ticked", () => {
    const ticked = document.querySelectorAll("[role=tabpanel] input[data-row]:checked").length;
    const button = document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)");
    return document.activeElement?.closest("[role=tabpanel]") !== null && button !== null && ticked;
  });
  await desk.window.press("Ctrl+Enter");
  const { orders } = await until("every order is given", 30_000, async () => {
    const detail = await desk.call("incident", { id });
    return detail.orders.length > 0 && (await nothingTicked(desk)) ? detail : undefined;
  });
  await desk.focus('[data-scope~="incident"]');
  console.log(`${wanted} lines were ticked, ${orders.length} teams sent`);
}

function nothingTicked(desk) {
  return desk.window.run(
    // Who goes with a reason only stays ticked until somebody has written one.
    () =>
      document.querySelectorAll("[role=tabpanel] input[data-row]:checked").length === 0 ||
      document.querySelector("[role=tabpanel] [data-despite]") !== null,
  );
}

/** `R Ctrl+Enter`: the first report as drafted from the log, signed by the duty leader. */
async function sendReport(desk, id) {
  await desk.window.press("R");
  await desk.shown(
    "the report is drafted and may be sent",
    () =>
      document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)") !== null &&
      document.querySelectorAll("[role=tabpanel] .fields label").length > 0,
  );
  await desk.window.press("Ctrl+Enter");
  await until("the first report is sent", 20_000, async () => {
    const { reports } = await desk.call("incident", { id });
    return reports.some(({ sent, drafted }) => sent !== null && drafted.kind === "first");
  });
}

/** What comes back: teams acknowledge, the platform signs, clocks stop. */
async function receipts(desk, id) {
  const { reports } = await until("the city platform signs for the report", SIGNED_MS_MAX, async () => {
    const detail = await desk.call("incident", { id });
    return detail.reports[0]?.receipt ? detail : undefined;
  });
  assert.notEqual(reports[0].receipt.by, "", "the receipt says who signed");
  await desk.text("签收");
  const { clocks } = await desk.call("incident", { id });
  const met = clocks.filter((clock) => clock.metAt !== null).map((clock) => clock.rule);
  assert.ok(met.length > 0, `a clock is met: ${JSON.stringify(clocks)}`);
  console.log(`clocks met: ${met.join(" ")} of ${clocks.map((clock) => clock.rule).join(" ")}`);

  await desk.window.press("D");
  await until("teams acknowledge their orders", ANSWERED_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id });
    return orders.some(({ progress }) => ["acknowledged", "en_route", "on_scene"].includes(progress));
  });
  await desk.shown("an order's receipt is in the list", () =>
    [...document.querySelectorAll("[role=tabpanel] article")].some((one) =>
      /已签收|途中|到场/.test(one.innerText),
    ),
  );
}
